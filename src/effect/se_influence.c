/* effect/se_influence.c: the full influence function, score included. See se.h. By pattern: all
 * persons of a group in a pattern differ in their outcome only, in which the influence is linear.
 *
 * Outcomes are taken from their mean: the function is the same, and slopes of large outcomes that
 * differ little keep their digits. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/se.h"

/* Arrays [n_patterns], of one block. */
typedef struct work {
    double *block;
    double *n[2], *sum[2];       /* persons, and their outcome from the centre */
    double *mean;                /* m at the patterns that are averaged over */
    double *share, *share_mean;  /* n/D, n m/D there */
    double *out[2];              /* of kernel sums */
    double *by_score;            /* ∂E/∂p of a pattern's persons together */
    double *gradient, *solution; /* [n_strata + n_used]: ∂E/∂θ, s */
    size_t n_theta;
} work;

static ds_status init_influence(work *w, const ds_design *design, ds_error *err) {
    const size_t n = design->sample->n_patterns;
    w->n_theta = design->sample->n_strata + design->n_used;
    double **const arrays[] = {&w->n[0],  &w->n[1],       &w->sum[0], &w->sum[1], &w->mean,
                               &w->share, &w->share_mean, &w->out[0], &w->out[1], &w->by_score};
    const size_t n_arrays = sizeof arrays / sizeof *arrays;
    w->block = ds_calloc(n * n_arrays + 2 * w->n_theta + 1, sizeof *w->block);
    if (w->block == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n_arrays; i++)
        *arrays[i] = w->block + i * n;
    w->gradient = w->block + n_arrays * n;
    w->solution = w->gradient + w->n_theta;
    return DS_OK;
}

/* Persons and outcomes by pattern; returns the centre. */
static double fill_patterns(work *w, const ds_se_influence *by) {
    double n = 0, sum = 0;
    for (size_t i = 0; i < by->n_patterns; i++)
        for (size_t g = 0; g < 2; g++) {
            n += by->spread[g][i].n;
            sum += by->spread[g][i].n * by->spread[g][i].mean;
        }
    const double centre = n > 0 ? sum / n : 0;
    for (size_t i = 0; i < by->n_patterns; i++)
        for (size_t g = 0; g < 2; g++) {
            const ds_spread *spread = &by->spread[g][i];
            w->n[g][i] = spread->n;
            w->sum[g][i] = spread->n * (spread->mean - centre);
        }
    return centre;
}

/* What group g being averaged over adds: to the lines of both groups, and to by_score. */
static void side(const ds_matching *m, size_t g, double estimate, work *w, ds_se_influence *out) {
    const size_t n = out->n_patterns, other = 1 - g;
    const double e = g == 1 ? 1 : -1, persons = m->averaged[0] + m->averaged[1];
    const double score_unit = e / (persons * ds_matching_bandwidth(m, g));
    const bool *on = m->on[g], *usable = m->usable[other];
    const double *const sources[2] = {w->n[other], w->sum[other]};
    const double *const shares[2] = {w->share, w->share_mean};
    ds_matching_sums_of(m, g, false, usable, sources, 2, on, w->out, NULL);
    ds_matching_add_nearest(m, g, true, sources, 2, w->out);
    for (size_t i = 0; i < n; i++) {
        const double sum = m->kernel_sum[other][i];
        w->mean[i] = on[i] ? w->out[1][i] / sum : 0;
        w->share[i] = on[i] ? w->n[g][i] / sum : 0;
        w->share_mean[i] = w->share[i] * w->mean[i];
        out->slope[g][i] += on[i] ? e / persons : 0;
        out->constant[g][i] -= on[i] ? (e * w->mean[i] + estimate) / persons : 0;
    }
    ds_matching_sums_of(m, g, true, usable, sources, 2, on, w->out, NULL);
    for (size_t i = 0; i < n; i++)
        w->by_score[i] -= score_unit * w->share[i] * (w->out[1][i] - w->mean[i] * w->out[0][i]);
    ds_matching_sums_of(m, g, false, on, shares, 2, usable, w->out, NULL);
    ds_matching_add_nearest(m, g, false, shares, 2, w->out);
    for (size_t i = 0; i < n; i++) {
        out->slope[other][i] -= e * w->out[0][i] / persons;
        out->constant[other][i] += e * w->out[1][i] / persons;
    }
    /* K' is odd: seen from the match it has the other sign. */
    ds_matching_sums_of(m, g, true, on, shares, 2, usable, w->out, NULL);
    for (size_t i = 0; i < n; i++)
        w->by_score[i] -=
            score_unit * (w->sum[other][i] * w->out[0][i] - w->n[other][i] * w->out[1][i]);
}

/* to += factor * x of a pattern (from NULL), or returns from'x. x: 1 for the intercept of the
 * stratum, 1 for each level in use, the numbers. */
