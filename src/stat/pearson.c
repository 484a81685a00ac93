/* stat/pearson.c: Pearson's correlation. See doorstroom/relations.h. */
#include <math.h>

#include "stat/moments.h"

void ds_pearson_estimate(const double *x, const double *y, size_t n, ds_stat_result *out) {
    const ds_moments m = ds_moments_of(x, y, n);
    *out = ds_moments_nothing(DS_STAT_WHOLE);
    out->n = m.n;
    out->missing = m.missing;
    if (m.n < 2)
        out->reason = DS_STAT_TOO_FEW;
    else if (!isfinite(m.xx) || !isfinite(m.yy))
        out->reason = DS_STAT_NO_VALUE;
    else if (ds_moments_is_flat(m.xx, m.mean_x, m.n) || ds_moments_is_flat(m.yy, m.mean_y, m.n))
        out->reason = DS_STAT_NO_SPREAD;
    if (out->reason != DS_STAT_WHOLE) return;
    out->estimate = fmax(-1, fmin(1, m.xy / sqrt(m.xx) / sqrt(m.yy)));
    ds_moments_test_correlation((double)m.n - 2,
                                m.n > 3 ? 1 / sqrt((double)m.n - 3) : (double)INFINITY, out);
}
