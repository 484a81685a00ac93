/* simulate/agenda_money.c: what the made agendas budgeted for 2024 to 2027 and spent in those
 * years: the deliveries `besteding` and `werkagenda`. See agenda.h.
 *
 * Per goal: which band of spending an agenda is in is drawn, so that as many are in each as was
 * published (a joint agenda is in the largest); then its tempo (the share of its budget that it
 * spent in the first year) within the band; then what it spent, scaled until it adds up; the budget
 * follows from the two. Later years take a share of what is left. Whole euros. */
#include <math.h>
#include <stdio.h>

#include "simulate/agenda.h"
#include "simulate/put.h"

enum { NOT_BUDGETED, UNKNOWN, NOTHING, UNDER_20, FROM_20, FROM_30, FROM_40, OVER_50 };
enum { ROUNDS = 200 };
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
        m->whole[i] = maker->who->grootte[i] *
                      exp(goal->inequality * ds_agenda_normal(maker->seed, "budget", "", i));
        sum += m->whole[i];
    }
    for (unsigned i = 0; i < m->n && sum > 0; i++)
        m->whole[i] *= goal->total / sum;
    round_to(m->whole, m->n, goal->total);
}

void ds_agenda_spending_keys(const ds_agenda_maker *maker, const char *goal, double *out) {
    for (unsigned i = 0; i < maker->who->n; i++)
        out[i] = ds_agenda_unit(maker->seed, "besteding", goal, i) +
                 (maker->who->members[i] > 1 ? 1 : 0);
}

static void fill_bands(const ds_agenda_maker *maker, const ds_agenda_goal *goal, money *m) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], at = 0, n_joint = 0;
    ds_agenda_spending_keys(maker, goal->goal, keys);
    for (unsigned i = 0; i < m->n; i++) {
        n_joint += maker->who->members[i] > 1;
        m->band[i] = FROM_20;
    }
    ds_agenda_sort(keys, m->n, order);
    for (unsigned band = 0; band < DS_AGENDA_BANDS; band++) {
        unsigned n_of = goal->bands[band];
        if (band == FROM_20) n_of -= n_of < n_joint ? n_of : n_joint;
        for (unsigned k = 0; k < n_of && at + n_joint < m->n; k++)
            m->band[order[at++]] = band;
    }
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

/* ---- what was corrected ---- */

enum correction { NOT_CORRECTED, CORRECTED, CORRECTED_UNKNOWN };

/* n_corrected agendas corrected some of their budgets, each at least one; of the last of them
 * nothing was known before. Of one more it is not known whether it did. */
typedef struct corrections {
    unsigned place[DS_MODEL_INSTELLINGEN_MAX], n;
} corrections;

static void fill_corrections(const ds_agenda_maker *maker, unsigned n_corrected, corrections *out) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX];
    for (unsigned i = 0; i < maker->who->n; i++)
        keys[i] = ds_agenda_unit(maker->seed, "gecorrigeerd", "", i);
    ds_agenda_sort(keys, maker->who->n, order);
    out->n = n_corrected;
    for (unsigned k = 0; k < maker->who->n; k++)
        out->place[order[k]] = k;
}

static enum correction correction_of(const ds_agenda_maker *maker, const corrections *all,
                                     size_t goal, unsigned i) {
    const ds_agenda_goal *of = &maker->agenda->goals[goal];
    double which = ds_agenda_unit(maker->seed, "gecorrigeerd", "welke", i);
    if (all->place[i] == all->n) return CORRECTED_UNKNOWN;
    if (all->place[i] > all->n) return NOT_CORRECTED;
    if ((size_t)(which * 5) == goal) return CORRECTED;
    return ds_agenda_unit(maker->seed, "gecorrigeerd", of->goal, i) < 0.3 ? CORRECTED
                                                                          : NOT_CORRECTED;
}

/* ---- lines ---- */

/* One goal of one agenda. */
typedef struct budget {
    bool known, original_known;
    uint64_t total, original;
    enum correction corrected;
    const char *reason;
} budget;

