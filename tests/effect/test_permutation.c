/* tests/effect/test_permutation.c: locations that might have changed places: the interval that
 * inverts the test, against counting all assignments by hand; and what holds of every row: interval
 * and p say the same, shares stay within bounds, and names of locations change nothing. */
#include "effect/made.h"

#include "effect/assign.h"
#include "effect/roots.h"

/* ---- the golden case: 3 of 8 locations, outcomes of their own ---- */

static const double golden_y[8] = {0.31, 0.42, 0.28, 0.55, 0.36, 0.47, 0.61, 0.33};
static const int golden_treated[8] = {0, 0, 0, 1, 0, 0, 1, 1};

static void test_permutation__golden(void **state) {
    static const struct {
        double alpha, low, high;
    } cases[] = {{0.05, -0.09, 0.97 / 3}, {0.1, -0.03, 1.97 / 7}, {0.2, 0.02, 1.73 / 7}};
    ds_assign_unit units[8];
    (void)state;
    for (int i = 0; i < 8; i++)
        units[i] =
            (ds_assign_unit){.weight = 1, .value = golden_y[i], .treated = golden_treated[i] == 1};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const ds_assign assign = {.units = units,
                                  .n = 8,
                                  .alpha = cases[c].alpha,
                                  .all = 100,
                                  .draws = 99,
                                  .slack = 1e-12};
        ds_assign_result r;
        ds_error err;
        assert_int_equal(ds_assign_run(&assign, &r, &err), DS_OK);
        assert_true(r.assignments == 56 && r.counted == 56 && !r.cannot && r.monte_carlo == 0);
        assert_true(fabs(r.estimate - 0.386 / 3) < 1e-12);
        assert_true(fabs(r.p - 9.0 / 56) < 1e-12);
        assert_true(fabs(r.low - cases[c].low) < 1e-9);
        assert_true(fabs(r.high - cases[c].high) < 1e-9);
    }
}

static void add_person(ds_effect_sample *sample, const char *location, bool treated,
                       double outcome) {
    const ds_effect_group group = {
        .location = {location, strlen(location)}, .treated = treated, .outcome = outcome, .n = 1};
    ds_error err;
    assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
}

static ds_effect_result estimate_sample(ds_effect_sample *sample,
                                        const ds_effect_options *options) {
    ds_effect_result r;
    ds_error err;
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const *)&sample, 1, options, &r, &err), DS_OK);
    return r;
}

