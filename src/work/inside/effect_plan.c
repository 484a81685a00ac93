/* work/inside/effect_plan.c: which evaluations, outcomes and years are asked for, and by what their
 * cells are broken down: who took part, the covariates, every exact column, the location, and for a
 * number its value. See effect_plan.h. */
#include "work/inside/effect_plan.h"
#include "work/inside/effect_known.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

/* What the options say, read. */
typedef struct wishes {
    ds_names outcomes;
    bool *found; /* [outcomes.n] */
    bool all_years;
    bool years[PLAN_YEAR_MAX + 1];
    bool wanted, followed; /* some outcome but placebos is; in some year that is asked for */
    const char *exact;
    bool tested; /* there will be a p */
} wishes;

static void free_wishes(wishes *w) {
    ds_names_done(&w->outcomes);
    ds_free(w->found);
}

/* ---- years: "1-5", "1,3,5" ---- */

static bool read_year_range(ds_text item, bool years[PLAN_YEAR_MAX + 1]) {
    const char *dash = item.size == 0 ? NULL : memchr(item.data, '-', item.size);
    const size_t size = dash == NULL ? item.size : (size_t)(dash - item.data);
    const ds_text first = ds_text_trim((ds_text){item.data, size});
    const ds_text second =
        dash == NULL ? first : ds_text_trim((ds_text){dash + 1, item.size - size - 1});
    int64_t from, to;
    if (!ds_number_parse_integer(first, &from) || !ds_number_parse_integer(second, &to) ||
        from < 0 || from > to || to > PLAN_YEAR_MAX)
        return false;
    for (int64_t k = from; k <= to; k++)
        years[k] = true;
    return true;
}

static ds_status read_plan_years(const char *text, wishes *w, ds_error *err) {
    w->all_years = text == NULL;
    while (text != NULL) {
        const size_t size = strcspn(text, ",");
        if (!read_year_range(ds_text_trim((ds_text){text, size}), w->years))
            return ds_error_set(
                err, DS_USAGE, "--years: verwacht jaren na de start, zoals 1-5 of 1,3 (0 tot %d)",
                "--years: expected years after the start, like 1-5 or 1,3 (0 to %d)",
                PLAN_YEAR_MAX);
        text = text[size] == ',' ? text + size + 1 : NULL;
    }
    return DS_OK;
}

/* ---- keys ---- */

/* The key of this node, added where it is not there yet. */
static ds_status add_plan_key(effect_plan *plan, uint32_t node, const char *name, int *out,
                              ds_error *err) {
    *out = DS_EFFECT_SCHOOLJAAR;
    if (node == UINT32_MAX) return DS_OK;
    for (size_t i = 0; i < plan->n_keys; i++)
        if (plan->keys[i] == node) {
            *out = (int)i;
            return DS_OK;
        }
    if (plan->n_keys == DS_KEYS_MAX - 1) /* one is left for the value */
        return ds_error_set(err, DS_INPUT, "%.64s: meer dan %d kenmerken, locatie en exacte samen",
                            "%.64s: more than %d columns, location and exact ones together",
                            plan->evaluation->id, DS_KEYS_MAX - 1);
    plan->keys[plan->n_keys] = node;
    plan->names[plan->n_keys] = name;
    *out = (int)plan->n_keys++;
    return DS_OK;
}

static ds_status add_plan_covariates(effect_plan *plan, ds_error *err) {
    const ds_evaluation *e = plan->evaluation;
    const char *names[DS_KEYS_MAX];
    ds_status status = DS_OK;
    plan->covariates = ds_calloc(e->n_covariates + 1, sizeof *plan->covariates);
    if (plan->covariates == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < e->n_covariates; i++) {
        status = add_plan_key(plan, e->covariates[i].node, e->covariates[i].name,
                              &plan->covariates[i], err);
        if (i < DS_KEYS_MAX) names[i] = e->covariates[i].name;
    }
    if (status != DS_OK) return status;
    plan->matched_on =
        ds_names_join(names, e->n_covariates < DS_KEYS_MAX ? e->n_covariates : (size_t)DS_KEYS_MAX);
    return plan->matched_on == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status add_plan_location(effect_plan *plan, ds_error *err) {
    const ds_evaluation *e = plan->evaluation;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < e->n_location; i++) {
        int key;
        status = add_plan_key(plan, e->location[i].node, e->location[i].name, &key, err);
        if (status == DS_OK && key >= 0) plan->location[plan->n_location++] = (size_t)key;
    }
    return status;
}

/* ---- exact columns ---- */

