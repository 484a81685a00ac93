/* tests/effect/test_power.c: the smallest difference that a test could have shown. */
#include <math.h>

#include "support/support.h"

#include "doorstroom/power.h"

static void assert_near_to(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-12 * fabs(expected)))
        fail_msg("%.17g, not %.17g", found, expected);
}

/* R 4.2.2: (qnorm(0.975) + qnorm(0.8)) * 0.01 and (qt(0.975, 12) + qt(0.8, 12)) * 0.01. */
static void test_power__of_a_standard_error(void **state) {
    (void)state;
    assert_near_to(ds_power_smallest(0.01, INFINITY), 0.028015852181129678);
    assert_near_to(ds_power_smallest(0.01, 12), 0.030514221212553663);
    assert_true(isnan(ds_power_smallest(0, 12)));
    assert_true(isnan(ds_power_smallest(NAN, 12)));
    assert_true(isnan(ds_power_smallest(0.01, 0)));
}

/* An interval of ±1.96 SE says what its SE says. */
static void test_power__of_an_interval(void **state) {
    const double half = 0.019599639845400542; /* qnorm(0.975) * 0.01 */
    (void)state;
    assert_near_to(ds_power_smallest_of_interval(0.3 - half, 0.3 + half),
                   ds_power_smallest(0.01, INFINITY));
    assert_true(isnan(ds_power_smallest_of_interval(NAN, 1)));
    assert_true(isnan(ds_power_smallest_of_interval(-INFINITY, 1)));
    assert_true(isnan(ds_power_smallest_of_interval(1, 1)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_power__of_a_standard_error),
        cmocka_unit_test(test_power__of_an_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
