/* intake/identity/zeros.c: numbers that are the same but for zeros in front: 0123 in one delivery
 * and 123 in another, which is what a spreadsheet or a reader that guesses types makes of it. As
 * texts they are two persons, of whom one has the enrolments and the other the diplomas. Once
 * numbers are joined: each that begins with a zero is looked up without it. See identity.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/register.h"
#include "intake/worker.h"

enum {
    WITHOUT = 1,
    WITH = 2,
    ENOUGH_LOST = 20, /* rows before the delivery is refused */
};

typedef struct zeros {
    ds_intake *intake;
    uint8_t *forms;           /* by number of persons: WITHOUT the zeros of another, WITH them */
    uint64_t *without, *with; /* by delivery: its rows of such persons */
} zeros;

/* ---- which numbers ---- */

static bool has_zero_in_front(ds_text word) {
    if (word.size < 3 || word.data[1] != '0') return false; /* the first byte is its kind */
    for (size_t i = 1; i < word.size; i++)
        if (word.data[i] < '0' || word.data[i] > '9') return false;
    return true;
}

static bool note_forms(zeros *z, uint32_t with, uint32_t without) {
    with = ds_identity_same(z->intake, with);
    without = ds_identity_same(z->intake, without);
    if (with == without) return true;
    if (z->forms == NULL) z->forms = ds_calloc(ds_dictionary_span(z->intake->persons), 1);
    if (z->forms == NULL) return false;
    z->forms[with] |= WITH;
    z->forms[without] |= WITHOUT;
    return true;
}

/* One zero less each time: 00123 may be 0123 there. */
static bool look_without_zeros(zeros *z, uint32_t number, ds_text word) {
    char key[1 + DS_PERSOON_MAX];
    key[0] = word.data[0];
    for (size_t i = 2; i < word.size && word.data[i - 1] == '0'; i++) {
        uint32_t other;
        memcpy(key + 1, word.data + i, word.size - i);
        if (ds_dictionary_lookup(z->intake->persons, (ds_text){key, 1 + word.size - i}, &other) &&
            !note_forms(z, number, other))
            return false;
    }
    return true;
}

static bool find_forms(zeros *z) {
    const ds_dictionary *persons = z->intake->persons;
    uint32_t sizes[DS_DICTIONARY_SHARDS];
    ds_dictionary_sizes(persons, sizes);
    for (uint32_t s = 0; s < DS_DICTIONARY_SHARDS; s++)
        for (uint32_t i = 0; i < sizes[s]; i++) {
            const uint32_t number = i * DS_DICTIONARY_SHARDS + s;
            const ds_text word = ds_dictionary_word(persons, number);
            if (has_zero_in_front(word) && !look_without_zeros(z, number, word)) return false;
        }
    return true;
}

/* ---- in which deliveries ---- */

static void count_form(zeros *z, uint32_t person, size_t levering) {
    const uint8_t form = z->forms[ds_identity_same(z->intake, person)];
    z->without[levering] += (form & WITHOUT) != 0;
    z->with[levering] += (form & WITH) != 0;
}

/* Whoever has an enrolment is seen there; of others all rows were noted. */
static void count_lost_rows(zeros *z) {
    for (size_t k = 0; k < z->intake->n_workers; k++) {
        const ds_worker *w = &z->intake->workers[k];
        for (uint64_t i = 0; i < w->enrolments.n; i++) {
            const ds_kept *e = ds_list_at(&w->enrolments, i);
            count_form(z, e->person, e->levering);
        }
        for (uint64_t i = 0; i < w->unknown.n; i++) {
            const ds_identity_unknown *row = ds_list_at(&w->unknown, i);
            if (!row->month) count_form(z, row->person, row->levering);
        }
    }
}

static uint64_t count_persons(const zeros *z) {
    const uint32_t span = ds_dictionary_span(z->intake->persons);
    uint64_t n = 0;
    for (uint32_t i = 0; i < span; i++)
        n += (z->forms[i] & WITHOUT) != 0;
    return n;
}

static ds_status refuse_lost(const ds_intake *intake, const ds_delivery *d, uint64_t n_rows,
                             ds_error *err) {
    const ds_identity_lost *lost = &intake->identity.lost;
    return ds_error_at(
        err, DS_INPUT, d->path, 0, 0,
        "%llu personen staan hier zonder de nullen die in %.200s voor hun nummer staan, en zouden "
        "als anderen tellen: %llu van de %llu rijen, meer dan %g %% (max_afgekeurd); lever persoon "
        "als tekst, met zijn nullen",
        "%llu persons stand here without the zeros that their number has in front in %.200s, and "
        "would count as others: %llu of the %llu rows, more than %g %% (max_afgekeurd); deliver "
        "persoon as text, with its zeros",
        (unsigned long long)lost->n_persons, intake->deliveries[lost->with].name,
        (unsigned long long)n_rows, (unsigned long long)d->n_read, intake->max_refused_pct);
}

/* A delivery that has such a number both with and without its zeros means two persons. */
static bool has_lost(const zeros *z, size_t levering) {
    return z->without[levering] > 0 && z->with[levering] == 0;
}

/* Where more rows have lost their zeros than may be refused what is counted is wrong. */
static ds_status judge_lost(const zeros *z, ds_error *err) {
    ds_intake *intake = z->intake;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        if (has_lost(z, i) && z->without[i] >= ENOUGH_LOST &&
            (double)z->without[i] * 100.0 > intake->max_refused_pct * (double)d->n_read)
            return refuse_lost(intake, d, z->without[i], err);
    }
    return DS_OK;
}

static void say_lost(const zeros *z) {
    ds_identity_lost *lost = &z->intake->identity.lost;
    for (size_t i = 0; i < z->intake->n_deliveries; i++) {
        if (has_lost(z, i) && (lost->n_persons == 0 || z->without[i] > z->without[lost->without])) {
            lost->n_persons = count_persons(z);
            lost->without = i;
        }
        if (z->with[i] > z->with[lost->with]) lost->with = i;
    }
}

ds_status ds_identity_find_lost(ds_intake *intake, ds_error *err) {
    zeros z = {.intake = intake};
    ds_status status = DS_OK;
    if (intake->identity.keyed) return DS_OK; /* pseudonyms have none */
    if (!find_forms(&z)) return ds_error_memory(err);
    if (z.forms == NULL) return DS_OK;
    z.without = ds_calloc(intake->n_deliveries, sizeof *z.without);
    z.with = ds_calloc(intake->n_deliveries, sizeof *z.with);
    if (z.without == NULL || z.with == NULL) {
        status = ds_error_memory(err);
    } else {
        count_lost_rows(&z);
        say_lost(&z);
        status = judge_lost(&z, err);
    }
    ds_free(z.forms);
    ds_free(z.without);
    ds_free(z.with);
    return status;
}
