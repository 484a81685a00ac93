/* Documents: what is kept, and what each writer makes of it. */
#include <expat.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
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

/* ---- messages ---- */

static ds_document *listed_document(void) {
    ds_document *d = ds_document_new_list("proef", NO_SAY);
    const ds_note message = {.kind = DS_NOTE_MESSAGE,
                             .code = "ontbreekt",
                             .text = {"let op: er ontbreekt iets", "mind: something is missing"},
                             .in = DS_IN_ALL};
    for (int i = 0; i < 2; i++) {
        ds_document *one = ds_document_section(d, i == 0 ? "a" : "b", NO_SAY, DS_IN_ALL);
        ds_document_value(one, DS_IN_ALL, "n", NO_SAY, ds_value_count((uint64_t)i));
    }
    ds_document_remark(d, DS_NOTE_MESSAGE, "daarna", DS_SAY("en nu verder", "go on"));
    ds_document_note(d, &message);
    ds_document_set_internal(d);
    return d;
}

static char *saved_as(const ds_document *d, const char *name) {
    const ds_write_options o = {.lang = DS_NL};
    char *folder = ds_test_folder(), path[DS_PATH_SIZE];
    size_t size;
    char *text = NULL;
    ds_error err = {0};
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    assert_int_equal(ds_document_save(d, path, &o, &err), DS_OK);
    assert_int_equal(ds_file_read(path, 1 << 20, &text, &size, &err), DS_OK);
    ds_test_folder_remove(folder);
    return text;
}

/* What is to be heeded stands in each form that leaves the screen, not beside it only. */
static void test_document__a_message_goes_with_a_file(void **state) {
    ds_document *d = listed_document();
    char *text;
    (void)state;
    check_written(d, DS_FORM_JSON, DS_NL, 80,
                  "[\n  {\n    \"n\": 0,\n    \"opmerkingen\": [\n      {\n"
                  "        \"code\": \"ontbreekt\",\n"
                  "        \"nl\": \"let op: er ontbreekt iets\",\n"
                  "        \"en\": \"mind: something is missing\"\n      }\n    ]\n  },\n"
                  "  {\n    \"n\": 1,\n    \"opmerkingen\": [\n      {\n"
                  "        \"code\": \"ontbreekt\",\n"
                  "        \"nl\": \"let op: er ontbreekt iets\",\n"
                  "        \"en\": \"mind: something is missing\"\n      }\n    ]\n  }\n]\n");
    check_written(d, DS_FORM_TABLE, DS_NL, 80, "  n: 0\n  n: 1\n");
    text = saved_as(d, "a.txt");
    assert_string_equal(text,
                        "  n: 0\n  n: 1\n\n  ! en nu verder\n  ! let op: er ontbreekt iets\n"
                        "  ! intern: deze cellen kunnen één persoon zijn; niet beveiligd voor "
                        "publicatie\n");
    ds_free(text);
    ds_document_free(d);
}

/* ---- phrases ---- */

static void test_document__a_phrase_in_each_language(void **state) {
    const ds_value values[] = {ds_value_number(1234.6), ds_value_schooljaar(2022)};
    ds_document *d = ds_document_new("d", NO_SAY);
    ds_error err;
    ds_say say;
    (void)state;
    say = ds_document_phrase(d, DS_SAY("in {1}: {0} en {x}", "{0} in {1} and {x}"), values, 2);
    assert_string_equal(say.nl, "in 2022/23: 1.235 en {x}");
    assert_string_equal(say.en, "1,235 in 2022/23 and {x}");
    for (uint64_t n = 0; n < 3; n++) {
        const ds_value count = ds_value_count(n);
        static const char *const nl[] = {"0 rijen zijn", "1 rij is", "2 rijen zijn"},
                                 *const en[] = {"0 rows", "1 row", "2 rows"};
        say =
            ds_document_phrase(d, DS_SAY("{0} {0|rij is|rijen zijn}", "{0} row{0||s}"), &count, 1);
        assert_string_equal(say.nl, nl[n]);
        assert_string_equal(say.en, en[n]);
    }
    assert_int_equal(ds_document_finish(d, &err), DS_OK);
    ds_document_free(d);
}

