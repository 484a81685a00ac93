/* figure/shares.c: a whole in parts, and parts of those: a row each, with its bar where it lies in
 * the whole, so that a part of a part stands below the part that it is of, however small. */
#include <string.h>

#include "base/memory.h"
#include "figure/kinds.h"

enum { ROW = 30, BAR = 16, INDENT = 16, DEEPEST = 6, GAP = 10 };

/* A part as it is laid out. */
typedef struct part_place {
    double from, share; /* of the whole, in per cent; NaN: nowhere */
    double used;        /* of it, by its parts so far */
    size_t depth, order;
    ds_colour colour;
    unsigned pattern; /* of a part of the whole: when all colours have been used */
} part_place;

/* Where each part lies: beside those before it within its parent. What lies after one that is not
 * shown has no place of its own within it: they are laid against each other, as in a stack. */
static void place_parts(const ds_figure *f, part_place *places) {
    double used = 0;
    size_t tops = 0;
    for (size_t i = 0; i < f->n_parts; i++) {
        const ds_figure_part *p = &f->parts[i];
        part_place *parent = p->parent == SIZE_MAX ? NULL : &places[p->parent];
        double *at = parent == NULL ? &used : &parent->used;
        part_place *place = &places[i];
        place->depth = parent == NULL ? 0 : parent->depth + 1;
        place->pattern = parent == NULL ? 4 * (unsigned)(tops / (DS_COLOURS_OF_SERIES - 1)) : 0;
        place->colour =
            parent == NULL ? (ds_colour)(tops++ % (DS_COLOURS_OF_SERIES - 1)) : parent->colour;
        place->share = p->of_parent && parent != NULL ? p->value * parent->share / 100 : p->value;
        place->from = (parent == NULL ? 0 : parent->from) + *at;
        if (isfinite(place->share)) *at += place->share;
    }
}

/* The rows in order: each part, then its own parts. */
static size_t order_below(const ds_figure *f, size_t parent, size_t n, size_t *order) {
    for (size_t i = parent == SIZE_MAX ? 0 : parent + 1; i < f->n_parts; i++) {
        if (f->parts[i].parent != parent) continue;
        order[n++] = i;
        n = order_below(f, i, n, order);
    }
    return n;
}

static double widest_part(const ds_pen *pen, const part_place *places) {
    double widest = 0;
    for (size_t i = 0; i < pen->figure->n_parts; i++) {
        const double indent = INDENT * (double)places[i].depth;
        widest = fmax(widest, indent + ds_pen_measure(ds_pen_say(pen, pen->figure->parts[i].name),
                                                      DS_FONT, places[i].depth == 0));
    }
    return fmin(widest + 1, 0.46 * pen->width);
}

/* "5,8 % hiervan" of a part in per cent of its parent. */
static const char *print_share(const ds_pen *pen, const ds_figure_part *p) {
    char value[DS_NUMBER_TEXT];
    if (!ds_figure_is_drawn(p->state)) return ds_pen_state_word(pen, p->state);
    if (!isfinite(p->value)) return "";
    ds_pen_value(pen, p->value, NULL, value);
    if (p->of_parent)
        return ds_arena_print(pen->texts, pen->lang == DS_NL ? "%s hiervan" : "%s of these", value);
    return ds_arena_print(pen->texts, "%s", value);
}

