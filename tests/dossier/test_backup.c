/* tests/dossier/test_backup.c: a copy while others write, looked at and put back. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "doorstroom/accounts.h"
#include "doorstroom/logboek.h"
#include "doorstroom/stukken.h"
#include "dossier/made.h"
#include "support/in_folder.h"

static char copy[DS_PATH_SIZE], fresh[DS_PATH_SIZE];

static int set_up_places(void **state) {
    (void)set_up(state);
    if (snprintf(copy, sizeof copy, "%s/kopie.sqlite", folder) < 0) return 1;
    return snprintf(fresh, sizeof fresh, "%s/terug", folder) < 0;
}

static char *live_folder(void) {
    static char path[DS_PATH_SIZE];
    assert_int_equal(ds_file_join(path, folder, "web", NULL), DS_OK);
    return path;
}

static ds_dossiers *fill_store(void) {
    ds_dossiers *store = made_open(live_folder());
    const int64_t anna = made_account(store, "anna"), id = made_dossier(store, "agenda 7");
    const ds_dossier_stuk stuk = {.dossier = id, .naam = "a.txt", .soort = "text/plain"};
    char secret[DS_TOTP_SECRET_SIZE];
    ds_stuk_upload *upload = NULL;
    ds_dossier_outcome outcome;
    int64_t file;
    made_answer(store, anna, id, "totaal", "10");
    assert_int_equal(ds_account_totp_new(store, anna, secret, &outcome, NULL), DS_OK);
    assert_int_equal(ds_stuk_begin(store, 100, &upload, NULL), DS_OK);
    assert_int_equal(ds_stuk_put(upload, "inhoud", 6, NULL), DS_OK);
    assert_int_equal(ds_stuk_keep(upload, anna, &stuk, &file, &outcome, NULL), DS_OK);
    return store;
}

static void expect_whole(const char *where) {
    ds_dossiers *store = made_open(where);
    ds_dossier dossier = made_read(store, 1);
    ds_dossier_stukken files = {0};
    ds_dossier_outcome outcome;
    ds_logboek_verified verified;
    int fd = -1;
    assert_string_equal(ds_dossier_answer_at(&dossier, "totaal")->value, "10");
    assert_int_equal(ds_stukken_read(store, 1, &files, NULL), DS_OK);
    assert_int_equal(files.n, 1);
    assert_int_equal(ds_stuk_open(store, 1, files.list[0].id, &fd, &outcome, NULL), DS_OK);
    (void)close(fd);
    assert_int_equal(ds_logboek_verify(store, NULL, &verified, NULL), DS_OK);
    assert_true(verified.whole);
    ds_stukken_done(&files);
    ds_dossier_done(&dossier);
    ds_dossiers_close(store);
}

static void test_backup__comes_back_whole_with_and_without_the_key(void **state) {
    ds_dossiers *store = fill_store();
    ds_dossiers_copied copied = {0};
    char from[DS_PATH_SIZE], to[DS_PATH_SIZE], *data = NULL;
    size_t size;
    (void)state;
    assert_int_equal(ds_dossiers_backup(live_folder(), copy, NULL), DS_OK);
    ds_dossiers_close(store);
    assert_int_equal(ds_dossiers_check_backup(copy, live_folder(), &copied, NULL), DS_OK);
    assert_true(copied.same_key);
    assert_int_equal(copied.n_accounts, 1);
    assert_int_equal(copied.n_dossiers, 1);
    assert_int_equal(copied.n_stukken, 1);
    assert_int_equal(ds_dossiers_restore(copy, fresh, &copied, NULL), DS_OK);
    assert_false(copied.same_key);
    expect_whole(fresh);
    assert_int_equal(ds_file_remove(fresh, NULL), DS_OK);
    /* With the key in its place. */
    assert_int_equal(ds_file_make_private_folder(fresh, NULL), DS_OK);
    assert_int_equal(ds_file_join(from, live_folder(), "dossiers.sleutel", NULL), DS_OK);
    assert_int_equal(ds_file_join(to, fresh, "dossiers.sleutel", NULL), DS_OK);
    assert_int_equal(ds_file_read(from, 1000, &data, &size, NULL), DS_OK);
    assert_int_equal(ds_file_write_private(to, data, size, NULL), DS_OK);
    ds_free(data);
    assert_int_equal(ds_dossiers_restore(copy, fresh, &copied, NULL), DS_OK);
    assert_true(copied.same_key);
    expect_whole(fresh);
}

static void test_restore__only_where_nothing_is(void **state) {
    ds_dossiers *store = fill_store();
    ds_dossiers_copied copied = {0};
    (void)state;
    assert_int_equal(ds_dossiers_backup(live_folder(), copy, NULL), DS_OK);
    assert_int_equal(ds_dossiers_backup(live_folder(), copy, NULL), DS_INPUT); /* is there */
    assert_int_equal(ds_dossiers_restore(copy, live_folder(), &copied, NULL),
                     DS_INPUT); /* in use */
    ds_dossiers_close(store);
    assert_int_equal(ds_dossiers_restore(copy, live_folder(), &copied, NULL), DS_INPUT);
    expect_whole(live_folder());
}

/* What a database leaves beside it belongs to that database alone: with the WAL of one that is
 * gone, the one that was put back would be read as a mixture of both. */
