/* tests/web/test_links_alone.c: the web part never reads a register: this program links it with all
 * that it stands on, starts and stops it, and has nothing of the register half in it. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doorstroom/serve.h"

static void test_links_alone__starts(void **state) {
    ds_serve_options options = DS_SERVE_OPTIONS_INIT;
    ds_serve *serve = NULL;
    char *folder = ds_test_folder();
    ds_error err = {0};
    (void)state;
    options.folder = folder;
    options.program_folder = DS_SOURCE_DIR;
    options.listen = "127.0.0.1:0";
    if (ds_serve_start(&options, &serve, &err) != DS_OK) fail_msg("%s", err.en);
    ds_serve_stop(serve);
    ds_test_folder_remove(folder);
}

static void test_links_alone__has_nothing_of_the_register_half(void **state) {
    static const char *const forbidden[] = {"ds_import",   "ds_register_", "ds_generation_",
                                            "ds_career_",  "ds_tally",     "ds_intake",
                                            "ds_simulate", "duckdb_"};
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
        n_lines += strstr(line, "ds_web_") != NULL;
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
            if (strstr(line, forbidden[i]) != NULL) fail_msg("%s", line);
    }
    (void)pclose(symbols);
    if (n_lines == 0) skip(); /* no nm here */
}

/* Addresses that would lay it open, and settings that are wrong. */
static void test_links_alone__what_is_refused(void **state) {
    static const struct {
        const char *listen, *address, *proxy, *yaml;
        ds_status status;
    } bad[] = {
        {"0.0.0.0:0", NULL, NULL, NULL, DS_USAGE},
        {"0.0.0.0:0", "http://monitor.example", NULL, NULL, DS_USAGE},
        {"127.0.0.1:0", "https://monitor.example/pad", NULL, NULL, DS_USAGE},
        {"127.0.0.1:0", "monitor.example", NULL, NULL, DS_USAGE},
        {"127.0.0.1:0", NULL, "proxy.example", NULL, DS_USAGE},
        {"127.0.0.1", NULL, NULL, NULL, DS_USAGE},
        {"127.0.0.1:0", NULL, NULL, "web: {luisterd: x}\n", DS_INPUT},
        {"127.0.0.1:0", NULL, NULL, "web: {inloggen: [{dienst: surfconext}]}\n", DS_INPUT},
        {"127.0.0.1:0", NULL, NULL, "web: {inloggen: [{dienst: surfconext, naam: S, kop: X-S}]}\n",
         DS_USAGE},
        {"127.0.0.1:0", NULL, NULL, "web: [\n", DS_INPUT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ds_serve_options options = DS_SERVE_OPTIONS_INIT;
        ds_serve *serve = NULL;
        char *folder = ds_test_folder();
        ds_error err = {0};
        if (bad[i].yaml != NULL) free(ds_test_write_string(folder, "doorstroom.yaml", bad[i].yaml));
        options.folder = folder;
        options.program_folder = DS_SOURCE_DIR;
        options.listen = bad[i].listen;
        options.public_address = bad[i].address;
        options.trusted_proxy = bad[i].proxy;
        if (ds_serve_start(&options, &serve, &err) != bad[i].status) fail_msg("%zu %s", i, err.en);
        assert_null(serve);
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
        ds_test_folder_remove(folder);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_links_alone__starts),
        cmocka_unit_test(test_links_alone__has_nothing_of_the_register_half),
        cmocka_unit_test(test_links_alone__what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
