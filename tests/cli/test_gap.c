/* tests/cli/test_gap.c: doorstroom gap, as a user runs it: numbers worked out by hand, an unknown
 * value that is a group, what is said beside it, and what is wrong. */
#include "cli/match_help.h"

static char *folder;

/* Two institutions, two school years that count; of 2022 background w: 1 of 4 left, of geen 1 of 8,
 * of somebody it is not known. */
static int make_folder(void **state) {
    ds_buffer enrolments, persons;
    ds_run run;
    int person = 0;
    (void)state;
    folder = ds_test_folder();
    ds_buffer_init(&enrolments, 1 << 16);
    ds_buffer_init(&persons, 1 << 16);
    ds_buffer_add_string(&enrolments, "persoon,schooljaar,soort,niveau,leerweg,instelling\n");
    ds_buffer_add_string(&persons, "persoon,migratieachtergrond\n");
    for (int year = 2022; year <= 2023; year++)
        for (int i = 0; i < 13; i++) {
            static const char *const backgrounds[] = {"geen", "westers", ""};
            const char *school = i % 2 == 0 ? "91AA" : "92BB";
            const int who = i < 8 ? 0 : i < 12 ? 1 : 2;
            const bool left = i == 0 || i == 8;
            char line[200];
            person++;
            (void)snprintf(line, sizeof line, "%d,%d,mbo,%d,bol,%s\n", person, year, 2 + i % 4 / 2,
                           school);
            ds_buffer_add_string(&enrolments, line);
            if (!left) {
                (void)snprintf(line, sizeof line, "%d,%d,hbo,,,\n", person, year + 1);
                ds_buffer_add_string(&enrolments, line);
            }
            (void)snprintf(line, sizeof line, "%d,%s\n", person, backgrounds[who]);
            ds_buffer_add_string(&persons, line);
        }
    ds_free(ds_test_write(folder, "leveringen/inschrijving.csv", enrolments.data, enrolments.size));
    ds_free(ds_test_write(folder, "leveringen/persoon.csv", persons.data, persons.size));
    ds_free(ds_test_write_string(
        folder, "definities/weg.yaml",
        "indicators:\n"
        "  - {id: weg, name: Weg, population: soort = 'mbo', event: \"not ingeschreven[t+1]\"}\n"
        "  - {id: uren, name: Uren, population: soort = 'mbo', value: niveau}\n"));
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

static void test_gap__by_hand(void **state) {
    ds_run run =
        run_words("gap %s --indicator weg --attribute migratieachtergrond --format csv", folder);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    has_no_nan(run.out);
    says_in(run.out, "indicator,kenmerk,groep,referentie,schooljaar,tegen,maat,deel,estimate,se,");
    says_in(run.out, "\nweg,migratieachtergrond,westers,geen,2022,,percentage,,25,");
    says_in(run.out, "\nweg,migratieachtergrond,westers,geen,2022,,kloof,,12.5,");
    says_in(run.out, "\nweg,migratieachtergrond,westers,geen,2023,2022,kloof_verandering,,0,");
    says_in(run.out, "\nweg,migratieachtergrond,onbekend,geen,2022,,percentage,,0,");
    says_in(run.out, "weinig_gebeurtenissen");
    says_in(run.err, "intern");
    ds_run_done(&run);
}

static void test_gap__reference_levels_and_by(void **state) {
    ds_run run = run_words("gap %s --indicator weg --attribute migratieachtergrond,geslacht "
                           "--reference migratieachtergrond=westers --levels niveau --covariates "
                           "leerweg --by leerweg --format csv",
                           folder);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "\nweg,migratieachtergrond,geen,westers,bol,2022,,kloof,,-12.5,");
    says_in(run.out, ",samenstelling,niveau=2,");
    says_in(run.out, "\nweg,geslacht,onbekend,onbekend,bol,2022,,percentage,");
    assert_null(strstr(run.out, "verklaard")); /* leerweg is the breakdown */
    ds_run_done(&run);
}

