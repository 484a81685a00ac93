/* work/inside/effect_subgroups.c: effects of subgroups of an evaluation that asks for them: all its
 * outcomes among those with one value of a column, value by value, and whether they differ. See
 * effects.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "effect/frame.h"
#include "work/inside/effect_plan.h"
#include "work/inside/effects.h"

/* One column. Results and places by level, then case. */
typedef struct subgroup_run {
    const ds_work *work;
    const effect_plan *plan;
    const ds_effect_cells *how;
    const ds_effect_options *estimate;
    effect_arrays *arrays;
    const char *column;
    int key; /* or DS_EFFECT_SCHOOLJAAR */
    size_t n_levels, level;
    ds_effect_result *results;
    ds_effect_places **places;
} subgroup_run;

enum { NO_SUBGROUP_KEY = -2 };

static int find_subgroup_key(const effect_plan *plan, const char *name) {
    const ds_evaluation *e = plan->evaluation;
    for (size_t i = 0; i < e->n_covariates; i++)
        if (strcmp(e->covariates[i].name, name) == 0) return plan->covariates[i];
    for (size_t i = 0; i < plan->exact[0].n; i++)
        if (strcmp(plan->exact[0].names[i], name) == 0) return plan->exact[0].keys[i];
    return NO_SUBGROUP_KEY; /* --exact asked for others than the definition has */
}

static ds_text name_subgroup_level(const subgroup_run *s, char year[16]) {
    if (s->key != DS_EFFECT_SCHOOLJAAR) return s->plan->joint->texts[s->key][s->level];
    (void)snprintf(year, 16, "%d", s->plan->joint->years[s->level]);
    return ds_text_of(year);
}

static bool leaves_subgroup(void *context, const ds_text *keys, bool treated) {
    const subgroup_run *s = context;
    if (s->how->leave_out != NULL && s->how->leave_out(s->how->context, keys, treated)) return true;
    return s->key >= 0 &&
           ds_text_compare(keys[s->key], s->plan->joint->texts[s->key][s->level]) != 0;
}

/* The cohorts of a case, or of those the one of this level. */
static void choose_subgroup_years(const subgroup_run *s, const plan_case *one,
                                  ds_effect_cells *how) {
    const int *year = &s->plan->joint->years[s->level];
    how->years = one->cohorts;
    how->n_years = one->n_cohorts;
    if (s->key != DS_EFFECT_SCHOOLJAAR) return;
    how->n_years = 0;
    for (size_t c = 0; c < one->n_cohorts; c++)
        if (one->cohorts[c] == *year) how->n_years = 1;
    how->years = year;
}

/* The samples of all cases at one level. */
static ds_status cut_subgroup_samples(subgroup_run *s, ds_effect_sample **samples, ds_error *err) {
    ds_effect_cells how = *s->how;
    ds_effect_frame *frame = NULL;
    ds_status status;
    how.leave_out = leaves_subgroup;
    how.context = s;
    status = ds_effect_frame_new(s->plan->joint, &how, &frame, err);
    for (size_t i = 0; status == DS_OK && i < s->plan->n_cases; i++) {
        how.limit = s->plan->cases[i].year->limit;
        choose_subgroup_years(s, &s->plan->cases[i], &how);
        status =
            ds_effect_frame_sample(frame, s->plan->cases[i].field, &how, &samples[i], NULL, err);
    }
    ds_effect_frame_free(frame);
    return status;
}

static ds_status estimate_subgroup_level(subgroup_run *s, ds_error *err) {
    const size_t n = s->plan->n_cases;
    ds_effect_options options = *s->estimate;
    ds_effect_sample **samples = ds_calloc(n + 1, sizeof(ds_effect_sample *));
    ds_status status =
        samples == NULL ? ds_error_memory(err) : cut_subgroup_samples(s, samples, err);
    options.se = DS_EFFECT_SE_NONE;
    options.others = false;
    options.n_workers = s->work->n_threads;
    options.progress = NULL;
    if (status == DS_OK)
        status =
            ds_effect_estimate_places((const ds_effect_sample *const *)samples, n, &options,
                                      s->results + s->level * n, s->places + s->level * n, err);
    for (size_t i = 0; samples != NULL && i < n; i++)
        ds_effect_sample_free(samples[i]);
    ds_free(samples);
    return status;
}

/* A difference of shares is from -1 to 1. */
static double limit_subgroup(const subgroup_run *s, size_t row, double difference, double se,
                             double df, int side) {
    const double limit = ds_effect_t_limit(difference, se, df, side);
    return s->plan->cases[row].year->has_value || isnan(limit) ? limit : fmax(-1, fmin(1, limit));
}

