/* effect/sensitivity.h: how much could what is not observed matter? For outcomes of 0 and 1.
 *
 * The model is Rosenbaum's (Observational Studies, 2nd ed., 2002, section 4.2): two persons of one
 * score differ in their odds of treatment by at most a factor gamma, because of a hidden u. What
 * that does to a mean outcome: write o(u) for the odds of treatment, and a ≤ o(u) ≤ gamma a. By
 * Bayes, the odds of Y0 = 1 among the treated over those among the controls are
 *
 *   [E(π|Y0=1) / E(1-π|Y0=1)] / [E(π|Y0=0) / E(1-π|Y0=0)],   π = o / (1 + o),
 *
 * and each E(π|·) / E(1-π|·) is a mean of o(u) weighted by 1 - π, so between a and gamma a. Their
 * ratio is therefore between 1/gamma and gamma, and it is gamma when u is Y0 itself: the bound is
 * reached. With m the kernel mean of the controls at a treated person's score, the mean outcome
 * that person would have had lies from m / (m + gamma (1 - m)) to gamma m / (gamma m + 1 - m).
 *
 * For ATU the same holds of the outcome with treatment; for ATE both bounds are taken at once,
 * which is safe but need not be reached by one u. Nothing here is about chance; gamma_interval adds
 * that by widening the bounds with 1.96 standard errors, as if these did not depend on gamma. */
#ifndef DS_EFFECT_SENSITIVITY_H
#define DS_EFFECT_SENSITIVITY_H

#include "effect/diagnose.h"

enum { DS_SENSITIVITY_N = 6 };

/* Persons averaged over, and the mean outcome of their matches at their score. */
typedef struct ds_sensitivity {
    double *n, *m; /* [n_points] */
    double *sign;  /* +1: m is of the controls and is subtracted; -1: of the treated */
    size_t n_points;
    double persons;  /* Σ n */
    double constant; /* Σ of the observed outcome, signed so that the difference is
                        (constant - Σ n sign m) / persons */
} ds_sensitivity;

/* Whether all outcomes are 0 or 1. */
bool ds_sensitivity_applies(const ds_effect_sample *sample);
/* Of a valid matching; by kernel sums within strata. */
ds_status ds_sensitivity_init(const ds_diagnosis *d, ds_sensitivity *out,
                              ds_error *err) DS_NODISCARD;
void ds_sensitivity_done(ds_sensitivity *sensitivity);
/* The least and the largest difference at gamma >= 1. Cost: n_points. */
ds_effect_sensitivity ds_sensitivity_bounds(const ds_sensitivity *sensitivity, double gamma);
/* The smallest gamma from 1 to 10, to 1e-12, at which the bounds widened by margin hold 0; NAN when
 * that is not so at 10, or margin is NAN. */
double ds_sensitivity_gamma(const ds_sensitivity *sensitivity, double margin);

/* out[DS_SENSITIVITY_N] and the gammas of diagnostics. */
ds_status ds_diagnose_sensitivity(const ds_diagnosis *d, ds_effect_sensitivity *out,
                                  ds_effect_diagnostics *diagnostics, ds_error *err) DS_NODISCARD;

#endif
