/* effect/set.h: samples that hold the same persons, of one call of ds_effect_estimate. */
#ifndef DS_EFFECT_SET_H
#define DS_EFFECT_SET_H

#include "doorstroom/effect.h"

typedef struct ds_effect_set {
    const ds_effect_sample *const *samples; /* [n], finished */
    ds_effect_result *results;              /* [n], out; but for p_adjusted */
    ds_effect_places **places;              /* [n], out where there is an estimate; or NULL */
    size_t n;                               /* from 1 */
    const ds_effect_options *options;
    size_t n_workers;     /* from 1, of options aside */
    bool says;            /* tells options->progress how far it is, in the caller's thread */
    size_t index, n_sets; /* which of how many sets it is, for that */
} ds_effect_set;

/* Many sets may be estimated at once: they have nothing in common. Errors as ds_effect_estimate. */
ds_status ds_effect_set_estimate(const ds_effect_set *set, ds_error *err) DS_NODISCARD;

#endif
