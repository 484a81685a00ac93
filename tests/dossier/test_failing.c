/* tests/dossier/test_failing.c: a disk that is full at each write in turn, memory that is short at
 * each request: what was said to be kept is there, what was not is not half there, and the store
 * goes on. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "doorstroom/accounts.h"
#include "doorstroom/logboek.h"
#include "doorstroom/stukken.h"
#include "dossier/made.h"
#include "support/in_folder.h"

static ds_dossiers *store;
static int64_t dossier;
static int n_kept; /* saves that were said to be kept */

static ds_status open_only(ds_error *err) {
    ds_dossiers *opened = NULL;
    const ds_status status = made_try(folder, &opened, err);
    ds_dossiers_close(opened);
    return status;
}

static void open_again(ds_status status) {
    (void)status;
    ds_dossiers_close(made_open(folder));
    ds_test_folder_remove(folder);
    folder = ds_test_folder();
}

static void test_open__a_first_start_that_failed_can_be_done_again(void **state) {
    (void)state;
    made_every_write(&(made_failing){open_only, open_again});
}

static void test_open__with_memory_short(void **state) {
    (void)state;
    made_every_allocation(&(made_failing){open_only, open_again});
}

/* Two answers in one save, that are there together or not at all. */
static ds_status save_two(ds_error *err) {
    char value[32];
    const ds_dossier_change changes[] = {{"geld", "een", value}, {"geld", "twee", value}};
    const ds_dossier_save save = {dossier, INT64_MAX, NULL, changes, 2};
    ds_dossier_saved saved = {0};
    ds_status status;
    (void)snprintf(value, sizeof value, "%d", n_kept + 1);
    status = ds_dossier_keep(store, 0, &save, &saved, err);
    if (status == DS_OK) n_kept++;
    ds_dossier_saved_done(&saved);
    return status;
}

static void look_at_two(ds_status status) {
    ds_dossier read = made_read(store, dossier);
    char value[32];
    (void)status;
    (void)snprintf(value, sizeof value, "%d", n_kept);
    assert_int_equal(read.n_answers, n_kept == 0 ? 0 : 2);
    for (size_t i = 0; i < read.n_answers; i++)
        assert_string_equal(read.answers[i].value, value);
    ds_dossier_done(&read);
}

static void look_at_log(void) {
    ds_logboek_verified verified;
    assert_int_equal(ds_logboek_verify(store, NULL, &verified, NULL), DS_OK);
    assert_true(verified.whole);
}

static void test_save__when_writes_fail(void **state) {
    (void)state;
    n_kept = 0;
    store = made_open(folder);
    dossier = made_dossier(store, "agenda 7");
    made_every_write(&(made_failing){save_two, look_at_two});
    look_at_log();
    ds_dossiers_close(store);
    store = made_open(folder);
    look_at_two(DS_OK);
    ds_dossiers_close(store);
}

static void test_save__when_memory_is_short(void **state) {
    (void)state;
    n_kept = 0;
    store = made_open(folder);
    dossier = made_dossier(store, "agenda 7");
    made_every_allocation(&(made_failing){save_two, look_at_two});
    look_at_log();
    ds_dossiers_close(store);
    store = made_open(folder);
    look_at_two(DS_OK);
    ds_dossiers_close(store);
}

/* One thing of each kind, and all of it read back. */
static ds_status read_all(ds_error *err) {
    ds_dossier read = {0};
    ds_dossiers_list list = {0};
    ds_dossier_history history = {0};
    ds_accounts accounts = {0};
    ds_logboek log = {0};
    ds_dossier_outcome outcome;
    ds_status status = ds_dossier_read(store, dossier, &read, &outcome, err);
    if (status == DS_OK) status = ds_dossiers_find(store, NULL, &list, err);
    if (status == DS_OK) status = ds_dossier_history_read(store, dossier, NULL, 0, &history, err);
    if (status == DS_OK) status = ds_accounts_read(store, 0, &accounts, err);
    if (status == DS_OK) status = ds_logboek_read(store, NULL, &log, err);
    if (status == DS_OK) assert_int_equal(read.n_vragen + read.n_partijen + accounts.n, 3);
    if (status == DS_OK) assert_int_equal(history.n, 1);
    ds_dossier_done(&read);
    ds_dossiers_list_done(&list);
    ds_dossier_history_done(&history);
    ds_accounts_done(&accounts);
    ds_logboek_done(&log);
    return status;
}

