/* effect/kernel.c: sums of kernel weights over sorted scores. See kernel.h.
 *
 * Here: which sources are in which window, and which way each sum is taken. */
#include "effect/kernel.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/kernel_parts.h"

double ds_kernel_at(ds_effect_kernel kernel, double u) {
    const double rest = (1 - u) * (1 + u);
    if (kernel == DS_EFFECT_GAUSSIAN) return exp(-0.5 * u * u);
    if (!(fabs(u) < 1)) return 0;
    switch (kernel) {
    case DS_EFFECT_EPANECHNIKOV:
        return 0.75 * rest;
    case DS_EFFECT_BIWEIGHT:
        return 0.9375 * rest * rest;
    case DS_EFFECT_UNIFORM:
        return 0.5;
    default:
        return 1 - fabs(u);
    }
}

double ds_kernel_slope_at(ds_effect_kernel kernel, double u) {
    if (kernel == DS_EFFECT_GAUSSIAN) return -u * exp(-0.5 * u * u);
    if (!(fabs(u) < 1)) return 0;
    switch (kernel) {
    case DS_EFFECT_EPANECHNIKOV:
        return -1.5 * u;
    case DS_EFFECT_BIWEIGHT:
        return -3.75 * u * ((1 - u) * (1 + u));
    case DS_EFFECT_UNIFORM:
        return 0;
    default:
        return u > 0 ? -1 : u < 0 ? 1 : 0;
    }
}

enum { TARGETS_MIN = 256 };

ds_status ds_kernel_work_init(ds_kernel_work *work, size_t n, ds_error *err) {
    ds_kernel_work w = {.n = n, .n_targets = n < TARGETS_MIN ? TARGETS_MIN : n};
    const size_t room = n == 0 ? 1 : n;
    w.moments = ds_calloc(room, 2 * DS_KERNEL_MOMENTS_MAX * sizeof *w.moments);
    w.x = ds_calloc(room, sizeof *w.x);
    w.weights = ds_calloc(room, sizeof *w.weights);
    w.part = ds_calloc(room, sizeof *w.part);
    w.block_of = ds_calloc(room, sizeof *w.block_of);
    w.middles = ds_calloc(room, sizeof *w.middles);
    w.blocks = ds_calloc(room, sizeof *w.blocks);
    w.windows = ds_calloc(w.n_targets, sizeof *w.windows);
    if (w.moments == NULL || w.x == NULL || w.weights == NULL || w.part == NULL ||
        w.block_of == NULL || w.middles == NULL || w.blocks == NULL || w.windows == NULL) {
        ds_kernel_work_done(&w);
        return ds_error_memory(err);
    }
    *work = w;
    return DS_OK;
}

void ds_kernel_work_done(ds_kernel_work *work) {
    ds_free(work->moments);
    ds_free(work->x);
    ds_free(work->weights);
    ds_free(work->part);
    ds_free(work->block_of);
    ds_free(work->middles);
    ds_free(work->blocks);
    ds_free(work->windows);
    *work = (ds_kernel_work){0};
}

/* Sources below a target, at its place, and above it. */
static void find_sides(const ds_kernel_call *call) {
    const double *at = call->sources->at;
    const uint32_t n = (uint32_t)call->sources->n;
    uint32_t left = 0, right = 0;
    for (size_t i = 0; i < call->n_to; i++) {
        ds_kernel_window *w = &call->work->windows[i];
        while (left < n && at[left] < call->to[i])
            left++;
        while (right < n && at[right] <= call->to[i])
            right++;
        w->left = left < w->low ? w->low : left;
        w->right = right < w->left ? w->left : right;
        if (w->high < w->right) w->high = w->right;
    }
}

/* Whether both sides of a target are to be told apart. */
static bool has_sides(const ds_kernel_call *call) {
    return (call->slope && call->kernel != DS_EFFECT_GAUSSIAN) ||
           call->kernel == DS_EFFECT_TRIANGLE;
}

/* One step to where the window of target *i begins, or ends: in the sources or to the next target,
 * whichever. With a loop within a loop a processor would guess wrong about where it ends. */
static inline void step_low(const ds_kernel_call *call, double h, size_t *i, size_t *source) {
    const bool out = call->to[*i] - call->sources->at[*source] >= h;
    call->work->windows[*i].low = (uint32_t)*source;
    *source += out;
    *i += !out;
}

