/* tests/stat/test_correlations.c: Pearson, Spearman, partial: the cases of golden/statistics.json
 * (correlation-ties, partial-correlation), R 4.2.2 on small ones, and what must hold of any. */
#include "stat/near.h"

static const double ambition[] = {2, 0.5, 1.5, 3, -1, 2, 4, 2.5, 0, 1.5, 3.5, 2, 1, -0.5};
static const double development[] = {1.2, 0.3,  2.1, 2.5, -0.4, 0.3, 3.9,
                                     1.1, -1.2, 0.9, 2.1, 1.4,  0.3, -0.9};
static const double spent[] = {22, 31, 18, 40, 27, 35, 52, 22, 19, 30, 44, 28, 33, 16};
static const double large[] = {1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0};

/* cor.test(ambitie, ontw) */
static void test_pearson__ties(void **state) {
    ds_stat_result r;
    (void)state;
    ds_pearson_estimate(ambition, development, 14, &r);
    assert_int_equal(r.n, 14);
    is_near(r.estimate, 0.8836741775399618, "r");
    is_near(r.statistic, 6.5394591217388927, "t");
    is_close(r.p, 2.7717378804284173e-05, "p");
    is_near(r.low, 0.66478570586561647, "low");
    is_near(r.high, 0.96282440290396076, "high");
    is_near(r.se * r.statistic, r.estimate, "se");
    assert_int_equal(r.reason, DS_STAT_WHOLE);
}

/* cor.test(x, y) of few: no interval below n = 4; a mean of 10^8 costs no digits. */
static void test_pearson__few(void **state) {
    const double x[] = {3, 1, 4, 15, 9, 2, 6}, y[] = {2, 7, 1, 8, 28, 18, 4};
    const double x4[] = {1, 2, 3, 5}, y4[] = {2, 1, 4, 3}, x3[] = {1, 2, 4}, y3[] = {2, 1, 3};
    double far[7], far_y[7];
    ds_stat_result r;
    (void)state;
    ds_pearson_estimate(x, y, 7, &r);
    is_near(r.estimate, 0.20925522280177375, "r");
    is_near(r.p, 0.65248358491115499, "p");
    is_near(r.low, -0.64552569164508322, "low");
    is_near(r.high, 0.83131378925349253, "high");
    ds_pearson_estimate(x4, y4, 4, &r);
    is_near(r.p, 0.47084973778708183, "p of 4");
    is_near(r.low, -0.87891983730341938, "low of 4");
    is_near(r.high, 0.98785454786865146, "high of 4");
    ds_pearson_estimate(x3, y3, 3, &r);
    is_near(r.estimate, 0.65465367070797709, "r of 3");
    is_near(r.p, 0.54562894834299014, "p of 3");
    assert_true(isnan(r.low));
    assert_int_equal(r.reason, DS_STAT_NO_INTERVAL);
    for (size_t i = 0; i < 7; i++) { /* whole numbers far away: exactly the same */
        far[i] = 1e9 + x[i];
        far_y[i] = 1e9 + y[i];
    }
    ds_pearson_estimate(far, far_y, 7, &r);
    is_near(r.estimate, 0.20925522280177375, "r far away");
}

/* cor.test(ambitie, ontw, method = "spearman", exact = FALSE), and Bonett and Wright's interval */
static void test_spearman__ties(void **state) {
    ds_error err = {0};
    ds_stat_result r;
    (void)state;
    assert_int_equal(ds_spearman_estimate(ambition, development, 14, &r, &err), DS_OK);
    is_near(r.estimate, 0.85888888888888915, "rho");
    is_close(r.p, 8.3517499022545813e-05, "p");
    is_near(r.low, 0.53540668787421808, "low");
    is_near(r.high, 0.96262312857046273, "high");
    assert_false(r.exact);
}

