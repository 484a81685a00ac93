/* tests/cli/test_usage.c: how the program is called: wrong usage gives exit code 2 and says how it
 * should be, in the language that was asked for; results go to standard output and nothing else
 * does. */
#include "cli/work_help.h"

#define RUN(...) ds_run_program(DS_PROGRAM, NULL, __VA_ARGS__, NULL)

static void wrong(ds_run run, const char *says) {
    if (run.code != 2 || strstr(run.err, says) == NULL)
        fail_msg("code %d, does not say '%s': %s", run.code, says, run.err);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

static void test_usage__wrong_calls(void **state) {
    (void)state;
    wrong(ds_run_program(DS_PROGRAM, NULL, NULL), "doorstroom OPDRACHT");
    wrong(RUN("imprt"), "onbekende opdracht 'imprt'; bedoelde u import?");
    wrong(RUN("frobnicate"), "onbekende opdracht 'frobnicate'");
    wrong(RUN("tally", folder, "--indcator", "vsv"), "--indicator");
    wrong(RUN("tally", folder, "--indicator"), "een waarde nodig: --indicator");
    wrong(RUN("tally", folder, "--part", "4/3"), "--part");
    wrong(RUN("tally", folder, "--part", "0/3"), "--part");
    wrong(RUN("tally", folder, "--part", "1"), "--part");
    wrong(RUN("tally", folder, "--by", "niveau,,soort", "--indicator", "vsv", "--definitions",
              DEFINITIONS),
          "--by");
    wrong(RUN("import", folder, "nog", "een"), "te veel argumenten: nog");
    wrong(RUN("import", folder, "--format", "xml"),
          "--format: verwacht table, csv, json, html, xlsx, docx, dta of sav");
    wrong(RUN("import", folder, "--lang", "fr"), "--lang: verwacht nl of en");
    wrong(RUN("import", folder, "--threads", "0"), "--threads: verwacht een geheel getal");
    wrong(RUN("import", folder, "--threads", "2x"), "--threads");
    wrong(RUN("tally", folder, "--by", "niveau", "--by", "leerweg"), "staat twee keer: --by");
    wrong(RUN("define", folder, "--list", "--list"), "staat twee keer: --list");
    wrong(RUN("key", "/nergens/sleutel", "--format", "csv"), "key schrijft table of json");
    wrong(RUN("define", folder), "--list, --check");
    wrong(RUN("simulate", folder, "--persons", "-5"), "--persons");
    register_as_before();
}

/* --option=value is --option value, wherever words are read. */
static void test_usage__a_value_behind_its_option(void **state) {
    ds_run a, b;
    (void)state;
    a = RUN("define", "--list", "--format", "csv", "--lang", "en");
    b = RUN("--lang=en", "define", "--list", "--format=csv");
    assert_int_equal(a.code + b.code, 0);
    assert_string_equal(a.out, b.out);
    ds_run_done(&a);
    ds_run_done(&b);
    a = RUN("define", "--sql=vsv", "--where=niveau = 2", "--lang=en");
    if (a.code != 0 || strstr(a.out, "niveau = 2") == NULL) fail_msg("%s", a.err);
    ds_run_done(&a);
    wrong(RUN("--lang=en"), "doorstroom COMMAND");
    wrong(RUN("--lang=en", "imprt"), "unknown command 'imprt'");
    wrong(RUN("tally", folder, "--indcator=geheim"),
          "onbekende optie '--indcator'; bedoelde u --indicator?");
    wrong(RUN("tally", folder, "--interval=ja"), "deze optie heeft geen waarde: --interval");
    wrong(RUN("tally", folder, "--by=niveau", "--by", "leerweg"), "staat twee keer: --by");
    wrong(RUN("tally", folder, "--part=4/3"), "--part: verwacht i/n");
}

static void ends_with_one(ds_run run, const char *says) {
    if (run.code != 1 || strstr(run.err, says) == NULL)
        fail_msg("code %d, does not say '%s': %s", run.code, says, run.err);
    ds_run_done(&run);
}

/* The option, what was meant, where to look. */
static void test_usage__what_is_meant(void **state) {
    char *empty = ds_test_folder(), path[4096];
    (void)state;
    ends_with_one(
        RUN("define", "--sql", "vsv", "--by", "leerweg,nivo"),
        "--by: kolom 9: de naam 'nivo' is er niet; bedoelt u 'niveau'? (alle kolommen: doorstroom "
        "define --columns)");
    ends_with_one(
        RUN("define", "--sql", "vsv", "--by", "qqq", "--lang", "en"),
        "--by: column 1: there is no name 'qqq' (all columns: doorstroom define --columns)");
    (void)snprintf(path, sizeof path, "%s/nergens/x.csv", empty);
    ends_with_one(RUN("define", "--list", "--out", path), "/nergens bestaat niet");
    ends_with_one(RUN("import", empty), "doorstroom demo MAP");
    wrong(RUN("tally", folder, "--shares-of", "personen"), "--shares-of hoort bij --shares");
    ds_test_folder_remove(empty);
}

/* Whoever asks for a person that is not there hears how to find one that is. */
static void test_usage__why_names_who_is_there(void **state) {
    char *work = ds_test_folder();
    ds_run run = RUN("demo", work, "--persons", "1000");
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    ends_with_one(RUN("why", work, "--indicator", "vsv", "--person", "1001"), "--persons");
    ds_test_folder_remove(work);
}

/* help COMMAND and COMMAND -h are COMMAND --help. */
static void test_usage__help_of_a_command(void **state) {
    static const char *const calls[][3] = {{"help", "tally", NULL},
                                           {"-h", "tally", NULL},
                                           {"tally", "-h", NULL},
                                           {"help", "serve", NULL},
                                           {"serve", "-h", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        ds_run a = RUN(calls[i][0], calls[i][1]), b = RUN(i < 3 ? "tally" : "serve", "--help");
        assert_int_equal(a.code, 0);
        assert_string_equal(a.out, b.out);
        ds_run_done(&a);
        ds_run_done(&b);
    }
    wrong(RUN("help", "talyl"), "onbekende opdracht 'talyl'; bedoelde u tally?");
}

static void test_usage__wrong_calls_in_english(void **state) {
    (void)state;
    wrong(RUN("imprt", "--lang", "en"), "unknown command 'imprt'; did you mean import?");
    wrong(RUN("import", folder, "--format", "xml", "--lang", "en"), "--format: expected");
    wrong(RUN("tally", "--by", "a", "--by", "b", "--lang", "en"), "stands twice: --by");
    wrong(RUN("--lang", "en"), "doorstroom COMMAND");
    wrong(RUN("--lang", "en", "imprt"), "unknown command 'imprt'");
    wrong(RUN("--lang", "en", "tally", folder, "--part", "4/3"), "--part: expected i/n");
    wrong(RUN("--lang", "fr", "tally", folder), "--lang: verwacht nl of en");
    wrong(RUN("--lang", "en", "tally", folder, "--lang", "nl"), "stands twice: --lang");
    wrong(RUN("tally", folder, "--part", "4/3", "--lang", "en"), "--part: expected i/n");
}

/* The option first, then the first of the environment that is set. */
static void test_usage__language_of_the_environment(void **state) {
    static const struct {
        const char *environment[4];
        bool english;
    } list[] = {
        {{"DOORSTROOM_LANG=en"}, true},
        {{"DOORSTROOM_LANG=en_GB.UTF-8", "LANG=nl_NL.UTF-8"}, true},
        {{"DOORSTROOM_LANG=nl", "LC_ALL=en_US.UTF-8"}, false},
        {{"DOORSTROOM_LANG=", "LC_ALL=en_US.UTF-8", "LANG=nl_NL"}, true},
        {{"LC_ALL=C.UTF-8", "LANG=en_US.UTF-8"}, false},
        {{"LANG=en_US.UTF-8"}, true},
        {{"LANG=english"}, false},
        {{"LANG=de_DE.UTF-8"}, false},
        {{NULL}, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const ds_run_limits limits = {.environment = list[i].environment};
        ds_run run = ds_run_program(DS_PROGRAM, &limits, "--help", NULL);
        assert_int_equal(run.code, 0);
        if ((strstr(run.out, "Commands:") != NULL) != list[i].english) fail_msg("%zu", i);
        ds_run_done(&run);
        run = ds_run_program(DS_PROGRAM, &limits, "tally", "--help", "--lang", "nl", NULL);
        assert_non_null(strstr(run.out, "Opties:"));
        ds_run_done(&run);
        run = ds_run_program(DS_PROGRAM, &limits, "--lang", "en", "tally", "--help", NULL);
        assert_non_null(strstr(run.out, "Options:"));
        ds_run_done(&run);
    }
}

static void helps(ds_run run, const char *says) {
    if (run.code != 0 || strstr(run.out, says) == NULL) fail_msg("%d %s", run.code, run.out);
    assert_string_equal(run.err, "");
    ds_run_done(&run);
}

static void test_usage__help_and_version(void **state) {
    static const char *const commands[] = {"demo",   "import",   "tally",    "routes", "effect",
                                           "match",  "merge",    "link",     "open",   "audit",
                                           "define", "describe", "simulate", "key",    "split",
                                           "maand",  "did",      "duration", "forget", "gather"};
    (void)state;
    helps(RUN("--help"), "Opdrachten:");
    helps(RUN("help"), "Opdrachten:");
    helps(RUN("--help", "--lang", "en"), "Commands:");
    helps(RUN("--version"), "doorstroom ");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        helps(RUN(commands[i], "--help"), "Opties:");
        helps(RUN(commands[i], "--help", "--lang", "en"), "Options:");
    }
    helps(RUN("tally", "--help"), "--format table|csv|json|html ");
    helps(RUN("tally", "--help"), "--definitions BESTAND ");
    helps(RUN("tally", "--help", "--lang", "en"), "--out FILE ");
    helps(RUN("link", "--help", "--lang", "en"), "--schooljaar YEAR ");
    helps(RUN("merge", "--help"), "--format table|csv|json|html ");
    helps(RUN("audit", "--help"), "--format table|csv|json|html ");
    helps(RUN("describe", "--help"), "--format table|csv|json|html ");
}

/* Every line of the csv is data of the indicator; that it is internal stands on standard error. */
static void test_usage__tally_prints_only_data(void **state) {
    ds_run run = RUN("tally", folder, "--indicator", "vsv", "--by", "niveau", "--format", "csv",
                     "--definitions", DEFINITIONS);
    char *rest = run.out;
    (void)state;
    assert_int_equal(run.code, 0);
    assert_string_equal(strsep(&rest, "\n"),
                        "indicator,schooljaar,niveau,teller,noemer,onbekend,percentage");
    assert_true(ds_run_lines(rest) >= 3);
    while (*rest != '\0') {
        char *line = strsep(&rest, "\n");
        size_t commas = 0;
        for (const char *c = line; *c != '\0'; c++)
            commas += *c == ',';
        assert_memory_equal(line, "vsv,", 4);
        assert_int_equal(commas, 6);
    }
    assert_true(strlen(run.err) > 0);
    ds_run_done(&run);
}

static void test_usage__unknown_indicator(void **state) {
    ds_run run =
        RUN("tally", folder, "--indicator", "vvs", "--format", "csv", "--definitions", DEFINITIONS);
    (void)state;
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "vsv"));
    assert_string_equal(run.out, "");
    ds_run_done(&run);
    run =
        RUN("tally", folder, "--indicator", "vsv", "--by", "niveua", "--definitions", DEFINITIONS);
    assert_true(run.code == 1 || run.code == 2);
    assert_non_null(strstr(run.err, "niveau"));
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

/* The same bytes on any number of threads, and an import that piped says nothing while it works. */
static void test_usage__threads_change_nothing(void **state) {
    static const char *const threads[] = {"1", "2", "7"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        ds_run run = RUN("tally", folder, "--by", "niveau,leerweg", "--format", "csv", "--threads",
                         threads[i], "--definitions", DEFINITIONS);
        assert_int_equal(run.code, 0);
        assert_string_equal(run.out, cells);
        ds_run_done(&run);
        run = RUN("import", folder, "--threads", threads[i]);
        assert_int_equal(run.code, 0);
        assert_string_equal(run.err, "");
        ds_run_done(&run);
    }
    register_as_before();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usage__wrong_calls),
        cmocka_unit_test(test_usage__a_value_behind_its_option),
        cmocka_unit_test(test_usage__help_of_a_command),
        cmocka_unit_test(test_usage__what_is_meant),
        cmocka_unit_test(test_usage__why_names_who_is_there),
        cmocka_unit_test(test_usage__wrong_calls_in_english),
        cmocka_unit_test(test_usage__language_of_the_environment),
        cmocka_unit_test(test_usage__help_and_version),
        cmocka_unit_test(test_usage__tally_prints_only_data),
        cmocka_unit_test(test_usage__unknown_indicator),
        cmocka_unit_test(test_usage__threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
