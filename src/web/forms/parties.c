/* web/forms/parties.c: who takes part in a dossier, and who signed. Adding a party or taking one
 * away makes what others agreed to stale, and the page says so. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "web/account/account.h"
#include "web/forms/forms.h"

/* ---- who takes part ---- */

static void add_party_off(ds_web_page *page, const ds_desk_dossier *dossier,
                          const ds_desk_party *party) {
    char path[300], more[160];
    (void)snprintf(more, sizeof more, "/%.60s/weg", party->id);
    ds_web_dossier_path(dossier->task.id, "partijen", more, path);
    ds_web_form_begin(page, path, false);
    ds_web_open(page, "button", "type", "submit", "class", "als-link", NULL);
    ds_web_say(page, DS_SAY("Verwijderen", "Remove"));
    ds_web_open(page, "span", "class", "sr", NULL);
    ds_web_textf(page, " %.200s", party->name);
    ds_web_close(page);
    ds_web_close(page);
    ds_web_form_end(page);
}

static void add_parties(ds_web_page *page, const ds_desk_dossier *dossier) {
    static const ds_web_column columns[] = {
        {.title = {"Naam", "Name"}},
        {.title = {"Soort", "Kind"}},
        {.title = {"Code", "Code"}},
        {.title = {"Verwijderen", "Remove"}, .is_hidden = true}};
    if (dossier->n_parties == 0) {
        ds_web_paragraph(page, DS_SAY("Er zijn nog geen partijen.", "There are no parties yet."));
        return;
    }
    ds_web_table_begin(page, "wie", page->lang == DS_NL ? "Wie doet mee" : "Who takes part",
                       columns, dossier->may_parties ? 4 : 3);
    for (size_t i = 0; i < dossier->n_parties; i++) {
        const ds_desk_party *party = &dossier->parties[i];
        ds_web_row_begin(page);
        ds_web_cell_name(page, party->name);
        ds_web_cell(page, ds_say_text(party->kind->say, page->lang));
        ds_web_cell(page, party->scope);
        if (dossier->may_parties) {
            ds_web_cell_open(page, false);
            add_party_off(page, dossier, party);
            ds_web_close(page);
        }
        ds_web_row_end(page);
    }
    ds_web_table_end(page);
}

static void add_party_form(ds_web_page *page, const ds_desk_dossier *dossier,
                           ds_http_request *request) {
    const bool sent = ds_http_form(request, "partij")[0] == '\0'; /* this form, not a signature */
    const ds_formulier *form = dossier->task.form;
    ds_web_choice *kinds = ds_arena_take(&request->arena, form->n_parties + 1, sizeof *kinds);
    char path[300];
    if (!dossier->may_parties || kinds == NULL) return;
    for (size_t i = 0; i < form->n_parties; i++)
        kinds[i] =
            (ds_web_choice){form->parties[i].id, ds_say_text(form->parties[i].say, page->lang),
                            NULL, strcmp(ds_http_form(request, "soort"), form->parties[i].id) == 0};
    ds_web_heading(page, 2, "nieuw", DS_SAY("Een partij toevoegen", "Add a party"));
    ds_web_paragraph(page,
                     DS_SAY("Wie al akkoord was of tekende, deed dat met deze partijen: na een "
                            "wijziging wordt het opnieuw gevraagd.",
                            "Who agreed or signed before did so with these parties: after a change "
                            "they are asked again."));
    ds_web_dossier_path(dossier->task.id, "partijen", NULL, path);
    ds_web_form_begin(page, path, false);
    ds_web_select_add(page, &(ds_web_input){.name = "soort", .label = {"Soort", "Kind"}}, kinds,
                      form->n_parties);
    ds_web_input_add(page, &(ds_web_input){.name = "naam",
                                           .label = {"Naam", "Name"},
                                           .hint = {"Van de school of instelling, niet van een "
                                                    "persoon.",
                                                    "Of the school or institution, not of a "
                                                    "person."},
                                           .value = sent ? ds_http_form(request, "naam") : ""});
    ds_web_input_add(page,
                     &(ds_web_input){.name = "code",
                                     .label = {"Code (BRIN of regio)", "Code (BRIN or "
                                                                       "region)"},
                                     .hint = {"Wie voor deze code een rol heeft, spreekt voor "
                                              "de partij.",
                                              "Who holds a role for this code speaks for the "
                                              "party."},
                                     .value = ds_http_form(request, "code"),
                                     .width = 10});
    ds_web_button(page, DS_WEB_BUTTON_FIRST, DS_SAY("Toevoegen", "Add"), NULL, NULL);
    ds_web_form_end(page);
}

