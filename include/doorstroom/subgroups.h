/* doorstroom/subgroups.h, of effect: whether an effect differs between subgroups (girls and boys,
 * one cohort and another): estimates on samples of disjoint persons at the same locations, which
 * move together.
 *
 * Threads: pure functions. */
#ifndef DOORSTROOM_SUBGROUPS_H
#define DOORSTROOM_SUBGROUPS_H

#include "doorstroom/effect.h"

DS_BEGIN_DECLS

/* NAN where there is no such number. */
typedef struct ds_effect_interaction {
    size_t n;           /* subgroups with an estimate */
    double f, df1, df2; /* Hotelling's, that all effects are equal */
    double p;           /* NAN with few: too few treated locations for a standard error */
    bool few;           /* a subgroup has fewer than DS_EFFECT_LOCATIONS_MIN treated locations */
    double difference;  /* of two subgroups: second - first, with its standard error */
    double difference_se;
    double smallest; /* of two: the difference of which 80 % would have been found */
} ds_effect_interaction;

/* results[n] and places[n] of ds_effect_estimate_places, a subgroup each; those without an estimate
 * are passed over. The covariance of two contrasts with the first follows of the standard errors of
 * all pairs (ds_effect_places_se), so of the joint influence by location; f = T² (df - q + 1) / (df
 * q) with df = the smallest number of treated locations - 1. DS_FAULT: no memory. */
DS_API ds_status ds_effect_interaction_test(const ds_effect_result *results,
                                            const ds_effect_places *const *places, size_t n,
                                            ds_effect_interaction *out, ds_error *err) DS_NODISCARD;

/* difference + side × t(0.975) × se, with df degrees of freedom; side 1 or -1. NAN without se. */
DS_API double ds_effect_t_limit(double difference, double se, double df, int side);

DS_END_DECLS

#endif
