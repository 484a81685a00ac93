/* intake/whole.c: see whole.h. */
#include "intake/whole.h"

#include <sodium.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "intake/resolve/resolve.h"

enum { FACTS_MAX = 1 << 28 };

uint32_t ds_whole_part_of(ds_text key, uint32_t n_parts) {
    const char *kind = ds_codes_persoon_soort.values[ds_identity_number(key)];
    ds_text number = ds_identity_text(key);
    crypto_generichash_state state;
    unsigned char sum[32];
    uint64_t hash = 0;
    (void)crypto_generichash_init(&state, NULL, 0, sizeof sum);
    (void)crypto_generichash_update(&state, (const unsigned char *)kind, strlen(kind));
    (void)crypto_generichash_update(&state, (const unsigned char *)":", 1);
    (void)crypto_generichash_update(&state, (const unsigned char *)number.data, number.size);
    (void)crypto_generichash_final(&state, sum, sizeof sum);
    for (size_t i = 8; i-- > 0;)
        hash = hash << 8 | sum[i];
    return (uint32_t)(hash % n_parts) + 1;
}

static ds_status refuse_facts(const char *path, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, path, 0, 0,
        "doorstroom.yaml zegt dat dit een deel is, en daar hoort het geheel.json bij "
        "dat split schreef; deze is er niet, of van een ander",
        "doorstroom.yaml says that this is a part, which needs the geheel.json that "
        "split wrote; it is not there, or belongs to another");
}

static bool fits_part(const ds_whole *whole) {
    const char *hash = json_string_value(json_object_get(whole->facts, "hash"));
    return json_integer_value(json_object_get(whole->facts, "formaat")) == 1 && hash != NULL &&
           strcmp(hash, DS_WHOLE_HASH) == 0 &&
           json_integer_value(json_object_get(whole->facts, "delen")) == whole->n_parts;
}

ds_status ds_whole_read(ds_intake *intake, ds_error *err) {
    ds_whole *whole = &intake->whole;
    char path[DS_PATH_SIZE];
    size_t size = 0;
    ds_status status = ds_file_join(path, intake->options->work_folder, DS_WHOLE_FILE, err);
    if (status != DS_OK) return status;
    if (whole->n_parts == 0)
        return !ds_file_exists(path)
                   ? DS_OK
                   : ds_error_at(err, DS_INPUT, path, 0, 0,
                                 "dit hoort bij een deel, en doorstroom.yaml zegt niet welk "
                                 "(deel: 3/7)",
                                 "this belongs to a part, and doorstroom.yaml does not say which "
                                 "(deel: 3/7)");
    if (!ds_file_exists(path)) return refuse_facts(path, err);
    status = ds_file_read(path, FACTS_MAX, &whole->text, &size, err);
    if (status != DS_OK) return status;
    ds_json_begin();
    whole->facts = json_loadb(whole->text, size, 0, NULL);
    if (ds_json_ran_out()) return ds_error_memory(err);
    return whole->facts != NULL && fits_part(whole) ? DS_OK : refuse_facts(path, err);
}

ds_status ds_whole_check_part(const ds_intake *intake, ds_error *err) {
    const ds_whole *whole = &intake->whole;
    if (whole->n_parts > 0 && whole->part == 0)
        return ds_error_at(
            err, DS_INPUT, "doorstroom.yaml", 0, 0,
            "dit is een stuk met rijen van alle delen (deel: 0/%u): deel het met split",
            "this is a piece with rows of all parts (deel: 0/%u): split it",
            (unsigned)whole->n_parts);
    return ds_whole_check_last(intake, err);
}

ds_status ds_whole_check_last(const ds_intake *intake, ds_error *err) {
    if (json_is_true(json_object_get(intake->whole.facts, "opnieuw")))
        return ds_error_at(
            err, DS_INPUT, DS_WHOLE_FILE, 0, 0,
            "hierin staat hoe de stukken opnieuw gelezen moeten worden (gather), nog "
            "niet wat het geheel weet",
            "this says how the pieces are to be read again (gather), not yet what the "
            "whole knows");
    return DS_OK;
}

void ds_whole_take_gates(ds_intake *intake) {
    const json_t *list = json_object_get(intake->whole.facts, "poort");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char *name = json_string_value(json_object_get(one, "levering"));
        size_t at = (size_t)json_integer_value(json_object_get(one, "nummer"));
        if (name != NULL && at < intake->n_deliveries &&
            strcmp(intake->deliveries[at].name, name) == 0)
            intake->deliveries[at].whole =
                ds_gate_whole_of((unsigned)json_integer_value(json_object_get(one, "vlaggen")));
    }
}

