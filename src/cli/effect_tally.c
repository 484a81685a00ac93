/* cli/effect_tally.c: the cells of all outcomes and years of all evaluations, one pass a definition
 * file, and which cohorts they show. See effect_plan.h. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "cli/effect_plan.h"

/* ---- counting ---- */

static size_t gather(const effect_plans *plans, size_t file, ds_tally_request *requests) {
    size_t n = 0;
    for (size_t p = 0; p < plans->n; p++) {
        const effect_plan *plan = &plans->list[p];
        for (size_t i = 0; plan->file == file && i < plan->n_cases; i++) {
            const plan_case *one = &plan->cases[i];
            if (requests != NULL)
                requests[n] =
                    (ds_tally_request){&one->year->indicator, one->keys, one->names, one->n_keys};
            n++;
        }
    }
    return n;
}

static void spread(effect_plans *plans, size_t file, ds_cells **cells, const ds_tally_note *notes) {
    size_t n = 0;
    for (size_t p = 0; p < plans->n; p++) {
        effect_plan *plan = &plans->list[p];
        for (size_t i = 0; plan->file == file && i < plan->n_cases; i++) {
            plan->cases[i].cells = cells[n];
            plan->cases[i].note = notes[n++];
        }
    }
}

static ds_status tally_file(effect_plans *plans, size_t file, const ds_definitions *definitions,
                            const ds_register *reg, const ds_tally_options *options,
                            ds_error *err) {
    const size_t n = gather(plans, file, NULL);
    ds_tally_request *requests = ds_calloc(n + 1, sizeof *requests);
    ds_cells **cells = ds_calloc(n + 1, sizeof *cells);
    ds_tally_note *notes = ds_calloc(n + 1, sizeof *notes);
    ds_status status =
        requests == NULL || cells == NULL || notes == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK && n > 0) {
        (void)gather(plans, file, requests);
        status = ds_tally(reg, definitions, requests, n, options, cells, notes, err);
    }
    if (status == DS_OK) spread(plans, file, cells, notes);
    ds_free(requests);
    ds_free(cells);
    ds_free(notes);
    return status;
}

ds_status effect_plan_tally(const cli *c, effect_plans *plans, const cli_definitions *definitions,
                            const ds_register *reg, ds_error *err) {
    const ds_tally_options options = {.n_workers = c->n_threads};
    ds_status status = DS_OK;
    for (size_t f = 0; status == DS_OK && f < definitions->n; f++)
        status = tally_file(plans, f, definitions->files[f], reg, &options, err);
    return status;
}

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

static ds_status find_observed(const ds_evaluation *e, bool figure, const ds_register *reg,
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
static void keep_common(const effect_plan *plan, size_t from, size_t to) {
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

static void keep_fixed(const effect_plan *plan) {
    for (size_t from = 0; from < plan->n_cases;) {
        size_t to = from + 1;
        while (to < plan->n_cases && plan->cases[to].outcome == plan->cases[from].outcome)
            to++;
        keep_common(plan, from, to);
        from = to;
    }
}

/* "vsv.4-5": the years of the outcome of cases[from] that follow each other and no cohort reaches;
 * the place behind them. */
static size_t name_run(const effect_plan *plan, size_t from, ds_buffer *text) {
    const plan_case *first = &plan->cases[from];
    size_t to = from + 1;
    while (to < plan->n_cases && plan->cases[to].outcome == first->outcome &&
           plan->cases[to].n_cohorts == 0 &&
           plan->cases[to].year->k == plan->cases[to - 1].year->k + 1)
        to++;
    ds_buffer_addf(text, "%s%s.%d", text->size > 0 ? ", " : "", first->outcome->id, first->year->k);
    if (to > from + 1) ds_buffer_addf(text, "-%d", plan->cases[to - 1].year->k);
    return to;
}

static void say_unobserved(const cli *c, const effect_plan *plan) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 16);
    for (size_t i = 0; i < plan->n_cases;)
        i = plan->cases[i].n_cohorts == 0 ? name_run(plan, i, &text) : i + 1;
    if (text.size > 0)
        (void)fprintf(stderr, "%s: %s: %s\n", plan->evaluation->id,
                      cli_say(c, "weggelaten, omdat geen cohort zo lang te volgen is",
                              "left out, as no cohort can be followed that long"),
                      ds_buffer_string(&text));
    ds_buffer_done(&text);
}

/* A year that no cohort reaches yet has no row. */
static void drop_unobserved(const cli *c, effect_plan *plan) {
    size_t kept = 0;
    say_unobserved(c, plan);
    for (size_t i = 0; i < plan->n_cases; i++) {
        plan_case *one = &plan->cases[i];
        if (one->n_cohorts > 0) {
            plan->cases[kept++] = *one;
            continue;
        }
        ds_cells_free(one->cells);
        ds_free(one->cohorts);
    }
    plan->n_cases = kept;
}

ds_status effect_plan_cohorts(const cli *c, const plan_asked *asked, effect_plans *plans,
                              const ds_register *reg, ds_error *err) {
    const bool figure = asked->cohorts != NULL && strcmp(asked->cohorts, "figuur") == 0;
    ds_status status = DS_OK;
    for (size_t p = 0; p < plans->n; p++) {
        effect_plan *plan = &plans->list[p];
        if (figure && plan->evaluation->n_cohorten_figuur == 0)
            (void)fprintf(stderr,
                          cli_say(c, "%s: geen cohorten_figuur; alle cohorten genomen\n",
                                  "%s: no cohorten_figuur; all cohorts taken\n"),
                          plan->evaluation->id);
        for (size_t i = 0; status == DS_OK && i < plan->n_cases; i++)
            status = find_observed(plan->evaluation, figure, reg, &plan->cases[i], err);
        if (status != DS_OK) break;
        if (asked->fixed || plan->evaluation->vast) keep_fixed(plan);
        drop_unobserved(c, plan);
    }
    return status;
}
