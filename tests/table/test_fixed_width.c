/* tests/table/test_fixed_width.c: text of fixed width gives what the same table gives as CSV, with
 * the same line numbers; files without a header; and what a shape may not ask. */
#include <stdio.h>

#include "support/in_folder.h"
#include "table/gather.h"

#define NAME(text)                                                                                 \
    { text, sizeof(text) - 1 }
static const ds_table_place places[] = {
    {NAME("wie"), 1, 4}, {NAME("naam"), 6, 10}, {NAME("rest"), 11, 0}};
static const ds_table_shape fixed = {.columns = places, .n_columns = 3, .fixed_width = true};

static ds_status read_as(const char *path, const ds_table_shape *shape, gather *g, ds_error *err) {
    const ds_table_sink sink = gather_sink(g);
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read_shaped(path, &info, shape, 3, &sink, err);
    return status == DS_OK ? gather_finish(g, err) : status;
}

static void gives(const char *data, size_t size, const ds_table_shape *shape,
                  const char *expected) {
    char *path = ds_test_write(folder, "tabel.txt", data, size);
    gather g;
    ds_error err;
    gather_init(&g);
    if (read_as(path, shape, &g, &err) != DS_OK)
        fail_msg("%llu: %s", (unsigned long long)err.line, err.en);
    assert_string_equal(ds_buffer_string(&g.text), expected);
    gather_done(&g);
    ds_free(path);
}

static void refuses(const char *data, const ds_table_shape *shape, uint64_t line, uint64_t column,
                    const char *says) {
    char *path = ds_test_write_string(folder, "tabel.txt", data);
    gather g;
    ds_error err;
    memset(&err, 0, sizeof err);
    gather_init(&g);
    assert_int_equal(read_as(path, shape, &g, &err), DS_INPUT);
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, column);
    if (strstr(err.nl, says) == NULL) fail_msg("does not say %s: %s", says, err.nl);
    gather_done(&g);
    ds_free(path);
}

#define GIVES(data, shape, expected) gives(data, sizeof(data) - 1, shape, expected)

static void test_fixed_width__characters_not_bytes(void **state) {
    (void)state;
    GIVES("0001 Anne x\n\n0002 Zoë  y z\r\n 3        q", &fixed,
          "wie|naam|rest\n1:0001|Anne|x\n3:0002|Zoë|y z\n4:3||q\n");
    GIVES("\xEF\xBB\xBF"
          "0001 Anne x\n",
          &fixed, "wie|naam|rest\n1:0001|Anne|x\n");
    GIVES("0001 Zo\xEB  y\n", &fixed, "wie|naam|rest\n1:0001|Zoë|y\n"); /* Windows-1252 */
}

/* Bytes that happen to be UTF-8 as well: two characters, not one, when that is said. */
static void test_fixed_width__encoding_as_said(void **state) {
    ds_table_shape said = fixed;
    (void)state;
    said.encoded = true;
    said.encoding = DS_TABLE_WINDOWS1252;
    GIVES("0001 Zo\xC3\xAB y\n", &said, "wie|naam|rest\n1:0001|ZoÃ«|y\n");
    said.encoding = DS_TABLE_UTF8;
    refuses("0001 Zo\xEB  y\n", &said, 0, 0, "UTF-8");
}

static void test_fixed_width__header_and_short_lines(void **state) {
    ds_table_shape shape = fixed;
    (void)state;
    refuses("0001 Anne x\n0002 Bo\n", &shape, 2, 8, "loopt tot en met teken 10");
    refuses("0001 Anne x\n0002 Berta\n", &shape, 2, 11, "teken 11");
    shape.short_lines = true;
    GIVES("0001 Anne x\n0002 Bo\n0003\n", &shape,
          "wie|naam|rest\n1:0001|Anne|x\n2:0002|Bo|\n3:0003||\n");
    shape.header = true;
    GIVES("\nkop\n0002 Bo\n", &shape, "wie|naam|rest\n3:0002|Bo|\n");
}

