/* web/dashboard/dash.c: a page of figures from its beginning to its end: the release it is of, who
 * may see it, its addresses, and what is said where there is nothing. See dashboard.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "web/dashboard/dashboard.h"

/* ---- texts ---- */

void *ds_dash_take(ds_dash *dash, size_t n, size_t size) {
    void *room = ds_arena_take(&dash->request->arena, n + 1, size);
    if (room == NULL) dash->response->failed = DS_FAULT;
    return room;
}

const char *ds_dash_print(ds_dash *dash, const char *format, ...) {
    va_list arguments;
    int size;
    char *text;
    va_start(arguments, format);
    size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    text = size < 0 ? NULL : ds_dash_take(dash, (size_t)size, 1);
    if (text == NULL) return "/"; /* the answer failed */
    va_start(arguments, format);
    (void)vsnprintf(text, (size_t)size + 1, format, arguments);
    va_end(arguments);
    return text;
}

const char *ds_dash_capital(ds_dash *dash, const char *text) {
    if (text[0] < 'a' || text[0] > 'z') return text;
    return ds_dash_print(dash, "%c%s", text[0] - 'a' + 'A', text + 1);
}

const char *ds_dash_encode(ds_dash *dash, const char *text) {
    static const char digits[] = "0123456789ABCDEF",
                      plain[] =
                          "-._~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    char *out = ds_dash_take(dash, 3 * strlen(text), 1), *at = out;
    if (out == NULL) return "";
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char)*text;
        if (strchr(plain, *text) != NULL) {
            *at++ = *text;
            continue;
        }
        *at++ = '%';
        *at++ = digits[c >> 4];
        *at++ = digits[c & 15];
    }
    return out;
}

const char *ds_dash_address(ds_dash *dash, const char *topic, const char *form, const char *query) {
    const bool deeper = form != NULL && form[0] != '\0';
    return ds_dash_print(dash, "%s/%s%s%s%s%s", dash->root, topic, deeper ? "/" : "",
                         deeper ? form : "", query[0] == '\0' ? "" : "?", query);
}

/* ---- where there is no release ---- */