static ds_status keep_subgroup(const subgroup_run *s, size_t row, const ds_effect_result *r,
                               const ds_effect_places *places, ds_error *err) {
    effect_arrays *a = s->arrays;
    char year[16];
    const ds_text name = name_subgroup_level(s, year);
    const double df = (double)r->locations_treated - 1;
    const bool few = r->locations_treated < DS_EFFECT_LOCATIONS_MIN || places == NULL;
    const double se = few ? NAN : ds_effect_places_own_se(places);
    char *level;
    if (!ds_reserve(&a->subgroups, &a->subgroups_capacity, a->n_subgroups + 1,
                    sizeof *a->subgroups))
        return ds_error_memory(err);
    level = ds_strndup(name.data, name.size);
    if (level == NULL) return ds_error_memory(err);
    a->subgroups[a->n_subgroups++] =
        (ds_effect_subgroup){row,
                             s->column,
                             level,
                             r->n_treated,
                             r->n_control,
                             r->difference,
                             se,
                             limit_subgroup(s, row, r->difference, se, df, -1),
                             limit_subgroup(s, row, r->difference, se, df, 1)};
    return DS_OK;
}

/* One row: its levels with somebody who took part, and the test of them; room[n_levels] each. */
static ds_status gather_subgroup_row(subgroup_run *s, size_t i, ds_effect_result *results,
                                     const ds_effect_places **places, ds_error *err) {
    const size_t n = s->plan->n_cases;
    effect_arrays *a = s->arrays;
    ds_effect_subgroup_test test = {.row = i, .column = s->column};
    ds_status status = DS_OK;
    for (s->level = 0; status == DS_OK && s->level < s->n_levels; s->level++) {
        results[s->level] = s->results[s->level * n + i];
        places[s->level] = s->places[s->level * n + i];
        if (results[s->level].n_treated > 0)
            status = keep_subgroup(s, i, &results[s->level], places[s->level], err);
    }
    if (status == DS_OK)
        status = ds_effect_interaction_test(results, places, s->n_levels, &test.test, err);
    if (status == DS_OK && !ds_reserve(&a->interactions, &a->interactions_capacity,
                                       a->n_interactions + 1, sizeof *a->interactions))
        status = ds_error_memory(err);
    if (status == DS_OK) a->interactions[a->n_interactions++] = test;
    return status;
}

static ds_status gather_subgroups(subgroup_run *s, ds_error *err) {
    ds_effect_result *results = ds_calloc(s->n_levels + 1, sizeof *results);
    const ds_effect_places **places = ds_calloc(s->n_levels + 1, sizeof(const ds_effect_places *));
    ds_status status = results == NULL || places == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < s->plan->n_cases; i++)
        status = gather_subgroup_row(s, i, results, places, err);
    ds_free(results);
    ds_free(places);
    return status;
}

static ds_status run_subgroup_column(subgroup_run *s, ds_error *err) {
    const size_t n = s->plan->n_cases;
    ds_status status = DS_OK;
    s->n_levels =
        s->key == DS_EFFECT_SCHOOLJAAR ? s->plan->joint->n_years : s->plan->joint->n_texts[s->key];
    s->results = ds_calloc(s->n_levels * n + 1, sizeof *s->results);
    s->places = ds_calloc(s->n_levels * n + 1, sizeof(ds_effect_places *));
    if (s->results == NULL || s->places == NULL) status = ds_error_memory(err);
    for (s->level = 0; status == DS_OK && s->level < s->n_levels; s->level++)
        status = estimate_subgroup_level(s, err);
    if (status == DS_OK) status = gather_subgroups(s, err);
    for (size_t i = 0; s->places != NULL && i < s->n_levels * n; i++)
        ds_effect_places_free(s->places[i]);
    ds_free(s->results);
    ds_free(s->places);
    return status;
}

ds_status ds_effects_subgroups(const ds_work *work, const effect_plan *plan,
                               const ds_effect_cells *how, const ds_effect_options *estimate,
                               effect_arrays *arrays, ds_error *err) {
    const ds_evaluation *e = plan->evaluation;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && plan->n_cases > 0 && i < e->n_subgroups; i++) {
        subgroup_run s = {.work = work,
                          .plan = plan,
                          .how = how,
                          .estimate = estimate,
                          .arrays = arrays,
                          .column = e->subgroups[i],
                          .key = find_subgroup_key(plan, e->subgroups[i])};
        if (s.key != NO_SUBGROUP_KEY)
            status = run_subgroup_column(&s, err);
        else
            arrays->subgroup_left_out = e->subgroups[i];
    }
    return status;
}
