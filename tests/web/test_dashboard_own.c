/* tests/web/test_dashboard_own.c: figures of one institution are there for who holds a role for
 * that institution, and for nobody else: the rule a second time by hand, and no byte of them on any
 * page that others can ask for. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/figures_made.h"
#include "web/served.h"
#include "web/site_served.h"

static const char *const own_targets[] = {"/eigen/01AA",          "/eigen/01AA/vsv",
                                          "/eigen/01AA/vsv/csv",  "/eigen/01AA/vsv/xlsx",
                                          "/eigen/01AA/vsv/json", "/eigen/01AA/vsv/svg?by=niveau"};
enum { TARGETS = sizeof own_targets / sizeof *own_targets };

static void start(site_served *site) {
    ds_error err = {0};
    unsigned status = 0;
    site_start(site, NULL);
    if (figures_publish(site->folder, 1, &err) != DS_OK) fail_msg("%s", err.en);
    for (int i = 0; i < 1200 && status != 200; i++) {
        char *answer = client_get(site->address, "/cijfers", "");
        status = answer_status(answer);
        free(answer);
        if (status != 200) (void)usleep(50000);
    }
    assert_int_equal(status, 200);
}

/* The number of the institution's own, in each of the ways in which it is written. */
static bool tells_own(const char *text) {
    return strstr(text, "7654321") != NULL || strstr(text, "7.654.321") != NULL ||
           strstr(text, "7,654,321") != NULL;
}

/* The rule by hand: who may see figures that are of 01AA alone. */
static const struct {
    const char *role, *scope;
    bool may;
} people[] = {{"invuller", "01AA", true},    {"tekenaar", "01AA", true}, {"school", "01AA", true},
              {"invuller", "02BB", false},   {"school", "02BB", false},  {"regio", "01AA", false},
              {"onderzoeker", "*", false},   {"ministerie", "*", false}, {"beheerder", "*", false},
              {"onderzoeker", "01AA", false}};

static void ask_own(visitor *v, size_t who) {
    for (size_t t = 0; t < TARGETS; t++) {
        const unsigned status = visitor_get(v, own_targets[t]);
        if (status != (people[who].may ? 200U : 404U))
            fail_msg("%s of %s, %s: %u", people[who].role, people[who].scope, own_targets[t],
                     status);
        if (people[who].may && strstr(own_targets[t], "/csv") != NULL)
            assert_true(tells_own(v->page));
        if (!people[who].may) assert_false(tells_own(v->page));
        if (people[who].may) {
            char *kept = answer_header(v->page, "Cache-Control");
            assert_string_equal(kept, "no-store");
            free(kept);
        }
    }
}

static void test_own__who_may(void **state) {
    site_served site;
    (void)state;
    start(&site);
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        visitor v;
        char name[40];
        (void)snprintf(name, sizeof name, "p%zu", i);
        site_person(&site, &v, name, people[i].role, people[i].scope);
        ask_own(&v, i);
        visitor_done(&v);
    }
    site_stop(&site);
}

/* Whose it is not is told the same as where there is none. */
static void test_own__not_theirs_is_not_there(void **state) {
    site_served site;
    visitor v;
    char *first, *second;
    (void)state;
    start(&site);
    site_person(&site, &v, "ander", "invuller", "02BB");
    (void)visitor_get(&v, "/eigen/01AA");
    first = visitor_tame(&v);
    (void)visitor_get(&v, "/eigen/01ZZ");
    second = visitor_tame(&v);
    for (char *at = first; (at = strstr(at, "01AA")) != NULL; at++)
        memcpy(at, "01ZZ", 4);
    assert_string_equal(first, second);
    free(first);
    free(second);
    assert_int_equal(visitor_get(&v, "/eigen"), 303);
    assert_string_equal(visitor_location(&v), "/eigen/02BB");
    assert_int_equal(visitor_get(&v, "/eigen/02BB"), 200);
    assert_non_null(strstr(v.page, "Hier staan geen cijfers"));
    visitor_done(&v);
    site_visitor(&site, &v);
    for (size_t t = 0; t < TARGETS; t++) {
        assert_int_equal(visitor_get(&v, own_targets[t]), 303);
        assert_int_equal(strncmp(visitor_location(&v), "/inloggen", 9), 0);
    }
    visitor_done(&v);
    site_stop(&site);
}

/* ---- no byte on others' pages ---- */

enum { PAGES_MOST = 900 };

typedef struct walk {
    char *targets[PAGES_MOST];
    size_t n;
} walk;

static void add_target(walk *w, const char *at, size_t size) {
    char target[2000], *out = target;
    for (size_t i = 0; i < size && i < sizeof target - 1; i++) {
        *out++ = at[i];
        if (strncmp(at + i, "&amp;", 5) == 0) i += 4;
    }
    *out = '\0';
    if (strchr(target, '#') != NULL || strstr(target, "taal=") != NULL ||
        strncmp(target, "/vast/", 6) == 0)
        return;
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->targets[i], target) == 0) return;
    if (w->n < PAGES_MOST) w->targets[w->n++] = strdup(target);
}

/* Every page and file of the dashboard that a page leads to, for who is not logged in and for who
 * holds a role for another. */
static void walk_all(visitor *v, size_t *out_n) {
    walk w = {.n = 0};
    add_target(&w, "/cijfers", 8);
    add_target(&w, "/begrippen", 10);
    add_target(&w, "/instellingen", 13);
    add_target(&w, "/gewijzigd", 10);
    add_target(&w, "/cijfers/vsv?by=niveau", 22);
    add_target(&w, "/cijfers/vsv?by=niveau,leerweg", 30);
    add_target(&w, "/insluiten/vsv", 14);
    for (size_t i = 0; i < w.n; i++) {
        (void)visitor_get(v, w.targets[i]);
        if (v->status >= 500) fail_msg("%s: %u", w.targets[i], v->status);
        if (tells_own(v->page)) fail_msg("%s tells an institution's own", w.targets[i]);
        for (const char *at = v->page; (at = strstr(at, "href=\"/")) != NULL; at++)
            add_target(&w, at + 6, strcspn(at + 6, "\""));
    }
    *out_n = w.n;
    for (size_t i = 0; i < w.n; i++)
        free(w.targets[i]);
}

static void test_own__no_byte_elsewhere(void **state) {
    site_served site;
    visitor v, owner;
    size_t n;
    (void)state;
    start(&site);
    site_person(&site, &owner, "eigenaar", "invuller", "01AA");
    assert_int_equal(visitor_get(&owner, "/eigen/01AA/vsv"), 200); /* so that its views are made */
    site_visitor(&site, &v);
    walk_all(&v, &n);
    assert_true(n > 30);
    visitor_done(&v);
    site_person(&site, &v, "ander", "school", "02BB");
    walk_all(&v, &n);
    assert_true(n > 30);
    visitor_done(&v);
    visitor_done(&owner);
    site_stop(&site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own__who_may),
        cmocka_unit_test(test_own__not_theirs_is_not_there),
        cmocka_unit_test(test_own__no_byte_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
