/* tests/web/test_site_accounts.c: accounts over HTTP: somebody is left who administers, a link is
 * no second step, and nothing tells whether there is an account: not the page, and not the work
 * that is done for it. */
#include <dlfcn.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"
#include "web/served.h"
#include "web/site_served.h"

/* ---- counting the work: these stand before those of libsodium and SQLite ---- */

typedef struct sqlite3_stmt sqlite3_stmt;
int sqlite3_step(sqlite3_stmt *statement);

static _Atomic size_t n_hashed, n_steps;

int sqlite3_step(sqlite3_stmt *statement) {
    static int (*real)(sqlite3_stmt *);
    if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_step");
    n_steps++;
    return real(statement);
}

int crypto_pwhash_str_alg(char out[crypto_pwhash_STRBYTES], const char *const passwd,
                          unsigned long long size, unsigned long long opslimit, size_t memlimit,
                          int alg) {
    static int (*real)(char *, const char *, unsigned long long, unsigned long long, size_t, int);
    if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "crypto_pwhash_str_alg");
    n_hashed++;
    return real(out, passwd, size, opslimit, memlimit, alg);
}

int crypto_pwhash_str_verify(const char str[crypto_pwhash_STRBYTES], const char *const passwd,
                             unsigned long long size) {
    static int (*real)(const char *, const char *, unsigned long long);
    if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "crypto_pwhash_str_verify");
    n_hashed++;
    return real(str, passwd, size);
}

/* ---- guessing who there is ---- */

typedef struct told_of {
    unsigned status;
    size_t hashed, steps;
    char *page;
} told_of;

static told_of try_password(const char *server, const char *address, const char *password) {
    visitor v;
    char body[600], *typed = form_text(password), *at;
    told_of out;
    visitor_new(&v, server);
    assert_int_equal(visitor_get(&v, "/inloggen"), 200);
    (void)snprintf(body, sizeof body, "adres=%s&wachtwoord=%s", address, typed);
    n_hashed = n_steps = 0;
    (void)visitor_post(&v, "/inloggen", body);
    out = (told_of){v.status, n_hashed, n_steps, visitor_tame(&v)};
    while ((at = strstr(out.page, address)) != NULL) /* what was typed stands in it again */
        memmove(at, at + strlen(address), strlen(at + strlen(address)) + 1);
    visitor_done(&v);
    free(typed);
    return out;
}

static void expect_same_work(const char *what, const told_of *a, const told_of *b) {
    if (a->status != b->status || strcmp(a->page, b->page) != 0)
        fail_msg("%s: another page:\n%s\n%s", what, a->page, b->page);
    if (a->hashed != b->hashed || a->steps != b->steps)
        fail_msg("%s: hashed %zu and %zu times, %zu and %zu steps of the store", what, a->hashed,
                 b->hashed, a->steps, b->steps);
}

/* A wrong password of somebody, no such address, and the right password of who is blocked: the same
 * page, one argon2id each, the same steps of the store. */
static void test_guessing__the_same_work(void **state) {
    site_served site;
    visitor there, blocked;
    told_of known, unknown, kept_out;
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &there, "aanwezig", "invuller", "A");
    site_person(&site, &blocked, "geblokt", "invuller", "A");
    assert_int_equal(visitor_get(&site.admin, "/beheer/gebruiker/3"), 200);
    assert_int_equal(visitor_post(&site.admin, "/beheer/gebruiker/3/blokkeren", "doe=blokkeren"),
                     303);
    free(try_password(site.address, "eerst@example.nl", "x").page); /* what is made once */
    known = try_password(site.address, "aanwezig@example.nl", "een fout wachtwoord");
    unknown = try_password(site.address, "afwezig2@example.nl", "een fout wachtwoord");
    kept_out = try_password(site.address, "geblokt@example.nl", site_password);
    assert_int_equal(known.status, 422);
    assert_int_equal(known.hashed, 1);
    expect_same_work("unknown", &known, &unknown);
    expect_same_work("blocked", &known, &kept_out);
    free(known.page);
    free(unknown.page);
    free(kept_out.page);
    visitor_done(&there);
    visitor_done(&blocked);
    site_stop(&site);
}

/* ---- links ---- */

