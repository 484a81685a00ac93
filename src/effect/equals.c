/* effect/equals.c: bounds among equals, and E-values. See equals.h. */
#include "effect/equals.h"

#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/sensitivity.h"

static const double NORMAL = 1.959963984540054; /* two-sided 5 % */
static const double GAMMA_MAX = 10;
static const double SMALL = 1e-17; /* of the largest term of a sum */

/* ---- one stratum: m treated, n0 controls, c with the outcome ---- */

typedef struct drawn {
    double m, n0, c, low, high, gamma;
} drawn;

/* P(a + 1) / P(a). */
static double next_term(const drawn *d, double a) {
    return d->gamma * (d->m - a) * (d->c - a) / ((a + 1) * (d->n0 - d->c + a + 1));
}

/* Where the terms are largest: next_term is 1 there, a root of a quadratic. */
static double find_mode(const drawn *d) {
    double low = d->low, high = d->high;
    while (low < high) {
        const double middle = low + floor((high - low) / 2);
        if (next_term(d, middle) >= 1)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Mean and variance, from the mode outwards until the terms no longer matter. */
static void find_moments(const drawn *d, double *out_mean, double *out_variance) {
    const double mode = find_mode(d);
    double sum = 1, first = 0, second = 0, term = 1;
    for (double a = mode; a < d->high && term > SMALL; a++) {
        const double off = a + 1 - mode;
        term *= next_term(d, a);
        sum += term;
        first += term * off;
        second += term * off * off;
    }
    term = 1;
    for (double a = mode; a > d->low && term > SMALL; a--) {
        const double off = a - 1 - mode;
        term /= next_term(d, a - 1);
        sum += term;
        first += term * off;
        second += term * off * off;
    }
    *out_mean = mode + first / sum;
    *out_variance = second / sum - first / sum * (first / sum);
}

/* ---- all of them ---- */

double ds_equals_z(const ds_equals_stratum *strata, size_t n, double gamma) {
    double above = 0, variance = 0;
    for (size_t i = 0; i < n; i++) {
        const ds_equals_stratum *s = &strata[i];
        drawn d = {s->n[1], s->n[0], s->events[0] + s->events[1], 0, 0, gamma};
        double mean, square;
        d.low = fmax(0, d.c - d.n0);
        d.high = fmin(d.m, d.c);
        if (!(d.high > d.low)) continue;
        find_moments(&d, &mean, &square);
        above += s->events[1] - mean;
        variance += square;
    }
    return variance > 0 ? above / sqrt(variance) : NAN;
}

/* A positive difference is explained by a cause that makes treated have the outcome more often. */
static bool is_explained(const ds_equals_stratum *strata, size_t n, double sign, double gamma) {
    return sign * ds_equals_z(strata, n, sign > 0 ? gamma : 1 / gamma) <= NORMAL;
}

double ds_equals_gamma(const ds_equals_stratum *strata, size_t n) {
    const double z = ds_equals_z(strata, n, 1), sign = z > 0 ? 1 : -1;
    double low = 1, high = GAMMA_MAX;
    if (isnan(z)) return NAN;
    if (is_explained(strata, n, sign, 1)) return 1;
    if (!is_explained(strata, n, sign, GAMMA_MAX)) return NAN;
    while (high - low > 1e-9) {
        const double middle = low + (high - low) / 2;
        if (is_explained(strata, n, sign, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

double ds_e_value(double ratio) {
    if (!(ratio > 0) || isinf(ratio)) return NAN;
    if (ratio < 1) ratio = 1 / ratio;
    return ratio + sqrt(ratio * (ratio - 1));
}

/* ---- of a diagnosis ---- */

/* Patterns with both groups; returns how many. */
static size_t gather_equals(const ds_diagnosis *d, ds_equals_stratum *out) {
    size_t n = 0;
    for (size_t i = 0; i < d->sample->n_patterns; i++)
        if (d->n[0][i] > 0 && d->n[1][i] > 0)
            out[n++] = (ds_equals_stratum){{d->n[0][i], d->n[1][i]}, {d->sum[0][i], d->sum[1][i]}};
    return n;
}

static bool has_events(const ds_diagnosis *d) {
    double n[2] = {0}, events[2] = {0};
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < d->sample->n_patterns; i++) {
            n[g] += d->n[g][i];
            events[g] += d->sum[g][i];
        }
    return events[0] > 0 && events[1] > 0 && events[0] < n[0] && events[1] < n[1];
}

/* Of the estimate's shares; the end of the interval nearest to none, 1 when it holds none. */
static void fill_e_values(const ds_diagnosis *d, ds_effect_diagnostics *out) {
    const ds_effect_result *r = d->result;
    out->e_value = ds_e_value(r->treated / r->control);
    if (isnan(out->e_value) || isnan(r->low) || isnan(r->high)) return;
    out->e_value_limit = r->low <= 0 && r->high >= 0 ? 1
                         : r->low > 0 ? ds_e_value((r->control + r->low) / r->control)
                                      : ds_e_value((r->control + r->high) / r->control);
}

static ds_effect_sensitivity_state find_state(const ds_diagnosis *d,
                                              const ds_effect_diagnostics *found) {
    const double difference = d->result->difference;
    const bool agrees = found->z_equals * difference > 0;
    if (!has_events(d)) return DS_EFFECT_SENSITIVITY_NO_EVENTS;
    if (!(d->result->p <= 0.05)) return DS_EFFECT_SENSITIVITY_NOT_SIGNIFICANT;
    return agrees && fabs(found->z_equals) > NORMAL ? DS_EFFECT_SENSITIVITY_KNOWN
                                                    : DS_EFFECT_SENSITIVITY_NO_EQUALS;
}

ds_status ds_diagnose_equals(const ds_diagnosis *d, ds_effect_diagnostics *out, ds_error *err) {
    ds_equals_stratum *strata;
    size_t n;
    out->sensitivity_state = DS_EFFECT_SENSITIVITY_NO_SHARE;
    if (!ds_effect_has_estimate(d->result) || !ds_sensitivity_applies(d->sample)) return DS_OK;
    strata = ds_calloc(d->sample->n_patterns + 1, sizeof *strata);
    if (strata == NULL) return ds_error_memory(err);
    n = gather_equals(d, strata);
    for (size_t i = 0; i < n; i++) {
        out->equal_controls += (uint64_t)strata[i].n[0];
        out->equal_treated += (uint64_t)strata[i].n[1];
    }
    out->z_equals = ds_equals_z(strata, n, 1);
    if (has_events(d)) fill_e_values(d, out);
    out->sensitivity_state = find_state(d, out);
    if (out->sensitivity_state == DS_EFFECT_SENSITIVITY_KNOWN)
        out->gamma_equals = ds_equals_gamma(strata, n);
    ds_free(strata);
    return DS_OK;
}
