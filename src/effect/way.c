/* effect/way.c: one estimate by another way than the kernel: what they share, and what is said of
 * it. See way.h. */
#include "effect/way.h"

#include <math.h>

#include "base/error.h"
#include "base/memory.h"

/* ---- what all ways share ---- */

static bool is_binary(const ds_effect_sample *sample) {
    for (size_t i = 0; i < sample->n_groups; i++)
        if (sample->groups[i].outcome != 0 && sample->groups[i].outcome != 1) return false;
    return true;
}

/* Outcomes of 0 and 1 are taken as they are, so that counts of events are exact. */
static double find_centre(const ds_way_basis *b) {
    double n = 0, sum = 0;
    if (b->binary) return 0;
    for (size_t i = 0; i < b->sample->n_patterns; i++)
        for (size_t g = 0; g < 2; g++) {
            n += b->spread[g][i].n;
            sum += b->spread[g][i].n * b->spread[g][i].mean;
        }
    return n > 0 ? sum / n : 0;
}

static void fill_sums(ds_way_basis *b) {
    if (b->binary) {
        ds_sample_totals(b->sample, (double *const[2]){NULL, NULL}, b->sum,
                         (double *const[2]){NULL, NULL});
        return;
    }
    for (size_t i = 0; i < b->sample->n_patterns; i++)
        for (size_t g = 0; g < 2; g++)
            b->sum[g][i] = b->spread[g][i].n * (b->spread[g][i].mean - b->centre);
}

static void fill_way_basis(ds_way_basis *b) {
    const ds_effect_estimand estimand = b->options->estimand;
    ds_spread_fill(b->sample, b->spread);
    b->binary = is_binary(b->sample);
    b->centre = find_centre(b);
    fill_sums(b);
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        for (size_t g = 0; g < 2; g++)
            b->n[g][i] = b->spread[g][i].n;
        if (b->score->in[i])
            b->target[i] = (estimand != DS_EFFECT_ATU ? b->n[1][i] : 0) +
                           (estimand != DS_EFFECT_ATT ? b->n[0][i] : 0);
        b->n_target += b->target[i];
    }
}

ds_status ds_way_basis_init(const ds_effect_sample *sample, const ds_effect_options *options,
                            const ds_design *design, ds_score *score, ds_way_basis *out,
                            ds_error *err) {
    const size_t n = sample->n_patterns + 1;
    ds_way_basis b = {.sample = sample, .options = options, .design = design, .score = score};
    bool made;
    b.target = ds_calloc(n, sizeof *b.target);
    made = b.target != NULL;
    for (size_t g = 0; g < 2; g++) {
        b.n[g] = ds_calloc(n, sizeof *b.n[g]);
        b.sum[g] = ds_calloc(n, sizeof *b.sum[g]);
        b.spread[g] = ds_calloc(n, sizeof *b.spread[g]);
        made = made && b.n[g] != NULL && b.sum[g] != NULL && b.spread[g] != NULL;
    }
    if (!made) {
        ds_way_basis_done(&b);
        return ds_error_memory(err);
    }
    fill_way_basis(&b);
    *out = b;
    return DS_OK;
}

void ds_way_basis_done(ds_way_basis *basis) {
    ds_free(basis->target);
    for (size_t g = 0; g < 2; g++) {
        ds_free(basis->n[g]);
        ds_free(basis->sum[g]);
        ds_free(basis->spread[g]);
    }
    *basis = (ds_way_basis){0};
}

/* ---- one way ---- */

static ds_status init_way(const ds_way_basis *basis, ds_way *out, ds_error *err) {
    const size_t n = basis->sample->n_patterns;
    ds_way way = {.mean = {NAN, NAN},
                  .difference = NAN,
                  .se_persons = NAN,
                  .se_locations = NAN,
                  .weight = {ds_calloc(n + 1, sizeof(double)), ds_calloc(n + 1, sizeof(double))},
                  .fitted = {ds_calloc(n + 1, sizeof(double)), ds_calloc(n + 1, sizeof(double))},
                  .expected = ds_calloc(n + 1, sizeof(double))};
    ds_status status = way.weight[0] == NULL || way.weight[1] == NULL || way.fitted[0] == NULL ||
                               way.fitted[1] == NULL || way.expected == NULL
                           ? ds_error_memory(err)
                           : ds_influence_init(n, &way.influence, err);
    way.influence.centre = basis->centre;
    if (status == DS_OK)
        *out = way;
    else
        ds_way_done(&way);
    return status;
}

void ds_way_done(ds_way *way) {
    ds_free(way->weight[0]);
    ds_free(way->weight[1]);
    ds_free(way->fitted[0]);
    ds_free(way->fitted[1]);
    ds_free(way->expected);
    ds_influence_done(&way->influence);
    *way = (ds_way){0};
}

