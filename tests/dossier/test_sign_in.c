/* tests/dossier/test_sign_in.c: passwords, the second factor, and waiting after failed tries. */
#include <stdio.h>
#include <string.h>

#include "doorstroom/accounts.h"
#include "doorstroom/logboek.h"
#include "dossier/made.h"
#include "dossier/token.h"
#include "dossier/totp.h"
#include "support/in_folder.h"

static ds_signed_in sign_in(ds_dossiers *store, const char *address, const char *password,
                            const char *code, const char *source, const char *device) {
    const ds_sign_in in = {address, password, code, source, device};
    ds_signed_in out = {0};
    ds_error err = {0};
    if (ds_account_sign_in(store, &in, &out, &err) != DS_OK) fail_msg("%s", err.en);
    return out;
}

static ds_sign_in_outcome try_password(ds_dossiers *store, const char *name, const char *password,
                                       const char *source) {
    char address[64];
    (void)snprintf(address, sizeof address, "%s@school.nl", name);
    return sign_in(store, address, password, NULL, source, NULL).outcome;
}

/* ---- codes ---- */

static void expect_sha1(const char *text, const char *hex) {
    unsigned char sum[DS_SHA1_SIZE];
    char found[2 * DS_SHA1_SIZE + 1];
    ds_sha1(text, strlen(text), sum);
    for (size_t i = 0; i < DS_SHA1_SIZE; i++)
        (void)snprintf(found + 2 * i, 3, "%02x", sum[i]);
    assert_string_equal(found, hex);
}

/* FIPS 180-4's examples, and lengths on both sides of a block. */
static void test_sha1__published_values(void **state) {
    (void)state;
    expect_sha1("abc", "a9993e364706816aba3e25717850c26c9cd0d89d");
    expect_sha1("", "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    expect_sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    expect_sha1("0123456701234567012345670123456701234567012345670123456701234567",
                "e0c094e867ef46c350ef54a7f59dd60bed92ae83");
}

