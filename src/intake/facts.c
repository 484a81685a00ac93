/* intake/facts.c: see facts.h. */
#include "intake/facts.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/number.h"
#include "intake/layout/layout.h"
#include "intake/resolve/resolve.h"
#include "intake/steps.h"

enum { FORMAT = 1, ENROLLED = 1, WORKED = 2, FIRST_TEXT_MAX = 512 };
#define PLACES_MASK UINT64_C(0x1FFFFFFFFFFFFF) /* what JSON has of a whole number everywhere */
#define COUNT_MAX ((json_int_t)1 << 53)

/* ---- of the deliveries at hand ---- */

static void set_bits(json_t *to, const char *name, json_int_t bits) {
    if (bits != 0) (void)json_object_set_new(to, name, json_integer(bits));
}

static void set_word_bits(json_t *to, ds_text word, json_int_t bits) {
    char name[DS_TEXT_MAX + 1];
    memcpy(name, word.data, word.size);
    name[word.size] = '\0';
    set_bits(to, name, bits);
}

static json_t *years_of(const ds_intake *intake) {
    uint8_t seen[DS_YEAR_MAX + 1 - DS_YEAR_MIN] = {0};
    json_t *all = json_object();
    for (size_t k = 0; k < intake->n_workers; k++) {
        const ds_worker *w = &intake->workers[k];
        for (uint64_t i = 0; i < w->enrolments.n; i++)
            seen[((ds_kept *)ds_list_at(&w->enrolments, i))->jaar] |= ENROLLED;
        for (uint64_t i = 0; i < w->jobs.n; i++)
            seen[((ds_job *)ds_list_at(&w->jobs, i))->jaar - DS_YEAR_MIN] |= WORKED;
    }
    for (int i = 0; i <= DS_YEAR_MAX - DS_YEAR_MIN; i++) {
        char name[12];
        (void)snprintf(name, sizeof name, "%d", DS_YEAR_MIN + i);
        set_bits(all, name, seen[i]);
    }
    return all;
}

static void say_niveau(uint8_t *said, uint8_t soort, uint32_t opleiding, uint32_t niveau) {
    if (soort == DS_SOORT_MBO && niveau != 0 && opleiding != 0)
        said[opleiding - 1] |= (uint8_t)(1u << niveau);
}

/* By number of the word, as resolve/levels.c has it by rank. */
static void gather_niveaus(const ds_intake *intake, uint8_t *said) {
    for (uint64_t i = 0; i < intake->told.n; i++) {
        const ds_level_told *told = ds_list_at(&intake->told, i);
        say_niveau(said, DS_SOORT_MBO, told->opleiding, told->niveau);
    }
    for (size_t k = 0; k < intake->n_workers; k++) {
        const ds_worker *w = &intake->workers[k];
        for (uint64_t i = 0; i < w->enrolments.n; i++) {
            ds_enrolment e;
            ds_enrolment_tell(intake->said, ds_list_at(&w->enrolments, i), &e);
            say_niveau(said, e.soort, e.opleiding, e.niveau);
        }
        for (uint64_t i = 0; i < w->diplomas.n; i++) {
            const ds_diploma *d = ds_list_at(&w->diplomas, i);
            say_niveau(said, d->soort, d->opleiding, d->niveau);
        }
    }
}

/* Those at which records of DUO's funding deliveries name an enrolment: resolve/delivered.c. */
static void gather_institutions(const ds_intake *intake, uint8_t *named) {
    for (size_t k = 0; k < intake->n_workers; k++)
        for (uint64_t i = 0; i < intake->workers[k].enrolments.n; i++) {
            ds_enrolment e;
            ds_enrolment_tell(intake->said, ds_list_at(&intake->workers[k].enrolments, i), &e);
            if ((e.flags & DS_FLAG_GONE) == 0 && e.instelling != 0 &&
                ds_resolve_is_of_institution(&intake->deliveries[e.levering]))
                named[e.instelling - 1] = 1;
        }
}

