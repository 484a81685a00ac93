/* tests/document/test_arrow.c: a document's table as an Arrow stream is what csv shows; what is
 * released twice, moved or taken apart is as the interface says; memory that fails loses nothing.
 */
#include <errno.h>
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/random.h"
#include "doorstroom/arrow.h"
#include "support/arrow_rows.h"
#include "support/written.h"

#define NOTHING ((ds_say){NULL, NULL})

static const ds_field fields[] = {
    {.id = "naam", .title = {"Naam", "Name"}, .in = DS_IN_ALL, .key = true},
    {.id = "alleen_pagina", .in = DS_IN_PEOPLE},
    {.id = "jaar", .in = DS_IN_ALL},
    {.id = "n", .in = DS_IN_ALL, .number = true},
    {.id = "aandeel", .in = DS_IN_ALL, .number = true, .unit = {"%", "%"}},
    {.id = "waarde", .in = DS_IN_ALL, .number = true},
    {.id = "waar", .in = DS_IN_ALL},
    {.id = "gemengd", .in = DS_IN_ALL},
    {.id = "zonder", .in = DS_IN_ALL, .number = true},
    {.id = "lijst", .in = DS_IN_ALL},
};
enum { FIELDS = 10 };

static void make_values(size_t i, ds_value values[FIELDS]) {
    static const ds_value parts[] = {{.kind = DS_VALUE_COUNT, .decimals = DS_DECIMALS_OF_FIELD},
                                     {.kind = DS_VALUE_FLAG, .decimals = DS_DECIMALS_OF_FIELD}};
    static const ds_value nothing[] = {{.kind = DS_VALUE_TEXT, .decimals = DS_DECIMALS_OF_FIELD}};
    values[0] = i % 5 == 0   ? ds_value_text("met \"quotes\", komma\nen regel")
                : i % 5 == 1 ? ds_value_text("")
                             : ds_value_word("code", "woord", "word");
    values[1] = ds_value_text("voor mensen");
    values[2] = ds_value_schooljaar(2000 + (int)(i % 30));
    values[3] = i % 7 == 0   ? ds_value_none(DS_STATE_SUPPRESSED)
                : i % 7 == 1 ? ds_value_integer(INT64_MIN + 1)
                             : ds_value_count(i);
    values[4] = i % 6 == 0   ? ds_value_share(NAN)
                : i % 6 == 1 ? ds_value_share(0.1)
                             : ds_value_share((double)i / 3);
    values[5] = i % 4 == 0   ? ds_value_text("niet gemeten")
                : i % 4 == 1 ? ds_value_decimal("12345678.25", 0)
                             : ds_value_number(-1e-300 * (double)i);
    values[6] = ds_value_flag(i % 3 == 0);
    values[7] = i % 3 == 0   ? ds_value_count(i)
                : i % 3 == 1 ? ds_value_range(0.5, 1.5, false)
                             : ds_value_list(parts, 2);
    values[8] = ds_value_none(DS_STATE_UNDEFINED);
    values[9] = i % 3 == 0   ? ds_value_list(parts, 0)
                : i % 3 == 1 ? ds_value_list(nothing, 1)
                             : ds_value_list(parts, 2);
}

static ds_status each_made(void *context, ds_take_row take, void *to, ds_error *err) {
    const size_t n = *(const size_t *)context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        ds_value values[FIELDS];
        make_values(i, values);
        status = take(to, values, i % 11 == 3 ? DS_IN_PEOPLE : DS_IN_ALL, err);
    }
    return status;
}

static ds_document *make_document(size_t *n, bool now) {
    ds_document *document = ds_document_new("proef", NOTHING);
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "rijen", NOTHING, fields, FIELDS);
    if (!now) ds_doc_table_rows_from(table, each_made, n);
    for (size_t i = 0; now && i < *n; i++) {
        ds_value values[FIELDS];
        make_values(i, values);
        ds_doc_table_rows_in(table, i % 11 == 3 ? DS_IN_PEOPLE : DS_IN_ALL);
        ds_doc_table_row(table, values);
    }
    return document;
}

