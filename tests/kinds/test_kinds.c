/* codes/soorten.yaml: what it holds, and what is refused of one that is wrong. */
#include <stdlib.h>

#include "base/file.h"
#include "kinds/made_of.h"

static const char *const names[] = {"agenda",          "werkagenda", "streefwaarde", "besteding",
                                    "maatregel",       "voortgang",  "oordeel",      "antwoord",
                                    "eigen_indicator", "extern",     "enquete",      "casus",
                                    "contactenquete"};

static void test_kinds__all_of_the_design(void **state) {
    ds_kinds *kinds = standard_kinds();
    (void)state;
    assert_int_equal(ds_kinds_n(kinds), sizeof names / sizeof *names);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_non_null(ds_kinds_find(kinds, names[i]));
    assert_null(ds_kinds_find(kinds, "inschrijving"));
    assert_true(ds_kinds_find(kinds, "enquete")->persons);
    assert_true(ds_kinds_find(kinds, "casus")->persons);
    assert_true(ds_kinds_find(kinds, "contactenquete")->persons);
    assert_false(ds_kinds_find(kinds, "antwoord")->persons);
    ds_kinds_free(kinds);
}

static const ds_kind_field *field_of(const ds_kinds *kinds, const char *kind, const char *name) {
    const ds_kind_description *of = ds_kinds_find(kinds, kind);
    for (size_t i = 0; i < of->n_fields; i++)
        if (strcmp(of->fields[i].name, name) == 0) return &of->fields[i];
    return NULL;
}

/* Five goals, and 25 measures: as the monitor has them. */
static void test_kinds__lists_of_files(void **state) {
    ds_kinds *kinds = standard_kinds();
    const ds_kind_field *goal = field_of(kinds, "maatregel", "doelstelling");
    const ds_kind_field *measure = field_of(kinds, "maatregel", "maatregel");
    (void)state;
    assert_int_equal(goal->n_codes, 5);
    assert_true(ds_text_is(goal->codes[4], "1.5"));
    assert_string_equal(goal->file, "doelstellingen.csv");
    assert_int_equal(measure->n_codes, 22); /* `andere` is of four goals */
    ds_kinds_free(kinds);
}

static char *read_page(const char *name) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size;
    assert_int_equal(ds_file_join(path, DS_SOURCE_DIR "/docs", name, NULL), DS_OK);
    assert_int_equal(ds_file_read(path, 1 << 20, &text, &size, NULL), DS_OK);
    return text;
}

/* A row of the table in the page: the kind, its columns, those that are required bold, its key. */
static void has_row(const char *page, const ds_kind_description *of) {
    char row[1000], *text = read_page(page);
    size_t used = (size_t)snprintf(row, sizeof row, "| `%s` |", of->name);
    for (size_t i = 0; i < of->n_fields; i++)
        used += (size_t)snprintf(row + used, sizeof row - used, "%s %s%s%s", i == 0 ? "" : ",",
                                 of->fields[i].required ? "**" : "", of->fields[i].name,
                                 of->fields[i].required ? "**" : "");
    used += (size_t)snprintf(row + used, sizeof row - used, " |");
    for (size_t i = 0, n = 0; i < of->n_fields; i++)
        if (of->fields[i].key)
            used += (size_t)snprintf(row + used, sizeof row - used, "%s %s", n++ == 0 ? "" : ",",
                                     of->fields[i].name);
    (void)snprintf(row + used, sizeof row - used, " |\n");
    if (strstr(text, row) == NULL) fail_msg("docs/%s does not have: %s", page, row);
    ds_free(text);
}

static void test_kinds__columns_in_the_docs(void **state) {
    ds_kinds *kinds = standard_kinds();
    (void)state;
    for (size_t i = 0; i < ds_kinds_n(kinds); i++) {
        has_row("formats.md", ds_kinds_at(kinds, i));
        has_row("formats.en.md", ds_kinds_at(kinds, i));
    }
    ds_kinds_free(kinds);
}

#define BEGIN "soorten:\n  - soort: a\n    nl: x\n    en: x\n    kolommen:\n"
#define COLUMN "      - {kolom: b, waarde: tekst, sleutel: ja, nl: x, en: x}\n"

static void assert_refused(const char *text, uint64_t line, const char *word) {
    char *folder = ds_test_folder(), *path = ds_test_write_string(folder, "soorten.yaml", text);
    const char *const folders[] = {folder};
    ds_kinds *kinds = NULL;
    ds_error err = {0};
    assert_int_equal(ds_kinds_read(folders, 1, &kinds, &err), DS_INPUT);
    assert_null(kinds);
    if (err.line != line || strstr(err.en, word) == NULL)
        fail_msg("line %d: %s", (int)err.line, err.en);
    free(path);
    ds_test_folder_remove(folder);
}

static void test_kinds__faults_are_told_with_their_place(void **state) {
    (void)state;
    assert_refused("kinds: []\n", 1, "kinds");
    assert_refused("soorten:\n  - {soort: a, nl: x, en: x}\n", 2, "needs");
    assert_refused(BEGIN "      - {kolom: b, waarde: getalletje, nl: x, en: x}\n", 6, "expected");
    assert_refused(BEGIN "      - {kolom: b, waarde: code, nl: x, en: x}\n", 6, "needs codes");
    assert_refused(BEGIN "      - {kolom: b, waarde: code, bestand: geen.csv, nl: x, en: x}\n", 0,
                   "geen.csv");
    assert_refused(BEGIN "      - {kolom: b, waarde: geheel, van: 1, nl: x, en: x}\n", 6, "tot");
    assert_refused(BEGIN COLUMN COLUMN, 7, "twice");
    assert_refused(BEGIN COLUMN "    regels:\n      - {als: [c, d], ook: e}\n", 8, "column");
    assert_refused(BEGIN COLUMN "    regels:\n      - {kolom: b}\n", 8, "expected");
    assert_refused(BEGIN COLUMN "    personen: misschien\n", 7, "ja or nee");
    assert_refused(BEGIN "      - &a b\n      - *a\n", 7, "alias");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds__all_of_the_design),
        cmocka_unit_test(test_kinds__lists_of_files),
        cmocka_unit_test(test_kinds__columns_in_the_docs),
        cmocka_unit_test(test_kinds__faults_are_told_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
