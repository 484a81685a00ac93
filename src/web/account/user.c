/* web/account/user.c: one account, for who administers: its roles, blocking it, a new invitation.
 * What somebody may has changed: their sessions end. See admin.h. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/account/admin.h"

/* *out_found false: the response is made. accounts: ds_accounts_done. */
static ds_status read_user(const ds_web_site *site, const ds_http_request *request,
                           ds_http_response *response, ds_accounts *accounts, bool *out_found,
                           ds_error *err) {
    const int64_t id = ds_http_parameter_number(request, 0);
    ds_status status = id == 0 ? DS_OK : ds_accounts_read(site->store, id, accounts, err);
    *out_found =
        status == DS_OK && accounts->n == 1 && accounts->list[0].state != DS_ACCOUNT_REMOVED;
    if (status == DS_OK && !*out_found) {
        ds_accounts_done(accounts);
        return ds_web_refuse(response, 404);
    }
    return status;
}

static void make_path(char out[96], int64_t id, const char *what) {
    (void)snprintf(out, 96, "/beheer/gebruiker/%lld%s", (long long)id, what);
}

/* ---- the page ---- */

static void add_role_row(ds_web_page *page, int64_t id, const ds_account_role *role) {
    char path[96];
    make_path(path, id, "/rol-weg");
    ds_web_row_begin(page);
    ds_web_cell_name(page, ds_say_text(ds_web_role_say(role->rol), page->lang));
    ds_web_cell(page, role->bereik);
    ds_web_cell_open(page, false);
    ds_web_form_begin(page, path, false);
    ds_web_hidden(page, "rol", ds_rol_name(role->rol));
    ds_web_hidden(page, "bereik", role->bereik);
    ds_web_open(page, "button", "type", "submit", "class", "als-link", NULL);
    ds_web_say(page, DS_SAY("Intrekken", "Withdraw"));
    ds_web_open(page, "span", "class", "sr", NULL);
    ds_web_textf(page, " %s %.60s", ds_say_text(ds_web_role_say(role->rol), page->lang),
                 role->bereik);
    ds_web_close(page);
    ds_web_close(page);
    ds_web_form_end(page);
    ds_web_close(page);
    ds_web_row_end(page);
}

static void add_roles_part(ds_web_page *page, const ds_http_request *request,
                           const ds_account *account) {
    static const ds_web_column columns[] = {{{"Rol", "Role"}, NULL, false, false},
                                            {{"Voor", "For"}, NULL, false, false},
                                            {{"Doen", "Do"}, NULL, false, true}};
    char path[96];
    if (account->n_roles > 0) {
        ds_web_table_begin(page, "rollen", ds_say_text(DS_SAY("Rollen", "Roles"), page->lang),
                           columns, 3);
        for (size_t i = 0; i < account->n_roles; i++)
            add_role_row(page, account->id, &account->roles[i]);
        ds_web_table_end(page);
    }
    ds_web_heading(page, 2, NULL, DS_SAY("Een rol erbij", "One more role"));
    make_path(path, account->id, "/rol-erbij");
    ds_web_form_begin(page, path, false);
    ds_web_role_fields_add(page, request);
    ds_web_button(page, DS_WEB_BUTTON_FIRST, DS_SAY("Rol geven", "Give role"), NULL, NULL);
    ds_web_form_end(page);
}

static void add_again_part(ds_web_page *page, const ds_account *account) {
    char path[96];
    ds_web_heading(page, 2, NULL, DS_SAY("Nieuwe uitnodiging", "New invitation"));
    ds_web_paragraph(
        page, DS_SAY("Voor wie het wachtwoord of de telefoon kwijt is. Controleer eerst dat "
                     "het deze persoon is die erom vraagt.",
                     "For who lost the password or the phone. First make sure that it is this "
                     "person who asks."));
    make_path(path, account->id, "/opnieuw");
    ds_web_form_begin(page, path, false);
    ds_web_checks_add(
        page, &(ds_web_input){.name = "tweede", .label = {"Tweede stap", "Second step"}},
        &(ds_web_choice){"ja",
                         ds_say_text(DS_SAY("Ook de tweede stap opnieuw laten instellen",
                                            "Have the second step set up anew, too"),
                                     page->lang),
                         NULL, false},
        1);
    ds_web_button(page, DS_WEB_BUTTON_SECOND, DS_SAY("Uitnodiging maken", "Make invitation"), NULL,
                  NULL);
    ds_web_form_end(page);
}

