/* web/api/about.c: the page /api, for who wants to read the API: what can be asked, examples, and
 * what its faults mean. Made of the table of operations, as its description is. See api.h. */
#include <stdio.h>
#include <string.h>

#include "web/api/api.h"

static void add_code(ds_web_page *page, const char *text) {
    ds_web_open(page, "pre", "tabindex", "0", NULL);
    ds_web_element_text(page, "code", NULL, text);
    ds_web_close(page);
}

/* ---- what can be asked ---- */

static void add_operation(ds_web_page *page, const ds_web_api_operation *operation) {
    ds_web_row_begin(page);
    ds_web_cell_open(page, false);
    ds_web_element_text(page, "code", NULL, operation->route.pattern);
    ds_web_close(page);
    ds_web_cell(page, ds_say_text(operation->text, page->lang));
    ds_web_row_end(page);
}

static void add_operations(ds_web_page *page) {
    static const ds_web_column columns[] = {{{"Adres", "Address"}, NULL, false, false},
                                            {{"Wat", "What"}, NULL, false, false}};
    size_t n;
    const ds_web_api_operation *operations = ds_web_api_operations(&n);
    ds_web_heading(page, 2, "vragen", DS_SAY("Wat er te vragen is", "What can be asked"));
    ds_web_table_begin(page, "adressen", page->lang == DS_NL ? "Adressen" : "Addresses", columns,
                       2);
    for (size_t i = 0; i < n; i++)
        add_operation(page, &operations[i]);
    ds_web_table_end(page);
    ds_web_open(page, "p", NULL);
    ds_web_link_say(page, "/api/openapi.json",
                    DS_SAY("De beschrijving voor programma's (OpenAPI 3.1)",
                           "The description for programs (OpenAPI 3.1)"));
    ds_web_close(page);
}

/* ---- examples ---- */

static const struct {
    const char *id;
    ds_say title;
    const char *code; /* {0}: where this service is */
} examples[] = {
    {"curl",
     {"Met curl", "By curl"},
     "curl -s {0}/api/v1/onderwerpen\n"
     "curl -s '{0}/api/v1/cijfers/vsv?by=niveau&jaren=laatste'\n"
     "curl -s '{0}/api/v1/cijfers/vsv?by=niveau&jaren=laatste&vorm=csv'\n"},
    {"r",
     {"In R", "In R"},
     "cijfers <- read.csv(\"{0}/api/v1/cijfers/vsv?by=niveau&jaren=alle&vorm=csv\")\n"
     "getoond <- subset(cijfers, toestand == \"getoond\")\n"
     "xtabs(waarde ~ niveau_naam + jaar, getoond)\n"},
    {"python",
     {"In Python", "In Python"},
     "import json, urllib.request\n"
     "with urllib.request.urlopen(\"{0}/api/v1/cijfers/vsv?by=niveau\") as antwoord:\n"
     "    vsv = json.load(antwoord)\n"
     "for cijfer in vsv[\"cijfers\"]:\n"
     "    print(cijfer[\"jaar\"], cijfer[\"sleutels\"], cijfer[\"waarde\"], "
     "cijfer[\"toestand\"])\n"},
};

static void add_example(ds_web_page *page, const char *code, const char *origin) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 14);
    for (const char *at = code; *at != '\0';) {
        const char *place = strstr(at, "{0}");
        const size_t size = place == NULL ? strlen(at) : (size_t)(place - at);
        ds_buffer_add(&text, at, size);
        if (place != NULL) ds_buffer_add_string(&text, origin);
        at += size + (place != NULL ? 3 : 0);
    }
    if (text.failed == DS_OK) add_code(page, ds_buffer_string(&text));
    ds_buffer_done(&text);
}

static void add_examples(ds_web_page *page, const char *origin) {
    ds_web_heading(page, 2, "voorbeelden", DS_SAY("Voorbeelden", "Examples"));
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ds_web_heading(page, 3, examples[i].id, examples[i].title);
        add_example(page, examples[i].code, origin);
    }
}

/* ---- what holds for all ---- */

static void add_item(ds_web_page *page, ds_say say) {
    ds_web_element(page, "li", NULL, say);
}

