/* work/inside/effects.h: what ds_work_effect and ds_work_match give away, and the steps they share.
 */
#ifndef DS_WORK_INSIDE_EFFECTS_H
#define DS_WORK_INSIDE_EFFECTS_H

#include "doorstroom/effects.h"
#include "doorstroom/inside.h"
#include "effect/faults.h"

/* The arrays of a block; its texts are of what the block was made from. */
typedef struct effect_arrays {
    ds_effect_row *rows;              /* [n_rows] */
    ds_effect_diagnostics **made;     /* [n_rows]: those of the rows */
    ds_effect_known **known;          /* [n_rows]: those of the rows; NULL: another row's */
    ds_effect_result *results;        /* [(1 + n_beside) * n_rows]: first those of the rows */
    ds_effect_beside *beside;         /* [n_beside] */
    const ds_effect_sample **samples; /* [n_rows]: borrowed, until there are diagnostics */
    ds_effect_faults *faults;         /* [n_rows]: of the rows */
    ds_effect_places **places; /* [(1 + n_beside) * n_rows], as results; until they are compared */
    size_t n_places;
    ds_did_row *before;            /* [n_before]: of voor_en_na, or NULL */
    ds_did_result *before_results; /* [n_before] */
    size_t n_before;
    ds_effect_subgroup *subgroups; /* of deelgroepen, or NULL */
    ds_effect_subgroup_test *interactions;
    const char *subgroup_left_out; /* of the definition; or NULL */
    size_t n_subgroups, subgroups_capacity, n_interactions, interactions_capacity;
} effect_arrays;

struct ds_effects {
    ds_effect_block *blocks; /* [n], with arrays[n] */
    effect_arrays *arrays;
    size_t n;
    void *basis; /* what the texts belong to */
    void (*free_basis)(void *basis);
};

/* n blocks without rows. basis becomes theirs, also when memory is short (then NULL). */
ds_effects *ds_effects_new(size_t n, void *basis, void (*free_basis)(void *basis)) DS_NODISCARD;
/* Room for the rows of a block, and n_beside other lists of exact columns. */
ds_status ds_effects_make_room(ds_effects *effects, size_t block, size_t n_rows, size_t n_beside,
                               ds_error *err) DS_NODISCARD;
void ds_effects_free_places(effect_arrays *arrays);
/* The diagnostics of every row with an estimate, several at once; then the samples may go. */
ds_status ds_effects_diagnose(const ds_work *work, ds_effects *effects, size_t block,
                              ds_error *err) DS_NODISCARD;

/* Before and after of every case of a plan that has panels: into before, and the rows point there.
 */
struct effect_plan;
ds_status ds_effects_before_after(const ds_work *work, const struct effect_plan *plan,
                                  uint64_t seed, effect_arrays *arrays, ds_error *err) DS_NODISCARD;

/* The effects among those with each value of the columns of deelgroepen, and whether they differ,
 * of joint cells; how is that of the first list of exact columns. */
ds_status ds_effects_subgroups(const ds_work *work, const struct effect_plan *plan,
                               const ds_effect_cells *how, const ds_effect_options *estimate,
                               effect_arrays *arrays, ds_error *err) DS_NODISCARD;

#endif
