/* tests/dossier/test_open.c: what is opened and what is refused: a second program, damage of any
 * byte, a later program's store, one of an earlier schema, keys. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/accounts.h"
#include "doorstroom/logboek.h"
#include "dossier/first_schema.h"
#include "dossier/made.h"
#include "dossier/store.h"
#include "support/in_folder.h"

static char *path_of(const char *name) {
    static char path[DS_PATH_SIZE];
    assert_int_equal(ds_file_join(path, folder, name, NULL), DS_OK);
    return path;
}

static void fill_and_close(int n) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    char path[32];
    for (int i = 0; i < n; i++) {
        (void)snprintf(path, sizeof path, "veld_%d", i);
        made_answer(store, 0, id, path, "een waarde van enige lengte");
    }
    ds_dossiers_close(store);
}

static ds_status try_open(ds_error *err) {
    ds_dossiers *store = NULL;
    const ds_status status = made_try(folder, &store, err);
    assert_true((status == DS_OK) == (store != NULL));
    ds_dossiers_close(store);
    return status;
}

static void test_open__files_are_the_owners_alone(void **state) {
    static const char *const names[] = {"dossiers.sqlite",
                                        "dossiers.sqlite-wal",
                                        "dossiers.sleutel",
                                        "dossiers.hoofd",
                                        "dossiers.slot",
                                        "stukken",
                                        ""};
    ds_dossiers *store = made_open(folder);
    struct stat info;
    (void)state;
    made_dossier(store, "agenda 7");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(stat(path_of(names[i]), &info), 0);
        if ((info.st_mode & 077) != 0)
            fail_msg("%s: %03o", names[i], (unsigned)info.st_mode & 0777);
    }
    ds_dossiers_close(store);
}

static void test_open__once_at_a_time(void **state) {
    ds_dossiers *store = made_open(folder);
    ds_error err = {0};
    int code = 0;
    pid_t child;
    (void)state;
    assert_int_equal(try_open(&err), DS_INPUT);
    assert_string_equal(err.en, "another program has these dossiers open");
    child = fork();
    if (child == 0) _exit(try_open(NULL) == DS_INPUT ? 0 : 1);
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(code, 0);
    ds_dossiers_close(store);
    assert_int_equal(try_open(NULL), DS_OK);
}

/* ---- damage ---- */

