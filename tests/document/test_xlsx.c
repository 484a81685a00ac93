/* tests/document/test_xlsx.c: a workbook, read back by our own reader: real numbers, texts that are
 * no formulas, nothing behind what is not shown, the same bytes each time, whole or as it was. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "support/support.h"
#include "tests/document/sample.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1 /* its memory is not ours to limit */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* ---- reading back ---- */

static ds_status keep_names(void *context, const ds_text *names, size_t n, ds_error *err) {
    (void)err;
    for (size_t i = 0; i < n; i++)
        ds_buffer_addf(context, "%s%.*s", i == 0 ? "" : "|", (int)names[i].size, names[i].data);
    ds_buffer_add_char(context, '\n');
    return DS_OK;
}

static ds_status keep_rows(void *context, const ds_table_batch *batch, ds_error *err) {
    (void)err;
    for (size_t r = 0; r < batch->n_records; r++) {
        for (size_t i = 0; i < batch->n_columns; i++) {
            const ds_text text = batch->fields[r * batch->n_columns + i];
            ds_buffer_addf(context, "%s%.*s", i == 0 ? "" : "|", (int)text.size, text.data);
        }
        ds_buffer_add_char(context, '\n');
    }
    return DS_OK;
}

static char *read_sheet(const char *path, const char *sheet, uint64_t first) {
    ds_buffer out;
    const ds_table_sink sink = {.context = &out, .header = keep_names, .batch = keep_rows};
    ds_table_shape shape;
    ds_table_info info;
    ds_error err = {0};
    memset(&shape, 0, sizeof shape);
    shape.sheet = ds_text_of(sheet);
    shape.first_line = first;
    shape.unchecked = true;
    ds_buffer_init(&out, 1 << 20);
    if (ds_table_inspect(path, &info, &err) != DS_OK ||
        ds_table_read_shaped(path, &info, &shape, 1, &sink, &err) != DS_OK)
        fail_msg("%s: %s", sheet, err.nl);
    return ds_buffer_take(&out);
}

static char *part_of(const char *path, const char *name) {
    zip_t *package = zip_open(path, ZIP_RDONLY, NULL);
    zip_file_t *file = zip_fopen(package, name, 0);
    char *text = test_calloc(1, 1 << 20);
    assert_non_null(file);
    assert_true(zip_fread(file, text, (1 << 20) - 1) > 0);
    assert_int_equal(zip_fclose(file), 0);
    zip_discard(package);
    return text;
}

static char *saved(const ds_document *d, const char *folder, const char *name) {
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    char *path = test_calloc(1, DS_PATH_SIZE);
    ds_error err = {0};
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    if (ds_document_save(d, path, &o, &err) != DS_OK) fail_msg("%s", err.nl);
    return path;
}

/* ---- tests ---- */

static void test_xlsx__read_back(void **state) {
    char *folder = ds_test_folder(), *path, *text;
    ds_document *d = sample_document(NULL);
    (void)state;
    path = saved(d, folder, "a.xlsx");
    text = read_sheet(path, "T4.1", 3);
    assert_non_null(strstr(
        text,
        "Niveau|Leerweg|2022/23 aantal|2022/23 aandeel (%)|2023/24 aantal|2023/24 aandeel (%)|"));
    /* all digits are there, whatever is shown; a text that begins with = is a text */
    assert_non_null(strstr(text, "niveau 2|bbl|6021|6.021%|5721|5.721%|=1+1 gedaald"));
    assert_non_null(strstr(text, "niveau 3|bbl|4014|4.014%|niet getoond|niet getoond|"));
    assert_non_null(strstr(text, "totaal||28012|6.13%|27012|5.93%|n.v.t."));
    assert_non_null(strstr(text, "Bron: inschrijvingen en diploma's, 2022 en 2023|"));
    assert_non_null(strstr(text, "Definitie: Vsv: wie telt mee|"));
    ds_free(text);
    text = read_sheet(path, "F4.3", 3);
    assert_non_null(strstr(text, "Schooljaar|bol (%)|bbl (%)"));
    assert_non_null(strstr(text, "2022/23|6.2|niet getoond"));
    ds_free(text);
    test_free(path);
    ds_document_free(d);
    ds_test_folder_remove(folder);
}

/* Whether the sheet has a cell with this text, which stands with all others in a part of its own.
 */
static bool shows(const char *sheet, const char *texts, const char *text) {
    const char *at = strstr(texts, text);
    char cell[32];
    size_t n = 0;
    if (at == NULL) fail_msg("no text %s", text);
    for (const char *one = strstr(texts, "<si>"); one != NULL && one < at;
         one = strstr(one + 4, "<si>"))
        n++;
    (void)snprintf(cell, sizeof cell, "t=\"s\"><v>%zu<", n - 1);
    return strstr(sheet, cell) != NULL;
}

