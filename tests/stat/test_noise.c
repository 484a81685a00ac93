/* tests/stat/test_noise.c: the correlation that noise gives, and the regression without it:
 * golden/statistics.json (noise-only-correlation), and made cases of which the truth is known. */
#include "base/random.h"
#include "stat/near.h"

static const ds_noise_case five[] = {{.8, .8, 100, 110, .84},
                                     {.75, .75, 150, 140, .8},
                                     {.85, .85, 80, 90, .86},
                                     {.78, .78, 200, 190, .82},
                                     {.82, .82, 120, 130, .85}};

static void test_noise__golden(void **state) {
    ds_noise_options o = DS_NOISE_OPTIONS_INIT;
    ds_error err = {0};
    ds_noise_result r;
    (void)state;
    assert_int_equal(ds_noise_estimate(five, 5, &o, &r, &err), DS_OK);
    is_near(r.covariance, 0.00130635, "covariance");
    is_near(r.var_ambition, 0.0014903499999999997, "ambition");
    is_near(r.var_development, 0.0025561580691238588, "development");
    is_near(r.r, 0.669301133365292, "r");
    assert_int_equal(r.drawn, 2000);
    assert_true(r.low < r.mean && r.mean < r.high);
    o.target = DS_NOISE_STEP; /* the step is kept: nothing is shared */
    assert_int_equal(ds_noise_estimate(five, 5, &o, &r, &err), DS_OK);
    is_near(r.r, 0, "r of steps");
    assert_true(fabs(r.mean) < 4 * 0.5 / sqrt(2000));
}

/* With many institutions the formula is what comes: within four standard errors of the mean. */
static void test_noise__many(void **state) {
    enum { N = 400 };
    ds_noise_case cases[N];
    ds_noise_options o = DS_NOISE_OPTIONS_INIT;
    ds_random random = ds_random_start(3, 0, 0);
    ds_error err = {0};
    ds_noise_result r;
    (void)state;
    o.replicates = 400;
    for (size_t i = 0; i < N; i++) {
        const double p = 0.6 + (double)ds_random_below(&random, 300) / 1000;
        const double n = 50 + (double)ds_random_below(&random, 200);
        const double step = (double)ds_random_below(&random, 100) / 1000;
        cases[i] = (ds_noise_case){p, p, n, n + 10, p + step};
    }
    assert_int_equal(ds_noise_estimate(cases, N, &o, &r, &err), DS_OK);
    is_within(r.mean, r.r, 0.01, "mean of the replicates");
    assert_true(r.low < r.r && r.r < r.high && r.high - r.low < 0.2);
}

