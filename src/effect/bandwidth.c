/* effect/bandwidth.c: choosing a bandwidth. See bandwidth.h. */
#include "effect/bandwidth.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/kernel.h"
#include "effect/order.h"

/* ---- patterns by score, within strata ---- */

typedef struct place {
    double p;
    uint32_t stratum, pattern;
} place;

static bool has(const ds_bandwidth_data *data, size_t pattern, int group) {
    return data->n[group][pattern] > 0;
}

static bool takes_part(const ds_bandwidth_data *data, size_t i, int group) {
    if (data->in != NULL && !data->in[i]) return false;
    return group < 0 ? has(data, i, 0) || has(data, i, 1) : has(data, i, group);
}

/* The patterns of a stratum stand together: each is sorted by itself. entries, spare: [n_patterns].
 */
static size_t fill_sorted(const ds_bandwidth_data *data, int group, place *places,
                          ds_order_entry *entries, ds_order_entry *spare) {
    size_t n = 0;
    for (size_t from = 0, to; from < data->n_patterns; from = to) {
        size_t n_here = 0;
        for (to = from; to < data->n_patterns && data->stratum_of[to] == data->stratum_of[from];
             to++)
            if (takes_part(data, to, group))
                entries[n_here++] = (ds_order_entry){data->p[to], (uint32_t)to};
        ds_order_sort(entries, spare, n_here);
        for (size_t i = 0; i < n_here; i++)
            places[n++] = (place){entries[i].p, data->stratum_of[from], entries[i].pattern};
    }
    return n;
}

/* Those that take part, by stratum and score, equal ones by pattern; of one group, or of both
 * (group -1). */
static ds_status sort_places(const ds_bandwidth_data *data, int group, place **out, size_t *n_out,
                             ds_error *err) {
    place *places = ds_calloc(data->n_patterns + 1, sizeof *places);
    ds_order_entry *entries = ds_calloc(2 * data->n_patterns + 1, sizeof *entries);
    if (places == NULL || entries == NULL) {
        ds_free(places);
        ds_free(entries);
        return ds_error_memory(err);
    }
    *n_out = fill_sorted(data, group, places, entries, entries + data->n_patterns);
    ds_free(entries);
    *out = places;
    return DS_OK;
}

/* ---- the pair rule ---- */

typedef struct distance {
    double d, persons;
} distance;

static int compare_distances(const void *a, const void *b) {
    const distance *x = a, *y = b;
    return (x->d > y->d) - (x->d < y->d);
}

/* nearest[i]: lowered to the distance from place i to the last one before it (in steps of step,
 * from place s on) that has somebody of the group. */
static void scan(const ds_bandwidth_data *data, const place *places, size_t n, size_t s,
                 size_t step, int group, double *nearest) {
    const place *last = NULL;
    for (size_t i = 0; i < n; i++, s += step) {
        if (last != NULL && last->stratum != places[s].stratum) last = NULL;
        if (has(data, places[s].pattern, group)) last = &places[s];
        if (last != NULL) nearest[s] = fmin(nearest[s], fabs(places[s].p - last->p));
    }
}

/* What is further apart than rounding. */
static bool apart(double d, double p) {
    return d > 1e-12 * p;
}

/* Adds the non-zero distances of the persons of one group to the other. */
static void add_distances(const ds_bandwidth_data *data, const place *places, size_t n, int group,
                          double *nearest, distance *out, size_t *n_out) {
    for (size_t i = 0; i < n; i++)
        nearest[i] = INFINITY;
    if (n == 0) return;
    scan(data, places, n, 0, 1, 1 - group, nearest);
    scan(data, places, n, n - 1, (size_t)-1, 1 - group, nearest);
    for (size_t i = 0; i < n; i++)
        if (has(data, places[i].pattern, group) && isfinite(nearest[i]) &&
            apart(nearest[i], places[i].p))
            out[(*n_out)++] = (distance){nearest[i], data->n[group][places[i].pattern]};
}

/* Persons are whole numbers, so that all of this is exact. The person behind exactly 90 % may be
 * another at the same distance. */
static double quantile_90(distance *distances, size_t n) {
    double total = 0, sum = 0;
    qsort(distances, n, sizeof *distances, compare_distances);
    for (size_t k = 0; k < n; k++)
        total += distances[k].persons;
    for (size_t i = 0; i + 1 < n; i++) {
        sum += distances[i].persons;
        if (10 * sum == 9 * total) return (distances[i].d + distances[i + 1].d) / 2;
        if (10 * sum > 9 * total) return distances[i].d;
    }
    return distances[n - 1].d;
}

