/* tests/document/test_statistics.c: a table for Stata and SPSS, read back by our own reader, is
 * value for value the csv; labels are there; what the forms cannot hold is refused and never cut;
 * the same document gives the same bytes. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "document/statistics.h"
#include "doorstroom/table.h"
#include "support/in_folder.h"
#include "support/written.h"

#define NOTHING ((ds_say){NULL, NULL})

static const ds_field fields[] = {
    {.id = "naam", .title = {"Naam", "Name"}, .in = DS_IN_ALL, .key = true},
    {.id = "alleen_pagina", .in = DS_IN_PEOPLE},
    {.id = "schooljaar", .title = {"Schooljaar", "School year"}, .in = DS_IN_ALL, .key = true},
    {.id = "klein", .in = DS_IN_ALL, .number = true},
    {.id = "middel", .in = DS_IN_ALL, .number = true},
    {.id = "groot", .in = DS_IN_ALL, .number = true},
    {.id = "heel-groot", .in = DS_IN_ALL, .number = true},
    {.id = "aandeel", .in = DS_IN_ALL, .number = true, .unit = {"%", "%"}},
    {.id = "waarde", .title = {"Waarde", "Value"}, .in = DS_IN_ALL, .number = true},
    {.id = "leerweg", .title = {"Leerweg", "Pathway"}, .in = DS_IN_ALL},
    {.id = "niveau", .title = {"Niveau", "Level"}, .in = DS_IN_ALL},
    {.id = "waar", .in = DS_IN_ALL},
    {.id = "gemengd", .in = DS_IN_ALL},
    {.id = "byte", .in = DS_IN_ALL, .number = true},
};
enum { FIELDS = 14, CSV_FIELDS = 13, ROWS = 23 };

static void make_values(int i, ds_value values[FIELDS]) {
    static const char *const routes[][3] = {{"bol", "beroepsopleidend", "school-based"},
                                            {"bbl", "beroepsbegeleidend", "work-based"},
                                            {"extraneus", "examendeelnemer", "external"}};
    static const char *const levels[][3] = {{"1", "entree", "entry"}, {"4", "vier", "four"}};
    values[0] = i % 5 == 0 ? ds_value_text("") : ds_value_text("caf\xC3\xA9, \"twee\"\nregels");
    values[1] = ds_value_text("voor mensen");
    values[2] = ds_value_schooljaar(2000 + i);
    values[3] = i % 4 == 0 ? ds_value_none(DS_STATE_SUPPRESSED) : ds_value_integer(i - 20);
    values[4] = ds_value_integer(1000 * i - 10000);
    values[5] = ds_value_integer(100000 * i);
    values[6] = ds_value_integer(((int64_t)1 << 53) - i);
    values[7] = ds_value_share(i % 3 == 0 ? NAN : i / 7.0);
    values[8] = i % 6 == 0   ? ds_value_text("niet gemeten")
                : i % 6 == 1 ? ds_value_decimal("0.30", 0)
                             : ds_value_number(-DBL_MIN * i);
    values[9] = ds_value_word(routes[i % 3][0], routes[i % 3][1], routes[i % 3][2]);
    values[10] = ds_value_word(levels[i % 2][0], levels[i % 2][1], levels[i % 2][2]);
    values[11] = i == 9 ? ds_value_none(DS_STATE_NOT_AVAILABLE) : ds_value_flag(i % 3 == 0);
    values[12] = i % 2 == 0 ? ds_value_range(0.5, 1.5, false) : ds_value_count((uint64_t)i);
    values[13] = ds_value_number(1e10 / 3 * i);
}

static ds_document *make_document(void) {
    ds_document *document = ds_document_new("proef", NOTHING);
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "rijen", NOTHING, fields, FIELDS);
    for (int i = 0; i < ROWS; i++) {
        ds_value values[FIELDS];
        make_values(i, values);
        ds_doc_table_rows_in(table, i == 11 ? DS_IN_PEOPLE : DS_IN_ALL);
        ds_doc_table_row(table, values);
    }
    return document;
}

/* ---- read back ---- */

