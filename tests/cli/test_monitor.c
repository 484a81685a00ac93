/* tests/cli/test_monitor.c: doorstroom monitor, as a user runs it: tables of a made register, what
 * there is, and what is wrong. */
#include "cli/match_help.h"

static char *folder;

static int make_folder(void **state) {
    ds_run run;
    (void)state;
    folder = ds_test_folder();
    run = run_words("simulate %s --persons 3000 --seed 4", folder);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    run = run_words("import %s", folder);
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

/* What the made deliveries were made of: table 7.1 to the euro. */
static void test_monitor__money_to_the_euro(void **state) {
    ds_run run = run_words("monitor %s --tabel T7.1 --format csv", folder);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "tabel,indicator,jaar,doelstelling,niveau,leerweg,agenda,kenmerk,groep,"
                     "eenheid,maat,klasse,n,waarde,se,laag,hoog,ontbreekt,reden\n");
    says_in(run.out, "T7.1,,2024,1.1,,,,,,agenda,besteed,,49,27070268,");
    says_in(run.out, ",besteed,totaal,49,321957601,");
    says_in(run.err, "intern");
    ds_run_done(&run);
}

/* All tables, and those that cannot be filled with the reason. */
static void test_monitor__whole(void **state) {
    static const char *const forms[] = {"csv", "json", "html", "table"};
    (void)state;
    for (int i = 0; i < 4; i++) {
        ds_run run = run_words("monitor %s --format %s --lang en", folder, forms[i]);
        if (run.code != 0) fail_msg("%s", run.err);
        says_in(run.out, "F8.22");
        says_in(run.out, "S3");
        ds_run_done(&run);
    }
}

static void test_monitor__list(void **state) {
    ds_run run = run_words("monitor --list --format csv");
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "tabel,soort,eenheid,titel,titel_en\n");
    says_in(run.out, "\nF4.3,klassen,agenda,");
    ds_run_done(&run);
}

static void test_monitor__wrong(void **state) {
    static const struct {
        const char *words;
        int code;
        const char *says;
    } cases[] = {{"--tabel F4.33", DS_USAGE, "F4.3"},
                 {"--versie nieuw", DS_USAGE, "aangepast"},
                 {"--jaar 12", DS_USAGE, "--jaar"},
                 {"--cells nergens.csv --tabel F4.3", DS_INPUT, "nergens.csv"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_run run = run_words("monitor %s %s", folder, cases[i].words);
        assert_int_equal(run.code, cases[i].code);
        says_in(run.err, cases[i].says);
        ds_run_done(&run);
    }
}

/* A plan of the user goes before the program's; a fault in it has its place. */
static void test_monitor__own_plan(void **state) {
    static const char good[] =
        "monitor: {begin: 2024}\n"
        "doelstellingen: [{id: \"1.3\", name: a, name_en: a}]\n"
        "indicatoren: [{id: x, indicator: nergens, doelstelling: \"1.3\", name: a, name_en: a,\n"
        "  bron: b, start: 2022, heden: -2}]\n"
        "tabellen: [{id: X, soort: waarden, titel: a, titel_en: a}]\n";
    char *path = ds_test_write_string(folder, "definities/monitor.yaml", good);
    ds_run run = run_words("monitor %s --format csv", folder);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "geen_definitie");
    ds_run_done(&run);
    ds_free(path);
    path = ds_test_write_string(folder, "definities/monitor.yaml", "monitor:\n  begni: 2024\n");
    run = run_words("monitor %s", folder);
    assert_int_equal(run.code, DS_INPUT);
    says_in(run.err, "monitor.yaml");
    says_in(run.err, "1");
    ds_run_done(&run);
    run = run_words("define %s --list", folder); /* it is no definition */
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_monitor__money_to_the_euro),
        cmocka_unit_test(test_monitor__whole),
        cmocka_unit_test(test_monitor__list),
        cmocka_unit_test(test_monitor__wrong),
        cmocka_unit_test(test_monitor__own_plan),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
