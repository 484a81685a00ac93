/* effect/kernel_gaussian.c: sums of Gaussian kernel weights by moments. See kernel_parts.h.
 *
 * With x and t as in kernel_moments.c, exp(-(t - x)²/2) is exp(-t²/2) exp(-x²/2) Σ t^k x^k / k!.
 * Blocks are half a bandwidth wide, so that |x| ≤ 1/4, and are used to |t| ≤ 10: 28 terms then
 * leave less than 1e-18, and no term is more than e^5 = 148 times the weights that they add up to.
 * This is the sum to its last digits, like exp() itself. What lies further away has a weight below
 * exp(-9.75²/2); where that could matter, the sum is taken directly.
 *
 * K' is the derivative of K to t, exp(-t²/2) (S' - t S) with S the series: the same moments. Its
 * terms are no larger than |t| + |x| times the weights, which at a block around the target may be
 * more than |K'| = |t - x| K; a slope that is small beside its terms is taken directly. (The idea
 * is that of L. Greengard and J. Strain, The fast Gauss transform, SIAM Journal on Scientific and
 * Statistical Computing 12, 1991.) */
#include "effect/kernel_parts.h"

#include <math.h>
#include <string.h>

#include "base/wide.h"

enum {
    TERMS_MAX = 30,
    LANES = 8,
    CHUNK = 2048, /* sources added up before they are added to others, for the rounding */
    NEAR = 10,
};

/* Slopes below this share of their terms are taken directly. */
static const double SHARE_MIN = 1e-3;

bool ds_kernel_cut_gaussian(const ds_kernel_call *call) {
    const size_t n = call->sources->n, n_blocks = ds_kernel_cut(call, call->h / 2);
    const double first = call->to[0], last = call->to[call->n_to - 1];
    if (n_blocks * TERMS_MAX > n * 2 * DS_KERNEL_MOMENTS_MAX) return false;
    for (size_t b = 0; b < n_blocks; b++) {
        ds_kernel_block *block = &call->work->blocks[b];
        const double far = fmax(fabs(first - block->middle), fabs(last - block->middle)) / call->h;
        const double most = block->reach * fmin(far, NEAR);
        double term = 1;
        block->n_terms = 1;
        while (term > 1e-18 && block->n_terms < TERMS_MAX)
            term *= most / block->n_terms++;
    }
    return true;
}

/* Adds Σ values exp(-x²/2) x^k / k! of n sources to moments[k]. */
DS_WIDE_CODE
static void add_moments(const double *values, const double *x, size_t n, size_t n_terms,
                        double *moments) {
    double lanes[TERMS_MAX][LANES] = {{0}};
    double factorial = 1;
    for (size_t i = 0; i < n; i += LANES) {
        double place[LANES] = {0}, power[LANES] = {0};
        const size_t some = n - i < LANES ? n - i : LANES;
        for (size_t l = 0; l < some; l++) {
            place[l] = x[i + l];
            power[l] = values[i + l];
        }
        for (size_t k = 0; k < n_terms; k++)
            for (size_t l = 0; l < LANES; l++) {
                lanes[k][l] += power[l];
                power[l] *= place[l];
            }
    }
    for (size_t k = 0; k < n_terms; k++) {
        double sum = 0;
        for (size_t l = 0; l < LANES; l++)
            sum += lanes[k][l];
        moments[k] += sum / factorial;
        factorial *= (double)(k + 1);
    }
}

/* Of every block, TERMS_MAX apart; returns Σ values. */
static double take_moments(const ds_kernel_call *call, const double *values) {
    const ds_kernel_work *work = call->work;
    const size_t n = call->sources->n;
    double total = 0, weighed[CHUNK];
    for (size_t b = 0, first = 0; first < n; b++) {
        const ds_kernel_block *block = &work->blocks[b];
        double *moments = work->moments + b * TERMS_MAX;
        memset(moments, 0, TERMS_MAX * sizeof *moments);
        while (first < block->end) {
            const size_t some = block->end - first < CHUNK ? block->end - first : CHUNK;
            ds_kernel_gaussian(work->x + first, some, 0, 1, weighed);
            for (size_t i = 0; i < some; i++) {
                total += values[first + i];
                weighed[i] *= values[first + i];
            }
            add_moments(weighed, work->x + first, some, block->n_terms, moments);
            first += some;
        }
    }
    return total;
}

