/* figure/pen.c: shapes and texts as SVG. See pen.h. */
#include "figure/pen.h"

#include <string.h>

/* ---- numbers and attributes ---- */

/* In tenths of a pixel. What lies far outside is held at the edge of what viewers take. */
static void put_number(ds_buffer *out, double value) {
    char digits[24];
    size_t at = sizeof digits;
    const double bounded = value != value ? 0 : value > 1e6 ? 1e6 : value < -1e6 ? -1e6 : value;
    const int64_t tenths = (int64_t)(bounded * 10 + (bounded < 0 ? -0.5 : 0.5));
    uint64_t left = tenths < 0 ? (uint64_t)-tenths : (uint64_t)tenths;
    if (left % 10 != 0) {
        digits[--at] = (char)('0' + left % 10);
        digits[--at] = '.';
    }
    left /= 10;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (tenths < 0) digits[--at] = '-';
    ds_buffer_add(out, digits + at, sizeof digits - at);
}

static void put_attribute(ds_pen *pen, const char *name, double value) {
    ds_buffer_add_char(pen->out, ' ');
    ds_buffer_add_string(pen->out, name);
    ds_buffer_add_string(pen->out, "=\"");
    put_number(pen->out, value);
    ds_buffer_add_char(pen->out, '"');
}

static void put_string(ds_pen *pen, const char *name, const char *value) {
    ds_buffer_add_char(pen->out, ' ');
    ds_buffer_add_string(pen->out, name);
    ds_buffer_add_string(pen->out, "=\"");
    ds_buffer_add_string(pen->out, value);
    ds_buffer_add_char(pen->out, '"');
}

/* A class that the page's rules know, and the light colour where there are none. what: 'f' fill,
 * 's' stroke. */
static void put_colour(ds_pen *pen, char what, ds_colour colour) {
    const char classes[] = {'d', 's', '-', what, ds_colour_code(colour), '\0'};
    put_string(pen, "class", classes);
    put_string(pen, what == 'f' ? "fill" : "stroke", ds_colour_light(colour));
}

static void put_opacity(ds_pen *pen, const char *name, double opacity) {
    char text[8] = "0.00";
    const int hundredths = (int)(opacity * 100 + 0.5);
    if (hundredths >= 100) return;
    text[2] = (char)('0' + hundredths / 10);
    text[3] = (char)('0' + hundredths % 10);
    put_string(pen, name, text);
}

/* ---- texts ---- */

double ds_pen_measure(const char *text, int size, bool bold) {
    return size * ds_figure_text_measure(text, strlen(text), bold);
}

const char *ds_pen_say(const ds_pen *pen, ds_say say) {
    return ds_say_text(say, pen->lang);
}

const char *ds_pen_state_word(const ds_pen *pen, ds_state state) {
    switch (state) {
    case DS_STATE_SUPPRESSED:
        return pen->lang == DS_NL ? "niet getoond" : "not shown";
    case DS_STATE_NOT_APPLICABLE:
        return pen->lang == DS_NL ? "n.v.t." : "n/a";
    case DS_STATE_NOT_AVAILABLE:
        return pen->lang == DS_NL ? "niet beschikbaar" : "not available";
    case DS_STATE_UNDEFINED:
        return pen->lang == DS_NL ? "niet te bepalen" : "undefined";
    case DS_STATE_SHOWN:
    case DS_STATE_ROUNDS_TO_ZERO:
    case DS_STATE_BLANK:
    default:
        return "";
    }
}

static void put_title(ds_pen *pen, const char *text) {
    ds_buffer_add_string(pen->out, "<title>");
    ds_figure_text_escape(pen->out, text, strlen(text));
    ds_buffer_add_string(pen->out, "</title>");
}