static void test_restore__not_beside_the_wal_of_another(void **state) {
    static const char *const left[] = {"dossiers.sqlite-wal", "dossiers.sqlite-shm",
                                       "dossiers.sqlite-journal"};
    ds_dossiers_copied copied = {0};
    char path[DS_PATH_SIZE];
    (void)state;
    ds_dossiers_close(fill_store());
    assert_int_equal(ds_dossiers_backup(live_folder(), copy, NULL), DS_OK);
    assert_int_equal(ds_file_make_private_folder(fresh, NULL), DS_OK);
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        ds_error err = {0};
        assert_int_equal(ds_file_join(path, fresh, left[i], NULL), DS_OK);
        assert_int_equal(ds_file_write_private(path, "vroeger", 7, NULL), DS_OK);
        assert_int_equal(ds_dossiers_restore(copy, fresh, &copied, &err), DS_INPUT);
        assert_string_equal(err.file, path);
        assert_int_equal(ds_file_remove(path, NULL), DS_OK);
    }
    assert_int_equal(ds_dossiers_restore(copy, fresh, &copied, NULL), DS_OK);
    expect_whole(fresh);
}

/* Where only the database was put away, the sealed end of its longer log is still there. */
static void test_restore__an_earlier_copy_beside_a_later_head(void **state) {
    ds_dossiers *store = fill_store();
    ds_dossiers_copied copied = {0};
    char path[DS_PATH_SIZE];
    (void)state;
    assert_int_equal(ds_dossiers_backup(live_folder(), copy, NULL), DS_OK);
    for (int i = 0; i < 2; i++) /* one in each half of the head */
        assert_int_equal(ds_logboek_add(store, 0, 0, "later", "", NULL), DS_OK);
    ds_dossiers_close(store);
    assert_int_equal(ds_file_join(path, live_folder(), "dossiers.sqlite", NULL), DS_OK);
    assert_int_equal(ds_file_remove(path, NULL), DS_OK);
    assert_int_equal(ds_dossiers_restore(copy, live_folder(), &copied, NULL), DS_OK);
    assert_true(copied.same_key);
    expect_whole(live_folder());
}

static void test_check__any_changed_byte_is_refused(void **state) {
    ds_dossiers_copied copied = {0};
    char *data = NULL;
    size_t size = 0;
    (void)state;
    ds_dossiers_close(fill_store());
    assert_int_equal(ds_dossiers_backup(live_folder(), copy, NULL), DS_OK);
    assert_int_equal(ds_file_read(copy, 1 << 26, &data, &size, NULL), DS_OK);
    for (size_t at = 0; at < size; at += 1777) {
        data[at] ^= 4;
        assert_int_equal(ds_file_write(copy, data, size, NULL), DS_OK);
        if (ds_dossiers_check_backup(copy, live_folder(), &copied, NULL) != DS_INPUT)
            fail_msg("byte %d is not missed", (int)at);
        data[at] ^= 4;
    }
    assert_int_equal(ds_file_write(copy, data, size / 2, NULL), DS_OK);
    assert_int_equal(ds_dossiers_check_backup(copy, NULL, &copied, NULL), DS_INPUT);
    ds_free(data);
}

/* A store's own file is no copy: it has neither files nor seal. */
static void test_check__a_store_is_no_copy(void **state) {
    char path[DS_PATH_SIZE];
    ds_dossiers_copied copied = {0};
    (void)state;
    ds_dossiers_close(fill_store());
    assert_int_equal(ds_file_join(path, live_folder(), "dossiers.sqlite", NULL), DS_OK);
    assert_int_equal(ds_dossiers_check_backup(path, NULL, &copied, NULL), DS_INPUT);
    assert_int_equal(ds_dossiers_check_backup(copy, NULL, &copied, NULL), DS_INPUT); /* not there */
}

typedef struct writing {
    ds_dossiers *store;
    _Atomic bool stop;
} writing;

static void *write_on(void *context) {
    writing *w = context;
    char value[32];
    for (int i = 0; !w->stop; i++) {
        (void)snprintf(value, sizeof value, "%d", i);
        made_answer(w->store, 0, 1, "teller", value);
    }
    return NULL;
}

static void test_backup__while_others_write(void **state) {
    writing w = {.store = fill_store()};
    ds_dossiers_copied copied = {0};
    pthread_t thread;
    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, write_on, &w), 0);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(ds_dossiers_backup(live_folder(), copy, NULL), DS_OK);
        assert_int_equal(ds_dossiers_check_backup(copy, live_folder(), &copied, NULL), DS_OK);
        assert_true(copied.same_key);
        assert_int_equal(ds_file_remove(copy, NULL), DS_OK);
    }
    w.stop = true;
    assert_int_equal(pthread_join(thread, NULL), 0);
    ds_dossiers_close(w.store);
    expect_whole(live_folder());
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_backup__comes_back_whole_with_and_without_the_key,
                                        set_up_places, tear_down),
        cmocka_unit_test_setup_teardown(test_restore__only_where_nothing_is, set_up_places,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_restore__not_beside_the_wal_of_another, set_up_places,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_restore__an_earlier_copy_beside_a_later_head,
                                        set_up_places, tear_down),
        cmocka_unit_test_setup_teardown(test_check__any_changed_byte_is_refused, set_up_places,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_check__a_store_is_no_copy, set_up_places, tear_down),
        cmocka_unit_test_setup_teardown(test_backup__while_others_write, set_up_places, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
