/* target/interval.c: what a measured value leaves open. See doorstroom/target.h. */
#include "doorstroom/intervals.h"
#include "doorstroom/target.h"
#include "stat/newcombe.h"

static const double z95 = 1.959963984540054; /* qnorm(0.975) */

ds_measured ds_measured_count(uint64_t teller, uint64_t noemer) {
    ds_measured m = {NAN, teller, noemer, NAN};
    if (noemer > 0) m.pct = 100.0 * (double)teller / (double)noemer;
    return m;
}

ds_measured ds_measured_estimate(double pct, double se) {
    return (ds_measured){pct, 0, 0, se};
}

static ds_span find_wilson(uint64_t teller, uint64_t noemer) {
    double low, high;
    ds_wilson_interval(teller, noemer, &low, &high);
    return (ds_span){100 * low, 100 * high};
}

static bool has_se(const ds_measured *m) {
    return isfinite(m->se) && m->se > 0;
}

static bool is_open_value(const ds_measured *m) {
    return m->noemer > 0 || has_se(m);
}

/* Not cut to 0..100: a difference needs both arms whole. */
static ds_span find_whole_interval(const ds_measured *m) {
    if (!isfinite(m->pct)) return (ds_span){NAN, NAN};
    if (m->noemer > 0) return find_wilson(m->teller, m->noemer);
    if (!has_se(m)) return (ds_span){NAN, NAN};
    return (ds_span){m->pct - z95 * m->se, m->pct + z95 * m->se};
}

ds_span ds_target_interval(const ds_measured *value) {
    ds_span s = find_whole_interval(value);
    if (isfinite(s.low)) s = (ds_span){fmax(s.low, 0), fmin(s.high, 100)};
    return s;
}

ds_span ds_target_difference(const ds_measured *now, const ds_measured *before, bool *out_fixed) {
    const double d = now->pct - before->pct;
    const bool open_now = is_open_value(now), open_before = is_open_value(before);
    ds_span a, b;
    *out_fixed = !open_before;
    if (!isfinite(d) || (!open_now && !open_before)) return (ds_span){NAN, NAN};
    a = open_now ? find_whole_interval(now) : (ds_span){now->pct, now->pct};
    b = open_before ? find_whole_interval(before) : (ds_span){before->pct, before->pct};
    return (ds_span){d - ds_newcombe_reach(now->pct - a.low, b.high - before->pct),
                     d + ds_newcombe_reach(a.high - now->pct, before->pct - b.low)};
}
