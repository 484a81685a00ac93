/* tests/work/test_demo.c: the demonstration as one question: facts to show, a folder to go on with,
 * and never over real deliveries. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/inside.h"
#include "support/support.h"

static char *folder;

static void test_demo__as_one_question(void **state) {
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR};
    ds_demo *demo;
    ds_demo_facts facts;
    ds_error err;
    size_t n_published = 0;
    (void)state;
    if (ds_work_demo(&work, 2000, &demo, &err) != DS_OK) fail_msg("%s", err.en);
    facts = ds_demo_facts_of(demo);
    assert_string_equal(facts.folder, folder);
    assert_true(ds_file_exists(facts.definitions));
    assert_int_equal(facts.page[0], '/');
    assert_non_null(strstr(facts.page, "/publicatie/demo.html"));
    assert_int_equal(facts.n_tables, 11);
    assert_true(facts.n_deliveries > 15);
    assert_int_equal(facts.n_persons, 2000);
    assert_true(facts.n_enrolments > 10000 && facts.n_diplomas > 1000 && facts.seconds > 0);
    for (size_t i = 0; i < ds_cells_n(facts.tables[0].cells); i++)
        n_published +=
            ds_figures_find(facts.figures, "vsv", ds_cells_at(facts.tables[0].cells, i).schooljaar,
                            NULL, NULL, 0) != NULL;
    assert_true(n_published > 0);
    ds_demo_free(demo);
}

/* What was changed in definities/ is what counts, and stays. */
static void test_demo__counts_by_changed_definitions(void **state) {
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR};
    char *text, path[DS_PATH_SIZE];
    size_t size;
    ds_demo *demo;
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_join(path, folder, "definities/werkagenda.yaml", &err), DS_OK);
    assert_int_equal(ds_file_read(path, 1 << 24, &text, &size, &err), DS_OK);
    memcpy(strstr(text, "Nieuwe voortijdig"), "Eigen", 5);
    assert_int_equal(ds_file_write(path, text, size, &err), DS_OK);
    ds_free(text);
    if (ds_work_demo(&work, 2000, &demo, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(strncmp(ds_demo_facts_of(demo).tables[0].indicator->name, "Eigen", 5), 0);
    ds_demo_free(demo);
}

static void test_demo__never_over_real_deliveries(void **state) {
    char *other = ds_test_folder();
    const ds_work work = {.folder = other, .program_folder = DS_SOURCE_DIR};
    ds_demo *demo;
    ds_error err;
    (void)state;
    ds_free(ds_test_write_string(other, "leveringen/persoon.csv", "persoon\n1\n"));
    assert_int_equal(ds_work_demo(&work, 2000, &demo, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "not made up"));
    ds_test_folder_remove(other);
}

static int set_up_folder(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int tear_down_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_demo__as_one_question),
        cmocka_unit_test(test_demo__counts_by_changed_definitions),
        cmocka_unit_test(test_demo__never_over_real_deliveries),
    };
    return cmocka_run_group_tests(tests, set_up_folder, tear_down_folder);
}
