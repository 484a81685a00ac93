/* effect/permutation.c: what each location brings to a permutation. See permutation.h. */
#include "effect/permutation.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

static const double ALPHA = 0.05; /* intervals are of 95 % */
static const double UNEQUAL = 4;  /* times as large, of two locations */
static const double APART = 1.25; /* the same, of the means of both sides */

/* Of the persons of one location and group who weigh: Σ W, Σ W r, Σ W r². */
typedef struct place {
    double w, wr, wrr;
} place;

typedef struct run {
    const ds_permutation_of *of;
    const ds_matching *m;
    const ds_effect_sample *sample;
    double *means;     /* [n_patterns] of the controls */
    double *weight[2]; /* [n_patterns] of one person */
    place *places[2];  /* [n_locations], by group */
    place all[2];
    double square[2]; /* Σ W² */
    ds_assign_unit *units, *staying;
    ds_assign assign;
} run;

/* The kernel mean of the controls at each pattern; their plain mean where there is none in reach.
 */
static ds_status control_means(run *r, ds_error *err) {
    const ds_matching *m = r->m;
    const double *n0 = r->of->n0;
    const size_t n = r->sample->n_patterns;
    double *memory = ds_calloc(3 * n + 1, sizeof *memory), persons = 0, outcomes = 0;
    uint64_t *in_window = ds_calloc(n + 1, sizeof *in_window);
    bool *to = ds_calloc(n + 1, sizeof *to);
    ds_status status =
        memory == NULL || in_window == NULL || to == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) {
        double *sum0 = memory, *weights = memory + n, *sums = memory + 2 * n;
        ds_sample_totals(r->sample, (double *const[2]){NULL, NULL}, (double *const[2]){sum0, NULL},
                         (double *const[2]){NULL, NULL});
        for (size_t p = 0; p < n; p++) {
            to[p] = r->weight[0][p] > 0 || r->weight[1][p] > 0;
            persons += n0[p];
            outcomes += sum0[p];
        }
        ds_matching_sums(m, false, m->usable[0], (const double *const[2]){n0, sum0}, 2, to,
                         (double *const[2]){weights, sums}, in_window);
        ds_matching_add_nearest(m, 1, true, (const double *const[2]){n0, sum0}, 2,
                                (double *const[2]){weights, sums});
        for (size_t p = 0; p < n; p++)
            r->means[p] = (in_window[p] > 0 || m->reach[1][p] >= 0) && weights[p] > 0
                              ? sums[p] / weights[p]
                              : outcomes / persons;
    }
    ds_free(memory);
    ds_free(in_window);
    ds_free(to);
    return status;
}

/* By the kernel. */
static ds_status find_matched(run *r, double *out_difference, ds_error *err) {
    ds_matching_estimate e;
    const size_t n = r->sample->n_patterns;
    double *sums = ds_calloc(4 * n + 1, sizeof *sums);
    ds_status status = DS_OK;
    if (sums == NULL) return ds_error_memory(err);
    double *const persons[2] = {sums, sums + n}, *const outcomes[2] = {sums + 2 * n, sums + 3 * n};
    for (size_t p = 0; p < n; p++)
        for (size_t g = 0; g < 2; g++)
            r->weight[g][p] = ds_matching_weight(r->m, g, p);
    status = control_means(r, err);
    ds_sample_totals(r->sample, persons, outcomes, (double *const[2]){NULL, NULL});
    ds_matching_outcome(r->m, persons[1], persons[0], outcomes[1], outcomes[0], &e);
    *out_difference = e.difference;
    ds_free(sums);
    return status;
}

static void copy_way(run *r, double *out_difference) {
    const size_t bytes = r->sample->n_patterns * sizeof *r->means;
    memcpy(r->weight[0], r->of->weight[0], bytes);
    memcpy(r->weight[1], r->of->weight[1], bytes);
    memcpy(r->means, r->of->means, bytes);
    *out_difference = r->of->difference;
}

static void gather_places(run *r) {
    const ds_effect_sample *sample = r->sample;
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *g = &sample->groups[i];
        const double one = r->weight[g->treated][g->pattern];
        const double w = one * (double)g->n, residual = g->outcome - r->means[g->pattern];
        place *to = &r->places[g->treated][g->location];
        if (!(one > 0)) continue;
        to->w += w;
        to->wr += w * residual;
        to->wrr += w * residual * residual;
        r->square[g->treated] += w * one;
    }
    for (size_t g = 0; g < 2; g++)
        for (size_t l = 0; l < sample->n_locations; l++) {
            r->all[g].w += r->places[g][l].w;
            r->all[g].wr += r->places[g][l].wr;
            r->all[g].wrr += r->places[g][l].wrr;
        }
}

/* shift: taken off the controls, so that T is the estimate. */
static void fill_units(run *r, double shift) {
    ds_assign *a = &r->assign;
    for (size_t l = 0; l < r->sample->n_locations; l++) {
        const bool treated = r->places[1][l].w > 0;
        for (size_t g = 0; g < 2; g++) {
            const place *p = &r->places[g][l];
            const ds_assign_unit unit = {.weight = p->w * r->all[g].w / r->square[g],
                                         .value = p->wr / p->w - (g == 0 ? shift : 0),
                                         .treated = g == 1};
            if (!(p->w > 0)) continue;
            if (g == 1 || !treated)
                r->units[a->n++] = unit;
            else
                r->staying[a->n_staying++] = unit;
        }
    }
}