static char *printed_arrow(const ds_document *document) {
    struct ArrowArrayStream stream;
    ds_error err;
    ds_buffer out;
    assert_int_equal(ds_document_arrow(document, NULL, &stream, &err), DS_OK);
    ds_buffer_init(&out, (size_t)1 << 30);
    arrow_print_rows(&stream, &out);
    return ds_buffer_take(&out);
}

/* The csv with its fields of the column of words moved to where Arrow has them. */
static char *csv_with_words(const ds_document *document) {
    static const char word[] = "niet gemeten";
    char *csv = written_as(document, DS_FORM_CSV, DS_NL, false);
    ds_buffer out;
    size_t column = 0;
    bool quoted = false, header = true, worded = false;
    ds_buffer_init(&out, (size_t)1 << 30);
    for (const char *c = csv; *c != '\0'; c++) {
        quoted = quoted != (*c == '"');
        if (column == 4 && strncmp(c, word, strlen(word)) == 0) {
            worded = true;
            c += strlen(word);
        }
        if (!quoted && (*c == ',' || *c == '\n')) {
            if (column == 4)
                ds_buffer_addf(&out, ",%s", header ? "waarde_toestand" : worded ? word : "");
            column = *c == ',' ? column + 1 : 0;
            worded = worded && *c != '\n' && column != 5;
            header = header && *c != '\n';
        }
        ds_buffer_add_char(&out, *c);
    }
    ds_free(csv);
    return ds_buffer_take(&out);
}

static void test_arrow__is_what_csv_shows(void **state) {
    (void)state;
    for (size_t n = 0; n < 90; n += n < 3 ? 1 : 29)
        for (int now = 0; now < 2; now++) {
            ds_document *document = make_document(&n, now != 0);
            char *arrow = printed_arrow(document), *csv = csv_with_words(document);
            if (n > 2) assert_string_equal(arrow, csv);
            /* without a word in it there is no column of words */
            if (n == 0) assert_null(strstr(arrow, "toestand"));
            ds_free(arrow);
            ds_free(csv);
            ds_document_free(document);
        }
}

static const char *said_of(const struct ArrowSchema *column, const char *key) {
    static char found[64];
    const char *at = column->metadata;
    int32_t n, size;
    if (at == NULL) return NULL;
    memcpy(&n, at, sizeof n);
    at += sizeof n;
    for (int32_t i = 0; i < n; i++) {
        memcpy(&size, at, sizeof size);
        const bool is =
            (size_t)size == strlen(key) && memcmp(at + sizeof size, key, (size_t)size) == 0;
        at += sizeof size + (size_t)size;
        memcpy(&size, at, sizeof size);
        if (is) {
            (void)snprintf(found, sizeof found, "%.*s", (int)size, at + sizeof size);
            return found;
        }
        at += sizeof size + (size_t)size;
    }
    return NULL;
}

static void test_arrow__says_what_columns_are(void **state) {
    static const char *const formats[] = {"u", "l", "l", "g", "g", "u", "b", "u", "g", "u"};
    size_t n = 20;
    ds_document *document = make_document(&n, true);
    struct ArrowArrayStream stream;
    struct ArrowSchema schema, moved;
    ds_error err;
    (void)state;
    assert_int_equal(ds_document_arrow(document, "rijen", &stream, &err), DS_OK);
    ds_document_free(document); /* it outlives it */
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    assert_int_equal(schema.n_children, 10);
    for (size_t i = 0; i < 10; i++) {
        assert_string_equal(schema.children[i]->format, formats[i]);
        assert_int_equal(schema.children[i]->flags, ARROW_FLAG_NULLABLE);
    }
    assert_string_equal(said_of(schema.children[0], "titel"), "Naam");
    assert_string_equal(said_of(schema.children[0], "titel_en"), "Name");
    assert_string_equal(said_of(schema.children[3], "eenheid"), "%");
    assert_string_equal(said_of(schema.children[4], "toestand"), "waarde_toestand");
    assert_null(said_of(schema.children[3], "toestand"));
    /* a child taken out lives on after its parent */
    moved = *schema.children[4];
    schema.children[4]->release = NULL;
    schema.release(&schema);
    stream.release(&stream);
    assert_string_equal(moved.name, "waarde");
    moved.release(&moved);
}

