/* tests/web/test_site_memory.c: each page with each of its allocations failing in turn: there is no
 * page then, and nothing half of one. The pages are made as the server makes them, without its
 * threads. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/logboek.h"
#include "web/account/pending.h"
#include "web/figures_made.h"
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
    "partijen:\n"
    "  - {partij: vmbo, nl: school, en: school, rol: school, minstens: 0, hoogstens: 200, akkoord: "
    "ja, "
    "tekent: ja}\n"
    "onderwerpen:\n"
    "  - onderwerp: eerste\n    nl: Het eerste\n    en: The first\n    akkoord: [vmbo]\n"
    "    ondertekenen: [vmbo]\n    velden:\n"
    "      - {veld: naam, soort: tekst, nl: Naam, en: Name, verplicht: ja}\n"
    "      - {veld: werk, soort: meerkeuze, nl: Werk, en: Work, keuzes: [{code: "
    "les, nl: lessen, en: lessons}]}\n"
    "      - {veld: stuk, soort: bestand, nl: Bijlage, en: Annex, bestand: {soorten: [pdf], mb: "
    "5}}\n"
    "      - veld: regels\n        soort: tabel\n        nl: Regels\n        en: "
    "Lines\n        rijen: {vrij: 5}\n        kolommen:\n"
    "          - {kolom: wat, soort: tekst, nl: Wat, en: What}\n"
    "toestanden:\n"
    "  - {toestand: open, nl: open, en: open, bewerken: ja}\n"
    "  - {toestand: ingediend, nl: in, en: in, bewerken: nee, ingediend: ja}\n"
    "overgangen:\n"
    "  - {overgang: indienen, van: [open], naar: ingediend, nl: Indienen, en: Submit, rol: "
    "[invuller], tekenen: ja}\n";

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
    assert_int_equal(ds_session_start(m->site.store, id, "proef", token, &outcome, NULL), DS_OK);
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
    ds_current_close(m->site.current);
    ds_test_folder_remove(m->folder);
}

typedef struct asked_page {
    made_site *site;
    const char *target;
    unsigned status;         /* what is expected */
    const char *body, *type; /* of a POST, its token in the place of %s; NULL: a GET */
    char token[2 * DS_TOKEN_SIZE * 2];
} asked_page;

/* What a POST brings along. */
static ds_status add_body(const asked_page *asked, ds_http_request *request, char *body,
                          size_t size, ds_error *err) {
    const ds_http_pair origin = {ds_text_of("Origin"), ds_text_of(asked->site->site.origin)};
    const ds_http_pair type = {ds_text_of("Content-Type"), ds_text_of(asked->type)};
    ds_status status = ds_http_pairs_add(&request->headers, 4, origin, err);
    if (status == DS_OK) status = ds_http_pairs_add(&request->headers, 4, type, err);
    (void)snprintf(body, size, asked->body, asked->token);
    request->body = ds_text_of(body);
    request->method = DS_HTTP_POST;
    return status == DS_OK ? ds_http_request_read_body(request, err) : status;
}

static ds_status run_page(const asked_page *asked, ds_http_request *request,
                          ds_http_response *response, ds_error *err) {
    made_site *m = asked->site;
    char body[2000];
    const ds_http_pair cookie = {ds_text_of("Cookie"), ds_text_of(m->cookie)};
    bool other = false, go_on = false;
    ds_status status;
    request->method = DS_HTTP_GET;
    request->target = ds_text_of(asked->target);
    status = ds_http_pairs_add(&request->headers, 4, cookie, err);
    if (status == DS_OK) status = ds_http_request_read(request, err);
    if (status == DS_OK && asked->body != NULL)
        status = add_body(asked, request, body, sizeof body, err);
    if (status != DS_OK) return status;
    request->route = ds_http_routes_find(&m->routes, request, &other);
    if (request->route == NULL) return DS_FAULT;
    status = ds_web_enter(&m->site, request, response, &go_on, err);
    if (status == DS_OK && go_on) status = request->route->handle(&m->site, request, response, err);
    if (status == DS_OK) status = response->failed;
    if (status == DS_OK) status = response->body.failed;
    return status;
}

/* A POST that was done in part may be another the next time: it is never an error of ours. */
static unsigned posted_status;
static char page_token[sizeof((asked_page *)0)->token];

