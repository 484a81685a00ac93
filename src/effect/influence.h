/* effect/influence.h: influence functions by pattern. All persons of a group in a pattern differ in
 * their outcome only, in which the influence is linear: slope × (outcome - centre) + constant.
 * Those of one sample with one centre can be subtracted: the influence of a difference between two
 * estimates of the same row. */
#ifndef DS_EFFECT_INFLUENCE_H
#define DS_EFFECT_INFLUENCE_H

#include "effect/spread.h"

typedef struct ds_influence {
    size_t n_patterns;
    double centre;
    double *slope[2], *constant[2]; /* [n_patterns]: controls, treated */
} ds_influence;

/* All 0. */
ds_status ds_influence_init(size_t n_patterns, ds_influence *out, ds_error *err) DS_NODISCARD;
void ds_influence_done(ds_influence *influence);
/* to -= what; both with one centre. */
void ds_influence_subtract(ds_influence *to, const ds_influence *what);
/* √Σ influence² over persons. */
double ds_influence_se(const ds_influence *influence, const ds_spread *const spread[2]);
/* What the persons of each location add up to, in patterns that are in; seen[n_locations]: that
 * have some; or NULL. The groups in their order, which is that of their content. */
void ds_influence_places(const ds_influence *influence, const ds_effect_sample *sample,
                         const bool *in, double *sums, bool *seen);
/* √(G/(G-1) Σ_locations (Σ influence)²), G the locations with persons in patterns that are in; NAN
 * with fewer than two. */
ds_status ds_influence_se_locations(const ds_influence *influence, const ds_effect_sample *sample,
                                    const bool *in, double *out, ds_error *err) DS_NODISCARD;

#endif
