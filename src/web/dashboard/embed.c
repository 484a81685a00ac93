/* web/dashboard/embed.c: a figure for other sites: the page that stands in their frame, and the
 * page that gives the lines to put there. See dashboard.h. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "web/dashboard/dashboard.h"

enum { FRAME_HEIGHT = 620, LINES_MOST = 12000 };

/* ---- in another's frame ---- */

static ds_status add_figure(ds_dash *dash, ds_web_page *page, const ds_view *view, ds_error *err) {
    static const ds_web_document_look look = {1, "f", false, false};
    const bool figure = strcmp(ds_view_shape(view), DS_VIEW_NO_FIGURE) != 0;
    return ds_dash_document_add(
        dash, page, view, (figure ? DS_VIEW_FIGURE : DS_VIEW_TABLE) | DS_VIEW_SOURCE, &look, err);
}

static ds_status make_frame_page(ds_dash *dash, ds_error *err) {
    ds_view *view = NULL;
    ds_web_view page;
    ds_web_head head = {.is_alone = true};
    const char *address;
    ds_status status;
    ds_http_response_clear(dash->response); /* no cookie for who did not come here */
    dash->response->frame_all = true;
    (void)snprintf(dash->response->etag, sizeof dash->response->etag, "%s",
                   ds_current_mark(dash->release));
    status = ds_dash_see_as_is(dash, &view, err);
    if (status != DS_OK || view == NULL) return status;
    address = ds_dash_address(dash, ds_view_topic_of(view)->id, NULL, ds_view_query(view));
    head.title = ds_view_topic_of(view)->title;
    ds_dash_begin(dash, &page, &head);
    status = add_figure(dash, &page.page, view, err);
    ds_web_open(&page.page, "p", "class", "noot", NULL);
    ds_web_open(&page.page, "a", "href", address, "target", "_top", NULL);
    ds_web_say(&page.page, DS_SAY("Bekijk, vergelijk en download deze cijfers",
                                  "Look at, compare and download these figures"));
    ds_web_close(&page.page);
    ds_web_close(&page.page);
    ds_web_view_end(&page);
    ds_view_free(view);
    return status;
}

ds_status ds_dash_show_frame(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    return ds_dash_run(context, request, response, make_frame_page, err);
}

/* ---- the lines ---- */

/* A text within the attribute of the lines; the field around them is escaped once more. */
static void add_attribute(ds_buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        if (*text == '"')
            ds_buffer_add_string(out, "&quot;");
        else if (*text == '&')
            ds_buffer_add_string(out, "&amp;");
        else if (*text == '<')
            ds_buffer_add_string(out, "&lt;");
        else
            ds_buffer_add_char(out, *text);
    }
}

static void write_lines(ds_dash *dash, const ds_view *view, ds_buffer *out) {
    const ds_lang lang = dash->request->lang;
    const char *query = ds_view_query(view),
               *address = ds_dash_print(dash, "%s/insluiten/%s?%s%staal=%s", dash->site->origin,
                                        ds_view_topic_of(view)->id, query,
                                        query[0] == '\0' ? "" : "&", lang == DS_NL ? "nl" : "en");
    ds_buffer_add_string(out, "<iframe src=\"");
    add_attribute(out, address);
    ds_buffer_add_string(out, "\" title=\"");
    add_attribute(out, ds_say_text(ds_view_topic_of(view)->title, lang));
    ds_buffer_addf(out, "\" width=\"100%%\" height=\"%d\" loading=\"lazy\"></iframe>",
                   FRAME_HEIGHT);
}

static void add_lines(ds_dash *dash, ds_web_page *page, const ds_view *view) {
    ds_buffer lines;
    ds_buffer_init(&lines, LINES_MOST);
    write_lines(dash, view, &lines);
    if (lines.failed != DS_OK) page->out->failed = DS_FAULT;
    ds_web_open(page, "div", "class", "kopieer", NULL);
    ds_web_lines_add(page,
                     &(ds_web_input){.name = "regels",
                                     .label = {"Regels voor uw pagina", "Lines for your page"},
                                     .value = ds_buffer_string(&lines),
                                     .rows = 4,
                                     .is_readonly = true});
    ds_web_close(page);
    ds_buffer_done(&lines);
}

static ds_status make_embed_page(ds_dash *dash, ds_error *err) {
    ds_view *view = NULL;
    ds_web_view page;
    ds_web_head head = {.title = {"Insluiten op een andere site", "Embed in another site"}};
    ds_status status = ds_dash_see(dash, "insluiten", &view, err);
    if (status != DS_OK || view == NULL) return status;
    head.title_tail = ds_say_text(ds_view_topic_of(view)->title, dash->request->lang);
    head.back = ds_dash_address(dash, ds_view_topic_of(view)->id, NULL, ds_view_query(view));
    head.back_title = ds_view_topic_of(view)->title;
    ds_dash_begin(dash, &page, &head);
    ds_web_paragraph(
        &page.page,
        DS_SAY("Zet deze regels in uw pagina. Er komt een kader met de figuur, de tabel erachter "
               "en de bron. Bij een nieuwe publicatie verandert het mee; het kader zet geen "
               "cookies en volgt niemand.",
               "Put these lines into your page. A frame comes with the figure, its table behind "
               "it, and the source. It goes along with a new publication; the frame sets no "
               "cookies and follows nobody."));
    add_lines(dash, &page.page, view);
    ds_web_heading(&page.page, 2, "voorbeeld", DS_SAY("Zo ziet het eruit", "This is how it looks"));
    status = add_figure(dash, &page.page, view, err);
    ds_web_view_end(&page);
    ds_view_free(view);
    return status;
}

ds_status ds_dash_show_embed(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    return ds_dash_run(context, request, response, make_embed_page, err);
}