static budget make_budget(const ds_agenda_maker *maker, const corrections *all, size_t goal,
                          const money *m, unsigned i) {
    const ds_agenda_goal *of = &maker->agenda->goals[goal];
    budget b = {.known = m->band[i] != UNKNOWN, .original_known = true, .reason = ""};
    double factor = exp(0.3 * ds_agenda_normal(maker->seed, "oorspronkelijk", of->goal, i));
    if (b.known) b.total = (uint64_t)budget_of(maker, of, m, i);
    b.corrected = correction_of(maker, all, goal, i);
    b.original = b.corrected == CORRECTED ? (uint64_t)((double)b.total * factor) : b.total;
    if (b.corrected == CORRECTED) b.reason = "begroting herverdeeld";
    if (!b.known || b.corrected == CORRECTED_UNKNOWN ||
        (b.corrected == CORRECTED && all->place[i] + 1 == all->n))
        b.original_known = false;
    if (!b.known)
        b.reason = "nog niet bekend";
    else if (b.total == 0 && b.corrected == NOT_CORRECTED)
        b.reason = "geen budget voor deze doelstelling";
    else if (m->band[i] == NOTHING && b.corrected == NOT_CORRECTED)
        b.reason = "besteding begint later";
    return b;
}

static bool add_spending_line(const ds_agenda_maker *maker, const ds_agenda_goal *of,
                              const budget *b, unsigned i, int year, uint64_t spent) {
    static const char *const words[] = {"nee", "ja", "onbekend"};
    char *at = ds_agenda_line(maker, i, year);
    if (at == NULL) return false;
    at = put_text(at, of->goal);
    at = b->known ? put_number(at, b->total) : put_missing(at);
    at = b->original_known ? put_number(at, b->original) : put_missing(at);
    at = put_number(at, spent);
    return put_line_end(maker->rows, put_text(put_text(at, words[b->corrected]), b->reason));
}

/* A share of what is left of the budget; without one, as much as in the first year. */
static double later_spending(const ds_agenda_maker *maker, const ds_agenda_goal *of,
                             const ds_agenda_later *later, const budget *b, double left, unsigned i,
                             double first) {
    char name[2 * DS_AGENDA_WORD_SIZE];
    double share;
    (void)snprintf(name, sizeof name, "%s/%d", of->goal, later->year);
    share = later->share * exp(later->spread * ds_agenda_normal(maker->seed, "later", name, i));
    if (!b->known) return first;
    return floor(between(share, 0, 1) * left);
}

static bool add_goal_of(const ds_agenda_maker *maker, const corrections *all, size_t goal,
                        const money *m, unsigned i) {
    const ds_agenda_goal *of = &maker->agenda->goals[goal];
    const budget b = make_budget(maker, all, goal, m, i);
    double left = (double)b.total - m->spent[i];
    if (!add_spending_line(maker, of, &b, i, DS_AGENDA_FIRST_SPENT, (uint64_t)m->spent[i]))
        return false;
    for (size_t k = 0; k < maker->agenda->n_later; k++) {
        const ds_agenda_later *later = &maker->agenda->later[k];
        double spent = later_spending(maker, of, later, &b, left, i, m->spent[i]);
        left -= spent;
        if (!add_spending_line(maker, of, &b, i, later->year, (uint64_t)spent)) return false;
    }
    return true;
}

static const ds_agenda_goal *find_whole(const ds_agenda_maker *maker) {
    for (size_t g = 0; g < maker->agenda->n_goals; g++)
        if (maker->agenda->goals[g].is_whole) return &maker->agenda->goals[g];
    return NULL;
}

bool ds_agenda_add_spending(const ds_agenda_maker *maker) {
    const ds_agenda_goal *whole = find_whole(maker);
    money m = {.n = maker->who->n};
    corrections all = {.n = 0};
    if (whole != NULL) fill_whole(maker, whole, &m);
    fill_corrections(maker, whole == NULL ? 0 : whole->n_corrected, &all);
    for (size_t g = 0; g < maker->agenda->n_goals; g++) {
        if (maker->agenda->goals[g].is_whole) continue;
        fill_bands(maker, &maker->agenda->goals[g], &m);
        fill_tempo(maker, &maker->agenda->goals[g], &m);
        fill_spent(maker, &maker->agenda->goals[g], &m);
        for (unsigned i = 0; i < m.n; i++)
            if (!add_goal_of(maker, &all, g, &m, i)) return false;
    }
    return true;
}

bool ds_agenda_add_whole(const ds_agenda_maker *maker) {
    const ds_agenda_goal *whole = find_whole(maker);
    money m = {.n = maker->who->n};
    if (whole == NULL) return true;
    fill_whole(maker, whole, &m);
    for (unsigned i = 0; i < m.n; i++) {
        char *at = put_line(maker->rows);
        if (at == NULL) return false;
        at = put_number(put_text(at, maker->who->code[i]), (uint64_t)m.whole[i]);
        (void)put_line_end(maker->rows, at);
    }
    return true;
}
