/* web/account/admin.c: who has an account, what they may, and inviting them. An administrator sees
 * no answer of anybody: the table of who may what says so. See web/site.h. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/account/admin.h"

/* ---- in words ---- */

static const char *words_of_state(ds_account_state state, ds_lang lang) {
    static const ds_say words[] = {
        [DS_ACCOUNT_INVITED] = {"uitgenodigd", "invited"},
        [DS_ACCOUNT_ACTIVE] = {"actief", "active"},
        [DS_ACCOUNT_BLOCKED] = {"geblokkeerd", "blocked"},
        [DS_ACCOUNT_REMOVED] = {"verwijderd", "removed"},
    };
    return ds_say_text(words[state], lang);
}

static ds_web_tone tone_of_state(ds_account_state state) {
    if (state == DS_ACCOUNT_ACTIVE) return DS_WEB_GOOD;
    return state == DS_ACCOUNT_INVITED ? DS_WEB_BUSY : DS_WEB_WARN;
}

static void write_roles(const ds_account *account, ds_lang lang, char *out, size_t size) {
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < account->n_roles && at < size; i++) {
        const int n = snprintf(out + at, size - at, "%s%s (%s)", i == 0 ? "" : ", ",
                               ds_say_text(ds_web_role_say(account->roles[i].rol), lang),
                               account->roles[i].bereik);
        at += n > 0 ? (size_t)n : 0;
    }
}

/* ---- the list ---- */

static void add_account_row(ds_web_page *page, const ds_account *account) {
    char path[64], roles[600], moment[64];
    (void)snprintf(path, sizeof path, "/beheer/gebruiker/%lld", (long long)account->id);
    write_roles(account, page->lang, roles, sizeof roles);
    ds_web_row_begin(page);
    ds_web_open(page, "th", "scope", "row", NULL);
    ds_web_link(page, path, account->naam);
    ds_web_close(page);
    ds_web_cell(page, account->address);
    ds_web_open(page, "td", "class", "lang", NULL);
    ds_web_text(page, roles);
    ds_web_close(page);
    ds_web_cell_open(page, false);
    ds_web_tag(page, tone_of_state(account->state), words_of_state(account->state, page->lang));
    ds_web_close(page);
    ds_web_cell(page, ds_web_moment(account->signed_in_ms, page->lang, moment));
    ds_web_row_end(page);
}

static ds_status show_accounts(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    static const ds_web_head head = {.title = {"Beheer", "Administration"}, .is_wide = true};
    static const ds_web_column columns[] = {
        {{"Naam", "Name"}, NULL, false, false},
        {{"E-mailadres", "E-mail address"}, NULL, false, false},
        {{"Rollen", "Roles"}, NULL, false, false},
        {{"Toestand", "State"}, NULL, false, false},
        {{"Laatst ingelogd", "Last login"}, NULL, false, false}};
    const ds_web_site *site = context;
    ds_accounts accounts = {0};
    ds_web_view view;
    ds_status status = ds_accounts_read(site->store, 0, &accounts, err);
    if (status != DS_OK) return status;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_open(&view.page, "p", "class", "knoppen", NULL);
    ds_web_open(&view.page, "a", "class", "doe", "href", "/beheer/uitnodigen", NULL);
    ds_web_say(&view.page, DS_SAY("Iemand uitnodigen", "Invite somebody"));
    ds_web_close(&view.page);
    ds_web_link_say(&view.page, "/beheer/logboek", DS_SAY("Logboek", "Log"));
    ds_web_close(&view.page);
    ds_web_table_begin(&view.page, "accounts",
                       ds_say_text(DS_SAY("Accounts", "Accounts"), request->lang), columns, 5);
    for (size_t i = 0; i < accounts.n; i++)
        add_account_row(&view.page, &accounts.list[i]);
    ds_web_table_end(&view.page);
    ds_web_view_end(&view);
    ds_accounts_done(&accounts);
    return DS_OK;
}

/* ---- a role, as it is typed ---- */

