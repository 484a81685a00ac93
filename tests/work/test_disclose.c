/* tests/work/test_disclose.c: a release of a work folder as a library call, and vrijgave in
 * doorstroom.yaml. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "doorstroom/inside.h"
#include "support/written.h"

static const char definitions[] =
    "indicators:\n"
    "  - {id: weg, name: Weg, population: soort = 'mbo', event: \"not ingeschreven[t+1]\"}\n";

static char *folder, *yaml;
static ds_work work;

/* 240 students of three institutions; of 30RR 6 leave, of the others 25 each. */
static void deliver(int year, int leavers) {
    static const char *const places[] = {"25LX", "27GZ", "30RR"};
    ds_buffer b;
    char name[64];
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,leerweg,instelling\n");
    for (int i = 0; i < 240; i++) {
        const int rank = i / 3, gone = i % 3 == 2 ? leavers : 25;
        if (year == 2022 && rank < gone) continue;
        ds_buffer_addf(&b, "p%d,%d,mbo,%d,%s,%s\n", i, year, 1 + rank % 4, i % 2 ? "bol" : "bbl",
                       places[i % 3]);
    }
    (void)snprintf(name, sizeof name, "leveringen/inschrijving-%d.csv", year);
    ds_free(ds_test_write_string(folder, name, ds_buffer_string(&b)));
    ds_buffer_done(&b);
}

/* 30 students of one institution and 20 of another, all gone a year later. */
static void deliver_one_large(void) {
    ds_buffer b;
    ds_buffer_init(&b, 1 << 16);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,leerweg,instelling\n");
    for (int i = 0; i < 50; i++)
        ds_buffer_addf(&b, "p%d,2021,mbo,2,bol,%s\n", i, i < 30 ? "25LX" : "27GZ");
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving-2021.csv", ds_buffer_string(&b)));
    ds_buffer_done(&b);
}

static void import_now(void) {
    ds_imported imported = {0};
    ds_error err = {0};
    if (ds_work_import(&work, &(ds_work_import_options)DS_WORK_IMPORT_OPTIONS_INIT, &imported,
                       &err) != DS_OK)
        fail_msg("%s", err.en);
    ds_imported_done(&imported);
}

static int make_work(void **state) {
    (void)state;
    folder = ds_test_folder();
    work = (ds_work){.folder = folder, .n_threads = 1};
    yaml = ds_test_write_string(folder, "klein.yaml", definitions);
    deliver(2021, 6);
    deliver(2022, 6);
    import_now();
    return 0;
}

static int remove_work(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    ds_free(yaml);
    return 0;
}

static ds_work_disclose_options asked_options(void) {
    ds_work_disclose_options o = DS_WORK_DISCLOSE_OPTIONS_INIT;
    o.definitions_file = yaml;
    o.indicators = "weg";
    o.by = "instelling;niveau,leerweg";
    return o;
}

static const ds_release_table *table_named(const ds_release *release, const char *id) {
    for (size_t i = 0; i < ds_release_n_tables(release); i++)
        if (strcmp(ds_release_at(release, i)->id, id) == 0) return ds_release_at(release, i);
    fail_msg("no table %s", id);
    return NULL;
}

/* By hand: 30RR's 6 of 80 is hidden, and one of 25LX and 27GZ with it, for the total is shown; but
 * that one knows its own count, so that both are. */
static void check_release(const ds_release *release) {
    const ds_release_table *t = table_named(release, "weg.instelling");
    assert_int_equal(ds_release_whole(release).minimum, 10);
    assert_true(table_named(release, "weg")->rows[0].teller.shown);
    assert_int_equal(table_named(release, "weg")->rows[0].teller.n, 56);
    assert_int_equal(t->n_rows, 3);
    assert_false(t->rows[2].teller.shown);
    assert_false(t->rows[0].teller.shown);
    assert_false(t->rows[1].teller.shown);
    assert_true(t->rows[2].noemer.shown);
    assert_true(table_named(release, "weg.niveau+leerweg")->n_rows > 0);
}

static void test_disclose__a_release_of_a_work_folder(void **state) {
    const ds_work_disclose_options options = asked_options();
    ds_work_disclosed made = {0}, again = {0};
    ds_release *read = NULL;
    ds_error err = {0};
    (void)state;
    if (ds_work_disclose(&work, &options, &made, &err) != DS_OK) fail_msg("%s", err.en);
    check_release(made.release);
    assert_non_null(strstr(made.path, "/publicatie/vrijgave-"));
    assert_true(made.report->n_primary > 0);
    assert_int_equal(ds_release_read(made.path, &read, &err), DS_OK);
    check_release(read);
    ds_release_free(read);
    /* what others may have is never written over */
    assert_int_equal(ds_work_disclose(&work, &options, &again, &err), DS_INPUT);
    assert_string_equal(err.file, made.path);
    assert_null(again.release);
    ds_work_disclosed_done(&made);
}