/* ---- who signs ---- */

static void write_signature(const ds_web_page *page, const ds_desk_signature *s, char *out,
                            size_t size) {
    char moment[64];
    if (!s->given)
        (void)snprintf(out, size, "%s", page->lang == DS_NL ? "nog niet" : "not yet");
    else
        (void)snprintf(out, size, "%.200s, %.200s, %s%s", s->name, s->function,
                       ds_web_moment(s->at, page->lang, moment),
                       !s->stale             ? ""
                       : page->lang == DS_NL ? " (gold voor een eerdere tekst)"
                                             : " (was for an earlier text)");
}

static void write_what_is_signed(const ds_web_page *page, const ds_desk_dossier *dossier,
                                 const ds_desk_signature *s, char *out, size_t size) {
    const ds_onderwerp *topic =
        s->topic[0] == '\0' ? NULL : ds_formulier_topic(dossier->task.form, s->topic);
    (void)snprintf(out, size, "%.200s%s%.300s", s->party_name, s->party_name[0] == '\0' ? "" : ": ",
                   topic != NULL         ? ds_say_text(topic->say, page->lang)
                   : page->lang == DS_NL ? "het geheel"
                                         : "the whole");
}

static void add_sign_form(ds_web_page *page, const ds_desk_dossier *dossier,
                          const ds_desk_signature *s, const ds_http_request *request) {
    char path[300], revision[24];
    if (!s->may) return;
    ds_web_dossier_path(dossier->task.id, "ondertekenen", NULL, path);
    (void)snprintf(revision, sizeof revision, "%lld", (long long)dossier->revision);
    ds_web_form_begin(page, path, false);
    ds_web_hidden(page, "revisie", revision);
    ds_web_hidden(page, "partij", s->party);
    ds_web_hidden(page, "onderwerp", s->topic);
    if (!s->given || s->stale) {
        ds_web_signer_add(page, request, s->party);
        ds_web_button(page, DS_WEB_BUTTON_FIRST, DS_SAY("Ondertekenen", "Sign"), NULL, NULL);
    }
    if (s->given)
        ds_web_button(page, DS_WEB_BUTTON_SECOND,
                      DS_SAY("Handtekening intrekken", "Take the signature back"), "doe",
                      "trek_in");
    ds_web_form_end(page);
}

static void add_signatures(ds_web_page *page, const ds_desk_dossier *dossier,
                           const ds_http_request *request) {
    bool begun = false;
    for (size_t i = 0; i < dossier->n_signatures; i++) {
        const ds_desk_signature *s = &dossier->signatures[i];
        char what[600], how[600];
        if (!s->asked && !s->given) continue;
        if (!begun) ds_web_heading(page, 2, "ondertekening", DS_SAY("Ondertekening", "Signatures"));
        begun = true;
        write_what_is_signed(page, dossier, s, what, sizeof what);
        write_signature(page, s, how, sizeof how);
        ds_web_element_text(page, "h3", NULL, what);
        ds_web_open(page, "p", NULL);
        ds_web_tag(page, !s->given ? DS_WEB_PLAIN : s->stale ? DS_WEB_WARN : DS_WEB_GOOD, how);
        ds_web_close(page);
        add_sign_form(page, dossier, s, request);
    }
}

/* ---- the page ---- */

