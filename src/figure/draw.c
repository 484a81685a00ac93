/* figure/draw.c: which function draws which kind, and what stands where there is nothing to draw.
 */
#include "figure/kinds.h"

static void (*const DRAW[DS_FIGURE_KINDS])(ds_pen *pen) = {
    [DS_FIGURE_LINE] = ds_figure_draw_line,
    [DS_FIGURE_BAR] = ds_figure_draw_bar,
    [DS_FIGURE_BAR_FLAT] = ds_figure_draw_bar,
    [DS_FIGURE_STACK] = ds_figure_draw_stack,
    [DS_FIGURE_STACK_FLAT] = ds_figure_draw_stack,
    [DS_FIGURE_STACK_100] = ds_figure_draw_stack,
    [DS_FIGURE_STACK_100_FLAT] = ds_figure_draw_stack,
    [DS_FIGURE_BAND] = ds_figure_draw_band,
    [DS_FIGURE_DUMBBELL] = ds_figure_draw_dumbbell,
    [DS_FIGURE_SCATTER] = ds_figure_draw_scatter,
    [DS_FIGURE_SANKEY] = ds_figure_draw_sankey,
    [DS_FIGURE_SHARES] = ds_figure_draw_shares,
    [DS_FIGURE_TRIAL] = ds_figure_draw_trial,
    [DS_FIGURE_LOVE] = ds_figure_draw_love,
    [DS_FIGURE_OVERLAP] = ds_figure_draw_overlap,
    [DS_FIGURE_FOREST] = ds_figure_draw_forest,
    [DS_FIGURE_FUNNEL] = ds_figure_draw_funnel,
    [DS_FIGURE_HISTOGRAM] = ds_figure_draw_histogram,
    [DS_FIGURE_PANELS] = ds_figure_draw_panels,
};

ds_extent ds_figure_extent(const ds_pen *pen) {
    return ds_frame_extent(pen);
}

/* Whether anything would be drawn. */
static bool has_marks(const ds_figure *f) {
    bool drawn = f->n_panels > 0;
    for (size_t i = 0; i < f->n_points && !drawn; i++)
        drawn = ds_figure_is_drawn(f->points[i].state);
    for (size_t i = 0; i < f->n_parts && !drawn; i++)
        drawn = ds_figure_is_drawn(f->parts[i].state) && isfinite(f->parts[i].value);
    for (size_t i = 0; i < f->n_flows && !drawn; i++)
        drawn = ds_figure_is_drawn(f->flows[i].state);
    return drawn;
}

/* In a frame of its own, so that nobody takes it for a figure that failed to load. */
static void draw_empty(ds_pen *pen) {
    const ds_figure *f = pen->figure;
    const bool hidden = f->n_points + f->n_parts + f->n_flows > 0;
    const ds_look look = DS_LOOK('s', DS_FONT, DS_COLOUR_MUTE);
    const char *why = ds_pen_say(pen, f->empty);
    size_t n;
    if (why[0] == '\0')
        why = ds_pen_say(pen, hidden ? DS_SAY("Geen van deze waarden is getoond.",
                                              "None of these values is shown.")
                                     : DS_SAY("Er zijn geen waarden voor deze figuur.",
                                              "There are no values for this figure."));
    n = ds_pen_folded(pen, 16, pen->at + 31, &look, why, pen->width - 32, 4);
    ds_pen_plain(pen, 0, pen->at + 6, 3, 24 + DS_LINE * (double)n, DS_COLOUR_RULE, 1);
    pen->at += 40 + DS_LINE * (double)n;
}

/* As many decimals as the numbers have, 1 at most unless they are small. */
static int find_decimals(const ds_figure *f) {
    double most = 0;
    bool whole = true;
    if (f->axes[DS_SIDE_Y].decimals >= 0) return f->axes[DS_SIDE_Y].decimals;
    for (size_t i = 0; i < f->n_points; i++) {
        const double y = f->points[i].y;
        if (!isfinite(y)) continue;
        whole &= y == floor(y);
        most = fmax(most, fabs(y));
    }
    for (size_t i = 0; i < f->n_parts; i++)
        if (isfinite(f->parts[i].value)) whole &= f->parts[i].value == floor(f->parts[i].value);
    for (size_t i = 0; i < f->n_flows; i++)
        if (isfinite(f->flows[i].value)) whole &= f->flows[i].value == floor(f->flows[i].value);
    if (whole) return 0;
    return most == 0 || most >= 2 ? 1 : most >= 0.1 ? 2 : 3;
}

void ds_figure_draw(ds_pen *pen) {
    pen->decimals = find_decimals(pen->figure);
    pen->rows = false;
    if (has_marks(pen->figure)) {
        DRAW[pen->figure->kind](pen);
    } else {
        draw_empty(pen);
    }
    ds_frame_notes(pen);
}
