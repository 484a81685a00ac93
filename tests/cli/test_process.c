/* tests/cli/test_process.c: doorstroom process, as a user runs it: what is said when deliveries or
 * words are not there, no word of a person, and a framework that is wrong. */
#include "base/file.h"
#include "cli/match_help.h"

static char *folder;

static void import_all(void) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
}

static int make_folder(void **state) {
    (void)state;
    folder = ds_test_folder();
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,instelling\n1,2022,mbo,10AA\n"));
    ds_free(ds_test_write_string(folder, "leveringen/casus.csv",
                                 "ronde,case,laag,thema,mechanisme,oordeel\n"
                                 "1,A,richter,t,vaste begeleider,dat zei Jan\n"
                                 "1,A,verrichter,t,stage,bevestigd\n"));
    import_all();
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static void says_in(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("does not say '%s': %s", words, text);
}

static void test_process__says_what_is_not_there(void **state) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "process", folder, "--lang", "en", NULL);
    (void)state;
    assert_int_equal(run.code, 0);
    says_in(run.out, "there is no delivery contactenquete");
    says_in(run.out, "there is no delivery extern");
    says_in(run.out, "does not know this mechanism");
    says_in(run.out, "disclosure");
    says_in(run.err, "internal");
    assert_null(strstr(run.out, "Jan"));
    ds_run_done(&run);
}

static void test_process__csv_is_one_table(void **state) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "process", folder, "--format", "csv", NULL);
    (void)state;
    assert_int_equal(run.code, 2);
    says_in(run.err, "matrix, oordelen, antwoorden, extern");
    ds_run_done(&run);
    run = ds_run_program(DS_PROGRAM, NULL, "process", folder, "--format", "csv", "--table",
                         "oordelen", NULL);
    assert_int_equal(run.code, 0);
    says_in(run.out, "vaste begeleider,1,richter,overige_woorden,1,1,1,1,1\n");
    assert_null(strstr(run.out, "Jan"));
    ds_run_done(&run);
}

/* No case speaks where no case was delivered: not available, and not 0. */
static void test_process__without_cases_nothing_is_0(void **state) {
    char path[DS_PATH_SIZE];
    ds_run run;
    (void)state;
    (void)snprintf(path, sizeof path, "%s/leveringen/casus.csv", folder);
    assert_int_equal(remove(path), 0);
    import_all();
    run = ds_run_program(DS_PROGRAM, NULL, "process", folder, "--format", "json", NULL);
    assert_int_equal(run.code, 0);
    says_in(run.out, "niet_beschikbaar");
    says_in(run.out, "\"casus\": false");
    ds_run_done(&run);
}

static void test_process__a_framework_that_is_wrong(void **state) {
    ds_run run;
    (void)state;
    ds_free(ds_test_write_string(folder, "codes/onderzoekskader.yaml",
                                 "oordelen: [{code: ja, nl: ja, en: yes}]\n"
                                 "interventies: [{code: i, nl: x, en: x}]\n"
                                 "mechanismen: [{code: m, nl: x, en: x}]\n"
                                 "effecten: [{code: e, nl: x, en: x}]\n"
                                 "contexten: [{code: c, nl: x, en: x}]\n"
                                 "hypothesen:\n"
                                 "  - {id: H, interventie: i, mechanisme: m, effect: e,\n"
                                 "     context: c, bron: keuze, schatting: vakmanschap2.vsw}\n"));
    run = ds_run_program(DS_PROGRAM, NULL, "process", folder, "--lang", "nl", NULL);
    assert_int_equal(run.code, 1);
    says_in(run.err, "codes/onderzoekskader.yaml: regel 8, kolom 42");
    says_in(run.err, "vakmanschap2.vsv");
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_process__says_what_is_not_there),
                                       TEST(test_process__csv_is_one_table),
                                       TEST(test_process__without_cases_nothing_is_0),
                                       TEST(test_process__a_framework_that_is_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
