/* tests/cli/test_forget.c: what forget destroys, what it leaves, and what it refuses. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/bad_delivery.h"

static bool is_there(const char *name) {
    char path[DS_PATH_SIZE];
    assert_int_equal(ds_file_join(path, folder, name, NULL), DS_OK);
    return access(path, F_OK) == 0;
}

/* A register with its tables for SQL, a history (a second import) and refused rows. */
static void make_all(void) {
    ds_run run;
    ds_free(ds_test_write_string(folder, "doorstroom.yaml", "max_afgekeurd: 90\n"));
    ds_free(ds_test_write_string(folder, "leveringen/werk.csv",
                                 "persoon,jaar,uren\n1,2022,veel\n2,2022,12\n"));
    run = ds_run_program(DS_PROGRAM, NULL, "import", folder, "--sql", NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    assert_true(is_there("register/current") && is_there("register/sql") &&
                is_there("afgekeurd/werk.csv") && is_there("geschiedenis") &&
                is_there(".vingerafdruksleutel"));
}

static void test_forget__only_says_without_yes(void **state) {
    ds_run run;
    (void)state;
    make_all();
    run = ds_run_program(DS_PROGRAM, NULL, "forget", folder, NULL);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "er is niets vernietigd"));
    assert_true(is_there("register/current") && is_there("afgekeurd") && is_there("geschiedenis"));
    ds_run_done(&run);
}

static void test_forget__destroys_what_was_made(void **state) {
    ds_run run;
    (void)state;
    make_all();
    run = ds_run_program(DS_PROGRAM, NULL, "forget", folder, "--yes", "--format", "json", NULL);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "\"register\": \"vernietigd\""));
    ds_run_done(&run);
    assert_false(is_there("register") || is_there("afgekeurd") || is_there("geschiedenis"));
    assert_false(is_there(".vingerafdruksleutel")); /* no checksum can be held against a guess */
    assert_true(is_there("leveringen/werk.csv") && is_there("doorstroom.yaml"));
    run = ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator", "vsv", NULL);
    assert_int_equal(run.code, 1);
    ds_run_done(&run);
    run = ds_run_program(DS_PROGRAM, NULL, "forget", folder, "--yes", "--format", "json", NULL);
    assert_int_equal(run.code, 0); /* there is nothing, and that is said */
    assert_non_null(strstr(run.out, "\"register\": \"niet_aanwezig\""));
    assert_false(is_there("register"));
    ds_run_done(&run);
}

/* A file of somebody else's in register/ is named, and nothing goes. */
static void test_forget__refuses_what_is_not_its_own(void **state) {
    char path[DS_PATH_SIZE];
    ds_run run;
    (void)state;
    make_all();
    ds_free(ds_test_write_string(folder, "register/brief.txt", "x"));
    run = ds_run_program(DS_PROGRAM, NULL, "forget", folder, "--yes", NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "brief.txt"));
    ds_run_done(&run);
    assert_true(is_there("register/current") && is_there("register/brief.txt") &&
                is_there("afgekeurd") && is_there("geschiedenis"));
    assert_int_equal(ds_file_join(path, folder, "register/brief.txt", NULL), DS_OK);
    assert_int_equal(unlink(path), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_forget__only_says_without_yes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_forget__destroys_what_was_made, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_forget__refuses_what_is_not_its_own, set_up,
                                        tear_down),
    };
    (void)try_all;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
