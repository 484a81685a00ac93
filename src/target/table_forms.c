/* target/table_forms.c: what agendas say of their measures: which they take, how many, whether
 * things go as planned (by indicator), how well they work (by goal). Two grains, never joined here.
 * See making.h. */
#include "target/making.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

static const char *const planning_codes[] = {"",          "veel_achter",    "enigszins_achter",
                                             "op_schema", "enigszins_voor", "veel_voor"};
static const char *const judgement_codes[] = {
    "", "niet", "een_klein_beetje", "wisselend", "effectief", "heel_effectief", "weet_niet"};

static bool is_asked_goal(const ds_making *m, const char *goal) {
    return *m->table->goal == '\0' || strcmp(m->table->goal, goal) == 0;
}

/* ---- measures ---- */

static void put_measure(ds_making *m, size_t measure) {
    const uint8_t *taken = m->in->taken + measure * m->in->n_agendas;
    ds_monitor_row row = ds_making_row(m, "", "ingezet");
    uint64_t yes = 0, known = 0;
    for (size_t a = 0; a < m->in->n_agendas; a++) {
        known += taken[a] != DS_MONITOR_UNKNOWN;
        yes += taken[a] == DS_MONITOR_YES;
    }
    row.goal = m->in->measure_goals[measure];
    row.trait = "maatregel";
    row.group = m->in->measures[measure];
    row.missing = (int64_t)(m->in->n_agendas - known);
    ds_making_put_share(m, row, yes, known);
}

ds_status ds_make_measures(ds_making *m, ds_error *err) {
    (void)err;
    if (!ds_making_has_forms(m)) return DS_OK;
    for (size_t i = 0; i < m->in->n_measures; i++)
        if (is_asked_goal(m, m->in->measure_goals[i])) put_measure(m, i);
    return DS_OK;
}

/* How many an agenda takes of those that it said of; NAN where it said nothing. */
static double count_measures(const ds_making *m, size_t agenda, uint64_t *out_known) {
    uint64_t yes = 0, known = 0;
    for (size_t i = 0; i < m->in->n_measures; i++) {
        const uint8_t taken = m->in->taken[i * m->in->n_agendas + agenda];
        if (!is_asked_goal(m, m->in->measure_goals[i])) continue;
        known += taken != DS_MONITOR_UNKNOWN;
        yes += taken == DS_MONITOR_YES;
    }
    *out_known = known;
    return known == 0 ? NAN : (double)yes;
}

static void put_number_thresholds(ds_making *m, const double *numbers, uint64_t n) {
    ds_monitor_row row = ds_making_row(m, "", "");
    row.trait = "drempel";
    for (size_t t = 0; t < m->table->n_thresholds; t++) {
        const ds_threshold *threshold = &m->table->thresholds[t];
        const char *name =
            ds_arena_print(m->texts, "%s%g", threshold->comparison, threshold->value);
        uint64_t count = 0;
        for (size_t a = 0; a < m->in->n_agendas; a++)
            count += ds_threshold_holds(threshold, numbers[a]);
        row.klasse = name == NULL ? "" : name;
        ds_making_put_share(m, row, count, n);
    }
}

static void put_number_spread(ds_making *m, const ds_spread *s) {
    const struct {
        const char *measure;
        double value;
    } lines[] = {{"gemiddelde", s->mean}, {"laagste", s->lowest}, {"q1", s->q1},
                 {"mediaan", s->median},  {"q3", s->q3},          {"hoogste", s->highest}};
    ds_monitor_row row = ds_making_row(m, "", "");
    row.n = (int64_t)s->n;
    row.missing = (int64_t)(m->in->n_agendas - s->n);
    row.reason = s->n == 0 ? "niemand" : "";
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        row.measure = lines[i].measure;
        row.value = lines[i].value;
        ds_making_put(m, &row);
    }
}

