/* tests/publish/test_pdf.c: PDFs as they come out of the real helper, read back: what they declare
 * themselves to be, their tags, their texts; the same bytes whoever makes them. Needs node and the
 * compiler that tools/setup.sh installs. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "doorstroom/figure.h"
#include "doorstroom/pdf.h"
#include "publish/sample.h"
#include "support/support.h"

#define NONE ((ds_say){NULL, NULL})

static ds_status put_in_buffer(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

static ds_pdf *open_pdf(size_t workers) {
    ds_pdf_options options = DS_PDF_OPTIONS_INIT;
    ds_pdf *pdf;
    ds_error err = {0};
    options.workers = workers;
    assert_int_equal(ds_pdf_open(&options, &pdf, &err), DS_OK);
    if (!ds_pdf_available(pdf)) fail_msg("%s", ds_pdf_reason(pdf).en);
    return pdf;
}

static ds_buffer write_pdf(ds_pdf *pdf, const ds_document *document, const ds_pdf_page *page,
                           size_t *out_pages) {
    ds_buffer out;
    const ds_sink sink = {&out, put_in_buffer};
    ds_error err = {0};
    ds_buffer_init(&out, (size_t)1 << 28);
    if (ds_pdf_write(pdf, document, page, &sink, out_pages, &err) != DS_OK) fail_msg("%s", err.en);
    return out;
}

static size_t count_of(const ds_buffer *pdf, const char *what) {
    const size_t size = strlen(what);
    size_t n = 0;
    for (size_t i = 0; i + size <= pdf->size; i++)
        if (memcmp(pdf->data + i, what, size) == 0) n++;
    return n;
}

static ds_pdf_page usual_page(ds_lang lang) {
    ds_pdf_page page = DS_PDF_PAGE_INIT;
    page.lang = lang;
    page.date = "2026-11-29";
    page.contents = true;
    page.made_up = true;
    page.publisher = DS_SAY("Voorbeeld", "Example");
    page.footer = DS_SAY("vrijgave 2026-11", "release 2026-11");
    return page;
}

/* ---- what it declares, and its tags ---- */

static void test_pdf__declares_itself_accessible(void **state) {
    static const char *const titles[] = {"ROC De Proef", "ROC The Trial"};
    ds_pdf *pdf = open_pdf(1);
    (void)state;
    for (ds_lang lang = DS_NL; lang <= DS_EN; lang++) {
        const ds_pdf_page page = usual_page(lang);
        ds_document *report = ds_sample_report(3, 4, 2, titles[lang]);
        size_t pages = 0;
        ds_buffer out = write_pdf(pdf, report, &page, &pages);
        assert_int_equal(count_of(&out, "<pdfuaid:part>1</pdfuaid:part>"), 1);
        assert_int_equal(
            count_of(&out, lang == DS_NL ? "<rdf:li>nl</rdf:li>" : "<rdf:li>en</rdf:li>"), 1);
        assert_true(count_of(&out, lang == DS_NL ? "/Lang(nl" : "/Lang(en") +
                        count_of(&out, lang == DS_NL ? "/Lang (nl" : "/Lang (en") >
                    0);
        assert_true(count_of(&out, titles[lang]) >= 2); /* XMP and properties */
        assert_int_equal(count_of(&out, "/DisplayDocTitle true"), 1);
        assert_int_equal(count_of(&out, "/Marked true"), 1);
        assert_int_equal(count_of(&out, "/StructTreeRoot"),
                         2); /* the root, and what refers to it */
        assert_true(count_of(&out, "2026-11-29") >= 2);
        assert_true(pages >= 4);
        assert_int_equal(count_of(&out, "/Type/Page\n") + count_of(&out, "/Type /Page\n"), pages);
        ds_buffer_done(&out);
        ds_document_free(report);
    }
    ds_pdf_close(pdf);
}

static size_t count_tag(const ds_buffer *pdf, const char *tag) {
    char with[64], without[64];
    (void)snprintf(with, sizeof with, "/S /%s\n", tag);
    (void)snprintf(without, sizeof without, "/S/%s\n", tag);
    return count_of(pdf, with) + count_of(pdf, without);
}