static double smallest_gap(const place *places, size_t n) {
    double gap = INFINITY;
    for (size_t i = 1; i < n; i++)
        if (places[i].stratum == places[i - 1].stratum &&
            apart(places[i].p - places[i - 1].p, places[i].p))
            gap = fmin(gap, places[i].p - places[i - 1].p);
    return isfinite(gap) ? gap : 1e-6;
}

ds_status ds_bandwidth_pair(const ds_bandwidth_data *data, ds_bandwidth *out, ds_error *err) {
    ds_status status;
    place *places = NULL;
    size_t n = 0, n_distances = 0;
    double *nearest = NULL;
    distance *distances = NULL;
    status = sort_places(data, -1, &places, &n, err);
    if (status != DS_OK) return status;
    nearest = ds_calloc(n + 1, sizeof *nearest);
    distances = ds_calloc(2 * n + 1, sizeof *distances);
    if (nearest == NULL || distances == NULL) {
        status = ds_error_memory(err);
        goto done;
    }
    if (data->estimand != DS_EFFECT_ATU)
        add_distances(data, places, n, 1, nearest, distances, &n_distances);
    if (data->estimand != DS_EFFECT_ATT)
        add_distances(data, places, n, 0, nearest, distances, &n_distances);
    out->fallback = n_distances == 0;
    out->bandwidth =
        out->fallback ? smallest_gap(places, n) : 1.5 * quantile_90(distances, n_distances);
    out->loss = NAN;
done:
    ds_free(places);
    ds_free(nearest);
    ds_free(distances);
    return status;
}

/* Of the persons of one group; below 0: nobody has anybody. */
static double find_farthest(const ds_bandwidth_data *data, const place *places, size_t n, int group,
                            double *nearest) {
    double farthest = -1;
    for (size_t i = 0; i < n; i++)
        nearest[i] = INFINITY;
    if (n == 0) return farthest;
    scan(data, places, n, 0, 1, 1 - group, nearest);
    scan(data, places, n, n - 1, (size_t)-1, 1 - group, nearest);
    for (size_t i = 0; i < n; i++)
        if (has(data, places[i].pattern, group) && isfinite(nearest[i]))
            farthest = fmax(farthest, nearest[i]);
    return farthest;
}

ds_status ds_bandwidth_for_all(const ds_bandwidth_data *data, double *out, ds_error *err) {
    place *places = NULL;
    size_t n = 0;
    double *nearest, farthest = -1;
    ds_status status = sort_places(data, -1, &places, &n, err);
    if (status != DS_OK) return status;
    nearest = ds_calloc(n + 1, sizeof *nearest);
    if (nearest == NULL) {
        ds_free(places);
        return ds_error_memory(err);
    }
    if (data->estimand != DS_EFFECT_ATU) farthest = find_farthest(data, places, n, 1, nearest);
    if (data->estimand != DS_EFFECT_ATT)
        farthest = fmax(farthest, find_farthest(data, places, n, 0, nearest));
    *out = farthest < 0 ? 0 : fmax(farthest * (1 + 1e-9), 1e-12);
    ds_free(places);
    ds_free(nearest);
    return DS_OK;
}

/* ---- by the spread ---- */

/* Of the scores of a group about the means of their strata; *out_n: how many have one. Persons are
 * whole numbers, and places come sorted, so that nothing hangs on an order. */
static double find_score_spread(const ds_bandwidth_data *data, const place *places, size_t n,
                                size_t group, double *out_n) {
    double squares = 0, persons = 0, strata = 0;
    for (size_t from = 0, to = 0; from < n; from = to) {
        double here = 0, mean = 0;
        for (; to < n && places[to].stratum == places[from].stratum; to++) {
            here += data->n[group][places[to].pattern];
            mean += data->n[group][places[to].pattern] * (places[to].p - places[from].p);
        }
        mean = places[from].p + mean / here;
        for (size_t i = from; i < to; i++)
            squares +=
                data->n[group][places[i].pattern] * (places[i].p - mean) * (places[i].p - mean);
        persons += here;
        strata++;
    }
    *out_n = persons;
    return persons > strata ? sqrt(squares / (persons - strata)) : 0;
}

ds_status ds_bandwidth_auto(const ds_bandwidth_data *data, ds_effect_kernel kernel,
                            ds_bandwidth *out, ds_error *err) {
    const int group = data->estimand != DS_EFFECT_ATU;
    place *places = NULL;
    size_t n = 0;
    double persons = 0, spread = 0, highest = 0;
    ds_status status = sort_places(data, group, &places, &n, err);
    if (status != DS_OK) return status;
    spread = find_score_spread(data, places, n, (size_t)group, &persons);
    for (size_t i = 0; i < n; i++)
        highest = fmax(highest, places[i].p);
    ds_free(places);
    out->loss = NAN;
    out->fallback = !apart(spread, highest);
    out->bandwidth = spread / 2 / cbrt(persons) / (kernel == DS_EFFECT_GAUSSIAN ? sqrt(5) : 1);
    if (!out->fallback) return DS_OK;
    status = sort_places(data, -1, &places, &n, err);
    if (status == DS_OK) out->bandwidth = smallest_gap(places, n);
    ds_free(places);
    return status;
}

