/* web/gate.c: before any page is made: who asks, did they mean to, and is it theirs to ask. See
 * site.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "web/api/api.h"
#include "web/site.h"

/* ---- who asks ---- */

static ds_desk_role role_of(ds_rol rol) {
    ds_desk_role role = DS_ROLE_NOBODY;
    (void)ds_desk_role_named(ds_rol_name(rol), &role);
    return role;
}

static void make_actor(ds_web_guest *guest) {
    const ds_account *account = &guest->accounts.list[0];
    guest->actor = (ds_desk_actor){account->id, guest->holdings, 0};
    for (size_t i = 0; i < account->n_roles && i < DS_ROLES_MAX; i++)
        guest->holdings[guest->actor.n_holdings++] =
            (ds_desk_holding){role_of(account->roles[i].rol), account->roles[i].bereik};
    guest->is_unfinished = account->has_password && !account->has_totp;
}

static ds_status find_guest(const ds_web_site *site, const ds_http_request *request,
                            ds_web_guest *guest, ds_error *err) {
    const ds_text token = ds_web_cookie(site, request, "sessie");
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_status status;
    if (token.data == NULL || token.size != DS_TOKEN_SIZE - 1) return DS_OK;
    status = ds_session_find(site->store, token.data, NULL, &guest->session, &outcome, err);
    if (status != DS_OK || outcome != DS_DOSSIER_DONE) return status;
    status = ds_accounts_read(site->store, guest->session.account, &guest->accounts, err);
    if (status != DS_OK || guest->accounts.n != 1) return status;
    memcpy(guest->token, token.data, DS_TOKEN_SIZE);
    make_actor(guest);
    return DS_OK;
}

/* ---- what they may ---- */

/* "*" alone relates to all; every other holding may relate to some dossier in any other way. */
static bool may_by_holding(const ds_desk_holding *holding, ds_desk_action action) {
    for (int relation = 0; relation < DS_RELATIONS; relation++) {
        if (relation == DS_RELATION_ALL && strcmp(holding->scope, "*") != 0) continue;
        for (int stage = 0; stage < DS_STAGES; stage++)
            if (ds_desk_may(action, holding->role, (ds_desk_relation)relation, (ds_desk_stage)stage,
                            DS_RIGHTS_ALL))
                return true;
    }
    return false;
}

bool ds_web_may_ever(const ds_desk_actor *actor, ds_desk_action action) {
    if (action == DS_DESK_PUBLIC) return true;
    if (actor->user == 0) return false;
    if (action == DS_DESK_ACCOUNT) return true; /* everybody's own */
    for (size_t i = 0; i < actor->n_holdings; i++)
        if (may_by_holding(&actor->holdings[i], action)) return true;
    return false;
}

bool ds_web_may(const ds_http_request *request, ds_desk_action action) {
    return ds_web_may_ever(&ds_web_guest_of(request)->actor, action);
}

/* To the page to sign in, and back after it. Only what was asked by GET can be asked again. */
static void send_to_sign_in(const ds_http_request *request, ds_http_response *response) {
    ds_buffer path;
    ds_buffer_init(&path, 3 * DS_HTTP_TARGET_MAX);
    ds_buffer_add_string(&path, "/inloggen");
    if (request->method == DS_HTTP_GET && request->target.size > 1) {
        ds_buffer_add_string(&path, "?terug=");
        for (size_t i = 0; i < request->target.size; i++) {
            const char c = request->target.data[i];
            if (c == '&' || c == '%' || c == '+' || c == '?' || c == '=')
                ds_buffer_addf(&path, "%%%02X", (unsigned char)c);
            else
                ds_buffer_add_char(&path, c);
        }
    }
    ds_http_response_redirect(response,
                              path.failed == DS_OK ? ds_buffer_string(&path) : "/inloggen");
    ds_buffer_done(&path);
}

static bool is_own_account_page(const ds_http_request *request) {
    return request->route->action == DS_DESK_ACCOUNT || request->route->action == DS_DESK_PUBLIC;
}

/* ---- which language ---- */

