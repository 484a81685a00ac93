/* tests/cli/test_inexact.c: an amount of 2^24 or more in 4 bytes of Stata may have been another:
 * each question of a table of one's own refuses it by row and column, and takes it in 8 bytes. */
#include <fcntl.h>
#include <readstat.h>
#include <stdio.h>
#include <unistd.h>

#include "support/work_run.h"

enum { ROWS = 24, LARGE = 20000001 };

static char *folder;

static ssize_t write_bytes(const void *data, size_t size, void *context) {
    return write(*(const int *)context, data, size);
}

/* mee, score, y, loon; of the last row loon is LARGE. */
static void put_row(readstat_writer_t *writer, size_t i, readstat_type_t type) {
    const double loon = i + 1 == ROWS ? LARGE : 1000 + (double)(i * i % 7);
    const double numbers[] = {(double)(i % 2), (double)(i % 5), (double)(i % 3)};
    const readstat_variable_t *last = readstat_get_variable(writer, 3);
    assert_int_equal(readstat_begin_row(writer), READSTAT_OK);
    for (int c = 0; c < 3; c++)
        assert_int_equal(
            readstat_insert_double_value(writer, readstat_get_variable(writer, c), numbers[c]),
            READSTAT_OK);
    assert_int_equal(type == READSTAT_TYPE_FLOAT
                         ? readstat_insert_float_value(writer, last, (float)loon)
                         : readstat_insert_double_value(writer, last, loon),
                     READSTAT_OK);
    assert_int_equal(readstat_end_row(writer), READSTAT_OK);
}

static char *write_dta(const char *name, readstat_type_t type) {
    static const char *const names[] = {"mee", "score", "y", "loon"};
    char *path = ds_test_write_string(folder, name, "");
    readstat_writer_t *writer = readstat_writer_init();
    int fd = open(path, O_WRONLY | O_TRUNC);
    assert_true(fd >= 0);
    (void)readstat_set_data_writer(writer, write_bytes);
    for (size_t c = 0; c < 4; c++)
        (void)readstat_add_variable(writer, names[c], c < 3 ? READSTAT_TYPE_DOUBLE : type, 0);
    assert_int_equal(readstat_begin_writing_dta(writer, &fd, ROWS), READSTAT_OK);
    for (size_t i = 0; i < ROWS; i++)
        put_row(writer, i, type);
    assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
    readstat_writer_free(writer);
    assert_int_equal(close(fd), 0);
    return path;
}

static ds_run ask_of(const char *path, size_t which) {
    switch (which) {
    case 0:
        return ds_run_program(DS_PROGRAM, NULL, "match", "--data", path, "--treatment", "mee",
                              "--outcome", "loon", "--covariates", "score", "--se", "none",
                              "--lang", "en", NULL);
    case 1:
        return ds_run_program(DS_PROGRAM, NULL, "match", "--data", path, "--treatment", "mee",
                              "--outcome", "y", "--covariates", "score", "--exact", "loon", "--se",
                              "none", "--lang", "en", NULL);
    case 2:
        return ds_run_program(DS_PROGRAM, NULL, "relate", "--data", path, "--x", "score", "--y",
                              "loon", "--method", "pearson", "--lang", "en", NULL);
    default:
        return ds_run_program(DS_PROGRAM, NULL, "survey", "--data", path, "--value", "loon",
                              "--cluster", "score", "--lang", "en", NULL);
    }
}

static void test_inexact__tables_of_ones_own(void **state) {
    char *narrow = write_dta("smal.dta", READSTAT_TYPE_FLOAT),
         *wide = write_dta("breed.dta", READSTAT_TYPE_DOUBLE);
    (void)state;
    for (size_t which = 0; which < 4; which++) {
        ds_run run = ask_of(narrow, which);
        if (run.code != 1 || strstr(run.err, "line 24, column 4") == NULL ||
            strstr(run.err, "does not keep so many digits") == NULL ||
            strstr(run.err, "2000000") != NULL)
            fail_msg("%zu: %d: %s", which, run.code, run.err);
        ds_run_done(&run);
        run = ask_of(wide, which);
        if (strstr(run.err, "so many digits") != NULL) fail_msg("%zu: %s", which, run.err);
        if (which != 1 && run.code != 0) fail_msg("%zu: %d: %s", which, run.code, run.err);
        ds_run_done(&run);
    }
    ds_free(narrow);
    ds_free(wide);
}

static int set_up(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_inexact__tables_of_ones_own)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
