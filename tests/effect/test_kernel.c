/* tests/effect/test_kernel.c: sums of kernel weights are those of a plain double loop in long
 * double, whatever the scores, the values and the bandwidth. */
#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "effect/kernel.h"
#include "effect/kernel_parts.h"
#include "support/random_source.h"

enum { VALUES = 4, TRIALS = 20 };

static const double bandwidths[] = {1e-4, 1e-3, 0.01, 0.06, 0.3, 1, 1e6};
static const ds_effect_kernel kernels[] = {DS_EFFECT_EPANECHNIKOV, DS_EFFECT_GAUSSIAN,
                                           DS_EFFECT_BIWEIGHT, DS_EFFECT_UNIFORM,
                                           DS_EFFECT_TRIANGLE};

/* Sources and targets, sorted; values[0] positive, [1] 0 or more, [2] of either sign, [3] positive
 * over 12 orders of magnitude. */
typedef struct data {
    size_t n, n_to;
    double *at, *to, *values[VALUES], *out[VALUES];
    uint64_t *in_window;
} data;

static double uniform(random_source *source) {
    return (double)(random_next(source) >> 11) * 0x1p-53;
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Spread out, in clusters down to 1e-15 wide, tied, or an exact number of bandwidths from a place
 * that others have. */
static void scores(random_source *source, double bandwidth, double *out, size_t n) {
    const double h = fmin(bandwidth, 1); /* beyond, long double does not hold all digits */
    const int shape = random_below(source, 5);
    for (size_t i = 0; i < n; i++) {
        const double u = uniform(source);
        double p = u;
        if (shape == 1) p = 0.002 + 0.092 * u * u;
        if (shape == 2) p = 0.1 * (1 + floor(8 * u)) + (uniform(source) - 0.5) * h;
        if (shape == 3)
            p = 0.1 * (1 + floor(8 * u)) + pow(10, -2 - 13 * uniform(source)) * uniform(source);
        if (shape == 4) p = floor(40 * u) / 40;
        if (i > 0 && random_chance(source, 10)) p = out[random_below(source, (int)i)];
        if (i > 0 && random_chance(source, 10))
            p = out[random_below(source, (int)i)] + h * (double)random_from(source, -1, 1);
        if (i > 0 && random_chance(source, 3))
            p = nextafter(out[random_below(source, (int)i)] + h, random_below(source, 2));
        out[i] = p;
    }
    qsort(out, n, sizeof *out, by_size);
}

static void make(random_source *source, double h, data *d) {
    d->n = (size_t)random_from(source, 0, random_chance(source, 30) ? 60 : 1500);
    d->n_to = (size_t)random_from(source, 0, random_chance(source, 20) ? 900 : 60);
    d->at = calloc(d->n + 1, sizeof *d->at);
    d->to = calloc(d->n_to + 1, sizeof *d->to);
    d->in_window = calloc(d->n_to + 1, sizeof *d->in_window);
    scores(source, h, d->at, d->n);
    for (size_t v = 0; v < VALUES; v++) {
        d->values[v] = calloc(d->n + 1, sizeof *d->values[v]);
        d->out[v] = calloc(d->n_to + 1, sizeof *d->out[v]);
        for (size_t s = 0; s < d->n; s++) {
            const double u = uniform(source);
            d->values[v][s] = v == 0   ? floor(1 + 50 * u)
                              : v == 1 ? floor(3 * u)
                              : v == 2 ? (u - 0.5) * pow(10, 12 * uniform(source))
                                       : pow(10, 12 * u - 6);
        }
    }
    scores(source, h, d->to, d->n_to);
    for (size_t i = 0; i < d->n_to && d->n > 0; i++) /* at sources, and at their edges */
        if (random_chance(source, 50))
            d->to[i] =
                d->at[random_below(source, (int)d->n)] +
                (random_chance(source, 50) ? fmin(h, 1) * (1 - pow(10, -15 * uniform(source))) : 0);
    qsort(d->to, d->n_to, sizeof *d->to, by_size);
}

static void drop(data *d) {
    free(d->at);
    free(d->to);
    free(d->in_window);
    for (size_t v = 0; v < VALUES; v++) {
        free(d->values[v]);
        free(d->out[v]);
    }
}

static long double exact_weight(ds_effect_kernel kernel, bool slope, double to, double at,
                                double h) {
    const long double d = (long double)to - at, u = d / h, a = fabsl(u);
    const long double rest = (h - fabsl(d)) / h * (1 + a);
    if (kernel == DS_EFFECT_GAUSSIAN) return expl(-u * u / 2) * (slope ? -u : 1);
    if (!(fabs(to - at) < h)) return 0;
    switch (kernel) {
    case DS_EFFECT_EPANECHNIKOV:
        return slope ? -1.5L * u : 0.75L * rest;
    case DS_EFFECT_BIWEIGHT:
        return slope ? -3.75L * u * rest : 15.0L / 16 * rest * rest;
    case DS_EFFECT_UNIFORM:
        return slope ? 0 : 0.5L;
    default:
        if (slope) return u > 0 ? -1 : u < 0 ? 1 : 0;
        return (h - fabsl(d)) / h;
    }
}

/* The largest error beside Σ |v| |K|. What underflows counts as 0. */
static double largest_error(ds_effect_kernel kernel, bool slope, double h, const data *d) {
    double largest = 0;
    for (size_t i = 0; i < d->n_to; i++) {
        long double sum[VALUES] = {0}, size[VALUES] = {0};
        uint64_t in = 0;
        for (size_t s = 0; s < d->n; s++) {
            const long double k = exact_weight(kernel, slope, d->to[i], d->at[s], h);
            in += kernel == DS_EFFECT_GAUSSIAN || fabs(d->to[i] - d->at[s]) < h;
            for (size_t v = 0; v < VALUES; v++) {
                sum[v] += k * d->values[v][s];
                size[v] += fabsl(k * d->values[v][s]);
            }
        }
        assert_int_equal(d->in_window[i], in);
        for (size_t v = 0; v < VALUES; v++) {
            const double error = (double)(fabsl(d->out[v][i] - sum[v]) / (size[v] + 1e-290L));
            if (!(error <= largest)) largest = error;
        }
    }
    return largest;
}

/* With the room that all share, or (NULL) no more than there are sources. */
static void check(random_source *source, ds_effect_kernel kernel, bool slope, double h,
                  ds_kernel_work *shared, double *worst) {
    data d;
    double error;
    ds_kernel_work own = {0}, *work = shared == NULL ? &own : shared;
    make(source, h, &d);
    if (shared == NULL) assert_int_equal(ds_kernel_work_init(&own, d.n, NULL), DS_OK);
    ds_kernel_sums(kernel, slope, h,
                   &(ds_kernel_sources){d.at, d.n, (const double *const *)d.values, VALUES}, d.to,
                   d.n_to, d.out, d.in_window, work);
    error = largest_error(kernel, slope, h, &d);
    if (!(error <= *worst)) *worst = error;
    ds_kernel_work_done(&own);
    drop(&d);
}

static void test_kernel_sums__are_those_of_a_plain_loop(void **state) {
    random_source source = {5};
    ds_kernel_work work;
    (void)state;
    assert_int_equal(ds_kernel_work_init(&work, 1500, NULL), DS_OK);
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++)
        for (size_t b = 0; b < sizeof bandwidths / sizeof *bandwidths; b++)
            for (int slope = 0; slope < 2; slope++) {
                double worst = 0;
                for (int trial = 0; trial < TRIALS; trial++)
                    check(&source, kernels[k], slope, bandwidths[b], trial % 3 == 0 ? NULL : &work,
                          &worst);
                if (!(worst < 2e-12)) /* promised is 1e-10 */
                    fail_msg("kernel %d, slope %d, bandwidth %g: an error of %g", kernels[k], slope,
                             bandwidths[b], worst);
            }
    ds_kernel_work_done(&work);
}

