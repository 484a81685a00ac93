/* effect/bootstrap.h: the spread of the differences over resamples of the persons. */
#ifndef DS_EFFECT_BOOTSTRAP_H
#define DS_EFFECT_BOOTSTRAP_H

#include "effect/matching.h"

/* Samples that hold the same persons: the score, the support and the weights of a replicate serve
 * all of them, and an outcome is one sum more. */
typedef struct ds_bootstrap {
    const ds_effect_sample *const *samples;
    size_t n_samples;
    const ds_design *design;          /* of samples[0] */
    const ds_effect_options *options; /* estimand, kernel, support, resample, replicates, seed */
    double bandwidth;                 /* the same in all replicates */
    double bandwidth_controls;        /* as in effect/matching.h */
    const ds_score *from;             /* the fit to all persons, where replicates start; or NULL */
    size_t n_workers;                 /* from 1 */
    void (*done)(void *context, double share); /* in the caller's thread; or NULL */
    void *context;
} ds_bootstrap;

/* What each person adds to the difference when the outcomes are added up: weights[stride * slot] (a
 * slot as in effect/resample.h: 2 × pattern for its controls, one more for its treated); 0 for all
 * when matching is not valid. For each estimand the difference of ds_matching_outcome is Σ weights
 * × sums. */
void ds_bootstrap_weights(const ds_matching *matching, double *weights, size_t stride);

/* differences[n_samples * replicates], sample by sample; NAN for a replicate without an estimate.
 * Each replicate fits the score anew; over locations four at a time where from is there
 * (effect/wide.h). DS_EFFECT_LOCATIONS: as many locations as there are, drawn
 * with replacement, with all their persons (Cameron and Miller, A practitioner's guide to
 * cluster-robust inference, Journal of Human Resources 50, 2015, section VI.A). DS_EFFECT_PERSONS:
 * as many persons as there are, drawn with replacement from the groups: first how many of each
 * pattern and treatment, which is the same for all samples, then each sample's outcomes given that.
 * Of one sample this is the multinomial over its groups exactly; how outcomes of one person hang
 * together is not resampled, since nothing asks for it. DS_INPUT for persons beyond 2^32.
 *
 * A replicate costs a fit, the kernel sums, and a multiplication and an addition an outcome and
 * entry (locations) or a binomial number an outcome, pattern and value (persons). */
ds_status ds_bootstrap_run(const ds_bootstrap *task, double *differences,
                           ds_error *err) DS_NODISCARD;

/* Fills replicates, replicates_lost, se (the standard deviation, n - 1), percentile_low and
 * percentile_high (the 2.5 and 97.5 % quantiles: definition 6 of Hyndman and Fan, Sample quantiles
 * in statistical packages, The American Statistician 50, 1996, rank (n + 1) share), normal_low,
 * normal_high and flags from differences[n], which is sorted on the way; out->difference is there
 * already. A standard deviation of at most 1e-12 × scale (the size of an outcome) is rounding:
 * nothing varies. */
void ds_bootstrap_summary(double *differences, uint32_t n, double scale, ds_effect_result *out);

/* The value of definition 6 at share of sorted[n], n from 1. */
double ds_bootstrap_quantile(const double *sorted, size_t n, double share);

#endif
