/* tests/publish/test_pdf_source.c: whatever a document holds stands in strings of the source and
 * nowhere else, nothing falls off a page, and what could not be read aloud is refused. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/figure.h"
#include "publish/pdf_source.h"
#include "publish/pdf_table.h"
#include "publish/sample.h"
#include "support/support.h"

#define NONE ((ds_say){NULL, NULL})

static const char *const hostile[] = {
    "<script>alert(1)</script>",
    "\"); #read(\"/etc/passwd\") //",
    "\\\"#panic() \\",
    "] } ) $x$ `raw` *b* _i_ @ref <label> // /* */ \\u{x}",
    "=cmd|' /C calc'!A0",
    "twee\nregels\ttab\r\x01\x1b[31m",
    "\xE2\x80\xAE omgekeerd\xE2\x81\xA6",
    "\xFF\xFE geen utf-8",
    "#import \"@preview/x:1.0.0\": *",
    "",
};

/* The source of a document; the caller's. */
static char *source_of(const ds_document *document, ds_lang lang) {
    ds_pdf_page page = DS_PDF_PAGE_INIT;
    ds_buffer out;
    ds_error err = {0};
    page.lang = lang;
    page.contents = true;
    page.date = "2026-11-29";
    ds_buffer_init(&out, DS_PDF_SOURCE_MAX);
    if (ds_pdf_source(document, &page, &out, &err) != DS_OK) fail_msg("%s", err.en);
    return ds_buffer_take(&out);
}

/* The source with each string emptied, so that what is left is code. Fails at a string that does
 * not end, and at a byte in one that steers. */
static char *code_of(const char *source) {
    char *code = ds_strdup(source), *to = code;
    for (const char *at = source; *at != '\0'; at++) {
        *to++ = *at;
        if (*at != '"') continue;
        for (at++; *at != '"'; at++) {
            assert_true((unsigned char)*at >= ' ' && *at != 0x7F);
            if (*at == '\\') at++;
            assert_true(*at != '\0');
        }
        *to++ = '"';
    }
    *to = '\0';
    return code;
}

/* Without widths, sizes and breaks, which depend on the texts. */
static void drop_numbers(char *code) {
    char *to = code;
    for (const char *at = code; *at != '\0'; at++)
        if (strchr("0123456789,", *at) == NULL) *to++ = *at;
    *to = '\0';
}

static bool is_known_word(const char *word, size_t size) {
    static const char *const known[] = {
        "import",   "show",      "report",   "with",      "lang",    "name",   "short",
        "font",     "date",      "datetime", "year",      "month",   "day",    "publisher",
        "subtitle", "footer",    "marks",    "contents",  "close",   "true",   "false",
        "chapter",  "new-page",  "par",      "strong",    "emph",    "link",   "label",
        "raw",      "list",      "enum",     "citation",  "code",    "remark", "mind",
        "source",   "rows",      "values",   "cells",     "caption", "none",   "widths",
        "numbers",  "size",      "header",   "head-rows", "rules",   "totals", "whole-rows",
        "whole",    "unmarked",  "soft",     "picture",   "follow",  "set",    "page",
        "flipped",  "linebreak", "pt"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == size && memcmp(known[i], word, size) == 0) return true;
    return false;
}

