/* web/account/second_step.c: setting up the second step: a secret for an app, a code that shows
 * that it is there, and codes for when the telephone is not. See web/site.h.
 *
 * A new secret is made when the page is opened by a button, not by looking at it, and counts once a
 * code of it was given; until then the former one does. Who has a second step types their password
 * and a code for another: a browser that was left alone, or a session that was taken, is not
 * enough. When the new one counts, all their other sessions end. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/account/account.h"
#include "web/account/qr.h"

enum { GROUP = 4 };

static bool has_to_prove(const ds_http_request *request) {
    const ds_account *own = &ds_web_guest_of(request)->accounts.list[0];
    return own->has_totp && own->has_password;
}

/* As at signing in: whoever lost the phone has a recovery code. */
static void add_proof(ds_web_page *page) {
    ds_web_input_add(page, &(ds_web_input){.name = "huidig",
                                           .label = {"Uw wachtwoord", "Your password"},
                                           .type = "password",
                                           .autocomplete = "current-password",
                                           .is_required = true});
    ds_web_input_add(
        page,
        &(ds_web_input){.name = "code",
                        .label = {"Code van nu", "Code of now"},
                        .hint = {"De zes cijfers uit uw app, of een van uw herstelcodes.",
                                 "The six digits of your app, or one of your recovery codes."},
                        .autocomplete = "one-time-code",
                        .width = 20,
                        .is_required = true});
}

