/* tests/work/test_package.c: definitions as a package: what pakket.yaml says is held against the
 * folder that it stands in, and a work folder may ask for another package of one version. */
#include "doorstroom/examples.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/written.h"
#include "work/inside/publisher.h"

static ds_status say_package(const void *package, ds_document **out, ds_error *err) {
    return ds_say_package(package, out, err);
}

static void test_package__of_the_program(void **state) {
    const ds_work work = {.program_folder = DS_SOURCE_DIR, .n_threads = 1};
    ds_definition_package package;
    ds_document *document = NULL;
    ds_error err = {0};
    size_t indicators = 0;
    char *text;
    (void)state;
    if (ds_work_package(&work, &package, &err) != DS_OK)
        fail_msg("%s:%lu: %s", err.file, (unsigned long)err.line, err.en);
    assert_string_equal(package.id, "doorstroom");
    assert_true(package.n_files >= 6 && package.n_changes >= 1);
    assert_string_equal(package.changes[0].version, package.version);
    assert_true(package.name_en[0] != '\0' && package.about_en[0] != '\0');
    for (size_t i = 0; i < package.n_files; i++) {
        assert_true(package.files[i].with_examples);
        assert_int_equal(strlen(package.files[i].checksum), 64);
        indicators += package.files[i].n_indicators;
    }
    assert_true(indicators >= 69);
    assert_int_equal(ds_say_package(&package, &document, &err), DS_OK);
    text = written_as(document, DS_FORM_CSV, DS_NL, false);
    assert_non_null(
        strstr(text, "bestand,indicatoren,evaluaties,voorbeelden,b2sum\nenquete.yaml,10,0,ja,"));
    ds_free(text);
    ds_document_free(document);
    written_every_allocation(say_package, &package);
    ds_definition_package_done(&package);
}

/* ---- one of one's own ---- */

#define PACKAGE(version)                                                                           \
    "pakket: proef\nversie: \"" version "\"\nname: Proef\nbestanden: [a.yaml]\n"                   \
    "wijzigingen: [{versie: \"" version "\", datum: 2026-11-30, nl: eerste, en: first}]\n"
#define INDICATOR "indicators:\n  - {id: eigen, population: soort = 'mbo', event: niveau = 2}\n"

static char *make_folder(const char *package, const char *wishes) {
    char *folder = ds_test_folder();
    ds_free(ds_test_write_string(folder, "anders/a.yaml", INDICATOR));
    if (package != NULL) ds_free(ds_test_write_string(folder, "anders/pakket.yaml", package));
    if (wishes != NULL) ds_free(ds_test_write_string(folder, "doorstroom.yaml", wishes));
    return folder;
}

static ds_status ask_package(const char *folder, ds_definition_package *out, ds_error *err) {
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    return ds_work_package(&work, out, err);
}

#define ASKS(version) "definities: {map: anders, versie: \"" version "\"}\n"

static void test_package__a_work_folder_asks_for_another(void **state) {
    char *folder = make_folder(PACKAGE("2.1.0"), ASKS("2.1.0"));
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    ds_work_definitions definitions = {0};
    ds_definition_package package;
    ds_error err = {0};
    (void)state;
    assert_int_equal(ask_package(folder, &package, &err), DS_OK);
    assert_string_equal(package.version, "2.1.0");
    assert_int_equal(package.files[0].n_indicators, 1);
    ds_definition_package_done(&package);
    assert_int_equal(ds_work_definitions_read(&work, NULL, &definitions, &err), DS_OK);
    assert_int_equal(definitions.n, 1); /* and none of the program's */
    assert_string_equal(ds_definitions_at(definitions.files[0], 0)->id, "eigen");
    ds_work_definitions_done(&definitions);
    ds_test_folder_remove(folder);
}

