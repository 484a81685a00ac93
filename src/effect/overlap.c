/* effect/overlap.c: where the scores of both groups lie, how wide they spread, and whether the
 * bandwidth is so wide that everybody is everybody's match. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/diagnose.h"

double ds_diagnose_effective(const ds_matching *matching, const double *n0) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < matching->design->sample->n_patterns; i++) {
        const double w = ds_matching_weight(matching, 0, i);
        sum += n0[i] * w;
        squares += n0[i] * w * w;
    }
    return squares > 0 ? sum * sum / squares : NAN;
}

/* ---- whether the bandwidth smooths all away ---- */

/* The patterns of one stratum, and what is summed over them. */
typedef struct stratum {
    size_t from, to;
    double averaged, averaged_mean; /* persons averaged over, and the mean of their scores */
} stratum;

static bool next_stratum(const ds_matching *m, const double *n, int group, stratum *s) {
    const ds_effect_sample *sample = m->design->sample;
    double sum = 0;
    s->from = s->to;
    if (s->from >= sample->n_patterns) return false;
    s->averaged = 0;
    for (; s->to < sample->n_patterns && sample->stratum_of[s->to] == sample->stratum_of[s->from];
         s->to++) {
        if (!m->on[group][s->to]) continue;
        s->averaged += n[s->to];
        sum += n[s->to] * m->score.p[s->to];
    }
    s->averaged_mean = s->averaged > 0 ? sum / s->averaged : 0;
    return true;
}

double ds_diagnose_spread(const ds_matching *m, const double *n, int group) {
    stratum s = {0};
    double squares = 0, freedom = 0;
    while (next_stratum(m, n, group, &s)) {
        if (!(s.averaged > 0)) continue;
        freedom += s.averaged - 1;
        for (size_t i = s.from; i < s.to; i++) {
            const double off = m->score.p[i] - s.averaged_mean;
            if (m->on[group][i]) squares += n[i] * off * off;
        }
    }
    return freedom > 0 ? sqrt(squares / freedom) : NAN;
}

/* The mean score of the other group of the stratum, everybody in the score alike; NAN without. */
static double others_mean(const ds_matching *m, const double *n, const stratum *s) {
    double persons = 0, sum = 0;
    for (size_t i = s->from; i < s->to; i++) {
        if (!m->score.in[i]) continue;
        persons += n[i];
        sum += n[i] * m->score.p[i];
    }
    return persons > 0 ? sum / persons : NAN;
}

/* Σ (score - mean of everybody in the score in the stratum)² over everybody there; *out_n: them. */
static double square_of_all(const ds_matching *m, const double *const n[2], const stratum *s,
                            double *out_n) {
    double sum = 0, persons = 0, squares = 0;
    for (size_t i = s->from; i < s->to; i++) {
        if (!m->score.in[i]) continue;
        persons += n[0][i] + n[1][i];
        sum += (n[0][i] + n[1][i]) * m->score.p[i];
    }
    for (size_t i = s->from; persons > 0 && i < s->to; i++) {
        const double off = m->score.p[i] - sum / persons;
        if (m->score.in[i]) squares += (n[0][i] + n[1][i]) * off * off;
    }
    *out_n = persons;
    return squares;
}

/* Less than this many standard deviations of the score between the groups is no difference that
 * smoothing could hide. */
static const double ALIKE = 0.1;

/* How much of the distance in mean score is left after matching: 0 to about 1; NAN when there was
 * none, or next to none: scores that hardly vary leave nothing to smooth. */
static double distance_left(const ds_matching *m, const double *const n[2], int group) {
    const int other = 1 - group;
    stratum s = {0};
    double before = 0, after = 0, averaged = 0, squares = 0, persons = 0;
    while (next_stratum(m, n[group], group, &s)) {
        const double mean = others_mean(m, n[other], &s);
        if (!(s.averaged > 0) || isnan(mean)) continue;
        double of_stratum;
        squares += square_of_all(m, n, &s, &of_stratum);
        persons += of_stratum;
        averaged += s.averaged;
        before += s.averaged * (s.averaged_mean - mean);
        after += s.averaged * s.averaged_mean;
        for (size_t i = s.from; i < s.to; i++)
            after -= n[other][i] * m->weight[other][i] * m->score.p[i];
    }
    /* Scores that are equal but for rounding have no distance. */
    if (!(fabs(before) > 1e-12 * averaged)) return NAN;
    if (fabs(before) < ALIKE * averaged * sqrt(squares / persons)) return NAN;
    return fabs(after / before);
}

