/* tests/cli/test_tables.c: what tally and merge say when what a table should show cannot be, and
 * that the csv of the contract is as it was where nothing is asked. */
#include <string.h>

#include "base/memory.h"
#include "support/work_run.h"

#define RUN(...) ds_run_program(DS_PROGRAM, NULL, __VA_ARGS__, NULL)

static char *folder;

static void refused(ds_run run, int code, const char *words) {
    if (run.code != code || strstr(run.err, words) == NULL)
        fail_msg("%d: %s (expected %d: %s)", run.code, run.err, code, words);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

static void test_tables__say_what_is_wrong(void **state) {
#define TALLY "tally", folder, "--lang", "en", "--indicator", "vsv", "--by", "niveau"
    (void)state;
    refused(RUN(TALLY, "--years", "2022-2020"), 2, "--years: expected school years");
    refused(RUN(TALLY, "--years", "2022,2021"), 2, "--years: expected school years");
    refused(RUN(TALLY, "--years", "twee"), 2, "--years: expected school years");
    refused(RUN(TALLY, "--compare", "gisteren"), 2, "--compare: expected vorig");
    refused(RUN(TALLY, "--totals", "sector"), 2, "--totals: 'sector' is no key");
    refused(RUN(TALLY, "--shares", "sector"), 2, "--shares: 'sector' is no key");
    refused(RUN(TALLY, "--shares", "niveau", "--shares-of", "noemer"), 2, "--shares-of: expected");
    refused(RUN(TALLY, "--shares-of", "teller"), 2, "--shares-of goes with --shares");
    refused(RUN(TALLY, "--keep", "niveau"), 2, "--keep: expected a key");
    refused(RUN(TALLY, "--keep", "sector: groen"), 2, "--keep: expected a key");
    refused(RUN(TALLY, "--pool", "0"), 2, "--pool: expected a whole number");
    refused(RUN(TALLY, "--where", "geslagt = 'v'"), 1, "geslacht");
    refused(RUN(TALLY, "--where", "niveau"), 1, "--where");
    refused(RUN(TALLY, "--groepen", "instelling: deel(ses) > 1"), 2, "--groepen: expected a key");
    refused(RUN(TALLY, "--groepen", "instelling aantal > 1"), 2, "--groepen: expected a key");
    refused(RUN(TALLY, "--groepen", "instelling: aandeel >= 1"), 2, "--groepen: expected a key");
    refused(RUN(TALLY, "--groepen", "instelling: aantal >= veel"), 2, "--groepen: expected a key");
    refused(RUN(TALLY, "--groepen", "instelling: aantal >= 1 soms"), 2, "--groepen: expected");
    refused(RUN(TALLY, "--groepen", "instelling: aandeel(ses) >= 1"), 1, "--groepen");
    refused(RUN(TALLY, "--part", "1/2", "--compare", "vorig"), 2, "of a part (--part)");
    refused(RUN(TALLY, "--same", "instelling", "--years", "1950"), 1, "nothing to count");
    refused(
        RUN("tally", folder, "--lang", "en", "--evaluation", "vakmanschap2", "--where", "ses = 1"),
        2, "without --where");
    refused(RUN(TALLY, "--persons", "--where", "ses = 1"), 2, "--persons asks for one");
#undef TALLY
}

static char *out_of(ds_run run) {
    char *out;
    if (run.code != 0) fail_msg("%d: %s", run.code, run.err);
    out = ds_strdup(run.out);
    ds_run_done(&run);
    return out;
}

#define CSV "tally", folder, "--indicator", "vsv", "--by", "niveau,leerweg", "--format", "csv"

/* A rule that everybody holds changes nothing; neither does one over the years together. */
static void test_tables__what_leaves_nobody_out_is_the_same(void **state) {
    char *plain = out_of(RUN(CSV));
    char *others[] = {out_of(RUN(CSV, "--pool", "1")), out_of(RUN(CSV, "--where", "ingeschreven")),
                      out_of(RUN(CSV, "--groepen", "instelling: aantal >= 1 samen")),
                      out_of(RUN(CSV, "--years", "2000-2060"))};
    (void)state;
    assert_non_null(strstr(plain, "indicator,schooljaar,niveau,leerweg,teller,noemer,onbekend,"
                                  "percentage\n"));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_string_equal(others[i], plain);
        ds_free(others[i]);
    }
    ds_free(plain);
}

/* Who is narrowed away and who stays are together everybody. */
static void test_tables__where_and_its_opposite_add_up(void **state) {
    char *a = out_of(RUN(CSV, "--where", "geslacht = 'v'"));
    char *b = out_of(RUN(CSV, "--where", "not (geslacht = 'v')"));
    char *c = out_of(RUN(CSV, "--where", "geslacht is null"));
    char *plain = out_of(RUN(CSV)), *merged;
    char *paths[3];
    (void)state;
    paths[0] = ds_test_write_string(folder, "a.csv", a);
    paths[1] = ds_test_write_string(folder, "b.csv", b);
    paths[2] = ds_test_write_string(folder, "c.csv", c);
    merged = out_of(RUN("merge", paths[0], paths[1], paths[2], "--format", "csv"));
    assert_string_equal(merged, plain);
    for (size_t i = 0; i < 3; i++)
        ds_free(paths[i]);
    ds_free(a);
    ds_free(b);
    ds_free(c);
    ds_free(plain);
    ds_free(merged);
}

/* Cells beside which somebody put their totals: a total of these would count twice. */
static void test_tables__a_total_of_totals_is_refused(void **state) {
    char *totals = out_of(RUN(CSV, "--totals", "leerweg"));
    char *path = ds_test_write_string(folder, "t.csv", totals);
    (void)state;
    refused(RUN("merge", path, "--totals", "", "--lang", "en"), 1, "would count twice");
    ds_free(path);
    ds_free(totals);
}

static int make_folder(void **state) {
    ds_run run;
    (void)state;
    folder = ds_test_folder();
    ds_work_deliver(folder);
    run = RUN("import", folder);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables__say_what_is_wrong),
        cmocka_unit_test(test_tables__what_leaves_nobody_out_is_the_same),
        cmocka_unit_test(test_tables__where_and_its_opposite_add_up),
        cmocka_unit_test(test_tables__a_total_of_totals_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
