/* tests/dossier/test_leaked.c: a list of passwords that leaked: each one on it is found, none
 * beside it, whatever lines are like; what is no such list is refused at once; and nobody chooses
 * one. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doorstroom/accounts.h"
#include "dossier/leaked.h"
#include "dossier/made.h"
#include "dossier/totp.h"
#include "support/in_folder.h"
#include "support/support.h"

enum { LISTED = 500, LINE = 80 };

static int compare_lines(const void *a, const void *b) {
    return strcmp(a, b);
}

static void password_of(int i, char out[40]) {
    (void)snprintf(out, 40, "gelekt wachtwoord %d", i);
}

/* The even ones of 2 * LISTED are on it; how: what stands behind a sum, and between lines. */
static char *write_list(const char *behind, const char *between, bool ends_in_line) {
    char(*lines)[LINE] = calloc(LISTED, LINE), *text = calloc(LISTED + 1, LINE), password[40],
    *path;
    unsigned char sum[DS_SHA1_SIZE];
    assert_non_null(lines);
    assert_non_null(text);
    for (int i = 0; i < LISTED; i++) {
        password_of(2 * i, password);
        ds_sha1(password, strlen(password), sum);
        (void)sodium_bin2hex(lines[i], LINE, sum, sizeof sum);
        for (char *c = lines[i]; *c != '\0'; c++)
            *c = *c >= 'a' ? (char)(*c - 'a' + 'A') : *c;
    }
    qsort(lines, LISTED, LINE, compare_lines);
    for (int i = 0; i < LISTED; i++) {
        strcat(text, lines[i]);
        if (behind[0] != '\0') (void)sprintf(text + strlen(text), "%s%d", behind, i * i);
        if (i + 1 < LISTED || ends_in_line) strcat(text, between);
    }
    path = ds_test_write_string(folder, "gelekt.txt", text);
    free(lines);
    free(text);
    return path;
}

static void test_leaked__each_is_found_and_no_other(void **state) {
    static const struct {
        const char *behind, *between;
        bool ends_in_line;
    } shapes[] = {{":", "\r\n", true}, {":", "\n", false}, {"", "\n", true}, {"", "\r\n", false}};
    (void)state;
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        char *path = write_list(shapes[s].behind, shapes[s].between, shapes[s].ends_in_line);
        ds_leaked *list = NULL;
        ds_error err = {0};
        if (ds_leaked_open(path, &list, &err) != DS_OK) fail_msg("%zu: %s", s, err.en);
        for (int i = 0; i < 2 * LISTED; i++) {
            char password[40];
            bool has = false;
            password_of(i, password);
            assert_int_equal(ds_leaked_has(list, password, &has, &err), DS_OK);
            if (has != (i % 2 == 0)) fail_msg("%zu: %s", s, password);
        }
        ds_leaked_close(list);
        free(path);
    }
}

static void test_leaked__what_is_no_list_is_refused(void **state) {
    static const char *const wrong[] = {
        "", "wachtwoord\n123456\n",
        "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD\n", /* one digit short */
        "F000000000000000000000000000000000000000\nA000000000000000000000000000000000000000\n"};
    ds_leaked *list = NULL;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *path = ds_test_write_string(folder, "fout.txt", wrong[i]);
        ds_error err = {0};
        if (ds_leaked_open(path, &list, &err) != DS_INPUT) fail_msg("%zu", i);
        assert_string_equal(err.file, path);
        free(path);
    }
    assert_int_not_equal(ds_leaked_open("/nergens/lijst.txt", &list, NULL), DS_OK);
    assert_int_not_equal(ds_leaked_open(folder, &list, NULL), DS_OK);
    assert_null(list);
}

/* Neither by an invitation nor when one is changed. */
static void test_leaked__nobody_chooses_one(void **state) {
    ds_dossiers *store = made_open(folder);
    const ds_account_invite invite = {"clara@school.nl", "Clara", "", NULL, 0, 0};
    char *path = write_list(":", "\r\n", true), token[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome;
    ds_sign_in_outcome right;
    ds_error err = {0};
    int64_t id = 0;
    (void)state;
    assert_int_equal(ds_passwords_refuse(store, path, NULL, &err), DS_OK);
    assert_int_equal(ds_account_invite_new(store, 0, &invite, token, &id, &outcome, NULL), DS_OK);
    assert_int_equal(
        ds_invitation_accept(store, token, "gelekt wachtwoord 44", &id, &outcome, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "leaked"));
    assert_int_equal(
        ds_invitation_accept(store, token, "gelekt wachtwoord 45", &id, &outcome, NULL), DS_OK);
    assert_int_equal(ds_account_set_password(store, id, "gelekt wachtwoord 45",
                                             "gelekt wachtwoord 998", NULL, &right, &err),
                     DS_INPUT);
    assert_int_equal(ds_account_set_password(store, id, "gelekt wachtwoord 45",
                                             "gelekt wachtwoord 997", NULL, &right, &err),
                     DS_OK);
    assert_int_equal(right, DS_SIGN_IN_DONE);
    free(path);
    ds_dossiers_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_leaked__each_is_found_and_no_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_leaked__what_is_no_list_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_leaked__nobody_chooses_one, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
