/* intake/kinds/finish.c: all rows of the monitor's deliveries → a table a kind. First the agendas,
 * by which rows of others are read; then the surveys, whose questions may be indicators; then the
 * rest. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/kinds/kinds.h"

typedef struct institution_list {
    ds_text *codes;
    size_t n, capacity;
} institution_list;

static bool add_institution_code(institution_list *list, ds_text code) {
    if (!ds_reserve(&list->codes, &list->capacity, list->n + 1, sizeof *list->codes)) return false;
    list->codes[list->n++] = code;
    return true;
}

static int compare_institution_codes(const void *a, const void *b) {
    return ds_text_compare(*(const ds_text *)a, *(const ds_text *)b);
}

static bool add_places(const json_t *places, institution_list *out) {
    for (size_t i = 0; i < json_array_size(places); i++)
        if (!add_institution_code(out, ds_text_of(json_string_value(json_array_get(places, i)))))
            return false;
    return true;
}

/* Those that the pieces of others name. */
static bool add_gathered_places(const json_t *places, institution_list *out) {
    const char *code;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)places, code,
                        value) if (!add_institution_code(out, ds_text_of(code))) return false;
    return true;
}

/* Those of the delivery instelling; where there is none, all that a row of the register names. */
static bool list_institutions(const ds_intake *intake, institution_list *out) {
    const ds_dictionary *words = intake->words[DS_WORD_INSTELLING];
    uint32_t sizes[DS_DICTIONARY_SHARDS];
    for (size_t i = 0; i < intake->n_institutions; i++)
        if (!add_institution_code(
                out, ds_dictionary_word(words, intake->institutions[i].instelling - 1)))
            return false;
    ds_dictionary_sizes(words, sizes);
    for (uint32_t i = 0; intake->n_institutions == 0 && i < ds_dictionary_span(words); i++)
        if (i / DS_DICTIONARY_SHARDS < sizes[i % DS_DICTIONARY_SHARDS] &&
            !add_institution_code(out, ds_dictionary_word(words, i)))
            return false;
    if (intake->n_institutions == 0 &&
        (!add_places(ds_whole_places(intake), out) ||
         !add_gathered_places(json_object_get(intake->gathered, "instellingen"), out)))
        return false;
    if (out->n > 0) qsort(out->codes, out->n, sizeof *out->codes, compare_institution_codes);
    return true;
}

/* What became of the files of a kind. */
static void note_files(ds_intake *intake, const ds_kind_builder *builder) {
    for (size_t i = 0; i < builder->n_files; i++) {
        ds_delivery *d = &intake->deliveries[builder->files[i].tag];
        d->n_duplicates += builder->files[i].n_duplicates;
        d->n_keys_replaced += builder->files[i].n_replaced;
    }
}

static ds_status finish_kind(ds_intake *intake, size_t kind, const ds_kind_known *known,
                             ds_error *err) {
    ds_intake_kinds *kinds = intake->kinds;
    ds_kind_builder *builder = kinds->builders[kind];
    ds_status status;
    if (kinds->tables[kind] != NULL) return DS_OK;
    if (builder == NULL)
        return ds_kind_table_absent(&kinds->all->all[kind], &kinds->tables[kind], err);
    status = ds_kind_builder_table(builder, known, &kinds->tables[kind], err);
    if (status == DS_OK) note_files(intake, builder);
    return status;
}

/* The questions of surveys are indicators too. */
static ds_status add_questions(ds_intake_kinds *kinds, ds_error *err) {
    for (size_t k = 0; k < kinds->all->n; k++)
        for (size_t i = 0; kinds->builders[k] != NULL && i < kinds->builders[k]->n_questions; i++)
            if (!ds_intake_indicator_add(kinds, ds_text_of(kinds->builders[k]->questions[i])))
                return ds_error_memory(err);
    ds_intake_indicators_sort(kinds);
    kinds->indicator_names = ds_calloc(kinds->n_indicators + 1, sizeof *kinds->indicator_names);
    if (kinds->indicator_names == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < kinds->n_indicators; i++)
        kinds->indicator_names[i] = kinds->indicators[i].data;
    kinds->indicator_list =
        (ds_code_list){"indicator", kinds->indicator_names, kinds->n_indicators, false, true};
    return DS_OK;
}

ds_status ds_intake_kinds_finish(ds_intake *intake, ds_error *err) {
    ds_intake_kinds *kinds = intake->kinds;
    const ds_kind_of *agendas = ds_kinds_of(kinds->all, "agenda");
    institution_list institutions = {0};
    ds_kind_known known = DS_KIND_KNOWN_INIT;
    ds_status status = list_institutions(intake, &institutions) ? DS_OK : ds_error_memory(err);
    known.institutions = institutions.codes;
    known.n_institutions = institutions.n;
    if (status == DS_OK && agendas != NULL) {
        const size_t at = (size_t)(agendas - kinds->all->all);
        status = finish_kind(intake, at, &known, err);
        known.agendas = kinds->tables[at];
    }
    if (status == DS_OK) status = add_questions(kinds, err);
    known.indicators = kinds->indicators;
    known.n_indicators = kinds->n_indicators;
    for (size_t k = 0; status == DS_OK && k < kinds->all->n; k++)
        status = finish_kind(intake, k, &known, err);
    ds_free(institutions.codes);
    return status;
}

ds_status ds_intake_kinds_take(ds_intake *intake, ds_error *err) {
    ds_status status = DS_OK;
    if (intake->kinds == NULL) return DS_OK;
    for (size_t i = 0; status == DS_OK && i < intake->n_deliveries; i++)
        if (intake->deliveries[i].kind_of != NULL && intake->deliveries[i].layout != NULL)
            status = ds_intake_kind_read(intake, i, err);
    return status == DS_OK ? ds_intake_kinds_finish(intake, err) : status;
}

static void warn_of_kind(const ds_intake *intake, const ds_kind_builder *b,
                         ds_import_report *report) {
    if (b->n_above > 0)
        ds_report_warn(report, "boven_ander_bedrag",
                       "%.200s: regel %llu: een getal is hoger dan het hoogstens mag zijn (besteed "
                       "boven begroot); zo zijn er %llu rijen, en zij tellen mee",
                       "%.200s: line %llu: a number is above what it may be at most (spent above "
                       "budgeted); there are %llu such rows, and they count",
                       intake->deliveries[b->files[b->above_file].tag].name,
                       (unsigned long long)b->above_line, (unsigned long long)b->n_above);
}

void ds_intake_kinds_warn(const ds_intake *intake, ds_import_report *report) {
    const ds_intake_kinds *kinds = intake->kinds;
    if (kinds == NULL) return;
    for (size_t k = 0; k < kinds->all->n; k++)
        if (kinds->builders[k] != NULL) warn_of_kind(intake, kinds->builders[k], report);
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (intake->deliveries[i].n_keys_replaced > 0)
            ds_report_warn(
                report, "sleutels_vervangen",
                "%.200s: %llu rijen vervangen door die met dezelfde sleutel in een later "
                "bestand van deze soort",
                "%.200s: %llu rows replaced by those with the same key in a later file "
                "of this kind",
                intake->deliveries[i].name,
                (unsigned long long)intake->deliveries[i].n_keys_replaced);
    if (kinds->n_unreadable > 0)
        ds_report_warn(report, "definities_onleesbaar",
                       "van %zu bestanden met definities zijn de indicatoren niet te lezen; het "
                       "eerste is %.200s",
                       "of %zu files with definitions the indicators cannot be read; the first is "
                       "%.200s",
                       kinds->n_unreadable, kinds->unreadable);
}
