/* tests/dossier/test_dossier.c: a dossier made, filled in by two at once, read back, and found. */
#include <string.h>

#include "doorstroom/dossier.h"
#include "dossier/made.h"
#include "support/in_folder.h"

static ds_dossier_saved save_at(ds_dossiers *store, int64_t by, int64_t dossier, int64_t revisie,
                                const char *path, const char *value) {
    const ds_dossier_change change = {"geld", path, value};
    const ds_dossier_save save = {dossier, revisie, "open", &change, 1};
    ds_dossier_saved saved = {0};
    ds_error err = {0};
    if (ds_dossier_keep(store, by, &save, &saved, &err) != DS_OK) fail_msg("%s", err.en);
    return saved;
}

static void expect_answer(ds_dossiers *store, int64_t id, const char *path, const char *value) {
    ds_dossier dossier = made_read(store, id);
    const ds_dossier_answer *answer = ds_dossier_answer_at(&dossier, path);
    if (value == NULL)
        assert_null(answer);
    else
        assert_string_equal(answer == NULL ? "(none)" : answer->value, value);
    ds_dossier_done(&dossier);
}

static void test_create__reads_back_as_it_was_made(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    ds_dossier dossier = made_read(store, id);
    (void)state;
    assert_string_equal(dossier.head.naam, "agenda 7");
    assert_string_equal(dossier.head.toestand, "open");
    assert_int_equal(dossier.head.revisie, 0);
    assert_int_equal(dossier.n_answers, 0);
    assert_int_equal(dossier.n_overgangen, 1);
    assert_string_equal(dossier.overgangen[0].naar, "open");
    ds_dossier_done(&dossier);
    ds_dossiers_close(store);
}

