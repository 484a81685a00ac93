/* tests/simulate/test_output_parquet.c: a CSV as Parquet holds the same fields, in the same order,
 * under the same names; what does not fit is refused and leaves no file. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/file.h"
#include "support/in_folder.h"
#include "table/gather.h"

static const ds_table_column columns[] = {{{"persoon", 7}, DS_TABLE_TEXT},
                                          {{"schooljaar", 10}, DS_TABLE_INTEGER},
                                          {{"uren", 4}, DS_TABLE_NUMBER},
                                          {{"datum", 5}, DS_TABLE_DATE}};
#define HEADER "persoon,schooljaar,uren,datum\n"

static ds_status convert(const char *csv, char parquet[DS_PATH_SIZE], ds_error *err) {
    assert_int_equal(ds_file_join(parquet, folder, "a.parquet", err), DS_OK);
    return ds_table_to_parquet(csv, parquet, columns, 4, "verzonnen, 'made up'", err);
}

static void gives(const char *csv, const char *expected) {
    char parquet[DS_PATH_SIZE];
    gather g;
    ds_error err;
    if (convert(csv, parquet, &err) != DS_OK) fail_msg("%s", err.en);
    gather_init(&g);
    if (gather_file(&g, parquet, 1, &err) != DS_OK) fail_msg("%s", err.en);
    assert_string_equal(g.text.data, expected);
    gather_done(&g);
}

static void refused(const char *text, ds_status expected, uint64_t line) {
    char parquet[DS_PATH_SIZE];
    char *csv = ds_test_write_string(folder, "b.csv", text);
    ds_error err = {0};
    assert_int_equal(ds_file_join(parquet, folder, "a.parquet", &err), DS_OK);
    assert_int_equal(ds_file_remove(parquet, &err), DS_OK);
    assert_int_equal(convert(csv, parquet, &err), expected);
    assert_string_equal(err.file, csv);
    assert_int_equal(err.line, line);
    assert_true(err.nl[0] != '\0' && strstr(err.en, "geheim") == NULL);
    assert_false(ds_file_exists(parquet));
    ds_free(csv);
}

static void test_to_parquet__fields(void **state) {
    char *csv = ds_test_write_string(folder, "it's [1] *?.csv",
                                     HEADER "000123,2022,36.5,2004-02-29\n"
                                            "\"a, \"\"b\"\"\",2023,,\n,,8,\n\"na\xC3\xAF"
                                            "ve\nregel\",-1,0.25,1999-12-31\n");
    (void)state;
    gives(csv, "persoon|schooljaar|uren|datum\n1:000123|2022|36.5|2004-02-29\n"
               "2:a, \"b\"|2023||\n3:||8|\n4:na\xC3\xAFve\nregel|-1|0.25|1999-12-31\n");
    ds_free(csv);
    csv = ds_test_write_string(folder, "leeg.csv", HEADER);
    gives(csv, "persoon|schooljaar|uren|datum\n");
    ds_free(csv);
}

static void test_to_parquet__does_not_fit(void **state) {
    (void)state;
    refused("persoon,jaar,uren,datum\n1,2022,1,2022-01-01\n", DS_INPUT, 1);
    refused("persoon,schooljaar,uren\n1,2022,1\n", DS_INPUT, 1);
    refused("persoon,schooljaar,uren,datum,meer\n1,2022,1,,\n", DS_INPUT, 1);
    refused("persoon", DS_INPUT, 1);
    refused("", DS_INPUT, 1);
    refused(HEADER "1,geheim,1,2022-01-01\n", DS_INPUT, 0);
    refused(HEADER "1,2022,geheim,2022-01-01\n", DS_INPUT, 0);
    refused(HEADER "1,2022,1,geheim\n", DS_INPUT, 0);
    refused(HEADER "1,2022,1\n", DS_INPUT, 0);
    refused(HEADER "1,2022,1,2022-01-01,geheim\n", DS_INPUT, 0);
}

/* Several row groups, in order, and twice the same bytes. */
static void test_to_parquet__many_rows(void **state) {
    enum { ROWS = 300000 };
    char *text = ds_malloc(ROWS * 32 + 100), *data[2], *csv;
    char parquet[DS_PATH_SIZE];
    size_t size = (size_t)sprintf(text, HEADER), sizes[2];
    gather g;
    const char *at;
    ds_error err;
    (void)state;
    for (int i = 0; i < ROWS; i++)
        size += (size_t)sprintf(text + size, "%09d,%d,%d.25,\n", i, 2000 + i % 20, i % 40);
    csv = ds_test_write(folder, "c.csv", text, size);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(convert(csv, parquet, &err), DS_OK);
        assert_int_equal(ds_file_read(parquet, 1 << 28, &data[i], &sizes[i], &err), DS_OK);
    }
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(data[0], data[1], sizes[0]);
    gather_init(&g);
    assert_int_equal(gather_file(&g, parquet, 1, &err), DS_OK);
    at = strchr(g.text.data, '\n') + 1;
    for (int i = 0; i < ROWS; i++) {
        char line[64];
        int n = snprintf(line, sizeof line, "%d:%09d|%d|%d.25|\n", i + 1, i, 2000 + i % 20, i % 40);
        assert_memory_equal(at, line, (size_t)n);
        at += n;
    }
    assert_int_equal(*at, 0);
    gather_done(&g);
    ds_free(data[0]);
    ds_free(data[1]);
    ds_free(csv);
    ds_free(text);
}