static bool smooths_group(const ds_matching *m, const double *const n[2], double bandwidth,
                          int group) {
    const double left = distance_left(m, n, group);
    const double spread = ds_diagnose_spread(m, n[group], group);
    const double width = m->options->kernel == DS_EFFECT_GAUSSIAN ? sqrt(5) : 1;
    if (isnan(left)) return false;
    return left > 0.5 || (spread > 0 && bandwidth * width >= spread);
}

bool ds_diagnose_smooths_all(const ds_matching *matching, const double *const n[2],
                             double bandwidth) {
    const ds_effect_estimand estimand = matching->options->estimand;
    if (!matching->valid || matching->one_score) return false;
    return (estimand != DS_EFFECT_ATU && smooths_group(matching, n, bandwidth, 1)) ||
           (estimand != DS_EFFECT_ATT && smooths_group(matching, n, bandwidth, 0));
}

/* ---- the scores of both groups ---- */

typedef struct scored {
    double p, n;
} scored;

static int compare_scored(const void *a, const void *b) {
    const double x = ((const scored *)a)->p, y = ((const scored *)b)->p;
    return (x > y) - (x < y);
}

/* The smallest score that at least this share of the persons do not exceed. */
static double quantile(const scored *list, size_t n, double persons, double share) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += list[i].n;
        if (sum >= share * persons) return list[i].p;
    }
    return list[n - 1].p;
}

static double deviation(const scored *list, size_t n, double persons) {
    double sum = 0, squares = 0;
    if (!(persons > 1)) return NAN;
    if (!(list[n - 1].p > list[0].p)) return 0;
    for (size_t i = 0; i < n; i++)
        sum += list[i].n * list[i].p;
    for (size_t i = 0; i < n; i++) {
        const double off = list[i].p - sum / persons;
        squares += list[i].n * off * off;
    }
    return sqrt(squares / (persons - 1));
}

/* Sets the numbers of one group; list has room for all patterns. */
static void fill_group(const ds_diagnosis *d, int group, scored *list, ds_effect_diagnostics *out) {
    static const double shares[] = {0.05, 0.25, 0.50, 0.75, 0.95};
    double persons = 0;
    size_t n = 0;
    for (size_t i = 0; i < d->sample->n_patterns; i++) {
        if (!d->matching.score.in[i] || !(d->n[group][i] > 0)) continue;
        list[n++] = (scored){d->matching.score.p[i], d->n[group][i]};
        persons += d->n[group][i];
    }
    if (n == 0) return;
    qsort(list, n, sizeof *list, compare_scored);
    out->score_min[group] = list[0].p;
    out->score_max[group] = list[n - 1].p;
    for (size_t i = 0; i < 5; i++)
        out->score_quantiles[group][i] = quantile(list, n, persons, shares[i]);
    out->score_sd[group] = deviation(list, n, persons);
}

/* Bins of equal width over the scores of both groups; the last holds its upper end. */
static void fill_bins(const ds_diagnosis *d, ds_effect_diagnostics *out) {
    const double low = fmin(out->score_min[0], out->score_min[1]);
    const double width = fmax(out->score_max[0], out->score_max[1]) - low;
    for (size_t i = 0; i < d->sample->n_patterns; i++) {
        const double share = width > 0 ? (d->matching.score.p[i] - low) / width : 0;
        size_t bin = 0;
        if (!d->matching.score.in[i]) continue;
        if (share > 0) bin = (size_t)(share * DS_EFFECT_BINS);
        if (bin >= DS_EFFECT_BINS) bin = DS_EFFECT_BINS - 1;
        for (int g = 0; g < 2; g++)
            out->bins[g][bin] += (uint64_t)d->n[g][i];
    }
}

ds_status ds_diagnose_overlap(const ds_diagnosis *d, ds_effect_diagnostics *out, ds_error *err) {
    scored *list;
    if (!d->scored) return DS_OK;
    list = ds_calloc(d->sample->n_patterns + 1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (int group = 0; group < 2; group++)
        fill_group(d, group, list, out);
    fill_bins(d, out);
    if (d->matched) {
        const int group = d->options->estimand != DS_EFFECT_ATU;
        const double spread = ds_diagnose_spread(&d->matching, d->n[group], group);
        if (spread > 0) out->bandwidth_over_spread = out->bandwidth / spread;
        if (!isfinite(out->bandwidth_over_spread)) out->bandwidth_over_spread = NAN;
    }
    ds_free(list);
    return DS_OK;
}
