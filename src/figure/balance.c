/* figure/balance.c: rows of estimates: the balance of covariates before and after weighting (a love
 * plot), and estimates with intervals (a forest plot). */
#include "base/memory.h"
#include "figure/kinds.h"

enum { LOVE_ROW = 24, FOREST_ROW = 26, MARKER = 5, SQUARE_LEAST = 3, SQUARE_MOST = 8, GAP = 10 };

/* ---- love ---- */

static void draw_pair(ds_pen *pen, const ds_frame *f, const ds_frame_index *index, size_t c) {
    const double y = ds_frame_slot(f, c);
    ds_extent ends = DS_EXTENT_NONE;
    const ds_figure_point *hidden = NULL;
    const ds_look look = DS_LOOK('s', DS_FONT_SMALL, DS_COLOUR_MUTE);
    for (size_t s = 0; s < pen->figure->n_series; s++) {
        const ds_figure_point *p = ds_frame_point(index, s, c);
        if (p == NULL) continue;
        ds_extent_add(&ends, p->y);
        if (!ds_figure_is_drawn(p->state)) hidden = p;
    }
    if (!ds_extent_is_none(ends))
        ds_pen_line(pen, ds_scale_at(&f->value, ends.low), y, ds_scale_at(&f->value, ends.high), y,
                    DS_COLOUR_RULE, 1.2, NULL);
    else if (hidden != NULL)
        ds_pen_text(pen, f->left + 6, y + 4, &look, ds_pen_state_word(pen, hidden->state),
                    f->right - f->left);
    for (size_t s = 0; s < pen->figure->n_series; s++) {
        const ds_figure_point *p = ds_frame_drawn(index, s, c);
        const ds_style style = ds_style_of(pen->figure, s);
        if (p == NULL) continue;
        ds_pen_begin_point(pen, p);
        ds_pen_marker(pen, style.marker, ds_scale_at(&f->value, p->y), y, MARKER, style.colour);
        ds_pen_end_mark(pen);
    }
}

void ds_figure_draw_love(ds_pen *pen) {
    ds_frame_plan plan = {
        ds_figure_extent(pen), DS_EXTENT_NONE, false, ds_frame_row_height(pen, LOVE_ROW), 0, false};
    ds_frame_index index;
    ds_frame f;
    if (!ds_frame_index_make(pen, &index)) return;
    ds_extent_add(&plan.values, 0);
    ds_frame_legend(pen, DS_SWATCH_MARKER);
    f = ds_frame_rows(pen, &plan);
    ds_frame_lines(pen, &f, true);
    for (size_t c = 0; c < pen->figure->n_categories; c++)
        draw_pair(pen, &f, &index, c);
    ds_free(index.points);
}

/* ---- forest ---- */

/* "6,1 (5,2 tot 7,0)*" */
static const char *print_estimate(const ds_pen *pen, const ds_figure_point *p) {
    const char *to = pen->lang == DS_NL ? "tot" : "to";
    char value[DS_NUMBER_TEXT], low[DS_NUMBER_TEXT], high[DS_NUMBER_TEXT];
    const ds_figure_axis *axis = &pen->figure->axes[DS_SIDE_Y];
    ds_figure_number(axis, p->y, pen->decimals, false, pen->lang, value);
    if (!isfinite(p->low))
        return ds_arena_print(pen->texts, "%s%s", value, p->mark == NULL ? "" : p->mark);
    ds_figure_number(axis, p->low, pen->decimals, false, pen->lang, low);
    ds_figure_number(axis, p->high, pen->decimals, false, pen->lang, high);
    return ds_arena_print(pen->texts, "%s%s (%s %s %s)", value, p->mark == NULL ? "" : p->mark, low,
                          to, high);
}

static double widest_estimate(const ds_pen *pen) {
    double widest = 0;
    for (size_t i = 0; i < pen->figure->n_points; i++) {
        const ds_figure_point *p = &pen->figure->points[i];
        const char *text = ds_figure_is_drawn(p->state) ? print_estimate(pen, p) : NULL;
        if (text != NULL) widest = fmax(widest, ds_pen_measure(text, DS_FONT_SMALL, false));
    }
    return widest;
}

static double find_heaviest(const ds_figure *figure) {
    double most = 0;
    for (size_t i = 0; i < figure->n_points; i++)
        if (figure->points[i].weight > most) most = figure->points[i].weight;
    return most;
}

