/* effect/kernel_moments.c: sums over windows by moments. See kernel.h and kernel_parts.h.
 *
 * With x = (at - middle) / h of a source in its block and t = (to - middle) / h, K(t - x) is a
 * polynomial in x whose coefficients depend on t: a sum over sources needs Σ v x^m only. A window
 * never begins and ends within one block, as it is wider; so of each block it holds all, a start or
 * an end, and running sums from both sides give these without any subtraction. |x| ≤ 1/2 and
 * |t| < 3/2, so that the terms of a polynomial are not much larger than the weights themselves; a
 * sum that is small beside its terms nevertheless is taken again, directly. */
#include "effect/kernel_parts.h"

#include <math.h>

enum { RUN = 256 }; /* additions after which a running sum starts anew, for its rounding */

/* What is below this share of its terms is taken directly. */
static const double share_min = 1e-3;

size_t ds_kernel_cut(const ds_kernel_call *call, double width) {
    const double *at = call->sources->at;
    const size_t n = call->sources->n;
    ds_kernel_work *work = call->work;
    uint32_t n_blocks = 0;
    for (size_t first = 0, end; first < n; first = end, n_blocks++) {
        ds_kernel_block *block = &work->blocks[n_blocks];
        for (end = first; end < n && at[end] - at[first] < width; end++)
            work->block_of[end] = n_blocks;
        block->first = (uint32_t)first;
        block->end = (uint32_t)end;
        block->middle = at[first] + (at[end - 1] - at[first]) / 2;
        for (size_t s = first; s < end; s++)
            work->x[s] = (at[s] - block->middle) / call->h;
        block->reach = fmax(-work->x[first], work->x[end - 1]);
        work->middles[n_blocks] = block->middle;
    }
    return n_blocks;
}

/* Which polynomial: K or K' of a source below the target (u > 0), or above it. */
typedef struct polynomial {
    ds_effect_kernel kernel;
    bool slope;
} polynomial;

static inline size_t n_moments(polynomial p) {
    if (p.kernel == DS_EFFECT_EPANECHNIKOV) return p.slope ? 2 : 3;
    if (p.kernel == DS_EFFECT_BIWEIGHT) return p.slope ? 4 : 5;
    return p.kernel == DS_EFFECT_TRIANGLE && !p.slope ? 2 : 1;
}

/* The half windows below and above the target have different polynomials, or different signs. */
static inline bool is_split(polynomial p) {
    return p.slope || p.kernel == DS_EFFECT_TRIANGLE;
}

/* Σ v K from m[k] = Σ v x^k. */
static inline double evaluate(polynomial p, double t, bool above, const double *m) {
    const double rest = (1 - t) * (1 + t);
    switch (p.kernel) {
    case DS_EFFECT_EPANECHNIKOV:
        if (p.slope) return -1.5 * (t * m[0] - m[1]);
        return 0.75 * (rest * m[0] + 2 * t * m[1] - m[2]);
    case DS_EFFECT_BIWEIGHT:
        if (p.slope)
            return -3.75 * (t * rest * m[0] + (3 * t * t - 1) * m[1] - 3 * t * m[2] + m[3]);
        return 0.9375 * (rest * rest * m[0] + 4 * t * rest * m[1] + (6 * t * t - 2) * m[2] -
                         4 * t * m[3] + m[4]);
    case DS_EFFECT_UNIFORM:
        return 0.5 * m[0];
    default:
        if (p.slope) return above ? m[0] : -m[0];
        return above ? (1 + t) * m[0] - m[1] : (1 - t) * m[0] + m[1];
    }
}

/* No term of the polynomial is larger, for a value of 1; y = |t| + the largest |x|. */
static inline double bound(polynomial p, double y) {
    switch (p.kernel) {
    case DS_EFFECT_EPANECHNIKOV:
        return p.slope ? 1.5 * y : 0.75 * (1 + y * y);
    case DS_EFFECT_BIWEIGHT:
        return p.slope ? 3.75 * y * (1 + y * y) : 0.9375 * (1 + y * y) * (1 + y * y);
    case DS_EFFECT_UNIFORM:
        return 0.5;
    default:
        return p.slope ? 1 : 1 + y;
    }
}

/* Running sums of v x^m over n sources from s on, step by step, into out[n_moments] a source. Every
 * RUN additions what was added is put aside, so that rounding grows with RUN + n / RUN. */
static inline void run_sums(polynomial p, const double *v, const double *x, size_t s, size_t n,
                            bool backward, double *out) {
    const size_t n_m = n_moments(p);
    double before[DS_KERNEL_MOMENTS_MAX] = {0}, sum[DS_KERNEL_MOMENTS_MAX] = {0};
    for (size_t i = 0; i < n; i++) {
        double power = v[s];
        for (size_t m = 0; m < n_m; m++) {
            sum[m] += power;
            out[s * n_m + m] = before[m] + sum[m];
            power *= x[s];
        }
        if ((i + 1) % RUN == 0)
            for (size_t m = 0; m < n_m; m++) {
                before[m] += sum[m];
                sum[m] = 0;
            }
        s += backward ? (size_t)-1 : 1;
    }
}

