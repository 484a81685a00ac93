/* tests/dossier/test_logboek.c: the log tells when it, or the answers that it is about, were
 * changed behind its back; and what a person is given and what goes when an account is removed. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/accounts.h"
#include "doorstroom/logboek.h"
#include "dossier/lite.h"
#include "dossier/made.h"
#include "support/in_folder.h"

static ds_logboek_verified verify(ds_dossiers *store, const char *expected) {
    ds_logboek_verified verified;
    ds_error err = {0};
    if (ds_logboek_verify(store, expected, &verified, &err) != DS_OK) fail_msg("%s", err.en);
    return verified;
}

/* Somebody with the file and SQLite, and knowing of the checksums of pages: what the triggers
 * forbid is no hindrance. */
static void tamper(const char *sql) {
    static ds_lite db;
    char path[DS_PATH_SIZE];
    ds_error err = {0};
    assert_int_equal(ds_file_join(path, folder, "dossiers.sqlite", NULL), DS_OK);
    assert_int_equal(ds_lite_open(path, DS_LITE_WRITE, &db, NULL), DS_OK);
    assert_int_equal(ds_lite_script(&db,
                                    "DROP TRIGGER logboek_blijft; DROP TRIGGER logboek_houdt;"
                                    "DROP TRIGGER versies_blijven; DROP TRIGGER versies_houden;",
                                    NULL),
                     DS_OK);
    if (ds_lite_script(&db, sql, &err) != DS_OK) fail_msg("%s: %s", sql, err.en);
    ds_lite_close(&db);
}

static ds_dossiers *fill_store(void) {
    ds_dossiers *store = made_open(folder);
    const int64_t anna = made_account(store, "anna"), id = made_dossier(store, "agenda 7");
    char value[32];
    for (int i = 0; i < 6; i++) {
        (void)snprintf(value, sizeof value, "%d", i);
        made_answer(store, anna, id, "totaal", value);
        made_answer(store, anna, id, value, "x");
    }
    return store;
}

static void test_verify__what_nobody_touched_is_whole(void **state) {
    ds_dossiers *store = fill_store();
    ds_logboek_verified first = verify(store, NULL), later;
    (void)state;
    assert_true(first.whole);
    assert_int_equal(first.first_wrong, 0);
    made_answer(store, 0, 1, "totaal", "nieuw");
    later = verify(store, first.last);
    assert_true(later.whole);
    assert_int_equal(later.n_lines, first.n_lines + 1);
    ds_dossiers_close(store);
}

static void test_verify__finds_each_way_of_changing(void **state) {
    static const struct {
        const char *sql;
        int64_t line; /* 0: none in particular */
    } ways[] = {
        {"UPDATE logboek SET door=0 WHERE id=9", 9},
        {"UPDATE logboek SET op=op+1 WHERE id=9", 9},
        {"UPDATE logboek SET over='anders' WHERE id=9", 9},
        {"DELETE FROM logboek WHERE id=9", 9},
        {"UPDATE logboek SET id=-1 WHERE id=9; UPDATE logboek SET id=9 WHERE id=10;"
         "UPDATE logboek SET id=10 WHERE id=-1",
         9},
        {"UPDATE versies SET waarde='9' WHERE regel=9", 9},
        {"UPDATE versies SET door=0 WHERE regel=9", 9},
        {"DELETE FROM versies WHERE regel=9", 9},
        {"UPDATE versies SET regel=8 WHERE regel=9", 8},
        {"UPDATE antwoorden SET waarde='9' WHERE pad='totaal'", 0},
        {"DELETE FROM antwoorden WHERE pad='totaal'", 6},
    };
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        ds_dossiers *store = fill_store();
        ds_logboek_verified verified;
        ds_dossiers_close(store);
        tamper(ways[i].sql);
        store = made_open(folder);
        verified = verify(store, NULL);
        if (verified.whole) fail_msg("not found: %s", ways[i].sql);
        if (verified.first_wrong != ways[i].line)
            fail_msg("%s: line %d", ways[i].sql, (int)verified.first_wrong);
        assert_true(verified.nl[0] != '\0' && verified.en[0] != '\0');
        ds_dossiers_close(store);
        ds_test_folder_remove(folder);
        folder = ds_test_folder();
    }
}

static void test_open__a_log_that_is_shorter_is_missed(void **state) {
    static const char *const ways[] = {
        "DELETE FROM logboek WHERE id>10; DELETE FROM versies WHERE regel>10",
        "DELETE FROM logboek WHERE id=9; UPDATE logboek SET id=id-1 WHERE id>9",
    };
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        ds_dossiers *store = fill_store(), *again = NULL;
        ds_error err = {0};
        ds_dossiers_close(store);
        tamper(ways[i]);
        assert_int_equal(made_try(folder, &again, &err), DS_INPUT);
        assert_non_null(strstr(err.en, "log"));
        assert_null(again);
        ds_test_folder_remove(folder);
        folder = ds_test_folder();
    }
}

