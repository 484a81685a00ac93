/* tests/table/test_describe.c: what a value, a column and a file look like; nothing is kept when
 * memory is short. tests/cli/test_describe.c has the whole. */
#include <stdio.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "support/in_folder.h"
#include "table/describe.h"

static void test_describe__values(void **state) {
    static const struct {
        const char *text;
        unsigned looks;
    } cases[] = {
        {"12", DS_LOOKS_INTEGER | DS_LOOKS_DECIMAL | DS_LOOKS_DIGITS},
        {"-12", DS_LOOKS_INTEGER | DS_LOOKS_DECIMAL},
        {"1,5", DS_LOOKS_DECIMAL},
        {"-.0018", DS_LOOKS_DECIMAL},
        {"6.94e+00", DS_LOOKS_DECIMAL},
        {"1.2.3", 0},
        {"e5", 0},
        {"1e", 0},
        {"123456789", DS_LOOKS_INTEGER | DS_LOOKS_DECIMAL | DS_LOOKS_DIGITS | DS_LOOKS_SERIAL},
        {"27GZ00", DS_LOOKS_SERIAL},
        {"27GZ", 0},
        {"Jansen", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (ds_value_looks(ds_text_of(cases[i].text)) != cases[i].looks)
            fail_msg("%s: %u", cases[i].text, ds_value_looks(ds_text_of(cases[i].text)));
}

/* A date as each form has it is that form at least; no form takes a day that there is not. */
static void test_describe__dates(void **state) {
    static const char *const good[DS_DATE_FORMS] = {
        "2004-03-31", "31-03-2004", "1-3-2004",  "31/03/2004", "1/3/2004",
        "20040331",   "31032004",   "3/31/2004", "3/31/04",    "2004/03/31"};
    (void)state;
    for (unsigned i = 0; i < DS_DATE_FORMS; i++)
        if (!(ds_value_dates(ds_text_of(good[i])) & 1u << i)) fail_msg("%s", ds_date_forms[i]);
    assert_int_equal(ds_value_dates(ds_text_of("30-02-2004")), 0);
    assert_int_equal(ds_value_dates(ds_text_of("31-03-1804")), 0);
    assert_int_equal(ds_value_dates(ds_text_of("31-03-2004x")), 0);
    assert_int_equal(ds_value_dates(ds_text_of("123456789")), 0);
}

/* The set counts as many different numbers as there are, and stops at its maximum. */
static void test_describe__hash_set(void **state) {
    ds_hash_set set = {.maximum = 1000};
    bool is_new;
    (void)state;
    for (uint64_t i = 0; i < 3000; i++) {
        assert_true(ds_hash_set_add(&set, i % 1000, &is_new));
        assert_int_equal(is_new, i < 1000);
    }
    assert_int_equal(set.n, 1000);
    assert_false(set.full);
    assert_true(ds_hash_set_add(&set, 1000, &is_new));
    assert_true(set.full);
    assert_int_equal(set.n, 1000);
    ds_hash_set_done(&set);
}

static char *write_table(const char *name, const char *first, const char *row) {
    ds_buffer text;
    char *path;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, first);
    for (int i = 0; i < 100; i++)
        ds_buffer_addf(&text, row, i, "ab"[i % 2]);
    path = ds_test_write_string(folder, name, ds_buffer_string(&text));
    ds_buffer_done(&text);
    return path;
}

static void test_describe__names(void **state) {
    static const struct {
        const char *first;
        bool header, bad;
    } cases[] = {
        {"nr;code\n", true, false}, {";code\n", true, true},  {"nr;NR\n", true, true},
        {"17;a\n", false, false},   {"nr;a\n", false, false}, {"", false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = write_table("t.csv", cases[i].first, "%d;%c\n");
        ds_table_description d;
        ds_error err;
        assert_int_equal(ds_table_describe(path, &d, &err), DS_OK);
        if (d.header != cases[i].header || d.bad_names != cases[i].bad)
            fail_msg("%s: %d %d", cases[i].first, d.header, d.bad_names);
        assert_int_equal(d.n_rows, 100 + (!d.header && cases[i].first[0] != '\0'));
        assert_int_equal(d.n_columns, 2);
        assert_int_equal(d.columns[1].n_distinct, 2);
        ds_table_description_done(&d);
        ds_free(path);
    }
}

static ds_status describe(void *context, ds_error *err) {
    ds_table_description d;
    ds_status status = ds_table_describe(context, &d, err);
    if (status == DS_OK) ds_table_description_done(&d);
    return status;
}

/* Only the two columns together tell the rows apart. */
static char *write_pairs(const char *name) {
    ds_buffer text;
    char *path;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, "wie;jaar\n");
    for (int i = 0; i < 100; i++)
        ds_buffer_addf(&text, "%d;%d\n", i / 4, 2020 + i % 4);
    path = ds_test_write_string(folder, name, ds_buffer_string(&text));
    ds_buffer_done(&text);
    return path;
}

static void test_describe__pairs(void **state) {
    char *path = write_pairs("p.csv");
    ds_table_description d;
    ds_error err;
    (void)state;
    assert_int_equal(ds_table_describe(path, &d, &err), DS_OK);
    assert_int_equal(d.n_pairs, 1);
    assert_int_equal(d.pairs[0][0], 0);
    assert_int_equal(d.pairs[0][1], 1);
    ds_table_description_done(&d);
    ds_free(path);
}

static void test_describe__allocations(void **state) {
    char *path = write_table("t.csv", "nr;code\n", "1%d;%c\n");
    (void)state;
    ds_test_every_allocation(describe, path);
    ds_free(path);
    path = write_pairs("u.csv"); /* no key: pairs are sought */
    ds_test_every_allocation(describe, path);
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_describe__values),   cmocka_unit_test(test_describe__dates),
        cmocka_unit_test(test_describe__hash_set), cmocka_unit_test(test_describe__names),
        cmocka_unit_test(test_describe__pairs),    cmocka_unit_test(test_describe__allocations),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
