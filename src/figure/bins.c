/* figure/bins.c: how values are spread: a histogram, and two distributions against each other. */
#include "figure/kinds.h"

static ds_extent extent_of_bins(const ds_pen *pen) {
    ds_extent extent = DS_EXTENT_NONE;
    for (size_t i = 0; i < pen->figure->n_points; i++) {
        ds_extent_add(&extent, pen->figure->points[i].x);
        ds_extent_add(&extent, pen->figure->points[i].x_end);
    }
    return extent;
}

/* A bin that is not shown keeps its place, with its word where that fits. */
static void draw_hidden_bin(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, double sign) {
    const ds_look look = DS_LOOK('m', DS_FONT_SMALL, DS_COLOUR_MUTE);
    const double from = ds_scale_at(&f->along, p->x), to = ds_scale_at(&f->along, p->x_end);
    const char *word = ds_pen_state_word(pen, p->state);
    const bool fits = ds_pen_measure(word, DS_FONT_SMALL, false) < fabs(to - from);
    if (!isfinite(p->x) || !isfinite(p->x_end) || word[0] == '\0') return;
    ds_pen_text(pen, (from + to) / 2, ds_scale_at(&f->value, 0) + (sign < 0 ? 15 : -5), &look,
                fits ? word : "×", 1e6);
}

static void draw_bin(ds_pen *pen, const ds_frame *f, const ds_figure_point *p, double sign) {
    const ds_style style = ds_style_of(pen->figure, p->series);
    const double from = ds_scale_at(&f->along, p->x), to = ds_scale_at(&f->along, p->x_end);
    const double zero = ds_scale_at(&f->value, 0), at = ds_scale_at(&f->value, sign * p->y);
    ds_pen_begin_point(pen, p);
    ds_pen_rect(pen, fmin(from, to), fmin(zero, at), fabs(to - from) - 1, fabs(at - zero), style);
    ds_pen_end_mark(pen);
}

static double sign_of(const ds_pen *pen, size_t series) {
    return pen->figure->kind == DS_FIGURE_OVERLAP &&
                   pen->figure->series[series].role == DS_ROLE_CONTROL
               ? -1
               : 1;
}

static ds_extent extent_mirrored(const ds_pen *pen) {
    ds_extent extent = {0, 0};
    for (size_t i = 0; i < pen->figure->n_points; i++)
        if (isfinite(pen->figure->points[i].y))
            ds_extent_add(&extent,
                          sign_of(pen, pen->figure->points[i].series) * pen->figure->points[i].y);
    return extent;
}

static void draw_bins(ds_pen *pen, ds_extent values, bool mirrored) {
    const ds_frame_plan plan = {values,  extent_of_bins(pen), true, ds_frame_height(pen), 8,
                                mirrored};
    ds_frame f;
    if (pen->figure->n_series > 1) ds_frame_legend(pen, DS_SWATCH_BAR);
    f = ds_frame_numbers(pen, &plan);
    for (size_t i = 0; i < pen->figure->n_points; i++) {
        const ds_figure_point *p = &pen->figure->points[i];
        const double sign = sign_of(pen, p->series);
        if (ds_figure_is_drawn(p->state))
            draw_bin(pen, &f, p, sign);
        else
            draw_hidden_bin(pen, &f, p, sign);
    }
    ds_pen_line(pen, f.left, ds_scale_at(&f.value, 0), f.right, ds_scale_at(&f.value, 0),
                DS_COLOUR_RULE, 1.2, NULL);
    ds_frame_lines(pen, &f, true);
}

void ds_figure_draw_histogram(ds_pen *pen) {
    draw_bins(pen, ds_figure_extent(pen), false);
}

void ds_figure_draw_overlap(ds_pen *pen) {
    draw_bins(pen, extent_mirrored(pen), true);
}