static void flip_byte(const char *path, long at) {
    FILE *file = fopen(path, "r+");
    int byte;
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    byte = fgetc(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_int_equal(fputc(byte ^ 0x10, file), byte ^ 0x10);
    assert_int_equal(fclose(file), 0);
}

static void test_open__any_changed_byte_is_refused(void **state) {
    struct stat info;
    ds_error err = {0};
    (void)state;
    fill_and_close(60);
    assert_int_equal(stat(path_of("dossiers.sqlite"), &info), 0);
    assert_int_equal(info.st_size % 4096, 0);
    for (long at = 0; at < info.st_size; at += at < 110 ? 1 : 397) {
        flip_byte(path_of("dossiers.sqlite"), at);
        if (try_open(&err) != DS_INPUT) fail_msg("byte %ld is not missed", at);
        flip_byte(path_of("dossiers.sqlite"), at);
    }
    assert_int_equal(try_open(NULL), DS_OK);
}

static void test_open__a_file_cut_off_is_refused(void **state) {
    struct stat info;
    (void)state;
    fill_and_close(60);
    assert_int_equal(stat(path_of("dossiers.sqlite"), &info), 0);
    assert_int_equal(truncate(path_of("dossiers.sqlite"), info.st_size - 4096), 0);
    assert_int_equal(try_open(NULL), DS_INPUT);
    assert_int_equal(truncate(path_of("dossiers.sqlite"), info.st_size - 5000), 0);
    assert_int_equal(try_open(NULL), DS_INPUT);
    assert_int_equal(truncate(path_of("dossiers.sqlite"), 0), 0);
    assert_int_equal(try_open(NULL), DS_INPUT); /* emptied: that is not a new one */
}

static void test_open__other_parts_damaged_or_missing_are_refused(void **state) {
    static const char *const names[] = {"dossiers.sleutel", "dossiers.hoofd"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fill_and_close(3);
        flip_byte(path_of(names[i]), 30);
        if (i == 1) flip_byte(path_of(names[i]), 512 + 30); /* both halves */
        if (try_open(NULL) != DS_INPUT) fail_msg("%s", names[i]);
        assert_int_equal(unlink(path_of(names[i])), 0);
        assert_int_equal(try_open(NULL), DS_INPUT);
        ds_test_folder_remove(folder);
        folder = ds_test_folder();
    }
    fill_and_close(3);
    flip_byte(path_of("dossiers.hoofd"), 30); /* one half: the other says it */
    assert_int_equal(try_open(NULL), DS_OK);
    assert_int_equal(chmod(path_of("dossiers.sleutel"), 0644), 0);
    assert_int_equal(try_open(NULL), DS_INPUT);
}

static void copy_file(const char *from, const char *to) {
    char *data = NULL;
    size_t size = 0;
    assert_int_equal(ds_file_read(from, 1 << 26, &data, &size, NULL), DS_OK);
    assert_int_equal(ds_file_write_private(to, data, size, NULL), DS_OK);
    ds_free(data);
}

/* As after a crash: what was confirmed is in the WAL only. */
static void test_open__a_damaged_wal_is_refused_or_whole(void **state) {
    static const char *const names[] = {"dossiers.sqlite", "dossiers.sqlite-wal",
                                        "dossiers.sleutel", "dossiers.hoofd"};
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    char *crashed = ds_test_folder(), *live = folder, from[DS_PATH_SIZE];
    struct stat info;
    (void)state;
    for (int i = 0; i < 20; i++) {
        made_now++;
        made_answer(store, 0, id, "totaal", i % 2 == 0 ? "even" : "oneven");
    }
    assert_int_equal(stat(path_of("dossiers.sqlite-wal"), &info), 0);
    assert_true(info.st_size > 20 * 4096);
    for (long at = -1; at < info.st_size; at += at < 0 ? 1 : info.st_size / 23) {
        ds_dossiers *again = NULL;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            assert_int_equal(ds_file_join(from, live, names[i], NULL), DS_OK);
            folder = crashed;
            copy_file(from, path_of(names[i]));
        }
        if (at >= 0) flip_byte(path_of("dossiers.sqlite-wal"), at);
        if (made_try(folder, &again, NULL) == DS_OK) {
            ds_dossier dossier = made_read(again, id);
            assert_int_equal(dossier.head.revisie, 20);
            assert_string_equal(dossier.answers[0].value, "oneven");
            ds_dossier_done(&dossier);
        } else if (at < 0) {
            fail_msg("an undamaged one is refused");
        }
        ds_dossiers_close(again);
    }
    folder = live;
    ds_test_folder_remove(crashed);
    ds_dossiers_close(store);
}

/* ---- versions ---- */

static void change_file(const char *sql) {
    static ds_lite db;
    assert_int_equal(ds_lite_open(path_of("dossiers.sqlite"), DS_LITE_WRITE, &db, NULL), DS_OK);
    assert_int_equal(ds_lite_script(&db, sql, NULL), DS_OK);
    ds_lite_close(&db);
}

static void test_open__a_later_or_foreign_store_is_refused(void **state) {
    ds_error err = {0};
    (void)state;
    fill_and_close(1);
    change_file("PRAGMA user_version=99");
    assert_int_equal(try_open(&err), DS_INPUT);
    assert_non_null(strstr(err.en, "later"));
    change_file("PRAGMA user_version=2; PRAGMA application_id=7");
    assert_int_equal(try_open(&err), DS_INPUT);
    change_file("PRAGMA application_id=0x64734473");
    assert_int_equal(try_open(NULL), DS_OK);
}