static void invite(site_served *site, const char *address, char link[200]) {
    char body[300];
    const char *path;
    (void)snprintf(body, sizeof body, "adres=%s&naam=I&rol=invuller&bereik=A", address);
    assert_int_equal(visitor_get(&site->admin, "/beheer/uitnodigen"), 200);
    assert_int_equal(visitor_post(&site->admin, "/beheer/uitnodigen", body), 200);
    path = strstr(site->admin.page, "/uitnodiging/");
    assert_non_null(path);
    (void)snprintf(link, 200, "%.*s", (int)strcspn(path, "<"), path);
}

static void invite_again(site_served *site, int user, const char *body, char link[200]) {
    char target[100];
    const char *path;
    (void)snprintf(target, sizeof target, "/beheer/gebruiker/%d", user);
    assert_int_equal(visitor_get(&site->admin, target), 200);
    strcat(target, "/opnieuw");
    assert_int_equal(visitor_post(&site->admin, target, body), 200);
    path = strstr(site->admin.page, "/uitnodiging/");
    assert_non_null(path);
    (void)snprintf(link, 200, "%.*s", (int)strcspn(path, "<"), path);
}

/* What the page says to somebody new, for GET and for POST, one after the other. */
static char *look_at_link(const char *server, const char *link) {
    char *typed = form_text(site_password), *first, *second, *both, body[600], *at;
    visitor v;
    visitor_new(&v, server);
    (void)snprintf(body, sizeof body, "nieuw=%s&nogmaals=%s", typed, typed);
    assert_int_equal(visitor_get(&v, "/inloggen"), 200);
    assert_int_equal(visitor_get(&v, link), 404);
    first = visitor_tame(&v);
    assert_int_equal(visitor_get(&v, "/inloggen"), 200); /* for its token */
    assert_int_equal(visitor_post(&v, link, body), 404);
    second = visitor_tame(&v);
    both = malloc(strlen(first) + strlen(second) + 1);
    assert_non_null(both);
    (void)sprintf(both, "%s%s", first, second);
    while ((at = strstr(both, link)) != NULL) /* where the page is, stands in it */
        memmove(at, at + strlen(link), strlen(at + strlen(link)) + 1);
    free(first);
    free(second);
    free(typed);
    visitor_done(&v);
    return both;
}

/* Used, void by a later one, of somebody blocked, made up, and no code at all: one page. */
static void test_links__void_ones_are_alike(void **state) {
    static const char made_up[] = "/uitnodiging/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    site_served site;
    visitor v;
    char links[5][200], *first;
    (void)state;
    site_start(&site, NULL);
    invite(&site, "gebruikt@example.nl", links[0]);
    visitor_new(&v, site.address);
    visitor_sign_up(&v, links[0], site_password);
    invite(&site, "later@example.nl", links[1]);
    {
        char next[200];
        invite_again(&site, 3, "", next);
    }
    invite(&site, "geblokt@example.nl", links[2]);
    assert_int_equal(visitor_get(&site.admin, "/beheer/gebruiker/4"), 200);
    assert_int_equal(visitor_post(&site.admin, "/beheer/gebruiker/4/blokkeren", "doe=blokkeren"),
                     303);
    (void)snprintf(links[3], sizeof links[3], "%s", made_up);
    (void)snprintf(links[4], sizeof links[4], "/uitnodiging/x");
    first = look_at_link(site.address, links[0]);
    assert_non_null(strstr(first, "Deze uitnodiging geldt niet"));
    for (size_t i = 1; i < sizeof links / sizeof *links; i++) {
        char *other = look_at_link(site.address, links[i]);
        if (strcmp(first, other) != 0) fail_msg("%zu:\n%s\n%s", i, first, other);
        free(other);
    }
    free(first);
    visitor_done(&v);
    site_stop(&site);
}

/* Whoever has a second step is asked for it after a new password, too: the link alone lets nobody
 * in. Only where the administrator had it set up anew, it does. */
static void test_links__are_no_second_step(void **state) {
    site_served site;
    visitor v, thief;
    char link[200], body[600], *typed = form_text("heel ander wachtwoord 7");
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &v, "een", "invuller", "A");
    (void)snprintf(body, sizeof body, "nieuw=%s&nogmaals=%s", typed, typed);
    invite_again(&site, 2, "", link);
    visitor_new(&thief, site.address);
    assert_int_equal(visitor_get(&thief, link), 200);
    assert_int_equal(visitor_post(&thief, link, body), 303);
    assert_string_equal(visitor_location(&thief), "/inloggen");
    assert_string_equal(visitor_cookie(&thief, "doorstroom-sessie"), "");
    assert_int_equal(visitor_get(&thief, "/taken"), 303);
    invite_again(&site, 2, "tweede=ja", link);
    assert_int_equal(visitor_get(&thief, link), 200);
    assert_int_equal(visitor_post(&thief, link, body), 303);
    assert_int_equal(visitor_get(&thief, "/taken"), 303);
    assert_string_equal(visitor_location(&thief), "/account/tweede-stap");
    visitor_done(&v);
    visitor_done(&thief);
    free(typed);
    site_stop(&site);
}

