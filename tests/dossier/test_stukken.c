/* tests/dossier/test_stukken.c: files that are added: as they were given, once each, and gone when
 * no dossier has them. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "doorstroom/stukken.h"
#include "dossier/made.h"
#include "support/in_folder.h"

static ds_stuk_upload *begin_upload(ds_dossiers *store, uint64_t maximum, const char *text) {
    ds_stuk_upload *upload = NULL;
    assert_int_equal(ds_stuk_begin(store, maximum, &upload, NULL), DS_OK);
    assert_int_equal(ds_stuk_put(upload, text, strlen(text), NULL), DS_OK);
    return upload;
}

static int64_t add_file(ds_dossiers *store, int64_t dossier, const char *naam, const char *text) {
    const ds_dossier_stuk stuk = {
        .dossier = dossier, .path = "pta", .naam = naam, .soort = "text/plain"};
    ds_dossier_outcome outcome;
    int64_t id = 0;
    assert_int_equal(ds_stuk_keep(begin_upload(store, 1000, text), 0, &stuk, &id, &outcome, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    return id;
}

static ds_status read_file(ds_dossiers *store, int64_t dossier, int64_t id, char out[64],
                           ds_dossier_outcome *outcome) {
    int fd = -1;
    ssize_t got = 0;
    const ds_status status = ds_stuk_open(store, dossier, id, &fd, outcome, NULL);
    if (fd >= 0) {
        got = read(fd, out, 63);
        (void)close(fd);
    }
    out[got < 0 ? 0 : got] = '\0';
    return status;
}

static size_t count_files(void) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    size_t n;
    assert_int_equal(ds_file_join(path, folder, "stukken", NULL), DS_OK);
    assert_int_equal(ds_file_list(path, &names, NULL), DS_OK);
    n = names.n_names;
    ds_file_names_done(&names);
    return n;
}

static void test_keep__comes_back_as_it_was(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t dossier = made_dossier(store, "route 1"), other = made_dossier(store, "route 2");
    const int64_t id = add_file(store, dossier, "../../pta.txt", "programma");
    ds_dossier_stukken list = {0};
    ds_dossier_outcome outcome;
    char text[64];
    (void)state;
    assert_int_equal(ds_stukken_read(store, dossier, &list, NULL), DS_OK);
    assert_int_equal(list.n, 1);
    assert_string_equal(list.list[0].naam, "../../pta.txt");
    assert_string_equal(list.list[0].sha256,
                        "b48ff07ba0eacdaec8cb84011e652d5f86d63878e05287f1c9fcbdf6ce1a6ad1");
    assert_int_equal(list.list[0].size, 9);
    ds_stukken_done(&list);
    assert_int_equal(read_file(store, dossier, id, text, &outcome), DS_OK);
    assert_string_equal(text, "programma");
    assert_int_equal(read_file(store, other, id, text, &outcome), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT); /* another dossier's */
    ds_dossiers_close(store);
}

static void test_keep__the_same_bytes_are_one_file(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t dossier = made_dossier(store, "route 1");
    const int64_t first = add_file(store, dossier, "a.txt", "zelfde"),
                  second = add_file(store, dossier, "b.txt", "zelfde");
    ds_dossier_outcome outcome;
    char text[64];
    (void)state;
    assert_int_equal(count_files(), 1);
    assert_int_equal(ds_stuk_remove(store, 0, dossier, first, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(read_file(store, dossier, second, text, &outcome), DS_OK);
    assert_string_equal(text, "zelfde");
    assert_int_equal(ds_stuk_remove(store, 0, dossier, second, &outcome, NULL), DS_OK);
    assert_int_equal(count_files(), 0);
    assert_int_equal(ds_stuk_remove(store, 0, dossier, second, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    ds_dossiers_close(store);
}

static void test_put__too_much_is_refused_and_leaves_nothing(void **state) {
    ds_dossiers *store = made_open(folder);
    ds_stuk_upload *upload = begin_upload(store, 10, "tien bytes");
    (void)state;
    assert_int_equal(ds_stuk_put(upload, "x", 1, NULL), DS_INPUT);
    assert_true(ds_file_exists(ds_stuk_path(upload)));
    ds_stuk_abandon(upload);
    assert_int_equal(count_files(), 0);
    ds_dossiers_close(store);
}

static void test_keep__without_a_dossier_keeps_nothing_for_long(void **state) {
    ds_dossiers *store = made_open(folder);
    const ds_dossier_stuk stuk = {.dossier = 99, .naam = "a", .soort = "text/plain"};
    ds_dossier_outcome outcome;
    int64_t id = 0;
    (void)state;
    assert_int_equal(ds_stuk_keep(begin_upload(store, 10, "wees"), 0, &stuk, &id, &outcome, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    ds_dossiers_close(store);
    store = made_open(folder); /* orphans go at the opening */
    assert_int_equal(count_files(), 0);
    ds_dossiers_close(store);
}

static void test_open__a_damaged_file_is_refused(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t dossier = made_dossier(store, "route 1");
    const int64_t id = add_file(store, dossier, "a.txt", "tekst");
    ds_dossier_stukken list = {0};
    char path[DS_PATH_SIZE], text[64];
    ds_dossier_outcome outcome;
    FILE *file;
    (void)state;
    assert_int_equal(ds_stukken_read(store, dossier, &list, NULL), DS_OK);
    (void)snprintf(path, sizeof path, "%s/stukken/%s", folder, list.list[0].sha256);
    ds_stukken_done(&list);
    file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fputc('T', file), 'T');
    assert_int_equal(fclose(file), 0);
    assert_int_equal(read_file(store, dossier, id, text, &outcome), DS_INPUT);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(read_file(store, dossier, id, text, &outcome), DS_INPUT);
    ds_dossiers_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_keep__comes_back_as_it_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keep__the_same_bytes_are_one_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_put__too_much_is_refused_and_leaves_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_keep__without_a_dossier_keeps_nothing_for_long, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_open__a_damaged_file_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