/* The same seed gives the same; whoever is not whole is left out and counted. */
static void test_noise__missing(void **state) {
    ds_noise_case cases[7];
    ds_noise_options o = DS_NOISE_OPTIONS_INIT;
    ds_error err = {0};
    ds_noise_result r, s;
    (void)state;
    memcpy(cases, five, sizeof five);
    cases[5] = (ds_noise_case){.8, NAN, 100, 100, .9};
    cases[6] = (ds_noise_case){.8, 1.2, 100, 100, .9};
    assert_int_equal(ds_noise_estimate(cases, 7, &o, &r, &err), DS_OK);
    assert_int_equal(r.n, 5);
    assert_int_equal(r.missing, 2);
    assert_int_equal(ds_noise_estimate(five, 5, &o, &s, &err), DS_OK);
    assert_true(r.mean == s.mean && r.low == s.low && r.high == s.high);
    assert_int_equal(ds_noise_estimate(five, 2, &o, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_TOO_FEW);
    o.version = 99;
    assert_int_equal(ds_noise_estimate(five, 5, &o, &r, &err), DS_USAGE);
}

/* Truth: present = 0.1 + 0.6 start + 0.3 target; the start is measured among few. */
static void make_cases(ds_noise_case *cases, size_t n, uint64_t seed, uint64_t persons) {
    for (size_t i = 0; i < n; i++) {
        ds_random random = ds_random_start(seed, i, 0);
        const double p = 0.5 + (double)ds_random_below(&random, 400) / 1000;
        const double target = 0.3 + 0.4 * p + (double)ds_random_below(&random, 400) / 1000;
        const double now = 0.1 + 0.6 * p + 0.3 * target;
        const double k = (double)ds_random_binomial(&random, p, persons);
        cases[i] = (ds_noise_case){k / (double)persons, now, (double)persons, 1e9, target};
    }
}

static void test_corrected__truth(void **state) {
    enum { N = 4000 };
    ds_noise_case *cases = ds_calloc(N, sizeof *cases);
    ds_noise_options o = DS_NOISE_OPTIONS_INIT;
    ds_error err = {0};
    ds_corrected_regression r;
    (void)state;
    make_cases(cases, N, 5, 40);
    o.replicates = 200;
    assert_int_equal(ds_corrected_estimate(cases, N, &o, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_WHOLE);
    is_within(r.start, 0.6, 0.03, "start");
    is_within(r.target, 0.3, 0.03, "target");
    assert_true(r.plain_start < 0.5); /* what noise makes of it without the correction */
    assert_true(r.start_low < 0.6 && 0.6 < r.start_high && r.start_high - r.start_low < 0.1);
    assert_true(r.target_low < r.target && r.target < r.target_high);
    assert_true(r.reliability > 0.5 && r.reliability < 0.9);
    ds_free(cases);
}

/* Against the formula worked out beside it, by (Sxx - V)^-1 sxy of two columns. */
static void test_corrected__formula(void **state) {
    enum { N = 12 };
    ds_noise_case cases[N];
    ds_noise_options o = DS_NOISE_OPTIONS_INIT;
    double x = 0, z = 0, y = 0, ss = 0, st = 0, tt = 0, sn = 0, tn = 0, noise = 0, d;
    ds_error err = {0};
    ds_corrected_regression r;
    (void)state;
    make_cases(cases, N, 8, 200);
    for (size_t i = 0; i < N; i++) {
        x += cases[i].start / N;
        z += cases[i].target / N;
        y += cases[i].now / N;
        noise += cases[i].start * (1 - cases[i].start) / cases[i].n_start / N;
    }
    for (size_t i = 0; i < N; i++) {
        const double a = cases[i].start - x, b = cases[i].target - z, c = cases[i].now - y;
        ss += a * a / (N - 1);
        st += a * b / (N - 1);
        tt += b * b / (N - 1);
        sn += a * c / (N - 1);
        tn += b * c / (N - 1);
    }
    assert_int_equal(ds_corrected_estimate(cases, N, &o, &r, &err), DS_OK);
    is_near(r.noise, noise, "noise");
    is_near(r.reliability, 1 - noise / ss, "reliability");
    d = (ss - noise) * tt - st * st;
    is_within(r.start, (tt * sn - st * tn) / d, 1e-10, "start");
    is_within(r.target, ((ss - noise) * tn - st * sn) / d, 1e-10, "target");
    is_within(r.intercept, y - r.start * x - r.target * z, 1e-10, "intercept");
    d = ss * tt - st * st;
    is_within(r.plain_start, (tt * sn - st * tn) / d, 1e-10, "plain");
    o.target = DS_NOISE_STEP;
    assert_int_equal(ds_corrected_estimate(cases, N, &o, &r, &err), DS_OK);
    d = (ss - noise) * (tt - noise) - (st - noise) * (st - noise);
    is_within(r.target, ((ss - noise) * tn - (st - noise) * sn) / d, 1e-10, "target of steps");
}

/* More noise than spread among the starts: refused. */
static void test_corrected__unreliable(void **state) {
    ds_noise_case cases[30];
    ds_noise_options o = DS_NOISE_OPTIONS_INIT;
    ds_error err = {0};
    ds_corrected_regression r;
    (void)state;
    for (size_t i = 0; i < 30; i++)
        cases[i] =
            (ds_noise_case){0.5 + (double)(i % 5) / 100, 0.6, 20, 20, 0.6 + (double)(i % 7) / 100};
    assert_int_equal(ds_corrected_estimate(cases, 30, &o, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_UNRELIABLE);
    assert_true(isnan(r.start) && r.reliability < 0.5 && !isnan(r.plain_start));
    assert_int_equal(ds_corrected_estimate(cases, 4, &o, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_TOO_FEW);
}

static ds_status run_noise(void *context, ds_error *err) {
    ds_noise_options o = DS_NOISE_OPTIONS_INIT;
    ds_noise_result r;
    ds_corrected_regression c;
    ds_status status;
    (void)context;
    o.replicates = 5;
    status = ds_noise_estimate(five, 5, &o, &r, err);
    return status == DS_OK ? ds_corrected_estimate(five, 5, &o, &c, err) : status;
}

static void test_noise__memory(void **state) {
    (void)state;
    ds_test_every_allocation(run_noise, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise__golden),      cmocka_unit_test(test_noise__many),
        cmocka_unit_test(test_noise__missing),     cmocka_unit_test(test_corrected__truth),
        cmocka_unit_test(test_corrected__formula), cmocka_unit_test(test_corrected__unreliable),
        cmocka_unit_test(test_noise__memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
