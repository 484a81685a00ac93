/* effect/permutation.h: with few treated locations, how often the others would do as much. */
#ifndef DS_EFFECT_PERMUTATION_H
#define DS_EFFECT_PERMUTATION_H

#include "effect/assign.h"
#include "effect/matching.h"

enum { DS_PERMUTATION_ALL = 10000 }; /* assignments at most that are all counted, else drawn */

typedef struct ds_permutation_of {
    const ds_matching *matching;
    const ds_effect_sample *sample;
    const double *n0; /* the controls that matching was given */
    double scale;     /* the size of an outcome; 1e-12 of it is rounding */
    bool rare;        /* hardly anybody of a group has the outcome, or lacks it */
    /* in place of matching (NULL) another way's: what a person of each group weighs, and what the
     * outcome of somebody of a pattern would be without treatment, [n_patterns]; and the estimate
     */
    const double *weight[2], *means;
    double difference;
    const ds_effect_options *options;
} ds_permutation_of;

typedef struct ds_permutation {
    ds_assign_result of;
    uint64_t locations, treated; /* that changed places, and those treated */
    bool studentised;
} ds_permutation;

/* The p-value and the interval of no effect on anybody, over locations: effect/assign.h, where a
 * location brings its treated where it has any, else its controls; the controls of locations with
 * treated stay what they are. Its value is the mean of its persons' residuals, the outcome less the
 * kernel mean of the controls at their score, by what they weigh in the estimate; that of controls
 * less a constant, so that T is the estimate itself. Its weight is what these weights are worth in
 * persons: Σ W × ΣW / ΣW² with the last factor over all of the group, so that the treated of an ATT
 * weigh 1. Studentised where the largest weight is more than fourfold the smallest, or those of
 * the treated are on average a quarter larger or smaller than the others' (without it 5 % becomes
 * 10 where they are a third of them); of one treated location, and of a rare outcome, the spread of
 * the treated says nothing, and the noise is taken that a location's weight makes one expect. As
 * many draws as options->replicates says, but at least DS_PERMUTATION_ALL - 1.
 *
 * What it assumes: had none taken part, the locations with treated would differ from what the score
 * expects as the others do. A school that takes part because it is good breaks this, as it breaks
 * the matching. A location that is drawn brings its pupils as they are, not with the scores of
 * those whom it stands for; score and kernel means are not estimated anew.
 *
 * All NAN, and DS_OK, where there is nothing to compare: matching not valid, or no location besides
 * those treated. */
ds_status ds_permutation_run(const ds_permutation_of *of, ds_permutation *out,
                             ds_error *err) DS_NODISCARD;

#endif
