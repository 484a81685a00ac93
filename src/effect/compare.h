/* effect/compare.h: two estimates of the same persons, and how far apart they may be by chance. */
#ifndef DS_EFFECT_COMPARE_H
#define DS_EFFECT_COMPARE_H

#include "effect/influence.h"
#include "effect/sample.h"

/* Of a finished sample, all sums 0; NULL when memory is short. */
ds_effect_places *ds_effect_places_new(const ds_effect_sample *sample) DS_NODISCARD;
/* sums[n_locations of the sample], by its numbers: into places. */
void ds_effect_places_set(ds_effect_places *places, const double *sums);
/* With the sums of this influence; NULL when memory is short. */
ds_effect_places *ds_effect_places_of(const ds_effect_sample *sample,
                                      const ds_influence *influence) DS_NODISCARD;

#endif