/* Of all, and what stands with no table; what is of some rows says of which. */
static void test_xlsx__notes_stand_in_it(void **state) {
    const char *const rows[] = {"bol", "bbl"};
    const ds_note note = {.kind = DS_NOTE_REMARK,
                          .code = "weinig",
                          .text = {"te weinig", "too few"},
                          .rows = rows,
                          .n_rows = 2};
    const ds_field field = {.id = "x", .in = DS_IN_ALL};
    char *folder = ds_test_folder(), *path, *first, *last, *texts;
    ds_document *d = sample_document(NULL),
                *one = ds_document_section(d, "s", DS_SAY("Een", "One"), DS_IN_ALL);
    (void)state;
    ds_document_remark(one, DS_NOTE_REMARK, "eerst", DS_SAY("van geen tabel", "of no table"));
    (void)ds_document_table(one, DS_IN_ALL, "leeg", SAMPLE_NOTHING, &field, 1);
    ds_document_note(one, &note);
    ds_document_remark(d, DS_NOTE_MESSAGE, "les", DS_SAY("let op: niet geleverd", "mind"));
    path = saved(d, folder, "a.xlsx");
    first = part_of(path, "xl/worksheets/sheet1.xml");
    last = part_of(path, "xl/worksheets/sheet5.xml");
    texts = part_of(path, "xl/sharedStrings.xml");
    assert_true(shows(first, texts, "let op: niet geleverd"));
    assert_true(shows(first, texts, "van geen tabel"));
    assert_true(shows(first, texts, "kleine aantallen schommelen van jaar tot jaar."));
    assert_false(shows(first, texts, "bol, bbl: te weinig"));
    assert_true(shows(last, texts, "bol, bbl: te weinig"));
    assert_false(shows(last, texts, "let op: niet geleverd"));
    test_free(first);
    test_free(last);
    test_free(texts);
    test_free(path);
    ds_document_free(d);
    ds_test_folder_remove(folder);
}

static void test_xlsx__no_formula_no_number_behind(void **state) {
    char *folder = ds_test_folder(), *path, *sheet;
    ds_document *d = sample_document(NULL);
    (void)state;
    ds_document_set_internal(d);
    path = saved(d, folder, "a.xlsx");
    sheet = part_of(path, "xl/worksheets/sheet2.xml");
    assert_null(strstr(sheet, "<f>"));
    assert_non_null(strstr(sheet, "state=\"frozen\""));
    assert_non_null(strstr(sheet, "INTERN"));
    /* E7: niveau 3, 2023: a text, and it is the only thing in its cell */
    assert_non_null(strstr(sheet, "<c r=\"E7\" s="));
    {
        const char *cell = strstr(sheet, "<c r=\"E7\"");
        assert_true(cell != NULL && strstr(cell, "t=\"s\"") < strstr(cell, "</c>"));
    }
    test_free(sheet);
    sheet = part_of(path, "xl/worksheets/sheet1.xml");
    assert_non_null(strstr(sheet, "INTERN"));
    assert_non_null(strstr(sheet, "location=\"'T4.1'!A1\""));
    test_free(sheet);
    test_free(path);
    ds_document_free(d);
    ds_test_folder_remove(folder);
}

static void test_xlsx__same_bytes(void **state) {
    char *folder = ds_test_folder(), *paths[2], *data[2];
    size_t sizes[2];
    ds_document *d = sample_document(NULL);
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        paths[i] = saved(d, folder, i == 0 ? "a.xlsx" : "b.xlsx");
        assert_int_equal(ds_file_read(paths[i], 1 << 20, &data[i], &sizes[i], NULL), DS_OK);
    }
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(data[0], data[1], sizes[0]);
    for (size_t i = 0; i < 2; i++) {
        ds_free(data[i]);
        test_free(paths[i]);
    }
    ds_document_free(d);
    ds_test_folder_remove(folder);
}

