/* Lists rather than tables, numbers of which only bounds are known, and lines of a file: in each
 * form. */
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

static void check_written(const ds_document *d, ds_form form, size_t width, const char *expected) {
    const ds_write_options o = {.lang = DS_NL, .width = width};
    ds_buffer out;
    const ds_sink sink = {&out, put_text};
    ds_error err;
    ds_buffer_init(&out, 1 << 20);
    assert_int_equal(ds_document_write(d, form, &o, &sink, &err), DS_OK);
    assert_string_equal(ds_buffer_string(&out), expected);
    ds_buffer_done(&out);
}

static void add_list(ds_document *d, size_t depth, const char *const (*rows)[2], size_t n) {
    static const ds_field fields[] = {{.id = "id", .in = DS_IN_ALL, .key = true},
                                      {.id = "naam", .in = DS_IN_ALL}};
    ds_doc_table *table = ds_document_table(d, DS_IN_PEOPLE, NULL, NO_SAY, fields, 2);
    ds_doc_table_as_list(table, depth);
    for (size_t i = 0; i < n; i++) {
        const ds_value row[] = {ds_value_text(rows[i][0]), ds_value_text(rows[i][1])};
        ds_doc_table_row(table, row);
    }
}

/* At the margin, without headings, close together; folded where a line is too short for it. */
static void test_lists__on_a_terminal(void **state) {
    static const char *const first[][2] = {
        {"vsv", "Nieuwe voortijdig schoolverlaters"},
        {"startersresultaat", "Starters die na een jaar nog op dezelfde instelling staan"}};
    static const char *const second[][2] = {{"vm2.vsv", "Vsv"}};
    ds_document *d = ds_document_new("define", NO_SAY);
    (void)state;
    add_list(d, 0, first, 2);
    add_list(d, 1, second, 1);
    check_written(d, DS_FORM_TABLE, 100,
                  "vsv                Nieuwe voortijdig schoolverlaters\n"
                  "startersresultaat  Starters die na een jaar nog op dezelfde instelling staan\n"
                  "  vm2.vsv  Vsv\n");
    check_written(d, DS_FORM_TABLE, 60,
                  "vsv                Nieuwe voortijdig schoolverlaters\n"
                  "startersresultaat  Starters die na een jaar nog op dezelfde\n"
                  "                   instelling staan\n"
                  "  vm2.vsv  Vsv\n");
    ds_document_free(d);
}

static void test_lists__bounds_and_ordinals(void **state) {
    static const ds_field fields[] = {
        {.id = "regel", .in = DS_IN_ALL, .number = true},
        {.id = "n", .in = DS_IN_ALL, .number = true},
        {.id = "pct", .in = DS_IN_ALL, .number = true, .decimals = 1}};
    const ds_value rows[][3] = {
        {ds_value_ordinal(12782), ds_value_bounds(1, 1004), ds_value_bounds(92.01, 92.04)},
        {ds_value_ordinal(2), ds_value_bounds(7, 7), ds_value_bounds(NAN, NAN)}};
    ds_document *d = ds_document_new("open", NO_SAY);
    ds_doc_table *table = ds_document_table(d, DS_IN_ALL, "cellen", NO_SAY, fields, 3);
    (void)state;
    for (size_t i = 0; i < 2; i++)
        ds_doc_table_row(table, rows[i]);
    check_written(d, DS_FORM_TABLE, 80,
                  "  regel        n   pct\n"
                  "  ────────────────────\n"
                  "  12782  1–1.004  92,0\n"
                  "      2        7     –\n");
    check_written(
        d, DS_FORM_JSON, 80,
        "{\n  \"cellen\": [\n    {\n      \"regel\": 12782,\n      \"n\": [\n"
        "        1.0,\n        1004.0\n      ],\n      \"pct\": [\n"
        "        92.010000000000005,\n        92.040000000000006\n      ]\n    },\n"
        "    {\n      \"regel\": 2,\n      \"n\": [\n        7.0,\n        7.0\n      ],\n"
        "      \"pct\": null\n    }\n  ]\n}\n");
    ds_document_free(d);
}

/* The words of a heading above numbers fold without the blank between them. */
static void test_lists__headings_above_numbers(void **state) {
    ds_field fields[12] = {{.id = "sleutel", .in = DS_IN_ALL, .key = true}};
    ds_value row[12] = {ds_value_text("x")};
    ds_document *d = ds_document_new("link", NO_SAY);
    (void)state;
    for (size_t i = 1; i < 9; i++) {
        fields[i] = (ds_field){.id = "n",
                               .title = {i % 2 == 0 ? "rijen links" : "niets", "x"},
                               .in = DS_IN_ALL,
                               .number = true};
        row[i] = ds_value_count(i);
    }
    ds_doc_table_row(ds_document_table(d, DS_IN_ALL, "t", NO_SAY, fields, 9), row);
    check_written(d, DS_FORM_TABLE, 66,
                  "  sleutel  niets  rijen  niets  rijen  niets  rijen  niets  rijen\n"
                  "                  links         links         links         links\n"
                  "  ───────────────────────────────────────────────────────────────\n"
                  "  x            1      2      3      4      5      6      7      8\n");
    ds_document_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists__on_a_terminal),
        cmocka_unit_test(test_lists__bounds_and_ordinals),
        cmocka_unit_test(test_lists__headings_above_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
