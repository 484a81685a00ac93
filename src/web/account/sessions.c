/* web/account/sessions.c: where somebody is logged in, and ending that elsewhere. Who has a
 * password types it: a browser that was left alone does not log its owner out. See account.h. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/account/account.h"

enum { CHOICE_TEXT = 160 };

/* ---- on the page ---- */

static void add_session_row(ds_web_page *page, const ds_session_line *line) {
    char started[64], seen[64];
    ds_web_row_begin(page);
    ds_web_cell_name(page, ds_web_moment(line->started_ms, page->lang, started));
    ds_web_cell(page, ds_web_moment(line->seen_ms, page->lang, seen));
    ds_web_cell(page, line->is_here
                          ? ds_say_text(DS_SAY("deze browser", "this browser"), page->lang)
                          : ds_say_text(DS_SAY("elders", "elsewhere"), page->lang));
    ds_web_row_end(page);
}

static void add_session_table(ds_web_page *page, const ds_session_line *lines, size_t n) {
    static const ds_web_column columns[] = {{{"Ingelogd", "Logged in"}, NULL, false, false},
                                            {{"Laatst gezien", "Last seen"}, NULL, false, false},
                                            {{"Waar", "Where"}, NULL, false, false}};
    ds_web_table_begin(
        page, "sessies",
        ds_say_text(DS_SAY("Waar u bent ingelogd", "Where you are logged in"), page->lang), columns,
        3);
    for (size_t i = 0; i < n; i++)
        add_session_row(page, &lines[i]);
    ds_web_table_end(page);
}

/* "alle", or the name of one. */
static void add_session_choice(ds_web_page *page, const ds_session_line *lines, size_t n) {
    ds_web_choice choices[DS_SESSIONS_MAX + 1];
    char texts[DS_SESSIONS_MAX][CHOICE_TEXT], moment[64];
    size_t k = 0;
    choices[k++] = (ds_web_choice){
        "alle", ds_say_text(DS_SAY("Overal elders", "Everywhere else"), page->lang), NULL, true};
    for (size_t i = 0; i < n; i++) {
        if (lines[i].is_here) continue;
        (void)snprintf(texts[i], CHOICE_TEXT,
                       ds_say_text(DS_SAY("Die van %s", "That of %s"), page->lang),
                       ds_web_moment(lines[i].started_ms, page->lang, moment));
        choices[k++] = (ds_web_choice){lines[i].name, texts[i], NULL, false};
    }
    ds_web_select_add(
        page, &(ds_web_input){.name = "welke", .label = {"Waar uitloggen?", "Log out where?"}},
        choices, k);
}

ds_status ds_web_sessions_add(const ds_web_site *site, const ds_http_request *request,
                              ds_web_page *page, ds_error *err) {
    const ds_web_guest *guest = ds_web_guest_of(request);
    ds_session_line lines[DS_SESSIONS_MAX];
    size_t n = 0;
    ds_status status =
        ds_sessions_read(site->store, guest->actor.user, guest->token, lines, &n, err);
    if (status != DS_OK) return status;
    ds_web_heading(page, 2, "sessies", DS_SAY("Waar u bent ingelogd", "Where you are logged in"));
    add_session_table(page, lines, n);
    ds_web_form_begin(page, "/account/sessies", false);
    add_session_choice(page, lines, n);
    if (guest->accounts.list[0].has_password)
        ds_web_input_add(page, &(ds_web_input){.name = "wachtwoord",
                                               .label = {"Uw wachtwoord", "Your password"},
                                               .type = "password",
                                               .autocomplete = "current-password",
                                               .is_required = true});
    ds_web_button(page, DS_WEB_BUTTON_SECOND, DS_SAY("Daar uitloggen", "Log out there"), NULL,
                  NULL);
    ds_web_form_end(page);
    return DS_OK;
}

/* ---- what is done ---- */

static ds_status end_chosen(const ds_web_site *site, const ds_http_request *request,
                            ds_error *err) {
    const ds_web_guest *guest = ds_web_guest_of(request);
    const char *which = ds_http_form(request, "welke");
    ds_dossier_outcome outcome; /* one that is over already is as good */
    if (strcmp(which, "alle") == 0 || which[0] == '\0')
        return ds_session_end_all(site->store, guest->actor.user, guest->actor.user, guest->token,
                                  err);
    return ds_session_end_named(site->store, guest->actor.user, which, &outcome, err);
}

ds_status ds_web_post_sessions(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    const ds_web_site *site = context;
    const ds_web_guest *guest = ds_web_guest_of(request);
    ds_sign_in_outcome proof = DS_SIGN_IN_DONE;
    ds_web_problems problems = {0};
    ds_status status = DS_OK;
    if (guest->accounts.list[0].has_password)
        status = ds_account_check_present(site->store, guest->actor.user,
                                          ds_http_form(request, "wachtwoord"), NULL, &proof, err);
    if (status != DS_OK) return status;
    if (proof == DS_SIGN_IN_DONE || proof == DS_SIGN_IN_CODE) { /* one factor is enough for it */
        status = end_chosen(site, request, err);
        if (status == DS_OK) ds_http_response_redirect(response, "/account?klaar=sessies");
        return status;
    }
    ds_web_problem_say(&problems, "wachtwoord", ds_web_not_proved_say(proof), request->lang);
    status = ds_web_account_page(site, request, response, &problems, err);
    ds_web_problems_done(&problems);
    return status;
}
