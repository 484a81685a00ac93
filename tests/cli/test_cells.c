/* tests/cli/test_cells.c: cells of parts as json, merged, are what the whole says, byte for byte,
 * also of parts that were split and imported apart; and an evaluation from them is that of the
 * register. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/work_run.h"

enum { PARTS = 3 };

static char *folder;

static void run_well(ds_run run) {
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
}

static int set_up(void **state) {
    (void)state;
    folder = ds_test_folder();
    run_well(ds_run_program(DS_PROGRAM, NULL, "simulate", folder, "--persons", "4000", "--seed",
                            "3", NULL));
    run_well(ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL));
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

/* folder/name, in one of some buffers. */
static const char *path_to(const char *name) {
    static char paths[8][DS_PATH_SIZE];
    static size_t next;
    char *path = paths[next++ % 8];
    (void)snprintf(path, DS_PATH_SIZE, "%s/%s", folder, name);
    return path;
}

static void same_files(const char *a, const char *b) {
    char *x = ds_work_read(folder, a, NULL), *y = ds_work_read(folder, b, NULL);
    assert_true(strlen(x) > 1000);
    if (strcmp(x, y) != 0) fail_msg("%s and %s differ", a, b);
    ds_free(x);
    ds_free(y);
}

/* What tally says, of the whole to whole.json and of the parts to 1.json to 3.json, merged. */
static void merge_parts(const char *what, const char *of, bool split) {
    const char *more = strcmp(what, "--by") == 0 ? NULL : "--outcome";
    run_well(ds_run_program(DS_PROGRAM, NULL, "tally", folder, what, of, "--out",
                            path_to("whole.json"), more, "vsv", NULL));
    for (int i = 1; i <= PARTS; i++) {
        char part[20], name[20], out[20];
        (void)snprintf(part, sizeof part, "%d/%d", i, PARTS);
        (void)snprintf(name, sizeof name, "delen/%d", i);
        (void)snprintf(out, sizeof out, "%d.json", i);
        if (split)
            run_well(ds_run_program(DS_PROGRAM, NULL, "tally", path_to(name), what, of, "--out",
                                    path_to(out), more, "vsv", NULL));
        else
            run_well(ds_run_program(DS_PROGRAM, NULL, "tally", folder, what, of, "--part", part,
                                    "--out", path_to(out), more, "vsv", NULL));
    }
    run_well(ds_run_program(DS_PROGRAM, NULL, "merge", path_to("3.json"), path_to("1.json"),
                            path_to("2.json"), "--out", path_to("merged.json"), NULL));
    same_files("whole.json", "merged.json");
}

static void split_and_import(void) {
    run_well(ds_run_program(DS_PROGRAM, NULL, "split", folder, "3", NULL));
    for (int i = 1; i <= PARTS; i++) {
        char name[20];
        (void)snprintf(name, sizeof name, "delen/%d", i);
        run_well(ds_run_program(DS_PROGRAM, NULL, "import", path_to(name), NULL));
    }
}

static void test_cells__merged_is_the_whole(void **state) {
    char *whole;
    (void)state;
    merge_parts("--by", "standaard", false);
    whole = ds_work_read(folder, "whole.json", NULL);
    assert_non_null(strstr(whole, "\"som_kwadraten\"")); /* some are numbers */
    ds_free(whole);
    split_and_import();
    merge_parts("--by", "standaard", true);
}

static void same_effect(const char *ending) {
    char register_name[20], cells_name[20];
    (void)snprintf(register_name, sizeof register_name, "register.%s", ending);
    (void)snprintf(cells_name, sizeof cells_name, "cellen.%s", ending);
    run_well(ds_run_program(DS_PROGRAM, NULL, "effect", folder, "--evaluation", "vakmanschap2",
                            "--outcome", "vsv", "--replicates", "20", "--out",
                            path_to(register_name), NULL));
    run_well(ds_run_program(DS_PROGRAM, NULL, "effect", folder, "--evaluation", "vakmanschap2",
                            "--outcome", "vsv", "--replicates", "20", "--cells",
                            path_to("merged.json"), "--out", path_to(cells_name), NULL));
    same_files(register_name, cells_name);
}

static void test_cells__effect_is_that_of_the_register(void **state) {
    (void)state;
    merge_parts("--evaluation", "vakmanschap2", false);
    same_effect("json");
    same_effect("txt");
}

static void test_cells__routes_are_those_of_the_register(void **state) {
    ds_run run;
    (void)state;
    for (int i = 1; i <= PARTS; i++) {
        char part[20], out[20];
        (void)snprintf(part, sizeof part, "%d/%d", i, PARTS);
        (void)snprintf(out, sizeof out, "%d.json", i);
        run_well(ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator",
                                "route_aanbod,vmbo3", "--by", "standaard", "--part", part, "--out",
                                path_to(out), NULL));
    }
    run_well(ds_run_program(DS_PROGRAM, NULL, "merge", path_to("1.json"), path_to("2.json"),
                            path_to("3.json"), "--out", path_to("merged.json"), NULL));
    run_well(ds_run_program(DS_PROGRAM, NULL, "routes", folder, "--out", path_to("register.json"),
                            NULL));
    run_well(ds_run_program(DS_PROGRAM, NULL, "routes", folder, "--cells", path_to("merged.json"),
                            "--out", path_to("cellen.json"), NULL));
    same_files("register.json", "cellen.json");
    run = ds_run_program(DS_PROGRAM, NULL, "routes", folder, "--lang", "en", "--present-codes",
                         "--cells", path_to("merged.json"), NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "another version"));
    ds_run_done(&run);
}

static void refuse_effect(const char *cells, const char *evaluation, const char *exact,
                          const char *why) {
    ds_run run =
        exact == NULL
            ? ds_run_program(DS_PROGRAM, NULL, "effect", folder, "--lang", "en", "--evaluation",
                             evaluation, "--cells", path_to(cells), NULL)
            : ds_run_program(DS_PROGRAM, NULL, "effect", folder, "--lang", "en", "--evaluation",
                             evaluation, "--exact", exact, "--cells", path_to(cells), NULL);
    assert_int_equal(run.code, 1);
    assert_string_equal(run.out, "");
    if (strstr(run.err, why) == NULL) fail_msg("%s", run.err);
    ds_run_done(&run);
}

static void test_cells__effect_refuses_other_cells(void **state) {
    (void)state;
    merge_parts("--evaluation", "vakmanschap2", false);
    refuse_effect("merged.json", "technologie", NULL, "no cells of technologie");
    refuse_effect("merged.json", "vakmanschap2", "gemeente", "by the keys");
    refuse_effect("2.json", "vakmanschap2", NULL, "part 1/3 of vakmanschap2");
    run_well(ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator", "vsv", "--out",
                            path_to("vsv.json"), NULL));
    refuse_effect("vsv.json", "vakmanschap2", NULL, "no cells of vakmanschap2");
    refuse_effect("nergens.json", "vakmanschap2", NULL, "nergens.json");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells__merged_is_the_whole),
        cmocka_unit_test(test_cells__effect_is_that_of_the_register),
        cmocka_unit_test(test_cells__routes_are_those_of_the_register),
        cmocka_unit_test(test_cells__effect_refuses_other_cells),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
