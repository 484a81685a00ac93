/* tests/web/test_site_safety.c: what somebody tries who means harm: forms from elsewhere, planted
 * sessions, guessing who there is, addresses that lead away, markup in every field. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/served.h"
#include "web/site_served.h"

static const char hostile[] =
    "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;{{7*7}}%s%n{0}";

/* Nothing of it stands as markup. */
static void expect_tame(const visitor *v, const char *what) {
    if (strstr(v->page, "<script>alert") != NULL || strstr(v->page, "<img") != NULL)
        fail_msg("%s: %s", what, v->page);
}

/* ---- forms from elsewhere ---- */

static void send_form(visitor *v, const char *headers, const char *token) {
    char body[600], all[600];
    (void)snprintf(body, sizeof body, "bewijs=%s&naam=x&voor=A&formulier=proef", token);
    (void)snprintf(all, sizeof all, "%sContent-Type: application/x-www-form-urlencoded\r\n",
                   headers);
    (void)visitor_send(v, "POST", "/taken/nieuw", all, body, strlen(body));
}

static void test_csrf__each_way_is_refused(void **state) {
    static const char *const elsewhere[] = {
        "",
        "Origin: null\r\n",
        "Origin: https://evil.example\r\n",
        "Referer: https://evil.example/\r\n",
        "Origin: http://127.0.0.1\r\n",
    };
    site_served site;
    visitor v, other;
    char own[200], token[300], theirs[300], near[300];
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &v, "een", "invuller", "A");
    site_person(&site, &other, "twee", "invuller", "A");
    (void)snprintf(own, sizeof own, "Origin: %s\r\n", v.origin);
    assert_int_equal(visitor_get(&other, "/account"), 200);
    (void)snprintf(theirs, sizeof theirs, "%s", visitor_field(&other, "bewijs"));
    assert_int_equal(visitor_get(&v, "/taken/nieuw?formulier=proef"), 200);
    (void)snprintf(token, sizeof token, "%s", visitor_field(&v, "bewijs"));
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        send_form(&v, elsewhere[i], token);
        if (v.status != 403) fail_msg("%s: %u", elsewhere[i], v.status);
    }
    (void)snprintf(near, sizeof near, "Origin: %s.evil.example\r\n", v.origin);
    send_form(&v, near, token);
    assert_int_equal(v.status, 403);
    (void)snprintf(near, sizeof near, "%sSec-Fetch-Site: cross-site\r\n", own);
    send_form(&v, near, token);
    assert_int_equal(v.status, 403);
    send_form(&v, own, "");
    assert_int_equal(v.status, 403);
    send_form(&v, own, theirs); /* that of another session */
    assert_int_equal(v.status, 403);
    token[3] = token[3] == '0' ? '1' : '0';
    send_form(&v, own, token);
    assert_int_equal(v.status, 403);
    token[0] = '\0';
    assert_int_equal(visitor_get(&v, "/taken"), 200);
    assert_non_null(strstr(v.page, "Er staat niets voor u klaar")); /* none of it did anything */
    visitor_done(&v);
    visitor_done(&other);
    site_stop(&site);
}

/* The page to sign in has a token as well: nobody is logged in as somebody else behind their back.
 */
static void test_csrf__signing_in(void **state) {
    site_served site;
    visitor v;
    char body[400];
    (void)state;
    site_start(&site, NULL);
    visitor_new(&v, site.address);
    (void)snprintf(body, sizeof body, "adres=beheer@example.nl&wachtwoord=%s", "x");
    assert_int_equal(visitor_post(&v, "/inloggen", body), 403);
    assert_int_equal(visitor_get(&v, "/inloggen"), 200);
    assert_int_equal(visitor_post(&v, "/inloggen", body), 422);
    v.cookies[0] = '\0'; /* another browser */
    assert_int_equal(visitor_post(&v, "/inloggen", body), 403);
    visitor_done(&v);
    site_stop(&site);
}

/* ---- sessions ---- */

static void sign_in(visitor *v, const char *address, const char *back) {
    char body[600], code[9], *typed = form_text(site_password);
    (void)snprintf(body, sizeof body, "adres=%s&wachtwoord=%s&terug=%s", address, typed, back);
    assert_int_equal(visitor_get(v, "/inloggen"), 200);
    assert_int_equal(visitor_post(v, "/inloggen", body), 200);
    assert_non_null(strstr(v->page, "Tweede stap"));
    assert_null(strstr(v->page, site_password));
    assert_string_equal(visitor_cookie(v, "doorstroom-sessie"), "");
    visitor_code(v, code);
    (void)snprintf(body, sizeof body, "code=%s&terug=%s", code, back);
    (void)visitor_post(v, "/inloggen/code", body);
    free(typed);
}

