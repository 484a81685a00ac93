/* target/relations.c: a question's tests, all in one family for Holm, as rows. See relation.h. */
#include "target/relation.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

const char *const ds_plan_relations[] = {"ambitie",
                                         "besteding",
                                         "effectiviteit",
                                         "planning",
                                         "besteding_planning",
                                         "maatregel_grootte",
                                         "maatregel_niveau2",
                                         "maatregel_besteding",
                                         "kwadrant_type",
                                         "kwadrant_grootte",
                                         "kwadrant_maatregelen",
                                         "streef_bereikt",
                                         "thema_voortgang"};
const size_t ds_plan_n_relations = sizeof ds_plan_relations / sizeof *ds_plan_relations;

static ds_status (*const relate[])(ds_relating *r) = {ds_relate_ambition,
                                                      ds_relate_spending,
                                                      ds_relate_judgement,
                                                      ds_relate_planning,
                                                      ds_relate_spending_planning,
                                                      ds_relate_measure_size,
                                                      ds_relate_measure_niveau2,
                                                      ds_relate_measure_spending,
                                                      ds_relate_quadrant_type,
                                                      ds_relate_quadrant_size,
                                                      ds_relate_quadrant_measures,
                                                      ds_relate_target_reached,
                                                      ds_relate_theme};

static const struct {
    const char *estimate, *test;
} kinds[] = {
    [DS_RELATION_PEARSON] = {"r", "pearson"},
    [DS_RELATION_KRUSKAL] = {"epsilon2", "kruskal_wallis"},
    [DS_RELATION_JONCKHEERE] = {"jonckheere", "jonckheere"},
    [DS_RELATION_PAIR] = {"kans_hoger", "mann_whitney"},
    [DS_RELATION_TABLE] = {"cramers_v", "tabel"},
};

/* ---- gathering ---- */

ds_relation_test ds_relation_of(const char *relation, ds_relation_kind kind) {
    return (ds_relation_test){.kind = kind,
                              .relation = relation,
                              .indicator = SIZE_MAX,
                              .name = "",
                              .goal = "",
                              .group = "",
                              .estimate = NAN,
                              .low = NAN,
                              .high = NAN,
                              .statistic = NAN,
                              .df = NAN,
                              .p = NAN,
                              .p_holm = NAN,
                              .reason = ""};
}

ds_status ds_relating_add(ds_relating *r, const ds_relation_test *test) {
    if (!ds_reserve(&r->tests, &r->capacity, r->n + 1, sizeof *r->tests))
        return ds_error_memory(r->err);
    r->tests[r->n++] = *test;
    return DS_OK;
}

ds_status ds_relating_aside(ds_relating *r, const ds_relation_aside *aside) {
    if (!ds_reserve(&r->asides, &r->aside_capacity, r->n_asides + 1, sizeof *r->asides))
        return ds_error_memory(r->err);
    r->asides[r->n_asides] = *aside;
    r->asides[r->n_asides++].after = r->n - 1;
    return DS_OK;
}

ds_status ds_relating_refuse(ds_relating *r, ds_relation_test test, const char *reason) {
    test.reason = reason;
    test.missing = r->m->in->n_agendas;
    return ds_relating_add(r, &test);
}

static void take_result(ds_relation_test *test, const ds_stat_result *result) {
    test->estimate = result->estimate;
    test->low = result->low;
    test->high = result->high;
    test->statistic = result->statistic;
    test->df = result->df;
    test->p = result->p;
    test->n = result->n;
    test->missing = result->missing;
    test->exact = result->exact;
    test->reason = ds_stat_reason_code(result->reason);
}

ds_status ds_relating_pearson(ds_relating *r, ds_relation_test test) {
    ds_stat_result result;
    ds_pearson_estimate(r->x, r->y, r->m->in->n_agendas, &result);
    take_result(&test, &result);
    return ds_relating_add(r, &test);
}

ds_status ds_relating_pair(ds_relating *r, ds_relation_test test) {
    ds_stat_result result;
    ds_status status =
        ds_mann_whitney_test(r->y, r->group, r->m->in->n_agendas, 1, 0, &result, r->err);
    if (status != DS_OK) return status;
    take_result(&test, &result);
    return ds_relating_add(r, &test);
}

/* All pairs of groups, so that how many tests there are does not hang on what is found: one of
 * which a group is empty stands there with the reason. */