/* ---- cross-validation ---- */

/* The persons of one group, by place: sorted by stratum and score. */
typedef struct judged {
    int group;
    size_t n;
    double *p, *persons, *sum, *square; /* the outcome less its mean */
    double *odds;
    double *kernel_sum[2]; /* of persons, of sum */
    uint64_t *in_window;
    size_t n_strata;
    size_t *first; /* [n_strata + 1] */
    double variance;
    double total; /* odds over all persons */
    ds_kernel_work work;
} judged;

static void judged_done(judged *j) {
    ds_free(j->p);
    ds_free(j->in_window);
    ds_free(j->first);
    ds_kernel_work_done(&j->work);
    *j = (judged){0};
}

static ds_status take_room(judged *j, size_t n, ds_error *err) {
    j->n = n;
    j->p = ds_calloc(n + 1, 7 * sizeof *j->p);
    j->in_window = ds_calloc(n + 1, sizeof *j->in_window);
    j->first = ds_calloc(n + 1, sizeof *j->first);
    if (j->p == NULL || j->in_window == NULL || j->first == NULL) return ds_error_memory(err);
    j->persons = j->p + n;
    j->sum = j->persons + n;
    j->square = j->sum + n;
    j->odds = j->square + n;
    j->kernel_sum[0] = j->odds + n;
    j->kernel_sum[1] = j->kernel_sum[0] + n;
    return ds_kernel_work_init(&j->work, n, err);
}

/* The mean is taken off first, so that squares lose no digits by it. */
static void fill_places(const ds_bandwidth_data *data, const place *places, judged *j) {
    double persons = 0, sum = 0, squares = 0, mean;
    for (size_t i = 0; i < j->n; i++) {
        persons += data->n[j->group][places[i].pattern];
        sum += data->sum[j->group][places[i].pattern];
    }
    mean = persons > 0 ? sum / persons : 0;
    for (size_t i = 0; i < j->n; i++) {
        const size_t k = places[i].pattern;
        const double n = data->n[j->group][k], s = data->sum[j->group][k];
        const double treated = fmax(places[i].p, 1e-300), not = fmax(1 - places[i].p, 1e-16);
        j->p[i] = places[i].p;
        j->persons[i] = n;
        j->sum[i] = s - mean * n;
        j->square[i] = fmax(0, data->square[j->group][k] - mean * (2 * s - mean * n));
        j->odds[i] = j->group == 0 ? treated / not : not / treated;
        j->total += j->odds[i] * n;
        squares += j->square[i];
        if (i == 0 || places[i].stratum != places[i - 1].stratum) j->first[j->n_strata++] = i;
    }
    j->first[j->n_strata] = j->n;
    j->variance = persons > 0 ? squares / persons : 0;
}

static ds_status judged_init(const ds_bandwidth_data *data, int group, judged *out, ds_error *err) {
    judged j = {.group = group};
    place *places = NULL;
    size_t n = 0;
    ds_status status = sort_places(data, group, &places, &n, err);
    if (status == DS_OK) status = take_room(&j, n, err);
    if (status == DS_OK) {
        fill_places(data, places, &j);
        *out = j;
    } else {
        judged_done(&j);
    }
    ds_free(places);
    return status;
}

/* The squared errors of the persons at place i together: of one with outcome y the residual is
 * y - (A - K(0) y) / (D - K(0)) = (y D - A) / (D - K(0)). Of a single person it is taken as it is:
 * D may be hardly more than K(0) then, and the squares would lose it. */
static double errors_at(const judged *j, size_t i, double own) {
    const double d = j->kernel_sum[0][i], a = j->kernel_sum[1][i], mean = a / d, others = d - own;
    if (j->persons[i] < 2) {
        const double residual = (j->sum[i] * d - a) / others;
        const bool alone = j->in_window[i] < 2 || others < 1e-9 * own;
        return alone ? j->variance : residual * residual;
    }
    const double squares = j->square[i] - 2 * mean * j->sum[i] + mean * mean * j->persons[i];
    return fmax(0, squares) * (d / others) * (d / others);
}

static double judge(judged *j, ds_effect_kernel kernel, double h) {
    const double own = ds_kernel_at(kernel, 0);
    double loss = 0;
    for (size_t k = 0; k < j->n_strata; k++) {
        const size_t first = j->first[k], n = j->first[k + 1] - first;
        const double *values[] = {j->persons + first, j->sum + first};
        double *sums[] = {j->kernel_sum[0] + first, j->kernel_sum[1] + first};
        ds_kernel_sums(kernel, false, h, &(ds_kernel_sources){j->p + first, n, values, 2},
                       j->p + first, n, sums, j->in_window + first, &j->work);
    }
    for (size_t i = 0; i < j->n; i++)
        loss += j->odds[i] * errors_at(j, i, own);
    return loss;
}

