/* web/account/account.c: one's own account: who one is here, another password, sessions elsewhere,
 * what is kept, and having it removed. See web/site.h. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "web/account/account.h"

static const ds_account *own_account(const ds_http_request *request) {
    return &ds_web_guest_of(request)->accounts.list[0];
}

/* ---- the page ---- */

static void add_roles(ds_web_page *page, const ds_account *account) {
    static const ds_web_column columns[] = {{{"Rol", "Role"}, NULL, false, false},
                                            {{"Voor", "For"}, NULL, false, false}};
    if (account->n_roles == 0) {
        ds_web_paragraph(page, DS_SAY("U heeft nog geen rol. Vraag de beheerder erom.",
                                      "You have no role yet. Ask the administrator for it."));
        return;
    }
    ds_web_table_begin(page, "rollen", ds_say_text(DS_SAY("Uw rollen", "Your roles"), page->lang),
                       columns, 2);
    for (size_t i = 0; i < account->n_roles; i++) {
        const char *scope = account->roles[i].bereik;
        ds_web_row_begin(page);
        ds_web_cell_name(page, ds_say_text(ds_web_role_say(account->roles[i].rol), page->lang));
        ds_web_cell(page, strcmp(scope, "*") == 0
                              ? ds_say_text(DS_SAY("alles", "everything"), page->lang)
                              : scope);
        ds_web_row_end(page);
    }
    ds_web_table_end(page);
}

static void add_password_form(ds_web_page *page, const ds_account *account) {
    if (!account->has_password) return;
    ds_web_heading(page, 2, "wachtwoord", DS_SAY("Wachtwoord", "Password"));
    ds_web_form_begin(page, "/account/wachtwoord", false);
    ds_web_input_add(page, &(ds_web_input){.name = "huidig",
                                           .label = {"Huidig wachtwoord", "Present password"},
                                           .type = "password",
                                           .autocomplete = "current-password",
                                           .is_required = true});
    ds_web_new_password_add(page);
    ds_web_button(page, DS_WEB_BUTTON_FIRST, DS_SAY("Wachtwoord wijzigen", "Change password"), NULL,
                  NULL);
    ds_web_form_end(page);
}

static void add_second_step(ds_web_page *page, const ds_account *account) {
    char left[24];
    const char *values[1] = {left};
    if (!account->has_password) return;
    ds_web_heading(page, 2, NULL, DS_SAY("Tweede stap", "Second step"));
    (void)snprintf(left, sizeof left, "%lld", (long long)account->recovery_left);
    ds_web_open(page, "p", NULL);
    if (account->has_totp)
        ds_web_say_with(page,
                        DS_SAY("Ingesteld. U heeft nog {0} herstelcodes.",
                               "Set up. You have {0} recovery codes left."),
                        values, 1);
    else
        ds_web_say(page, DS_SAY("Nog niet ingesteld.", "Not set up yet."));
    ds_web_close(page);
    ds_web_open(page, "p", NULL);
    ds_web_link_say(page, "/account/tweede-stap",
                    account->has_totp ? DS_SAY("Opnieuw instellen, met nieuwe herstelcodes",
                                               "Set up anew, with new recovery codes")
                                      : DS_SAY("Nu instellen", "Set up now"));
    ds_web_close(page);
}

static void add_own_data(ds_web_page *page) {
    ds_web_heading(page, 2, NULL, DS_SAY("Uw gegevens", "Your data"));
    ds_web_paragraph(
        page, DS_SAY("Wij bewaren uw naam, functie, e-mailadres en rollen, en wat u wanneer deed.",
                     "We keep your name, function, e-mail address and roles, and what you did "
                     "when."));
    ds_web_open(page, "ul", NULL);
    ds_web_open(page, "li", NULL);
    ds_web_link_say(page, "/account/gegevens",
                    DS_SAY("Al uw gegevens ophalen (json)", "Fetch all your data (json)"));
    ds_web_close(page);
    ds_web_open(page, "li", NULL);
    ds_web_link_say(page, "/account/verwijderen",
                    DS_SAY("Uw account verwijderen", "Remove your account"));
    ds_web_close(page);
    ds_web_close(page);
}

static void add_done(ds_web_page *page, const char *what) {
    static const struct {
        const char *what;
        ds_say say;
    } done[] = {
        {"wachtwoord", {"Uw wachtwoord is gewijzigd", "Your password was changed"}},
        {"sessies", {"Uw andere sessies zijn beëindigd", "Your other sessions have ended"}},
    };
    for (size_t i = 0; i < sizeof done / sizeof *done; i++)
        if (strcmp(done[i].what, what) == 0)
            ds_web_notice(page, DS_WEB_GOOD, done[i].say, (ds_say){NULL, NULL});
}

