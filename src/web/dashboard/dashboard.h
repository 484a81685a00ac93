/* web/dashboard/dashboard.h: what the pages of figures share. A page shows a choice out of the
 * release of now (doorstroom/view.h) and computes nothing: what it may hold, the views decide,
 * which are those of all, or of one scope for who may see that.
 *
 * The same handlers make the pages for all (/cijfers) and those of somebody's own (/eigen/27GZ);
 * which, says the ds_dash that they are given. */
#ifndef DS_WEB_DASHBOARD_DASHBOARD_H
#define DS_WEB_DASHBOARD_DASHBOARD_H

#include "doorstroom/current.h"
#include "doorstroom/view.h"
#include "web/page/document.h"
#include "web/site.h"

enum { DS_DASH_ROOT_SIZE = 300 };

/* One page on its way. */
typedef struct ds_dash {
    const ds_web_site *site;
    ds_http_request *request;
    ds_http_response *response;
    const ds_current_release *release; /* taken */
    const ds_views *views;             /* of scope */
    const char *scope;                 /* "" for all */
    char root[DS_DASH_ROOT_SIZE];      /* "/cijfers", "/eigen/27GZ": what addresses begin with */
    size_t topic_at;                   /* which parameter of the path is the topic */
} ds_dash;

/* ---- a page: dash.c ---- */

/* Makes the page of a ds_dash that is there. */
typedef ds_status (*ds_dash_page)(ds_dash *dash, ds_error *err);
/* Takes the release and its views for all, and has the page made; where there is no release, a page
 * says so. Marks the answer with the release. */
ds_status ds_dash_run(const ds_web_site *site, ds_http_request *request, ds_http_response *response,
                      ds_dash_page make, ds_error *err);
/* The same of the scope that is the first parameter of the path, for who may see its figures; for
 * others it is not there. */
ds_status ds_dash_run_own(const ds_web_site *site, ds_http_request *request,
                          ds_http_response *response, ds_dash_page make, ds_error *err);

/* Begins a page as pages of figures are. */
void ds_dash_begin(ds_dash *dash, ds_web_view *view, ds_web_head *head);
/* Ends it, with the line that says which release this is. */
void ds_dash_end(ds_dash *dash, ds_web_view *view);
/* A page of that status, which says what is wrong and where there is more. why may be NULL. */
ds_status ds_dash_refuse(ds_dash *dash, unsigned status, const ds_error *why);

/* Whether the address asks nothing but that (and the language): what is not known is not passed
 * over in silence. name NULL: nothing at all. False: the answer is made. */
bool ds_dash_asks_only(ds_dash *dash, const char *name);

/* "/cijfers/vsv", "/cijfers/vsv/csv?by=niveau": form NULL or "": none, query "": none. Of the
 * request's arena; where memory is short the answer fails. */
const char *ds_dash_address(ds_dash *dash, const char *topic, const char *form, const char *query);
/* A text of the request's arena. */
const char *ds_dash_print(ds_dash *dash, const char *format, ...) DS_PRINTF(2, 3);
/* text with a capital, where it begins with a letter from a to z. */
const char *ds_dash_capital(ds_dash *dash, const char *text);
/* text as it stands in a query or a path. */
const char *ds_dash_encode(ds_dash *dash, const char *text);
/* Zeros of the request's arena; NULL makes the answer fail. */
void *ds_dash_take(ds_dash *dash, size_t n, size_t size);

/* ---- what is asked: asked.c ---- */

/* The view that the address asks for. *out NULL: the answer is made: a redirection to the address
 * that this view has, or a page that says what is wrong. */
ds_status ds_dash_see(ds_dash *dash, const char *form, ds_view **out, ds_error *err);
/* The same without redirection, for what is fetched by programs. */
ds_status ds_dash_see_as_is(ds_dash *dash, ds_view **out, ds_error *err);

/* ---- parts of the page of a topic: filter.c, chosen.c, take.c ---- */

/* The form to choose with. */
void ds_dash_filter_add(ds_dash *dash, ds_web_page *page, const ds_view *view);
/* What was chosen, each with a link that takes it away. */
void ds_dash_chosen_add(ds_dash *dash, ds_web_page *page, const ds_view *view);
/* "naar niveau en leerweg", "in het geheel": of the arena. */
const char *ds_dash_keys(ds_dash *dash, const ds_view_breakdown *breakdown);
/* "percentage naar niveau, 2021/22 tot en met 2023/24": of the arena. */
const char *ds_dash_seen(ds_dash *dash, const ds_view *view);
/* A year as the breakdown has it: "2023/24". Of the arena. */
const char *ds_dash_year(ds_dash *dash, const ds_view_breakdown *breakdown, int year);
/* Downloads, the address to share, how to embed. */
void ds_dash_take_away_add(ds_dash *dash, ds_web_page *page, const ds_view *view);
/* A field with a text to be copied. */
void ds_dash_copy_add(ds_web_page *page, const char *name, ds_say label, const char *text);
/* Some parts of a view's document, put into the page. */
ds_status ds_dash_document_add(ds_dash *dash, ds_web_page *page, const ds_view *view,
                               unsigned parts, const ds_web_document_look *look, ds_error *err);

/* ---- institutions: institutions.c ---- */

typedef struct ds_dash_place {
    const char *code;
    ds_say name;
} ds_dash_place;
/* All of which the views tell apart, by name; of the arena. */
const ds_dash_place *ds_dash_places(ds_dash *dash, size_t *out_n);

/* ---- definitions: words.c ---- */

/* Those of the topics, by name; of the arena. */
const ds_release_definition *const *ds_dash_definitions(ds_dash *dash, size_t *out_n);

/* Its text, its version, which way is better. */
void ds_dash_definition_add(ds_web_page *page, const ds_release_definition *definition);

/* ---- search: search.c ---- */

/* The form with its field, and what was found. */
void ds_dash_search_add(ds_dash *dash, ds_web_page *page, const char *words);
/* Whether all words stand in one of these texts (any of which may be NULL), folded. */
bool ds_dash_has_words(const char *words, const char *const *texts, size_t n);

/* ---- handlers of routes ---- */

#define DS_DASH_HANDLER(name)                                                                      \
    ds_status name(void *context, ds_http_request *request, ds_http_response *response,            \
                   ds_error *err)
DS_DASH_HANDLER(ds_dash_show_chapters);   /* chapters.c */
DS_DASH_HANDLER(ds_dash_show_topic);      /* topic.c */
DS_DASH_HANDLER(ds_dash_show_own_topic);  /* topic.c */
DS_DASH_HANDLER(ds_dash_fetch);           /* download.c */
DS_DASH_HANDLER(ds_dash_fetch_own);       /* download.c */
DS_DASH_HANDLER(ds_dash_show_embed);      /* embed.c */
DS_DASH_HANDLER(ds_dash_show_frame);      /* embed.c */
DS_DASH_HANDLER(ds_dash_show_words);      /* words.c */
DS_DASH_HANDLER(ds_dash_show_word);       /* words.c */
DS_DASH_HANDLER(ds_dash_show_changed);    /* changed.c */
DS_DASH_HANDLER(ds_dash_show_places);     /* institutions.c */
DS_DASH_HANDLER(ds_dash_show_place);      /* institutions.c */
DS_DASH_HANDLER(ds_dash_show_own_scopes); /* chapters.c */
DS_DASH_HANDLER(ds_dash_show_own);        /* chapters.c */

#endif