static void test_pdf__has_the_tags_of_what_is_in_it(void **state) {
    enum { TABLES = 4, FIGURES = 2, COLUMNS = 7, GROUPED = 3, OF_FIGURE = 3 };
    const ds_pdf_page page = usual_page(DS_NL);
    ds_pdf *pdf = open_pdf(1);
    ds_document *report = ds_sample_report(3, TABLES, FIGURES, NULL);
    ds_buffer out = write_pdf(pdf, report, &page, NULL);
    const size_t heads = (size_t)TABLES * (COLUMNS + 1) + (size_t)FIGURES * OF_FIGURE;
    (void)state;
    assert_int_equal(count_tag(&out, "Table"), TABLES + FIGURES);
    assert_int_equal(count_tag(&out, "THead"), TABLES + FIGURES);
    assert_int_equal(count_tag(&out, "TH"), heads);
    assert_int_equal(count_of(&out, "/Scope /Column") + count_of(&out, "/Scope/Column"), heads);
    assert_int_equal(count_tag(&out, "TR"), (size_t)TABLES * 11 + (size_t)FIGURES * 5);
    assert_int_equal(count_tag(&out, "Figure"), FIGURES);
    assert_int_equal(count_of(&out, "/Alt (De lijn van de bol daalt") +
                         count_of(&out, "/Alt(De lijn van de bol daalt"),
                     FIGURES);
    assert_int_equal(count_tag(&out, "Caption"), TABLES + 2 * FIGURES);
    assert_int_equal(count_tag(&out, "H1"), 3 + 1); /* a chapter, definitions, appendix; contents */
    assert_int_equal(count_tag(&out, "H2"), 4 + 1);
    assert_int_equal(count_tag(&out, "TOCI"), 4 + 4);
    assert_true(count_tag(&out, "Link") > 8);
    assert_int_equal(count_of(&out, "/Outlines"), 1 + 1);
    ds_buffer_done(&out);
    ds_document_free(report);
    ds_pdf_close(pdf);
}

/* ---- as it is read aloud ---- */

/* What poppler finds in it, where that is installed, else NULL: what stands on the pages, or, as a
 * tree of tags, what is read aloud. */
static char *text_of(const char *folder, const ds_buffer *pdf, bool aloud) {
    const char *program = aloud ? "/usr/bin/pdfinfo" : "/usr/bin/pdftotext";
    char command[2 * DS_PATH_SIZE], *path, *text = NULL;
    ds_buffer all;
    FILE *from;
    if (access(program, X_OK) != 0) return NULL;
    path = ds_test_write(folder, "t.pdf", pdf->data, pdf->size);
    (void)snprintf(command, sizeof command, "LD_PRELOAD= %s %s '%s' %s 2>/dev/null", program,
                   aloud ? "-struct-text" : "-raw", path, aloud ? "" : "-");
    from = popen(command, "r");
    assert_non_null(from);
    ds_buffer_init(&all, (size_t)1 << 26);
    for (int c; (c = fgetc(from)) != EOF;)
        ds_buffer_add_char(&all, (char)c);
    assert_int_equal(pclose(from), 0);
    text = ds_buffer_take(&all);
    ds_free(path);
    return text;
}

/* Each of them, behind the one before it. */
static void assert_in_order(const char *text, const char *const *order, size_t n) {
    const char *at = text;
    for (size_t i = 0; i < n; i++) {
        at = strstr(at, order[i]);
        if (at == NULL) fail_msg("not, or not in its place: %s", order[i]);
        at += strlen(order[i]);
    }
}

