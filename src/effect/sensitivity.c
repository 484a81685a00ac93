/* effect/sensitivity.c: bounds of the difference when persons alike in score differ in what was not
 * observed. See sensitivity.h for the model and why the bounds are what they are. */
#include "effect/sensitivity.h"

#include <math.h>

#include "base/error.h"
#include "base/memory.h"

static const double gammas[DS_SENSITIVITY_N] = {1, 1.1, 1.25, 1.5, 2, 3};
static const double GAMMA_MAX = 10;

bool ds_sensitivity_applies(const ds_effect_sample *sample) {
    for (size_t i = 0; i < sample->n_groups; i++)
        if (sample->groups[i].outcome != 0 && sample->groups[i].outcome != 1) return false;
    return true;
}

/* ---- the mean outcome of the matches, at each score ---- */

/* Adds the points of those of group who are averaged over; sums[2][n_patterns]. */
static void add_group(const ds_diagnosis *d, size_t group, double *const sums[2],
                      ds_sensitivity *out) {
    const ds_matching *m = &d->matching;
    const size_t other = 1 - group;
    const double *const values[] = {d->n[other], d->sum[other]};
    const double sign = group == 1 ? 1 : -1;
    ds_matching_sums_of(m, group, false, m->usable[other], values, 2, m->on[group], sums, NULL);
    ds_matching_add_nearest(m, group, true, values, 2, sums);
    for (size_t i = 0; i < d->sample->n_patterns; i++) {
        if (!m->on[group][i]) continue;
        out->n[out->n_points] = d->n[group][i];
        out->m[out->n_points] = fmin(fmax(sums[1][i] / sums[0][i], 0), 1);
        out->sign[out->n_points++] = sign;
        out->persons += d->n[group][i];
        out->constant += sign * d->sum[group][i];
    }
}

ds_status ds_sensitivity_init(const ds_diagnosis *d, ds_sensitivity *out, ds_error *err) {
    const size_t n = 2 * d->sample->n_patterns; /* each pattern may have both groups */
    ds_sensitivity s = {.n = ds_calloc(3 * n + 1, sizeof *s.n)};
    double *block = ds_calloc(n + 1, sizeof *block);
    double *const sums[2] = {block, block == NULL ? NULL : block + d->sample->n_patterns};
    if (s.n == NULL || block == NULL) {
        ds_free(s.n);
        ds_free(block);
        return ds_error_memory(err);
    }
    s.m = s.n + n;
    s.sign = s.m + n;
    if (d->options->estimand != DS_EFFECT_ATU) add_group(d, 1, sums, &s);
    if (d->options->estimand != DS_EFFECT_ATT) add_group(d, 0, sums, &s);
    ds_free(block);
    *out = s;
    return DS_OK;
}

void ds_sensitivity_done(ds_sensitivity *sensitivity) {
    ds_free(sensitivity->n);
    *sensitivity = (ds_sensitivity){0};
}

/* ---- bounds ---- */

/* The share whose odds are those of m times factor. */
static double shifted(double m, double factor) {
    return factor * m / (factor * m + (1 - m));
}

ds_effect_sensitivity ds_sensitivity_bounds(const ds_sensitivity *s, double gamma) {
    double lowest = 0, highest = 0; /* of what would have been */
    for (size_t i = 0; i < s->n_points; i++) {
        const double weight = s->sign[i] * s->n[i];
        const double up = weight * shifted(s->m[i], gamma);
        const double down = weight * shifted(s->m[i], 1 / gamma);
        lowest += fmin(up, down);
        highest += fmax(up, down);
    }
    return (ds_effect_sensitivity){gamma, (s->constant - highest) / s->persons,
                                   (s->constant - lowest) / s->persons};
}

static bool holds_zero(const ds_sensitivity *s, double gamma, double margin) {
    const ds_effect_sensitivity bounds = ds_sensitivity_bounds(s, gamma);
    return bounds.low - margin <= 0 && bounds.high + margin >= 0;
}

double ds_sensitivity_gamma(const ds_sensitivity *s, double margin) {
    double outside = 1, inside = GAMMA_MAX;
    if (!(margin >= 0) || !holds_zero(s, GAMMA_MAX, margin)) return NAN;
    if (holds_zero(s, 1, margin)) return 1;
    /* The bounds only widen with gamma. */
    while (inside - outside > 1e-12) {
        const double middle = outside + (inside - outside) / 2;
        if (middle <= outside || middle >= inside) break;
        if (holds_zero(s, middle, margin))
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

ds_status ds_diagnose_sensitivity(const ds_diagnosis *d, ds_effect_sensitivity *out,
                                  ds_effect_diagnostics *diagnostics, ds_error *err) {
    /* Of a two-sided test at 5 %, as in the intervals. */
    static const double normal = 1.959963984540054;
    ds_sensitivity s;
    ds_status status;
    /* A line through the matches may leave 0 to 1, for which there are bounds. */
    if (!d->matched || d->options->linear || !ds_sensitivity_applies(d->sample)) return DS_OK;
    status = ds_sensitivity_init(d, &s, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < DS_SENSITIVITY_N; i++)
        out[i] = ds_sensitivity_bounds(&s, gammas[i]);
    diagnostics->n_sensitivity = DS_SENSITIVITY_N;
    diagnostics->gamma_zero = ds_sensitivity_gamma(&s, 0);
    diagnostics->gamma_interval = ds_sensitivity_gamma(&s, normal * d->result->se);
    ds_sensitivity_done(&s);
    return DS_OK;
}
