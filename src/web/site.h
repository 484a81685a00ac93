/* web/site.h: what all pages share: the desk and the store behind them, who asks, and how a page is
 * begun, ended and refused. Private to the web part.
 *
 * A handler's context is a ds_web_site; request->guest is a ds_web_guest, made by the gate (gate.c)
 * before the handler is called: the session is known, a POST was held against its token and origin,
 * and the route's action is one that this guest can do at all. Whether they may do it to that one
 * dossier, the desk says. */
#ifndef DS_WEB_SITE_H
#define DS_WEB_SITE_H

#include "doorstroom/accounts.h"
#include "doorstroom/current.h"
#include "doorstroom/dossiers.h"
#include "doorstroom/serve.h"
#include "web/http/metrics.h"
#include "web/http/rate.h"
#include "web/http/route.h"
#include "web/page/form.h"
#include "web/page/layout.h"

enum { DS_WEB_ASSETS_MAX = 10, DS_WEB_PLACES_MAX = 8, DS_WEB_CSRF_SIZE = 129 };

/* A file that pages need: style, script, font. */
typedef struct ds_web_asset {
    const char *name, *type;
    char *data;
    size_t size;
} ds_web_asset;

typedef struct ds_web_assets {
    char root[64]; /* "/vast/" and a checksum of all of them */
    ds_web_asset files[DS_WEB_ASSETS_MAX];
    size_t n;
} ds_web_assets;

typedef struct ds_web_pending ds_web_pending; /* account/pending.h */
typedef struct ds_web_health ds_web_health;   /* health.h */
typedef struct ds_web_demo ds_web_demo;       /* demo/demo.h */

typedef struct ds_web_pictures ds_web_pictures; /* dashboard/pictures.h */

typedef struct ds_web_site {
    ds_desk *desk;
    ds_dossiers *store;
    ds_current *current;       /* the release of now; NULL: there are no pages of figures */
    ds_web_pictures *pictures; /* of figures; NULL: none can be drawn here */
    char origin[256];          /* "https://monitor.example": what a browser says in Origin */
    bool secure;               /* it is https */
    ds_web_assets assets;
    ds_rate sign_ins; /* tries to sign in, and links that are tried, of one client */
    ds_web_pending *pending;
    const ds_serve_service *services; /* [n_services] that sign people in before us */
    size_t n_services;
    ds_say banner;
    ds_metrics *metrics; /* NULL: nobody counts */
    ds_web_health *health;
    ds_web_demo *demo; /* NULL: it is none */
} ds_web_site;

typedef struct ds_web_guest {
    char token[DS_TOKEN_SIZE]; /* of the session; "" none */
    ds_session session;
    ds_accounts accounts; /* one: their own; n 0: nobody is logged in */
    ds_desk_holding holdings[DS_ROLES_MAX];
    ds_desk_actor actor;
    char csrf[DS_WEB_CSRF_SIZE]; /* for the forms of this page, masked anew each time */
    char before[DS_TOKEN_SIZE];  /* what a browser without a session holds its forms by */
    bool has_new_before;         /* and has yet to be given */
    bool is_unfinished;          /* has no second factor yet: nothing but setting it up */
} ds_web_guest;

/* ---- the gate: gate.c, csrf.c ---- */

ds_status ds_web_enter(void *context, ds_http_request *request, ds_http_response *response,
                       bool *out_go_on, ds_error *err);
void ds_web_leave(void *context, ds_http_request *request);
/* Whether an actor may do this to anything at all. */
bool ds_web_may_ever(const ds_desk_actor *actor, ds_desk_action action);
bool ds_web_may(const ds_http_request *request, ds_desk_action action);
/* Fills guest->csrf, and before where there is no session. */
void ds_web_csrf_make(const ds_web_site *site, const ds_http_request *request, ds_web_guest *guest);
/* Whether a POST comes from a page of ours that was given to this guest. */
bool ds_web_csrf_holds(const ds_web_site *site, const ds_http_request *request,
                       const ds_web_guest *guest);

/* ---- sessions: session.c ---- */

/* "__Host-sessie", or without the prefix where the address is no https. */
const char *ds_web_cookie_name(const ds_web_site *site, const char *name, char out[64]);
ds_text ds_web_cookie(const ds_web_site *site, const ds_http_request *request, const char *name);
void ds_web_give_cookie(const ds_web_site *site, ds_http_response *response, const char *name,
                        const char *value, int64_t max_age);
/* Whoever asked is logged in from now on: a new session under a new token; an old one ends. how: as
 * of ds_session_start. */
ds_status ds_web_log_in(const ds_web_site *site, ds_http_request *request,
                        ds_http_response *response, int64_t account, const char *how,
                        ds_error *err) DS_NODISCARD;
/* The same session under a new token: after what it may has changed. */
ds_status ds_web_rotate(const ds_web_site *site, ds_http_request *request,
                        ds_http_response *response, ds_error *err) DS_NODISCARD;
ds_status ds_web_log_out(const ds_web_site *site, ds_http_request *request,
                         ds_http_response *response, ds_error *err) DS_NODISCARD;

/* ---- pages: frame.c ---- */

static inline const ds_web_guest *ds_web_guest_of(const ds_http_request *request) {
    return request->guest;
}

/* A page that is being made. places, frame and path belong to it: it stays where it is. */
typedef struct ds_web_view {
    ds_web_page page;
    ds_web_frame frame;
    ds_web_place places[DS_WEB_PLACES_MAX];
    ds_http_response *response;
} ds_web_view;

/* Begins a page in the guest's language, with their places. problems may be NULL; where there are
 * any the status becomes 422. */
void ds_web_view_begin(ds_web_view *view, const ds_web_site *site, const ds_http_request *request,
                       ds_http_response *response, const ds_web_head *head,
                       const ds_web_problems *problems);
void ds_web_view_end(ds_web_view *view);
/* The page of an error, as the server asks for it. */
void ds_web_error_page(void *context, const ds_http_request *request, unsigned status,
                       ds_http_response *response);
/* Has the server show the page of a status. */
ds_status ds_web_refuse(ds_http_response *response, unsigned status);
/* After an outcome of the desk: DONE goes on (true), of all else the answer is made or left to the
 * caller: NOT_THERE 404 and REFUSED 403 are made (false). */
bool ds_web_goes_on(ds_http_response *response, ds_desk_outcome outcome);

/* ---- files: assets.c ---- */

ds_status ds_web_assets_load(ds_web_assets *assets, const char *fonts, ds_error *err) DS_NODISCARD;
void ds_web_assets_done(ds_web_assets *assets);
ds_status ds_web_show_asset(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err);

/* ---- routes ---- */

/* Adds all routes of the web part. */
ds_status ds_web_routes(ds_http_routes *routes, ds_error *err) DS_NODISCARD;

/* Each room and page gives its own; ends with a route without a pattern. */
extern const ds_http_route ds_web_common_routes[], ds_web_health_routes[], ds_web_sign_in_routes[],
    ds_web_invitation_routes[], ds_web_account_routes[], ds_web_admin_routes[],
    ds_web_task_routes[], ds_web_topic_routes[], ds_web_paper_routes[], ds_web_history_routes[],
    ds_web_follow_routes[], ds_web_check_routes[], ds_web_move_routes[], ds_web_question_routes[],
    ds_web_party_routes[], ds_web_api_routes[], ds_web_publication_routes[], ds_web_figure_routes[];

#endif
