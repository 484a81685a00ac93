/* effect/se_formulas.c: the standard errors that take the weights as given, and all of them
 * together. See se.h. By pattern; outcomes are taken from one that occurs, so that an outcome that
 * does not vary has a variance of exactly 0. Only locations need the groups themselves. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/se.h"

/* What the weighted persons of one group are like. */
typedef struct weighed {
    double n; /* Σ weight */
    double mean;
    double low, high;
} weighed;

/* weight [n_patterns], of one person; NULL: 1 where chosen. */
static double weight_at(const ds_matching *matching, size_t g, const bool *chosen, size_t i) {
    return chosen == NULL ? ds_matching_weight(matching, g, i) : chosen[i] ? 1 : 0;
}

static weighed weigh(const ds_matching *matching, size_t g, const bool *chosen,
                     const ds_spread *spread, size_t n_patterns) {
    weighed found = {0};
    double first = 0, sum = 0;
    bool some = false;
    for (size_t i = 0; i < n_patterns; i++) {
        const double n = spread[i].n * weight_at(matching, g, chosen, i);
        if (n == 0) continue;
        if (!some) {
            some = true;
            first = spread[i].mean;
            found.low = spread[i].low;
            found.high = spread[i].high;
        }
        found.n += n;
        sum += n * (spread[i].mean - first);
        found.low = fmin(found.low, spread[i].low);
        found.high = fmax(found.high, spread[i].high);
    }
    found.mean = found.n > 0 ? first + sum / found.n : 0;
    return found;
}

/* Σ (weight (outcome - mean))² over the persons. */
static double squares(const ds_matching *matching, size_t g, const bool *chosen,
                      const ds_spread *spread, size_t n_patterns, double mean) {
    double sum = 0;
    for (size_t i = 0; i < n_patterns; i++) {
        const double w = weight_at(matching, g, chosen, i), d = spread[i].mean - mean;
        sum += w * w * (spread[i].square + spread[i].n * d * d);
    }
    return sum;
}

/* With n - 1; NAN below two persons. */
static double variance(const ds_matching *matching, size_t g, const bool *chosen,
                       const ds_se_influence *by) {
    const weighed of = weigh(matching, g, chosen, by->spread[g], by->n_patterns);
    if (of.n < 2) return NAN;
    return squares(matching, g, chosen, by->spread[g], by->n_patterns, of.mean) / (of.n - 1);
}

static double psmatch2(const ds_matching *matching, const ds_se_influence *by, double sum_w2) {
    if (matching->options->estimand != DS_EFFECT_ATT) return NAN;
    const double n1 = matching->averaged[1];
    const double var1 = variance(matching, 1, matching->on[1], by);
    const double var0 = variance(matching, 0, matching->usable[0], by);
    return sqrt(var1 / n1 + var0 * sum_w2 / (n1 * n1));
}

/* One side of an average: group g, whose persons weigh once as averaged over and w as matches; each
 * from a mean of its own. move: what a person who is averaged over adds in the ATE by being one of
 * them. Σ over the persons of (w (y - match) + on (y - own + move))². */
static double kmatch_side(const ds_matching *matching, size_t g, const ds_se_influence *by,
                          double own, double match, double move) {
    double sum = 0;
    for (size_t i = 0; i < by->n_patterns; i++) {
        const ds_spread *spread = &by->spread[g][i];
        const double on = matching->on[g][i] ? 1 : 0, w = matching->weight[g][i];
        const double mean = w * (spread->mean - match) + on * (spread->mean - own + move);
        sum += (w + on) * (w + on) * spread->square + spread->n * mean * mean;
    }
    return sum;
}

/* The mean outcome of group g as matches. */
static double match_mean(const ds_matching *matching, size_t g, const ds_se_influence *by) {
    double sum = 0, n = 0;
    for (size_t i = 0; i < by->n_patterns; i++) {
        const double w = by->spread[g][i].n * matching->weight[g][i];
        n += w;
        if (w != 0) sum += w * by->spread[g][i].mean;
    }
    return n > 0 ? sum / n : 0;
}

/* With the treated's ATT and the controls' ATU apart: who is treated decides which of these one
 * counts in. Without one of the groups averaged over it is the formula of the other. */
static double kmatch(const ds_matching *matching, const ds_se_influence *by) {
    const double averaged = matching->averaged[0] + matching->averaged[1];
    double n = 0, own[2], match[2], effects;
    for (size_t g = 0; g < 2; g++) {
        own[g] = weigh(matching, g, matching->on[g], by->spread[g], by->n_patterns).mean;
        match[g] = match_mean(matching, g, by);
        for (size_t i = 0; i < by->n_patterns; i++)
            n += matching->score.in[i] ? by->spread[g][i].n : 0;
    }
    effects = matching->options->estimand == DS_EFFECT_ATE
                  ? (own[1] - match[0] - (match[1] - own[0])) / averaged
                  : 0;
    return sqrt(n / (n - 1) *
                (kmatch_side(matching, 1, by, own[1], match[1], matching->averaged[0] * effects) +
                 kmatch_side(matching, 0, by, own[0], match[0], matching->averaged[1] * effects))) /
           averaged;
}

/* (Σ W)² / Σ W² over the persons of group g. */
static double effective(const ds_matching *matching, size_t g, const ds_se_influence *by) {
    double sum = 0, square = 0;
    for (size_t i = 0; i < by->n_patterns; i++) {
        const double w = ds_matching_weight(matching, g, i), n = by->spread[g][i].n;
        sum += n * w;
        square += n * w * w;
    }
    return sum * sum / square;
}

/* Nobody of 199 who left school says no more than that it is rare; a variance of 0 says that it
 * never happens. Of the larger group that hardly matters beside the other's variance. */
