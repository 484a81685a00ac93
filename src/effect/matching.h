/* effect/matching.h: kernel matching on scores, for one set of persons: the sample's own, or a
 * replicate's. First the persons (scores, support, kernel sums), then any number of outcomes. One a
 * thread; nothing is allocated after ds_matching_init. */
#ifndef DS_EFFECT_MATCHING_H
#define DS_EFFECT_MATCHING_H

#include "effect/kernel.h"
#include "effect/score.h"

typedef struct ds_matching {
    const ds_design *design;
    const ds_effect_options *options;
    ds_score score;
    /* [n_patterns], by pattern: */
    bool *on[2];           /* persons of group g in this pattern are averaged over (have a match) */
    bool *usable[2];       /* may serve as somebody's match: in the score and within the range */
    double *weight[2];     /* of one person as a match of the others: Σ over whom it serves of
                              n K / D; [0]: controls for ATT, [1]: treated for ATU */
    double *kernel_sum[2]; /* D at this score: [0] over controls, [1] over treated */
    double averaged[2];    /* persons averaged over, by group */
    bool one_score;
    bool valid; /* there is an estimate of options->estimand */
    struct ds_matching_work *work;
} ds_matching;

/* A point estimate of one outcome. */
typedef struct ds_matching_estimate {
    double treated, control, difference;
} ds_matching_estimate;

ds_status ds_matching_init(const ds_design *design, const ds_effect_options *options,
                           ds_matching *out, ds_error *err) DS_NODISCARD;
void ds_matching_done(ds_matching *matching);
/* Fits the score to these persons (from: a fit to start at, or NULL), finds support and weights.
 * False, with matching->valid false, when there is no estimate. bandwidth in units of the score. */
bool ds_matching_persons(ds_matching *matching, const double *n1, const double *n0,
                         double bandwidth, const ds_score *from);
/* sum1, sum0 [n_patterns]: the outcome added up over the persons. By the weights: one pass over the
 * patterns an outcome. */
void ds_matching_outcome(const ds_matching *matching, const double *n1, const double *n0,
                         const double *sum1, const double *sum0, ds_matching_estimate *out);

#endif
