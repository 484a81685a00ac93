/* figure/line.c: lines with their names at their ends; what band and trial share with it. */
#include "base/memory.h"
#include "figure/kinds.h"

enum { MARKER = 4, LEAD = 20 };

/* The line through what is drawn; broken where a value is not. */
static void draw_stretches(ds_pen *pen, const ds_frame *f, const ds_frame_index *index,
                           size_t series, double shift) {
    const ds_style style = ds_style_of(pen->figure, series);
    bool begun = false, before = false;
    for (size_t c = 0; c < pen->figure->n_categories; c++) {
        const ds_figure_point *p = ds_frame_drawn(index, series, c);
        if (p != NULL) {
            if (!begun) ds_pen_begin_path(pen);
            ds_pen_add_path(pen, !before, ds_frame_slot(f, c) + shift,
                            ds_scale_at(&f->value, p->y));
            begun = true;
        }
        before = p != NULL;
    }
    if (begun) ds_pen_end_line(pen, style.colour, 2.2, style.dash);
}

/* Above all that is drawn of the category, so that no line runs through it. */
static void draw_stars(ds_pen *pen, const ds_frame *f, const ds_frame_index *index) {
    ds_look look = DS_LOOK('m', DS_FONT, DS_COLOUR_INK);
    look.bold = true;
    look.halo = true;
    for (size_t c = 0; c < pen->figure->n_categories; c++) {
        const char *mark = NULL;
        double top = f->bottom;
        for (size_t s = 0; s < pen->figure->n_series; s++) {
            const ds_figure_point *p = ds_frame_drawn(index, s, c);
            if (p == NULL) continue;
            if (p->mark != NULL) mark = p->mark;
            top = fmin(top, ds_scale_at(&f->value, isfinite(p->high) ? p->high : p->y));
        }
        if (mark != NULL) ds_pen_text(pen, ds_frame_slot(f, c), top - 5, &look, mark, 60);
    }
}

void ds_figure_draw_series(ds_pen *pen, const ds_frame *f, const ds_frame_index *index,
                           size_t series, double shift) {
    const ds_style style = ds_style_of(pen->figure, series);
    ds_buffer_addf(pen->out, "<g class=\"ds-l\" data-s=\"%u\">", (unsigned)series);
    draw_stretches(pen, f, index, series, shift);
    ds_buffer_add_string(pen->out, "</g>");
    for (size_t c = 0; c < pen->figure->n_categories; c++) {
        const ds_figure_point *p = ds_frame_drawn(index, series, c);
        const double x = ds_frame_slot(f, c) + shift;
        if (p == NULL) continue;
        ds_pen_begin_point(pen, p);
        if (isfinite(p->low) && pen->figure->kind != DS_FIGURE_BAND)
            ds_pen_whisker(pen, true, x, ds_scale_at(&f->value, p->low),
                           ds_scale_at(&f->value, p->high), style.colour);
        ds_pen_marker(pen, style.marker, x, ds_scale_at(&f->value, p->y), MARKER, style.colour);
        ds_pen_end_mark(pen);
    }
}

/* ---- names ---- */

/* "bol 6,1 %": the last value that is drawn; NULL where nothing is. */
static const char *name_of_series(const ds_pen *pen, const ds_frame_index *index, size_t series,
                                  const ds_figure_point **out_last) {
    const char *name = ds_pen_say(pen, pen->figure->series[series].name);
    char value[DS_NUMBER_TEXT];
    *out_last = NULL;
    for (size_t c = pen->figure->n_categories; c-- > 0 && *out_last == NULL;)
        *out_last = ds_frame_drawn(index, series, c);
    if (*out_last == NULL) return NULL;
    if (pen->figure->bare) return name;
    return ds_arena_print(pen->texts, "%s%s%s", name, name[0] == '\0' ? "" : " ",
                          ds_pen_value(pen, (*out_last)->y, (*out_last)->mark, value));
}

/* One with a target across, which has its name there, too. */
static bool has_name_at_right(const ds_figure_line *line) {
    return line->side == DS_SIDE_Y && line->name.nl != NULL;
}