static void assert_only_known_words(const char *code) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_@$`";
    for (const char *at = code; *at != '\0';) {
        const size_t size = strspn(at, letters);
        if (size > 0 && !is_known_word(at, size)) fail_msg("in the source: %.*s", (int)size, at);
        at += size + (at[size] != '\0');
    }
}

static void test_pdf_source__texts_are_strings_only(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        ds_document *document = ds_sample_everything(hostile[i]);
        char *source = source_of(document, i % 2 == 0 ? DS_NL : DS_EN), *code = code_of(source);
        assert_only_known_words(code);
        ds_free(code);
        ds_free(source);
        ds_document_free(document);
    }
}

/* A name changes strings, and how wide what is, and no more than that: two names of one length in
 * the same script give one and the same code. */
static void test_pdf_source__code_is_the_documents_shape(void **state) {
    ds_document *a = ds_sample_everything("abcdefghij"), *b = ds_sample_everything("\"#[]{}$\\x(");
    char *source_a = source_of(a, DS_NL), *source_b = source_of(b, DS_NL);
    char *code_a = code_of(source_a), *code_b = code_of(source_b);
    (void)state;
    drop_numbers(code_a);
    drop_numbers(code_b);
    assert_string_equal(code_a, code_b);
    ds_free(code_a);
    ds_free(code_b);
    ds_free(source_a);
    ds_free(source_b);
    ds_document_free(a);
    ds_document_free(b);
}

/* ---- tables ---- */

enum { COLUMNS_MOST = 80, KEYS = 2 };

/* n columns, of which some are keys; every third text. width: characters of a value. */
static ds_document *make_wide(size_t n, size_t n_keys, size_t width, ds_doc_table **out) {
    ds_document *document = ds_document_new("breed", DS_SAY("Breed", "Wide"));
    ds_field fields[COLUMNS_MOST];
    ds_value values[COLUMNS_MOST];
    char ids[COLUMNS_MOST][40], long_text[12000];
    memset(long_text, 'w', sizeof long_text);
    long_text[width] = '\0';
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "kolom %zu", i);
        fields[i] =
            (ds_field){.id = ids[i], .in = DS_IN_ALL, .key = i < n_keys, .number = i % 3 != 0};
        values[i] = fields[i].number ? ds_value_count(1234567 + i) : ds_value_text(long_text);
    }
    *out = ds_document_table(document, DS_IN_ALL, "t", NONE, fields, n);
    for (size_t r = 0; r < 3; r++)
        ds_doc_table_row(*out, values);
    return document;
}

/* Every column stands in one part exactly, keys in each; no part is wider than its page. */
static void assert_nothing_is_lost(const ds_pdf_table *laid, size_t n) {
    size_t expected = laid->n_keys;
    for (size_t p = 0; p < laid->n_parts; p++) {
        double wide = 0;
        assert_int_equal(laid->parts[p].first, expected);
        assert_true(laid->parts[p].n > 0);
        expected += laid->parts[p].n;
        for (size_t i = 0; i < laid->n_keys; i++)
            wide += laid->columns[i].width + 8;
        for (size_t i = 0; i < laid->parts[p].n; i++) {
            assert_true(laid->columns[laid->parts[p].first + i].width > 0);
            wide += laid->columns[laid->parts[p].first + i].width + 8;
        }
        assert_true(wide <= laid->page + 1e-6);
    }
    assert_int_equal(expected, n);
    assert_int_equal(laid->n_columns, n);
}

static void test_pdf_source__no_column_falls_off_a_page(void **state) {
    static const size_t widths[] = {1, 12, 60, 10000};
    (void)state;
    for (size_t n = 1; n <= COLUMNS_MOST; n += n < 12 ? 1 : 17)
        for (size_t keys = 0; keys <= 3 && keys <= n; keys++)
            for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
                ds_doc_table *table;
                ds_document *document = make_wide(n, keys, widths[w], &table);
                ds_pdf_table laid;
                ds_error err;
                assert_int_equal(ds_pdf_table_lay_out(table, "t", DS_NL, w % 2 == 1, &laid, &err),
                                 DS_OK);
                assert_nothing_is_lost(&laid, n);
                if (n > 40) assert_true(laid.n_parts > 1 && laid.landscape == (w % 2 == 0));
                if (n < 4 && widths[w] < 20) assert_true(laid.n_parts == 1 && !laid.landscape);
                ds_pdf_table_done(&laid);
                ds_document_free(document);
            }
}

/* ---- figures ---- */

/* As wide as the text and no higher than a page, however many rows it has. */
static void test_pdf_source__a_figure_fits_on_a_page(void **state) {
    static const size_t rows[] = {3, 51, 200};
    const ds_field field = {"a",   DS_SAY("A", "A"), NONE, DS_IN_ALL, 0, true,
                            false, DS_FIELD_BY_NAME};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ds_document *document = ds_document_new("t", DS_SAY("Titel", "Title"));
        ds_figure *figure = ds_figure_new(DS_FIGURE_BAR_FLAT, DS_SAY("Figuur", "Figure"),
                                          DS_SAY("Staven.", "Bars."));
        const size_t series = ds_figure_add_series(figure, DS_SAY("nu", "now"), DS_ROLE_NOW);
        double left, top, width, height;
        char *source, *end;
        int wide = 0;
        for (size_t k = 0; k < rows[i]; k++)
            ds_figure_add_value(
                figure, series,
                ds_figure_add_category(figure, DS_SAY("een instelling", "a school")), (double)k,
                DS_STATE_SHOWN, NONE);
        (void)ds_document_figure(document, DS_IN_ALL, "F", DS_SAY("Figuur", "Figure"), figure,
                                 &field, 1);
        source = source_of(document, DS_NL);
        assert_non_null(strstr(source, "viewBox=\\\""));
        assert_int_equal(sscanf(strstr(source, "viewBox=\\\"") + 10, "%lf %lf %lf %lf", &left, &top,
                                &width, &height),
                         4);
        end = strrchr(source, '"');
        assert_int_equal(sscanf(end, "\", %d)", &wide), 1);
        assert_true(wide > 0 && wide <= 453);
        assert_true(height / width * wide <= 591);
        if (rows[i] <= 51) assert_true(wide >= 440);
        ds_free(source);
        ds_document_free(document);
    }
}

/* ---- what is refused ---- */

static void expect_refused(const ds_document *document, ds_status status, const char *says) {
    ds_pdf_page page = DS_PDF_PAGE_INIT;
    ds_buffer out;
    ds_error err = {0};
    ds_buffer_init(&out, DS_PDF_SOURCE_MAX);
    assert_int_equal(ds_pdf_source(document, &page, &out, &err), status);
    if (strstr(err.en, says) == NULL) fail_msg("says: %s", err.en);
    assert_true(err.nl[0] != '\0' && strcmp(err.nl, err.en) != 0);
    ds_buffer_done(&out);
}

static void test_pdf_source__a_table_without_headings_is_refused(void **state) {
    const ds_field fields[] = {
        {"a", DS_SAY("A", "A"), NONE, DS_IN_ALL, 0, true, false, DS_FIELD_BY_NAME},
        {"", DS_SAY("", ""), NONE, DS_IN_ALL, 0, false, true, DS_FIELD_BY_NAME}};
    const ds_value values[] = {ds_value_text("x"), ds_value_count(1)};
    ds_document *document = ds_document_new("t", DS_SAY("Titel", "Title"));
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "T4.1", NONE, fields, 2);
    (void)state;
    ds_doc_table_row(table, values);
    expect_refused(document, DS_INPUT, "table T4.1: a column has no heading");
    ds_document_free(document);
}

static void test_pdf_source__a_table_without_columns_is_refused(void **state) {
    const ds_field field = {"a",   DS_SAY("A", "A"), NONE, DS_IN_JSON, 0, true,
                            false, DS_FIELD_BY_NAME};
    ds_document *document = ds_document_new("t", DS_SAY("Titel", "Title"));
    (void)state;
    (void)ds_document_table(document, DS_IN_ALL, "leeg", NONE, &field, 1);
    expect_refused(document, DS_INPUT, "table leeg");
    ds_document_free(document);
}

static void test_pdf_source__a_figure_without_description_is_refused(void **state) {
    const ds_field field = {"a",   DS_SAY("A", "A"), NONE, DS_IN_ALL, 0, true,
                            false, DS_FIELD_BY_NAME};
    ds_document *document = ds_document_new("t", DS_SAY("Titel", "Title"));
    (void)state;
    (void)ds_document_figure(
        document, DS_IN_ALL, "F4.3", DS_SAY("Figuur", "Figure"),
        ds_figure_new(DS_FIGURE_BAR, DS_SAY("Figuur", "Figure"), DS_SAY(" ", " ")), &field, 1);
    expect_refused(document, DS_INPUT, "figure F4.3 has no description");
    ds_document_free(document);
}

static void test_pdf_source__a_document_without_title_is_refused(void **state) {
    ds_document *document = ds_document_new(NULL, NONE);
    (void)state;
    ds_document_text(document, DS_IN_ALL, DS_SAY("tekst", "text"));
    expect_refused(document, DS_INPUT, "the document has no title");
    ds_document_free(document);
}

static void test_pdf_source__a_date_is_a_date(void **state) {
    ds_document *document = ds_document_new("t", DS_SAY("Titel", "Title"));
    ds_pdf_page page = DS_PDF_PAGE_INIT;
    ds_buffer out;
    ds_error err = {0};
    (void)state;
    page.date = "gisteren";
    ds_buffer_init(&out, DS_PDF_SOURCE_MAX);
    assert_int_equal(ds_pdf_source(document, &page, &out, &err), DS_USAGE);
    ds_buffer_done(&out);
    ds_document_free(document);
}

/* ---- memory ---- */

static ds_status make_source(void *context, ds_error *err) {
    ds_pdf_page page = DS_PDF_PAGE_INIT;
    ds_buffer out;
    ds_status status;
    ds_buffer_init(&out, DS_PDF_SOURCE_MAX);
    status = ds_pdf_source(context, &page, &out, err);
    ds_buffer_done(&out);
    return status;
}

static void test_pdf_source__fails_whole_without_memory(void **state) {
    ds_document *document = ds_sample_report(1, 1, 1, NULL);
    (void)state;
    ds_test_every_allocation(make_source, document);
    ds_document_free(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pdf_source__texts_are_strings_only),
        cmocka_unit_test(test_pdf_source__code_is_the_documents_shape),
        cmocka_unit_test(test_pdf_source__no_column_falls_off_a_page),
        cmocka_unit_test(test_pdf_source__a_figure_fits_on_a_page),
        cmocka_unit_test(test_pdf_source__a_table_without_headings_is_refused),
        cmocka_unit_test(test_pdf_source__a_table_without_columns_is_refused),
        cmocka_unit_test(test_pdf_source__a_figure_without_description_is_refused),
        cmocka_unit_test(test_pdf_source__a_document_without_title_is_refused),
        cmocka_unit_test(test_pdf_source__a_date_is_a_date),
        cmocka_unit_test(test_pdf_source__fails_whole_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
