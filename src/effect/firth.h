/* effect/firth.h: a score where covariates tell exactly who took part. */
#ifndef DS_EFFECT_FIRTH_H
#define DS_EFFECT_FIRTH_H

#include "effect/score.h"

/* ds_score_fit, or with firth the maximum of the likelihood times √|X'WX| (D. Firth, Bias reduction
 * of maximum likelihood estimates, Biometrika 80, 1993), which is always there: G. Heinze and M.
 * Schemper, A solution to the problem of separation in logistic regression, Statistics in Medicine
 * 21, 2002. Its equations are those of the likelihood with h/2 added to treated and to controls of
 * each pattern, h = w x'(X'WX)⁻¹x; so the fit is made anew with these until they no longer change
 * by more than 1e-10. Nobody is left out for a level with one group. After it the Hessian, and what
 * ds_score_inverse and ds_score_solve make of it, is X'WX of the persons themselves. Cost: some ten
 * to forty fits and inverses. False also when memory is short. */
bool ds_firth_fit(const ds_design *design, bool firth, const double *n1, const double *n0,
                  const ds_score *from, ds_score *score);
/* ds_design_init; with firth a level that only one group has is a column like another. */
ds_status ds_firth_design(const ds_effect_sample *sample, bool firth, const double *n1,
                          const double *n0, ds_design *out, ds_error *err) DS_NODISCARD;

#endif