/* With the key somebody can make the head, too: what was noted elsewhere still tells. */
static void test_verify__what_was_noted_elsewhere_is_missed(void **state) {
    ds_dossiers *store = fill_store();
    ds_logboek_verified verified = verify(store, NULL);
    (void)state;
    verified.last[3] = verified.last[3] == '0' ? '1' : '0';
    verified = verify(store, verified.last);
    assert_false(verified.whole);
    assert_int_equal(verified.first_wrong, (int64_t)verified.n_lines + 1);
    ds_dossiers_close(store);
}

static void test_triggers__refuse_who_means_well(void **state) {
    static const char *const ways[] = {"UPDATE logboek SET door=0", "DELETE FROM logboek",
                                       "UPDATE versies SET waarde=''", "DELETE FROM versies"};
    static ds_lite db;
    ds_dossiers *store = fill_store();
    char path[DS_PATH_SIZE];
    (void)state;
    ds_dossiers_close(store);
    assert_int_equal(ds_file_join(path, folder, "dossiers.sqlite", NULL), DS_OK);
    assert_int_equal(ds_lite_open(path, DS_LITE_WRITE, &db, NULL), DS_OK);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        assert_int_not_equal(ds_lite_script(&db, ways[i], NULL), DS_OK);
    ds_lite_close(&db);
}

static void test_read__lines_have_numbers_and_no_names(void **state) {
    ds_dossiers *store = fill_store();
    ds_logboek_filter filter = {.dossier = 1, .most = 5};
    ds_logboek log = {0};
    (void)state;
    assert_int_equal(ds_logboek_add(store, 1, 1, "downloaden", "stuk 3", NULL), DS_OK);
    assert_int_equal(ds_logboek_read(store, &filter, &log, NULL), DS_OK);
    assert_int_equal(log.n, 5);
    assert_string_equal(log.list[0].action, "downloaden");
    assert_string_equal(log.list[1].action, "opslaan");
    assert_int_equal(log.list[1].by, 1);
    assert_string_equal(log.persons[0].naam, "anna");
    assert_true(log.list[0].id > log.list[1].id);
    ds_logboek_done(&log);
    ds_dossiers_close(store);
}

/* ---- of one person ---- */

static bool file_has(const char *name, const char *text) {
    char path[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    bool has;
    assert_int_equal(ds_file_join(path, folder, name, NULL), DS_OK);
    if (!ds_file_exists(path)) return false;
    assert_int_equal(ds_file_read(path, 1 << 26, &data, &size, NULL), DS_OK);
    has = memmem(data, size, text, strlen(text)) != NULL;
    ds_free(data);
    return has;
}

static void test_export__is_what_is_kept_of_a_person(void **state) {
    ds_dossiers *store = fill_store();
    char *json = NULL;
    size_t size = 0;
    (void)state;
    made_answer(store, 1, 1, "quote", "zegt \"ja\"\\\n\x01");
    assert_int_equal(ds_account_export(store, 1, &json, &size, NULL), DS_OK);
    assert_int_equal(strlen(json), size);
    assert_non_null(strstr(json, "\"adres\":\"anna@school.nl\""));
    assert_non_null(strstr(json, "\"rol\":\"invuller\",\"bereik\":\"A7\""));
    assert_non_null(strstr(json, "zegt \\\"ja\\\"\\\\\\u000a\\u0001"));
    assert_non_null(strstr(json, "\"daad\":\"opslaan\""));
    assert_null(strstr(json, "argon2"));
    ds_free(json);
    ds_dossiers_close(store);
}

static void test_remove__nothing_of_a_person_is_left_in_the_files(void **state) {
    ds_dossiers *store = fill_store();
    ds_dossier_outcome outcome;
    ds_logboek_verified verified;
    ds_dossier dossier;
    ds_accounts accounts = {0};
    (void)state;
    assert_true(file_has("dossiers.sqlite", "anna@school.nl") ||
                file_has("dossiers.sqlite-wal", "anna@school.nl"));
    assert_int_equal(ds_account_remove(store, 1, 1, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_false(file_has("dossiers.sqlite", "anna"));
    assert_false(file_has("dossiers.sqlite-wal", "anna"));
    assert_false(file_has("dossiers.sqlite", "argon2"));
    dossier = made_read(store, 1);
    assert_int_equal(dossier.answers[0].by, 1); /* a number */
    assert_string_equal(ds_dossier_person_name(&dossier, 1), "");
    ds_dossier_done(&dossier);
    verified = verify(store, NULL);
    assert_true(verified.whole);
    assert_int_equal(ds_accounts_read(store, 0, &accounts, NULL), DS_OK);
    assert_int_equal(accounts.n, 0);
    ds_accounts_done(&accounts);
    assert_int_equal(ds_account_remove(store, 1, 1, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    ds_dossiers_close(store);
    store = made_open(folder);
    assert_int_not_equal(made_account(store, "anna"),
                         1); /* the address is free, the number is not */
    ds_dossiers_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_verify__what_nobody_touched_is_whole, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_verify__finds_each_way_of_changing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open__a_log_that_is_shorter_is_missed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_verify__what_was_noted_elsewhere_is_missed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_triggers__refuse_who_means_well, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read__lines_have_numbers_and_no_names, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_export__is_what_is_kept_of_a_person, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_remove__nothing_of_a_person_is_left_in_the_files,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
