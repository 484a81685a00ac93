/* tests/document/test_pages.c: the page and the other forms of a whole report: figures, prose,
 * sources, anchors; hostile texts in every place of every form; docx where pandoc is. */
#include <expat.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/buffer.h"
#include "base/file.h"
#include "document/run.h"
#include "support/support.h"
#include "tests/document/sample.h"

enum { TEXT_MAX = 1 << 27 };

static ds_status put_bytes(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

static char *write_as(const ds_document *d, ds_form form, const ds_write_options *o) {
    ds_buffer out;
    const ds_sink sink = {&out, put_bytes};
    ds_error err = {0};
    ds_buffer_init(&out, TEXT_MAX);
    if (ds_document_write(d, form, o, &sink, &err) != DS_OK) fail_msg("%s", err.nl);
    return ds_buffer_take(&out);
}

static void must_have(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("'%s' is not there", words);
}

static void must_lack(const char *text, const char *words) {
    const char *at = strstr(text, words);
    if (at != NULL) fail_msg("'%s' is there: %.60s", words, at - text > 40 ? at - 40 : text);
}

/* ---- a report on a page ---- */

static void test_pages__what_stands_on_it(void **state) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *d = sample_document(NULL);
    char *text;
    (void)state;
    o.files = "../bestanden";
    o.twin = "en.html";
    o.home = "../index.html";
    o.draft = o.made_up = true;
    o.footer = DS_SAY("Vrijgave 7", "Release 7");
    text = write_as(d, DS_FORM_HTML, &o);
    must_have(text, "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"nl\"");
    must_have(text, "<link rel=\"stylesheet\" href=\"../bestanden/doorstroom.css\"/>");
    must_have(text, "<a class=\"overslaan\" href=\"#ds-hoofd\">Naar de inhoud</a>");
    must_have(text, "hreflang=\"en\" lang=\"en\" xml:lang=\"en\">English</a>");
    must_have(text, "<nav class=\"inhoudsopgave\" aria-label=\"Inhoud\">");
    must_have(text, "<li><a href=\"#h4\">4 Minder voortijdig schoolverlaters</a><ol>");
    must_have(text, "class=\"druk-cg-nl\"");
    must_have(text, "Concept: voorlopige cijfers");
    must_have(text, "<p>Vrijgave 7</p>");
    must_have(text, "<div class=\"blok\" id=\"T4.1\">");
    must_have(text, "<th scope=\"colgroup\" colspan=\"2\">2022/23</th>");
    must_have(text, "<tr class=\"totaal\"><th scope=\"row\"");
    must_have(text, "<figure id=\"F4.3\">\n<figcaption>Figuur 4.3");
    must_have(text, "<details><summary>De cijfers van deze figuur als tabel</summary>");
    must_have(text, "Bron: inschrijvingen · <a href=\"#definitie.vsv\">Hoe dit is geteld</a>");
    must_have(text, "<section id=\"definitie.vsv\">");
    must_have(text, "<a href=\"#T4.1\">tabel 4.1</a>");
    must_have(text, "<ul>\n<li>een maatregel die helpt<ol>\n<li>een");
    must_have(text, "aria-hidden=\"true\">×</span><span class=\"sr\">niet getoond</span>");
    must_have(text, "<section id=\"ds-tekens\"");
    must_lack(text, " style=");
    must_lack(text, " onclick");
    must_lack(text, "Intern");
    ds_free(text);
    ds_document_free(d);
}

/* ---- a part of another's page ---- */

static ds_status write_bare(const ds_document *d, unsigned level, const char *prefix, bool alone,
                            char **out) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_buffer text;
    const ds_sink sink = {&text, put_bytes};
    ds_status status;
    o.bare = true;
    o.level = level;
    o.prefix = prefix;
    o.figures_alone = alone;
    ds_buffer_init(&text, TEXT_MAX);
    status = ds_document_write(d, DS_FORM_HTML, &o, &sink, NULL);
    *out = ds_buffer_take(&text);
    return status;
}

/* Every id of text begins with prefix, and every link within it leads to one that is there. */
static void must_hold_together(const char *text, const char *prefix) {
    for (const char *at = text; (at = strstr(at, " id=\"")) != NULL; at++)
        if (strncmp(at + 5, prefix, strlen(prefix)) != 0) fail_msg("%.60s", at);
    for (const char *at = text; (at = strstr(at, " href=\"#")) != NULL; at++) {
        char mark[300];
        (void)snprintf(mark, sizeof mark, " id=\"%.*s\"", (int)strcspn(at + 8, "\""), at + 8);
        must_have(text, mark);
    }
}

