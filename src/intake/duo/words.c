/* intake/duo/words.c: DUO's words to ours, from codes/duo_niveau.csv and codes/duo_leerweg.csv:
 * those of the work folder, else those beside the program. Read only when a DUO list asks for them.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/plan.h"

enum { MAPPING_MAX = 1 << 20 };

typedef struct reading {
    ds_intake *intake;
    const char *path;
    bool levels; /* duo_niveau, else duo_leerweg */
    size_t at[3];
} reading;

static ds_status take_words_header(void *context, const ds_text *names, size_t n_names,
                                   ds_error *err) {
    static const char *const levels[] = {"bron", "soort", "niveau"};
    static const char *const paths[] = {"bron", "leerweg"};
    reading *r = context;
    const size_t n = r->levels ? 3 : 2;
    const ds_code_columns wanted = {r->levels ? levels : paths, n, n};
    return ds_plan_code_columns(r->path, names, n_names, &wanted, r->at, err);
}

static ds_status add_duo_word(reading *r, const ds_text *fields, uint64_t line, ds_error *err) {
    ds_intake *intake = r->intake;
    ds_duo_word m = {.source = fields[r->at[0]]};
    int code =
        ds_codes_find(r->levels ? &ds_codes_soort : &ds_codes_leerweg, fields[r->at[1]], true);
    int64_t niveau = 0;
    void *list = r->levels ? (void *)&intake->niveaus : (void *)&intake->leerwegen;
    size_t *n = r->levels ? &intake->n_niveaus : &intake->n_leerwegen;
    size_t *capacity = r->levels ? &intake->niveaus_capacity : &intake->leerwegen_capacity;
    if (code < 0 && !r->levels && fields[r->at[1]].size == 0) code = -2; /* no leerweg of ours */
    if (code == -1 || (r->levels && code == DS_SOORT_GEEN))
        return ds_error_at(err, DS_INPUT, r->path, line, r->at[1] + 1, "onbekende code",
                           "unknown code");
    if (r->levels && fields[r->at[2]].size > 0 &&
        (!ds_number_parse_integer(fields[r->at[2]], &niveau) || niveau < 1 || niveau > 4))
        return ds_error_at(err, DS_INPUT, r->path, line, r->at[2] + 1,
                           "verwacht een niveau van 1 tot 4", "expected a niveau from 1 to 4");
    m.soort = (uint8_t)code;
    m.niveau = (uint8_t)niveau;
    m.leerweg = (uint8_t)(code == -2 ? 0 : code + 1);
    m.source.data = ds_strndup(m.source.data, m.source.size);
    if (m.source.data == NULL || !ds_reserve(list, capacity, *n + 1, sizeof m)) {
        ds_free((void *)(uintptr_t)m.source.data);
        return ds_error_memory(err);
    }
    (r->levels ? intake->niveaus : intake->leerwegen)[(*n)++] = m;
    return DS_OK;
}

static ds_status take_words_batch(void *context, const ds_table_batch *b, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < b->n_records; i++)
        status = add_duo_word(context, b->fields + i * b->n_columns, b->lines[i], err);
    return status;
}

static ds_status read_mapping(ds_intake *intake, bool levels, ds_error *err) {
    char path[DS_PATH_SIZE];
    reading r = {.intake = intake, .path = path, .levels = levels};
    ds_table_sink sink = {.context = &r, .header = take_words_header, .batch = take_words_batch};
    ds_status status =
        ds_plan_code_file(intake, levels ? "duo_niveau.csv" : "duo_leerweg.csv", path, err);
    if (status == DS_OK)
        status = ds_plan_code_read(path, MAPPING_MAX, &intake->duo_words_text[levels ? 0 : 1],
                                   &sink, err);
    return status;
}

/* DUO's lists of persons that say niveau and leerweg in words. */
static bool has_words(const ds_layout *layout) {
    return layout == &ds_layout_nrsp || layout == &ds_layout_a04 || layout == &ds_layout_a05 ||
           layout == &ds_layout_a14;
}

ds_status ds_duo_words_read(ds_intake *intake, ds_error *err) {
    ds_status status;
    bool levels = false, crebos = false;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        levels = levels || has_words(intake->deliveries[i].layout);
        crebos = crebos || ds_duo_is(intake->deliveries[i].layout);
    }
    status = levels ? read_mapping(intake, true, err) : DS_OK;
    if (status == DS_OK && (levels || crebos)) status = read_mapping(intake, false, err);
    if (status == DS_OK && crebos) status = ds_crebo_read(intake, err);
    return status;
}

const ds_duo_word *ds_duo_word_find(const ds_duo_word *words, size_t n, ds_text source) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_equal_nocase(words[i].source, source)) return &words[i];
    return NULL;
}
