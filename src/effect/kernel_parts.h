/* effect/kernel_parts.h: what the files behind ds_kernel_sums share. kernel.c finds the windows,
 * kernel_direct.c takes sums source by source, kernel_moments.c by moments, kernel_gaussian.c by
 * those of the Gaussian. */
#ifndef DS_EFFECT_KERNEL_PARTS_H
#define DS_EFFECT_KERNEL_PARTS_H

#include "effect/kernel.h"

enum {
    DS_KERNEL_MOMENTS_MAX = 5,     /* of the biweight */
    DS_KERNEL_DIRECT_MAX = 24,     /* sources in a window that are cheaper without moments */
    DS_KERNEL_GAUSSIAN_REACH = 39, /* bandwidths; exp(-u²/2) is 0 in double precision from 38.7 */
};

/* Sources first ≤ s < end, no further apart than the bandwidth. */
typedef struct ds_kernel_block {
    double middle;
    double reach;     /* the largest |x| in it */
    uint32_t n_terms; /* Gaussian: of the series */
    uint32_t first, end;
} ds_kernel_block;

/* Sources low ≤ s < high are in the window of a target (Gaussian: have a weight above 0); those of
 * [left, right) are at its very place, so that [low, left) are below it and [right, high) above;
 * these two mean nothing where K is one polynomial on both sides. */
typedef struct ds_kernel_window {
    uint32_t low, left, right, high;
} ds_kernel_window;

/* One call of ds_kernel_sums. */
typedef struct ds_kernel_call {
    ds_effect_kernel kernel;
    bool slope;
    double h;
    const ds_kernel_sources *sources;
    size_t offset; /* of these targets among all */
    const double *to;
    size_t n_to;
    ds_kernel_work *work;
} ds_kernel_call;

/* K (or K') of the sources first ≤ s < end at target to, into weights[end - first]. The distance to
 * the edge of the kernel is exact to the last bit of the scores, so that the smallest weights are
 * right, too. */
void ds_kernel_weights(const ds_kernel_call *call, double to, size_t first, size_t end,
                       double *weights);
/* out[i] = exp(-u²/2) with u = (to - at[i]) / h, |u| at most DS_KERNEL_GAUSSIAN_REACH. */
void ds_kernel_gaussian(const double *at, size_t n, double to, double h, double *out);
/* Σ weights[i] values[i], in a fixed order. */
double ds_kernel_dot(const double *weights, const double *values, size_t n);

/* Cuts the sources into blocks no wider than width: work->blocks, middles, block_of and x. Returns
 * their number. */
size_t ds_kernel_cut(const ds_kernel_call *call, double width);
/* The same for the Gaussian; false where blocks hold so few that moments do not pay. */
bool ds_kernel_cut_gaussian(const ds_kernel_call *call);
/* Adds sign * the sum over values (none below 0) to out[i], for every target whose window is larger
 * than DS_KERNEL_DIRECT_MAX. */
void ds_kernel_by_moments(const ds_kernel_call *call, const double *values, double sign,
                          double *out);
void ds_kernel_by_gaussian_moments(const ds_kernel_call *call, const double *values, double sign,
                                   double *out);

#endif
