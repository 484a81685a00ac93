/* stat/noise.c: how much ambition and development hang together when nothing happens. See
 * doorstroom/relations.h. */
#include "stat/noise.h"

#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/random.h"
#include "doorstroom/intervals.h"
#include "stat/moments.h"

enum { STREAM_NOISE = 20, REPLICATES_MAX = 1000000 };
static const double persons_max = 1e15;

static bool is_share_of(double share, double n) {
    return share >= 0 && share <= 1 && n >= 1 && n <= persons_max;
}

size_t ds_noise_take_cases(const ds_noise_case *cases, size_t n, ds_noise_case *kept) {
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (is_share_of(cases[i].start, cases[i].n_start) &&
            is_share_of(cases[i].now, cases[i].n_now) && isfinite(cases[i].target))
            kept[m++] = cases[i];
    return m;
}

ds_status ds_noise_check_options(const ds_noise_options *options, ds_error *err) {
    ds_status status =
        ds_error_version(err, "ds_noise_options", options->version, DS_NOISE_OPTIONS_VERSION);
    if (status == DS_OK && options->replicates > REPLICATES_MAX)
        status = ds_error_set(err, DS_USAGE, "hoogstens %d herhalingen", "at most %d replicates",
                              REPLICATES_MAX);
    return status;
}

static double noise_rate_of(const ds_noise_case *c) {
    return (c->start * c->n_start + c->now * c->n_now) / (c->n_start + c->n_now);
}

/* What large samples have. */
static void find_noise_formula(const ds_noise_case *cases, size_t n, ds_noise_target target,
                               ds_noise_result *r) {
    double mean = 0, at_start = 0, at_present = 0, spread = 0;
    for (size_t i = 0; i < n; i++) {
        const double p = noise_rate_of(&cases[i]);
        mean += (cases[i].target - (target == DS_NOISE_LEVEL ? p : cases[i].start)) / (double)n;
        at_start += p * (1 - p) / cases[i].n_start / (double)n;
        at_present += p * (1 - p) / cases[i].n_now / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        const double from = target == DS_NOISE_LEVEL ? noise_rate_of(&cases[i]) : cases[i].start;
        const double off = cases[i].target - from - mean;
        spread += off * off / (double)n;
    }
    r->covariance = target == DS_NOISE_LEVEL ? at_start : 0;
    r->var_ambition = spread + r->covariance;
    r->var_development = at_start + at_present;
    r->r = r->var_ambition > 1e-30 && r->var_development > 1e-30
               ? r->covariance / sqrt(r->var_ambition * r->var_development)
               : (double)NAN;
    if (isnan(r->r)) r->reason = DS_STAT_NO_SPREAD;
}

/* One replicate: ambition and development by chance. */
static void draw_noise(const ds_noise_case *cases, size_t n, const ds_noise_options *o,
                       uint32_t replicate, double *ambition, double *development) {
    ds_random random = ds_random_start(o->seed, replicate, STREAM_NOISE);
    for (size_t i = 0; i < n; i++) {
        const ds_noise_case *c = &cases[i];
        const double p = noise_rate_of(c);
        const double k = (double)ds_random_binomial(&random, p, (uint64_t)llround(c->n_start));
        const double l = (double)ds_random_binomial(&random, p, (uint64_t)llround(c->n_now));
        const double start = k / round(c->n_start), now = l / round(c->n_now);
        ambition[i] = c->target - (o->target == DS_NOISE_LEVEL ? start : c->start);
        development[i] = now - start;
    }
}

/* room: two a case and one a replicate. */
static ds_status draw_replicates(const ds_noise_case *cases, size_t n, const ds_noise_options *o,
                                 double *room, ds_noise_result *r, ds_error *err) {
    static const double ends[] = {0.025, 0.975};
    double *found = room + 2 * n, sum = 0, range[2];
    ds_status status;
    for (uint32_t i = 0; i < o->replicates; i++) {
        ds_stat_result of;
        draw_noise(cases, n, o, i, room, room + n);
        ds_pearson_estimate(room, room + n, n, &of);
        if (isnan(of.estimate)) continue;
        found[r->drawn++] = of.estimate;
        sum += of.estimate;
    }
    if (r->drawn == 0) return DS_OK;
    status = ds_quantile_values(found, r->drawn, ends, 2, range, NULL, err);
    if (status != DS_OK) return status;
    r->mean = sum / (double)r->drawn;
    r->low = range[0];
    r->high = range[1];
    return DS_OK;
}

ds_status ds_noise_estimate(const ds_noise_case *cases, size_t n, const ds_noise_options *options,
                            ds_noise_result *out, ds_error *err) {
    ds_noise_result r = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0, 0, DS_STAT_WHOLE};
    ds_noise_case *kept = NULL;
    double *room = NULL;
    ds_status status = ds_noise_check_options(options, err);
    if (status != DS_OK) return status;
    kept = ds_calloc(n + 1, sizeof *kept);
    room = ds_calloc(2 * n + options->replicates + 1, sizeof *room);
    if (kept == NULL || room == NULL)
        status = ds_error_memory(err);
    else {
        r.n = ds_noise_take_cases(cases, n, kept);
        r.missing = n - r.n;
        if (r.n < 3)
            r.reason = DS_STAT_TOO_FEW;
        else
            find_noise_formula(kept, r.n, options->target, &r);
        if (r.reason == DS_STAT_WHOLE) status = draw_replicates(kept, r.n, options, room, &r, err);
    }
    ds_free(kept);
    ds_free(room);
    if (status == DS_OK) *out = r;
    return status;
}