static void test_create__twice_is_one(void **state) {
    ds_dossiers *store = made_open(folder);
    const ds_dossier_new what = {"efile", "2025", "agenda", "agenda 7", "A7", "open"};
    int64_t first = 0, second = 0;
    ds_dossier_outcome outcome;
    (void)state;
    assert_int_equal(ds_dossier_create(store, 0, &what, &first, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(ds_dossier_create(store, 0, &what, &second, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_TAKEN);
    assert_int_equal(first, second);
    ds_dossiers_close(store);
}

static void test_keep__is_there_after_reopening(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    ds_dossier_saved saved = save_at(store, 0, id, 0, "besteding/1.1/besteed", "1234.50");
    (void)state;
    assert_int_equal(saved.outcome, DS_DOSSIER_DONE);
    assert_int_equal(saved.revisie, 1);
    assert_int_equal(saved.n_changed, 1);
    ds_dossier_saved_done(&saved);
    ds_dossiers_close(store);
    store = made_open(folder);
    expect_answer(store, id, "besteding/1.1/besteed", "1234.50");
    ds_dossiers_close(store);
}

static void test_keep__what_is_the_same_is_no_change(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    ds_dossier_saved saved = save_at(store, 0, id, 0, "totaal", "10");
    (void)state;
    ds_dossier_saved_done(&saved);
    saved = save_at(store, 0, id, 0, "totaal", "10");
    assert_int_equal(saved.n_changed, 0);
    assert_int_equal(saved.revisie, 1);
    ds_dossier_saved_done(&saved);
    ds_dossiers_close(store);
}

static void test_keep__both_changed_is_a_conflict_and_nothing_is_lost(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    const int64_t anna = made_account(store, "anna"), bram = made_account(store, "bram");
    ds_dossier_history history = {0};
    ds_dossier_saved saved = save_at(store, anna, id, 0, "totaal", "10");
    (void)state;
    ds_dossier_saved_done(&saved);
    saved = save_at(store, bram, id, 0, "totaal", "20");
    assert_int_equal(saved.outcome, DS_DOSSIER_DONE);
    assert_int_equal(saved.n_changed, 0);
    assert_int_equal(saved.n_conflicts, 1);
    assert_string_equal(saved.conflicts[0].mine, "20");
    assert_string_equal(saved.conflicts[0].theirs, "10");
    assert_int_equal(saved.conflicts[0].by, anna);
    ds_dossier_saved_done(&saved);
    expect_answer(store, id, "totaal", "10");
    assert_int_equal(ds_dossier_history_read(store, id, "totaal", 0, &history, NULL), DS_OK);
    assert_int_equal(history.n, 2);
    assert_true(history.list[0].refused);
    assert_string_equal(history.list[0].value, "20");
    assert_int_equal(history.list[0].by, bram);
    assert_false(history.list[1].refused);
    assert_int_equal(history.n_persons, 2);
    assert_string_equal(history.persons[0].naam, "anna");
    ds_dossier_history_done(&history);
    /* Having seen it, bram's stands. */
    saved = save_at(store, bram, id, 1, "totaal", "20");
    assert_int_equal(saved.n_changed, 1);
    ds_dossier_saved_done(&saved);
    expect_answer(store, id, "totaal", "20");
    ds_dossiers_close(store);
}

static void test_keep__a_field_left_as_it_was_stays_the_others(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    const int64_t anna = made_account(store, "anna"), bram = made_account(store, "bram");
    ds_dossier_saved saved = save_at(store, anna, id, 0, "totaal", "10");
    (void)state;
    ds_dossier_saved_done(&saved);
    saved = save_at(store, anna, id, 1, "totaal", "11");
    ds_dossier_saved_done(&saved);
    saved = save_at(store, bram, id, 1, "totaal", "10"); /* as the page showed it */
    assert_int_equal(saved.n_changed, 0);
    assert_int_equal(saved.n_conflicts, 0);
    ds_dossier_saved_done(&saved);
    expect_answer(store, id, "totaal", "11");
    ds_dossiers_close(store);
}

static void test_keep__an_answer_taken_away_is_gone_and_known(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    ds_dossier_saved saved = save_at(store, 0, id, 0, "totaal", "10");
    (void)state;
    ds_dossier_saved_done(&saved);
    saved = save_at(store, 0, id, 1, "totaal", "");
    assert_int_equal(saved.n_changed, 1);
    ds_dossier_saved_done(&saved);
    expect_answer(store, id, "totaal", NULL);
    ds_dossiers_close(store);
}

static void test_keep__another_state_or_no_dossier_is_told(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    const ds_dossier_change change = {"geld", "totaal", "10"};
    ds_dossier_save save = {id, 0, "ingediend", &change, 1};
    ds_dossier_saved saved = {0};
    (void)state;
    assert_int_equal(ds_dossier_keep(store, 0, &save, &saved, NULL), DS_OK);
    assert_int_equal(saved.outcome, DS_DOSSIER_MOVED);
    ds_dossier_saved_done(&saved);
    save.dossier = id + 1;
    assert_int_equal(ds_dossier_keep(store, 0, &save, &saved, NULL), DS_OK);
    assert_int_equal(saved.outcome, DS_DOSSIER_ABSENT);
    ds_dossier_saved_done(&saved);
    expect_answer(store, id, "totaal", NULL);
    ds_dossiers_close(store);
}

static void test_keep__one_bad_text_keeps_nothing(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    const ds_dossier_change changes[] = {{"geld", "totaal", "10"}, {"geld", "reden", "\xff"}};
    const ds_dossier_save save = {id, 0, NULL, changes, 2};
    ds_dossier_saved saved = {0};
    ds_error err = {0};
    (void)state;
    assert_int_equal(ds_dossier_keep(store, 0, &save, &saved, &err), DS_INPUT);
    assert_null(saved.memory);
    expect_answer(store, id, "totaal", NULL);
    ds_dossiers_close(store);
}

static void test_keep__hostile_text_is_text(void **state) {
    static const char *const texts[] = {
        "'); DROP TABLE antwoorden; --", "\" OR 1=1",        "?1",   "=1+1",
        "<script>alert(1)</script>",     "regel 1\nregel 2", "%s%n", "é🙂"};
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "'; --");
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ds_dossier_saved saved =
            save_at(store, 0, id, (int64_t)i, texts[i][0] == 'r' ? "r" : texts[i], texts[i]);
        ds_dossier_saved_done(&saved);
        expect_answer(store, id, texts[i][0] == 'r' ? "r" : texts[i], texts[i]);
    }
    ds_dossiers_close(store);
}

static void test_find__by_form_and_bereik(void **state) {
    static const char *const two[] = {"A7", "A9"}, *const near[] = {"A", "7"};
    ds_dossiers *store = made_open(folder);
    ds_dossiers_filter filter = {.formulier = "efile", .bereiken = two, .n_bereiken = 2};
    ds_dossiers_list list = {0};
    const int64_t id = made_dossier(store, "agenda 7"); /* of A7 */
    (void)state;
    assert_int_equal(ds_dossiers_find(store, &filter, &list, NULL), DS_OK);
    assert_int_equal(list.n, 1);
    assert_int_equal(list.list[0].id, id);
    ds_dossiers_list_done(&list);
    filter.bereiken = near;
    assert_int_equal(ds_dossiers_find(store, &filter, &list, NULL), DS_OK);
    assert_int_equal(list.n, 0);
    ds_dossiers_list_done(&list);
    filter = (ds_dossiers_filter){.toestand = "ingediend"};
    assert_int_equal(ds_dossiers_find(store, &filter, &list, NULL), DS_OK);
    assert_int_equal(list.n, 0);
    ds_dossiers_list_done(&list);
    assert_int_equal(ds_dossiers_find(store, NULL, &list, NULL), DS_OK);
    assert_int_equal(list.n, 1);
    ds_dossiers_list_done(&list);
    ds_dossiers_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_create__reads_back_as_it_was_made, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_create__twice_is_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keep__is_there_after_reopening, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keep__what_is_the_same_is_no_change, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_keep__both_changed_is_a_conflict_and_nothing_is_lost,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keep__a_field_left_as_it_was_stays_the_others, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_keep__an_answer_taken_away_is_gone_and_known, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_keep__another_state_or_no_dossier_is_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_keep__one_bad_text_keeps_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keep__hostile_text_is_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_find__by_form_and_bereik, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