typedef struct read_table {
    char *names[40], *fields[40][ROWS];
    size_t n_columns, n_rows, n_labels;
    char labels[4000];
} read_table;

static ds_status take_names(void *context, const ds_text *names, size_t n, ds_error *err) {
    read_table *t = context;
    (void)err;
    t->n_columns = n;
    for (size_t i = 0; i < n; i++)
        t->names[i] = ds_strndup(names[i].data, names[i].size);
    return DS_OK;
}

static ds_status take_rows(void *context, const ds_table_batch *b, ds_error *err) {
    read_table *t = context;
    (void)err;
    for (size_t r = 0; r < b->n_records; r++, t->n_rows++)
        for (size_t i = 0; i < t->n_columns; i++) {
            const ds_text f = b->fields[r * b->n_columns + i];
            t->fields[i][t->n_rows] = ds_strndup(f.size == 0 ? "" : f.data, f.size);
        }
    return DS_OK;
}

static ds_table_label_use take_label(void *context, const ds_table_label *label) {
    read_table *t = context;
    const size_t size = strlen(t->labels);
    (void)snprintf(t->labels + size, sizeof t->labels - size, "%s:%.*s=%.*s\n",
                   t->names[label->column], (int)label->value.size, label->value.data,
                   (int)label->label.size, label->label.data);
    return DS_TABLE_VALUE;
}

static read_table *read_file(const char *path) {
    read_table *t = ds_calloc(1, sizeof *t);
    const ds_table_sink sink = {t, take_names, take_rows, NULL, take_label, NULL};
    ds_table_info info;
    ds_error err = {0};
    ds_status status = ds_table_inspect(path, &info, &err);
    if (status == DS_OK) status = ds_table_read(path, &info, 1, &sink, &err);
    if (status != DS_OK) fail_msg("%s: %s", path, err.en);
    return t;
}

static void free_table(read_table *t) {
    for (size_t i = 0; i < t->n_columns; i++) {
        ds_free(t->names[i]);
        for (size_t r = 0; r < t->n_rows; r++)
            ds_free(t->fields[i][r]);
    }
    ds_free(t);
}

static char *save(const ds_document *document, const char *name, ds_lang lang) {
    char *path = ds_test_write_string(folder, name, "");
    const ds_write_options o = {.lang = lang};
    ds_error err;
    if (ds_document_save(document, path, &o, &err) != DS_OK) fail_msg("%s", err.en);
    return path;
}

static const char *in_csv(const read_table *csv, const char *name, size_t row) {
    for (size_t i = 0; i < csv->n_columns; i++)
        if (strcmp(csv->names[i], name) == 0) return csv->fields[i][row];
    fail_msg("csv has no column %s", name);
    return NULL;
}

/* What csv has for this variable and row. */
static const char *expected_of(const read_table *csv, const char *name, size_t row) {
    static const char *const routes[] = {"bbl", "bol", "extraneus"}, *const places[] = {"1", "2",
                                                                                        "3"};
    const bool words = strcmp(in_csv(csv, "waarde", row), "niet gemeten") == 0;
    if (strcmp(name, "waarde_toestand") == 0) return words ? "niet gemeten" : "";
    if (strcmp(name, "waarde") == 0 && words) return "";
    if (strcmp(name, "waarde") == 0 && strcmp(in_csv(csv, name, row), "0.30") == 0) return "0.3";
    if (strcmp(name, "heel_groot") == 0) return in_csv(csv, "heel-groot", row);
    if (strcmp(name, "vbyte") == 0) return in_csv(csv, "byte", row);
    if (strcmp(name, "waar") == 0) {
        const char *flag = in_csv(csv, name, row);
        return strcmp(flag, "ja") == 0 ? "1" : strcmp(flag, "nee") == 0 ? "0" : "";
    }
    for (size_t k = 0; strcmp(name, "leerweg_woord") == 0 && k < 3; k++)
        if (strcmp(in_csv(csv, "leerweg", row), routes[k]) == 0) return places[k];
    return in_csv(csv, name, row);
}

