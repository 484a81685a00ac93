/* web/routes.c: all that can be asked, in one table made of the rooms' own; and the few pages that
 * are of no room. See site.h. */
#include "web/api/api.h"
#include "web/site.h"

/* Whether there are figures to look at. */
static ds_status find_figures(const ds_web_site *site, bool *out, ds_error *err) {
    const ds_current_release *release = NULL;
    ds_status status = DS_OK;
    if (site->current != NULL) status = ds_current_take(site->current, &release, err);
    *out = release != NULL;
    if (release != NULL) ds_current_give(site->current, release);
    return status;
}

/* To what somebody came for: their tasks, or without logging in the figures. */
static ds_status show_home(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    bool figures = false;
    ds_status status = DS_OK;
    if (ds_web_guest_of(request)->actor.user == 0) {
        status = find_figures(context, &figures, err);
        ds_http_response_redirect(response, figures ? "/cijfers" : "/inloggen");
    } else {
        ds_http_response_redirect(response,
                                  ds_web_may(request, DS_DESK_LIST) ? "/taken" : "/account");
    }
    return status;
}

const ds_http_route ds_web_common_routes[] = {
    {DS_HTTP_GET, "/", DS_DESK_PUBLIC, show_home, 0, false, false},
    {DS_HTTP_GET, "/vast/{som}/{naam}", DS_DESK_PUBLIC, ds_web_show_asset, 0, true, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};

ds_status ds_web_routes(ds_http_routes *routes, ds_error *err) {
    static const ds_http_route *const tables[] = {
        ds_web_common_routes,   ds_web_sign_in_routes, ds_web_invitation_routes,
        ds_web_account_routes,  ds_web_admin_routes,   ds_web_task_routes,
        ds_web_topic_routes,    ds_web_check_routes,   ds_web_move_routes,
        ds_web_question_routes, ds_web_party_routes,   ds_web_paper_routes,
        ds_web_history_routes,  ds_web_follow_routes,  ds_web_figure_routes,
        ds_web_health_routes,   ds_web_api_routes,     ds_web_publication_routes};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        size_t n = 0;
        ds_status status;
        while (tables[i][n].pattern != NULL)
            n++;
        status = ds_http_routes_add(routes, tables[i], n, err);
        if (status != DS_OK) return status;
    }
    return ds_web_api_add_routes(routes, err);
}