static void add_sessions_part(ds_web_page *page, const ds_account *account) {
    char path[96];
    ds_web_heading(page, 2, NULL, DS_SAY("Sessies", "Sessions"));
    ds_web_paragraph(page,
                     DS_SAY("Voor een verloren of gestolen apparaat: wie nu is ingelogd moet dat "
                            "opnieuw doen.",
                            "For a device that was lost or stolen: whoever is logged in now has to "
                            "do so anew."));
    make_path(path, account->id, "/sessies");
    ds_web_form_begin(page, path, false);
    ds_web_button(page, DS_WEB_BUTTON_SECOND, DS_SAY("Overal uitloggen", "Log out everywhere"),
                  NULL, NULL);
    ds_web_form_end(page);
}

static void add_block_part(ds_web_page *page, const ds_account *account) {
    const bool blocked = account->state == DS_ACCOUNT_BLOCKED;
    char path[96];
    ds_web_heading(page, 2, NULL, DS_SAY("Toegang", "Access"));
    make_path(path, account->id, "/blokkeren");
    ds_web_form_begin(page, path, false);
    ds_web_hidden(page, "doe", blocked ? "toelaten" : "blokkeren");
    ds_web_button(page, blocked ? DS_WEB_BUTTON_SECOND : DS_WEB_BUTTON_DANGER,
                  blocked ? DS_SAY("Weer toelaten", "Let in again") : DS_SAY("Blokkeren", "Block"),
                  NULL, NULL);
    ds_web_form_end(page);
}

static ds_status show_user_page(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response, const ds_account *account,
                                const ds_web_problems *problems) {
    const ds_web_head head = {.title_text = account->naam, .back = "/beheer"};
    char moment[64];
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    if (request->method == DS_HTTP_GET && ds_http_query(request, "klaar")[0] != '\0')
        ds_web_notice(&view.page, DS_WEB_GOOD, DS_SAY("Gewijzigd", "Changed"),
                      (ds_say){NULL, NULL});
    ds_web_values_begin(&view.page);
    ds_web_value(&view.page, request->lang == DS_NL ? "E-mailadres" : "E-mail address",
                 account->address, NULL);
    ds_web_value(&view.page, request->lang == DS_NL ? "Functie" : "Function", account->functie,
                 NULL);
    ds_web_value(&view.page, request->lang == DS_NL ? "Laatst ingelogd" : "Last login",
                 ds_web_moment(account->signed_in_ms, request->lang, moment), NULL);
    ds_web_values_end(&view.page);
    add_roles_part(&view.page, request, account);
    add_again_part(&view.page, account);
    if (account->id != ds_web_guest_of(request)->actor.user) {
        add_sessions_part(&view.page, account);
        add_block_part(&view.page, account);
    }
    ds_web_view_end(&view);
    return DS_OK;
}

ds_status ds_web_show_user(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    ds_accounts accounts = {0};
    bool found = false;
    ds_status status = read_user(context, request, response, &accounts, &found, err);
    if (status != DS_OK || !found) return status;
    status = show_user_page(context, request, response, &accounts.list[0], NULL);
    ds_accounts_done(&accounts);
    return status;
}

/* ---- what is done ---- */

/* Back to the page, after their sessions ended; one's own goes on under another token. */
static ds_status finish_change(const ds_web_site *site, ds_http_request *request,
                               ds_http_response *response, int64_t id, ds_error *err) {
    const ds_web_guest *guest = ds_web_guest_of(request);
    const bool self = id == guest->actor.user;
    char path[96];
    ds_status status =
        ds_session_end_all(site->store, guest->actor.user, id, self ? guest->token : NULL, err);
    if (status == DS_OK && self) status = ds_web_rotate(site, request, response, err);
    make_path(path, id, "?klaar=1");
    if (status == DS_OK && response->status == 200) ds_http_response_redirect(response, path);
    return status;
}

