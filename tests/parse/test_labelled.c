/* tests/parse/test_labelled.c: what the fuzzers of SPSS and Stata found, as files: a text of a
 * column with labels is held to the file's encoding as any other, and a name without an end is no
 * more than its field. */
#include <fcntl.h>
#include <readstat.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "support/in_folder.h"

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static ds_status see_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    (void)context;
    (void)names;
    (void)n;
    (void)err;
    return DS_OK;
}

static ds_status see_batch(void *context, const ds_table_batch *b, ds_error *err) {
    char *out = context;
    (void)err;
    for (size_t i = 0; i < b->n_records * b->n_columns; i++) {
        assert_true(ds_text_is_utf8(b->fields[i], NULL));
        (void)snprintf(out + strlen(out), 60, "%.*s;", (int)b->fields[i].size, b->fields[i].data);
    }
    return DS_OK;
}

static ds_table_label_use take_label(void *context, const ds_table_label *label) {
    (void)context;
    (void)label;
    return DS_TABLE_LABEL;
}

static ds_status read_file(const char *path, char *out, ds_error *err) {
    const ds_table_sink sink = {out, see_header, see_batch, NULL, take_label, NULL};
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    out[0] = '\0';
    return status == DS_OK ? ds_table_read(path, &info, 1, &sink, err) : status;
}

static ssize_t write_bytes(const void *data, size_t size, void *context) {
    return write(*(int *)context, data, size);
}

/* A column of texts of which one has a label. */
static void write_labelled(const char *path, const char *first, const char *second) {
    readstat_writer_t *writer = readstat_writer_init();
    readstat_variable_t *v;
    readstat_label_set_t *set;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    (void)readstat_set_data_writer(writer, write_bytes);
    set = readstat_add_label_set(writer, READSTAT_TYPE_STRING, "soorten");
    readstat_label_string_value(set, "m", "middelbaar");
    v = readstat_add_variable(writer, "soort", READSTAT_TYPE_STRING, 8);
    readstat_variable_set_label_set(v, set);
    assert_int_equal(readstat_begin_writing_sav(writer, &fd, 2), READSTAT_OK);
    for (int r = 0; r < 2; r++) {
        assert_int_equal(readstat_begin_row(writer), READSTAT_OK);
        assert_int_equal(readstat_insert_string_value(writer, v, r == 0 ? first : second),
                         READSTAT_OK);
        assert_int_equal(readstat_end_row(writer), READSTAT_OK);
    }
    assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
    readstat_writer_free(writer);
    assert_int_equal(close(fd), 0);
}

static void test_labelled__texts_are_held_to_the_encoding(void **state) {
    char path[DS_PATH_SIZE], text[400];
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_join(path, folder, "a.sav", NULL), DS_OK);
    write_labelled(path, "m", "caf\xC3\xA9");
    assert_int_equal(read_file(path, text, &err), DS_OK);
    assert_string_equal(text, "middelbaar;caf\xC3\xA9;");
    write_labelled(path, "m",
                   "caf\xE9"
                   "s");
    assert_int_equal(read_file(path, text, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "encoding"));
}

/* The crash was in what ReadStat hands on; both files were found by a fuzzer. */
static void test_labelled__files_that_a_fuzzer_found(void **state) {
    static const char *const files[][2] = {{"sav/labelled_text_no_utf8", "b.sav"},
                                           {"dta/set_name_without_end", "b.dta"}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char from[DS_PATH_SIZE], text[4000], *data, *path;
        size_t size;
        ds_error err;
        (void)snprintf(from, sizeof from, "%s/fuzz/corpus/%s", DS_SOURCE_DIR, files[i][0]);
        assert_int_equal(ds_file_read(from, 1 << 20, &data, &size, &err), DS_OK);
        path = ds_test_write(folder, files[i][1], data, size);
        assert_true(read_file(path, text, &err) <= DS_INPUT);
        ds_free(data);
        ds_free(path);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_labelled__texts_are_held_to_the_encoding),
        IN_FOLDER(test_labelled__files_that_a_fuzzer_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
