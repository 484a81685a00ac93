/* effect/exact.c: matching on equal covariates. See exact.h. */
#include "effect/exact.h"

#include <math.h>

ds_exact ds_exact_estimate(ds_effect_estimand estimand, size_t n_patterns, const double *n1,
                           const double *n0, const double *sum1, const double *sum0) {
    ds_exact found = {NAN, 0, 0};
    double treated = 0, control = 0, difference = 0, averaged = 0;
    for (size_t i = 0; i < n_patterns; i++) {
        if (!(n1[i] > 0) || !(n0[i] > 0)) continue;
        treated += n1[i];
        control += n0[i];
        if (estimand != DS_EFFECT_ATU) {
            averaged += n1[i];
            difference += sum1[i] - n1[i] * (sum0[i] / n0[i]);
        }
        if (estimand != DS_EFFECT_ATT) {
            averaged += n0[i];
            difference += n0[i] * (sum1[i] / n1[i]) - sum0[i];
        }
    }
    if (averaged > 0) found.difference = difference / averaged;
    found.treated = (uint64_t)treated;
    found.control = (uint64_t)control;
    return found;
}