static double with_x(const ds_design *design, size_t pattern, double factor, double *to,
                     const double *from) {
    const ds_effect_sample *sample = design->sample;
    const size_t n_strata = sample->n_strata, first = design->first_of_factor[sample->n_factors];
    const size_t n_terms = 1 + sample->n_factors + sample->n_numbers;
    double product = 0;
    for (size_t term = 0; term < n_terms; term++) {
        size_t at = sample->stratum_of[pattern];
        double x = 1;
        if (term > 0) {
            const size_t f = term - 1, k = f - sample->n_factors; /* k: of a number */
            const bool factor_term = f < sample->n_factors;
            const size_t column = factor_term ? design->first_of_factor[f] +
                                                    sample->levels[pattern * sample->n_factors + f]
                                              : first + k;
            if (design->place[column] == UINT32_MAX) continue;
            at = n_strata + design->place[column];
            if (!factor_term) x = design->x[pattern * sample->n_numbers + k];
        }
        if (to != NULL) to[at] += factor * x;
        if (from != NULL) product += from[at] * x;
    }
    return product;
}

/* The part of everybody in the score that goes through the score. */
static ds_status through_score(const ds_matching *m, work *w, ds_se_influence *out, ds_error *err) {
    const double *p = m->score.p;
    for (size_t i = 0; i < out->n_patterns; i++)
        if (m->score.in[i])
            (void)with_x(m->design, i, w->by_score[i] * p[i] * (1 - p[i]), w->gradient, NULL);
    const ds_status status = ds_score_solve(m->design, &m->score, w->gradient, w->solution, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < out->n_patterns; i++) {
        if (!m->score.in[i]) continue;
        const double s = with_x(m->design, i, 0, NULL, w->solution);
        out->constant[1][i] += s * (1 - p[i]);
        out->constant[0][i] -= s * p[i];
    }
    return DS_OK;
}

static ds_status lines(const ds_matching *m, const ds_effect_sample *sample, work *w,
                       ds_se_influence *out, ds_error *err) {
    ds_status status = init_influence(w, m->design, err);
    if (status != DS_OK) return status;
    ds_matching_estimate estimate;
    ds_spread_fill(sample, out->spread);
    out->centre = fill_patterns(w, out);
    ds_matching_outcome(m, w->n[1], w->n[0], w->sum[1], w->sum[0], &estimate);
    for (size_t g = 0; g < 2; g++)
        if (m->averaged[g] > 0) side(m, g, estimate.difference, w, out);
    for (size_t g = 0; g < 2; g++)
        memcpy(out->given[g], out->constant[g], out->n_patterns * sizeof *out->given[g]);
    return through_score(m, w, out, err);
}

ds_status ds_se_influence_init(const ds_matching *matching, const ds_effect_sample *sample,
                               ds_se_influence *out, ds_error *err) {
    const size_t n = sample->n_patterns;
    ds_se_influence made = {.n_patterns = n};
    work w = {0};
    ds_status status = DS_OK;
    for (size_t g = 0; g < 2; g++) {
        made.slope[g] = ds_calloc(n + 1, sizeof *made.slope[g]);
        made.constant[g] = ds_calloc(n + 1, sizeof *made.constant[g]);
        made.given[g] = ds_calloc(n + 1, sizeof *made.given[g]);
        made.spread[g] = ds_calloc(n + 1, sizeof *made.spread[g]);
        if (made.slope[g] == NULL || made.constant[g] == NULL || made.given[g] == NULL ||
            made.spread[g] == NULL)
            status = ds_error_memory(err);
    }
    if (status == DS_OK) status = lines(matching, sample, &w, &made, err);
    ds_free(w.block);
    if (status == DS_OK)
        *out = made;
    else
        ds_se_influence_done(&made);
    return status;
}

ds_status ds_se_influence_spread(const ds_effect_sample *sample, ds_se_influence *out,
                                 ds_error *err) {
    ds_se_influence made = {.n_patterns = sample->n_patterns};
    for (size_t g = 0; g < 2; g++)
        made.spread[g] = ds_calloc(sample->n_patterns + 1, sizeof *made.spread[g]);
    if (made.spread[0] == NULL || made.spread[1] == NULL) {
        ds_se_influence_done(&made);
        return ds_error_memory(err);
    }
    ds_spread_fill(sample, made.spread);
    *out = made;
    return DS_OK;
}

void ds_se_influence_done(ds_se_influence *influence) {
    for (size_t g = 0; g < 2; g++) {
        ds_free(influence->slope[g]);
        ds_free(influence->constant[g]);
        ds_free(influence->given[g]);
        ds_free(influence->spread[g]);
    }
    *influence = (ds_se_influence){0};
}
