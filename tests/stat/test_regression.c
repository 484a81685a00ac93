/* tests/stat/test_regression.c: least squares, against golden/statistics.json
 * (regression-standardised), R's lm of Longley's data, and what must hold of any. */
#include "stat/near.h"

static const double ambition[] = {2, 0.5, 1.5, 3, -1, 2, 4, 2.5, 0, 1.5, 3.5, 2, 1, -0.5};
static const double development[] = {1.2, 0.3,  2.1, 2.5, -0.4, 0.3, 3.9,
                                     1.1, -1.2, 0.9, 2.1, 1.4,  0.3, -0.9};
static const double spent[] = {22, 31, 18, 40, 27, 35, 52, 22, 19, 30, 44, 28, 33, 16};
static const double large[] = {1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0};

/* lm(ontw ~ ambitie + besteed + groot); of scaled columns; confint */
static void test_regression__golden(void **state) {
    static const double b[] = {-0.54420382786231536, 0.78337965318537328, 0.0038011217133326757,
                               0.34277620936206843};
    static const double se[] = {0.66980569308546256, 0.18789366632372345, 0.030370262677159612,
                                0.46414565726529761};
    static const double t[] = {-0.81248014682502667, 4.1692712080868253, 0.12515932949738243,
                               0.7385100000324758};
    static const double p[] = {0.43543144844360826, 0.0019201910861940744, 0.90287778431452459,
                               0.47717929033480677};
    static const double low[] = {-2.0366239159076285, 0.36472647520734008, -0.063868040502675319,
                                 -0.69140476257144645};
    static const double high[] = {0.94821626018299776, 1.2020328311634065, 0.071470283929340669,
                                  1.3769571812955834};
    static const double standardised[] = {NAN, 0.82521547852280164, 0.028514704927230367,
                                          0.12782488513091622};
    static const double standardised_se[] = {NAN, 0.19792799204863251, 0.22782724261739112,
                                             0.17308483991455134};
    const double *const columns[] = {ambition, spent, large};
    ds_error err = {0};
    ds_regression r;
    (void)state;
    assert_int_equal(ds_regression_estimate(development, 14, columns, 3, &r, &err), DS_OK);
    for (size_t i = 0; i < 4; i++) {
        is_near(r.terms[i].estimate, b[i], "b");
        is_near(r.terms[i].se, se[i], "se");
        is_near(r.terms[i].statistic, t[i], "t");
        is_near(r.terms[i].p, p[i], "p");
        is_near(r.terms[i].low, low[i], "low");
        is_near(r.terms[i].high, high[i], "high");
        if (i == 0) continue;
        is_near(r.terms[i].standardised, standardised[i], "standardised");
        is_near(r.terms[i].standardised_se, standardised_se[i], "its se");
    }
    is_near(r.r2, 0.79870461771487633, "R2");
    is_near(r.r2_adjusted, 0.7383160030293392, "adjusted");
    is_near(r.f, 13.22607948326001, "F");
    is_near(r.sigma, 0.7117806689763867, "sigma");
    ds_regression_done(&r);
}

/* J. W. Longley, JASA 62, 1967: nearly collinear. summary(lm(Employed ~ ., longley)) in R 4.2.2. */
static void test_regression__longley(void **state) {
    static const double deflator[] = {83,    88.5,  88.2,  89.5,  96.2,  98.1,  99,    100,
                                      101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9};
    static const double gnp[] = {234.289, 259.426, 258.054, 284.599, 328.975, 346.999,
                                 365.385, 363.112, 397.469, 419.18,  442.769, 444.546,
                                 482.704, 502.601, 518.173, 554.894};
    static const double unemployed[] = {235.6, 232.5, 368.2, 335.1, 209.9, 193.2, 187,   357.8,
                                        290.4, 282.2, 293.6, 468.1, 381.3, 393.1, 480.6, 400.7};
    static const double forces[] = {159,   145.6, 161.6, 165,   309.9, 359.4, 354.7, 335,
                                    304.8, 285.7, 279.8, 263.7, 255.2, 251.4, 257.2, 282.7};
    static const double population[] = {107.608, 108.632, 109.773, 110.929, 112.075, 113.27,
                                        115.094, 116.219, 117.388, 118.734, 120.445, 121.95,
                                        123.366, 125.368, 127.852, 130.081};
    static const double year[] = {1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954,
                                  1955, 1956, 1957, 1958, 1959, 1960, 1961, 1962};
    static const double employed[] = {60.323, 61.122, 60.171, 61.187, 63.221, 63.639,
                                      64.989, 63.761, 66.019, 67.857, 68.169, 66.513,
                                      68.655, 69.564, 69.331, 70.551};
    static const double b[] = {-3.4822586345958148e+03, 1.5061872271372779e-02,
                               -3.5819179292591000e-02, -2.0202298038168240e-02,
                               -1.0332268671735891e-02, -5.1104105653579195e-02,
                               1.8291514646135503e+00};
    static const double p[] = {0.00356040366372632408, 0.86314083280921982677,
                               0.31268106109271437409, 0.00253509173411139467,
                               0.00094436676416182451, 0.82621179576365377795,
                               0.00303680334163036227};
    const double *const columns[] = {deflator, gnp, unemployed, forces, population, year};
    ds_error err = {0};
    ds_regression r;
    (void)state;
    assert_int_equal(ds_regression_estimate(employed, 16, columns, 6, &r, &err), DS_OK);
    for (size_t i = 0; i < 7; i++) {
        is_within(r.terms[i].estimate / b[i], 1, 1e-9, "b");
        is_within(r.terms[i].p / p[i], 1, 1e-9, "p");
    }
    is_near(r.r2, 0.99547900457729555, "R2");
    is_within(r.f, 330.28533923458622, 1e-10, "F");
    is_within(r.p / 4.9840305287249179e-10, 1, 1e-9, "p of F");
    is_within(r.sigma, 0.3048540735619657, 1e-11, "sigma");
    assert_true(r.terms[2].inflation > 1000); /* GNP: 1788.5 */
    ds_regression_done(&r);
}