static void keep_answer(const asked_page *asked, const ds_http_request *request,
                        const ds_http_response *response) {
    (void)request;
    posted_status = response->status;
    if (response->status >= 500 || response->status == 403 || response->status == 404)
        fail_msg("%s: %u", asked->target, response->status);
}

static ds_status make_page(void *context, ds_error *err) {
    const asked_page *asked = context;
    ds_http_request request = {0};
    ds_http_response response;
    ds_status status;
    ds_http_response_init(&response);
    status = run_page(asked, &request, &response, err);
    if (status == DS_OK && asked->body == NULL) assert_int_equal(response.status, asked->status);
    if (status == DS_OK && asked->body != NULL) keep_answer(asked, &request, &response);
    if (status == DS_FAULT && err->nl[0] == '\0') status = ds_error_memory(err); /* remembered */
    if (request.guest != NULL)
        (void)snprintf(page_token, sizeof page_token, "%s", ds_web_guest_of(&request)->csrf);
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
        ds_test_every_allocation(
            make_page, &(asked_page){.site = &m, .target = targets[i], .status = statuses[i]});
    end_site(&m);
}

static void test_memory__pages_of_who_administers(void **state) {
    static const char *const targets[] = {"/beheer", "/beheer/uitnodigen", "/beheer/gebruiker/1",
                                          "/beheer/logboek", "/volgen?formulier=proef"};
    made_site m;
    (void)state;
    begin_site(&m, DS_ROL_BEHEERDER, "*");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        ds_test_every_allocation(make_page,
                                 &(asked_page){.site = &m, .target = targets[i], .status = 200});
    end_site(&m);
}

/* Pages of figures, of all and of somebody's own: a page without memory is an error and no less
 * than a page. */
static void test_memory__pages_of_figures(void **state) {
    static const char *const targets[] = {"/cijfers",
                                          "/cijfers?zoek=school",
                                          "/cijfers/vsv?by=leerweg,niveau&niveau=2,3",
                                          "/cijfers/vsv?was=niveau&by=leerweg,niveau&niveau=2",
                                          "/cijfers/vsv?by=nivo",
                                          "/cijfers/vsv/csv?by=niveau",
                                          "/cijfers/vsv/insluiten",
                                          "/insluiten/vsv",
                                          "/begrippen/vsv",
                                          "/gewijzigd",
                                          "/instellingen/01AA?naast=02BB",
                                          "/eigen",
                                          "/eigen/01AA",
                                          "/eigen/01AA/vsv"};
    static const unsigned statuses[] = {200, 200, 200, 303, 400, 200, 200,
                                        200, 200, 200, 200, 303, 200, 200};
    ds_current_options options = DS_CURRENT_OPTIONS_INIT;
    const ds_current_release *release = NULL;
    ds_error err = {0};
    made_site m;
    (void)state;
    begin_site(&m, DS_ROL_INVULLER, "01AA");
    if (figures_publish(m.folder, 1, &err) != DS_OK) fail_msg("%s", err.en);
    options.folder = m.folder;
    assert_int_equal(ds_current_open(&options, &m.site.current, NULL), DS_OK);
    assert_int_equal(ds_current_take(m.site.current, &release, NULL), DS_OK);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        ds_test_every_allocation(
            make_page, &(asked_page){.site = &m, .target = targets[i], .status = statuses[i]});
    ds_current_give(m.site.current, release);
    end_site(&m);
}

/* ---- what is sent ---- */

/* expected: what comes of it when none fails; 0: that depends on what was done before one did.
 * The 1st, 2nd, … allocation fails, of the writer's thread as well, then fewer and fewer: it is an
 * error or it went well (SQLite can do without some), and the store goes on. */
static void post_every_allocation(made_site *m, const char *target, const char *body,
                                  const char *type, unsigned expected) {
    asked_page asked = {m, target, 0, body, type, ""};
    asked_page before = {m, "/account", 200, NULL, NULL, ""};
    ds_error err = {0};
    bool failed = true;
    uint64_t last = 0;
    assert_int_equal(make_page(&before, &err), DS_OK);
    (void)snprintf(asked.token, sizeof asked.token, "%s", page_token);
    for (uint64_t n = 1; failed && n < 1000000; n += n < 60 ? 1 : n / 12) {
        ds_status status;
        memset(&err, 0, sizeof err);
        ds_memory_fail_at(n);
        status = make_page(&asked, &err);
        failed = ds_memory_requests() >= n;
        ds_memory_fail_at(0);
        last = n;
        if (status != DS_OK && status != DS_FAULT)
            fail_msg("%s: %d: %s", target, (int)status, err.en);
        if (!failed) assert_int_equal(status, DS_OK);
    }
    assert_true(last > 30);
    if (expected != 0 && posted_status != expected) fail_msg("%s: %u", target, posted_status);
}

