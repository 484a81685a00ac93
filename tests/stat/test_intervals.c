/* tests/stat/test_intervals.c: Wilson, Newcombe, quantiles, projections: golden/statistics.json and
 * R 4.2.2. */
#include "stat/near.h"

/* prop.test(k, n, correct = FALSE)$conf.int, to what its root finder gives */
static void test_wilson__golden(void **state) {
    static const uint64_t k[] = {0, 1, 7, 40, 40}, n[] = {12, 9, 31, 40, 400};
    static const double expected[][2] = {{0, 0.24249400665524079},
                                         {0.019890887638544921, 0.4349997055766559},
                                         {0.11395135561262497, 0.39812418383342052},
                                         {0.91237839880271332, 1},
                                         {0.074299259140034379, 0.13331057632740281}};
    double low, high;
    (void)state;
    for (size_t i = 0; i < COUNT(k); i++) {
        ds_wilson_interval(k[i], n[i], &low, &high);
        is_within(low, expected[i][0], 1e-10, "low");
        is_within(high, expected[i][1], 1e-10, "high");
    }
    ds_wilson_interval(0, 0, &low, &high);
    assert_true(isnan(low) && isnan(high));
    ds_wilson_interval(3, 2, &low, &high);
    assert_true(isnan(low));
}

/* Newcombe's method 10 */
static void test_newcombe__golden(void **state) {
    static const uint64_t counts[][4] = {{11, 12, 1, 28}, {0, 9, 0, 14}, {30, 120, 50, 400}};
    static const double expected[][3] = {
        {0.88095238095238093, 0.57567941123369, 0.95545867536647022},
        {0, -0.21531080273763575, 0.299145048419544},
        {0.125, 0.04725148782248563, 0.21421667402381639}};
    double found[3], turned[3];
    (void)state;
    for (size_t i = 0; i < COUNT(counts); i++) {
        const uint64_t *c = counts[i];
        ds_newcombe_difference(c[0], c[1], c[2], c[3], &found[0], &found[1], &found[2]);
        ds_newcombe_difference(c[2], c[3], c[0], c[1], &turned[0], &turned[1], &turned[2]);
        for (size_t j = 0; j < 3; j++)
            is_within(found[j], expected[i][j], 1e-10, "Newcombe");
        is_near(turned[1], -found[2], "turned");
    }
    ds_newcombe_difference(1, 2, 0, 0, &found[0], &found[1], &found[2]);
    assert_true(isnan(found[0]) && isnan(found[1]));
}

/* Every count of up to 40 lies in its own interval, which stays within 0 and 1. */
static void test_wilson__holds_its_share(void **state) {
    (void)state;
    for (uint64_t n = 1; n <= 40; n++)
        for (uint64_t k = 0; k <= n; k++) {
            const double p = (double)k / (double)n;
            double low, high, other_low, other_high;
            ds_wilson_interval(k, n, &low, &high);
            ds_wilson_interval(n - k, n, &other_low, &other_high);
            assert_true(low >= 0 && low <= p && p <= high && high <= 1);
            is_near(other_low, 1 - high, "the complement");
        }
}

/* quantile(x, c(.25, .5, .75), type = 7) */
static void test_quantile__golden(void **state) {
    static const double x[] = {81.5, 77, NAN, 90.2, 68.4, 77, 84.1, 79.9}, one[] = {42.5};
    static const double two[] = {10, 20}, shares[] = {.25, .5, .75, 0, 1, 1.5};
    double out[6];
    size_t n;
    ds_error err = {0};
    (void)state;
    assert_int_equal(ds_quantile_values(x, 8, shares, 6, out, &n, &err), DS_OK);
    assert_int_equal(n, 7);
    is_near(out[0], 77, "a quarter");
    is_near(out[1], 79.9, "half");
    is_near(out[2], 82.8, "three quarters");
    is_near(out[3], 68.4, "lowest");
    is_near(out[4], 90.2, "highest");
    assert_true(isnan(out[5]));
    assert_int_equal(ds_quantile_values(one, 1, shares, 3, out, NULL, &err), DS_OK);
    is_near(out[0], 42.5, "of one");
    is_near(out[2], 42.5, "of one");
    assert_int_equal(ds_quantile_values(two, 2, shares, 3, out, NULL, &err), DS_OK);
    is_near(out[0], 12.5, "of two");
    is_near(out[2], 17.5, "of two");
    assert_int_equal(ds_quantile_values(two, 0, shares, 3, out, NULL, &err), DS_OK);
    assert_true(isnan(out[0]));
}

/* In R: d = diff(y); y[7] + 3 mean(d) -/+ qt(.975, 5) sd(d) sqrt(3 + 9/6) */
static void test_projection__r(void **state) {
    static const double series[] = {10, 12, 11, 13, 16, 15, 18}, hole[] = {1, 2, NAN, 4, 5, 6, 7};
    ds_stat_result r;
    (void)state;
    ds_projection_estimate(series, 7, 3, &r);
    is_near(r.estimate, 22, "estimate");
    is_near(r.se, 3.9496835316262993, "se");
    is_near(r.low, 11.8470152570895486, "low");
    is_near(r.high, 32.1529847429104478, "high");
    assert_int_equal(r.n, 6);
    ds_projection_estimate(series, 5, 3, &r);
    assert_int_equal(r.reason, DS_STAT_TOO_FEW);
    ds_projection_estimate(hole, 7, 1, &r);
    assert_int_equal(r.n, 4);
    assert_int_equal(r.reason, DS_STAT_TOO_FEW);
    ds_projection_estimate(series, 0, 1, &r);
    assert_int_equal(r.reason, DS_STAT_TOO_FEW);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wilson__golden),          cmocka_unit_test(test_newcombe__golden),
        cmocka_unit_test(test_wilson__holds_its_share), cmocka_unit_test(test_quantile__golden),
        cmocka_unit_test(test_projection__r),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
