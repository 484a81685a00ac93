/* tests/web/test_api.c: the read API and the files of a release over a socket: what is there, what
 * is not, what is told about it, and that it stays the same as long as the release does. What each
 * number is, tools/crawl holds against the release. */
#include "support/support.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "web/api/api.h"
#include "web/figures_made.h"
#include "web/served.h"
#include "web/site_served.h"

static void publish(const site_served *site, unsigned seed) {
    ds_error err = {0};
    if (figures_publish(site->folder, seed, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
}

/* The release is read beside what is asked: until then there is none. How long that takes here is
 * not told. */
static void start(site_served *site) {
    unsigned status = 0;
    site_start(site, NULL);
    publish(site, 1);
    for (int i = 0; i < 1200 && status != 200; i++) {
        char *answer = client_get(site->address, "/api/v1", "");
        status = answer_status(answer);
        free(answer);
        if (status != 200) (void)usleep(50000);
    }
    assert_int_equal(status, 200);
}

static char *get(const site_served *site, const char *target, const char *headers,
                 unsigned status) {
    char *answer = client_get(site->address, target, headers);
    if (answer_status(answer) != status)
        fail_msg("%s: %u in place of %u\n%.2000s", target, answer_status(answer), status, answer);
    return answer;
}

static void expect_header(const char *answer, const char *name, const char *value) {
    char *found = answer_header(answer, name);
    if (found == NULL || strcmp(found, value) != 0)
        fail_msg("%s: %s in place of %s", name, found == NULL ? "none" : found, value);
    free(found);
}

static json_t *json_of(const char *answer) {
    json_error_t error;
    json_t *json = json_loads(answer_body(answer), JSON_REJECT_DUPLICATES, &error);
    if (json == NULL) fail_msg("%s: %.400s", error.text, answer_body(answer));
    return json;
}

static json_t *get_json(const site_served *site, const char *target) {
    char *answer = get(site, target, "", 200);
    json_t *json = json_of(answer);
    expect_header(answer, "Content-Type", "application/json");
    expect_header(answer, "Access-Control-Allow-Origin", "*");
    free(answer);
    return json;
}

/* ---- faults ---- */

static void expect_problem(const site_served *site, const char *target, unsigned status,
                           const char *code, const char *detail) {
    char *answer = get(site, target, "", status);
    json_t *json = json_of(answer);
    const char *nl = json_string_value(json_object_get(json, "detail"));
    const char *en = json_string_value(json_object_get(json, "detail_en"));
    expect_header(answer, "Content-Type", "application/problem+json");
    expect_header(answer, "Access-Control-Allow-Origin", "*");
    expect_header(answer, "Cache-Control", "no-store");
    assert_int_equal(json_integer_value(json_object_get(json, "status")), status);
    assert_string_equal(json_string_value(json_object_get(json, "code")), code);
    assert_true(nl != NULL && en != NULL && strcmp(nl, en) != 0);
    if (strstr(nl, detail) == NULL) fail_msg("%s: %s", target, nl);
    json_decref(json);
    free(answer);
}

static void test_api__says_what_is_wrong(void **state) {
    site_served site;
    (void)state;
    start(&site);
    expect_problem(&site, "/api/v1/nergens", 404, "niet_gevonden", "");
    expect_problem(&site, "/api/", 400, "ongeldige_vraag", "");
    expect_problem(&site, "/api/v1/onderwerpen/vsw", 404, "niet_gevonden", "bedoelt u 'vsv'?");
    expect_problem(&site, "/api/v1/cijfers/vsw", 404, "niet_gevonden", "bedoelt u 'vsv'?");
    expect_problem(&site, "/api/v1/definities/swich", 404, "niet_gevonden", "bedoelt u 'switch'?");
    expect_problem(&site, "/api/v1/cijfers/vsv?by=nivo", 400, "ongeldige_vraag", "niveau");
    expect_problem(&site, "/api/v1/cijfers/vsv?by=niveau&niveau=5", 400, "ongeldige_vraag",
                   "niveau");
    expect_problem(&site, "/api/v1/cijfers/vsv?jaren=1900", 400, "ongeldige_vraag", "1900");
    expect_problem(&site, "/api/v1/cijfers/vsv?vorm=xml", 400, "ongeldige_vraag", "json csv");
    expect_problem(&site, "/api/v1/cijfers/vsv?vorm=csv&vorm=csv", 400, "ongeldige_vraag", "vorm");
    expect_problem(&site, "/api/v1/cijfers/vsv?taal=de", 400, "ongeldige_vraag", "nl en");
    expect_problem(&site, "/api/v1?x=1", 400, "ongeldige_vraag", "'x'");
    expect_problem(&site, "/api/v1/cijfers/vsv?%3Cb%3E=1", 400, "ongeldige_vraag", "");
    expect_problem(&site, "/api/v1/pakketten/pref/x", 404, "niet_gevonden", "bedoelt u 'proef'?");
    expect_problem(&site, "/api/v1/pakketten/proef/datapakage.json", 404, "niet_gevonden",
                   "bedoelt u 'datapackage.json'?");
    site_stop(&site);
}

static void test_api__without_a_release(void **state) {
    site_served site;
    size_t n;
    const ds_web_api_operation *operations = ds_web_api_operations(&n);
    (void)state;
    site_start(&site, NULL);
    for (size_t i = 0; i < n; i++) {
        char target[256];
        (void)snprintf(target, sizeof target, "%s", operations[i].route.pattern);
        for (char *at = target; (at = strpbrk(at, "{}")) != NULL;)
            *at = 'x';
        if (operations[i].needs_release)
            expect_problem(&site, target, 404, "geen_vrijgave", "gepubliceerd");
        else
            json_decref(get_json(&site, target));
    }
    free(get(&site, "/api", "", 200));
    free(get(&site, "/publicatie/index.html", "", 404));
    site_stop(&site);
}

static void test_api__other_methods(void **state) {
    site_served site;
    char *answer;
    (void)state;
    start(&site);
    answer = client_ask(
        site.address,
        "OPTIONS /api/v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: https://a.nl\r\n"
        "Access-Control-Request-Method: GET\r\n"
        "Access-Control-Request-Headers: If-None-Match\r\n\r\n");
    assert_int_equal(answer_status(answer), 204);
    expect_header(answer, "Access-Control-Allow-Headers", "Accept, If-None-Match");
    expect_header(answer, "Access-Control-Allow-Origin", "*");
    assert_null(answer_header(answer, "Access-Control-Allow-Credentials"));
    free(answer);
    answer = client_ask(
        site.address, "HEAD /api/v1/cijfers/vsv HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_int_equal(answer_status(answer), 200);
    expect_header(answer, "Content-Type", "application/json");
    assert_string_equal(answer_body(answer), "");
    free(answer);
    answer = client_post(site.address, "/api/v1/cijfers/vsv", "", "a=1");
    assert_int_equal(answer_status(answer), 405);
    expect_header(answer, "Content-Type", "application/problem+json");
    expect_header(answer, "Allow", "GET, HEAD, OPTIONS");
    free(answer);
    answer = client_post(site.address, "/api", "", "a=1");
    assert_int_equal(answer_status(answer), 405);
    expect_header(answer, "Allow", "GET, HEAD");
    free(answer);
    site_stop(&site);
}

/* ---- json and csv ---- */

static void expect_type(const site_served *site, const char *target, const char *accept,
                        const char *type) {
    char headers[200], *answer;
    (void)snprintf(headers, sizeof headers, "Accept: %s\r\n", accept);
    for (int again = 0; again < 2; again++) { /* the second time from what is kept */
        answer = get(site, target, headers, 200);
        expect_header(answer, "Content-Type", type);
        free(answer);
    }
}

static void test_api__form_by_query_then_accept(void **state) {
    static const char csv[] = "text/csv; charset=utf-8; header=present",
                      json[] = "application/json";
    site_served site;
    (void)state;
    start(&site);
    expect_type(&site, "/api/v1/cijfers/vsv", "*/*", json);
    expect_type(&site, "/api/v1/cijfers/vsv", "text/csv", csv);
    expect_type(&site, "/api/v1/cijfers/vsv", "text/csv;q=0.5, application/json", json);
    expect_type(&site, "/api/v1/cijfers/vsv", "text/*", csv);
    expect_type(&site, "/api/v1/cijfers/vsv", "application/xml", json);
    expect_type(&site, "/api/v1/cijfers/vsv?vorm=csv", "application/json", csv);
    expect_type(&site, "/api/v1/cijfers/vsv?vorm=json&taal=en", "text/csv", json);
    expect_type(&site, "/api/v1/onderwerpen", "text/csv", json);
    site_stop(&site);
}

static void test_api__csv_is_no_formula(void **state) {
    site_served site;
    char *answer;
    (void)state;
    start(&site);
    answer = get(&site, "/api/v1/cijfers/vsv?by=hoofdgroep&vorm=csv", "", 200);
    assert_non_null(strstr(answer, ",'=1+1,"));
    assert_null(strstr(answer, ",=1+1"));
    assert_non_null(strstr(answer, ",\"a,b\","));
    assert_non_null(strstr(answer, ",zorg,Zorg & welzijn,Care & welfare,"));
    free(answer);
    site_stop(&site);
}

/* A hidden number has its state and nothing else. */
static void test_api__hidden_is_hidden(void **state) {
    site_served site;
    json_t *json, *fact;
    size_t i, n_hidden = 0, n_shown = 0;
    (void)state;
    start(&site);
    json =
        get_json(&site, "/api/v1/cijfers/vsv?by=leerweg,niveau&maat=alles&jaren=alle&niveau=alle");
    json_array_foreach(json_object_get(json, "cijfers"), i, fact) {
        const json_t *keys = json_object_get(fact, "sleutels");
        const bool is_small =
            strcmp(json_string_value(json_object_get(keys, "leerweg")), "bbl") == 0 &&
            strcmp(json_string_value(json_object_get(keys, "niveau")), "4") == 0;
        const char *toestand = json_string_value(json_object_get(fact, "toestand"));
        assert_string_equal(toestand, is_small ? "afgeschermd" : "getoond");
        assert_int_equal(json_is_null(json_object_get(fact, "waarde")), is_small);
        n_hidden += is_small;
        n_shown += !is_small;
        if (!is_small) continue;
        assert_true(json_is_null(json_object_get(fact, "n")));
        assert_true(json_is_null(json_object_get(fact, "laag")));
        assert_true(json_is_null(json_object_get(fact, "hoog")));
    }
    assert_true(n_hidden > 0 && n_shown > 0);
    json_decref(json);
    site_stop(&site);
}

/* What is an institution's alone is in no answer to others: every topic and every breakdown. */
static void check_no_own(const site_served *site, const char *target) {
    char own[32], *answer = get(site, target, "", 200);
    (void)snprintf(own, sizeof own, "%d", figures_own_number);
    if (strstr(answer, own) != NULL) fail_msg("%s", target);
    free(answer);
}

static void test_api__nothing_of_one_alone(void **state) {
    site_served site;
    json_t *topics, *topic;
    size_t i;
    (void)state;
    start(&site);
    topics = get_json(&site, "/api/v1/onderwerpen");
    assert_true(json_array_size(json_object_get(topics, "onderwerpen")) >= 3);
    json_array_foreach(json_object_get(topics, "onderwerpen"), i, topic) {
        const char *id = json_string_value(json_object_get(topic, "id"));
        json_t *by;
        size_t k;
        json_array_foreach(json_object_get(topic, "uitsplitsingen"), k, by) {
            char target[300];
            (void)snprintf(target, sizeof target, "/api/v1/cijfers/%s?by=%s", id,
                           json_string_value(by));
            check_no_own(&site, target);
        }
    }
    check_no_own(&site, "/publicatie/vrijgave.json");
    json_decref(topics);
    site_stop(&site);
}

/* ---- the same as long as the release is ---- */

static void expect_match(const site_served *site, const char *target, const char *tags,
                         unsigned status) {
    char headers[400], *answer;
    (void)snprintf(headers, sizeof headers, "If-None-Match: %s\r\nConnection: close\r\n", tags);
    answer = get(site, target, headers, status);
    if (status == 304) assert_string_equal(answer_body(answer), "");
    free(answer);
}

static char *etag_of(const site_served *site, const char *target) {
    char *answer = get(site, target, "", 200), *etag = answer_header(answer, "ETag");
    assert_non_null(etag);
    assert_true(etag[0] == '"' && etag[strlen(etag) - 1] == '"');
    free(answer);
    return etag;
}

/* At most a second after it was published; how long that takes here is not told. */
static void wait_for_other(const site_served *site, const char *target, const char *etag) {
    for (int i = 0; i < 600; i++) {
        char *now = etag_of(site, target);
        const bool is_other = strcmp(now, etag) != 0;
        free(now);
        if (is_other) return;
        (void)usleep(50000);
    }
    fail_msg("%s stays %s", target, etag);
}

static void check_etag(const site_served *site, const char *target) {
    char *etag = etag_of(site, target), *again = etag_of(site, target), list[300];
    assert_string_equal(etag, again);
    expect_match(site, target, etag, 304);
    expect_match(site, target, "*", 304);
    (void)snprintf(list, sizeof list, "\"x\", W/%s ,\"y\"", etag);
    expect_match(site, target, list, 304);
    expect_match(site, target, "\"x\"", 200);
    (void)snprintf(list, sizeof list, "%.*s", (int)strlen(etag) - 1, etag); /* not closed */
    expect_match(site, target, list, 200);
    publish(site, (unsigned)(strlen(target) + 2));
    wait_for_other(site, target, etag);
    expect_match(site, target, etag, 200);
    free(again);
    free(etag);
}

static void test_api__etag(void **state) {
    site_served site;
    char *json, *csv, *spelled, *usual;
    (void)state;
    start(&site);
    check_etag(&site, "/api/v1/cijfers/vsv?by=niveau");
    json = etag_of(&site, "/api/v1/cijfers/vsv");
    csv = etag_of(&site, "/api/v1/cijfers/vsv?vorm=csv");
    assert_string_not_equal(json, csv);
    usual = etag_of(&site, "/api/v1/cijfers/vsv?by=niveau");
    assert_string_not_equal(json, usual);
    /* one choice in two spellings */
    spelled = etag_of(&site, "/api/v1/cijfers/vsv?jaren=2021,2022,2023&by=niveau");
    assert_string_equal(usual, spelled);
    free(json);
    free(csv);
    free(spelled);
    free(usual);
    site_stop(&site);
}

/* ---- files ---- */

static char *public_path(const site_served *site, const char *name) {
    char *path = malloc(600);
    assert_non_null(path);
    (void)snprintf(path, 600, "%s/publicatie/huidig/openbaar/%s", site->folder, name);
    return path;
}

static void check_file(const site_served *site, const char *name, const char *target) {
    char *path = public_path(site, name), *text = NULL, *answer = get(site, target, "", 200);
    char *policy;
    size_t size = 0;
    assert_int_equal(ds_file_read(path, 8 << 20, &text, &size, NULL), DS_OK);
    assert_int_equal(strlen(answer_body(answer)), size);
    assert_memory_equal(answer_body(answer), text, size);
    assert_null(answer_header(answer, "Set-Cookie"));
    policy = answer_header(answer, "Content-Security-Policy");
    if (policy == NULL || strstr(policy, "base-uri 'none'") == NULL) fail_msg("%s", target);
    free(policy);
    ds_free(text);
    free(answer);
    free(path);
}

static size_t check_manifest(const site_served *site) {
    char *path = public_path(site, "manifest.csv"), *text = NULL, *rest;
    size_t size = 0, n = 0;
    assert_int_equal(ds_file_read(path, 8 << 20, &text, &size, NULL), DS_OK);
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char target[600];
        line[strcspn(line, ",")] = '\0';
        if (n++ == 0 || strstr(line, ".woff2") != NULL) continue; /* zero bytes in it */
        (void)snprintf(target, sizeof target, "/publicatie/%s", line);
        check_file(site, line, target);
    }
    ds_free(text);
    free(path);
    return n;
}

static void test_publication__what_the_manifest_names(void **state) {
    site_served site;
    char *answer, *policy;
    (void)state;
    start(&site);
    assert_true(check_manifest(&site) > 10);
    check_file(&site, "manifest.csv", "/publicatie/manifest.csv");
    check_file(&site, "data/proef/datapackage.json", "/api/v1/pakketten/proef/datapackage.json");
    answer = get(&site, "/publicatie/index.html", "", 200);
    policy = answer_header(answer, "Content-Security-Policy");
    assert_true(strncmp(policy, "sandbox allow-scripts", 21) == 0);
    assert_null(strstr(policy, "allow-same-origin"));
    assert_null(strstr(policy, "unsafe"));
    expect_header(answer, "Content-Type", "text/html; charset=utf-8");
    free(policy);
    free(answer);
    answer = get(&site, "/publicatie", "Accept-Language: en\r\n", 303);
    expect_header(answer, "Location", "/publicatie/index.en.html");
    free(answer);
    site_stop(&site);
}

static void test_publication__nothing_else(void **state) {
    static const char *const not_there[] = {
        "/publicatie/geheim.txt",
        "/publicatie/..%2fvrijgave.json",
        "/publicatie/data",
        "/publicatie/data/proef",
        "/publicatie/bestanden",
        "/publicatie/01AA/index.html",
        "/publicatie/herkomst.csv",
        "/publicatie/index.HTML",
        "/publicatie/index.html%00",
        "/publicatie/./index.html",
        "/publicatie/../manifest.csv",
        "/publicatie/instelling/01AA/index.html",
        "/publicatie//etc/passwd",
        "/publicatie/data/proef/../proef/datapackage.json",
        "/api/v1/pakketten/../manifest.csv",
    };
    site_served site;
    char *path, *link;
    (void)state;
    start(&site);
    free(ds_test_write_string(site.folder, "publicatie/huidig/openbaar/geheim.txt", "geheim"));
    for (size_t i = 0; i < sizeof not_there / sizeof *not_there; i++) {
        char *answer = client_get(site.address, not_there[i], "");
        if (answer_status(answer) != 404 && answer_status(answer) != 400)
            fail_msg("%s: %u", not_there[i], answer_status(answer));
        free(answer);
    }
    /* a file that is not as it was published, a link, a pipe in its place */
    path = public_path(&site, "index.html");
    free(ds_test_write_string(site.folder, "publicatie/huidig/openbaar/index.html", "x"));
    free(get(&site, "/publicatie/index.html", "", 404));
    assert_int_equal(unlink(path), 0);
    free(get(&site, "/publicatie/index.html", "", 404));
    link = public_path(&site, "index.en.html");
    assert_int_equal(symlink(link, path), 0);
    free(get(&site, "/publicatie/index.html", "", 404));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    free(get(&site, "/publicatie/index.html", "", 404));
    free(path);
    free(link);
    /* a link in the place of a folder */
    path = public_path(&site, "bestanden");
    link = public_path(&site, "elders");
    assert_int_equal(rename(path, link), 0);
    assert_int_equal(symlink(link, path), 0);
    free(get(&site, "/publicatie/bestanden/doorstroom.css", "", 404));
    free(path);
    free(link);
    site_stop(&site);
}

/* ---- each allocation ---- */

typedef struct one_question {
    ds_http_routes routes;
    ds_web_site site;
    const char *target;
} one_question;

/* As the server does it, without its threads: all of the answer, or none. */
static ds_status ask_once(void *context, ds_error *err) {
    one_question *q = context;
    ds_http_request request = {.method = DS_HTTP_GET, .target = ds_text_of(q->target)};
    ds_http_response response;
    bool other;
    ds_status status = ds_http_request_read(&request, err);
    ds_http_response_init(&response);
    if (status == DS_OK) request.route = ds_http_routes_find(&q->routes, &request, &other);
    if (status == DS_OK && request.arena.failed) status = DS_FAULT;
    if (status == DS_OK) {
        assert_non_null(request.route);
        status = request.route->handle(&q->site, &request, &response, err);
    }
    if (status == DS_OK && (response.failed != DS_OK || response.body.failed != DS_OK))
        status = DS_FAULT;
    if (status == DS_OK) assert_int_equal(response.status, 200);
    ds_http_response_done(&response);
    ds_http_request_done(&request);
    if (status == DS_FAULT && err != NULL && err->nl[0] == '\0') (void)ds_error_memory(err);
    return status;
}

static void test_api__each_allocation(void **state) {
    static const char *const targets[] = {"/api/openapi.json",
                                          "/api/v1",
                                          "/api/v1/hoofdstukken",
                                          "/api/v1/onderwerpen",
                                          "/api/v1/onderwerpen/vsv",
                                          "/api/v1/cijfers/vsv?by=niveau&jaren=laatste",
                                          "/api/v1/definities",
                                          "/api/v1/cijfers/vsv?by=niveau&jaren=laatste&vorm=csv",
                                          "/api/v1/definities/vsv",
                                          "/api/v1/pakketten",
                                          "/api/v1/wijzigingen",
                                          "/api/v1/pakketten/proef/datapackage.json",
                                          "/publicatie/data/proef/datapackage.json"};
    ds_current_options options = DS_CURRENT_OPTIONS_INIT;
    const ds_current_release *release = NULL;
    const ds_views *views;
    const ds_document *changes;
    one_question q = {.target = NULL};
    ds_error err = {0};
    size_t n = 0;
    char *folder = ds_test_folder();
    (void)state;
    assert_int_equal(figures_publish(folder, 1, &err), DS_OK);
    options.folder = folder;
    assert_int_equal(ds_current_open(&options, &q.site.current, &err), DS_OK);
    /* what is made once and kept is view's to test */
    assert_int_equal(ds_current_take(q.site.current, &release, &err), DS_OK);
    assert_int_equal(ds_current_views(release, "", &views, &err), DS_OK);
    assert_int_equal(ds_current_changes(release, &changes, &err), DS_OK);
    assert_int_equal(ds_web_api_add_routes(&q.routes, &err), DS_OK);
    while (ds_web_publication_routes[n].pattern != NULL)
        n++;
    assert_int_equal(ds_http_routes_add(&q.routes, ds_web_publication_routes, n, &err), DS_OK);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        q.target = targets[i];
        ds_test_every_allocation(ask_once, &q);
    }
    ds_current_give(q.site.current, release);
    ds_current_close(q.site.current);
    ds_http_routes_done(&q.routes);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api__says_what_is_wrong),
        cmocka_unit_test(test_api__without_a_release),
        cmocka_unit_test(test_api__other_methods),
        cmocka_unit_test(test_api__form_by_query_then_accept),
        cmocka_unit_test(test_api__csv_is_no_formula),
        cmocka_unit_test(test_api__hidden_is_hidden),
        cmocka_unit_test(test_api__nothing_of_one_alone),
        cmocka_unit_test(test_api__etag),
        cmocka_unit_test(test_publication__what_the_manifest_names),
        cmocka_unit_test(test_publication__nothing_else),
        cmocka_unit_test(test_api__each_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
