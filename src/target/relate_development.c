/* target/relate_development.c: development of each indicator beside ambition, spending, judgement
 * and planning. A present value from before the agenda is set beside ambition only. See relation.h.
 */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "target/relation.h"

static ds_relation_test make_indicator_test(size_t indicator, const char *relation) {
    ds_relation_test test = ds_relation_of(relation, DS_RELATION_PEARSON);
    test.indicator = indicator;
    return test;
}

/* Why an indicator has no test; NULL where it may. Those without targets have none. */
static const char *find_obstacle(const ds_relating *r, size_t indicator, bool of_forms) {
    const ds_monitor_indicator *i = &r->m->plan->indicators[indicator];
    if (r->m->in->series[indicator].reason != NULL) return r->m->in->series[indicator].reason;
    if (of_forms && r->m->in->no_forms != NULL) return r->m->in->no_forms;
    return of_forms && !ds_series_is_since(i, r->m->in) ? "voor_agenda" : NULL;
}

/* ---- ambition ---- */

static void fill_ambition(const ds_relating *r, size_t indicator, double *out) {
    const ds_making *m = r->m;
    const ds_target_place *p = &m->places[indicator * m->in->n_agendas];
    const double sign = m->plan->indicators[indicator].lower ? -1 : 1;
    for (size_t a = 0; a < m->in->n_agendas; a++)
        out[a] = sign * (ds_target_of(&p[a], m->in->version) - p[a].start.pct);
}

/* Persons that a share is as sure as: those counted, or of a survey p(1-p)/se². NAN: none. */
static double find_persons(const ds_measured *value) {
    const double p = value->pct / 100, se = value->se / 100;
    if (value->noemer > 0) return (double)value->noemer;
    return isfinite(se) && se > 0 && p > 0 && p < 1 ? p * (1 - p) / (se * se) : (double)NAN;
}

static ds_noise_case *make_noise_cases(const ds_relating *r, size_t indicator) {
    const ds_making *m = r->m;
    const ds_target_place *p = &m->places[indicator * m->in->n_agendas];
    ds_noise_case *cases = ds_calloc(m->in->n_agendas + 1, sizeof *cases);
    for (size_t a = 0; cases != NULL && a < m->in->n_agendas; a++)
        cases[a] = (ds_noise_case){.start = p[a].start.pct / 100,
                                   .now = p[a].now.pct / 100,
                                   .n_start = find_persons(&p[a].start),
                                   .n_now = find_persons(&p[a].now),
                                   .target = ds_target_of(&p[a], m->in->version) / 100};
    return cases;
}

static ds_status add_noise(ds_relating *r, const ds_noise_case *cases, ds_noise_target target) {
    ds_noise_options options = DS_NOISE_OPTIONS_INIT;
    ds_noise_result noise;
    ds_status status;
    options.target = target;
    options.seed = r->m->in->seed;
    status = ds_noise_estimate(cases, r->m->in->n_agendas, &options, &noise, r->err);
    if (status != DS_OK) return status;
    return ds_relating_aside(
        r, &(ds_relation_aside){.measure = "r_toeval",
                                .group = target == DS_NOISE_LEVEL ? "niveau" : "stap",
                                .reason = ds_stat_reason_code(noise.reason),
                                .value = noise.mean,
                                .se = NAN,
                                .low = noise.low,
                                .high = noise.high,
                                .n = noise.n});
}