static void test_pages__bare(void **state) {
    ds_document *d = sample_document(NULL);
    char *text, *again;
    (void)state;
    assert_int_equal(write_bare(d, 3, "f-", false, &text), DS_OK);
    must_lack(text, "<html");
    must_lack(text, "<main");
    must_lack(text, "<h1");
    must_lack(text, "<h2");
    must_lack(text, "<script");
    must_have(text, "<h4");
    must_have(text, "<section id=\"f-h4\">");
    must_have(text, "<h4 id=\"f-ds-tekens-kop\">");
    must_have(text, "De cijfers van deze figuur als tabel");
    must_hold_together(text, "f-");
    ds_free(text);
    assert_int_equal(write_bare(d, 0, NULL, true, &text), DS_OK);
    assert_int_equal(write_bare(d, 1, NULL, true, &again), DS_OK);
    assert_string_equal(text, again);
    must_have(text, "<h2>");
    must_have(text, "<figure");
    must_lack(text, "De cijfers van deze figuur als tabel");
    ds_free(text);
    ds_free(again);
    ds_document_free(d);
}

static void test_pages__bare_refused(void **state) {
    static const char *const prefixes[] = {"",    "1a", "a b",
                                           "a\"", "-",  "abcdefghijklmnopqrstuvwxy"};
    ds_document *d = sample_document(NULL);
    char *text;
    (void)state;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        assert_int_equal(write_bare(d, 1, prefixes[i], false, &text), DS_USAGE);
        assert_string_equal(text, "");
        ds_free(text);
    }
    assert_int_equal(write_bare(d, 6, NULL, false, &text), DS_USAGE);
    ds_free(text);
    ds_document_free(d);
}

/* Who was built with the options of before has a page as ever. */
static void test_pages__older_options(void **state) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *d = sample_document(NULL);
    char *text;
    (void)state;
    o.version = 2;
    o.bare = true; /* bytes that were not there */
    o.draft = true;
    text = write_as(d, DS_FORM_HTML, &o);
    must_have(text, "<html");
    must_have(text, "Concept: voorlopige cijfers");
    ds_free(text);
    ds_document_free(d);
}

/* Nothing in a page by itself may come from elsewhere, and its own policy lets its own parts be. */
static void test_pages__policy_of_a_page_by_itself(void **state) {
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *d = sample_document(NULL);
    char *text = write_as(d, DS_FORM_HTML, &o), base64[64], expected[100];
    static const char *const tags[] = {"style", "script"};
    (void)state;
    must_have(text, "default-src 'none'");
    for (size_t i = 0; i < 2; i++) {
        char open[16], close[16];
        unsigned char hash[crypto_hash_sha256_BYTES];
        const char *from, *to;
        (void)snprintf(open, sizeof open, "<%s>", tags[i]);
        (void)snprintf(close, sizeof close, "</%s>", tags[i]);
        from = strstr(text, open) + strlen(open);
        to = strstr(from, close);
        (void)crypto_hash_sha256(hash, (const unsigned char *)from, (size_t)(to - from));
        (void)snprintf(expected, sizeof expected, "%s-src 'sha256-%s'", tags[i],
                       sodium_bin2base64(base64, sizeof base64, hash, sizeof hash,
                                         sodium_base64_VARIANT_ORIGINAL));
        must_have(text, expected);
    }
    ds_free(text);
    ds_document_free(d);
}

static ds_status weigh_file(void *context, const char *name, const char *data, size_t size,
                            ds_error *err) {
    size_t *n = context;
    (void)err;
    assert_non_null(data);
    if (strcmp(name, "doorstroom.js") == 0) assert_true(size < 20000); /* the promise of issue 16 */
    if (strcmp(name, "doorstroom.css") == 0) {
        char *text = test_calloc(1, size + 1);
        memcpy(text, data, size);
        must_lack(text, "http");
        must_lack(text, "@import");
        test_free(text);
    }
    ++*n;
    return DS_OK;
}

