/* report and run: a release of a made register, what stands where, what a run says, and what is
 * wrong with a question. */
#include <string.h>

#include "base/file.h"
#include "support/in_folder.h"
#include "support/work_run.h"

static const char recipe[] = "---\ntitel: Proef\ntitel_en: Trial\nvoor: alle\n---\n# Vsv\n\n"
                             "```tabel T1\nindicator: vsv\nby: [niveau]\njaren: laatste 2\n```\n";

static void run_well(const char *command, const char *one, const char *two) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, command, folder, one, two, NULL);
    if (run.code != 0) fail_msg("%s: %s", command, run.err);
    ds_run_done(&run);
}

/* A work folder with a register and, as its only recipe, one of a few lines. */
static char *make_work(void) {
    char *path;
    run_well("simulate", "--persons", "1500");
    run_well("import", NULL, NULL);
    path = ds_test_write_string(folder, "proef.md", recipe);
    return path;
}

static bool is_there(const char *name) {
    char path[DS_PATH_SIZE];
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    return ds_file_exists(path);
}

static void test_report__a_recipe_of_ten_lines(void **state) {
    char *path = make_work();
    ds_run run;
    (void)state;
    run = ds_run_program(DS_PROGRAM, NULL, "report", folder, "--recipe", path, "--forms",
                         "html,csv,json", NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    assert_non_null(strstr(run.out, "De vrijgave staat er"));
    assert_non_null(strstr(run.out, "/index.html"));
    assert_true(is_there("publicatie/huidig/openbaar/proef.html"));
    assert_true(is_there("publicatie/huidig/openbaar/data/proef/T1.csv"));
    assert_true(is_there("publicatie/huidig/vrijgave.json"));
    ds_run_done(&run);
    run = ds_run_program(DS_PROGRAM, NULL, "report", folder, "--recipe", path, "--forms",
                         "html,csv,json", "--format", "json", NULL);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "\"gemaakt\": false"));
    ds_run_done(&run);
    ds_free(path);
}

/* Another recipe after that: what the earlier release printed is counted beside it, unprinted. */
static void test_report__another_recipe_later(void **state) {
    static const char other[] =
        "---\ntitel: Anders\ntitel_en: Other\nvoor: alle\n---\n# Vsv\n\n"
        "```tabel T2\nindicator: vsv\nby: [leerweg]\njaren: laatste 2\n```\n";
    char *path = make_work(), *second = ds_test_write_string(folder, "anders.md", other);
    const char *const paths[] = {path, second, path};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        ds_run run = ds_run_program(DS_PROGRAM, NULL, "report", folder, "--recipe", paths[i],
                                    "--forms", "html,csv", NULL);
        if (run.code != 0) fail_msg("%zu: %s", i, run.err);
        ds_run_done(&run);
        assert_int_equal(is_there("publicatie/huidig/openbaar/data/anders/T2.csv"), i == 1);
        assert_int_equal(is_there("publicatie/huidig/openbaar/data/proef/T1.csv"), i != 1);
    }
    ds_free(path);
    ds_free(second);
}

static void refused(const char *one, const char *two, int code, const char *says) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "report", folder, one, two, NULL);
    assert_int_equal(run.code, code);
    if (strstr(run.err, says) == NULL) fail_msg("%s", run.err);
    ds_run_done(&run);
}

static void test_report__says_what_is_wrong(void **state) {
    (void)state;
    refused("--only", "27GZ", DS_USAGE, "institution=CODE");
    refused("--forms", "word", DS_USAGE, "html, pdf");
    refused(NULL, NULL, DS_INPUT, "doorstroom import");
}

static void test_report__one_institution_that_is_not_there(void **state) {
    char *path = make_work();
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "report", folder, "--recipe", path, "--only",
                                "institution=99ZZ", NULL);
    (void)state;
    assert_int_equal(run.code, DS_INPUT);
    assert_non_null(strstr(run.err, "99ZZ"));
    assert_false(is_there("publicatie/huidig"));
    ds_run_done(&run);
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_report__a_recipe_of_ten_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_report__another_recipe_later, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_report__says_what_is_wrong, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_report__one_institution_that_is_not_there, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
