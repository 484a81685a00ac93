/* web/account/service.c: signing in by the word of a service that the proxy knows (docs/serve.md).
 * A link from elsewhere may lead here, and then nothing happens: a session begins by a button of
 * ours. See account.h. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/account/account.h"

static const ds_serve_service *find_service(const ds_web_site *site, const char *id) {
    for (size_t i = 0; i < site->n_services; i++)
        if (strcmp(site->services[i].id, id) == 0) return &site->services[i];
    return NULL;
}

/* Whether the proxy says that they signed in there strongly enough. */
static bool is_strong_enough(const ds_http_request *request, const ds_serve_service *service) {
    ds_text level;
    if (service->level_header == NULL) return true;
    level = ds_http_header_of(request, service->level_header);
    for (const char *word = service->levels; level.size > 0 && *word != '\0';) {
        const size_t size = strcspn(word, " ");
        if (level.size == size && memcmp(level.data, word, size) == 0) return true;
        word += size + strspn(word + size, " ");
    }
    return false;
}

bool ds_web_external_of(const ds_web_site *site, const ds_http_request *request, const char *id,
                        char out[300]) {
    const ds_serve_service *service = find_service(site, id);
    ds_text subject;
    if (service == NULL || !request->by_proxy || !is_strong_enough(request, service)) return false;
    subject = ds_http_header_of(request, service->header);
    if (subject.data == NULL || subject.size == 0 || subject.size > 200 ||
        !ds_http_text_fits(subject))
        return false;
    (void)snprintf(out, 300, "%.60s:%.200s", service->id, subject.data);
    return true;
}

static ds_status refuse_external(const ds_web_site *site, ds_http_request *request,
                                 ds_http_response *response) {
    static const ds_web_head head = {.title = {"Niet ingelogd", "Not logged in"},
                                     .back = "/inloggen"};
    ds_web_view view;
    ds_metrics_add(site->metrics, DS_METRIC_SIGN_IN_FAILED, 1);
    response->status = 403;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_paragraph(
        &view.page,
        DS_SAY("Wij kennen u zo niet. Gebruik de uitnodiging die u kreeg: daarmee koppelt u "
               "uw account van de instelling aan deze dienst.",
               "We do not know you in this way. Use the invitation that you got: with it "
               "you tie your institution's account to this service."));
    ds_web_view_end(&view);
    return DS_OK;
}

static ds_status show_button(const ds_web_site *site, ds_http_request *request,
                             ds_http_response *response, const ds_serve_service *service) {
    static const ds_web_head head = {.title = {"Inloggen", "Log in"}, .back = "/inloggen"};
    char path[128];
    ds_web_view view;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_open(&view.page, "p", NULL);
    ds_web_say_with(&view.page,
                    DS_SAY("{0} weet wie u bent. Wilt u hier inloggen?",
                           "{0} knows who you are. Do you want to log in here?"),
                    &service->name, 1);
    ds_web_close(&view.page);
    (void)snprintf(path, sizeof path, "/inloggen/%.60s", service->id);
    ds_web_form_begin(&view.page, path, false);
    ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Inloggen", "Log in"), NULL, NULL);
    ds_web_form_end(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

ds_status ds_web_show_service(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_web_site *site = context;
    const ds_serve_service *service = find_service(site, ds_http_parameter(request, 0));
    char external[300];
    (void)err;
    if (service == NULL) return ds_web_refuse(response, 404);
    if (!ds_web_external_of(site, request, service->id, external))
        return refuse_external(site, request, response);
    return show_button(site, request, response, service);
}

ds_status ds_web_post_service(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_web_site *site = context;
    const ds_serve_service *service = find_service(site, ds_http_parameter(request, 0));
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    char external[300], how[64];
    int64_t account = 0;
    ds_status status;
    if (service == NULL) return ds_web_refuse(response, 404);
    if (!ds_web_external_of(site, request, service->id, external))
        return refuse_external(site, request, response);
    status = ds_account_sign_in_external(site->store, external, &account, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome != DS_DOSSIER_DONE) return refuse_external(site, request, response);
    (void)snprintf(how, sizeof how, "dienst %.40s", service->id);
    status = ds_web_log_in(site, request, response, account, how, err);
    if (status == DS_OK && response->status == 200) ds_http_response_redirect(response, "/");
    return status;
}