/* cor.test(x, y, method = "spearman", exact = TRUE) */
static void test_spearman__exact(void **state) {
    const double x[] = {3, 1, 4, 15, 9, 2, 6}, y[] = {2, 7, 1, 8, 28, 18, 4};
    const double x9[] = {1, 2, 3, 4, 5, 6, 7, 8, 9}, y9[] = {2, 1, 4, 3, 7, 5, 9, 6, 8};
    double turned[9];
    ds_error err = {0};
    ds_stat_result r;
    (void)state;
    assert_int_equal(ds_spearman_estimate(x, y, 7, &r, &err), DS_OK);
    is_near(r.estimate, 0.21428571428571422, "rho");
    is_near(r.statistic, 44, "S");
    is_near(r.p, 0.66150793650793649, "p");
    assert_true(r.exact);
    assert_int_equal(ds_spearman_estimate(x9, y9, 9, &r, &err), DS_OK);
    is_near(r.estimate, 0.85, "rho of 9");
    is_close(r.p, 0.0060736331569664903, "p of 9");
    for (size_t i = 0; i < 9; i++)
        turned[i] = -y9[i];
    assert_int_equal(ds_spearman_estimate(x9, turned, 9, &r, &err), DS_OK);
    is_near(r.estimate, -0.85, "turned");
    is_close(r.p, 0.0060736331569664903, "p turned");
    assert_int_equal(ds_spearman_estimate(x9, x9, 5, &r, &err), DS_OK); /* 2 of 120 orders */
    is_near(r.p, 2.0 / 120, "p of one order");
    assert_int_equal(r.reason, DS_STAT_NO_INTERVAL);
}

static void test_partial__ties(void **state) {
    const double *const controls[] = {spent, large};
    ds_error err = {0};
    ds_stat_result r;
    (void)state;
    assert_int_equal(ds_partial_estimate(ambition, development, 14, controls, 2, &r, NULL, &err),
                     DS_OK);
    is_near(r.estimate, 0.79674810956413256, "r");
    is_near(r.statistic, 4.1692712080868288, "t");
    is_near(r.df, 10, "df");
    is_near(r.p, 0.0019201910861940672, "p");
    is_near(r.low, 0.41059153787834007, "low");
    is_near(r.high, 0.94056956389613078, "high");
    assert_int_equal(ds_partial_estimate(ambition, development, 14, NULL, 0, &r, NULL, &err),
                     DS_OK);
    is_near(r.estimate, 0.8836741775399618, "without controls it is Pearson's");
}

