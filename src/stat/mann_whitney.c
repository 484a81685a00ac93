/* stat/mann_whitney.c: whether one of two groups has the larger values. See doorstroom/tests.h. */
#include <math.h>

#include "base/chance.h"
#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/tests.h"
#include "stat/moments.h"
#include "stat/ranks.h"

/* The rows of both groups: those of a have which 0, of b 1. */
typedef struct mann_whitney {
    ds_ranks_rows rows;
    double *ranks, ties; /* of all; Σ t³ - t */
    double n[2];
    double rank_sum; /* of a */
} mann_whitney;

/* n over m, or anything above the limit when it is more. */
static double count_choices(double n, double m) {
    double choices = 1;
    for (double i = 1; i <= m && choices <= DS_MANN_WHITNEY_EXACT_MAX; i++)
        choices *= (n - m + i) / i;
    return round(choices);
}

/* The next choice of m of n in lexicographic order; false after the last. */
static bool choose_next(size_t *chosen, size_t m, size_t n) {
    size_t i = m;
    while (i > 0 && chosen[i - 1] == n - m + i - 1)
        i--;
    if (i == 0) return false;
    chosen[i - 1]++;
    for (; i < m; i++)
        chosen[i] = chosen[i - 1] + 1;
    return true;
}

/* The share of all choices of the smaller group's ranks as far from their mean as these. Sums of
 * half ranks are exact. */
static ds_status count_rank_choices(const mann_whitney *w, double *out_p, ds_error *err) {
    const size_t small = w->n[1] < w->n[0], n = w->rows.n, m = (size_t)w->n[small];
    const double all = (double)n * ((double)n + 1) / 2, middle = all * (double)m / (double)n;
    const double observed = fabs((small == 0 ? w->rank_sum : all - w->rank_sum) - middle);
    uint64_t total = 0, as_far = 0;
    size_t *chosen = ds_calloc(m + 1, sizeof *chosen);
    if (chosen == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < m; i++)
        chosen[i] = i;
    do {
        double sum = 0;
        for (size_t i = 0; i < m; i++)
            sum += w->ranks[chosen[i]];
        total++;
        as_far += fabs(sum - middle) >= observed - 1e-9;
    } while (choose_next(chosen, m, n));
    ds_free(chosen);
    *out_p = (double)as_far / (double)total;
    return DS_OK;
}

static double approximate_p(const mann_whitney *w, double u) {
    const double n = w->n[0] + w->n[1], product = w->n[0] * w->n[1];
    const double variance = product / 12 * (n + 1 - w->ties / (n * (n - 1)));
    const double distance = fmax(fabs(u - product / 2) - 0.5, 0);
    return ds_chance_normal(distance / sqrt(variance));
}

/* Of each group the variance of its placements: ranks among all less those in its own group. */
static ds_status find_placement_spread(const mann_whitney *w, double spread[2], ds_error *err) {
    const size_t n = w->rows.n;
    double *own = ds_calloc(3 * n + 1, sizeof *own), ties;
    ds_status status = DS_OK;
    if (own == NULL) return ds_error_memory(err);
    for (size_t g = 0; status == DS_OK && g < 2; g++) {
        double *ranks = own + n, *placements = own + 2 * n;
        size_t m = 0;
        ds_moments moments;
        for (size_t i = 0; i < n; i++)
            if (w->rows.group[i] == g) own[m++] = w->rows.values[i];
        status = ds_ranks_of(own, m, ranks, &ties, err);
        m = 0;
        for (size_t i = 0; status == DS_OK && i < n; i++) {
            if (w->rows.group[i] != g) continue;
            placements[m] = w->ranks[i] - ranks[m];
            m++;
        }
        moments = ds_moments_of(placements, placements, m);
        spread[g] = moments.xx / ((double)m - 1) / w->n[1 - g] / w->n[1 - g];
    }
    ds_free(own);
    return status;
}

