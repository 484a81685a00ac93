/* tests/web/test_dashboard.c: the pages of figures over a socket: what stands on each, that a view
 * has one address, what is refused and how, and that a file holds what its page shows. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/figures_made.h"
#include "web/served.h"
#include "web/site_served.h"

static site_served site;
static visitor guest;

static void publish(unsigned seed) {
    ds_error err = {0};
    if (figures_publish(site.folder, seed, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
}

/* Until it is read there is none: how long that takes here is not told. */
static void wait_for_figures(void) {
    for (int i = 0; i < 1200 && visitor_get(&guest, "/cijfers") != 200; i++)
        (void)usleep(50000);
    assert_int_equal(guest.status, 200);
}

static int start_site(void **state) {
    (void)state;
    site_start(&site, NULL);
    site_visitor(&site, &guest);
    assert_int_equal(visitor_get(&guest, "/"), 303);
    assert_string_equal(visitor_location(&guest), "/inloggen");
    assert_int_equal(visitor_get(&guest, "/cijfers"), 404);
    assert_non_null(strstr(guest.page, "doorstroom report"));
    publish(1);
    wait_for_figures();
    return 0;
}

static int stop_site(void **state) {
    (void)state;
    visitor_done(&guest);
    site_stop(&site);
    return 0;
}

/* The page, which must have that status. */
static const char *open_page(const char *target, unsigned status) {
    if (visitor_get(&guest, target) != status)
        fail_msg("%s: %u in place of %u\n%.1500s", target, guest.status, status, guest.page);
    return guest.page;
}

static void must_have(const char *page, const char *words) {
    if (strstr(page, words) == NULL) fail_msg("'%s' is not in\n%.6000s", words, page);
}

static void must_lack(const char *page, const char *words) {
    if (strstr(page, words) != NULL) fail_msg("'%s' is in\n%.6000s", words, page);
}

/* ---- pages ---- */

static void test_dashboard__home_and_chapters(void **state) {
    const char *page;
    (void)state;
    (void)open_page("/", 303);
    assert_string_equal(visitor_location(&guest), "/cijfers");
    page = open_page("/cijfers", 200);
    must_have(page, "<title>Cijfers - doorstroom</title>");
    must_have(page, "href=\"/cijfers/vsv\"");
    must_have(page, "href=\"/cijfers/switch\"");
    must_have(page, "(in deze publicatie leeg)");
    must_have(page, "<a href=\"/cijfers\" aria-current=\"page\">Cijfers</a>");
    must_have(page, "href=\"/inloggen\">Inloggen</a>");
    must_have(page, "gemaakte gegevens");
    must_lack(page, "noindex");
    must_lack(page, "Set-Cookie");
    must_have(open_page("/inloggen", 200), "noindex");
}

static void test_dashboard__search(void **state) {
    (void)state;
    must_have(open_page("/cijfers?zoek=VOORTIJDIG", 200), "href=\"/cijfers/vsv\"");
    must_have(guest.page, "href=\"/begrippen/vsv\"");
    must_lack(guest.page, "href=\"/cijfers/switch\"");
    must_have(open_page("/cijfers?zoek=startkwalificatie", 200), "(in de definitie)");
    must_have(open_page("/cijfers?zoek=wi%C3%9Fselen+w%C3%AD", 200), "0 gevonden");
    must_have(open_page("/cijfers?zoek=w%C3%ADsselen", 200), "href=\"/cijfers/switch\"");
    must_have(open_page("/cijfers?zoek=school+1", 200), "href=\"/instellingen/01AA\"");
    must_have(open_page("/cijfers?zoek=%3Cscript%3E", 200), "Niets gevonden.");
    must_lack(guest.page, "<script>");
}

