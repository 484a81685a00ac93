/* effect/matching_work.h: what the files behind ds_matching share. matching.c does support and
 * weights by the kernel, nearest.c stands in where the bandwidth reaches nobody, linear.c corrects.
 */
#ifndef DS_EFFECT_MATCHING_WORK_H
#define DS_EFFECT_MATCHING_WORK_H

#include "effect/matching.h"
#include "effect/order.h"

struct ds_matching_work {
    size_t *first;                 /* [n_strata + 1]: first pattern of a stratum */
    ds_order_entry *order, *spare; /* [n_patterns]: within strata by score */
    ds_kernel_work kernel;
    double *at, *value[DS_MATCHING_VALUES_MAX]; /* sources of one stratum */
    double *to, *sum[DS_MATCHING_VALUES_MAX];   /* targets */
    uint32_t *target;                           /* their patterns */
    uint64_t *count, *in_window;
    double *share; /* n / D */
    double *line;  /* [5 * n_patterns], of linear.c; NULL where nothing is corrected */
};

/* Those of group g (persons n by pattern) who are usable and not on support, and within the range
 * of the usable of the other group (persons others): reach, on, sums (the persons of the other
 * group within reach) and nearest are set. */
void ds_matching_find_nearest(ds_matching *matching, size_t g, const double *n,
                              const double *others, double *sums);

/* The weights of the matches of group g, in place of those by the kernel alone. n: persons of both
 * groups; sums: persons of the other group by kernel at each of group g. */
void ds_matching_weigh_linear(ds_matching *matching, size_t g, const double *const *n,
                              const double *sums);

#endif
