/* effect/did_permute.c: with few starting vestigingen, how often other vestigingen with the same
 * starting years would do as much. All assignments where they are few, else random ones; see
 * doorstroom/did.h. A draw only looks at the vestigingen that start in it: what the others add up
 * to is what is left of the whole. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/power.h"
#include "effect/did.h"
#include "effect/did_invert.h"
#include "effect/resample.h"

/* The outcome itself, and what a constant effect of 1 after the start, or a slope of 1 a year
 * before it, is in the same panel. */
enum { DID_OUTCOME, DID_AFTER, DID_BEFORE, DID_OUTCOMES };

typedef struct did_draws {
    const ds_did_view *view;
    const double *outcomes[DID_OUTCOMES];
    double *made; /* of DID_AFTER and DID_BEFORE */
    /* all vestigingen of the estimate with persons in both years, [t * n_years + base]: */
    double *n, *n_base, *sum[DID_OUTCOMES], *sum_base[DID_OUTCOMES];
    double *memory;
    size_t *units; /* [n_units] that are in the estimate */
    size_t n_units;
    int *labels; /* [n_units]: starts, as they were; then as they are drawn */
    size_t n_targets;
    double *value, *unit; /* [n_targets]: of the present draw: outcome, and effect of 1 */
    double *total;        /* [n_targets]: weights */
} did_draws;

static void done_did_draws(did_draws *d) {
    ds_free(d->made);
    ds_free(d->memory);
    ds_free(d->units);
    ds_free(d->labels);
    ds_free(d->value);
}

/* ---- the whole ---- */

static void make_did_outcomes(did_draws *d) {
    const ds_did_panel *p = d->view->panel;
    const int n_years = (int)p->n_years;
    double *after = d->made, *before = d->made + p->n_units * p->n_years;
    for (size_t i = 0; i < d->n_units; i++) {
        const size_t u = d->units[i];
        const int g = d->view->starts[u];
        for (int t = 0; g != DS_DID_PLACE_NEVER && t < n_years; t++) {
            const size_t at = u * p->n_years + (size_t)t;
            after[at] = t >= g ? p->n[at] : 0;
            before[at] = t < g ? p->n[at] * (t - (g - 1)) : 0;
        }
    }
    d->outcomes[DID_OUTCOME] = d->view->sum;
    d->outcomes[DID_AFTER] = after;
    d->outcomes[DID_BEFORE] = before;
}

static void add_up_did_pairs(did_draws *d) {
    const ds_did_panel *p = d->view->panel;
    for (size_t i = 0; i < d->n_units; i++)
        for (size_t t = 1; t < p->n_years; t++)
            for (size_t base = 0; base < t; base++) {
                const size_t pair = t * p->n_years + base;
                const size_t at = d->units[i] * p->n_years;
                if (!(p->n[at + t] > 0) || !(p->n[at + base] > 0)) continue;
                d->n[pair] += p->n[at + t];
                d->n_base[pair] += p->n[at + base];
                for (int o = 0; o < DID_OUTCOMES; o++) {
                    d->sum[o][pair] += d->outcomes[o][at + t];
                    d->sum_base[o][pair] += d->outcomes[o][at + base];
                }
            }
}

static ds_status make_did_draws(const ds_did_view *view, size_t n_targets, did_draws *d,
                                ds_error *err) {
    const ds_did_panel *p = view->panel;
    const size_t pairs = p->n_years * p->n_years;
    double *to;
    d->view = view;
    d->n_targets = n_targets;
    d->made = ds_calloc(2 * p->n_units * p->n_years + 1, sizeof *d->made);
    d->memory = to = ds_calloc((2 + 2 * DID_OUTCOMES) * pairs + 1, sizeof *d->memory);
    d->units = ds_calloc(p->n_units + 1, sizeof *d->units);
    d->labels = ds_calloc(p->n_units + 1, sizeof *d->labels);
    d->value = ds_calloc(3 * n_targets + 1, sizeof *d->value);
    if (d->made == NULL || to == NULL || d->units == NULL || d->labels == NULL || d->value == NULL)
        return ds_error_memory(err);
    d->unit = d->value + n_targets;
    d->total = d->unit + n_targets;
    d->n = to;
    d->n_base = to + pairs;
    for (size_t o = 0; o < DID_OUTCOMES; o++) {
        d->sum[o] = to + (2 + 2 * o) * pairs;
        d->sum_base[o] = d->sum[o] + pairs;
    }
    for (size_t u = 0; u < p->n_units; u++)
        if (view->starts[u] > 0) {
            d->labels[d->n_units] = view->starts[u];
            d->units[d->n_units++] = u;
        }
    make_did_outcomes(d);
    add_up_did_pairs(d);
    return DS_OK;
}

/* ---- one draw ---- */

typedef struct did_side_sums {
    double n, n_base, sum[DID_OUTCOMES], sum_base[DID_OUTCOMES];
} did_side_sums;