static void post_with_revision(made_site *m, const char *target, const char *rest) {
    ds_dossier dossier = {0};
    ds_dossier_outcome outcome;
    char body[300];
    assert_int_equal(ds_dossier_read(m->site.store, 1, &dossier, &outcome, NULL), DS_OK);
    (void)snprintf(body, sizeof body, "bewijs=%%s&revisie=%lld&%s", (long long)dossier.head.revisie,
                   rest);
    ds_dossier_done(&dossier);
    post_every_allocation(m, target, body, "application/x-www-form-urlencoded", 0);
}

static void test_memory__what_is_sent(void **state) {
    static const char plain[] = "application/x-www-form-urlencoded";
    static const ds_account_role more[] = {{DS_ROL_INVULLER, "A"},
                                           {DS_ROL_TEKENAAR, "A"},
                                           {DS_ROL_SCHOOL, "A"},
                                           {DS_ROL_ONDERZOEKER, "*"},
                                           {DS_ROL_BEHEERDER, "*"}};
    static const char file[] =
        "--b\r\nContent-Disposition: form-data; name=\"bewijs\"\r\n\r\n%s\r\n"
        "--b\r\nContent-Disposition: form-data; name=\"veld\"\r\n\r\nstuk\r\n"
        "--b\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"a.pdf\"\r\n"
        "Content-Type: application/pdf\r\n\r\n%%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n"
        "<< >>\n%%%%EOF\n\r\n--b--\r\n";
    made_site m;
    ds_dossier_outcome outcome;
    ds_logboek_verified verified = {0};
    (void)state;
    begin_site(&m, DS_ROL_INVULLER, "A");
    assert_int_equal(ds_account_set_roles(m.site.store, 0, 1, more, 5, &outcome, NULL), DS_OK);
    post_every_allocation(&m, "/taken/nieuw", "bewijs=%s&formulier=proef&naam=van+A&voor=A", plain,
                          0);
    post_every_allocation(&m, "/dossier/1/partijen", "bewijs=%s&soort=vmbo&naam=School&code=A",
                          plain, 0);
    post_every_allocation(&m, "/dossier/1/eerste",
                          "bewijs=%s&revisie=1000&naam=x&werk=&werk=les&regels%%2Fr1%%2Fwat=y",
                          plain, 303);
    post_every_allocation(&m, "/dossier/1/eerste", "bewijs=%s&revisie=1000&werk=anders", plain,
                          422);
    post_every_allocation(&m, "/dossier/1/eerste/stuk", file, "multipart/form-data; boundary=b",
                          303);
    post_every_allocation(&m, "/dossier/1/vragen", "bewijs=%s&over=eerste&tekst=waarom", plain,
                          303);
    post_every_allocation(&m, "/dossier/1/vragen/1", "bewijs=%s&tekst-1=daarom", plain, 303);
    post_every_allocation(&m, "/dossier/1/overgang/indienen",
                          "bewijs=%s&revisie=1&naam=N&functie=F", plain, 409);
    post_every_allocation(&m, "/beheer/uitnodigen",
                          "bewijs=%s&adres=nieuw%%40example.nl&naam=N&rol=invuller&bereik=A", plain,
                          0);
    post_every_allocation(&m, "/account/sessies", "bewijs=%s&welke=alle", plain, 303);
    post_every_allocation(&m, "/account/sessies", "bewijs=%s&welke=0123456789abcdef", plain, 303);
    post_with_revision(&m, "/dossier/1/overgang/indienen", "naam=N&functie=F");
    assert_int_equal(ds_logboek_verify(m.site.store, NULL, &verified, NULL), DS_OK);
    assert_true(verified.whole);
    end_site(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory__pages_of_a_filler),
        cmocka_unit_test(test_memory__pages_of_who_administers),
        cmocka_unit_test(test_memory__pages_of_figures),
        cmocka_unit_test(test_memory__what_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
