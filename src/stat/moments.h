/* stat/moments.h: what the statistics share: an empty result, and means and squares of the rows
 * where all is known. */
#ifndef DS_STAT_MOMENTS_H
#define DS_STAT_MOMENTS_H

#include "doorstroom/relations.h"

/* All NAN. */
ds_stat_result ds_moments_nothing(ds_stat_reason reason);

/* Of two columns at once; of one with y the same. */
typedef struct ds_moments {
    size_t n, missing;                 /* rows with both, and without */
    double mean_x, mean_y, xx, yy, xy; /* sums of squares and products about the means */
} ds_moments;
ds_moments ds_moments_of(const double *x, const double *y, size_t n);

/* Whether a sum of squares about the mean is nothing but rounding. */
bool ds_moments_is_flat(double squares, double mean, size_t n);
/* Whether |r| is 1 but for rounding. */
bool ds_moments_is_perfect(double r);

/* Fills statistic, p and se of a correlation in out->estimate with df degrees of freedom, and the
 * interval tanh(atanh r ∓ z width), none for a width that is not finite. */
void ds_moments_test_correlation(double df, double width, ds_stat_result *out);

#endif
