/* work/inside/effect_cells.c: the cells of all outcomes and years of an evaluation, which cohorts
 * they show, and what is made of them before they go. See effect_plan.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "work/inside/effect_plan.h"

enum { CELLS_MAX = 500000 /* of one pass: some 400 bytes each */ };

/* ---- cohorts ---- */

/* Whether this school year can be followed as far as the outcome looks. */
static bool is_observed(const ds_register *reg, const ds_tally_note *note, int schooljaar) {
    for (size_t y = 0; y < ds_register_n_years(reg); y++)
        if (ds_register_years(reg)[y] == schooljaar) return note->counted >> y & 1;
    return false;
}

static bool has_cohort(const plan_case *one, int schooljaar) {
    for (size_t i = 0; i < one->n_cohorts; i++)
        if (one->cohorts[i] == schooljaar) return true;
    return false;
}

static ds_status find_observed_cohorts(const ds_evaluation *e, bool figure, const ds_register *reg,
                                       plan_case *one, ds_error *err) {
    const int *asked = figure && e->n_cohorten_figuur > 0 ? e->cohorten_figuur : e->cohorten;
    const size_t n = figure && e->n_cohorten_figuur > 0 ? e->n_cohorten_figuur : e->n_cohorten;
    one->cohorts = ds_calloc(n + 1, sizeof *one->cohorts);
    if (one->cohorts == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        if (is_observed(reg, &one->note, asked[i])) one->cohorts[one->n_cohorts++] = asked[i];
    return DS_OK;
}

/* Keeps those that every year of this outcome has. */
static void keep_common_cohorts(const effect_plan *plan, size_t from, size_t to) {
    plan_case *first = &plan->cases[from];
    size_t kept = 0;
    for (size_t i = 0; i < first->n_cohorts; i++) {
        bool everywhere = true;
        for (size_t k = from + 1; k < to; k++)
            everywhere = everywhere && has_cohort(&plan->cases[k], first->cohorts[i]);
        if (everywhere) first->cohorts[kept++] = first->cohorts[i];
    }
    first->n_cohorts = kept;
    for (size_t k = from + 1; k < to; k++) { /* a part of what it had, so there is room */
        plan->cases[k].n_cohorts = kept;
        if (kept > 0) memcpy(plan->cases[k].cohorts, first->cohorts, kept * sizeof *first->cohorts);
    }
}

/* Behind the last year of the outcome of cases[from]. */
static size_t find_outcome_end(const effect_plan *plan, size_t from) {
    size_t to = from + 1;
    while (to < plan->n_cases && plan->cases[to].outcome == plan->cases[from].outcome)
        to++;
    return to;
}

/* A year that no cohort reaches yet has no row. */
static ds_status drop_unobserved(effect_plan *plan, ds_error *err) {
    size_t kept = 0;
    plan->unobserved = ds_calloc(plan->n_cases + 1, sizeof *plan->unobserved);
    if (plan->unobserved == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < plan->n_cases; i++) {
        plan_case *one = &plan->cases[i];
        if (one->n_cohorts > 0) {
            plan->cases[kept++] = *one;
            continue;
        }
        plan->unobserved[plan->n_unobserved++] =
            (ds_effect_unobserved){one->outcome->id, one->year->k};
        ds_effect_case_done(plan, one);
    }
    plan->n_cases = kept;
    return DS_OK;
}

/* ---- counting ---- */

typedef struct counting {
    const effect_count *count;
    effect_plan *plan;
    size_t most; /* cells of a case so far */
} counting;

/* Whole outcomes: one, and more as long as their cells fit. */
static size_t find_batch_end(const counting *k, size_t from) {
    size_t to = find_outcome_end(k->plan, from);
    while (k->most > 0 && to < k->plan->n_cases) {
        const size_t next = find_outcome_end(k->plan, to);
        if ((next - from) * k->most > CELLS_MAX) break;
        to = next;
    }
    return to;
}

static ds_status tally_cases(counting *k, size_t from, size_t to, ds_error *err) {
    const ds_tally_options options = {.n_workers = k->count->work->n_threads};
    const size_t n = to - from;
    ds_tally_request *requests = ds_calloc(n, sizeof *requests);
    ds_cells **cells = ds_calloc(n, sizeof *cells);
    ds_tally_note *notes = ds_calloc(n, sizeof *notes);
    ds_status status =
        requests == NULL || cells == NULL || notes == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const plan_case *one = &k->plan->cases[from + i];
        requests[i] = (ds_tally_request){&one->asked, one->keys, one->names, one->n_keys};
    }
    if (status == DS_OK)
        status = ds_tally(k->count->reg, k->count->definitions, requests, n, &options, cells, notes,
                          err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        k->plan->cases[from + i].cells = cells[i];
        k->plan->cases[from + i].note = notes[i];
        if (ds_cells_n(cells[i]) > k->most) k->most = ds_cells_n(cells[i]);
    }
    ds_free(requests);
    ds_free(cells);
    ds_free(notes);
    return status;
}

typedef struct taking {
    const counting *counting;
    size_t from;
} taking;

static ds_status take_case(void *context, size_t i, size_t worker, ds_error *err) {
    const taking *t = context;
    const counting *k = t->counting;
    plan_case *one = &k->plan->cases[t->from + i];
    ds_status status = DS_OK;
    (void)worker;
    if (one->n_cohorts > 0) status = k->count->take(k->count->context, k->plan, one, err);
    ds_cells_free(one->cells);
    one->cells = NULL;
    return status;
}

static ds_status take_cases(const counting *k, size_t from, size_t to, ds_error *err) {
    effect_plan *plan = k->plan;
    const bool fixed = k->count->asked->fixed || plan->evaluation->vast;
    ds_status status = DS_OK;
    for (size_t i = from; status == DS_OK && i < to; i++)
        status = find_observed_cohorts(plan->evaluation, k->count->asked->figure_cohorts,
                                       k->count->reg, &plan->cases[i], err);
    for (size_t i = from; status == DS_OK && fixed && i < to; i = find_outcome_end(plan, i))
        keep_common_cohorts(plan, i, find_outcome_end(plan, i));
    if (status != DS_OK) return status;
    return ds_parallel(to - from, ds_parallel_workers(k->count->work->n_threads), take_case,
                       &(taking){k, from}, err);
}

ds_status ds_effect_plan_count(const effect_count *count, effect_plan *plan, ds_error *err) {
    counting k = {.count = count, .plan = plan};
    ds_status status = DS_OK;
    for (size_t from = 0; status == DS_OK && from < plan->n_cases;) {
        const size_t to = find_batch_end(&k, from);
        status = tally_cases(&k, from, to, err);
        if (status == DS_OK) status = take_cases(&k, from, to, err);
        from = to;
    }
    return status == DS_OK ? drop_unobserved(plan, err) : status;
}