static void test_sessions__a_planted_one_is_worth_nothing(void **state) {
    static const char planted[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    site_served site;
    visitor v, thief;
    char before[200], after[200];
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &v, "een", "invuller", "A");
    (void)snprintf(before, sizeof before, "%s", visitor_cookie(&v, "doorstroom-sessie"));
    assert_int_equal(strlen(before), 43);
    visitor_new(&thief, site.address);
    (void)snprintf(thief.cookies, sizeof thief.cookies, "doorstroom-sessie=%s", planted);
    assert_int_equal(visitor_get(&thief, "/taken"), 303);
    /* what the password changes, changes the token: the old one is void */
    assert_int_equal(visitor_get(&v, "/account"), 200);
    {
        char body[600], *typed = form_text(site_password);
        (void)snprintf(body, sizeof body, "huidig=%s&nieuw=%s%%21&nogmaals=%s%%21", typed, typed,
                       typed);
        assert_int_equal(visitor_post(&v, "/account/wachtwoord", body), 303);
        free(typed);
    }
    (void)snprintf(after, sizeof after, "%s", visitor_cookie(&v, "doorstroom-sessie"));
    assert_string_not_equal(before, after);
    (void)snprintf(thief.cookies, sizeof thief.cookies, "doorstroom-sessie=%s", before);
    assert_int_equal(visitor_get(&thief, "/taken"), 303);
    assert_int_equal(visitor_get(&v, "/taken"), 200);
    /* logged out is logged out, for who kept the cookie, too */
    (void)snprintf(thief.cookies, sizeof thief.cookies, "doorstroom-sessie=%s", after);
    assert_int_equal(visitor_get(&v, "/account"), 200);
    assert_int_equal(visitor_post(&v, "/uitloggen", ""), 303);
    assert_int_equal(visitor_get(&thief, "/taken"), 303);
    visitor_done(&v);
    visitor_done(&thief);
    site_stop(&site);
}

/* Two cookies of the name (one planted from a neighbour): neither counts. */
static void test_sessions__two_cookies_are_none(void **state) {
    site_served site;
    (void)state;
    site_start(&site, NULL);
    assert_int_equal(visitor_get(&site.admin, "/beheer"), 200);
    strcat(site.admin.cookies, "; doorstroom-sessie=x");
    assert_int_equal(visitor_get(&site.admin, "/beheer"), 303);
    site_stop(&site);
}

static void test_sessions__nothing_before_the_second_step(void **state) {
    site_served site;
    visitor v;
    char target[200], body[300], *typed = form_text(site_password);
    const char *path;
    (void)state;
    site_start(&site, NULL);
    assert_int_equal(visitor_get(&site.admin, "/beheer/uitnodigen"), 200);
    assert_int_equal(visitor_post(&site.admin, "/beheer/uitnodigen",
                                  "adres=half@example.nl&naam=Half&rol=beheerder&bereik=%2A"),
                     200);
    path = strstr(site.admin.page, "/uitnodiging/");
    (void)snprintf(target, sizeof target, "%.*s", (int)strcspn(path, "<"), path);
    visitor_new(&v, site.address);
    (void)snprintf(body, sizeof body, "nieuw=%s&nogmaals=%s", typed, typed);
    assert_int_equal(visitor_get(&v, target), 200);
    assert_int_equal(visitor_post(&v, target, body), 303);
    assert_int_equal(visitor_get(&v, "/beheer"), 303);
    assert_string_equal(visitor_location(&v), "/account/tweede-stap");
    assert_int_equal(visitor_get(&v, "/account"), 200);
    /* and the link counts once */
    assert_int_equal(visitor_get(&v, target), 404);
    visitor_done(&v);
    free(typed);
    site_stop(&site);
}

/* ---- guessing who there is ---- */

static char *try_to_sign_in(visitor *v, const char *address) {
    char body[300];
    char *page, *at;
    (void)snprintf(body, sizeof body, "adres=%s&wachtwoord=fout+wachtwoord", address);
    assert_int_equal(visitor_get(v, "/inloggen"), 200);
    (void)visitor_post(v, "/inloggen", body);
    assert_int_equal(v->status, 422);
    page = visitor_tame(v);
    while ((at = strstr(page, address)) != NULL) /* what was typed stands in it again */
        memmove(at, at + strlen(address), strlen(at + strlen(address)) + 1);
    return page;
}

