/* tests/effect/test_equals.c: bounds among equals against R's mantelhaen.test and adding up all
 * terms; E-values; and when nothing is to be said of what was not observed. */
#include "effect/made.h"

#include "effect/equals.h"

/* R: x <- array(c(12,5,30,90, 7,9,14,60, 3,2,20,55), c(2,2,3)), treated in the first row;
 * mantelhaen.test(x, correct = FALSE)$statistic 20.6339983107541; the gamma by uniroot over moments
 * of all terms: 2.34411071625 */
static const ds_equals_stratum three[3] = {
    {{95, 42}, {5, 12}}, {{69, 21}, {9, 7}}, {{57, 23}, {2, 3}}};

static void test_equals__as_in_r(void **state) {
    ds_equals_stratum turned[3];
    double z = ds_equals_z(three, 3, 1);
    (void)state;
    assert_true(fabs(z * z - 20.6339983107541) < 1e-9 && z > 0);
    assert_true(fabs(ds_equals_gamma(three, 3) - 2.3441107162538) < 1e-7);
    for (int i = 0; i < 3; i++) /* the outcome turned: as much the other way */
        for (int g = 0; g < 2; g++) {
            turned[i].n[g] = three[i].n[g];
            turned[i].events[g] = three[i].n[g] - three[i].events[g];
        }
    assert_true(fabs(ds_equals_z(turned, 3, 1) + z) < 1e-12);
    assert_true(fabs(ds_equals_gamma(turned, 3) - 2.3441107162538) < 1e-7);
}

/* Large strata too, of which not all terms are added up. */
static void test_equals__moments(void **state) {
    random_source source = {8};
    (void)state;
    for (int round = 0; round < 60; round++) {
        const double m = 1 + random_below(&source, 90), n0 = 1 + random_below(&source, 90);
        const double c = random_below(&source, (int)(m + n0) + 1);
        const double gamma = exp((double)(random_below(&source, 400) - 200) / 100);
        const double low = fmax(0, c - n0), high = fmin(m, c);
        double sum = 0, first = 0, second = 0, z;
        ds_equals_stratum s = {{n0, m}, {c - low, low}};
        if (!(high > low)) continue;
        for (double a = low; a <= high; a++) {
            const double term =
                exp(lgamma(m + 1) - lgamma(a + 1) - lgamma(m - a + 1) + lgamma(n0 + 1) -
                    lgamma(c - a + 1) - lgamma(n0 - c + a + 1) + a * log(gamma));
            sum += term;
            first += a * term;
            second += a * a * term;
        }
        first /= sum;
        second = sqrt(second / sum - first * first);
        z = ds_equals_z(&s, 1, gamma);
        assert_true(fabs(z - (low - first) / second) < 1e-6 * (1 + fabs(z)));
    }
}

static void test_equals__e_values(void **state) {
    (void)state;
    assert_true(fabs(ds_e_value(1.8) - 3) < 1e-12);
    assert_true(fabs(ds_e_value(0.6) - 2.7207592200561264) < 1e-12);
    assert_true(ds_e_value(1) == 1);
    assert_true(isnan(ds_e_value(0)) && isnan(ds_e_value(INFINITY)) && isnan(ds_e_value(NAN)));
}

/* ---- when it may be said ---- */

static ds_effect_diagnostics *diagnose_counts(const uint64_t counts[2][2], ds_effect_result *out) {
    ds_effect_sample *sample = ds_effect_sample_new(NULL, 0);
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    ds_effect_diagnostics *d = NULL;
    ds_error err;
    options.se = DS_EFFECT_SE_INFLUENCE;
    for (int g = 0; g < 2; g++)
        for (int event = 0; event < 2; event++) {
            const ds_effect_group group = {
                .treated = g == 1, .outcome = event, .n = counts[g][event]};
            if (group.n > 0) assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
        }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const *)&sample, 1, &options, out, &err),
        DS_OK);
    assert_int_equal(ds_effect_diagnose(sample, &options, out, &d, &err), DS_OK);
    ds_effect_sample_free(sample);
    return d;
}

static void test_equals__when_it_may_be_said(void **state) {
    /* [controls, treated][without, with]; 0 of 38 beside 0.4 % was called robust to all causes */
    static const struct {
        uint64_t counts[2][2];
        ds_effect_sensitivity_state state;
    } cases[] = {{{{996, 4}, {38, 0}}, DS_EFFECT_SENSITIVITY_NO_EVENTS},
                 {{{0, 500}, {20, 80}}, DS_EFFECT_SENSITIVITY_NO_EVENTS},
                 {{{800, 200}, {78, 22}}, DS_EFFECT_SENSITIVITY_NOT_SIGNIFICANT},
                 {{{800, 200}, {60, 40}}, DS_EFFECT_SENSITIVITY_KNOWN},
                 {{{500, 500}, {70, 30}}, DS_EFFECT_SENSITIVITY_KNOWN}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_effect_result r;
        ds_effect_diagnostics *d = diagnose_counts(cases[i].counts, &r);
        assert_int_equal(d->sensitivity_state, cases[i].state);
        if (cases[i].state == DS_EFFECT_SENSITIVITY_NO_EVENTS) assert_true(isnan(d->e_value));
        if (cases[i].state != DS_EFFECT_SENSITIVITY_NO_EVENTS) {
            assert_true(fabs(d->e_value - ds_e_value(r.treated / r.control)) < 1e-12);
            assert_true(d->e_value_limit >= 1 && d->e_value_limit <= d->e_value);
            assert_int_equal(d->e_value_limit == 1, r.low <= 0 && r.high >= 0);
        }
        if (cases[i].state == DS_EFFECT_SENSITIVITY_KNOWN)
            assert_true(d->gamma_equals > 1 && d->gamma_equals < 3);
        else
            assert_true(isnan(d->gamma_equals));
        ds_effect_diagnostics_free(d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_equals__as_in_r),
                                       cmocka_unit_test(test_equals__moments),
                                       cmocka_unit_test(test_equals__e_values),
                                       cmocka_unit_test(test_equals__when_it_may_be_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