/* All that any row names, where rows of the monitor's deliveries are held against them. */
static void gather_places(const ds_intake *intake, uint8_t *named) {
    const ds_dictionary *words = intake->words[DS_WORD_INSTELLING];
    if (intake->kinds != NULL) memset(named, 1, ds_dictionary_span(words));
}

/* Which words of a dictionary, with the bits that gather says. NULL: memory is short. */
static json_t *bits_of_words(const ds_intake *intake, ds_word word,
                             void (*gather)(const ds_intake *intake, uint8_t *bits)) {
    const ds_dictionary *words = intake->words[word];
    uint32_t span = ds_dictionary_span(words), sizes[DS_DICTIONARY_SHARDS];
    uint8_t *bits = ds_calloc((size_t)span + 1, 1);
    json_t *all = json_object();
    if (bits == NULL) {
        json_decref(all);
        return NULL;
    }
    gather(intake, bits);
    ds_dictionary_sizes(words, sizes);
    for (uint32_t i = 0; i < span; i++)
        if (i / DS_DICTIONARY_SHARDS < sizes[i % DS_DICTIONARY_SHARDS])
            set_word_bits(all, ds_dictionary_word(words, i), bits[i]);
    ds_free(bits);
    return all;
}

static json_t *numbers_of(const uint64_t *numbers, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        (void)json_array_append_new(list, json_integer((json_int_t)numbers[i]));
    return list;
}

static json_t *gate_of_delivery(const ds_delivery *d) {
    const ds_gate_counts *g = &d->gate;
    const uint64_t all[] = {g->persons,         g->person_numbers, g->person_zeros,
                            g->person_spoilt,   g->opleidingen,    g->opleiding_zeros,
                            g->opleiding_spoilt};
    return numbers_of(all, sizeof all / sizeof *all);
}

static json_t *marks_of_delivery(const ds_delivery *d) {
    const ds_number_marks *m = &d->marks;
    const uint64_t all[] = {m->marked[0], m->marked[1], m->doubtful[0], m->doubtful[1]};
    return numbers_of(all, sizeof all / sizeof *all);
}

static json_t *sum_of_delivery(const ds_delivery *d) {
    char text[33];
    (void)snprintf(text, sizeof text, "%016llx%016llx", (unsigned long long)d->row_sum[0],
                   (unsigned long long)d->row_sum[1]);
    return json_string(text);
}

static json_t *counts_of_delivery(const ds_delivery *d) {
    const uint64_t n[] = {d->n_read, d->n_refused, d->n_outside, d->identity.unstated};
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:i, s:o, s:I}", "naam", d->name, "aantallen",
                     numbers_of(n, sizeof n / sizeof *n), "poort", gate_of_delivery(d), "tekens",
                     marks_of_delivery(d), "soorten", numbers_of(d->identity.stated, DS_NUMBER_N),
                     "vlaggen", (int)ds_gate_flags(&d->whole), "som", sum_of_delivery(d),
                     "plaatsen", (json_int_t)(d->place_sum & PLACES_MASK));
}

/* The first refusal of each delivery that counts as a fault, by line. */
static void add_first_refusals(const ds_intake *intake, json_t *deliveries) {
    const ds_refusal **first = ds_calloc(intake->n_deliveries + 1, sizeof *first);
    for (size_t k = 0; first != NULL && k < intake->n_workers; k++)
        for (size_t i = 0; i < intake->workers[k].n_refusals; i++) {
            const ds_refusal *r = &intake->workers[k].refusals[i];
            const ds_refusal **at = &first[r->levering];
            if (r->reason != DS_REASON_OUTSIDE && (*at == NULL || r->line < (*at)->line)) *at = r;
        }
    for (size_t i = 0; first != NULL && i < intake->n_deliveries; i++) {
        char nl[512], en[512];
        if (first[i] == NULL) continue;
        ds_refusal_text(first[i], true, nl, sizeof nl);
        ds_refusal_text(first[i], false, en, sizeof en);
        (void)json_object_set_new(json_array_get(deliveries, i), "eerste",
                                  json_pack("{s:I, s:i, s:s, s:s}", "regel",
                                            (json_int_t)first[i]->line, "kolom", first[i]->field,
                                            "nl", nl, "en", en));
    }
    ds_free(first);
}

