/* tests/cli/test_series.c: series over years as a user sees them: the note of a break beside every
 * table that crosses it, and institutions under their present codes. */
#include "cli/work_help.h"

#define RUN(...) ds_run_program(DS_PROGRAM, NULL, __VA_ARGS__, NULL)

/* Persons go from institution 01AA to 02BB, in which it went up in 2022. */
static char *made;

static int make(void **state) {
    ds_run run;
    (void)state;
    made = ds_test_folder();
    ds_free(ds_test_write_string(made, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,niveau,instelling\n"
                                 "1,2020,mbo,2,01AA\n1,2021,mbo,2,01AA\n1,2022,mbo,2,02BB\n"
                                 "1,2023,mbo,2,02BB\n2,2021,mbo,3,02BB\n"));
    ds_free(ds_test_write_string(made, "leveringen/instelling.csv",
                                 "instelling,naam,opgegaan_in,vanaf_schooljaar\n"
                                 "01AA,Een,02BB,2022\n02BB,Twee,,\n"));
    ds_free(ds_test_write_string(
        made, "definities/eigen.yaml",
        "indicators:\n"
        "  - id: blijft\n    name: Blijft\n    population: soort = 'mbo'\n"
        "    event: instelling[t+1] = instelling\n"
        "    breaks:\n      - {from: 2015, note: te vroeg}\n"
        "      - {from: 2021, note: andere telwijze, note_en: counted otherwise}\n"
        "      - {from: 2040, note: te laat}\n"
        "  - id: altijd_huidig\n    instelling: huidig\n    population: soort = 'mbo'\n"
        "    event: instelling[t+1] = instelling\n"));
    run = RUN("import", made);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    return 0;
}

static int unmake(void **state) {
    (void)state;
    ds_test_folder_remove(made);
    return 0;
}

static void has(const char *text, const char *wanted, bool there) {
    if ((strstr(text, wanted) != NULL) != there)
        fail_msg("%s '%s': %s", there ? "has no" : "has", wanted, text);
}

static void test_series__break_in_every_form(void **state) {
    ds_run run = RUN("tally", made, "--indicator", "blijft");
    (void)state;
    has(run.out, "  breuk in de reeks vanaf 2021/22: andere telwijze\n", true);
    has(run.out, "te vroeg", false);
    has(run.out, "te laat", false);
    ds_run_done(&run);
    run = RUN("tally", made, "--indicator", "blijft", "--lang", "en");
    has(run.out, "  break in the series from 2021/22 on: counted otherwise\n", true);
    ds_run_done(&run);
    run = RUN("tally", made, "--indicator", "blijft", "--format", "csv");
    has(run.err, "blijft: breuk in de reeks vanaf 2021/22: andere telwijze\n", true);
    has(run.out, "telwijze", false);
    ds_run_done(&run);
    run = RUN("tally", made, "--indicator", "blijft", "--format", "json");
    has(run.out, "\"vanaf\": 2021", true);
    has(run.out, "\"opmerking\": \"andere telwijze\"", true);
    has(run.out, "\"note\": \"counted otherwise\"", true);
    has(run.out, "te laat", false);
    has(run.err, "telwijze", false);
    ds_run_done(&run);
    run = RUN("tally", made, "--indicator", "altijd_huidig");
    has(run.out, "breuk", false);
    ds_run_done(&run);
}

static void test_series__no_break_within_one_side(void **state) {
    ds_run run = RUN("tally", made, "--indicator", "blijft", "--by", "instelling[t-1]");
    (void)state; /* 2021/22 and 2022/23 */
    has(run.out, "2021/22", true);
    has(run.out, "breuk", false);
    ds_run_done(&run);
}

/* The table of an indicator, its lines after the header. */
static char *lines(const char *id, const char *option) {
    ds_run run =
        RUN("tally", made, "--indicator", id, "--by", "instelling", "--format", "csv", option);
    char *out = ds_strdup(strchr(run.out, '\n') + 1);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    return out;
}

static void test_series__present_codes(void **state) {
    char *plain = lines("blijft", NULL), *present = lines("blijft", "--present-codes");
    char *always = lines("altijd_huidig", NULL);
    ds_run run;
    (void)state;
    assert_string_equal(plain, "blijft,2020,01AA,1,1,0,100\nblijft,2021,01AA,0,1,0,0\n"
                               "blijft,2021,02BB,0,0,1,\nblijft,2022,02BB,1,1,0,100\n");
    assert_string_equal(present, "blijft,2020,02BB,1,1,0,100\nblijft,2021,02BB,1,1,1,100\n"
                                 "blijft,2022,02BB,1,1,0,100\n");
    assert_string_equal(always, "altijd_huidig,2020,02BB,1,1,0,100\n"
                                "altijd_huidig,2021,02BB,1,1,1,100\n"
                                "altijd_huidig,2022,02BB,1,1,0,100\n");
    ds_free(plain);
    ds_free(present);
    ds_free(always);
    run = RUN("tally", made, "--indicator", "blijft", "--present-codes");
    has(run.out, "blijft · Blijft · onder de huidige codes\n", true);
    ds_run_done(&run);
    run = RUN("tally", made, "--indicator", "blijft", "--present-codes", "--format", "json");
    has(run.out, "\"huidige_codes\": true", true);
    ds_run_done(&run);
    run = RUN("define", made, "--sql", "blijft", "--present-codes");
    has(run.out, "opgegaan_in", true);
    ds_run_done(&run);
    run = RUN("define", made, "--sql", "blijft");
    has(run.out, "opgegaan_in", false);
    ds_run_done(&run);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_series__break_in_every_form),
        TEST(test_series__no_break_within_one_side),
        TEST(test_series__present_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
