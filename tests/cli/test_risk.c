/* tests/cli/test_risk.c: doorstroom risk and expected, as a user runs them: a planted group in a
 * small register, numbers by hand, what is said beside them, and what is wrong. */
#include "cli/match_help.h"

enum { SCHOOLS = 8, A_SCHOOL = 60 };

static char *folder;

static void add_line(ds_buffer *to, const char *format, ...) DS_PRINTF(2, 3);
static void add_line(ds_buffer *to, const char *format, ...) {
    char line[200];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(line, sizeof line, format, list);
    va_end(list);
    ds_buffer_add_string(to, line);
}

/* Eight schools of 60 each; of 20 in each with ses 1 half leave, of the others one in ten; school 8
 * has nobody with ses 1 but 20 more of ses 2. */
static int make_folder(void **state) {
    ds_buffer enrolments, persons;
    ds_run run;
    (void)state;
    folder = ds_test_folder();
    ds_buffer_init(&enrolments, 1 << 20);
    ds_buffer_init(&persons, 1 << 20);
    ds_buffer_add_string(&enrolments, "persoon,schooljaar,soort,niveau,leerweg,instelling\n");
    ds_buffer_add_string(&persons, "persoon,ses,geslacht\n");
    for (int s = 0; s < SCHOOLS; s++)
        for (int i = 0; i < A_SCHOOL; i++) {
            const int person = 1 + s * A_SCHOOL + i, ses = i < 20 && s < SCHOOLS - 1 ? 1 : 2;
            const bool left = ses == 1 ? i < 9 + s % 3 : i % 10 == 5;
            add_line(&enrolments, "%d,2022,mbo,%d,bol,%02dAA\n", person, 2 + i % 3, 11 + s);
            if (!left) add_line(&enrolments, "%d,2023,hbo,,,\n", person);
            add_line(&persons, "%d,%d,%s\n", person, ses, i % 2 == 0 ? "m" : "v");
        }
    ds_free(ds_test_write(folder, "leveringen/inschrijving.csv", enrolments.data, enrolments.size));
    ds_free(ds_test_write(folder, "leveringen/persoon.csv", persons.data, persons.size));
    ds_free(ds_test_write_string(
        folder, "definities/weg.yaml",
        "indicators:\n"
        "  - {id: weg, name: Weg, better: lower, population: soort = 'mbo',\n"
        "     event: \"not ingeschreven[t+1]\"}\n"
        "  - {id: door, name: Door, better: higher, population: soort = 'mbo',\n"
        "     event: \"ingeschreven[t+1]\"}\n"));
    ds_buffer_done(&enrolments);
    ds_buffer_done(&persons);
    run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
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

static void test_risk__finds_the_planted_group(void **state) {
    ds_run run =
        run_words("risk %s --indicator weg --attributes ses,geslacht,niveau --format csv", folder);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    has_no_nan(run.out);
    assert_int_equal(ds_run_lines(run.out), 2);
    says_in(run.out, "indicator,schooljaar,deelgroep,binnen,teller,n,percentage,");
    says_in(run.out, "\nweg,2022,ses=1,,69,140,49.28571428571429,");
    says_in(run.out, ",overige,");
    says_in(run.err, "Benjamini-Yekutieli");
    says_in(run.err, "niet getoetst");
    ds_run_done(&run);
}

/* Where more is better the risk is not to have it: the same group. */
static void test_risk__complement_of_what_is_better(void **state) {
    ds_run run =
        run_words("risk %s --indicator door --attributes ses --adjust bh --depth 1 --format "
                  "csv --year 2022",
                  folder);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "\ndoor,2022,ses=1,,69,140,49.28571428571429,");
    says_in(run.err, "meer is hier beter");
    ds_run_done(&run);
}

static void test_risk__all_tested_under_a_name(void **state) {
    ds_run run = run_words("risk %s --indicator weg --attributes ses,geslacht --format csv --table "
                           "getoetst --minimum 100",
                           folder);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "\nweg,2022,geslacht=v,");
    says_in(run.out, ",nee,\n");
    ds_run_done(&run);
}

static void test_expected__by_hand(void **state) {
    ds_run run = run_words("expected %s --indicator weg --covariates ses --format csv", folder);
    ds_run country = run_words("expected %s --indicator weg --covariates niveau --minimum 70 "
                               "--lang en --institution-effects",
                               folder);
    (void)state;
    if (run.code != 0 || country.code != 0) fail_msg("%s%s", run.err, country.err);
    has_no_nan(run.out);
    assert_int_equal(ds_run_lines(run.out), 1 + SCHOOLS);
    /* school 1: 20 × 69/140 + 40 × 34/340 = 13.857 of 60 */
    says_in(run.out, "\nweg,2022,11AA,13,60,21.666666666666668,23.09523809");
    says_in(run.out, ",binnen,");
    says_in(run.err, "Paule-Mandel");
    says_in(country.out, "too small");
    says_in(country.out, "8 institutions with fewer than 70 persons are not judged");
    ds_run_done(&run);
    ds_run_done(&country);
}

static void fails_with(const char *command, const char *options, int code, const char *words) {
    ds_run run = run_words("%s %s %s --lang en", command, folder, options);
    if (run.code != code) fail_msg("%s: %d: %s", options, run.code, run.err);
    assert_string_equal(run.out, "");
    says_in(run.err, words);
    ds_run_done(&run);
}

static void test_risk__says_what_is_wrong(void **state) {
    (void)state;
    fails_with("risk", "", 2, "--indicator");
    fails_with("risk", "--indicator wef", 1, "weg");
    fails_with("risk", "--indicator weg --depth 4", 2, "--depth");
    fails_with("risk", "--indicator weg --adjust holm", 2, "by or bh");
    fails_with("risk", "--indicator weg --rate 1", 2, "--rate");
    fails_with("risk", "--indicator weg --rate x", 2, "--rate");
    fails_with("risk", "--indicator weg --year 2030", 1, "nobody counts");
    fails_with("risk", "--indicator weg --attributes sess", 1, "ses");
    fails_with("risk", "--indicator weg --attributes ses,ses", 2, "ses");
    fails_with("expected", "", 2, "--indicator");
    fails_with("expected", "--indicator weg --covariates instelling", 2, "instelling");
    fails_with("expected", "--indicator weg --minimum 0", 2, "--minimum");
    fails_with("expected", "--indicator weg --year 1999", 1, "nobody counts");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_risk__finds_the_planted_group),
        cmocka_unit_test(test_risk__complement_of_what_is_better),
        cmocka_unit_test(test_risk__all_tested_under_a_name),
        cmocka_unit_test(test_expected__by_hand),
        cmocka_unit_test(test_risk__says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
