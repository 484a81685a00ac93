/* effect/exact.c: matching on equal covariates. See exact.h. */
#include "effect/exact.h"

#include <math.h>

ds_exact ds_exact_estimate(size_t n_patterns, const double *n1, const double *n0,
                           const double *sum1, const double *sum0) {
    ds_exact found = {NAN, 0, 0};
    double treated = 0, control = 0, difference = 0;
    for (size_t i = 0; i < n_patterns; i++) {
        if (!(n1[i] > 0) || !(n0[i] > 0)) continue;
        treated += n1[i];
        control += n0[i];
        difference += sum1[i] - n1[i] * (sum0[i] / n0[i]);
    }
    if (treated > 0) found.difference = difference / treated;
    found.treated = (uint64_t)treated;
    found.control = (uint64_t)control;
    return found;
}
