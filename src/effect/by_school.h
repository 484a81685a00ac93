/* effect/by_school.h: an estimate school by school: ds_effect_schools of doorstroom/effect.h.
 *
 * d_l = the mean over the treated of location l on support of their outcome less the kernel mean of
 * the controls at their score; the row's difference is the mean of these by persons. se² = s² /
 * n_l, s² the spread of persons about their location's mean, pooled: a location whose persons are
 * all alike is not certain for that. Without l: (Σ n d - n_l d_l) / (Σ n - n_l). Checked against:
 * person by person, in tests/effect/test_by_school.c. */
#ifndef DS_EFFECT_BY_SCHOOL_H
#define DS_EFFECT_BY_SCHOOL_H

#include "effect/diagnose.h"

typedef struct ds_by_school ds_by_school;

/* *out NULL where there is nothing to say. Cost: one kernel sum, and the groups. */
ds_status ds_by_school_make(const ds_diagnosis *d, ds_by_school **out, ds_error *err) DS_NODISCARD;
const ds_effect_schools *ds_by_school_view(const ds_by_school *schools);
void ds_by_school_free(ds_by_school *schools);

#endif
