/* effect/balance.c: are the two sides alike in what the score is made of, before and after?
 *
 * Of a covariate: the difference of means over the root of the mean variance of all treated and all
 * controls (Rosenbaum and Rubin, American Statistician 39, 1985; Stata's pstest), with the same
 * denominator after matching, so that a smaller difference cannot come from a larger spread. The
 * variance of weighted persons is Σ w (x - mean)² / (Σ w - Σ w² / Σ w), n - 1 when all weigh 1. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/diagnose.h"

/* Whose means there are: everybody before, and the two sides of the comparison. */
typedef enum side { ALL_CONTROLS, ALL_TREATED, CONTROLS, TREATED, N_SIDES } side;

typedef struct moments {
    double mean, variance; /* NAN when there are none, or no two */
} moments;

/* Who weighs what: one weight a pattern and side, persons included. */
typedef struct weights {
    double *of[N_SIDES]; /* [n_patterns], in one block */
    double total[N_SIDES];
    double freedom[N_SIDES]; /* Σ w - Σ w² / Σ w; 0 when it is one person at most */
} weights;

static ds_status weights_init(const ds_diagnosis *d, weights *out, ds_error *err) {
    const size_t n = d->sample->n_patterns;
    double *block = ds_calloc(n * N_SIDES + 1, sizeof *block);
    if (block == NULL) return ds_error_memory(err);
    for (size_t s = 0; s < N_SIDES; s++) {
        double squares = 0;
        out->of[s] = block + s * n;
        out->total[s] = 0;
        for (size_t i = 0; i < n; i++) {
            const size_t group = s % 2;
            const double w = s < CONTROLS ? 1
                             : d->matched ? ds_matching_weight(&d->matching, group, i)
                                          : 0;
            out->of[s][i] = d->n[group][i] * w;
            out->total[s] += out->of[s][i];
            squares += out->of[s][i] * w;
        }
        out->freedom[s] = out->total[s] > 0 ? out->total[s] - squares / out->total[s] : 0;
        if (out->freedom[s] < 1e-9 * out->total[s]) out->freedom[s] = 0;
    }
    return DS_OK;
}

/* Of an indicator that `weight` of all have. */
static moments moments_of_level(const weights *w, side s, double weight) {
    moments m = {NAN, NAN};
    if (!(w->total[s] > 0)) return m;
    m.mean = weight / w->total[s];
    /* Where all or none have it, the sums are equal to the bit, and this is 0. */
    if (w->freedom[s] > 0) m.variance = m.mean * (w->total[s] - weight) / w->freedom[s];
    return m;
}

static moments moments_of_number(const ds_effect_sample *sample, const weights *w, side s,
                                 size_t number) {
    moments m = {NAN, NAN};
    double sum = 0, squares = 0, low = INFINITY, high = -INFINITY;
    if (!(w->total[s] > 0)) return m;
    for (size_t i = 0; i < sample->n_patterns; i++) {
        const double x = sample->numbers[i * sample->n_numbers + number];
        if (w->of[s][i] == 0) continue;
        /* Shares of the total, for numbers near the largest there are. */
        sum += w->of[s][i] / w->total[s] * x;
        low = fmin(low, x);
        high = fmax(high, x);
    }
    m.mean = low < high ? sum : low;
    for (size_t i = 0; i < sample->n_patterns; i++) {
        const double off = sample->numbers[i * sample->n_numbers + number] - m.mean;
        if (w->of[s][i] != 0) squares += w->of[s][i] * off * off;
    }
    if (w->freedom[s] > 0) m.variance = squares / w->freedom[s];
    return m;
}

static double ratio(const moments *m, side treated, side control) {
    const double r = m[treated].variance / m[control].variance;
    return isfinite(r) ? r : NAN;
}

static double standardised(const moments *m, side treated, side control) {
    const double root = sqrt((m[ALL_TREATED].variance + m[ALL_CONTROLS].variance) / 2);
    const double difference = (m[treated].mean - m[control].mean) / root;
    return isfinite(difference) ? difference : NAN;
}

static void fill_balance(const moments *m, ds_effect_balance *out) {
    out->mean_treated = isnan(m[TREATED].mean) ? m[ALL_TREATED].mean : m[TREATED].mean;
    out->mean_control = m[ALL_CONTROLS].mean;
    out->mean_matched = m[CONTROLS].mean;
    out->difference_before = standardised(m, ALL_TREATED, ALL_CONTROLS);
    out->difference_after = standardised(m, TREATED, CONTROLS);
    out->ratio_before = ratio(m, ALL_TREATED, ALL_CONTROLS);
    out->ratio_after = ratio(m, TREATED, CONTROLS);
}

/* All levels of a factor in one pass a side; sums[N_SIDES * n_levels]. */
static void fill_factor(const ds_diagnosis *d, const weights *w, size_t factor, double *sums,
                        ds_effect_balance *balance) {
    const ds_effect_sample *sample = d->sample;
    const size_t n_levels = sample->factors[factor].n_levels;
    for (size_t i = 0; i < N_SIDES * n_levels; i++)
        sums[i] = 0;
    for (size_t i = 0; i < sample->n_patterns; i++) {
        const size_t level = sample->levels[i * sample->n_factors + factor];
        for (size_t s = 0; s < N_SIDES; s++)
            sums[s * n_levels + level] += w->of[s][i];
    }
    for (size_t level = 0; level < n_levels; level++) {
        moments m[N_SIDES];
        for (size_t s = 0; s < N_SIDES; s++)
            m[s] = moments_of_level(w, (side)s, sums[s * n_levels + level]);
        fill_balance(m, &balance[d->design.first_of_factor[factor] + level]);
    }
}

static void largest(double difference, double *at) {
    if (!isnan(difference) && !(fabs(difference) <= *at)) *at = fabs(difference);
}

ds_status ds_diagnose_balance(const ds_diagnosis *d, ds_effect_balance *balance,
                              ds_effect_diagnostics *out, ds_error *err) {
    const ds_effect_sample *sample = d->sample;
    weights w = {{NULL}, {0}, {0}};
    double *sums = ds_calloc(N_SIDES * d->design.n_columns + 1, sizeof *sums);
    ds_status status = DS_OK;
    if (sums == NULL) return ds_error_memory(err);
    status = weights_init(d, &w, err);
    if (status != DS_OK) goto done;
    for (size_t f = 0; f < sample->n_factors; f++)
        fill_factor(d, &w, f, sums, balance);
    for (size_t k = 0; k < sample->n_numbers; k++) {
        moments m[N_SIDES];
        for (size_t s = 0; s < N_SIDES; s++)
            m[s] = moments_of_number(sample, &w, (side)s, k);
        fill_balance(m, &balance[d->design.first_of_factor[sample->n_factors] + k]);
    }
    for (size_t i = 0; i < d->design.n_columns; i++) {
        largest(balance[i].difference_before, &out->largest_before);
        largest(balance[i].difference_after, &out->largest_after);
    }
done:
    ds_free(w.of[0]);
    ds_free(sums);
    return status;
}