static void test_dashboard__topic(void **state) {
    const char *page = open_page("/cijfers/vsv?by=niveau", 200);
    (void)state;
    must_have(page, "id=\"filter\"");
    must_have(page, "<input type=\"hidden\" name=\"was\" value=\"niveau\">");
    must_have(page, "id=\"gezien-kop\"");
    must_have(page, "<figure");
    must_have(page, "<table");
    must_have(page, "Bron: ");
    must_have(page, "Wie stopt zonder &lt;startkwalificatie&gt;.");
    must_have(page, "href=\"/begrippen/vsv\"");
    must_have(page, "href=\"/cijfers/vsv/csv?by=niveau\"");
    must_have(page, "href=\"/cijfers/vsv/svg?by=niveau\"");
    must_have(page, "value=\"http://127.0.0.1:");
    must_have(page, "/cijfers/vsv?by=niveau\"");
    must_have(page, "class=\"chip\" href=\"/cijfers/vsv\"");
    must_have(page, "<title>Voortijdig schoolverlaters: ");
    /* hidden counts are explained where they stand */
    page = open_page("/cijfers/vsv?by=leerweg,niveau", 200);
    if (strstr(page, "niet getoond") != NULL) must_have(page, "Wat de tekens zeggen");
    must_have(open_page("/cijfers/werk", 200), "er is geen levering");
}

static void test_dashboard__years_that_are_not_there(void **state) {
    (void)state;
    must_have(open_page("/cijfers/switch", 200), "naar niveau, 2019/20, 2021/22, 2023/24<");
    must_lack(guest.page, "2019/20 tot en met 2023/24");
    must_have(open_page("/cijfers/vsv?by=niveau", 200), "naar niveau, 2021/22 tot en met 2023/24<");
}

/* A value after the other can be taken away, and what is left is an address of its own. */
static void test_dashboard__chips_lead_to_views(void **state) {
    size_t n = 0;
    char links[12][300];
    (void)state;
    (void)open_page("/cijfers/vsv?by=leerweg,niveau&jaren=2022&leerweg=bol&niveau=2,3&maat=teller",
                    200);
    for (const char *at = guest.page; (at = strstr(at, "class=\"chip\" href=\"")) != NULL; at++) {
        char *out = links[n++];
        assert_true(n <= 12);
        at += 19;
        for (size_t i = 0; *at != '"' && i < 298; at++) { /* as a browser reads it */
            *out++ = *at;
            *out = '\0';
            if (strncmp(at, "&amp;", 5) == 0) at += 4;
        }
    }
    assert_int_equal(n, 6);
    for (size_t i = 0; i < n; i++) {
        (void)visitor_get(&guest, links[i]);
        if (guest.status == 303) (void)open_page(visitor_location(&guest), 200);
        assert_int_equal(guest.status, 200);
    }
}

static void test_dashboard__one_address_a_view(void **state) {
    static const struct {
        const char *asked, *leads;
    } cases[] = {
        {"/cijfers/vsv?niveau=3&by=niveau&niveau=2", "/cijfers/vsv?by=niveau&niveau=2,3"},
        {"/cijfers/vsv?by=niveau&niveau=&maat=&jaren=", "/cijfers/vsv?by=niveau"},
        {"/cijfers/vsv?taal=en&niveau=3&by=niveau", "/cijfers/vsv?by=niveau&niveau=3&taal=en"},
        {"/cijfers/vsv?by=niveau&niveau=2&naast=3", "/cijfers/vsv?by=niveau&niveau=2,3"},
        /* of the form: another breakdown keeps what it has, too */
        {"/cijfers/vsv?was=niveau&by=niveau,leerweg&niveau=2",
         "/cijfers/vsv?by=leerweg,niveau&niveau=2"},
        {"/cijfers/vsv?was=niveau,leerweg&by=niveau&niveau=2&leerweg=bol&jaren=2022",
         "/cijfers/vsv?by=niveau&jaren=2022&niveau=2"},
        {"/cijfers/vsv/insluiten?niveau=3&by=niveau", "/cijfers/vsv/insluiten?by=niveau&niveau=3"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)open_page(cases[i].asked, 303);
        assert_string_equal(visitor_location(&guest), cases[i].leads);
        (void)open_page(cases[i].leads, 200);
    }
}