/* Rounding does not add up over many sources, tied or not. */
static void test_kernel_sums__many_sources(void **state) {
    enum { N = 200000, N_TO = 6 };
    random_source source = {6};
    double *at = calloc(N, sizeof *at), *v = calloc(N, sizeof *v);
    ds_kernel_work work;
    (void)state;
    assert_int_equal(ds_kernel_work_init(&work, N, NULL), DS_OK);
    for (int trial = 0; trial < 30; trial++) {
        const ds_effect_kernel kernel = kernels[trial % 5];
        const bool slope = trial % 3 == 2;
        const double h = RANDOM_PICK(&source, ((double[]){0.001, 0.02, 0.3}));
        double to[N_TO], sums[N_TO];
        for (size_t s = 0; s < N; s++) {
            const double u = uniform(&source);
            at[s] = trial % 2 == 0 ? u * u : 0.1 + floor(3 * u) * 0.3 * h;
            v[s] = trial % 4 < 2 ? 0.1 : uniform(&source);
        }
        qsort(at, N, sizeof *at, by_size);
        for (size_t i = 0; i < N_TO; i++)
            to[i] = at[random_below(&source, N)] + h * (uniform(&source) - 0.5);
        qsort(to, N_TO, sizeof *to, by_size);
        ds_kernel_sums(kernel, slope, h, &(ds_kernel_sources){at, N, (const double *const[]){v}, 1},
                       to, N_TO, (double *[]){sums}, NULL, &work);
        for (size_t i = 0; i < N_TO; i++) {
            long double exact = 0, size = 0;
            for (size_t s = 0; s < N; s++) {
                const long double k = v[s] * exact_weight(kernel, slope, to[i], at[s], h);
                exact += k;
                size += fabsl(k);
            }
            if (!(fabsl(sums[i] - exact) <= (slope ? 2e-12L : 2e-13L) * size))
                fail_msg("trial %d: %.17g, not %.17Lg", trial, sums[i], exact);
        }
    }
    ds_kernel_work_done(&work);
    free(at);
    free(v);
}

