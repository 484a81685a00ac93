/* effect/bandwidth.h: a bandwidth from the scores (the pair-matching rule), or from the outcome
 * (cross-validation). Both look within strata, as matching does. */
#ifndef DS_EFFECT_BANDWIDTH_H
#define DS_EFFECT_BANDWIDTH_H

#include "doorstroom/effect.h"

/* All by pattern, [n_patterns]; [0] controls, [1] treated. */
typedef struct ds_bandwidth_data {
    size_t n_patterns;
    const uint32_t *stratum_of; /* rising */
    const double *p;            /* the score, 0 < p < 1 */
    const bool *in;             /* takes part; NULL: all */
    const double *n[2];         /* persons, whole numbers */
    const double *sum[2];       /* the outcome added up over them; for cross-validation only */
    const double *square[2];    /* and its square */
    ds_effect_estimand estimand;
} ds_bandwidth_data;

typedef struct ds_bandwidth {
    double bandwidth; /* above 0 */
    bool fallback;    /* the pair rule found no distance above 0 */
    double loss;      /* cross-validation: at this bandwidth; else NAN */
} ds_bandwidth;

/* The default: half the standard deviation of the scores of those averaged over about the means of
 * their strata, over the cube root of how many they are; the Gaussian's is 1 / √5 of that, which
 * makes it as wide. Everybody counts, whoever has an equal score among the others too, so that the
 * width goes by all of them; it shrinks more slowly than scores come to lie closer together, so
 * that ever more are within it, and faster than the bias of smoothing needs to stay below the
 * standard error. Scores that spread less than 1e-12 of themselves: as the fallback of the pair
 * rule. For the ATE the caller asks twice. DS_FAULT: no memory. Cost: n. Judged on populations
 * whose truth is known (docs/dekking.md). */
ds_status ds_bandwidth_auto(const ds_bandwidth_data *data, ds_effect_kernel kernel,
                            ds_bandwidth *out, ds_error *err) DS_NODISCARD;

/* The pair-matching rule: 1.5 × the 90 % quantile of the non-zero distances to the nearest score of
 * the other group in the stratum, over the persons averaged over (ATT: treated; ATU: controls; ATE:
 * both); who has no such other does not count. The quantile is definition 2 of Hyndman and Fan: the
 * smallest distance d such that at least 90 % of these persons have a distance of at most d, and
 * where exactly 90 % have, the mean of it and the next. Distances below 1e-12 of the score are
 * rounding and count as zero. Without any non-zero distance: the smallest gap between scores of one
 * stratum, which compares equals only, or 1e-6 where there is none; and fallback. Source: M. Huber,
 * M. Lechner and A. Steinmayr, Radius matching on the propensity score with bias adjustment:
 * tuning parameters and finite sample behaviour, Empirical Economics 49, 2015, and B. Jann, kmatch,
 * 2017, whose default it is. DS_FAULT: no memory. Cost: n log n. Checked against: all pairs of
 * persons. */
ds_status ds_bandwidth_pair(const ds_bandwidth_data *data, ds_bandwidth *out,
                            ds_error *err) DS_NODISCARD;

/* The smallest bandwidth at which nobody of those averaged over (as above) who has anybody of the
 * other group in the stratum is without one: just above the largest of the nearest distances; 0
 * where there is none. DS_FAULT: no memory. Cost: n log n. */
ds_status ds_bandwidth_for_all(const ds_bandwidth_data *data, double *out,
                               ds_error *err) DS_NODISCARD;

/* The leave-one-out error of matching at one bandwidth. Each control is predicted by the kernel
 * mean of the other controls of the stratum; the squared error counts with the odds p / (1 - p) of
 * the score, so that it is judged where the treated are; divided by the sum of these. (ATU: treated
 * among treated, with (1 - p) / p; ATE: both added up.) Somebody whom the others weigh less than a
 * 1e-9 of what oneself does cannot be predicted, and counts with the variance of the outcome in the
 * group, so that a tiny bandwidth gains nothing. Source: J. Galdo, J. Smith and D. Black, Bandwidth
 * selection and the estimation of treatment effects with unbalanced data, Annales d'Économie et de
 * Statistique 91/92, 2008. DS_FAULT: no memory. Cost: that of ds_kernel_sums at the patterns, for
 * two values. Checked against: person by person. */
ds_status ds_bandwidth_loss(const ds_bandwidth_data *data, ds_effect_kernel kernel,
                            double bandwidth, double *out, ds_error *err) DS_NODISCARD;

/* The bandwidth with the smallest loss: of 25 that rise geometrically from a quarter of the pair
 * rule's to the range of the scores, then by golden section on the logarithm between the neighbours
 * of the best, until they are 1 per mille apart; the best that was tried, the smallest of equals.
 * Where the range is no larger than a quarter of the pair rule's, or nobody can be judged: the pair
 * rule's. Cost: some 45 times ds_bandwidth_loss. */
ds_status ds_bandwidth_cross_validate(const ds_bandwidth_data *data, ds_effect_kernel kernel,
                                      ds_bandwidth *out, ds_error *err) DS_NODISCARD;

#endif