static void test_enumeration__same_answer(void **state) {
    site_served site;
    visitor v;
    char *known, *unknown;
    (void)state;
    site_start(&site, NULL);
    visitor_new(&v, site.address);
    known = try_to_sign_in(&v, "beheer@example.nl");
    unknown = try_to_sign_in(&v, "niemand@example.nl");
    assert_string_equal(known, unknown);
    free(known);
    free(unknown);
    assert_int_equal(visitor_get(&v, "/uitnodiging/x"), 404);
    known = visitor_tame(&v);
    assert_int_equal(visitor_get(&v, "/uitnodiging/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                     404);
    assert_non_null(strstr(v.page, "Deze uitnodiging geldt niet"));
    free(known);
    visitor_done(&v);
    site_stop(&site);
}

/* ---- addresses that lead away ---- */

static void test_redirect__only_to_ourselves(void **state) {
    static const char *const away[] = {"https%3A%2F%2Fevil.example",
                                       "%2F%2Fevil.example",
                                       "%2F%5Cevil.example",
                                       "%2F%09%2Fevil.example",
                                       "javascript%3Aalert(1)",
                                       "%2Fa%0d%0aX-Evil%3A+1",
                                       "evil"};
    site_served site;
    visitor v;
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &v, "een", "invuller", "A");
    for (size_t i = 0; i < sizeof away / sizeof *away; i++) {
        char target[300];
        (void)snprintf(target, sizeof target, "/inloggen?terug=%s", away[i]);
        (void)visitor_get(&v, target); /* who is logged in is sent on */
        assert_int_equal(v.status, 303);
        assert_string_equal(visitor_location(&v), "/");
    }
    assert_int_equal(visitor_get(&v, "/account"), 200);
    assert_int_equal(visitor_post(&v, "/uitloggen", ""), 303);
    sign_in(&v, "een@example.nl", "%2F%2Fevil.example");
    /* the code counted once already when it was set up: another window of half a minute is not
     * waited for */
    assert_true(v.status == 422 || strcmp(visitor_location(&v), "/") == 0);
    visitor_done(&v);
    site_stop(&site);
}

/* ---- markup ---- */

static void test_markup__in_what_is_asked(void **state) {
    static const char *const targets[] = {"/inloggen?terug=%s",
                                          "/taken?taal=%s",
                                          "/taken/nieuw?formulier=proef&voor=%s",
                                          "/dossier/%s",
                                          "/%s",
                                          "/account?klaar=%s",
                                          "/uitnodiging/%s",
                                          "/inloggen/%s"};
    site_served site;
    visitor v;
    char *typed = form_text(hostile);
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &v, "een", "invuller", "A");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        char target[1000];
        const char *hole = strstr(targets[i], "%s");
        (void)snprintf(target, sizeof target, "%.*s%s", (int)(hole - targets[i]), targets[i],
                       typed);
        (void)visitor_get(&v, target);
        assert_true(v.status >= 200 && v.status < 500);
        expect_tame(&v, target);
    }
    free(typed);
    visitor_done(&v);
    site_stop(&site);
}

/* Every field that takes text, of people and of dossiers, and every page on which it stands. */
static void test_markup__in_what_is_kept(void **state) {
    static const char *const fields[] = {"naam", "verhaal", "geld",
                                         "eens", "werk",    "regels/r1/wat"};
    site_served site;
    visitor v;
    char *typed = form_text(hostile), *body = malloc(20000), target[100];
    long id;
    (void)state;
    assert_non_null(body);
    site_start(&site, NULL);
    (void)sprintf(body, "adres=m@example.nl&naam=%s&functie=%s&rol=invuller&bereik=A", typed,
                  typed);
    assert_int_equal(visitor_get(&site.admin, "/beheer/uitnodigen"), 200);
    assert_int_equal(visitor_post(&site.admin, "/beheer/uitnodigen", body), 200);
    visitor_new(&v, site.address);
    visitor_sign_up(&v, site.admin.page, site_password);
    assert_int_equal(visitor_get(&site.admin, "/beheer"), 200);
    expect_tame(&site.admin, "/beheer");
    assert_int_equal(visitor_get(&site.admin, "/beheer/gebruiker/2"), 200);
    expect_tame(&site.admin, "/beheer/gebruiker/2");
    assert_int_equal(visitor_get(&site.admin, "/beheer/logboek"), 200);
    expect_tame(&site.admin, "/beheer/logboek");
    id = site_dossier(&v, typed, "A");
    (void)snprintf(target, sizeof target, "/dossier/%ld/eerste", id);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        assert_int_equal(visitor_get(&v, target), 200);
        (void)sprintf(body, "revisie=%s&%s=%s", visitor_field(&v, "revisie"), fields[i], typed);
        (void)visitor_post(&v, target, body);
        assert_true(v.status == 303 || v.status == 422);
        expect_tame(&v, fields[i]);
    }
    assert_int_equal(visitor_get(&v, target), 200);
    expect_tame(&v, target);
    assert_non_null(strstr(v.page, "&lt;script&gt;alert(1)")); /* it was kept, as text */
    assert_int_equal(visitor_get(&v, "/taken"), 200);
    expect_tame(&v, "/taken");
    assert_int_equal(visitor_get(&v, "/account"), 200);
    expect_tame(&v, "/account");
    free(typed);
    free(body);
    visitor_done(&v);
    site_stop(&site);
}

