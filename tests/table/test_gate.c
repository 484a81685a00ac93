/* tests/table/test_gate.c: what every value of every format comes through, and what is said of it.
 */
#include "table/gate.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "support/in_folder.h"

static void gives(const char *text, const char *expected, unsigned expected_marks) {
    uint8_t marks = 0;
    const ds_text got = ds_gate_text(ds_text_of(text), &marks);
    if (!ds_text_is(got, expected))
        fail_msg("'%s' gives '%.*s' and not '%s'", text, (int)got.size, got.data, expected);
    assert_int_equal(marks, expected_marks);
}

static void test_gate_text__unwraps(void **state) {
    enum { T = DS_TABLE_TRIMMED, U = DS_TABLE_UNWRAPPED };
    (void)state;
    gives("0001", "0001", 0);
    gives(" 0001\xC2\xA0", "0001", T);
    gives("=\"0001001\"", "0001001", U);
    gives(" =\" 0001 \" ", "0001", T | U);
    gives("=\"\"", "", U);
    gives("=\"a\"b\"", "=\"a\"b\"", 0); /* not one text in quotes */
    gives("=1001", "=1001", 0);
    gives("=", "=", 0);
    gives("'0001", "0001", U);
    gives("'27GZ", "27GZ", U);
    gives("'2005-03-01", "2005-03-01", U);
    gives("'-1,5", "-1,5", U);
    gives("'s-Hertogenbosch", "'s-Hertogenbosch", 0);
    gives("'t Harde", "'t Harde", 0);
    gives("'40 jaar'", "'40 jaar'", 0);
    gives("'", "'", 0);
}

typedef struct seen {
    size_t n_records;
    char text[512];
    unsigned marks[64];
    bool any;
} seen;

static ds_status take_names(void *context, const ds_text *names, size_t n, ds_error *err) {
    seen *s = context;
    (void)err;
    for (size_t i = 0; i < n; i++)
        (void)sprintf(s->text + strlen(s->text), "%.*s|", (int)names[i].size, names[i].data);
    return DS_OK;
}

static ds_status take_batch(void *context, const ds_table_batch *b, ds_error *err) {
    seen *s = context;
    (void)err;
    for (size_t i = 0; i < b->n_records * b->n_columns; i++) {
        (void)sprintf(s->text + strlen(s->text), "%.*s|", (int)b->fields[i].size,
                      b->fields[i].data);
        s->marks[s->n_records * b->n_columns + i] = b->marks == NULL ? 0 : b->marks[i];
    }
    s->any = s->any || b->marks != NULL;
    s->n_records += b->n_records;
    return DS_OK;
}

static void read_csv(seen *out, const char *data) {
    char *path = ds_test_write_string(folder, "a.csv", data);
    const ds_table_sink sink = {out, take_names, take_batch, NULL, NULL, NULL};
    ds_table_info info;
    ds_error err;
    memset(out, 0, sizeof *out);
    assert_int_equal(ds_table_inspect(path, &info, &err), DS_OK);
    assert_int_equal(info.ascii, strpbrk(data, "\xC2\xC3\xCC\xE2") == NULL);
    assert_int_equal(ds_table_read(path, &info, 1, &sink, &err), DS_OK);
    ds_free(path);
}

static void test_gate__marks_of_a_batch(void **state) {
    seen s;
    (void)state;
    read_csv(&s, "a;b\n1;2\n");
    assert_false(s.any);
    read_csv(&s, "a\xC2\xA0;\xE2\x80\x8B"
                 "b\n1\xC2\xA0;u\xCC\x81\n=\"2\";\xC3\xBA\n");
    assert_string_equal(s.text, "a|b|1|\xC3\xBA|2|\xC3\xBA|");
    assert_int_equal(s.marks[0], DS_TABLE_TRIMMED);
    assert_int_equal(s.marks[1], DS_TABLE_COMPOSED);
    assert_int_equal(s.marks[2], DS_TABLE_UNWRAPPED);
    assert_int_equal(s.marks[3], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gate_text__unwraps),
        cmocka_unit_test_setup_teardown(test_gate__marks_of_a_batch, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
