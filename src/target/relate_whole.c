/* target/relate_whole.c: measures beside size, students at level 2 and spending; the quadrant
 * beside type, size and number of measures; targets beside what was reached; themes beside
 * progress. See relation.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "target/relation.h"

/* ---- measures ---- */

typedef void (*fill_trait)(const ds_relating *r, size_t goal, double *out);

static void fill_size(const ds_relating *r, size_t goal, double *out) {
    (void)goal;
    for (size_t a = 0; a < r->m->in->n_agendas; a++)
        out[a] = r->m->in->agendas[a].students_known ? (double)r->m->in->agendas[a].n_students
                                                     : (double)NAN;
}

static void fill_niveau2(const ds_relating *r, size_t goal, double *out) {
    (void)goal;
    for (size_t a = 0; a < r->m->in->n_agendas; a++)
        out[a] = r->m->in->agendas[a].students_known ? (double)r->m->in->agendas[a].n_niveau2
                                                     : (double)NAN;
}

static void fill_yes(const ds_relating *r, const uint8_t *said) {
    for (size_t a = 0; a < r->m->in->n_agendas; a++)
        r->group[a] = said[a] == DS_MONITOR_YES  ? 1
                      : said[a] == DS_MONITOR_NO ? 0
                                                 : DS_STAT_NO_GROUP;
}

static ds_status relate_measures(ds_relating *r, const char *relation, fill_trait fill) {
    const ds_monitor_input *in = r->m->in;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && in->no_forms == NULL && i < in->n_measures; i++) {
        const size_t goal = ds_plan_goal(r->m->plan, in->measure_goals[i]);
        ds_relation_test test = ds_relation_of(relation, DS_RELATION_PAIR);
        test.goal = in->measure_goals[i];
        test.group = in->measures[i];
        if (goal == SIZE_MAX) continue;
        fill_yes(r, in->taken + i * in->n_agendas);
        fill(r, goal, r->y);
        status = ds_relating_pair(r, test);
    }
    return status;
}

ds_status ds_relate_measure_size(ds_relating *r) {
    return relate_measures(r, "maatregel_grootte", fill_size);
}

ds_status ds_relate_measure_niveau2(ds_relating *r) {
    return relate_measures(r, "maatregel_niveau2", fill_niveau2);
}

ds_status ds_relate_measure_spending(ds_relating *r) {
    return relate_measures(r, "maatregel_besteding", ds_relating_spending);
}

/* ---- the quadrant ---- */

static ds_quadrant_place find_relating_quadrant(const ds_relating *r, size_t agenda,
                                                ds_class_result *room) {
    const ds_making *m = r->m;
    for (size_t i = 0; i < m->plan->n_indicators; i++)
        room[i] = ds_target_classify(&m->places[i * m->in->n_agendas + agenda], DS_BASIS_START,
                                     m->in->version, m->plan->indicators[i].lower);
    return ds_target_quadrant(room, m->plan->n_indicators, &m->plan->rules.quadrant);
}

/* Each agenda's quadrant into group; shares better and reached where those are asked. */
static ds_status fill_quadrants(ds_relating *r, double *better, double *reached) {
    ds_class_result *room = ds_calloc(r->m->plan->n_indicators + 1, sizeof *room);
    if (room == NULL) return ds_error_memory(r->err);
    for (size_t a = 0; a < r->m->in->n_agendas; a++) {
        const ds_quadrant_place p = find_relating_quadrant(r, a, room);
        const bool in = p.quadrant != DS_QUADRANT_NONE;
        r->group[a] = in ? (size_t)p.quadrant : DS_STAT_NO_GROUP;
        if (better != NULL) better[a] = in ? p.better_pct : (double)NAN;
        if (reached != NULL) reached[a] = in ? p.reached_pct : (double)NAN;
    }
    ds_free(room);
    return DS_OK;
}

static const char *const quadrants[] = {"linksonder", "rechtsonder", "linksboven", "rechtsboven"};

/* The place of each agenda's type among the types that there are. */
static size_t list_types(const ds_monitor_input *in, const char **types, size_t *of) {
    size_t n = 0;
    for (size_t a = 0; a < in->n_agendas; a++) {
        size_t t = 0;
        of[a] = SIZE_MAX;
        if (*in->agendas[a].type == '\0') continue;
        while (t < n && strcmp(types[t], in->agendas[a].type) != 0)
            t++;
        if (t == n) {
            if (n == DS_TABLE_SIDE_MAX) continue;
            types[n++] = in->agendas[a].type;
        }
        of[a] = t;
    }
    return n;
}

