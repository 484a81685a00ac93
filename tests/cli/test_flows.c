/* tests/cli/test_flows.c: what flows counts is what tally counts, and what it says when something
 * is wrong. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "support/work_run.h"

#define RUN(...) ds_run_program(DS_PROGRAM, NULL, __VA_ARGS__, NULL)

static char *folder, *yaml;

static void refused(ds_run run, int code, const char *words) {
    if (run.code != code || strstr(run.err, words) == NULL)
        fail_msg("%d: %s (expected %d: %s)", run.code, run.err, code, words);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

static void test_flows__say_what_is_wrong(void **state) {
#define FLOWS "flows", folder, "--lang", "en"
    (void)state;
    refused(RUN(FLOWS, "--state", "toestant"), 1, "toestand");
    refused(RUN(FLOWS, "--by", "leerwegg"), 1, "leerweg");
    refused(RUN(FLOWS, "--where", "niveau"), 1, "--where");
    refused(RUN(FLOWS, "--years", "2022-2020"), 2, "--years");
    refused(RUN(FLOWS, "--indicator", "vsv"), 2, "go with --growth");
    refused(RUN(FLOWS, "--growth", "--indicator", "vsv", "--by", "niveau", "--edges"), 2,
            "without --edges");
    refused(RUN(FLOWS, "--growth", "--indicator", "vsv"), 2, "growth asks for one --indicator");
    refused(RUN(FLOWS, "--growth", "--indicator", "vsv,switch", "--by", "niveau"), 2,
            "growth asks for one --indicator");
    refused(RUN(FLOWS, "--growth", "--indicator", "vsv", "--by", "niveau", "--years", "1950"), 1,
            "nothing was counted");
#undef FLOWS
}

/* The numbers behind the last comma but back of the lines of a csv that begin with start, added up.
 */
static long add_column(const char *csv, const char *start, int back) {
    long sum = 0;
    for (const char *line = csv; *line != '\0'; line = strchr(line, '\n') + 1) {
        const char *at = strchr(line, '\n');
        if (strncmp(line, start, strlen(start)) != 0) continue;
        for (int commas = back + 1; commas > 0; commas--)
            do
                at--;
            while (*at != ',');
        sum += strtol(at + 1, NULL, 10);
    }
    return sum;
}

/* From a state is who was in it, to a state who is: by the year. */
static void test_flows__count_what_tally_counts(void **state) {
    ds_run flows = RUN("flows", folder, "--state", "soort", "--format", "csv");
    ds_run away =
        RUN("flows", folder, "--state", "soort", "--where", "soort = 'geen'", "--format", "csv");
    ds_run tally = RUN("tally", folder, "--definitions", yaml, "--indicator", "er", "--by", "soort",
                       "--format", "csv");
    (void)state;
    if (flows.code != 0 || tally.code != 0) fail_msg("%s %s", flows.err, tally.err);
    assert_true(strncmp(flows.out, "schooljaar,van,naar,aantal,aandeel_van,aandeel_naar\n", 51) ==
                0);
    assert_true(add_column(tally.out, "er,2021,mbo", 2) > 0);
    assert_int_equal(add_column(flows.out, "2021,mbo,", 2),
                     add_column(tally.out, "er,2021,mbo", 2));
    assert_int_equal(add_column(flows.out, "2021,vmbo,", 2),
                     add_column(tally.out, "er,2021,vmbo", 2));
    assert_string_equal(away.out, "schooljaar,van,naar,aantal,aandeel_van,aandeel_naar\n");
    ds_run_done(&flows);
    ds_run_done(&away);
    ds_run_done(&tally);
}

static int make_folder(void **state) {
    ds_run run;
    (void)state;
    folder = ds_test_folder();
    ds_work_deliver(folder);
    yaml = ds_test_write_string(
        folder, "er.yaml",
        "indicators: [{id: er, population: ingeschreven, event: ingeschreven}]\n");
    run = RUN("import", folder);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    ds_free(yaml);
    ds_test_folder_remove(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flows__say_what_is_wrong),
        cmocka_unit_test(test_flows__count_what_tally_counts),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
