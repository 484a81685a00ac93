/* effect/curve.c: the same estimate at other bandwidths. Where it hangs on the bandwidth, the
 * smoothing is part of the answer. */
#include <math.h>

#include "doorstroom/effect.h"
#include "effect/diagnose.h"

static const double bandwidths[DS_CURVE_MAX - 1] = {0.001, 0.002, 0.005, 0.01, 0.02,
                                                    0.03,  0.06,  0.1,   0.2};

/* False when there is no estimate. */
static bool point(const ds_diagnosis *d, const ds_matching *matching, double bandwidth,
                  ds_effect_curve *out) {
    const ds_effect_estimand estimand = d->options->estimand;
    ds_matching_estimate estimate;
    double off = 0;
    if (!matching->valid) return false;
    ds_matching_outcome(matching, d->n[1], d->n[0], d->sum[1], d->sum[0], &estimate);
    if (!isfinite(estimate.difference)) return false;
    if (estimand != DS_EFFECT_ATU) off += (double)d->sample->n_treated - matching->averaged[1];
    if (estimand != DS_EFFECT_ATT) off += (double)d->sample->n_control - matching->averaged[0];
    *out = (ds_effect_curve){bandwidth, estimate.difference,
                             ds_diagnose_effective(matching, d->n[0]), (uint64_t)off};
    return true;
}

/* The bandwidths in rising order, the one used (NAN: none) among them once. */
static size_t merge_bandwidths(double used, double out[DS_CURVE_MAX]) {
    double last = 0;
    size_t n = 0;
    for (size_t i = 0; i < DS_CURVE_MAX - 1; i++) {
        if (last < used && used < bandwidths[i]) out[n++] = used;
        out[n++] = last = bandwidths[i];
    }
    if (last < used) out[n++] = used;
    return n;
}

ds_status ds_diagnose_curve(const ds_diagnosis *d, ds_effect_curve *out, size_t *out_n,
                            ds_error *err) {
    double at[DS_CURVE_MAX];
    const size_t n = merge_bandwidths(d->result->bandwidth, at);
    ds_matching matching;
    ds_status status;
    *out_n = 0;
    if (!d->scored) return DS_OK;
    status = ds_matching_init(&d->design, d->options, &matching, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < n; i++) {
        const bool used = at[i] == d->result->bandwidth;
        /* The one used is the estimate's own matching, to the bit. */
        if (!used || !d->matched)
            (void)ds_matching_persons(&matching, d->n[1], d->n[0], at[i], &d->matching.score);
        if (point(d, used && d->matched ? &d->matching : &matching, at[i], &out[*out_n])) ++*out_n;
    }
    ds_matching_done(&matching);
    return DS_OK;
}
