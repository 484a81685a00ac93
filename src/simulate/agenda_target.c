/* simulate/agenda_target.c: the target values of the made agendas. See agenda.h.
 *
 * A target is the start value plus an ambition. The ambition has a mean, which is chosen so that
 * the published mean target comes out (or the published share of institutions that are there
 * already), and a spread, part of which goes with the change that was to come. Targets are whole
 * tenths of a percentage point, so that sums can be made exact. */
#include <math.h>
#include <stdio.h>

#include "simulate/agenda.h"
#include "simulate/put.h"

enum { TENTHS = 10, LOWEST = 1, HIGHEST = 999, CHANGED_BY = -100 };

typedef struct plan {
    const ds_agenda_target *target;
    unsigned n, n_first, n_all;
    char name[64];
    unsigned order[DS_MODEL_INSTELLINGEN_MAX];  /* first the n_first, then those added, then none */
    double start[DS_MODEL_INSTELLINGEN_MAX];    /* percent; NAN unknown */
    double later[DS_MODEL_INSTELLINGEN_MAX];    /* the same, of the first figure after it */
    double ambition[DS_MODEL_INSTELLINGEN_MAX]; /* without its mean */
    long tenths[DS_MODEL_INSTELLINGEN_MAX];
    long changed[DS_MODEL_INSTELLINGEN_MAX]; /* the later value; 0: not changed */
} plan;

static double general_key(const ds_agenda_maker *maker, unsigned i) {
    return ds_agenda_unit(maker->seed, "streefwaarde", "", i);
}

/* Who has no targets for one indicator mostly has none for the others either. Who has no students
 * comes last. */
static void fill_order(const ds_agenda_maker *maker, plan *p) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    for (unsigned i = 0; i < p->n; i++)
        keys[i] = general_key(maker, i) +
                  0.3 * ds_agenda_unit(maker->seed, "streefwaarde", p->name, i) +
                  (isnan(p->start[i]) ? 10 : 0);
    ds_agenda_sort(keys, p->n, p->order);
}

/* Residual noise: without mean, without what goes along with changes, with sd 1, among the first n
 * of order. So the correlation of what is made of the two is the one asked for, whatever the draws.
 */
static void residual(const unsigned *order, unsigned n, const double *changes, double *noise) {
    double mean = 0, along = 0, squares = 0, sd = 0;
    for (unsigned k = 0; k < n; k++)
        mean += noise[order[k]] / n;
    for (unsigned k = 0; k < n; k++) {
        along += changes[order[k]] * (noise[order[k]] - mean);
        squares += changes[order[k]] * changes[order[k]];
    }
    along = squares > 0 ? along / squares : 0;
    for (unsigned k = 0; k < n; k++) {
        double left = noise[order[k]] - mean - along * changes[order[k]];
        sd += left * left / n;
    }
    sd = sd > 0 ? sqrt(sd) : 1;
    for (unsigned i = 0; i < DS_MODEL_INSTELLINGEN_MAX; i++)
        noise[i] = (noise[i] - mean - along * changes[i]) / sd;
}

/* Changes as z-scores among the first n of order; 0 where not known. */
static void standardise(const unsigned *order, unsigned n, double *changes) {
    double mean = 0, squares = 0, known = 0, sd;
    for (unsigned k = 0; k < n; k++) {
        if (isnan(changes[order[k]])) continue;
        mean += changes[order[k]];
        squares += changes[order[k]] * changes[order[k]];
        known++;
    }
    if (known > 0) mean /= known;
    sd = known > 1 ? sqrt(fmax(0, squares / known - mean * mean)) : 0;
    for (unsigned i = 0; i < DS_MODEL_INSTELLINGEN_MAX; i++)
        changes[i] = isnan(changes[i]) || sd < 1e-9 ? 0 : (changes[i] - mean) / sd;
}

