/* tests/table/test_stream.c: an Arrow stream in place of a file is read as the csv that has the
 * same values, by its path, from any thread; what fails leaves nothing open. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>

#include "support/arrow_made.h"
#include "table/gather.h"
#include "table/stream.h"

static const uint8_t second_is_null[] = {0xFD};
static const char words[] = "a, \"b\"rij\nregel'=1+1 x;y";
static const int32_t places[] = {0, 6, 15, 23};
static const double x[] = {2, 0, 0.1};
static const int64_t n[] = {-7, 0, 9007199254740993};

static made_stream make_stream(void) {
    return (made_stream){.columns = {{"persoon", "u", {NULL, places, words}, 3, 3, 0, 0, NULL},
                                     {"x, \"y\"", "g", {second_is_null, x}, 2, 3, 0, 1, NULL},
                                     {"n", "l", {NULL, n}, 2, 3, 0, 0, NULL}},
                         .n_columns = 3,
                         .length = 3,
                         .n_arrays = 2};
}

static const char csv[] = "persoon,\"x, \"\"y\"\"\",n\n"
                          "\"a, \"\"b\"\"\",2,-7\n"
                          "\"rij\nregel\",,0\n"
                          "'=1+1 x;,0.1,9007199254740993\n"
                          "\"a, \"\"b\"\"\",2,-7\n"
                          "\"rij\nregel\",,0\n"
                          "'=1+1 x;,0.1,9007199254740993\n";

static char *gathered(const char *path) {
    gather g;
    const ds_table_sink sink = gather_sink(&g);
    ds_table_info info;
    ds_error err = {0};
    ds_status status;
    char *text;
    gather_init(&g);
    status = ds_table_inspect(path, &info, &err);
    if (status == DS_OK) status = ds_table_read(path, &info, 3, &sink, &err);
    if (status == DS_OK) status = gather_finish(&g, &err);
    if (status != DS_OK) fail_msg("%s: %s", err.file, err.en);
    text = ds_buffer_take(&g.text);
    gather_done(&g);
    return text;
}

static void test_stream__is_read_as_its_csv(void **state) {
    char *folder = ds_test_folder(), *path = ds_test_write_string(folder, "a.csv", csv);
    char *file = gathered(path), *stream;
    made_stream made[] = {make_stream(), make_stream()};
    struct ArrowArrayStream in[] = {made_stream_of(&made[0]), made_stream_of(&made[1])};
    ds_table_stream *opened[2];
    ds_table_description described;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(ds_table_stream_open("leerlingen.gz", &in[i], &opened[i], &err), DS_OK);
        assert_null(in[i].release);
        assert_int_equal(made[i].alive, 0);
    }
    assert_string_equal(ds_table_stream_path(opened[0]), "arrow:leerlingen.gz");
    assert_string_equal(ds_table_stream_path(opened[1]), "arrow:leerlingen.gz#2");
    for (size_t i = 0; i < 2; i++) {
        stream = gathered(ds_table_stream_path(opened[i]));
        assert_string_equal(stream, file);
        ds_free(stream);
    }
    assert_int_equal(ds_table_describe("arrow:leerlingen.gz", &described, &err), DS_OK);
    assert_int_equal(described.n_rows, 6);
    assert_int_equal(described.n_columns, 3);
    ds_table_description_done(&described);
    ds_table_stream_close(opened[0]);
    ds_table_stream_close(opened[1]);
    assert_int_equal(ds_table_stream_reopen("arrow:leerlingen.gz"), -1);
    ds_free(file);
    ds_free(path);
    ds_test_folder_remove(folder);
}

/* An empty value alone in its row is no blank line; a table without rows has its names. */
static void test_stream__one_column(void **state) {
    made_stream m = {.columns = {{"a", "n", {NULL}, 0, 2, 0, 2, NULL}},
                     .n_columns = 1,
                     .length = 2,
                     .n_arrays = 1},
                none = {.columns = {{"a", "n", {NULL}, 0, 0, 0, 0, NULL}}, .n_columns = 1};
    struct ArrowArrayStream in = made_stream_of(&m);
    ds_table_stream *opened;
    ds_error err;
    char *text;
    (void)state;
    assert_int_equal(ds_table_stream_open("x", &in, &opened, &err), DS_OK);
    text = gathered("arrow:x");
    assert_string_equal(text, "a\n2:\n3:\n");
    ds_free(text);
    ds_table_stream_close(opened);
    in = made_stream_of(&none);
    assert_int_equal(ds_table_stream_open("x", &in, &opened, &err), DS_OK);
    text = gathered("arrow:x");
    assert_string_equal(text, "a\n");
    ds_free(text);
    ds_table_stream_close(opened);
}

static size_t n_open_files(void) {
    DIR *dir = opendir("/proc/self/fd");
    size_t found = 0;
    assert_non_null(dir);
    while (readdir(dir) != NULL)
        found++;
    (void)closedir(dir);
    return found;
}

static void test_stream__what_fails_leaves_nothing(void **state) {
    static const double infinite[] = {2, 0, INFINITY};
    made_stream m = make_stream();
    struct ArrowArrayStream in = made_stream_of(&m);
    ds_table_stream *opened = NULL;
    ds_table_info info;
    ds_error err;
    const size_t before = n_open_files();
    (void)state;
    assert_int_equal(ds_table_stream_open("met blanco", &in, &opened, &err), DS_USAGE);
    assert_null(in.release);
    in = made_stream_of(&m);
    assert_int_equal(ds_table_stream_open("", &in, &opened, &err), DS_USAGE);
    m.columns[1].buffers[1] = infinite;
    in = made_stream_of(&m);
    assert_int_equal(ds_table_stream_open("x", &in, &opened, &err), DS_INPUT);
    assert_string_equal(err.file, "arrow:x");
    assert_int_equal(err.line, 4);
    assert_int_equal(err.column, 2);
    assert_int_equal(m.alive, 0);
    assert_null(opened);
    assert_int_equal(n_open_files(), before);
    ds_table_stream_close(NULL);
    /* a file of that name is a file */
    assert_int_equal(ds_table_inspect("arrow:x.csv", &info, &err), DS_INPUT);
    assert_string_equal(err.file, "arrow:x.csv");
}

static ds_status open_once(void *context, ds_error *err) {
    made_stream m = *(const made_stream *)context;
    struct ArrowArrayStream in = made_stream_of(&m);
    ds_table_stream *opened = NULL;
    ds_status status = ds_table_stream_open("x", &in, &opened, err);
    assert_int_equal(m.alive, 0);
    ds_table_stream_close(opened);
    return status;
}

static void test_stream__every_allocation_fails_once(void **state) {
    made_stream m = make_stream();
    (void)state;
    ds_test_every_allocation(open_once, &m);
}

static void test_stream__every_write_fails_once(void **state) {
    made_stream m = make_stream();
    (void)state;
    ds_test_every_write(open_once, NULL, &m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stream__is_read_as_its_csv),
        cmocka_unit_test(test_stream__one_column),
        cmocka_unit_test(test_stream__what_fails_leaves_nothing),
        cmocka_unit_test(test_stream__every_allocation_fails_once),
        cmocka_unit_test(test_stream__every_write_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
