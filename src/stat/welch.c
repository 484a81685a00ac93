/* stat/welch.c: two means without taking their spread to be equal. See doorstroom/tests.h. */
#include <math.h>

#include "base/chance.h"
#include "doorstroom/tests.h"
#include "stat/moments.h"

typedef struct welch_side {
    size_t n;
    double mean, squares;
} welch_side;

static welch_side add_up_side(const double *values, const size_t *group, size_t n, size_t which) {
    welch_side s = {0};
    for (size_t i = 0; i < n; i++) {
        if (group[i] != which || !isfinite(values[i])) continue;
        s.n++;
        s.mean += values[i];
    }
    if (s.n > 0) s.mean /= (double)s.n;
    for (size_t i = 0; i < n; i++)
        if (group[i] == which && isfinite(values[i]))
            s.squares += (values[i] - s.mean) * (values[i] - s.mean);
    return s;
}

void ds_welch_test(const double *values, const size_t *group, size_t n, size_t a, size_t b,
                   ds_stat_result *out) {
    const welch_side s = add_up_side(values, group, n, a), t = add_up_side(values, group, n, b);
    const double n1 = (double)s.n, n2 = (double)t.n;
    double v1, v2, reach;
    *out = ds_moments_nothing(DS_STAT_WHOLE);
    out->n = s.n + t.n;
    out->missing = n - out->n;
    if (s.n > 0 && t.n > 0) out->estimate = s.mean - t.mean;
    if (s.n < 2 || t.n < 2)
        out->reason = DS_STAT_TOO_FEW;
    else if (!isfinite(s.squares) || !isfinite(t.squares))
        out->reason = DS_STAT_NO_VALUE;
    else if (ds_moments_is_flat(s.squares, s.mean, s.n) &&
             ds_moments_is_flat(t.squares, t.mean, t.n))
        out->reason = DS_STAT_NO_SPREAD;
    if (out->reason != DS_STAT_WHOLE) return;
    v1 = s.squares / (n1 - 1) / n1;
    v2 = t.squares / (n2 - 1) / n2;
    out->se = sqrt(v1 + v2);
    out->df = (v1 + v2) * (v1 + v2) / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1));
    out->statistic = out->estimate / out->se;
    out->p = ds_chance_t(out->statistic, out->df);
    reach = ds_chance_t_quantile(0.975, out->df) * out->se;
    out->low = out->estimate - reach;
    out->high = out->estimate + reach;
}
