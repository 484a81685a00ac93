/* effect/exact.h: the comparator: persons compared with those equal in every covariate. */
#ifndef DS_EFFECT_EXACT_H
#define DS_EFFECT_EXACT_H

#include "doorstroom/effect.h"

typedef struct ds_exact {
    double difference;         /* NAN when nobody has an equal */
    uint64_t treated, control; /* who had somebody to be compared with */
} ds_exact;

/* Σ n1 (sum1/n1 - sum0/n0) / Σ n1 over the patterns (stratum and all covariates equal) with both
 * treated and controls: the ATT of exact matching, on fewer persons (W. G. Cochran, The
 * effectiveness of adjustment by subclassification, Biometrics 24, 1968, with each pattern a
 * class). ATU: by n0; ATE: by n1 + n0. Arrays [n_patterns]: persons, and the outcome added up over
 * them. */
ds_exact ds_exact_estimate(ds_effect_estimand estimand, size_t n_patterns, const double *n1,
                           const double *n0, const double *sum1, const double *sum0);

#endif
