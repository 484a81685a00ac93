/* intake/resolve/speaking.c: of an institution and school year one family of numbers speaks, that
 * of the delivery that counts last; enrolments and diplomas of other families go aside, and are
 * counted, unless a link file joins their person to a number of the family that speaks: else one
 * student would be two persons. Rows without an institution stay. See resolve.h. */
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "intake/layout/layout.h"
#include "intake/resolve/resolve.h"

/* Who speaks of an institution in a school year. */
typedef struct speaker {
    uint16_t levering; /* + 1; 0: nobody */
    uint8_t family;    /* a bit */
} speaker;

typedef struct speaking {
    ds_intake *intake;
    uint8_t *families; /* by number of persons: of all numbers that are this person */
    speaker *speakers; /* by institution and year */
    uint32_t n_places;
} speaking;

enum { YEARS = DS_YEAR_MAX + 1 - DS_YEAR_MIN };

static bool has_several(const ds_intake *intake) {
    unsigned families = 0;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (intake->deliveries[i].layout != NULL && intake->deliveries[i].layout->phase == 0)
            families |= ds_identity_families(&intake->deliveries[i].identity);
    return (families & (families - 1)) != 0;
}

static unsigned own_family(const speaking *s, uint32_t person) {
    return ds_identity_family(ds_identity_number(ds_dictionary_word(s->intake->persons, person)));
}

static speaker *speaker_at(const speaking *s, uint32_t instelling, uint16_t jaar) {
    return instelling == 0 || jaar < DS_YEAR_MIN || jaar > DS_YEAR_MAX
               ? NULL
               : &s->speakers[(size_t)(instelling - 1) * YEARS + (size_t)(jaar - DS_YEAR_MIN)];
}

static void mark_families(const speaking *s) {
    uint32_t sizes[DS_DICTIONARY_SHARDS];
    ds_dictionary_sizes(s->intake->persons, sizes);
    for (uint32_t k = 0; k < DS_DICTIONARY_SHARDS; k++)
        for (uint32_t i = 0; i < sizes[k]; i++) {
            uint32_t person = i * DS_DICTIONARY_SHARDS + k;
            s->families[ds_identity_same(s->intake, person)] |= (uint8_t)own_family(s, person);
        }
}

/* Within one delivery the first family, in the order of kinds. */
static void find_speakers(const speaking *s) {
    for (size_t k = 0; k < s->intake->n_workers; k++)
        for (uint64_t i = 0; i < s->intake->workers[k].enrolments.n; i++) {
            const ds_enrolment *e = ds_list_at(&s->intake->workers[k].enrolments, i);
            speaker *at = speaker_at(s, e->instelling, e->jaar);
            uint8_t family = (uint8_t)own_family(s, e->person);
            uint16_t levering = (uint16_t)(e->levering + 1);
            if (at == NULL || levering < at->levering) continue;
            if (levering > at->levering || family < at->family) *at = (speaker){levering, family};
        }
}

static bool is_aside(const speaking *s, uint32_t person, const speaker *at) {
    return at != NULL && at->levering != 0 &&
           (s->families[ds_identity_same(s->intake, person)] & at->family) == 0;
}

/* Rows keep their places for now: others know them by these. */
static void mark_aside(const speaking *s, ds_worker *worker) {
    for (uint64_t i = 0; i < worker->enrolments.n; i++) {
        ds_enrolment *e = ds_list_at(&worker->enrolments, i);
        const speaker *at = speaker_at(s, e->instelling, e->jaar);
        ds_delivery *d = &s->intake->deliveries[e->levering];
        if (!is_aside(s, e->person, at)) continue;
        e->flags |= DS_FLAG_GONE;
        d->n_aside++;
        d->aside_for = (uint16_t)(at->levering - 1);
    }
    for (uint64_t i = 0; i < worker->diplomas.n; i++) {
        ds_diploma *d = ds_list_at(&worker->diplomas, i);
        d->aside = is_aside(s, d->person, speaker_at(s, d->instelling, d->jaar));
    }
}

ds_status ds_resolve_speaking(ds_intake *intake, ds_resolved *out, ds_error *err) {
    speaking s = {.intake = intake,
                  .n_places = ds_dictionary_span(intake->words[DS_WORD_INSTELLING])};
    ds_status status = DS_OK;
    if (!has_several(intake)) return DS_OK;
    s.families = ds_calloc(ds_dictionary_span(intake->persons), 1);
    s.speakers = ds_calloc((size_t)s.n_places * YEARS, sizeof *s.speakers);
    if (s.families == NULL || s.speakers == NULL) {
        status = ds_error_memory(err);
    } else {
        mark_families(&s);
        find_speakers(&s);
        for (size_t k = 0; k < intake->n_workers; k++)
            mark_aside(&s, &intake->workers[k]);
        out->speaking = true;
    }
    ds_free(s.families);
    ds_free(s.speakers);
    return status;
}

static bool is_enrolment_aside(const void *row) {
    return (((const ds_enrolment *)row)->flags & DS_FLAG_GONE) != 0;
}

static bool is_diploma_aside(const void *row) {
    return ((const ds_diploma *)row)->aside;
}

/* How many rows went. */
static uint64_t drop_rows(ds_list *rows, bool (*goes)(const void *row)) {
    uint64_t kept = 0, n = rows->n;
    for (uint64_t i = 0; i < n; i++) {
        const void *row = ds_list_at(rows, i);
        if (goes(row)) continue;
        if (kept != i) memcpy(ds_list_at(rows, kept), row, rows->size);
        kept++;
    }
    ds_list_shorten(rows, kept);
    return n - kept;
}

void ds_resolve_aside(ds_intake *intake, ds_resolved *out) {
    for (size_t k = 0; out->speaking && k < intake->n_workers; k++) {
        (void)drop_rows(&intake->workers[k].enrolments, is_enrolment_aside);
        out->n_diplomas_aside += drop_rows(&intake->workers[k].diplomas, is_diploma_aside);
    }
}