static const char *name_of_line(const ds_pen *pen, const ds_figure_line *line) {
    char value[DS_NUMBER_TEXT];
    return ds_arena_print(pen->texts, "%s %s", ds_pen_say(pen, line->name),
                          ds_pen_value(pen, line->at, NULL, value));
}

double ds_figure_room_of_names(const ds_pen *pen, size_t n) {
    double widest = 0;
    size_t names = n;
    for (size_t i = 0; i < n; i++)
        widest = fmax(widest,
                      ds_pen_measure(ds_pen_say(pen, pen->figure->series[i].name), DS_FONT, false));
    for (size_t i = 0; i < pen->figure->n_lines; i++) {
        if (!has_name_at_right(&pen->figure->lines[i])) continue;
        widest = fmax(widest,
                      ds_pen_measure(ds_pen_say(pen, pen->figure->lines[i].name), DS_FONT, false));
        names++;
    }
    widest += 52 + LEAD;
    if (pen->panel || (double)names * DS_LINE > ds_frame_height(pen)) return 0;
    return widest > 0.36 * pen->width ? 0 : widest;
}

void ds_figure_draw_series_names(ds_pen *pen, const ds_frame *f, const ds_frame_index *index,
                                 double room) {
    const size_t most = pen->figure->n_series + pen->figure->n_lines;
    ds_frame_name *names = ds_calloc(most + 1, sizeof *names);
    size_t n = 0;
    if (names == NULL) {
        pen->failed = true;
        return;
    }
    for (size_t s = 0; s < pen->figure->n_series; s++) {
        const ds_figure_point *last;
        const char *text = name_of_series(pen, index, s, &last);
        if (text == NULL) continue;
        names[n++] = (ds_frame_name){text, ds_scale_at(&f->value, last->y), 0,
                                     ds_style_of(pen->figure, s).colour};
    }
    for (size_t i = 0; i < pen->figure->n_lines; i++) {
        const ds_figure_line *line = &pen->figure->lines[i];
        const char *text = has_name_at_right(line) ? name_of_line(pen, line) : NULL;
        if (text == NULL) continue;
        names[n++] =
            (ds_frame_name){text, ds_scale_at(&f->value, line->at), 0,
                            line->role == DS_ROLE_TARGET ? DS_COLOUR_TARGET : DS_COLOUR_MUTE};
    }
    ds_frame_names(pen, f, names, n, room);
    ds_free(names);
}

/* A category of which nothing is drawn says why, in its place. */
static void draw_absent(ds_pen *pen, const ds_frame *f, const ds_frame_index *index) {
    const ds_look look = DS_LOOK('m', DS_FONT_SMALL, DS_COLOUR_MUTE);
    for (size_t c = 0; c < pen->figure->n_categories; c++) {
        const ds_figure_point *why = NULL;
        bool drawn = false;
        for (size_t s = 0; s < pen->figure->n_series; s++) {
            const ds_figure_point *p = ds_frame_point(index, s, c);
            drawn |= ds_frame_drawn(index, s, c) != NULL;
            if (p != NULL && why == NULL) why = p;
        }
        if (drawn || why == NULL) continue;
        ds_pen_folded(pen, ds_frame_slot(f, c), f->bottom - 22, &look,
                      ds_pen_state_word(pen, why->state), fmax(f->slot - 4, 10), 2);
    }
}

static void draw_lines(ds_pen *pen, double dodge) {
    const size_t n = pen->figure->n_series;
    const double room = ds_figure_room_of_names(pen, n);
    ds_frame_plan plan = {ds_figure_extent(pen), DS_EXTENT_NONE, false,
                          ds_frame_height(pen),  room,           false};
    ds_frame_index index;
    ds_frame f;
    if (!ds_frame_index_make(pen, &index)) return;
    if (room == 0) ds_frame_legend(pen, DS_SWATCH_LINE);
    f = ds_frame_columns(pen, &plan);
    ds_frame_lines(pen, &f, room == 0);
    for (size_t s = n; s-- > 0;)
        ds_figure_draw_series(pen, &f, &index, s, dodge * ((double)s - (double)(n - 1) / 2));
    draw_absent(pen, &f, &index);
    draw_stars(pen, &f, &index);
    if (room > 0) ds_figure_draw_series_names(pen, &f, &index, room);
    ds_free(index.points);
}

