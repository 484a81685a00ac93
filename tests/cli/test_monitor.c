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

/* The lowest and highest of groups of at least 30; the total of the level has them too. */
static void test_monitor__extremes(void **state) {
    static const char plan[] =
        "monitor: {begin: 2024}\n"
        "doelstellingen: [{id: \"1.3\", name: a, name_en: a}]\nindicatoren: []\n"
        "tabellen: [{id: N, soort: telling, titel: a, titel_en: a, indicator: vsv,\n"
        "  by: [niveau, hoofdgroep], totalen: [[hoofdgroep], []], uitersten: hoofdgroep}]\n";
    char *paths[] = {
        ds_test_write_string(folder, "definities/monitor.yaml", plan),
        ds_test_write_string(
            folder, "vsv.csv",
            "indicator,schooljaar,niveau,hoofdgroep,teller,noemer,onbekend,percentage\n"
            "vsv,2022,1,a,9,20,0,\nvsv,2022,1,b,5,50,0,\nvsv,2022,1,c,9,45,0,\n"
            "vsv,2022,2,a,1,50,0,\nvsv,2022,2,b,3,100,0,\n")};
    ds_run run = run_words("monitor %s --cells %s --format csv", folder, paths[1]);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, ",1,,,hoofdgroep,b,persoon,laagste,,50,10,");
    says_in(run.out, ",1,,,hoofdgroep,c,persoon,hoogste,,45,20,");
    says_in(run.out, ",2,,,hoofdgroep,a,persoon,laagste,,50,2,");
    says_in(run.out, ",totaal,,,hoofdgroep,b,persoon,laagste,,150,5.33");
    says_in(run.out, ",totaal,,,hoofdgroep,c,persoon,hoogste,,45,20,");
    if (strstr(run.out, "hoofdgroep,totaal,persoon,laagste") != NULL) fail_msg("%s", run.out);
    ds_run_done(&run);
    if (remove(paths[0]) != 0) fail_msg("%s", paths[0]);
    ds_free(paths[0]);
    ds_free(paths[1]);
}

static void says_not(const char *text, const char *words) {
    if (strstr(text, words) != NULL) fail_msg("says '%s': %s", words, text);
}

