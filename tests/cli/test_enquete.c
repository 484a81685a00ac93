/* tests/cli/test_enquete.c: survey DIR --indicator: what it prints, and what it says when something
 * is wrong. */
#include <string.h>

#include "base/memory.h"
#include "support/work_run.h"

static const char enrolments[] = "persoon,schooljaar,soort,niveau,leerweg,instelling\n"
                                 "1,2023,mbo,2,bol,01A\n2,2023,mbo,2,bol,01A\n"
                                 "3,2023,mbo,2,bbl,02B\n4,2023,mbo,2,bbl,02B\n";
static const char institutions[] = "instelling,naam,type\n01A,Een,ROC\n02B,Twee,AOC\n";
static const char answers[] =
    "respondent,meting,jaar,instelling,niveau,leerweg,gewicht,veilig\n"
    "1,A,2024,01A,2,bol,1,ja\n2,A,2024,01A,2,bol,1,nee\n3,A,2024,02B,2,bbl,2,ja\n";
static const char definitions[] =
    "over: enquete\nindicators:\n"
    "  - {id: veilig, name: Veilig, name_en: Safe, population: niveau = 2, event: veilig}\n"
    "  - {id: geijkt, population: niveau = 2, event: veilig, calibrate: linear, margins: "
    "[niveau]}\n";

static char *folder;

static int set_up(void **state) {
    ds_run run;
    (void)state;
    folder = ds_test_folder();
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", enrolments));
    ds_free(ds_test_write_string(folder, "leveringen/instelling.csv", institutions));
    ds_free(ds_test_write_string(folder, "leveringen/enquete.csv", answers));
    ds_free(ds_test_write_string(folder, "definities/eigen.yaml", definitions));
    run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static void test_enquete__prints_a_line_an_estimate(void **state) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "survey", folder, "--indicator", "veilig", "--by",
                                "type", "--format", "csv", "--lang", "en", NULL);
    (void)state;
    assert_int_equal(run.code, 0);
    assert_int_equal(ds_run_lines(run.out), 4); /* all, AOC, ROC */
    assert_non_null(strstr(run.out, "value,kind,panel,year,type,against,estimate,se,low,high,"
                                    "statistic,df,p,p_adjusted,n,missing\n"));
    assert_non_null(strstr(run.out, "veilig,estimate,all,2024,,,0.75,"));
    assert_non_null(strstr(run.out, "veilig,estimate,all,2024,ROC,,0.5,"));
    assert_non_null(strstr(run.err, "internal"));
    assert_non_null(strstr(run.err, "A 2024: 3 with a weight, 3 in the population, 3 answered"));
    ds_run_done(&run);
}

static void expect(int code, const char *said, const char *const words[6]) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, words[0], folder, words[1], words[2], words[3],
                                words[4], words[5], NULL);
    if (run.code != code || strstr(run.err, said) == NULL)
        fail_msg("%s %s: %d %s", words[0], words[1] == NULL ? "" : words[1], run.code, run.err);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

static void test_enquete__says_what_is_wrong(void **state) {
    static const struct {
        int code;
        const char *said;
        const char *words[6];
    } cases[] = {
        {2, "geef --indicator (van een werkmap) of --data", {"survey"}},
        {2, "--data is van een tabel", {"survey", "--indicator", "veilig", "--data", "x.csv"}},
        {2, "zegt de definitie wat gewicht", {"survey", "--indicator", "veilig", "--weight", "w"}},
        {1, "gaat over loopbanen", {"survey", "--indicator", "vsv"}},
        {1, "doorstroom survey WERKMAP --indicator veilig", {"tally", "--indicator", "veilig"}},
        {1,
         "doorstroom survey WERKMAP --indicator veilig",
         {"why", "--indicator", "veilig", "--person", "1"}},
        {2, "verwachtte none, linear", {"survey", "--indicator", "geijkt", "--method", "veel"}},
        {1, "bedoelt u 'veilig'", {"survey", "--indicator", "veilg"}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].code, cases[i].said, cases[i].words);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enquete__prints_a_line_an_estimate),
        cmocka_unit_test(test_enquete__says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
