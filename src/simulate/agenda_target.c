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

static void fill_ambition(const ds_agenda_maker *maker, plan *p) {
    double changes[DS_MODEL_INSTELLINGEN_MAX], r = p->target->correlation;
    ds_agenda_changes(maker, p->target->indicator, p->target->niveau, p->target->leerweg, changes);
    for (unsigned i = 0; i < p->n; i++)
        p->ambition[i] = p->target->spread *
                         (r * changes[i] +
                          sqrt(1 - r * r) * ds_agenda_normal(maker->seed, "ambitie", p->name, i));
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
}

/* The mean ambition at which the published share is there already: between the margin of the last
 * one that is and of the first one that is not. */
static double mean_ambition(const ds_agenda_maker *maker, const plan *p) {
    const ds_agenda_target *of = p->target;
    double minus_margins[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], n = 0, n_reached;
    for (unsigned k = 0; k < p->n_first; k++) {
        unsigned i = p->order[k];
        double later = ds_agenda_share(ds_counts_sum(maker->counts, DS_COUNTS_LATER, of->indicator,
                                                     of->niveau, of->leerweg, i));
        double change = ds_agenda_better(of->indicator) * (later - p->start[i]);
        if (!isnan(change)) minus_margins[n++] = p->ambition[i] - change;
    }
    if (n < 2) return of->spread;
    ds_agenda_sort(minus_margins, n, order);
    n_reached = (unsigned)lround(of->reached_share / 100 * n);
    if (n_reached == 0) return -minus_margins[order[0]] + 0.1;
    if (n_reached >= n) return -minus_margins[order[n - 1]] - 0.1;
    return -(minus_margins[order[n_reached - 1]] + minus_margins[order[n_reached]]) / 2;
}

static void fill_by_share(const ds_agenda_maker *maker, plan *p) {
    double better = ds_agenda_better(p->target->indicator), mean = mean_ambition(maker, p);
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
    fill_order(maker, p);
    fill_ambition(maker, p);
    if (target->has_means)
        fill_by_means(maker, p);
    else
        fill_by_share(maker, p);
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
