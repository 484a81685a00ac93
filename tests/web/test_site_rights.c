/* tests/web/test_site_rights.c: who may ask what: the table of routes is whole, and every role asks
 * every route over a socket. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/site.h"
#include "web/site_served.h"

/* ---- the table ---- */

static void test_routes__each_names_an_action(void **state) {
    static const char *const open_to_all[] = {"/",
                                              "/gezondheid",
                                              "/vast/{som}/{naam}",
                                              "/inloggen",
                                              "/inloggen/code",
                                              "/inloggen/{dienst}",
                                              "/gezondheid/leeft",
                                              "/uitloggen",
                                              "/uitnodiging/{code}",
                                              "/api",
                                              "/api/openapi.json",
                                              "/api/v1",
                                              "/api/v1/hoofdstukken",
                                              "/api/v1/onderwerpen",
                                              "/api/v1/onderwerpen/{onderwerp}",
                                              "/api/v1/cijfers/{onderwerp}",
                                              "/api/v1/definities",
                                              "/api/v1/definities/{definitie}",
                                              "/api/v1/pakketten",
                                              "/api/v1/pakketten/{pakket}/{bestand}",
                                              "/api/v1/wijzigingen",
                                              "/publicatie",
                                              "/publicatie/{a}",
                                              "/publicatie/{a}/{b}",
                                              "/publicatie/{a}/{b}/{c}",
                                              "/publicatie/{a}/{b}/{c}/{d}",
                                              "/cijfers",
                                              "/cijfers/{onderwerp}",
                                              "/cijfers/{onderwerp}/insluiten",
                                              "/cijfers/{onderwerp}/{vorm}",
                                              "/insluiten/{onderwerp}",
                                              "/begrippen",
                                              "/begrippen/{begrip}",
                                              "/gewijzigd",
                                              "/instellingen",
                                              "/instellingen/{code}"};
    ds_http_routes routes = {0};
    (void)state;
    assert_int_equal(ds_web_routes(&routes, NULL), DS_OK);
    assert_true(routes.n > 30);
    for (size_t i = 0; i < routes.n; i++) {
        const ds_http_route *route = routes.routes[i];
        bool open = false;
        assert_true(route->action > DS_DESK_NONE && route->action < DS_DESK_ACTIONS);
        for (size_t k = 0; k < sizeof open_to_all / sizeof *open_to_all; k++)
            open = open || strcmp(open_to_all[k], route->pattern) == 0;
        if (open != (route->action == DS_DESK_PUBLIC)) fail_msg("%s", route->pattern);
        /* what is answered without asking who it is, is open to all */
        if (route->is_quick || route->is_public_page)
            assert_int_equal(route->action, DS_DESK_PUBLIC);
    }
    ds_http_routes_done(&routes);
}

/* ---- over a socket ---- */

/* The pattern with something in the place of each {…}: a dossier's number, and what is none. */
static void fill_pattern(const char *pattern, long dossier, char *out, size_t size) {
    size_t at = 0;
    while (*pattern != '\0' && at + 40 < size) {
        if (*pattern != '{') {
            out[at++] = *pattern++;
            continue;
        }
        at += (size_t)snprintf(out + at, size - at, "%ld",
                               strncmp(pattern, "{id}", 4) == 0 ? dossier : 1L);
        pattern += strcspn(pattern, "}") + 1;
    }
    out[at] = '\0';
}

static unsigned ask_route(visitor *v, const ds_http_route *route, const char *target) {
    if (route->method == DS_HTTP_GET) return visitor_get(v, target);
    (void)visitor_get(v, "/account"); /* a page with a token */
    return visitor_post(v, target, "");
}

/* Nobody gets further than the page to sign in; with a POST not even that far without a token. */
static void test_rights__nobody(void **state) {
    site_served site;
    ds_http_routes routes = {0};
    visitor v;
    (void)state;
    site_start(&site, NULL);
    visitor_new(&v, site.address);
    assert_int_equal(ds_web_routes(&routes, NULL), DS_OK);
    for (size_t i = 0; i < routes.n; i++) {
        const ds_http_route *route = routes.routes[i];
        char target[300];
        if (route->action == DS_DESK_PUBLIC) continue;
        fill_pattern(route->pattern, 1, target, sizeof target);
        if (route->method == DS_HTTP_GET) {
            if (visitor_get(&v, target) != 303 ||
                strncmp(visitor_location(&v), "/inloggen", 9) != 0)
                fail_msg("%s: %u", target, v.status);
        } else {
            assert_int_equal(visitor_get(&v, "/inloggen"), 200);
            if (visitor_post(&v, target, "") != 303 ||
                strcmp(visitor_location(&v), "/inloggen") != 0)
                fail_msg("POST %s: %u", target, v.status);
        }
    }
    ds_http_routes_done(&routes);
    visitor_done(&v);
    site_stop(&site);
}

static ds_desk_role role_of_name(const char *name) {
    ds_desk_role role = DS_ROLE_NOBODY;
    assert_true(ds_desk_role_named(name, &role));
    return role;
}

/* What comes of a route for somebody, its request id and token made the same. */
static char *answer_of(visitor *v, const ds_http_route *route, const char *target, long id) {
    char number[40], *text, *at;
    (void)ask_route(v, route, target);
    (void)snprintf(number, sizeof number, "/dossier/%ld", id);
    text = visitor_tame(v);
    while ((at = strstr(text, number)) != NULL) /* what was asked stands in links of the page */
        memmove(at, at + strlen(number), strlen(at + strlen(number)) + 1);
    return text;
}

