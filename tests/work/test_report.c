/* tests/work/test_report.c: a release gathered from recipes: what is asked is answered or stands
 * there with a reason, and nothing of a small group is in it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/disclosure.h"
#include "doorstroom/inside.h"
#include "doorstroom/recipe.h"
#include "support/written.h"

static const char definitions[] =
    "indicators:\n"
    "  - {id: weg, name: Weg, population: soort = 'mbo', event: \"not ingeschreven[t+1]\",\n"
    "     note: Let op., note_en: Mind., differs: Anders., differs_en: Otherwise.}\n";

static const char recipe[] = "---\ntitel: Proef\nvoor: instelling\nversie: 1\n---\n\n# Proef\n\n"
                             "```tabel A\nindicator: weg\nby: [instelling]\njaren: [2021]\n"
                             "totalen: [[]]\n```\n\n"
                             "```tabel B\nindicator: weg\nby: [instelling]\njaren: [2021]\n"
                             "groepen: [eigen, sector_zonder_eigen]\n```\n\n"
                             "```tabel C\nvraag: maand\n```\n";

static char *folder;
static ds_work work;

/* 60 students a place; of the last of five institutions 6 leave, of the others 25. */
static void deliver(int year) {
    static const char *const places[] = {"25LX", "27GZ", "30RR", "31FN", "04EU"};
    ds_buffer b;
    char name[64];
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,leerweg,instelling\n");
    for (int i = 0; i < 300; i++) {
        const int rank = i / 5, gone = i % 5 == 4 ? 6 : 25;
        if (year == 2022 && rank < gone) continue;
        ds_buffer_addf(&b, "p%d,%d,mbo,%d,%s,%s\n", i, year, 1 + rank % 4, i % 2 ? "bol" : "bbl",
                       places[i % 5]);
    }
    (void)snprintf(name, sizeof name, "leveringen/inschrijving-%d.csv", year);
    ds_free(ds_test_write_string(folder, name, ds_buffer_string(&b)));
    ds_buffer_done(&b);
}

static int make_work(void **state) {
    ds_imported imported = {0};
    ds_error err = {0};
    (void)state;
    folder = ds_test_folder();
    work = (ds_work){.folder = folder, .n_threads = 1};
    ds_free(ds_test_write_string(folder, "definities/klein.yaml", definitions));
    ds_free(ds_test_write_string(folder, "rapporten/proef.md", recipe));
    deliver(2021);
    deliver(2022);
    if (ds_work_import(&work, &(ds_work_import_options)DS_WORK_IMPORT_OPTIONS_INIT, &imported,
                       &err) != DS_OK)
        fail_msg("%s", err.en);
    ds_imported_done(&imported);
    return 0;
}