static ds_status make_exact_room(plan_exact *exact, size_t n, ds_error *err) {
    exact->names = ds_calloc(n + 1, sizeof *exact->names);
    exact->keys = ds_calloc(n + 1, sizeof *exact->keys);
    exact->n = n;
    return exact->names == NULL || exact->keys == NULL ? ds_error_memory(err) : DS_OK;
}

/* As the evaluation says: the i-th of its lists. */
static ds_status add_own_exact(effect_plan *plan, size_t i, ds_error *err) {
    const ds_evaluation *e = plan->evaluation;
    plan_exact *exact = &plan->exact[i];
    ds_status status = make_exact_room(exact, e->exact_sizes[i], err);
    exact->report = i == e->exact_report;
    for (size_t k = 0; status == DS_OK && k < exact->n; k++) {
        exact->names[k] = e->exact[i][k].name;
        status = add_plan_key(plan, e->exact[i][k].node, exact->names[k], &exact->keys[k], err);
    }
    if (status == DS_OK && (exact->text = ds_names_join(exact->names, exact->n)) == NULL)
        status = ds_error_memory(err);
    return status;
}

/* A name of --exact: schooljaar, a column of the evaluation, or any that may be a key. */
static ds_status find_exact_node(const effect_plan *plan, const char *name, uint32_t *out,
                                 ds_error *err) {
    *out = UINT32_MAX;
    if (strcmp(name, "schooljaar") == 0) return DS_OK;
    for (size_t i = 0; i < plan->n_keys; i++)
        if (i > 0 && strcmp(plan->names[i], name) == 0) {
            *out = plan->keys[i];
            return DS_OK;
        }
    return ds_overlay_key(plan->overlay, name, out, err);
}

static ds_status add_asked_exact(effect_plan *plan, const char *list, ds_error *err) {
    const ds_names *asked = &plan->asked_exact;
    ds_status status = ds_names_split("--exact", list, DS_KEYS_MAX, &plan->asked_exact, err);
    if (status != DS_OK) return status;
    plan->exact = ds_calloc(1, sizeof *plan->exact);
    if (plan->exact == NULL) return ds_error_memory(err);
    plan->n_exact = 1;
    status = make_exact_room(&plan->exact[0], asked->n, err);
    for (size_t i = 0; status == DS_OK && i < asked->n; i++) {
        const char *name = asked->names[i];
        uint32_t node;
        plan->exact[0].names[i] = name;
        status = find_exact_node(plan, name, &node, err);
        if (status == DS_OK) status = add_plan_key(plan, node, name, &plan->exact[0].keys[i], err);
    }
    if (status == DS_OK && (plan->exact[0].text = ds_names_join(asked->names, asked->n)) == NULL)
        status = ds_error_memory(err);
    return status;
}

static ds_status add_plan_exact(effect_plan *plan, const char *asked, ds_error *err) {
    const size_t n = plan->evaluation->n_exact;
    ds_status status = DS_OK;
    if (asked != NULL) return add_asked_exact(plan, asked, err);
    plan->exact = ds_calloc(n + 1, sizeof *plan->exact);
    if (plan->exact == NULL) return ds_error_memory(err);
    plan->n_exact = n > 0 ? n : 1; /* without any: one empty list */
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = add_own_exact(plan, i, err);
    if (status == DS_OK && n == 0) {
        status = make_exact_room(&plan->exact[0], 0, err);
        plan->exact[0].text = ds_strdup("");
        if (status == DS_OK && plan->exact[0].text == NULL) status = ds_error_memory(err);
    }
    return status;
}

/* ---- what is only shown ---- */

static bool is_plan_covariate(const effect_plan *plan, const char *name) {
    for (size_t i = 0; i < plan->evaluation->n_covariates; i++)
        if (strcmp(plan->evaluation->covariates[i].name, name) == 0) return true;
    return false;
}

/* As many as there is room for. */
static ds_status add_plan_known(effect_plan *plan, ds_error *err) {
    const char *const *names;
    const size_t n = ds_effect_known_names(&names);
    ds_status status = DS_OK;
    plan->n_keys_needed = plan->n_keys;
    for (size_t i = 0; status == DS_OK && i < n && plan->n_known < PLAN_KNOWN_MAX; i++) {
        plan_known *to = &plan->known[plan->n_known];
        uint32_t node;
        if (is_plan_covariate(plan, names[i])) continue;
        if (plan->n_keys >= DS_KEYS_MAX - 1) {
            plan->known_left_out = true;
            break;
        }
        status = find_exact_node(plan, names[i], &node, err);
        to->name = names[i];
        if (status == DS_OK) status = add_plan_key(plan, node, names[i], &to->key, err);
        if (status == DS_OK) plan->n_known++;
    }
    return status;
}

/* ---- outcomes and years ---- */

