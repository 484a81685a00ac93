/* web/account/sign_in.c: signing in, in two steps, and out; by a service: service.c.
 * What is wrong is never said more closely than that it is; the store does the same work whether
 * there is such an account or not. See web/site.h. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "web/account/account.h"
#include "web/account/pending.h"

static const ds_say wrong = {"Het e-mailadres, het wachtwoord of de code klopt niet",
                             "The e-mail address, the password or the code is wrong"};

/* Where to go after signing in: a page of ours, or the start. */
static const char *path_back(const char *asked) {
    return ds_http_path_is_own(asked) && strncmp(asked, "/inloggen", 9) != 0 ? asked : "/";
}

/* ---- pages ---- */

static void add_services(ds_web_view *view, const ds_web_site *site) {
    ds_web_page *page = &view->page;
    if (site->n_services == 0) return;
    ds_web_heading(page, 2, NULL, DS_SAY("Via uw instelling", "By your institution"));
    ds_web_open(page, "ul", NULL);
    for (size_t i = 0; i < site->n_services; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "/inloggen/%.60s", site->services[i].id);
        ds_web_open(page, "li", NULL);
        ds_web_open(page, "a", "href", path, NULL);
        ds_web_say_with(page, DS_SAY("Inloggen met {0}", "Log in with {0}"),
                        &site->services[i].name, 1);
        ds_web_close_to(page, page->depth - 2);
    }
    ds_web_close(page);
}