static void test_regression__undefined(void **state) {
    const double flat[14] = {0}, twice[] = {4, 1, 3, 6, -2, 4, 8, 5, 0, 3, 7, 4, 2, -1};
    const double vast[14] = {1e200, -1e200};
    const double *const of_vast[] = {vast};
    const double *const collinear[] = {ambition, spent, twice};
    const double *const of_flat[] = {ambition, flat};
    const double *const one[] = {ambition};
    ds_error err = {0};
    ds_regression r;
    (void)state;
    assert_int_equal(ds_regression_estimate(development, 14, collinear, 3, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_COLLINEAR);
    assert_int_equal(r.collinear, 2);
    assert_true(isnan(r.terms[1].estimate));
    ds_regression_done(&r);
    assert_int_equal(ds_regression_estimate(development, 14, of_flat, 2, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_NO_SPREAD);
    assert_int_equal(r.collinear, 1);
    ds_regression_done(&r);
    assert_int_equal(ds_regression_estimate(flat, 14, one, 1, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_NO_SPREAD);
    assert_true(r.collinear == SIZE_MAX);
    ds_regression_done(&r);
    assert_int_equal(ds_regression_estimate(development, 14, of_vast, 1, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_NO_VALUE);
    ds_regression_done(&r);
    assert_int_equal(ds_regression_estimate(vast, 14, one, 1, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_NO_VALUE);
    ds_regression_done(&r);
    assert_int_equal(ds_regression_estimate(twice, 14, one, 1, &r, &err), DS_OK);
    assert_int_equal(r.reason, DS_STAT_PERFECT);
    is_near(r.terms[1].estimate, 2, "on a line");
    ds_regression_done(&r);
    for (size_t n = 0; n <= 2; n++) {
        assert_int_equal(ds_regression_estimate(development, n, one, 1, &r, &err), DS_OK);
        assert_int_equal(r.reason, DS_STAT_TOO_FEW);
        ds_regression_done(&r);
    }
    assert_int_equal(ds_regression_estimate(development, 14, one, 64, &r, &err), DS_USAGE);
}

/* With one column it is Pearson: the same t and p, and the standardised coefficient is r. Shifting
 * a column changes the intercept only. */
static void test_regression__one_column(void **state) {
    uint64_t random = 11;
    (void)state;
    for (int turn = 0; turn < 100; turn++) {
        const size_t n = 4 + next_bits(&random) % 30;
        double x[34], y[34], z[34], shifted[34];
        const double *const one[] = {x};
        const double *const two[] = {x, z}, *const moved[] = {shifted, z};
        ds_error err = {0};
        ds_regression r, s;
        ds_stat_result pearson;
        for (size_t i = 0; i < n; i++) {
            x[i] = next_share(&random);
            y[i] = next_share(&random);
            z[i] = next_share(&random);
            shifted[i] = x[i] + 1000;
        }
        ds_pearson_estimate(x, y, n, &pearson);
        assert_int_equal(ds_regression_estimate(y, n, one, 1, &r, &err), DS_OK);
        is_near(r.terms[1].standardised, pearson.estimate, "r");
        is_within(r.terms[1].statistic, pearson.statistic, 1e-10, "t");
        is_near(r.p, pearson.p, "p of F");
        is_near(r.terms[1].inflation, 1, "inflation of one");
        ds_regression_done(&r);
        assert_int_equal(ds_regression_estimate(y, n, two, 2, &r, &err), DS_OK);
        assert_int_equal(ds_regression_estimate(y, n, moved, 2, &s, &err), DS_OK);
        is_within(s.terms[1].estimate, r.terms[1].estimate, 1e-9, "moved");
        is_within(s.terms[2].se, r.terms[2].se, 1e-9, "se, moved");
        ds_regression_done(&r);
        ds_regression_done(&s);
    }
}

static ds_status run_regression(void *context, ds_error *err) {
    const double *const columns[] = {ambition, spent, large};
    ds_regression r;
    const ds_status status = ds_regression_estimate(development, 14, columns, 3, &r, err);
    (void)context;
    if (status == DS_OK) ds_regression_done(&r);
    return status;
}

static void test_regression__memory(void **state) {
    (void)state;
    ds_test_every_allocation(run_regression, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regression__golden),    cmocka_unit_test(test_regression__longley),
        cmocka_unit_test(test_regression__undefined), cmocka_unit_test(test_regression__one_column),
        cmocka_unit_test(test_regression__memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
