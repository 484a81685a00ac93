/* effect/se_formulas.c: the standard errors that take the weights as given, and all of them
 * together. See se.h. Sums over groups in their order; outcomes from the first one met, so that an
 * outcome that does not vary has a variance of exactly 0. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/se.h"

static double weight_of(const ds_matching *matching, const ds_sample_group *group) {
    return ds_matching_weight(matching, group->treated ? 1 : 0, group->pattern);
}

typedef struct spread {
    double n, first, sum, square; /* sums of outcome - first */
    bool varies;
} spread;

static void spread_add(spread *of, double weight, double outcome) {
    if (of->n == 0) of->first = outcome;
    const double d = outcome - of->first;
    of->n += weight;
    of->sum += weight * d;
    of->square += weight * d * d;
    of->varies = of->varies || outcome != of->first;
}

static double spread_mean(const spread *of) {
    return of->first + of->sum / of->n;
}

/* With n - 1, by a second pass over group g's persons of whom chosen holds; NAN below two. */
static double variance(const ds_effect_sample *sample, size_t g, const bool *chosen) {
    spread of = {0};
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *group = &sample->groups[i];
        if (group->treated == (g == 1) && chosen[group->pattern])
            spread_add(&of, (double)group->n, group->outcome);
    }
    if (of.n < 2) return NAN;
    const double mean = spread_mean(&of);
    double square = 0;
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *group = &sample->groups[i];
        const double d = group->outcome - mean;
        if (group->treated == (g == 1) && chosen[group->pattern])
            square += (double)group->n * d * d;
    }
    return square / (of.n - 1);
}

static double psmatch2(const ds_matching *matching, const ds_effect_sample *sample, double sum_w2) {
    if (matching->options->estimand != DS_EFFECT_ATT) return NAN;
    const double n1 = matching->averaged[1];
    const double var1 = variance(sample, 1, matching->on[1]);
    const double var0 = variance(sample, 0, matching->usable[0]);
    return sqrt(var1 / n1 + var0 * sum_w2 / (n1 * n1));
}

static double kmatch(const ds_matching *matching, const ds_effect_sample *sample,
                     const spread means[2]) {
    const double persons = matching->averaged[0] + matching->averaged[1];
    const double mean[2] = {spread_mean(&means[0]), spread_mean(&means[1])};
    double n = 0, square = 0;
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *group = &sample->groups[i];
        if (!matching->score.in[group->pattern]) continue;
        const double d =
            weight_of(matching, group) * (group->outcome - mean[group->treated ? 1 : 0]) / persons;
        n += (double)group->n;
        square += (double)group->n * d * d;
    }
    return sqrt(n / (n - 1) * square);
}

/* What weighs how much; means[g]: of the outcome of group g by weight. */
static void weights(const ds_matching *matching, const ds_effect_sample *sample, ds_se *out,
                    spread means[2]) {
    const bool att = matching->options->estimand != DS_EFFECT_ATU;
    double sum = 0, square = 0, matched = 0;
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *group = &sample->groups[i];
        const double w = weight_of(matching, group), n = (double)group->n;
        if (!(w > 0)) continue;
        spread_add(&means[group->treated ? 1 : 0], w * n, group->outcome);
        if (group->treated) continue;
        const double as_match = matching->weight[0][group->pattern];
        out->controls_used += group->n;
        sum += n * w;
        square += n * w * w;
        matched += n * as_match * as_match;
    }
    out->sum_w2 = att ? matched : NAN;
    out->effective_controls = sum * sum / square;
}

/* SE² = Σ influence², and by location. */
static ds_status from_influence(const ds_matching *matching, const ds_effect_sample *sample,
                                const ds_se_influence *influence, ds_se *out, ds_error *err) {
    double *by_location = ds_calloc(sample->n_locations + 1, sizeof *by_location);
    bool *seen = ds_calloc(sample->n_locations + 1, sizeof *seen);
    double square = 0, squares = 0, n_locations = 0;
    if (by_location == NULL || seen == NULL) {
        ds_free(by_location);
        ds_free(seen);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *group = &sample->groups[i];
        const size_t g = group->treated ? 1 : 0;
        if (!matching->score.in[group->pattern]) continue;
        const double one =
            influence->slope[g][group->pattern] * (group->outcome - influence->centre) +
            influence->constant[g][group->pattern];
        square += (double)group->n * one * one;
        by_location[group->location] += (double)group->n * one;
        seen[group->location] = true;
    }
    for (size_t l = 0; l < sample->n_locations; l++) {
        squares += by_location[l] * by_location[l];
        n_locations += seen[l] ? 1 : 0;
    }
    out->influence = sqrt(square);
    out->influence_locations =
        n_locations > 1 ? sqrt(n_locations / (n_locations - 1) * squares) : NAN;
    ds_free(by_location);
    ds_free(seen);
    return DS_OK;
}

/* Rounding would leave something like 1e-17 of it. */
static void without_spread(ds_se *se) {
    double *const all[] = {&se->psmatch2, &se->kmatch, &se->influence, &se->influence_locations};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = isnan(*all[i]) ? NAN : 0;
}

ds_status ds_se_estimate(const ds_matching *matching, const ds_effect_sample *sample, ds_se *out,
                         ds_error *err) {
    ds_se se = {.psmatch2 = NAN,
                .kmatch = NAN,
                .influence = NAN,
                .influence_locations = NAN,
                .sum_w2 = NAN,
                .effective_controls = NAN};
    ds_se_influence influence;
    spread means[2] = {{0}};
    if (!matching->valid) {
        *out = se;
        return DS_OK;
    }
    ds_status status = ds_se_influence_init(matching, sample, &influence, err);
    if (status != DS_OK) return status;
    weights(matching, sample, &se, means);
    se.psmatch2 = psmatch2(matching, sample, se.sum_w2);
    se.kmatch = kmatch(matching, sample, means);
    status = from_influence(matching, sample, &influence, &se, err);
    se.spread = means[0].varies || means[1].varies;
    if (!se.spread) without_spread(&se);
    ds_se_influence_done(&influence);
    if (status == DS_OK) *out = se;
    return status;
}