/* RFC 6238, appendix B, the rows of SHA-1. */
static void test_totp__published_values(void **state) {
    static const struct {
        int64_t seconds;
        const char *code;
    } rows[] = {{59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
                {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    const ds_text secret = {"12345678901234567890", 20};
    char code[9];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(ds_totp_code(secret, rows[i].seconds * 1000, 8, code, NULL), DS_OK);
        assert_string_equal(code, rows[i].code);
        assert_int_equal(ds_totp_code(secret, rows[i].seconds * 1000, 6, code, NULL), DS_OK);
        assert_string_equal(code, rows[i].code + 2);
    }
}

static void test_totp__secret_is_base32(void **state) {
    char text[DS_TOTP_SECRET_SIZE];
    (void)state;
    ds_totp_print_secret((const unsigned char *)"12345678901234567890", text);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

/* ---- with a second factor ---- */

/* The bytes of a secret as it was shown. */
static ds_text take_base32(const char *text, char out[DS_TOTP_BYTES]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    memset(out, 0, DS_TOTP_BYTES);
    for (size_t i = 0; i < 5 * strlen(text); i++) {
        const size_t value = (size_t)(strchr(letters, text[i / 5]) - letters);
        if (value >> (4 - i % 5) & 1) out[i / 8] = (char)(out[i / 8] | 0x80 >> i % 8);
    }
    return (ds_text){out, DS_TOTP_BYTES};
}

static void make_code(const char *secret, int64_t at_ms, char out[9]) {
    char bytes[DS_TOTP_BYTES];
    assert_int_equal(ds_totp_code(take_base32(secret, bytes), at_ms, 6, out, NULL), DS_OK);
}

static void set_up_totp(ds_dossiers *store, int64_t account, char secret[DS_TOTP_SECRET_SIZE],
                        char codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE]) {
    char code[9];
    ds_dossier_outcome made;
    ds_sign_in_outcome right;
    assert_int_equal(ds_account_totp_new(store, account, secret, &made, NULL), DS_OK);
    assert_int_equal(made, DS_DOSSIER_DONE);
    assert_int_equal(ds_account_totp_confirm(store, account, "000000x", codes, &right, NULL),
                     DS_OK);
    assert_int_equal(right, DS_SIGN_IN_REFUSED);
    make_code(secret, made_now, code);
    assert_int_equal(ds_account_totp_confirm(store, account, code, codes, &right, NULL), DS_OK);
    assert_int_equal(right, DS_SIGN_IN_DONE);
}

static void test_sign_in__a_code_is_asked_and_counts_once(void **state) {
    ds_dossiers *store = made_open(folder);
    char secret[DS_TOTP_SECRET_SIZE], codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE], code[9];
    const int64_t anna = made_account(store, "anna");
    ds_signed_in in = sign_in(store, "Anna@school.nl", made_password, "", "1.1.1.1", NULL);
    (void)state;
    assert_int_equal(in.outcome, DS_SIGN_IN_DONE);
    assert_true(in.needs_totp);
    set_up_totp(store, anna, secret, codes);
    made_now += 60000;
    in = sign_in(store, "anna@school.nl", made_password, "", "1.1.1.1", NULL);
    assert_int_equal(in.outcome, DS_SIGN_IN_CODE);
    make_code(secret, made_now, code);
    in = sign_in(store, "anna@school.nl", made_password, code, "1.1.1.1", NULL);
    assert_int_equal(in.outcome, DS_SIGN_IN_DONE);
    assert_int_equal(in.account, anna);
    assert_false(in.needs_totp || in.recovered);
    in = sign_in(store, "anna@school.nl", made_password, code, "1.1.1.1", NULL);
    assert_int_equal(in.outcome, DS_SIGN_IN_REFUSED); /* was used */
    make_code(secret, made_now - 30000, code);
    in = sign_in(store, "anna@school.nl", made_password, code, "1.1.1.1", NULL);
    assert_int_equal(in.outcome, DS_SIGN_IN_REFUSED); /* from before the one that was used */
    make_code(secret, made_now + 30000, code);
    in = sign_in(store, "anna@school.nl", made_password, code, "1.1.1.1", NULL);
    assert_int_equal(in.outcome, DS_SIGN_IN_DONE); /* a clock that is fast */
    make_code(secret, made_now + 120000, code);
    in = sign_in(store, "anna@school.nl", made_password, code, "1.1.1.1", NULL);
    assert_int_equal(in.outcome, DS_SIGN_IN_REFUSED);
    ds_dossiers_close(store);
}

static void test_sign_in__a_recovery_code_counts_once(void **state) {
    ds_dossiers *store = made_open(folder);
    char secret[DS_TOTP_SECRET_SIZE], codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE];
    ds_accounts accounts = {0};
    const int64_t anna = made_account(store, "anna");
    ds_signed_in in;
    (void)state;
    set_up_totp(store, anna, secret, codes);
    in = sign_in(store, "anna@school.nl", "verkeerd wachtwoord", codes[3], "1.1.1.1", NULL);
    assert_int_equal(in.outcome, DS_SIGN_IN_REFUSED);
    in = sign_in(store, "anna@school.nl", made_password, codes[3], "1.1.1.1", NULL);
    assert_int_equal(in.outcome, DS_SIGN_IN_DONE);
    assert_true(in.recovered);
    in = sign_in(store, "anna@school.nl", made_password, codes[3], "1.1.1.1", NULL);
    assert_int_equal(in.outcome, DS_SIGN_IN_REFUSED);
    assert_int_equal(ds_accounts_read(store, anna, &accounts, NULL), DS_OK);
    assert_int_equal(accounts.list[0].recovery_left, DS_RECOVERY_CODES - 1);
    assert_true(accounts.list[0].has_totp);
    ds_accounts_done(&accounts);
    ds_dossiers_close(store);
}

/* What is kept is a plain checksum, so that a code has to have more than can be tried out: 128 bits
 * (ASVS 6.5.2, 11.5.1); each is another, of letters that are used alike. */
static void test_recovery__codes_cannot_be_tried_out(void **state) {
    ds_dossiers *store = made_open(folder);
    char secret[DS_TOTP_SECRET_SIZE], codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE];
    const int64_t anna = made_account(store, "anna");
    size_t letters = 0, used = 0;
    bool seen[256] = {false};
    (void)state;
    set_up_totp(store, anna, secret, codes);
    for (size_t i = 0; i < DS_RECOVERY_CODES; i++) {
        for (const char *c = codes[i]; *c != '\0'; c++) {
            letters += *c != '-';
            used += *c != '-' && !seen[(unsigned char)*c];
            seen[(unsigned char)*c] = true;
        }
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(codes[i], codes[k]);
    }
    assert_true(letters / DS_RECOVERY_CODES * 5 >= 128); /* 5 bits each, of 32 */
    assert_true(used > 24);                              /* one in 10^12 has fewer */
    ds_dossiers_close(store);
}