static void same_number_or_text(const char *found, const char *expected, const char *where) {
    char *end_a, *end_b;
    const double a = strtod(found, &end_a), b = strtod(expected, &end_b);
    if (strcmp(found, expected) == 0) return;
    /* to the bit: the digits may be other ones of the same double */
    if (*end_a == '\0' && *end_b == '\0' && end_a != found && a == b && signbit(a) == signbit(b))
        return;
    fail_msg("%s: '%s' and not '%s'", where, found, expected);
}

static void test_statistics__are_csv_value_for_value(void **state) {
    ds_document *document = make_document();
    char *csv_path = save(document, "a.csv", DS_NL);
    read_table *csv = read_file(csv_path);
    static const char *const names[] = {"a.dta", "a.sav"};
    (void)state;
    assert_int_equal(csv->n_columns, CSV_FIELDS);
    assert_int_equal(csv->n_rows, ROWS - 1);
    for (int f = 0; f < 2; f++) {
        char *path = save(document, names[f], DS_NL);
        read_table *t = read_file(path);
        assert_int_equal(t->n_columns, CSV_FIELDS + (f == 0 ? 2 : 1));
        assert_int_equal(t->n_rows, csv->n_rows);
        for (size_t i = 0; i < t->n_columns; i++)
            for (size_t r = 0; r < t->n_rows; r++)
                same_number_or_text(t->fields[i][r], expected_of(csv, t->names[i], r), t->names[i]);
        free_table(t);
        ds_free(path);
    }
    free_table(csv);
    ds_free(csv_path);
    ds_document_free(document);
}

static void has_label(const read_table *t, const char *line) {
    if (strstr(t->labels, line) == NULL) fail_msg("no %s in\n%s", line, t->labels);
}

static void test_statistics__codes_have_words(void **state) {
    ds_document *document = make_document();
    (void)state;
    for (int english = 0; english < 2; english++) {
        char *dta = save(document, "b.dta", english ? DS_EN : DS_NL),
             *sav = save(document, "b.sav", english ? DS_EN : DS_NL);
        read_table *stata = read_file(dta), *spss = read_file(sav);
        has_label(stata, english ? "leerweg_woord:2=school-based\n"
                                 : "leerweg_woord:2=beroepsopleidend\n");
        has_label(stata, english ? "niveau:4=four\n" : "niveau:4=vier\n");
        has_label(stata, english ? "waar:1=yes\n" : "waar:1=ja\n");
        has_label(spss,
                  english ? "leerweg:extraneus=external\n" : "leerweg:extraneus=examendeelnemer\n");
        has_label(spss, english ? "niveau:1=entry\n" : "niveau:1=entree\n");
        has_label(spss, english ? "waar:0=no\n" : "waar:0=nee\n");
        free_table(stata);
        free_table(spss);
        ds_free(dta);
        ds_free(sav);
    }
    ds_document_free(document);
}

static void test_statistics__what_changed_is_said(void **state) {
    ds_document *document = make_document();
    char *nl = written_as(document, DS_FORM_DTA, DS_NL, true),
         *en = written_as(document, DS_FORM_SAV, DS_EN, true),
         *csv = written_as(document, DS_FORM_CSV, DS_NL, true);
    (void)state;
    assert_string_equal(
        nl, "kolom 'heel-groot' heet in dit bestand heel_groot\n"
            "de woorden in kolom 'waarde' staan in waarde_toestand\n"
            "de codes van kolom 'leerweg' staan met hun woorden als label in leerweg_woord\n"
            "kolom 'byte' heet in dit bestand vbyte\n");
    assert_string_equal(en, "column 'heel-groot' is called heel_groot in this file\n"
                            "the words in column 'waarde' stand in waarde_toestand\n");
    assert_string_equal(csv, "");
    ds_free(nl);
    ds_free(en);
    ds_free(csv);
    ds_document_free(document);
}