static ds_status add_pairs(ds_relating *r, ds_relation_test test, size_t n_groups,
                           const char *const *names) {
    ds_status status = DS_OK;
    test.kind = DS_RELATION_PAIR;
    for (size_t a = 1; status == DS_OK && a < n_groups; a++)
        for (size_t b = 0; status == DS_OK && b < a; b++) {
            ds_stat_result result;
            status =
                ds_mann_whitney_test(r->y, r->group, r->m->in->n_agendas, a, b, &result, r->err);
            if (status != DS_OK) break;
            take_result(&test, &result);
            test.group = ds_arena_print(r->m->texts, "%s-%s", names[a], names[b]);
            status = test.group == NULL ? ds_error_memory(r->err) : ds_relating_add(r, &test);
        }
    return status;
}

static ds_status add_ordered(ds_relating *r, ds_relation_test test, size_t n_groups) {
    ds_jonckheere j;
    ds_status status =
        ds_jonckheere_test(r->y, r->group, r->m->in->n_agendas, n_groups, &j, r->err);
    if (status != DS_OK) return status;
    test.kind = DS_RELATION_JONCKHEERE;
    test.estimate = j.share;
    test.statistic = j.z;
    test.p = j.p;
    test.n = j.n;
    test.missing = j.missing;
    test.exact = j.exact;
    test.low = test.high = test.df = NAN;
    test.reason = ds_stat_reason_code(j.reason);
    return ds_relating_add(r, &test);
}

ds_status ds_relating_groups(ds_relating *r, ds_relation_test test, size_t n_groups,
                             const char *const *names, bool ordered) {
    ds_stat_result result;
    ds_status status =
        ds_kruskal_wallis_test(r->y, r->group, r->m->in->n_agendas, n_groups, &result, r->err);
    if (status != DS_OK) return status;
    test.kind = DS_RELATION_KRUSKAL;
    take_result(&test, &result);
    status = ds_relating_add(r, &test);
    if (status == DS_OK && ordered) status = add_ordered(r, test, n_groups);
    if (status == DS_OK && r->pairs) status = add_pairs(r, test, n_groups, names);
    return status;
}

/* ---- what agendas have ---- */

void ds_relating_development(const ds_relating *r, size_t indicator, double *out) {
    const ds_making *m = r->m;
    const ds_target_place *p = &m->places[indicator * m->in->n_agendas];
    const double sign = m->plan->indicators[indicator].lower ? -1 : 1;
    for (size_t a = 0; a < m->in->n_agendas; a++)
        out[a] = sign * (p[a].now.pct - p[a].start.pct);
}

void ds_relating_spending(const ds_relating *r, size_t goal, double *out) {
    const ds_monitor_input *in = r->m->in;
    for (size_t a = 0; a < in->n_agendas; a++) {
        const int64_t spent = in->spent_all[goal * in->n_agendas + a], whole = in->whole[a];
        out[a] = spent == DS_MONEY_UNKNOWN || whole == DS_MONEY_UNKNOWN || whole == 0
                     ? (double)NAN
                     : 100.0 * (double)spent / (double)whole;
    }
}

/* ---- rows ---- */

static ds_monitor_row make_test_row(ds_relating *r, const ds_relation_test *t) {
    ds_monitor_row row = t->indicator == SIZE_MAX
                             ? ds_making_row(r->m, "", "")
                             : ds_making_indicator_row(r->m, t->indicator, "", "");
    row.trait = t->relation;
    row.group = t->group;
    row.n = (int64_t)t->n;
    row.missing = (int64_t)t->missing;
    row.reason = t->reason;
    if (t->indicator == SIZE_MAX) {
        row.indicator = t->name;
        row.goal = t->goal;
    }
    return row;
}