/* A count that everybody knows to be none protects nothing, and one that is there is no such. */
static void test_disclose__what_cannot_be_is_shown(void **state) {
    ds_work_disclose_options options = asked_options();
    ds_work_disclosed made = {0};
    ds_error err = {0};
    const ds_release_table *t;
    char *path = ds_test_write_string(folder, "codes/structureel.csv",
                                      "indicator,maat,niveau,leerweg\nweg,noemer,5,\n"
                                      ",onbekend,,bol\n,onbekend,,bbl\n");
    (void)state;
    options.by = "niveau,leerweg;instelling";
    if (ds_work_disclose(&work, &options, &made, &err) != DS_OK) fail_msg("%s", err.en);
    t = table_named(made.release, "weg.niveau+leerweg");
    for (size_t i = 0; i < t->n_rows; i++) {
        assert_true(t->rows[i].onbekend.shown);
        assert_int_equal(t->rows[i].onbekend.n, 0);
    }
    ds_work_disclosed_done(&made);
    ds_free(path);
    path = ds_test_write_string(folder, "codes/structureel.csv",
                                "indicator,maat,leerweg\nweg,teller,bol\n");
    assert_int_equal(ds_work_disclose(&work, &options, &made, &err), DS_INPUT);
    ds_free(path);
    path =
        ds_test_write_string(folder, "codes/structureel.csv", "indicator,maat,leerweg\n,som,bol\n");
    assert_int_equal(ds_work_disclose(&work, &options, &made, &err), DS_INPUT);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 2);
    ds_free(path);
}

/* After a correction the release before is beside it: what was hidden stays so. */
static void test_disclose__the_release_before_counts(void **state) {
    const ds_work_disclose_options options = asked_options();
    ds_work_disclosed made = {0};
    ds_error err = {0};
    (void)state;
    if (ds_work_disclose(&work, &options, &made, &err) != DS_OK) fail_msg("%s", err.en);
    ds_work_disclosed_done(&made);
    deliver(2022, 14);
    import_now();
    if (ds_work_disclose(&work, &options, &made, &err) != DS_OK) fail_msg("%s", err.en);
    assert_false(table_named(made.release, "weg.instelling")->rows[2].teller.shown);
    ds_work_disclosed_done(&made);
}

static void test_disclose__scopes(void **state) {
    ds_work_disclose_options options = asked_options();
    ds_work_disclosed made = {0};
    ds_error err = {0};
    (void)state;
    options.scopes = true;
    if (ds_work_disclose(&work, &options, &made, &err) != DS_OK) fail_msg("%s", err.en);
    assert_string_equal(table_named(made.release, "weg.instelling@25LX")->scope, "25LX");
    assert_int_equal(table_named(made.release, "weg.instelling@25LX")->n_rows, 1);
    assert_string_equal(table_named(made.release, "weg@zonder-25LX")->without, "25LX");
    assert_false(table_named(made.release, "weg.instelling@30RR")->rows[0].teller.shown);
    ds_work_disclosed_done(&made);
}

/* ---- what it took, for inside ---- */

static void see_smallest(const ds_release_count *count, uint64_t *smallest) {
    if (count->shown && count->n > 0 && count->n < *smallest) *smallest = count->n;
}

/* For who checks output: the same from the release itself; its tables share no row. By hand: no one
 * of three equal institutions has more than half, and of two one has. */
