/* figure/model.h: a figure as its builder keeps it. What may not be shown is not in it. */
#ifndef DS_FIGURE_MODEL_H
#define DS_FIGURE_MODEL_H

#include "base/arena.h"
#include "doorstroom/figure.h"

typedef struct ds_figure_series {
    ds_say name;
    ds_figure_role role;
} ds_figure_series;

typedef struct ds_figure_line {
    ds_figure_side side;
    double at;
    ds_say name;
    ds_figure_role role;
} ds_figure_line;

typedef struct ds_figure_flow {
    size_t from, to;
    double value;
    ds_state state;
    ds_say label;
} ds_figure_flow;

struct ds_figure {
    ds_figure_kind kind;
    ds_say title, description, empty;
    ds_figure_axis axes[2];
    bool bare; /* no numbers at bars and points */
    ds_say *categories;
    size_t n_categories, categories_capacity;
    ds_figure_series *series;
    size_t n_series, series_capacity;
    ds_figure_point *points; /* one that is not shown has NaN for every number */
    size_t n_points, points_capacity;
    ds_figure_line *lines;
    size_t n_lines, lines_capacity;
    ds_figure_part *parts;
    size_t n_parts, parts_capacity;
    ds_figure_flow *flows;
    size_t n_flows, flows_capacity;
    ds_figure **panels;
    size_t n_panels, panels_capacity;
    ds_say *notes;
    size_t n_notes, notes_capacity;
    bool sloped;
    double intercept, slope;
    ds_say slope_name;
    ds_say quadrants[4];
    ds_arena texts;
    bool lost;  /* memory was short */
    bool wrong; /* an index was none, or there is too much */
};

/* Whether a value of this state is drawn. */
bool ds_figure_is_drawn(ds_state state);

/* Whether its categories stand below each other, its values along x. */
bool ds_figure_is_rows(ds_figure_kind kind);

#endif