static void draw_share(ds_pen *pen, const part_place *place, const ds_figure_part *p,
                       const ds_scale *scale, double y) {
    const ds_style style = {
        place->colour, DS_MARKER_DISC,
        place->depth == 0 ? place->pattern : 1 + (unsigned)(place->depth - 1) % 3, NULL};
    const bool drawn =
        ds_figure_is_drawn(p->state) && isfinite(place->share) && isfinite(place->from);
    const double from = ds_scale_at(scale, drawn ? place->from : 0);
    const double to = ds_scale_at(scale, drawn ? place->from + place->share : 0);
    const char *text = print_share(pen, p);
    const double width = text == NULL ? 0 : ds_pen_measure(text, DS_FONT_SMALL, true);
    const bool right = to + 6 + width <= pen->width;
    ds_look look =
        DS_LOOK(right ? 's' : 'e', DS_FONT_SMALL, drawn ? DS_COLOUR_INK : DS_COLOUR_MUTE);
    ds_pen_plain(pen, ds_scale_at(scale, 0), y - BAR / 2.0, scale->to - scale->from, BAR,
                 DS_COLOUR_GRID, 0.45);
    if (drawn) ds_pen_rect(pen, from, y - BAR / 2.0, fmax(1, to - from), BAR, style);
    look.bold = drawn;
    look.halo = true;
    if (!right && from - 6 - width < scale->from) { /* it covers the field: within */
        look.colour = DS_COLOUR_PAPER;
        look.on = place->colour;
        ds_pen_text(pen, to - 6, y + 4, &look, text == NULL ? "" : text, 1e6);
        return;
    }
    ds_pen_text(pen, right ? to + 6 : from - 6, y + 4, &look, text == NULL ? "" : text, 1e6);
}

static const char *title_of_part(const ds_pen *pen, const ds_figure_part *p) {
    const char *label = ds_pen_say(pen, p->label), *share;
    if (label[0] != '\0') return label;
    share = print_share(pen, p);
    return share == NULL ? NULL
                         : ds_arena_print(pen->texts, "%s: %s", ds_pen_say(pen, p->name), share);
}

static void draw_part(ds_pen *pen, const part_place *places, size_t i, const ds_scale *scale,
                      double room) {
    const ds_figure_part *p = &pen->figure->parts[i];
    const part_place *place = &places[i];
    const double indent = INDENT * (double)(place->depth < DEEPEST ? place->depth : DEEPEST);
    ds_look look = DS_LOOK('s', place->depth == 0 ? DS_FONT : DS_FONT_SMALL, DS_COLOUR_INK);
    const char *title = title_of_part(pen, p), *name = ds_pen_say(pen, p->name);
    ds_figure_run lines[2];
    double height, y;
    size_t n;
    look.bold = place->depth == 0;
    n = ds_figure_text_fold(name, look.size, look.bold, room - indent, 2, lines);
    if (title == NULL) return;
    height = n > 1 ? ROW + 10 : place->depth > 0 ? ROW - 4 : ROW;
    y = pen->at + height / 2;
    ds_pen_begin_mark(pen, i, SIZE_MAX, title);
    ds_pen_folded(pen, indent, y + (n > 1 ? -4 : 4.5), &look, name, room - indent, 2);
    draw_share(pen, place, p, scale, y);
    ds_pen_end_mark(pen);
    pen->at += height;
}

static ds_scale make_share_scale(const ds_pen *pen, const part_place *places, double left) {
    ds_scale scale = {0, 0, 1, left, pen->width, 0};
    for (size_t i = 0; i < pen->figure->n_parts; i++)
        if (isfinite(places[i].share) && isfinite(places[i].from))
            scale.high = fmax(scale.high, places[i].from + places[i].share);
    if (scale.high > 99 && scale.high < 101.5) scale.high = fmax(100, scale.high);
    if (scale.high <= 0) scale.high = 100;
    return scale;
}

void ds_figure_draw_shares(ds_pen *pen) {
    const ds_figure *f = pen->figure;
    part_place *places = ds_calloc(f->n_parts + 1, sizeof *places);
    size_t *order = ds_calloc(f->n_parts + 1, sizeof *order), n;
    if (places != NULL && order != NULL) {
        double room;
        ds_scale scale;
        ds_frame_title(pen);
        place_parts(f, places);
        room = widest_part(pen, places);
        scale = make_share_scale(pen, places, room + GAP);
        n = order_below(f, SIZE_MAX, 0, order);
        pen->at += 4;
        for (size_t i = 0; i < n; i++)
            draw_part(pen, places, order[i], &scale, room);
    } else {
        pen->failed = true;
    }
    ds_free(places);
    ds_free(order);
}
