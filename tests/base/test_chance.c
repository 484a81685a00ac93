/* tests/base/test_chance.c: p-values and quantiles against R 4.2.2 (the call beside each), and
 * numbers that are none. */
#include <math.h>

#include "base/chance.h"
#include "support/support.h"

static void is_close(double found, double expected, const char *what) {
    if (!(fabs(found - expected) <= 1e-11 * fabs(expected)))
        fail_msg("%s: %.17g, expected %.17g", what, found, expected);
}

static void test_chance__r(void **state) {
    (void)state;
    is_close(ds_chance_normal(-1.96), 0.049995790296440856, "2 * pnorm(-1.96)");
    is_close(ds_chance_above(4), 3.1671241833119924e-05, "pnorm(4, lower = FALSE)");
    is_close(ds_chance_t(2.5, 7.5), 0.038820258273625514, "2 * pt(-2.5, 7.5)");
    is_close(ds_chance_t(30, 60), 7.9616679485697659e-38, "2 * pt(-30, 60)");
    is_close(ds_chance_f(3.3, 2, 11.5), 0.073681893257363781, "pf(3.3, 2, 11.5, lower = FALSE)");
    is_close(ds_chance_chi_square(40, 3), 1.0655090334255863e-08, "pchisq(40, 3, lower = FALSE)");
    is_close(ds_chance_normal_quantile(0.975), 1.959963984540054, "qnorm(.975)");
    is_close(ds_chance_t_quantile(0.975, 2.5), 3.5746548420036919, "qt(.975, 2.5)");
    is_close(ds_chance_t(1.96, INFINITY), 0.049995790296440856, "df without end");
}

static void test_chance__none(void **state) {
    (void)state;
    assert_true(isnan(ds_chance_normal(NAN)));
    assert_true(isnan(ds_chance_t(1, 0)));
    assert_true(isnan(ds_chance_t(NAN, 3)));
    assert_true(isnan(ds_chance_f(INFINITY, 1, 2)));
    assert_true(isnan(ds_chance_chi_square(NAN, 2)));
    assert_true(isnan(ds_chance_normal_quantile(1)));
    assert_true(isnan(ds_chance_t_quantile(0.5, -1)));
    assert_true(ds_chance_f(-1, 1, 2) == 1 && ds_chance_chi_square(0, 2) == 1);
    assert_true(ds_chance_t(INFINITY, 3) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_chance__r),
                                       cmocka_unit_test(test_chance__none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