static ds_status show_parties_page(const ds_web_site *site, ds_http_request *request,
                                   ds_http_response *response, const ds_desk_reply *reply,
                                   ds_error *err) {
    ds_desk_dossier dossier;
    char back[300];
    const char *party = ds_http_form(request, "partij"); /* of who signs */
    ds_web_problems problems = {0};
    ds_web_head head = {.title = {"Partijen en ondertekening", "Parties and signatures"}};
    ds_web_view view;
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    ds_web_head_below(&head, &dossier, back);
    if (reply != NULL)
        ds_web_reasons_add_of(&problems, reply, party[0] == '\0' ? NULL : party, request->lang);
    ds_web_view_begin(&view, site, request, response, &head, &problems);
    if (reply != NULL && reply->outcome == DS_OUTCOME_CONFLICT)
        ds_web_notice(&view.page, DS_WEB_WARN,
                      DS_SAY("Er is intussen iets gewijzigd", "Something changed meanwhile"),
                      DS_SAY("Lees het opnieuw; er is nog niets getekend.",
                             "Read it again; nothing was signed yet."));
    add_parties(&view.page, &dossier);
    add_signatures(&view.page, &dossier, request);
    add_party_form(&view.page, &dossier, request);
    ds_web_view_end(&view);
    if (reply != NULL && reply->outcome != DS_OUTCOME_INVALID) response->status = 409;
    ds_web_problems_done(&problems);
    ds_desk_dossier_done(&dossier);
    return DS_OK;
}

static ds_status show_parties(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    return show_parties_page(context, request, response, NULL, err);
}

static ds_status answer_parties(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response, const char *anchor,
                                const ds_desk_reply *reply, ds_error *err) {
    char path[300];
    if (!ds_web_goes_on(response, reply->outcome)) return DS_OK;
    if (reply->outcome != DS_OUTCOME_DONE)
        return show_parties_page(site, request, response, reply, err);
    ds_web_dossier_path(ds_http_parameter_number(request, 0), "partijen", anchor, path);
    ds_http_response_redirect(response, path);
    return DS_OK;
}

static ds_status post_party(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    ds_status status = ds_desk_add_party(
        site->desk, &ds_web_guest_of(request)->actor, ds_http_parameter_number(request, 0),
        ds_http_form(request, "soort"), ds_http_form(request, "naam"),
        ds_http_form(request, "code"), &reply, err);
    if (status == DS_OK) status = answer_parties(site, request, response, NULL, &reply, err);
    ds_desk_reply_done(&reply);
    return status;
}

static ds_status post_party_off(void *context, ds_http_request *request, ds_http_response *response,
                                ds_error *err) {
    const ds_web_site *site = context;
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    ds_status status = ds_desk_remove_party(site->desk, &ds_web_guest_of(request)->actor,
                                            ds_http_parameter_number(request, 0),
                                            ds_http_parameter(request, 1), &reply, err);
    if (status == DS_OK) status = answer_parties(site, request, response, NULL, &reply, err);
    ds_desk_reply_done(&reply);
    return status;
}

static ds_status post_signature(void *context, ds_http_request *request, ds_http_response *response,
                                ds_error *err) {
    const ds_web_site *site = context;
    const ds_desk_signer signer = {ds_http_form(request, "naam"), ds_http_form(request, "functie")};
    const bool takes_back = strcmp(ds_http_form(request, "doe"), "trek_in") == 0;
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    ds_status status = ds_desk_sign(
        site->desk, &ds_web_guest_of(request)->actor, ds_http_parameter_number(request, 0),
        ds_http_form(request, "onderwerp"), ds_http_form(request, "partij"),
        ds_web_revision_of(request), takes_back ? NULL : &signer, &reply, err);
    if (status == DS_OK)
        status = answer_parties(site, request, response, "#ondertekening", &reply, err);
    ds_desk_reply_done(&reply);
    return status;
}

const ds_http_route ds_web_party_routes[] = {
    {DS_HTTP_GET, "/dossier/{id}/partijen", DS_DESK_OPEN, show_parties, 0, false, false},
    {DS_HTTP_POST, "/dossier/{id}/partijen", DS_DESK_PARTIES, post_party, 0, false, false},
    {DS_HTTP_POST, "/dossier/{id}/partijen/{partij}/weg", DS_DESK_PARTIES, post_party_off, 0, false,
     false},
    {DS_HTTP_POST, "/dossier/{id}/ondertekenen", DS_DESK_SIGN, post_signature, 0, false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