static void look_at_nothing(ds_status status) {
    (void)status;
}

static void test_read__when_memory_is_short(void **state) {
    const ds_dossier_partij partij = {0, "mbo", "De Brug", "25PX"};
    const ds_dossier_vraag vraag = {.onderwerp = "geld", .text = "Klopt dit?"};
    ds_dossier_outcome outcome;
    int64_t id;
    (void)state;
    store = made_open(folder);
    dossier = made_dossier(store, "agenda 7");
    made_answer(store, made_account(store, "anna"), dossier, "totaal", "10");
    assert_int_equal(ds_dossier_put_partij(store, 0, dossier, &partij, &id, &outcome, NULL), DS_OK);
    assert_int_equal(ds_dossier_ask(store, 0, dossier, &vraag, &id, &outcome, NULL), DS_OK);
    made_every_allocation(&(made_failing){read_all, look_at_nothing});
    ds_dossiers_close(store);
}

/* ---- files ---- */

static ds_status keep_file(ds_error *err) {
    const ds_dossier_stuk stuk = {.dossier = dossier, .naam = "a.txt", .soort = "text/plain"};
    ds_stuk_upload *upload = NULL;
    ds_dossier_outcome outcome;
    int64_t id;
    ds_status status = ds_stuk_begin(store, 100, &upload, err);
    if (status != DS_OK) return status;
    status = ds_stuk_put(upload, "inhoud", 6, err);
    if (status != DS_OK) {
        ds_stuk_abandon(upload);
        return status;
    }
    status = ds_stuk_keep(upload, 0, &stuk, &id, &outcome, err);
    n_kept += status == DS_OK;
    return status;
}

static void look_at_files(ds_status status) {
    ds_dossier_stukken list = {0};
    (void)status;
    assert_int_equal(ds_stukken_read(store, dossier, &list, NULL), DS_OK);
    assert_int_equal(list.n, n_kept);
    for (size_t i = 0; i < list.n; i++) {
        ds_dossier_outcome outcome;
        int fd = -1;
        assert_int_equal(ds_stuk_open(store, dossier, list.list[i].id, &fd, &outcome, NULL), DS_OK);
        (void)close(fd);
    }
    ds_stukken_done(&list);
}

static void test_stuk__when_writes_fail(void **state) {
    (void)state;
    n_kept = 0;
    store = made_open(folder);
    dossier = made_dossier(store, "agenda 7");
    made_every_write(&(made_failing){keep_file, look_at_files});
    ds_dossiers_close(store);
}

/* ---- copies ---- */

static char copy[DS_PATH_SIZE];

static ds_status make_copy(ds_error *err) {
    return ds_dossiers_backup(folder, copy, err);
}

/* There and whole, or not there. */
static void look_at_copy(ds_status status) {
    ds_dossiers_copied copied;
    assert_int_equal(ds_file_exists(copy), status == DS_OK);
    if (status != DS_OK) return;
    assert_int_equal(ds_dossiers_check_backup(copy, folder, &copied, NULL), DS_OK);
    assert_int_equal(ds_file_remove(copy, NULL), DS_OK);
}

static void test_backup__when_writes_fail(void **state) {
    char *elsewhere = ds_test_folder();
    (void)state;
    store = made_open(folder);
    dossier = made_dossier(store, "agenda 7");
    made_answer(store, 0, dossier, "totaal", "10");
    assert_int_equal(ds_file_join(copy, elsewhere, "kopie.sqlite", NULL), DS_OK);
    made_every_write(&(made_failing){make_copy, look_at_copy});
    ds_test_folder_remove(elsewhere);
    ds_dossiers_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_open__a_first_start_that_failed_can_be_done_again,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open__with_memory_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_save__when_writes_fail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_save__when_memory_is_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read__when_memory_is_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stuk__when_writes_fail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_backup__when_writes_fail, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