static int remove_work(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static ds_work_reported gather(size_t n_threads) {
    ds_work_report_options o = DS_WORK_REPORT_OPTIONS_INIT;
    ds_work_reported out = {0};
    ds_error err = {0};
    work.n_threads = n_threads;
    if (ds_work_report(&work, &o, &out, &err) != DS_OK)
        fail_msg("%s:%d %s", err.file, (int)err.line, err.en);
    return out;
}

static const ds_release_fact *find_fact(const ds_release_sheet *s, const char *first,
                                        const char *measure) {
    for (size_t i = 0; i < s->n_facts; i++)
        if (strcmp(s->facts[i].keys[0], first) == 0 && strcmp(s->facts[i].measure, measure) == 0)
            return &s->facts[i];
    return NULL;
}

static const ds_release_sheet *find_sheet(const ds_release *r, const char *part,
                                          const char *scope) {
    for (size_t i = 0; i < ds_release_n_sheets(r); i++) {
        const ds_release_sheet *s = ds_release_sheet_at(r, i);
        if (strstr(s->id, part) != NULL && strcmp(s->scope, scope) == 0) return s;
    }
    return NULL;
}

/* 6 of 60 left one institution: neither it nor what would tell it is shown. */
static void test_report__small_is_hidden(void **state) {
    ds_work_reported made = gather(1);
    const ds_release_sheet *s;
    size_t hidden = 0;
    (void)state;
    for (size_t i = 0; i < ds_release_n_sheets(made.release); i++) {
        s = ds_release_sheet_at(made.release, i);
        for (size_t k = 0; k < s->n_facts; k++) {
            const ds_release_fact *f = &s->facts[k];
            hidden += f->state == DS_STATE_SUPPRESSED;
            if (strcmp(f->measure, "teller") == 0 && f->state == DS_STATE_SHOWN)
                assert_true(f->value >= 10);
            if (f->state == DS_STATE_SUPPRESSED) assert_true(isnan(f->value) && f->n == -1);
        }
    }
    assert_true(hidden > 0);
    s = find_sheet(made.release, "weg", "25LX");
    assert_non_null(s);
    assert_int_equal(find_fact(s, "eigen", "teller")->state, DS_STATE_SUPPRESSED);
    ds_work_reported_done(&made);
}

/* A figure and the definition that it is of have one version, and the definition says both. */
static void check_versions(const ds_release *release) {
    size_t n_checked = 0;
    for (size_t i = 0; i < ds_release_n_sheets(release); i++) {
        const ds_release_sheet *s = ds_release_sheet_at(release, i);
        const ds_release_definition *d = ds_release_definition_of(release, s->indicator);
        if (d == NULL || *s->version == '\0') continue;
        n_checked++;
        if (strcmp(d->version, s->version) != 0)
            fail_msg("%s: %s counted as %s, told as %s", s->id, s->indicator, s->version,
                     d->version);
    }
    assert_true(n_checked > 0);
}

static void test_report__one_version_of_a_definition(void **state) {
    static const char path[] = "definities/klein.yaml";
    char whole[DS_PATH_SIZE];
    ds_work_reported made = gather(1);
    const ds_release_definition *told = ds_release_definition_of(made.release, "weg");
    ds_definitions *read = NULL;
    const ds_indicator *weg = NULL;
    ds_error err = {0};
    (void)state;
    check_versions(made.release);
    assert_int_equal(ds_file_join(whole, folder, path, &err), DS_OK);
    assert_int_equal(ds_definitions_read(whole, &read, &err), DS_OK);
    assert_int_equal(ds_definitions_find(read, "weg", &weg, &err), DS_OK);
    assert_string_equal(told->version, weg->version_present);
    assert_non_null(strstr(told->text.nl, "Let op.\nAnders.\nGeteld onder de huidige codes"));
    assert_non_null(strstr(told->text.en, "Mind.\nOtherwise.\nCounted under the present codes"));
    assert_non_null(strstr(told->text.nl, weg->version));
    assert_non_null(strstr(told->text.en, weg->version_present));
    ds_definitions_free(read);
    ds_work_reported_done(&made);
}

static size_t own_key_of(const ds_release_table *t) {
    for (size_t k = 0; k < t->n_keys; k++)
        if (strcmp(t->key_names[k], "instelling") == 0) return k;
    return SIZE_MAX;
}

/* A table as who got it sees it: all of it, or the rows of one institution, whose counts are of
 * others than the country's. */
static ds_published_table publish_table(const ds_release_table *t, const char *who) {
    ds_published_row *rows = ds_calloc(t->n_rows + 1, sizeof *rows);
    const size_t own = own_key_of(t);
    size_t n = 0;
    for (size_t k = 0; k < t->n_rows; k++)
        if (own == SIZE_MAX || strcmp(t->rows[k].keys[own], who) == 0)
            rows[n++] = (ds_published_row){.schooljaar = t->rows[k].schooljaar,
                                           .keys = t->rows[k].keys,
                                           .teller = t->rows[k].teller,
                                           .noemer = t->rows[k].noemer,
                                           .onbekend = t->rows[k].onbekend};
    return (ds_published_table){.name = t->id,
                                .indicator = own == SIZE_MAX ? t->indicator : "eigen",
                                .without = "",
                                .has_teller = true,
                                .has_unknown = own == SIZE_MAX,
                                .key_names = t->key_names,
                                .n_keys = t->n_keys,
                                .rows = rows,
                                .n_rows = n};
}

/* What all see (who NULL), or what one institution sees of itself; returns how much is hidden. */
static size_t attack_release(const ds_release *r, const char *who) {
    ds_published_table *list = ds_calloc(ds_release_n_tables(r) + 1, sizeof *list);
    ds_findings found = {0};
    ds_error err = {0};
    size_t n = 0, hidden;
    for (size_t i = 0; i < ds_release_n_tables(r); i++)
        if ((own_key_of(ds_release_at(r, i)) != SIZE_MAX) == (who != NULL))
            list[n++] = publish_table(ds_release_at(r, i), who);
    assert_int_equal(ds_attack_published(list, n, 10, "geen", &found, &err), DS_OK);
    assert_int_equal(found.n, 0);
    assert_int_equal(found.n_contradictions, 0);
    hidden = found.n_hidden;
    ds_findings_done(&found);
    for (size_t i = 0; i < n; i++)
        ds_free((void *)(uintptr_t)list[i].rows);
    ds_free(list);
    return hidden;
}

static void test_report__attacker_finds_nothing(void **state) {
    ds_work_reported made = gather(1);
    size_t n, hidden = attack_release(made.release, NULL);
    const char *const *scopes = ds_release_scopes(made.release, &n);
    (void)state;
    assert_true(n > 1);
    for (size_t i = 0; i < n; i++)
        hidden += attack_release(made.release, scopes[i]);
    assert_true(hidden > 0);
    ds_work_reported_done(&made);
}

/* What is not delivered is a sheet with a reason; nothing is asked twice. */
static void test_report__unfilled_has_reason(void **state) {
    ds_work_reported made = gather(1);
    size_t without = 0;
    (void)state;
    assert_int_equal(made.n_questions, 3);
    for (size_t i = 0; i < made.n_questions; i++) {
        assert_true(made.questions[i].n_sheets > 0);
        without += made.questions[i].reason != NULL;
    }
    assert_int_equal(without, 1);
    assert_string_equal(find_sheet(made.release, "maand", "")->reason, "niet_geleverd");
    ds_work_reported_done(&made);
}

static void test_report__same_bytes_on_threads(void **state) {
    char one[DS_PATH_SIZE], two[DS_PATH_SIZE], *a = NULL, *b = NULL;
    size_t n_a = 0, n_b = 0;
    ds_error err = {0};
    ds_work_reported made = gather(1);
    (void)state;
    assert_int_equal(ds_file_join(one, folder, "een.json", &err), DS_OK);
    assert_int_equal(ds_file_join(two, folder, "twee.json", &err), DS_OK);
    assert_int_equal(ds_release_write(made.release, one, &err), DS_OK);
    ds_work_reported_done(&made);
    made = gather(2);
    assert_int_equal(ds_release_write(made.release, two, &err), DS_OK);
    ds_work_reported_done(&made);
    assert_int_equal(ds_file_read(one, 1 << 24, &a, &n_a, &err), DS_OK);
    assert_int_equal(ds_file_read(two, 1 << 24, &b, &n_b, &err), DS_OK);
    assert_int_equal(n_a, n_b);
    assert_memory_equal(a, b, n_a);
    ds_free(a);
    ds_free(b);
}

/* A recipe that asks what is not defined is an error with its place. */
static void test_report__unknown_indicator(void **state) {
    ds_work_report_options o = DS_WORK_REPORT_OPTIONS_INIT;
    ds_work_reported out = {0};
    ds_error err = {0};
    (void)state;
    ds_free(ds_test_write_string(folder, "fout.md",
                                 "---\ntitel: Fout\nvoor: alle\nversie: 1\n---\n\n# "
                                 "Fout\n\n```tabel A\nindicator: wegg\n```\n"));
    char path[DS_PATH_SIZE];
    assert_int_equal(ds_file_join(path, folder, "fout.md", &err), DS_OK);
    o.recipes = path;
    assert_int_equal(ds_work_report(&work, &o, &out, &err), DS_INPUT);
    assert_int_equal(err.line, 9);
    assert_non_null(strstr(err.en, "wegg"));
}

/* ---- institutions by name ---- */

static const char side_by_side[] =
    "---\ntitel: Naast elkaar\nvoor: alle\nversie: 1\n---\n\n# Naast\n\n"
    "```tabel A\nindicator: weg\nby: [instelling]\njaren: [2021]\n"
    "totalen: [[]]\n```\n";

/* A recipe for all has names, and the counts of the table stand with those of all; that for
 * institutions has none, though it asks the same. */
static void test_report__institutions_by_name(void **state) {
    ds_work_reported made = gather(1);
    ds_work_report_options o = DS_WORK_REPORT_OPTIONS_INIT;
    const ds_release_sheet *sheet = find_sheet(made.release, "totalen", "");
    char path[DS_PATH_SIZE];
    size_t n_tables = 0, n_hidden = 0;
    ds_error err = {0};
    (void)state;
    assert_null(find_fact(sheet, "25LX", "teller"));
    assert_non_null(find_fact(sheet, "1", "teller"));
    ds_work_reported_done(&made);
    ds_free(ds_test_write_string(folder, "naast.md", side_by_side));
    assert_int_equal(ds_file_join(path, folder, "naast.md", &err), DS_OK);
    o.recipes = path;
    if (ds_work_report(&work, &o, &made, &err) != DS_OK) fail_msg("%s", err.en);
    sheet = find_sheet(made.release, "totalen", "");
    assert_int_equal(find_fact(sheet, DS_TOTAL, "teller")->value, 106);
    assert_int_equal(find_fact(sheet, "04EU", "teller")->state, DS_STATE_SUPPRESSED); /* 6 of 60 */
    for (size_t i = 0; i < sheet->n_facts; i++)
        n_hidden += strcmp(sheet->facts[i].measure, "teller") == 0 &&
                    sheet->facts[i].state == DS_STATE_SUPPRESSED;
    assert_in_range(n_hidden, 2, 4); /* another with it, and not all */
    for (size_t i = 0; i < ds_release_n_tables(made.release); i++) {
        const ds_release_table *t = ds_release_at(made.release, i);
        if (own_key_of(t) == SIZE_MAX || strcmp(t->scope, "") != 0) continue;
        n_tables++;
        assert_int_equal(t->n_rows, 5);
    }
    assert_int_equal(n_tables, 1);
    ds_work_reported_done(&made);
}

/* ---- evaluations ---- */

static const char effects_recipe[] = "---\ntitel: Proef\nvoor: alle\nversie: 1\n---\n\n# Proef\n\n"
                                     "```tabel A\nevaluatie: technologie\n```\n";

static const ds_release_fact *beside(const ds_release_sheet *s, const ds_release_fact *of,
                                     const char *measure) {
    for (size_t i = 0; i < s->n_facts; i++) {
        const ds_release_fact *f = &s->facts[i];
        if (f->jaar == of->jaar && strcmp(f->keys[0], of->keys[0]) == 0 &&
            strcmp(f->measure, measure) == 0)
            return f;
    }
    return NULL;
}

/* Whether a percentage that is shown is rounded to one of so many persons. */
static bool may_be_of(double value, uint64_t of) {
    const double near = round(value * (double)of / 100);
    for (double t = near - 1; t <= near + 1; t++)
        if (t >= 0 && fabs(100 * t / (double)of - value) <= 50.0 / (double)of + 1e-9) return true;
    return false;
}

/* Of every number that it may be of; and it is as coarse as those are apart: a whole number of
 * steps of 5 points for 21 to 50 persons, of 2 for up to 100. */
static void check_rounded(double value, uint64_t n) {
    const double step = n > 1010  ? 0.1
                        : n > 510 ? 0.2
                        : n > 210 ? 0.5
                        : n > 110 ? 1
                        : n > 60  ? 2
                                  : 5;
    for (uint64_t of = n - 9; of < n; of++)
        assert_true(may_be_of(value, of));
    assert_true(fabs(value / step - round(value / step)) < 1e-6);
}

/* How few are left out of a mean is hidden: so is the fraction that would tell. */
static void test_report__few_left_out(void **state) {
    char *place = ds_test_folder();
    const ds_work made_up = {.folder = place, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    ds_work_report_options o = DS_WORK_REPORT_OPTIONS_INIT;
    ds_simulate_options people = DS_SIMULATE_OPTIONS_INIT;
    ds_simulated simulated;
    ds_imported imported = {0};
    ds_work_reported made = {0};
    const ds_release_sheet *s;
    size_t n = 0;
    ds_error err = {0};
    (void)state;
    people.n_persons = 40000;
    people.seed = 3;
    if (ds_work_simulate(&made_up, &people, &simulated, &err) != DS_OK) fail_msg("%s", err.en);
    ds_simulated_done(&simulated);
    ds_free(ds_test_write_string(place, "rapporten/proef.md", effects_recipe));
    o.recipes = "proef";
    if (ds_work_import(&made_up, &(ds_work_import_options)DS_WORK_IMPORT_OPTIONS_INIT, &imported,
                       &err) != DS_OK ||
        ds_work_report(&made_up, &o, &made, &err) != DS_OK)
        fail_msg("%s", err.en);
    check_versions(made.release);
    s = find_sheet(made.release, "technologie", "");
    assert_non_null(s);
    for (size_t i = 0; i < s->n_facts; i++) {
        const ds_release_fact *f = &s->facts[i], *outside = beside(s, f, "buiten_steun"),
                              *size = beside(s, f, "n_behandeld");
        if (strcmp(f->measure, "behandeld") != 0 || f->state != DS_STATE_SHOWN || outside == NULL ||
            outside->state != DS_STATE_SUPPRESSED || size->state != DS_STATE_SHOWN ||
            beside(s, f, "verschil_pp") == NULL)
            continue;
        check_rounded(f->value, (uint64_t)size->value);
        n++;
    }
    assert_true(n >= 3);
    ds_work_reported_done(&made);
    ds_imported_done(&imported);
    ds_test_folder_remove(place);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report__small_is_hidden),
        cmocka_unit_test(test_report__one_version_of_a_definition),
        cmocka_unit_test(test_report__attacker_finds_nothing),
        cmocka_unit_test(test_report__unfilled_has_reason),
        cmocka_unit_test(test_report__same_bytes_on_threads),
        cmocka_unit_test(test_report__unknown_indicator),
        cmocka_unit_test(test_report__institutions_by_name),
        cmocka_unit_test(test_report__few_left_out),
    };
    return cmocka_run_group_tests(tests, make_work, remove_work);
}
