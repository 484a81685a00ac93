/* tests/cli/test_fit.c: simulate --fit and demo as a whole: every published figure once, and what
 * the demo shows. */
#include <stdlib.h>

#include "cli/work_help.h"
#include "doorstroom/figures.h"

#define FIT(dir, ...)                                                                              \
    ds_run_program(DS_PROGRAM, NULL, "simulate", dir, "--fit", "--persons", "5000", __VA_ARGS__,   \
                   NULL)

static void test_fit__prints_every_row_once(void **state) {
    char dir[DS_PATH_SIZE];
    ds_run first, second;
    ds_figures all;
    ds_error err;
    (void)state;
    (void)snprintf(dir, sizeof dir, "%s/gesimuleerd", folder);
    assert_int_equal(ds_figures_read(DS_SOURCE_DIR "/simulatie/gepubliceerd.csv", &all, &err),
                     DS_OK);
    first = FIT(dir, "--format", "csv");
    if (first.code != 0) fail_msg("%d %s", first.code, first.err);
    assert_int_equal(ds_run_lines(first.out), all.n + 1);
    assert_non_null(strstr(first.err, "verzonnen"));
    assert_non_null(strstr(first.err, "percentages, register"));
    second = FIT(dir, "--format", "csv", "--threads", "1");
    assert_string_equal(first.out, second.out);
    ds_run_done(&first);
    ds_run_done(&second);
    ds_figures_done(&all);
}

static void test_fit__table_and_json(void **state) {
    char dir[DS_PATH_SIZE];
    ds_run run;
    (void)state;
    (void)snprintf(dir, sizeof dir, "%s/gesimuleerd", folder);
    assert_int_equal(setenv("COLUMNS", "200", 1), 0);
    run = FIT(dir, "--lang", "en");
    assert_int_equal(unsetenv("COLUMNS"), 0);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "made up"));
    assert_non_null(strstr(run.out, "startersresultaat"));
    ds_run_done(&run);
    run = FIT(dir, "--format", "json");
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "\"verzonnen\": true"));
    assert_non_null(strstr(run.out, "\"binnen_3\""));
    ds_run_done(&run);
}

/* What is of institutions' students, or of routes, is not compared at a small size; the money is.
 */
static void test_fit__the_monitor_at_a_small_size(void **state) {
    char dir[DS_PATH_SIZE];
    ds_run run;
    (void)state;
    (void)snprintf(dir, sizeof dir, "%s/gesimuleerd", folder);
    run = FIT(dir, "--effects", "--format", "csv", "--lang", "en");
    if (run.code != 0) fail_msg("%d %s", run.code, run.err);
    assert_non_null(strstr(run.out, "te klein"));
    assert_non_null(strstr(run.out, "correlatie,0.365,"));
    assert_non_null(strstr(run.out, ",0.541\n"));
    assert_non_null(strstr(run.out, "monitor,F6.1,maat=niets_besteed,2024,aantal,6,6,0,0,35"));
    assert_non_null(strstr(run.err, "too small"));
    assert_null(strstr(run.err, "not asked for"));
    ds_run_done(&run);
    run = ds_run_program(DS_PROGRAM, NULL, "simulate", dir, "--effects", NULL);
    assert_int_equal(run.code, 2);
    assert_non_null(strstr(run.err, "--fit"));
    ds_run_done(&run);
}

/* The demo shows what came in, published beside made up, and where to look next. */
static void test_demo__shows_the_whole(void **state) {
    char dir[512], path[DS_PATH_SIZE], *page, *again;
    size_t size;
    ds_error err;
    ds_run run;
    (void)state;
    (void)snprintf(dir, sizeof dir, "%s/proef", folder);
    run = ds_run_program(DS_PROGRAM, NULL, "demo", dir, "--persons", "5000", NULL);
    if (run.code != 0) fail_msg("%d %s", run.code, run.err);
    assert_non_null(strstr(run.out, "verzonnen"));
    assert_non_null(strstr(run.out, "inschrijving-2023.csv"));
    assert_non_null(strstr(run.out, "gepubliceerd"));
    assert_non_null(strstr(run.out, "6,05")); /* vsv 2023/24, table 4.1 */
    assert_non_null(strstr(run.out, "demo.html"));
    ds_run_done(&run);
    (void)snprintf(path, sizeof path, "%s/publicatie/demo.html", dir);
    assert_int_equal(ds_file_read(path, 1 << 24, &page, &size, &err), DS_OK);
    assert_non_null(strstr(page, "verzonnen"));
    assert_non_null(strstr(page, "tabel 4.1"));
    run = ds_run_program(DS_PROGRAM, NULL, "demo", dir, "--persons", "5000", NULL);
    ds_run_done(&run);
    assert_int_equal(ds_file_read(path, 1 << 24, &again, &size, &err), DS_OK);
    assert_string_equal(page, again); /* the same data, the same page */
    ds_free(page);
    ds_free(again);
}

/* Real deliveries are never written over. */
static void test_fit__leaves_real_deliveries_alone(void **state) {
    ds_run run = FIT(folder, "--seed", "2");
    (void)state;
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "niet verzonnen"));
    assert_string_equal(run.out, "");
    ds_run_done(&run);
    register_as_before();
}

int main(void) {
    const struct CMUnitTest whole[] = {
        cmocka_unit_test(test_fit__prints_every_row_once),
        cmocka_unit_test(test_fit__table_and_json),
        cmocka_unit_test(test_fit__the_monitor_at_a_small_size),
        cmocka_unit_test(test_demo__shows_the_whole),
        cmocka_unit_test(test_fit__leaves_real_deliveries_alone),
    };
    return cmocka_run_group_tests(whole, set_up, tear_down);
}
