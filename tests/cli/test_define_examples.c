/* tests/cli/test_define_examples.c: define --test and --package through the real program: the exit
 * code says whether all is as the examples say, and which file is meant. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "support/work_run.h"

static const char definitions[] = "indicators:\n"
                                  "  - {id: weg, population: \"soort = 'mbo'\", event: \"not "
                                  "ingeschreven[t+1]\"}\n";
static const char examples[] = "voorbeelden:\n"
                               "  - id: een\n"
                               "    name: Wie weg is\n"
                               "    inschrijving: |\n"
                               "      persoon,schooljaar,soort\n"
                               "      a,2020,mbo\n"
                               "      b,2020..2021,mbo\n"
                               "    verwacht:\n"
                               "      - {indicator: weg, jaren: {2020: {noemer: [a, b], teller: "
                               "[%s]}}}\n";

/* The folder of a user with these examples; the caller's. */
static char *make_folder(const char *who) {
    char *folder = ds_test_folder();
    char text[1024];
    (void)snprintf(text, sizeof text, examples, who);
    ds_free(ds_test_write_string(folder, "definities/eigen.yaml", definitions));
    ds_free(ds_test_write_string(folder, "definities/voorbeelden/eigen.yaml", text));
    return folder;
}

static void expect(int code, const char *says, const char *a, const char *b, const char *c) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "define", a, b, c, NULL);
    if (run.code != code) fail_msg("code %d: %s%s", run.code, run.out, run.err);
    if (strstr(run.out, says) == NULL && strstr(run.err, says) == NULL)
        fail_msg("no %s in\n%s%s", says, run.out, run.err);
    ds_run_done(&run);
}

static void test_define_examples__exit_code(void **state) {
    char *folder = make_folder("a"), path[4096];
    (void)state;
    (void)snprintf(path, sizeof path, "%s/definities/eigen.yaml", folder);
    expect(0, "1 voorbeeld, 1 uitspraak: alle zo.", "--test", path, NULL);
    expect(0, "1 voorbeeld, 1 uitspraak: alle zo.", folder, "--test", path);
    expect(0, "eigen.yaml", folder, "--test", NULL); /* with all of the program */
    expect(0, "werkagenda.yaml", folder, "--test", NULL);
    ds_test_folder_remove(folder);
    folder = make_folder("b");
    (void)snprintf(path, sizeof path, "%s/definities/eigen.yaml", folder);
    expect(1, "gekregen: teller", "--test", path, NULL);
    expect(1, "ingeschreven[t+1]", path, "--test", NULL);
    ds_test_folder_remove(folder);
}

/* Whoever names a file and has no examples for it is not told that all is well: the folder may be
 * called otherwise. */
static void test_define_examples__none(void **state) {
    char *folder = ds_test_folder(), path[4096];
    (void)state;
    ds_free(ds_test_write_string(folder, "definities/eigen.yaml", definitions));
    ds_free(ds_test_write_string(folder, "definities/voorbeeld/eigen.yaml", "voorbeelden: []\n"));
    (void)snprintf(path, sizeof path, "%s/definities/eigen.yaml", folder);
    expect(1, "definities/voorbeelden/eigen.yaml", "--test", path, NULL);
    expect(1, "Er is geen voorbeeld uitgerekend.", "--test", path, NULL);
    /* beside the program's, which have some, it is only said */
    expect(0, "definities/voorbeelden/eigen.yaml", folder, "--test", NULL);
    ds_free(ds_test_write_string(folder, "definities/voorbeelden/eigen.yaml", "voorbeelden: []\n"));
    expect(1, "Er is geen voorbeeld uitgerekend.", "--test", path, NULL);
    ds_test_folder_remove(folder);
}

/* The indented lines of a page from the line that begins so, without their indent. */
static void cut_block(const char *page, const char *first, ds_buffer *out) {
    const char *at = strstr(page, first);
    assert_non_null(at);
    ds_buffer_init(out, 1 << 16);
    while (strncmp(at, "    ", 4) == 0) {
        const size_t size = strcspn(at, "\n") + 1;
        ds_buffer_add(out, at + 4, size - 4);
        at += size;
    }
}

/* The page's own example comes out as it says. */
static void test_define_examples__of_the_page(void **state) {
    static const char *const pages[] = {"definities-insturen.md", "definities-insturen.en.md"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *page = ds_work_read(DS_SOURCE_DIR "/docs", pages[i], NULL);
        char *folder = ds_test_folder(), path[4096];
        ds_buffer of, with;
        cut_block(page, "    indicators:\n", &of);
        cut_block(page, "    voorbeelden:\n", &with);
        ds_free(ds_test_write_string(folder, "definities/eigen.yaml", ds_buffer_string(&of)));
        ds_free(ds_test_write_string(folder, "definities/voorbeelden/eigen.yaml",
                                     ds_buffer_string(&with)));
        (void)snprintf(path, sizeof path, "%s/definities/eigen.yaml", folder);
        expect(0, "3 uitspraken: alle zo.", "--test", path, NULL);
        ds_buffer_done(&of);
        ds_buffer_done(&with);
        ds_free(page);
        ds_test_folder_remove(folder);
    }
}

/* A definition that comes with the program, with one fault in it. */
static void test_define_examples__a_standard_definition_with_a_fault(void **state) {
    char *folder = ds_test_folder(), *path, *at;
    char *yaml = ds_work_read(DS_SOURCE_DIR "/definitions", "werkagenda.yaml", NULL);
    char *given = ds_work_read(DS_SOURCE_DIR "/definitions/voorbeelden", "werkagenda.yaml", NULL);
    (void)state;
    at = strstr(yaml, "leeftijd < 23");
    assert_non_null(at);
    memcpy(at, "leeftijd < 24", 13);
    path = ds_test_write_string(folder, "definities/werkagenda.yaml", yaml);
    ds_free(ds_test_write_string(folder, "definities/voorbeelden/werkagenda.yaml", given));
    expect(1, "net23", folder, "--test", path);
    ds_free(path);
    ds_free(yaml);
    ds_free(given);
    ds_test_folder_remove(folder);
}

static void test_define_examples__a_broken_file_of_the_user(void **state) {
    char *folder = make_folder("a");
    (void)state;
    ds_free(ds_test_write_string(folder, "definities/kapot.yaml", "indicators: [{id: x}]\n"));
    expect(1, "kapot.yaml", folder, "--test", NULL);
    ds_test_folder_remove(folder);
}

static void test_define_examples__package(void **state) {
    (void)state;
    expect(0, "versie: 3.", "--package", NULL, NULL);
    expect(0, "\"b2sum\"", "--package", "--format", "json");
    expect(2, "een werkmap te veel", ".", "..", "--package");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_define_examples__exit_code),
        cmocka_unit_test(test_define_examples__none),
        cmocka_unit_test(test_define_examples__of_the_page),
        cmocka_unit_test(test_define_examples__a_standard_definition_with_a_fault),
        cmocka_unit_test(test_define_examples__a_broken_file_of_the_user),
        cmocka_unit_test(test_define_examples__package),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