static void test_pdf__is_read_in_order(void **state) {
    static const char *const order[] = {"\"ROC Voorbeeld",
                                        "H1 \"Inhoud\"",
                                        "TOC",
                                        "H1 \"1 Geld\"",
                                        "H2 \"1.1 Ontwikkeling",
                                        "P (block)",
                                        "In het schooljaar 2023/24",
                                        "Link",
                                        "Table",
                                        "Caption",
                                        "Tabel 1.",
                                        "THead",
                                        "TH",
                                        "Leerweg",
                                        "Percentage",
                                        "(procentpunt)",
                                        "TBody",
                                        "TD",
                                        "\"bol\"",
                                        "niveau 1",
                                        "totaal",
                                        "498.123",
                                        "aantoonbaar verschil",
                                        "Bron: register",
                                        "Link",
                                        "Definitie",
                                        "Figuur 1.",
                                        "Figure:",
                                        "De cijfers van deze figuur",
                                        "H2 \"1.2 Ontwikkeling",
                                        "Tabel 2.",
                                        "H1 \"Definities\"",
                                        "Wie op 1 oktober",
                                        "vsv:",
                                        "H1 \"Bijlage: de cijfers van de figuren\"",
                                        "Table",
                                        "Figuur 1.",
                                        "Schooljaar",
                                        "2020/21",
                                        "Figuur 2."};
    static const char *const beside[] = {"gemaakte gegevens", "vrijgave 2026-11", "Pagina 2 van"};
    const ds_pdf_page page = usual_page(DS_NL);
    ds_pdf *pdf = open_pdf(1);
    ds_document *report = ds_sample_report(3, 4, 2, NULL);
    ds_buffer out = write_pdf(pdf, report, &page, NULL);
    char *folder = ds_test_folder(), *tree = text_of(folder, &out, true),
         *pages = text_of(folder, &out, false);
    (void)state;
    ds_buffer_done(&out);
    ds_document_free(report);
    ds_pdf_close(pdf);
    ds_test_folder_remove(folder);
    if (tree == NULL || pages == NULL) skip();
    assert_in_order(tree, order, sizeof order / sizeof *order);
    assert_in_order(pages, beside, sizeof beside / sizeof *beside);
    assert_null(strstr(tree, "Pagina 2 van")); /* heads and feet of pages are not read aloud */
    ds_free(tree);
    ds_free(pages);
}

/* An infographic is one sheet, however much stands on it. */
static void test_pdf__an_infographic_is_one_page(void **state) {
    ds_pdf *pdf = open_pdf(1);
    (void)state;
    for (size_t much = 1; much <= 13; much += 4) {
        ds_pdf_page page = usual_page(DS_NL);
        ds_document *report = ds_sample_report(2, much, much, "Feiten en cijfers");
        size_t pages = 0;
        ds_buffer out;
        page.one_page = true;
        out = write_pdf(pdf, report, &page, &pages);
        assert_int_equal(pages, 1);
        assert_int_equal(count_of(&out, "<pdfuaid:part>1</pdfuaid:part>"), 1);
        ds_buffer_done(&out);
        ds_document_free(report);
    }
    ds_pdf_close(pdf);
}

/* ---- names ---- */

static void test_pdf__no_name_breaks_it(void **state) {
    static const char *const names[] = {
        "<script>alert(\"x\")</script> & co",
        "\"); #read(\"/etc/passwd\") // \\",
        "=cmd|' /C calc'!A0 $x^2$ `raw` *b* _i_ @ref <label> /* #{1+1} */ ] } )",
        "\xE2\x80\xAE RTL \xD8\xA7\xD9\x84 \xF0\x9F\x98\x80 e\xCC\x81",
        "\xE2\x80\x8B\xC2\xAD \x01\x1b[31m\n\t x",
        "\xFF\xFE geen utf-8",
        "#import \"@preview/cetz:0.3.0\": *",
        "A-B-C/D_E.F,G;H:I?J=K&L%M+N~O|P^Q",
    };
    const ds_pdf_page page = usual_page(DS_NL);
    ds_pdf *pdf = open_pdf(1);
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ds_document *document = ds_sample_everything(names[i]);
        size_t pages = 0;
        ds_buffer out = write_pdf(pdf, document, &page, &pages);
        assert_int_equal(count_of(&out, "<pdfuaid:part>1</pdfuaid:part>"), 1);
        assert_true(pages > 5 && pages < 40);
        assert_int_equal(count_of(&out, "root:x:0"), 0);
        assert_int_equal(count_of(&out, "javascript:"), 0);
        ds_buffer_done(&out);
        ds_document_free(document);
    }
    ds_pdf_close(pdf);
}

static void test_pdf__a_very_long_name_is_broken_and_not_cut(void **state) {
    enum { LONG = 10000 };
    const ds_pdf_page page = usual_page(DS_NL);
    ds_pdf *pdf = open_pdf(1);
    char *name = ds_malloc(LONG + 1), *folder = ds_test_folder(), *text;
    ds_document *report;
    ds_buffer out;
    size_t pages = 0, n = 0;
    (void)state;
    memset(name, 'w', LONG);
    name[LONG] = '\0';
    report = ds_sample_report(3, 1, 0, name);
    out = write_pdf(pdf, report, &page, &pages);
    assert_true(pages > 4);
    text = text_of(folder, &out, false);
    for (const char *at = text; at != NULL && *at != '\0'; at++)
        n += *at == 'w';
    if (text != NULL) assert_true(n >= 2 * LONG); /* as the title and in the text */
    ds_free(text);
    ds_free(name);
    ds_buffer_done(&out);
    ds_document_free(report);
    ds_test_folder_remove(folder);
    ds_pdf_close(pdf);
}