void ds_web_role_fields_add(ds_web_page *page, const ds_http_request *request) {
    ds_web_choice choices[DS_ROLLEN];
    for (int i = 0; i < DS_ROLLEN; i++)
        choices[i] = (ds_web_choice){
            ds_rol_name((ds_rol)i), ds_say_text(ds_web_role_say((ds_rol)i), page->lang), NULL,
            strcmp(ds_http_form(request, "rol"), ds_rol_name((ds_rol)i)) == 0};
    ds_web_select_add(page, &(ds_web_input){.name = "rol", .label = {"Rol", "Role"}}, choices,
                      DS_ROLLEN);
    ds_web_input_add(
        page, &(ds_web_input){
                  .name = "bereik",
                  .label = {"Waarvoor", "For what"},
                  .hint = {"De code van een agenda, instelling, school of regio; * voor alles.",
                           "The code of an agenda, institution, school or region; * for "
                           "everything."},
                  .value = ds_http_form(request, "bereik"),
                  .autocomplete = "off",
                  .width = 20});
}

bool ds_web_role_fields_read(const ds_http_request *request, ds_web_problems *problems,
                             ds_account_role *out) {
    out->bereik = ds_http_form(request, "bereik");
    if (!ds_rol_of(ds_http_form(request, "rol"), &out->rol))
        ds_web_problem_say(problems, "rol", DS_SAY("Kies een rol", "Choose a role"), request->lang);
    else if (out->bereik[0] == '\0' || strlen(out->bereik) > 60)
        ds_web_problem_say(problems, "bereik",
                           DS_SAY("Zeg waarvoor deze rol is", "Say what this role is for"),
                           request->lang);
    else
        return true;
    return false;
}

/* ---- inviting ---- */

