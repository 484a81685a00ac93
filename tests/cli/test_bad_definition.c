/* tests/cli/test_bad_definition.c: definitions that are wrong in every way, given to the real
 * program: one line with file, line and column, and exit code 1. */
#include "cli/work_help.h"

/* A file with one indicator, whose expressions begin at column 17 of lines 5 and 6. */
#define FILE_OF(terms, population, event)                                                          \
    "terms:\n  ok: niveau >= 2\n" terms "indicators:\n"                                            \
    "  - {id: proef, name: Proef, source: een toets, better: lower,\n"                             \
    "     population: \"" population "\",\n     event: \"" event "\"}\n"

typedef struct bad {
    const char *data;
    unsigned line, column;
    const char *nl, *en; /* words that must be in the message */
} bad;

static char *path;

/* The message of define --check in one language, looked at as to its form; the caller's. */
static void check(const bad *b, const char *lang, const char *says) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "define", "--check", path, "--lang", lang, NULL);
    const bool dutch = strcmp(lang, "nl") == 0;
    char place[DS_PATH_SIZE + 100];
    (void)snprintf(place, sizeof place,
                   dutch ? "%s: regel %u, kolom %u: " : "%s: line %u, column %u: ", path, b->line,
                   b->column);
    if (run.code != 1 || ds_run_lines(run.err) != 1)
        fail_msg("code %d, %s: %s", run.code, says, run.err);
    if (strncmp(run.err, place, strlen(place)) != 0) fail_msg("not at %s: %s", place, run.err);
    if (strstr(run.err, says) == NULL) fail_msg("does not say %s: %s", says, run.err);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

static void test_bad_definition__every_way(void **state) {
    static const bad list[] = {
        {FILE_OF("", "soort = 'mbo' and nivea < 2", "ok"), 5, 37, "niveau", "niveau"},
        {FILE_OF("", "soort = 'mbo'", "gediplomert"), 6, 14, "gediplomeerd", "gediplomeerd"},
        {FILE_OF("", "soort = 'gymnasium'", "ok"), 5, 27, "gymnasium", "gymnasium"},
        {FILE_OF("", "soort < 'mbo'", "ok"), 5, 25, "geen volgorde", "no order"},
        {FILE_OF("", "niveau = 'hoog'", "ok"), 5, 28, "verwachtte een getal", "expected a number"},
        {FILE_OF("", "niveau", "ok"), 5, 19, "verwachtte ja of nee", "expected yes or no"},
        {FILE_OF("", "soort = 'mbo'", "niveau[t+x] > 1"), 6, 23,
         "'x', verwachtte een heel aantal schooljaren", "expected a whole number of school years"},
        {FILE_OF("", "soort = 'mbo'", "niveau[t+21] > 1"), 6, 23, "20", "20"},
        {FILE_OF("", "soort = 'mbo'", "niveau > "), 6, 22, "vond het einde", "found the end"},
        {FILE_OF("", "soort = 'mbo", "ok"), 5, 27, "aanhalingsteken", "quote"},
        {FILE_OF("", "(soort = 'mbo'", "ok"), 5, 33, "haakje )", "parenthesis )"},
        {FILE_OF("  a: b and ok\n  b: a or ok\n", "a", "ok"), 4, 6, "a → b → a",
         "circular: a → b → a"},
        {"indicators:\n  - [1\n", 3, 1, "YAML", "YAML"},
        {"indicators: 3\n", 1, 13, "verwachtte een lijst", "expected a list"},
        {"indicatoren: []\n", 1, 1, "indicatoren", "indicatoren"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        path = ds_test_write_string(folder, "eigen.yaml", list[i].data);
        check(&list[i], "nl", list[i].nl);
        check(&list[i], "en", list[i].en);
        ds_free(path);
    }
}

static void test_bad_definition__ten_thousand_parentheses(void **state) {
    enum { DEEP = 10000 };
    static const char before[] =
        "indicators:\n  - id: diep\n    name: Diep\n    source: een toets\n"
        "    event: niveau = 1\n    population: ";
    char *text = ds_calloc(sizeof before + 2 * DEEP + 20, 1);
    size_t size = sizeof before - 1;
    const bad b = {text, 6, 217, "", ""};
    (void)state;
    memcpy(text, before, size);
    memset(text + size, '(', DEEP);
    size += DEEP;
    memcpy(text + size, "niveau = 1", 10);
    memset(text + size + 10, ')', DEEP);
    path = ds_test_write_string(folder, "eigen.yaml", text);
    check(&b, "nl", "200");
    check(&b, "en", "200");
    ds_free(path);
    ds_free(text);
}

static void test_bad_definition__files_that_are_none(void **state) {
    ds_run run;
    (void)state;
    run = ds_run_program(DS_PROGRAM, NULL, "define", "--check", "/nergens/x.yaml", NULL);
    assert_int_equal(run.code, 1);
    assert_string_equal(run.err, "/nergens/x.yaml: kan het niet openen: het bestaat niet\n");
    ds_run_done(&run);
    run = ds_run_program(DS_PROGRAM, NULL, "define", "--check", "/tmp", NULL);
    assert_int_equal(run.code, 1);
    assert_int_equal(ds_run_lines(run.err), 1);
    ds_run_done(&run);
    path = ds_test_write(folder, "nul.yaml", "terms:\n  a: \0\n", 14);
    run = ds_run_program(DS_PROGRAM, NULL, "define", "--check", path, NULL);
    assert_int_equal(run.code, 1);
    assert_int_equal(ds_run_lines(run.err), 1);
    ds_run_done(&run);
    ds_free(path);
}

/* A wrong file in the work folder's own definities/ is told, with its place; what it defines is not
 * there, and nothing of it is printed. What other files define is. */
static void test_bad_definition__in_the_work_folder(void **state) {
    char *own = ds_test_write_string(folder, "definities/eigen.yaml",
                                     FILE_OF("", "soort = 'mbo' and nivea < 2", "ok"));
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator", "proef",
                                "--format", "csv", NULL);
    ds_error err;
    (void)state;
    assert_int_equal(run.code, 1);
    assert_string_equal(run.out, "");
    assert_int_equal(ds_run_lines(run.err), 2);
    assert_non_null(strstr(run.err, "definities/eigen.yaml: regel 5, kolom 37: "));
    assert_non_null(strstr(strchr(run.err, '\n'), "niet gelezen: "));
    ds_run_done(&run);
    run = ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator", "vsv", "--format", "csv",
                         NULL);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "indicator,schooljaar,teller"));
    assert_non_null(strstr(run.err, "definities/eigen.yaml: regel 5, kolom 37: "));
    ds_run_done(&run);
    assert_int_equal(ds_file_remove(own, &err), DS_OK);
    ds_free(own);
    register_as_before();
}

static void test_bad_definition__good_one(void **state) {
    ds_run run;
    (void)state;
    path = ds_test_write_string(folder, "eigen.yaml", FILE_OF("", "soort = 'mbo'", "ok"));
    run = ds_run_program(DS_PROGRAM, NULL, "define", "--check", path, NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    assert_string_equal(run.err, "");
    assert_int_equal(ds_run_lines(run.out), 1);
    ds_run_done(&run);
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_definition__every_way),
        cmocka_unit_test(test_bad_definition__ten_thousand_parentheses),
        cmocka_unit_test(test_bad_definition__files_that_are_none),
        cmocka_unit_test(test_bad_definition__in_the_work_folder),
        cmocka_unit_test(test_bad_definition__good_one),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
