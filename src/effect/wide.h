/* effect/wide.h: the scores of four replicates at a time, side by side in wide instructions. Each
 * leaves out the strata and levels that lack a group in it, and levels that the others say then
 * (those of a factor whose level of reference is gone). What has no fit, or a number that has
 * become collinear, is told apart, and is for ds_score_fit. */
#ifndef DS_EFFECT_WIDE_H
#define DS_EFFECT_WIDE_H

#include "effect/score.h"

enum { DS_WIDE_LANES = 4 };

/* One a thread. */
typedef struct ds_wide ds_wide;

/* from: the converged fit to all persons of the design's sample, where every replicate starts; it
 * and the design are kept. *out is NULL, with DS_OK, where fits side by side would not be cheaper
 * (more than 64 columns, or so many strata that their elimination costs more than the rows). */
ds_status ds_wide_init(const ds_design *design, const ds_score *from, ds_wide **out,
                       ds_error *err) DS_NODISCARD;
void ds_wide_free(ds_wide *wide);
/* Fits to four sets of persons: persons[stride * slot + lane], a slot as in effect/resample.h: the
 * controls (2 × pattern) and the treated (2 × pattern + 1) of a pattern. Allocates nothing. What
 * comes out of a lane does not depend on the other lanes.
 *
 * The first step takes the Hessian of from, which needs no new one; then Newton, until a step moves
 * no logit by more than 5e-7: the next one would move it by some 1e-13. That last step is taken in
 * p by its series. There is no halving of steps: the likelihood is concave, so where steps shrink
 * to nothing is its maximum. Cost of a step: as in ds_score_fit, a quarter of the time. */
void ds_wide_fit(ds_wide *wide, const double *persons, size_t stride);
/* Fills score from a lane as ds_score_fit would, to 1e-12 in p; but for loglik (NAN), and
 * ds_score_inverse and what needs it may not be called. False, and score is as it was, when
 * ds_score_fit must be asked. */
bool ds_wide_take(const ds_wide *wide, size_t lane, ds_score *score);

#endif