/* The estimate carries whether it was shown; never that there is nothing. */
static void put_test(ds_relating *r, const ds_relation_test *t) {
    ds_monitor_row row = make_test_row(r, t);
    row.measure = kinds[t->kind].estimate;
    row.value = t->estimate;
    row.low = t->low;
    row.high = t->high;
    row.klasse = !isfinite(t->p_holm) ? "niet_getoetst"
                 : t->p_holm <= 0.05  ? "aangetoond"
                                      : "niet_aangetoond";
    ds_making_put(r->m, &row);
    if (!isfinite(t->p)) return;
    row.low = row.high = NAN;
    row.missing = -1;
    row.reason = t->exact ? "exact" : "";
    row.klasse = kinds[t->kind].test;
    row.measure = "toetsgrootheid";
    row.value = t->statistic;
    if (isfinite(t->statistic)) ds_making_put(r->m, &row);
    row.measure = "vrijheidsgraden";
    row.value = t->df;
    if (isfinite(t->df)) ds_making_put(r->m, &row);
    row.measure = "p";
    row.value = t->p;
    ds_making_put(r->m, &row);
    row.measure = "p_holm";
    row.value = t->p_holm;
    ds_making_put(r->m, &row);
}

static void put_aside(ds_relating *r, const ds_relation_aside *aside) {
    ds_monitor_row row = make_test_row(r, &r->tests[aside->after]);
    row.measure = aside->measure;
    row.group = aside->group;
    row.n = (int64_t)aside->n;
    row.missing = -1;
    row.value = aside->value;
    row.se = aside->se;
    row.low = aside->low;
    row.high = aside->high;
    row.reason = aside->reason;
    ds_making_put(r->m, &row);
}

/* What so few agendas could have shown, at the alpha that is left of 5 % among m tests. */
static void put_power(ds_relating *r, const ds_relation_test *t, size_t m) {
    ds_monitor_row row = make_test_row(r, t);
    if (t->kind != DS_RELATION_PEARSON || m == 0 || !isfinite(t->p)) return;
    row.measure = "aantoonbaar_r";
    row.missing = -1;
    row.value = ds_detectable_correlation(t->n, 0.05 / (double)m, 0.8);
    row.reason = isfinite(row.value) ? "" : "te_weinig";
    ds_making_put(r->m, &row);
}

static ds_status adjust_and_put(ds_relating *r) {
    double *p = ds_malloc((r->n + 1) * sizeof *p);
    size_t m = 0, aside = 0;
    ds_status status = p == NULL ? ds_error_memory(r->err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->n; i++)
        p[i] = r->tests[i].p;
    if (status == DS_OK) status = ds_adjust_p(p, r->n, DS_ADJUST_HOLM, p, &m, r->err);
    for (size_t i = 0; status == DS_OK && i < r->n; i++) {
        r->tests[i].p_holm = p[i];
        put_test(r, &r->tests[i]);
        put_power(r, &r->tests[i], m);
        while (aside < r->n_asides && r->asides[aside].after == i)
            put_aside(r, &r->asides[aside++]);
    }
    ds_making_note(r->m, "familie", (double)m, (double)(r->n - m), NAN);
    ds_free(p);
    return status;
}

/* ---- the table ---- */

static const ds_monitor_question *find_question(const ds_making *m) {
    for (size_t q = 0; q < m->plan->n_questions; q++)
        if (strcmp(m->plan->questions[q].id, m->table->question) == 0)
            return &m->plan->questions[q];
    return NULL; /* the plan's reader sees to it that there is one */
}

static ds_status ask_question(ds_relating *r, const ds_monitor_question *question) {
    ds_status status = DS_OK;
    for (size_t q = 0; status == DS_OK && q < question->n_relations; q++)
        for (size_t k = 0; status == DS_OK && k < ds_plan_n_relations; k++)
            if (strcmp(question->relations[q], ds_plan_relations[k]) == 0) status = relate[k](r);
    return status == DS_OK ? adjust_and_put(r) : status;
}

ds_status ds_make_relations(ds_making *m, ds_error *err) {
    const ds_monitor_question *question = find_question(m);
    const size_t n = m->in->n_agendas + 1;
    ds_relating r = {.m = m, .err = err};
    ds_status status = DS_OK;
    r.x = ds_calloc(n, sizeof *r.x);
    r.y = ds_calloc(n, sizeof *r.y);
    r.group = ds_calloc(n, sizeof *r.group);
    if (r.x == NULL || r.y == NULL || r.group == NULL) status = ds_error_memory(err);
    r.pairs = question != NULL && question->pairs;
    if (status == DS_OK && question != NULL) status = ask_question(&r, question);
    ds_free(r.tests);
    ds_free(r.asides);
    ds_free(r.x);
    ds_free(r.y);
    ds_free(r.group);
    return status;
}