static json_t *deliveries_of(const ds_intake *intake) {
    json_t *list = json_array();
    for (size_t i = 0; i < intake->n_deliveries; i++)
        (void)json_array_append_new(list, counts_of_delivery(&intake->deliveries[i]));
    add_first_refusals(intake, list);
    return list;
}

json_t *ds_facts_of(ds_intake *intake) {
    json_t *facts;
    ds_json_begin();
    facts = json_pack(
        "{s:i, s:s, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "formaat", FORMAT, "hash", DS_WHOLE_HASH,
        "laatste_schooljaar", (int)intake->last_year, "schooljaren", years_of(intake), "niveaus",
        bits_of_words(intake, DS_WORD_OPLEIDING, gather_niveaus), "diploma_instellingen",
        bits_of_words(intake, DS_WORD_INSTELLING, gather_institutions), "instellingen",
        bits_of_words(intake, DS_WORD_INSTELLING, gather_places), "sprekers",
        ds_resolve_speakers(intake), "leveringen", deliveries_of(intake));
    if (!ds_json_ran_out()) return facts;
    json_decref(facts);
    return NULL;
}

/* ---- a row's share in the fingerprint ---- */

/* The fields with a byte between them that is in none; what does not fit is hashed before. */
static void hash_fields(const ds_text *fields, size_t n, size_t aside, unsigned char out[16]) {
    static const unsigned char key[crypto_shorthash_siphashx24_KEYBYTES] = {0};
    unsigned char text[2048];
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t at = 0; i + 1 != aside && at < fields[i].size; at++) {
            if (used == sizeof text - 1) {
                (void)crypto_shorthash_siphashx24(text, text, used, key);
                used = 16;
            }
            text[used++] = (unsigned char)fields[i].data[at];
        }
        if (used == sizeof text - 1) {
            (void)crypto_shorthash_siphashx24(text, text, used, key);
            used = 16;
        }
        text[used++] = 0xFF; /* no byte of UTF-8 */
    }
    (void)crypto_shorthash_siphashx24(out, text, used, key);
}

void ds_facts_note_rows(ds_delivery *delivery, const ds_table_batch *batch, size_t aside) {
    uint64_t sum[2] = {0, 0}, places = 0;
    for (size_t i = 0; i < batch->n_records; i++) {
        unsigned char one[16];
        int64_t place;
        if (aside > 0 &&
            ds_number_parse_integer(batch->fields[i * batch->n_columns + aside - 1], &place))
            places += (uint64_t)place;
        hash_fields(batch->fields + i * batch->n_columns, batch->n_columns, aside, one);
        for (size_t b = 0; b < 16; b++)
            sum[b / 8] += (uint64_t)one[b] << (b % 8 * 8);
    }
    delivery->place_sum += places;
    delivery->row_sum[0] += sum[0];
    delivery->row_sum[1] += sum[1];
}

/* ---- adding up ---- */

static void join_bits(json_t *to, const json_t *from) {
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)from, name, value) {
        set_bits(to, name,
                 json_integer_value(json_object_get(to, name)) | json_integer_value(value));
    }
}

/* Of two that speak of a place in a year: the later delivery, and of one the first family. */
static void join_speaker(json_t *years, const char *year, const json_t *other) {
    const json_t *own = json_object_get(years, year);
    json_int_t a = json_integer_value(json_array_get(own, 0)),
               b = json_integer_value(json_array_get(other, 0));
    if (own != NULL && (a > b || (a == b && json_integer_value(json_array_get(own, 1)) <=
                                                json_integer_value(json_array_get(other, 1)))))
        return;
    (void)json_object_set_new(years, year, json_copy((json_t *)(uintptr_t)other));
}

static void join_speakers(json_t *to, const json_t *from) {
    const char *place, *year;
    json_t *years, *one;
    json_object_foreach((json_t *)(uintptr_t)from, place, years) {
        json_t *own = json_object_get(to, place);
        if (own == NULL) {
            own = json_object();
            (void)json_object_set_new(to, place, own);
        }
        json_object_foreach(years, year, one) {
            join_speaker(own, year, one);
        }
    }
}

