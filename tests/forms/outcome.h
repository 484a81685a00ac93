/* tests/forms/outcome.h: a small register with the deliveries of agendas beside it, and what comes
 * of them: the tables of the register, the monitor, and a release. */
#ifndef DS_TESTS_FORMS_OUTCOME_H
#define DS_TESTS_FORMS_OUTCOME_H

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/inside.h"
#include "doorstroom/register.h"
#include "doorstroom/release.h"
#include "doorstroom/report.h"
#include "forms/agendas.h"
#include "support/support.h"
#include "support/written.h"

static const char *const kinds_of[] = {"agenda",       "werkagenda", "besteding",
                                       "streefwaarde", "maatregel",  "voortgang",
                                       "oordeel",      "antwoord",   "eigen_indicator"};
enum { KINDS = sizeof kinds_of / sizeof *kinds_of };

/* ---- a register ---- */

static const char *const places[] = {"25LX", "27GZ", "30RR", "31FN", "04EU", "21CS"};
enum { PLACES = sizeof places / sizeof *places, STUDENTS = 900 };

/* Of each place and level the same number; some of each year stop, and come back never. */
static inline void deliver_year(const char *folder, int year) {
    ds_buffer b;
    char name[64];
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,leerweg,leerjaar,instelling\n");
    for (int i = 0; i < STUDENTS; i++) {
        const int place = i % PLACES, rank = i / PLACES;
        if ((rank * 7 + place) % 23 < year - 2021) continue;
        ds_buffer_addf(&b, "p%d,%d,mbo,%d,%s,%d,%s\n", i, year, 1 + rank % 4,
                       rank % 8 < 5 ? "bol" : "bbl", year - 2020, places[place]);
    }
    (void)snprintf(name, sizeof name, "leveringen/inschrijving-%d.csv", year);
    ds_free(ds_test_write_string(folder, name, ds_buffer_string(&b)));
    ds_buffer_done(&b);
}

static inline char *new_work_folder(void) {
    char *folder = ds_test_folder();
    ds_buffer b;
    for (int year = 2021; year <= 2024; year++)
        deliver_year(folder, year);
    ds_buffer_init(&b, 1 << 16);
    ds_buffer_add_string(&b, "persoon,geboortedatum\n");
    for (int i = 0; i < STUDENTS; i++)
        ds_buffer_addf(&b, "p%d,2005-03-%02d\n", i, 1 + i % 28);
    ds_free(ds_test_write_string(folder, "leveringen/persoon.csv", ds_buffer_string(&b)));
    ds_buffer_done(&b);
    return folder;
}

static inline void put_delivery(const char *folder, const char *kind, const char *text) {
    char name[80];
    (void)snprintf(name, sizeof name, "leveringen/%s.csv", kind);
    ds_free(ds_test_write_string(folder, name, text));
}

static inline char *typed_by_hand(void) {
    char *folder = new_work_folder();
    for (size_t k = 0; k < KINDS; k++) {
        ds_buffer b;
        ds_buffer_init(&b, 1 << 20);
        add_by_hand(&b, kinds_of[k]);
        put_delivery(folder, kinds_of[k], ds_buffer_string(&b));
        ds_buffer_done(&b);
    }
    return folder;
}

/* ---- what comes of a work folder ---- */

static inline void add_fact(ds_buffer *b, const ds_release_sheet *s, const ds_release_fact *f) {
    ds_buffer_addf(b, "%s|%s|%d", s->id, s->scope, f->jaar);
    for (size_t k = 0; k < s->n_keys; k++)
        ds_buffer_addf(b, "|%s", f->keys[k]);
    ds_buffer_addf(b, "|%s|%s|%d|%.17g|%.17g|%.17g|%.17g|%.17g|%.17g|%lld|%lld|%s\n", f->measure,
                   f->klasse, (int)f->state, f->value, f->se, f->low, f->high, f->p, f->p_adjusted,
                   (long long)f->n, (long long)f->missing, f->reason);
}

typedef struct told {
    char *tables;  /* of the deliveries as the register has them, a line a row */
    char *monitor; /* csv of all tables */
    char *facts;   /* of the release, a line each */
} told;

