/* web/account/invitation.c: a link that somebody got: with it they choose a password, or tie the
 * account that a service knows. A link that was used, is void, too old or made up looks the same.
 * See web/site.h. */
#include <stdio.h>
#include <string.h>

#include "web/account/account.h"

static ds_status show_void_link(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response) {
    static const ds_web_head head = {
        .title = {"Deze uitnodiging geldt niet", "This invitation is not valid"}};
    ds_web_view view;
    response->status = 404;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_paragraph(
        &view.page,
        DS_SAY("Zij is al gebruikt, verlopen, of niet heel overgenomen. Vraag wie u "
               "heeft uitgenodigd om een nieuwe.",
               "It was used already, has expired, or was not copied whole. Ask who invited "
               "you for a new one."));
    ds_web_open(&view.page, "p", NULL);
    ds_web_link_say(&view.page, "/inloggen", DS_SAY("Naar inloggen", "To the page to log in"));
    ds_web_close(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

/* A button for each service that says now who it is. */
static void add_service_forms(ds_web_view *view, const ds_web_site *site,
                              const ds_http_request *request) {
    for (size_t i = 0; i < site->n_services; i++) {
        const ds_serve_service *service = &site->services[i];
        char external[300];
        if (!ds_web_external_of(site, request, service->id, external)) continue;
        ds_web_form_begin(&view->page, request->target.data, false);
        ds_web_hidden(&view->page, "dienst", service->id);
        ds_web_open(&view->page, "p", NULL);
        ds_web_say_with(
            &view->page,
            DS_SAY("U bent bekend bij {0}. U kunt daarmee inloggen, zonder wachtwoord hier.",
                   "{0} knows you. You can log in with it, without a password here."),
            &service->name, 1);
        ds_web_close(&view->page);
        ds_web_button(&view->page, DS_WEB_BUTTON_SECOND,
                      DS_SAY("Zonder wachtwoord verder", "Go on without a password"), NULL, NULL);
        ds_web_form_end(&view->page);
    }
}

static ds_status show_choice(const ds_web_site *site, ds_http_request *request,
                             ds_http_response *response, const ds_web_problems *problems) {
    static const ds_web_head head = {.title = {"Welkom", "Welcome"}};
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    ds_web_paragraph(
        &view.page, DS_SAY("Kies een wachtwoord. Daarna stelt u een tweede stap in op uw telefoon.",
                           "Choose a password. After it you set up a second step on your phone."));
    add_service_forms(&view, site, request);
    ds_web_form_begin(&view.page, request->target.data, false);
    ds_web_new_password_add(&view.page);
    ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Verder", "Continue"), NULL, NULL);
    ds_web_form_end(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

/* *out_holds false: the response is made. */
static ds_status look_at_link(const ds_web_site *site, ds_http_request *request,
                              ds_http_response *response, bool *out_holds, ds_error *err) {
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    char client[64];
    int64_t account = 0;
    ds_status status;
    *out_holds = false;
    ds_rate_client(request->client, client);
    if (!ds_rate_take(&((ds_web_site *)(uintptr_t)site)->sign_ins, client,
                      ds_dossiers_now(site->store)))
        return ds_web_refuse(response, 429);
    status =
        ds_invitation_look(site->store, ds_http_parameter(request, 0), &account, &outcome, err);
    if (status == DS_FAULT) return status;
    *out_holds = status == DS_OK && outcome == DS_DOSSIER_DONE;
    return *out_holds ? DS_OK : show_void_link(site, request, response);
}

static ds_status show_invitation(void *context, ds_http_request *request,
                                 ds_http_response *response, ds_error *err) {
    bool holds = false;
    ds_status status = look_at_link(context, request, response, &holds, err);
    return status == DS_OK && holds ? show_choice(context, request, response, NULL) : status;
}

/* A link is one step: who has a second one set up is asked for it at signing in. */
static ds_status let_in_new(const ds_web_site *site, ds_http_request *request,
                            ds_http_response *response, int64_t account, ds_error *err) {
    char device[DS_DEVICE_SIZE];
    ds_accounts accounts = {0};
    ds_status status = ds_accounts_read(site->store, account, &accounts, err);
    const bool has_second = status == DS_OK && (accounts.n != 1 || accounts.list[0].has_totp);
    ds_accounts_done(&accounts);
    if (has_second) ds_http_response_redirect(response, "/inloggen");
    if (status != DS_OK || has_second) return status;
    status = ds_web_log_in(site, request, response, account, "uitnodiging", err);
    if (status != DS_OK || response->status != 200) return status;
    ds_account_device(site->store, account, device);
    ds_web_give_cookie(site, response, "apparaat", device, DS_WEB_DEVICE_SECONDS);
    ds_http_response_redirect(response, "/account");
    return DS_OK;
}

static ds_status accept_with_service(const ds_web_site *site, ds_http_request *request,
                                     ds_http_response *response, ds_error *err) {
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    char external[300];
    int64_t account = 0;
    ds_status status;
    if (!ds_web_external_of(site, request, ds_http_form(request, "dienst"), external))
        return ds_web_refuse(response, 403);
    status = ds_invitation_accept_external(site->store, ds_http_parameter(request, 0), external,
                                           &account, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome == DS_DOSSIER_TAKEN) return ds_web_refuse(response, 409);
    if (outcome != DS_DOSSIER_DONE) return show_void_link(site, request, response);
    return let_in_new(site, request, response, account, err);
}

static ds_status accept_with_password(const ds_web_site *site, ds_http_request *request,
                                      ds_http_response *response, ds_error *err) {
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_web_problems problems = {0};
    ds_error why = {0};
    const char *password = "";
    int64_t account = 0;
    ds_status status = DS_INPUT;
    if (ds_web_new_password_read(request, &problems, &password)) {
        status = ds_invitation_accept(site->store, ds_http_parameter(request, 0), password,
                                      &account, &outcome, &why);
        if (status == DS_INPUT) ds_web_new_password_refused(request, &why, &problems);
    }
    if (status == DS_INPUT)
        status = show_choice(site, request, response, &problems);
    else if (status == DS_OK && outcome != DS_DOSSIER_DONE)
        status = show_void_link(site, request, response);
    else if (status == DS_OK)
        status = let_in_new(site, request, response, account, err);
    ds_web_problems_done(&problems);
    return status;
}

static ds_status post_invitation(void *context, ds_http_request *request,
                                 ds_http_response *response, ds_error *err) {
    bool holds = false;
    ds_status status = look_at_link(context, request, response, &holds, err);
    if (status != DS_OK || !holds) return status;
    return ds_http_form(request, "dienst")[0] != '\0'
               ? accept_with_service(context, request, response, err)
               : accept_with_password(context, request, response, err);
}

const ds_http_route ds_web_invitation_routes[] = {
    {DS_HTTP_GET, "/uitnodiging/{code}", DS_DESK_PUBLIC, show_invitation, 0, false, false},
    {DS_HTTP_POST, "/uitnodiging/{code}", DS_DESK_PUBLIC, post_invitation, 0, false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