/* A browser that was left alone does not get a second step of its own. */
static void test_second_step__asks_for_both_before_another(void **state) {
    static const char page[] = "/account/tweede-stap";
    site_served site;
    visitor v;
    char body[300], code[9], *typed = form_text(site_password);
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &v, "een", "invuller", "A");
    assert_int_equal(visitor_get(&v, page), 200);
    assert_non_null(strstr(v.page, "name=\"huidig\""));
    assert_int_equal(visitor_post(&v, page, "doe=begin"), 422);
    assert_null(strstr(v.page, "class=\"geheim\""));
    assert_int_equal(visitor_post(&v, page, "doe=begin&huidig=iets+heel+anders"), 422);
    assert_null(strstr(v.page, "class=\"geheim\""));
    /* nor does who knows the password, without the telephone */
    (void)snprintf(body, sizeof body, "doe=begin&huidig=%s", typed);
    assert_int_equal(visitor_post(&v, page, body), 422);
    assert_null(strstr(v.page, "class=\"geheim\""));
    visitor_code(&v, code); /* was used when it was set up */
    (void)snprintf(body, sizeof body, "doe=begin&huidig=%s&code=%s", typed, code);
    assert_int_equal(visitor_post(&v, page, body), 422);
    visitor_code_later(&v, 30, code);
    (void)snprintf(body, sizeof body, "doe=begin&huidig=%s&code=%s", typed, code);
    assert_int_equal(visitor_post(&v, page, body), 200);
    assert_non_null(strstr(v.page, "class=\"geheim\""));
    visitor_done(&v);
    free(typed);
    site_stop(&site);
}

/* ---- sessions ---- */

/* The same person in another browser. */
static void sign_in_elsewhere(visitor *v, const visitor *as, const char *address) {
    char body[600], code[9], *typed = form_text(site_password);
    visitor_new(v, as->address);
    memcpy(v->secret, as->secret, sizeof v->secret);
    (void)snprintf(body, sizeof body, "adres=%s&wachtwoord=%s", address, typed);
    assert_int_equal(visitor_get(v, "/inloggen"), 200);
    assert_int_equal(visitor_post(v, "/inloggen", body), 200);
    visitor_code_later(as, 30, code); /* that of now was used when it was set up */
    (void)snprintf(body, sizeof body, "code=%s", code);
    assert_int_equal(visitor_post(v, "/inloggen/code", body), 303);
    assert_int_equal(visitor_get(v, "/taken"), 200);
    free(typed);
}

static unsigned end_sessions(visitor *v, const char *which, const char *password) {
    char body[400], *typed = form_text(password);
    assert_int_equal(visitor_get(v, "/account"), 200);
    (void)snprintf(body, sizeof body, "welke=%s&wachtwoord=%s", which, typed);
    free(typed);
    return visitor_post(v, "/account/sessies", body);
}

/* The value of the choice that stands after the one of all. */
static void read_other_session(const visitor *v, char out[20]) {
    const char *at = strstr(v->page, "value=\"alle\"");
    assert_non_null(at);
    at = strstr(at + 1, "value=\"");
    assert_non_null(at);
    (void)snprintf(out, 20, "%.16s", at + 7);
    assert_int_equal(strspn(out, "0123456789abcdef"), 16);
}

/* Whoever is logged in sees where, and ends it there; who found the browser open does not. */
static void test_sessions__are_seen_and_ended(void **state) {
    site_served site;
    visitor here, there;
    char name[20];
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &here, "een", "invuller", "A");
    sign_in_elsewhere(&there, &here, "een@example.nl");
    assert_int_equal(visitor_get(&here, "/account"), 200);
    assert_non_null(strstr(here.page, "deze browser"));
    assert_non_null(strstr(here.page, ">elders<"));
    read_other_session(&here, name);
    assert_null(strstr(here.page, visitor_cookie(&there, "doorstroom-sessie")));
    assert_int_equal(end_sessions(&here, name, "niet het wachtwoord"), 422);
    assert_int_equal(visitor_get(&there, "/taken"), 200);
    assert_int_equal(end_sessions(&here, "0000000000000000", site_password), 303);
    assert_int_equal(visitor_get(&there, "/taken"), 200);
    assert_int_equal(end_sessions(&site.admin, name, site_password), 303); /* of somebody else */
    assert_int_equal(visitor_get(&there, "/taken"), 200);
    assert_int_equal(end_sessions(&here, name, site_password), 303);
    assert_int_equal(visitor_get(&there, "/taken"), 303);
    assert_int_equal(visitor_get(&here, "/taken"), 200);
    visitor_done(&here);
    visitor_done(&there);
    site_stop(&site);
}

