/* Bounds under a hidden confounder, beside populations in which there is one. */
#include "effect/diagnose_help.h"
#include "effect/sensitivity.h"

/* A population of one score: Y0 with share theta, a hidden u with share q1 among those with Y0 = 1
 * and q0 among the others, odds of treatment a, and gamma a for u = 1. */
typedef struct population {
    double theta, q1, q0, a, gamma;
} population;

/* The mean of Y0 among treated and among controls, by adding up all four kinds of persons. */
static void population_means(const population *p, double *treated, double *controls) {
    double n[2] = {0}, sum[2] = {0};
    for (int y = 0; y < 2; y++)
        for (int u = 0; u < 2; u++) {
            const double q = y ? p->q1 : p->q0;
            const double share = (y ? p->theta : 1 - p->theta) * (u ? q : 1 - q);
            const double odds = p->a * (u ? p->gamma : 1), pi = odds / (1 + odds);
            n[1] += share * pi;
            n[0] += share * (1 - pi);
            sum[1] += share * pi * y;
            sum[0] += share * (1 - pi) * y;
        }
    *treated = sum[1] / n[1];
    *controls = sum[0] / n[0];
}

/* The bounds of the mean of Y0 among the treated: the treated have outcome 0 throughout, so that
 * the difference is minus that mean. */
static void bounds_of(double m, double gamma, double *low, double *high) {
    double n = 3, sign = 1;
    const ds_sensitivity s = {&n, &m, &sign, 1, 3, 0};
    const ds_effect_sensitivity b = ds_sensitivity_bounds(&s, gamma);
    *low = -b.high;
    *high = -b.low;
}

/* No hidden u of such strength goes past the bounds. */
static void test_sensitivity__no_population_exceeds_them(void **state) {
    random_source source = {3};
    double nearest = 1;
    (void)state;
    for (int i = 0; i < 200000; i++) {
        const double top = 1 + 4 * rows_uniform(&source);
        const population p = {rows_uniform(&source), rows_uniform(&source), rows_uniform(&source),
                              exp(6 * rows_uniform(&source) - 4),
                              1 + (top - 1) * rows_uniform(&source)};
        double treated, controls, low, high;
        population_means(&p, &treated, &controls);
        bounds_of(controls, top, &low, &high);
        assert_true(low <= treated + 1e-12 && treated <= high + 1e-12);
        nearest = fmin(nearest, high - treated);
    }
    assert_true(nearest < 0.01);
}

/* And one reaches them: u is the outcome itself, or its opposite. */
static void test_sensitivity__a_population_reaches_them(void **state) {
    random_source source = {4};
    (void)state;
    for (int i = 0; i < 20000; i++) {
        population p = {0.01 + 0.98 * rows_uniform(&source), 1, 0,
                        exp(6 * rows_uniform(&source) - 4), 1 + 4 * rows_uniform(&source)};
        double treated, controls, low, high;
        population_means(&p, &treated, &controls);
        bounds_of(controls, p.gamma, &low, &high);
        assert_near(high, treated, 1e-11, "highest");
        p.q1 = 0;
        p.q0 = 1;
        population_means(&p, &treated, &controls);
        bounds_of(controls, p.gamma, &low, &high);
        assert_near(low, treated, 1e-11, "lowest");
    }
}

/* More than two kinds of u do not help: three kinds, every split of ten persons of each outcome. */
static void test_sensitivity__three_kinds_exceed_them_no_more(void **state) {
    const double gamma = 2.5, kinds[] = {1, 1.7, 2.5};
    int reached = 0;
    (void)state;
    for (int code = 0; code < 66 * 66; code++) {
        double n[2] = {0}, ones[2] = {0}, low, high;
        for (int y = 0; y < 2; y++) {
            int at = y ? code / 66 : code % 66, first = 0, second;
            while (at > 10 - first)
                at -= 11 - first++;
            second = at;
            const int count[] = {first, second, 10 - first - second};
            for (int u = 0; u < 3; u++) {
                const double odds = 0.2 * kinds[u], pi = odds / (1 + odds);
                n[1] += count[u] * pi, n[0] += count[u] * (1 - pi);
                ones[1] += count[u] * pi * y, ones[0] += count[u] * (1 - pi) * y;
            }
        }
        bounds_of(ones[0] / n[0], gamma, &low, &high);
        assert_true(ones[1] / n[1] <= high + 1e-12 && ones[1] / n[1] >= low - 1e-12);
        reached += fabs(ones[1] / n[1] - high) < 1e-9;
    }
    assert_int_equal(reached, 1);
}

/* ---- of a sample ---- */

/* The bounds a row at a time, from the odds. */
static void rows_bounds(const rows *r, long double gamma, long double *low, long double *high) {
    *low = *high = 0;
    for (int i = 0; i < r->n; i++) {
        if (!r->on[i]) continue;
        const long double odds = r->m[i] / (1 - r->m[i]);
        const long double up = r->m[i] >= 1 ? 1 : gamma * odds / (1 + gamma * odds);
        const long double down = r->m[i] >= 1 ? 1 : odds / gamma / (1 + odds / gamma);
        *low += r->of[i].treated ? r->of[i].y - up : down - r->of[i].y;
        *high += r->of[i].treated ? r->of[i].y - down : up - r->of[i].y;
    }
    *low /= r->n_on;
    *high /= r->n_on;
}