/* A column of nothing, of one value, of many: of the type that it was declared with, in every
 * document by its name. */
static void test_arrow__types_are_not_of_the_values(void **state) {
    static const struct {
        ds_field field;
        const char *document, *format;
    } cases[] = {
        {{.id = "schooljaar", .in = DS_IN_ALL}, "tally", "l"},
        {{.id = "teller", .in = DS_IN_ALL, .number = true}, "tally", "l"},
        {{.id = "p", .in = DS_IN_CSV}, "effect", "g"},
        {{.id = "gevonden", .in = DS_IN_CSV}, "inventaris", "b"},
        {{.id = "iets", .in = DS_IN_ALL}, "tally", "u"},
        {{.id = "iets", .in = DS_IN_ALL, .number = true}, "tally", "g"},
        {{.id = "teller", .in = DS_IN_ALL, .type = DS_FIELD_TEXT}, "tally", "u"},
        {{.id = "iets", .in = DS_IN_ALL, .type = DS_FIELD_FLAG}, "tally", "b"},
        {{.id = "iets", .in = DS_IN_ALL, .type = DS_FIELD_WHOLE}, "tally", "l"},
        {{.id = "n", .in = DS_IN_ALL}, "tally", "l"},
        {{.id = "n", .in = DS_IN_ALL}, "fit", "g"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int n_rows = 0; n_rows < 3; n_rows++) {
            ds_document *document = ds_document_new(cases[i].document, NOTHING);
            ds_doc_table *table =
                ds_document_table(document, DS_IN_ALL, "rijen", NOTHING, &cases[i].field, 1);
            const ds_value nothing = ds_value_none(DS_STATE_UNDEFINED), one = ds_value_count(1);
            const char letter = cases[i].format[0];
            struct ArrowArrayStream stream;
            struct ArrowSchema schema;
            ds_error err;
            if (n_rows > 0) ds_doc_table_row(table, &nothing);
            if (n_rows > 1 && (letter == 'l' || letter == 'g')) ds_doc_table_row(table, &one);
            assert_int_equal(ds_document_arrow(document, "rijen", &stream, &err), DS_OK);
            assert_int_equal(stream.get_schema(&stream, &schema), 0);
            assert_string_equal(schema.children[0]->format, cases[i].format);
            schema.release(&schema);
            stream.release(&stream);
            ds_document_free(document);
        }
}

/* A value that is not as declared is not lost. */
static void test_arrow__a_value_of_another_type(void **state) {
    static const ds_field field = {.id = "teller", .in = DS_IN_ALL};
    const ds_value values[] = {ds_value_count(3), ds_value_number(0.5), ds_value_text("geen")};
    static const char *const formats[] = {"l", "g", "u"};
    (void)state;
    for (size_t n = 1; n <= 3; n++) {
        ds_document *document = ds_document_new("tally", NOTHING);
        ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "rijen", NOTHING, &field, 1);
        struct ArrowArrayStream stream;
        struct ArrowSchema schema;
        ds_error err;
        for (size_t i = 0; i < n; i++)
            ds_doc_table_row(table, &values[i]);
        assert_int_equal(ds_document_arrow(document, "rijen", &stream, &err), DS_OK);
        assert_int_equal(stream.get_schema(&stream, &schema), 0);
        assert_string_equal(schema.children[0]->format, formats[n - 1]);
        schema.release(&schema);
        stream.release(&stream);
        ds_document_free(document);
    }
}

