/* stat/contrast.c: a difference of groups with institutions as clusters: standard error, degrees of
 * freedom, interval; and what may be said of its size. See doorstroom/gap.h. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/chance.h"
#include "stat/gap.h"

/* How unevenly a group is spread over institutions: the factor of its variance and its degrees of
 * freedom, at least 1; false when one institution has them all. */
static bool measure_spread(const ds_gap_side *side, size_t n_clusters, double *out_factor,
                           double *out_df) {
    double total = 0, w2 = 0, w3 = 0, w4 = 0;
    for (size_t i = 0; i < n_clusters; i++)
        total += side->persons[i];
    if (!(total > 0)) return false;
    for (size_t i = 0; i < n_clusters; i++) {
        const double w = side->persons[i] / total;
        w2 += w * w;
        w3 += w * w * w;
        w4 += w * w * w * w;
    }
    if (w2 > 1 - 1e-9) return false;
    *out_factor = 1 / (1 - 2 * w3 / w2 + w2);
    *out_df = w2 * w2 / w4 - 1;
    if (*out_df < 1) *out_df = 1;
    return *out_factor > 0;
}

static double add_squares(const double *x, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * x[i];
    return sum;
}

static void clear_estimate(ds_gap_estimate *out, double value) {
    out->estimate = value;
    out->se = out->low = out->high = out->statistic = out->df = out->p = NAN;
    out->missing = DS_GAP_PRESENT;
}

void ds_gap_contrast(double value, const ds_gap_side *sides, size_t n_sides, size_t n_clusters,
                     ds_gap_estimate *out) {
    double root[DS_GAP_SIDES_MAX], variance = 0, sum = 0, by_df = 0, t;
    clear_estimate(out, value);
    if (!isfinite(value)) {
        out->estimate = NAN;
        out->missing = DS_GAP_NOBODY;
        return;
    }
    for (size_t s = 0; s < n_sides; s++) {
        double factor, df;
        if (!measure_spread(&sides[s], n_clusters, &factor, &df)) {
            out->missing = DS_GAP_FEW_INSTITUTIONS;
            return;
        }
        const double v = factor * add_squares(sides[s].influence, n_clusters);
        root[s] = sqrt(factor);
        sum += v;
        by_df += v * v / df;
    }
    for (size_t i = 0; i < n_clusters; i++) {
        double together = 0;
        for (size_t s = 0; s < n_sides; s++)
            together += root[s] * sides[s].influence[i];
        variance += together * together;
    }
    if (!(variance > 1e-24)) {
        out->missing = DS_GAP_NO_SPREAD;
        return;
    }
    out->se = sqrt(variance);
    out->df = sum * sum / by_df;
    out->statistic = value / out->se;
    t = ds_chance_t_quantile(0.975, out->df);
    out->low = value - t * out->se;
    out->high = value + t * out->se;
    out->p = fmin(1, 2 * gsl_cdf_tdist_Q(fabs(out->statistic), out->df));
}

void ds_gap_forget_spread(ds_gap_estimate *e) {
    if (!isfinite(e->estimate)) return;
    clear_estimate(e, e->estimate);
    e->missing = DS_GAP_FEW_EVENTS;
}

ds_gap_verdict ds_gap_judge(const ds_gap_estimate *e, double limit) {
    if (!isfinite(e->low) || !isfinite(e->high)) return DS_GAP_UNDECIDED;
    if (e->low > limit || e->high < -limit) return DS_GAP_LARGE;
    if (e->low >= -limit && e->high <= limit) return DS_GAP_SMALL;
    return e->low > 0 || e->high < 0 ? DS_GAP_SHOWN : DS_GAP_NOT_SHOWN;
}

ds_gap_turn ds_gap_turn_of(const ds_gap_estimate *change, double before, double now) {
    if (!(change->p < 0.05)) return DS_GAP_TURN_NOT_SHOWN;
    if (before * now < 0) return DS_GAP_TURNED;
    return fabs(now) < fabs(before) ? DS_GAP_SMALLER : DS_GAP_WIDER;
}
