/* report/filled/drawing.h: a figure while it is made of facts. See figure.c. */
#ifndef DS_REPORT_FILLED_DRAWING_H
#define DS_REPORT_FILLED_DRAWING_H

#include "doorstroom/figure.h"
#include "report/filled/filling.h"

/* What facts are told apart by, along an axis or by series. */
typedef enum ds_drawn_by {
    DS_DRAWN_BY_NOTHING,
    DS_DRAWN_BY_YEAR,
    DS_DRAWN_BY_KEYS,
    DS_DRAWN_BY_CLASS,
    DS_DRAWN_BY_MEASURE
} ds_drawn_by;

typedef struct ds_drawn_side {
    ds_drawn_by by;
    size_t keys[DS_FILLED_KEYS]; /* of the sheet */
    size_t n_keys;
    const ds_release_fact **facts; /* the first of each value, in order */
    size_t n;
} ds_drawn_side;

/* A figure of categories and series. */
typedef struct ds_drawing {
    const ds_filling *filling;
    ds_figure_kind kind;
    const char *measures[4]; /* whose facts are in it; NULL after the last */
    const char *keyed;       /* a key that is of one; NULL: no matter */
    bool leave_totals;       /* facts over all values of a key stay out */
    ds_drawn_side categories, series;
    const ds_release_fact **facts;
    size_t n_facts;
} ds_drawing;

/* A shape: how facts of a sheet become a figure. NULL when they cannot: then there is the table. */
typedef ds_figure *(*ds_draw_shape)(const ds_filling *filling);

/* The first of measures that the sheet has, or of the block's columns; NULL: none of them. */
const char *ds_drawn_measure(const ds_filling *filling, const char *const *measures);
/* An empty figure with its words and the axis of that measure. */
ds_figure *ds_drawn_new(const ds_filling *filling, ds_figure_kind kind, const char *measure);
/* The facts of the measures of drawing, and its two sides; false when there are none. */
bool ds_drawn_choose(ds_drawing *drawing, ds_drawn_by categories, ds_drawn_by series);
/* Categories, series and points. */
ds_figure *ds_drawn_make(const ds_drawing *drawing);
ds_say ds_drawn_name(const ds_drawing *drawing, const ds_drawn_side *side,
                     const ds_release_fact *fact);
/* A point of a fact: its value, interval, state and star. */
ds_figure_point ds_drawn_point(const ds_filling *filling, const ds_release_fact *fact);
/* Which agenda or institution a fact is of; NULL: of none. */
const char *ds_drawn_whose(const ds_release_sheet *sheet, const ds_release_fact *fact,
                           size_t *out_key);
/* Its name, or where it has none in this release its rank. */
ds_say ds_drawn_whose_name(const ds_filling *filling, size_t key, const char *code);
/* What is in the figure, in words: of shown facts only. */
ds_say ds_drawn_description(const ds_filling *filling, ds_figure_kind kind, const char *measure);

/* What fits the kind of the sheet; NULL where no shape is set apart for it, or none can be drawn.
 */
ds_figure *ds_draw_of_kind(const ds_filling *filling);
/* By the block's soort, else by the kind of the sheet; NULL: it cannot be drawn. */
ds_figure *ds_draw_asked(const ds_filling *filling);
bool ds_draw_knows(const char *kind); /* whether one is set apart */
/* The figure, which is taken over, in the document with the table of what it shows; which that is.
 */
const ds_filled_grid *ds_filled_draw(const ds_filling *filling, unsigned in, const char *id,
                                     ds_figure *figure, const ds_filled_grid *grids);

ds_figure *ds_draw_lines(const ds_filling *filling);
ds_figure *ds_draw_months(const ds_filling *filling);
ds_figure *ds_draw_bars(const ds_filling *filling);
ds_figure *ds_draw_lying_bars(const ds_filling *filling);
ds_figure *ds_draw_stack(const ds_filling *filling);
ds_figure *ds_draw_lying_stack(const ds_filling *filling);
ds_figure *ds_draw_whole_stack(const ds_filling *filling);
ds_figure *ds_draw_lying_whole_stack(const ds_filling *filling);
ds_figure *ds_draw_panels(const ds_filling *filling);
ds_figure *ds_draw_trial(const ds_filling *filling);
ds_figure *ds_draw_love(const ds_filling *filling);
ds_figure *ds_draw_forest(const ds_filling *filling);
ds_figure *ds_draw_dumbbell(const ds_filling *filling);
ds_figure *ds_draw_band(const ds_filling *filling);
ds_figure *ds_draw_scatter(const ds_filling *filling);
ds_figure *ds_draw_histogram(const ds_filling *filling);
ds_figure *ds_draw_funnel(const ds_filling *filling);
ds_figure *ds_draw_overlap(const ds_filling *filling);
ds_figure *ds_draw_sankey(const ds_filling *filling);
ds_figure *ds_draw_shares(const ds_filling *filling);

#endif
