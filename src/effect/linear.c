/* effect/linear.c: a local line through the matches in place of their mean. See matching.h.
 *
 * At p_i the matches have a mean score P = p_i - d and a variance V (by their weights K n / D). A
 * line through their outcomes, with a ridge on its slope, gives the match j the weight K_ij / D_i
 * (1 + q (p_j - P)),  q = d / (V + r h |d|),  r = 5/16, with h the bandwidth, or how far the
 * nearest lie that stand in for it: B. Seifert and T. Gasser, Data adaptive ridging in local
 * polynomial regression, Journal of Computational and Graphical Statistics 9, 2000, with the ridge
 * that B. Jann's kmatch takes for Epanechnikov. The ridge keeps a slope that few scores decide from
 * running off. Turned round, the weight of j is two kernel sums, of n / D (1 + q d) and of n / D q,
 * the second with scores. Scores are taken from the middle of their stratum, so that what is
 * subtracted is small. */
#include <math.h>

#include "effect/matching_work.h"

static const double RIDGE = 5.0 / 16;

/* centre [n_patterns]: each score less the mean of the lowest and the highest of its stratum. */
static void centre_scores(const ds_matching *m, double *centred) {
    const struct ds_matching_work *work = m->work;
    for (size_t s = 0; s < m->design->sample->n_strata; s++) {
        const size_t first = work->first[s], end = work->first[s + 1];
        if (first == end) continue;
        const double middle = (work->order[first].p + work->order[end - 1].p) / 2;
        for (size_t i = first; i < end; i++)
            centred[work->order[i].pattern] = work->order[i].p - middle;
    }
}

/* Sums over the matches, at group g. */
static void sum_matches(const ds_matching *m, size_t g, const double *const *values,
                        double *const *out) {
    ds_matching_sums_of(m, g, false, m->usable[1 - g], values, 2, m->on[g], out, NULL);
    for (size_t i = 0; i < m->design->sample->n_patterns; i++)
        if (m->reach[g][i] >= 0) out[0][i] = out[1][i] = 0;
    ds_matching_add_nearest(m, g, true, values, 2, out);
}

void ds_matching_weigh_linear(ds_matching *matching, size_t g, const double *const *n,
                              const double *sums) {
    const size_t n_patterns = matching->design->sample->n_patterns, other = 1 - g;
    double *const centred = matching->work->line, *const first = centred + n_patterns,
                  *const second = first + n_patterns, *const sum1 = second + n_patterns,
                  *const sum2 = sum1 + n_patterns;
    const double h = ds_matching_bandwidth(matching, g);
    centre_scores(matching, centred);
    for (size_t i = 0; i < n_patterns; i++) {
        first[i] = n[other][i] * centred[i];
        second[i] = first[i] * centred[i];
    }
    sum_matches(matching, g, (const double *const[2]){first, second},
                (double *const[2]){sum1, sum2});
    for (size_t i = 0; i < n_patterns; i++) {
        const bool on = matching->on[g][i];
        const double mean = on ? sum1[i] / sums[i] : 0, d = centred[i] - mean;
        const double variance = on ? fmax(sum2[i] / sums[i] - mean * mean, 0) : 0;
        const double width = matching->reach[g][i] >= 0 ? matching->reach[g][i] : h;
        const double below = variance + RIDGE * width * fabs(d);
        const double q = on && below > 0 ? d / below : 0;
        first[i] = on ? n[g][i] / sums[i] * (1 - q * mean) : 0;
        second[i] = on ? n[g][i] / sums[i] * q : 0;
    }
    const double *const values[2] = {first, second};
    double *const back[2] = {sum1, sum2};
    ds_matching_sums_of(matching, g, false, matching->on[g], values, 2, matching->usable[other],
                        back, NULL);
    ds_matching_add_nearest(matching, g, false, values, 2, back);
    for (size_t j = 0; j < n_patterns; j++)
        matching->weight[other][j] =
            matching->usable[other][j] ? sum1[j] + centred[j] * sum2[j] : 0;
}
