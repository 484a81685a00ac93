/* tests/dossier/test_said.c: states, parties, what they say and sign, questions and themes. */
#include <string.h>

#include "doorstroom/dossier.h"
#include "dossier/made.h"
#include "support/in_folder.h"

static int64_t add_party(ds_dossiers *store, int64_t dossier, const char *kind,
                         const char *bereik) {
    const ds_dossier_partij partij = {0, kind, "De Brug", bereik};
    ds_dossier_outcome outcome;
    int64_t id = 0;
    assert_int_equal(ds_dossier_put_partij(store, 0, dossier, &partij, &id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    return id;
}

static ds_dossier_outcome say(ds_dossiers *store, int64_t dossier, int64_t revisie, int64_t partij,
                              ds_dossier_zegt zegt) {
    const ds_dossier_agree agree = {dossier, revisie, partij, "geld", zegt, "nog overleg", "abc"};
    ds_dossier_outcome outcome;
    assert_int_equal(ds_dossier_set_akkoord(store, 0, &agree, &outcome, NULL), DS_OK);
    return outcome;
}

static ds_dossier_outcome move(ds_dossiers *store, int64_t dossier, int64_t revisie,
                               const char *van, const char *naar, bool withdraw) {
    const ds_dossier_signer signer = {"A. de Vries", "bestuurder", NULL, 0, "f00"};
    const ds_dossier_move what = {dossier, revisie, "indienen", van,
                                  naar,    "reden", &signer,    withdraw};
    ds_dossier_outcome outcome;
    assert_int_equal(ds_dossier_make_move(store, 0, &what, &outcome, NULL), DS_OK);
    return outcome;
}

static void test_move__signs_and_is_made_once(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    ds_dossier dossier;
    (void)state;
    made_answer(store, 0, id, "totaal", "10");
    assert_int_equal(move(store, id, 0, "open", "ingediend", false), DS_DOSSIER_CHANGED);
    assert_int_equal(move(store, id, 1, "ingediend", "open", false), DS_DOSSIER_MOVED);
    assert_int_equal(move(store, id, 1, "open", "ingediend", false), DS_DOSSIER_DONE);
    assert_int_equal(move(store, id, 2, "open", "ingediend", false), DS_DOSSIER_MOVED);
    assert_int_equal(move(store, id + 1, -1, "open", "ingediend", false), DS_DOSSIER_ABSENT);
    dossier = made_read(store, id);
    assert_string_equal(dossier.head.toestand, "ingediend");
    assert_int_equal(dossier.head.revisie, 2);
    assert_int_equal(dossier.n_overgangen, 2);
    assert_string_equal(dossier.overgangen[1].reden, "reden");
    assert_int_equal(dossier.n_ondertekeningen, 1);
    assert_string_equal(dossier.ondertekeningen[0].functie, "bestuurder");
    assert_string_equal(dossier.ondertekeningen[0].digest, "f00");
    assert_int_equal(strlen(dossier.ondertekeningen[0].signed_digest), 64);
    assert_false(dossier.ondertekeningen[0].stale);
    ds_dossier_done(&dossier);
    ds_dossiers_close(store);
}

static void test_signature__is_stale_after_a_change_and_not_when_undone(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    ds_dossier dossier;
    (void)state;
    made_answer(store, 0, id, "totaal", "10");
    assert_int_equal(move(store, id, -1, "open", "ingediend", false), DS_DOSSIER_DONE);
    made_answer(store, 0, id, "totaal", "11");
    dossier = made_read(store, id);
    assert_true(dossier.ondertekeningen[0].stale);
    ds_dossier_done(&dossier);
    made_answer(store, 0, id, "totaal", "10");
    dossier = made_read(store, id);
    assert_false(dossier.ondertekeningen[0].stale);
    ds_dossier_done(&dossier);
    add_party(store, id, "mbo", "25PX");
    dossier = made_read(store, id);
    assert_true(dossier.ondertekeningen[0].stale); /* who takes part is part of the whole */
    ds_dossier_done(&dossier);
    ds_dossiers_close(store);
}

static void test_signature__does_not_cover_who_looks_after_a_page(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    const ds_dossier_change change = {"@beheer", "geld_eigenaar", "Anna"};
    const ds_dossier_save save = {id, 99, NULL, &change, 1};
    ds_dossier_saved saved = {0};
    ds_dossier dossier;
    (void)state;
    assert_int_equal(move(store, id, -1, "open", "ingediend", false), DS_DOSSIER_DONE);
    assert_int_equal(ds_dossier_keep(store, 0, &save, &saved, NULL), DS_OK);
    ds_dossier_saved_done(&saved);
    dossier = made_read(store, id);
    assert_int_equal(dossier.n_answers, 1);
    assert_false(dossier.ondertekeningen[0].stale);
    ds_dossier_done(&dossier);
    ds_dossiers_close(store);
}

static void test_signature__reopening_withdraws_and_one_can_be_taken_back(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    const ds_dossier_signer signer = {"B. Bos", "", "geld", 0, ""};
    ds_dossier_outcome outcome;
    ds_dossier dossier;
    (void)state;
    assert_int_equal(move(store, id, -1, "open", "ingediend", false), DS_DOSSIER_DONE);
    assert_int_equal(ds_dossier_sign(store, 0, id, -1, &signer, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(move(store, id, -1, "ingediend", "open", true), DS_DOSSIER_DONE);
    dossier = made_read(store, id);
    assert_int_equal(dossier.n_ondertekeningen, 3);
    assert_true(dossier.ondertekeningen[0].withdrawn);
    assert_false(dossier.ondertekeningen[1].withdrawn);
    assert_false(dossier.ondertekeningen[2].withdrawn);
    assert_int_equal(
        ds_dossier_withdraw(store, 0, id, dossier.ondertekeningen[1].id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(
        ds_dossier_withdraw(store, 0, id, dossier.ondertekeningen[1].id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    ds_dossier_done(&dossier);
    ds_dossiers_close(store);
}

static void test_akkoord__each_party_says_its_own_and_a_change_makes_it_stale(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    const int64_t vmbo = add_party(store, id, "vmbo", "01AB"),
                  mbo = add_party(store, id, "mbo", "25PX");
    ds_dossier dossier;
    (void)state;
    assert_int_equal(say(store, id, -1, vmbo, DS_DOSSIER_JA), DS_DOSSIER_DONE);
    assert_int_equal(say(store, id, -1, mbo, DS_DOSSIER_NEE), DS_DOSSIER_DONE);
    dossier = made_read(store, id);
    assert_int_equal(dossier.n_akkoorden, 2);
    assert_int_equal(dossier.akkoorden[0].zegt, DS_DOSSIER_JA);
    assert_int_equal(dossier.akkoorden[1].zegt, DS_DOSSIER_NEE);
    assert_string_equal(dossier.akkoorden[1].opmerking, "nog overleg");
    ds_dossier_done(&dossier);
    made_answer(store, 0, id, "totaal", "10");
    dossier = made_read(store, id);
    assert_true(dossier.akkoorden[0].stale && dossier.akkoorden[1].stale);
    assert_int_equal(say(store, id, 0, mbo, DS_DOSSIER_JA), DS_DOSSIER_CHANGED);
    assert_int_equal(say(store, id, dossier.head.revisie, mbo, DS_DOSSIER_JA), DS_DOSSIER_DONE);
    assert_int_equal(say(store, id, -1, vmbo, DS_DOSSIER_NIETS), DS_DOSSIER_DONE);
    ds_dossier_done(&dossier);
    dossier = made_read(store, id);
    assert_int_equal(dossier.n_akkoorden, 1);
    assert_int_equal(dossier.akkoorden[0].partij, mbo);
    assert_false(dossier.akkoorden[0].stale);
    ds_dossier_done(&dossier);
    assert_int_equal(say(store, id, -1, mbo + 1, DS_DOSSIER_JA), DS_DOSSIER_ABSENT);
    ds_dossiers_close(store);
}

static void test_partij__is_one_a_code_and_goes_with_what_it_said(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7"), other = made_dossier(store, "agenda 8");
    const int64_t mbo = add_party(store, id, "mbo", "25PX");
    const char *const bereik[] = {"25PX"};
    ds_dossiers_filter filter = {.bereiken = bereik, .n_bereiken = 1, .or_partij = true};
    ds_dossier_partij again = {0, "mbo", "Nog eens", "25PX"};
    ds_dossiers_list list = {0};
    ds_dossier_outcome outcome;
    ds_dossier dossier;
    int64_t made = 0;
    (void)state;
    assert_int_equal(ds_dossier_put_partij(store, 0, id, &again, &made, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_TAKEN);
    again.id = mbo;
    assert_int_equal(ds_dossier_put_partij(store, 0, id, &again, &made, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(ds_dossier_put_partij(store, 0, other, &again, &made, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT); /* another dossier's */
    assert_int_equal(ds_dossiers_find(store, &filter, &list, NULL), DS_OK);
    assert_int_equal(list.n, 1);
    ds_dossiers_list_done(&list);
    assert_int_equal(say(store, id, -1, mbo, DS_DOSSIER_JA), DS_DOSSIER_DONE);
    assert_int_equal(ds_dossier_remove_partij(store, 0, id, mbo, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    dossier = made_read(store, id);
    assert_int_equal(dossier.n_partijen + dossier.n_akkoorden, 0);
    ds_dossier_done(&dossier);
    assert_int_equal(ds_dossiers_find(store, &filter, &list, NULL), DS_OK);
    assert_int_equal(list.n, 0);
    ds_dossiers_list_done(&list);
    ds_dossiers_close(store);
}

static void test_vraag__is_answered_until_it_is_closed(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7"), anna = made_account(store, "anna");
    const ds_dossier_vraag vraag = {.onderwerp = "geld", .path = "totaal", .text = "Klopt dit?"};
    ds_dossier_outcome outcome;
    ds_dossier dossier;
    int64_t nr = 0;
    (void)state;
    assert_int_equal(ds_dossier_ask(store, 0, id, &vraag, &nr, &outcome, NULL), DS_OK);
    assert_int_equal(ds_dossier_answer_vraag(store, anna, id, nr, "Ja", &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(ds_dossier_answer_vraag(store, anna, id + 1, nr, "Ja", &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    dossier = made_read(store, id);
    assert_int_equal(dossier.head.open_vragen, 1);
    assert_int_equal(dossier.head.revisie, 0);
    assert_int_equal(dossier.vragen[0].n_replies, 1);
    assert_string_equal(dossier.vragen[0].replies[0].text, "Ja");
    assert_string_equal(ds_dossier_person_name(&dossier, anna), "anna");
    ds_dossier_done(&dossier);
    assert_int_equal(ds_dossier_close_vraag(store, 0, id, nr, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(ds_dossier_answer_vraag(store, anna, id, nr, "Nee", &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    dossier = made_read(store, id);
    assert_int_equal(dossier.head.open_vragen, 0);
    assert_int_not_equal(dossier.vragen[0].closed_ms, 0);
    ds_dossier_done(&dossier);
    ds_dossiers_close(store);
}

static void test_thema__is_set_once_and_taken_away(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    const ds_dossier_thema thema = {.path = "toelichting", .code = "samenwerking"};
    ds_dossier_outcome outcome;
    ds_dossier dossier;
    (void)state;
    for (int i = 0; i < 2; i++)
        assert_int_equal(ds_dossier_set_thema(store, 0, id, &thema, true, &outcome, NULL), DS_OK);
    dossier = made_read(store, id);
    assert_int_equal(dossier.n_themas, 1);
    assert_string_equal(dossier.themas[0].code, "samenwerking");
    ds_dossier_done(&dossier);
    assert_int_equal(ds_dossier_set_thema(store, 0, id, &thema, false, &outcome, NULL), DS_OK);
    dossier = made_read(store, id);
    assert_int_equal(dossier.n_themas, 0);
    ds_dossier_done(&dossier);
    ds_dossiers_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_move__signs_and_is_made_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_signature__is_stale_after_a_change_and_not_when_undone,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_signature__does_not_cover_who_looks_after_a_page,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_signature__reopening_withdraws_and_one_can_be_taken_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_akkoord__each_party_says_its_own_and_a_change_makes_it_stale, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_partij__is_one_a_code_and_goes_with_what_it_said,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_vraag__is_answered_until_it_is_closed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_thema__is_set_once_and_taken_away, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