/* How somebody came in, and what was wrong, stand in the log; what they typed does not. */
static void test_log__says_how_and_not_what(void **state) {
    ds_dossiers *store = made_open(folder);
    char token[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome;
    ds_logboek log = {0};
    size_t failed = 0, entered = 0;
    const int64_t anna = made_account(store, "anna");
    (void)state;
    assert_int_equal(try_password(store, "anna", "mis mis mis mis", "6.6.6.6"), DS_SIGN_IN_REFUSED);
    assert_int_equal(ds_session_start(store, anna, "wachtwoord", token, &outcome, NULL), DS_OK);
    assert_int_equal(ds_logboek_read(store, NULL, &log, NULL), DS_OK);
    for (size_t i = 0; i < log.n; i++) {
        failed += strcmp(log.list[i].action, "aanmelden mislukt") == 0 &&
                  strcmp(log.list[i].about, "wachtwoord") == 0 && log.list[i].by == anna;
        entered += strcmp(log.list[i].action, "aanmelden") == 0 &&
                   strcmp(log.list[i].about, "wachtwoord") == 0;
        assert_null(strstr(log.list[i].about, "mis"));
        assert_null(strstr(log.list[i].about, "6.6.6.6"));
    }
    assert_int_equal(failed, 1);
    assert_int_equal(entered, 1);
    ds_logboek_done(&log);
    ds_dossiers_close(store);
}

static void read_hash(ds_dossiers *store, char out[DS_PASSWORD_HASH_SIZE]) {
    ds_lite *db;
    ds_ask ask;
    assert_int_equal(ds_reading_begin(store, &db, NULL), DS_OK);
    ds_ask_begin(db, "SELECT wachtwoord FROM gebruikers WHERE adres='anna@school.nl'",
                 DS_BOUND_NONE, &ask);
    assert_true(ds_ask_next(&ask));
    (void)snprintf(out, DS_PASSWORD_HASH_SIZE, "%s", ds_ask_text(&ask, 0));
    assert_int_equal(ds_reading_end(store, db, ds_ask_end(&ask, NULL), NULL), DS_OK);
}

/* Where passwords are to cost more, one is kept anew when its person shows it, and not before. */
static void test_sign_in__keeps_a_password_at_the_cost_of_now(void **state) {
    ds_dossiers *store = made_open(folder);
    char first[DS_PASSWORD_HASH_SIZE], second[DS_PASSWORD_HASH_SIZE], third[DS_PASSWORD_HASH_SIZE];
    (void)state;
    made_account(store, "anna");
    read_hash(store, first);
    store->quick_passwords = false;
    assert_int_equal(try_password(store, "anna", "mis mis mis mis", "1.1.1.1"), DS_SIGN_IN_REFUSED);
    read_hash(store, second);
    assert_string_equal(first, second);
    assert_int_equal(try_password(store, "anna", made_password, "1.1.1.1"), DS_SIGN_IN_DONE);
    read_hash(store, second);
    assert_non_null(strstr(second, "m=65536,t=2"));
    assert_int_equal(try_password(store, "anna", made_password, "1.1.1.1"), DS_SIGN_IN_DONE);
    read_hash(store, third);
    assert_string_equal(second, third);
    ds_dossiers_close(store);
}

static void test_reset__by_an_administrator_takes_the_factor_away_where_asked(void **state) {
    ds_dossiers *store = made_open(folder);
    char secret[DS_TOTP_SECRET_SIZE], codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE];
    char link[DS_TOKEN_SIZE];
    const int64_t anna = made_account(store, "anna");
    ds_dossier_outcome outcome;
    ds_signed_in in;
    int64_t id;
    (void)state;
    set_up_totp(store, anna, secret, codes);
    for (int reset = 0; reset < 2; reset++) {
        assert_int_equal(
            ds_account_invite_again(store, 0, anna, reset == 1, 0, link, &outcome, NULL), DS_OK);
        assert_int_equal(
            ds_invitation_accept(store, link, "nog een ander woord", &id, &outcome, NULL), DS_OK);
        assert_int_equal(outcome, DS_DOSSIER_DONE);
        in = sign_in(store, "anna@school.nl", "nog een ander woord", "", "1.1.1.1", NULL);
        assert_int_equal(in.outcome, reset == 1 ? DS_SIGN_IN_DONE : DS_SIGN_IN_CODE);
    }
    assert_int_equal(try_password(store, "anna", made_password, "1.1.1.1"), DS_SIGN_IN_REFUSED);
    ds_dossiers_close(store);
}