static void move_did_unit(const did_draws *d, size_t unit, int t, int base, double sign,
                          did_side_sums *to) {
    const ds_did_panel *p = d->view->panel;
    const size_t at = unit * p->n_years;
    to->n += sign * p->n[at + (size_t)t];
    to->n_base += sign * p->n[at + (size_t)base];
    for (int o = 0; o < DID_OUTCOMES; o++) {
        to->sum[o] += sign * d->outcomes[o][at + (size_t)t];
        to->sum_base[o] += sign * d->outcomes[o][at + (size_t)base];
    }
}

/* Sides of a place: of the starting those with this start, of the whole what may be compared. */
static void fill_did_sides(const did_draws *d, const size_t *starting, size_t n_starting,
                           const ds_did_place *place, did_side_sums side[2]) {
    const ds_did_panel *p = d->view->panel;
    const size_t pair = (size_t)place->t * p->n_years + (size_t)place->base;
    memset(side, 0, 2 * sizeof *side);
    side[0].n = d->n[pair];
    side[0].n_base = d->n_base[pair];
    for (int o = 0; o < DID_OUTCOMES; o++) {
        side[0].sum[o] = d->sum[o][pair];
        side[0].sum_base[o] = d->sum_base[o][pair];
    }
    for (size_t i = 0; i < n_starting; i++) {
        const int g = d->labels[starting[i]];
        const size_t unit = d->units[starting[i]], at = unit * p->n_years;
        if (!(p->n[at + (size_t)place->t] > 0) || !(p->n[at + (size_t)place->base] > 0)) continue;
        if (g == place->g) move_did_unit(d, unit, place->t, place->base, 1, &side[1]);
        if (d->view->controls == DS_DID_NEVER_TREATED || g == place->g ||
            g <= (place->t > place->base ? place->t : place->base))
            move_did_unit(d, unit, place->t, place->base, -1, &side[0]);
    }
}

static void add_did_target(did_draws *d, size_t target, double weight, double value, double unit) {
    d->value[target] += weight * value;
    d->unit[target] += weight * unit;
    d->total[target] += weight;
}

/* Targets: all after the start, all before it, then the events. */
static void add_did_place(did_draws *d, const ds_did_result *result, const ds_did_place *place,
                          const did_side_sums side[2]) {
    double att[DID_OUTCOMES];
    const bool after = place->t >= place->g;
    if (!(side[0].n > 0.5) || !(side[1].n > 0.5)) return;
    for (int o = 0; o < DID_OUTCOMES; o++)
        att[o] = (side[1].sum[o] / side[1].n - side[1].sum_base[o] / side[1].n_base) -
                 (side[0].sum[o] / side[0].n - side[0].sum_base[o] / side[0].n_base);
    add_did_target(d, after ? 0 : 1, side[1].n, att[DID_OUTCOME],
                   att[after ? DID_AFTER : DID_BEFORE]);
    for (size_t e = 0; e < result->n_events; e++)
        if (result->events[e].event == place->t - place->g)
            add_did_target(d, 2 + e, side[1].n, att[DID_OUTCOME],
                           att[after ? DID_AFTER : DID_BEFORE]);
}

static void take_did_draw(did_draws *d, const ds_did_result *result, size_t *starting) {
    const int n_years = (int)d->view->panel->n_years;
    bool begins[DS_DID_YEARS_MAX] = {false};
    size_t n_starting = 0;
    memset(d->value, 0, 3 * d->n_targets * sizeof *d->value);
    for (size_t i = 0; i < d->n_units; i++)
        if (d->labels[i] != DS_DID_PLACE_NEVER) {
            starting[n_starting++] = i;
            begins[d->labels[i]] = true;
        }
    for (int g = 1; g < n_years; g++)
        for (int t = 1; begins[g] && t < n_years; t++) {
            const ds_did_place place = {.g = g, .t = t, .base = t < g ? t - 1 : g - 1};
            did_side_sums side[2];
            fill_did_sides(d, starting, n_starting, &place, side);
            add_did_place(d, result, &place, side);
        }
    for (size_t i = 0; i < d->n_targets; i++) {
        d->value[i] = d->total[i] > 0 ? d->value[i] / d->total[i] : 0;
        d->unit[i] = d->total[i] > 0 ? d->unit[i] / d->total[i] : 0;
    }
}

/* ---- which draws ---- */

static int compare_did_labels(const void *x, const void *y) {
    const int a = *(const int *)x, b = *(const int *)y;
    return a < b ? -1 : a > b;
}

/* n! / Π (how many have each label)!; labels are sorted. */
static double count_did_assignments(const int *labels, size_t n) {
    double count = 1, run = 0;
    for (size_t i = 0; i < n; i++) {
        run = i > 0 && labels[i] == labels[i - 1] ? run + 1 : 1;
        count *= (double)(i + 1) / run;
    }
    return count;
}

/* The next of all different orders; false after the last. */
static bool next_did_assignment(int *labels, size_t n) {
    size_t i = n, j = n;
    while (i > 1 && labels[i - 2] >= labels[i - 1])
        i--;
    if (i < 2) return false;
    while (labels[j - 1] <= labels[i - 2])
        j--;
    {
        const int kept = labels[i - 2];
        labels[i - 2] = labels[j - 1];
        labels[j - 1] = kept;
    }
    for (j = n; i < j; i++, j--) {
        const int kept = labels[i - 1];
        labels[i - 1] = labels[j - 1];
        labels[j - 1] = kept;
    }
    return true;
}