static ds_status show_start(const ds_web_site *site, ds_http_request *request,
                            ds_http_response *response, const ds_web_problems *problems) {
    static const ds_web_head head = {.title = {"Tweede stap instellen", "Set up the second step"},
                                     .back = "/account"};
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    ds_web_paragraph(
        &view.page,
        DS_SAY(
            "Naast uw wachtwoord vragen wij voortaan een code van zes cijfers, die een app op uw "
            "telefoon maakt. Elke app voor zulke codes is goed (TOTP). Pas als dit is ingesteld "
            "kunt u "
            "verder.",
            "Beside your password we ask from now on for a code of six digits that an app on your "
            "phone makes. Any app for such codes will do (TOTP). Only once this is set up you can "
            "go "
            "on."));
    ds_web_form_begin(&view.page, "/account/tweede-stap", false);
    if (has_to_prove(request)) add_proof(&view.page);
    ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Beginnen", "Begin"), "doe", "begin");
    ds_web_form_end(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

/* "ABCD EFGH …": easier to type over. */
static void group_secret(const char *secret, char out[64]) {
    size_t n = 0;
    for (size_t i = 0; secret[i] != '\0' && n + 2 < 64; i++) {
        if (i > 0 && i % GROUP == 0) out[n++] = ' ';
        out[n++] = secret[i];
    }
    out[n] = '\0';
}

/* otpauth://totp/doorstroom:adres?secret=…: as apps read it from a picture. */
static void make_address(const ds_account *account, const char *secret, char out[512]) {
    ds_buffer text;
    ds_buffer_init(&text, 511);
    ds_buffer_add_string(&text, "otpauth://totp/doorstroom:");
    for (const char *c = account->address; *c != '\0'; c++) {
        const bool plain = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '.' ||
                           *c == '-' || *c == '_';
        if (plain)
            ds_buffer_add_char(&text, *c);
        else
            ds_buffer_addf(&text, "%%%02X", (unsigned char)*c);
    }
    ds_buffer_addf(&text, "?secret=%s&issuer=doorstroom", secret);
    (void)snprintf(out, 512, "%s", text.failed == DS_OK ? ds_buffer_string(&text) : "");
    ds_buffer_done(&text);
}

static ds_status show_secret(const ds_web_site *site, ds_http_request *request,
                             ds_http_response *response, const char *secret,
                             const ds_web_problems *problems) {
    static const ds_web_head head = {.title = {"Tweede stap instellen", "Set up the second step"},
                                     .back = "/account"};
    char grouped[64], address[512];
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    group_secret(secret, grouped);
    make_address(&ds_web_guest_of(request)->accounts.list[0], secret, address);
    ds_web_paragraph(&view.page,
                     DS_SAY("1. Laat uw app deze figuur lezen, of neem de sleutel eronder over.",
                            "1. Have your app read this picture, or copy the key below it."));
    ds_web_qr_add(&view.page, address,
                  DS_SAY("De sleutel als figuur voor een app", "The key as a picture for an app"));
    ds_web_open(&view.page, "p", NULL);
    ds_web_element_text(&view.page, "code", "geheim", grouped);
    ds_web_close(&view.page);
    ds_web_form_begin(&view.page, "/account/tweede-stap", false);
    ds_web_hidden(&view.page, "sleutel", secret);
    ds_web_input_add(&view.page, &(ds_web_input){.name = "code",
                                                 .label = {"2. Welke code geeft de app?",
                                                           "2. Which code does the app give?"},
                                                 .hint = {"Zes cijfers.", "Six digits."},
                                                 .inputmode = "numeric",
                                                 .autocomplete = "one-time-code",
                                                 .width = 10,
                                                 .is_required = true});
    ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Instellen", "Set up"), "doe",
                  "bevestig");
    ds_web_form_end(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

static ds_status show_codes(const ds_web_site *site, ds_http_request *request,
                            ds_http_response *response,
                            char codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE]) {
    static const ds_web_head head = {.title = {"Uw herstelcodes", "Your recovery codes"}};
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_notice(&view.page, DS_WEB_GOOD,
                  DS_SAY("De tweede stap is ingesteld", "The second step is set up"),
                  (ds_say){NULL, NULL});
    ds_web_paragraph(
        &view.page,
        DS_SAY("Bewaar deze codes waar u ze terugvindt als u uw telefoon kwijt bent. Elke "
               "code kan één keer. Zij worden niet nog eens getoond.",
               "Keep these codes where you find them when you have lost your phone. Each code "
               "counts once. They are not shown again."));
    ds_web_open(&view.page, "ul", NULL);
    for (size_t i = 0; i < DS_RECOVERY_CODES; i++) {
        ds_web_open(&view.page, "li", NULL);
        ds_web_element_text(&view.page, "code", "geheim", codes[i]);
        ds_web_close(&view.page);
    }
    ds_web_close(&view.page);
    ds_web_open(&view.page, "p", NULL);
    ds_web_open(&view.page, "a", "class", "doe", "href", "/", NULL);
    ds_web_say(&view.page, DS_SAY("Ik heb ze bewaard", "I have kept them"));
    ds_web_close_to(&view.page, view.page.depth - 2);
    ds_web_view_end(&view);
    return DS_OK;
}

/* ---- what is done ---- */

static ds_status refuse_start(const ds_web_site *site, ds_http_request *request,
                              ds_http_response *response, ds_sign_in_outcome outcome) {
    ds_web_problems problems = {0};
    ds_status status;
    ds_web_problem_say(&problems, outcome == DS_SIGN_IN_CODE ? "code" : "huidig",
                       ds_web_not_proved_say(outcome), request->lang);
    status = show_start(site, request, response, &problems);
    response->status = 422;
    ds_web_problems_done(&problems);
    return status;
}

static ds_status begin_again(const ds_web_site *site, ds_http_request *request,
                             ds_http_response *response, ds_error *err) {
    char secret[DS_TOTP_SECRET_SIZE];
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_sign_in_outcome proof = DS_SIGN_IN_DONE;
    const int64_t user = ds_web_guest_of(request)->actor.user;
    ds_status status = DS_OK;
    if (has_to_prove(request))
        status = ds_account_check_present(site->store, user, ds_http_form(request, "huidig"),
                                          ds_http_form(request, "code"), &proof, err);
    if (status == DS_OK && proof != DS_SIGN_IN_DONE)
        return refuse_start(site, request, response, proof);
    if (status == DS_OK) status = ds_account_totp_new(site->store, user, secret, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome != DS_DOSSIER_DONE) return ds_web_refuse(response, 404);
    return show_secret(site, request, response, secret, NULL);
}

static bool is_secret(const char *text) {
    size_t n = 0;
    for (; text[n] != '\0'; n++)
        if (!((text[n] >= 'A' && text[n] <= 'Z') || (text[n] >= '2' && text[n] <= '7')))
            return false;
    return n == DS_TOTP_SECRET_SIZE - 1;
}

static ds_status confirm_secret(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response, ds_error *err) {
    char codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE];
    ds_sign_in_outcome outcome = DS_SIGN_IN_REFUSED;
    ds_web_problems problems = {0};
    ds_status status = ds_account_totp_confirm(site->store, ds_web_guest_of(request)->actor.user,
                                               ds_http_form(request, "code"), codes, &outcome, err);
    if (status == DS_OK && outcome == DS_SIGN_IN_DONE) {
        const ds_web_guest *guest = ds_web_guest_of(request);
        ((ds_web_guest *)request->guest)->is_unfinished = false;
        status = ds_session_end_all(site->store, guest->actor.user, guest->actor.user, guest->token,
                                    err);
        if (status != DS_OK) return status;
        status = ds_web_rotate(site, request, response, err); /* it may more from now on */
        if (status == DS_OK && response->status == 200)
            status = show_codes(site, request, response, codes);
        return status;
    }
    if (status == DS_FAULT) return status;
    if (!is_secret(ds_http_form(request, "sleutel")))
        return show_start(site, request, response, NULL);
    ds_web_problem_say(&problems, "code",
                       DS_SAY("Deze code klopt niet. Kijk of de klok van uw telefoon goed staat.",
                              "This code is wrong. See whether your phone's clock is right."),
                       request->lang);
    status = show_secret(site, request, response, ds_http_form(request, "sleutel"), &problems);
    ds_web_problems_done(&problems);
    return status;
}

ds_status ds_web_show_second_step(void *context, ds_http_request *request,
                                  ds_http_response *response, ds_error *err) {
    (void)err;
    return show_start(context, request, response, NULL);
}

ds_status ds_web_post_second_step(void *context, ds_http_request *request,
                                  ds_http_response *response, ds_error *err) {
    return strcmp(ds_http_form(request, "doe"), "bevestig") == 0
               ? confirm_secret(context, request, response, err)
               : begin_again(context, request, response, err);
}