/* Whether it is asked for by name, or stands beside a description that is. */
static bool wants_outcome(const ds_evaluation *e, const ds_evaluation_outcome *outcome, wishes *w) {
    bool wanted = w->outcomes.n == 0;
    for (size_t i = 0; i < w->outcomes.n; i++) {
        if (strcmp(w->outcomes.names[i], outcome->id) == 0) w->found[i] = wanted = true;
        for (size_t k = 0; k < e->n_outcomes; k++)
            if (strcmp(e->outcomes[k].id, w->outcomes.names[i]) == 0 &&
                strcmp(e->outcomes[k].unconditional, outcome->id) == 0)
                wanted = true;
    }
    return wanted;
}

static ds_status add_plan_case(effect_plan *plan, const ds_evaluation_outcome *outcome,
                               const ds_evaluation_year *year, bool shown, ds_error *err) {
    plan_case *one;
    if (!ds_reserve(&plan->cases, &plan->n_capacity, plan->n_cases + 1, sizeof *plan->cases))
        return ds_error_memory(err);
    one = &plan->cases[plan->n_cases++];
    memset(one, 0, sizeof *one);
    one->shown = shown;
    one->outcome = outcome;
    one->year = year;
    one->asked = year->indicator;
    one->asked.numeric = false;
    one->asked.outcome = year->event;
    memcpy(one->keys, plan->keys, sizeof one->keys);
    memcpy(one->names, plan->names, sizeof one->names);
    one->n_keys = plan->n_keys;
    if (year->has_value) {
        one->keys[one->n_keys] = year->value;
        one->names[one->n_keys++] = "waarde";
    }
    return DS_OK;
}

/* All that the evaluation declares: a p is adjusted for all of them, whatever is shown; without
 * standard errors those that are shown. A placebo lies before the route: --years does not choose
 * among its years. */
static ds_status add_plan_cases(effect_plan *plan, wishes *w, ds_error *err) {
    const ds_evaluation *e = plan->evaluation;
    ds_status status = DS_OK;
    for (size_t i = 0; i < e->n_outcomes; i++) {
        const ds_evaluation_outcome *outcome = &e->outcomes[i];
        const bool wanted = wants_outcome(e, outcome, w);
        w->wanted = w->wanted || (wanted && !outcome->placebo);
        for (size_t k = 0; status == DS_OK && k < outcome->n_years; k++) {
            const int year = outcome->years[k].k;
            const bool asked =
                w->all_years || (year >= 0 && year <= PLAN_YEAR_MAX && w->years[year]);
            const bool shown = wanted && (asked || outcome->placebo);
            w->followed = w->followed || (wanted && asked && !outcome->placebo);
            if (shown || w->tested)
                status = add_plan_case(plan, outcome, &outcome->years[k], shown, err);
        }
    }
    return status;
}

static ds_status add_plan(const ds_work_definitions *definitions, size_t file,
                          const ds_evaluation *e, wishes *w, effect_plans *out, ds_error *err) {
    effect_plan *plan;
    int group;
    ds_status status;
    if (!ds_reserve(&out->list, &out->capacity, out->n + 1, sizeof *out->list))
        return ds_error_memory(err);
    plan = &out->list[out->n++];
    *plan = (effect_plan){.evaluation = e, .file = file};
    plan->overlay = ds_overlay_new(definitions->files[file]);
    if (plan->overlay == NULL) return ds_error_memory(err);
    status = add_plan_key(plan, e->group, "groep", &group, err);
    if (status == DS_OK) status = add_plan_covariates(plan, err);
    if (status == DS_OK) status = add_plan_location(plan, err);
    if (status == DS_OK) status = add_plan_exact(plan, w->exact, err);
    if (status == DS_OK) status = add_plan_known(plan, err);
    return status == DS_OK ? add_plan_cases(plan, w, err) : status;
}

/* ---- evaluations ---- */

/* All of them; an earlier file's goes before one of the same id. */
static ds_status add_all_plans(const ds_work_definitions *definitions, wishes *w, effect_plans *out,
                               ds_error *err) {
    ds_status status = DS_OK;
    for (size_t f = 0; f < definitions->n; f++)
        for (size_t i = 0;
             status == DS_OK && i < ds_definitions_n_evaluations(definitions->files[f]); i++) {
            const ds_evaluation *e = ds_definitions_evaluation_at(definitions->files[f], i);
            const ds_evaluation *first = NULL;
            size_t file = 0;
            status = ds_work_definitions_find_evaluation(definitions, e->id, &file, &first, err);
            if (status == DS_OK && file == f) status = add_plan(definitions, f, e, w, out, err);
        }
    if (status == DS_OK && out->n == 0)
        status = ds_error_set(err, DS_INPUT, "er zijn geen evaluaties", "there are no evaluations");
    return status;
}