static ds_status add_corrected(ds_relating *r, const ds_noise_case *cases) {
    ds_noise_options options = DS_NOISE_OPTIONS_INIT;
    ds_corrected_regression c;
    ds_status status;
    options.seed = r->m->in->seed;
    status = ds_corrected_estimate(cases, r->m->in->n_agendas, &options, &c, r->err);
    if (status != DS_OK) return status;
    const ds_relation_aside lines[] = {
        {.measure = "gecorrigeerd_start",
         .value = c.start,
         .low = c.start_low,
         .high = c.start_high},
        {.measure = "gecorrigeerd_streef",
         .value = c.target,
         .low = c.target_low,
         .high = c.target_high},
        {.measure = "betrouwbaarheid_start", .value = c.reliability, .low = NAN, .high = NAN}};
    for (size_t i = 0; status == DS_OK && i < sizeof lines / sizeof *lines; i++) {
        ds_relation_aside line = lines[i];
        line.group = "";
        line.se = NAN;
        line.n = c.n;
        line.reason = ds_stat_reason_code(c.reason);
        status = ds_relating_aside(r, &line);
    }
    return status;
}

/* Development on start value and ambition, as the monitor of 2025 did; x is the ambition, y the
 * development. */
static ds_status add_regression(ds_relating *r, size_t indicator) {
    static const char *const measures[] = {"", "beta_start", "beta_ambitie"};
    const ds_making *m = r->m;
    const ds_target_place *p = &m->places[indicator * m->in->n_agendas];
    double *start = ds_calloc(m->in->n_agendas + 1, sizeof *start);
    const double *columns[2] = {start, r->x};
    ds_regression fit = {0};
    ds_status status = start == NULL ? ds_error_memory(r->err) : DS_OK;
    for (size_t a = 0; status == DS_OK && a < m->in->n_agendas; a++)
        start[a] = p[a].start.pct;
    if (status == DS_OK)
        status = ds_regression_estimate(r->y, m->in->n_agendas, columns, 2, &fit, r->err);
    for (size_t i = 1; status == DS_OK && i < 3; i++) {
        const bool there = fit.terms != NULL && i < fit.n_terms;
        status = ds_relating_aside(
            r, &(ds_relation_aside){.measure = measures[i],
                                    .group = "",
                                    .reason = ds_stat_reason_code(fit.reason),
                                    .value = there ? fit.terms[i].standardised : (double)NAN,
                                    .se = there ? fit.terms[i].standardised_se : (double)NAN,
                                    .low = NAN,
                                    .high = NAN,
                                    .n = fit.n});
    }
    ds_regression_done(&fit);
    ds_free(start);
    return status;
}

static ds_status relate_one_ambition(ds_relating *r, size_t indicator) {
    const char *obstacle = find_obstacle(r, indicator, false);
    ds_relation_test test = make_indicator_test(indicator, "ambitie");
    ds_noise_case *cases;
    ds_status status;
    if (obstacle != NULL) return ds_relating_refuse(r, test, obstacle);
    fill_ambition(r, indicator, r->x);
    ds_relating_development(r, indicator, r->y);
    status = ds_relating_pearson(r, test);
    cases = status == DS_OK ? make_noise_cases(r, indicator) : NULL;
    if (status == DS_OK && cases == NULL) status = ds_error_memory(r->err);
    if (status == DS_OK) status = add_noise(r, cases, DS_NOISE_LEVEL);
    if (status == DS_OK) status = add_noise(r, cases, DS_NOISE_STEP);
    if (status == DS_OK) status = add_corrected(r, cases);
    if (status == DS_OK) status = add_regression(r, indicator);
    ds_free(cases);
    return status;
}

ds_status ds_relate_ambition(ds_relating *r) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->m->plan->n_indicators; i++)
        if (!r->m->plan->indicators[i].chosen) status = relate_one_ambition(r, i);
    ds_making_note(r->m, "toeval", NAN, NAN, NAN);
    return status;
}

/* ---- money, judgement, planning ---- */

ds_status ds_relate_spending(ds_relating *r) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->m->plan->n_indicators; i++) {
        const ds_monitor_indicator *indicator = &r->m->plan->indicators[i];
        const char *obstacle = find_obstacle(r, i, true);
        const ds_relation_test test = make_indicator_test(i, "besteding");
        if (indicator->chosen) continue;
        if (obstacle != NULL) {
            status = ds_relating_refuse(r, test, obstacle);
            continue;
        }
        ds_relating_spending(r, ds_plan_goal(r->m->plan, indicator->goal), r->x);
        ds_relating_development(r, i, r->y);
        status = ds_relating_pearson(r, test);
    }
    return status;
}

