/* web/dashboard/routes.c: all addresses of figures. What all may see, is kept by the server as long
 * as the release stays; somebody's own is not. See dashboard.h. */
#include "web/dashboard/dashboard.h"

const ds_http_route ds_web_figure_routes[] = {
    {DS_HTTP_GET, "/cijfers", DS_DESK_PUBLIC, ds_dash_show_chapters, 0, false, true},
    {DS_HTTP_GET, "/cijfers/{onderwerp}", DS_DESK_PUBLIC, ds_dash_show_topic, 0, false, true},
    {DS_HTTP_GET, "/cijfers/{onderwerp}/insluiten", DS_DESK_PUBLIC, ds_dash_show_embed, 0, false,
     true},
    {DS_HTTP_GET, "/cijfers/{onderwerp}/{vorm}", DS_DESK_PUBLIC, ds_dash_fetch, 0, false, true},
    {DS_HTTP_GET, "/insluiten/{onderwerp}", DS_DESK_PUBLIC, ds_dash_show_frame, 0, false, true},
    {DS_HTTP_GET, "/begrippen", DS_DESK_PUBLIC, ds_dash_show_words, 0, false, true},
    {DS_HTTP_GET, "/begrippen/{begrip}", DS_DESK_PUBLIC, ds_dash_show_word, 0, false, true},
    {DS_HTTP_GET, "/gewijzigd", DS_DESK_PUBLIC, ds_dash_show_changed, 0, false, true},
    {DS_HTTP_GET, "/instellingen", DS_DESK_PUBLIC, ds_dash_show_places, 0, false, true},
    {DS_HTTP_GET, "/instellingen/{code}", DS_DESK_PUBLIC, ds_dash_show_place, 0, false, true},
    {DS_HTTP_GET, "/eigen", DS_DESK_FIGURES, ds_dash_show_own_scopes, 0, false, false},
    {DS_HTTP_GET, "/eigen/{bereik}", DS_DESK_FIGURES, ds_dash_show_own, 0, false, false},
    {DS_HTTP_GET, "/eigen/{bereik}/{onderwerp}", DS_DESK_FIGURES, ds_dash_show_own_topic, 0, false,
     false},
    {DS_HTTP_GET, "/eigen/{bereik}/{onderwerp}/{vorm}", DS_DESK_FIGURES, ds_dash_fetch_own, 0,
     false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
