/* tests/cli/test_coverage.c: report --coverage on a made register: questions that the sheet on vmbo
 * and mbo answers, and some that it does not, each with its reason; a published table beside it. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/in_folder.h"
#include "support/work_run.h"

static const char list[] =
    "id,soort,wat,van\n"
    "000:27+,percentage,16% 27+ start opnieuw,000\n"
    "000:uitval-5,percentage,5% van instroom met vmbo-diploma valt uit,000\n"
    "000:leerweg-naar-mbo,percentage,Per vmbo-leerweg het percentage (4 getallen in beeld),000\n"
    "000:uitval-n2,vraag/percentage,\"6,7% uitval naar migratieachtergrond\",000\n"
    "000:trend-vsv,figuur,Vsv naar jaar (5000),000\n"
    "000:DG2019,percentage,Een eerdere meting,000\n"
    "T9.1,tabel,Uitval naar instroom (2 getallen),000\n"
    "002:anders,percentage,Iets waar niemand naar vraagt,002\n"
    "M1,maatregel,Valt buiten de gevraagde soorten,002\n";

/* No block aims at it. */
static const char published[] = "instroom,pct_uitval\n"
                                "met vmbo-diploma,5\n"
                                "ander of geen diploma,25\n";

static void run_import(void) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    if (run.code != 0) fail_msg("import: %d %s", run.code, run.err);
    ds_run_done(&run);
}

static void make_register(const char *persons) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "simulate", folder, "--persons", persons,
                                "--seed", "1", NULL);
    if (run.code != 0) fail_msg("simulate: %d %s", run.code, run.err);
    ds_run_done(&run);
    run_import();
}

/* What stands behind the question's id and kind: recipe, block, filled and so on. */
static void expect_row(const char *csv, const char *begin, const char *rest) {
    char line[200];
    (void)snprintf(line, sizeof line, "\n%s,%s", begin, rest);
    if (strstr(csv, line) == NULL) fail_msg("no line '%s' in\n%s", line, csv);
}

static void test_coverage__compares_and_declares_nothing(void **state) {
    char *questions = ds_test_write_string(folder, "vragen.csv", list);
    char *table = ds_test_write_string(folder, "gepubliceerd/tabel_9_1_uitval.csv", published);
    ds_run run;
    (void)state;
    make_register("20000");
    *strrchr(table, '/') = '\0';
    run = ds_run_program(DS_PROGRAM, NULL, "report", folder, "doorstroom-vmbo-mbo", "--coverage",
                         questions, "--published", table, "--kinds", "percentage,figuur,tabel",
                         "--format", "csv", NULL);
    if (run.code != 0) fail_msg("report: %d %s", run.code, run.err);
    expect_row(run.out, "000:27+,percentage", "doorstroom-vmbo-mbo,P1,ja,");
    expect_row(run.out, "000:uitval-5,percentage", "doorstroom-vmbo-mbo,P3,ja,2,1,,");
    expect_row(run.out, "000:leerweg-naar-mbo,percentage", "doorstroom-vmbo-mbo,P6,nee,4,4,,");
    assert_non_null(strstr(run.out, ",verborgen\n")); /* three of the four are too small here */
    expect_row(run.out, "000:uitval-n2,vraag/percentage", "doorstroom-vmbo-mbo,P4,nee,");
    assert_non_null(strstr(run.out, ",sleutels\n")); /* told apart by another key */
    expect_row(run.out, "000:trend-vsv,figuur", "doorstroom-vmbo-mbo,\"P9, P10\",nee,");
    assert_non_null(strstr(run.out, ",5000,,te_weinig\n"));
    expect_row(run.out, "000:DG2019,percentage", "doorstroom-vmbo-mbo,\"P12, P13\",ja,2,");
    expect_row(run.out, "002:anders,percentage", ",,nee,0,,,geen_blok\n");
    expect_row(run.out, "T9.1,tabel", ",,nee,0,,,geen_blok\n"); /* no block aims at it */
    assert_null(strstr(run.out, "M1,"));
    ds_run_done(&run);
    ds_free(questions);
    ds_free(table);
}

static void test_coverage__says_what_is_wrong_with_a_list(void **state) {
    char *questions = ds_test_write_string(folder, "vragen.csv", "id,kind,wat\nT1,tabel,x\n");
    ds_run run;
    (void)state;
    make_register("20000");
    run = ds_run_program(DS_PROGRAM, NULL, "report", folder, "doorstroom-vmbo-mbo", "--coverage",
                         questions, NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "vragen.csv"));
    assert_non_null(strstr(run.err, "soort"));
    ds_run_done(&run);
    ds_free(questions);
}

/* What recipes do not answer of the whole list on a made register, and why. Besides these there are
 * answers of which more than half is hidden: on 100,000 persons of most tables by institution. Each
 * says so ('verborgen'); on 3 million persons they are eleven, of work and by institution. */
static const char *const unanswered[][2] = {
    {"T8.3", "100,000 persons: more than half of its rows are too small to show"},
    {"T8.4", "the same"},
    {"T8.5", "the same"},
    {"T8.6", "the same"},
    {"F5.8", "the same"},
    {"T8.2", "its 'entree-bbl' is a level and a form in one key, which no answer has"},
    {"002:LLO", "pilot regions and their number are in no delivery"},
    {"FB.1", "a framework in words: a text table of leerroutes"},
    {"T3.1-003", "a classification in words: a text table of leerroutes"},
    {"003:2.1-link", "asks for a second registration of routes: doorstroom link"},
};
enum { UNANSWERED = sizeof unanswered / sizeof *unanswered, HIDDEN_MOST = 50 };

static bool is_known_unanswered(const char *line) {
    for (size_t i = 0; i < UNANSWERED; i++) {
        const size_t size = strlen(unanswered[i][0]);
        if (strncmp(line, unanswered[i][0], size) == 0 && line[size] == ',') return true;
    }
    return false;
}

static void test_coverage__of_the_sources_ten_lines_are_unanswered(void **state) {
    static const char all[] = DS_SOURCE_DIR "/../shared/inventory.csv";
    ds_run run;
    size_t hidden = 0;
    (void)state;
    if (!ds_file_exists(all)) skip();
    make_register("100000");
    run = ds_run_program(DS_PROGRAM, NULL, "report", folder, "--coverage", all, "--published",
                         DS_SOURCE_DIR "/../shared/published", "--kinds",
                         "tabel,figuur,percentage,indicator,bevinding,deelvraag,vraag", "--format",
                         "csv", NULL);
    if (run.code != 0) fail_msg("report: %d %s", run.code, run.err);
    for (char *line = strtok(run.out, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (strstr(line, ",nee,") == NULL || is_known_unanswered(line)) continue;
        if (strstr(line, ",verborgen") == NULL || ++hidden > HIDDEN_MOST) fail_msg("%s", line);
    }
    ds_run_done(&run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_coverage__compares_and_declares_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_coverage__says_what_is_wrong_with_a_list, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_coverage__of_the_sources_ten_lines_are_unanswered,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
