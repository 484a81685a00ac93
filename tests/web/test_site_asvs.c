/* tests/web/test_site_asvs.c: what OWASP's ASVS asks of every answer, cookie, form and line of the
 * log of the whole web part, as browsers see it behind a proxy (docs/asvs.md names the requirement
 * of each test). */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/support.h"
#include "web/figures_made.h"
#include "web/served.h"
#include "web/site.h"
#include "web/site_served.h"

/* ---- going by all routes ---- */

typedef void look_at(const visitor *v, const ds_http_route *route, const char *target);

/* What stands in the release for a name of a pattern; "1" for the others. */
static const char *word_for(const char *name) {
    static const char *const words[][2] = {{"{onderwerp}", "vsv"}, {"{begrip}", "vsv"},
                                           {"{code}", "01AA"},     {"{bereik}", "01AA"},
                                           {"{vorm}", "csv"},      {"{a}", "index.html"},
                                           {"{pakket}", "proef"},  {"{instelling}", "01AA"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(name, words[i][0], strlen(words[i][0])) == 0) return words[i][1];
    return "1";
}

static void fill_pattern(const char *pattern, char *out, size_t size) {
    size_t at = 0;
    while (*pattern != '\0' && at + 16 < size) {
        if (*pattern != '{') {
            out[at++] = *pattern++;
            continue;
        }
        at += (size_t)snprintf(out + at, size - at, "%s", word_for(pattern));
        pattern += strcspn(pattern, "}") + 1;
    }
    out[at] = '\0';
}

static void ask_all(visitor *v, look_at *look) {
    ds_http_routes routes = {0};
    assert_int_equal(ds_web_routes(&routes, NULL), DS_OK);
    for (size_t i = 0; i < routes.n; i++) {
        char target[300];
        fill_pattern(routes.routes[i]->pattern, target, sizeof target);
        if (strcmp(target, "/uitloggen") == 0) continue;
        if (routes.routes[i]->method == DS_HTTP_GET)
            (void)visitor_get(v, target);
        else if (routes.routes[i]->method == DS_HTTP_POST)
            (void)visitor_post(v, target, "");
        look(v, routes.routes[i], target);
    }
    ds_http_routes_done(&routes);
}

static void expect_part(const visitor *v, const char *target, const char *name, const char *part) {
    char *value = answer_header(v->page, name);
    if (value == NULL || strstr(value, part) == NULL)
        fail_msg("%s: %s: %s, expected %s", target, name, value == NULL ? "none" : value, part);
    free(value);
}

/* ---- every answer ---- */

static bool is_for_others(const char *target) {
    return strncmp(target, "/insluiten", 10) == 0 || strncmp(target, "/api", 4) == 0 ||
           strncmp(target, "/publicatie", 11) == 0;
}

static size_t n_shown;

static void look_at_headers(const visitor *v, const ds_http_route *route, const char *target) {
    char *type = answer_header(v->page, "Content-Type");
    char *cors = answer_header(v->page, "Access-Control-Allow-Origin");
    if (v->status == 0) fail_msg("%s: no answer", target);
    n_shown += v->status == 200;
    expect_part(v, target, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    expect_part(v, target, "X-Content-Type-Options", "nosniff");
    expect_part(v, target, "Referrer-Policy", "");
    expect_part(v, target, "Content-Security-Policy", "default-src 'none'");
    expect_part(v, target, "Content-Security-Policy", "base-uri 'none'");
    if (!is_for_others(target)) {
        expect_part(v, target, "Content-Security-Policy", "frame-ancestors 'none'");
        expect_part(v, target, "Cross-Origin-Resource-Policy", "same-origin");
        if (cors != NULL) fail_msg("%s: %s", target, cors);
    }
    if (type == NULL && answer_body(v->page)[0] != '\0') fail_msg("%s: no type", target);
    if (type != NULL && strncmp(type, "text/", 5) == 0 && strstr(type, "; charset=utf-8") == NULL)
        fail_msg("%s: %s", target, type);
    if (!route->is_public_page && !route->is_quick && !is_for_others(target))
        expect_part(v, target, "Cache-Control", "no-store");
    free(type);
    free(cors);
}

static void publish_figures(const char *folder) {
    ds_error err = {0};
    if (figures_publish(folder, 1, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
}

/* With a release, so that pages of figures are there to be asked. */
static void test_answers__have_what_a_browser_needs(void **state) {
    site_served site;
    visitor v, nobody;
    (void)state;
    site_start_prepared(&site, publish_figures);
    site_person(&site, &v, "een", "school", "01AA");
    site_visitor(&site, &nobody);
    assert_int_equal(visitor_get(&nobody, "/cijfers/vsv"), 200);
    assert_int_equal(visitor_get(&nobody, "/eigen/01AA/vsv"), 303);
    assert_int_equal(visitor_get(&v, "/eigen/01AA/vsv"), 200);
    n_shown = 0;
    ask_all(&nobody, look_at_headers);
    assert_true(n_shown >= 10);
    ask_all(&v, look_at_headers);
    ask_all(&site.admin, look_at_headers);
    assert_int_equal(visitor_get(&nobody, "/insluiten/vsv"), 200);
    expect_part(&nobody, "/insluiten/vsv", "Content-Security-Policy", "frame-ancestors *");
    assert_null(strstr(nobody.page, "Set-Cookie"));
    visitor_done(&v);
    visitor_done(&nobody);
    site_stop(&site);
}

/* ---- an institution's own figures ---- */

static const char *const own_pages[] = {"/eigen",
                                        "/eigen/01AA",
                                        "/eigen/01AA/vsv",
                                        "/eigen/01AA/vsv?by=niveau",
                                        "/eigen/01AA/vsv/csv",
                                        "/eigen/01AA/vsv/json",
                                        "/eigen/01AA/vsv/svg"};
enum { OWN_PAGES = sizeof own_pages / sizeof *own_pages };

/* As a page, a file of data and a figure write it. */
static bool has_own_number(const visitor *v) {
    return strstr(v->page, "7.654.321") != NULL || strstr(v->page, "7,654,321") != NULL ||
           strstr(v->page, "7654321") != NULL;
}

static size_t count_own_numbers(visitor *v, bool is_own) {
    size_t n = 0;
    for (size_t i = 0; i < OWN_PAGES; i++) {
        (void)visitor_get(v, own_pages[i]);
        if (!is_own && i > 0 && v->status != 404 && v->status != 303)
            fail_msg("%s: %u", own_pages[i], v->status);
        expect_part(v, own_pages[i], "Cache-Control", "no-store");
        n += has_own_number(v);
    }
    return n;
}

/* Who holds a role for 01AA itself sees its figures; everybody else, who may see all included, is
 * told that there are none, also after somebody saw them. */
static void test_own_figures__are_for_their_own(void **state) {
    static const struct {
        const char *role, *scope;
        bool is_own;
    } people[] = {
        {"school", "01AA", true},    {"school", "02BB", false},  {"invuller", "01AA", true},
        {"invuller", "A", false},    {"tekenaar", "*", false},   {"school", "*", false},
        {"onderzoeker", "*", false}, {"ministerie", "*", false}, {"regio", "01AA", false},
        {"tekenaar", "01AA", true},  {"regio", "RR", false}};
    site_served site;
    visitor nobody;
    (void)state;
    site_start_prepared(&site, publish_figures);
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        visitor v;
        char name[40];
        size_t n;
        (void)snprintf(name, sizeof name, "mens%zu", i);
        site_person(&site, &v, name, people[i].role, people[i].scope);
        n = count_own_numbers(&v, people[i].is_own);
        if ((n > 2) != people[i].is_own || (!people[i].is_own && n > 0))
            fail_msg("%s %s: %zu", people[i].role, people[i].scope, n);
        visitor_done(&v);
    }
    assert_int_equal(count_own_numbers(&site.admin, false), 0);
    site_visitor(&site, &nobody);
    assert_int_equal(count_own_numbers(&nobody, false), 0);
    visitor_done(&nobody);
    site_stop(&site);
}

/* What libmicrohttpd answers by itself: without our headers, and therefore with nothing of ours in
 * it, and the connection at an end. Behind a proxy it never gets there. */
static void expect_bare(const visitor *v, const char *request) {
    if ((v->status != 400 && v->status != 505) || strstr(v->page, "Connection: close") == NULL ||
        strstr(v->page, "Set-Cookie") != NULL || strstr(v->page, "echo-of-this") != NULL)
        fail_msg("%s: %s", request, v->page);
}

/* What is no request at all: with the same headers, or bare. */
static void test_answers__to_what_is_no_request(void **state) {
    static const struct {
        const char *request;
        bool is_bare;
    } odd[] = {{"GARBAGE\r\n\r\n", false},
               {"GARBAGE echo-of-this\r\n\r\n", true},
               {"GET /echo-of-this HTTP/9.9\r\nHost: x\r\n\r\n", true},
               {"GET /echo-of-this HTTP/1.1\r\n\r\n", true},
               {"GET / HTTP/1.1\r\nHost : echo-of-this\r\n\r\n", true},
               {"GET / HTTP/1.1\r\nHost: x\r\n echo-of-this\r\n\r\n", true},
               {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", false},
               {"GET nopath HTTP/1.1\r\nHost: x\r\n\r\n", false},
               {"POST /inloggen HTTP/1.1\r\nHost: x\r\n\r\n", false},
               {"POST /inloggen HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", true},
               {"POST /inloggen HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n", true},
               {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", false},
               {"GET / HTTP/1.1\r\nHost: x\r\nX: \x01\r\n\r\n", false}};
    site_served site;
    (void)state;
    site_start_public(&site);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        visitor v;
        site_visitor(&site, &v);
        v.page = client_ask(site.address, odd[i].request);
        v.status = answer_status(v.page);
        if (odd[i].is_bare) {
            expect_bare(&v, odd[i].request);
        } else if (v.page[0] != '\0') {
            expect_part(&v, odd[i].request, "Strict-Transport-Security", "max-age=63072000");
            expect_part(&v, odd[i].request, "X-Content-Type-Options", "nosniff");
            expect_part(&v, odd[i].request, "Content-Security-Policy", "frame-ancestors 'none'");
        }
        visitor_done(&v);
    }
    site_stop(&site);
}

/* ---- cookies ---- */

static size_t n_cookies;

static void look_at_cookies(const visitor *v, const ds_http_route *route, const char *target) {
    static const char *const parts[] = {"; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Secure"};
    (void)route;
    for (const char *at = v->page; (at = strstr(at, "\r\nSet-Cookie: ")) != NULL;) {
        char cookie[700];
        at += 14;
        n_cookies++;
        (void)snprintf(cookie, sizeof cookie, "%.*s", (int)strcspn(at, "\r"), at);
        if (strncmp(cookie, "__Host-", 7) != 0 || strstr(cookie, "Domain") != NULL)
            fail_msg("%s: %s", target, cookie);
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (strstr(cookie, parts[i]) == NULL) fail_msg("%s: %s", target, cookie);
        if (strncmp(cookie, "__Host-sessie=", 14) == 0 && strstr(cookie, "Max-Age=0") == NULL)
            assert_null(strstr(cookie, "Max-Age")); /* it goes with the browser */
    }
}

/* Given with each attribute and under a name that no other host can set; what is under the name
 * without it counts for nothing. */
static void test_cookies__are_of_this_host_alone(void **state) {
    site_served site;
    visitor v, nobody;
    char token[100];
    (void)state;
    site_start_public(&site);
    site_person(&site, &v, "een", "invuller", "A");
    look_at_cookies(&v, NULL, "the page of codes");
    site_visitor(&site, &nobody);
    n_cookies = 0;
    ask_all(&nobody, look_at_cookies);
    ask_all(&v, look_at_cookies);
    (void)visitor_get(&v, "/account?taal=en");
    look_at_cookies(&v, NULL, "?taal");
    assert_true(n_cookies >= 2);
    (void)snprintf(token, sizeof token, "%s", visitor_cookie(&v, "__Host-sessie"));
    assert_int_equal(strlen(token), DS_TOKEN_SIZE - 1);
    (void)snprintf(nobody.cookies, sizeof nobody.cookies, "doorstroom-sessie=%s; sessie=%s", token,
                   token);
    assert_int_equal(visitor_get(&nobody, "/taken"), 303);
    visitor_done(&v);
    visitor_done(&nobody);
    site_stop(&site);
}

/* ---- addresses and pages hold no secret; every page has a way out ---- */

static char secret_token[100];

static void look_for_secrets(const visitor *v, const ds_http_route *route, const char *target) {
    const char *body = answer_body(v->page);
    char *type = answer_header(v->page, "Content-Type");
    if (strstr(body, secret_token) != NULL) fail_msg("%s shows the session", target);
    if (strstr(visitor_location(v), "bewijs=") != NULL ||
        strstr(visitor_location(v), secret_token) != NULL)
        fail_msg("%s: %s", target, visitor_location(v));
    for (const char *at = body; (at = strstr(at, "type=\"password\"")) != NULL; at++) {
        const char *form = at, *field = at, *value;
        while (form > body && strncmp(form, "<form", 5) != 0)
            form--;
        while (field > body && *field != '<')
            field--;
        if (memmem(form, strcspn(form, ">"), "method=\"post\"", 13) == NULL)
            fail_msg("%s: %.200s", target, form);
        /* password managers are told which one it is, and nothing keeps anybody from pasting */
        value = memmem(field, strcspn(field, ">"), " value=\"", 8);
        if (memmem(field, strcspn(field, ">"), "-password\"", 10) == NULL ||
            memmem(field, strcspn(field, ">"), "onpaste", 7) != NULL ||
            memmem(field, strcspn(field, ">"), "maxlength", 9) != NULL ||
            (value != NULL && value[8] != '"'))
            fail_msg("%s: %.300s", target, field);
    }
    if (!route->is_quick && type != NULL && strncmp(type, "text/html", 9) == 0 && body[0] != '\0' &&
        strstr(body, "action=\"/uitloggen\"") == NULL)
        fail_msg("%s has no way out", target);
    free(type);
}

static void test_pages__hold_no_secret_and_a_way_out(void **state) {
    site_served site;
    (void)state;
    site_start_public(&site);
    (void)snprintf(secret_token, sizeof secret_token, "%s",
                   visitor_cookie(&site.admin, "__Host-sessie"));
    ask_all(&site.admin, look_for_secrets);
    site_stop(&site);
}

/* Logged out: the browser is told to let go of what it kept, and the session is over here. */
static void test_logging_out__leaves_nothing(void **state) {
    site_served site;
    visitor thief;
    (void)state;
    site_start_public(&site);
    site_visitor(&site, &thief);
    memcpy(thief.cookies, site.admin.cookies, sizeof thief.cookies);
    assert_int_equal(visitor_get(&thief, "/beheer"), 200);
    assert_int_equal(visitor_get(&site.admin, "/beheer"), 200);
    assert_int_equal(visitor_post(&site.admin, "/uitloggen", ""), 303);
    expect_part(&site.admin, "/uitloggen", "Clear-Site-Data", "\"cache\"");
    assert_string_equal(visitor_cookie(&site.admin, "__Host-sessie"), "");
    assert_int_equal(visitor_get(&thief, "/beheer"), 303);
    visitor_done(&thief);
    site_stop(&site);
}

/* ---- asking ---- */

static void ask_by_get(visitor *v) {
    ds_http_routes routes = {0};
    assert_int_equal(ds_web_routes(&routes, NULL), DS_OK);
    for (size_t i = 0; i < routes.n; i++) {
        char target[300];
        fill_pattern(routes.routes[i]->pattern, target, sizeof target);
        (void)visitor_get(v, target); /* those of a POST as well */
    }
    ds_http_routes_done(&routes);
}

/* Takes the lines of the log out that say that something was fetched. */
static void drop_fetched(char *page) {
    static const char *const fetched[] = {"<td>xlsx_uit</td>"};
    for (size_t i = 0; i < sizeof fetched / sizeof *fetched; i++)
        for (char *at; (at = strstr(page, fetched[i])) != NULL;) {
            char *end = strstr(at, "</tr>");
            assert_non_null(end);
            while (strncmp(at, "<tr>", 4) != 0)
                at--;
            memmove(at, end + 5, strlen(end + 5) + 1);
        }
}

/* Looking changes nothing: everything that can be asked by GET, by who may most, leaves the log of
 * what was done as it was, and the session on. */
static void test_get__changes_nothing(void **state) {
    site_served site;
    visitor v;
    char *before, *after;
    (void)state;
    site_start_public(&site);
    site_person(&site, &v, "een", "invuller", "A");
    (void)site_dossier(&v, "van-A", "A");
    assert_int_equal(visitor_get(&site.admin, "/beheer/logboek"), 200);
    before = visitor_tame(&site.admin);
    ask_by_get(&v);
    ask_by_get(&site.admin);
    assert_int_equal(visitor_get(&site.admin, "/beheer/logboek"), 200);
    after = visitor_tame(&site.admin);
    drop_fetched(before);
    drop_fetched(after);
    if (strcmp(before, after) != 0) fail_msg("%s", strstr(after, "<tbody"));
    assert_int_equal(visitor_get(&v, "/taken"), 200);
    free(before);
    free(after);
    visitor_done(&v);
    site_stop(&site);
}

/* ---- what is not there ---- */

static void test_places__nothing_lies_open(void **state) {
    static const char *const targets[] = {"/.git/HEAD",
                                          "/.git/config",
                                          "/.env",
                                          "/doorstroom.yaml",
                                          "/web/",
                                          "/web/dossiers.sqlite",
                                          "/web/dossiers.sleutel",
                                          "/vast/",
                                          "/formulieren/",
                                          "/formulieren/proef.yaml",
                                          "/register/",
                                          "/metrics",
                                          "/vast/1/../../doorstroom.yaml",
                                          "/vast/%2e%2e/%2e%2e/doorstroom.yaml"};
    site_served site;
    visitor nobody;
    (void)state;
    site_start_public(&site);
    site_visitor(&site, &nobody);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        (void)visitor_get(&nobody, targets[i]);
        if (nobody.status != 404 && nobody.status != 400)
            fail_msg("%s: %u", targets[i], nobody.status);
        (void)visitor_get(&site.admin, targets[i]);
        if (site.admin.status != 404 && site.admin.status != 400)
            fail_msg("%s: %u", targets[i], site.admin.status);
    }
    visitor_done(&nobody);
    site_stop(&site);
}

/* TRACE least of all: it would show a script the cookie that it may not read. */
static void test_methods__only_those_of_pages(void **state) {
    static const char *const methods[] = {"TRACE",   "PUT",   "DELETE", "PATCH",
                                          "CONNECT", "TRACK", "get"};
    site_served site;
    (void)state;
    site_start_public(&site);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        (void)visitor_send(&site.admin, methods[i], "/taken", "X-Mark: echo-of-this\r\n", NULL, 0);
        if (site.admin.status != 405 && site.admin.status != 400 && site.admin.status != 501 &&
            site.admin.status != 0)
            fail_msg("%s: %u", methods[i], site.admin.status);
        assert_null(strstr(site.admin.page, "echo-of-this"));
        assert_null(strstr(site.admin.page, "__Host-sessie"));
    }
    site_stop(&site);
}

/* ---- what is sent besides ---- */

/* A form takes the fields that it has: no role, state or other page comes along. */
static void test_forms__take_no_field_of_another(void **state) {
    site_served site;
    visitor v;
    char target[100], *typed = form_text(site_password), body[700];
    long id;
    (void)state;
    site_start_public(&site);
    site_person(&site, &v, "een", "invuller", "A");
    id = site_dossier(&v, "van-A&toestand=ingediend&id=77&gemaakt_door=1", "A");
    (void)snprintf(target, sizeof target, "/dossier/%ld/eerste", id);
    assert_int_equal(visitor_get(&v, target), 200);
    (void)snprintf(body, sizeof body,
                   "revisie=%s&naam=goed&meer=vreemd&tweede%%2Fmeer=vreemd&toestand=ingediend",
                   visitor_field(&v, "revisie"));
    assert_int_equal(visitor_post(&v, target, body), 422); /* told, and not passed over */
    assert_non_null(strstr(v.page, "#v-meer"));
    assert_non_null(strstr(v.page, "#v-tweede-meer"));
    assert_non_null(strstr(v.page, "#v-toestand"));
    (void)snprintf(target, sizeof target, "/dossier/%ld/tweede", id);
    assert_int_equal(visitor_get(&v, target), 200);
    assert_null(strstr(v.page, "vreemd"));
    (void)snprintf(target, sizeof target, "/dossier/%ld", id);
    assert_int_equal(visitor_get(&v, target), 200);
    assert_null(strstr(v.page, "submitted"));
    assert_non_null(strstr(v.page, "open"));
    assert_int_equal(visitor_get(&v, "/account"), 200);
    (void)snprintf(body, sizeof body,
                   "huidig=%s&nieuw=%s%%21&nogmaals=%s%%21&rol=beheerder&bereik=%%2A&staat=1&id=1",
                   typed, typed, typed);
    assert_int_equal(visitor_post(&v, "/account/wachtwoord", body), 303);
    assert_int_equal(visitor_get(&v, "/beheer"), 404);
    assert_int_equal(visitor_get(&site.admin, "/beheer"), 200); /* whose password is as it was */
    visitor_done(&v);
    free(typed);
    site_stop(&site);
}

/* ---- services ---- */

static unsigned log_in_as(visitor *v, const char *service, const char *headers) {
    char target[60], body[300], all[400];
    (void)snprintf(target, sizeof target, "/inloggen/%s", service);
    v->cookies[0] = '\0';
    if (visitor_send(v, "GET", target, headers, NULL, 0) != 200)
        assert_int_equal(visitor_get(v, "/inloggen"), 200);
    (void)snprintf(body, sizeof body, "bewijs=%s", visitor_field(v, "bewijs"));
    (void)snprintf(all, sizeof all,
                   "%sOrigin: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n", headers,
                   v->origin);
    return visitor_send(v, "POST", target, all, body, strlen(body));
}

/* Two services that call two persons by one name: each is the person of its own service. */
static void test_services__of_one_name_are_two_persons(void **state) {
    static const ds_serve_service services[] = {
        {"een", "Een", "X-Een", NULL, NULL}, {"twee", "Twee", "X-Twee", "X-Twee-Acr", "loa2 loa3"}};
    ds_serve_options options = DS_SERVE_OPTIONS_INIT;
    site_served site = {.folder = ds_test_folder()};
    ds_error err = {0};
    visitor v;
    char link[512], body[300], headers[300];
    const char *path;
    (void)state;
    options.folder = site.folder;
    options.listen = "127.0.0.1:0";
    options.quick_passwords = true;
    options.requests_a_second = -1;
    options.trusted_proxy = "127.0.0.1";
    options.services = services;
    options.n_services = 2;
    assert_int_equal(ds_serve_start(&options, &site.serve, &err), DS_OK);
    (void)snprintf(site.address, sizeof site.address, "%s", ds_serve_listens(site.serve));
    assert_int_equal(ds_serve_invite_first(site.serve, "a@example.nl", "A", link, &err), DS_OK);
    path = strstr(link, "/uitnodiging/");
    visitor_new(&v, site.address);
    assert_int_equal(visitor_send(&v, "GET", path, "X-Een: abc\r\n", NULL, 0), 200);
    (void)snprintf(body, sizeof body, "bewijs=%s&dienst=een", visitor_field(&v, "bewijs"));
    (void)snprintf(
        headers, sizeof headers,
        "X-Een: abc\r\nOrigin: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        v.origin);
    assert_int_equal(visitor_send(&v, "POST", path, headers, body, strlen(body)), 303);
    assert_int_equal(log_in_as(&v, "een", "X-Een: abc\r\n"), 303);
    assert_int_equal(visitor_get(&v, "/beheer"), 200);
    assert_int_equal(log_in_as(&v, "twee", "X-Twee: abc\r\nX-Twee-Acr: loa2\r\n"), 403);
    assert_int_equal(log_in_as(&v, "twee", "X-Twee: een:abc\r\nX-Twee-Acr: loa2\r\n"), 403);
    assert_int_equal(log_in_as(&v, "twee", "X-Een: abc\r\nX-Twee-Acr: loa2\r\n"), 403);
    assert_int_equal(visitor_get(&v, "/beheer"), 303);
    visitor_done(&v);
    ds_serve_stop(site.serve);
    ds_test_folder_remove(site.folder);
}

/* Who did not sign in strongly enough over there is not let in here, neither by the page nor by an
 * invitation. */
static void test_services__have_to_be_strong_enough(void **state) {
    static const ds_serve_service service = {"een", "Een", "X-Een", "X-Acr", "urn:loa2 urn:loa3"};
    static const char *const weak[] = {"X-Een: abc\r\n",
                                       "X-Een: abc\r\nX-Acr: urn:loa1\r\n",
                                       "X-Een: abc\r\nX-Acr: urn:loa\r\n",
                                       "X-Een: abc\r\nX-Acr: urn:loa2 urn:loa3\r\n",
                                       "X-Een: abc\r\nX-Acr: urn:loa2\r\nX-Acr: urn:loa2\r\n",
                                       "X-Een: abc\r\nX-Acr: \r\n"};
    site_served site;
    visitor v;
    char target[200], body[300], headers[300];
    const char *path;
    (void)state;
    site_start(&site, &service);
    assert_int_equal(visitor_get(&site.admin, "/beheer/uitnodigen"), 200);
    assert_int_equal(visitor_post(&site.admin, "/beheer/uitnodigen",
                                  "adres=s@example.nl&naam=S&rol=invuller&bereik=A"),
                     200);
    path = strstr(site.admin.page, "/uitnodiging/");
    (void)snprintf(target, sizeof target, "%.*s", (int)strcspn(path, "<"), path);
    visitor_new(&v, site.address);
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        assert_int_equal(visitor_send(&v, "GET", target, weak[i], NULL, 0), 200);
        assert_null(strstr(v.page, "name=\"dienst\"")); /* a password only */
    }
    assert_int_equal(visitor_send(&v, "GET", target, "X-Een: abc\r\nX-Acr: urn:loa2\r\n", NULL, 0),
                     200);
    (void)snprintf(body, sizeof body, "bewijs=%s&dienst=een", visitor_field(&v, "bewijs"));
    (void)snprintf(headers, sizeof headers,
                   "X-Een: abc\r\nX-Acr: urn:loa2\r\nOrigin: %s\r\nContent-Type: "
                   "application/x-www-form-urlencoded\r\n",
                   v.origin);
    assert_int_equal(visitor_send(&v, "POST", target, headers, body, strlen(body)), 303);
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++)
        assert_int_equal(log_in_as(&v, "een", weak[i]), 403);
    assert_int_equal(log_in_as(&v, "een", "X-Een: abc\r\nX-Acr: urn:loa3\r\n"), 303);
    assert_int_equal(visitor_get(&v, "/taken"), 200);
    visitor_done(&v);
    site_stop(&site);
}

/* ---- the log ---- */

/* Whether a line has all of these. */
static bool has_line(const site_served *site, const char *a, const char *b, const char *c) {
    for (const char *line = site->log; *line != '\0';) {
        const size_t size = strcspn(line, "\n");
        if (memmem(line, size, a, strlen(a)) != NULL && memmem(line, size, b, strlen(b)) != NULL &&
            memmem(line, size, c, strlen(c)) != NULL)
            return true;
        line += size + (line[size] == '\n');
    }
    return false;
}

/* Who was let no further, by number, where, when and why; and nothing of what they typed. */
static void test_log__says_who_was_refused(void **state) {
    site_served site;
    visitor v, nobody;
    char token[100];
    (void)state;
    site_start_public(&site);
    site_person(&site, &v, "jansen", "invuller", "A");
    site_visitor(&site, &nobody);
    assert_int_equal(visitor_get(&v, "/beheer"), 404);
    assert_int_equal(visitor_get(&nobody, "/beheer"), 303);
    assert_int_equal(visitor_get(&v, "/dossier/77"), 404);
    assert_int_equal(visitor_get(&v, "/account"), 200);
    (void)snprintf(v.origin, sizeof v.origin, "https://evil.example");
    assert_int_equal(visitor_post(&v, "/account/sessies", "welke=alle&wachtwoord=geheimwoord"),
                     403);
    (void)snprintf(token, sizeof token, "%s", visitor_cookie(&v, "__Host-sessie"));
    visitor_done(&v);
    visitor_done(&nobody);
    visitor_done(&site.admin);
    ds_serve_stop(site.serve); /* all lines are written */
    assert_true(has_line(&site, "\"route\":\"/beheer\"", "\"wie\":2", "\"geweigerd\":\"rol\""));
    assert_true(
        has_line(&site, "\"route\":\"/beheer\"", "\"status\":303", "\"geweigerd\":\"aanmelden\""));
    assert_true(has_line(&site, "\"route\":\"/dossier/{id}\"", "\"wie\":2", "\"status\":404"));
    assert_true(
        has_line(&site, "\"route\":\"/account/sessies\"", "\"wie\":2", "\"geweigerd\":\"bewijs\""));
    assert_true(has_line(&site, "\"tijd\":\"20", "Z\",\"wat\":\"verzoek\"", "\"id\":\""));
    assert_null(strstr(site.log, "jansen"));
    assert_null(strstr(site.log, "geheimwoord"));
    assert_null(strstr(site.log, token));
    assert_false(has_line(&site, "\"verzoek\"", "127.0.0.1", ""));
    ds_test_folder_remove(site.folder);
}

/* ---- scripts ---- */

/* What our pages run writes no markup, makes no code of text, keeps nothing in the browser and
 * listens to no other window. */
static void test_scripts__do_nothing_dangerous(void **state) {
    static const char folder[] = DS_SOURCE_DIR "/src/web/page";
    static const char *const words[] = {
        "innerHTML",    "outerHTML",       "insertAdjacentHTML", "document.write", "eval(",
        "new Function", "setTimeout('",    "setTimeout(\"",      "localStorage",   "sessionStorage",
        "indexedDB",    "document.cookie", "postMessage",        "\"message\"",    "'message'",
        "__proto__",    ".prototype[",     "location =",         "location.href ="};
    DIR *dir = opendir(folder);
    size_t n = 0;
    (void)state;
    assert_non_null(dir);
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        const char *dot = strrchr(entry->d_name, '.');
        char path[600], *text = NULL;
        size_t size = 0;
        if (dot == NULL || strcmp(dot, ".js") != 0) continue;
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        assert_int_equal(ds_file_read(path, 1 << 20, &text, &size, NULL), DS_OK);
        n++;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (memmem(text, size, words[i], strlen(words[i])) != NULL)
                fail_msg("%s: %s", entry->d_name, words[i]);
        ds_free(text);
    }
    (void)closedir(dir);
    assert_true(n >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers__have_what_a_browser_needs),
        cmocka_unit_test(test_own_figures__are_for_their_own),
        cmocka_unit_test(test_answers__to_what_is_no_request),
        cmocka_unit_test(test_cookies__are_of_this_host_alone),
        cmocka_unit_test(test_pages__hold_no_secret_and_a_way_out),
        cmocka_unit_test(test_logging_out__leaves_nothing),
        cmocka_unit_test(test_places__nothing_lies_open),
        cmocka_unit_test(test_methods__only_those_of_pages),
        cmocka_unit_test(test_forms__take_no_field_of_another),
        cmocka_unit_test(test_services__of_one_name_are_two_persons),
        cmocka_unit_test(test_services__have_to_be_strong_enough),
        cmocka_unit_test(test_get__changes_nothing),
        cmocka_unit_test(test_log__says_who_was_refused),
        cmocka_unit_test(test_scripts__do_nothing_dangerous),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