/* A translation that names another place is the program's fault, and said before a byte is put. */
static void test_document__a_phrase_that_does_not_fit(void **state) {
    static const ds_say bad[] = {{"{0}", "{1}"}, {"{0} {1}", "{0}"}, {"{2}", "{2}"}};
    const ds_value values[] = {ds_value_count(1), ds_value_count(2)};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        ds_document *d = ds_document_new("d", NO_SAY);
        ds_error err = {0};
        (void)ds_document_phrase(d, bad[i], values, 2);
        assert_int_equal(ds_document_finish(d, &err), DS_FAULT);
        assert_non_null(strstr(err.en, bad[i].nl));
        ds_document_free(d);
    }
}

/* ---- values ---- */

static const char *shown(ds_value value, ds_lang lang) {
    static char texts[4][64];
    static size_t turn;
    ds_document *d = ds_document_new("d", NO_SAY);
    const char *text = ds_say_text(ds_document_phrase(d, DS_SAY("{0}", "{0}"), &value, 1), lang);
    char *out = texts[turn++ % 4];
    assert_true(strlen(text) < sizeof texts[0]);
    memcpy(out, text, strlen(text) + 1);
    ds_document_free(d);
    return out;
}

static void test_document__values_as_people_read_them(void **state) {
    const ds_value list[] = {ds_value_year(2014), ds_value_year(2015)};
    (void)state;
    assert_string_equal(shown(ds_value_count(9007199254740993), DS_NL), "9.007.199.254.740.993");
    assert_string_equal(shown(ds_value_integer(-1234), DS_EN), "-1,234");
    assert_string_equal(shown(ds_value_integer(-123), DS_NL), "-123");
    assert_string_equal(shown(ds_value_number(NAN), DS_NL), "–");
    assert_string_equal(shown(ds_value_with_decimals(ds_value_number(-0.001), 2), DS_NL), "0,00");
    assert_string_equal(shown(ds_value_with_decimals(ds_value_number(0.012345), -3), DS_EN),
                        "0.0123");
    assert_string_equal(shown(ds_value_with_decimals(ds_value_number(12000), -3), DS_NL), "12.000");
    assert_string_equal(shown(ds_value_with_decimals(ds_value_share(0.5), 1), DS_NL), "50,0");
    assert_string_equal(shown(ds_value_p(0.00099), DS_NL), "<0,001");
    assert_string_equal(shown(ds_value_p(0.25), DS_EN), "0.250");
    assert_string_equal(shown(ds_value_with_decimals(ds_value_range(-0.01, 0.02, true), 1), DS_NL),
                        "-1,0; 2,0");
    assert_string_equal(shown(ds_value_list(list, 2), DS_NL), "2014, 2015");
    assert_string_equal(shown(ds_value_flag(true), DS_EN), "yes");
    assert_string_equal(shown(ds_value_word("links", "links", "left"), DS_EN), "left");
    assert_string_equal(shown(ds_value_none(DS_STATE_NOT_APPLICABLE), DS_EN), "n/a");
    assert_string_equal(shown(ds_value_text("a\x1b[1mb\n\xE2\x80\xAE"), DS_NL), "a?[1mb??");
    assert_string_equal(shown(ds_value_view((ds_text){"a\0b\xFFz", 5}), DS_NL), "a?b\xEF\xBF\xBDz");
    assert_string_equal(shown(ds_value_schooljaar(1999), DS_NL), "1999/00");
}

