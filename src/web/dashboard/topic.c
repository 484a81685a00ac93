/* web/dashboard/topic.c: the page of a topic: what to choose, what is seen, as figure and table
 * side by side, where it comes from, how it was counted, and how to take it along. See
 * dashboard.h. */
#include <string.h>

#include "web/dashboard/dashboard.h"

/* ---- parts of its document ---- */

ds_status ds_dash_document_add(ds_dash *dash, ds_web_page *page, const ds_view *view,
                               unsigned parts, const ds_web_document_look *look, ds_error *err) {
    ds_document *document = NULL;
    const ds_status status = ds_view_document(view, dash->request->lang, parts, &document, err);
    if (status == DS_OK) ds_web_document(page, document, look);
    ds_document_free(document);
    return status;
}

static bool has_figure(const ds_view *view) {
    size_t n = 0;
    (void)ds_view_facts(view, &n);
    return n > 0 && strcmp(ds_view_shape(view), DS_VIEW_NO_FIGURE) != 0;
}

/* Figure and table side by side, where there is room. */
static ds_status add_numbers(ds_dash *dash, ds_web_page *page, const ds_view *view, ds_error *err) {
    static const ds_web_document_look figure = {2, "f", true, false},
                                      table = {2, "t", false, false};
    ds_status status = DS_OK;
    ds_web_open(page, "div", "class", has_figure(view) ? "beeld twee" : "beeld", NULL);
    if (has_figure(view)) {
        ds_web_open(page, "div", "class", "figuurdeel", NULL);
        status = ds_dash_document_add(dash, page, view, DS_VIEW_FIGURE, &figure, err);
        ds_web_close(page);
    }
    ds_web_open(page, "div", "class", "tabeldeel", NULL);
    if (status == DS_OK)
        status = ds_dash_document_add(dash, page, view,
                                      DS_VIEW_TABLE | DS_VIEW_NOTES | DS_VIEW_SOURCE, &table, err);
    ds_web_close(page);
    ds_web_close(page);
    return status;
}

/* In words; its file is one step away. */
static void add_definition(ds_dash *dash, ds_web_page *page, const ds_view *view) {
    const ds_release_definition *definition = ds_view_topic_of(view)->definition;
    if (definition == NULL) return;
    ds_web_open(page, "section", "aria-labelledby", "definitie", NULL);
    ds_web_heading(page, 2, "definitie", DS_SAY("Hoe dit is geteld", "How this was counted"));
    ds_dash_definition_add(page, definition);
    ds_web_open(page, "p", NULL);
    ds_web_link_say(page,
                    ds_dash_print(dash, "/begrippen/%s", ds_dash_encode(dash, definition->id)),
                    DS_SAY("Het begrip zelf, en waar het nog meer is gebruikt",
                           "The definition itself, and where else it is used"));
    ds_web_close(page);
    ds_web_close(page);
}

/* ---- the page ---- */

static ds_status add_content(ds_dash *dash, ds_web_page *page, const ds_view *view, ds_error *err) {
    ds_status status;
    ds_web_open(page, "div", "class", "cijferblad", NULL);
    ds_dash_filter_add(dash, page, view);
    ds_web_open(page, "div", "class", "gezien", "id", "gezien", NULL);
    ds_web_open(page, "h2", "id", "gezien-kop", "tabindex", "-1", NULL);
    ds_web_text(page, ds_dash_seen(dash, view));
    ds_web_close(page);
    ds_dash_chosen_add(dash, page, view);
    status = add_numbers(dash, page, view, err);
    add_definition(dash, page, view);
    ds_dash_take_away_add(dash, page, view);
    ds_web_close(page);
    ds_web_close(page);
    return status;
}

static ds_status make_topic_page(ds_dash *dash, ds_error *err) {
    ds_view *view = NULL;
    ds_web_view page;
    ds_web_head head = {.back = dash->root, .back_title = {"Alle cijfers", "All figures"}};
    ds_status status = ds_dash_see(dash, NULL, &view, err);
    if (status != DS_OK || view == NULL) return status;
    head.title = ds_view_topic_of(view)->title;
    head.title_tail = ds_dash_seen(dash, view);
    ds_dash_begin(dash, &page, &head);
    status = add_content(dash, &page.page, view, err); /* whose source says which release it is */
    ds_web_view_end(&page);
    ds_view_free(view);
    return status;
}

ds_status ds_dash_show_topic(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    return ds_dash_run(context, request, response, make_topic_page, err);
}

ds_status ds_dash_show_own_topic(void *context, ds_http_request *request,
                                 ds_http_response *response, ds_error *err) {
    return ds_dash_run_own(context, request, response, make_topic_page, err);
}
