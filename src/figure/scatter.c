/* figure/scatter.c: points in two directions: a scatter with quadrants and a line, and a funnel. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "figure/kinds.h"

enum { DISC = 5, DISC_MOST = 11, SAMPLES = 2 };

static ds_extent extent_along(const ds_pen *pen) {
    const ds_figure *f = pen->figure;
    ds_extent extent = DS_EXTENT_NONE;
    for (size_t i = 0; i < f->n_points; i++) {
        ds_extent_add(&extent, f->points[i].x);
        ds_extent_add(&extent, f->points[i].x_end);
    }
    for (size_t i = 0; i < f->n_lines; i++)
        if (f->lines[i].side == DS_SIDE_X) ds_extent_add(&extent, f->lines[i].at);
    return extent;
}

/* ---- marks ---- */

static double size_of_disc(const ds_pen *pen, const ds_figure_point *p) {
    double most = 0;
    if (!(p->weight > 0)) return DISC;
    for (size_t i = 0; i < pen->figure->n_points; i++)
        if (pen->figure->points[i].weight > most) most = pen->figure->points[i].weight;
    return 3 + (DISC_MOST - 3) * sqrt(p->weight / most);
}

static void draw_points(ds_pen *pen, const ds_frame *f) {
    for (size_t i = 0; i < pen->figure->n_points; i++) {
        const ds_figure_point *p = &pen->figure->points[i];
        const ds_style style = ds_style_of(pen->figure, p->series);
        if (!ds_figure_is_drawn(p->state) || !isfinite(p->x) ||
            pen->figure->series[p->series].role == DS_ROLE_LIMIT)
            continue;
        ds_pen_begin_point(pen, p);
        ds_pen_marker(pen, style.marker, ds_scale_at(&f->along, p->x), ds_scale_at(&f->value, p->y),
                      size_of_disc(pen, p), style.colour);
        ds_pen_end_mark(pen);
    }
}

/* ---- quadrants and slope ---- */

static const ds_figure_line *find_line(const ds_figure *figure, ds_figure_side side) {
    for (size_t i = 0; i < figure->n_lines; i++)
        if (figure->lines[i].side == side) return &figure->lines[i];
    return NULL;
}

static void draw_quadrants(ds_pen *pen, const ds_frame *f) {
    const ds_figure_line *x = find_line(pen->figure, DS_SIDE_X);
    const ds_figure_line *y = find_line(pen->figure, DS_SIDE_Y);
    if (x == NULL || y == NULL) return;
    for (int i = 0; i < 4; i++) {
        const bool right = i % 2 == 1, below = i > 1;
        ds_look look = DS_LOOK(right ? 'e' : 's', DS_FONT_SMALL, DS_COLOUR_MUTE);
        const double middle = ds_scale_at(&f->along, x->at);
        const double room = right ? f->right - middle - 10 : middle - f->left - 10;
        look.halo = true;
        if (room < 40) continue;
        ds_pen_text(pen, right ? f->right - 5 : f->left + 5, below ? f->bottom - 7 : f->top + 14,
                    &look, ds_pen_say(pen, pen->figure->quadrants[i]), room);
    }
}

/* The line within the field. */
static void draw_slope(ds_pen *pen, const ds_frame *f, ds_extent along) {
    const double a = pen->figure->intercept, b = pen->figure->slope;
    double x[SAMPLES] = {along.low, along.high}, y[SAMPLES];
    if (!pen->figure->sloped || ds_extent_is_none(along)) return;
    for (int i = 0; i < SAMPLES; i++) {
        y[i] = a + b * x[i];
        if (b != 0 && (y[i] < f->value.low || y[i] > f->value.high)) {
            y[i] = y[i] < f->value.low ? f->value.low : f->value.high;
            x[i] = (y[i] - a) / b;
        }
        if (!(y[i] >= f->value.low && y[i] <= f->value.high)) return;
    }
    if (x[0] > x[1]) return; /* it lies outside */
    ds_buffer_add_string(pen->out, "<g class=\"ds-r\"><title>");
    ds_figure_text_escape(pen->out, ds_pen_say(pen, pen->figure->slope_name),
                          strlen(ds_pen_say(pen, pen->figure->slope_name)));
    ds_buffer_add_string(pen->out, "</title>");
    ds_pen_line(pen, ds_scale_at(&f->along, x[0]), ds_scale_at(&f->value, y[0]),
                ds_scale_at(&f->along, x[1]), ds_scale_at(&f->value, y[1]), DS_COLOUR_INK, 1.6,
                NULL);
    ds_buffer_add_string(pen->out, "</g>\n");
}

