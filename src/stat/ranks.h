/* stat/ranks.h: mid-ranks. */
#ifndef DS_STAT_RANKS_H
#define DS_STAT_RANKS_H

#include "doorstroom/base.h"

/* ranks[n] of values[n], all finite: 1 for the smallest; equal values share the mean of their
 * places. *out_ties: Σ t³ - t over the sizes t of what is equal. */
ds_status ds_ranks_of(const double *values, size_t n, double *ranks, double *out_ties,
                      ds_error *err) DS_NODISCARD;

/* The rows with a group below n_groups and a finite value, in their order. */
typedef struct ds_ranks_rows {
    size_t n, missing;
    double *values;
    size_t *group;
    size_t *size; /* [n_groups]: rows of each */
} ds_ranks_rows;
ds_status ds_ranks_take_rows(const double *values, const size_t *group, size_t n, size_t n_groups,
                             ds_ranks_rows *out, ds_error *err) DS_NODISCARD;
void ds_ranks_rows_done(ds_ranks_rows *rows);

#endif
