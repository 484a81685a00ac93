/* document/html_figure.c: a figure on a page: the picture at two widths, so that its words stay
 * legible on a telephone, and its table one step away. See html.h. */
#include <stdio.h>

#include "base/error.h"
#include "document/html.h"
#include "document/run.h"
#include "doorstroom/figure.h"

enum { WIDE = 760, NARROW = 360 };

static void add_picture(html_writer *w, const ds_figure *figure, bool narrow) {
    ds_figure_options options = DS_FIGURE_OPTIONS_INIT;
    const ds_sink sink = ds_buffer_sink(w->out);
    ds_status status;
    char prefix[64];
    (void)snprintf(prefix, sizeof prefix, "%.24sf%zu%s", w->anchors.prefix, w->n_figures,
                   narrow ? "s" : "r");
    options.lang = w->lang;
    options.prefix = prefix;
    options.width = narrow                                              ? NARROW
                    : w->options->bare && w->options->figure_width != 0 ? w->options->figure_width
                                                                        : WIDE;
    ds_buffer_addf(w->out, "<div class=\"%s\">", narrow ? "smal" : "ruim");
    status = ds_figure_svg(figure, &options, &sink, w->err);
    if (status != DS_OK && w->status == DS_OK) w->status = status;
    ds_buffer_add_string(w->out, "</div>\n");
}

/* ---- for a document of another program ---- */

enum { DRAW_SECONDS = 60 };

/* As a picture within the text; nothing where there is nobody to draw it: its table stands below.
 */
static void add_drawn(html_writer *w, const ds_block *block) {
    static const char *const argv[] = {"rsvg-convert", "--format=png", "--zoom=2", NULL};
    const ds_filter drawing = {argv, w->options->fonts, DRAW_SECONDS, ds_filter_whole_png, 0};
    ds_figure_options options = DS_FIGURE_OPTIONS_INIT;
    ds_buffer svg, png, stand_in;
    const ds_sink sink = ds_buffer_sink(&svg);
    ds_status status;
    ds_buffer_init(&svg, w->out->maximum);
    ds_buffer_init(&png, w->out->maximum);
    ds_buffer_init(&stand_in, w->out->maximum);
    options.lang = w->lang;
    options.width = WIDE;
    options.styled = true;
    status = ds_figure_svg(block->as.table->figure, &options, &sink, w->err);
    if (status == DS_OK) status = ds_filter_run(&drawing, &svg, &png, w->err);
    if (status == DS_OK) status = ds_picture_keep(&w->pictures, &png, &stand_in, w->err);
    if (status == DS_OK) {
        ds_buffer_add_string(w->out, "<p><img width=\"600\" src=\"data:image/png;base64,");
        ds_html_base64(stand_in.data, stand_in.size, w->out);
        ds_buffer_add_string(w->out, "\" alt=\"");
        ds_html_say(w, block->title);
        ds_buffer_add_string(w->out, "\"/></p>\n");
    } else if (w->status == DS_OK) {
        w->status = status;
    }
    ds_buffer_done(&svg);
    ds_buffer_done(&png);
    ds_buffer_done(&stand_in);
}

void ds_html_figure(html_writer *w, const ds_block *block, const html_anchor *anchor) {
    const ds_doc_table *table = block->as.table;
    w->n_figures++;
    if (w->plain) {
        if (ds_filter_available("rsvg-convert")) add_drawn(w, block);
        ds_html_table(w, block, anchor, true);
        return;
    }
    ds_buffer_add_string(w->out, "<figure");
    if (anchor != NULL) {
        ds_buffer_add_string(w->out, " id=\"");
        ds_html_anchor_name(&w->anchors, anchor, w->out);
        ds_buffer_add_char(w->out, '"');
    }
    ds_buffer_add_string(w->out, ">\n<figcaption>");
    ds_html_say(w, block->title);
    ds_buffer_add_string(w->out, "</figcaption>\n<div class=\"prent\">\n");
    add_picture(w, table->figure, false);
    add_picture(w, table->figure, true);
    if (w->options->bare && w->options->figures_alone) {
        ds_buffer_add_string(w->out, "</div>\n</figure>\n");
        return;
    }
    ds_buffer_add_string(w->out, "</div>\n<details><summary>");
    ds_html_words(w, "De cijfers van deze figuur als tabel",
                  "The numbers of this figure as a table");
    ds_buffer_add_string(w->out, "</summary>\n");
    ds_html_table(w, block, anchor, true);
    ds_buffer_add_string(w->out, "</details>\n</figure>\n");
}