/* The file's own metadata says that it is made. */
static void test_to_parquet__note(void **state) {
    char *csv = ds_test_write_string(folder, "d.csv", HEADER "1,2022,1,\n"), *data;
    char parquet[DS_PATH_SIZE];
    size_t size;
    ds_error err;
    (void)state;
    assert_int_equal(convert(csv, parquet, &err), DS_OK);
    assert_int_equal(ds_file_read(parquet, 1 << 20, &data, &size, &err), DS_OK);
    assert_non_null(memmem(data, size, "toelichting", 11));
    assert_non_null(memmem(data, size, "verzonnen, 'made up'", 20));
    ds_free(data);
    ds_free(csv);
}

static void test_to_parquet__no_such_places(void **state) {
    char path[DS_PATH_SIZE];
    char *csv = ds_test_write_string(folder, "d.csv", HEADER);
    ds_error err = {0};
    (void)state;
    assert_int_equal(ds_file_join(path, folder, "nergens/a.parquet", &err), DS_OK);
    assert_int_equal(ds_table_to_parquet(csv, path, columns, 4, NULL, &err), DS_INPUT);
    assert_string_equal(err.file, path);
    assert_int_equal(ds_table_to_parquet(path, csv, columns, 4, NULL, &err), DS_INPUT);
    assert_string_equal(err.file, path);
    ds_free(csv);
}

/* A file that may not grow, as on a full disk. */
static void test_to_parquet__disk_full(void **state) {
    static const rlim_t most[] = {0, 100, 500};
    char *csv = ds_test_write_string(folder, "d.csv", HEADER "1,2022,1,\n");
    char parquet[DS_PATH_SIZE];
    struct rlimit usual, tight;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        ds_error err = {0};
        ds_status status;
        tight = (struct rlimit){most[i], usual.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
        status = convert(csv, parquet, &err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
        assert_int_equal(status, DS_FAULT);
        assert_string_equal(err.file, parquet);
        assert_false(ds_file_exists(parquet));
    }
    (void)signal(SIGXFSZ, handler);
    ds_free(csv);
}

static ds_status allocation_work(void *context, ds_error *err) {
    char parquet[DS_PATH_SIZE];
    return convert(context, parquet, err);
}

static void test_to_parquet__every_allocation(void **state) {
    char *csv = ds_test_write_string(folder, "d.csv", HEADER "1,2022,1,\n");
    (void)state;
    ds_test_every_allocation(allocation_work, csv);
    ds_free(csv);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_to_parquet__fields),
        cmocka_unit_test(test_to_parquet__does_not_fit),
        cmocka_unit_test(test_to_parquet__many_rows),
        cmocka_unit_test(test_to_parquet__note),
        cmocka_unit_test(test_to_parquet__no_such_places),
        cmocka_unit_test(test_to_parquet__disk_full),
        cmocka_unit_test(test_to_parquet__every_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