static const struct {
    const char *package, *wishes, *file, *says;
} wrong[] = {
    {PACKAGE("2.1.0"), ASKS("2.0.0"), "pakket.yaml", "version 2.1.0"},
    {NULL, ASKS("2.1.0"), "pakket.yaml", ""},
    {PACKAGE("2.1.0"), "definities: {map: anders}\n", "doorstroom.yaml", "map and versie"},
    {PACKAGE("2.1.0"), "definities: {maps: anders, versie: \"1\"}\n", "doorstroom.yaml", "maps"},
    {PACKAGE("2.1"), ASKS("2.1"), "pakket.yaml", "1.2.0"},
    {PACKAGE("-2.1.0"), ASKS("-2.1.0"), "pakket.yaml", "1.2.0"},
    {PACKAGE("2.1.0") "programma: \"99.0.0\"\n", ASKS("2.1.0"), "pakket.yaml", "newer program"},
    {PACKAGE("2.1.0") "programma: nieuw\n", ASKS("2.1.0"), "pakket.yaml", "1.2.0"},
    {"pakket: proef\nversie: \"1.0.0\"\nname: Proef\nbestanden: [a.yaml]\nwijzigingen: []\n",
     ASKS("1.0.0"), "pakket.yaml", "first change"},
    {"pakket: proef\nversie: \"1.0.0\"\nname: Proef\nbestanden: [a.yaml]\n"
     "wijzigingen: [{versie: \"1.0.0\", datum: 2026-11-30, nl: eerste}]\n",
     ASKS("1.0.0"), "pakket.yaml", "nl and en"},
    {"pakket: proef\nversie: \"1.0.0\"\nname: Proef\nbestanden: [a.yaml, b.yaml]\n"
     "wijzigingen: [{versie: \"1.0.0\", datum: 2026-11-30, nl: eerste, en: first}]\n",
     ASKS("1.0.0"), "pakket.yaml", "not in the package"},
    {"pakket: proef\nversie: \"1.0.0\"\nname: Proef\nbestanden: []\n"
     "wijzigingen: [{versie: \"1.0.0\", datum: 2026-11-30, nl: eerste, en: first}]\n",
     ASKS("1.0.0"), "pakket.yaml", "a.yaml"},
    {"pakket: proef\nversie: \"1.0.0\"\nname: Proef\nbestanden: [../anders/a.yaml]\n"
     "wijzigingen: [{versie: \"1.0.0\", datum: 2026-11-30, nl: eerste, en: first}]\n",
     ASKS("1.0.0"), "pakket.yaml", "name of a file"},
    {"pakket: proef\nversies: \"1.0.0\"\n", ASKS("1.0.0"), "pakket.yaml", "versies"},
    {"pakket: proef\nversie: \"1.0.0\"\n", ASKS("1.0.0"), "pakket.yaml", "bestanden"},
};

static void test_package__what_is_wrong_with_one(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *folder = make_folder(wrong[i].package, wrong[i].wishes);
        const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
        ds_work_definitions definitions = {0};
        ds_definition_package package;
        ds_error err = {0};
        if (ask_package(folder, &package, &err) != DS_INPUT) fail_msg("%zu: no error", i);
        if (strstr(err.file, wrong[i].file) == NULL || strstr(err.en, wrong[i].says) == NULL)
            fail_msg("%zu: %s: %s", i, err.file, err.en);
        /* Nobody counts with it either. */
        assert_int_equal(ds_work_definitions_read(&work, NULL, &definitions, &err), DS_INPUT);
        ds_test_folder_remove(folder);
    }
}

/* A .yml counts as a .yaml does, so it is named as one. */
static void test_package__no_file_counts_without_being_named(void **state) {
    static const char *const names[] = {"stil.yaml", "stil.yml"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *folder = make_folder(PACKAGE("2.1.0"), ASKS("2.1.0")), path[40];
        ds_definition_package package;
        ds_error err = {0};
        (void)snprintf(path, sizeof path, "anders/%s", names[i]);
        ds_free(ds_test_write_string(folder, path, INDICATOR));
        assert_int_equal(ask_package(folder, &package, &err), DS_INPUT);
        assert_non_null(strstr(err.en, names[i]));
        ds_test_folder_remove(folder);
    }
}

/* ---- what a release was made of ---- */

static bool has_made_of(const ds_made_of *list, size_t n, const char *kind, const char *name,
                        const char *fingerprint) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].kind, kind) == 0 && strcmp(list[i].name, name) == 0 &&
            (fingerprint == NULL || strcmp(list[i].fingerprint, fingerprint) == 0))
            return true;
    return false;
}

static void test_package__a_release_says_which_one(void **state) {
    char *folder = make_folder(PACKAGE("2.1.0"), ASKS("2.1.0"));
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    const ds_work_import_options options = DS_WORK_IMPORT_OPTIONS_INIT;
    const ds_made_of *list = NULL;
    ds_imported imported = {0};
    ds_arena arena = {0};
    ds_error err = {0};
    size_t n = 0;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,niveau\n1,2020,mbo,2\n"));
    if (ds_work_import(&work, &options, &imported, &err) != DS_OK) fail_msg("%s", err.en);
    ds_imported_done(&imported);
    assert_int_equal(ds_made_of_list(&work, &arena, &list, &n, &err), DS_OK);
    assert_true(has_made_of(list, n, "pakket definities:", "proef", "2.1.0"));
    assert_true(has_made_of(list, n, "definitie van het programma:", "a.yaml", NULL));
    assert_false(has_made_of(list, n, "definitie van het programma:", "werkagenda.yaml", NULL));
    ds_arena_done(&arena);
    ds_test_folder_remove(folder);
}

static ds_status ask_all(void *context, ds_error *err) {
    ds_definition_package package = {0};
    ds_status status = ask_package(context, &package, err);
    ds_definition_package_done(&package);
    return status;
}

static void test_package__without_memory(void **state) {
    char *folder = make_folder(PACKAGE("2.1.0"), ASKS("2.1.0"));
    (void)state;
    ds_test_every_allocation(ask_all, folder);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_package__of_the_program),
        cmocka_unit_test(test_package__a_work_folder_asks_for_another),
        cmocka_unit_test(test_package__what_is_wrong_with_one),
        cmocka_unit_test(test_package__no_file_counts_without_being_named),
        cmocka_unit_test(test_package__a_release_says_which_one),
        cmocka_unit_test(test_package__without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
