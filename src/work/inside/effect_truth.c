/* work/inside/effect_truth.c: in a made register the true effect is known: what became of those who
 * took part, beside what would have become of the same persons without the route (simulate
 * --counterfactuals). It stands beside the estimate and is no part of it. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/int128.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/effect_plan.h"
#include "work/inside/effect_truth.h"
#include "work/inside/fit.h"

static bool is_cohort(const plan_case *one, int schooljaar) {
    for (size_t i = 0; i < one->n_cohorts; i++)
        if (one->cohorts[i] == schooljaar) return true;
    return false;
}

/* The mean of those who took part, over the cohorts of the case; false when there are none. */
static bool mean_of_treated(const plan_case *one, const ds_cells *cells, double *out) {
    const bool numeric = one->year->indicator.numeric;
    double sum = 0, n = 0;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        if (!ds_text_equal(cell.keys[0], ds_text_of("ja")) || !is_cohort(one, cell.schooljaar))
            continue;
        sum += numeric ? (double)ds_sum_value(cell.measures.som) / ds_cells_scale(cells)
                       : (double)cell.measures.teller;
        n += (double)cell.measures.noemer;
    }
    if (n == 0) return false;
    *out = sum / n;
    return true;
}

/* Each case by who took part, on one register. */
static ds_status tally_on(const effect_plan *plan, const ds_definitions *definitions,
                          const ds_register *reg, size_t n_workers, ds_cells **out, ds_error *err) {
    const ds_tally_options options = {.n_workers = n_workers};
    ds_tally_request *requests = ds_calloc(plan->n_cases + 1, sizeof *requests);
    ds_tally_note *notes = ds_calloc(plan->n_cases + 1, sizeof *notes);
    ds_status status = requests == NULL || notes == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < plan->n_cases; i++)
        requests[i] =
            (ds_tally_request){&plan->cases[i].year->indicator, plan->keys, plan->names, 1};
    if (status == DS_OK)
        status = ds_tally(reg, definitions, requests, plan->n_cases, &options, out, notes, err);
    ds_free(requests);
    ds_free(notes);
    return status;
}

static void free_cases(const effect_plan *plan, ds_cells **cells) {
    for (size_t i = 0; cells != NULL && i < plan->n_cases; i++)
        ds_cells_free(cells[i]);
    ds_free(cells);
}

static ds_status fill_truth(const effect_count *count, const effect_plan *plan,
                            const ds_register *without, ds_effect_row *rows, ds_error *err) {
    ds_cells **with_route = ds_calloc(plan->n_cases + 1, sizeof *with_route);
    ds_cells **without_route = ds_calloc(plan->n_cases + 1, sizeof *without_route);
    const size_t n = count->work->n_threads;
    ds_status status = with_route == NULL || without_route == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK)
        status = tally_on(plan, count->definitions, count->reg, n, with_route, err);
    if (status == DS_OK)
        status = tally_on(plan, count->definitions, without, n, without_route, err);
    for (size_t i = 0; status == DS_OK && i < plan->n_cases; i++) {
        double a, b;
        if (rows[i].conditional) continue; /* among others in each register: a description */
        if (!mean_of_treated(&plan->cases[i], with_route[i], &a) ||
            !mean_of_treated(&plan->cases[i], without_route[i], &b))
            continue;
        rows[i].has_truth = true;
        rows[i].truth = a - b;
    }
    free_cases(plan, with_route);
    free_cases(plan, without_route);
    return status;
}

ds_status ds_effect_truth(const effect_count *count, const effect_plan *plan, ds_effect_row *rows,
                          ds_error *err) {
    ds_register *without = NULL;
    ds_status status = DS_OK;
    if (count->reg == NULL || count->work->folder == NULL || plan->n_cases == 0) return DS_OK;
    status = ds_fit_open_without(count->work, &without, err);
    if (status == DS_OK && without != NULL) status = fill_truth(count, plan, without, rows, err);
    ds_register_close(without);
    return status;
}