static void add_numbers(json_t *to, const json_t *from) {
    for (size_t i = 0; i < json_array_size(to); i++)
        (void)json_array_set_new(to, i,
                                 json_integer(json_integer_value(json_array_get(to, i)) +
                                              json_integer_value(json_array_get(from, i))));
}

static void keep_earlier_lines(json_t *to, const json_t *from) {
    for (size_t i = 0; i < json_array_size(to); i++) {
        json_int_t a = json_integer_value(json_array_get(to, i)),
                   b = json_integer_value(json_array_get(from, i));
        if (b != 0 && (a == 0 || b < a)) (void)json_array_set_new(to, i, json_integer(b));
    }
}

static void read_sum(const json_t *text, unsigned long long out[2]) {
    out[0] = out[1] = 0;
    if (json_is_string(text))
        (void)sscanf(json_string_value(text), "%16llx%16llx", &out[0], &out[1]);
}

static void add_sum(json_t *to, const json_t *from) {
    unsigned long long a[2], b[2];
    char text[33];
    read_sum(json_object_get(to, "som"), a);
    read_sum(json_object_get(from, "som"), b);
    (void)snprintf(text, sizeof text, "%016llx%016llx", a[0] + b[0], a[1] + b[1]);
    (void)json_object_set_new(to, "som", json_string(text));
}

static json_int_t line_of_first(const json_t *first) {
    return json_integer_value(json_object_get(first, "regel"));
}

static void add_delivery(json_t *to, const json_t *from) {
    const json_t *own = json_object_get(to, "eerste"), *other = json_object_get(from, "eerste");
    add_numbers(json_object_get(to, "aantallen"), json_object_get(from, "aantallen"));
    add_numbers(json_object_get(to, "poort"), json_object_get(from, "poort"));
    add_numbers(json_object_get(to, "soorten"), json_object_get(from, "soorten"));
    keep_earlier_lines(json_object_get(to, "tekens"), json_object_get(from, "tekens"));
    add_sum(to, from);
    if (other != NULL && (own == NULL || line_of_first(other) < line_of_first(own)))
        (void)json_object_set_new(to, "eerste", json_deep_copy(other));
}

/* ---- what a piece may say ---- */

/* So many counts, none below zero or so high that a sum of pieces is no number any more. */
static bool are_counts(const json_t *list, size_t n) {
    bool good = json_array_size(list) == n;
    for (size_t i = 0; good && i < n; i++) {
        const json_t *one = json_array_get(list, i);
        good = json_is_integer(one) && json_integer_value(one) >= 0 &&
               json_integer_value(one) <= COUNT_MAX;
    }
    return good;
}

/* Both stay counts once they are added. */
static bool adds_up(const json_t *to, const json_t *from) {
    bool good = true;
    for (size_t i = 0; good && i < json_array_size(to); i++)
        good = json_integer_value(json_array_get(to, i)) <=
               COUNT_MAX - json_integer_value(json_array_get(from, i));
    return good;
}

static bool is_first_text(const json_t *text, bool dutch) {
    const char *said = json_string_value(text);
    return said != NULL && strlen(said) < FIRST_TEXT_MAX && ds_refusal_is_text(said, dutch);
}

/* What is said of the first refused row is one of our own reasons, at a place that can be. */
static bool is_first(const json_t *first) {
    const json_t *line = json_object_get(first, "regel"), *column = json_object_get(first, "kolom");
    return first == NULL ||
           (json_is_integer(line) && json_integer_value(line) >= 0 && json_is_integer(column) &&
            json_integer_value(column) >= 0 && json_integer_value(column) <= UINT16_MAX &&
            is_first_text(json_object_get(first, "nl"), true) &&
            is_first_text(json_object_get(first, "en"), false));
}