static void fill_ambition(const ds_agenda_maker *maker, plan *p) {
    double changes[DS_MODEL_INSTELLINGEN_MAX] = {0}, noise[DS_MODEL_INSTELLINGEN_MAX] = {0};
    double r = p->target->correlation;
    for (unsigned i = 0; i < p->n; i++) {
        changes[i] = ds_agenda_better(p->target->indicator) * (p->later[i] - p->start[i]);
        noise[i] = ds_agenda_normal(maker->seed, "ambitie", p->name, i);
    }
    standardise(p->order, p->n_first, changes);
    residual(p->order, p->n_first, changes, noise);
    for (unsigned i = 0; i < p->n; i++)
        p->ambition[i] = p->target->spread * (r * changes[i] + sqrt(1 - r * r) * noise[i]);
}

static long clamp(double tenths) {
    return tenths < LOWEST ? LOWEST : tenths > HIGHEST ? HIGHEST : lround(tenths);
}

/* Targets of order[from … to - 1] that add up to sum, exactly where that can be. */
static void fill_sum(plan *p, unsigned from, unsigned to, long sum) {
    double better = ds_agenda_better(p->target->indicator), mean = 0, n = to - from;
    if (to == from) return;
    for (unsigned k = from; k < to; k++) {
        double start = p->start[p->order[k]];
        mean += (isnan(start) ? p->target->mean_first : start) + better * p->ambition[p->order[k]];
    }
    mean /= n;
    for (unsigned k = from; k < to; k++) {
        unsigned i = p->order[k];
        double start = isnan(p->start[i]) ? p->target->mean_first : p->start[i];
        double raw = start + better * p->ambition[i] - mean;
        p->tenths[i] = clamp(TENTHS * raw + (double)sum / n);
    }
    for (unsigned k = from; k < to; k++)
        sum -= p->tenths[p->order[k]];
    for (unsigned k = from, tries = 0; sum != 0 && tries < 1000 * (to - from); tries++) {
        long *tenths = &p->tenths[p->order[k]], step = sum > 0 ? 1 : -1;
        if (*tenths + step >= LOWEST && *tenths + step <= HIGHEST) {
            *tenths += step;
            sum -= step;
        }
        k = k + 1 < to ? k + 1 : from;
    }
}

/* ---- who is there already, where the mean is published too ---- */

/* By how much the later figure is above the target, in tenths; below 0 it is not reached. */
static double margin_of(const plan *p, unsigned i) {
    return ds_agenda_better(p->target->indicator) * (TENTHS * p->later[i] - (double)p->tenths[i]);
}

/* Moves the target of i to just this side of the later figure; what the sum gains. */
static long place_beside(const ds_agenda_maker *maker, plan *p, unsigned i, bool reached) {
    double better = ds_agenda_better(p->target->indicator);
    double step = 1 + 9 * ds_agenda_unit(maker->seed, "bereikt", p->name, i);
    long old = p->tenths[i];
    p->tenths[i] = clamp(TENTHS * p->later[i] + better * (reached ? -step : step));
    return p->tenths[i] - old;
}

/* Takes what the sum gained back from those whose class does not hang on it: targets that nothing
 * was measured for, that are reached and fall, or are not reached and rise. */
static void take_back(plan *p, unsigned from, unsigned to, long gained) {
    long step = gained > 0 ? -1 : 1;
    for (unsigned k = from, idle = 0; gained != 0 && idle < to - from;
         k = k + 1 < to ? k + 1 : from) {
        unsigned i = p->order[k];
        bool away = isnan(p->later[i]) || ((double)step * ds_agenda_better(p->target->indicator) <
                                           0) == (margin_of(p, i) >= 0);
        idle++;
        if (!away || p->tenths[i] + step < LOWEST || p->tenths[i] + step > HIGHEST) continue;
        p->tenths[i] += step;
        gained += step;
        idle = 0;
    }
}

/* As many of order[from … to - 1] with a later figure as is published have reached their target:
 * those that were closest; the sum stays. */
