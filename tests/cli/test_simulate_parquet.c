/* tests/cli/test_simulate_parquet.c: from made deliveries as Parquet comes the register that comes
 * from the same deliveries as CSV: column by column the same bytes. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/intake.h"
#include "doorstroom/register.h"
#include "doorstroom/simulate.h"
#include "support/work_run.h"

/* A work folder with a register; the import's counts are in *out_counts, the caller's. */
static char *made(bool parquet, char **out_counts) {
    char *folder = ds_test_folder();
    const ds_simulate_options s = {.n_persons = 20000,
                                   .seed = 5,
                                   .n_workers = 2,
                                   .parameters = DS_SOURCE_DIR "/simulatie",
                                   .parquet = parquet};
    const ds_import_options o = {
        .work_folder = folder, .program_folder = DS_SOURCE_DIR, .n_workers = 2};
    ds_import_report *report = NULL;
    ds_error err;
    if (ds_simulate_write(folder, &s, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
    if (ds_import(&o, &report, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
    assert_int_equal(ds_import_report_json(report, out_counts, &err), DS_OK);
    ds_import_report_free(report);
    return folder;
}

/* The summary with the file names as those of CSV. */
static void as_csv(char *summary) {
    static const char ending[] = ".parquet";
    for (char *at = strstr(summary, ending); at != NULL; at = strstr(at, ending)) {
        memcpy(at, ".csv", 4);
        memmove(at + 4, at + sizeof ending - 1, strlen(at + sizeof ending - 1) + 1);
    }
}

static void same_columns(const char *a, const char *b) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_error err;
    assert_int_equal(ds_file_join(path, a, "register/current/kolommen", &err), DS_OK);
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    assert_true(names.n_names > 20);
    for (size_t i = 0; i < names.n_names; i++) {
        size_t size_a, size_b;
        char name[400], *data_a, *data_b;
        (void)snprintf(name, sizeof name, "register/current/kolommen/%s", names.names[i]);
        data_a = ds_work_read(a, name, &size_a);
        data_b = ds_work_read(b, name, &size_b);
        if (size_a != size_b || memcmp(data_a, data_b, size_a) != 0)
            fail_msg("%s differs", names.names[i]);
        ds_free(data_a);
        ds_free(data_b);
    }
    ds_file_names_done(&names);
}

static void test_simulate_parquet__same_register(void **state) {
    char *counts[2];
    char *csv = made(false, &counts[0]), *parquet = made(true, &counts[1]);
    (void)state;
    same_columns(csv, parquet);
    as_csv(counts[1]);
    assert_string_equal(counts[0], counts[1]);
    ds_free(counts[0]);
    ds_free(counts[1]);
    ds_test_folder_remove(csv);
    ds_test_folder_remove(parquet);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_parquet__same_register),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
