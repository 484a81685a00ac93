/* effect/agree.c: other ways beside the kernel. See agree.h. */
#include "effect/agree.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/resample.h"
#include "effect/se.h"

static const double agree_z = 1.96;

/* What the persons of a location add to a way: over those averaged over what the models make of the
 * difference, and of each group, by what they weigh, what the models leave. */
typedef struct ds_agree_place {
    double averaged, model, weight[2], left[2];
} ds_agree_place;

static const ds_effect_estimator other_ways[DS_EFFECT_OTHERS] = {DS_EFFECT_AIPW, DS_EFFECT_EB};

ds_status ds_agree_init(const ds_matching *matching, size_t n_samples, ds_agree *out,
                        ds_error *err) {
    const size_t n = matching->design->sample->n_locations;
    *out = (ds_agree){.matching = matching,
                      .n_samples = n_samples,
                      .n_locations = n,
                      .places =
                          ds_calloc(n_samples * DS_EFFECT_OTHERS * n + 1, sizeof(ds_agree_place))};
    return out->places == NULL ? ds_error_memory(err) : DS_OK;
}

void ds_agree_done(ds_agree *agree) {
    ds_free(agree->places);
    ds_way_shared_done(&agree->shared);
}

/* The kernel's influence about the centre of the ways. */
static ds_status copy_kernel(const ds_agree *agree, const ds_way_basis *basis, ds_influence *out,
                             ds_error *err) {
    ds_se_influence kernel;
    ds_status status = ds_influence_init(basis->sample->n_patterns, out, err);
    if (status != DS_OK) return status;
    status = ds_se_influence_init(agree->matching, basis->sample, &kernel, err);
    if (status != DS_OK) return status;
    out->centre = basis->centre;
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < out->n_patterns; i++) {
            out->slope[g][i] = kernel.slope[g][i];
            out->constant[g][i] =
                kernel.given[g][i] + kernel.slope[g][i] * (basis->centre - kernel.centre);
        }
    ds_se_influence_done(&kernel);
    return DS_OK;
}

static ds_status find_joint_se(const ds_way_basis *basis, const ds_effect_result *r,
                               const ds_influence *of, double *out, ds_error *err) {
    const double persons =
        ds_influence_se(of, (const ds_spread *const[2]){basis->spread[0], basis->spread[1]});
    double locations;
    ds_status status = DS_OK;
    *out = persons;
    if (basis->options->resample == DS_EFFECT_PERSONS) return DS_OK;
    status = ds_influence_se_locations(of, basis->sample, basis->score->in, &locations, err);
    if (status == DS_OK && !isnan(locations))
        *out =
            r->locations_treated < DS_EFFECT_LOCATIONS_MIN ? fmax(persons, locations) : locations;
    return status;
}

/* Subtracts b from a copy of a. */
static ds_status compare_two(const ds_way_basis *basis, const ds_effect_result *r,
                             const ds_influence *a, const ds_influence *b, double *out,
                             ds_error *err) {
    ds_influence apart;
    ds_status status = ds_influence_init(a->n_patterns, &apart, err);
    if (status != DS_OK) return status;
    apart.centre = a->centre;
    for (size_t g = 0; g < 2; g++) {
        memcpy(apart.slope[g], a->slope[g], a->n_patterns * sizeof *a->slope[g]);
        memcpy(apart.constant[g], a->constant[g], a->n_patterns * sizeof *a->constant[g]);
    }
    ds_influence_subtract(&apart, b);
    status = find_joint_se(basis, r, &apart, out, err);
    ds_influence_done(&apart);
    return status;
}

static ds_agree_place *places_of(const ds_agree *agree, size_t index, size_t other) {
    return agree->places + (index * DS_EFFECT_OTHERS + other) * agree->n_locations;
}

static bool are_apart(double difference, double se, double scale) {
    return isfinite(difference) && isfinite(se) && fabs(difference) > agree_z * se + 1e-9 * scale;
}

/* Field by field, on what is 0: the bytes between fields too are the same each time. */
static void describe_other(const ds_way_basis *basis, ds_effect_estimator estimator,
                           const ds_way *way, ds_effect_other *out) {
    out->estimator = estimator;
    out->treated = way->mean[1];
    out->control = way->mean[0];
    out->difference = way->difference;
    out->se = basis->options->resample == DS_EFFECT_PERSONS ? way->se_persons : way->se_locations;
    out->apart_se = NAN;
    out->averaged = (uint64_t)way->averaged;
    out->flags = way->flags;
}

static void mark_apart(ds_effect_result *r) {
    const double scale = fabs(r->treated) + fabs(r->control);
    bool any;
    for (size_t k = 0; k < DS_EFFECT_OTHERS; k++) {
        ds_effect_other *other = &r->others[k];
        other->apart = are_apart(other->difference - r->difference, other->apart_se, scale);
    }
    r->others_apart =
        are_apart(r->others[0].difference - r->others[1].difference, r->others_se, scale);
    any = r->others[0].apart || r->others[1].apart || r->others_apart;
    r->flags = any ? r->flags | DS_EFFECT_WAYS_DIFFER : r->flags & ~(unsigned)DS_EFFECT_WAYS_DIFFER;
}

