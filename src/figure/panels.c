/* figure/panels.c: figures of one kind beside each other, on the same axis of values, so that they
 * can be compared; one legend for all. */
#include "figure/kinds.h"

enum { PANEL_LEAST = 205, PANEL_GAP = 22 };

/* The extent of all panels of a kind; of stacks and bins each has its own ends. */
static ds_extent extent_of_panels(const ds_pen *pen, ds_figure_kind kind) {
    ds_extent extent = DS_EXTENT_NONE;
    ds_pen one = *pen;
    one.range = NULL;
    for (size_t i = 0; i < pen->figure->n_panels; i++) {
        ds_extent own;
        one.figure = pen->figure->panels[i];
        if (one.figure->kind != kind) continue;
        own = ds_figure_extent(&one);
        ds_extent_add(&extent, own.low);
        ds_extent_add(&extent, own.high);
    }
    return extent;
}

static bool has_lines(ds_figure_kind kind) {
    return kind == DS_FIGURE_LINE || kind == DS_FIGURE_BAND || kind == DS_FIGURE_TRIAL;
}

static void draw_common_legend(ds_pen *pen) {
    const ds_figure *all = pen->figure;
    const ds_figure_kind kind = all->panels[0]->kind;
    ds_pen one = *pen;
    one.figure = all->panels[0];
    one.panel = false;
    if (kind == DS_FIGURE_SANKEY || kind == DS_FIGURE_SHARES) return;
    if (one.figure->n_series < 2 && !has_lines(kind)) return;
    ds_frame_legend(&one, has_lines(kind) ? DS_SWATCH_LINE
                          : kind == DS_FIGURE_SCATTER || kind == DS_FIGURE_FUNNEL ||
                                  kind == DS_FIGURE_DUMBBELL || kind == DS_FIGURE_LOVE ||
                                  kind == DS_FIGURE_FOREST
                              ? DS_SWATCH_MARKER
                              : DS_SWATCH_BAR);
    pen->at = one.at;
    pen->patterns |= one.patterns;
    pen->failed |= one.failed;
}

/* As many for each as the longest title needs, so that their fields stand level. */
static size_t lines_of_titles(const ds_pen *pen, double width) {
    ds_figure_run lines[2];
    size_t most = 0;
    for (size_t i = 0; i < pen->figure->n_panels; i++) {
        const size_t n = ds_figure_text_fold(ds_pen_say(pen, pen->figure->panels[i]->title),
                                             DS_FONT, true, width, 2, lines);
        most = n > most ? n : most;
    }
    return most;
}

/* One panel at its place; how high it is. */
static double draw_panel(ds_pen *pen, const ds_figure *panel, double x, double y, double width) {
    const ds_extent range = extent_of_panels(pen, panel->kind);
    ds_look look = DS_LOOK('s', DS_FONT, DS_COLOUR_INK);
    ds_pen one = *pen;
    one.figure = panel;
    one.panel = true;
    one.x = pen->x + x;
    one.y = pen->y + y;
    one.at = 0;
    one.width = width;
    one.range = ds_extent_is_none(range) ? NULL : &range;
    look.bold = true;
    (void)ds_pen_folded(&one, 0, 13, &look, ds_pen_say(&one, panel->title), width, 2);
    one.at += 2 + DS_LINE * (double)lines_of_titles(pen, width);
    ds_figure_draw(&one);
    pen->patterns |= one.patterns;
    pen->failed |= one.failed;
    return one.at;
}

void ds_figure_draw_panels(ds_pen *pen) {
    const size_t n = pen->figure->n_panels;
    const double least = pen->width < 480 ? 150 : PANEL_LEAST;
    size_t columns = (size_t)((pen->width + PANEL_GAP) / (least + PANEL_GAP));
    double width;
    if (columns > n) columns = n;
    if (columns < 1) columns = 1;
    if (columns > 4) columns = 4;
    if (n % columns == 1 && columns > 2) columns--; /* no lonely last one */
    width = (pen->width - PANEL_GAP * (double)(columns - 1)) / (double)columns;
    draw_common_legend(pen);
    for (size_t i = 0; i < n; i += columns) {
        double tallest = 0;
        for (size_t k = i; k < n && k < i + columns; k++)
            tallest = fmax(tallest,
                           draw_panel(pen, pen->figure->panels[k],
                                      (double)(k - i) * (width + PANEL_GAP), pen->at + 8, width));
        pen->at += tallest + 16;
    }
}