static const char *const judgements[] = {"niet", "een_klein_beetje", "wisselend", "effectief",
                                         "heel_effectief"};
static const char *const plannings[] = {"veel_achter", "enigszins_achter", "op_schema",
                                        "enigszins_voor", "veel_voor"};

/* No opinion and empty are no group. */
static void fill_steps(const ds_relating *r, const uint8_t *steps) {
    for (size_t a = 0; a < r->m->in->n_agendas; a++)
        r->group[a] =
            steps[a] >= 1 && steps[a] <= DS_MONITOR_STEPS ? (size_t)steps[a] - 1 : DS_STAT_NO_GROUP;
}

ds_status ds_relate_judgement(ds_relating *r) {
    const ds_monitor_input *in = r->m->in;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->m->plan->n_indicators; i++) {
        const ds_monitor_indicator *indicator = &r->m->plan->indicators[i];
        const char *obstacle = find_obstacle(r, i, true);
        ds_relation_test test = make_indicator_test(i, "effectiviteit");
        test.kind = DS_RELATION_KRUSKAL;
        if (indicator->chosen) continue;
        if (obstacle != NULL) {
            status = ds_relating_refuse(r, test, obstacle);
            continue;
        }
        fill_steps(r, in->judgement + ds_plan_goal(r->m->plan, indicator->goal) * in->n_agendas);
        ds_relating_development(r, i, r->y);
        status = ds_relating_groups(r, test, DS_MONITOR_STEPS, judgements, true);
    }
    ds_making_note(r->m, "korrel", NAN, NAN, NAN);
    return status;
}

/* Which planning is of an indicator: that of its definition; SIZE_MAX where none was asked. */
static size_t find_planned(const ds_monitor_input *in, const char *indicator) {
    for (size_t p = 0; p < in->n_planned; p++)
        if (strcmp(in->planned[p], indicator) == 0) return p;
    return SIZE_MAX;
}

ds_status ds_relate_planning(ds_relating *r) {
    const ds_monitor_input *in = r->m->in;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->m->plan->n_indicators; i++) {
        const ds_monitor_indicator *indicator = &r->m->plan->indicators[i];
        const size_t p = find_planned(in, indicator->indicator);
        const char *obstacle = find_obstacle(r, i, true);
        ds_relation_test test = make_indicator_test(i, "planning");
        test.kind = DS_RELATION_KRUSKAL;
        if (indicator->chosen) continue;
        if (obstacle == NULL && p == SIZE_MAX) obstacle = "niet_gevraagd";
        if (obstacle != NULL) {
            status = ds_relating_refuse(r, test, obstacle);
            continue;
        }
        fill_steps(r, in->planning + p * in->n_agendas);
        ds_relating_development(r, i, r->y);
        status = ds_relating_groups(r, test, DS_MONITOR_STEPS, plannings, true);
    }
    return status;
}

ds_status ds_relate_spending_planning(ds_relating *r) {
    const ds_monitor_input *in = r->m->in;
    ds_status status = DS_OK;
    for (size_t p = 0; status == DS_OK && in->no_forms == NULL && p < in->n_planned; p++) {
        const size_t goal = ds_plan_goal(r->m->plan, in->planned_goals[p]);
        ds_relation_test test = ds_relation_of("besteding_planning", DS_RELATION_KRUSKAL);
        test.name = in->planned[p];
        test.goal = in->planned_goals[p];
        if (goal == SIZE_MAX) continue;
        fill_steps(r, in->planning + p * in->n_agendas);
        ds_relating_spending(r, goal, r->y);
        status = ds_relating_groups(r, test, DS_MONITOR_STEPS, plannings, true);
    }
    return status;
}
