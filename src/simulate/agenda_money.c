/* simulate/agenda_money.c: what the made institutions budgeted for 2024 to 2027 and spent in 2024.
 * See agenda.h.
 *
 * Per goal: which band of spending an institution is in is drawn, so that as many are in each as
 * was published; then its tempo (the share of its budget that it spent) within the band; then what
 * it spent, scaled until it adds up; the budget follows from the two. Whole euros. */
#include <math.h>

#include "simulate/agenda.h"
#include "simulate/put.h"

enum { NOT_BUDGETED, UNKNOWN, NOTHING, UNDER_20, FROM_20, FROM_30, FROM_40, OVER_50 };
enum { YEAR = 2024, ROUNDS = 200 };
/* No goal takes more than this share of an institution's whole budget over the four years. */
#define BUDGET_MAX 0.45

typedef struct money {
    unsigned n;
    double whole[DS_MODEL_INSTELLINGEN_MAX];
    unsigned band[DS_MODEL_INSTELLINGEN_MAX];
    double tempo[DS_MODEL_INSTELLINGEN_MAX];
    double spent[DS_MODEL_INSTELLINGEN_MAX];
    double low[DS_MODEL_INSTELLINGEN_MAX], high[DS_MODEL_INSTELLINGEN_MAX];
} money;

/* Whole euros that add up to total: what rounding leaves goes to the largest. */
static void round_to(double *amounts, unsigned n, double total) {
    unsigned largest = 0;
    for (unsigned i = 0; i < n; i++) {
        amounts[i] = floor(amounts[i] + 0.5);
        total -= amounts[i];
        if (amounts[i] > amounts[largest]) largest = i;
    }
    amounts[largest] += total;
}

static void fill_whole(const ds_agenda_maker *maker, const ds_agenda_goal *goal, money *m) {
    double sum = 0;
    for (unsigned i = 0; i < m->n; i++) {
        m->whole[i] = maker->model->instellingen[i].grootte *
                      exp(goal->inequality * ds_agenda_normal(maker->seed, "budget", "", i));
        sum += m->whole[i];
    }
    for (unsigned i = 0; i < m->n && sum > 0; i++)
        m->whole[i] *= goal->total / sum;
    round_to(m->whole, m->n, goal->total);
}

static void fill_bands(const ds_agenda_maker *maker, const ds_agenda_goal *goal, money *m) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], at = 0;
    for (unsigned i = 0; i < m->n; i++) {
        keys[i] = ds_agenda_unit(maker->seed, "besteding", goal->goal, i);
        m->band[i] = FROM_20;
    }
    ds_agenda_sort(keys, m->n, order);
    for (unsigned band = 0; band < DS_AGENDA_BANDS; band++)
        for (unsigned k = 0; k < goal->bands[band] && at < m->n; k++)
            m->band[order[at++]] = band;
}

static void fill_tempo(const ds_agenda_maker *maker, const ds_agenda_goal *goal, money *m) {
    /* A little inside the band, so that rounding to euros stays there. */
    static const double low[DS_AGENDA_BANDS] = {0, 20.5, 0, 4, 20.5, 30.5, 40.5, 52};
    static const double high[DS_AGENDA_BANDS] = {0, 29.5, 0, 19.5, 29.5, 39.5, 49.5, 0};
    for (unsigned i = 0; i < m->n; i++) {
        unsigned band = m->band[i];
        double top = band == OVER_50 ? goal->fastest_pct : high[band];
        double unit = ds_agenda_unit(maker->seed, "tempo", goal->goal, i);
        m->tempo[i] = (low[band] + unit * (top - low[band])) / 100;
    }
}

static double between(double value, double low, double high) {
    return value < low ? low : value > high ? high : value;
}