static ds_status show_nothing(const ds_web_site *site, ds_http_request *request,
                              ds_http_response *response) {
    static const ds_web_head head = {.title = {"Nog geen cijfers", "No figures yet"},
                                     .is_indexed = true};
    ds_web_view view;
    response->status = 404;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_paragraph(&view.page,
                     DS_SAY("Er is nog geen publicatie, of zij is niet te lezen. Zodra er een is, "
                            "staan hier haar cijfers.",
                            "There is no publication yet, or it cannot be read. As soon as there "
                            "is one, its figures stand here."));
    ds_web_open(&view.page, "p", NULL);
    ds_web_say(&view.page, DS_SAY("Wie deze dienst beheert maakt een publicatie met ",
                                  "Who runs this service makes a publication by "));
    ds_web_element_text(&view.page, "code", NULL, "doorstroom report");
    ds_web_say(&view.page, DS_SAY(" in deze werkmap, of zet de map publicatie van elders erin.",
                                  " in this work folder, or puts the folder publicatie of "
                                  "elsewhere into it."));
    ds_web_close(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

/* ---- taking the release ---- */

static ds_status run_page(ds_dash *dash, ds_dash_page make, ds_error *err) {
    ds_status status = ds_current_views(dash->release, dash->scope, &dash->views, err);
    if (status == DS_OK && dash->scope[0] == '\0')
        (void)snprintf(dash->response->etag, sizeof dash->response->etag, "%s",
                       ds_current_mark(dash->release));
    return status == DS_OK ? make(dash, err) : status;
}

static ds_status run_with_release(ds_dash *dash, ds_dash_page make, ds_error *err) {
    const ds_web_site *site = dash->site;
    ds_status status;
    if (site->current == NULL) return ds_web_refuse(dash->response, 404);
    status = ds_current_take(site->current, &dash->release, err);
    if (status != DS_OK) return status;
    status = dash->release == NULL ? show_nothing(site, dash->request, dash->response)
                                   : run_page(dash, make, err);
    ds_current_give(site->current, dash->release);
    return status;
}

ds_status ds_dash_run(const ds_web_site *site, ds_http_request *request, ds_http_response *response,
                      ds_dash_page make, ds_error *err) {
    ds_dash dash = {.site = site, .request = request, .response = response, .scope = ""};
    (void)snprintf(dash.root, sizeof dash.root, "/cijfers");
    return run_with_release(&dash, make, err);
}

ds_status ds_dash_run_own(const ds_web_site *site, ds_http_request *request,
                          ds_http_response *response, ds_dash_page make, ds_error *err) {
    ds_dash dash = {.site = site,
                    .request = request,
                    .response = response,
                    .scope = ds_http_parameter(request, 0),
                    .topic_at = 1};
    const ds_desk_record record = {.scope = dash.scope, .party = SIZE_MAX};
    const char *code = ds_dash_encode(&dash, dash.scope);
    if (dash.scope[0] == '\0' || strlen(code) > DS_DASH_ROOT_SIZE / 2 ||
        ds_desk_roles_that_may(DS_DESK_FIGURES, &ds_web_guest_of(request)->actor, &record, NULL) ==
            0)
        return ds_web_refuse(response, 404);
    (void)snprintf(dash.root, sizeof dash.root, "/eigen/%s", code);
    return run_with_release(&dash, make, err);
}

/* ---- a page ---- */

void ds_dash_begin(ds_dash *dash, ds_web_view *view, ds_web_head *head) {
    head->is_figures = true;
    head->is_indexed = dash->scope[0] == '\0';
    ds_web_view_begin(view, dash->site, dash->request, dash->response, head, NULL);
}

void ds_dash_end(ds_dash *dash, ds_web_view *view) {
    ds_web_element(&view->page, "p", "noot vrijgave", ds_views_release_line(dash->views));
    ds_web_view_end(view);
}

/* ---- what is not there ---- */

static void add_ways_on(ds_dash *dash, ds_web_page *page) {
    const char *id = ds_http_parameter(dash->request, dash->topic_at);
    const ds_view_topic *topic = ds_views_topic(dash->views, id);
    ds_web_open(page, "ul", NULL);
    if (topic != NULL) {
        ds_web_open(page, "li", NULL);
        ds_web_link_say(page, ds_dash_address(dash, topic->id, NULL, ""), topic->title);
        ds_web_close(page);
    }
    ds_web_open(page, "li", NULL);
    ds_web_link_say(page, dash->root, DS_SAY("Alle cijfers", "All figures"));
    ds_web_close(page);
    ds_web_close(page);
}

ds_status ds_dash_refuse(ds_dash *dash, unsigned status, const ds_error *why) {
    ds_web_head head = {.title = {"Dit is er niet", "This is not there"}, .back = dash->root};
    ds_web_view view;
    dash->response->status = status;
    dash->response->etag[0] = '\0';
    head.back_title = DS_SAY("Cijfers", "Figures");
    ds_dash_begin(dash, &view, &head);
    ds_web_paragraph(&view.page, DS_SAY("In deze publicatie staat niet wat dit adres vraagt.",
                                        "What this address asks for is not in this publication."));
    if (why != NULL && why->nl[0] != '\0')
        ds_web_element(&view.page, "p", "let-op", (ds_say){why->nl, why->en});
    add_ways_on(dash, &view.page);
    ds_dash_end(dash, &view);
    return DS_OK;
}

bool ds_dash_asks_only(ds_dash *dash, const char *name) {
    const ds_http_pairs *query = &dash->request->query;
    for (size_t i = 0; i < query->n; i++) {
        const char *asked = query->pairs[i].name.data;
        ds_error why = {0};
        if (strcmp(asked, "taal") == 0 || (name != NULL && strcmp(asked, name) == 0)) continue;
        (void)ds_error_set(&why, DS_INPUT, "'%.60s' is hier niet te vragen",
                           "'%.60s' cannot be asked here", asked);
        (void)ds_dash_refuse(dash, 400, &why);
        return false;
    }
    return true;
}