/* Brunner and Munzel's, on the logit scale so that it stays between 0 and 1. */
static void reach_superiority(const mann_whitney *w, const double spread[2], ds_stat_result *out) {
    const double v[2] = {spread[0] / w->n[0], spread[1] / w->n[1]}, all = v[0] + v[1];
    const double df = all * all / (v[0] * v[0] / (w->n[0] - 1) + v[1] * v[1] / (w->n[1] - 1));
    const double p = out->estimate, logit = log(p / (1 - p));
    const double reach = ds_chance_t_quantile(0.975, df) * sqrt(all) / (p * (1 - p));
    if (!(all > 0) || !(p > 0 && p < 1)) {
        out->reason = DS_STAT_NO_INTERVAL;
        return;
    }
    out->se = sqrt(all);
    out->df = df;
    out->low = 1 / (1 + exp(-(logit - reach)));
    out->high = 1 / (1 + exp(-(logit + reach)));
}

static ds_status test_superiority(mann_whitney *w, ds_stat_result *out, ds_error *err) {
    double spread[2];
    ds_status status = ds_ranks_of(w->rows.values, w->rows.n, w->ranks, &w->ties, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < w->rows.n; i++)
        if (w->rows.group[i] == 0) w->rank_sum += w->ranks[i];
    out->statistic = w->rank_sum - w->n[0] * (w->n[0] + 1) / 2;
    out->estimate = out->statistic / (w->n[0] * w->n[1]);
    out->exact =
        count_choices(w->n[0] + w->n[1], fmin(w->n[0], w->n[1])) <= DS_MANN_WHITNEY_EXACT_MAX;
    if (w->ties >= (w->n[0] + w->n[1]) * ((w->n[0] + w->n[1]) * (w->n[0] + w->n[1]) - 1))
        out->reason = DS_STAT_NO_SPREAD;
    else if (out->exact)
        status = count_rank_choices(w, &out->p, err);
    else
        out->p = approximate_p(w, out->statistic);
    if (status != DS_OK || out->reason != DS_STAT_WHOLE) return status;
    if (w->n[0] < 2 || w->n[1] < 2) {
        out->reason = DS_STAT_NO_INTERVAL;
        return DS_OK;
    }
    status = find_placement_spread(w, spread, err);
    if (status == DS_OK) reach_superiority(w, spread, out);
    return status;
}

/* The rows of a and b as groups 0 and 1. */
static ds_status take_two_groups(const double *values, const size_t *group, size_t n, size_t a,
                                 size_t b, mann_whitney *w, ds_error *err) {
    size_t *two = ds_calloc(n + 1, sizeof *two);
    ds_status status;
    if (two == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        two[i] = group[i] == a ? 0 : group[i] == b ? 1 : DS_STAT_NO_GROUP;
    status = ds_ranks_take_rows(values, two, n, 2, &w->rows, err);
    ds_free(two);
    if (status != DS_OK) return status;
    w->n[0] = (double)w->rows.size[0];
    w->n[1] = (double)w->rows.size[1];
    w->ranks = ds_calloc(w->rows.n + 1, sizeof *w->ranks);
    return w->ranks == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_mann_whitney_test(const double *values, const size_t *group, size_t n, size_t a,
                               size_t b, ds_stat_result *out, ds_error *err) {
    mann_whitney w = {0};
    ds_stat_result r = ds_moments_nothing(DS_STAT_WHOLE);
    ds_status status = take_two_groups(values, group, n, a, b, &w, err);
    if (status == DS_OK) {
        r.n = w.rows.n;
        r.missing = w.rows.missing;
        if (w.n[0] < 1 || w.n[1] < 1)
            r.reason = DS_STAT_FEW_GROUPS;
        else
            status = test_superiority(&w, &r, err);
    }
    ds_ranks_rows_done(&w.rows);
    ds_free(w.ranks);
    if (status == DS_OK) *out = r;
    return status;
}