/* ---- somebody else's word ---- */

/* By the button of the page, where there is one. */
static unsigned log_in_by_service(visitor *v, const char *subject) {
    char body[300], headers[400];
    /* a link from anywhere leads here: looking is not logging in */
    assert_true(visitor_send(v, "GET", "/inloggen/surfconext", subject, NULL, 0) < 500);
    assert_string_equal(visitor_cookie(v, "doorstroom-sessie"), "");
    if (v->status != 200) assert_int_equal(visitor_get(v, "/inloggen"), 200); /* for its token */
    (void)snprintf(body, sizeof body, "bewijs=%s", visitor_field(v, "bewijs"));
    (void)snprintf(headers, sizeof headers,
                   "%sOrigin: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n", subject,
                   v->origin);
    return visitor_send(v, "POST", "/inloggen/surfconext", headers, body, strlen(body));
}

static void test_services__only_by_the_proxy(void **state) {
    const ds_serve_service service = {"surfconext", "SURFconext", "X-Surfconext-Subject", NULL,
                                      NULL};
    site_served site;
    visitor v;
    char target[200], headers[300];
    const char *path;
    (void)state;
    site_start(&site, &service);
    visitor_new(&v, site.address);
    assert_int_equal(visitor_get(&v, "/inloggen/surfconext"), 403); /* nobody says who it is */
    assert_int_equal(visitor_get(&v, "/inloggen/anders"), 404);
    assert_int_equal(visitor_get(&site.admin, "/beheer/uitnodigen"), 200);
    assert_int_equal(visitor_post(&site.admin, "/beheer/uitnodigen",
                                  "adres=s@example.nl&naam=S&rol=invuller&bereik=A"),
                     200);
    path = strstr(site.admin.page, "/uitnodiging/");
    (void)snprintf(target, sizeof target, "%.*s", (int)strcspn(path, "<"), path);
    assert_int_equal(visitor_send(&v, "GET", target, "X-Surfconext-Subject: abc\r\n", NULL, 0),
                     200);
    {
        char body[300];
        (void)snprintf(body, sizeof body, "bewijs=%s&dienst=surfconext",
                       visitor_field(&v, "bewijs"));
        (void)snprintf(headers, sizeof headers,
                       "Origin: %s\r\nX-Surfconext-Subject: abc\r\nContent-Type: "
                       "application/x-www-form-urlencoded\r\n",
                       v.origin);
        assert_int_equal(visitor_send(&v, "POST", target, headers, body, strlen(body)), 303);
    }
    assert_int_equal(visitor_get(&v, "/taken"), 200);
    v.cookies[0] = '\0';
    assert_int_equal(log_in_by_service(&v, "X-Surfconext-Subject: abc\r\n"), 303);
    assert_int_equal(visitor_get(&v, "/taken"), 200);
    v.cookies[0] = '\0';
    assert_int_equal(log_in_by_service(&v, "X-Surfconext-Subject: abd\r\n"), 403);
    /* two of them: one may be the client's own */
    assert_int_equal(visitor_send(&v, "GET", "/inloggen/surfconext",
                                  "X-Surfconext-Subject: abc\r\nX-Surfconext-Subject: abc\r\n",
                                  NULL, 0),
                     403);
    visitor_done(&v);
    site_stop(&site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csrf__each_way_is_refused),
        cmocka_unit_test(test_csrf__signing_in),
        cmocka_unit_test(test_sessions__a_planted_one_is_worth_nothing),
        cmocka_unit_test(test_sessions__two_cookies_are_none),
        cmocka_unit_test(test_sessions__nothing_before_the_second_step),
        cmocka_unit_test(test_enumeration__same_answer),
        cmocka_unit_test(test_redirect__only_to_ourselves),
        cmocka_unit_test(test_markup__in_what_is_asked),
        cmocka_unit_test(test_markup__in_what_is_kept),
        cmocka_unit_test(test_services__only_by_the_proxy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
