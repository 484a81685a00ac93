/* tests/cli/test_define_evaluation.c: evaluations and code lists through the real program: define
 * lists, checks and prints them, and a work folder's own list goes before the program's. */
#include "support/work_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const char own[] = "columns:\n  richting: {codes: richting.csv, gives: richting}\n"
                          "evaluations:\n"
                          "  - id: eigen\n"
                          "    name: Eigen route\n"
                          "    name_en: Own route\n"
                          "    population: soort = 'vmbo'\n"
                          "    cohorten: [2014, 2015]\n"
                          "    treated: richting = 'groen'\n"
                          "    controls: richting = 'techniek'\n"
                          "    covariates: [geslacht, ses]\n"
                          "    outcomes:\n"
                          "      - {id: weg, name: Weg, name_en: Away, years: [1, 2, 4],\n"
                          "         event: \"not ingeschreven[t+k]\"}\n";

/* The words must be in what define prints. */
static void says(char *const words[], const char *folder, const char *a, const char *b,
                 const char *lang) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "define", folder, "--lang", lang, a, b, NULL);
    if (run.code != 0) fail_msg("code %d: %s", run.code, run.err);
    for (size_t i = 0; words[i] != NULL; i++)
        if (strstr(run.out, words[i]) == NULL) fail_msg("no %s in\n%s", words[i], run.out);
    ds_run_done(&run);
}

static void test_define_evaluation__lists_and_prints(void **state) {
    char *folder = ds_test_folder();
    (void)state;
    ds_free(ds_test_write_string(folder, "definities/eigen.yaml", own));
    says((char *[]){"Eigen route  (evaluatie)", "  eigen.weg.1-2,4  Weg\n", "\nvakmanschap2 ",
                    "technologie.richting.2-5", "(beschrijving)", "(placebo)", NULL},
         folder, "--list", NULL, "nl");
    says((char *[]){"Own route  (evaluation)", "  eigen.weg.1-2,4  Away\n", "(description)", NULL},
         folder, "--list", NULL, "en");
    says((char *[]){"r.sleutel_1 AS \"groep\"", "AS \"geslacht\"", "AS \"ses\"",
                    "t.profiel = 'GROEN'", "t.schooljaar IN (2014, 2015)", "t.schooljaar + 4",
                    NULL},
         folder, "--sql", "eigen.weg.4", "nl");
    ds_free(ds_test_write_string(folder, "codes/richting.csv",
                                 "kolom,code,richting\nprofiel,MIJN,groen\nprofiel,E,techniek\n"));
    says((char *[]){"t.profiel = 'MIJN'", NULL}, folder, "--sql", "eigen.weg.1", "nl");
    ds_test_folder_remove(folder);
}

static void test_define_evaluation__checks(void **state) {
    char *folder = ds_test_folder();
    char *yaml = ds_test_write_string(folder, "definities/eigen.yaml", own);
    ds_run run;
    (void)state;
    assert_int_equal(setenv("COLUMNS", "300", 1), 0); /* a long path folds no line */
    run = ds_run_program(DS_PROGRAM, NULL, "define", "--check", yaml, NULL);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "goed, 0 indicatoren, 1 evaluatie met 1 uitkomst\n"));
    ds_run_done(&run);
    ds_free(
        ds_test_write_string(folder, "codes/richting.csv", "kolom,code,richting\nprofil,A,x\n"));
    run = ds_run_program(DS_PROGRAM, NULL, "define", "--check", yaml, "--lang", "en", NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "richting.csv: line 2, column 1: "));
    assert_non_null(strstr(run.err, "did you mean 'profiel'?"));
    ds_run_done(&run);
    run = ds_run_program(DS_PROGRAM, NULL, "define", "--sql", "vakmanschap2.vsw.3", NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "bedoelt u 'vakmanschap2.vsv.3'?"));
    ds_run_done(&run);
    ds_free(yaml);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_define_evaluation__lists_and_prints),
        cmocka_unit_test(test_define_evaluation__checks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
