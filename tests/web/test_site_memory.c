/* tests/web/test_site_memory.c: each page with each of its allocations failing in turn: there is no
 * page then, and nothing half of one. The pages are made as the server makes them, without its
 * threads. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "web/account/pending.h"
#include "web/site.h"

typedef struct made_site {
    char *folder;
    ds_web_site site;
    ds_http_routes routes;
    char cookie[128];
} made_site;

static const char form[] =
    "formulier: proef\nversie: \"1\"\njaar: 2026\nnl: Proef\nen: Trial\n"
    "dossier: {soort: agenda, nl: agenda, en: agenda}\n"
    "onderwerpen:\n"
    "  - onderwerp: eerste\n    nl: Het eerste\n    en: The first\n    velden:\n"
    "      - {veld: naam, soort: tekst, nl: Naam, en: Name, verplicht: ja}\n"
    "      - {veld: werk, soort: meerkeuze, nl: Werk, en: Work, keuzes: [{code: "
    "les, nl: lessen, en: lessons}]}\n"
    "      - veld: regels\n        soort: tabel\n        nl: Regels\n        en: "
    "Lines\n        rijen: {vrij: 5}\n        kolommen:\n"
    "          - {kolom: wat, soort: tekst, nl: Wat, en: What}\n"
    "toestanden:\n"
    "  - {toestand: open, nl: open, en: open, bewerken: ja}\n";

/* An account with both steps, and its session. */
static void sign_in(made_site *m, const char *address, ds_rol rol, const char *scope) {
    const ds_account_role role = {rol, scope};
    const ds_account_invite invite = {address, "Iemand", "", &role, 1, 0};
    ds_dossier_outcome outcome;
    char token[DS_TOKEN_SIZE];
    int64_t id = 0;
    assert_int_equal(ds_account_invite_new(m->site.store, 0, &invite, token, &id, &outcome, NULL),
                     DS_OK);
    assert_int_equal(
        ds_invitation_accept_external(m->site.store, token, address, &id, &outcome, NULL), DS_OK);
    assert_int_equal(ds_session_start(m->site.store, id, token, &outcome, NULL), DS_OK);
    (void)snprintf(m->cookie, sizeof m->cookie, "doorstroom-sessie=%s", token);
}

static void begin_site(made_site *m, ds_rol rol, const char *scope) {
    ds_desk_options options = DS_DESK_OPTIONS_INIT;
    ds_error err = {0};
    *m = (made_site){.folder = ds_test_folder()};
    free(ds_test_write_string(m->folder, "formulieren/proef.yaml", form));
    options.folder = m->folder;
    options.program = NULL;
    options.quick_passwords = true;
    if (ds_desk_open(&options, &m->site.desk, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
    m->site.store = ds_desk_store(m->site.desk);
    assert_int_equal(ds_web_assets_load(&m->site.assets, NULL, NULL), DS_OK);
    assert_int_equal(ds_rate_init(&m->site.sign_ins, 0, 0, NULL), DS_OK);
    assert_int_equal(ds_web_pending_new(&m->site.pending, NULL), DS_OK);
    assert_int_equal(ds_web_routes(&m->routes, NULL), DS_OK);
    (void)snprintf(m->site.origin, sizeof m->site.origin, "http://127.0.0.1");
    sign_in(m, "een@example.nl", rol, scope);
}

static void end_site(made_site *m) {
    ds_http_routes_done(&m->routes);
    ds_web_pending_free(m->site.pending);
    ds_rate_done(&m->site.sign_ins);
    ds_web_assets_done(&m->site.assets);
    ds_desk_close(m->site.desk);
    ds_test_folder_remove(m->folder);
}

typedef struct asked_page {
    made_site *site;
    const char *target;
    unsigned status; /* what is expected */
} asked_page;

static ds_status run_page(const asked_page *asked, ds_http_request *request,
                          ds_http_response *response, ds_error *err) {
    made_site *m = asked->site;
    const ds_http_pair cookie = {ds_text_of("Cookie"), ds_text_of(m->cookie)};
    bool other = false, go_on = false;
    ds_status status;
    request->method = DS_HTTP_GET;
    request->target = ds_text_of(asked->target);
    status = ds_http_pairs_add(&request->headers, 4, cookie, err);
    if (status == DS_OK) status = ds_http_request_read(request, err);
    if (status != DS_OK) return status;
    request->route = ds_http_routes_find(&m->routes, request, &other);
    if (request->route == NULL) return DS_FAULT;
    status = ds_web_enter(&m->site, request, response, &go_on, err);
    if (status == DS_OK && go_on) status = request->route->handle(&m->site, request, response, err);
    if (status == DS_OK) status = response->failed;
    if (status == DS_OK) status = response->body.failed;
    return status;
}

static ds_status make_page(void *context, ds_error *err) {
    const asked_page *asked = context;
    ds_http_request request = {0};
    ds_http_response response;
    ds_status status;
    ds_http_response_init(&response);
    status = run_page(asked, &request, &response, err);
    if (status == DS_OK) assert_int_equal(response.status, asked->status);
    if (status == DS_FAULT && err->nl[0] == '\0') status = ds_error_memory(err); /* remembered */
    ds_web_leave(&asked->site->site, &request);
    ds_http_response_done(&response);
    ds_http_request_done(&request);
    return status;
}

static void test_memory__pages_of_a_filler(void **state) {
    static const char *const targets[] = {"/",
                                          "/taken",
                                          "/taken/nieuw?formulier=proef",
                                          "/account",
                                          "/dossier/1",
                                          "/dossier/1/eerste",
                                          "/inloggen",
                                          "/dossier/1/historie",
                                          "/account/verwijderen",
                                          "/account/tweede-stap"};
    static const unsigned statuses[] = {303, 200, 200, 200, 200, 200, 303, 200, 200, 200};
    made_site m;
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    const ds_desk_holding holding = {DS_ROLE_INVULLER, "A"};
    const ds_desk_actor actor = {1, &holding, 1};
    (void)state;
    begin_site(&m, DS_ROL_INVULLER, "A");
    assert_int_equal(ds_desk_create(m.site.desk, &actor, "proef", "A", "van A", &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.id, 1);
    ds_desk_reply_done(&reply);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        ds_test_every_allocation(make_page, &(asked_page){&m, targets[i], statuses[i]});
    end_site(&m);
}

static void test_memory__pages_of_who_administers(void **state) {
    static const char *const targets[] = {"/beheer", "/beheer/uitnodigen", "/beheer/gebruiker/1",
                                          "/beheer/logboek", "/volgen?formulier=proef"};
    made_site m;
    (void)state;
    begin_site(&m, DS_ROL_BEHEERDER, "*");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        ds_test_every_allocation(make_page, &(asked_page){&m, targets[i], 200});
    end_site(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory__pages_of_a_filler),
        cmocka_unit_test(test_memory__pages_of_who_administers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
