/* register/report_read.c: the report of an import, read back from a generation. See report.h.
 *
 * The file is our own and its checksum stands in the manifest, so what is missing counts as none;
 * only what is no such report at all is refused. */
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "register/report.h"

static uint64_t read_number(const json_t *from, const char *key) {
    return (uint64_t)json_integer_value(json_object_get(from, key));
}

/* NULL when it is not there. */
static const char *text_or_null(const json_t *from, const char *key, ds_arena *arena) {
    const json_t *text = json_object_get(from, key);
    if (!json_is_string(text)) return NULL;
    return ds_arena_copy(arena, (ds_text){json_string_value(text), json_string_length(text)});
}

static const char *text_of(const json_t *from, const char *key, ds_arena *arena) {
    const char *text = text_or_null(from, key, arena);
    return text == NULL ? "" : text;
}

static ds_import_counts read_counts(json_t *from, ds_arena *arena) {
    size_t n = 0;
    ds_import_count *list = ds_arena_take(arena, json_object_size(from), sizeof *list);
    const char *key;
    json_t *value;
    if (list == NULL) return (ds_import_counts){NULL, 0};
    json_object_foreach(from, key, value) {
        const char *code = ds_arena_copy(arena, ds_text_of(key));
        list[n++] =
            (ds_import_count){code == NULL ? "" : code, (uint64_t)json_integer_value(value)};
    }
    return (ds_import_counts){list, n};
}

static ds_import_lines read_lines(const json_t *from, ds_arena *arena) {
    size_t n = json_array_size(from);
    uint64_t *list = ds_arena_take(arena, n, sizeof *list);
    if (list == NULL) return (ds_import_lines){NULL, 0};
    for (size_t i = 0; i < n; i++)
        list[i] = (uint64_t)json_integer_value(json_array_get(from, i));
    return (ds_import_lines){list, n};
}

static const int *read_years(const json_t *from, ds_arena *arena, size_t *out_n) {
    size_t n = json_array_size(from);
    int *list = ds_arena_take(arena, n, sizeof *list);
    *out_n = list == NULL ? 0 : n;
    for (size_t i = 0; i < *out_n; i++)
        list[i] = (int)json_integer_value(json_array_get(from, i));
    return list;
}

static const ds_import_duo *read_duo(const json_t *from, ds_arena *arena) {
    const json_t *list = json_object_get(from, "afwijkingen");
    size_t n = json_array_size(list);
    ds_import_duo *duo = ds_arena_take(arena, 1, sizeof *duo);
    ds_import_deviation *deviations = ds_arena_take(arena, n, sizeof *deviations);
    if (duo == NULL || deviations == NULL) return NULL;
    *duo = (ds_import_duo){.records = read_counts(json_object_get(from, "records"), arena),
                           .closing = read_counts(json_object_get(from, "sluitrecord"), arena),
                           .n_persons = read_number(from, "personen"),
                           .n_enrolments = read_number(from, "inschrijvingen"),
                           .n_diplomas = read_number(from, "diplomas"),
                           .unknown_levels =
                               read_counts(json_object_get(from, "niveau_onbekend"), arena),
                           .deviations = deviations,
                           .n_deviations = n};
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_array_get(list, i);
        deviations[i] =
            (ds_import_deviation){.code = text_of(one, "afwijking", arena),
                                  .record = text_of(one, "record", arena),
                                  .n = read_number(one, "aantal"),
                                  .lines = read_lines(json_object_get(one, "regels"), arena),
                                  .nl = text_of(one, "nl", arena),
                                  .en = text_of(one, "en", arena)};
    }
    return duo;
}

static const ds_import_cleaned *read_cleaned(const json_t *from, ds_arena *arena) {
    const size_t n = json_array_size(from);
    ds_import_cleaned *list = n == 0 ? NULL : ds_arena_take(arena, n, sizeof *list);
    for (size_t i = 0; list != NULL && i < n; i++) {
        const json_t *one = json_array_get(from, i);
        list[i] = (ds_import_cleaned){text_of(one, "kolom", arena), text_of(one, "wat", arena),
                                      read_number(one, "aantal")};
    }
    return list;
}

static const ds_import_remark *read_remarks(const json_t *from, ds_arena *arena) {
    const size_t n = json_array_size(from);
    ds_import_remark *list = n == 0 ? NULL : ds_arena_take(arena, n, sizeof *list);
    for (size_t i = 0; list != NULL && i < n; i++) {
        const json_t *one = json_array_get(from, i);
        list[i] = (ds_import_remark){text_of(one, "wat", arena), read_number(one, "aantal"),
                                     read_number(one, "rij"), text_of(one, "bladen", arena)};
    }
    return list;
}

