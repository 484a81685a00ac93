/* tests/cli/test_book.c: the monitor of parts, surveys and groups with a property too, is that of
 * the whole, byte for byte: the counts of each part added up, and then asked on a machine that has
 * no careers but those of one part. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/work_run.h"

enum { PARTS = 3 };

static char *folder;

static int set_up(void **state) {
    ds_run run;
    (void)state;
    folder = ds_test_folder();
    run = ds_run_program(DS_PROGRAM, NULL, "simulate", folder, "--persons", "600", "--seed", "3",
                         NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static char *in_folder(const char *name, char out[DS_PATH_SIZE]) {
    (void)snprintf(out, DS_PATH_SIZE, "%s/%s", folder, name);
    return out;
}

static void done_well(ds_run run) {
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
}

static void count_part(unsigned part, const char *tables) {
    char under[40], path[DS_PATH_SIZE], name[40], out[DS_PATH_SIZE];
    (void)snprintf(under, sizeof under, "delen/%u", part);
    (void)snprintf(name, sizeof name, "%u.json", part);
    done_well(ds_run_program(DS_PROGRAM, NULL, "import", in_folder(under, path), NULL));
    done_well(ds_run_program(DS_PROGRAM, NULL, "monitor", path, "--counts", "--out",
                             in_folder(name, out), tables == NULL ? NULL : "--tabel", tables,
                             NULL));
}

/* The counts of all parts, in all.json. */
static void count_parts(const char *tables) {
    char path[DS_PATH_SIZE], p[PARTS][DS_PATH_SIZE], all[DS_PATH_SIZE];
    done_well(ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL));
    done_well(ds_run_program(DS_PROGRAM, NULL, "split", in_folder("", path), "3", NULL));
    for (unsigned part = 1; part <= PARTS; part++) {
        char name[40];
        count_part(part, tables);
        (void)snprintf(name, sizeof name, "%u.json", part);
        (void)in_folder(name, p[part - 1]);
    }
    done_well(ds_run_program(DS_PROGRAM, NULL, "merge", p[0], p[1], p[2], "--out",
                             in_folder("all.json", all), NULL));
}

static void test_book__monitor_of_parts(void **state) {
    static const char *const forms[] = {"csv", "json"};
    char part[DS_PATH_SIZE], all[DS_PATH_SIZE];
    (void)state;
    count_parts(NULL);
    for (int i = 0; i < 2; i++) {
        ds_run of_parts =
            ds_run_program(DS_PROGRAM, NULL, "monitor", in_folder("delen/1", part), "--cells",
                           in_folder("all.json", all), "--format", forms[i], NULL);
        ds_run of_whole =
            ds_run_program(DS_PROGRAM, NULL, "monitor", folder, "--format", forms[i], NULL);
        if (of_parts.code != 0 || of_whole.code != 0) fail_msg("%s%s", of_parts.err, of_whole.err);
        if (i == 0) assert_non_null(strstr(of_whole.out, "veilig_school"));
        if (i == 0) assert_true(ds_run_lines(of_whole.out) > 1000);
        if (strcmp(of_parts.out, of_whole.out) != 0) fail_msg("the %s differs", forms[i]);
        ds_run_done(&of_parts);
        ds_run_done(&of_whole);
    }
}

/* What was not counted is no zero. */
static void test_book__what_it_does_not_have(void **state) {
    char part[DS_PATH_SIZE], all[DS_PATH_SIZE];
    ds_run run;
    (void)state;
    count_parts("F4.3");
    run = ds_run_program(DS_PROGRAM, NULL, "monitor", in_folder("delen/1", part), "--cells",
                         in_folder("all.json", all), "--tabel", "F4.3", NULL);
    done_well(run);
    run = ds_run_program(DS_PROGRAM, NULL, "monitor", part, "--cells", all, "--lang", "en", NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "the counts do not have"));
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_book__monitor_of_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_book__what_it_does_not_have, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