/* Each with the kernel, and one with the other. */
static ds_status compare_ways(const ds_way_basis *basis, const ds_way *ways,
                              const ds_influence *kernel, ds_effect_result *r, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < DS_EFFECT_OTHERS; k++)
        if (ways[k].valid)
            status = compare_two(basis, r, &ways[k].influence, kernel, &r->others[k].apart_se, err);
    if (status == DS_OK && ways[0].valid && ways[1].valid)
        status = compare_two(basis, r, &ways[0].influence, &ways[1].influence, &r->others_se, err);
    return status;
}

static void gather_way(const ds_way_basis *basis, const ds_way *way, ds_agree_place *places) {
    const ds_effect_estimand estimand = basis->options->estimand;
    for (size_t i = 0; i < basis->sample->n_groups; i++) {
        const ds_sample_group *group = &basis->sample->groups[i];
        const size_t g = group->treated ? 1 : 0, p = group->pattern;
        const double n = (double)group->n, w = n * way->weight[g][p];
        ds_agree_place *to = &places[group->location];
        if (!basis->score->in[p]) continue;
        to->weight[g] += w;
        to->left[g] += w * (group->outcome - basis->centre - way->fitted[g][p]);
        if (estimand != (g == 1 ? DS_EFFECT_ATU : DS_EFFECT_ATT)) {
            to->averaged += n;
            to->model += n * (way->fitted[1][p] - way->fitted[0][p]);
        }
    }
}

static ds_status agree_by(ds_agree *agree, size_t index, const ds_way_basis *basis,
                          ds_effect_result *out, ds_error *err) {
    ds_way ways[DS_EFFECT_OTHERS] = {0};
    ds_influence kernel = {0};
    ds_status status = copy_kernel(agree, basis, &kernel, err);
    for (size_t k = 0; status == DS_OK && k < DS_EFFECT_OTHERS; k++) {
        status = ds_way_estimate(basis, other_ways[k], &ways[k], err);
        if (status != DS_OK) break;
        describe_other(basis, other_ways[k], &ways[k], &out->others[k]);
        gather_way(basis, &ways[k], places_of(agree, index, k));
    }
    if (status == DS_OK) {
        out->n_others = DS_EFFECT_OTHERS;
        status = compare_ways(basis, ways, &kernel, out, err);
        mark_apart(out);
    }
    for (size_t k = 0; k < DS_EFFECT_OTHERS; k++)
        ds_way_done(&ways[k]);
    ds_influence_done(&kernel);
    return status;
}

ds_status ds_agree_outcome(ds_agree *agree, size_t index, const ds_effect_sample *sample,
                           ds_effect_result *out, ds_error *err) {
    const ds_matching *m = agree->matching;
    ds_way_basis basis;
    ds_status status =
        ds_way_basis_init(sample, m->options, m->design, (ds_score *)&m->score, &basis, err);
    if (status != DS_OK) return status;
    basis.shared = &agree->shared;
    status = agree_by(agree, index, &basis, out, err);
    ds_way_basis_done(&basis);
    return status;
}

/* ---- by resamples ---- */

/* A running mean and sum of squares about it: B.P. Welford, Technometrics 4 (1962). */
typedef struct running {
    double n, mean, square;
} running;

static void take_number(running *of, double x) {
    const double d = x - of->mean;
    of->n++;
    of->mean += d / of->n;
    of->square += d * (x - of->mean);
}

/* The way of a replicate: counts[n] of its locations. NAN without somebody of each group. */
static double estimate_drawn(const ds_agree_place *places, const double *counts, size_t n) {
    ds_agree_place all = {0};
    for (size_t l = 0; l < n; l++) {
        all.averaged += counts[l] * places[l].averaged;
        all.model += counts[l] * places[l].model;
        for (size_t g = 0; g < 2; g++) {
            all.weight[g] += counts[l] * places[l].weight[g];
            all.left[g] += counts[l] * places[l].left[g];
        }
    }
    return all.model / all.averaged + all.left[1] / all.weight[1] - all.left[0] / all.weight[0];
}

ds_status ds_agree_resampled(const ds_agree *agree, size_t index, const double *differences,
                             ds_effect_result *out, ds_error *err) {
    const ds_effect_options *o = agree->matching->options;
    const size_t n = agree->n_locations;
    double *counts = ds_calloc(n + 1, sizeof *counts);
    running apart[DS_EFFECT_OTHERS] = {{0, 0, 0}};
    if (counts == NULL) return ds_error_memory(err);
    for (uint32_t r = 0; r < o->replicates; r++) {
        if (isnan(differences[r])) continue;
        ds_random_locations(o->seed, r, n, 1, counts);
        for (size_t k = 0; k < DS_EFFECT_OTHERS; k++) {
            const double way = estimate_drawn(places_of(agree, index, k), counts, n);
            if (isfinite(way)) take_number(&apart[k], way - differences[r]);
        }
    }
    for (size_t k = 0; k < DS_EFFECT_OTHERS; k++)
        if (!isnan(out->others[k].apart_se) && apart[k].n > 1)
            out->others[k].apart_se = sqrt(apart[k].square / (apart[k].n - 1));
    mark_apart(out);
    ds_free(counts);
    return DS_OK;
}
