/* tests/dossier/test_accounts.c: accounts by invitation, their roles, and sessions. */
#include <stdio.h>
#include <string.h>

#include "doorstroom/accounts.h"
#include "dossier/made.h"
#include "dossier/token.h"
#include "support/in_folder.h"

static ds_accounts read_accounts(ds_dossiers *store, int64_t id) {
    ds_accounts accounts = {0};
    assert_int_equal(ds_accounts_read(store, id, &accounts, NULL), DS_OK);
    return accounts;
}

static void test_invite__an_account_waits_for_its_password(void **state) {
    ds_dossiers *store = made_open(folder);
    const ds_account_role roles[] = {{DS_ROL_TEKENAAR, "A7"}, {DS_ROL_INVULLER, "A7"}};
    const ds_account_invite invite = {"Anna@School.NL", "Anna", "controller", roles, 2, 0};
    char token[DS_TOKEN_SIZE], second[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome;
    int64_t id = 0, again = 0;
    ds_accounts accounts;
    (void)state;
    assert_int_equal(ds_account_invite_new(store, 0, &invite, token, &id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    accounts = read_accounts(store, id);
    assert_int_equal(accounts.n, 1);
    assert_string_equal(accounts.list[0].address, "anna@school.nl");
    assert_int_equal(accounts.list[0].state, DS_ACCOUNT_INVITED);
    assert_int_equal(accounts.list[0].n_roles, 2);
    assert_int_equal(accounts.list[0].roles[0].rol, DS_ROL_INVULLER);
    assert_string_equal(accounts.list[0].roles[1].bereik, "A7");
    ds_accounts_done(&accounts);
    assert_int_equal(ds_account_invite_new(store, 0, &invite, second, &again, &outcome, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_TAKEN);
    assert_int_equal(ds_invitation_accept(store, token, made_password, &again, &outcome, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(again, id);
    accounts = read_accounts(store, 0);
    assert_int_equal(accounts.n, 1);
    assert_int_equal(accounts.list[0].state, DS_ACCOUNT_ACTIVE);
    assert_true(accounts.list[0].has_password);
    ds_accounts_done(&accounts);
    ds_dossiers_close(store);
}

static void test_invitation__counts_once_and_for_a_time(void **state) {
    ds_dossiers *store = made_open(folder);
    const ds_account_invite invite = {"bram@school.nl", "Bram", "", NULL, 0, 1000};
    char token[DS_TOKEN_SIZE], again[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome;
    int64_t id = 0;
    (void)state;
    assert_int_equal(ds_account_invite_new(store, 0, &invite, token, &id, &outcome, NULL), DS_OK);
    made_now += 1001;
    assert_int_equal(ds_invitation_look(store, token, &id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    assert_int_equal(ds_account_invite_again(store, 0, id, false, 0, again, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(ds_invitation_accept(store, again, made_password, &id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(ds_invitation_accept(store, again, made_password, &id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    ds_dossiers_close(store);
}

static void test_password__weak_ones_are_refused(void **state) {
    static const char *const weak[] = {"kort",
                                       "aaaaaaaaaaaaaaaa",
                                       "abababababababab",
                                       "mijn-clara-wachtwoord",
                                       "Welkom2026!!",
                                       "WELKOMwelkom",
                                       "012345678901",
                                       "112233445566",
                                       "...Koningsdag2027",
                                       "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"};
    ds_dossiers *store = made_open(folder);
    const ds_account_invite invite = {"clara@school.nl", "Clara", "", NULL, 0, 0};
    char token[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome;
    int64_t id = 0;
    (void)state;
    assert_int_equal(ds_account_invite_new(store, 0, &invite, token, &id, &outcome, NULL), DS_OK);
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        ds_error err = {0};
        assert_int_equal(ds_invitation_accept(store, token, weak[i], &id, &outcome, &err),
                         DS_INPUT);
        assert_null(strstr(err.en, weak[i]));
    }
    assert_int_equal(
        ds_invitation_accept(store, token, "clar@ heeft dit nodig", &id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    ds_dossiers_close(store);
}

/* Words of this service, its host and one's own address are no password; with enough beside them
 * they are. */
static void test_password__words_of_the_service_are_none(void **state) {
    static const char *const refused[] = {"doorstroom2026!", "Monitor-MBO-26!",  "Werkagenda.12345",
                                          "voorbeeldloket",  "doorstroomVSV123", "Hogeveluwe26!!"};
    static const char *const taken[] = {"doorstroom van de beek", "fiets monitor lamp boom",
                                        "de wereld werkt weer mee", "481516234299",
                                        "Zeer wit trottoir 3"};
    ds_dossiers *store = made_open(folder);
    const ds_account_invite invite = {"clara@hogeveluwe.nl", "Clara", "", NULL, 0, 0};
    char token[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome;
    int64_t id = 0;
    (void)state;
    assert_int_equal(ds_passwords_refuse(store, NULL, "//loket.voorbeeld.example", NULL), DS_OK);
    assert_int_equal(ds_account_invite_new(store, 0, &invite, token, &id, &outcome, NULL), DS_OK);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        ds_error err = {0};
        if (ds_invitation_accept(store, token, refused[i], &id, &outcome, &err) != DS_INPUT)
            fail_msg("%s", refused[i]);
        assert_non_null(strstr(err.nl, "woorden van deze dienst"));
    }
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        assert_int_equal(ds_invitation_accept(store, token, taken[i], &id, &outcome, NULL), DS_OK);
        assert_int_equal(ds_account_invite_again(store, 0, id, false, 0, token, &outcome, NULL),
                         DS_OK);
    }
    ds_dossiers_close(store);
}

static ds_sign_in_outcome signs_in(ds_dossiers *store, const char *password) {
    const ds_sign_in in = {"anna@school.nl", password, NULL, "1.1.1.1", NULL};
    ds_signed_in out = {0};
    assert_int_equal(ds_account_sign_in(store, &in, &out, NULL), DS_OK);
    return out.outcome;
}

/* Any text of any characters is a password, and is looked at as it was typed: nothing is cut off,
 * folded or taken for something else, up to what it may be. */
static void test_password__counts_as_it_was_typed(void **state) {
    static const char *const typed[] = {
        "alleen kleine letters", "  een spatie voor en na  ", "UITROEPEND EN GROOT",
        "\xe2\x82\xac\xc3\xa9\xc3\xbc \xce\xb1\xce\xb2\xce\xb3 \xf0\x9f\x9a\xb2 mag",
        "%s%n{0}'; DROP TABLE --"};
    ds_dossiers *store = made_open(folder);
    char longest[DS_PASSWORD_MAX + 1], other[DS_PASSWORD_MAX + 1], token[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome;
    int64_t id = 0;
    const int64_t anna = made_account(store, "anna");
    (void)state;
    for (size_t i = 0; i < DS_PASSWORD_MAX; i++)
        longest[i] = (char)('!' + i % 90);
    longest[DS_PASSWORD_MAX] = '\0';
    assert_true(DS_PASSWORD_MAX >= 64);
    for (size_t i = 0; i <= sizeof typed / sizeof *typed; i++) {
        const char *password = i == sizeof typed / sizeof *typed ? longest : typed[i];
        const size_t size = strlen(password);
        assert_int_equal(ds_account_invite_again(store, 0, anna, false, 0, token, &outcome, NULL),
                         DS_OK);
        assert_int_equal(ds_invitation_accept(store, token, password, &id, &outcome, NULL), DS_OK);
        assert_int_equal(signs_in(store, password), DS_SIGN_IN_DONE);
        (void)snprintf(other, sizeof other, "%.*s", (int)size - 1, password);
        assert_int_equal(signs_in(store, other), DS_SIGN_IN_REFUSED);
        (void)snprintf(other, sizeof other, "%s", password);
        for (size_t k = 0; k < size; k++) { /* another case of one letter, where there is one */
            if ((other[k] | 0x20) < 'a' || (other[k] | 0x20) > 'z' || (other[k] & 0x80) != 0)
                continue;
            other[k] ^= 0x20;
            assert_int_equal(signs_in(store, other), DS_SIGN_IN_REFUSED);
            break;
        }
    }
    ds_dossiers_close(store);
}

/* Nobody is made to choose another because time went by. */
static void test_password__does_not_grow_old(void **state) {
    ds_dossiers *store = made_open(folder);
    (void)state;
    made_account(store, "anna");
    made_now += 10 * 365 * 24 * 3600 * (int64_t)1000;
    assert_int_equal(signs_in(store, made_password), DS_SIGN_IN_DONE);
    ds_dossiers_close(store);
}

/* It is kept as argon2id with a salt of its own, at the cost that docs/dossiers.md states. */
static void test_password__is_hashed_at_the_stated_cost(void **state) {
    ds_dossiers *store = made_open(folder);
    char first[DS_PASSWORD_HASH_SIZE], second[DS_PASSWORD_HASH_SIZE];
    (void)state;
    store->quick_passwords = false;
    assert_int_equal(ds_password_hash(store, made_password, first, NULL), DS_OK);
    assert_int_equal(ds_password_hash(store, made_password, second, NULL), DS_OK);
    assert_ptr_equal(strstr(first, "$argon2id$v=19$m=65536,t=2,p=1$"), first);
    assert_string_not_equal(first, second);
    ds_dossiers_close(store);
}

static void test_invite__what_is_no_address_is_refused(void **state) {
    static const char *const wrong[] = {"",      "anna", "@school.nl", "anna@", "an na@school.nl",
                                        "a@b@c", "a@b\n"};
    ds_dossiers *store = made_open(folder);
    char token[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome;
    int64_t id = 0;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const ds_account_invite invite = {wrong[i], "Naam", "", NULL, 0, 0};
        assert_int_equal(ds_account_invite_new(store, 0, &invite, token, &id, &outcome, NULL),
                         DS_INPUT);
    }
    ds_dossiers_close(store);
}

static void start_session(ds_dossiers *store, int64_t account, char token[DS_TOKEN_SIZE]) {
    ds_dossier_outcome outcome;
    assert_int_equal(ds_session_start(store, account, "proef", token, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
}

static bool finds_session(ds_dossiers *store, const char *token, ds_session *out) {
    ds_dossier_outcome outcome;
    assert_int_equal(ds_session_find(store, token, NULL, out, &outcome, NULL), DS_OK);
    return outcome == DS_DOSSIER_DONE;
}

static void test_session__rotates_and_ends(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t anna = made_account(store, "anna");
    char token[DS_TOKEN_SIZE], next[DS_TOKEN_SIZE];
    ds_session session = {0}, later = {0};
    ds_dossier_outcome outcome;
    (void)state;
    start_session(store, anna, token);
    assert_true(finds_session(store, token, &session));
    assert_int_equal(session.account, anna);
    assert_int_equal(strlen(session.csrf), 64);
    assert_int_equal(ds_session_rotate(store, token, next, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_false(finds_session(store, token, &later));
    assert_true(finds_session(store, next, &later));
    assert_string_not_equal(session.csrf, later.csrf);
    assert_int_equal(ds_session_end(store, next, NULL), DS_OK);
    assert_false(finds_session(store, next, &later));
    assert_int_equal(ds_session_rotate(store, next, token, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    ds_dossiers_close(store);
}

static void test_session__is_over_when_idle_or_old(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t anna = made_account(store, "anna");
    const int64_t minute = 60000;
    char token[DS_TOKEN_SIZE];
    ds_session session = {0};
    (void)state;
    start_session(store, anna, token);
    made_now += 61 * minute;
    assert_false(finds_session(store, token, &session));
    start_session(store, anna, token);
    for (int i = 0; i < 14; i++) {
        made_now += 50 * minute;
        assert_true(finds_session(store, token, &session));
    }
    made_now += 50 * minute; /* more than twelve hours in all */
    assert_false(finds_session(store, token, &session));
    ds_dossiers_close(store);
}

static void test_session__ends_with_blocking_and_with_a_new_password(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t anna = made_account(store, "anna");
    char token[DS_TOKEN_SIZE], link[DS_TOKEN_SIZE];
    ds_session session = {0};
    ds_dossier_outcome outcome;
    int64_t id;
    (void)state;
    start_session(store, anna, token);
    assert_int_equal(ds_account_invite_again(store, 0, anna, false, 0, link, &outcome, NULL),
                     DS_OK);
    assert_true(finds_session(store, token, &session)); /* a link that is not used ends nothing */
    assert_int_equal(ds_invitation_accept(store, link, "een heel ander woord", &id, &outcome, NULL),
                     DS_OK);
    assert_false(finds_session(store, token, &session));
    start_session(store, anna, token);
    assert_int_equal(ds_account_block(store, 0, anna, true, &outcome, NULL), DS_OK);
    assert_false(finds_session(store, token, &session));
    assert_int_equal(ds_session_start(store, anna, "proef", token, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    assert_int_equal(ds_account_block(store, 0, anna, false, &outcome, NULL), DS_OK);
    start_session(store, anna, token);
    ds_dossiers_close(store);
}

static void test_session__others_end_and_this_one_stays(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t anna = made_account(store, "anna");
    char here[DS_TOKEN_SIZE], there[DS_TOKEN_SIZE];
    ds_session session = {0};
    (void)state;
    start_session(store, anna, here);
    start_session(store, anna, there);
    assert_int_equal(ds_session_end_all(store, anna, anna, here, NULL), DS_OK);
    assert_true(finds_session(store, here, &session));
    assert_false(finds_session(store, there, &session));
    ds_dossiers_close(store);
}

/* There are ten at most: with one more the one that was quiet longest ends, and nobody else's. */
static void test_session__one_too_many_ends_the_quietest(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t anna = made_account(store, "anna"), bert = made_account(store, "bert");
    char tokens[DS_SESSIONS_MAX + 1][DS_TOKEN_SIZE], other[DS_TOKEN_SIZE];
    ds_session_line lines[DS_SESSIONS_MAX];
    ds_session session = {0};
    size_t n = 0;
    (void)state;
    start_session(store, bert, other);
    for (size_t i = 0; i < DS_SESSIONS_MAX; i++) {
        start_session(store, anna, tokens[i]);
        made_now += 61000;
    }
    assert_true(finds_session(store, tokens[0], &session)); /* now 1 is the quietest */
    made_now += 61000;
    start_session(store, anna, tokens[DS_SESSIONS_MAX]);
    for (size_t i = 0; i <= DS_SESSIONS_MAX; i++)
        assert_int_equal(finds_session(store, tokens[i], &session), i != 1);
    assert_true(finds_session(store, other, &session));
    assert_int_equal(ds_sessions_read(store, anna, tokens[5], lines, &n, NULL), DS_OK);
    assert_int_equal(n, DS_SESSIONS_MAX);
    for (size_t i = 0, here = 0; i < n; i++) {
        here += lines[i].is_here;
        if (i > 0) assert_true(lines[i - 1].seen_ms >= lines[i].seen_ms);
        if (i + 1 == n) assert_int_equal(here, 1);
    }
    made_now += 61 * (int64_t)60000; /* what is over is not shown */
    assert_int_equal(ds_sessions_read(store, anna, tokens[5], lines, &n, NULL), DS_OK);
    assert_int_equal(n, 0);
    ds_dossiers_close(store);
}

/* One is ended by its name, and by its own account only. */
static void test_session__ends_by_its_name(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t anna = made_account(store, "anna"), bert = made_account(store, "bert");
    char here[DS_TOKEN_SIZE], there[DS_TOKEN_SIZE];
    ds_session_line lines[DS_SESSIONS_MAX];
    ds_session session = {0};
    ds_dossier_outcome outcome;
    size_t n = 0;
    (void)state;
    start_session(store, anna, here);
    start_session(store, anna, there);
    assert_int_equal(ds_sessions_read(store, anna, here, lines, &n, NULL), DS_OK);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        if (lines[i].is_here) continue;
        assert_int_equal(ds_session_end_named(store, bert, lines[i].name, &outcome, NULL), DS_OK);
        assert_int_equal(outcome, DS_DOSSIER_ABSENT);
        assert_true(finds_session(store, there, &session));
        assert_int_equal(ds_session_end_named(store, anna, lines[i].name, &outcome, NULL), DS_OK);
        assert_int_equal(outcome, DS_DOSSIER_DONE);
    }
    assert_true(finds_session(store, here, &session));
    assert_false(finds_session(store, there, &session));
    ds_dossiers_close(store);
}

static void test_session__what_is_no_token_finds_nothing(void **state) {
    static const char *const wrong[] = {"",
                                        "x",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                        "' OR 1=1 --AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                        NULL};
    ds_dossiers *store = made_open(folder);
    ds_session session = {0};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(finds_session(store, wrong[i], &session));
    ds_dossiers_close(store);
}

static void test_beheerder__is_missed_when_there_is_none(void **state) {
    ds_dossiers *store = made_open(folder);
    const ds_account_role role = {DS_ROL_BEHEERDER, "*"};
    const int64_t anna = made_account(store, "anna");
    ds_dossier_outcome outcome;
    bool without = false;
    (void)state;
    assert_int_equal(ds_accounts_are_without_beheerder(store, &without, NULL), DS_OK);
    assert_true(without);
    assert_int_equal(ds_account_set_roles(store, 0, anna, &role, 1, &outcome, NULL), DS_OK);
    assert_int_equal(ds_accounts_are_without_beheerder(store, &without, NULL), DS_OK);
    assert_false(without);
    ds_dossiers_close(store);
}

/* The only one who is active and administers all keeps doing so: not by roles, by blocking, or by
 * removing is it taken away; those who only wait for a password do not count. */
static void test_beheerder__the_last_one_stays(void **state) {
    ds_dossiers *store = made_open(folder);
    const ds_account_role all = {DS_ROL_BEHEERDER, "*"}, some = {DS_ROL_BEHEERDER, "A7"},
                          other = {DS_ROL_INVULLER, "*"};
    const ds_account_invite waiting = {"wacht@school.nl", "Wacht", "", &all, 1, 0};
    const int64_t anna = made_account(store, "anna"), bert = made_account(store, "bert");
    char token[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome;
    int64_t id = 0;
    (void)state;
    assert_int_equal(ds_account_set_roles(store, 0, anna, &all, 1, &outcome, NULL), DS_OK);
    assert_int_equal(ds_account_invite_new(store, 0, &waiting, token, &id, &outcome, NULL), DS_OK);
    assert_int_equal(ds_account_set_roles(store, anna, anna, NULL, 0, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_LAST);
    assert_int_equal(ds_account_set_roles(store, anna, anna, &some, 1, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_LAST);
    assert_int_equal(ds_account_block(store, bert, anna, true, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_LAST);
    assert_int_equal(ds_account_remove(store, anna, anna, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_LAST);
    assert_int_equal(ds_account_block(store, anna, bert, true, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE); /* who administers nothing */
    assert_int_equal(ds_account_set_roles(store, anna, bert, &all, 1, &outcome, NULL), DS_OK);
    assert_int_equal(ds_account_set_roles(store, anna, anna, &other, 1, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_LAST); /* blocked ones count for nothing, too */
    assert_int_equal(ds_account_block(store, anna, bert, false, &outcome, NULL), DS_OK);
    assert_int_equal(ds_account_set_roles(store, anna, anna, &other, 1, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    ds_dossiers_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_invite__an_account_waits_for_its_password, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_invitation__counts_once_and_for_a_time, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_password__weak_ones_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_password__words_of_the_service_are_none, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_password__counts_as_it_was_typed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_password__does_not_grow_old, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_password__is_hashed_at_the_stated_cost, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_invite__what_is_no_address_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_session__rotates_and_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_session__is_over_when_idle_or_old, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_session__ends_with_blocking_and_with_a_new_password,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_session__others_end_and_this_one_stays, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_session__one_too_many_ends_the_quietest, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_session__ends_by_its_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_session__what_is_no_token_finds_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_beheerder__the_last_one_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_beheerder__is_missed_when_there_is_none, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