/* Only niveau 2, and all indicators: 'uren' is a number and is none of them. */
static void test_gap__where_and_all_indicators(void **state) {
    ds_run run =
        run_words("gap %s --definitions %s/definities/weg.yaml --indicator alle --attribute "
                  "migratieachtergrond --where niveau=2 --format csv --years 2022",
                  folder, folder);
    ds_run whole =
        run_words("gap %s --indicator weg --attribute leerweg --where ses=1 --format csv", folder);
    (void)state;
    if (run.code != 0 || whole.code != 0) fail_msg("%s%s", run.err, whole.err);
    says_in(run.out, "\nweg,migratieachtergrond,geen,geen,2022,,percentage,,25,,,,,,,,4,");
    says_in(run.err, "alleen wie niveau=2; van 0 personen");
    assert_null(strstr(run.out, "\nuren,"));
    assert_int_equal(ds_run_lines(whole.out), 1);
    says_in(whole.err, "van 26 personen is dat niet te zeggen");
    ds_run_done(&run);
    ds_run_done(&whole);
}

static void fails_with(const char *options, int code, const char *words) {
    ds_run run = run_words("gap %s %s --lang en", folder, options);
    assert_int_equal(run.code, code);
    assert_string_equal(run.out, "");
    says_in(run.err, words);
    ds_run_done(&run);
}

/* Of all definitions, too: questions of a survey are among those, and are none of them. */
static void test_gap__all_indicators_of_all_definitions(void **state) {
    ds_run run = run_words("gap %s --indicator alle --attribute migratieachtergrond "
                           "--format csv",
                           folder);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "\nweg,migratieachtergrond,westers,geen,2022,,kloof,,12.5,");
    assert_null(strstr(run.out, "\nveilig_school,"));
    ds_run_done(&run);
}

/* Of all that are asked for at once, one that cannot be counted in a year is said and set aside; by
 * its name it is an error. */
static void test_gap__one_of_all_that_cannot_be_counted(void **state) {
    ds_run run =
        run_words("gap %s --indicator alle --attribute migratieachtergrond,geslacht --years "
                  "2022-2023 --format csv",
                  folder);
    const char *at;
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "\nweg,migratieachtergrond,westers,geen,2022,,kloof,,12.5,");
    at = strstr(run.err, "overgeslagen: mbo_rendement_3: schooljaar");
    assert_non_null(at);
    assert_null(strstr(at + 1, "overgeslagen: mbo_rendement_3: schooljaar")); /* once */
    ds_run_done(&run);
    fails_with("--indicator mbo_rendement_3 --attribute geslacht --years 2022-2023", 1,
               "mbo_rendement_3: school year");
    fails_with("--indicator alle --attribute geslacht --years 2031", 1, "2031");
}

static void test_gap__says_what_is_wrong(void **state) {
    (void)state;
    fails_with("", 2, "--indicator");
    fails_with("--indicator weg", 2, "--attribute");
    fails_with("--indicator wef --attribute ses", 1, "weg");
    fails_with("--indicator weg --attribute sess", 1, "ses");
    fails_with("--indicator uren --attribute ses", 1, "is a number");
    fails_with("--indicator weg --attribute ses --years 2031", 1, "2031");
    fails_with("--indicator weg --attribute ses --years x", 2, "--years");
    fails_with("--indicator weg --attribute ses --limit -1", 2, "--limit");
    fails_with("--indicator weg --attribute ses --limit nan", 2, "--limit");
    fails_with("--indicator weg --attribute geslacht --reference q", 1, "--reference");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gap__by_hand),
        cmocka_unit_test(test_gap__reference_levels_and_by),
        cmocka_unit_test(test_gap__where_and_all_indicators),
        cmocka_unit_test(test_gap__all_indicators_of_all_definitions),
        cmocka_unit_test(test_gap__one_of_all_that_cannot_be_counted),
        cmocka_unit_test(test_gap__says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
