/* tests/table/test_describe_width.c: lines of fixed width that nobody described, and a first line
 * that one word does not make a row. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/table.h"
#include "support/in_folder.h"

static ds_table_description describe(const char *name, const char *text) {
    char *path = ds_test_write_string(folder, name, text);
    ds_table_description d;
    ds_error err;
    if (ds_table_describe(path, &d, &err) != DS_OK) fail_msg("%s: %s", name, err.en);
    ds_free(path);
    return d;
}

static void has_places(const ds_table_description *d, const char *expected) {
    char found[400] = "";
    for (size_t i = 0; i < d->n_columns; i++)
        (void)snprintf(found + strlen(found), sizeof found - strlen(found), "%u-%u ",
                       d->columns[i].from, d->columns[i].to);
    assert_true(d->fixed_width);
    assert_false(d->header);
    assert_string_equal(found, expected);
}

static void test_describe_width__places(void **state) {
    ds_table_description d;
    (void)state;
    /* commas in words, lines of one length */
    d = describe("a.txt", "25000Zorg, welzijn   20221\n25001Techniek        20222\n"
                          "25002Handel, of zo   20223\n");
    has_places(&d, "1-5 6-21 22-0 ");
    assert_int_equal(d.n_rows, 3);
    assert_false(d.short_lines);
    ds_table_description_done(&d);
    /* .asc: lines end where their text does; blanks may stand first; no delimiter at all */
    d = describe("b.asc", "    NULL   9x\r\n0000Een    1onbekend\r\n0001Tweeen 2y\r\n");
    has_places(&d, "1-4 5-11 12-12 13-0 ");
    assert_true(d.short_lines);
    assert_int_equal(d.columns[0].n_empty, 1);
    ds_table_description_done(&d);
    /* characters, not bytes */
    d = describe("c.asc", "1\xC3\xA9\xC3\xA9 2\n1ab 3\n1\xC3\xA9 , 4\n");
    has_places(&d, "1-1 2-4 5-0 ");
    ds_table_description_done(&d);
    d = describe("d.asc", "1\xE9 \xE9 2\n1ab, 3\n"); /* Windows-1252 */
    has_places(&d, "1-1 2-5 6-0 ");
    ds_table_description_done(&d);
}

static void test_describe_width__delimited_stays(void **state) {
    char *path;
    ds_table_description d;
    ds_error err;
    (void)state;
    d = describe("a.asc", "a;b\n1;2\n3;4\n");
    assert_false(d.fixed_width);
    assert_int_equal(d.n_columns, 2);
    ds_table_description_done(&d);
    d = describe("b.csv", "naam\nJans\nPiet\n"); /* a list of one column */
    assert_false(d.fixed_width);
    ds_table_description_done(&d);
    path = ds_test_write_string(folder, "c.csv", "a;b\n1;2\n3\n"); /* a fault stays one */
    assert_int_equal(ds_table_describe(path, &d, &err), DS_INPUT);
    assert_int_equal(err.line, 3);
    ds_free(path);
}

static ds_status describe_again(void *context, ds_error *err) {
    ds_table_description d;
    ds_status status = ds_table_describe(context, &d, err);
    if (status == DS_OK) ds_table_description_done(&d);
    return status;
}

static void test_describe_width__every_allocation(void **state) {
    char *path = ds_test_write_string(folder, "a.asc", "12ab, c  3\n45d      6\n\n");
    (void)state;
    ds_test_every_allocation(describe_again, path);
    ds_free(path);
}

/* naam;mbo;2022;aantal over codes and numbers: still names. */
static void test_describe__one_word_of_the_rows(void **state) {
    char text[4000] = "nummer;soort;mbo;aantal;datum\n";
    ds_table_description d;
    (void)state;
    for (int i = 0; i < 60; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text),
                       "%d;%s;%s;%d;2022-10-%02d\n", 100000 + i, i % 2 ? "mbo" : "hbo",
                       i % 3 ? "mbo" : "nee", i, 1 + i % 28);
    d = describe("a.csv", text);
    assert_true(d.header);
    assert_string_equal(d.columns[2].name, "mbo");
    assert_int_equal(d.n_rows, 60);
    ds_table_description_done(&d);
    d = describe("b.csv", strchr(text, '\n') + 1); /* and without names none */
    assert_false(d.header);
    ds_table_description_done(&d);
}

/* A column without a name and without values does not spoil the names. */
static void test_describe__empty_column_without_a_name(void **state) {
    ds_table_description d;
    (void)state;
    d = describe("a.csv", "nummer;aantal;\n100001;5;\n100002;6;\n");
    assert_true(d.header);
    assert_false(d.bad_names);
    assert_string_equal(d.columns[2].name, "kolom_3");
    ds_table_description_done(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_describe_width__places),
        cmocka_unit_test(test_describe_width__delimited_stays),
        cmocka_unit_test(test_describe_width__every_allocation),
        cmocka_unit_test(test_describe__one_word_of_the_rows),
        cmocka_unit_test(test_describe__empty_column_without_a_name),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