static bool is_sound(const json_t *one) {
    const json_t *n = json_object_get(one, "aantallen");
    return are_counts(n, 4) && are_counts(json_object_get(one, "poort"), 7) &&
           are_counts(json_object_get(one, "soorten"), DS_NUMBER_N) &&
           are_counts(json_object_get(one, "tekens"), 4) &&
           json_integer_value(json_array_get(n, 1)) <= json_integer_value(json_array_get(n, 0)) &&
           json_integer_value(json_array_get(n, 2)) <= json_integer_value(json_array_get(n, 1)) &&
           is_first(json_object_get(one, "eerste"));
}

static bool adds_up_all(const json_t *to, const json_t *from) {
    static const char *const lists[] = {"aantallen", "poort", "soorten"};
    bool good = true;
    for (size_t i = 0; good && i < sizeof lists / sizeof *lists; i++)
        good = adds_up(json_object_get(to, lists[i]), json_object_get(from, lists[i]));
    return good;
}

/* to: what was added up before. */
static ds_status check_sound(const json_t *to, const json_t *piece, const char *path,
                             ds_error *err) {
    const json_t *list = json_object_get(piece, "leveringen");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        if (is_sound(one) && adds_up_all(json_array_get(json_object_get(to, "leveringen"), i), one))
            continue;
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "dit stuk is beschadigd: gather schrijft zulke aantallen of redenen "
                           "niet (levering %zu)",
                           "this piece is damaged: gather does not write such counts or reasons "
                           "(delivery %zu)",
                           i + 1);
    }
    return DS_OK;
}

bool ds_facts_have_rows(const json_t *piece) {
    const json_t *list = json_object_get(piece, "leveringen");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_integer_value(
                json_array_get(json_object_get(json_array_get(list, i), "aantallen"), 0)) != 0)
            return true;
    return false;
}

/* ---- adding a piece ---- */

/* A piece knows all deliveries by name, also those of which it has no row. */
static bool fits_deliveries(const ds_intake *intake, const json_t *piece) {
    const json_t *list = json_object_get(piece, "leveringen");
    const char *hash = json_string_value(json_object_get(piece, "hash"));
    if (json_integer_value(json_object_get(piece, "formaat")) != FORMAT || hash == NULL ||
        strcmp(hash, DS_WHOLE_HASH) != 0 || json_array_size(list) != intake->n_deliveries)
        return false;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const json_t *one = json_array_get(list, i);
        const char *name = json_string_value(json_object_get(one, "naam"));
        if (name == NULL || strcmp(name, intake->deliveries[i].name) != 0 ||
            json_array_size(json_object_get(one, "aantallen")) != 4 ||
            json_array_size(json_object_get(one, "poort")) != 7 ||
            json_array_size(json_object_get(one, "soorten")) != DS_NUMBER_N ||
            json_array_size(json_object_get(one, "tekens")) != 4)
            return false;
    }
    return true;
}

/* Of pieces that were read otherwise the counts do not add up. */
static bool has_same_flags(const json_t *a, const json_t *b) {
    const json_t *x = json_object_get(a, "leveringen"), *y = json_object_get(b, "leveringen");
    for (size_t i = 0; i < json_array_size(x); i++)
        if (!json_equal(json_object_get(json_array_get(x, i), "vlaggen"),
                        json_object_get(json_array_get(y, i), "vlaggen")))
            return false;
    return true;
}

ds_status ds_facts_add(const ds_intake *intake, json_t *to, const json_t *piece, const char *path,
                       ds_error *err) {
    static const char *const sets[] = {"schooljaren", "niveaus", "diploma_instellingen",
                                       "instellingen"};
    json_t *list = json_object_get(to, "leveringen");
    json_int_t last = json_integer_value(json_object_get(to, "laatste_schooljaar")),
               other = json_integer_value(json_object_get(piece, "laatste_schooljaar"));
    if (!fits_deliveries(intake, piece) || !has_same_flags(to, piece))
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "dit is geen stuk van deze leveringen, of anders gelezen dan de andere",
                           "this is no piece of these deliveries, or was read otherwise than the "
                           "others");
    if (check_sound(to, piece, path, err) != DS_OK) return DS_INPUT;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        join_bits(json_object_get(to, sets[i]), json_object_get(piece, sets[i]));
    join_speakers(json_object_get(to, "sprekers"), json_object_get(piece, "sprekers"));
    for (size_t i = 0; i < json_array_size(list); i++)
        add_delivery(json_array_get(list, i),
                     json_array_get(json_object_get(piece, "leveringen"), i));
    if (other > last) (void)json_object_set_new(to, "laatste_schooljaar", json_integer(other));
    return ds_json_ran_out() ? ds_error_memory(err) : DS_OK;
}

