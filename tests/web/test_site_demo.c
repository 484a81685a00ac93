/* tests/web/test_site_demo.c: a service to try: each of its people signs in and sees something of
 * their own, every page says that it is made up, and it cannot pass for a real one. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/served.h"
#include "web/site_served.h"

static ds_status try_demo(const char *folder, bool demo, const char *listen, const char *address,
                          ds_serve **out, ds_error *err) {
    ds_serve_options options = DS_SERVE_OPTIONS_INIT;
    options.folder = folder;
    options.program_folder = DS_SOURCE_DIR;
    options.listen = listen;
    options.public_address = address;
    options.quick_passwords = true;
    options.requests_a_second = -1;
    options.demo = demo;
    return ds_serve_start(&options, out, err);
}

static ds_serve *start_demo(const char *folder) {
    ds_serve *serve = NULL;
    ds_error err = {0};
    if (try_demo(folder, true, "127.0.0.1:0", NULL, &serve, &err) != DS_OK)
        fail_msg("%s %s", err.file, err.en);
    return serve;
}

static const ds_serve_person *find_person(const ds_serve *serve, const char *address) {
    size_t n = 0;
    const ds_serve_person *people = ds_serve_demo(serve, &n);
    for (size_t i = 0; i < n; i++)
        if (strncmp(people[i].address, address, strlen(address)) == 0) return &people[i];
    fail_msg("no %s", address);
    return NULL;
}

static void sign_in_as(visitor *v, const ds_serve *serve, const char *who) {
    const ds_serve_person *person = find_person(serve, who);
    char body[300], code[9];
    visitor_new(v, ds_serve_listens(serve));
    (void)snprintf(v->secret, sizeof v->secret, "%s", person->secret);
    assert_int_equal(visitor_get(v, "/inloggen"), 200);
    (void)snprintf(body, sizeof body, "adres=%s&wachtwoord=%s", person->address, person->password);
    assert_int_equal(visitor_post(v, "/inloggen", body), 200);
    visitor_code(v, code);
    (void)snprintf(body, sizeof body, "code=%s", code);
    assert_int_equal(visitor_post(v, "/inloggen/code", body), 303);
}

/* The page is there, is marked as made up, and says this. */
static void sees(visitor *v, const char *target, const char *part) {
    if (visitor_get(v, target) != 200 || strstr(v->page, part) == NULL ||
        strstr(v->page, "Proefomgeving, gemaakte gegevens") == NULL)
        fail_msg("%s: %u, without \"%s\": %s", target, v->status, part, v->page);
}

static void check_person(const ds_serve *serve, const char *who, const char *target,
                         const char *part) {
    visitor v;
    sign_in_as(&v, serve, who);
    sees(&v, target, part);
    visitor_done(&v);
}

static void test_demo__each_sees_something(void **state) {
    char *folder = ds_test_folder();
    ds_serve *serve = start_demo(folder);
    visitor v;
    (void)state;
    check_person(serve, "invuller", "/taken", "ROC Wolkenveld");
    sign_in_as(&v, serve, "tekenaar");
    sees(&v, "/taken", "ingediend");
    sees(&v, "/dossier/1/vragen", "Het wijkt af van vorig jaar");
    visitor_done(&v);
    check_person(serve, "vmbo", "/taken", "Techniek van vmbo naar mbo");
    check_person(serve, "mbo", "/taken", "De Beuk en ROC Sterrenbaai");
    check_person(serve, "onderzoeker", "/volgen?formulier=efile&versie=2026", "ROC Wolkenveld");
    check_person(serve, "ministerie", "/volgen?formulier=efile&versie=2026", "ROC Wolkenveld");
    check_person(serve, "regio", "/routes", "Techniek van vmbo naar mbo");
    check_person(serve, "beheerder", "/beheer", "Teun Tekenaar");
    sign_in_as(&v, serve, "ander");
    sees(&v, "/taken", "ROC Sterrenbaai");
    assert_null(strstr(v.page, "ROC Wolkenveld"));
    assert_int_equal(visitor_get(&v, "/dossier/1"), 404);
    visitor_done(&v);
    ds_serve_stop(serve);
    ds_test_folder_remove(folder);
}

static char *ask_demo_page(const ds_serve *serve, const char *host) {
    char request[200];
    (void)snprintf(request, sizeof request, "GET /demo HTTP/1.1\r\nHost: %s\r\n\r\n", host);
    return client_ask(ds_serve_listens(serve), request);
}