const json_t *ds_whole_places(const ds_intake *intake) {
    return json_object_get(intake->whole.facts, "instellingen");
}

void ds_whole_done(ds_whole *whole) {
    json_decref(whole->facts);
    ds_free(whole->text);
    *whole = (ds_whole){0};
}

/* ---- rows of other parts ---- */

/* own[number of persons]: 1 in this part. */
static uint8_t *mark_own(const ds_intake *intake) {
    uint32_t sizes[DS_DICTIONARY_SHARDS];
    uint8_t *own = ds_calloc(ds_dictionary_span(intake->persons), 1);
    if (own == NULL) return NULL;
    ds_dictionary_sizes(intake->persons, sizes);
    for (uint32_t s = 0; s < DS_DICTIONARY_SHARDS; s++)
        for (uint32_t i = 0; i < sizes[s]; i++) {
            uint32_t number = i * DS_DICTIONARY_SHARDS + s;
            ds_text key = ds_dictionary_word(intake->persons, ds_identity_same(intake, number));
            own[number] = ds_whole_part_of(key, intake->whole.n_parts) == intake->whole.part;
        }
    return own;
}

/* Every row of these lists begins with the person. */
static void take_out(ds_list *rows, const uint8_t *own) {
    uint64_t kept = 0;
    for (uint64_t i = 0; i < rows->n; i++) {
        const void *row = ds_list_at(rows, i);
        uint32_t person;
        memcpy(&person, row, sizeof person);
        if (person != UINT32_MAX && own[person] == 0) continue;
        if (kept != i) memcpy(ds_list_at(rows, kept), row, rows->size);
        kept++;
    }
    ds_list_shorten(rows, kept);
}

static void keep_own_months(const ds_intake *intake, ds_list *rows) {
    uint64_t kept = 0;
    for (uint64_t i = 0; i < rows->n; i++) {
        const ds_month *row = ds_list_at(rows, i);
        uint32_t person =
            intake->same_month == NULL ? row->person : intake->same_month[row->person];
        ds_text key = ds_dictionary_word(intake->month_persons, person);
        if (ds_whole_part_of(key, intake->whole.n_parts) != intake->whole.part) continue;
        if (kept != i) memcpy(ds_list_at(rows, kept), row, rows->size);
        kept++;
    }
    ds_list_shorten(rows, kept);
}

static void keep_own_rows(const ds_intake *intake, ds_worker *w, const uint8_t *own) {
    ds_list *const lists[] = {&w->attributes, &w->jobs, &w->exemptions, &w->start, &w->left};
    for (uint64_t i = 0; i < w->enrolments.n; i++) {
        ds_kept *e = ds_list_at(&w->enrolments, i);
        if (own[e->person] == 0) e->marks |= DS_KEPT_GONE;
    }
    for (uint64_t i = 0; i < w->diplomas.n; i++) {
        ds_diploma *d = ds_list_at(&w->diplomas, i);
        d->aside = own[d->person] == 0;
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        take_out(lists[i], own);
    keep_own_months(intake, &w->months);
}

bool ds_whole_keep_own(ds_intake *intake, ds_resolved *out) {
    uint8_t *own;
    if (intake->whole.part == 0) return true;
    own = mark_own(intake);
    if (own == NULL) return false;
    for (size_t k = 0; k < intake->n_workers; k++)
        keep_own_rows(intake, &intake->workers[k], own);
    ds_free(own);
    out->speaking = true;
    return true;
}

/* ---- what the whole knows ---- */

void ds_whole_years(const ds_intake *intake, int first, bool *enrolled, bool *worked) {
    const json_t *years = json_object_get(intake->whole.facts, "schooljaren");
    for (size_t i = 0; i < json_array_size(years); i++) {
        const json_t *one = json_array_get(years, i);
        int year = (int)json_integer_value(json_object_get(one, "schooljaar"));
        if (year < DS_YEAR_MIN || year > DS_YEAR_MAX) continue;
        enrolled[year - first] =
            enrolled[year - first] || json_is_true(json_object_get(one, "inschrijving"));
        worked[year - first] = worked[year - first] || json_is_true(json_object_get(one, "werk"));
    }
}

unsigned ds_whole_niveaus(const ds_intake *intake, ds_text opleiding) {
    char name[DS_TEXT_MAX + 1];
    if (intake->whole.facts == NULL || opleiding.size > DS_TEXT_MAX) return 0;
    memcpy(name, opleiding.data, opleiding.size);
    name[opleiding.size] = '\0';
    return (unsigned)json_integer_value(
        json_object_get(json_object_get(intake->whole.facts, "niveaus"), name));
}
