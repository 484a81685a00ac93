/* intake/resolve/speaking.c: of an institution and school year one family of numbers speaks, that
 * of the delivery that counts last; enrolments and diplomas of other families go aside, and are
 * counted, unless a link file joins their person to a number of the family that speaks: else one
 * student would be two persons. Rows without an institution stay. See resolve.h. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
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
    uint64_t n_diplomas; /* that go aside */
} speaking;

enum { YEARS = DS_YEAR_MAX + 1 - DS_YEAR_MIN };

/* Of the enrolments. */
static unsigned families_stated(const ds_intake *intake) {
    unsigned families = 0;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (intake->deliveries[i].layout != NULL && intake->deliveries[i].layout->phase == 0)
            families |= ds_identity_families(&intake->deliveries[i].identity);
    return families;
}

bool ds_resolve_has_several(const ds_intake *intake) {
    const unsigned families = families_stated(intake);
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
            ds_enrolment e;
            speaker *at;
            uint8_t family;
            uint16_t levering;
            ds_enrolment_tell(s->intake->said, ds_list_at(&s->intake->workers[k].enrolments, i),
                              &e);
            at = speaker_at(s, e.instelling, e.jaar);
            family = (uint8_t)own_family(s, e.person);
            levering = (uint16_t)(e.levering + 1);
            if (at == NULL || levering < at->levering) continue;
            if (levering > at->levering || family < at->family) *at = (speaker){levering, family};
        }
}

static bool is_aside(const speaking *s, uint32_t person, const speaker *at) {
    return at != NULL && at->levering != 0 &&
           (s->families[ds_identity_same(s->intake, person)] & at->family) == 0;
}

/* Rows keep their places for now: others know them by these. */
static void mark_aside(speaking *s, ds_worker *worker) {
    for (uint64_t i = 0; i < worker->enrolments.n; i++) {
        ds_kept *kept = ds_list_at(&worker->enrolments, i);
        ds_delivery *d = &s->intake->deliveries[kept->levering];
        const speaker *at;
        ds_enrolment e;
        ds_enrolment_tell(s->intake->said, kept, &e);
        at = speaker_at(s, e.instelling, e.jaar);
        if ((kept->marks & DS_KEPT_GONE) != 0 || !is_aside(s, e.person, at)) continue;
        kept->marks |= DS_KEPT_GONE;
        d->n_aside++;
        d->aside_for = (uint16_t)(at->levering - 1);
    }
    for (uint64_t i = 0; i < worker->diplomas.n; i++) {
        ds_diploma *d = ds_list_at(&worker->diplomas, i);
        if (d->aside || !is_aside(s, d->person, speaker_at(s, d->instelling, d->jaar))) continue;
        d->aside = true;
        s->n_diplomas++;
    }
}

/* Of a part: as in the whole. What is not there speaks of nobody here. */
static void take_speakers(const speaking *s) {
    const json_t *list = json_object_get(s->intake->whole.facts, "sprekers");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char *place = json_string_value(json_object_get(one, "instelling")),
                   *kind = json_string_value(json_object_get(one, "familie")),
                   *name = json_string_value(json_object_get(one, "levering"));
        int code =
            kind == NULL ? -1 : ds_codes_find(&ds_codes_persoon_soort, ds_text_of(kind), false);
        uint16_t jaar = (uint16_t)json_integer_value(json_object_get(one, "schooljaar"));
        uint32_t number;
        speaker *at;
        if (place == NULL || name == NULL || code < 0 ||
            !ds_dictionary_lookup(s->intake->words[DS_WORD_INSTELLING], ds_text_of(place), &number))
            continue;
        at = speaker_at(s, number + 1, jaar);
        for (size_t k = 0; at != NULL && k < s->intake->n_deliveries; k++)
            if (strcmp(s->intake->deliveries[k].name, name) == 0)
                *at = (speaker){(uint16_t)(k + 1), (uint8_t)ds_identity_family((ds_number)code)};
    }
}

static bool begin_speaking(speaking *s, ds_intake *intake) {
    *s = (speaking){.intake = intake,
                    .n_places = ds_dictionary_span(intake->words[DS_WORD_INSTELLING])};
    s->families = ds_calloc(ds_dictionary_span(intake->persons), 1);
    s->speakers = ds_calloc((size_t)s->n_places * YEARS, sizeof *s->speakers);
    if (s->families == NULL || s->speakers == NULL) return false;
    mark_families(s);
    if (intake->whole.part > 0)
        take_speakers(s);
    else
        find_speakers(s);
    return true;
}

static void end_speaking(speaking *s) {
    ds_free(s->families);
    ds_free(s->speakers);
}

ds_status ds_resolve_speaking(ds_intake *intake, ds_resolved *out, ds_error *err) {
    speaking s;
    bool good;
    if (!ds_whole_keep_own(intake, out)) return ds_error_memory(err);
    if (!ds_resolve_has_several(intake) && intake->whole.n_parts == 0) return DS_OK;
    good = begin_speaking(&s, intake);
    for (size_t k = 0; good && k < intake->n_workers; k++)
        mark_aside(&s, &intake->workers[k]);
    out->speaking = true;
    out->n_diplomas_aside = s.n_diplomas;
    end_speaking(&s);
    return good ? DS_OK : ds_error_memory(err);
}

static void add_speakers_of(const speaking *s, uint32_t place, json_t *all) {
    char name[DS_TEXT_MAX + 1];
    json_t *years = json_object();
    ds_text word;
    for (int y = 0; y < YEARS; y++) {
        const speaker *at = &s->speakers[(size_t)place * YEARS + (size_t)y];
        char year[12];
        (void)snprintf(year, sizeof year, "%d", y + DS_YEAR_MIN);
        if (at->levering != 0)
            (void)json_object_set_new(years, year,
                                      json_pack("[i, i]", at->levering - 1, (int)at->family));
    }
    if (json_object_size(years) == 0) {
        json_decref(years);
        return;
    }
    word = ds_dictionary_word(s->intake->words[DS_WORD_INSTELLING], place);
    memcpy(name, word.data, word.size);
    name[word.size] = '\0';
    (void)json_object_set_new(all, name, years);
}

/* A piece of one family too: another piece may be of another. */
json_t *ds_resolve_speakers(ds_intake *intake) {
    json_t *all = json_object();
    uint32_t sizes[DS_DICTIONARY_SHARDS];
    speaking s;
    bool good;
    if (intake->gathering ? families_stated(intake) == 0 : !ds_resolve_has_several(intake))
        return all;
    good = begin_speaking(&s, intake);
    ds_dictionary_sizes(intake->words[DS_WORD_INSTELLING], sizes);
    for (uint32_t p = 0; good && p < s.n_places; p++)
        if (p / DS_DICTIONARY_SHARDS < sizes[p % DS_DICTIONARY_SHARDS]) add_speakers_of(&s, p, all);
    end_speaking(&s);
    if (good) return all;
    json_decref(all);
    return NULL;
}

static bool is_enrolment_aside(const void *row) {
    return (((const ds_kept *)row)->marks & DS_KEPT_GONE) != 0;
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
        (void)drop_rows(&intake->workers[k].diplomas, is_diploma_aside);
    }
}