/* Where each kind of what steers a terminal begins and ends, also as the last of a text. */
static void test_document__what_steers_to_its_edges(void **state) {
    static const struct {
        const char *text, *shown;
    } cases[] = {{"a\xC2\x80", "a?"},
                 {"a\xC2\x9F", "a?"},
                 {"a\xC2\xA0", "a\xC2\xA0"},
                 {"\xE2\x81\xA6", "?"},
                 {"b\xE2\x81\xA9", "b?"},
                 {"\xE2\x81\x9F", "\xE2\x81\x9F"},
                 {"\xE2\x81\xA0\xE2\x81\xAF", "??"},
                 {"\xE2\x81\xB0", "\xE2\x81\xB0"},
                 {"\xE2\x80\x8E\xE2\x80\x8F", "??"},
                 {"\xE2\x80\x8A\xE2\x80\x90", "\xE2\x80\x8A\xE2\x80\x90"},
                 {"\xE2\x80\x8B\xE2\x80\x8D", "??"},
                 {"\xE2\x80\xA8\xE2\x80\xAE", "??"},
                 {"\xE2\x80\xA7\xE2\x80\xAF", "\xE2\x80\xA7\xE2\x80\xAF"},
                 {"\xEF\xBB\xBF\xE1\xA0\x8E", "??"},
                 {"\xF3\xA0\x80\xA0\xF3\xA0\x81\xBF", "??"},
                 {"\x1F \x7F", "? ?"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(shown(ds_value_text(cases[i].text), DS_NL), cases[i].shown);
}

/* Kept as text, whatever the bytes: each that is none is one U+FFFD, also a zero. */
static void test_document__bytes_that_are_no_text(void **state) {
    static const struct {
        const char *bytes;
        size_t size;
        const char *kept;
    } cases[] = {{"z\xFF", 2, "\"z\xEF\xBF\xBD\""},
                 {"\xFFz", 2, "\"\xEF\xBF\xBDz\""},
                 {"\xFF\xFE", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
                 {"a\0", 2, "\"a\xEF\xBF\xBD\""},
                 {"\0\xFF=", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD=\""},
                 {"\xC3\xA9\0\xC3", 4, "\"\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_document *d = ds_document_new("proef", NO_SAY);
        char *json;
        ds_document_value(d, DS_IN_ALL, "x", NO_SAY,
                          ds_value_view((ds_text){cases[i].bytes, cases[i].size}));
        json = written(d, DS_FORM_JSON, DS_NL, 80);
        if (strstr(json, cases[i].kept) == NULL) fail_msg("%zu: %s", i, json);
        ds_free(json);
        ds_document_free(d);
    }
    assert_string_equal(shown(ds_value_with_decimals(ds_value_number(0), -3), DS_NL), "0");
}

/* ---- csv ---- */

static ds_document *two_tables(const char *second_id, size_t second_fields) {
    ds_document *d = ds_document_new_list("lijst", NO_SAY);
    for (size_t i = 0; i < 2; i++) {
        ds_document *one = ds_document_section(d, i == 0 ? "vsv" : "switch", NO_SAY, DS_IN_ALL);
        ds_doc_table *table = ds_document_table(one, DS_IN_ALL, i == 0 ? "cellen" : second_id,
                                                NO_SAY, fields, i == 0 ? 3 : second_fields);
        const ds_value row[] = {ds_value_text(i == 0 ? "x" : "y;z"), ds_value_count(i),
                                ds_value_share(0.25)};
        ds_doc_table_row(table, row);
    }
    return d;
}

static ds_status csv_of(const ds_document *d, const char *table, bool dutch, ds_buffer *out,
                        ds_error *err) {
    const ds_write_options o = {.table = table, .dutch_csv = dutch};
    const ds_sink sink = {out, put_text};
    ds_buffer_clear(out);
    return ds_document_write(d, DS_FORM_CSV, &o, &sink, err);
}

static void test_document__one_csv_is_one_table(void **state) {
    ds_document *same = two_tables("cellen", 3), *other = two_tables("rest", 3),
                *fewer = two_tables("cellen", 2);
    ds_buffer out;
    ds_error err;
    char **names = NULL;
    size_t n_names = 0;
    (void)state;
    ds_buffer_init(&out, 1 << 16);
    assert_int_equal(csv_of(same, NULL, false, &out, &err), DS_OK);
    assert_string_equal(out.data, "groep,n,aandeel\nx,0,0.25\ny;z,1,0.25\n");
    assert_int_equal(csv_of(same, "switch", true, &out, &err), DS_OK);
    assert_string_equal(out.data, "\xEF\xBB\xBFgroep;n;aandeel\n\"y;z\";1;0,25\n");
    assert_int_equal(csv_of(other, NULL, false, &out, &err), DS_USAGE);
    assert_non_null(strstr(err.nl, "--table"));
    assert_non_null(strstr(err.nl, "vsv, cellen, switch, rest"));
    assert_int_equal(out.size, 0);
    assert_int_equal(csv_of(other, "rest", false, &out, &err), DS_OK);
    assert_string_equal(out.data, "groep,n,aandeel\ny;z,1,0.25\n");
    /* a name of tables with other columns cannot be asked for, and is not told */
    assert_int_equal(csv_of(fewer, NULL, false, &out, &err), DS_USAGE);
    assert_non_null(strstr(err.en, "--table (vsv, switch)"));
    assert_int_equal(csv_of(fewer, "cellen", false, &out, &err), DS_USAGE);
    assert_int_equal(ds_document_csv_tables(fewer, &names, &n_names, &err), DS_OK);
    assert_int_equal(n_names, 2);
    for (size_t i = 0; i < n_names; i++)
        assert_int_equal(csv_of(fewer, names[i], false, &out, &err), DS_OK);
    ds_free(names);
    assert_int_equal(csv_of(fewer, "nergens", false, &out, &err), DS_USAGE);
    assert_non_null(strstr(err.en, "there is no table 'nergens'"));
    ds_buffer_done(&out);
    ds_document_free(same);
    ds_document_free(other);
    ds_document_free(fewer);
}

/* A further table of the same answer is csv for who asks for it, and for nobody else. */
static void test_document__a_table_by_its_name_only(void **state) {
    ds_document *d = ds_document_new_list("lijst", NO_SAY);
    ds_buffer out;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ds_document *one = ds_document_section(d, i == 0 ? "vsv" : "switch", NO_SAY, DS_IN_ALL);
        const ds_value row[] = {ds_value_text(i == 0 ? "x" : "y"), ds_value_count(i),
                                ds_value_share(0.25)};
        ds_doc_table_row(ds_document_table(one, DS_IN_ALL, "cellen", NO_SAY, fields, 3), row);
        ds_doc_table_row(ds_document_table(one, DS_IN_NAMED, "balans", NO_SAY, fields, 2), row);
    }
    ds_buffer_init(&out, 1 << 16);
    assert_int_equal(csv_of(d, NULL, false, &out, &err), DS_OK);
    assert_string_equal(out.data, "groep,n,aandeel\nx,0,0.25\ny,1,0.25\n");
    assert_int_equal(csv_of(d, "vsv", false, &out, &err), DS_OK);
    assert_string_equal(out.data, "groep,n,aandeel\nx,0,0.25\n");
    assert_int_equal(csv_of(d, "balans", false, &out, &err), DS_OK);
    assert_string_equal(out.data, "groep,n\nx,0\ny,1\n");
    assert_int_equal(csv_of(d, "niets", false, &out, &err), DS_USAGE);
    assert_non_null(strstr(err.en, "there are: vsv, cellen, balans, switch"));
    ds_buffer_done(&out);
    ds_document_free(d);
}

/* A place with nothing in it: no key in json, nothing elsewhere. */
static void test_document__a_blank_place(void **state) {
    const ds_value row[] = {ds_value_text("a"), ds_value_none(DS_STATE_BLANK),
                            ds_value_none(DS_STATE_UNDEFINED)};
    ds_document *d = ds_document_new("d", NO_SAY);
    (void)state;
    ds_doc_table_row(ds_document_table(d, DS_IN_ALL, "t", NO_SAY, fields, 3), row);
    check_written(d, DS_FORM_JSON, DS_NL, 80,
                  "{\n  \"t\": [\n    {\n      \"groep\": \"a\",\n      \"aandeel\": "
                  "null\n    }\n  ]\n}\n");
    check_written(d, DS_FORM_CSV, DS_NL, 80, "groep,n,aandeel\na,,\n");
    check_written(d, DS_FORM_TABLE, DS_NL, 80,
                  "  groep  n  aandeel (%)\n  ─────────────────────\n  a                   –\n");
    ds_document_free(d);
}

/* ---- the terminal ---- */

static ds_document *wide_document(size_t n_numbers) {
    ds_field wide[12] = {{.id = "naam", .title = {"naam", "name"}, .in = DS_IN_ALL, .key = true}};
    ds_value row[12] = {
        ds_value_text("Regionaal Opleidingscentrum van de Noordelijke Veenkoloniën")};
    ds_document *d = ds_document_new("breed", NO_SAY);
    ds_doc_table *table;
    for (size_t i = 1; i <= n_numbers; i++) {
        wide[i] = (ds_field){.id = "n",
                             .title = {"aantal personen", "number of persons"},
                             .in = DS_IN_ALL,
                             .number = true};
        row[i] = ds_value_count(1000000 * i);
    }
    table = ds_document_table(d, DS_IN_ALL, "t", NO_SAY, wide, n_numbers + 1);
    ds_doc_table_row(table, row);
    return d;
}

static void check_widths(const char *text, size_t most) {
    while (*text != '\0') {
        size_t size = strcspn(text, "\n"), width = 0;
        for (size_t i = 0; i < size; i++)
            width += ((unsigned char)text[i] & 0xC0) != 0x80;
        if (width > most) fail_msg("%zu wide: %.*s", width, (int)size, text);
        assert_true(size == 0 || text[size - 1] != ' ');
        text += size + (text[size] == '\n');
    }
}

static void test_document__tables_fold_and_are_cut(void **state) {
    (void)state;
    for (size_t n = 1; n < 12; n++) {
        ds_document *d = wide_document(n);
        for (size_t width = 60; width <= 200; width += 7) {
            char *text = written(d, DS_FORM_TABLE, DS_NL, width), number[32];
            check_widths(text, width);
            for (size_t i = 1; i <= n; i++) { /* every number is there, whole */
                (void)snprintf(number, sizeof number, "%zu.000.000", i);
                assert_non_null(strstr(text, number));
            }
            ds_free(text);
        }
        ds_document_free(d);
    }
    {
        ds_document *d = wide_document(2);
        check_written(d, DS_FORM_TABLE, DS_NL, 60,
                      "  naam                                     aantal     aantal\n"
                      "                                         personen   personen\n"
                      "  ──────────────────────────────────────────────────────────\n"
                      "  Regionaal Opleidingscentrum van de    1.000.000  2.000.000\n"
                      "  Noordelijke Veenkoloniën\n");
        ds_document_free(d);
    }
}

static const ds_field word_fields[] = {
    {.id = "wat", .in = DS_IN_ALL, .key = true},
    {.id = "eenheid", .in = DS_IN_ALL},
    {.id = "opleidingsinstelling", .in = DS_IN_ALL},
    {.id = "aantal_personen", .in = DS_IN_ALL, .number = true},
};

/* Rather in two parts than with short words that are broken; broken only where the keys leave no
 * room. */
static void test_document__words_stay_whole(void **state) {
    static const char *const keys[] = {"startersresultaat",
                                       "een_heel_lang_woord_van_meer_dan_zestig_"
                                       "tekens_dat_nergens_op_past"};
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        const ds_value row[] = {ds_value_text(keys[k]), ds_value_text("percentage"),
                                ds_value_text("extraneus 1"), ds_value_count(123456)};
        ds_document *d = ds_document_new("d", NO_SAY);
        ds_doc_table *table = ds_document_table(d, DS_IN_ALL, "t", NO_SAY, word_fields, 4);
        char *text;
        ds_doc_table_row(table, row);
        text = written(d, DS_FORM_TABLE, DS_NL, 60);
        check_widths(text, 60);
        assert_non_null(strstr(text, "123.456"));
        if (k == 0) {
            if (strstr(text, "  startersresultaat  percentage  extraneus 1\n") == NULL ||
                strstr(text, "  startersresultaat          123.456\n") == NULL)
                fail_msg("%s", text);
        }
        ds_free(text);
        ds_document_free(d);
    }
}

static void test_document__long_texts_fold(void **state) {
    ds_document *d = ds_document_new("d", NO_SAY);
    char *text;
    (void)state;
    ds_document_text(
        d, DS_IN_PEOPLE,
        DS_SAY("Een zin van meer dan zestig tekens die over twee regels gaat, met "
               "éénwoorddatlangerisdaneenheleregelenduswordtafgebrokenwaarhetmoetomdathetnietpast "
               "erin.\nEn een regel.",
               "x"));
    text = written(d, DS_FORM_TABLE, DS_NL, 60);
    check_widths(text, 60);
    assert_non_null(strstr(text, "\n  En een regel.\n"));
    ds_free(text);
    ds_document_free(d);
}

/* ---- html ---- */

static void test_document__a_page_is_well_formed(void **state) {
    ds_document *d = small_document();
    XML_Parser parser = XML_ParserCreate("UTF-8");
    char *text;
    (void)state;
    ds_document_set_internal(d);
    ds_document_text(d, DS_IN_PEOPLE, DS_SAY("a < b & \"c\"\nd", "x"));
    ds_document_code(d, DS_IN_PEOPLE, NULL, "select * from t where a < 1;\n\x01");
    text = written(d, DS_FORM_HTML, DS_NL, 80);
    assert_int_equal(XML_Parse(parser, text, (int)strlen(text), 1), XML_STATUS_OK);
    assert_non_null(strstr(text, "<h1>Een proef</h1>"));
    assert_non_null(strstr(text, "a &lt; b &amp; &quot;c&quot;<br/>d"));
    assert_non_null(strstr(text, "<th scope=\"row\">a, &quot;b&quot;</th>"));
    assert_non_null(strstr(text, "<td>12,5*</td>"));
    assert_non_null(strstr(text, "Intern: "));
    XML_ParserFree(parser);
    ds_free(text);
    ds_document_free(d);
}

/* ---- nothing half ---- */

typedef struct failing {
    ds_form form;
    ds_buffer out;
} failing;

static ds_status write_one(void *context, ds_error *err) {
    failing *f = context;
    const ds_write_options o = {.lang = DS_NL, .width = 60};
    const ds_sink sink = {&f->out, put_text};
    ds_document *d = small_document();
    ds_status status;
    ds_buffer_done(&f->out);
    ds_buffer_init(&f->out, 1 << 20);
    status = ds_document_write(d, f->form, &o, &sink, err);
    if (status != DS_OK) assert_int_equal(f->out.size, 0);
    ds_document_free(d);
    return f->out.failed != DS_OK ? ds_buffer_finish(&f->out, err) : status;
}

static void test_document__every_allocation_fails_once(void **state) {
    (void)state;
    for (int form = 0; form < DS_FORMS; form++) {
        if (ds_form_is_binary((ds_form)form)) continue;
        failing f = {.form = (ds_form)form};
        ds_buffer_init(&f.out, 1 << 20);
        ds_test_every_allocation(write_one, &f);
        assert_true(f.out.size > 0);
        ds_buffer_done(&f.out);
    }
}

static void test_document__a_file_is_whole_or_as_it_was(void **state) {
    char *folder = ds_test_folder(), *path = ds_test_write_string(folder, "uit.csv", "oud");
    const ds_write_options o = {.lang = DS_NL};
    ds_document *d = small_document(), *other = two_tables("rest", 3);
    ds_error err;
    char *data;
    size_t size;
    (void)state;
    assert_int_equal(ds_document_save(other, path, &o, &err), DS_USAGE);
    assert_int_equal(ds_file_read(path, 100, &data, &size, &err), DS_OK);
    assert_string_equal(data, "oud");
    ds_free(data);
    assert_int_equal(ds_document_save(d, path, &o, &err), DS_OK);
    assert_int_equal(ds_file_read(path, 100, &data, &size, &err), DS_OK);
    assert_string_equal(data, "groep,n,aandeel\n\"a, \"\"b\"\"\",12345,0.125\nbol,0,\n");
    ds_free(data);
    assert_int_equal(ds_document_save(d, "uit.pdf", &o, &err), DS_USAGE);
    ds_document_free(d);
    ds_document_free(other);
    ds_free(path);
    ds_test_folder_remove(folder);
}

typedef struct saving {
    const char *path;
} saving;

static ds_status save_one(void *context, ds_error *err) {
    const saving *s = context;
    const ds_write_options o = {.lang = DS_NL};
    ds_document *d = small_document();
    ds_status status = ds_document_save(d, s->path, &o, err);
    ds_document_free(d);
    return status;
}

static void earlier_or_whole(void *context, bool failed) {
    const saving *s = context;
    char *data;
    size_t size;
    assert_int_equal(ds_file_read(s->path, 1 << 20, &data, &size, NULL), DS_OK);
    if (failed)
        assert_string_equal(data, "van eerder");
    else
        assert_true(size > 40);
    ds_free(data);
}

/* Each form to a file with each write failing: what was there stays, and nothing beside it. */
static void test_document__every_write_to_a_file(void **state) {
    static const char *const names[] = {"a.txt", "a.csv", "a.json", "a.html"};
    char *folder = ds_test_folder();
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char *path = ds_test_write_string(folder, names[i], "van eerder");
        saving s = {.path = path};
        ds_file_names left = {0};
        int fd = open(folder, O_RDONLY | O_DIRECTORY);
        ds_test_every_write(save_one, earlier_or_whole, &s);
        assert_int_equal(ds_file_list_all(fd, folder, &left, NULL), DS_OK);
        assert_int_equal(left.n_names, i + 1);
        ds_file_names_done(&left);
        assert_int_equal(close(fd), 0);
        ds_free(path);
    }
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document__each_form_of_a_small_one),
        cmocka_unit_test(test_document__a_message_goes_with_a_file),
        cmocka_unit_test(test_document__a_phrase_in_each_language),
        cmocka_unit_test(test_document__a_phrase_that_does_not_fit),
        cmocka_unit_test(test_document__values_as_people_read_them),
        cmocka_unit_test(test_document__what_steers_to_its_edges),
        cmocka_unit_test(test_document__bytes_that_are_no_text),
        cmocka_unit_test(test_document__one_csv_is_one_table),
        cmocka_unit_test(test_document__a_table_by_its_name_only),
        cmocka_unit_test(test_document__a_blank_place),
        cmocka_unit_test(test_document__tables_fold_and_are_cut),
        cmocka_unit_test(test_document__words_stay_whole),
        cmocka_unit_test(test_document__long_texts_fold),
        cmocka_unit_test(test_document__a_page_is_well_formed),
        cmocka_unit_test(test_document__every_allocation_fails_once),
        cmocka_unit_test(test_document__every_write_to_a_file),
        cmocka_unit_test(test_document__a_file_is_whole_or_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
