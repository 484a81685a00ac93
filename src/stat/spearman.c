/* stat/spearman.c: Spearman's rank correlation. See doorstroom/relations.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/moments.h"
#include "stat/ranks.h"

/* Rows with both; x and y are [n] of them. */
static size_t take_known_pairs(const double *x, const double *y, size_t n, double *to_x,
                               double *to_y) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(x[i]) || !isfinite(y[i])) continue;
        to_x[kept] = x[i];
        to_y[kept++] = y[i];
    }
    return kept;
}

static unsigned sum_rank_squares(const unsigned *order, size_t n) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        const int d = (int)order[i] - (int)i;
        sum += (unsigned)(d * d);
    }
    return sum;
}

/* The share of all orders with Σd² at most (lower), or at least, this. Heap's algorithm, without
 * recursion: B. R. Heap, Computer Journal 6, 1963. */
static double count_rank_orders(size_t n, unsigned observed, bool lower) {
    unsigned order[DS_SPEARMAN_EXACT_MAX], counter[DS_SPEARMAN_EXACT_MAX] = {0};
    uint64_t all = 1, as_far;
    for (size_t i = 0; i < n; i++)
        order[i] = (unsigned)i;
    as_far = lower || observed == 0;
    for (size_t i = 1; i < n;) {
        const size_t with = i % 2 == 0 ? 0 : counter[i];
        unsigned sum, kept;
        if (counter[i] >= i) {
            counter[i++] = 0;
            continue;
        }
        kept = order[with];
        order[with] = order[i];
        order[i] = kept;
        sum = sum_rank_squares(order, n);
        all++;
        as_far += lower ? sum <= observed : sum >= observed;
        counter[i]++;
        i = 1;
    }
    return (double)as_far / (double)all;
}

/* Twice the smaller tail, as R does. */
static void test_rank_orders(const double *rank_x, const double *rank_y, ds_stat_result *out) {
    const double n = (double)out->n;
    double sum = 0;
    for (size_t i = 0; i < out->n; i++)
        sum += (rank_x[i] - rank_y[i]) * (rank_x[i] - rank_y[i]);
    out->statistic = sum;
    out->df = NAN;
    out->p =
        fmin(1, 2 * count_rank_orders(out->n, (unsigned)lround(sum), sum <= n * (n * n - 1) / 6));
    out->exact = true;
    if (out->reason == DS_STAT_PERFECT || out->reason == DS_STAT_TOO_FEW)
        out->reason = DS_STAT_NO_INTERVAL;
}

static ds_status estimate_rank_correlation(const double *x, const double *y, double *rank_x,
                                           double *rank_y, ds_stat_result *out, ds_error *err) {
    const size_t n = out->n;
    double ties_x, ties_y, r;
    ds_stat_result of_ranks;
    ds_status status = ds_ranks_of(x, n, rank_x, &ties_x, err);
    if (status == DS_OK) status = ds_ranks_of(y, n, rank_y, &ties_y, err);
    if (status != DS_OK) return status;
    ds_pearson_estimate(rank_x, rank_y, n, &of_ranks);
    out->reason = of_ranks.reason;
    if (isnan(of_ranks.estimate)) return DS_OK;
    r = out->estimate = of_ranks.estimate;
    out->reason = DS_STAT_WHOLE;
    ds_moments_test_correlation(
        (double)n - 2, n > 3 ? sqrt((1 + r * r / 2) / ((double)n - 3)) : (double)INFINITY, out);
    if (n <= DS_SPEARMAN_EXACT_MAX && ties_x <= 0 && ties_y <= 0)
        test_rank_orders(rank_x, rank_y, out);
    return DS_OK;
}

ds_status ds_spearman_estimate(const double *x, const double *y, size_t n, ds_stat_result *out,
                               ds_error *err) {
    double *room = ds_calloc(4 * n + 1, sizeof *room);
    ds_stat_result r = ds_moments_nothing(DS_STAT_TOO_FEW);
    ds_status status = DS_OK;
    if (room == NULL) return ds_error_memory(err);
    r.n = take_known_pairs(x, y, n, room, room + n);
    r.missing = n - r.n;
    if (r.n >= 2)
        status = estimate_rank_correlation(room, room + n, room + 2 * n, room + 3 * n, &r, err);
    ds_free(room);
    if (status == DS_OK) *out = r;
    return status;
}