static void fill_reached(const ds_agenda_maker *maker, plan *p, unsigned from, unsigned to) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned who[DS_MODEL_INSTELLINGEN_MAX] = {0}, sorted[DS_MODEL_INSTELLINGEN_MAX], n = 0,
             n_reached;
    long gained = 0;
    for (unsigned k = from; k < to; k++) {
        if (isnan(p->later[p->order[k]])) continue;
        who[n] = p->order[k];
        keys[n] = -margin_of(p, who[n]);
        n++;
    }
    ds_agenda_sort(keys, n, sorted);
    n_reached = (unsigned)lround(p->target->reached_share / 100 * n);
    for (unsigned k = 0; k < n; k++) {
        unsigned i = who[sorted[k]];
        bool reached = k < n_reached;
        if (reached != (margin_of(p, i) >= 0)) gained += place_beside(maker, p, i, reached);
    }
    take_back(p, from, to, gained);
}

/* The agendas that replaced their value did so for all such indicators. Returns by how much
 * the sum fell. */
static long fill_changed(const ds_agenda_maker *maker, plan *p) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX];
    long fell = 0;
    for (unsigned i = 0; i < p->n; i++)
        keys[i] = 10;
    for (unsigned k = 0; k < p->n_first; k++)
        keys[p->order[k]] = general_key(maker, p->order[k]);
    ds_agenda_sort(keys, p->n, order);
    for (unsigned k = 0; k < p->target->n_changed && k < p->n_first; k++) {
        unsigned i = order[k];
        p->changed[i] = clamp((double)(p->tenths[i] + CHANGED_BY));
        fell += p->tenths[i] - p->changed[i];
    }
    return fell;
}

static void fill_by_means(const ds_agenda_maker *maker, plan *p) {
    long first = lround(TENTHS * p->target->mean_first * p->n_first), fell;
    fill_sum(p, 0, p->n_first, first);
    fell = fill_changed(maker, p);
    fill_sum(p, p->n_first, p->n_all,
             lround(TENTHS * p->target->mean_all * p->n_all) - first + fell);
    if (!p->target->has_reached) return;
    fill_reached(maker, p, 0, p->n_first);
    fill_reached(maker, p, p->n_first, p->n_all);
}

/* The mean ambition at which the published share is there already: between the margin of the last
 * one that is and of the first one that is not. */
static double mean_ambition(const plan *p) {
    const ds_agenda_target *of = p->target;
    double minus_margins[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], n = 0, n_reached;
    for (unsigned k = 0; k < p->n_first; k++) {
        unsigned i = p->order[k];
        double change = ds_agenda_better(of->indicator) * (p->later[i] - p->start[i]);
        if (!isnan(change)) minus_margins[n++] = p->ambition[i] - change;
    }
    if (n < 2) return of->spread;
    ds_agenda_sort(minus_margins, n, order);
    n_reached = (unsigned)lround(of->reached_share / 100 * n);
    if (n_reached == 0) return -minus_margins[order[0]] + 0.1;
    if (n_reached >= n) return -minus_margins[order[n - 1]] - 0.1;
    return -(minus_margins[order[n_reached - 1]] + minus_margins[order[n_reached]]) / 2;
}

static void fill_by_share(plan *p) {
    double better = ds_agenda_better(p->target->indicator), mean = mean_ambition(p);
    for (unsigned k = 0; k < p->n_first; k++) {
        unsigned i = p->order[k];
        if (!isnan(p->start[i]))
            p->tenths[i] = clamp(TENTHS * (p->start[i] + better * (mean + p->ambition[i])));
    }
}

