/* tests/cli/test_did.c: doorstroom did, as a user runs it: numbers worked out by hand, both ways to
 * say when a vestiging begins, and what is wrong. */
#include "cli/match_help.h"

/* Means are exact: a: 2/8 → 4/8, c: 1/8 → 2/8, so that the difference is 1/8. d has nobody in 2015,
 * the year before it begins. */
static const char cells[] = "v,jaar,mee,start,y,n\n"
                            "a,2015,nee,2016,1,2\na,2015,nee,2016,0,6\n"
                            "a,2016,ja,2016,1,3\na,2016,nee,2016,1,1\na,2016,nee,2016,0,4\n"
                            "c,2015,nee,0,1,1\nc,2015,nee,0,0,7\n"
                            "c,2016,nee,0,1,2\nc,2016,nee,0,0,6\n"
                            "d,2016,ja,2016,1,7\n"
                            "e,2015,,0,1,3\n,2015,nee,0,1,2\n";

static char *folder, *path;

static int make_table(void **state) {
    (void)state;
    folder = ds_test_folder();
    path = ds_test_write_string(folder, "cellen.csv", cells);
    return 0;
}

static int remove_table(void **state) {
    (void)state;
    ds_free(path);
    ds_test_folder_remove(folder);
    return 0;
}

static void says_in(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("does not say '%s': %s", words, text);
}

static void test_did__by_hand(void **state) {
    static const char *const ways[] = {"--treatment mee", "--starts start"};
    (void)state;
    for (int i = 0; i < 2; i++) {
        ds_run run = run_words("did --data %s --unit v --time jaar --outcome y --count n %s "
                               "--format csv",
                               path, ways[i]);
        if (run.code != 0) fail_msg("%s", run.err);
        says_in(run.out, "outcome,soort,afstand,start,schooljaar,verschil,se,");
        says_in(run.out, "\ny,totaal,,,,0.125,,,,1,,,,8,8,1,1\n");
        says_in(run.out, "\ny,groep,0,2016,2016,0.125,,,,,,,,8,8,1,1\n");
        says_in(run.err, "zonder jaar voor de start (1): d");
        says_in(run.err, "intern");
        ds_run_done(&run);
    }
}

static void test_did__says_what_is_left_out(void **state) {
    ds_run run = run_words("did --data %s --unit v --time jaar --outcome y --count n "
                           "--treatment mee",
                           path);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "weggelaten, want deelname onbekend: 3");
    says_in(run.out, "weggelaten, want vestiging onbekend: 2");
    says_in(run.out, "geen twee jaren voor een start");
    ds_run_done(&run);
    run = run_words("did --data %s --unit v --time jaar --outcome y --count n --treatment mee "
                    "--format json",
                    path);
    says_in(run.out, "\"openbaarheid\": \"intern\"");
    says_in(run.out, "\"zonder_jaar_ervoor\"");
    ds_run_done(&run);
}

static void test_did__wrong(void **state) {
    static const struct {
        const char *words, *says;
        int code;
    } list[] = {
        {"--unit v --time jaar --outcome y", "--treatment of --starts", DS_USAGE},
        {"--unit v --time jaar --outcome y --treatment mee --starts start", "een van beide",
         DS_USAGE},
        {"--time jaar --outcome y --treatment mee", "--unit", DS_USAGE},
        {"--unit v --outcome y --treatment mee", "--time", DS_USAGE},
        {"--unit v --time jaar --treatment mee", "--outcome", DS_USAGE},
        {"--unit v --time jaar,n --outcome y --treatment mee", "--time", DS_USAGE},
        {"--unit v --time jaar --outcome y --treatment mee --controls x", "nog_niet", DS_USAGE},
        {"--unit v --time jaar --outcome y --treatment mee --replicates 0", "--replicates",
         DS_USAGE},
        {"--unit v --time v --outcome y --treatment mee", "verwacht een getal", DS_INPUT},
        {"--unit v --time n --outcome y --starts jaar", "twee startjaren", DS_INPUT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        ds_run run = run_words("did --data %s %s", path, list[i].words);
        if (run.code != list[i].code) fail_msg("%s: %d %s", list[i].words, run.code, run.err);
        says_in(run.err, list[i].says);
        ds_run_done(&run);
    }
}

/* ---- of an evaluation ---- */

static const char evaluation[] =
    "evaluations:\n"
    "  - id: v\n"
    "    population: soort = 'vmbo' and leerjaar = 3\n"
    "    cohorten: 2014-2019\n"
    "    treated: route = 'vakmanschap2'\n"
    "    controls: route is null\n"
    "    covariates: [geslacht]\n"
    "    voor_en_na: nog_niet\n"
    "    deelgroepen: [geslacht, schooljaar]\n"
    "    outcomes:\n"
    "      - {id: mbo, years: [2, 3], event: \"soort[t+k] = 'mbo'\"}\n";

static void test_did__of_an_evaluation(void **state) {
    char *yaml = ds_test_write_string(folder, "e.yaml", evaluation);
    ds_run run = run_words("simulate %s/land --persons 20000 --seed 1", folder);
    (void)state;
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    run = run_words("import %s/land", folder);
    assert_int_equal(run.code, 0);
    ds_run_done(&run);
    run = run_words("effect %s/land --definitions %s --replicates 20 --format csv --table "
                    "voor_en_na",
                    folder, yaml);
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "evaluation,outcome,jaar_na_start_persoon,soort,afstand,start,schooljaar,");
    says_in(run.out, "\nv,mbo,2,totaal,");
    says_in(run.out, "\nv,mbo,3,groep,");
    assert_null(strstr(run.err, "zonder jaar voor de start")); /* of which row, csv cannot say */
    ds_run_done(&run);
    run = run_words("effect %s/land --definitions %s --replicates 20", folder, yaml);
    says_in(run.out, "deelgroepen: is het effect voor wie anders is anders?");
    says_in(run.out, "voor en na de start op een vestiging: mbo, jaar 2 (%)");
    says_in(run.out, "beginnen nooit.");
    says_in(run.out, "een vestiging met alleen een andere route");
    assert_null(strstr(run.out, "voor en na de start op een vestiging: mbo, jaar 3"));
    ds_run_done(&run);
    run = run_words("effect %s/land --definitions %s --replicates 20 --exact leerweg "
                    "--resample persons",
                    folder, yaml);
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "geen deelgroepen naar schooljaar");
    says_in(run.out, "een van losse personen (--resample persons)");
    ds_run_done(&run);
    run = run_words("effect %s/land --definitions %s --replicates 20 --format json", folder, yaml);
    says_in(run.out, "\"vergeleken_met\": \"nog_niet\"");
    ds_run_done(&run);
    run = run_words("effect %s/land --definitions %s --replicates 20 --format csv --table "
                    "deelgroepen",
                    folder, yaml);
    says_in(run.out, "evaluation,outcome,jaar,kenmerk,niveau,n_behandeld,n_controle,verschil,");
    says_in(run.out, "\nv,mbo,2,geslacht,m,");
    says_in(run.out, "\nv,mbo,3,schooljaar,2016,");
    ds_run_done(&run);
    ds_free(yaml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_did__by_hand),
        cmocka_unit_test(test_did__says_what_is_left_out),
        cmocka_unit_test(test_did__wrong),
        cmocka_unit_test(test_did__of_an_evaluation),
    };
    return cmocka_run_group_tests(tests, make_table, remove_table);
}