/* Names that Excel does not take, and that it takes for one. */
static void test_xlsx__names_of_sheets(void **state) {
    static const char *const ids[] = {"a/b[c]:*?\\'",
                                      "A-B-C------",
                                      "history",
                                      "inhoud",
                                      "een naam van veel meer dan eenendertig tekens",
                                      "een naam van veel meer dan eenendertig TEKENS",
                                      ""};
    const ds_field field = {.id = "x", .in = DS_IN_ALL};
    ds_document *d = ds_document_new("namen", SAMPLE_NOTHING);
    char *folder = ds_test_folder(), *path, *book;
    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        (void)ds_document_table(d, DS_IN_ALL, ids[i], SAMPLE_NOTHING, &field, 1);
    path = saved(d, folder, "a.xlsx");
    book = part_of(path, "xl/workbook.xml");
    assert_non_null(strstr(book, "name=\"a-b-c------\""));
    assert_non_null(strstr(book, "name=\"A-B-C------ (2)\""));
    assert_non_null(strstr(book, "name=\"history (2)\""));
    assert_non_null(strstr(book, "name=\"inhoud (2)\""));
    assert_non_null(strstr(book, "name=\"een naam van veel meer dan eene\""));
    assert_non_null(strstr(book, "name=\"een naam van veel meer d (2)\""));
    assert_non_null(strstr(book, "name=\"Tabel\""));
    test_free(book);
    test_free(path);
    ds_document_free(d);
    ds_test_folder_remove(folder);
}

/* Hostile texts in every place, each alone and long. */
static void test_xlsx__hostile(void **state) {
    static const char *const short_ones[] = {
        "=cmd|' /C calc'!A0", "+1",          "@x",      "\t=1",     "\r=1", "<c>&\"'",
        "\xE2\x80\xAEom",     "\x01\x1B[2J", "_x0041_", "a\xFF\xC0"};
    char *folder = ds_test_folder(), *path, *text, *large = test_calloc(1, 40001);
    ds_document *d;
    (void)state;
    memset(large, 'w', 40000);
    for (size_t i = 0; i <= sizeof short_ones / sizeof *short_ones; i++) {
        d = sample_document(i < sizeof short_ones / sizeof *short_ones ? short_ones[i] : large);
        path = saved(d, folder, "a.xlsx"); /* which reads it back */
        text = part_of(path, "xl/worksheets/sheet2.xml");
        assert_null(strstr(text, "<f>"));
        test_free(text);
        test_free(path);
        ds_document_free(d);
    }
    test_free(large);
    ds_test_folder_remove(folder);
}

/* ---- large, and made while it is written ---- */

enum { LARGE_ROWS = 60000 };

static ds_status each_large(void *context, ds_take_row take, void *to, ds_error *err) {
    ds_status status = DS_OK;
    (void)context;
    for (size_t i = 0; status == DS_OK && i < LARGE_ROWS; i++) {
        const ds_value row[2] = {ds_value_text("=rij"), ds_value_count(i)};
        status = take(to, row, DS_IN_ALL, err);
    }
    return status;
}

static ds_document *make_large(void) {
    const ds_field fields[] = {{.id = "naam", .in = DS_IN_ALL},
                               {.id = "n", .in = DS_IN_ALL, .number = true}};
    ds_document *d = ds_document_new("groot", SAMPLE_NOTHING);
    ds_doc_table_rows_from(ds_document_table(d, DS_IN_ALL, "rijen", SAMPLE_NOTHING, fields, 2),
                           each_large, NULL);
    return d;
}

static void test_xlsx__rows_that_are_made(void **state) {
    char *folder = ds_test_folder(), *path, *text;
    ds_document *d = make_large();
    (void)state;
    path = saved(d, folder, "a.xlsx");
    text = read_sheet(path, "rijen", 3);
    assert_non_null(strstr(text, "\n=rij|59999\n"));
    ds_free(text);
    test_free(path);
    ds_document_free(d);
    ds_test_folder_remove(folder);
}

/* ---- what fails ---- */

static ds_status save_sample(void *context, ds_error *err) {
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *d = ds_document_new("tabel", DS_SAY("Een tabel", "A table"));
    ds_status status;
    sample_table(d, NULL); /* and no figure: what is lost of one does not show here */
    status = ds_document_save(d, context, &o, err);
    ds_document_free(d);
    return status;
}

static void look_at_file(void *context, bool failed) {
    char *data;
    size_t size;
    assert_int_equal(ds_file_read(context, 1 << 20, &data, &size, NULL), DS_OK);
    if (failed)
        assert_string_equal(data, "van eerder");
    else
        assert_memory_equal(data, "PK", 2);
    ds_free(data);
}

/* Where one folder refuses a temporary file the next one takes it: a failed write may do no harm.
 */
static void test_xlsx__every_failure(void **state) {
    char *folder = ds_test_folder(), *path = NULL;
    uint64_t n = 0;
    bool failed = true;
    (void)state;
    while (failed) {
        ds_status status;
        ds_error err;
        ds_free(path);
        path = ds_test_write_string(folder, "a.xlsx", "van eerder");
        ds_file_fail_at(++n);
        status = save_sample(path, &err);
        failed = ds_file_writes() >= n;
        ds_file_fail_at(0);
        assert_true(status == DS_OK || (failed && status == DS_FAULT));
        look_at_file(path, status != DS_OK);
    }
    assert_true(n > 3);
    for (n = 1, failed = true; failed; n++) {
        ds_status status;
        ds_error err;
        ds_free(path);
        path = ds_test_write_string(folder, "a.xlsx", "van eerder");
        ds_memory_fail_at(n);
        status = save_sample(path, &err);
        failed = ds_memory_requests() >= n;
        ds_memory_fail_at(0);
        assert_int_equal(status, failed ? DS_FAULT : DS_OK);
        look_at_file(path, failed);
    }
    assert_true(n > 20);
    ds_free(path);
    ds_test_folder_remove(folder);
}