static void draw_diamond(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, double y) {
    const double x = ds_scale_at(&f->value, p->y);
    const double low = isfinite(p->low) ? ds_scale_at(&f->value, p->low) : x - 8;
    const double high = isfinite(p->high) ? ds_scale_at(&f->value, p->high) : x + 8;
    ds_pen_begin_path(pen);
    ds_pen_add_path(pen, true, low, y);
    ds_pen_add_path(pen, false, x, y - 7);
    ds_pen_add_path(pen, false, high, y);
    ds_pen_add_path(pen, false, x, y + 7);
    ds_pen_end_area(pen, DS_COLOUR_INK, 1);
}

static void draw_estimate(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, double y,
                          double most) {
    const ds_style style = ds_style_of(pen->figure, p->series);
    double size = MARKER;
    if (p->weight > 0 && most > 0)
        size = SQUARE_LEAST + (SQUARE_MOST - SQUARE_LEAST) * sqrt(p->weight / most);
    if (pen->figure->series[p->series].role == DS_ROLE_TOTAL) {
        draw_diamond(pen, f, p, y);
        return;
    }
    if (isfinite(p->low))
        ds_pen_whisker(pen, false, y, ds_scale_at(&f->value, p->low),
                       ds_scale_at(&f->value, p->high), style.colour);
    ds_pen_marker(pen, pen->figure->n_series > 2 ? style.marker : DS_MARKER_SQUARE,
                  ds_scale_at(&f->value, p->y), y, size, style.colour);
}

static void draw_forest_row(ds_pen *pen, const ds_frame *f, const ds_frame_index *index, size_t c,
                            bool written) {
    const size_t n = pen->figure->n_series;
    const ds_look look = DS_LOOK('e', DS_FONT_SMALL, DS_COLOUR_INK);
    const ds_look muted = DS_LOOK('s', DS_FONT_SMALL, DS_COLOUR_MUTE);
    size_t there = 0, at = 0;
    for (size_t s = 0; s < n; s++)
        there += ds_frame_point(index, s, c) != NULL;
    for (size_t s = 0; s < n; s++) {
        const ds_figure_point *p = ds_frame_point(index, s, c);
        const double step = there > 1 ? (f->slot - 6) / (double)there : 0;
        const double y =
            ds_frame_slot(f, c) + step * ((double)at - ((double)(there > 0 ? there - 1 : 0)) / 2);
        const char *text;
        if (p == NULL) continue;
        at++;
        if (!ds_figure_is_drawn(p->state)) {
            ds_pen_text(pen, f->left + 6, y + 4, &muted, ds_pen_state_word(pen, p->state), 1e6);
            continue;
        }
        ds_pen_begin_point(pen, p);
        draw_estimate(pen, f, p, y, find_heaviest(pen->figure));
        text = written ? print_estimate(pen, p) : NULL;
        if (text != NULL) ds_pen_text(pen, pen->width, y + 4, &look, text, 1e6);
        ds_pen_end_mark(pen);
    }
}

/* The most that one row holds beside each other. */
static size_t count_beside(const ds_pen *pen, const ds_frame_index *index) {
    size_t most = 1;
    for (size_t c = 0; c < pen->figure->n_categories; c++) {
        size_t n = 0;
        for (size_t s = 0; s < pen->figure->n_series; s++)
            n += ds_frame_point(index, s, c) != NULL;
        most = n > most ? n : most;
    }
    return most;
}

void ds_figure_draw_forest(ds_pen *pen) {
    const double widest = widest_estimate(pen);
    const bool written = !pen->figure->bare && !pen->panel && widest < 0.3 * pen->width;
    ds_frame_plan plan = {ds_figure_extent(pen),      DS_EXTENT_NONE, false, FOREST_ROW,
                          written ? widest + GAP : 0, false};
    ds_frame_index index;
    ds_frame f;
    if (!ds_frame_index_make(pen, &index)) return;
    plan.height =
        ds_frame_row_height(pen, fmax(FOREST_ROW, 18 * (double)count_beside(pen, &index) + 6));
    if (count_beside(pen, &index) > 1) ds_frame_legend(pen, DS_SWATCH_MARKER);
    f = ds_frame_rows(pen, &plan);
    ds_frame_lines(pen, &f, true);
    for (size_t c = 0; c < pen->figure->n_categories; c++)
        draw_forest_row(pen, &f, &index, c, written);
    ds_free(index.points);
}