/* Nearly all is at the target's own place, where the slope is 0, and little lies around it. */
static void test_kernel_sums__slopes_around_a_mass(void **state) {
    enum { N = 200 };
    random_source source = {8};
    ds_kernel_work work;
    (void)state;
    assert_int_equal(ds_kernel_work_init(&work, N, NULL), DS_OK);
    for (int trial = 0; trial < 300; trial++) {
        const ds_effect_kernel kernel = kernels[trial % 5];
        const double h = pow(10, -3 * uniform(&source)), to = 0.3 + 0.1 * uniform(&source);
        double at[N], v[N], sum;
        long double exact = 0, size = 0;
        for (size_t s = 0; s < N; s++)
            at[s] = s < N / 2 ? to : to + 0.2 * h * (2 * uniform(&source) - 0.5);
        qsort(at, N, sizeof *at, by_size);
        for (size_t s = 0; s < N; s++) {
            v[s] = at[s] == to ? 1e9 : 1;
            const long double k = v[s] * exact_weight(kernel, true, to, at[s], h);
            exact += k;
            size += fabsl(k);
        }
        ds_kernel_sums(kernel, true, h, &(ds_kernel_sources){at, N, (const double *const[]){v}, 1},
                       &to, 1, (double *[]){&sum}, NULL, &work);
        if (!(fabsl(sum - exact) <= 2e-12L * size))
            fail_msg("kernel %d: %.17g, not %.17Lg", kernel, sum, exact);
    }
    ds_kernel_work_done(&work);
}

static void test_kernel_at__slopes_are_differences(void **state) {
    random_source source = {7};
    (void)state;
    for (int trial = 0; trial < 5000; trial++) {
        const ds_effect_kernel kernel = RANDOM_PICK(&source, kernels);
        const double u = 3 * uniform(&source) - 1.5, step = 1e-5;
        const double k = ds_kernel_at(kernel, u), slope = ds_kernel_slope_at(kernel, u);
        const double rise = ds_kernel_at(kernel, u + step) - ds_kernel_at(kernel, u - step);
        assert_true(ds_kernel_at(kernel, -u) == k && ds_kernel_slope_at(kernel, -u) == -slope);
        assert_true(fabs(k - (double)exact_weight(kernel, false, u, 0, 1)) < 1e-15);
        if (fabs(fabs(u) - 1) > 2 * step && fabs(u) > 2 * step)
            assert_true(fabs(rise / (2 * step) - slope) < 1e-8);
    }
    for (size_t k = 0; k < 5; k++) {
        assert_true(ds_kernel_slope_at(kernels[k], 0) == 0);
        assert_true(kernels[k] == DS_EFFECT_GAUSSIAN || ds_kernel_at(kernels[k], 1) == 0);
    }
}

static ds_status take_work(void *context, ds_error *err) {
    ds_kernel_work work = {.n = 7};
    const ds_status status = ds_kernel_work_init(&work, 100, err);
    (void)context;
    if (status != DS_OK) {
        assert_int_equal(work.n, 7);
        return status;
    }
    ds_kernel_work_done(&work);
    ds_kernel_work_done(&work);
    return DS_OK;
}

static void test_kernel_work__every_allocation_may_fail(void **state) {
    (void)state;
    ds_test_every_allocation(take_work, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kernel_sums__are_those_of_a_plain_loop),
        cmocka_unit_test(test_kernel_sums__many_sources),
        cmocka_unit_test(test_kernel_sums__slopes_around_a_mass),
        cmocka_unit_test(test_kernel_at__slopes_are_differences),
        cmocka_unit_test(test_kernel_work__every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
