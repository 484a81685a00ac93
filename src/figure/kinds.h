/* figure/kinds.h: a function a kind, which draws from pen->at down and leaves pen->at below. */
#ifndef DS_FIGURE_KINDS_H
#define DS_FIGURE_KINDS_H

#include "figure/frame.h"

void ds_figure_draw_line(ds_pen *pen);
void ds_figure_draw_bar(ds_pen *pen);
void ds_figure_draw_stack(ds_pen *pen);
void ds_figure_draw_band(ds_pen *pen);
void ds_figure_draw_dumbbell(ds_pen *pen);
void ds_figure_draw_scatter(ds_pen *pen);
void ds_figure_draw_sankey(ds_pen *pen);
void ds_figure_draw_shares(ds_pen *pen);
void ds_figure_draw_trial(ds_pen *pen);
void ds_figure_draw_love(ds_pen *pen);
void ds_figure_draw_overlap(ds_pen *pen);
void ds_figure_draw_forest(ds_pen *pen);
void ds_figure_draw_funnel(ds_pen *pen);
void ds_figure_draw_histogram(ds_pen *pen);
void ds_figure_draw_panels(ds_pen *pen);

/* One figure of any kind, or why there is nothing in it. */
void ds_figure_draw(ds_pen *pen);
/* The extent of values that its kind puts on its axis. */
ds_extent ds_figure_extent(const ds_pen *pen);

/* Lines with markers of series from first on, one name each at the right; whiskers where there are
 * intervals. Shared by line, band and trial. */
void ds_figure_draw_series(ds_pen *pen, const ds_frame *frame, const ds_frame_index *index,
                           size_t series, double shift);
/* The names of all series and of lines across at the right of the field; room as measured. */
double ds_figure_room_of_names(const ds_pen *pen, size_t n);
void ds_figure_draw_series_names(ds_pen *pen, const ds_frame *frame, const ds_frame_index *index,
                                 double room);
/* Names beside points where there is room; those left out stand in their titles. */
void ds_figure_draw_labels(ds_pen *pen, const ds_frame *frame);

#endif
