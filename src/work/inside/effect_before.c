/* work/inside/effect_before.c: before and after of an evaluation that asks for it: an estimate an
 * outcome and year of follow-up, several at once. See effects.h. */
#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "work/inside/effect_plan.h"
#include "work/inside/effects.h"

typedef struct before_run {
    const effect_plan *plan;
    effect_arrays *arrays;
    uint64_t seed;
} before_run;

static ds_status estimate_before_row(void *context, size_t i, size_t worker, ds_error *err) {
    const before_run *b = context;
    const ds_effect_row *row = &b->arrays->rows[i];
    ds_did_options options = DS_DID_OPTIONS_INIT;
    (void)worker;
    options.seed = b->seed;
    options.share = row->share;
    options.controls = b->plan->evaluation->before_after == DS_BEFORE_AFTER_NEVER
                           ? DS_DID_NEVER_TREATED
                           : DS_DID_NOT_YET_TREATED;
    b->arrays->before[i] = (ds_did_row){.outcome = row->outcome,
                                        .name = row->name,
                                        .name_en = row->name_en,
                                        .year = row->year,
                                        .share = row->share,
                                        .unknown = row->unknown,
                                        .options = options,
                                        .result = &b->arrays->before_results[i]};
    return ds_did_estimate_effects(b->plan->cases[i].panel, &options, &b->arrays->before_results[i],
                                   err);
}

ds_status ds_effects_before_after(const ds_work *work, const effect_plan *plan, uint64_t seed,
                                  effect_arrays *a, ds_error *err) {
    const size_t n = plan->n_cases;
    ds_status status;
    a->before = ds_calloc(n + 1, sizeof *a->before);
    a->before_results = ds_calloc(n + 1, sizeof *a->before_results);
    if (a->before == NULL || a->before_results == NULL) return ds_error_memory(err);
    a->n_before = n;
    status = ds_parallel(n, ds_parallel_workers(work->n_threads), estimate_before_row,
                         &(before_run){plan, a, seed}, err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        a->rows[i].before_after = &a->before[i];
    return status;
}
