/* stat/projection.c: where a series may go, by its own changes. See doorstroom/intervals.h. */
#include <math.h>

#include "base/chance.h"
#include "doorstroom/intervals.h"
#include "stat/moments.h"

void ds_projection_estimate(const double *series, size_t n, unsigned years_ahead,
                            ds_stat_result *out) {
    const double h = years_ahead;
    double mean = 0, squares = 0, m = 0, reach;
    *out = ds_moments_nothing(DS_STAT_TOO_FEW);
    for (size_t i = 1; i < n; i++) {
        if (!isfinite(series[i]) || !isfinite(series[i - 1])) continue;
        out->n++;
        mean += series[i] - series[i - 1];
    }
    m = (double)out->n;
    out->missing = n == 0 ? 0 : n - 1 - out->n;
    if (out->n < DS_PROJECTION_CHANGES_MIN || !isfinite(series[n - 1])) return;
    mean /= m;
    for (size_t i = 1; i < n; i++) {
        const double change = series[i] - series[i - 1] - mean;
        if (isfinite(series[i]) && isfinite(series[i - 1])) squares += change * change;
    }
    out->reason = DS_STAT_WHOLE;
    out->df = m - 1;
    out->estimate = series[n - 1] + h * mean;
    out->se = sqrt(squares / (m - 1) * (h + h * h / m));
    reach = ds_chance_t_quantile(0.975, out->df) * out->se;
    out->low = out->estimate - reach;
    out->high = out->estimate + reach;
}