static ds_status show_invite_page(const ds_web_site *site, ds_http_request *request,
                                  ds_http_response *response, const ds_web_problems *problems) {
    static const ds_web_head head = {.title = {"Iemand uitnodigen", "Invite somebody"},
                                     .back = "/beheer"};
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    ds_web_form_begin(&view.page, "/beheer/uitnodigen", false);
    ds_web_input_add(&view.page, &(ds_web_input){.name = "adres",
                                                 .label = {"E-mailadres", "E-mail address"},
                                                 .type = "email",
                                                 .value = ds_http_form(request, "adres"),
                                                 .autocomplete = "off"});
    ds_web_input_add(&view.page, &(ds_web_input){.name = "naam",
                                                 .label = {"Naam", "Name"},
                                                 .value = ds_http_form(request, "naam"),
                                                 .autocomplete = "off"});
    ds_web_input_add(&view.page, &(ds_web_input){.name = "functie",
                                                 .label = {"Functie", "Function"},
                                                 .value = ds_http_form(request, "functie"),
                                                 .autocomplete = "off"});
    ds_web_role_fields_add(&view.page, request);
    ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Uitnodiging maken", "Make invitation"),
                  NULL, NULL);
    ds_web_form_end(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

ds_status ds_web_show_link(const ds_web_site *site, ds_http_request *request,
                           ds_http_response *response, const char *token) {
    static const ds_web_head head = {.title = {"De uitnodiging", "The invitation"},
                                     .back = "/beheer"};
    char link[400];
    ds_web_view view;
    (void)snprintf(link, sizeof link, "%s/uitnodiging/%s", site->origin, token);
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_paragraph(
        &view.page,
        DS_SAY("Geef dit adres aan de persoon zelf, en aan niemand anders. Het kan één keer "
               "worden gebruikt en wordt niet nog eens getoond.",
               "Give this address to the person, and to nobody else. It can be used once and "
               "is not shown again."));
    ds_web_open(&view.page, "p", NULL);
    ds_web_element_text(&view.page, "code", "geheim", link);
    ds_web_close(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

static ds_status show_invite(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    (void)err;
    return show_invite_page(context, request, response, NULL);
}

/* DS_INPUT: problems say what is wrong. */
static ds_status make_invitation(const ds_web_site *site, const ds_http_request *request,
                                 ds_web_problems *problems, char token[DS_TOKEN_SIZE],
                                 ds_error *err) {
    ds_account_role role;
    ds_account_invite invite = {ds_http_form(request, "adres"),
                                ds_http_form(request, "naam"),
                                ds_http_form(request, "functie"),
                                &role,
                                1,
                                0};
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    int64_t account = 0;
    ds_status status;
    if (!ds_web_role_fields_read(request, problems, &role)) return DS_INPUT;
    status = ds_account_invite_new(site->store, ds_web_guest_of(request)->actor.user, &invite,
                                   token, &account, &outcome, err);
    if (status == DS_INPUT)
        ds_web_problem_add(problems, "adres", request->lang == DS_NL ? err->nl : err->en);
    if (status != DS_OK || outcome == DS_DOSSIER_DONE) return status;
    ds_web_problem_say(problems, "adres",
                       DS_SAY("Er is al een account met dit adres",
                              "There is an account with this address already"),
                       request->lang);
    return DS_INPUT;
}

static ds_status post_invite(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    const ds_web_site *site = context;
    char token[DS_TOKEN_SIZE];
    ds_web_problems problems = {0};
    ds_error why = {0};
    ds_status status = make_invitation(site, request, &problems, token, &why);
    (void)err;
    if (status == DS_OK)
        status = ds_web_show_link(site, request, response, token);
    else if (status == DS_INPUT)
        status = show_invite_page(site, request, response, &problems);
    ds_web_problems_done(&problems);
    return status;
}

/* ---- the log ---- */

static ds_status show_log(void *context, ds_http_request *request, ds_http_response *response,
                          ds_error *err) {
    enum { LINES = 500 };
    static const ds_web_head head = {
        .title = {"Logboek", "Log"}, .back = "/beheer", .is_wide = true};
    static const ds_web_column columns[] = {{{"Wanneer", "When"}, NULL, false, false},
                                            {{"Wie", "Who"}, NULL, false, false},
                                            {{"Wat", "What"}, NULL, false, false},
                                            {{"Waarover", "About"}, NULL, false, false},
                                            {{"Dossier", "Dossier"}, NULL, true, false}};
    const ds_web_site *site = context;
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_desk_events events = {0};
    ds_web_view view;
    ds_status status =
        ds_desk_log(site->desk, &ds_web_guest_of(request)->actor, 0, LINES, &outcome, &events, err);
    if (status != DS_OK || !ds_web_goes_on(response, outcome)) return status;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    if (events.whole)
        ds_web_paragraph(&view.page,
                         DS_SAY("De keten van het logboek is heel: er is niets aan "
                                "veranderd.",
                                "The log's chain is whole: nothing was changed in it."));
    else
        ds_web_notice(&view.page, DS_WEB_BAD,
                      DS_SAY("De keten van het logboek is gebroken", "The log's chain is broken"),
                      DS_SAY("Er is buiten de dienst om iets aan veranderd.",
                             "Something was changed in it from outside the service."));
    ds_web_table_begin(&view.page, "logboek",
                       ds_say_text(DS_SAY("De laatste regels", "The last lines"), request->lang),
                       columns, 5);
    for (size_t i = 0; i < events.n_events; i++) {
        const ds_desk_event *event = &events.events[i];
        char moment[64], dossier[24] = "";
        if (event->dossier != 0)
            (void)snprintf(dossier, sizeof dossier, "%lld", (long long)event->dossier);
        ds_web_row_begin(&view.page);
        ds_web_cell(&view.page, ds_web_moment(event->at, request->lang, moment));
        ds_web_cell(&view.page, event->by);
        ds_web_cell(&view.page, event->what);
        ds_web_cell(&view.page, event->where);
        ds_web_cell_number(&view.page, dossier);
        ds_web_row_end(&view.page);
    }
    ds_web_table_end(&view.page);
    ds_web_view_end(&view);
    ds_desk_events_done(&events);
    return DS_OK;
}

const ds_http_route ds_web_admin_routes[] = {
    {DS_HTTP_GET, "/beheer", DS_DESK_USERS, show_accounts, 0, false, false},
    {DS_HTTP_GET, "/beheer/uitnodigen", DS_DESK_USERS, show_invite, 0, false, false},
    {DS_HTTP_POST, "/beheer/uitnodigen", DS_DESK_USERS, post_invite, 0, false, false},
    {DS_HTTP_GET, "/beheer/logboek", DS_DESK_LOG, show_log, 0, false, false},
    {DS_HTTP_GET, "/beheer/gebruiker/{id}", DS_DESK_USERS, ds_web_show_user, 0, false, false},
    {DS_HTTP_POST, "/beheer/gebruiker/{id}/rol-erbij", DS_DESK_USERS, ds_web_post_role, 0, false,
     false},
    {DS_HTTP_POST, "/beheer/gebruiker/{id}/rol-weg", DS_DESK_USERS, ds_web_post_role_off, 0, false,
     false},
    {DS_HTTP_POST, "/beheer/gebruiker/{id}/blokkeren", DS_DESK_USERS, ds_web_post_block, 0, false,
     false},
    {DS_HTTP_POST, "/beheer/gebruiker/{id}/sessies", DS_DESK_USERS, ds_web_post_user_sessions, 0,
     false, false},
    {DS_HTTP_POST, "/beheer/gebruiker/{id}/opnieuw", DS_DESK_USERS, ds_web_post_again, 0, false,
     false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
