/* effect/kernel_direct.c: kernel weights and their sums source by source. See kernel_parts.h. */
#include "effect/exponential.h"
#include "effect/kernel_parts.h"

#include <math.h>
#include <string.h>

#include "base/wide.h"

/* h - |a - b|, above 0 where the rounded |a - b| is below h: what was rounded off the difference is
 * taken along (the two-sum of Knuth, The Art of Computer Programming 2, 4.2.2). */
static inline double to_edge(double a, double b, double h) {
    const double d = a - b, back = a - d;
    const double lost = (a - (d + back)) + (back - b);
    return (h - fabs(d)) - (d < 0 ? -lost : lost);
}

static inline double weight(ds_effect_kernel kernel, bool slope, double to, double at, double h) {
    const double u = (to - at) / h;
    const double rest = to_edge(to, at, h) / h * (1 + fabs(u));
    switch (kernel) {
    case DS_EFFECT_EPANECHNIKOV:
        return slope ? -1.5 * u : 0.75 * rest;
    case DS_EFFECT_BIWEIGHT:
        return slope ? -3.75 * u * rest : 0.9375 * rest * rest;
    case DS_EFFECT_UNIFORM:
        return slope ? 0 : 0.5;
    default:
        if (slope) return (double)(u < 0) - (double)(u > 0);
        return to_edge(to, at, h) / h;
    }
}

/* exp(-u²/2) as the square of exp(-u²/4), so that it goes to 0 as gently as exp() does. |u| is
 * below DS_KERNEL_GAUSSIAN_REACH. */
DS_WIDE_CODE
static void gaussian(const double *restrict at, size_t n, double to, double h,
                     double *restrict out) {
    for (size_t i = 0; i < n; i++) {
        const double u = (to - at[i]) / h, root = ds_exp_below_0(-0.25 * (u * u));
        out[i] = root * root;
    }
}

void ds_kernel_gaussian(const double *at, size_t n, double to, double h, double *out) {
    gaussian(at, n, to, h, out);
}

/* One loop a kernel, so that nothing is chosen within it. */
#define WEIGHTS(name, kernel, slope)                                                               \
    DS_WIDE_CODE                                                                                   \
    static void name(const double *restrict at, size_t n, double to, double h,                     \
                     double *restrict out) {                                                       \
        for (size_t i = 0; i < n; i++)                                                             \
            out[i] = weight(kernel, slope, to, at[i], h);                                          \
    }

WEIGHTS(epanechnikov, DS_EFFECT_EPANECHNIKOV, false)
WEIGHTS(epanechnikov_slope, DS_EFFECT_EPANECHNIKOV, true)
WEIGHTS(biweight, DS_EFFECT_BIWEIGHT, false)
WEIGHTS(biweight_slope, DS_EFFECT_BIWEIGHT, true)
WEIGHTS(uniform, DS_EFFECT_UNIFORM, false)
WEIGHTS(uniform_slope, DS_EFFECT_UNIFORM, true)
WEIGHTS(triangle, DS_EFFECT_TRIANGLE, false)
WEIGHTS(triangle_slope, DS_EFFECT_TRIANGLE, true)

void ds_kernel_weights(const ds_kernel_call *call, double to, size_t first, size_t end,
                       double *weights) {
    typedef void weigh(const double *, size_t, double, double, double *);
    static weigh *const by_kernel[][2] = {
        [DS_EFFECT_EPANECHNIKOV] = {epanechnikov, epanechnikov_slope},
        [DS_EFFECT_GAUSSIAN] = {gaussian, gaussian},
        [DS_EFFECT_BIWEIGHT] = {biweight, biweight_slope},
        [DS_EFFECT_UNIFORM] = {uniform, uniform_slope},
        [DS_EFFECT_TRIANGLE] = {triangle, triangle_slope},
    };
    const double *at = call->sources->at + first;
    by_kernel[call->kernel][call->slope](at, end - first, to, call->h, weights);
    if (call->kernel == DS_EFFECT_GAUSSIAN && call->slope)
        for (size_t i = 0; i < end - first; i++)
            weights[i] *= (at[i] - to) / call->h;
}

enum { LANES = 8 };

DS_WIDE_CODE
static double dot_long(const double *weights, const double *values, size_t n) {
    double lanes[LANES] = {0}, sum = 0;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t k = 0; k < LANES; k++)
            lanes[k] += weights[i + k] * values[i + k];
    for (size_t k = 0; k < LANES; k++)
        sum += lanes[k];
    for (; i < n; i++)
        sum += weights[i] * values[i];
    return sum;
}

double ds_kernel_dot(const double *weights, const double *values, size_t n) {
    return dot_long(weights, values, n);
}