static ds_status test_table(ds_relating *r, const uint64_t *counts, size_t rows,
                            ds_relation_test *test) {
    ds_chi_square c;
    ds_stat_reason reason = DS_STAT_WHOLE;
    ds_status status = ds_chi_square_test(counts, rows, 4, &c, r->err);
    if (status != DS_OK) return status;
    test->estimate = c.cramers_v;
    test->statistic = c.statistic;
    test->df = c.df;
    test->p = c.p;
    test->n = c.n;
    test->missing = r->m->in->n_agendas - c.n;
    test->reason = ds_stat_reason_code(c.reason);
    if (c.reason != DS_STAT_WHOLE || !ds_chi_square_is_small(&c)) return DS_OK;
    status = ds_fisher_test(counts, rows, 4, &test->p, &reason, r->err);
    test->exact = reason == DS_STAT_WHOLE;
    if (reason == DS_STAT_TOO_LARGE) test->p = c.p;
    test->reason = ds_stat_reason_code(reason);
    return status;
}

ds_status ds_relate_quadrant_type(ds_relating *r) {
    const ds_monitor_input *in = r->m->in;
    uint64_t counts[DS_TABLE_SIDE_MAX * 4] = {0};
    const char *types[DS_TABLE_SIDE_MAX];
    ds_relation_test test = ds_relation_of("kwadrant_type", DS_RELATION_TABLE);
    size_t *of = ds_calloc(in->n_agendas + 1, sizeof *of), n_types;
    ds_status status = of == NULL ? ds_error_memory(r->err) : fill_quadrants(r, NULL, NULL);
    if (status == DS_OK) {
        n_types = list_types(in, types, of);
        for (size_t a = 0; a < in->n_agendas; a++)
            if (of[a] != SIZE_MAX && r->group[a] != DS_STAT_NO_GROUP)
                counts[of[a] * 4 + r->group[a]]++;
        status = n_types == 0 ? ds_relating_refuse(r, test, "type_onbekend")
                              : test_table(r, counts, n_types, &test);
        if (status == DS_OK && n_types > 0) status = ds_relating_add(r, &test);
    }
    ds_free(of);
    return status;
}

ds_status ds_relate_quadrant_size(ds_relating *r) {
    const ds_relation_test test = ds_relation_of("kwadrant_grootte", DS_RELATION_KRUSKAL);
    ds_status status = fill_quadrants(r, NULL, NULL);
    fill_size(r, 0, r->y);
    return status == DS_OK ? ds_relating_groups(r, test, 4, quadrants, false) : status;
}

static void fill_measures(const ds_relating *r, double *out) {
    const ds_monitor_input *in = r->m->in;
    for (size_t a = 0; a < in->n_agendas; a++) {
        size_t yes = 0, known = 0;
        for (size_t i = 0; i < in->n_measures; i++) {
            const uint8_t taken = in->taken[i * in->n_agendas + a];
            yes += taken == DS_MONITOR_YES;
            known += taken != DS_MONITOR_UNKNOWN;
        }
        out[a] = known == 0 ? (double)NAN : (double)yes;
    }
}

ds_status ds_relate_quadrant_measures(ds_relating *r) {
    const ds_relation_test test = ds_relation_of("kwadrant_maatregelen", DS_RELATION_KRUSKAL);
    ds_status status = fill_quadrants(r, NULL, NULL);
    if (r->m->in->no_forms != NULL) return ds_relating_refuse(r, test, r->m->in->no_forms);
    fill_measures(r, r->y);
    return status == DS_OK ? ds_relating_groups(r, test, 4, quadrants, false) : status;
}

/* Mean ambition over the indicators that an agenda has all of, in points: a low target is a small
 * number. */
static void fill_mean_ambition(const ds_relating *r, double *out) {
    const ds_making *m = r->m;
    for (size_t a = 0; a < m->in->n_agendas; a++) {
        double sum = 0;
        size_t n = 0;
        for (size_t i = 0; i < m->plan->n_indicators; i++) {
            const ds_target_place *p = &m->places[i * m->in->n_agendas + a];
            const double sign = m->plan->indicators[i].lower ? -1 : 1;
            const double ambition = sign * (ds_target_of(p, m->in->version) - p->start.pct);
            if (!isfinite(ambition) || !isfinite(p->now.pct)) continue;
            sum += ambition;
            n++;
        }
        out[a] = n == 0 ? (double)NAN : sum / (double)n;
    }
}

ds_status ds_relate_target_reached(ds_relating *r) {
    const ds_relation_test test = ds_relation_of("streef_bereikt", DS_RELATION_PEARSON);
    ds_status status = fill_quadrants(r, NULL, r->y);
    fill_mean_ambition(r, r->x);
    return status == DS_OK ? ds_relating_pearson(r, test) : status;
}

ds_status ds_relate_theme(ds_relating *r) {
    const ds_monitor_input *in = r->m->in;
    ds_status status = DS_OK;
    if (in->n_themes == 0)
        return ds_relating_refuse(r, ds_relation_of("thema_voortgang", DS_RELATION_PAIR),
                                  "geen_themas");
    for (size_t t = 0; status == DS_OK && t < in->n_themes; t++) {
        ds_relation_test test = ds_relation_of("thema_voortgang", DS_RELATION_PAIR);
        test.group = in->themes[t];
        status = fill_quadrants(r, r->y, NULL);
        fill_yes(r, in->attention + t * in->n_agendas);
        if (status == DS_OK) status = ds_relating_pair(r, test);
    }
    return status;
}