static void put_text_class(ds_pen *pen, const ds_look *look) {
    char classes[64] = "ds-fi";
    size_t size = 5;
    if (look->colour == DS_COLOUR_INK && !look->halo && look->extra == NULL) return;
    classes[4] = ds_colour_code(look->colour);
    if (look->halo) {
        memcpy(classes + size, " ds-s", 5);
        classes[size + 5] = ds_colour_code(look->on);
        size += 6;
    }
    if (look->extra != NULL && strlen(look->extra) < sizeof classes - size - 1) {
        classes[size++] = ' ';
        memcpy(classes + size, look->extra, strlen(look->extra) + 1);
    }
    put_string(pen, "class", classes);
    if (look->colour != DS_COLOUR_INK) put_string(pen, "fill", ds_colour_light(look->colour));
    if (look->halo) {
        put_string(pen, "stroke", ds_colour_light(look->on));
        ds_buffer_add_string(
            pen->out, " stroke-width=\"3.5\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
}

/* title: whole where the run is cut, of a folded text too; NULL: none. */
static void put_run(ds_pen *pen, double x, double y, const ds_look *look, ds_figure_run run,
                    const char *title) {
    if (run.size == 0 && !run.cut) return;
    ds_buffer_add_string(pen->out, "<text");
    put_attribute(pen, "x", pen->x + x);
    put_attribute(pen, "y", pen->y + y);
    if (look->anchor != 's') put_string(pen, "text-anchor", look->anchor == 'm' ? "middle" : "end");
    if (look->size != DS_FONT) put_attribute(pen, "font-size", look->size);
    if (look->bold) ds_buffer_add_string(pen->out, " font-weight=\"700\"");
    put_text_class(pen, look);
    ds_buffer_add_char(pen->out, '>');
    if (title != NULL) put_title(pen, title);
    ds_figure_text_escape(pen->out, run.text, run.size);
    if (run.cut || run.broken) ds_buffer_add_string(pen->out, run.cut ? "…" : "-");
    ds_buffer_add_string(pen->out, "</text>");
}

double ds_pen_text(ds_pen *pen, double x, double y, const ds_look *look, const char *text,
                   double room) {
    const ds_figure_run run = ds_figure_text_fit(text, look->size, look->bold, room);
    put_run(pen, x, y, look, run, run.cut ? text : NULL);
    return run.width;
}

size_t ds_pen_folded(ds_pen *pen, double x, double y, const ds_look *look, const char *text,
                     double room, size_t maximum) {
    ds_figure_run lines[8];
    const size_t n =
        ds_figure_text_fold(text, look->size, look->bold, room, maximum < 8 ? maximum : 8, lines);
    for (size_t i = 0; i < n; i++)
        put_run(pen, x, y + (double)i * DS_LINE, look, lines[i],
                lines[i].cut || lines[i].broken ? text : NULL);
    return n;
}

/* ---- marks ---- */

static void put_index(ds_pen *pen, const char *name, size_t index) {
    if (index != SIZE_MAX) put_attribute(pen, name, (double)index);
}

void ds_pen_begin_mark(ds_pen *pen, size_t series, size_t category, const char *title) {
    ds_buffer_add_string(pen->out, "<g class=\"ds-m\"");
    put_index(pen, "data-s", series);
    put_index(pen, "data-c", category);
    ds_buffer_add_char(pen->out, '>');
    put_title(pen, title);
}

void ds_pen_end_mark(ds_pen *pen) {
    ds_buffer_add_string(pen->out, "</g>\n");
}

char *ds_pen_value(const ds_pen *pen, double value, const char *mark, char out[DS_NUMBER_TEXT]) {
    const size_t most = 12;
    ds_figure_number(&pen->figure->axes[DS_SIDE_Y], value, pen->decimals, true, pen->lang, out);
    if (mark != NULL && strlen(mark) <= most && strlen(out) + most + 2 < DS_NUMBER_TEXT)
        memcpy(out + strlen(out), mark, strlen(mark) + 1);
    return out;
}

/* A part of a title, with a comma before it where something stands already. */
static void add_name(ds_buffer *out, const char *name) {
    if (name[0] == '\0') return;
    if (out->size > 0) ds_buffer_add_string(out, ", ");
    ds_buffer_add_string(out, name);
}

static void add_numbers(const ds_pen *pen, const ds_figure_point *p, ds_buffer *out) {
    char text[DS_NUMBER_TEXT];
    if (isfinite(p->y)) {
        ds_buffer_add_string(out, out->size > 0 ? ": " : "");
        ds_buffer_add_string(out, ds_pen_value(pen, p->y, p->mark, text));
    }
    if (isfinite(p->x) && !isfinite(p->x_end)) {
        const ds_figure_axis *axis = &pen->figure->axes[DS_SIDE_X];
        const char *name = ds_pen_say(pen, axis->title);
        ds_buffer_add_string(out, "; ");
        if (name[0] != '\0') ds_buffer_add_string(out, name), ds_buffer_add_char(out, ' ');
        ds_buffer_add_string(
            out, ds_figure_number(axis, p->x, p->x == floor(p->x) ? 0 : 1, true, pen->lang, text));
    }
    if (!isfinite(p->low)) return;
    ds_buffer_add_string(out, pen->lang == DS_NL ? " (van " : " (from ");
    ds_buffer_add_string(out, ds_pen_value(pen, p->low, NULL, text));
    ds_buffer_add_string(out, pen->lang == DS_NL ? " tot " : " to ");
    ds_buffer_add_string(out, ds_pen_value(pen, p->high, NULL, text));
    ds_buffer_add_char(out, ')');
}

void ds_pen_begin_point(ds_pen *pen, const ds_figure_point *p) {
    const ds_figure *f = pen->figure;
    const size_t category = p->category < f->n_categories ? p->category : SIZE_MAX;
    const char *label = ds_pen_say(pen, p->label);
    ds_buffer title;
    ds_buffer_init(&title, 1 << 20);
    if (label[0] != '\0') {
        ds_buffer_add_string(&title, label);
    } else {
        add_name(&title, ds_pen_say(pen, p->name));
        add_name(&title, ds_pen_say(pen, f->series[p->series].name));
        if (category != SIZE_MAX) add_name(&title, ds_pen_say(pen, f->categories[category]));
        add_numbers(pen, p, &title);
    }
    if (title.failed != DS_OK) pen->failed = true;
    ds_pen_begin_mark(pen, p->series, category, ds_buffer_string(&title));
    ds_buffer_done(&title);
}

/* ---- shapes ---- */

static void put_box(ds_pen *pen, double x, double y, double width, double height) {
    ds_buffer_add_string(pen->out, "<rect");
    put_attribute(pen, "x", pen->x + x);
    put_attribute(pen, "y", pen->y + y);
    put_attribute(pen, "width", width < 0 ? 0 : width);
    put_attribute(pen, "height", height < 0 ? 0 : height);
}

void ds_pen_rect(ds_pen *pen, double x, double y, double width, double height, ds_style style) {
    const unsigned pattern = style.pattern % DS_PATTERNS;
    put_box(pen, x, y, width, height);
    if (pattern == 0 || (unsigned)style.colour >= DS_COLOURS_OF_SERIES) {
        put_colour(pen, 'f', style.colour);
    } else {
        pen->patterns |= UINT64_C(1) << (8 * (unsigned)style.colour + pattern);
        ds_buffer_addf(pen->out, " fill=\"url(#%s-p%d%u)\"", pen->prefix, (int)style.colour,
                       pattern);
    }
    ds_buffer_add_string(pen->out, "/>");
}

void ds_pen_plain(ds_pen *pen, double x, double y, double width, double height, ds_colour colour,
                  double opacity) {
    put_box(pen, x, y, width, height);
    put_colour(pen, 'f', colour);
    put_opacity(pen, "fill-opacity", opacity);
    ds_buffer_add_string(pen->out, "/>");
}

static void put_stroke(ds_pen *pen, ds_colour colour, double width, const char *dash) {
    put_colour(pen, 's', colour);
    if (width != 1) put_attribute(pen, "stroke-width", width);
    if (dash != NULL) put_string(pen, "stroke-dasharray", dash);
}

void ds_pen_line(ds_pen *pen, double x1, double y1, double x2, double y2, ds_colour colour,
                 double width, const char *dash) {
    ds_buffer_add_string(pen->out, "<line");
    put_attribute(pen, "x1", pen->x + x1);
    put_attribute(pen, "y1", pen->y + y1);
    put_attribute(pen, "x2", pen->x + x2);
    put_attribute(pen, "y2", pen->y + y2);
    put_stroke(pen, colour, width, dash);
    ds_buffer_add_string(pen->out, "/>");
}

/* Corners of markers that are polygons, in units of their size. */
static const struct {
    size_t n;
    double at[4][2];
} CORNERS[] = {
    [DS_MARKER_SQUARE] = {4, {{-.85, -.85}, {.85, -.85}, {.85, .85}, {-.85, .85}}},
    [DS_MARKER_UP] = {3, {{0, -1.15}, {1.1, .8}, {-1.1, .8}}},
    [DS_MARKER_DIAMOND] = {4, {{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}}},
    [DS_MARKER_DOWN] = {3, {{0, 1.15}, {1.1, -.8}, {-1.1, -.8}}},
    [DS_MARKER_FRAME] = {4, {{-.8, -.8}, {.8, -.8}, {.8, .8}, {-.8, .8}}},
};

static void put_polygon(ds_pen *pen, ds_marker marker, double x, double y, double size) {
    ds_buffer_add_string(pen->out, "<path d=\"");
    for (size_t i = 0; i < CORNERS[marker].n; i++) {
        ds_buffer_add_char(pen->out, i == 0 ? 'M' : 'L');
        put_number(pen->out, pen->x + x + size * CORNERS[marker].at[i][0]);
        ds_buffer_add_char(pen->out, ' ');
        put_number(pen->out, pen->y + y + size * CORNERS[marker].at[i][1]);
    }
    ds_buffer_add_string(pen->out, "Z\"");
}

static void put_circle(ds_pen *pen, double x, double y, double size) {
    ds_buffer_add_string(pen->out, "<circle");
    put_attribute(pen, "cx", pen->x + x);
    put_attribute(pen, "cy", pen->y + y);
    put_attribute(pen, "r", size);
}

/* Open markers are filled with paper, so that no line runs through them. */
static void put_open(ds_pen *pen, ds_colour colour) {
    const char classes[] = {
        'd', 's', '-', 'f', 'p', ' ', 'd', 's', '-', 's', ds_colour_code(colour), '\0'};
    put_string(pen, "class", classes);
    put_string(pen, "fill", ds_colour_light(DS_COLOUR_PAPER));
    put_string(pen, "stroke", ds_colour_light(colour));
    ds_buffer_add_string(pen->out, " stroke-width=\"2\"/>");
}

static void put_closed(ds_pen *pen, ds_colour colour) {
    put_colour(pen, 'f', colour);
    ds_buffer_add_string(pen->out, "/>");
}

void ds_pen_marker(ds_pen *pen, ds_marker marker, double x, double y, double size,
                   ds_colour colour) {
    switch (marker) {
    case DS_MARKER_DISC:
        put_circle(pen, x, y, size);
        put_closed(pen, colour);
        break;
    case DS_MARKER_RING:
        put_circle(pen, x, y, size - 0.5);
        put_open(pen, colour);
        break;
    case DS_MARKER_FRAME:
        put_polygon(pen, marker, x, y, size);
        put_open(pen, colour);
        break;
    case DS_MARKER_CROSS:
        ds_pen_line(pen, x - size, y - size, x + size, y + size, colour, 2.5, NULL);
        ds_pen_line(pen, x - size, y + size, x + size, y - size, colour, 2.5, NULL);
        break;
    case DS_MARKER_POST:
        ds_pen_line(pen, x, y - 1.7 * size, x, y + 1.7 * size, colour, 3, NULL);
        break;
    case DS_MARKER_SQUARE:
    case DS_MARKER_UP:
    case DS_MARKER_DIAMOND:
    case DS_MARKER_DOWN:
    default:
        put_polygon(pen, marker, x, y, size);
        put_closed(pen, colour);
    }
}

void ds_pen_whisker(ds_pen *pen, bool upright, double at, double low, double high,
                    ds_colour colour) {
    const double cap = 4;
    ds_pen_begin_path(pen);
    for (int end = 0; end < 2; end++) {
        const double z = end == 0 ? low : high;
        ds_pen_add_path(pen, true, upright ? at - cap : z, upright ? z : at - cap);
        ds_pen_add_path(pen, false, upright ? at + cap : z, upright ? z : at + cap);
    }
    ds_pen_add_path(pen, true, upright ? at : low, upright ? low : at);
    ds_pen_add_path(pen, false, upright ? at : high, upright ? high : at);
    ds_pen_end_line(pen, colour, 1.4, NULL);
}

/* ---- paths ---- */

void ds_pen_begin_path(ds_pen *pen) {
    ds_buffer_add_string(pen->out, "<path d=\"");
}

void ds_pen_add_path(ds_pen *pen, bool move, double x, double y) {
    ds_buffer_add_char(pen->out, move ? 'M' : 'L');
    put_number(pen->out, pen->x + x);
    ds_buffer_add_char(pen->out, ' ');
    put_number(pen->out, pen->y + y);
}

void ds_pen_add_curve(ds_pen *pen, double x1, double y1, double x2, double y2, double x, double y) {
    const double all[6] = {pen->x + x1, pen->y + y1, pen->x + x2,
                           pen->y + y2, pen->x + x,  pen->y + y};
    for (size_t i = 0; i < 6; i++) {
        ds_buffer_add_char(pen->out, i == 0 ? 'C' : ' ');
        put_number(pen->out, all[i]);
    }
}

void ds_pen_end_line(ds_pen *pen, ds_colour colour, double width, const char *dash) {
    ds_buffer_add_string(pen->out, "\" fill=\"none\"");
    put_stroke(pen, colour, width, dash);
    ds_buffer_add_string(pen->out, "/>");
}

void ds_pen_end_area(ds_pen *pen, ds_colour colour, double opacity) {
    ds_buffer_add_string(pen->out, "Z\"");
    put_colour(pen, 'f', colour);
    put_opacity(pen, "fill-opacity", opacity);
    ds_buffer_add_string(pen->out, "/>");
}