static bool has_one_outcome(const ds_matching *matching, const ds_se_influence *by,
                            const weighed means[2]) {
    const bool varies[2] = {means[0].high > means[0].low, means[1].high > means[1].low};
    const size_t constant = varies[0] ? 1 : 0;
    return varies[0] != varies[1] &&
           effective(matching, constant, by) <= effective(matching, 1 - constant, by);
}

static void control_weights(const ds_matching *matching, const ds_se_influence *by, ds_se *out) {
    double matched = 0;
    for (size_t i = 0; i < by->n_patterns; i++) {
        const double w = ds_matching_weight(matching, 0, i), n = by->spread[0][i].n;
        if (w > 0) out->controls_used += (uint64_t)n;
        matched += n * matching->weight[0][i] * matching->weight[0][i];
    }
    out->sum_w2 = matching->options->estimand == DS_EFFECT_ATU ? NAN : matched;
    out->effective_controls = effective(matching, 0, by);
}

static double by_persons(const ds_se_influence *by) {
    double sum = 0;
    for (size_t i = 0; i < by->n_patterns; i++)
        for (size_t g = 0; g < 2; g++) {
            const ds_spread *spread = &by->spread[g][i];
            const double slope = by->slope[g][i];
            const double mean = slope * (spread->mean - by->centre) + by->constant[g][i];
            sum += slope * slope * spread->square + spread->n * mean * mean;
        }
    return sqrt(sum);
}

static ds_status by_location(const ds_matching *matching, const ds_effect_sample *sample,
                             const ds_se_influence *by, double *out, ds_error *err) {
    double *sums = ds_calloc(sample->n_locations + 1, sizeof *sums);
    bool *seen = ds_calloc(sample->n_locations + 1, sizeof *seen);
    double square = 0, n = 0;
    if (sums == NULL || seen == NULL) {
        ds_free(sums);
        ds_free(seen);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *group = &sample->groups[i];
        const size_t g = group->treated ? 1 : 0, pattern = group->pattern;
        if (!matching->score.in[pattern]) continue;
        sums[group->location] +=
            (double)group->n *
            (by->slope[g][pattern] * (group->outcome - by->centre) + by->constant[g][pattern]);
        seen[group->location] = true;
    }
    for (size_t l = 0; l < sample->n_locations; l++) {
        square += sums[l] * sums[l];
        n += seen[l] ? 1 : 0;
    }
    *out = n > 1 ? sqrt(n / (n - 1) * square) : NAN;
    ds_free(sums);
    ds_free(seen);
    return DS_OK;
}

/* What the persons of each location add to the estimate, the score taken as given. */
static void add_places(const ds_matching *matching, const ds_effect_sample *sample,
                       const ds_se_influence *by, double *places) {
    memset(places, 0, sample->n_locations * sizeof *places);
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *group = &sample->groups[i];
        const size_t g = group->treated ? 1 : 0, pattern = group->pattern;
        if (matching->score.in[pattern])
            places[group->location] +=
                (double)group->n *
                (by->slope[g][pattern] * (group->outcome - by->centre) + by->given[g][pattern]);
    }
}

/* Rounding would leave something like 1e-17 of it. */
static void clear_small_spread(ds_se *se) {
    double *const all[] = {&se->psmatch2, &se->kmatch, &se->influence, &se->influence_locations};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = isnan(*all[i]) ? NAN : 0;
}

/* What is not a standard error; whether the outcomes of any group differ. */
static void weigh_groups(const ds_matching *matching, const ds_se_influence *by, ds_se *out) {
    weighed means[2];
    for (size_t g = 0; g < 2; g++)
        means[g] = weigh(matching, g, NULL, by->spread[g], by->n_patterns);
    control_weights(matching, by, out);
    out->spread = means[0].high > means[0].low || means[1].high > means[1].low;
    out->one_outcome = has_one_outcome(matching, by, means);
}

static ds_status estimate(const ds_matching *matching, const ds_effect_sample *sample,
                          const ds_se_influence *by, ds_se *out, ds_error *err) {
    weigh_groups(matching, by, out);
    out->psmatch2 = psmatch2(matching, by, out->sum_w2);
    out->kmatch = kmatch(matching, by);
    out->influence = by_persons(by);
    const ds_status status = by_location(matching, sample, by, &out->influence_locations, err);
    if (matching->options->linear) out->influence = out->influence_locations = NAN;
    if (!out->spread) clear_small_spread(out);
    return status;
}

ds_status ds_se_estimate(const ds_matching *matching, const ds_effect_sample *sample, ds_se *out,
                         ds_error *err) {
    return ds_se_estimate_places(matching, sample, NULL, out, err);
}

ds_status ds_se_estimate_places(const ds_matching *matching, const ds_effect_sample *sample,
                                double *places, ds_se *out, ds_error *err) {
    ds_se se = {.psmatch2 = NAN,
                .kmatch = NAN,
                .influence = NAN,
                .influence_locations = NAN,
                .sum_w2 = NAN,
                .effective_controls = NAN};
    ds_se_influence influence;
    if (!matching->valid) {
        *out = se;
        return DS_OK;
    }
    const bool none = matching->options->se == DS_EFFECT_SE_NONE && places == NULL;
    ds_status status = none ? ds_se_influence_spread(sample, &influence, err)
                            : ds_se_influence_init(matching, sample, &influence, err);
    if (status != DS_OK) return status;
    if (none)
        weigh_groups(matching, &influence, &se);
    else
        status = estimate(matching, sample, &influence, &se, err);
    if (status == DS_OK && places != NULL) add_places(matching, sample, &influence, places);
    ds_se_influence_done(&influence);
    if (status == DS_OK) *out = se;
    return status;
}