/* Who administers ends those of one person, and of nobody else. */
static void test_sessions__are_ended_by_who_administers(void **state) {
    site_served site;
    visitor one, two;
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &one, "een", "invuller", "A");
    site_person(&site, &two, "twee", "invuller", "A");
    assert_int_equal(visitor_get(&site.admin, "/beheer/gebruiker/2"), 200);
    assert_int_equal(visitor_post(&site.admin, "/beheer/gebruiker/2/sessies", ""), 303);
    assert_int_equal(visitor_get(&one, "/taken"), 303);
    assert_int_equal(visitor_get(&two, "/taken"), 200);
    assert_int_equal(visitor_get(&site.admin, "/beheer/logboek"), 200);
    assert_non_null(strstr(site.admin.page, "sessies beëindigen"));
    visitor_done(&one);
    visitor_done(&two);
    site_stop(&site);
}

/* A new second step: whoever had got in elsewhere before it, is out. */
static void test_sessions__end_with_a_new_second_step(void **state) {
    static const char page[] = "/account/tweede-stap";
    site_served site;
    visitor here, there;
    const char *code;
    char body[300], secret[64], digits[9], recovery[64], *typed = form_text(site_password);
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &here, "een", "invuller", "A");
    code = strstr(here.page, "class=\"geheim\">"); /* the recovery codes are still on the page */
    assert_non_null(code);
    (void)snprintf(recovery, sizeof recovery, "%.34s", code + 15);
    sign_in_elsewhere(&there, &here, "een@example.nl");
    (void)snprintf(body, sizeof body, "doe=begin&huidig=%s&code=%s", typed, recovery);
    assert_int_equal(visitor_get(&here, page), 200);
    assert_int_equal(visitor_post(&here, page, body), 200);
    (void)snprintf(secret, sizeof secret, "%s", visitor_field(&here, "sleutel"));
    (void)snprintf(here.secret, sizeof here.secret, "%s", secret);
    assert_int_equal(visitor_get(&there, "/taken"), 200); /* it does not count yet */
    assert_int_equal(visitor_get(&here, page), 200);
    visitor_code(&here, digits);
    (void)snprintf(body, sizeof body, "doe=bevestig&sleutel=%s&code=%s", secret, digits);
    assert_int_equal(visitor_post(&here, page, body), 200);
    assert_int_equal(visitor_get(&there, "/taken"), 303);
    assert_int_equal(visitor_get(&here, "/taken"), 200);
    visitor_done(&here);
    visitor_done(&there);
    free(typed);
    site_stop(&site);
}

/* ---- who administers ---- */

static void remove_own_account(visitor *v, unsigned expected) {
    assert_int_equal(visitor_get(v, "/account/verwijderen"), 200);
    assert_int_equal(visitor_post(v, "/account/verwijderen", "zeker=ja"), expected);
}

static unsigned drop_role(visitor *v, int user) {
    char target[100];
    (void)snprintf(target, sizeof target, "/beheer/gebruiker/%d", user);
    assert_int_equal(visitor_get(v, target), 200);
    strcat(target, "/rol-weg");
    return visitor_post(v, target, "rol=beheerder&bereik=%2A");
}

