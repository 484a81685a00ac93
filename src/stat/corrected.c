/* stat/corrected.c: the present value on start and target, corrected for the noise of the start.
 * See doorstroom/relations.h. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/random.h"
#include "doorstroom/intervals.h"
#include "stat/noise.h"

enum { STREAM_CASES = 21 };
static const double reliability_min = 0.5;

/* Means, and variances and covariances over n - 1, of start, target and present. */
typedef struct corrected_sums {
    double start, target, now;
    double ss, st, tt, sn, tn;
    double noise; /* the mean of p(1-p)/n of the starts */
} corrected_sums;

static corrected_sums add_up_cases(const ds_noise_case *const *cases, size_t n) {
    corrected_sums s = {0};
    const double size = (double)n;
    for (size_t i = 0; i < n; i++) {
        const ds_noise_case *c = cases[i];
        s.start += c->start / size;
        s.target += c->target / size;
        s.now += c->now / size;
        s.noise += c->start * (1 - c->start) / c->n_start / size;
    }
    for (size_t i = 0; i < n; i++) {
        const double x = cases[i]->start - s.start, z = cases[i]->target - s.target,
                     y = cases[i]->now - s.now;
        s.ss += x * x / (size - 1);
        s.st += x * z / (size - 1);
        s.tt += z * z / (size - 1);
        s.sn += x * y / (size - 1);
        s.tn += z * y / (size - 1);
    }
    return s;
}

/* With that noise taken out; false where the rest is no matrix of variances. */
static bool solve_corrected(const corrected_sums *s, double noise, ds_noise_target target,
                            double b[2]) {
    const double also = target == DS_NOISE_STEP ? noise : 0;
    const double ss = s->ss - noise, st = s->st - also, tt = s->tt - also;
    const double determinant = ss * tt - st * st;
    if (!(ss > 0) || !(tt > 0) || !(determinant > 1e-10 * ss * tt)) return false;
    b[0] = (tt * s->sn - st * s->tn) / determinant;
    b[1] = (ss * s->tn - st * s->sn) / determinant;
    return true;
}

static bool is_reliable(const corrected_sums *s) {
    return s->ss > 0 && 1 - s->noise / s->ss >= reliability_min;
}

static void estimate_cases(const corrected_sums *s, ds_noise_target target,
                           ds_corrected_regression *r) {
    double b[2], plain[2];
    r->noise = s->noise;
    r->reliability = s->ss > 0 ? 1 - s->noise / s->ss : (double)NAN;
    if (!(s->ss > 0) || !(s->tt > 0)) {
        r->reason = DS_STAT_NO_SPREAD;
        return;
    }
    if (!solve_corrected(s, 0, target, plain)) {
        r->reason = DS_STAT_COLLINEAR;
        return;
    }
    r->plain_start = plain[0];
    r->plain_target = plain[1];
    if (!is_reliable(s) || !solve_corrected(s, s->noise, target, b)) {
        r->reason = DS_STAT_UNRELIABLE;
        return;
    }
    r->start = b[0];
    r->target = b[1];
    r->intercept = s->now - b[0] * s->start - b[1] * s->target;
}

/* drawn: room for n cases; found: two a replicate. */
static ds_status draw_cases(const ds_noise_case *cases, size_t n, const ds_noise_options *o,
                            const ds_noise_case **drawn, double *found, ds_corrected_regression *r,
                            ds_error *err) {
    static const double ends[] = {0.025, 0.975};
    double of_start[2], of_target[2];
    ds_status status;
    for (uint32_t i = 0; i < o->replicates; i++) {
        ds_random random = ds_random_start(o->seed, i, STREAM_CASES);
        corrected_sums s;
        double b[2];
        for (size_t j = 0; j < n; j++)
            drawn[j] = &cases[ds_random_below(&random, n)];
        s = add_up_cases(drawn, n);
        if (!is_reliable(&s) || !solve_corrected(&s, s.noise, o->target, b)) {
            r->refused++;
            continue;
        }
        found[r->drawn] = b[0];
        found[o->replicates + r->drawn++] = b[1];
    }
    status = ds_quantile_values(found, r->drawn, ends, 2, of_start, NULL, err);
    if (status == DS_OK)
        status = ds_quantile_values(found + o->replicates, r->drawn, ends, 2, of_target, NULL, err);
    if (status != DS_OK) return status;
    r->start_low = of_start[0];
    r->start_high = of_start[1];
    r->target_low = of_target[0];
    r->target_high = of_target[1];
    return DS_OK;
}

static ds_status estimate_corrected(const ds_noise_case *cases, size_t n, const ds_noise_options *o,
                                    ds_corrected_regression *r, ds_error *err) {
    const ds_noise_case **rows = ds_calloc(n + 1, sizeof(ds_noise_case *));
    double *found = ds_calloc(2 * (size_t)o->replicates + 1, sizeof *found);
    corrected_sums s;
    ds_status status = DS_OK;
    if (rows == NULL || found == NULL)
        status = ds_error_memory(err);
    else {
        for (size_t i = 0; i < n; i++)
            rows[i] = &cases[i];
        s = add_up_cases(rows, n);
        estimate_cases(&s, o->target, r);
        if (r->reason == DS_STAT_WHOLE) status = draw_cases(cases, n, o, rows, found, r, err);
    }
    ds_free(rows);
    ds_free(found);
    return status;
}

ds_status ds_corrected_estimate(const ds_noise_case *cases, size_t n,
                                const ds_noise_options *options, ds_corrected_regression *out,
                                ds_error *err) {
    ds_corrected_regression r = {.intercept = NAN,
                                 .start = NAN,
                                 .target = NAN,
                                 .plain_start = NAN,
                                 .plain_target = NAN,
                                 .start_low = NAN,
                                 .start_high = NAN,
                                 .target_low = NAN,
                                 .target_high = NAN,
                                 .noise = NAN,
                                 .reliability = NAN,
                                 .reason = DS_STAT_WHOLE};
    ds_noise_case *kept;
    ds_status status = ds_noise_check_options(options, err);
    if (status != DS_OK) return status;
    kept = ds_calloc(n + 1, sizeof *kept);
    if (kept == NULL) return ds_error_memory(err);
    r.n = ds_noise_take_cases(cases, n, kept);
    r.missing = n - r.n;
    if (r.n < 5)
        r.reason = DS_STAT_TOO_FEW;
    else
        status = estimate_corrected(kept, r.n, options, &r, err);
    ds_free(kept);
    if (status == DS_OK) *out = r;
    return status;
}
