/* register/report.c: the report of an import as facts of a document, and so as the JSON which a
 * generation keeps beside its manifest. See report.h. */
#include "register/report.h"

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
    {"leeftijd_tegenstrijdig", offsetof(ds_import_totals, n_ages_contradicted)},
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

/* ---- facts: for machines ---- */

static const ds_say nothing = {NULL, NULL};

static void set_fact(ds_document *to, const char *id, ds_value value) {
    ds_document_value(to, DS_IN_JSON, id, nothing, value);
}

static void set_text_fact(ds_document *to, const char *id, const char *text) {
    set_fact(to, id, ds_value_text(text));
}

static void set_count_fact(ds_document *to, const char *id, uint64_t n) {
    set_fact(to, id, ds_value_count(n));
}

static void set_some_fact(ds_document *to, const char *id, uint64_t n) {
    if (n > 0) set_count_fact(to, id, n);
}

static void set_counts_fact(ds_document *to, const char *id, const ds_import_counts *counts) {
    ds_document *section = ds_document_section(to, id, nothing, DS_IN_JSON);
    for (size_t i = 0; i < counts->n; i++)
        set_count_fact(section, counts->list[i].code, counts->list[i].n);
}

/* A list of whole numbers, one by one: there may be a thousand. */
static ds_doc_table *start_numbers(ds_document *to, const char *id) {
    static const ds_field field = {.id = "", .in = DS_IN_JSON};
    ds_document *list = ds_document_list(to, id, nothing, DS_IN_JSON);
    return ds_document_table(list, DS_IN_JSON, NULL, nothing, &field, 1);
}

static void set_lines_fact(ds_document *to, const char *id, const ds_import_lines *lines) {
    ds_doc_table *list = start_numbers(to, id);
    for (size_t i = 0; i < lines->n; i++) {
        const ds_value value = ds_value_count(lines->list[i]);
        ds_doc_table_row(list, &value);
    }
}

static void set_years_fact(ds_document *to, const char *id, const int *years, size_t n) {
    ds_doc_table *list = start_numbers(to, id);
    for (size_t i = 0; i < n; i++) {
        const ds_value value = ds_value_year(years[i]);
        ds_doc_table_row(list, &value);
    }
}

static void add_deviations(ds_document *to, const ds_import_duo *duo) {
    ds_document *list = ds_document_list(to, "afwijkingen", nothing, DS_IN_JSON);
    for (size_t i = 0; i < duo->n_deviations; i++) {
        const ds_import_deviation *deviation = &duo->deviations[i];
        ds_document *one = ds_document_section(list, NULL, nothing, DS_IN_JSON);
        set_text_fact(one, "afwijking", deviation->code);
        set_text_fact(one, "record", deviation->record);
        set_count_fact(one, "aantal", deviation->n);
        set_lines_fact(one, "regels", &deviation->lines);
        set_text_fact(one, "nl", deviation->nl);
        set_text_fact(one, "en", deviation->en);
    }
}

static void add_duo(ds_document *to, const ds_import_duo *duo) {
    set_counts_fact(to, "records", &duo->records);
    set_count_fact(to, "personen", duo->n_persons);
    set_count_fact(to, "inschrijvingen", duo->n_enrolments);
    set_count_fact(to, "diplomas", duo->n_diplomas);
    set_counts_fact(to, "sluitrecord", &duo->closing);
    set_counts_fact(to, "niveau_onbekend", &duo->unknown_levels);
    add_deviations(to, duo);
}

static void add_persons(ds_document *to, const ds_import_delivery *d) {
    ds_document *persons = ds_document_section(to, "persoon", nothing, DS_IN_JSON);
    set_text_fact(persons, "soort", d->persons);
    if (d->numbers != NULL) set_text_fact(persons, "nummer", d->numbers);
    set_count_fact(persons, "kortste", d->shortest);
    set_count_fact(persons, "langste", d->longest);
}

static void add_cleaned(ds_document *to, const ds_import_delivery *d) {
    ds_document *list;
    if (d->n_cleaned == 0) return;
    list = ds_document_list(to, "opgeschoond", nothing, DS_IN_JSON);
    for (size_t i = 0; i < d->n_cleaned; i++) {
        ds_document *one = ds_document_section(list, NULL, nothing, DS_IN_JSON);
        set_text_fact(one, "kolom", d->cleaned[i].column);
        set_text_fact(one, "wat", d->cleaned[i].code);
        set_count_fact(one, "aantal", d->cleaned[i].n);
    }
}

static void add_remarks(ds_document *to, const ds_import_delivery *d) {
    ds_document *list;
    if (d->n_remarks == 0) return;
    list = ds_document_list(to, "opmerkingen", nothing, DS_IN_JSON);
    for (size_t i = 0; i < d->n_remarks; i++) {
        ds_document *one = ds_document_section(list, NULL, nothing, DS_IN_JSON);
        set_text_fact(one, "wat", d->remarks[i].code);
        set_count_fact(one, "aantal", d->remarks[i].n);
        set_some_fact(one, "rij", d->remarks[i].line);
        if (d->remarks[i].sheets[0] != '\0') set_text_fact(one, "bladen", d->remarks[i].sheets);
    }
}

