/* tests/cli/test_formulier.c: doorstroom formulier, as a user runs it. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "support/support.h"
#include "support/work_run.h"

#define RUN(...) ds_run_program(DS_PROGRAM, NULL, __VA_ARGS__, NULL)
#define SMALL DS_SOURCE_DIR "/tests/formulier/forms/klein.yaml"

static void prints(ds_run run, const char *what) {
    if (run.code != 0) fail_msg("%d: %s", run.code, run.err);
    if (strstr(run.out, what) == NULL) fail_msg("'%s' is not in %s", what, run.out);
    ds_run_done(&run);
}

static void refuses(ds_run run, int code, const char *what) {
    if (run.code != code) fail_msg("%d: %s", run.code, run.err);
    if (strstr(run.err, what) == NULL) fail_msg("'%s' is not in %s", what, run.err);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

static void test_formulier__says_what_is_in_it(void **state) {
    (void)state;
    prints(RUN("formulier", SMALL), "boven_begroting");
    prints(RUN("formulier", SMALL, "--lang", "en"), "Fields");
    prints(RUN("formulier", SMALL, "--format", "csv", "--table", "controles"), "boven_begroting,");
    prints(RUN("formulier", SMALL, "--inventory", "--format", "json"), "\"EF18\"");
    prints(RUN("formulier", SMALL, "--paper", "overeenkomst"), "nog af te spreken");
}

static void test_formulier__one_line_of_what_is_wrong(void **state) {
    char *folder = ds_test_folder();
    char *path = ds_test_write_string(folder, "fout.yaml", "formulier: x\nversje: 1\n");
    (void)state;
    refuses(RUN("formulier", path), 1, "fout.yaml: regel 2, kolom 1: de sleutel 'versje'");
    refuses(RUN("formulier", path, "--lang", "en"), 1, "did you mean 'versie'");
    refuses(RUN("formulier", "/bestaat/niet.yaml"), 1, "niet.yaml");
    refuses(RUN("formulier", SMALL, "--paper", "overeenkomt"), 2, "bedoelt u 'overeenkomst'");
    refuses(RUN("formulier"), 2, "welk bestand?");
    refuses(RUN("formulier", SMALL, "--paper", "x", "--inventory"), 2, "gaat niet samen");
    free(path);
    ds_test_folder_remove(folder);
}

/* A fourth form is a file alone: the one in the page that says how. */
static void test_formulier__the_one_in_the_page(void **state) {
    static const char *const pages[] = {"/docs/formulieren.md", "/docs/formulieren.en.md"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *folder = ds_test_folder(), *text = NULL, *begin, *end, *path, page[DS_PATH_SIZE];
        size_t size;
        (void)snprintf(page, sizeof page, "%s%s", DS_SOURCE_DIR, pages[i]);
        assert_int_equal(ds_file_read(page, 1 << 20, &text, &size, NULL), DS_OK);
        begin = strstr(text, "```yaml\n");
        assert_non_null(begin);
        begin += strlen("```yaml\n");
        end = strstr(begin, "```");
        assert_non_null(end);
        path = ds_test_write(folder, "contact.yaml", begin, (size_t)(end - begin));
        prints(RUN("formulier", path), "gaat_door");
        free(path);
        ds_free(text);
        ds_test_folder_remove(folder);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulier__says_what_is_in_it),
        cmocka_unit_test(test_formulier__one_line_of_what_is_wrong),
        cmocka_unit_test(test_formulier__the_one_in_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