/* People read words, machines codes: bands, pairs of classes, levels, reasons. */
static void test_monitor__words(void **state) {
    static const struct {
        const char *lang, *says[6];
    } people[] = {{"nl", {"20 tot 30", "50 of meer", "niveau 1, bbl", "tegen start", "leerweg"}},
                  {"en", {"20 up to 30", "50 or more", "level 1, bbl", "against start", "source"}}};
    ds_run run;
    (void)state;
    for (size_t l = 0; l < 2; l++) {
        run = run_words("monitor %s --tabel F2.1,F4.6,T8.1,T8.3,S1,S3 --lang %s", folder,
                        people[l].lang);
        if (run.code != 0) fail_msg("%s", run.err);
        for (size_t i = 0; people[l].says[i] != NULL; i++)
            says_in(run.out, people[l].says[i]);
        says_not(run.out, "[20,30)");
        says_not(run.out, "onbetrouwbaar");
        if (l == 1) says_not(run.out, "kwadrant");
        ds_run_done(&run);
    }
    run = run_words("monitor %s --tabel F2.1,F4.6 --format csv --csv rfc --lang en", folder);
    says_in(run.out, "[20,30)");
    says_in(run.out, ",start,");
    says_in(run.out, ",>=50,");
    ds_run_done(&run);
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
                 {"--banden 20,20", DS_USAGE, "'20,20'"},
                 {"--banden ,", DS_USAGE, "--banden"},
                 {"--drempels 40", DS_USAGE, "--drempels"},
                 {"--drempels >=", DS_USAGE, "--drempels"},
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

#define OWN_PLAN                                                                                   \
    "monitor: {begin: 2024}\n"                                                                     \
    "doelstellingen: [{id: \"1.3\", name: a, name_en: a}]\nindicatoren: []\n"                      \
    "tabellen: [{id: N, soort: telling, titel: a, titel_en: a, indicator: eigen,\n"                \
    "  by: [instelling, niveau], totalen: [[niveau]], norm: ja, jaren: [2012, 2012]}]\n"
#define OWN_DEFINITION                                                                             \
    "indicators: [{id: eigen, better: lower, population: ingeschreven, event: ingeschreven,\n"     \
    "  norm: eigen.csv}]\n"

static ds_run norms_of(const char *list, const char *words) {
    char *paths[] = {
        ds_test_write_string(folder, "definities/monitor.yaml", OWN_PLAN),
        ds_test_write_string(folder, "definities/eigen.yaml", OWN_DEFINITION),
        ds_test_write_string(folder, "codes/eigen.csv", list),
        ds_test_write_string(
            folder, "eigen.csv",
            "indicator,schooljaar,instelling,niveau,teller,noemer,onbekend,percentage\n"
            "eigen,2009,C,2,9,9,0,\neigen,2010,B,2,1,15,0,\neigen,2010,C,2,1,5,0,\n"
            "eigen,2011,B,2,1,10,0,\neigen,2012,A,2,4,40,0,\neigen,2012,B,2,1,5,0,\n"
            "eigen,2012,C,2,0,5,0,\neigen,2012,D,2,30,100,0,\n"
            "eigen,2012,E,2,21,100,0,\neigen,2012,E,3,21,100,0,\n")};
    ds_run run = run_words("monitor %s --cells %s --format csv %s", folder, paths[3], words);
    for (size_t i = 0; i < 3; i++)
        if (remove(paths[i]) != 0) fail_msg("%s", paths[i]);
    for (size_t i = 0; i < 4; i++)
        ds_free(paths[i]);
    return run;
}

/* Good is at most 10, enough at most 20; of fewer than 30, three years together: B has 3 of 30
 * then, C stays at 10. The level has 56 of 250. */
static void test_monitor__norms(void **state) {
    static const char *const says[] = {"instelling,A,persoon,norm,hoog,40,10,",
                                       "instelling,B,persoon,norm,hoog,30,10,",
                                       "instelling,C,persoon,norm,te_klein,10,10,",
                                       "instelling,D,persoon,norm,onder,100,30,",
                                       "instelling,E,persoon,norm,onder,100,21,",
                                       "instelling,E,persoon,norm,geen_norm,100,21,",
                                       "instelling,totaal,persoon,norm,onder,250,22.4,",
                                       "instelling,E,persoon,norm_voldoende,,,20,",
                                       "instelling,E,persoon,norm_hoog,,,10,"};
    ds_run run = norms_of("indicator,niveau,vanaf,tot,voldoende,hoog,minimum_noemer,bron\n"
                          "eigen,2,2012,2012,20,10,30,keuze\n",
                          "");
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        says_in(run.out, says[i]);
    says_in(strstr(run.out, "instelling,B,persoon,norm,hoog"), "jaren_samen\n");
    ds_run_done(&run);
}

/* The nearest indicator, with the place of the name in the list. */
static void test_monitor__norm_of_nothing(void **state) {
    ds_run run = norms_of("indicator,niveau,voldoende\neigen,2,20\neigenn,3,20\n", "--lang nl");
    (void)state;
    assert_int_equal(run.code, DS_INPUT);
    says_in(run.err, "eigen.csv");
    says_in(run.err, "'eigen'");
    says_in(run.err, "3");
    ds_run_done(&run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_monitor__money_to_the_euro),
        cmocka_unit_test(test_monitor__whole),
        cmocka_unit_test(test_monitor__words),
        cmocka_unit_test(test_monitor__list),
        cmocka_unit_test(test_monitor__extremes),
        cmocka_unit_test(test_monitor__wrong),
        cmocka_unit_test(test_monitor__norms),
        cmocka_unit_test(test_monitor__norm_of_nothing),
        cmocka_unit_test(test_monitor__own_plan),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