/* At gamma (not NAN) the bounds widened by margin touch 0, and just below they do not. */
static void assert_gamma(const rows *r, double gamma, long double margin) {
    long double low, high;
    if (isnan(gamma)) {
        rows_bounds(r, 10, &low, &high);
        assert_true(low - margin > 0 || high + margin < 0);
        return;
    }
    assert_true(gamma >= 1 && gamma <= 10);
    rows_bounds(r, (long double)gamma + 1e-9L, &low, &high);
    assert_true(low - margin <= 0 && high + margin >= 0);
    if (gamma == 1) return;
    rows_bounds(r, (long double)gamma - 1e-9L, &low, &high);
    assert_true(low - margin > 0 || high + margin < 0);
}

static void test_sensitivity__is_what_rows_say(void **state) {
    static const double gammas[] = {1, 1.1, 1.25, 1.5, 2, 3};
    int zero = 0, interval = 0;
    (void)state;
    for (uint64_t seed = 0; seed < 45; seed++) {
        rows *r = rows_random(seed + 100, seed % 2 == 1, true);
        const ds_effect_options options =
            rows_options((ds_effect_estimand)(seed % 3), (ds_effect_kernel)(seed / 3 % 5), 0.1);
        const ds_effect_result result = {.bandwidth = 0.1, .se = seed % 5 == 0 ? NAN : 0.02};
        ds_effect_sample *sample = rows_sample(r);
        ds_effect_diagnostics *d;
        ds_error err;
        rows_score(r);
        assert_true(rows_match(r, options.estimand, options.kernel, 0.1));
        assert_int_equal(ds_effect_diagnose(sample, &options, &result, &d, &err), DS_OK);
        assert_int_equal(d->n_sensitivity, 6);
        for (size_t i = 0; i < 6; i++) {
            long double low, high;
            rows_bounds(r, gammas[i], &low, &high);
            assert_true(d->sensitivity[i].gamma == gammas[i]);
            assert_near(d->sensitivity[i].low, low, 1e-8, "low");
            assert_near(d->sensitivity[i].high, high, 1e-8, "high");
            if (i > 0) continue;
            assert_near(d->sensitivity[i].low, r->difference, 1e-8, "no hidden bias");
            assert_near(d->sensitivity[i].high, r->difference, 1e-8, "no hidden bias");
        }
        assert_gamma(r, d->gamma_zero, 0);
        if (isnan(result.se))
            assert_true(isnan(d->gamma_interval));
        else
            assert_gamma(r, d->gamma_interval, 1.959963984540054L * 0.02L);
        zero += d->gamma_zero > 1;
        interval += d->gamma_interval > 1;
        ds_effect_diagnostics_free(d);
        ds_effect_sample_free(sample);
        free(r);
    }
    assert_true(zero > 20 && interval > 5);
}

static void test_sensitivity__gamma_where_it_is_known(void **state) {
    double n = 10, m = 0.2, sign = 1;
    ds_sensitivity s = {&n, &m, &sign, 1, 10, 5}; /* 0.5 of the treated, 0.2 expected */
    (void)state;
    /* The odds of 0.5 are 1, those of 0.2 are 1/4: gamma 4. */
    assert_near(ds_sensitivity_gamma(&s, 0), 4, 1e-11, "gamma");
    /* 0.1 less: the odds of 0.4 are 2/3. */
    assert_near(ds_sensitivity_gamma(&s, 0.1), 4 * 2.0 / 3, 1e-11, "with a margin");
    assert_true(ds_sensitivity_gamma(&s, 0.3) == 1);
    assert_true(isnan(ds_sensitivity_gamma(&s, NAN)));
    m = 0.1; /* odds of 1/9 */
    assert_near(ds_sensitivity_gamma(&s, 0), 9, 1e-11, "far");
    m = 0.2;
    s.constant = 9.9; /* odds of 99: further than gamma 10 */
    assert_true(isnan(ds_sensitivity_gamma(&s, 0)));
    s.constant = 0; /* below: the odds of 0 are never reached */
    assert_true(isnan(ds_sensitivity_gamma(&s, 0)));
    s.constant = 1; /* the odds of 0.1 are 1/9 */
    assert_near(ds_sensitivity_gamma(&s, 0), 9.0 / 4, 1e-11, "from below");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sensitivity__no_population_exceeds_them),
        cmocka_unit_test(test_sensitivity__a_population_reaches_them),
        cmocka_unit_test(test_sensitivity__three_kinds_exceed_them_no_more),
        cmocka_unit_test(test_sensitivity__is_what_rows_say),
        cmocka_unit_test(test_sensitivity__gamma_where_it_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
