/* work/inside/effects.c: blocks of estimates, their memory, and the diagnostics of all of them. See
 * effects.h. */
#include "work/inside/effects.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"

ds_effects *ds_effects_new(size_t n, void *basis, void (*free_basis)(void *basis)) {
    ds_effects *effects = ds_calloc(1, sizeof *effects);
    if (effects == NULL) {
        free_basis(basis);
        return NULL;
    }
    effects->basis = basis;
    effects->free_basis = free_basis;
    effects->blocks = ds_calloc(n + 1, sizeof *effects->blocks);
    effects->arrays = ds_calloc(n + 1, sizeof *effects->arrays);
    if (effects->blocks == NULL || effects->arrays == NULL) {
        ds_effects_free(effects);
        return NULL;
    }
    effects->n = n;
    return effects;
}

void ds_effects_free_places(effect_arrays *arrays) {
    for (size_t i = 0; i < arrays->n_places; i++)
        ds_effect_places_free(arrays->places[i]);
    ds_free(arrays->places);
    arrays->places = NULL;
    arrays->n_places = 0;
}

void ds_effects_free(ds_effects *effects) {
    if (effects == NULL) return;
    for (size_t b = 0; effects->arrays != NULL && effects->blocks != NULL && b < effects->n; b++) {
        effect_arrays *a = &effects->arrays[b];
        for (size_t i = 0; a->made != NULL && i < effects->blocks[b].n_rows; i++)
            ds_effect_diagnostics_free(a->made[i]);
        for (size_t i = 0; a->known != NULL && i < effects->blocks[b].n_rows; i++)
            ds_effect_known_free(a->known[i]);
        for (size_t i = 0; a->faults != NULL && i < effects->blocks[b].n_rows; i++)
            ds_effect_faults_done(&a->faults[i]);
        ds_free(a->faults);
        ds_free(a->rows);
        ds_free(a->made);
        ds_free(a->known);
        ds_free(a->results);
        ds_free(a->beside);
        ds_free(a->samples);
        ds_effects_free_places(a);
        for (size_t i = 0; i < a->n_before; i++)
            ds_did_result_done(&a->before_results[i]);
        ds_free(a->before);
        ds_free(a->before_results);
        for (size_t i = 0; i < a->n_subgroups; i++)
            ds_free((void *)(uintptr_t)a->subgroups[i].level);
        ds_free(a->subgroups);
        ds_free(a->interactions);
    }
    ds_free(effects->blocks);
    ds_free(effects->arrays);
    effects->free_basis(effects->basis);
    ds_free(effects);
}

const ds_effect_block *ds_effects_blocks(const ds_effects *effects, size_t *out_n) {
    *out_n = effects->n;
    return effects->blocks;
}

ds_status ds_effects_make_room(ds_effects *effects, size_t block, size_t n_rows, size_t n_beside,
                               ds_error *err) {
    ds_effect_block *b = &effects->blocks[block];
    effect_arrays *a = &effects->arrays[block];
    a->rows = ds_calloc(n_rows + 1, sizeof *a->rows);
    a->made = ds_calloc(n_rows + 1, sizeof(ds_effect_diagnostics *));
    a->known = ds_calloc(n_rows + 1, sizeof(ds_effect_known *));
    a->faults = ds_calloc(n_rows + 1, sizeof *a->faults);
    a->results = ds_calloc((1 + n_beside) * n_rows + 1, sizeof *a->results);
    a->beside = ds_calloc(n_beside + 1, sizeof *a->beside);
    a->samples = ds_calloc(n_rows + 1, sizeof(const ds_effect_sample *));
    a->places = ds_calloc((1 + n_beside) * n_rows + 1, sizeof(ds_effect_places *));
    if (a->places != NULL) a->n_places = (1 + n_beside) * n_rows;
    if (a->rows == NULL || a->made == NULL || a->known == NULL || a->results == NULL ||
        a->beside == NULL || a->samples == NULL || a->places == NULL || a->faults == NULL)
        return ds_error_memory(err);
    b->rows = a->rows;
    b->n_rows = n_rows;
    b->beside = a->beside;
    b->n_beside = n_beside;
    return DS_OK;
}

/* ---- diagnostics ---- */

typedef struct diagnosing {
    const ds_effect_block *block;
    effect_arrays *arrays;
} diagnosing;

static ds_status diagnose_row(void *context, size_t i, size_t worker, ds_error *err) {
    const diagnosing *d = context;
    const ds_effect_result *result = &d->arrays->rows[i].result;
    ds_status status =
        ds_effect_faults_find(d->arrays->samples[i], result, &d->arrays->faults[i], err);
    (void)worker;
    if (status != DS_OK || !ds_effect_has_estimate(result)) return status;
    return ds_effect_diagnose(d->arrays->samples[i], &d->block->options, result,
                              &d->arrays->made[i], err);
}

ds_status ds_effects_diagnose(const ds_work *work, ds_effects *effects, size_t block,
                              ds_error *err) {
    diagnosing d = {&effects->blocks[block], &effects->arrays[block]};
    const size_t n = d.block->n_rows;
    ds_status status = ds_parallel(n, ds_parallel_workers(work->n_threads), diagnose_row, &d, err);
    for (size_t i = 0; i < n; i++) {
        d.arrays->rows[i].diagnostics = d.arrays->made[i];
        d.arrays->rows[i].missing = d.arrays->faults[i].missing;
        d.arrays->rows[i].separating = d.arrays->faults[i].separating;
        d.arrays->samples[i] = NULL;
    }
    return status;
}