static void test_correlations__undefined(void **state) {
    const double flat[] = {0.1, 0.1, 0.1, 0.1, 0.1}, rising[] = {1, 2, 3, 4, 5};
    const double holes[] = {1, NAN, 3, INFINITY, 5}, line[] = {2, 4, 6, 8, 10};
    const double vast[] = {1e200, -1e200, 3e200, 1, 2};
    const double *const same[] = {rising, line};
    const double *const itself[] = {rising};
    size_t collinear = 9;
    ds_error err = {0};
    ds_stat_result r;
    (void)state;
    ds_pearson_estimate(flat, rising, 5, &r);
    assert_int_equal(r.reason, DS_STAT_NO_SPREAD);
    assert_true(isnan(r.estimate) && isnan(r.p));
    ds_pearson_estimate(rising, line, 5, &r);
    assert_int_equal(r.reason, DS_STAT_PERFECT);
    is_near(r.estimate, 1, "on a line");
    assert_true(isnan(r.p) && isnan(r.low));
    ds_pearson_estimate(holes, rising, 5, &r);
    assert_int_equal(r.n, 3);
    assert_int_equal(r.missing, 2);
    ds_pearson_estimate(rising, vast, 5, &r);
    assert_int_equal(r.reason, DS_STAT_NO_VALUE);
    assert_int_equal(ds_partial_estimate(rising, vast, 5, itself, 0, &r, NULL, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_NO_VALUE);
    ds_pearson_estimate(rising, line, 2, &r);
    assert_int_equal(r.reason, DS_STAT_TOO_FEW);
    ds_pearson_estimate(rising, line, 0, &r);
    assert_int_equal(r.reason, DS_STAT_TOO_FEW);
    assert_int_equal(ds_spearman_estimate(flat, rising, 5, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_NO_SPREAD);
    assert_int_equal(ds_partial_estimate(ambition, development, 5, same, 2, &r, &collinear, &err),
                     DS_OK);
    assert_int_equal(r.reason, DS_STAT_COLLINEAR);
    assert_int_equal(collinear, 1);
    assert_int_equal(ds_partial_estimate(line, development, 5, itself, 1, &r, NULL, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_NO_SPREAD); /* nothing is left of it */
    assert_int_equal(ds_partial_estimate(line, development, 5, itself, 65, &r, NULL, &err),
                     DS_USAGE);
    assert_string_equal(ds_stat_reason_code(DS_STAT_NO_SPREAD), "geen_spreiding");
}

/* x and y change places, rows change places, units change: nothing else does. Ranks do not mind any
 * rising function. */
static void test_correlations__invariant(void **state) {
    uint64_t random = 7;
    (void)state;
    for (int turn = 0; turn < 200; turn++) {
        const size_t n = 4 + next_bits(&random) % 20;
        double x[24], y[24], x2[24], y2[24], cubed[24];
        ds_error err = {0};
        ds_stat_result a, b;
        for (size_t i = 0; i < n; i++) {
            x[i] = (double)(next_bits(&random) % 9);
            y[i] = next_share(&random);
            x2[n - 1 - i] = 3 * x[i] - 100;
            y2[n - 1 - i] = y[i] / 7 + 2;
            cubed[i] = y[i] * y[i] * y[i];
        }
        ds_pearson_estimate(x, y, n, &a);
        ds_pearson_estimate(y2, x2, n, &b);
        if (a.reason == DS_STAT_NO_SPREAD) continue;
        is_near(b.estimate, a.estimate, "r");
        is_near(b.p, a.p, "p");
        assert_int_equal(ds_spearman_estimate(x, y, n, &a, &err), DS_OK);
        assert_int_equal(ds_spearman_estimate(x2, cubed, n, &b, &err), DS_OK);
        assert_int_equal(ds_spearman_estimate(x, cubed, n, &b, &err), DS_OK);
        is_near(b.estimate, a.estimate, "rho");
        is_near(b.p, a.p, "p of rho");
    }
}

/* R: tanh((qnorm(.975) + qnorm(.8)) / sqrt(46)); (qt(.975, 18) + qt(.8, 18)) * sqrt(1/10 + 1/10) */
static void test_detectable__r(void **state) {
    (void)state;
    is_near(ds_detectable_correlation(49, 0.05, 0.8), 0.39107729074037889, "r");
    is_near(ds_detectable_difference(10, 10, 0.05, 0.8), 1.3250807837888801, "d");
    is_near(ds_detectable_estimate(sqrt(0.2), 18, 0.05, 0.8), 1.3250807837888801, "of an error");
    assert_true(isnan(ds_detectable_estimate(0, 18, 0.05, 0.8)));
    assert_true(isnan(ds_detectable_correlation(3, 0.05, 0.8)));
    assert_true(isnan(ds_detectable_difference(1, 10, 0.05, 0.8)));
    assert_true(ds_detectable_correlation(49, 0.05 / 22, 0.8) >
                ds_detectable_correlation(49, 0.05, 0.8));
}

static ds_status run_both(void *context, ds_error *err) {
    const double *const controls[] = {spent, large};
    ds_stat_result r;
    ds_status status = ds_spearman_estimate(ambition, development, 14, &r, err);
    (void)context;
    if (status == DS_OK)
        status = ds_partial_estimate(ambition, development, 14, controls, 2, &r, NULL, err);
    return status;
}

static void test_correlations__memory(void **state) {
    (void)state;
    ds_test_every_allocation(run_both, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pearson__ties),
        cmocka_unit_test(test_pearson__few),
        cmocka_unit_test(test_spearman__ties),
        cmocka_unit_test(test_spearman__exact),
        cmocka_unit_test(test_partial__ties),
        cmocka_unit_test(test_correlations__undefined),
        cmocka_unit_test(test_correlations__invariant),
        cmocka_unit_test(test_detectable__r),
        cmocka_unit_test(test_correlations__memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