/* ---- waiting ---- */

static void test_tries__wait_longer_and_longer_and_not_for_ever(void **state) {
    ds_dossiers *store = made_open(folder);
    ds_signed_in in;
    int64_t waited = 0;
    (void)state;
    made_account(store, "anna");
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_password(store, "anna", "mis mis mis mis", "6.6.6.6"),
                         DS_SIGN_IN_REFUSED);
    for (int i = 0; i < 14; i++) {
        in = sign_in(store, "anna@school.nl", made_password, NULL, "6.6.6.6", NULL);
        assert_int_equal(in.outcome, DS_SIGN_IN_LATER); /* not even with the right one */
        assert_true(in.wait_ms >= waited && in.wait_ms <= 15 * 60000);
        waited = in.wait_ms;
        made_now += waited;
        assert_int_equal(try_password(store, "anna", "mis mis mis mis", "6.6.6.6"),
                         DS_SIGN_IN_REFUSED);
    }
    assert_int_equal(waited, 15 * 60000);
    made_now += waited;
    assert_int_equal(try_password(store, "anna", made_password, "6.6.6.6"), DS_SIGN_IN_DONE);
    assert_int_equal(try_password(store, "anna", "mis mis mis mis", "6.6.6.6"), DS_SIGN_IN_REFUSED);
    made_now += 1000; /* twenty in all */
    assert_int_equal(try_password(store, "anna", made_password, "6.6.6.6"), DS_SIGN_IN_DONE);
    ds_dossiers_close(store);
}

static void test_tries__a_known_browser_is_not_held_up_by_others(void **state) {
    ds_dossiers *store = made_open(folder);
    ds_signed_in in, later;
    char source[32];
    (void)state;
    made_account(store, "anna");
    in = sign_in(store, "anna@school.nl", made_password, NULL, "1.1.1.1", NULL);
    for (int i = 0; i < 60; i++) { /* from everywhere */
        (void)snprintf(source, sizeof source, "6.6.6.%d", i);
        (void)try_password(store, "anna", "mis mis mis mis", source);
    }
    assert_int_equal(try_password(store, "anna", made_password, "7.7.7.7"), DS_SIGN_IN_LATER);
    later = sign_in(store, "anna@school.nl", made_password, NULL, "7.7.7.7", in.device);
    assert_int_equal(later.outcome, DS_SIGN_IN_DONE);
    in.device[40] ^= 1; /* not one of ours */
    later = sign_in(store, "anna@school.nl", made_password, NULL, "7.7.7.7", in.device);
    assert_int_equal(later.outcome, DS_SIGN_IN_LATER);
    assert_true(later.wait_ms <= 60000);
    made_now += later.wait_ms;
    assert_int_equal(try_password(store, "anna", made_password, "7.7.7.7"), DS_SIGN_IN_DONE);
    ds_dossiers_close(store);
}

static void test_tries__another_accounts_browser_is_unknown(void **state) {
    ds_dossiers *store = made_open(folder);
    ds_signed_in bram, anna;
    (void)state;
    made_account(store, "anna");
    made_account(store, "bram");
    bram = sign_in(store, "bram@school.nl", made_password, NULL, "1.1.1.1", NULL);
    for (int i = 0; i < 5; i++)
        (void)try_password(store, "anna", "mis mis mis mis", "6.6.6.6");
    anna = sign_in(store, "anna@school.nl", made_password, NULL, "6.6.6.6", bram.device);
    assert_int_equal(anna.outcome, DS_SIGN_IN_LATER);
    ds_dossiers_close(store);
}