/* The same through the whole estimate: by every choice of a standard error. */
static void test_permutation__golden_as_an_estimate(void **state) {
    ds_effect_sample *sample = ds_effect_sample_new(NULL, 0);
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    ds_error err;
    (void)state;
    for (int i = 0; i < 8; i++) {
        const char name[2] = {(char)('a' + i), '\0'};
        add_person(sample, name, golden_treated[i] == 1, golden_y[i]);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    for (int se = DS_EFFECT_SE_BOOTSTRAP; se <= DS_EFFECT_SE_KMATCH; se++) {
        ds_effect_result r;
        options.se = (ds_effect_se)se;
        r = estimate_sample(sample, &options);
        assert_true(r.flags & DS_EFFECT_FEW_LOCATIONS);
        assert_true(isnan(r.se) && r.replicates == 0 && isnan(r.percentile_low));
        assert_true(fabs(r.p - 9.0 / 56) < 1e-12 && r.p == r.p_permutation);
        assert_true(fabs(r.low - -0.09) < 1e-9 && fabs(r.high - 0.97 / 3) < 1e-9);
        assert_true(r.assignments == 56 && r.permuted == 56 && r.p_monte_carlo == 0);
    }
    options.se = DS_EFFECT_SE_NONE;
    assert_true(isnan(estimate_sample(sample, &options).p));
    ds_effect_sample_free(sample);
}

/* ---- against counting ---- */

enum { UNITS = 9, STAYING = 2 };

typedef struct counted {
    ds_assign assign;
    ds_assign_unit units[UNITS], staying[STAYING];
} counted;

static void make_units(random_source *source, int n_treated, counted *out) {
    memset(out, 0, sizeof *out);
    for (int i = 0; i < UNITS + STAYING; i++) {
        ds_assign_unit *u = i < UNITS ? &out->units[i] : &out->staying[i - UNITS];
        u->weight = 1 + random_below(source, 20);
        u->value = (double)random_below(source, 1000) / 1000;
        u->treated = i < n_treated;
    }
    out->assign = (ds_assign){.units = out->units,
                              .n = UNITS,
                              .staying = out->staying,
                              .n_staying = STAYING,
                              .alpha = 0.05,
                              .all = 1000,
                              .draws = 99,
                              .slack = 1e-12};
}

/* T of the units in the set, without an effect delta, over its standard error where asked. */
static double statistic(const counted *c, unsigned set, double delta) {
    double w[2] = {0}, wy[2] = {0}, n[2] = {0}, square[2] = {0}, mean[2];
    for (int turn = 0; turn < 2; turn++)
        for (int i = 0; i < UNITS + STAYING; i++) {
            const ds_assign_unit *u = i < UNITS ? &c->units[i] : &c->staying[i - UNITS];
            const int side = i < UNITS && (set >> i & 1);
            const double y = u->value - (u->treated ? delta : 0);
            if (turn == 0) {
                w[side] += u->weight;
                wy[side] += u->weight * y;
                n[side]++;
                mean[side] = wy[side] / w[side];
            } else {
                square[side] += u->weight * u->weight * (y - mean[side]) * (y - mean[side]);
            }
        }
    if (!c->assign.studentised) return fabs(mean[1] - mean[0]);
    for (int side = 0; side < 2; side++)
        square[side] *= n[side] / (n[side] - 1) / (w[side] * w[side]);
    return fabs(mean[1] - mean[0]) / sqrt(square[0] + square[1]);
}

static double count_p(const counted *c, int n_treated, double delta) {
    const double observed = statistic(c, (1u << n_treated) - 1, delta);
    double all = 0, above = 0;
    for (unsigned set = 0; set < 1u << UNITS; set++) {
        if (__builtin_popcount(set) != n_treated) continue;
        all++;
        above += statistic(c, set, delta) >= observed - 1e-11;
    }
    return above / all;
}

static void test_permutation__against_counting(void **state) {
    random_source source = {51};
    (void)state;
    for (int round = 0; round < 24; round++) {
        const int n_treated = 2 + round % 3;
        const double alpha = n_treated == 2 ? 0.15 : 0.05;
        ds_assign_result r;
        ds_error err;
        counted c;
        make_units(&source, n_treated, &c);
        c.assign.studentised = round % 2 == 1;
        c.assign.alpha = alpha;
        assert_int_equal(ds_assign_run(&c.assign, &r, &err), DS_OK);
        if (!c.assign.studentised) assert_true(fabs(r.p - count_p(&c, n_treated, 0)) < 1e-12);
        assert_true(r.p >= count_p(&c, n_treated, 0) - 1e-12);
        if (isnan(r.low)) continue; /* nothing is far enough */
        assert_true(r.low <= r.estimate && r.estimate <= r.high);
        assert_true((r.p <= alpha * (1 + 1e-12)) == (r.low > 0 || r.high < 0));
        for (int side = -1; side <= 1; side += 2) {
            const double end = side < 0 ? r.low : r.high;
            assert_true(count_p(&c, n_treated, end - side * 1e-7) > alpha);
            for (double more = 1e-7; more < 100; more *= 1.4)
                assert_true(count_p(&c, n_treated, end + side * more) <= alpha);
        }
    }
}

static void test_permutation__roots(void **state) {
    /* (x + 3)(x - 1)(x - 2)(x - 5), (x² + 1)(x² + 2), 8 x³ - 1 */
    static const double four[] = {-30, 41, -7, -5, 1}, none[] = {2, 0, 3, 0, 1};
    static const double one[] = {-1, 0, 0, 8};
    double out[DS_ROOTS_MAX];
    (void)state;
    assert_int_equal(ds_roots(four, 4, out), 4);
    assert_true(fabs(out[0] + 3) < 1e-12 && fabs(out[1] - 1) < 1e-12);
    assert_true(fabs(out[2] - 2) < 1e-12 && fabs(out[3] - 5) < 1e-12);
    assert_int_equal(ds_roots(none, 4, out), 0);
    assert_int_equal(ds_roots(one, 3, out), 1);
    assert_true(fabs(out[0] - 0.5) < 1e-15);
}

/* ---- every row ---- */

static ds_effect_options few_draws(uint64_t seed) {
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    options.rule = DS_EFFECT_FIXED;
    options.bandwidth = 0.05;
    options.replicates = 60;
    options.seed = seed;
    options.n_workers = 1;
    return options;
}

/* Interval, stars and p are of one principle: in no row do they contradict each other. */
static void test_permutation__rows_do_not_contradict(void **state) {
    size_t permuted = 0, drawn = 0, significant = 0;
    (void)state;
    for (uint64_t seed = 0; seed < 160; seed++) {
        const made_plan plan = {.seed = 300 + seed,
                                .n = 200 + 10 * (size_t)(seed % 7),
                                .n_locations = 6 + (int)(seed % 30),
                                .n_treated_locations = 1 + (int)(seed % 14),
                                .treated_pct = 20 + (int)(seed % 3) * 30,
                                .school_effect = (double)(seed % 4) / 10};
        ds_effect_options options = few_draws(seed);
        made_person *persons = made_persons(&plan);
        ds_effect_sample *sample;
        ds_effect_result r;
        const int outcome = seed % 5 == 0 ? MADE_OUTCOMES - 1 : (int)(seed % 4);
        for (size_t i = 0; seed % 3 == 0 && i < plan.n; i++) /* some have an effect, some rare */
            if (persons[i].treated) persons[i].outcome[outcome] = i % 9 != 0;
        for (size_t i = 0; seed % 11 == 0 && i < plan.n; i++)
            persons[i].outcome[outcome] = persons[i].outcome[outcome] > 0 && i % 41 == 0;
        options.estimand = (ds_effect_estimand)(seed % 3);
        options.se = (ds_effect_se)(seed % 7 == 6 ? 1 : 0);
        sample = made_sample(persons, plan.n, outcome);
        r = estimate_sample(sample, &options);
        if (isfinite(r.p) && isfinite(r.low)) {
            assert_true((r.p <= 0.05) == (r.low > 0 || r.high < 0));
            assert_true(r.low <= r.difference && r.difference <= r.high);
            assert_true(r.p > 0 && r.p <= 1);
            significant += r.p <= 0.05;
        }
        if (outcome != MADE_OUTCOMES - 1 && isfinite(r.low)) {
            assert_true(r.low >= -1 && r.high <= 1);
            if (isfinite(r.p_permutation) && options.estimand == DS_EFFECT_ATT)
                assert_true(r.low >= r.treated - 1 && r.high <= r.treated);
        }
        if (r.flags & DS_EFFECT_FEW_LOCATIONS) {
            assert_true(isnan(r.se) && isnan(r.percentile_low) && isnan(r.normal_low));
            if (isfinite(r.difference)) assert_true(isnan(r.p) || r.p >= 1 / r.assignments);
        }
        if (r.flags & DS_EFFECT_CANNOT) assert_true(isnan(r.low) && isnan(r.high) && r.p > 0.049);
        permuted += isfinite(r.p_permutation) ? 1 : 0;
        drawn += isfinite(r.se) ? 1 : 0;
        ds_effect_sample_free(sample);
        free(persons);
    }
    print_message("%zu by permutation, %zu with a standard error, %zu significant\n", permuted,
                  drawn, significant);
    assert_true(permuted > 30 && drawn > 10 && significant > 10);
}

/* One of twelve locations: no p below 1/12, and no interval. */
static void test_permutation__cannot_be_significant(void **state) {
    ds_effect_sample *sample = ds_effect_sample_new(NULL, 0);
    const ds_effect_options options = few_draws(1);
    ds_effect_result r;
    ds_error err;
    (void)state;
    for (int l = 0; l < 12; l++)
        for (int i = 0; i < 20; i++) {
            const char name[2] = {(char)('a' + l), '\0'};
            add_person(sample, name, l == 0, l == 0 || i < l ? 1 : 0);
        }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    r = estimate_sample(sample, &options);
    assert_true((r.flags & DS_EFFECT_CANNOT) && isnan(r.low) && isnan(r.se));
    assert_true(r.assignments == 12 && r.permuted_treated == 1 && r.permuted_locations == 12);
    assert_true(fabs(r.p - 1.0 / 12) < 1e-12);
    ds_effect_sample_free(sample);
}

/* ---- names ---- */

static ds_effect_sample *renamed(const made_person *persons, size_t n, int turn) {
    static const ds_effect_column columns[1] = {{"advies", DS_EFFECT_FACTOR}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 1);
    ds_error err;
    assert_non_null(sample);
    for (size_t i = 0; i < n; i++) {
        char advice[24], location[24];
        const ds_effect_value value = {.text = {advice, 1}};
        ds_effect_group group = {.values = &value,
                                 .treated = persons[i].treated,
                                 .outcome = persons[i].outcome[0],
                                 .n = 1};
        (void)snprintf(advice, sizeof advice, "%d", persons[i].advice);
        (void)snprintf(location, sizeof location, "%d",
                       turn == 0 ? persons[i].location : (persons[i].location * 7 + 3) % 31);
        group.location = (ds_text){location, strlen(location)};
        assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

static void test_permutation__names_change_nothing(void **state) {
    (void)state;
    for (int few = 0; few < 2; few++) {
        const made_plan plan = {.seed = 77,
                                .n = 900,
                                .n_locations = 31,
                                .n_treated_locations = few ? 6 : 15,
                                .treated_pct = 50,
                                .school_effect = 0.2};
        const ds_effect_options options = few_draws(5);
        made_person *persons = made_persons(&plan);
        ds_effect_sample *one = renamed(persons, plan.n, 0), *two = renamed(persons, plan.n, 1);
        const ds_effect_result a = estimate_sample(one, &options);
        const ds_effect_result b = estimate_sample(two, &options);
        assert_true(isfinite(a.p) && isfinite(a.low) && isnan(a.se) == (few == 1));
        assert_memory_equal(&a.p, &b.p, sizeof a.p);
        assert_memory_equal(&a.se, &b.se, sizeof a.se);
        assert_memory_equal(&a.low, &b.low, sizeof a.low);
        assert_memory_equal(&a.high, &b.high, sizeof a.high);
        ds_effect_sample_free(one);
        ds_effect_sample_free(two);
        free(persons);
    }
}

/* A cross-validated bandwidth is that of its own outcome, whichever stands first. */
static void test_permutation__bandwidth_of_its_own_outcome(void **state) {
    const made_plan plan = {.seed = 78, .n = 900, .n_locations = 31, .treated_pct = 40};
    made_person *persons = made_persons(&plan);
    ds_effect_sample *samples[2] = {made_sample(persons, plan.n, 0),
                                    made_sample(persons, plan.n, MADE_OUTCOMES - 1)};
    ds_effect_sample *turned[2] = {samples[1], samples[0]};
    ds_effect_options options = few_draws(1);
    ds_effect_result a[2], b[2];
    ds_error err;
    (void)state;
    options.rule = DS_EFFECT_CROSS_VALIDATED;
    options.se = DS_EFFECT_SE_NONE;
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const *)samples, 2, &options, a, &err), DS_OK);
    assert_int_equal(
        ds_effect_estimate((const ds_effect_sample *const *)turned, 2, &options, b, &err), DS_OK);
    assert_true(a[0].bandwidth != a[1].bandwidth);
    for (int i = 0; i < 2; i++)
        assert_true(a[i].bandwidth == b[1 - i].bandwidth && a[i].difference == b[1 - i].difference);
    ds_effect_sample_free(samples[0]);
    ds_effect_sample_free(samples[1]);
    free(persons);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_permutation__golden),
        cmocka_unit_test(test_permutation__golden_as_an_estimate),
        cmocka_unit_test(test_permutation__against_counting),
        cmocka_unit_test(test_permutation__roots),
        cmocka_unit_test(test_permutation__rows_do_not_contradict),
        cmocka_unit_test(test_permutation__cannot_be_significant),
        cmocka_unit_test(test_permutation__names_change_nothing),
        cmocka_unit_test(test_permutation__bandwidth_of_its_own_outcome),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
