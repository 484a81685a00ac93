/* target/places.c: from values by year to start, previous and present value of each agenda. Below
 * the minimum of students some years are taken together. See making.h. */
#include <string.h>

#include "target/making.h"

static size_t find_series_year(const ds_monitor_series *series, int year) {
    for (size_t y = 0; y < series->n_years; y++)
        if (series->years[y] == year) return y;
    return SIZE_MAX;
}

ds_measured ds_series_value(const ds_monitor_series *series, const ds_monitor_input *in, int year,
                            ds_monitor_unit unit, size_t i) {
    const ds_measured none = DS_MEASURED_NONE;
    const size_t y = find_series_year(series, year);
    if (y == SIZE_MAX) return none;
    return unit == DS_MONITOR_AGENDA ? series->agendas[y * in->n_agendas + i]
                                     : series->schools[y * in->n_schools + i];
}

ds_measured ds_series_national(const ds_monitor_series *series, int year) {
    const ds_measured none = DS_MEASURED_NONE;
    const size_t y = find_series_year(series, year);
    return y == SIZE_MAX ? none : series->national[y];
}

static bool is_asked_in(const ds_monitor_indicator *indicator, int year) {
    for (size_t i = 0; i < indicator->n_years; i++)
        if (indicator->years[i] == year) return true;
    return indicator->n_years == 0;
}

int ds_series_now(const ds_monitor_indicator *indicator, const ds_monitor_input *in) {
    return in->jaar + indicator->now;
}

int ds_series_previous(const ds_monitor_indicator *indicator, const ds_monitor_series *series,
                       int now) {
    int year = 0;
    if (!indicator->survey) return now - 1;
    for (size_t y = 0; y < series->n_years; y++)
        if (series->years[y] < now && is_asked_in(indicator, series->years[y]))
            year = series->years[y];
    return year;
}

bool ds_series_is_since(const ds_monitor_indicator *indicator, const ds_monitor_input *in) {
    return ds_series_now(indicator, in) >= indicator->since;
}

size_t ds_plan_goal(const ds_monitor_plan *plan, const char *id) {
    for (size_t g = 0; g < plan->n_goals; g++)
        if (strcmp(plan->goals[g].id, id) == 0) return g;
    return SIZE_MAX;
}

/* Person-years up to and including year. */
static ds_measured pool_years(const ds_monitor_series *series, const ds_monitor_input *in, int year,
                              unsigned pool, size_t agenda) {
    uint64_t teller = 0, noemer = 0;
    for (unsigned k = 0; k < pool; k++) {
        const ds_measured m = ds_series_value(series, in, year - (int)k, DS_MONITOR_AGENDA, agenda);
        teller += m.teller;
        noemer += m.noemer;
    }
    return ds_measured_count(teller, noemer);
}

static bool is_small(const ds_measured *m, uint64_t minimum) {
    return m->noemer > 0 && m->noemer < minimum;
}

typedef struct place_years {
    int start, previous, now;
} place_years;

/* All three together, so that like stays beside like. A year in which there was nobody has no
 * value: years before it say nothing of it. */
static void pool_place(const ds_monitor_series *series, const ds_monitor_input *in,
                       const ds_monitor_rules *rules, place_years years, size_t agenda,
                       ds_target_place *p) {
    if (rules->pool < 2 || p->now.noemer == 0 ||
        !(is_small(&p->now, rules->minimum) || is_small(&p->start, rules->minimum)))
        return;
    p->pooled = true;
    p->now = pool_years(series, in, years.now, rules->pool, agenda);
    if (p->previous.noemer > 0)
        p->previous = pool_years(series, in, years.previous, rules->pool, agenda);
    if (p->start.noemer > 0) p->start = pool_years(series, in, years.start, rules->pool, agenda);
    p->few = p->now.noemer < rules->minimum;
}

static ds_target_place make_place(const ds_monitor_plan *plan, const ds_monitor_input *in,
                                  size_t indicator, size_t agenda) {
    const ds_monitor_indicator *i = &plan->indicators[indicator];
    const ds_monitor_series *series = &in->series[indicator];
    const ds_monitor_aim *aim = &in->aims[indicator * in->n_agendas + agenda];
    const place_years years = {i->start, ds_series_previous(i, series, ds_series_now(i, in)),
                               ds_series_now(i, in)};
    ds_target_place p = {
        .start = ds_series_value(series, in, years.start, DS_MONITOR_AGENDA, agenda),
        .previous = ds_series_value(series, in, years.previous, DS_MONITOR_AGENDA, agenda),
        .now = ds_series_value(series, in, years.now, DS_MONITOR_AGENDA, agenda),
        .reason = aim->reason};
    memcpy(p.targets, aim->targets, sizeof p.targets);
    if (!isfinite(p.start.pct)) p.start = ds_measured_estimate(aim->start, NAN);
    pool_place(series, in, &plan->rules, years, agenda, &p);
    return p;
}

void ds_target_places(const ds_monitor_plan *plan, const ds_monitor_input *in,
                      ds_target_place *out) {
    for (size_t i = 0; i < plan->n_indicators; i++)
        for (size_t a = 0; a < in->n_agendas; a++)
            out[i * in->n_agendas + a] = make_place(plan, in, i, a);
}