static char *bytes_of(const ds_document *document, ds_form form, size_t *out_size);

/* What csv has beside it goes with the file, in SPSS on lines of 80 bytes. */
static void test_statistics__notes_go_with_them(void **state) {
    ds_document *document = make_document();
    static const char *const lines[2][3] = {
        {"let op: de gegevens zijn niet geleverd van één soort, en wat daarop rust staat bij "
         "onbekend",
         "een opmerking",
         "intern: deze cellen kunnen één persoon zijn; niet beveiligd voor publicatie"},
        {"let op: de gegevens zijn niet geleverd van één soort, en wat daarop rust staat",
         "bij onbekend",
         "intern: deze cellen kunnen één persoon zijn; niet beveiligd voor publicatie"}};
    (void)state;
    ds_document_remark(document, DS_NOTE_REMARK, "a", DS_SAY("een opmerking", "a remark"));
    ds_document_remark(document, DS_NOTE_MESSAGE, "b",
                       DS_SAY("let op: de gegevens zijn niet geleverd van één soort, en wat "
                              "daarop rust staat bij onbekend",
                              "mind: not delivered"));
    ds_document_set_internal(document);
    for (int f = 0; f < 2; f++) {
        size_t size;
        char *bytes = bytes_of(document, f == 0 ? DS_FORM_DTA : DS_FORM_SAV, &size);
        for (int i = 0; i < 3; i++)
            if (memmem(bytes, size, lines[f][i], strlen(lines[f][i])) == NULL)
                fail_msg("%d: no %s", f, lines[f][i]);
        ds_free(bytes);
    }
    ds_document_free(document);
}

static char *bytes_of(const ds_document *document, ds_form form, size_t *out_size) {
    const ds_write_options o = {.lang = DS_NL};
    ds_buffer out;
    const ds_sink sink = {&out, written_put};
    ds_error err;
    ds_buffer_init(&out, 1 << 24);
    assert_int_equal(ds_document_write(document, form, &o, &sink, &err), DS_OK);
    *out_size = out.size;
    return ds_buffer_take(&out);
}

/* Wherever the clock of the host stands and whatever its locale. */
static void test_statistics__same_bytes(void **state) {
    ds_document *document = make_document();
    (void)state;
    for (ds_form form = DS_FORM_DTA; form <= DS_FORM_SAV; form++) {
        size_t a_size, b_size;
        char *a, *b;
        assert_int_equal(setenv("TZ", "UTC", 1), 0);
        a = bytes_of(document, form, &a_size);
        assert_int_equal(setenv("TZ", "America/Los_Angeles", 1), 0);
        assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
        b = bytes_of(document, form, &b_size);
        assert_int_equal(a_size, b_size);
        assert_memory_equal(a, b, a_size);
        assert_non_null(
            memmem(a, 400, form == DS_FORM_DTA ? "01 Jan 1980 00:00" : "01 Jan 8000:00:00", 17));
        ds_free(a);
        ds_free(b);
    }
    assert_int_equal(unsetenv("TZ"), 0);
    ds_document_free(document);
}

/* ---- names ---- */

/* The year after and the year before are told apart by the name alone, in any order. */
static void test_statistics__names_say_which_year(void **state) {
    static const char *const names[][2] = {{"niveau[t+1]", "niveau_t_plus_1"},
                                           {"niveau[t-1]", "niveau_t_min_1"},
                                           {"[t-1]", "v_t_min_1"},
                                           {"heel-groot", "heel_groot"},
                                           {"a+1", "a_1"},
                                           {"[a]b", "v_a_b"}};
    (void)state;
    for (ds_form form = DS_FORM_DTA; form <= DS_FORM_SAV; form++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            char name[DS_STAT_NAME_SIZE];
            ds_stat_name(form, names[i][0], NULL, 0, name);
            assert_string_equal(name, names[i][1]);
        }
}