/* The sum over blocks first ≤ b < end. */
static double sum_blocks(const ds_kernel_call *call, double to, size_t first, size_t end) {
    const ds_kernel_work *work = call->work;
    double sum = 0;
    ds_kernel_gaussian(work->middles + first, end - first, to, call->h, work->weights);
    for (size_t b = first; b < end; b++) {
        const double *moments = work->moments + b * TERMS_MAX;
        const double t = (to - work->middles[b]) / call->h;
        double series = 0;
        for (size_t k = work->blocks[b].n_terms; k-- > 0;)
            series = series * t + moments[k];
        sum += work->weights[b - first] * series;
    }
    return sum;
}

/* A sum of slopes; what its absolute weights come to at least; and how large its terms are. */
typedef struct slopes {
    double sum, size, terms;
} slopes;

static slopes slope_blocks(const ds_kernel_call *call, double to, size_t first, size_t end) {
    const ds_kernel_work *work = call->work;
    slopes of = {0};
    ds_kernel_gaussian(work->middles + first, end - first, to, call->h, work->weights);
    for (size_t b = first; b < end; b++) {
        const double *moments = work->moments + b * TERMS_MAX;
        const double t = (to - work->middles[b]) / call->h, weight = work->weights[b - first];
        double series = 0, derivative = 0;
        for (size_t k = work->blocks[b].n_terms; k-- > 0;) {
            derivative = derivative * t + series;
            series = series * t + moments[k];
        }
        const double here = weight * (derivative - t * series);
        of.sum += here;
        of.size += fabs(here);
        of.terms += weight * (fabs(t) + work->blocks[b].reach) * moments[0];
    }
    return of;
}

/* Blocks first ≤ b < end at target to; false where that is not the sum to its last digits. beyond:
 * what any other blocks could add. */
static bool sum_near(const ds_kernel_call *call, double to, size_t first, size_t end, double beyond,
                     double *out) {
    if (call->slope) {
        const slopes of = slope_blocks(call, to, first, end);
        *out = of.sum;
        return beyond * NEAR <= 1e-13 * of.size && of.size >= SHARE_MIN * of.terms;
    }
    *out = sum_blocks(call, to, first, end);
    return beyond <= 1e-13 * *out;
}

void ds_kernel_by_gaussian_moments(const ds_kernel_call *call, const double *values, double sign,
                                   double *out) {
    const ds_kernel_work *work = call->work;
    const double *middles = work->middles, near = NEAR * call->h;
    const size_t n_blocks = work->block_of[call->sources->n - 1] + 1;
    const double beyond = take_moments(call, values) * exp(-0.5 * 9.75 * 9.75);
    size_t first = 0, end = 0;
    for (size_t i = 0; i < call->n_to; i++) {
        const ds_kernel_window *w = &work->windows[i];
        const double to = call->to[i];
        double sum;
        if (w->high - w->low <= DS_KERNEL_DIRECT_MAX) continue;
        while (first < n_blocks && to - middles[first] > near)
            first++;
        if (end < first) end = first;
        while (end < n_blocks && middles[end] - to <= near)
            end++;
        if (!sum_near(call, to, first, end, first > 0 || end < n_blocks ? beyond : 0, &sum)) {
            ds_kernel_weights(call, to, w->low, w->high, work->weights);
            sum = ds_kernel_dot(work->weights, values + w->low, w->high - w->low);
        }
        out[i] += sign * sum;
    }
}
