/* effect/did_invert.c: p and interval of a permutation test from its draws. See did_invert.h. */
#include "effect/did_invert.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"

static const double slack = 1e-12, alpha = 0.05;

double ds_did_invert_p(const did_invert *d) {
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        n += fabs(d->value[i]) >= fabs(d->observed) - slack;
    return (double)n / (double)d->n;
}

/* Where a draw becomes as extreme as what was (step 1), or ceases to be just behind it (-1). */
typedef struct did_break {
    double at;
    int step;
} did_break;

static int compare_did_breaks(const void *x, const void *y) {
    const did_break *a = x, *b = y;
    if (a->at < b->at || a->at > b->at) return a->at < b->at ? -1 : 1;
    return b->step - a->step; /* begins before it ends */
}

typedef struct did_breaks {
    did_break *list;
    size_t n;
    size_t always; /* at minus infinity */
} did_breaks;

static void add_did_break(did_breaks *to, double at, int step) {
    if (isfinite(at)) to->list[to->n++] = (did_break){at, step};
}

/* |v - δu| >= |T - δb| is (u² - b²) δ² - 2 (vu - Tb) δ + v² - T² >= 0, with the roots (T - v) / (b
 * - u) and (T + v) / (b + u). */
static void add_did_breaks(const did_invert *d, size_t i, did_breaks *to) {
    const double v = d->value[i], u = d->unit[i], t = d->observed, b = d->observed_unit;
    const double square = u * u - b * b;
    double first = (t - v) / (b - u), second = (t + v) / (b + u);
    const bool same = fabs(b - u) < slack, opposite = fabs(b + u) < slack;
    if ((same && fabs(t - v) < slack) || (opposite && fabs(t + v) < slack)) {
        to->always++;
    } else if (same || opposite) { /* a line: one root */
        const double slope = v * u - t * b, at = same ? second : first;
        if (slope > 0) to->always++;
        add_did_break(to, at, slope > 0 ? -1 : 1);
    } else {
        if (first > second) {
            const double kept = first;
            first = second;
            second = kept;
        }
        if (square > 0) to->always++;
        add_did_break(to, first, square > 0 ? -1 : 1);
        add_did_break(to, second, square > 0 ? 1 : -1);
    }
}

/* The most draws that count at an effect of 0 or on the side of it where the estimate is not. */
static double find_most_beyond(const did_breaks *breaks, bool positive) {
    double count = (double)breaks->always, most = positive ? count : 0;
    for (size_t i = 0; i < breaks->n; i++) {
        const double at = breaks->list[i].at;
        if (!positive && at >= 0) most = fmax(most, count);
        count += breaks->list[i].step;
        if (positive ? at <= 0 : at >= 0) most = fmax(most, count);
    }
    return positive ? most : fmax(most, count);
}

/* From left to right: where the share is above alpha for the first and for the last time. A break
 * that ends is counted behind its place, so that the place itself has it. */
static void sweep_did_breaks(const did_breaks *breaks, size_t n_draws, double *low, double *high) {
    const double enough = alpha * (double)n_draws * (1 + 1e-12);
    double count = (double)breaks->always;
    bool above = count > enough;
    *low = above ? -INFINITY : NAN;
    *high = NAN;
    for (size_t i = 0; i < breaks->n; i++) {
        const double at = breaks->list[i].at;
        count += breaks->list[i].step;
        if (!above && count > enough && isnan(*low)) *low = at;
        if (above && count <= enough) *high = at;
        above = count > enough;
    }
    if (above) *high = INFINITY;
}

ds_status ds_did_invert_limits(const did_invert *draws, double *out_low, double *out_high,
                               double *io_p, ds_error *err) {
    const bool positive = draws->observed * draws->observed_unit >= 0;
    did_breaks breaks = {ds_calloc(2 * draws->n + 1, sizeof *breaks.list), 0, 0};
    if (breaks.list == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < draws->n; i++)
        add_did_breaks(draws, i, &breaks);
    qsort(breaks.list, breaks.n, sizeof *breaks.list, compare_did_breaks);
    sweep_did_breaks(&breaks, draws->n, out_low, out_high);
    *io_p = fmax(*io_p, find_most_beyond(&breaks, positive) / (double)draws->n);
    ds_free(breaks.list);
    return DS_OK;
}