/* What is wrong with the language asked for, in both; false: nothing. */
static bool find_wrong_language(const ds_http_request *request, ds_error *why) {
    const ds_http_pairs *query = &request->query;
    char shown[64];
    size_t n = 0;
    for (size_t i = 0; i < query->n; i++) {
        const ds_text asked = query->pairs[i].value;
        if (!ds_text_is(query->pairs[i].name, "taal")) continue;
        if (++n > 1)
            (void)ds_error_set(why, DS_INPUT, "'taal' staat er twee keer.",
                               "'taal' is there twice.");
        else if (!ds_text_is(asked, "nl") && !ds_text_is(asked, "en"))
            (void)ds_error_set(why, DS_INPUT, "'%s' is geen waarde van taal; dat zijn: nl en.",
                               "'%s' is no value of taal; these are: nl en.",
                               ds_suggest_excerpt(asked, shown, sizeof shown));
    }
    return why->nl[0] != '\0';
}

/* No part of an address is left out in silence; of the API it is a problem of its own. */
static bool refuse_language(const ds_web_site *site, const ds_http_request *request,
                            ds_http_response *response) {
    const ds_web_head head = {.title = {"Deze taal is er niet", "This language is not there"}};
    ds_error why = {0};
    ds_web_view view;
    if (ds_web_api_is_asked(request) || !find_wrong_language(request, &why)) return false;
    response->status = 400;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_element(&view.page, "p", "let-op", (ds_say){why.nl, why.en});
    ds_web_paragraph(&view.page,
                     DS_SAY("Vraag taal=nl of taal=en, of laat taal weg uit het adres.",
                            "Ask for taal=nl or taal=en, or leave taal out of the address."));
    ds_web_view_end(&view);
    return true;
}

/* The language that was asked for stays, where it is not what stays already: an answer that gives
 * a cookie is kept for nobody else. */
static void keep_language(const ds_web_site *site, const ds_http_request *request,
                          ds_http_response *response) {
    const ds_text asked = ds_http_pairs_get(&request->query, "taal");
    const char *lang = request->lang == DS_NL ? "nl" : "en";
    ds_error why = {0};
    if (find_wrong_language(request, &why)) return;
    if (ds_text_is(asked, lang) && !ds_text_is(ds_web_cookie(site, request, "taal"), lang))
        ds_web_give_cookie(site, response, "taal", lang, (int64_t)365 * 86400);
}

/* False: response is the answer. */
static bool let_in(const ds_web_site *site, ds_http_request *request, ds_http_response *response) {
    const ds_web_guest *guest = ds_web_guest_of(request);
    const ds_desk_action action = (ds_desk_action)request->route->action;
    if (request->method == DS_HTTP_POST && !ds_web_csrf_holds(site, request, guest)) {
        ds_metrics_add(site->metrics, DS_METRIC_REFUSED_FORGED, 1);
        request->refused = "bewijs";
        (void)ds_web_refuse(response, 403);
        return false;
    }
    if (action != DS_DESK_PUBLIC && guest->actor.user == 0) {
        request->refused = "aanmelden";
        send_to_sign_in(request, response);
        return false;
    }
    if (guest->is_unfinished && !is_own_account_page(request)) {
        request->refused = "tweede stap";
        ds_http_response_redirect(response, "/account/tweede-stap");
        return false;
    }
    if (ds_web_may_ever(&guest->actor, action)) return true;
    request->refused = "rol";
    (void)ds_web_refuse(response, 404); /* as if it were not there */
    return false;
}

ds_status ds_web_enter(void *context, ds_http_request *request, ds_http_response *response,
                       bool *out_go_on, ds_error *err) {
    const ds_web_site *site = context;
    ds_web_guest *guest;
    ds_status status;
    *out_go_on = true;
    if (request->route->is_quick) return DS_OK; /* files of ours and health: nobody is asked */
    guest = ds_arena_take(&request->arena, 1, sizeof *guest);
    if (guest == NULL) return ds_error_memory(err);
    request->guest = guest;
    keep_language(site, request, response);
    if (request->route->is_public_page && !request->has_session) {
        *out_go_on = !refuse_language(site, request, response);
        return DS_OK;
    }
    status = find_guest(site, request, guest, err);
    if (status != DS_OK) return status;
    request->who = guest->actor.user;
    ds_web_csrf_make(site, request, guest);
    *out_go_on = let_in(site, request, response) && !refuse_language(site, request, response);
    return DS_OK;
}

void ds_web_leave(void *context, ds_http_request *request) {
    ds_web_guest *guest = request->guest;
    (void)context;
    if (guest != NULL) ds_accounts_done(&guest->accounts);
}
