/* effect/equals.h: what was not observed, among those who are equal in everything: Rosenbaum's
 * bounds on the Mantel-Haenszel statistic; and the E-value of a ratio of shares. */
#ifndef DS_EFFECT_EQUALS_H
#define DS_EFFECT_EQUALS_H

#include "effect/diagnose.h"

/* Equals: treated and controls, and how many of each have the outcome. */
typedef struct ds_equals_stratum {
    double n[2], events[2]; /* [0] controls, [1] treated; whole numbers */
} ds_equals_stratum;

/* T less its expectation, over its standard error, T = Σ events of the treated and each stratum an
 * extended hypergeometric of odds gamma: where a hidden cause multiplies the odds of treatment of
 * those with the outcome by gamma, the largest that T - E can be expected. P.R. Rosenbaum,
 * Observational Studies, 2nd ed., 2002, section 4.4.2. gamma = 1: the test of Mantel and Haenszel
 * (1959), without a correction for continuity. NAN where nothing varies. Cost: strata × some tens
 * of standard deviations. */
double ds_equals_z(const ds_equals_stratum *strata, size_t n, double gamma);
/* The smallest gamma from 1 to 10 at which the two-sided p is above 5 %, to 1e-9: 1 when it is so
 * at 1; NAN when it is not so at 10, or there is no z. */
double ds_equals_gamma(const ds_equals_stratum *strata, size_t n);

/* How strong the relation of a cause with both treatment and outcome must be, as a ratio of shares,
 * to explain a ratio away: R + √(R (R - 1)), below 1 of 1 / R. T.J. VanderWeele and P. Ding,
 * Sensitivity analysis in observational research: introducing the E-value, Annals of Internal
 * Medicine 167, 2017. NAN unless ratio is above 0 and finite. */
double ds_e_value(double ratio);

/* Fills sensitivity_state, gamma_equals, z_equals, equal_treated, equal_controls, e_value and
 * e_value_limit. */
ds_status ds_diagnose_equals(const ds_diagnosis *d, ds_effect_diagnostics *out,
                             ds_error *err) DS_NODISCARD;

#endif