/* [0] controls, for the treated; [1] the other way round. */
typedef struct judges {
    judged of[2];
} judges;

static void jury_done(judges *jury) {
    judged_done(&jury->of[0]);
    judged_done(&jury->of[1]);
}

static ds_status jury_init(const ds_bandwidth_data *data, judges *out, ds_error *err) {
    judges made = {0};
    ds_status status = DS_OK;
    if (data->estimand != DS_EFFECT_ATU) status = judged_init(data, 0, &made.of[0], err);
    if (status == DS_OK && data->estimand != DS_EFFECT_ATT)
        status = judged_init(data, 1, &made.of[1], err);
    if (status == DS_OK)
        *out = made;
    else
        jury_done(&made);
    return status;
}

static double judge_all(judges *jury, ds_effect_kernel kernel, double h) {
    const double total = jury->of[0].total + jury->of[1].total;
    return total > 0 ? (judge(&jury->of[0], kernel, h) + judge(&jury->of[1], kernel, h)) / total
                     : 0;
}

ds_status ds_bandwidth_loss(const ds_bandwidth_data *data, ds_effect_kernel kernel,
                            double bandwidth, double *out, ds_error *err) {
    judges jury;
    const ds_status status = jury_init(data, &jury, err);
    if (status != DS_OK) return status;
    *out = judge_all(&jury, kernel, bandwidth);
    jury_done(&jury);
    return DS_OK;
}

/* One that was tried; remembered when it is the best so far. */
static double try_one(judges *jury, ds_effect_kernel kernel, double h, ds_bandwidth *best) {
    const double loss = judge_all(jury, kernel, h);
    if (!(loss > best->loss || (loss == best->loss && h > best->bandwidth))) {
        best->bandwidth = h;
        best->loss = loss;
    }
    return loss;
}

enum { GRID = 25 };

/* Golden section between low and high, on the logarithm. */
static void refine(judges *jury, ds_effect_kernel kernel, double low, double high,
                   ds_bandwidth *best) {
    const double share = 0.61803398874989485;
    double a = log(low), b = log(high);
    double left = b - share * (b - a), right = a + share * (b - a);
    double loss_left = try_one(jury, kernel, exp(left), best);
    double loss_right = try_one(jury, kernel, exp(right), best);
    while (b - a > 1e-3)
        if (loss_left <= loss_right) {
            b = right;
            right = left;
            loss_right = loss_left;
            left = b - share * (b - a);
            loss_left = try_one(jury, kernel, exp(left), best);
        } else {
            a = left;
            left = right;
            loss_left = loss_right;
            right = a + share * (b - a);
            loss_right = try_one(jury, kernel, exp(right), best);
        }
}

static void search(judges *jury, ds_effect_kernel kernel, double low, double high,
                   ds_bandwidth *best) {
    const double step = log(high / low) / (GRID - 1);
    int at = 0;
    best->loss = INFINITY;
    for (int g = 0; g < GRID; g++) {
        const double h = g == GRID - 1 ? high : low * exp(step * g), before = best->loss;
        if (try_one(jury, kernel, h, best) < before) at = g;
    }
    refine(jury, kernel, low * exp(step * (at > 0 ? at - 1 : 0)),
           low * exp(step * (at < GRID - 1 ? at + 1 : at)), best);
}

static double bandwidth_range(const ds_bandwidth_data *data) {
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < data->n_patterns; i++)
        if ((data->in == NULL || data->in[i]) && (has(data, i, 0) || has(data, i, 1))) {
            low = fmin(low, data->p[i]);
            high = fmax(high, data->p[i]);
        }
    return high > low ? high - low : 0;
}

ds_status ds_bandwidth_cross_validate(const ds_bandwidth_data *data, ds_effect_kernel kernel,
                                      ds_bandwidth *out, ds_error *err) {
    ds_bandwidth found;
    judges jury;
    const double range = bandwidth_range(data);
    ds_status status = ds_bandwidth_pair(data, &found, err);
    if (status == DS_OK) status = jury_init(data, &jury, err);
    if (status != DS_OK) return status;
    if (range > found.bandwidth / 4 && jury.of[0].total + jury.of[1].total > 0)
        search(&jury, kernel, found.bandwidth / 4, range, &found);
    else
        found.loss = judge_all(&jury, kernel, found.bandwidth);
    jury_done(&jury);
    *out = found;
    return DS_OK;
}