static ds_status add_listed_plans(const ds_work_definitions *definitions, const char *list,
                                  wishes *w, effect_plans *out, ds_error *err) {
    ds_names ids = {0};
    ds_status status = ds_names_split("--evaluation", list, PLAN_NAMES_MAX, &ids, err);
    for (size_t i = 0; status == DS_OK && i < ids.n; i++) {
        const ds_evaluation *e = NULL;
        size_t file = 0;
        status = ds_work_definitions_find_evaluation(definitions, ids.names[i], &file, &e, err);
        if (status == DS_OK) status = add_plan(definitions, file, e, w, out, err);
    }
    ds_names_done(&ids);
    return status;
}

/* An outcome that no evaluation has. */
static ds_status check_plan_outcomes(const wishes *w, const effect_plans *plans, ds_error *err) {
    const char *names[PLAN_NAMES_MAX];
    size_t n = 0, near;
    for (size_t p = 0; p < plans->n; p++)
        for (size_t i = 0; i < plans->list[p].evaluation->n_outcomes && n < PLAN_NAMES_MAX; i++)
            names[n++] = plans->list[p].evaluation->outcomes[i].id;
    for (size_t i = 0; i < w->outcomes.n; i++) {
        if (w->found[i]) continue;
        near = ds_text_nearest(ds_text_of(w->outcomes.names[i]), names, n);
        return near == SIZE_MAX
                   ? ds_error_set(err, DS_INPUT, "--outcome: er is geen uitkomst '%.64s'",
                                  "--outcome: there is no outcome '%.64s'", w->outcomes.names[i])
                   : ds_error_set(err, DS_INPUT,
                                  "--outcome: er is geen uitkomst '%.64s'; bedoelde u %s?",
                                  "--outcome: there is no outcome '%.64s'; did you mean %s?",
                                  w->outcomes.names[i], names[near]);
    }
    return DS_OK;
}

/* Years in which no outcome is followed. */
static ds_status check_plan_years(const wishes *w, ds_error *err) {
    if (w->all_years || !w->wanted || w->followed) return DS_OK;
    return ds_error_set(err, DS_INPUT,
                        "--years: geen van deze uitkomsten wordt in die jaren gevolgd; welke wel: "
                        "doorstroom define --list",
                        "--years: none of these outcomes is followed in those years; which are: "
                        "doorstroom define --list");
}

static ds_status read_wishes(const ds_work_effect_options *asked, wishes *w, ds_error *err) {
    ds_status status = read_plan_years(asked->years, w, err);
    w->exact = asked->exact;
    w->tested = asked->estimate.se != DS_EFFECT_SE_NONE;
    if (status == DS_OK)
        status = ds_names_split("--outcome", asked->outcomes, PLAN_NAMES_MAX, &w->outcomes, err);
    if (status != DS_OK) return status;
    w->found = ds_calloc(w->outcomes.n + 1, sizeof *w->found);
    return w->found == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_effect_plans_make(const ds_work_effect_options *asked,
                               const ds_work_definitions *definitions, effect_plans *out,
                               ds_error *err) {
    wishes w = {0};
    ds_status status = read_wishes(asked, &w, err);
    if (status == DS_OK && asked->evaluations == NULL)
        status = add_all_plans(definitions, &w, out, err);
    else if (status == DS_OK)
        status = add_listed_plans(definitions, asked->evaluations, &w, out, err);
    if (status == DS_OK) status = check_plan_outcomes(&w, out, err);
    if (status == DS_OK) status = check_plan_years(&w, err);
    free_wishes(&w);
    return status;
}

void ds_effect_case_done(plan_case *one) {
    ds_effect_sample_free(one->sample);
    ds_did_panel_free(one->panel);
    ds_free(one->cohorts);
}

void ds_effect_plans_done(effect_plans *plans) {
    for (size_t p = 0; p < plans->n; p++) {
        effect_plan *plan = &plans->list[p];
        for (size_t i = 0; plan->exact != NULL && i < plan->n_exact; i++) {
            ds_free(plan->exact[i].names);
            ds_free(plan->exact[i].keys);
            ds_free(plan->exact[i].text);
        }
        for (size_t i = 0; i < plan->n_cases; i++)
            ds_effect_case_done(&plan->cases[i]);
        ds_joint_free(plan->joint);
        ds_free(plan->exact);
        ds_free(plan->covariates);
        ds_free(plan->cases);
        ds_free(plan->unobserved);
        ds_overlay_free(plan->overlay);
        ds_names_done(&plan->asked_exact);
        ds_free(plan->matched_on);
    }
    ds_free(plans->list);
    *plans = (effect_plans){0};
}