static void test_arrow__children_outlive_the_rest(void **state) {
    size_t n = 150000; /* three batches */
    ds_document *document = make_document(&n, false);
    struct ArrowArrayStream stream, moved;
    struct ArrowArray array, first = {0}, last = {0};
    int64_t n_rows = 0, n_arrays = 0;
    ds_error err;
    (void)state;
    assert_int_equal(ds_document_arrow(document, NULL, &stream, &err), DS_OK);
    ds_document_free(document);
    moved = stream; /* as who takes a stream over does */
    stream.release = NULL;
    for (;;) {
        assert_int_equal(moved.get_next(&moved, &array), 0);
        if (array.release == NULL) break;
        assert_true(array.length <= DS_ARROW_BATCH_ROWS);
        n_rows += array.length;
        n_arrays++;
        if (n_arrays == 1) {
            first = *array.children[0];
            array.children[0]->release = NULL;
        }
        if (n_arrays == 2) {
            last = array;
            array.release = NULL;
        } else {
            array.release(&array);
        }
    }
    assert_int_equal(moved.get_next(&moved, &array), 0); /* the end stays the end */
    assert_null(array.release);
    moved.release(&moved);
    assert_int_equal(n_arrays, 3);
    assert_int_equal(n_rows, n - (n - 3 + 10) / 11);
    assert_memory_equal(first.buffers[2], "met \"quotes\"", 12);
    first.release(&first);
    assert_int_equal(last.children[1]->length, DS_ARROW_BATCH_ROWS);
    last.release(&last);
}

/* A decimal may have more digits than a double: it is the one that its text reads back to. */
static void test_arrow__decimals_read_back(void **state) {
    static const char digits[] = "12345678901234567.89";
    ds_document *document = ds_document_new("proef", NOTHING);
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "rijen", NOTHING, &fields[5], 1);
    const ds_value value = ds_value_decimal(digits, 1);
    struct ArrowArrayStream stream;
    struct ArrowArray array;
    ds_error err;
    (void)state;
    ds_doc_table_row(table, &value);
    assert_int_equal(ds_document_arrow(document, NULL, &stream, &err), DS_OK);
    ds_document_free(document);
    assert_int_equal(stream.get_next(&stream, &array), 0);
    assert_true(*(const double *)array.children[0]->buffers[1] == strtod(digits, NULL));
    array.release(&array);
    stream.release(&stream);
}

/* ---- what goes wrong ---- */

static void test_arrow__one_table_only(void **state) {
    const ds_field other[] = {{.id = "anders", .in = DS_IN_ALL}};
    size_t n = 3;
    ds_document *document = make_document(&n, true);
    struct ArrowArrayStream stream = {.private_data = &n};
    ds_error err;
    (void)state;
    (void)ds_document_table(document, DS_IN_ALL, "tweede", NOTHING, other, 1);
    assert_int_equal(ds_document_arrow(document, NULL, &stream, &err), DS_USAGE);
    assert_non_null(strstr(err.nl, "rijen, tweede"));
    assert_int_equal(ds_document_arrow(document, "derde", &stream, &err), DS_USAGE);
    assert_ptr_equal(stream.private_data, &n); /* as it was */
    assert_int_equal(ds_document_arrow(document, "tweede", &stream, &err), DS_OK);
    stream.release(&stream);
    ds_document_fail(document);
    assert_int_equal(ds_document_arrow(document, "tweede", &stream, &err), DS_FAULT);
    ds_document_free(document);
}

static ds_status stream_all(void *context, ds_error *err) {
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    ds_status status = ds_document_arrow(context, NULL, &stream, err);
    int code;
    if (status != DS_OK) return status;
    code = stream.get_schema(&stream, &schema);
    if (code == 0) schema.release(&schema);
    if (code == 0) code = stream.get_next(&stream, &array);
    if (code == 0) array.release(&array);
    if (code == ENOMEM) {
        assert_non_null(stream.get_last_error(&stream));
        /* nothing was lost by it */
        assert_int_equal(stream.get_next(&stream, &array), 0);
        assert_int_equal(array.length, 9);
        array.release(&array);
    }
    stream.release(&stream);
    return code == 0 ? DS_OK : ds_error_memory(err);
}

static void test_arrow__every_allocation_fails_once(void **state) {
    size_t n = 10;
    ds_document *document = make_document(&n, true);
    (void)state;
    ds_test_every_allocation(stream_all, document);
    ds_document_free(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arrow__is_what_csv_shows),
        cmocka_unit_test(test_arrow__says_what_columns_are),
        cmocka_unit_test(test_arrow__types_are_not_of_the_values),
        cmocka_unit_test(test_arrow__a_value_of_another_type),
        cmocka_unit_test(test_arrow__children_outlive_the_rest),
        cmocka_unit_test(test_arrow__decimals_read_back),
        cmocka_unit_test(test_arrow__one_table_only),
        cmocka_unit_test(test_arrow__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