static void check_demo_hosts(const ds_serve *serve) {
    static const struct {
        const char *host;
        bool is_here;
    } asked[] = {
        {"localhost", true},
        {"localhost:8080", true},
        {"[::1]:1", true},
        {"elders.example", false},
        {"127.0.0.1.elders.example", false},
        {"localhost:1@elders.example", false},
        {"127.0.0.1:80:80", false},
        {"[::1]:1.elders.example", false},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        char *answer = ask_demo_page(serve, asked[i].host);
        const bool refused = answer_status(answer) == 404 || answer_status(answer) == 400;
        if (asked[i].is_here ? answer_status(answer) != 200 : !refused)
            fail_msg("%s: %u", asked[i].host, answer_status(answer));
        free(answer);
    }
}

/* The list of passwords is for who asks this machine by its own name, and stays the same. */
static void test_demo__a_page_of_who_there_are(void **state) {
    char *folder = ds_test_folder(), *answer, password[64];
    ds_serve *serve = start_demo(folder);
    size_t n = 0;
    (void)state;
    (void)ds_serve_demo(serve, &n);
    assert_int_equal(n, 9);
    answer = ask_demo_page(serve, "127.0.0.1");
    assert_int_equal(answer_status(answer), 200);
    for (size_t i = 0; i < n; i++) {
        assert_non_null(strstr(answer, ds_serve_demo(serve, &n)[i].address));
        assert_non_null(strstr(answer, ds_serve_demo(serve, &n)[i].secret));
    }
    free(answer);
    check_demo_hosts(serve);
    (void)snprintf(password, sizeof password, "%s", find_person(serve, "regio")->password);
    ds_serve_stop(serve);
    serve = start_demo(folder); /* once more: the same people, and no second dossier of anything */
    assert_string_equal(find_person(serve, "regio")->password, password);
    check_person(serve, "regio", "/routes", "Techniek van vmbo naar mbo");
    ds_serve_stop(serve);
    ds_test_folder_remove(folder);
}

static void test_demo__is_never_a_real_one(void **state) {
    char *folder = ds_test_folder(), *real = ds_test_folder(), *answer, path[600];
    ds_serve *serve = start_demo(folder);
    ds_error err = {0};
    (void)state;
    ds_serve_stop(serve);
    serve = NULL;
    assert_int_equal(try_demo(folder, false, "127.0.0.1:0", NULL, &serve, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "--demo"));
    assert_int_equal(try_demo(folder, true, "0.0.0.0:0", NULL, &serve, &err), DS_USAGE);
    assert_int_equal(try_demo(folder, true, "127.0.0.1:0", "https://monitor.example", &serve, &err),
                     DS_USAGE);
    assert_int_equal(try_demo(real, false, "127.0.0.1:0", NULL, &serve, &err), DS_OK);
    answer = ask_demo_page(serve, "127.0.0.1");
    assert_int_equal(answer_status(answer), 404);
    free(answer);
    ds_serve_stop(serve);
    serve = NULL;
    assert_int_equal(try_demo(real, true, "127.0.0.1:0", NULL, &serve, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "real"));
    (void)snprintf(path, sizeof path, "%s/web/proefomgeving.txt", folder);
    assert_int_equal(truncate(path, 1), 0); /* as one whose making was broken off */
    assert_int_equal(try_demo(folder, true, "127.0.0.1:0", NULL, &serve, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "not finished"));
    ds_test_folder_remove(folder);
    ds_test_folder_remove(real);
}

/* A backup of a demo has its people and their passwords, and not the mark that lies beside them. */
static void test_demo__put_back_elsewhere_is_none_either(void **state) {
    char *folder = ds_test_folder(), *real = ds_test_folder(), path[600];
    ds_serve *serve = start_demo(folder);
    bool same_key = false;
    ds_error err = {0};
    (void)state;
    ds_serve_stop(serve);
    serve = NULL;
    (void)snprintf(path, sizeof path, "%s/kopie", folder);
    assert_int_equal(ds_serve_backup(folder, path, &err), DS_OK);
    assert_int_equal(ds_serve_restore(real, path, &same_key, &err), DS_OK);
    assert_int_equal(try_demo(real, false, "127.0.0.1:0", NULL, &serve, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "demo"));
    assert_null(serve);
    ds_test_folder_remove(folder);
    ds_test_folder_remove(real);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_demo__each_sees_something),
        cmocka_unit_test(test_demo__a_page_of_who_there_are),
        cmocka_unit_test(test_demo__is_never_a_real_one),
        cmocka_unit_test(test_demo__put_back_elsewhere_is_none_either),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