void ds_figure_draw_line(ds_pen *pen) {
    draw_lines(pen, 0);
}

/* Intervals of both groups beside each other, not on top. */
void ds_figure_draw_trial(ds_pen *pen) {
    draw_lines(pen, 10);
}

/* ---- the band ---- */

/* From high to low and back; one year alone has some width. */
static void draw_stretch(ds_pen *pen, const ds_frame *f, const ds_frame_index *index, size_t first,
                         size_t end, ds_colour colour) {
    const double half = fmin(12, f->slot / 3);
    if (end <= first) return;
    if (end - first == 1) {
        const ds_figure_point *p = ds_frame_drawn(index, 0, first);
        const double high = ds_scale_at(&f->value, p->high);
        ds_pen_plain(pen, ds_frame_slot(f, first) - half, high, 2 * half,
                     ds_scale_at(&f->value, p->low) - high, colour, 0.2);
        return;
    }
    ds_pen_begin_path(pen);
    for (size_t c = first; c < end; c++)
        ds_pen_add_path(pen, c == first, ds_frame_slot(f, c),
                        ds_scale_at(&f->value, ds_frame_drawn(index, 0, c)->high));
    for (size_t c = end; c-- > first;)
        ds_pen_add_path(pen, false, ds_frame_slot(f, c),
                        ds_scale_at(&f->value, ds_frame_drawn(index, 0, c)->low));
    ds_pen_end_area(pen, colour, 0.2);
}

static void draw_quartiles(ds_pen *pen, const ds_frame *f, const ds_frame_index *index) {
    const ds_colour colour = ds_style_of(pen->figure, 0).colour;
    size_t first = 0, n = pen->figure->n_categories;
    for (size_t c = 0; c <= n; c++) {
        const ds_figure_point *p = c < n ? ds_frame_drawn(index, 0, c) : NULL;
        if (p != NULL && isfinite(p->low)) continue;
        draw_stretch(pen, f, index, first, c, colour);
        first = c + 1;
    }
}

/* What the band is, above it. */
static void draw_band_key(ds_pen *pen) {
    const ds_look look = DS_LOOK('s', DS_FONT, DS_COLOUR_INK);
    if (pen->panel) return;
    pen->at += 14;
    ds_pen_plain(pen, 0, pen->at - 11, 18, 13, ds_style_of(pen->figure, 0).colour, 0.2);
    ds_pen_text(pen, 24, pen->at, &look,
                pen->lang == DS_NL ? "tussen het eerste en derde kwartiel"
                                   : "between the first and third quartile",
                pen->width - 24);
    pen->at += 8;
}

void ds_figure_draw_band(ds_pen *pen) {
    const double room =
        pen->figure->n_series == 0 ? 0 : ds_figure_room_of_names(pen, pen->figure->n_series);
    ds_frame_plan plan = {ds_figure_extent(pen), DS_EXTENT_NONE, false,
                          ds_frame_height(pen),  room,           false};
    ds_frame_index index;
    ds_frame f;
    if (!ds_frame_index_make(pen, &index)) return;
    draw_band_key(pen);
    if (room == 0) ds_frame_legend(pen, DS_SWATCH_LINE);
    f = ds_frame_columns(pen, &plan);
    draw_quartiles(pen, &f, &index);
    ds_frame_lines(pen, &f, room == 0);
    for (size_t s = pen->figure->n_series; s-- > 0;)
        ds_figure_draw_series(pen, &f, &index, s, 0);
    draw_absent(pen, &f, &index);
    draw_stars(pen, &f, &index);
    if (room > 0) ds_figure_draw_series_names(pen, &f, &index, room);
    ds_free(index.points);
}
