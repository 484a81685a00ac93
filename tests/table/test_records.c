/* tests/table/test_records.c: records without column names, and elements of XML: what comes out is
 * what stands there, with its place, wherever the file is cut into blocks. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "support/in_folder.h"
#include "table/records.h"
#include "table/xml.h"

static ds_status gather_record(void *context, const ds_text *fields, size_t n_fields, uint64_t line,
                               ds_error *err) {
    ds_buffer *out = context;
    (void)err;
    ds_buffer_addf(out, "%llu:", (unsigned long long)line);
    for (size_t i = 0; i < n_fields; i++)
        ds_buffer_addf(out, "[%.*s]", (int)fields[i].size, fields[i].data);
    for (size_t i = n_fields; i < DS_RECORD_FIELDS_MAX; i++)
        assert_int_equal(fields[i].size, 0);
    ds_buffer_add_string(out, "\n");
    return DS_OK;
}

static ds_status read_records(const char *text, size_t size, ds_buffer *out, ds_error *err) {
    char *path = ds_test_write(folder, "x.csv", text, size);
    ds_record_sink sink = {out, gather_record, NULL};
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_records_read(path, &info, &sink, err);
    ds_free(path);
    return status;
}

static void reads(const char *text, const char *expected) {
    ds_buffer out;
    ds_error err;
    ds_buffer_init(&out, 1 << 24);
    assert_int_equal(read_records(text, strlen(text), &out, &err), DS_OK);
    assert_string_equal(ds_buffer_string(&out), expected);
    ds_buffer_done(&out);
}

static void test_records__as_they_stand(void **state) {
    (void)state;
    reads("A|1\r\nB|1|2|3\n\n  \nC\n", "1:[A][1]\n2:[B][1][2][3]\n5:[C]\n");
    reads("A;;\nA", "1:[A][][]\n2:[A]\n");
    reads("\xEF\xBB\xBF"
          "A;\"x;\n\"\"y\"\nB;1\n",
          "1:[A][x;\n\"y]\n3:[B][1]\n");
    reads("A;caf\xE9\nA;b\n", "1:[A][caf\xC3\xA9]\n2:[A][b]\n");
}

/* Many blocks long: every record once, with its own line. */
static void test_records__across_blocks(void **state) {
    enum { N = 300000 };
    ds_buffer text, expected;
    (void)state;
    ds_buffer_init(&text, 1 << 24);
    ds_buffer_init(&expected, 1 << 24);
    for (int i = 0; i < N; i++) {
        ds_buffer_addf(&text, i % 3 == 0 ? "P|%d\n" : "Q|%d||x\r\n", i);
        ds_buffer_addf(&expected, i % 3 == 0 ? "%d:[P][%d]\n" : "%d:[Q][%d][][x]\n", i + 1, i);
    }
    reads(ds_buffer_string(&text), ds_buffer_string(&expected));
    ds_buffer_done(&text);
    ds_buffer_done(&expected);
}

static ds_status gather_begin(void *context, ds_text name, ds_xml_place at, ds_error *err) {
    (void)err;
    ds_buffer_addf(context, "%zu%.*s(", at.depth, (int)name.size, name.data);
    return DS_OK;
}

static ds_status gather_end(void *context, ds_text name, ds_text text, ds_xml_place at,
                            ds_error *err) {
    (void)err;
    (void)name;
    ds_buffer_addf(context, "%.*s)@%llu,%llu ", (int)text.size, text.data,
                   (unsigned long long)at.line, (unsigned long long)at.column);
    return DS_OK;
}

static ds_status read_xml(const char *text, size_t size, ds_buffer *out, ds_error *err) {
    char *path = ds_test_write(folder, "x.xml", text, size);
    ds_xml_sink sink = {out, gather_begin, gather_end, NULL};
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_xml_read(path, &info, &sink, err);
    ds_free(path);
    return status;
}

static void elements(const char *text, const char *expected) {
    ds_buffer out;
    ds_error err;
    ds_buffer_init(&out, 1 << 24);
    if (read_xml(text, strlen(text), &out, &err) != DS_OK) fail_msg("%s", err.en);
    assert_string_equal(ds_buffer_string(&out), expected);
    ds_buffer_done(&out);
}

static void test_records__xml(void **state) {
    (void)state;
    elements("<a>\n <n:b x='1'>1&lt;2<!-- 3 --> 4</n:b>\n <c/><d><![CDATA[<]]>&#233;</d>\n</a>",
             "0a(1b(1<2 4)@2,2 1c()@3,2 1d(<\xC3\xA9)@3,6 )@1,1 ");
    elements("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>", "0a(\xC3\xA9)@1,44 ");
}

/* Whatever is cut off, left out or changed: an error with a place, or elements; never a crash. */
static void test_records__xml_cut(void **state) {
    static const char text[] = "<?xml version='1.0'?>\n<a><b>1&amp;2</b><c xsi:nil='true'/></a>";
    (void)state;
    for (size_t size = 1; size < sizeof text - 1; size++) {
        ds_buffer out;
        ds_error err;
        ds_buffer_init(&out, 1 << 16);
        assert_int_equal(read_xml(text, size, &out, &err), DS_INPUT);
        assert_true(err.line > 0 && err.nl[0] != '\0');
        ds_buffer_done(&out);
    }
}

static void test_records__no_memory(void **state) {
    static const char xml[] = "<a><b>1</b><c/></a>", records[] = "A;1\nA;\xE9\n";
    (void)state;
    for (int both = 0; both < 2; both++) {
        bool more = true;
        for (uint64_t n = 1; more; n++) {
            ds_buffer out;
            ds_error err;
            ds_status status;
            char *path = both == 0 ? ds_test_write(folder, "y.xml", xml, sizeof xml - 1)
                                   : ds_test_write(folder, "y.csv", records, sizeof records - 1);
            ds_table_info info;
            ds_xml_sink elements_to = {&out, gather_begin, gather_end, NULL};
            ds_record_sink records_to = {&out, gather_record, NULL};
            ds_buffer_init(&out, 1 << 16);
            assert_int_equal(ds_table_inspect(path, &info, &err), DS_OK);
            ds_memory_fail_at(n);
            status = both == 0 ? ds_xml_read(path, &info, &elements_to, &err)
                               : ds_records_read(path, &info, &records_to, &err);
            more = ds_memory_requests() >= n;
            ds_memory_fail_at(0);
            if (out.failed == DS_OK) assert_int_equal(status, more ? DS_FAULT : DS_OK);
            ds_buffer_done(&out);
            ds_free(path);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records__as_they_stand),
        cmocka_unit_test(test_records__across_blocks),
        cmocka_unit_test(test_records__xml),
        cmocka_unit_test(test_records__xml_cut),
        cmocka_unit_test(test_records__no_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
