/* effect/permutation.h: with few treated locations, how often the others would do as much. */
#ifndef DS_EFFECT_PERMUTATION_H
#define DS_EFFECT_PERMUTATION_H

#include "effect/matching.h"

/* The p-value of no effect on anybody, two-sided, over locations.
 *
 * Everybody gets a residual: the outcome less the kernel mean of the controls at their score. The
 * ATT is T = Σ_g n_g × (mean residual of the treated of location g) / Σ_g n_g, over the G locations
 * with treated persons on support. A draw takes G different locations out of all: one with treated
 * stands for its treated persons, another for all its controls (both on support). In place of
 * location g, n_g residuals are drawn with replacement from the g-th location drawn; T* weighs
 * these as T does. p = (1 + draws with |T*| >= |T|) / (1 + draws): Phipson and Smyth, Permutation
 * p-values should never be zero, Statistical Applications in Genetics and Molecular Biology 9,
 * 2010. A |T*| less than 1e-12 of scale (the size of an outcome) below |T| counts as equal.
 *
 * What it assumes, and what not. Locations are exchangeable: had none taken part, those with
 * treated would differ from what the score expects as the others do (a school that takes part
 * because it is good breaks this, as it breaks the matching). A location that is drawn brings its
 * pupils as they are, not with the scores of those whom it stands for. Drawing pupils adds noise
 * that a location's own mean has already, and the treated ones are among those drawn, so that with
 * an effect the draws are wider: on both counts p is too large rather than too small. The score and
 * the kernel means are not estimated anew.
 *
 * n0: the controls that matching was given. NAN, and DS_OK, when there is nothing to
 * compare: matching not valid, another estimand than the ATT, no draws, or no location on support
 * besides the G. Cost: draws × (the persons averaged over, or the groups of the locations drawn
 * where those are fewer). */
ds_status ds_permutation_p(const ds_matching *matching, const ds_effect_sample *sample,
                           const double *n0, double scale, size_t n_workers, double *out,
                           ds_error *err) DS_NODISCARD;

#endif