/* ---- judging ---- */

static uint64_t number_at(const json_t *list, size_t i) {
    return (uint64_t)json_integer_value(json_array_get(list, i));
}

static void apply_gate(ds_delivery *d, const json_t *list) {
    ds_gate_counts *g = &d->gate;
    uint64_t *const all[] = {&g->persons,         &g->person_numbers, &g->person_zeros,
                             &g->person_spoilt,   &g->opleidingen,    &g->opleiding_zeros,
                             &g->opleiding_spoilt};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = number_at(list, i);
}

void ds_facts_apply(ds_intake *intake, const json_t *facts) {
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        ds_delivery *d = &intake->deliveries[i];
        const json_t *one = json_array_get(json_object_get(facts, "leveringen"), i);
        const json_t *n = json_object_get(one, "aantallen"),
                     *marks = json_object_get(one, "tekens");
        d->n_read = number_at(n, 0);
        d->n_refused = number_at(n, 1);
        d->n_outside = number_at(n, 2);
        d->identity.unstated = number_at(n, 3);
        for (size_t k = 0; k < DS_NUMBER_N; k++)
            d->identity.stated[k] = number_at(json_object_get(one, "soorten"), k);
        for (size_t k = 0; k < 2; k++) {
            d->marks.marked[k] = number_at(marks, k);
            d->marks.doubtful[k] = number_at(marks, k + 2);
        }
        apply_gate(d, json_object_get(one, "poort"));
        (void)snprintf(d->row_sum_text, sizeof d->row_sum_text, "%.32s",
                       json_string_value(json_object_get(one, "som")));
    }
}

static ds_status judge_first(const ds_intake *intake, const ds_delivery *d, const json_t *first,
                             ds_error *err) {
    const char *nl = json_string_value(json_object_get(first, "nl")),
               *en = json_string_value(json_object_get(first, "en"));
    if (first == NULL || nl == NULL || en == NULL || !ds_refusals_are_many(intake, d)) return DS_OK;
    return ds_refusals_too_many(intake, d, (uint64_t)line_of_first(first),
                                (size_t)json_integer_value(json_object_get(first, "kolom")), nl, en,
                                err);
}

static bool any_enrolled(const json_t *facts) {
    const char *year;
    json_t *bits;
    json_object_foreach(json_object_get(facts, "schooljaren"), year, bits) {
        if (json_integer_value(bits) & ENROLLED) return true;
    }
    return false;
}

ds_status ds_facts_judge(ds_intake *intake, const json_t *facts, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        if (d->layout == NULL || d->replaced_by != NULL) continue;
        status = ds_gate_check_marks(intake, d, err);
        if (status == DS_OK) status = ds_read_check_rows(d, err);
    }
    if (status == DS_OK) status = ds_identity_settle(intake, err);
    for (size_t i = 0; status == DS_OK && i < intake->n_deliveries; i++)
        status = judge_first(
            intake, &intake->deliveries[i],
            json_object_get(json_array_get(json_object_get(facts, "leveringen"), i), "eerste"),
            err);
    if (status == DS_OK && !any_enrolled(facts)) status = ds_intake_nobody(intake, err);
    return status;
}

/* ---- geheel.json ---- */