/* Locations differ by more than their persons do: the moment estimator of that variance over those
 * without treated (R. DerSimonian and N. Laird, Meta-analysis in clinical trials, 1986). */
static double spread_of_locations(const run *r, double variance) {
    const ds_assign *a = &r->assign;
    double w = 0, wy = 0, ww = 0, q = 0, n = 0;
    for (size_t i = 0; i < a->n; i++) {
        if (a->units[i].treated) continue;
        n++;
        w += a->units[i].weight;
        wy += a->units[i].weight * a->units[i].value;
        ww += a->units[i].weight * a->units[i].weight;
    }
    for (size_t i = 0; i < a->n; i++)
        if (!a->units[i].treated)
            q += a->units[i].weight * (a->units[i].value - wy / w) * (a->units[i].value - wy / w);
    return n > 1 ? fmax(0, (q - (n - 1) * variance) / (w - ww / w)) : 0;
}

/* Of one treated location there is no variance: it is taken to be that of another of its size. */
static void fill_noise(run *r) {
    double within = 0, persons = 0, between;
    for (size_t g = 0; g < 2; g++)
        for (size_t l = 0; l < r->sample->n_locations; l++) {
            const place *p = &r->places[g][l];
            if (p->w > 0) within += p->wrr - p->wr * p->wr / p->w;
            persons += p->w;
        }
    between = spread_of_locations(r, within / persons);
    for (size_t i = 0; i < r->assign.n; i++)
        r->units[i].noise = between + within / persons / r->units[i].weight;
    for (size_t i = 0; i < r->assign.n_staying; i++)
        r->staying[i].noise = between + within / persons / r->staying[i].weight;
}

static void choose_statistic(run *r, ds_permutation *out) {
    ds_assign *a = &r->assign;
    double least = INFINITY, most = 0, mean[2] = {0, 0}, ratio;
    for (size_t i = 0; i < a->n; i++) {
        least = fmin(least, a->units[i].weight);
        most = fmax(most, a->units[i].weight);
        mean[a->units[i].treated] += a->units[i].weight;
        out->treated += a->units[i].treated;
    }
    out->locations = a->n;
    ratio = mean[1] / (double)out->treated / (mean[0] / ((double)a->n - (double)out->treated));
    out->studentised = most > UNEQUAL * least * (1 + 1e-9) || ratio > APART || ratio * APART < 1;
    a->studentised =
        out->studentised && !r->of->rare && out->treated > 1 && a->n - out->treated > 1;
    a->by_noise = out->studentised && !a->studentised;
    if (a->by_noise) fill_noise(r);
}

static ds_status permute(run *r, ds_permutation *out, ds_error *err) {
    double difference = NAN;
    ds_status status = DS_OK;
    if (r->m != NULL)
        status = find_matched(r, &difference, err);
    else
        copy_way(r, &difference);
    if (status != DS_OK) return status;
    gather_places(r);
    fill_units(r, r->all[0].wr / r->all[0].w - r->all[1].wr / r->all[1].w + difference);
    choose_statistic(r, out);
    return ds_assign_run(&r->assign, &out->of, err);
}

ds_status ds_permutation_run(const ds_permutation_of *of, ds_permutation *out, ds_error *err) {
    const ds_effect_options *o = of->matching != NULL ? of->matching->options : of->options;
    const ds_effect_sample *sample = of->sample;
    run r = {.of = of, .m = of->matching, .sample = sample};
    ds_permutation found = {.of = {NAN, NAN, NAN, NAN, NAN, NAN, 0, false}};
    ds_status status = DS_OK;
    r.means = ds_calloc(sample->n_patterns + 1, sizeof *r.means);
    r.weight[0] = ds_calloc(sample->n_patterns + 1, sizeof *r.weight[0]);
    r.weight[1] = ds_calloc(sample->n_patterns + 1, sizeof *r.weight[1]);
    r.places[0] = ds_calloc(sample->n_locations + 1, sizeof *r.places[0]);
    r.places[1] = ds_calloc(sample->n_locations + 1, sizeof *r.places[1]);
    r.units = ds_calloc(sample->n_locations + 1, sizeof *r.units);
    r.staying = ds_calloc(sample->n_locations + 1, sizeof *r.staying);
    r.assign = (ds_assign){.units = r.units,
                           .staying = r.staying,
                           .alpha = ALPHA,
                           .seed = o->seed,
                           .all = DS_PERMUTATION_ALL,
                           .draws = DS_PERMUTATION_ALL - 1,
                           .slack = 1e-12 * of->scale};
    if (o->replicates > r.assign.draws) r.assign.draws = o->replicates;
    if (r.means == NULL || r.weight[0] == NULL || r.weight[1] == NULL || r.places[0] == NULL ||
        r.places[1] == NULL || r.units == NULL || r.staying == NULL)
        status = ds_error_memory(err);
    else if (r.m == NULL || r.m->valid)
        status = permute(&r, &found, err);
    ds_free(r.means);
    ds_free(r.weight[0]);
    ds_free(r.weight[1]);
    ds_free(r.places[0]);
    ds_free(r.places[1]);
    ds_free(r.units);
    ds_free(r.staying);
    if (status == DS_OK) *out = found;
    return status;
}