static void test_disclose__what_the_output_check_asks(void **state) {
    ds_work_disclose_options options = asked_options();
    ds_work_disclosed made = {0};
    uint64_t smallest = UINT64_MAX, above = 0;
    ds_error err = {0};
    (void)state;
    if (ds_work_disclose(&work, &options, &made, &err) != DS_OK) fail_msg("%s", err.en);
    for (size_t t = 0; t < ds_release_n_tables(made.release); t++)
        for (size_t i = 0; i < ds_release_at(made.release, t)->n_rows; i++) {
            const ds_release_row *row = &ds_release_at(made.release, t)->rows[i];
            see_smallest(&row->teller, &smallest);
            see_smallest(&row->noemer, &smallest);
            see_smallest(&row->onbekend, &smallest);
            if (row->teller.shown && row->noemer.shown)
                above +=
                    10 * row->teller.n > 9 * row->noemer.n || 10 * row->teller.n < row->noemer.n;
        }
    assert_int_equal(made.report->smallest, smallest);
    assert_int_equal(made.report->n_above_90, above);
    assert_int_equal(made.report->n_dominated, 0);
    ds_work_disclosed_done(&made);
    options.by = "instelling,niveau";
    ds_test_folder_remove(folder);
    folder = ds_test_folder();
    work.folder = folder;
    ds_free(yaml);
    yaml = ds_test_write_string(folder, "klein.yaml", definitions);
    options.definitions_file = yaml;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving-2022.csv",
                                 "persoon,schooljaar,soort,niveau\n1,2022,mbo,2\n"));
    deliver_one_large();
    import_now();
    if (ds_work_disclose(&work, &options, &made, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(made.report->n_dominated, 1); /* of all; niveau alone is not printed */
    ds_work_disclosed_done(&made);
}

static ds_status make_document(const void *result, ds_document **out, ds_error *err) {
    const ds_work_disclosed *made = result;
    const ds_release_facts facts = ds_release_whole(made->release);
    return ds_report_disclosure(made->report, &facts, out, err);
}

static void test_disclose__its_report_is_internal(void **state) {
    const ds_work_disclose_options options = asked_options();
    ds_work_disclosed made = {0};
    ds_document *document = NULL;
    ds_error err = {0};
    char *json, *csv, *said;
    (void)state;
    if (ds_work_disclose(&work, &options, &made, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(make_document(&made, &document, &err), DS_OK);
    json = written_as(document, DS_FORM_JSON, DS_NL, false);
    csv = written_as(document, DS_FORM_CSV, DS_EN, false);
    said = written_as(document, DS_FORM_TABLE, DS_EN, true);
    assert_non_null(strstr(json, "\"openbaarheid\": \"intern\""));
    assert_non_null(strstr(json, "\"primair\""));
    assert_non_null(strstr(csv, "feit,waarde\nminimum,10\n"));
    assert_non_null(strstr(said, "internal"));
    ds_free(json);
    ds_free(csv);
    ds_free(said);
    ds_document_free(document);
    written_every_allocation(make_document, &made);
    ds_work_disclosed_done(&made);
}

/* ---- vrijgave ---- */

static void rules_are(const char *text, uint64_t minimum, uint64_t rounded, uint64_t revision) {
    ds_work_rules rules;
    ds_error err = {0};
    ds_free(ds_test_write_string(folder, "doorstroom.yaml", text));
    if (ds_work_disclosure_options(&work, &rules, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(rules.options.minimum, minimum);
    assert_int_equal(rules.options.rounded_to, rounded);
    assert_int_equal(rules.options.revision, revision);
    ds_work_rules_done(&rules);
}

static void rules_refused(const char *text, uint64_t line, uint64_t column, const char *en) {
    ds_imported imported = {0};
    ds_error err = {0};
    ds_free(ds_test_write_string(folder, "doorstroom.yaml", text));
    assert_int_equal(ds_work_import(&work, &(ds_work_import_options)DS_WORK_IMPORT_OPTIONS_INIT,
                                    &imported, &err),
                     DS_INPUT);
    if (err.line != line || err.column != column || strstr(err.en, en) == NULL ||
        strstr(err.file, "doorstroom.yaml") == NULL)
        fail_msg("%s, %d, %d: %s", err.file, (int)err.line, (int)err.column, err.en);
    ds_imported_done(&imported);
}

static void test_disclose__rules(void **state) {
    ds_work_rules rules;
    ds_error err;
    (void)state;
    rules_are("# niets\n", 10, 1, 10);
    rules_are("max_afgekeurd: 1 %\n", 10, 1, 10);
    rules_are("vrijgave: {minimum: 5, afronden: 5, revisie: 20}\n", 5, 5, 20);
    rules_are("vrijgave: {minimum: 10, lezers: [[27GZ, 25LX], [25LX, 30RR]]}\n", 10, 1, 10);
    assert_int_equal(ds_work_disclosure_options(&work, &rules, &err), DS_OK);
    assert_int_equal(rules.options.n_readers, 2);
    assert_int_equal(rules.options.readers[1].n, 2);
    assert_string_equal(rules.options.readers[1].scopes[1], "30RR");
    assert_int_equal(rules.options.institutions, 5);
    ds_work_rules_done(&rules);
    ds_free(ds_test_write_string(folder, "doorstroom.yaml", "vrijgave: {min_instellingen: 8}\n"));
    assert_int_equal(ds_work_disclosure_options(&work, &rules, &err), DS_OK);
    assert_int_equal(rules.options.institutions, 8);
    ds_work_rules_done(&rules);
    import_now();
    rules_refused("vrijgave: {minimum: 1}\n", 1, 21, "from 2 to 1000");
    rules_refused("max_afgekeurd: 1 %\nvrijgave:\n  afronden: half\n", 3, 13, "whole number");
    rules_refused("vrijgave: {minimaal: 10}\n", 1, 12, "minimum");
    rules_refused("vrijgave: {lezers: [27GZ]}\n", 1, 21, "expected a list");
    rules_refused("vrijgave: {lezers: [[27GZ]]}\n", 1, 21, "two or more institutions");
    rules_refused("vrijgaven: {minimum: 10}\n", 1, 1, "unknown key");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_disclose__a_release_of_a_work_folder, make_work,
                                        remove_work),
        cmocka_unit_test_setup_teardown(test_disclose__the_release_before_counts, make_work,
                                        remove_work),
        cmocka_unit_test_setup_teardown(test_disclose__what_cannot_be_is_shown, make_work,
                                        remove_work),
        cmocka_unit_test_setup_teardown(test_disclose__scopes, make_work, remove_work),
        cmocka_unit_test_setup_teardown(test_disclose__what_the_output_check_asks, make_work,
                                        remove_work),
        cmocka_unit_test_setup_teardown(test_disclose__its_report_is_internal, make_work,
                                        remove_work),
        cmocka_unit_test_setup_teardown(test_disclose__rules, make_work, remove_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