/* Whoever has nothing to do with a dossier is told the same as where there is none, byte for byte.
 */
static void expect_alike(visitor *v, const char *role, const ds_http_route *route, long id) {
    const long none = 987654;
    char target[300], other[300], *first, *second;
    fill_pattern(route->pattern, id, target, sizeof target);
    fill_pattern(route->pattern, none, other, sizeof other);
    first = answer_of(v, route, target, id);
    if (v->status != 404 && v->status != 400) fail_msg("%s %s: %u", role, target, v->status);
    second = answer_of(v, route, other, none);
    if (strcmp(first, second) != 0) fail_msg("%s %s:\n%s\n%s", role, target, first, second);
    free(first);
    free(second);
}

static void ask_each_route(visitor *v, const char *role, const char *scope,
                           const ds_http_routes *routes, long id) {
    const ds_desk_holding holding = {role_of_name(role), scope};
    const ds_desk_actor actor = {9, &holding, 1};
    for (size_t i = 0; i < routes->n; i++) {
        const ds_http_route *route = routes->routes[i];
        const bool ever = ds_web_may_ever(&actor, (ds_desk_action)route->action);
        const bool sees_all = strcmp(scope, "*") == 0 && strcmp(role, "beheerder") != 0;
        char target[300];
        if (route->action == DS_DESK_PUBLIC || route->action == DS_DESK_ACCOUNT) continue;
        fill_pattern(route->pattern, id, target, sizeof target);
        (void)ask_route(v, route, target);
        if (!ever && v->status != 404) fail_msg("%s %s: %u", role, target, v->status);
        if (ever && v->status >= 500) fail_msg("%s %s: %u", role, target, v->status);
        if (strncmp(route->pattern, "/dossier/{id}", 13) == 0 && !sees_all &&
            !(ever && strcmp(role, "beheerder") == 0))
            expect_alike(v, role, route, id);
    }
}

/* Every role × every route, asking about a dossier of somebody else and one that is not there: both
 * are answered alike, and what a role may never do is not there at all. */
static void test_rights__each_role_and_route(void **state) {
    static const struct {
        const char *role, *scope;
    } people[] = {{"invuller", "B"},   {"tekenaar", "B"},    {"school", "01AB"}, {"regio", "RR"},
                  {"ministerie", "*"}, {"onderzoeker", "*"}, {"beheerder", "*"}};
    site_served site;
    ds_http_routes routes = {0};
    visitor owner;
    long id;
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &owner, "eigenaar", "invuller", "A");
    id = site_dossier(&owner, "van-A", "A");
    assert_int_equal(ds_web_routes(&routes, NULL), DS_OK);
    for (size_t p = 0; p < sizeof people / sizeof *people; p++) {
        visitor v;
        site_person(&site, &v, people[p].role, people[p].role, people[p].scope);
        ask_each_route(&v, people[p].role, people[p].scope, &routes, id);
        visitor_done(&v);
    }
    ds_http_routes_done(&routes);
    visitor_done(&owner);
    site_stop(&site);
}

/* An administrator gives accounts and sees no answer. */
static void test_rights__who_administers_sees_no_dossier(void **state) {
    site_served site;
    visitor owner;
    char target[100];
    long id;
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &owner, "eigenaar", "invuller", "A");
    id = site_dossier(&owner, "van-A", "A");
    (void)snprintf(target, sizeof target, "/dossier/%ld", id);
    assert_int_equal(visitor_get(&owner, target), 200);
    assert_int_equal(visitor_get(&site.admin, target), 404);
    assert_int_equal(visitor_get(&site.admin, "/beheer"), 200);
    assert_int_equal(visitor_get(&owner, "/beheer"), 404);
    visitor_done(&owner);
    site_stop(&site);
}

/* Roles that are taken away are gone at once, for sessions that were open, too. */
static void test_rights__what_is_withdrawn_is_gone(void **state) {
    site_served site;
    visitor v;
    (void)state;
    site_start(&site, NULL);
    site_person(&site, &v, "iemand", "invuller", "A");
    assert_int_equal(visitor_get(&v, "/taken"), 200);
    assert_int_equal(visitor_get(&site.admin, "/beheer/gebruiker/2"), 200);
    assert_int_equal(
        visitor_post(&site.admin, "/beheer/gebruiker/2/rol-weg", "rol=invuller&bereik=A"), 303);
    assert_int_equal(visitor_get(&v, "/taken"), 303); /* logged out */
    assert_int_equal(visitor_get(&site.admin, "/beheer/gebruiker/2"), 200);
    assert_int_equal(visitor_post(&site.admin, "/beheer/gebruiker/2/blokkeren", "doe=blokkeren"),
                     303);
    assert_int_equal(visitor_post(&site.admin, "/beheer/gebruiker/1/blokkeren", "doe=blokkeren"),
                     403);
    visitor_done(&v);
    site_stop(&site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes__each_names_an_action),
        cmocka_unit_test(test_rights__nobody),
        cmocka_unit_test(test_rights__each_role_and_route),
        cmocka_unit_test(test_rights__who_administers_sees_no_dossier),
        cmocka_unit_test(test_rights__what_is_withdrawn_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
