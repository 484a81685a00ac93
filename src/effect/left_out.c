/* effect/left_out.c: who is off support, beside who is on it: an estimate is for those who were
 * kept, and these may be others. And the estimate at the bandwidth at which nobody drops. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/bandwidth.h"
#include "effect/diagnose.h"

/* Those to be averaged over, by pattern: [0] kept, [1] left out. */
typedef struct halves {
    double *n[2];
    double total[2];
} halves;

static bool is_averaged(const ds_diagnosis *d, size_t group) {
    return d->options->estimand != (group == 1 ? DS_EFFECT_ATU : DS_EFFECT_ATT);
}

static ds_status halves_init(const ds_diagnosis *d, halves *out, ds_effect_diagnostics *counts,
                             ds_error *err) {
    const size_t n = d->sample->n_patterns;
    *out = (halves){{NULL, NULL}, {0, 0}};
    out->n[0] = ds_calloc(2 * n + 1, sizeof(double));
    if (out->n[0] == NULL) return ds_error_memory(err);
    out->n[1] = out->n[0] + n;
    for (size_t i = 0; i < n; i++)
        for (size_t g = 0; g < 2; g++) {
            const size_t half = d->matching.on[g][i] ? 0 : 1;
            if (!is_averaged(d, g)) continue;
            out->n[half][i] += d->n[g][i];
            out->total[half] += d->n[g][i];
            if (!d->matching.score.in[i]) counts->never_compared += (uint64_t)d->n[g][i];
        }
    return DS_OK;
}

/* Of values by pattern: first is one of them, so that what does not vary has no spread. */
static void compare(const halves *h, const double *values, size_t n, ds_effect_left_out *out) {
    double sum[2] = {0, 0}, squares = 0, first = 0;
    const double all = h->total[0] + h->total[1];
    for (size_t i = 0; i < n; i++)
        if (h->n[0][i] + h->n[1][i] > 0) first = values[i];
    for (size_t i = 0; i < n; i++)
        for (size_t half = 0; half < 2; half++)
            sum[half] += h->n[half][i] * (values[i] - first);
    for (size_t i = 0; i < n; i++) {
        const double off = values[i] - first - (sum[0] + sum[1]) / all;
        squares += (h->n[0][i] + h->n[1][i]) * off * off;
    }
    out->mean_kept = first + sum[0] / h->total[0];
    out->mean_left_out = first + sum[1] / h->total[1];
    out->difference = (sum[1] / h->total[1] - sum[0] / h->total[0]) / sqrt(squares / (all - 1));
    if (!isfinite(out->difference)) out->difference = NAN;
}

/* Of the score those who have none do not count. */
static void compare_scores(const ds_diagnosis *d, const halves *h, double *values,
                           ds_effect_left_out *out) {
    double sum[2] = {0, 0}, persons[2] = {0, 0}, squares = 0;
    for (size_t i = 0; i < d->sample->n_patterns; i++)
        for (size_t half = 0; half < 2; half++)
            if (d->matching.score.in[i]) {
                sum[half] += h->n[half][i] * d->matching.score.p[i];
                persons[half] += h->n[half][i];
            }
    const double all = persons[0] + persons[1], mean = (sum[0] + sum[1]) / all;
    for (size_t i = 0; i < d->sample->n_patterns; i++) {
        values[i] = d->matching.score.in[i] ? d->matching.score.p[i] - mean : 0;
        squares += (h->n[0][i] + h->n[1][i]) * values[i] * values[i];
    }
    out->name = "score";
    out->mean_kept = sum[0] / persons[0];
    out->mean_left_out = persons[1] > 0 ? sum[1] / persons[1] : NAN;
    out->difference = (out->mean_left_out - out->mean_kept) / sqrt(squares / (all - 1));
    if (!isfinite(out->difference)) out->difference = NAN;
}

/* The value of a column of the design at each pattern. */
static void take_column(const ds_diagnosis *d, size_t column, double *values) {
    const ds_effect_sample *sample = d->sample;
    const size_t numbers = d->design.first_of_factor[sample->n_factors];
    size_t factor = 0;
    while (factor < sample->n_factors && column >= d->design.first_of_factor[factor + 1])
        factor++;
    for (size_t i = 0; i < sample->n_patterns; i++)
        values[i] = column >= numbers ? sample->numbers[i * sample->n_numbers + column - numbers]
                                      : sample->levels[i * sample->n_factors + factor] ==
                                            column - d->design.first_of_factor[factor];
}

/* Nobody dropped by range or by rule, at the bandwidth that reaches everybody. */
static ds_status estimate_for_all(const ds_diagnosis *d, ds_effect_diagnostics *out,
                                  ds_error *err) {
    ds_effect_options options = *d->options;
    const ds_bandwidth_data data = {.n_patterns = d->sample->n_patterns,
                                    .stratum_of = d->sample->stratum_of,
                                    .p = d->matching.score.p,
                                    .in = d->matching.score.in,
                                    .n = {d->n[0], d->n[1]},
                                    .estimand = d->options->estimand};
    ds_matching matching;
    ds_matching_estimate estimate;
    double bandwidth = 0;
    ds_status status = ds_bandwidth_for_all(&data, &bandwidth, err);
    if (status != DS_OK || !(bandwidth > 0)) return status;
    options.support = DS_EFFECT_SUPPORT_NONE;
    options.rule = DS_EFFECT_FIXED;
    status = ds_matching_init(&d->design, &options, &matching, err);
    if (status != DS_OK) return status;
    if (ds_matching_persons(&matching, d->n[1], d->n[0], bandwidth, &d->matching.score)) {
        ds_matching_outcome(&matching, d->n[1], d->n[0], d->sum[1], d->sum[0], &estimate);
        out->bandwidth_for_all = bandwidth;
        out->difference_for_all = estimate.difference;
    }
    ds_matching_done(&matching);
    return DS_OK;
}

ds_status ds_diagnose_left_out(const ds_diagnosis *d, ds_effect_left_out *left_out,
                               ds_effect_diagnostics *out, ds_error *err) {
    const size_t n = d->sample->n_patterns;
    double *values;
    halves h;
    ds_status status;
    if (!d->matched) return DS_OK;
    status = halves_init(d, &h, out, err);
    if (status != DS_OK) return status;
    values = ds_calloc(n + 1, sizeof *values);
    if (values == NULL) status = ds_error_memory(err);
    if (status == DS_OK && h.total[1] > 0) {
        compare_scores(d, &h, values, &left_out[0]);
        for (size_t c = 0; c < d->design.n_columns; c++) {
            take_column(d, c, values);
            compare(&h, values, n, &left_out[c + 1]);
        }
        out->n_left_out = d->design.n_columns + 1;
        status = estimate_for_all(d, out, err);
    }
    ds_free(values);
    ds_free(h.n[0]);
    return status;
}