/* Somebody has to be left who administers. */
static ds_status show_last(const ds_web_site *site, ds_http_request *request,
                           ds_http_response *response, const ds_account *account) {
    ds_web_problems problems = {0};
    ds_status status;
    ds_web_problem_say(&problems, "rol", ds_web_last_say, request->lang);
    status = show_user_page(site, request, response, account, &problems);
    if (status == DS_OK) response->status = 409;
    ds_web_problems_done(&problems);
    return status;
}

/* Sets the roles of the account to those given, if there is one. */
static ds_status set_roles(const ds_web_site *site, ds_http_request *request,
                           ds_http_response *response, const ds_account *account,
                           const ds_account_role *roles, size_t n, ds_error *err) {
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_status status = ds_account_set_roles(site->store, ds_web_guest_of(request)->actor.user,
                                            account->id, roles, n, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome == DS_DOSSIER_LAST) return show_last(site, request, response, account);
    if (outcome != DS_DOSSIER_DONE) return ds_web_refuse(response, 404);
    return finish_change(site, request, response, account->id, err);
}

ds_status ds_web_post_role(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    ds_account_role roles[DS_ROLES_MAX + 1];
    ds_accounts accounts = {0};
    ds_web_problems problems = {0};
    bool found = false;
    ds_status status = read_user(context, request, response, &accounts, &found, err);
    const ds_account *account = accounts.list;
    if (status != DS_OK || !found) return status;
    if (account->n_roles >= DS_ROLES_MAX ||
        !ds_web_role_fields_read(request, &problems, &roles[account->n_roles])) {
        status = show_user_page(context, request, response, account, &problems);
    } else {
        if (account->n_roles > 0) memcpy(roles, account->roles, account->n_roles * sizeof *roles);
        status = set_roles(context, request, response, account, roles, account->n_roles + 1, err);
    }
    ds_web_problems_done(&problems);
    ds_accounts_done(&accounts);
    return status;
}

ds_status ds_web_post_role_off(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    ds_account_role roles[DS_ROLES_MAX];
    ds_accounts accounts = {0};
    size_t n = 0;
    bool found = false;
    ds_status status = read_user(context, request, response, &accounts, &found, err);
    if (status != DS_OK || !found) return status;
    for (size_t i = 0; i < accounts.list[0].n_roles && n < DS_ROLES_MAX; i++) {
        const ds_account_role *role = &accounts.list[0].roles[i];
        if (strcmp(ds_rol_name(role->rol), ds_http_form(request, "rol")) != 0 ||
            strcmp(role->bereik, ds_http_form(request, "bereik")) != 0)
            roles[n++] = *role;
    }
    status = set_roles(context, request, response, &accounts.list[0], roles, n, err);
    ds_accounts_done(&accounts);
    return status;
}

ds_status ds_web_post_block(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    const int64_t own = ds_web_guest_of(request)->actor.user;
    const int64_t id = ds_http_parameter_number(request, 0);
    const bool block = strcmp(ds_http_form(request, "doe"), "toelaten") != 0;
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_status status;
    if (id == own) return ds_web_refuse(response, 403); /* nobody locks himself out */
    status = id == 0 ? DS_OK : ds_account_block(site->store, own, id, block, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome == DS_DOSSIER_LAST) return ds_web_refuse(response, 409);
    if (outcome != DS_DOSSIER_DONE) return ds_web_refuse(response, 404);
    return finish_change(site, request, response, id, err);
}

ds_status ds_web_post_user_sessions(void *context, ds_http_request *request,
                                    ds_http_response *response, ds_error *err) {
    ds_accounts accounts = {0};
    bool found = false;
    ds_status status = read_user(context, request, response, &accounts, &found, err);
    if (status != DS_OK || !found) return status;
    status = finish_change(context, request, response, accounts.list[0].id, err);
    ds_accounts_done(&accounts);
    return status;
}

ds_status ds_web_post_again(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    const int64_t id = ds_http_parameter_number(request, 0);
    const bool reset = strcmp(ds_http_form(request, "tweede"), "ja") == 0;
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    char token[DS_TOKEN_SIZE];
    ds_status status = DS_OK;
    if (id != 0)
        status = ds_account_invite_again(site->store, ds_web_guest_of(request)->actor.user, id,
                                         reset, 0, token, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome != DS_DOSSIER_DONE) return ds_web_refuse(response, 404);
    return ds_web_show_link(site, request, response, token);
}