static void add_rules(ds_web_page *page) {
    ds_web_heading(page, 2, "afspraken", DS_SAY("Wat voor alles geldt", "What holds for all"));
    ds_web_open(page, "ul", NULL);
    add_item(page,
             DS_SAY("Alleen wat allen mogen zien, uit de huidige vrijgave. Er is geen sleutel of "
                    "account nodig.",
                    "Only what all may see, of the current release. No key or account is needed."));
    add_item(page,
             DS_SAY("Een getal is een cijfer van de vrijgave, met al zijn cijfers achter de komma; "
                    "de API rekent niets uit. Wat niet getoond mag worden heeft toestand "
                    "afgeschermd en geen waarde: dat is geen nul.",
                    "A number is a figure of the release, with all its digits; the API computes "
                    "nothing. What may not be shown has toestand afgeschermd and no value: that is "
                    "no zero."));
    add_item(
        page,
        DS_SAY("Namen staan er in twee talen (naam, naam_en); codes en adressen hangen niet van "
               "de taal af.",
               "Names are there in two languages (naam, naam_en); codes and addresses do not "
               "depend on the language."));
    add_item(page,
             DS_SAY("json, en voor cijfers ook csv: met vorm=csv, of met de kop Accept: text/csv.",
                    "json, and for figures csv as well: by vorm=csv, or by the header Accept: "
                    "text/csv."));
    add_item(
        page,
        DS_SAY("Elk antwoord heeft een ETag. Vraag het later met If-None-Match: zolang de "
               "vrijgave dezelfde is, komt er 304 zonder inhoud.",
               "Every answer has an ETag. Ask later with If-None-Match: as long as the release "
               "is the same, a 304 without content comes."));
    add_item(page, DS_SAY("Pagina's van andere sites mogen de API lezen (CORS).",
                          "Pages of other sites may read the API (CORS)."));
    add_item(page, DS_SAY("Binnen /api/v1 komen er leden bij, en verdwijnen er geen.",
                          "Within /api/v1 members are added, and none go."));
    ds_web_close(page);
}

static void add_faults(ds_web_page *page) {
    ds_web_heading(page, 2, "fouten", DS_SAY("Als er iets niet klopt", "When something is wrong"));
    ds_web_paragraph(
        page, DS_SAY("Dan is het antwoord application/problem+json (RFC 9457), met in detail "
                     "en detail_en wat er mis is.",
                     "Then the answer is application/problem+json (RFC 9457), with what is "
                     "wrong in detail and detail_en."));
    ds_web_open(page, "dl", NULL);
    for (int i = DS_API_NO_FAULT + 1; i < DS_API_FAULTS; i++) {
        const ds_web_api_fault_words *words = ds_web_api_fault_of((ds_web_api_fault)i);
        char id[64];
        (void)snprintf(id, sizeof id, "fout-%s", words->code);
        ds_web_open(page, "dt", "id", id, NULL);
        ds_web_textf(page, "%u ", words->status);
        ds_web_element_text(page, "code", NULL, words->code);
        ds_web_close(page);
        ds_web_open(page, "dd", NULL);
        ds_web_say(page, words->title);
        ds_web_text(page, ". ");
        ds_web_say(page, words->text);
        ds_web_close(page);
    }
    ds_web_close(page);
}

static ds_status show_about(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    ds_web_view view;
    (void)err;
    ds_web_view_begin(&view, site, request, response,
                      &(ds_web_head){.title = {"Cijfers voor programma's", "Figures for programs"}},
                      NULL);
    ds_web_paragraph(
        &view.page,
        DS_SAY("Alles wat de pagina's met cijfers tonen is ook door een programma te lezen: "
               "de API heeft dezelfde onderwerpen en dezelfde vragen.",
               "All that the pages with figures show can be read by a program, too: the API "
               "has the same topics and the same queries."));
    add_examples(&view.page, site->origin);
    add_operations(&view.page);
    add_rules(&view.page);
    add_faults(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

const ds_http_route ds_web_api_routes[] = {
    {DS_HTTP_GET, "/api", DS_DESK_PUBLIC, show_about, 0, false, true},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
