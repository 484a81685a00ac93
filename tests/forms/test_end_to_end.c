/* tests/forms/test_end_to_end.c: submitted e-files are a delivery. Five agendas are typed into the
 * form; what comes of it is imported beside a small register, and the monitor and a release are
 * made. The same numbers typed by hand as deliveries (forms/agendas.h) give the same, to the last
 * fact. */
#include "base/text.h"
#include "doorstroom/inside.h"
#include "doorstroom/register.h"
#include "doorstroom/release.h"
#include "doorstroom/report.h"
#include "forms/agendas.h"
#include "forms/ours.h"
#include "support/written.h"

static const char *const kinds_of[] = {"agenda",       "werkagenda", "besteding",
                                       "streefwaarde", "maatregel",  "voortgang",
                                       "oordeel",      "antwoord",   "eigen_indicator"};
enum { KINDS = sizeof kinds_of / sizeof *kinds_of };

/* ---- a register ---- */

static const char *const places[] = {"25LX", "27GZ", "30RR", "31FN", "04EU", "21CS"};
enum { PLACES = sizeof places / sizeof *places, STUDENTS = 900 };

/* Of each place and level the same number; some of each year stop, and come back never. */
static void deliver_year(const char *folder, int year) {
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

static char *new_work_folder(void) {
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

static void put_delivery(const char *folder, const char *kind, const char *text) {
    char name[80];
    (void)snprintf(name, sizeof name, "leveringen/%s.csv", kind);
    ds_free(ds_test_write_string(folder, name, text));
}

static char *typed_by_hand(void) {
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

static void add_fact(ds_buffer *b, const ds_release_sheet *s, const ds_release_fact *f) {
    ds_buffer_addf(b, "%s|%s|%d", s->id, s->scope, f->jaar);
    for (size_t k = 0; k < s->n_keys; k++)
        ds_buffer_addf(b, "|%s", f->keys[k]);
    ds_buffer_addf(b, "|%s|%s|%d|%.17g|%.17g|%.17g|%.17g|%.17g|%.17g|%lld|%lld|%s\n", f->measure,
                   f->klasse, (int)f->state, f->value, f->se, f->low, f->high, f->p, f->p_adjusted,
                   (long long)f->n, (long long)f->missing, f->reason);
}

typedef struct outcome {
    char *tables;  /* of the deliveries as the register has them, a line a row */
    char *monitor; /* csv of all tables */
    char *facts;   /* of the release, a line each */
} outcome;

static void add_table(ds_buffer *b, const ds_kind_table *t) {
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

static void tell_tables(const char *folder, outcome *out) {
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

static void tell_release(const ds_work *work, outcome *out) {
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

static outcome tell_outcome(const char *folder) {
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    ds_work_monitor_options o = DS_WORK_MONITOR_OPTIONS_INIT;
    ds_work_monitored *monitored = NULL;
    ds_document *document = NULL;
    ds_imported imported = {0};
    ds_error err = {0};
    outcome out = {NULL, NULL, NULL};
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

static void end_outcome(outcome *o) {
    ds_free(o->tables);
    ds_free(o->monitor);
    ds_free(o->facts);
}

/* ---- typed into the form ---- */

enum { THEMES_MAX = 40 };

typedef struct filling {
    const ds_formulier *form;
    ds_answers *answers;
    ds_thema themes[THEMES_MAX];
    char paths[THEMES_MAX][100];
    size_t n_themes;
} filling;

static void type_answer(void *context, const char *path, const char *typed) {
    filling *f = context;
    char *canonical = NULL;
    ds_plek place;
    ds_error err = {0};
    if (!ds_formulier_place(f->form, ds_text_of(path), &place)) fail_msg("no such place: %s", path);
    if (ds_formulier_parse(place.field, ds_text_of(typed), DS_NL, &canonical, &err) != DS_OK)
        fail_msg("%s: %s", path, err.nl);
    assert_int_equal(ds_answers_set(f->answers, path, canonical, NULL), DS_OK);
    ds_free(canonical);
}

static void set_theme(void *context, const char *path, const char *theme) {
    filling *f = context;
    assert_true(f->n_themes < THEMES_MAX);
    (void)snprintf(f->paths[f->n_themes], sizeof f->paths[0], "%s", path);
    f->themes[f->n_themes] = (ds_thema){f->paths[f->n_themes], theme};
    f->n_themes++;
}

static void expect_no_faults(const ds_formulier *form, const ds_formulier_facts *facts) {
    ds_bevindingen *findings = NULL;
    ds_error err = {0};
    if (ds_formulier_check(form, facts, &findings, &err) != DS_OK) fail_msg("%s", err.nl);
    for (size_t i = 0; i < ds_bevindingen_n(findings); i++) {
        const ds_bevinding *b = ds_bevindingen_at(findings, i);
        if (b->ernst == DS_ERNST_FOUT) fail_msg("%s %s: %s", facts->scope, b->path, b->say.nl);
    }
    ds_bevindingen_free(findings);
    for (size_t i = 0; i < form->n_topics; i++) {
        ds_voortgang progress;
        ds_bevindingen *missing = NULL;
        assert_int_equal(ds_formulier_progress(form, facts, i, &progress, &missing, NULL), DS_OK);
        if (progress != DS_VOORTGANG_COMPLEET && progress != DS_VOORTGANG_NVT)
            fail_msg("%s: %s is %s: %s", facts->scope, form->topics[i].id,
                     ds_voortgang_name(progress),
                     ds_bevindingen_n(missing) > 0 ? ds_bevindingen_at(missing, 0)->path : "");
        ds_bevindingen_free(missing);
    }
}

/* Each table of rows as lines of its kind's csv, which has all columns of the kind. */
static void add_rows(ds_buffer *files, const ds_kinds *kinds, const ds_leveringsrijen *rows) {
    const ds_kind_description *kind = ds_kinds_find(kinds, rows->kind);
    ds_buffer *b = NULL;
    bool headed;
    for (size_t k = 0; k < KINDS; k++)
        if (strcmp(kinds_of[k], rows->kind) == 0) b = &files[k];
    assert_non_null(b);
    headed = b->size > 0;
    for (size_t f = 0; !headed && f < kind->n_fields; f++)
        ds_buffer_addf(b, "%s%s", f == 0 ? "" : ",", kind->fields[f].name);
    for (size_t r = 0; r < rows->n_rows; r++)
        for (size_t f = 0; f < kind->n_fields; f++) {
            ds_buffer_add_string(b, f == 0 ? "\n" : ",");
            for (size_t c = 0; c < rows->n_columns; c++) {
                const char *value = rows->values[r * rows->n_columns + c];
                if (strcmp(rows->columns[c], kind->fields[f].name) == 0 && value[0] != '\0')
                    add_quoted(b, value);
            }
        }
}

static void fill_agenda(const ds_formulier *form, const ds_kinds *kinds, int a, ds_buffer *files) {
    ds_formulier_facts facts = DS_FORMULIER_FACTS_INIT;
    filling f = {.form = form};
    ds_leveringen *rows = NULL;
    ds_error err = {0};
    assert_int_equal(ds_answers_new(&f.answers, NULL), DS_OK);
    type_agenda(a, type_answer, &f);
    theme_agenda(a, set_theme, &f);
    facts.answers = f.answers;
    facts.themes = f.themes;
    facts.n_themes = f.n_themes;
    facts.state = "ingediend";
    facts.scope = agenda_codes[a];
    expect_no_faults(form, &facts);
    if (ds_formulier_rows(form, &facts, &rows, &err) != DS_OK) fail_msg("%s", err.nl);
    if (ds_formulier_rows_check(kinds, rows, &err) != DS_OK) fail_msg("%s", err.nl);
    for (size_t i = 0; i < ds_leveringen_n(rows); i++)
        add_rows(files, kinds, ds_leveringen_at(rows, i));
    ds_leveringen_free(rows);
    ds_answers_free(f.answers);
}

static char *typed_into_form(void) {
    char *folder = new_work_folder();
    ds_formulier *form = our_form("efile-2025");
    ds_kinds *kinds = our_kinds();
    ds_buffer files[KINDS];
    for (size_t k = 0; k < KINDS; k++)
        ds_buffer_init(&files[k], 1 << 20);
    for (int a = 0; a < AGENDAS; a++)
        fill_agenda(form, kinds, a, files);
    for (size_t k = 0; k < KINDS; k++) {
        put_delivery(folder, kinds_of[k], ds_buffer_string(&files[k]));
        ds_buffer_done(&files[k]);
    }
    ds_kinds_free(kinds);
    ds_formulier_free(form);
    return folder;
}

/* ---- the same ---- */

/* Line by line, so that a difference is told. */
static void expect_same(const char *what, const char *a, const char *b) {
    for (size_t line = 1; *a != '\0' || *b != '\0'; line++) {
        const size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
        if (n != m || memcmp(a, b, n) != 0)
            fail_msg("%s, line %d:\nform: %.*s\nhand: %.*s", what, (int)line, (int)n, a, (int)m, b);
        a += n + (a[n] == '\n');
        b += m + (b[m] == '\n');
    }
}

static void test_end__form_equals_hand(void **state) {
    char *filled = typed_into_form(), *typed = typed_by_hand();
    outcome a = tell_outcome(filled), b = tell_outcome(typed);
    (void)state;
    expect_same("deliveries", a.tables, b.tables);
    expect_same("monitor", a.monitor, b.monitor);
    expect_same("release", a.facts, b.facts);
    end_outcome(&a);
    end_outcome(&b);
    ds_test_folder_remove(filled);
    ds_test_folder_remove(typed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_end__form_equals_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