/* ---- what does not fit ---- */

static ds_status write_one(const ds_field *columns, size_t n, const ds_value *values, ds_form form,
                           ds_error *err) {
    const ds_write_options o = {.lang = DS_NL};
    ds_document *document = ds_document_new("proef", NOTHING);
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "rijen", NOTHING, columns, n);
    ds_buffer out;
    const ds_sink sink = {&out, written_put};
    ds_status status;
    ds_doc_table_row(table, values);
    ds_buffer_init(&out, 1 << 24);
    status = ds_document_write(document, form, &o, &sink, err);
    if (status != DS_OK) assert_int_equal(out.size, 0);
    ds_buffer_done(&out);
    ds_document_free(document);
    return status;
}

static void refuses(ds_value value, ds_form form, const char *part) {
    const ds_field column = {.id = "x", .in = DS_IN_ALL, .number = value.kind != DS_VALUE_TEXT};
    ds_error err = {0};
    if (write_one(&column, 1, &value, form, &err) != DS_USAGE || strstr(err.en, part) == NULL)
        fail_msg("expected %s: %s", part, err.en);
    assert_non_null(strstr(err.nl, "kolom 'x'"));
}

static void takes(ds_value value, ds_form form) {
    const ds_field column = {.id = "x", .in = DS_IN_ALL, .number = value.kind != DS_VALUE_TEXT};
    ds_error err = {0};
    if (write_one(&column, 1, &value, form, &err) != DS_OK) fail_msg("%s", err.en);
}

static void test_statistics__refuse_what_they_cannot_hold(void **state) {
    static char text[40000];
    (void)state;
    memset(text, 'a', sizeof text);
    takes(ds_value_view((ds_text){text, 2045}), DS_FORM_DTA);
    refuses(ds_value_view((ds_text){text, 2046}), DS_FORM_DTA, "a text of 2046 bytes");
    takes(ds_value_view((ds_text){text, 32767}), DS_FORM_SAV);
    refuses(ds_value_view((ds_text){text, 32768}), DS_FORM_SAV, "a text of 32768 bytes");
    refuses(ds_value_integer(((int64_t)1 << 53) + 1), DS_FORM_SAV, "cannot keep exactly");
    takes(ds_value_integer((int64_t)1 << 53), DS_FORM_DTA);
    refuses(ds_value_number(DBL_MAX), DS_FORM_DTA, "would mean missing");
    takes(ds_value_number(DBL_MAX), DS_FORM_SAV);
    refuses(ds_value_number(-DBL_MAX), DS_FORM_SAV, "would mean missing");
}

/* A long text of SPSS comes back whole; two whose pieces would be called the same are refused. */
static void test_statistics__long_texts(void **state) {
    static const ds_field columns[] = {{.id = "toelichting", .in = DS_IN_ALL},
                                       {.id = "toelicht", .in = DS_IN_ALL}};
    static char text[1001];
    ds_document *document = ds_document_new("proef", NOTHING);
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "rijen", NOTHING, columns, 1);
    ds_value values[] = {ds_value_view((ds_text){text, 1000}), ds_value_text("x")};
    char *path;
    read_table *t;
    ds_error err = {0};
    (void)state;
    for (size_t i = 0; i < 1000; i++)
        text[i] = (char)('a' + i % 26);
    ds_doc_table_row(table, values);
    path = save(document, "lang.sav", DS_NL);
    t = read_file(path);
    assert_string_equal(t->fields[0][0], text);
    free_table(t);
    ds_free(path);
    ds_document_free(document);
    assert_int_equal(write_one(columns, 2, values, DS_FORM_SAV, &err), DS_USAGE);
    assert_non_null(strstr(err.en, "begins as"));
    assert_int_equal(write_one(columns, 2, values, DS_FORM_DTA, &err), DS_OK);
}