static void test_pages__files_that_they_share(void **state) {
    size_t n = 0;
    ds_error err;
    (void)state;
    assert_int_equal(ds_page_files(NULL, weigh_file, &n, &err), DS_OK);
    assert_int_equal(n, 2);
    assert_int_equal(ds_page_files("/nergens", weigh_file, &n, &err), DS_INPUT);
}

/* ---- the other forms ---- */

static void test_pages__prose_on_a_terminal_and_not_in_json(void **state) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *d = sample_document(NULL);
    char *text;
    (void)state;
    o.width = 200;
    text = write_as(d, DS_FORM_TABLE, &o);
    must_have(text, "vsv'ers van 6,4 naar 6,1 procent; zie tabel 4.1 en de werkagenda\n");
    must_have(text, "\n  - een maatregel die helpt\n    - een maatregel die helpt\n");
    must_have(text, "Figuur 4.3 Percentage vsv naar leerweg\n");
    ds_free(text);
    text = write_as(d, DS_FORM_JSON, &o);
    must_have(text, "\"F4.3\": [");
    must_lack(text, "een maatregel die helpt");
    ds_free(text);
    o.table = "F4.3";
    text = write_as(d, DS_FORM_CSV, &o);
    assert_string_equal(text, "jaar,bol,bbl\n2020,6.4,4.9\n2021,6.300000000000001,4.7\n2022,6.2,\n"
                              "2023,6.1000000000000005,4.300000000000001\n");
    ds_free(text);
    ds_document_free(d);
}

/* A Dutch spreadsheet gets no formula; the contract's csv has the bytes as they are. */
static void test_pages__no_formula_in_dutch_csv(void **state) {
    static const char *const texts[] = {"=1+1", "+a", "-b",   "@c",   "\td",
                                        "\re",  "-5", "+3,5", "-1e3", "f"};
    const ds_field field = {.id = "=kop", .in = DS_IN_ALL};
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *d = ds_document_new("x", SAMPLE_NOTHING);
    ds_doc_table *t = ds_document_table(d, DS_IN_ALL, "x", SAMPLE_NOTHING, &field, 1);
    char *text;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const ds_value value = ds_value_text(texts[i]);
        ds_doc_table_row(t, &value);
    }
    text = write_as(d, DS_FORM_CSV, &o);
    assert_string_equal(text, "=kop\n=1+1\n+a\n-b\n@c\n\td\n\"\re\"\n-5\n\"+3,5\"\n-1e3\nf\n");
    ds_free(text);
    o.no_formulas = true; /* of a release */
    text = write_as(d, DS_FORM_CSV, &o);
    assert_string_equal(text,
                        "'=kop\n'=1+1\n'+a\n'-b\n'@c\n'\td\n\"'\re\"\n-5\n\"+3,5\"\n-1e3\nf\n");
    ds_free(text);
    o.dutch_csv = true;
    text = write_as(d, DS_FORM_CSV, &o);
    assert_string_equal(
        text, "\xEF\xBB\xBF'=kop\n'=1+1\n'+a\n'-b\n'@c\n'\td\n\"'\re\"\n-5\n\"+3,5\"\n-1e3\nf\n");
    ds_free(text);
    ds_document_free(d);
}

static void test_pages__csv_steers_no_terminal(void **state) {
    const ds_field field = {.id = "x", .in = DS_IN_ALL};
    const ds_value value = ds_value_text("a\x1B[2Jb\xE2\x80\xAE"
                                         "c");
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *d = ds_document_new("x", SAMPLE_NOTHING);
    char *text;
    (void)state;
    ds_doc_table_row(ds_document_table(d, DS_IN_ALL, "x", SAMPLE_NOTHING, &field, 1), &value);
    text = write_as(d, DS_FORM_CSV, &o);
    assert_string_equal(text, "x\na\x1B[2Jb\xE2\x80\xAE"
                              "c\n");
    ds_free(text);
    o.to_terminal = true;
    text = write_as(d, DS_FORM_CSV, &o);
    assert_string_equal(text, "x\na?[2Jb?c\n");
    ds_free(text);
    ds_document_free(d);
}

/* ---- hostile ---- */

static const char *const hostile_texts[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "]]>--></style><script>",
    "&lt;&amp;&#60;",
    "\xE2\x80\xAEom\xE2\x81\xA6\xD8\x9C",
    "\x01\x1B[2J\x7F",
    "\xEF\xBF\xBF\xEF\xBF\xBE",
    "\xFF\xC0",
};