static ds_status make_way(const ds_way_basis *basis, ds_effect_estimator estimator, ds_way *out,
                          ds_error *err) {
    if (estimator == DS_EFFECT_AIPW) return ds_way_weighting(basis, true, out, err);
    if (estimator == DS_EFFECT_IPW) return ds_way_weighting(basis, false, out, err);
    if (estimator == DS_EFFECT_EB) return ds_way_balancing(basis, out, err);
    if (estimator == DS_EFFECT_NN) return ds_way_neighbours(basis, out, err);
    if (estimator == DS_EFFECT_STRATA) return ds_way_strata(basis, out, err);
    return ds_error_set(err, DS_USAGE, "een keuze voor de schatting bestaat niet",
                        "an option of the estimate does not exist");
}

/* One person weighs more than a twentieth of a group, and more than five times what each would if
 * all weighed the same. */
static bool has_extreme_weights(const ds_way_basis *basis, const ds_way *way) {
    for (size_t g = 0; g < 2; g++) {
        double sum = 0, n = 0, largest = 0;
        for (size_t i = 0; i < basis->sample->n_patterns; i++) {
            if (!(basis->n[g][i] > 0) || !(way->weight[g][i] > 0)) continue;
            sum += way->weight[g][i] * basis->n[g][i];
            n += basis->n[g][i];
            largest = fmax(largest, way->weight[g][i]);
        }
        if (largest > 0.05 * sum && largest * n > 5 * sum) return true;
    }
    return false;
}

static ds_status measure_way(const ds_way_basis *basis, ds_effect_estimator estimator, ds_way *way,
                             ds_error *err) {
    way->difference = way->mean[1] - way->mean[0];
    if (has_extreme_weights(basis, way)) way->flags |= DS_EFFECT_EXTREME_WEIGHTS;
    if (estimator == DS_EFFECT_NN) { /* has none: nobody is to take it for 0 */
        ds_influence_done(&way->influence);
        return DS_OK;
    }
    way->se_persons = ds_influence_se(
        &way->influence, (const ds_spread *const[2]){basis->spread[0], basis->spread[1]});
    return ds_influence_se_locations(&way->influence, basis->sample, basis->score->in,
                                     &way->se_locations, err);
}

ds_status ds_way_estimate(const ds_way_basis *basis, ds_effect_estimator estimator, ds_way *out,
                          ds_error *err) {
    ds_way way;
    ds_status status = init_way(basis, &way, err);
    if (status != DS_OK) return status;
    if (!(basis->n_target > 0))
        way.flags |= DS_EFFECT_ALL_OFF_SUPPORT;
    else if (!basis->score->converged)
        way.flags |= DS_EFFECT_SEPARATED;
    else
        status = make_way(basis, estimator, &way, err);
    if (status == DS_OK && way.valid) status = measure_way(basis, estimator, &way, err);
    if (status == DS_OK)
        *out = way;
    else
        ds_way_done(&way);
    return status;
}

/* ---- a result ---- */

/* What the controls, or the treated, come to with their weights. */
typedef struct way_group {
    double persons, sum, square; /* with a weight; Σ w, Σ w² */
    double low, high;            /* outcomes */
} way_group;

static way_group weigh_group(const ds_way_basis *basis, const ds_way *way, size_t g) {
    way_group of = {0, 0, 0, INFINITY, -INFINITY};
    for (size_t i = 0; i < basis->sample->n_patterns; i++) {
        const double n = basis->n[g][i], w = way->weight[g][i];
        if (!(n > 0) || !(w > 0)) continue;
        of.persons += n;
        of.sum += n * w;
        of.square += n * w * w;
        of.low = fmin(of.low, basis->spread[g][i].low);
        of.high = fmax(of.high, basis->spread[g][i].high);
    }
    return of;
}

/* As se_formulas.c: the group that is worth fewer persons has one outcome. */
static bool has_one_way_outcome(const way_group *of) {
    const bool varies[2] = {of[0].high > of[0].low, of[1].high > of[1].low};
    const size_t constant = varies[0] ? 1 : 0;
    return varies[0] != varies[1] &&
           of[constant].sum * of[constant].sum / of[constant].square <=
               of[1 - constant].sum * of[1 - constant].sum / of[1 - constant].square;
}

void ds_way_result(const ds_way_basis *basis, const ds_way *way, ds_effect_result *out) {
    const ds_effect_estimand estimand = basis->options->estimand;
    const uint64_t all = (estimand != DS_EFFECT_ATU ? out->n_treated : 0) +
                         (estimand != DS_EFFECT_ATT ? out->n_control : 0);
    way_group groups[2];
    out->flags |= way->flags | (basis->score->dropped ? DS_EFFECT_LEVELS_DROPPED : 0);
    out->off_support = all - (uint64_t)way->averaged;
    if (!way->valid) return;
    for (size_t g = 0; g < 2; g++)
        groups[g] = weigh_group(basis, way, g);
    out->treated = way->mean[1];
    out->control = way->mean[0];
    out->difference = way->difference;
    out->controls_used = (uint64_t)groups[0].persons;
    out->effective_controls = groups[0].sum * groups[0].sum / groups[0].square;
    out->se_influence = way->se_persons;
    out->se_influence_locations = way->se_locations;
    if (has_one_way_outcome(groups))
        out->flags = (out->flags & ~(unsigned)DS_EFFECT_FEW_EVENTS) | DS_EFFECT_ONE_OUTCOME;
}