static void is_called(ds_form form, const char *wanted, const char *expected) {
    const ds_stat_variable others[] = {{.name = "Twee"}, {.name = "twee_2"}};
    char name[DS_STAT_NAME_SIZE];
    ds_stat_name(form, wanted, others, 2, name);
    assert_string_equal(name, expected);
}

static void test_statistics__names(void **state) {
    (void)state;
    is_called(DS_FORM_DTA, "twee", "twee_3");
    is_called(DS_FORM_DTA, "", "v");
    is_called(DS_FORM_DTA, "1e jaar", "v1e_jaar");
    is_called(DS_FORM_DTA, "_cons", "v_cons");
    is_called(DS_FORM_DTA, "str12", "vstr12");
    is_called(DS_FORM_DTA, "strand", "strand");
    is_called(DS_FORM_DTA, "caf\xC3\xA9 n", "caf__n");
    is_called(DS_FORM_DTA, "a23456789012345678901234567890123456",
              "a2345678901234567890123456789012");
    is_called(DS_FORM_SAV, "With", "vWith");
    is_called(DS_FORM_SAV, "byte", "byte");
}

static ds_status make_all(const void *result, ds_document **out, ds_error *err) {
    ds_document *document = make_document();
    ds_status status = ds_document_finish(document, err);
    (void)result;
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

static void test_statistics__every_allocation_fails_once(void **state) {
    (void)state;
    for (ds_form form = DS_FORM_DTA; form <= DS_FORM_SAV; form++) {
        written_maker maker = {make_all, NULL, form};
        ds_test_every_allocation(written_once, &maker);
    }
}

/* The earlier file stays where it fails (a folder for temporary files that is full has others to
 * turn to), and nothing lies beside it. */
static void test_statistics__every_write_fails_once(void **state) {
    ds_document *document = make_document();
    const ds_write_options o = {.lang = DS_NL};
    char *path = ds_test_write_string(folder, "w.sav", "eerder");
    size_t n_failed = 0;
    (void)state;
    for (uint64_t n = 1, done = 0; done == 0; n++) {
        ds_file_names names = {0};
        char *data = NULL;
        size_t size = 0;
        ds_error err;
        ds_status status;
        ds_file_fail_at(n);
        status = ds_document_save(document, path, &o, &err);
        done = ds_file_writes() < n;
        ds_file_fail_at(0);
        assert_true(status == DS_OK || (status == DS_FAULT && !done));
        n_failed += status != DS_OK;
        assert_int_equal(ds_file_read(path, 1 << 20, &data, &size, &err), DS_OK);
        assert_int_equal(strcmp(data, "eerder") == 0, status != DS_OK);
        ds_free(data);
        ds_free(ds_test_write_string(folder, "w.sav", "eerder"));
        assert_int_equal(ds_file_list(folder, &names, &err), DS_OK);
        for (size_t i = 0; i < names.n_names; i++)
            assert_false(ds_file_is_unfinished(names.names[i]));
        ds_file_names_done(&names);
    }
    assert_true(n_failed > 3);
    ds_free(path);
    ds_document_free(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statistics__are_csv_value_for_value),
        cmocka_unit_test(test_statistics__codes_have_words),
        cmocka_unit_test(test_statistics__what_changed_is_said),
        cmocka_unit_test(test_statistics__notes_go_with_them),
        cmocka_unit_test(test_statistics__names_say_which_year),
        cmocka_unit_test(test_statistics__same_bytes),
        cmocka_unit_test(test_statistics__refuse_what_they_cannot_hold),
        cmocka_unit_test(test_statistics__long_texts),
        cmocka_unit_test(test_statistics__names),
        cmocka_unit_test(test_statistics__every_allocation_fails_once),
        cmocka_unit_test(test_statistics__every_write_fails_once),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
