/* figure/scale.h: from values to pixels, with steps that people count in. */
#ifndef DS_FIGURE_SCALE_H
#define DS_FIGURE_SCALE_H

#include "figure/model.h"

/* The least and the greatest of what is shown; low > high: nothing. */
typedef struct ds_extent {
    double low, high;
} ds_extent;
#define DS_EXTENT_NONE ((ds_extent){INFINITY, -INFINITY})
void ds_extent_add(ds_extent *extent, double value); /* a NaN adds nothing */
bool ds_extent_is_none(ds_extent extent);

typedef struct ds_scale {
    double low, high, step; /* of values; steps are multiples of step from low to high */
    double from, to;        /* of pixels: where low and high are */
    int decimals;           /* of the steps */
} ds_scale;

/* About so many steps. from_zero: 0 is in it, whatever the axis says. A percentage that is at most
 * 100 has no step above it. */
ds_scale ds_scale_make(ds_extent extent, const ds_figure_axis *axis, bool from_zero, size_t about);
double ds_scale_at(const ds_scale *scale, double value);
size_t ds_scale_n_steps(const ds_scale *scale);
double ds_scale_step(const ds_scale *scale, size_t i);

enum { DS_NUMBER_TEXT = 160 };
/* A number of the axis: 1.234,5 or 1,234.5; a year as it is; with the unit where asked. */
char *ds_figure_number(const ds_figure_axis *axis, double value, int decimals, bool unit,
                       ds_lang lang, char out[DS_NUMBER_TEXT]);

#endif