static void fill_spent(const ds_agenda_maker *maker, const ds_agenda_goal *goal, money *m) {
    for (unsigned i = 0; i < m->n; i++) {
        double e = ds_agenda_normal(maker->seed, "besteed", goal->goal, i);
        m->low[i] = m->high[i] = m->spent[i] = 0;
        if (m->tempo[i] <= 0) continue;
        m->low[i] = goal->low_pct / 100 * m->whole[i];
        m->high[i] = fmin(goal->high_pct / 100, BUDGET_MAX * m->tempo[i]) * m->whole[i];
        m->spent[i] = m->whole[i] * sqrt(m->tempo[i]) * exp(goal->inequality * e);
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        double sum = 0;
        for (unsigned i = 0; i < m->n; i++)
            sum += m->spent[i];
        for (unsigned i = 0; i < m->n && sum > 0; i++)
            m->spent[i] = between(m->spent[i] * goal->total / sum, m->low[i], m->high[i]);
    }
    round_to(m->spent, m->n, goal->total);
}

/* The budget of who spent something follows from it; of who spent nothing, what others of that size
 * have. */
static double budget_of(const ds_agenda_maker *maker, const ds_agenda_goal *goal, const money *m,
                        unsigned i) {
    double e;
    if (m->band[i] == NOT_BUDGETED) return 0;
    if (m->band[i] != NOTHING) return floor(m->spent[i] / m->tempo[i] + 0.5);
    e = ds_agenda_normal(maker->seed, "besteed", goal->goal, i);
    return floor(0.02 * m->whole[i] * exp(0.3 * e) + 0.5);
}

/* n_corrected institutions corrected some of their budgets, each at least one. */
static bool is_corrected(const ds_agenda_maker *maker, const unsigned *place, unsigned n_corrected,
                         size_t goal, unsigned i) {
    const ds_agenda_goal *of = &maker->agenda->goals[goal];
    double which = ds_agenda_unit(maker->seed, "gecorrigeerd", "welke", i);
    if (place[i] >= n_corrected || of->is_whole) return false;
    if ((size_t)(which * 5) == goal) return true;
    return ds_agenda_unit(maker->seed, "gecorrigeerd", of->goal, i) < 0.3;
}

static bool add_goal(const ds_agenda_maker *maker, const unsigned *place, unsigned n_corrected,
                     size_t goal, money *m) {
    const ds_agenda_goal *of = &maker->agenda->goals[goal];
    if (!of->is_whole) {
        fill_bands(maker, of, m);
        fill_tempo(maker, of, m);
        fill_spent(maker, of, m);
    }
    for (unsigned i = 0; i < m->n; i++) {
        char *at = put_line(maker->rows);
        if (at == NULL) return false;
        at = put_number(put_text(put_mbo(at, i), of->goal), YEAR);
        if (of->is_whole)
            at = put_missing(put_number(at, (uint64_t)m->whole[i]));
        else if (m->band[i] == UNKNOWN)
            at = put_number(put_missing(at), (uint64_t)m->spent[i]);
        else
            at = put_number(put_number(at, (uint64_t)budget_of(maker, of, m, i)),
                            (uint64_t)m->spent[i]);
        at = put_ja_nee(at, is_corrected(maker, place, n_corrected, goal, i));
        (void)put_line_end(maker->rows, at);
    }
    return true;
}

bool ds_agenda_add_spending(const ds_agenda_maker *maker) {
    money m = {.n = (unsigned)maker->model->n_instellingen};
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], place[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned n_corrected = 0;
    for (unsigned i = 0; i < m.n; i++)
        keys[i] = ds_agenda_unit(maker->seed, "gecorrigeerd", "", i);
    ds_agenda_sort(keys, m.n, order);
    for (unsigned k = 0; k < m.n; k++)
        place[order[k]] = k;
    for (size_t g = 0; g < maker->agenda->n_goals; g++) {
        if (!maker->agenda->goals[g].is_whole) continue;
        fill_whole(maker, &maker->agenda->goals[g], &m);
        n_corrected = maker->agenda->goals[g].n_corrected;
    }
    for (size_t g = 0; g < maker->agenda->n_goals; g++)
        if (!add_goal(maker, place, n_corrected, g, &m)) return false;
    return true;
}