/* All in memory until the end: rows of texts that differ, and numbers. */
static ds_document *make_many_cells(void) {
    const ds_field fields[] = {{.id = "naam", .in = DS_IN_ALL},
                               {.id = "n", .in = DS_IN_ALL, .number = true}};
    ds_document *d = ds_document_new("veel", SAMPLE_NOTHING);
    ds_doc_table *t = ds_document_table(d, DS_IN_ALL, "rijen", SAMPLE_NOTHING, fields, 2);
    for (int i = 0; i < 9000; i++) {
        char name[40];
        ds_value row[2];
        (void)snprintf(name, sizeof name, "instelling nummer %d", i);
        row[0] = ds_value_text(name);
        row[1] = ds_value_integer(i);
        ds_doc_table_row(t, row);
    }
    return d;
}

/* How much of addresses this process has, in bytes. */
static rlim_t read_addresses(void) {
    FILE *file = fopen("/proc/self/statm", "r");
    unsigned long pages = 0;
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%lu", &pages), 1);
    assert_int_equal(fclose(file), 0);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* In a process that may have so many bytes more than it has: whether it was written. */
static bool save_within(ds_document *d, const char *path, rlim_t more) {
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    int how = 0;
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        const rlim_t most = read_addresses() + more;
        const struct rlimit limit = {most, most};
        ds_error err;
        ds_status status;
        if (setrlimit(RLIMIT_AS, &limit) != 0) _exit(9);
        status = ds_document_save(d, path, &o, &err);
        _exit(status == DS_OK ? 0 : status == DS_FAULT ? 1 : 2);
    }
    assert_int_equal(waitpid(pid, &how, 0), pid);
    if (!WIFEXITED(how) || WEXITSTATUS(how) > 1)
        fail_msg("within %llu bytes: %d", (unsigned long long)more, how);
    return WEXITSTATUS(how) == 0;
}

/* The library crashes where memory is short: it is not asked before there is room. Not beneath a
 * sanitizer, whose shadow is all of the addresses. */
static void test_xlsx__short_of_memory(void **state) {
    char *folder, *path;
    ds_document *d;
    size_t refused = 0;
    rlim_t more = 0;
    (void)state;
    if (SANITIZED) skip();
    folder = ds_test_folder();
    path = ds_test_write_string(folder, "a.xlsx", "van eerder");
    d = make_many_cells();
    for (; !save_within(d, path, more); more += 96 << 10) {
        look_at_file(path, true);
        refused++;
    }
    look_at_file(path, false);
    assert_true(refused > 20);
    ds_document_free(d);
    ds_free(path);
    ds_test_folder_remove(folder);
}

/* A disk that takes no more, wherever in the library's own files: never a file that is not whole.
 */
static void test_xlsx__a_disk_that_is_full(void **state) {
    char *folder = ds_test_folder(), *path = ds_test_write_string(folder, "a.xlsx", "van eerder");
    struct rlimit usual, small;
    ds_error err;
    size_t refused = 0;
    ds_document *d = make_large();
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    for (rlim_t most = 1000; most < 1000000; most *= 4) {
        ds_status status;
        small = usual;
        small.rlim_cur = most;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        status = ds_document_save(d, path, &o, &err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
        look_at_file(path, status != DS_OK);
        refused += status != DS_OK;
    }
    assert_true(refused >= 3);
    (void)signal(SIGXFSZ, SIG_DFL);
    ds_document_free(d);
    ds_free(path);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xlsx__short_of_memory), /* before others leave memory behind */
        cmocka_unit_test(test_xlsx__read_back),
        cmocka_unit_test(test_xlsx__notes_stand_in_it),
        cmocka_unit_test(test_xlsx__no_formula_no_number_behind),
        cmocka_unit_test(test_xlsx__same_bytes),
        cmocka_unit_test(test_xlsx__names_of_sheets),
        cmocka_unit_test(test_xlsx__hostile),
        cmocka_unit_test(test_xlsx__rows_that_are_made),
        cmocka_unit_test(test_xlsx__every_failure),
        cmocka_unit_test(test_xlsx__a_disk_that_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