static void test_beheer__somebody_is_left(void **state) {
    site_served site;
    visitor second;
    char link[200];
    (void)state;
    site_start(&site, NULL);
    assert_int_equal(drop_role(&site.admin, 1), 409);
    assert_non_null(strstr(site.admin.page, "Er moet iemand overblijven die beheert"));
    remove_own_account(&site.admin, 409);
    assert_non_null(strstr(site.admin.page, "Er moet iemand overblijven die beheert"));
    assert_int_equal(visitor_get(&site.admin, "/beheer"), 200); /* nothing changed */
    /* one who did not choose a password yet administers nothing */
    assert_int_equal(visitor_get(&site.admin, "/beheer/uitnodigen"), 200);
    assert_int_equal(visitor_post(&site.admin, "/beheer/uitnodigen",
                                  "adres=twee@example.nl&naam=Twee&rol=beheerder&bereik=%2A"),
                     200);
    (void)snprintf(link, sizeof link, "%.150s", strstr(site.admin.page, "/uitnodiging/"));
    assert_int_equal(drop_role(&site.admin, 1), 409);
    visitor_new(&second, site.address);
    visitor_sign_up(&second, link, site_password);
    assert_int_equal(drop_role(&second, 1), 303); /* now there are two */
    assert_int_equal(drop_role(&second, 2), 409);
    remove_own_account(&second, 409);
    assert_int_equal(visitor_get(&second, "/beheer"), 200);
    visitor_done(&second);
    site_stop(&site);
}

/* ---- passwords ---- */

static void test_passwords__common_ones_are_refused(void **state) {
    static const char *const common[] = {
        "Wachtwoord123!", "welkomwelkom",  "123456789012",    "!!Qwertyuiop99", "1qaz2wsx3edc",
        "Q1w2e3r4t5y6",   "qweasdzxc123!", "fietsbfietsb",    "abcdefgh1234",   "welkomZOMER123",
        "112233445566",   "123abc123abc",  "zaq1XSW2cde3vfr4"};
    site_served site;
    visitor v;
    char link[200];
    (void)state;
    site_start(&site, NULL);
    invite(&site, "nieuw@example.nl", link);
    visitor_new(&v, site.address);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        char body[300], *typed = form_text(common[i]);
        (void)snprintf(body, sizeof body, "nieuw=%s&nogmaals=%s", typed, typed);
        assert_int_equal(visitor_get(&v, link), 200);
        if (visitor_post(&v, link, body) != 422) fail_msg("%s: %u", common[i], v.status);
        assert_non_null(strstr(v.page, "dit wachtwoord kiezen er veel"));
        free(typed);
    }
    visitor_sign_up(&v, link, site_password);
    visitor_done(&v);
    site_stop(&site);
}

/* Who lost the first link before using it is let in by asking again, and nobody else is. */
static void test_first__may_be_asked_again(void **state) {
    ds_serve_options options = DS_SERVE_OPTIONS_INIT;
    site_served site = {.folder = ds_test_folder()};
    char first[512], second[512], third[512];
    ds_error err = {0};
    visitor v;
    (void)state;
    options.folder = site.folder;
    options.program_folder = DS_SOURCE_DIR;
    options.listen = "127.0.0.1:0";
    options.quick_passwords = true;
    options.requests_a_second = -1;
    assert_int_equal(ds_serve_start(&options, &site.serve, &err), DS_OK);
    (void)snprintf(site.address, sizeof site.address, "%s", ds_serve_listens(site.serve));
    assert_int_equal(ds_serve_invite_first(site.serve, "a@example.nl", "A", first, &err), DS_OK);
    assert_int_equal(ds_serve_invite_first(site.serve, "b@example.nl", "B", second, &err),
                     DS_INPUT);
    assert_non_null(strstr(err.nl, "nieuwe link"));
    assert_int_equal(ds_serve_invite_first(site.serve, "A@example.nl", "A", third, &err), DS_OK);
    assert_string_not_equal(first, third);
    visitor_new(&v, site.address);
    assert_int_not_equal(visitor_get(&v, strstr(first, "/uitnodiging/")), 200); /* void now */
    visitor_sign_up(&v, third, site_password);
    assert_int_equal(ds_serve_invite_first(site.serve, "a@example.nl", "A", first, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "er is al een beheerder, die"));
    visitor_done(&v);
    ds_serve_stop(site.serve);
    ds_test_folder_remove(site.folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guessing__the_same_work),
        cmocka_unit_test(test_links__void_ones_are_alike),
        cmocka_unit_test(test_links__are_no_second_step),
        cmocka_unit_test(test_second_step__asks_for_both_before_another),
        cmocka_unit_test(test_sessions__are_seen_and_ended),
        cmocka_unit_test(test_sessions__are_ended_by_who_administers),
        cmocka_unit_test(test_sessions__end_with_a_new_second_step),
        cmocka_unit_test(test_beheer__somebody_is_left),
        cmocka_unit_test(test_passwords__common_ones_are_refused),
        cmocka_unit_test(test_first__may_be_asked_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