static void make_plan(const ds_agenda_maker *maker, const ds_agenda_target *target, plan *p) {
    *p = (plan){.target = target, .n = maker->who->n};
    (void)snprintf(p->name, sizeof p->name, "%s/%u/%d", ds_agenda_indicators[target->indicator],
                   target->niveau, target->leerweg);
    p->n_first = target->n_first < p->n ? target->n_first : p->n;
    p->n_all = target->n_all < p->n ? target->n_all : p->n;
    for (unsigned i = 0; i < p->n; i++)
        p->start[i] = ds_agenda_share(ds_counts_sum(
            maker->counts, DS_COUNTS_START, target->indicator, target->niveau, target->leerweg, i));
    for (unsigned i = 0; i < p->n; i++)
        p->later[i] = ds_agenda_share(ds_counts_sum(
            maker->counts, DS_COUNTS_LATER, target->indicator, target->niveau, target->leerweg, i));
    fill_order(maker, p);
    fill_ambition(maker, p);
    if (target->has_means)
        fill_by_means(maker, p);
    else
        fill_by_share(p);
}

static const char *reason(const ds_agenda_maker *maker, const plan *p, unsigned i) {
    double unit = ds_agenda_unit(maker->seed, "reden", p->name, i);
    if (isnan(p->start[i]) && !isnan(p->start[p->order[0]])) return "geen studenten";
    if (unit < 0.6) return "ontbreekt";
    return unit < 0.85 ? "niet meetbaar" : "niet vergelijkbaar";
}

/* One line of the form of a year; tenths 0: no value, for this reason. */
typedef struct target_line {
    int year;
    unsigned agenda;
    long tenths;
    const char *version, *why;
} target_line;

static bool add_target_line(const ds_agenda_maker *maker, const plan *p, const target_line *line) {
    static const char *const leerwegen[] = {"", "bol", "bbl"};
    const ds_agenda_target *of = p->target;
    double start = p->start[line->agenda];
    char *at = ds_agenda_line(maker, line->agenda, line->year);
    if (at == NULL) return false;
    at = put_text(at, ds_agenda_indicators[of->indicator]);
    at = put_optional(at, of->niveau);
    at = put_text(at, leerwegen[of->leerweg + 1]);
    at = put_text(at, of->herkomst);
    at = put_number(at, (uint64_t)ds_counts_year(of->indicator, DS_COUNTS_START));
    at = isnan(start) ? put_missing(at) : put_decimal(at, (uint64_t)lround(TENTHS * start), 1);
    at = line->tenths == 0 ? put_missing(at) : put_decimal(at, (uint64_t)line->tenths, 1);
    return put_line_end(maker->rows, put_text(put_text(at, line->version), line->why));
}

/* The first form has the original values; in the last one others were added and changed, each
 * beside the original, or beside why there was none. */
static bool add_agenda_targets(const ds_agenda_maker *maker, const plan *p, unsigned i,
                               bool is_original, int year) {
    long tenths = p->tenths[i];
    target_line line = {year, i, is_original ? tenths : 0, "oorspronkelijk", ""};
    if (line.tenths == 0) line.why = reason(maker, p, i);
    if (!add_target_line(maker, p, &line)) return false;
    if (year < DS_AGENDA_LAST_FORM) return true;
    line.why = "";
    line.version = "aangevuld";
    line.tenths = tenths;
    if (!is_original && tenths != 0) return add_target_line(maker, p, &line);
    line.version = "aangepast";
    line.tenths = p->changed[i];
    return p->changed[i] == 0 || add_target_line(maker, p, &line);
}

static bool add_plan(const ds_agenda_maker *maker, const plan *p, int year) {
    bool is_original[DS_MODEL_INSTELLINGEN_MAX] = {false};
    for (unsigned k = 0; k < p->n_first; k++)
        is_original[p->order[k]] = true;
    for (unsigned i = 0; i < p->n; i++)
        if (!add_agenda_targets(maker, p, i, is_original[i], year)) return false;
    return true;
}

bool ds_agenda_add_targets(const ds_agenda_maker *maker) {
    for (int year = DS_AGENDA_FIRST_FORM; year <= DS_AGENDA_LAST_FORM; year++) {
        for (size_t k = 0; k < maker->agenda->n_targets; k++) {
            plan p;
            make_plan(maker, &maker->agenda->targets[k], &p);
            if (!add_plan(maker, &p, year)) return false;
        }
    }
    return true;
}