static ds_status show_first_page(const ds_web_site *site, ds_http_request *request,
                                 ds_http_response *response, const ds_web_problems *problems) {
    static const ds_web_head head = {.title = {"Inloggen", "Log in"}};
    const char *back = request->method == DS_HTTP_GET ? ds_http_query(request, "terug")
                                                      : ds_http_form(request, "terug");
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    ds_web_form_begin(&view.page, "/inloggen", false);
    ds_web_hidden(&view.page, "terug", path_back(back));
    ds_web_input_add(&view.page, &(ds_web_input){.name = "adres",
                                                 .label = {"E-mailadres", "E-mail address"},
                                                 .type = "email",
                                                 .autocomplete = "username",
                                                 .value = ds_http_form(request, "adres"),
                                                 .is_required = true});
    ds_web_input_add(&view.page, &(ds_web_input){.name = "wachtwoord",
                                                 .label = {"Wachtwoord", "Password"},
                                                 .type = "password",
                                                 .autocomplete = "current-password",
                                                 .is_required = true});
    ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Verder", "Continue"), NULL, NULL);
    ds_web_form_end(&view.page);
    add_services(&view, site);
    ds_web_details_begin(&view.page, DS_SAY("Ik kan niet inloggen", "I cannot log in"));
    ds_web_paragraph(
        &view.page,
        DS_SAY("Vraag wie u heeft uitgenodigd om een nieuwe uitnodiging. Daarmee kiest u een "
               "nieuw wachtwoord.",
               "Ask who invited you for a new invitation. With it you choose a new "
               "password."));
    ds_web_details_end(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

static ds_status show_code_page(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response, const ds_web_problems *problems) {
    static const ds_web_head head = {.title = {"Tweede stap", "Second step"}, .back = "/inloggen"};
    const char *back = ds_http_form(request, "terug");
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    ds_web_form_begin(&view.page, "/inloggen/code", false);
    ds_web_hidden(&view.page, "terug", path_back(back));
    ds_web_input_add(
        &view.page,
        &(ds_web_input){.name = "code",
                        .label = {"Code", "Code"},
                        .hint = {"De zes cijfers uit uw app, of een van uw herstelcodes.",
                                 "The six digits of your app, or one of your recovery codes."},
                        .autocomplete = "one-time-code",
                        .width = 20,
                        .is_required = true});
    ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Inloggen", "Log in"), NULL, NULL);
    ds_web_form_end(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

/* ---- what comes of a try ---- */

static void say_wait(ds_web_problems *problems, int64_t wait_ms, ds_lang lang) {
    char text[160];
    const long long minutes = wait_ms / 60000 + 1;
    (void)snprintf(text, sizeof text,
                   lang == DS_NL ? "Er is te vaak geprobeerd in te loggen. Wacht %lld %s."
                                 : "There were too many tries to log in. Wait %lld %s.",
                   minutes,
                   lang == DS_NL ? (minutes == 1 ? "minuut" : "minuten")
                                 : (minutes == 1 ? "minute" : "minutes"));
    ds_web_problem_add(problems, "adres", text);
}

static ds_status finish_sign_in(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response, const ds_signed_in *done,
                                ds_error *err) {
    const char *back = path_back(ds_http_form(request, "terug"));
    const char *how = done->needs_totp  ? "wachtwoord"
                      : done->recovered ? "wachtwoord en herstelcode"
                                        : "wachtwoord en code";
    ds_status status = ds_web_log_in(site, request, response, done->account, how, err);
    if (status != DS_OK || response->status != 200) return status;
    ds_web_give_cookie(site, response, "apparaat", done->device, DS_WEB_DEVICE_SECONDS);
    ds_web_give_cookie(site, response, "half", "-", 0);
    ds_http_response_redirect(response, done->needs_totp ? "/account/tweede-stap" : back);
    return DS_OK;
}

static ds_status try_sign_in(const ds_web_site *site, const ds_http_request *request,
                             const ds_web_first_step *step, const char *code, ds_signed_in *out,
                             ds_error *err) {
    const ds_text device = ds_web_cookie(site, request, "apparaat");
    const ds_sign_in in = {step->address, step->password, code, request->client, device.data};
    *out = (ds_signed_in){.outcome = DS_SIGN_IN_REFUSED};
    return ds_account_sign_in(site->store, &in, out, err);
}

/* False: what was typed is too long to be anybody's. */
static bool read_first_step(const ds_http_request *request, ds_web_first_step *out) {
    const char *address = ds_http_form(request, "adres");
    const char *password = ds_http_form(request, "wachtwoord");
    memset(out, 0, sizeof *out);
    if (strlen(address) > DS_ADDRESS_MAX || strlen(password) >= sizeof out->password) return false;
    (void)snprintf(out->address, sizeof out->address, "%s", address);
    (void)snprintf(out->password, sizeof out->password, "%s", password);
    return address[0] != '\0' && password[0] != '\0';
}

static ds_status keep_first_step(const ds_web_site *site, ds_http_request *request,
                                 ds_http_response *response, const ds_web_first_step *step) {
    char token[DS_TOKEN_SIZE];
    ds_web_pending_keep(site->pending, step, ds_dossiers_now(site->store), token);
    ds_web_give_cookie(site, response, "half", token, (int64_t)DS_PENDING_MINUTES * 60);
    return show_code_page(site, request, response, NULL);
}

static bool may_try_now(const ds_web_site *site, const ds_http_request *request) {
    char client[64];
    ds_rate_client(request->client, client);
    return ds_rate_take(&((ds_web_site *)(uintptr_t)site)->sign_ins, client,
                        ds_dossiers_now(site->store));
}

static ds_status refuse_first_step(const ds_web_site *site, ds_http_request *request,
                                   ds_http_response *response, const ds_signed_in *out) {
    ds_web_problems problems = {0};
    ds_status status;
    ds_metrics_add(site->metrics, DS_METRIC_SIGN_IN_FAILED, 1);
    if (out->outcome == DS_SIGN_IN_LATER)
        say_wait(&problems, out->wait_ms, request->lang);
    else
        ds_web_problem_say(&problems, "adres", wrong, request->lang);
    status = show_first_page(site, request, response, &problems);
    ds_web_problems_done(&problems);
    return status;
}

static ds_status show_sign_in(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    (void)err;
    if (ds_web_guest_of(request)->actor.user != 0) {
        ds_http_response_redirect(response, path_back(ds_http_query(request, "terug")));
        return DS_OK;
    }
    return show_first_page(context, request, response, NULL);
}

static ds_status post_sign_in(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_web_site *site = context;
    ds_signed_in out = {.outcome = DS_SIGN_IN_REFUSED};
    ds_web_first_step step;
    ds_status status = DS_OK;
    if (!may_try_now(site, request)) return ds_web_refuse(response, 429);
    if (read_first_step(request, &step))
        status = try_sign_in(site, request, &step, NULL, &out, err);
    if (status == DS_OK && out.outcome == DS_SIGN_IN_DONE)
        status = finish_sign_in(site, request, response, &out, err);
    else if (status == DS_OK && out.outcome == DS_SIGN_IN_CODE)
        status = keep_first_step(site, request, response, &step);
    else if (status == DS_OK)
        status = refuse_first_step(site, request, response, &out);
    sodium_memzero(&step, sizeof step);
    return status;
}

static ds_status refuse_code(const ds_web_site *site, ds_http_request *request,
                             ds_http_response *response, const ds_signed_in *out) {
    ds_web_problems problems = {0};
    ds_status status;
    if (out->outcome == DS_SIGN_IN_LATER) return refuse_first_step(site, request, response, out);
    ds_metrics_add(site->metrics, DS_METRIC_SIGN_IN_FAILED, 1);
    ds_web_problem_say(&problems, "code",
                       DS_SAY("Deze code klopt niet (meer). Een code kan één keer, en een halve "
                              "minuut lang.",
                              "This code is wrong, or over. A code counts once, and for half a "
                              "minute."),
                       request->lang);
    status = show_code_page(site, request, response, &problems);
    ds_web_problems_done(&problems);
    return status;
}

static ds_status post_code(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    const ds_web_site *site = context;
    const ds_text token = ds_web_cookie(site, request, "half");
    ds_signed_in out = {.outcome = DS_SIGN_IN_REFUSED};
    const char *code = ds_http_form(request, "code");
    ds_web_first_step step;
    ds_status status = DS_OK;
    if (!may_try_now(site, request)) return ds_web_refuse(response, 429);
    if (!ds_web_pending_take(site->pending, token, ds_dossiers_now(site->store), &step)) {
        ds_http_response_redirect(response, "/inloggen"); /* too late: from the start */
        return DS_OK;
    }
    if (code[0] != '\0') status = try_sign_in(site, request, &step, code, &out, err);
    sodium_memzero(&step, sizeof step);
    if (status != DS_OK) return status;
    if (out.outcome != DS_SIGN_IN_DONE) return refuse_code(site, request, response, &out);
    ds_web_pending_forget(site->pending, token);
    return finish_sign_in(site, request, response, &out, err);
}

/* ---- out ---- */

static ds_status post_sign_out(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    ds_status status = ds_web_log_out(context, request, response, err);
    ds_http_response_redirect(response, "/inloggen");
    return status;
}

const ds_http_route ds_web_sign_in_routes[] = {
    {DS_HTTP_GET, "/inloggen", DS_DESK_PUBLIC, show_sign_in, 0, false, false},
    {DS_HTTP_POST, "/inloggen", DS_DESK_PUBLIC, post_sign_in, 0, false, false},
    {DS_HTTP_POST, "/inloggen/code", DS_DESK_PUBLIC, post_code, 0, false, false},
    {DS_HTTP_GET, "/inloggen/{dienst}", DS_DESK_PUBLIC, ds_web_show_service, 0, false, false},
    {DS_HTTP_POST, "/inloggen/{dienst}", DS_DESK_PUBLIC, ds_web_post_service, 0, false, false},
    {DS_HTTP_POST, "/uitloggen", DS_DESK_PUBLIC, post_sign_out, 0, false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