static inline void add_table(ds_buffer *b, const ds_kind_table *t) {
    for (uint64_t r = 0; r < ds_kind_table_n_rows(t); r++) {
        ds_buffer_add_string(b, ds_kind_table_kind(t));
        for (size_t c = 0; c < ds_kind_table_n_columns(t); c++) {
            const ds_text text = ds_kind_table_text(t, r, c);
            if (ds_kind_table_is_missing(t, r, c)) continue;
            ds_buffer_addf(b, "|%s=", ds_kind_table_column(t, c)->name);
            if (text.data != NULL)
                ds_buffer_add(b, text.data, text.size);
            else
                ds_buffer_addf(b, "%lld", (long long)ds_kind_table_integer(t, r, c));
        }
        ds_buffer_add_string(b, "\n");
    }
}

static inline void tell_tables(const char *folder, told *out) {
    ds_register *reg = NULL;
    ds_error err;
    ds_buffer b;
    if (ds_register_open(folder, &reg, &err) != DS_OK) fail_msg("%s", err.nl);
    ds_buffer_init(&b, 1 << 24);
    for (size_t k = 0; k < KINDS; k++) {
        ds_kind_table *table = NULL;
        if (ds_register_kind(reg, kinds_of[k], &table, &err) != DS_OK) fail_msg("%s", err.nl);
        assert_true(ds_kind_table_n_rows(table) > 0);
        add_table(&b, table);
        ds_kind_table_free(table);
    }
    ds_buffer_add_string(&b, "");
    out->tables = ds_buffer_take(&b);
    ds_register_close(reg);
}

static inline void tell_release(const ds_work *work, told *out) {
    ds_work_report_options o = DS_WORK_REPORT_OPTIONS_INIT;
    ds_work_reported made = {0};
    ds_error err = {0};
    ds_buffer b;
    o.recipes = "werkagenda,instelling";
    if (ds_work_report(work, &o, &made, &err) != DS_OK)
        fail_msg("%s:%d %s", err.file, (int)err.line, err.nl);
    ds_buffer_init(&b, 1 << 26);
    for (size_t i = 0; i < ds_release_n_sheets(made.release); i++) {
        const ds_release_sheet *s = ds_release_sheet_at(made.release, i);
        for (size_t k = 0; k < s->n_facts; k++)
            add_fact(&b, s, &s->facts[k]);
    }
    ds_buffer_add_string(&b, "");
    out->facts = ds_buffer_take(&b);
    ds_work_reported_done(&made);
}

static inline told tell_outcome(const char *folder) {
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    ds_work_monitor_options o = DS_WORK_MONITOR_OPTIONS_INIT;
    ds_work_monitored *monitored = NULL;
    ds_document *document = NULL;
    ds_imported imported = {0};
    ds_error err = {0};
    told out = {NULL, NULL, NULL};
    if (ds_work_import(&work, &(ds_work_import_options)DS_WORK_IMPORT_OPTIONS_INIT, &imported,
                       &err) != DS_OK)
        fail_msg("%s:%d:%d %s", err.file, (int)err.line, (int)err.column, err.nl);
    for (size_t i = 0; i < imported.report->n_deliveries; i++)
        if (imported.report->deliveries[i].n_refused > 0)
            fail_msg("of %s rows are refused", imported.report->deliveries[i].name);
    ds_imported_done(&imported);
    tell_tables(folder, &out);
    if (ds_work_monitor(&work, &o, &monitored, &err) != DS_OK ||
        ds_report_monitor(ds_work_monitored_block(monitored), &document, &err) != DS_OK)
        fail_msg("%s", err.nl);
    out.monitor = written_as(document, DS_FORM_CSV, DS_NL, false);
    ds_document_free(document);
    ds_work_monitored_free(monitored);
    tell_release(&work, &out);
    return out;
}

static inline void end_outcome(told *o) {
    ds_free(o->tables);
    ds_free(o->monitor);
    ds_free(o->facts);
}

/* ---- the same ---- */

/* Line by line, so that a difference is told. */
static inline void expect_same(const char *what, const char *a, const char *b) {
    for (size_t line = 1; *a != '\0' || *b != '\0'; line++) {
        const size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
        if (n != m || memcmp(a, b, n) != 0)
            fail_msg("%s, line %d:\nform: %.*s\nhand: %.*s", what, (int)line, (int)n, a, (int)m, b);
        a += n + (a[n] == '\n');
        b += m + (b[m] == '\n');
    }
}

#endif