static inline void step_high(const ds_kernel_call *call, double h, size_t *i, size_t *source) {
    const bool in = call->sources->at[*source] - call->to[*i] < h;
    call->work->windows[*i].high = (uint32_t)*source;
    *source += in;
    *i += !in;
}

/* Rounding is monotonic, so what is in a window by its rounded distance is one run of sources. */
static void find_windows(const ds_kernel_call *call) {
    const size_t n = call->sources->n, n_to = call->n_to;
    const double h =
        call->kernel == DS_EFFECT_GAUSSIAN ? DS_KERNEL_GAUSSIAN_REACH * call->h : call->h;
    size_t i = 0, j = 0, low = 0, high = 0;
    while (i < n_to && low < n && j < n_to && high < n) { /* side by side: neither waits */
        step_low(call, h, &i, &low);
        step_high(call, h, &j, &high);
    }
    while (i < n_to && low < n)
        step_low(call, h, &i, &low);
    while (j < n_to && high < n)
        step_high(call, h, &j, &high);
    for (; i < n_to; i++)
        call->work->windows[i].low = (uint32_t)n;
    for (; j < n_to; j++)
        call->work->windows[j].high = (uint32_t)n;
    if (has_sides(call)) find_sides(call);
}

static void take_directly(const ds_kernel_call *call, size_t i, size_t first, size_t end,
                          double *const *out) {
    double *weights = call->work->weights;
    ds_kernel_weights(call, call->to[i], first, end, weights);
    for (size_t v = 0; v < call->sources->n_values; v++)
        out[v][call->offset + i] =
            ds_kernel_dot(weights, call->sources->values[v] + first, end - first);
}

static bool any_below_0(const double *values, size_t n) {
    size_t below = 0;
    for (size_t s = 0; s < n; s++)
        below += values[s] < 0;
    return below > 0;
}

/* Both signs apart: then no digits are lost in a sum, and its error is known from its size. */
static void take_by_moments(const ds_kernel_call *call, const double *values, double *out) {
    const size_t n = call->sources->n;
    double *part = call->work->part;
    if (!any_below_0(values, n)) {
        ds_kernel_by_moments(call, values, 1, out);
        return;
    }
    for (size_t s = 0; s < n; s++)
        part[s] = values[s] > 0 ? values[s] : 0;
    ds_kernel_by_moments(call, part, 1, out);
    for (size_t s = 0; s < n; s++)
        part[s] = values[s] < 0 ? -values[s] : 0;
    ds_kernel_by_moments(call, part, -1, out);
}

static bool cut(const ds_kernel_call *call) {
    if (call->kernel == DS_EFFECT_GAUSSIAN) return ds_kernel_cut_gaussian(call);
    ds_kernel_cut(call, call->h);
    return true;
}

/* Targets that there is room for. */
static void sum_some(const ds_kernel_call *call, double *const *out, uint64_t *in_window) {
    const bool gaussian = call->kernel == DS_EFFECT_GAUSSIAN, moments = cut(call);
    bool large = false;
    find_windows(call);
    for (size_t i = 0; i < call->n_to; i++) {
        const ds_kernel_window *w = &call->work->windows[i];
        if (in_window != NULL)
            in_window[call->offset + i] = gaussian ? call->sources->n : w->high - w->low;
        if (!moments || w->high - w->low <= DS_KERNEL_DIRECT_MAX) {
            take_directly(call, i, w->low, w->high, out);
            continue;
        }
        large = true;
        for (size_t v = 0; v < call->sources->n_values; v++)
            out[v][call->offset + i] = 0;
    }
    for (size_t v = 0; large && v < call->sources->n_values; v++)
        take_by_moments(call, call->sources->values[v], out[v] + call->offset);
}

void ds_kernel_sums(ds_effect_kernel kernel, bool slope, double h, const ds_kernel_sources *sources,
                    const double *to, size_t n_to, double *const *out, uint64_t *in_window,
                    ds_kernel_work *work) {
    ds_kernel_call call = {kernel, slope, h, sources, 0, to, n_to, work};
    for (; call.offset < n_to; call.offset += call.n_to) {
        const size_t left = n_to - call.offset;
        call.to = to + call.offset;
        call.n_to = left < work->n_targets ? left : work->n_targets;
        sum_some(&call, out, in_window);
    }
}
