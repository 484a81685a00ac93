/* tests/effect/matching_rows.h: kernel matching person by person in long double, as a textbook
 * would: no patterns, no sorting, no weights turned round. Scores are given. */
#ifndef DS_TESTS_MATCHING_ROWS_H
#define DS_TESTS_MATCHING_ROWS_H

#include "matching_help.h"

static inline long double kernel_of(ds_effect_kernel kernel, long double u) {
    switch (kernel) {
    case DS_EFFECT_EPANECHNIKOV:
        return 0.75L * (1 - u * u);
    case DS_EFFECT_GAUSSIAN:
        return expl(-u * u / 2);
    case DS_EFFECT_BIWEIGHT:
        return 0.9375L * (1 - u * u) * (1 - u * u);
    case DS_EFFECT_UNIFORM:
        return 0.5L;
    default:
        return 1 - fabsl(u);
    }
}

typedef struct by_rows {
    const rows *all;
    const ds_effect_options *options;
    double bandwidth[2]; /* of controls and treated who are averaged over */
    double p[ROWS_MAX];
    bool usable[ROWS_MAX], on[ROWS_MAX];
    long double weight[ROWS_MAX], counterfactual[ROWS_MAX];
    long double mean[2]; /* of the outcome, without and with treatment */
    size_t averaged, n_nearest;
} by_rows;

static inline bool same_stratum(const by_rows *by, size_t i, size_t j) {
    return !by->all->exact || by->all->row[i].stratum == by->all->row[j].stratum;
}

static inline bool drops(ds_effect_support support, bool treated) {
    return support == DS_EFFECT_SUPPORT_BOTH ||
           support == (treated ? DS_EFFECT_SUPPORT_TREATED : DS_EFFECT_SUPPORT_CONTROLS);
}

static inline void rows_usable(by_rows *by) {
    for (size_t i = 0; i < by->all->n; i++) {
        bool above = false, below = false;
        for (size_t j = 0; j < by->all->n; j++) {
            if (by->all->row[j].treated == by->all->row[i].treated || !same_stratum(by, i, j))
                continue;
            above = above || by->p[j] >= by->p[i];
            below = below || by->p[j] <= by->p[i];
        }
        by->usable[i] = !drops(by->options->support, by->all->row[i].treated) || (above && below);
    }
}

static inline bool rows_compare(const by_rows *by, size_t i, size_t j) {
    return by->usable[j] && by->all->row[i].treated != by->all->row[j].treated &&
           same_stratum(by, i, j) &&
           (by->options->kernel == DS_EFFECT_GAUSSIAN ||
            fabs(by->p[i] - by->p[j]) < by->bandwidth[by->all->row[i].treated]);
}

static inline long double rows_kernel(const by_rows *by, size_t i, size_t j) {
    return kernel_of(by->options->kernel, ((long double)by->p[i] - (long double)by->p[j]) /
                                              (long double)by->bandwidth[by->all->row[i].treated]);
}

/* Those who may be compared with i at all, whatever the bandwidth. */
static inline bool rows_other(const by_rows *by, size_t i, size_t j) {
    return by->usable[j] && by->all->row[i].treated != by->all->row[j].treated &&
           same_stratum(by, i, j);
}

/* The distance within which the nearest lie; -1 for who is outside their range. */
static inline double rows_reach(const by_rows *by, size_t i) {
    double reach = INFINITY;
    bool above = false, below = false;
    for (size_t j = 0; j < by->all->n; j++) {
        size_t as_near = 0;
        if (!rows_other(by, i, j)) continue;
        above = above || by->p[j] >= by->p[i];
        below = below || by->p[j] <= by->p[i];
        for (size_t k = 0; k < by->all->n; k++)
            as_near +=
                rows_other(by, i, k) && fabs(by->p[k] - by->p[i]) <= fabs(by->p[j] - by->p[i]);
        if (as_near >= DS_MATCHING_NEAREST) reach = fmin(reach, fabs(by->p[j] - by->p[i]));
    }
    return above && below ? reach : -1;
}

/* The matches of i weigh kernel[j] (in all total): as they are, or by a ridged line through them.
 */
static inline void rows_take(by_rows *by, size_t i, const long double *kernel, long double total,
                             double width) {
    long double mean = 0, variance = 0, d, q = 0;
    for (size_t j = 0; j < by->all->n; j++)
        mean += kernel[j] / total * (long double)by->p[j];
    for (size_t j = 0; j < by->all->n; j++)
        variance +=
            kernel[j] / total * ((long double)by->p[j] - mean) * ((long double)by->p[j] - mean);
    d = (long double)by->p[i] - mean;
    if (by->options->linear && d != 0)
        q = d / (variance + 5.0L / 16 * (long double)width * fabsl(d));
    for (size_t j = 0; j < by->all->n; j++) {
        const long double w = kernel[j] / total * (1 + q * ((long double)by->p[j] - mean));
        by->weight[j] += w;
        by->counterfactual[i] += w * (long double)by->all->row[j].y;
    }
}

static inline void rows_nearest(by_rows *by, size_t i) {
    const double reach = rows_reach(by, i);
    long double kernel[ROWS_MAX] = {0}, total = 0;
    for (size_t j = 0; j < by->all->n; j++) {
        if (!rows_other(by, i, j) || !(fabs(by->p[j] - by->p[i]) <= reach)) continue;
        kernel[j] = 1;
        total++;
    }
    by->on[i] = total > 0;
    if (!by->on[i]) return;
    by->n_nearest++;
    rows_take(by, i, kernel, total, reach);
}

static inline void rows_match(by_rows *by, size_t i) {
    long double kernel[ROWS_MAX] = {0}, total = 0;
    for (size_t j = 0; j < by->all->n; j++) {
        if (!rows_compare(by, i, j)) continue;
        kernel[j] = rows_kernel(by, i, j);
        total += kernel[j];
    }
    by->on[i] = total >= 1e-280L;
    if (by->on[i])
        rows_take(by, i, kernel, total, by->bandwidth[by->all->row[i].treated]);
    else if (by->options->rule == DS_EFFECT_AUTO)
        rows_nearest(by, i);
}

static inline void rows_estimate(by_rows *by) {
    rows_usable(by);
    for (size_t i = 0; i < by->all->n; i++) {
        const bool treated = by->all->row[i].treated;
        const ds_effect_estimand estimand = by->options->estimand;
        if (!by->usable[i] || estimand == (treated ? DS_EFFECT_ATU : DS_EFFECT_ATT)) continue;
        rows_match(by, i);
        if (!by->on[i]) continue;
        by->averaged++;
        by->mean[treated] += (long double)by->all->row[i].y;
        by->mean[!treated] += by->counterfactual[i];
    }
    for (size_t g = 0; g < 2; g++)
        by->mean[g] /= (long double)by->averaged;
}

static inline void rows_of(by_rows *by, const rows *all, const matched *m) {
    *by = (by_rows){.all = all, .options = &m->options};
    for (size_t g = 0; g < 2; g++)
        by->bandwidth[g] = ds_matching_bandwidth(&m->matching, g);
    for (size_t i = 0; i < all->n; i++)
        by->p[i] = m->matching.score.p[pattern_of(m->sample, &all->row[i], all->exact)];
    rows_estimate(by);
}

#endif