/* A store of schema 1, with its key, head and log, as that program left it. */
static void make_first(void) {
    static ds_lite db;
    static const char rows[] =
        "PRAGMA user_version=1;"
        "INSERT INTO gebruikers(adres,naam,functie,staat,gemaakt) VALUES('a@b.nl','Anna','',0,5);"
        "INSERT INTO rollen VALUES(1,'beheerder','*');"
        "INSERT INTO dossiers VALUES(1,'efile','2025','agenda','agenda "
        "7','A7','open',1,5,1,6,1,5,1);"
        "INSERT INTO overgangen VALUES(1,1,'','','open','',0,1,5);"
        "INSERT INTO antwoorden VALUES(1,'totaal','geld','10',1,1,6);"
        "INSERT INTO antwoorden VALUES(1,'leeg','geld','',1,1,6);";
    ds_sealing *sealing = NULL;
    ds_writing w = {.db = &db, .now_ms = 6};
    ds_chain none;
    ds_head head;
    int fd;
    assert_int_equal(ds_sealing_open(folder, true, &sealing, NULL), DS_OK);
    assert_int_equal(ds_file_create_private(path_of("dossiers.sqlite"), &fd, NULL), DS_OK);
    assert_int_equal(close(fd), 0);
    assert_int_equal(ds_lite_open(path_of("dossiers.sqlite"), DS_LITE_MAKE, &db, NULL), DS_OK);
    assert_int_equal(ds_lite_script(&db, "PRAGMA journal_mode=WAL;", NULL), DS_OK);
    assert_int_equal(ds_lite_script(&db, first_schema, NULL), DS_OK);
    assert_int_equal(ds_lite_script(&db, rows, NULL), DS_OK);
    assert_int_equal(ds_chain_add(&w, 1, 1, "maken", "efile", NULL), DS_OK);
    assert_int_equal(ds_head_open(folder, sealing, true, &head, &none, NULL), DS_OK);
    assert_int_equal(ds_head_write(&head, sealing, &w.chain, true, NULL), DS_OK);
    ds_head_close(&head);
    ds_lite_close(&db);
    ds_sealing_close(sealing);
}

static void test_open__a_store_of_schema_1_is_brought_forward(void **state) {
    ds_accounts accounts = {0};
    ds_logboek log = {0};
    ds_dossier dossier;
    ds_dossiers *store;
    (void)state;
    make_first();
    store = made_open(folder);
    dossier = made_read(store, 1);
    assert_string_equal(dossier.head.naam, "agenda 7");
    assert_int_equal(dossier.n_answers, 1);
    assert_string_equal(dossier.answers[0].value, "10");
    assert_int_equal(dossier.n_partijen + dossier.n_vragen + dossier.n_themas, 0);
    ds_dossier_done(&dossier);
    assert_int_equal(ds_accounts_read(store, 0, &accounts, NULL), DS_OK);
    assert_int_equal(accounts.n, 1);
    assert_string_equal(accounts.list[0].naam, "Anna");
    assert_false(accounts.list[0].has_totp);
    assert_int_equal(accounts.list[0].roles[0].rol, DS_ROL_BEHEERDER);
    ds_accounts_done(&accounts);
    assert_int_equal(ds_logboek_read(store, NULL, &log, NULL), DS_OK);
    assert_int_equal(log.n, 2);
    assert_string_equal(log.list[0].action, "schema");
    assert_string_equal(log.list[0].about, "2");
    ds_logboek_done(&log);
    made_answer(store, 1, 1, "totaal", "11");
    assert_true(made_account(store, "bram") > 1);
    ds_dossiers_close(store);
    assert_int_equal(try_open(NULL), DS_OK);
}

static ds_status open_first(ds_error *err) {
    return try_open(err);
}

/* Each write of bringing it forward fails in turn: it is of the one or the other schema, and opens.
 */
static void look_at_first(ds_status status) {
    ds_dossiers *store = made_open(folder);
    ds_dossier dossier = made_read(store, 1);
    (void)status;
    assert_string_equal(dossier.answers[0].value, "10");
    ds_dossier_done(&dossier);
    ds_dossiers_close(store);
    ds_test_folder_remove(folder);
    folder = ds_test_folder();
    make_first();
}

static void test_open__bringing_forward_is_whole_or_not_at_all(void **state) {
    (void)state;
    make_first();
    made_every_write(&(made_failing){open_first, look_at_first});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_open__files_are_the_owners_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open__once_at_a_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open__any_changed_byte_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open__a_file_cut_off_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open__other_parts_damaged_or_missing_are_refused,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open__a_damaged_wal_is_refused_or_whole, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_open__a_later_or_foreign_store_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_open__a_store_of_schema_1_is_brought_forward, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_open__bringing_forward_is_whole_or_not_at_all, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