static ds_import_delivery read_delivery(const json_t *from, ds_arena *arena) {
    const json_t *outside = json_object_get(from, "regels_niet_in_beginstand");
    const json_t *persons = json_object_get(from, "persoon");
    const ds_import_cleaned *cleaned = read_cleaned(json_object_get(from, "opgeschoond"), arena);
    const ds_import_remark *remarks = read_remarks(json_object_get(from, "opmerkingen"), arena);
    return (ds_import_delivery){
        .name = text_of(from, "bestand", arena),
        .kind = text_of(from, "soort", arena),
        .n_read = read_number(from, "gelezen"),
        .n_taken = read_number(from, "genomen"),
        .n_refused = read_number(from, "afgekeurd"),
        .n_skipped = read_number(from, "overgeslagen"),
        .n_duplicates = read_number(from, "dubbel"),
        .n_misfit = read_number(from, "leerweg_past_niet"),
        .n_unnamed = read_number(from, "kolommen_zonder_naam"),
        .n_empty_rows = read_number(from, "lege_rijen"),
        .cleaned = cleaned,
        .n_cleaned = cleaned == NULL ? 0 : json_array_size(json_object_get(from, "opgeschoond")),
        .remarks = remarks,
        .n_remarks = remarks == NULL ? 0 : json_array_size(json_object_get(from, "opmerkingen")),
        .reasons = read_counts(json_object_get(from, "redenen"), arena),
        .mapping = text_or_null(from, "vertaling", arena),
        .replaced_by = text_or_null(from, "vervangen_door", arena),
        .aside = json_is_true(json_object_get(from, "terzijde")),
        .absent = json_is_true(json_object_get(from, "deel_ontbreekt")),
        .outside = outside != NULL,
        .outside_lines = read_lines(outside, arena),
        .unknown_columns = text_of(from, "onbekende_kolommen", arena),
        .persons = text_or_null(persons, "soort", arena),
        .numbers = text_or_null(persons, "nummer", arena),
        .shortest = read_number(persons, "kortste"),
        .longest = read_number(persons, "langste"),
        .duo = json_object_get(from, "afwijkingen") == NULL ? NULL : read_duo(from, arena)};
}

static void read_deliveries(const json_t *from, ds_import_report *report, ds_arena *arena) {
    size_t n = json_array_size(from);
    ds_import_delivery *list = ds_arena_take(arena, n, sizeof *list);
    for (size_t i = 0; list != NULL && i < n; i++)
        list[i] = read_delivery(json_array_get(from, i), arena);
    report->deliveries = list;
    report->n_deliveries = list == NULL ? 0 : n;
}

static const ds_import_totals *read_totals(const json_t *from, ds_arena *arena) {
    ds_import_totals *totals = ds_arena_take(arena, 1, sizeof *totals);
    if (totals == NULL) return NULL;
    for (size_t i = 0; i < DS_REPORT_TOTALS; i++) {
        uint64_t n = read_number(from, ds_report_totals[i].name);
        memcpy((char *)totals + ds_report_totals[i].offset, &n, sizeof n);
    }
    totals->n_merged = read_number(from, "opgegaan");
    totals->ties = read_counts(json_object_get(from, "keuze"), arena);
    totals->years = read_years(json_object_get(from, "schooljaren"), arena, &totals->n_years);
    totals->years_werk =
        read_years(json_object_get(from, "schooljaren_werk"), arena, &totals->n_years_werk);
    return totals;
}

static void read_octobers(const json_t *from, ds_import_report *report, ds_arena *arena) {
    size_t n = json_array_size(from);
    ds_import_october *list = ds_arena_take(arena, n, sizeof *list);
    for (size_t i = 0; list != NULL && i < n; i++) {
        const json_t *one = json_array_get(from, i);
        list[i] = (ds_import_october){.institution = text_of(one, "instelling", arena),
                                      .delivery = text_of(one, "bestand", arena),
                                      .schooljaar = (int)read_number(one, "schooljaar"),
                                      .n_taken = read_number(one, "inschrijvingen"),
                                      .n_others = read_number(one, "andere_leveringen"),
                                      .n_aside = read_number(one, "terzijde"),
                                      .uncounted =
                                          json_is_true(json_object_get(one, "niet_alle_geteld"))};
    }
    report->octobers = list;
    report->n_octobers = list == NULL ? 0 : n;
}

static void read_warnings(const json_t *from, ds_import_report *report, ds_arena *arena) {
    size_t n = json_array_size(from);
    ds_import_warning *list = ds_arena_take(arena, n, sizeof *list);
    for (size_t i = 0; list != NULL && i < n; i++) {
        const json_t *one = json_array_get(from, i);
        list[i] = (ds_import_warning){text_of(one, "code", arena), text_of(one, "nl", arena),
                                      text_of(one, "en", arena)};
    }
    report->warnings = list;
    report->n_warnings = list == NULL ? 0 : n;
}

ds_status ds_import_report_parse(const char *text, size_t size, ds_import_report **out,
                                 ds_error *err) {
    ds_import_report *report = ds_import_report_new();
    ds_arena *arena = report == NULL ? NULL : ds_import_report_arena(report);
    json_t *j;
    ds_status status;
    ds_json_begin();
    j = json_loadb(text, size, 0, NULL);
    status = json_is_array(json_object_get(j, "leveringen")) ? DS_OK : DS_INPUT;
    if (report == NULL || ds_json_ran_out()) status = ds_error_memory(err);
    if (status == DS_OK) {
        report->succeeded = json_is_true(json_object_get(j, "geslaagd"));
        read_deliveries(json_object_get(j, "leveringen"), report, arena);
        if (json_object_get(j, "personen") != NULL) report->totals = read_totals(j, arena);
        read_octobers(json_object_get(j, "een_oktober"), report, arena);
        read_warnings(json_object_get(j, "waarschuwingen"), report, arena);
        report->key = text_or_null(j, "sleutel", arena);
        status = ds_arena_finish(arena, err);
    }
    json_decref(j);
    if (status == DS_OK)
        *out = report;
    else
        ds_import_report_free(report);
    return status;
}
