/* tests/release/test_links_alone.c: a release and its reader stand alone: nothing of disclosure, of
 * the cells or of the register half is linked, so whoever links this can read a release and make
 * none. A release cannot be made by hand either: the type has no members outside its stage. */
#include "support/support.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "doorstroom/release.h"

static void test_release__a_file_that_is_none(void **state) {
    static const char *const texts[] = {"",
                                        "{}",
                                        "[1]",
                                        "{\"vorm\":3,\"blake2b\":\"00\",\"inhoud\":{}}",
                                        "{\"vorm\":1,\"blake2b\":\"00\",\"inhoud\":{}}",
                                        "{\"vorm\":1,\"inhoud\":{\"tabellen\":[]}}"};
    char *folder = ds_test_folder();
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *path = ds_test_write_string(folder, "vrijgave.json", texts[i]);
        ds_release *release = NULL;
        ds_error err = {0};
        assert_int_equal(ds_release_read(path, &release, &err), DS_INPUT);
        assert_null(release);
        assert_non_null(strstr(err.file, "vrijgave.json"));
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
        ds_free(path);
    }
    ds_release_free(NULL);
    ds_test_folder_remove(folder);
}

static void test_release__links_nothing_that_makes_one(void **state) {
    static const char *const forbidden[] = {"ds_disclose", "ds_protect",   "ds_make_release",
                                            "ds_cells_",   "ds_register_", "ds_import",
                                            "ds_tally",    "glp_"};
    char path[4096] = "", command[4200], line[1024];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    unsigned n_lines = 0;
    FILE *symbols;
    (void)state;
    if (size <= 0 || strchr(path, '\'') != NULL) skip();
    (void)snprintf(command, sizeof command, "nm '%s' 2>/dev/null", path);
    symbols = popen(command, "r");
    assert_non_null(symbols);
    while (fgets(line, sizeof line, symbols) != NULL) {
        n_lines++;
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
            if (strstr(line, forbidden[i]) != NULL) fail_msg("%s", line);
    }
    (void)pclose(symbols);
    assert_true(n_lines > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_release__a_file_that_is_none),
        cmocka_unit_test(test_release__links_nothing_that_makes_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