/* A table of random cells, longer than a block: the same from a CSV and from fixed width. */
static void test_fixed_width__as_csv(void **state) {
    ds_buffer wide, csv;
    ds_table_shape headerless = fixed;
    char *wide_path, *csv_path;
    gather a, b;
    ds_error err;
    uint64_t seed = 7;
    (void)state;
    headerless.fixed_width = false;
    ds_buffer_init(&wide, 16 << 20);
    ds_buffer_init(&csv, 16 << 20);
    for (size_t i = 0; i < 120000; i++) {
        char number[8], word[8];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        (void)snprintf(number, sizeof number, "%u", (unsigned)(seed >> 33) % 10000);
        (void)snprintf(word, sizeof word, "%.*s", (int)(seed >> 20 & 3) + 1, "abcde");
        ds_buffer_addf(&wide, "%-4s %-5srest %zu\n", number, word, i);
        ds_buffer_addf(&csv, "%s;%s;rest %zu\n", number, word, i);
    }
    wide_path = ds_test_write_string(folder, "breed.txt", ds_buffer_string(&wide));
    csv_path = ds_test_write_string(folder, "smal.csv", ds_buffer_string(&csv));
    gather_init(&a);
    gather_init(&b);
    assert_int_equal(read_as(wide_path, &fixed, &a, &err), DS_OK);
    assert_int_equal(read_as(csv_path, &headerless, &b, &err), DS_OK);
    assert_true(a.text.size > (2 << 20));
    assert_string_equal(ds_buffer_string(&a.text), ds_buffer_string(&b.text));
    gather_done(&a);
    gather_done(&b);
    ds_buffer_done(&wide);
    ds_buffer_done(&csv);
    ds_free(wide_path);
    ds_free(csv_path);
}

static void test_shape__names_by_position(void **state) {
    ds_table_shape shape = fixed;
    (void)state;
    shape.fixed_width = false;
    GIVES("1;Anne;x\n2;Bo;y\n", &shape, "wie|naam|rest\n1:1|Anne|x\n2:2|Bo|y\n");
    refuses("1;Anne;x\n2;Bo\n", &shape, 2, 5, "te weinig velden");
    refuses("1;Anne\n", &shape, 1, 7, "te weinig velden");
    shape.header = true;
    GIVES("a;;a\n2;Bo;y\n", &shape, "wie|naam|rest\n2:2|Bo|y\n");
    refuses("a;b\n2;Bo\n", &shape, 1, 0, "de kopregel heeft 2 kolommen, er zijn 3 namen gegeven");
    shape.delimiter = '|';
    GIVES("a|b;c;d;e|c\n2|Bo|y\n", &shape, "wie|naam|rest\n2:2|Bo|y\n");
}

static void test_shape__unchecked(void **state) {
    const ds_table_shape shape = {.unchecked = true};
    (void)state;
    GIVES("a;;a\n2;Bo;y\n", &shape, "a||a\n2:2|Bo|y\n");
}

static ds_status read_little(void *context, ds_error *err) {
    gather g;
    ds_status status;
    gather_init(&g);
    status = read_as(context, &fixed, &g, err);
    gather_done(&g);
    return status;
}

static void test_fixed_width__allocations(void **state) {
    char *path = ds_test_write_string(folder, "tabel.txt", "0001 Zo\xEB  y\n0002 Bo   z\n");
    (void)state;
    ds_test_every_allocation(read_little, path);
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fixed_width__characters_not_bytes),
        cmocka_unit_test(test_fixed_width__encoding_as_said),
        cmocka_unit_test(test_fixed_width__header_and_short_lines),
        cmocka_unit_test(test_fixed_width__as_csv),
        cmocka_unit_test(test_shape__names_by_position),
        cmocka_unit_test(test_shape__unchecked),
        cmocka_unit_test(test_fixed_width__allocations),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