ds_status ds_web_account_page(const ds_web_site *site, ds_http_request *request,
                              ds_http_response *response, const ds_web_problems *problems,
                              ds_error *err) {
    static const ds_web_head head = {.title = {"Uw account", "Your account"}};
    const ds_account *account = own_account(request);
    ds_web_view view;
    ds_status status;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    if (request->method == DS_HTTP_GET) add_done(&view.page, ds_http_query(request, "klaar"));
    ds_web_values_begin(&view.page);
    ds_web_value(&view.page, request->lang == DS_NL ? "Naam" : "Name", account->naam, NULL);
    ds_web_value(&view.page, request->lang == DS_NL ? "Functie" : "Function", account->functie,
                 NULL);
    ds_web_value(&view.page, request->lang == DS_NL ? "E-mailadres" : "E-mail address",
                 account->address, NULL);
    ds_web_values_end(&view.page);
    add_roles(&view.page, account);
    add_password_form(&view.page, account);
    add_second_step(&view.page, account);
    status = ds_web_sessions_add(site, request, &view.page, err);
    if (status != DS_OK) return status;
    add_own_data(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

static ds_status show_account(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    return ds_web_account_page(context, request, response, NULL, err);
}

/* ---- what can be done ---- */

static ds_status post_password(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    const ds_web_site *site = context;
    ds_sign_in_outcome outcome = DS_SIGN_IN_REFUSED;
    ds_web_problems problems = {0};
    ds_error why = {0};
    const char *password = "";
    ds_status status = DS_INPUT;
    if (ds_web_new_password_read(request, &problems, &password)) {
        status = ds_account_set_password(site->store, own_account(request)->id,
                                         ds_http_form(request, "huidig"), password,
                                         ds_web_guest_of(request)->token, &outcome, &why);
        if (status == DS_INPUT) ds_web_new_password_refused(request, &why, &problems);
    }
    if (status == DS_OK && outcome != DS_SIGN_IN_DONE) {
        ds_web_problem_say(&problems, "huidig", ds_web_not_proved_say(outcome), request->lang);
        status = DS_INPUT;
    }
    if (status == DS_INPUT) {
        status = ds_web_account_page(site, request, response, &problems, err);
    } else if (status == DS_OK) {
        status = ds_web_rotate(site, request, response, err);
        if (status == DS_OK && response->status == 200)
            ds_http_response_redirect(response, "/account?klaar=wachtwoord");
    }
    ds_web_problems_done(&problems);
    return status;
}

static ds_status fetch_data(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    char *json = NULL;
    size_t size = 0;
    ds_status status = ds_account_export(site->store, own_account(request)->id, &json, &size, err);
    if (status != DS_OK) return status;
    ds_buffer_add(&response->body, json, size);
    response->type = "application/json";
    ds_http_response_download(response, "mijn-gegevens.json");
    ds_free(json);
    return DS_OK;
}

static ds_status show_removal_page(const ds_web_site *site, ds_http_request *request,
                                   ds_http_response *response, const ds_web_problems *problems) {
    static const ds_web_head head = {.title = {"Uw account verwijderen", "Remove your account"},
                                     .back = "/account"};
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    ds_web_paragraph(
        &view.page,
        DS_SAY(
            "Uw naam, e-mailadres, wachtwoord en rollen worden gewist. Dat kan niet ongedaan "
            "worden "
            "gemaakt. Wat u voor een instelling heeft ingevuld blijft van die instelling; in het "
            "logboek staat daarbij alleen een nummer. Een naam onder een ondertekening blijft deel "
            "van "
            "wat is ondertekend.",
            "Your name, e-mail address, password and roles are erased. That cannot be undone. What "
            "you "
            "filled in for an institution stays that institution's; the log has only a number "
            "beside it. A name under a signature stays part of what was signed."));
    ds_web_form_begin(&view.page, "/account/verwijderen", false);
    ds_web_checks_add(
        &view.page, &(ds_web_input){.name = "zeker", .label = {"Bevestiging", "Confirm"}},
        &(ds_web_choice){"ja",
                         ds_say_text(DS_SAY("Ja, verwijder mijn account", "Yes, remove my account"),
                                     request->lang),
                         NULL, false},
        1);
    ds_web_button(&view.page, DS_WEB_BUTTON_DANGER, DS_SAY("Account verwijderen", "Remove account"),
                  NULL, NULL);
    ds_web_form_end(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

static ds_status show_removal(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    (void)err;
    return show_removal_page(context, request, response, NULL);
}

static ds_status refuse_removal(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response, ds_say why, unsigned code) {
    ds_web_problems problems = {0};
    ds_status status;
    ds_web_problem_say(&problems, "zeker", why, request->lang);
    status = show_removal_page(site, request, response, &problems);
    if (status == DS_OK) response->status = code;
    ds_web_problems_done(&problems);
    return status;
}

static ds_status post_removal(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_web_site *site = context;
    const int64_t id = own_account(request)->id;
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_status status;
    if (strcmp(ds_http_form(request, "zeker"), "ja") != 0) {
        const ds_say confirm = DS_SAY("Bevestig dat u dit wilt", "Confirm that you want this");
        return refuse_removal(site, request, response, confirm, 422);
    }
    status = ds_account_remove(site->store, id, id, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome == DS_DOSSIER_LAST)
        return refuse_removal(site, request, response, ds_web_last_say, 409);
    status = ds_web_log_out(site, request, response, err);
    ds_http_response_redirect(response, "/inloggen");
    return status;
}

const ds_http_route ds_web_account_routes[] = {
    {DS_HTTP_GET, "/account", DS_DESK_ACCOUNT, show_account, 0, false, false},
    {DS_HTTP_POST, "/account/wachtwoord", DS_DESK_ACCOUNT, post_password, 0, false, false},
    {DS_HTTP_POST, "/account/sessies", DS_DESK_ACCOUNT, ds_web_post_sessions, 0, false, false},
    {DS_HTTP_GET, "/account/gegevens", DS_DESK_ACCOUNT, fetch_data, 0, false, false},
    {DS_HTTP_GET, "/account/verwijderen", DS_DESK_ACCOUNT, show_removal, 0, false, false},
    {DS_HTTP_POST, "/account/verwijderen", DS_DESK_ACCOUNT, post_removal, 0, false, false},
    {DS_HTTP_GET, "/account/tweede-stap", DS_DESK_ACCOUNT, ds_web_show_second_step, 0, false,
     false},
    {DS_HTTP_POST, "/account/tweede-stap", DS_DESK_ACCOUNT, ds_web_post_second_step, 0, false,
     false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