static void draw_did_assignment(uint64_t seed, uint64_t draw, int *labels, size_t n) {
    ds_random random = ds_random_start(seed, draw, DS_STREAM_STARTS);
    for (size_t i = n; i > 1; i--) {
        const size_t j = (size_t)ds_random_below(&random, i);
        const int kept = labels[i - 1];
        labels[i - 1] = labels[j];
        labels[j] = kept;
    }
}

/* ---- what they say ---- */

static ds_did_estimate *find_did_target(ds_did_result *result, size_t target) {
    if (target == 0) return &result->overall;
    return target == 1 ? &result->pretrend.slope : &result->events[target - 2].estimate;
}

static ds_status say_did_target(const ds_did_options *options, const did_invert *draws,
                                ds_did_result *result, ds_did_estimate *to, ds_error *err) {
    ds_status status = DS_OK;
    if (!isfinite(to->difference)) return DS_OK;
    to->p = ds_did_invert_p(draws);
    if (!(result->flags & DS_DID_FEW_ASSIGNMENTS) && !to->few_events)
        status = ds_did_invert_limits(draws, &to->low, &to->high, &to->p, err);
    to->smallest = ds_power_smallest_of_interval(to->low, to->high);
    ds_did_cut(options, &to->low, &to->high, &to->cut);
    return status;
}

static void keep_did_draw(const did_draws *d, size_t n_draws, size_t draw, double *value) {
    double *unit = value + d->n_targets * n_draws;
    for (size_t i = 0; i < d->n_targets; i++) {
        value[i * n_draws + draw] = d->value[i];
        unit[i * n_draws + draw] = d->unit[i];
    }
}

/* value[2][n_targets][n_draws]: outcomes, and what an effect of 1 would be. Random ones begin with
 * what was. */
static void run_did_draws(did_draws *d, const ds_did_options *options, const ds_did_result *result,
                          double *value, size_t *starting) {
    const size_t n_draws = result->draws;
    if (result->all_assignments)
        qsort(d->labels, d->n_units, sizeof *d->labels, compare_did_labels);
    for (size_t b = 0; b < n_draws; b++) {
        if (b > 0 && !result->all_assignments)
            draw_did_assignment(options->seed, b, d->labels, d->n_units);
        take_did_draw(d, result, starting);
        keep_did_draw(d, n_draws, b, value);
        if (result->all_assignments) (void)next_did_assignment(d->labels, d->n_units);
    }
}

/* How many there are, of a copy of the labels. */
static void plan_did_draws(const did_draws *d, const ds_did_options *options, int *sorted,
                           ds_did_result *result) {
    memcpy(sorted, d->labels, d->n_units * sizeof *sorted);
    qsort(sorted, d->n_units, sizeof *sorted, compare_did_labels);
    result->assignments = count_did_assignments(sorted, d->n_units);
    result->all_assignments = result->assignments <= (double)options->replicates + 0.5;
    result->draws =
        result->all_assignments ? (uint32_t)(result->assignments + 0.5) : options->replicates + 1;
    if (1 / result->assignments >= 0.05 - 1e-12) result->flags |= DS_DID_FEW_ASSIGNMENTS;
}

static ds_status say_did_draws(const did_draws *d, const ds_did_options *options,
                               const double *actual, const double *value, ds_did_result *result,
                               ds_error *err) {
    const size_t n_draws = result->draws;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < d->n_targets; i++) {
        const did_invert draws = {actual[i], actual[d->n_targets + i], value + i * n_draws,
                                  value + (d->n_targets + i) * n_draws, n_draws};
        status = say_did_target(options, &draws, result, find_did_target(result, i), err);
    }
    return status;
}

ds_status ds_did_permute(const ds_did_view *view, const ds_did_options *options,
                         ds_did_result *result, ds_error *err) {
    const size_t n_targets = 2 + result->n_events;
    did_draws d = {0};
    double *value = NULL, *actual = ds_calloc(2 * n_targets, sizeof *actual);
    size_t *starting = ds_calloc(view->panel->n_units + 1, sizeof *starting);
    int *sorted = ds_calloc(view->panel->n_units + 1, sizeof *sorted);
    ds_status status = make_did_draws(view, n_targets, &d, err);
    if (status == DS_OK && (actual == NULL || starting == NULL || sorted == NULL))
        status = ds_error_memory(err);
    if (status == DS_OK) {
        plan_did_draws(&d, options, sorted, result);
        take_did_draw(&d, result, starting);
        keep_did_draw(&d, 1, 0, actual);
        value = ds_calloc(2 * n_targets * result->draws + 1, sizeof *value);
        if (value == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) {
        run_did_draws(&d, options, result, value, starting);
        status = say_did_draws(&d, options, actual, value, result, err);
    }
    ds_free(value);
    ds_free(actual);
    ds_free(starting);
    ds_free(sorted);
    done_did_draws(&d);
    return status;
}
