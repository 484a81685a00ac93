/* figure/svg.c: a figure as an <svg> element. See doorstroom/figure.h. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "figure/kinds.h"

enum { SVG_MAX = 1 << 26, PREFIX_MAX = 64 };

static bool is_prefix(const char *prefix) {
    const char *const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const size_t size = prefix == NULL ? 0 : strlen(prefix);
    return size > 0 && size <= PREFIX_MAX && strchr(letters, prefix[0]) != NULL &&
           strspn(prefix, "-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
               size;
}

static ds_status check_options(const ds_figure_options *o, ds_error *err) {
    const ds_status status =
        ds_error_version(err, "ds_figure_options", o->version, DS_FIGURE_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (!is_prefix(o->prefix))
        return ds_error_set(
            err, DS_USAGE,
            "het voorvoegsel van een figuur is een letter, gevolgd door letters, "
            "cijfers, - of _, samen hoogstens %d",
            "the prefix of a figure is a letter followed by letters, digits, - or _, "
            "at most %d together",
            (int)PREFIX_MAX);
    if (o->width != 0 && !(o->width >= 240 && o->width <= 2000))
        return ds_error_set(err, DS_USAGE, "de breedte van een figuur is van 240 tot 2000",
                            "the width of a figure is from 240 to 2000");
    return DS_OK;
}

ds_status ds_figure_finish(const ds_figure *figure, ds_error *err) {
    if (figure == NULL || figure->lost || figure->texts.failed) return ds_error_memory(err);
    if (figure->wrong)
        return ds_error_set(err, DS_FAULT, "een figuur is niet heel: een verwijzing die er niet is",
                            "a figure is not whole: an index that is none");
    for (size_t i = 0; i < figure->n_panels; i++) {
        const ds_status status = ds_figure_finish(figure->panels[i], err);
        if (status != DS_OK) return status;
    }
    return DS_OK;
}

/* ---- the element ---- */

/* The tiles of the patterns that were used. */
static void put_patterns(const ds_pen *pen, ds_buffer *out) {
    if (pen->patterns == 0) return;
    ds_buffer_add_string(out, "<defs>");
    for (unsigned i = 0; i < DS_COLOURS_OF_SERIES * DS_PATTERNS; i++) {
        const ds_colour colour = (ds_colour)(i / DS_PATTERNS);
        if ((pen->patterns >> i & 1) == 0) continue;
        ds_buffer_addf(out,
                       "<pattern id=\"%s-p%u%u\" width=\"8\" height=\"8\" "
                       "patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" "
                       "class=\"ds-f%c\" fill=\"%s\"/><path d=\"%s\" class=\"ds-sp\" "
                       "stroke=\"#ffffff\" stroke-width=\"1.6\" stroke-opacity=\".55\"/></pattern>",
                       pen->prefix, (unsigned)colour, i % DS_PATTERNS, ds_colour_code(colour),
                       ds_colour_light(colour), ds_pattern_lines(i % DS_PATTERNS));
    }
    ds_buffer_add_string(out, "</defs>\n");
}

static void put_words(ds_buffer *out, const char *element, const char *prefix, char which,
                      const char *text) {
    ds_buffer_addf(out, "<%s id=\"%s-%c\">", element, prefix, which);
    ds_figure_text_escape(out, text, strlen(text));
    ds_buffer_addf(out, "</%s>", element);
}

static void put_head(const ds_pen *pen, const ds_figure_options *o, unsigned height,
                     ds_buffer *out) {
    const char *family = ds_figure_font()->css_family;
    const ds_figure *f = pen->figure;
    ds_buffer_addf(out,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ds-figure\" lang=\"%s\" "
                   "role=\"img\" aria-labelledby=\"%s-t %s-d\" width=\"%u\" height=\"%u\" "
                   "viewBox=\"0 0 %u %u\" font-size=\"%d\" fill=\"%s\" font-family=\"",
                   o->lang == DS_NL ? "nl" : "en", o->prefix, o->prefix, (unsigned)pen->width,
                   height, (unsigned)pen->width, height, DS_FONT, ds_colour_light(DS_COLOUR_INK));
    ds_figure_text_escape(out, family, strlen(family));
    ds_buffer_add_string(out, "\">");
    put_words(out, "title", o->prefix, 't', ds_pen_say(pen, f->title));
    put_words(out, "desc", o->prefix, 'd', ds_pen_say(pen, f->description));
    ds_buffer_add_char(out, '\n');
    if (o->styled)
        ds_buffer_addf(out,
                       "<style>%s</style>\n<rect class=\"ds-fp\" fill=\"%s\" width=\"%u\" "
                       "height=\"%u\"/>\n",
                       ds_figure_css(), ds_colour_light(DS_COLOUR_PAPER), (unsigned)pen->width,
                       height);
    put_patterns(pen, out);
}

/* The figure with, where asked, its title above and its foot below. */
static void draw_body(ds_pen *pen, const ds_figure_options *o) {
    const double margin = o->styled ? 16 : 0;
    ds_look title = DS_LOOK('s', DS_FONT, DS_COLOUR_INK);
    const ds_look foot = DS_LOOK('s', DS_FONT_SMALL, DS_COLOUR_MUTE);
    const char *words;
    title.bold = true;
    pen->x = pen->y = margin;
    pen->width -= 2 * margin;
    if (o->titled)
        pen->at +=
            4 + DS_LINE * (double)ds_pen_folded(pen, 0, 13, &title,
                                                ds_pen_say(pen, pen->figure->title), pen->width, 3);
    ds_figure_draw(pen);
    words = ds_figure_text_keep(pen->texts, ds_say_text(o->foot, o->lang));
    if (words != NULL && words[0] != '\0')
        pen->at +=
            8 + DS_LINE * (double)ds_pen_folded(pen, 0, pen->at + 20, &foot, words, pen->width, 3);
    pen->width += 2 * margin;
    pen->at += 2 * margin;
}

static ds_status write_whole(const ds_pen *pen, const ds_figure_options *o, const ds_buffer *body,
                             const ds_sink *sink, ds_error *err) {
    ds_buffer head;
    ds_status status;
    ds_buffer_init(&head, SVG_MAX);
    put_head(pen, o, (unsigned)ceil(pen->at + 2), &head);
    status = ds_buffer_finish(&head, err);
    if (status == DS_OK) status = sink->put(sink->context, head.data, head.size, err);
    if (status == DS_OK && body->size > 0)
        status = sink->put(sink->context, body->data, body->size, err);
    if (status == DS_OK) status = sink->put(sink->context, "</svg>\n", 7, err);
    ds_buffer_done(&head);
    return status;
}

ds_status ds_figure_svg(const ds_figure *figure, const ds_figure_options *options,
                        const ds_sink *sink, ds_error *err) {
    ds_status status = check_options(options, err);
    ds_arena texts = {0};
    ds_buffer body;
    ds_pen pen;
    if (status == DS_OK) status = ds_figure_finish(figure, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&body, SVG_MAX);
    memset(&pen, 0, sizeof pen);
    pen.out = &body;
    pen.figure = figure;
    pen.prefix = options->prefix;
    pen.lang = options->lang;
    pen.width = options->width == 0 ? 700 : floor(options->width);
    pen.texts = &texts;
    draw_body(&pen, options);
    status = ds_buffer_finish(&body, err);
    if (status == DS_OK && pen.failed) status = ds_error_memory(err);
    if (status == DS_OK) status = ds_arena_finish(&texts, err);
    if (status == DS_OK) status = write_whole(&pen, options, &body, sink, err);
    ds_buffer_done(&body);
    ds_arena_done(&texts);
    return status;
}
