/* figure/frame.h: what stands around the marks: axes, legend, names of lines, notes. */
#ifndef DS_FIGURE_FRAME_H
#define DS_FIGURE_FRAME_H

#include "figure/pen.h"

/* The field that marks stand in, in pixels, and its scales. */
typedef struct ds_frame {
    double left, right, top, bottom;
    ds_scale value;  /* of y; in frames of rows from left to right */
    ds_scale along;  /* of x where it is a number */
    double slot;     /* of a category */
    double names_at; /* the baseline of names above the field */
    bool rows;       /* categories from top to bottom */
} ds_frame;

/* The middle of a category. */
double ds_frame_slot(const ds_frame *frame, size_t category);

/* What is asked of a frame. */
typedef struct ds_frame_plan {
    ds_extent values;  /* shown */
    ds_extent numbers; /* along x, where it is a number */
    bool from_zero;
    double height; /* of the field (of rows: of one row) */
    double right;  /* room to the right of the field */
    bool mirrored; /* the value axis counts up and down from 0: its steps have no sign */
} ds_frame_plan;

/* Categories along x, values upward. From pen->at down; leaves pen->at below its names. */
ds_frame ds_frame_columns(ds_pen *pen, const ds_frame_plan *plan);
/* Numbers along x, values upward. */
ds_frame ds_frame_numbers(ds_pen *pen, const ds_frame_plan *plan);
/* Categories from top to bottom, values along x. */
ds_frame ds_frame_rows(ds_pen *pen, const ds_frame_plan *plan);

/* At least so high, and high enough for two lines where a name does not fit in one. */
double ds_frame_row_height(const ds_pen *pen, double wanted);

/* The extent of values (y, low, high, lines across y or, of rows, along x). */
ds_extent ds_frame_extent(const ds_pen *pen);
/* Whether names of categories fit below columns, folded in three at most. */
bool ds_frame_names_fit(const ds_pen *pen);

/* The title of the values, of a kind without an axis. */
void ds_frame_title(ds_pen *pen);

/* The lines across, with their names: those along y within the field, where named says so; upright
 * ones above it. */
void ds_frame_lines(ds_pen *pen, const ds_frame *frame, bool named);
/* How high a field is, by the room that there is. */
double ds_frame_height(const ds_pen *pen);

/* How an entry of a legend looks. */
typedef enum ds_swatch { DS_SWATCH_BAR, DS_SWATCH_LINE, DS_SWATCH_MARKER } ds_swatch;
/* The names of the series, in rows as wide as the figure; nothing where there is one without a
 * name, or in a panel. */
void ds_frame_legend(ds_pen *pen, ds_swatch swatch);

/* Names at heights of their own, moved so that none overlaps. */
typedef struct ds_frame_name {
    const char *text;
    double at;     /* where it belongs; after spreading: where it is */
    double anchor; /* where it belongs */
    ds_colour colour;
} ds_frame_name;
/* In any order; gap between two; none before low or beyond high where they fit. */
void ds_frame_spread(ds_frame_name *names, size_t n, double gap, double low, double high);
/* With a thin line from the field where one was moved. */
void ds_frame_names(ds_pen *pen, const ds_frame *frame, ds_frame_name *names, size_t n,
                    double room);

/* Which values are not shown, in words, and the figure's notes. */
void ds_frame_notes(ds_pen *pen);

/* The point of a series and category; NULL where there is none. Index made by ds_frame_index. */
typedef struct ds_frame_index {
    const ds_figure *figure;
    const ds_figure_point **points; /* [category * n_series + series] */
} ds_frame_index;
/* False when memory is short. ds_free(index.points). */
bool ds_frame_index_make(ds_pen *pen, ds_frame_index *out);
const ds_figure_point *ds_frame_point(const ds_frame_index *index, size_t series, size_t category);
/* The same, where it is drawn only. */
const ds_figure_point *ds_frame_drawn(const ds_frame_index *index, size_t series, size_t category);

#endif
