/* Documents: what is kept, and what each writer makes of it. */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "doorstroom/document.h"
#include "support/support.h"

#define NO_SAY ((ds_say){NULL, NULL})

static ds_status put_text(void *context, const char *data, size_t size, ds_error *err) {
    (void)err;
    ds_buffer_add(context, data, size);
    return DS_OK;
}

static char *written(const ds_document *document, ds_form form, ds_lang lang, size_t width) {
    const ds_write_options o = {.lang = lang, .width = width};
    ds_buffer out;
    const ds_sink sink = {&out, put_text};
    ds_error err;
    ds_buffer_init(&out, 1 << 20);
    assert_int_equal(ds_document_write(document, form, &o, &sink, &err), DS_OK);
    ds_buffer_add_string(&out, "");
    return ds_buffer_take(&out);
}

static void check_written(const ds_document *document, ds_form form, ds_lang lang, size_t width,
                          const char *expected) {
    char *text = written(document, form, lang, width);
    assert_string_equal(text, expected);
    ds_free(text);
}

static const ds_field fields[] = {
    {.id = "groep", .title = {"groep", "group"}, .in = DS_IN_ALL, .key = true},
    {.id = "n", .title = {"n", "n"}, .in = DS_IN_ALL, .number = true},
    {.id = "aandeel",
     .title = {"aandeel", "share"},
     .unit = {"%", "%"},
     .in = DS_IN_ALL,
     .decimals = 1,
     .number = true}};

static ds_document *small_document(void) {
    ds_document *d = ds_document_new("proef", DS_SAY("Een proef", "A trial"));
    const ds_value first[] = {ds_value_text("a, \"b\""), ds_value_count(12345),
                              ds_value_with_mark(ds_value_share(0.125), "*")};
    const ds_value second[] = {ds_value_text("bol"), ds_value_count(0), ds_value_share(NAN)};
    const ds_value arguments[] = {ds_value_count(1234)};
    const char *const rows[] = {"bol"};
    const ds_note note = {.kind = DS_NOTE_MIND,
                          .code = "weinig",
                          .text = {"{0} is te weinig", "{0} is too few"},
                          .values = arguments,
                          .n_values = 1,
                          .rows = rows,
                          .n_rows = 1};
    ds_doc_table *table;
    ds_document_value(d, DS_IN_ALL, "register", DS_SAY("register", "register"),
                      ds_value_text("g1"));
    table = ds_document_table(d, DS_IN_ALL, "groepen", NO_SAY, fields, 3);
    ds_doc_table_row(table, first);
    ds_doc_table_row(table, second);
    ds_document_note(d, &note);
    return d;
}

static void test_document__each_form_of_a_small_one(void **state) {
    ds_document *d = small_document();
    (void)state;
    check_written(d, DS_FORM_TABLE, DS_NL, 80,
                  "Een proef\n  register: g1\n"
                  "  groep        n  aandeel (%)\n"
                  "  ───────────────────────────\n"
                  "  a, \"b\"  12.345        12,5*\n"
                  "  bol          0           –\n"
                  "  ! bol: 1.234 is te weinig\n");
    check_written(d, DS_FORM_CSV, DS_EN, 80,
                  "groep,n,aandeel\n\"a, \"\"b\"\"\",12345,0.125\nbol,0,\n");
    check_written(
        d, DS_FORM_JSON, DS_EN, 80,
        "{\n  \"register\": \"g1\",\n  \"groepen\": [\n    {\n      \"groep\": \"a, "
        "\\\"b\\\"\",\n      \"n\": 12345,\n      \"aandeel\": 0.125\n    },\n    {\n"
        "      \"groep\": \"bol\",\n      \"n\": 0,\n      \"aandeel\": null\n    }\n  ],\n"
        "  \"opmerkingen\": [\n    {\n      \"code\": \"weinig\",\n      \"rijen\": [\n"
        "        \"bol\"\n      ],\n      \"waarden\": [\n        1234\n      ],\n"
        "      \"nl\": \"1.234 is te weinig\",\n      \"en\": \"1,234 is too few\"\n    }\n"
        "  ]\n}\n");
    ds_document_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document__each_form_of_a_small_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