/* ---- the same bytes ---- */

enum { DOCUMENTS = 4 };

typedef struct making_pdfs {
    ds_pdf *pdf;
    ds_buffer made[DOCUMENTS];
} making_pdfs;

static ds_status make_pdf(void *context, size_t i, size_t worker, ds_error *err) {
    making_pdfs *m = context;
    const ds_sink sink = {&m->made[i], put_in_buffer};
    const ds_pdf_page page = usual_page(i % 2 == 0 ? DS_NL : DS_EN);
    ds_document *report = ds_sample_report((unsigned)i, 3, 2, NULL);
    ds_status status;
    (void)worker;
    ds_buffer_init(&m->made[i], (size_t)1 << 28);
    status = ds_pdf_write(m->pdf, report, &page, &sink, NULL, err);
    ds_document_free(report);
    return status;
}

static void test_pdf__same_bytes_on_one_worker_and_two(void **state) {
    making_pdfs one = {.pdf = open_pdf(1)}, two = {.pdf = open_pdf(2)};
    ds_error err = {0};
    (void)state;
    assert_int_equal(ds_parallel(DOCUMENTS, 1, make_pdf, &one, &err), DS_OK);
    assert_int_equal(ds_parallel(DOCUMENTS, 4, make_pdf, &two, &err), DS_OK);
    ds_pdf_close(one.pdf);
    ds_pdf_close(two.pdf);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        assert_int_equal(one.made[i].size, two.made[i].size);
        assert_memory_equal(one.made[i].data, two.made[i].data, one.made[i].size);
        if (i > 0)
            assert_false(one.made[i].size == one.made[0].size &&
                         memcmp(one.made[i].data, one.made[0].data, one.made[0].size) == 0);
    }
    for (size_t i = 0; i < DOCUMENTS; i++) {
        ds_buffer_done(&one.made[i]);
        ds_buffer_done(&two.made[i]);
    }
}

/* ---- limits ---- */

/* What a document may take is limited, and one that takes too much harms no later one. */
static void test_pdf__memory_has_a_limit(void **state) {
    ds_pdf_options options = DS_PDF_OPTIONS_INIT;
    const ds_pdf_page page = usual_page(DS_NL);
    ds_document *large = ds_sample_report(1, 400, 0, NULL),
                *small = ds_sample_report(1, 1, 0, NULL);
    char *folder = ds_test_folder(), path[DS_PATH_SIZE];
    ds_pdf *pdf;
    ds_error err = {0};
    size_t pages = 0;
    (void)state;
    options.memory_size = (uint64_t)96 << 20;
    assert_int_equal(ds_pdf_open(&options, &pdf, &err), DS_OK);
    assert_int_equal(ds_file_join(path, folder, "x.pdf", &err), DS_OK);
    assert_int_equal(ds_pdf_save(pdf, large, &page, path, NULL, &err), DS_FAULT);
    assert_non_null(strstr(err.en, "96 MB"));
    assert_false(ds_file_exists(path));
    if (ds_pdf_save(pdf, small, &page, path, &pages, &err) != DS_OK) fail_msg("%s", err.en);
    assert_true(pages > 0);
    ds_pdf_close(pdf);
    ds_document_free(large);
    ds_document_free(small);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pdf__declares_itself_accessible),
        cmocka_unit_test(test_pdf__has_the_tags_of_what_is_in_it),
        cmocka_unit_test(test_pdf__is_read_in_order),
        cmocka_unit_test(test_pdf__an_infographic_is_one_page),
        cmocka_unit_test(test_pdf__no_name_breaks_it),
        cmocka_unit_test(test_pdf__a_very_long_name_is_broken_and_not_cut),
        cmocka_unit_test(test_pdf__same_bytes_on_one_worker_and_two),
        cmocka_unit_test(test_pdf__memory_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