/* Well-formed, the page's own script alone, nothing that steers. */
static void look_at_page(const char *text) {
    XML_Parser parser = XML_ParserCreate("UTF-8");
    size_t scripts = 0;
    if (XML_Parse(parser, text, (int)strlen(text), 1) != XML_STATUS_OK)
        fail_msg("line %lu: %s", XML_GetCurrentLineNumber(parser),
                 XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    for (const char *at = text; (at = strstr(at, "<script")) != NULL; at++)
        scripts++;
    assert_int_equal(scripts, 1);
    must_lack(text, "<img");
    must_lack(text, "href=\"javascript");
    must_lack(text, "\xE2\x80\xAE");
    must_lack(text, "\xE2\x81\xA6");
    must_lack(text, "\xD8\x9C");
    must_lack(text, "\x1B");
}

static void look_at_hostile(const char *name, bool folded) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *d = sample_document(name);
    char *text;
    o.footer = DS_SAY(name, name);
    o.home = o.twin = name;
    for (int lang = 0; lang < 2; lang++) {
        o.lang = (ds_lang)lang;
        text = write_as(d, DS_FORM_HTML, &o);
        look_at_page(text);
        ds_free(text);
        if (!folded) continue; /* a terminal makes megabytes of a long one */
        text = write_as(d, DS_FORM_TABLE, &o);
        must_lack(text, "\x1B");
        must_lack(text, "\xE2\x80\xAE");
        ds_free(text);
    }
    ds_free(write_as(d, DS_FORM_JSON, &o));
    ds_document_free(d);
}

static void test_pages__hostile_in_every_place(void **state) {
    char *large = test_calloc(1, 10001);
    (void)state;
    memset(large, 'w', 10000);
    for (size_t i = 0; i < sizeof hostile_texts / sizeof *hostile_texts; i++)
        look_at_hostile(hostile_texts[i], true);
    look_at_hostile(large, false);
    test_free(large);
}

/* ---- memory ---- */

static ds_status write_page(void *context, ds_error *err) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_buffer out;
    const ds_sink sink = {&out, put_bytes};
    ds_document *d = sample_document(NULL);
    ds_status status;
    (void)context;
    o.draft = true;
    ds_buffer_init(&out, TEXT_MAX);
    status = ds_document_write(d, DS_FORM_HTML, &o, &sink, err);
    if (status != DS_OK && out.failed == DS_OK) assert_int_equal(out.size, 0);
    ds_buffer_done(&out);
    ds_document_free(d);
    return status;
}

static void test_pages__every_allocation_fails_once(void **state) {
    (void)state;
    ds_test_every_allocation(write_page, NULL);
}

/* ---- docx ---- */

static char *unpack_part(const char *path, const char *name) {
    zip_t *package = zip_open(path, ZIP_RDONLY, NULL);
    zip_file_t *file = package == NULL ? NULL : zip_fopen(package, name, 0);
    char *text = test_calloc(1, 1 << 20);
    if (file == NULL) fail_msg("%s is not there", name);
    assert_true(zip_fread(file, text, (1 << 20) - 1) > 0);
    assert_int_equal(zip_fclose(file), 0);
    zip_discard(package);
    return text;
}

static void look_at_docx(const char *path) {
    static const char *const parts[] = {"word/document.xml", "word/kop.xml", "word/styles.xml",
                                        "[Content_Types].xml"};
    for (size_t i = 0; i < 4; i++) {
        char *text = unpack_part(path, parts[i]);
        XML_Parser parser = XML_ParserCreate("UTF-8");
        assert_int_equal(XML_Parse(parser, text, (int)strlen(text), 1), XML_STATUS_OK);
        XML_ParserFree(parser);
        if (i == 0) {
            must_have(text, "<w:headerReference w:type=\"default\" r:id=\"rIdKop\"/>");
            must_have(text, "<w:tbl>");
        }
        if (i == 1) must_have(text, "INTERN: niet beveiligd voor publicatie");
        test_free(text);
    }
}