static json_t *list_school_years(const json_t *years) {
    json_t *list = json_array();
    for (int year = DS_YEAR_MIN; year <= DS_YEAR_MAX; year++) {
        char name[12];
        json_int_t bits;
        (void)snprintf(name, sizeof name, "%d", year);
        bits = json_integer_value(json_object_get(years, name));
        if (bits != 0)
            (void)json_array_append_new(list, json_pack("{s:i, s:b, s:b}", "schooljaar", year,
                                                        "inschrijving", (bits & ENROLLED) != 0,
                                                        "werk", (bits & WORKED) != 0));
    }
    return list;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The members, in the order of their bytes; NULL: memory is short. n: how many. */
static const char **sort_members(const json_t *object, size_t *n) {
    const char **names = ds_calloc(json_object_size(object) + 1, sizeof *names);
    const char *name;
    json_t *value;
    *n = 0;
    if (names == NULL) return NULL;
    json_object_foreach((json_t *)(uintptr_t)object, name, value) {
        names[(*n)++] = name;
    }
    if (*n > 0) qsort(names, *n, sizeof *names, compare_names);
    return names;
}

static json_t *list_members(const json_t *object) {
    size_t n;
    const char **names = sort_members(object, &n);
    json_t *list = names == NULL ? NULL : json_array();
    for (size_t i = 0; names != NULL && i < n; i++)
        (void)json_array_append_new(list, json_string(names[i]));
    ds_free(names);
    return list;
}

static void list_speakers_of(const ds_intake *intake, const char *place, const json_t *years,
                             json_t *list) {
    for (int year = DS_YEAR_MIN; year <= DS_YEAR_MAX; year++) {
        char name[12];
        const json_t *one;
        size_t levering;
        (void)snprintf(name, sizeof name, "%d", year);
        one = json_object_get(years, name);
        levering = (size_t)json_integer_value(json_array_get(one, 0));
        if (one == NULL || levering >= intake->n_deliveries) continue;
        (void)json_array_append_new(
            list, json_pack("{s:s, s:i, s:s, s:s}", "instelling", place, "schooljaar", year,
                            "familie", ds_identity_family_name((unsigned)number_at(one, 1)),
                            "levering", intake->deliveries[levering].name));
    }
}

/* [] where there is one family. */
static json_t *list_speakers(const ds_intake *intake, const json_t *speakers) {
    size_t n = 0;
    const char **places = sort_members(speakers, &n);
    json_t *list = places == NULL ? NULL : json_array();
    for (size_t i = 0; list != NULL && i < n && ds_resolve_has_several(intake); i++)
        list_speakers_of(intake, places[i], json_object_get(speakers, places[i]), list);
    ds_free(places);
    return list;
}

/* As each delivery is to be read; those that are read as usual are left out. */
static json_t *list_flags(const ds_intake *intake) {
    json_t *list = json_array();
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        unsigned flags = ds_gate_flags(&intake->deliveries[i].whole);
        if (flags == 0) continue;
        (void)json_array_append_new(list,
                                    json_pack("{s:i, s:s, s:i}", "nummer", (int)i, "levering",
                                              intake->deliveries[i].name, "vlaggen", (int)flags));
    }
    return list;
}

ds_status ds_facts_write(const ds_intake *intake, const json_t *facts, uint32_t n_parts, bool again,
                         char **out, ds_error *err) {
    json_t *whole;
    ds_json_begin();
    whole = json_pack(
        "{s:i, s:s, s:i, s:s, s:s, s:O, s:o, s:O, s:o, s:o, s:o, s:o}", "formaat", FORMAT, "hash",
        DS_WHOLE_HASH, "delen", (int)n_parts, "invoer", intake->input_checksum, "nummers",
        ds_codes_persoon_soort.values[intake->identity.settled], "laatste_schooljaar",
        json_object_get(facts, "laatste_schooljaar"), "schooljaren",
        list_school_years(json_object_get(facts, "schooljaren")), "niveaus",
        json_object_get(facts, "niveaus"), "sprekers",
        list_speakers(intake, json_object_get(facts, "sprekers")), "diploma_instellingen",
        list_members(json_object_get(facts, "diploma_instellingen")), "instellingen",
        list_members(json_object_get(facts, "instellingen")), "poort", list_flags(intake));
    if (whole != NULL && again) (void)json_object_set_new(whole, "opnieuw", json_true());
    *out = whole == NULL ? NULL : json_dumps(whole, JSON_INDENT(1) | JSON_SORT_KEYS);
    json_decref(whole);
    return *out == NULL || ds_json_ran_out() ? ds_error_memory(err) : DS_OK;
}
