/* register/report.c: the report of an import as JSON, which a generation keeps beside its manifest.
 * See report.h. */
#include "register/report.h"

#include <jansson.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"

enum { REPORT_MAX = 1 << 28 };

const ds_report_total ds_report_totals[DS_REPORT_TOTALS] = {
    {"personen", offsetof(ds_import_totals, n_persons)},
    {"loopbanen", offsetof(ds_import_totals, n_careers)},
    {"inschrijvingen", offsetof(ds_import_totals, n_enrolments)},
    {"inschrijvingen_genomen", offsetof(ds_import_totals, n_enrolments_taken)},
    {"diplomas", offsetof(ds_import_totals, n_diplomas)},
    {"werk", offsetof(ds_import_totals, n_jobs)},
    {"vrijstellingen", offsetof(ds_import_totals, n_exemptions)},
    {"dubbele_diplomas", offsetof(ds_import_totals, n_duplicate_diplomas)},
    {"dubbele_vrijstellingen", offsetof(ds_import_totals, n_duplicate_exemptions)},
    {"zonder_persoon", offsetof(ds_import_totals, n_without_person)},
    {"oordeel_elders", offsetof(ds_import_totals, n_verdicts_elsewhere)},
    {"vervangen", offsetof(ds_import_totals, n_replaced)},
    {"tegenstrijdig", offsetof(ds_import_totals, n_conflicts)},
};

typedef struct whole {
    ds_import_report report; /* first: one is the other */
    ds_arena arena;
} whole;

ds_import_report *ds_import_report_new(void) {
    whole *made = ds_calloc(1, sizeof *made);
    return made == NULL ? NULL : &made->report;
}

ds_arena *ds_import_report_arena(ds_import_report *report) {
    return &((whole *)(void *)report)->arena;
}

void ds_import_report_free(ds_import_report *report) {
    if (report == NULL) return;
    ds_arena_done(ds_import_report_arena(report));
    ds_free(report);
}

/* ---- printing; *failed: memory is short ---- */

static void set_value(json_t *to, const char *key, json_t *value, bool *failed) {
    if (json_object_set_new(to, key, value) != 0) *failed = true;
}

static void set_text(json_t *to, const char *key, const char *text, bool *failed) {
    set_value(to, key, json_string(text), failed);
}

static void set_number(json_t *to, const char *key, uint64_t n, bool *failed) {
    set_value(to, key, json_integer((json_int_t)n), failed);
}

static void set_when_some(json_t *to, const char *key, uint64_t n, bool *failed) {
    if (n > 0) set_number(to, key, n, failed);
}

static void append_value(json_t *to, json_t *value, bool *failed) {
    if (json_array_append_new(to, value) != 0) *failed = true;
}

static void set_counts(json_t *to, const char *key, const ds_import_counts *counts, bool *failed) {
    json_t *object = json_object();
    for (size_t i = 0; i < counts->n; i++)
        set_number(object, counts->list[i].code, counts->list[i].n, failed);
    set_value(to, key, object, failed);
}

static void set_lines(json_t *to, const char *key, const ds_import_lines *lines, bool *failed) {
    json_t *list = json_array();
    for (size_t i = 0; i < lines->n; i++)
        append_value(list, json_integer((json_int_t)lines->list[i]), failed);
    set_value(to, key, list, failed);
}

static void set_years(json_t *to, const char *key, const int *years, size_t n, bool *failed) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        append_value(list, json_integer(years[i]), failed);
    set_value(to, key, list, failed);
}

static void set_deviations(json_t *to, const ds_import_duo *duo, bool *failed) {
    json_t *list = json_array();
    for (size_t i = 0; i < duo->n_deviations; i++) {
        const ds_import_deviation *one = &duo->deviations[i];
        json_t *j = json_object();
        set_text(j, "afwijking", one->code, failed);
        set_text(j, "record", one->record, failed);
        set_number(j, "aantal", one->n, failed);
        set_lines(j, "regels", &one->lines, failed);
        set_text(j, "nl", one->nl, failed);
        set_text(j, "en", one->en, failed);
        append_value(list, j, failed);
    }
    set_value(to, "afwijkingen", list, failed);
}

static void set_duo(json_t *to, const ds_import_duo *duo, bool *failed) {
    set_counts(to, "records", &duo->records, failed);
    set_number(to, "personen", duo->n_persons, failed);
    set_number(to, "inschrijvingen", duo->n_enrolments, failed);
    set_number(to, "diplomas", duo->n_diplomas, failed);
    set_counts(to, "sluitrecord", &duo->closing, failed);
    set_counts(to, "niveau_onbekend", &duo->unknown_levels, failed);
    set_deviations(to, duo, failed);
}