/* The pictures themselves are in it, not what stood for them: a bit a point. Returns how many. */
static size_t look_at_pictures(const char *path) {
    enum { HEADER_SIZE = 33, DEPTH_AT = 24 };
    zip_t *package = zip_open(path, ZIP_RDONLY, NULL);
    size_t n = 0;
    assert_non_null(package);
    for (zip_int64_t i = 0; i < zip_get_num_entries(package, 0); i++) {
        unsigned char header[HEADER_SIZE];
        zip_file_t *file;
        if (strncmp(zip_get_name(package, (zip_uint64_t)i, 0), "word/media/", 11) != 0) continue;
        file = zip_fopen_index(package, (zip_uint64_t)i, 0);
        assert_non_null(file);
        assert_int_equal(zip_fread(file, header, sizeof header), sizeof header);
        assert_int_equal(zip_fclose(file), 0);
        assert_memory_equal(header + 1, "PNG", 3);
        assert_int_equal(header[DEPTH_AT], 8);
        n++;
    }
    zip_discard(package);
    return n;
}

static void test_pages__docx(void **state) {
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    char *folder = ds_test_folder(), *path = ds_test_write_string(folder, "a.docx", "oud"), *first,
         *again;
    ds_document *d = sample_document(NULL), *bad = sample_document(hostile_texts[0]);
    size_t sizes[2];
    ds_error err = {0};
    (void)state;
    ds_document_set_internal(d);
    ds_document_set_internal(bad);
    if (!ds_form_available(DS_FORM_DOCX)) {
        assert_int_equal(ds_document_save(d, path, &o, &err), DS_USAGE);
        assert_non_null(strstr(err.nl, "pandoc"));
    } else {
        assert_int_equal(ds_document_save(d, path, &o, &err), DS_OK);
        look_at_docx(path);
        assert_int_equal(look_at_pictures(path) > 0, ds_filter_available("rsvg-convert"));
        assert_int_equal(ds_file_read(path, TEXT_MAX, &first, &sizes[0], NULL), DS_OK);
        assert_int_equal(ds_document_save(d, path, &o, &err), DS_OK);
        assert_int_equal(ds_file_read(path, TEXT_MAX, &again, &sizes[1], NULL), DS_OK);
        assert_int_equal(sizes[0], sizes[1]);
        assert_memory_equal(first, again, sizes[0]);
        ds_free(first);
        ds_free(again);
        assert_int_equal(ds_document_save(bad, path, &o, &err), DS_OK);
        look_at_docx(path);
    }
    ds_document_free(d);
    ds_document_free(bad);
    ds_free(path);
    ds_test_folder_remove(folder);
    if (!ds_form_available(DS_FORM_DOCX)) {
        print_message("skipped: no pandoc here; that is said to who asks for docx\n");
        skip();
    }
}

/* Without pandoc it is left out, and said, and what was there stays. */
static void test_pages__no_pandoc(void **state) {
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    char *folder = ds_test_folder(), *path = ds_test_write_string(folder, "a.docx", "oud"), *data;
    char *programs = getenv("PATH") == NULL ? NULL : test_calloc(1, strlen(getenv("PATH")) + 1);
    ds_document *d = sample_document(NULL);
    size_t size;
    ds_error err = {0};
    (void)state;
    assert_non_null(programs);
    memcpy(programs, getenv("PATH"), strlen(getenv("PATH")));
    assert_int_equal(setenv("PATH", folder, 1), 0);
    assert_false(ds_form_available(DS_FORM_DOCX));
    assert_int_equal(ds_document_save(d, path, &o, &err), DS_USAGE);
    assert_int_equal(setenv("PATH", programs, 1), 0);
    assert_non_null(strstr(err.en, "pandoc"));
    assert_int_equal(ds_file_read(path, 100, &data, &size, NULL), DS_OK);
    assert_string_equal(data, "oud");
    ds_free(data);
    test_free(programs);
    ds_document_free(d);
    ds_free(path);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages__what_stands_on_it),
        cmocka_unit_test(test_pages__bare),
        cmocka_unit_test(test_pages__bare_refused),
        cmocka_unit_test(test_pages__older_options),
        cmocka_unit_test(test_pages__policy_of_a_page_by_itself),
        cmocka_unit_test(test_pages__files_that_they_share),
        cmocka_unit_test(test_pages__prose_on_a_terminal_and_not_in_json),
        cmocka_unit_test(test_pages__no_formula_in_dutch_csv),
        cmocka_unit_test(test_pages__csv_steers_no_terminal),
        cmocka_unit_test(test_pages__hostile_in_every_place),
        cmocka_unit_test(test_pages__every_allocation_fails_once),
        cmocka_unit_test(test_pages__docx),
        cmocka_unit_test(test_pages__no_pandoc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