/* What the line is, above the field, with a stroke of it. */
static void draw_slope_key(ds_pen *pen) {
    const ds_look look = DS_LOOK('s', DS_FONT, DS_COLOUR_INK);
    const char *name = ds_pen_say(pen, pen->figure->slope_name);
    if (!pen->figure->sloped || name[0] == '\0' || pen->panel) return;
    pen->at += 14;
    ds_pen_line(pen, 0, pen->at - 4.5, 18, pen->at - 4.5, DS_COLOUR_INK, 1.6, NULL);
    ds_pen_text(pen, 24, pen->at, &look, name, pen->width - 24);
    pen->at += 8;
}

void ds_figure_draw_scatter(ds_pen *pen) {
    const ds_extent along = extent_along(pen);
    const ds_frame_plan plan = {ds_figure_extent(pen),       along, false,
                                ds_frame_height(pen) * 1.25, 8,     false};
    ds_frame f;
    if (pen->figure->n_series > 1) ds_frame_legend(pen, DS_SWATCH_MARKER);
    draw_slope_key(pen);
    f = ds_frame_numbers(pen, &plan);
    ds_frame_lines(pen, &f, true);
    draw_slope(pen, &f, along);
    draw_quadrants(pen, &f);
    draw_points(pen, &f);
    ds_figure_draw_labels(pen, &f);
}

/* ---- funnel ---- */

static int compare_along(const void *a, const void *b) {
    const ds_figure_point *const *x = a, *const *y = b;
    return (*x)->x < (*y)->x ? -1 : (*x)->x > (*y)->x;
}

/* The points of a limit in order of x; NULL when memory is short. */
static const ds_figure_point **sort_limit(ds_pen *pen, size_t series, size_t *out_n) {
    const ds_figure_point **sorted = ds_calloc(pen->figure->n_points + 1, sizeof *sorted);
    *out_n = 0;
    for (size_t i = 0; sorted != NULL && i < pen->figure->n_points; i++) {
        const ds_figure_point *p = &pen->figure->points[i];
        if (p->series == series && ds_figure_is_drawn(p->state) && isfinite(p->low) &&
            isfinite(p->x))
            sorted[(*out_n)++] = p;
    }
    if (sorted == NULL)
        pen->failed = true;
    else
        qsort(sorted, *out_n, sizeof(const ds_figure_point *), compare_along);
    return sorted;
}

static void draw_limit(ds_pen *pen, const ds_frame *f, size_t series) {
    const ds_style style = ds_style_of(pen->figure, series);
    size_t n;
    const ds_figure_point **points = sort_limit(pen, series, &n);
    if (points == NULL || n == 0) {
        ds_free(points);
        return;
    }
    ds_pen_begin_path(pen);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < n; i++)
            ds_pen_add_path(pen, i == 0, ds_scale_at(&f->along, points[i]->x),
                            ds_scale_at(&f->value, side == 0 ? points[i]->low : points[i]->high));
    ds_pen_end_line(pen, style.colour, 1.6, style.dash);
    ds_free(points);
}

void ds_figure_draw_funnel(ds_pen *pen) {
    const ds_frame_plan plan = {
        ds_figure_extent(pen), extent_along(pen), false, ds_frame_height(pen) * 1.15, 8, false};
    ds_frame f;
    if (pen->figure->n_series > 1) ds_frame_legend(pen, DS_SWATCH_MARKER);
    f = ds_frame_numbers(pen, &plan);
    for (size_t s = 0; s < pen->figure->n_series; s++)
        if (pen->figure->series[s].role == DS_ROLE_LIMIT) draw_limit(pen, &f, s);
    ds_frame_lines(pen, &f, true);
    draw_points(pen, &f);
    ds_figure_draw_labels(pen, &f);
}