/* Whoever is not there is told the same, and waits the same. */
static void test_tries__nobody_is_as_somebody(void **state) {
    ds_dossiers *store = made_open(folder);
    ds_signed_in nobody, somebody;
    (void)state;
    made_account(store, "anna");
    for (int i = 0; i < 8; i++) {
        nobody = sign_in(store, "niemand@school.nl", made_password, NULL, "6.6.6.6", NULL);
        somebody = sign_in(store, "anna@school.nl", "mis mis mis mis", NULL, "6.6.6.6", NULL);
        assert_int_equal(nobody.outcome, somebody.outcome);
        assert_int_equal(nobody.wait_ms, somebody.wait_ms);
        assert_int_equal(somebody.account, 0);
        made_now += nobody.wait_ms / 2;
    }
    ds_dossiers_close(store);
}

static void test_sign_in__who_is_blocked_or_invited_is_refused(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t anna = made_account(store, "anna");
    ds_dossier_outcome outcome;
    (void)state;
    assert_int_equal(ds_account_block(store, 0, anna, true, &outcome, NULL), DS_OK);
    assert_int_equal(try_password(store, "anna", made_password, "1.1.1.1"), DS_SIGN_IN_REFUSED);
    assert_int_equal(ds_account_block(store, 0, anna, false, &outcome, NULL), DS_OK);
    assert_int_equal(try_password(store, "anna", made_password, "1.1.1.1"), DS_SIGN_IN_DONE);
    assert_int_equal(sign_in(store, NULL, NULL, NULL, NULL, NULL).outcome, DS_SIGN_IN_REFUSED);
    ds_dossiers_close(store);
}

static void test_external__comes_in_by_its_link_once(void **state) {
    ds_dossiers *store = made_open(folder);
    const ds_account_invite invite = {"carla@school.nl", "Carla", "", NULL, 0, 0};
    char token[DS_TOKEN_SIZE];
    const int64_t anna = made_account(store, "anna");
    ds_dossier_outcome outcome;
    int64_t id = 0, found = 0;
    (void)state;
    assert_int_equal(ds_account_sign_in_external(store, "surfconext:c", &found, &outcome, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_ABSENT);
    assert_int_equal(ds_account_invite_new(store, 0, &invite, token, &id, &outcome, NULL), DS_OK);
    assert_int_equal(
        ds_invitation_accept_external(store, token, "surfconext:c", &found, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(ds_account_sign_in_external(store, "surfconext:c", &found, &outcome, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(found, id);
    assert_int_equal(ds_account_invite_again(store, 0, anna, false, 0, token, &outcome, NULL),
                     DS_OK);
    assert_int_equal(
        ds_invitation_accept_external(store, token, "surfconext:c", &found, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_TAKEN);
    assert_int_equal(try_password(store, "carla", "", "1.1.1.1"), DS_SIGN_IN_REFUSED);
    ds_dossiers_close(store);
}

static void test_set_password__needs_the_present_one(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t anna = made_account(store, "anna");
    ds_sign_in_outcome out;
    (void)state;
    assert_int_equal(ds_account_set_password(store, anna, "mis mis mis", "een heel nieuw woord",
                                             NULL, &out, NULL),
                     DS_OK);
    assert_int_equal(out, DS_SIGN_IN_REFUSED);
    assert_int_equal(ds_account_set_password(store, anna, made_password, "een heel nieuw woord",
                                             NULL, &out, NULL),
                     DS_OK);
    assert_int_equal(out, DS_SIGN_IN_DONE);
    assert_int_equal(try_password(store, "anna", made_password, "1.1.1.1"), DS_SIGN_IN_REFUSED);
    assert_int_equal(try_password(store, "anna", "een heel nieuw woord", "1.1.1.1"),
                     DS_SIGN_IN_DONE);
    ds_dossiers_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha1__published_values),
        cmocka_unit_test(test_totp__published_values),
        cmocka_unit_test(test_totp__secret_is_base32),
        cmocka_unit_test_setup_teardown(test_sign_in__a_code_is_asked_and_counts_once, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_sign_in__a_recovery_code_counts_once, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            test_reset__by_an_administrator_takes_the_factor_away_where_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sign_in__keeps_a_password_at_the_cost_of_now, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_recovery__codes_cannot_be_tried_out, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_log__says_how_and_not_what, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tries__wait_longer_and_longer_and_not_for_ever, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_tries__a_known_browser_is_not_held_up_by_others,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tries__another_accounts_browser_is_unknown, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_tries__nobody_is_as_somebody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sign_in__who_is_blocked_or_invited_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_external__comes_in_by_its_link_once, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_set_password__needs_the_present_one, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