/* Figure 7.2. */
ds_status ds_make_measures_number(ds_making *m, ds_error *err) {
    double *numbers = ds_calloc(m->in->n_agendas + 1, sizeof *numbers);
    ds_spread spread;
    ds_status status = numbers == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK && ds_making_has_forms(m)) {
        for (size_t a = 0; a < m->in->n_agendas; a++) {
            ds_monitor_row row = ds_making_row(m, "aantal_maatregelen", "");
            uint64_t known = 0;
            numbers[a] = count_measures(m, a, &known);
            row.agenda = m->in->agendas[a].code;
            row.n = (int64_t)known;
            row.value = numbers[a];
            row.reason = known == 0 ? "niet_opgegeven" : "";
            ds_making_put(m, &row);
        }
        status = ds_target_spread(numbers, m->in->n_agendas, &spread, err);
        if (status == DS_OK) put_number_spread(m, &spread);
        if (status == DS_OK) put_number_thresholds(m, numbers, spread.n);
    }
    ds_free(numbers);
    return status;
}

/* ---- planning and judgement ---- */

typedef struct step_counts {
    uint64_t steps[DS_MONITOR_STEPS + 1], no_opinion, empty, n;
} step_counts;

static step_counts count_steps(const uint8_t *steps, size_t n) {
    step_counts c = {0};
    for (size_t a = 0; a < n; a++) {
        if (steps[a] == DS_MONITOR_NOT_ASKED)
            c.empty++;
        else if (steps[a] == DS_MONITOR_NO_OPINION)
            c.no_opinion++;
        else
            c.steps[steps[a]]++;
    }
    c.n = n - c.empty - c.no_opinion;
    return c;
}

/* Each step, those from one on together, and who said nothing. */
static void put_steps(ds_making *m, ds_monitor_row row, const step_counts *c,
                      const char *const *codes, const char *together, int from) {
    uint64_t sum = 0;
    for (int s = 1; s <= DS_MONITOR_STEPS; s++) {
        row.klasse = codes[s];
        ds_making_put_share(m, row, c->steps[s], c->n);
        if (s >= from) sum += c->steps[s];
    }
    row.klasse = together;
    ds_making_put_share(m, row, sum, c->n);
    row.measure = "ontbreekt";
    row.klasse = "";
    row.n = (int64_t)c->n;
    row.missing = (int64_t)c->no_opinion;
    row.reason = "weet_niet";
    if (c->no_opinion > 0) ds_making_put(m, &row);
    row.missing = (int64_t)c->empty;
    row.reason = "niet_opgegeven";
    if (c->empty > 0) ds_making_put(m, &row);
}

ds_status ds_make_planning(ds_making *m, ds_error *err) {
    (void)err;
    if (!ds_making_has_forms(m)) return DS_OK;
    for (size_t p = 0; p < m->in->n_planned; p++) {
        const step_counts c = count_steps(m->in->planning + p * m->in->n_agendas, m->in->n_agendas);
        ds_monitor_row row = ds_making_row(m, "", "");
        if (!is_asked_goal(m, m->in->planned_goals[p])) continue;
        row.indicator = m->in->planned[p];
        row.goal = m->in->planned_goals[p];
        put_steps(m, row, &c, planning_codes, "minstens_op_schema", 3);
    }
    ds_making_note(m, "per_indicator", NAN, NAN, NAN);
    return DS_OK;
}

ds_status ds_make_judgement(ds_making *m, ds_error *err) {
    (void)err;
    if (!ds_making_has_forms(m)) return DS_OK;
    for (size_t g = 0; g < m->plan->n_goals; g++) {
        const step_counts c =
            count_steps(m->in->judgement + g * m->in->n_agendas, m->in->n_agendas);
        ds_monitor_row row = ds_making_row(m, "", "");
        if (!is_asked_goal(m, m->plan->goals[g].id)) continue;
        row.goal = m->plan->goals[g].id;
        put_steps(m, row, &c, judgement_codes, "heel_effectief_of_effectief", 4);
    }
    ds_making_note(m, "per_doelstelling", NAN, NAN, NAN);
    return DS_OK;
}
