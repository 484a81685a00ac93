/* stat/moments.c: means, squares and products, in two passes so that nothing is lost to a large
 * mean. See moments.h. */
#include "stat/moments.h"

#include <float.h>
#include <math.h>

#include "base/chance.h"

ds_stat_result ds_moments_nothing(ds_stat_reason reason) {
    return (ds_stat_result){.estimate = NAN,
                            .se = NAN,
                            .low = NAN,
                            .high = NAN,
                            .statistic = NAN,
                            .df = NAN,
                            .df2 = NAN,
                            .p = NAN,
                            .reason = reason};
}

static bool is_known(double x, double y) {
    return isfinite(x) && isfinite(y);
}

ds_moments ds_moments_of(const double *x, const double *y, size_t n) {
    ds_moments m = {0};
    for (size_t i = 0; i < n; i++) {
        if (!is_known(x[i], y[i])) continue;
        m.n++;
        m.mean_x += x[i];
        m.mean_y += y[i];
    }
    m.missing = n - m.n;
    if (m.n == 0) return m;
    m.mean_x /= (double)m.n;
    m.mean_y /= (double)m.n;
    for (size_t i = 0; i < n; i++) {
        const double dx = x[i] - m.mean_x, dy = y[i] - m.mean_y;
        if (!is_known(x[i], y[i])) continue;
        m.xx += dx * dx;
        m.yy += dy * dy;
        m.xy += dx * dy;
    }
    return m;
}

bool ds_moments_is_flat(double squares, double mean, size_t n) {
    const double rounding = 4 * DBL_EPSILON * mean;
    return !(squares > (double)n * rounding * rounding);
}

bool ds_moments_is_perfect(double r) {
    return fabs(r) > 1 - 8 * DBL_EPSILON;
}

void ds_moments_test_correlation(double df, double width, ds_stat_result *out) {
    const double r = out->estimate, z = ds_chance_normal_quantile(0.975) * width;
    if (df < 1) {
        out->reason = DS_STAT_TOO_FEW;
        return;
    }
    if (ds_moments_is_perfect(r)) {
        out->reason = DS_STAT_PERFECT;
        return;
    }
    out->df = df;
    out->se = sqrt((1 - r) * (1 + r) / df);
    out->statistic = r / out->se;
    out->p = ds_chance_t(out->statistic, df);
    if (!isfinite(width)) {
        out->reason = DS_STAT_NO_INTERVAL;
        return;
    }
    out->low = tanh(atanh(r) - z);
    out->high = tanh(atanh(r) + z);
}
