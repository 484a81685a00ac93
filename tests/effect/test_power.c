/* tests/effect/test_power.c: the smallest difference that a test could have shown. */
#include "doorstroom/power.h"
#include "made.h"

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

/* A row's own: by its standard error, or by the permutation of few locations. */
static ds_effect_result estimate_made(const made_plan *plan, double effect, ds_effect_se se) {
    made_person *persons = made_persons(plan);
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    ds_effect_sample *sample = made_empty();
    ds_effect_result r;
    ds_error err;
    options.se = se;
    options.n_workers = 1;
    for (size_t i = 0; i < plan->n; i++)
        made_add(sample, &persons[i], persons[i].outcome[4] + (persons[i].treated ? effect : 0), 1);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const *)&sample, 1, &options, &r, &err), DS_OK);
    ds_effect_sample_free(sample);
    free(persons);
    return r;
}

static void test_power__of_a_row(void **state) {
    const made_plan plan = {.seed = 4, .n = 900, .n_locations = 30, .treated_pct = 40};
    ds_effect_result r = estimate_made(&plan, 0, DS_EFFECT_SE_KMATCH);
    (void)state;
    assert_near_to(r.smallest, ds_power_smallest(r.se, INFINITY));
    r = estimate_made(&plan, 0, DS_EFFECT_SE_NONE);
    assert_true(isnan(r.smallest));
}

/* With six treated locations of thirty: a difference of that size is found about four times in
 * five. */
static void test_power__of_a_permutation(void **state) {
    made_plan plan = {.n = 900,
                      .n_locations = 30,
                      .n_treated_locations = 6,
                      .treated_pct = 60,
                      .school_effect = 0.2};
    const char *text = getenv("DS_TEST_SCALE");
    const int n = text != NULL && strtod(text, NULL) < 1 ? 25 : 120;
    double smallest = 0, found = 0;
    (void)state;
    for (int i = 0; i < n; i++) {
        ds_effect_result r;
        plan.seed = (uint64_t)i + 1;
        r = estimate_made(&plan, 0, DS_EFFECT_SE_BOOTSTRAP);
        assert_true(isnan(r.se) && r.smallest > 0);
        smallest += r.smallest / n;
    }
    for (int i = 0; i < n; i++) {
        plan.seed = (uint64_t)i + 1;
        found += estimate_made(&plan, smallest, DS_EFFECT_SE_BOOTSTRAP).p <= 0.05;
    }
    print_message("%.3f found in %.3f\n", smallest, found / n);
    assert_true(fabs(found / n - 0.8) < 0.06 + 3 * sqrt(0.16 / n));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_power__of_a_standard_error),
        cmocka_unit_test(test_power__of_an_interval),
        cmocka_unit_test(test_power__of_a_row),
        cmocka_unit_test(test_power__of_a_permutation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