static void test_dashboard__language_goes_along(void **state) {
    (void)state;
    must_have(open_page("/cijfers/vsv?by=niveau&niveau=2&taal=nl", 200),
              "href=\"/cijfers/vsv?by=niveau&amp;niveau=2&amp;taal=en\"");
    must_have(open_page("/cijfers/vsv?by=niveau&niveau=2&taal=en", 200), "<html lang=\"en\">");
    must_have(guest.page, "Choose what you see");
    must_have(guest.page, "Early school leavers");
    (void)open_page("/cijfers?taal=nl", 200);
}

static void test_dashboard__definitions_changes_institutions(void **state) {
    (void)state;
    must_have(open_page("/begrippen", 200), "href=\"/begrippen/switch\"");
    must_have(open_page("/begrippen/vsv", 200), "id: vsv");
    must_have(guest.page, "href=\"/cijfers/vsv\"");
    must_have(open_page("/gewijzigd", 200), "Er is geen vorige publicatie");
    must_have(open_page("/instellingen", 200), "School &lt;1&gt;");
    must_have(open_page("/instellingen/01AA", 200), "href=\"/cijfers/switch?by=instelling");
    must_lack(guest.page, "School 2</th>");
    must_have(open_page("/instellingen/01AA?naast=02BB", 200), "School 2</th>");
    (void)open_page("/instellingen/01AA?naast=09ZZ", 400);
    (void)open_page("/instellingen/1", 404);
    (void)open_page("/begrippen/werk", 404);
}

/* ---- what is refused ---- */