static inline void run_all(polynomial p, const ds_kernel_call *call, const double *values) {
    const ds_kernel_work *work = call->work;
    const size_t n = call->sources->n;
    double *forward = work->moments, *backward = forward + n * n_moments(p);
    for (size_t first = 0, end; first < n; first = end) {
        end = work->blocks[work->block_of[first]].end;
        run_sums(p, values, work->x, first, end - first, false, forward);
        run_sums(p, values, work->x, end - 1, end - first, true, backward);
    }
}

/* The sum over first ≤ s < end, which lie on one side of the target where that matters; terms is
 * raised by what bounds its terms. */
static inline double sum_run(polynomial p, const ds_kernel_call *call, double to, bool above,
                             size_t first, size_t end, double *terms) {
    const ds_kernel_work *work = call->work;
    const size_t n_m = n_moments(p);
    const double *forward = work->moments, *backward = forward + call->sources->n * n_m;
    double sum = 0;
    while (first < end) {
        const ds_kernel_block *block = &work->blocks[work->block_of[first]];
        const size_t stop = end < block->end ? end : block->end;
        const double *m =
            first > block->first ? backward + first * n_m : forward + (stop - 1) * n_m;
        const double t = (to - block->middle) / call->h;
        sum += evaluate(p, t, above, m);
        *terms += bound(p, fabs(t) + block->reach) * m[0];
        first = stop;
    }
    return sum;
}

static double sum_again(const ds_kernel_call *call, const ds_kernel_window *w, double to,
                        const double *values) {
    ds_kernel_weights(call, to, w->low, w->high, call->work->weights);
    return ds_kernel_dot(call->work->weights, values + w->low, w->high - w->low);
}

static inline void sum_all(polynomial p, const ds_kernel_call *call, const double *values,
                           double sign, double *out) {
    run_all(p, call, values);
    for (size_t i = 0; i < call->n_to; i++) {
        const ds_kernel_window *w = &call->work->windows[i];
        const double to = call->to[i];
        double below, above = 0, terms = 0;
        if (w->high - w->low <= DS_KERNEL_DIRECT_MAX) continue;
        if (is_split(p)) {
            below = sum_run(p, call, to, false, w->low, p.slope ? w->left : w->right, &terms);
            above = sum_run(p, call, to, true, w->right, w->high, &terms);
        } else {
            below = sum_run(p, call, to, false, w->low, w->high, &terms);
        }
        if (fabs(below) + fabs(above) >= share_min * terms)
            out[i] += sign * (below + above);
        else
            out[i] += sign * sum_again(call, w, to, values);
    }
}

#define BY_MOMENTS(name, kernel, slope)                                                            \
    static void name(const ds_kernel_call *call, const double *values, double sign, double *out) { \
        sum_all((polynomial){kernel, slope}, call, values, sign, out);                             \
    }

BY_MOMENTS(epanechnikov, DS_EFFECT_EPANECHNIKOV, false)
BY_MOMENTS(epanechnikov_slope, DS_EFFECT_EPANECHNIKOV, true)
BY_MOMENTS(biweight, DS_EFFECT_BIWEIGHT, false)
BY_MOMENTS(biweight_slope, DS_EFFECT_BIWEIGHT, true)
BY_MOMENTS(uniform, DS_EFFECT_UNIFORM, false)
BY_MOMENTS(triangle, DS_EFFECT_TRIANGLE, false)
BY_MOMENTS(triangle_slope, DS_EFFECT_TRIANGLE, true)

static void nothing(const ds_kernel_call *call, const double *values, double sign, double *out) {
    (void)call, (void)values, (void)sign, (void)out;
}

void ds_kernel_by_moments(const ds_kernel_call *call, const double *values, double sign,
                          double *out) {
    typedef void by_moments(const ds_kernel_call *, const double *, double, double *);
    static by_moments *const by_kernel[][2] = {
        [DS_EFFECT_EPANECHNIKOV] = {epanechnikov, epanechnikov_slope},
        [DS_EFFECT_GAUSSIAN] = {ds_kernel_by_gaussian_moments, ds_kernel_by_gaussian_moments},
        [DS_EFFECT_BIWEIGHT] = {biweight, biweight_slope},
        [DS_EFFECT_UNIFORM] = {uniform, nothing},
        [DS_EFFECT_TRIANGLE] = {triangle, triangle_slope},
    };
    by_kernel[call->kernel][call->slope](call, values, sign, out);
}
