/* effect/kernel.h: sums of kernel weights over sorted scores. Pure functions of arrays.
 *
 * A polynomial kernel's sum over a window is a polynomial in the distance whose coefficients are
 * moments of the sources. Moments are taken about the middle of a block of sources no wider than
 * the bandwidth (moments about one origin lose all digits at small bandwidths), as running sums
 * within the block; a window is the end of one block, whole blocks, and the start of another. Where
 * few sources are in a window, or the sum is so small that digits were lost, it is taken directly.
 * The Gaussian is e^(tx) beside two factors, whose series is taken to its last digit.
 */
#ifndef DS_EFFECT_KERNEL_H
#define DS_EFFECT_KERNEL_H

#include "doorstroom/effect.h"

enum { DS_KERNEL_VALUES_MAX = 64 };

/* K(u), as in effect.h; and its derivative to u (uniform: 0; triangle: 0 at u = 0). */
double ds_kernel_at(ds_effect_kernel kernel, double u);
double ds_kernel_slope_at(ds_effect_kernel kernel, double u);

/* Memory for ds_kernel_sums of up to n sources (and, without being slower, as many targets); one a
 * thread, used again without new memory. What is in it is for kernel_*.c only. */
typedef struct ds_kernel_work {
    size_t n;
    size_t n_targets; /* taken at a time */
    double *moments;  /* 10 a source */
    double *x;        /* where a source is in its block, in bandwidths from the middle */
    double *weights;
    double *part; /* the positive or the negative part of a value */
    uint32_t *block_of;
    double *middles; /* of blocks */
    struct ds_kernel_block *blocks;
    struct ds_kernel_window *windows;
} ds_kernel_work;
ds_status ds_kernel_work_init(ds_kernel_work *work, size_t n, ds_error *err) DS_NODISCARD;
void ds_kernel_work_done(ds_kernel_work *work);

typedef struct ds_kernel_sources {
    const double *at; /* [n], ascending */
    size_t n;
    const double *const *values; /* n_values arrays [n] */
    size_t n_values;             /* at most DS_KERNEL_VALUES_MAX */
} ds_kernel_sources;

/* out[v][i] = Σ_s values[v][s] K((to[i] - at[s]) / h), for to[n_to] ascending. in_window[i] (may be
 * NULL): the number of sources with |to[i] - at[s]| < h, all of them for the Gaussian: support is
 * decided by this, never by a sum being zero. slope: K' in place of K. Values may be of either sign
 * (two passes), and zero. The order of sources at one place aside, the result is a function of the
 * numbers alone: the same bits on every machine.
 * Error: below 1e-10 of Σ |values[v][s]| |K| (of |K'| for a slope); some 1e-13 was the largest
 * seen. Cost: n + n_to a value, beside what is taken directly; the Gaussian: n + n_to times the
 * blocks of half a bandwidth within 10 bandwidths, or n * n_to where blocks hold fewer than 3
 * sources. Checked against: direct sums in long double at bandwidths from 1e-4 to 1e6.
 */
void ds_kernel_sums(ds_effect_kernel kernel, bool slope, double h, const ds_kernel_sources *sources,
                    const double *to, size_t n_to, double *const *out, uint64_t *in_window,
                    ds_kernel_work *work);

#endif