static void add_delivery(ds_document *to, const ds_import_delivery *d) {
    set_text_fact(to, "bestand", d->name);
    set_text_fact(to, "soort", d->kind);
    set_count_fact(to, "gelezen", d->n_read);
    set_count_fact(to, "genomen", d->n_taken);
    set_count_fact(to, "afgekeurd", d->n_refused);
    set_counts_fact(to, "redenen", &d->reasons);
    if (d->mapping != NULL) set_text_fact(to, "vertaling", d->mapping);
    set_some_fact(to, "overgeslagen", d->n_skipped);
    set_some_fact(to, "dubbel", d->n_duplicates);
    set_some_fact(to, "leerweg_past_niet", d->n_misfit);
    set_some_fact(to, "kolommen_zonder_naam", d->n_unnamed);
    set_some_fact(to, "lege_rijen", d->n_empty_rows);
    add_cleaned(to, d);
    add_remarks(to, d);
    if (d->outside) set_lines_fact(to, "regels_niet_in_beginstand", &d->outside_lines);
    if (d->replaced_by != NULL) set_text_fact(to, "vervangen_door", d->replaced_by);
    if (d->aside) set_fact(to, "terzijde", ds_value_flag(true));
    if (d->absent) set_fact(to, "deel_ontbreekt", ds_value_flag(true));
    if (d->unknown_columns[0] != '\0') set_text_fact(to, "onbekende_kolommen", d->unknown_columns);
    if (d->persons != NULL) add_persons(to, d);
    if (d->duo != NULL) add_duo(to, d->duo);
}

static void add_totals(ds_document *to, const ds_import_totals *totals) {
    for (size_t i = 0; i < DS_REPORT_TOTALS; i++) {
        const void *at = (const char *)totals + ds_report_totals[i].offset;
        set_count_fact(to, ds_report_totals[i].name, *(const uint64_t *)at);
    }
    set_counts_fact(to, "keuze", &totals->ties);
    set_years_fact(to, "schooljaren", totals->years, totals->n_years);
    set_years_fact(to, "schooljaren_werk", totals->years_werk, totals->n_years_werk);
    set_count_fact(to, "opgegaan", totals->n_merged);
}

static void add_octobers(ds_document *to, const ds_import_report *report) {
    ds_document *list;
    if (report->n_octobers == 0) return;
    list = ds_document_list(to, "een_oktober", nothing, DS_IN_JSON);
    for (size_t i = 0; i < report->n_octobers; i++) {
        const ds_import_october *october = &report->octobers[i];
        ds_document *one = ds_document_section(list, NULL, nothing, DS_IN_JSON);
        set_text_fact(one, "instelling", october->institution);
        set_fact(one, "schooljaar", ds_value_year(october->schooljaar));
        set_text_fact(one, "bestand", october->delivery);
        set_count_fact(one, "inschrijvingen", october->n_taken);
        set_count_fact(one, "andere_leveringen", october->n_others);
        set_count_fact(one, "terzijde", october->n_aside);
        if (october->uncounted) set_fact(one, "niet_alle_geteld", ds_value_flag(true));
    }
}

static void add_warnings(ds_document *to, const ds_import_report *report) {
    ds_document *list = ds_document_list(to, "waarschuwingen", nothing, DS_IN_JSON);
    for (size_t i = 0; i < report->n_warnings; i++) {
        ds_document *one = ds_document_section(list, NULL, nothing, DS_IN_JSON);
        set_text_fact(one, "code", report->warnings[i].code);
        set_text_fact(one, "nl", report->warnings[i].nl);
        set_text_fact(one, "en", report->warnings[i].en);
    }
}

void ds_import_report_facts(const ds_import_report *report, ds_document *document) {
    ds_document *list;
    set_fact(document, "geslaagd", ds_value_flag(report->succeeded));
    list = ds_document_list(document, "leveringen", nothing, DS_IN_JSON);
    for (size_t i = 0; i < report->n_deliveries; i++)
        add_delivery(ds_document_section(list, NULL, nothing, DS_IN_JSON), &report->deliveries[i]);
    add_octobers(document, report);
    if (report->totals != NULL) {
        add_totals(document, report->totals);
        add_warnings(document, report);
    }
    if (report->key != NULL) set_text_fact(document, "sleutel", report->key);
}

/* ---- as JSON ---- */

static ds_status put_piece(void *context, const char *data, size_t size, ds_error *err) {
    (void)err;
    ds_buffer_add(context, data, size);
    return DS_OK;
}

ds_status ds_import_report_json(const ds_import_report *report, char **out, ds_error *err) {
    ds_document *document = ds_document_new("import", nothing);
    const ds_write_options options = {.lang = DS_NL};
    ds_buffer text;
    const ds_sink sink = {&text, put_piece};
    ds_status status;
    ds_buffer_init(&text, REPORT_MAX);
    ds_import_report_facts(report, document);
    status = ds_document_write(document, DS_FORM_JSON, &options, &sink, err);
    if (status == DS_OK) status = ds_buffer_finish(&text, err);
    if (status == DS_OK) {
        text.data[--text.size] = '\0'; /* the line feed at the end */
        *out = ds_buffer_take(&text);
    }
    ds_buffer_done(&text);
    ds_document_free(document);
    return status;
}