static void test_dashboard__what_is_not_there(void **state) {
    static const struct {
        const char *target;
        unsigned status;
        const char *says;
    } cases[] = {{"/cijfers/vzv", 404, "Dit is er niet"},
                 {"/cijfers/vsv?by=nivo", 400, "niveau"},
                 {"/cijfers/vsv?by=niveau&niveau=5", 400, "niveau"},
                 {"/cijfers/vsv?by=niveau&kleur=rood", 400, "kleur"},
                 {"/cijfers/vsv?jaren=1900", 400, "1900"},
                 {"/cijfers/vsv?maat=geluk", 400, "geluk"},
                 {"/cijfers/vsv?soort=taart", 400, "taart"},
                 {"/cijfers/vsv?by=niveau&naast=9", 400, "naast"},
                 {"/cijfers/vsv/pdf", 404, "csv"},
                 {"/cijfers/vsv/svg?soort=tabel", 404, "alleen een tabel"},
                 {"/cijfers/vzv/csv", 404, "Dit is er niet"},
                 {"/insluiten/vzv", 404, "Dit is er niet"},
                 {"/cijfers/vsv/insluiten?by=nivo", 400, "niveau"},
                 {"/cijfers?x=1", 400, "&#39;x&#39;"},
                 {"/begrippen?zoek=vsv", 400, "zoek"},
                 {"/instellingen?naast=01AA", 400, "naast"},
                 {"/gewijzigd?a=b", 400, "&#39;a&#39;"},
                 {"/cijfers?taal=xx", 400, "&#39;xx&#39; is geen waarde van taal; dat zijn: nl en"},
                 {"/cijfers/vsv?taal=EN&by=niveau", 400, "&#39;EN&#39; is geen waarde van taal"},
                 {"/begrippen?taal=", 400, "&#39;&#39; is geen waarde van taal"},
                 {"/begrippen/vsv?ta%61l=fy", 400, "&#39;fy&#39; is geen waarde van taal"},
                 {"/insluiten/vsv?by=niveau&taal=de", 400, "&#39;de&#39; is geen waarde van taal"},
                 {"/cijfers/vsv/csv?taal=nl-NL", 400, "&#39;nl-NL&#39; is geen waarde van taal"},
                 {"/gewijzigd?taal=en&taal=nl", 400, "is there twice"},
                 {"/inloggen?taal=xx", 400, "Vraag taal=nl of taal=en"},
                 {"/api?taal=xx", 400, "&#39;xx&#39; is geen waarde van taal"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        must_have(open_page(cases[i].target, cases[i].status), cases[i].says);
    must_have(open_page("/cijfers/vsv?by=nivo", 400), "href=\"/cijfers/vsv\"");
}

/* Which language a page was in before does not change what is wrong with one that is not there. */
static void test_dashboard__another_language_is_said_in_ours(void **state) {
    (void)state;
    (void)open_page("/cijfers?taal=en", 200);
    must_have(open_page("/cijfers?taal=xx", 400),
              "&#39;xx&#39; is no value of taal; these are: nl en");
    must_have(guest.page, "<html lang=\"en\">");
    must_have(guest.page, "href=\"/cijfers?taal=nl\"");
    (void)open_page("/cijfers?taal=nl", 200);
}

/* Whatever stands in a parameter is no markup, no header and no crash. */
static void test_dashboard__hostile_parameters(void **state) {
    static const char *const names[] = {"by",    "jaren", "niveau", "maat", "soort",
                                        "naast", "zoek",  "was",    "taal", "%3Cb%3E"};
    static const char *const pages[] = {"/cijfers/vsv",           "/cijfers",
                                        "/insluiten/vsv",         "/cijfers/vsv/csv",
                                        "/cijfers/vsv/insluiten", "/instellingen/01AA"};
    static const char *const values[] = {"%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                                         "%22%20onclick%3D%22x",
                                         "a%0D%0ASet-Cookie:%20x%3D1",
                                         "%00",
                                         "%zz",
                                         "%",
                                         "%ff%fe",
                                         "%25%33%43script",
                                         "..%2f..%2fetc",
                                         "%E2%80%AEgpj.exe",
                                         "'+or+1=1--",
                                         ",,,,",
                                         "-1",
                                         "2021-2020"};
    char target[4000];
    (void)state;
    for (size_t p = 0; p < sizeof pages / sizeof *pages; p++)
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
                (void)snprintf(target, sizeof target, "%s?%s=%s", pages[p], names[n], values[v]);
                (void)visitor_get(&guest, target);
                if (guest.status != 200 && guest.status != 303 && guest.status != 400 &&
                    guest.status != 404)
                    fail_msg("%s: %u", target, guest.status);
                must_lack(guest.page, "<script>alert");
                must_lack(guest.page, "\" onclick");
                assert_string_equal(visitor_cookie(&guest, "x"), "");
                if (strcmp(names[n], "zoek") != 0) /* a field has what was typed */
                    must_lack(guest.page, "\xE2\x80\xAE");
            }
    memset(target, 'a', sizeof target);
    (void)snprintf(target, 40, "/cijfers/vsv?niveau=");
    target[strlen(target)] = 'a';
    target[3800] = '\0';
    (void)open_page(target, 400);
    memset(target, 'a', 3800);
    memcpy(target, "/cijfers/", 9);
    (void)open_page(target, 404);
}

/* ---- files ---- */

/* All numbers of the last column of a csv stand in its page, too. */
static void test_dashboard__files_are_what_is_seen(void **state) {
    static const char *const forms[] = {"csv", "xlsx", "json", "svg"};
    static const char *const begins[] = {"jaar", "PK", "{", "<svg"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char target[200], *type;
        (void)snprintf(target, sizeof target, "/cijfers/vsv/%s?by=niveau&niveau=2", forms[i]);
        (void)open_page(target, 200);
        (void)snprintf(target, sizeof target, "filename=\"vsv.%s\"", forms[i]);
        must_have(guest.page, target);
        type = answer_header(guest.page, "Content-Type");
        assert_non_null(type);
        assert_null(strstr(type, "html"));
        free(type);
        if (i > 0) assert_memory_equal(answer_body(guest.page), begins[i], strlen(begins[i]));
    }
}

static void test_dashboard__csv_holds_the_page(void **state) {
    char *csv, numbers[40][40];
    size_t n = 0;
    (void)state;
    (void)open_page("/cijfers/vsv/csv?by=niveau&niveau=2,3&maat=noemer", 200);
    csv = strdup(answer_body(guest.page));
    assert_non_null(csv);
    (void)open_page("/cijfers/vsv?by=niveau&niveau=2,3&maat=noemer", 200);
    for (char *line = strtok(csv, "\r\n"); line != NULL; line = strtok(NULL, "\r\n"))
        for (char *at = line; *at != '\0'; at++) {
            const size_t digits = strspn(at, "0123456789");
            if (digits > 3 && strncmp(at, "202", 3) != 0 && n < 40)
                (void)snprintf(numbers[n++], 40, "%.*s.%.3s", (int)(digits - 3), at,
                               at + digits - 3); /* as people read it */
            at += digits > 0 ? digits - 1 : 0;
        }
    assert_true(n > 3);
    for (size_t i = 0; i < n; i++)
        must_have(guest.page, numbers[i]);
    free(csv);
}

static void test_dashboard__frames(void **state) {
    const char *page = open_page("/insluiten/vsv?by=niveau&taal=en", 200);
    (void)state;
    must_have(page, "frame-ancestors *");
    must_lack(page, "X-Frame-Options");
    must_lack(page, "Set-Cookie");
    must_have(page, "target=\"_top\"");
    must_lack(page, "<nav");
    must_have(open_page("/cijfers/vsv/insluiten?by=niveau", 200),
              "&lt;iframe src=&quot;http://127.0.0.1:");
    must_have(guest.page, "/insluiten/vsv?by=niveau&amp;amp;taal=nl&quot;");
    must_have(guest.page, "frame-ancestors 'none'");
    (void)open_page("/cijfers?taal=nl", 200);
}

/* Another release shows itself, and what changed. */
static void test_dashboard__another_release(void **state) {
    char *before;
    (void)state;
    (void)open_page("/cijfers/vsv?by=niveau&maat=noemer", 200);
    before = strdup(answer_body(guest.page));
    publish(2);
    for (int i = 0; i < 1200; i++) {
        (void)open_page("/cijfers/vsv?by=niveau&maat=noemer", 200);
        if (strcmp(before, answer_body(guest.page)) != 0) break;
        (void)usleep(50000);
    }
    assert_string_not_equal(before, answer_body(guest.page));
    must_lack(open_page("/gewijzigd", 200), "Er is geen vorige publicatie");
    free(before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dashboard__home_and_chapters),
        cmocka_unit_test(test_dashboard__search),
        cmocka_unit_test(test_dashboard__topic),
        cmocka_unit_test(test_dashboard__years_that_are_not_there),
        cmocka_unit_test(test_dashboard__chips_lead_to_views),
        cmocka_unit_test(test_dashboard__one_address_a_view),
        cmocka_unit_test(test_dashboard__language_goes_along),
        cmocka_unit_test(test_dashboard__definitions_changes_institutions),
        cmocka_unit_test(test_dashboard__what_is_not_there),
        cmocka_unit_test(test_dashboard__another_language_is_said_in_ours),
        cmocka_unit_test(test_dashboard__hostile_parameters),
        cmocka_unit_test(test_dashboard__files_are_what_is_seen),
        cmocka_unit_test(test_dashboard__csv_holds_the_page),
        cmocka_unit_test(test_dashboard__frames),
        cmocka_unit_test(test_dashboard__another_release),
    };
    return cmocka_run_group_tests(tests, start_site, stop_site);
}