static void set_persons(json_t *to, const ds_import_delivery *d, bool *failed) {
    json_t *persons = json_object();
    set_text(persons, "soort", d->persons, failed);
    set_number(persons, "kortste", d->shortest, failed);
    set_number(persons, "langste", d->longest, failed);
    set_value(to, "persoon", persons, failed);
}

static json_t *print_delivery(const ds_import_delivery *d, bool *failed) {
    json_t *j = json_object();
    set_text(j, "bestand", d->name, failed);
    set_text(j, "soort", d->kind, failed);
    set_number(j, "gelezen", d->n_read, failed);
    set_number(j, "genomen", d->n_taken, failed);
    set_number(j, "afgekeurd", d->n_refused, failed);
    set_counts(j, "redenen", &d->reasons, failed);
    if (d->mapping != NULL) set_text(j, "vertaling", d->mapping, failed);
    set_when_some(j, "overgeslagen", d->n_skipped, failed);
    set_when_some(j, "dubbel", d->n_duplicates, failed);
    set_when_some(j, "leerweg_past_niet", d->n_misfit, failed);
    if (d->outside) set_lines(j, "regels_niet_in_beginstand", &d->outside_lines, failed);
    if (d->replaced_by != NULL) set_text(j, "vervangen_door", d->replaced_by, failed);
    if (d->aside) set_value(j, "terzijde", json_true(), failed);
    if (d->unknown_columns[0] != '\0')
        set_text(j, "onbekende_kolommen", d->unknown_columns, failed);
    if (d->persons != NULL) set_persons(j, d, failed);
    if (d->duo != NULL) set_duo(j, d->duo, failed);
    return j;
}

static void set_warnings(json_t *to, const ds_import_report *report, bool *failed) {
    json_t *list = json_array();
    for (size_t i = 0; i < report->n_warnings; i++) {
        json_t *j = json_object();
        set_text(j, "code", report->warnings[i].code, failed);
        set_text(j, "nl", report->warnings[i].nl, failed);
        set_text(j, "en", report->warnings[i].en, failed);
        append_value(list, j, failed);
    }
    set_value(to, "waarschuwingen", list, failed);
}

static void set_totals(json_t *to, const ds_import_totals *totals, bool *failed) {
    for (size_t i = 0; i < DS_REPORT_TOTALS; i++) {
        const void *at = (const char *)totals + ds_report_totals[i].offset;
        set_number(to, ds_report_totals[i].name, *(const uint64_t *)at, failed);
    }
    set_counts(to, "keuze", &totals->ties, failed);
    set_years(to, "schooljaren", totals->years, totals->n_years, failed);
    set_years(to, "schooljaren_werk", totals->years_werk, totals->n_years_werk, failed);
    set_number(to, "opgegaan", totals->n_merged, failed);
}

static int add_to_buffer(const char *data, size_t size, void *buffer) {
    ds_buffer_add(buffer, data, size);
    return 0;
}

static ds_status dump(const json_t *j, char **out, ds_error *err) {
    ds_buffer text;
    ds_status status;
    ds_buffer_init(&text, REPORT_MAX);
    status = json_dump_callback(j, add_to_buffer, &text, JSON_INDENT(2)) == 0
                 ? ds_buffer_finish(&text, err)
                 : ds_error_memory(err);
    if (status == DS_OK) *out = ds_buffer_take(&text);
    ds_buffer_done(&text);
    return status;
}

ds_status ds_import_report_json(const ds_import_report *report, char **out, ds_error *err) {
    json_t *j = json_object(), *list = json_array();
    bool failed = false;
    ds_status status;
    set_value(j, "geslaagd", json_boolean(report->succeeded), &failed);
    for (size_t i = 0; i < report->n_deliveries; i++)
        append_value(list, print_delivery(&report->deliveries[i], &failed), &failed);
    set_value(j, "leveringen", list, &failed);
    if (report->totals != NULL) {
        set_totals(j, report->totals, &failed);
        set_warnings(j, report, &failed);
    }
    if (report->key != NULL) set_text(j, "sleutel", report->key, &failed);
    status = failed ? ds_error_memory(err) : dump(j, out, err);
    json_decref(j);
    return status;
}
