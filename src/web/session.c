/* web/session.c: cookies, and the beginning and end of a session. A session's token is another
 * after signing in and after every change of what it may: one that was planted beforehand is worth
 * nothing. See site.h. */
#include <stdio.h>
#include <string.h>

#include "web/site.h"

const char *ds_web_cookie_name(const ds_web_site *site, const char *name, char out[64]) {
    /* __Host-: a browser takes it over https only, from this very host, for all of it */
    (void)snprintf(out, 64, "%s%s", site->secure ? "__Host-" : "doorstroom-", name);
    return out;
}

ds_text ds_web_cookie(const ds_web_site *site, const ds_http_request *request, const char *name) {
    char full[64];
    return ds_http_cookie(&request->cookies, ds_web_cookie_name(site, name, full));
}

void ds_web_give_cookie(const ds_web_site *site, ds_http_response *response, const char *name,
                        const char *value, int64_t max_age) {
    char full[64];
    ds_http_response_cookie(response, ds_web_cookie_name(site, name, full), value, max_age,
                            site->secure);
}

ds_status ds_web_log_in(const ds_web_site *site, ds_http_request *request,
                        ds_http_response *response, int64_t account, const char *how,
                        ds_error *err) {
    const ds_web_guest *guest = ds_web_guest_of(request);
    char token[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_status status = DS_OK;
    if (guest->token[0] != '\0') status = ds_session_end(site->store, guest->token, err);
    if (status == DS_OK) status = ds_session_start(site->store, account, how, token, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome != DS_DOSSIER_DONE) return ds_web_refuse(response, 403);
    ds_metrics_add(site->metrics, DS_METRIC_SIGNED_IN, 1);
    ds_web_give_cookie(site, response, "sessie", token, -1);
    ds_web_give_cookie(site, response, "vooraf", "-", 0);
    return DS_OK;
}

ds_status ds_web_rotate(const ds_web_site *site, ds_http_request *request,
                        ds_http_response *response, ds_error *err) {
    ds_web_guest *guest = request->guest;
    char token[DS_TOKEN_SIZE];
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_status status = ds_session_rotate(site->store, guest->token, token, &outcome, err);
    if (status == DS_OK && outcome == DS_DOSSIER_DONE)
        status = ds_session_find(site->store, token, NULL, &guest->session, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome != DS_DOSSIER_DONE) return ds_web_refuse(response, 403);
    memcpy(guest->token, token, sizeof token);
    ds_web_csrf_make(site, request, guest);
    ds_web_give_cookie(site, response, "sessie", token, -1);
    return DS_OK;
}

ds_status ds_web_log_out(const ds_web_site *site, ds_http_request *request,
                         ds_http_response *response, ds_error *err) {
    const ds_web_guest *guest = ds_web_guest_of(request);
    ds_status status =
        guest->token[0] == '\0' ? DS_OK : ds_session_end(site->store, guest->token, err);
    ds_web_give_cookie(site, response, "sessie", "-", 0);
    /* whatever a browser kept of our pages goes, too */
    ds_http_response_header(response, "Clear-Site-Data", "\"cache\"");
    return status;
}
