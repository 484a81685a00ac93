/* tests/effect/test_bootstrap.c: random numbers are what they should be, and a replicate is what
 * one gets by drawing locations and estimating anew, person by person. */
#include "effect/made.h"

#include "effect/bootstrap.h"
#include "effect/permutation.h"
#include "effect/resample.h"

/* ---- random numbers ---- */

static void test_random__below_is_even(void **state) {
    enum { N = 200000, PLACES = 37 };
    double chi = 0;
    size_t counts[PLACES] = {0};
    ds_random random = ds_random_start(1, 2, 3);
    (void)state;
    for (int i = 0; i < N; i++)
        counts[ds_random_below(&random, PLACES)]++;
    for (int i = 0; i < PLACES; i++) {
        double expected = (double)N / PLACES, off = (double)counts[i] - expected;
        chi += off * off / expected;
    }
    assert_true(chi > 12 && chi < 80); /* 36 degrees: 1 in 10,000 on either side */
}

static void test_random__argument_matters(void **state) {
    uint64_t seen[4];
    ds_random random[4];
    (void)state;
    random[0] = ds_random_start(7, 8, 9);
    random[1] = ds_random_start(8, 8, 9);
    random[2] = ds_random_start(7, 9, 9);
    random[3] = ds_random_start(7, 8, 8);
    for (int i = 0; i < 4; i++) {
        seen[i] = ds_random_next(&random[i]);
        for (int j = 0; j < i; j++)
            assert_true(seen[i] != seen[j]);
    }
    random[1] = ds_random_start(7, 8, 9);
    assert_true(ds_random_next(&random[1]) == seen[0]);
    assert_true(ds_random_next(&random[1]) != seen[0]);
}

/* The mean and the variance of many draws, within five standard errors. */
static void test_random__binomial_moments(void **state) {
    static const double shares[] = {0.001, 0.2, 0.5, 0.93};
    static const uint64_t sizes[] = {1, 5, 80, 100000, 4000000000, 10000000000};
    enum { N = 20000 };
    (void)state;
    for (size_t s = 0; s < 4; s++)
        for (size_t k = 0; k < 6; k++) {
            ds_random random = ds_random_start(3, s, k);
            double n = (double)sizes[k], p = shares[s], mean = 0, square = 0;
            double variance = n * p * (1 - p);
            double fourth = variance * (1 + 3 * variance * (n - 2) / n);
            for (int i = 0; i < N; i++) {
                double x = (double)ds_random_binomial(&random, p, sizes[k]) - n * p;
                mean += x / N;
                square += x * x / N;
            }
            assert_true(fabs(mean) < 5 * sqrt(variance / N));
            assert_true(fabs(square - variance) < 5 * sqrt(fourth / N));
        }
    {
        ds_random random = ds_random_start(1, 1, 1);
        assert_int_equal(ds_random_binomial(&random, 0, 9), 0);
        assert_int_equal(ds_random_binomial(&random, -1e-17, 9), 0);
        assert_int_equal(ds_random_binomial(&random, 1, 9), 9);
        assert_int_equal(ds_random_binomial(&random, 0.5, 0), 0);
    }
}

static void test_random__multinomial(void **state) {
    static const uint64_t persons[6] = {5, 0, 1, 300, 40, 0};
    enum { N = 4000 };
    double mean[6] = {0};
    (void)state;
    for (uint64_t i = 0; i < N; i++) {
        uint64_t out[6], sum = 0;
        ds_random random = ds_random_start(5, i, 0);
        ds_random_multinomial(&random, 346, persons, 6, out);
        for (int c = 0; c < 6; c++) {
            sum += out[c];
            mean[c] += (double)out[c] / N;
        }
        assert_int_equal(sum, 346);
        assert_true(out[1] == 0 && out[5] == 0);
    }
    for (int c = 0; c < 6; c++)
        assert_true(fabs(mean[c] - (double)persons[c]) <= 5 * sqrt((double)persons[c] / N));
}

/* ---- quantiles ---- */

static void test_quantile__definition_6(void **state) {
    static const double x[5] = {1, 2, 4, 8, 16};
    (void)state;
    assert_true(ds_bootstrap_quantile(x, 5, 0.5) == 4);
    assert_true(ds_bootstrap_quantile(x, 5, 0.025) == 1); /* rank 0.15 */
    assert_true(ds_bootstrap_quantile(x, 5, 0.975) == 16);
    assert_true(fabs(ds_bootstrap_quantile(x, 5, 0.25) - 1.5) < 1e-15); /* rank 1.5 */
    assert_true(fabs(ds_bootstrap_quantile(x, 5, 0.75) - 12) < 1e-14);  /* rank 4.5 */
    assert_true(ds_bootstrap_quantile(x, 1, 0.5) == 1);
}

/* R: d <- c(0.3, -0.1, 0.2, 0.7, 0.4); sd(d); quantile(d, c(.025, .975), type = 6) */
static void test_summary__by_hand(void **state) {
    double d[7] = {0.3, NAN, -0.1, 0.2, 0.7, NAN, 0.4};
    double same[3] = {0.1, 0.1 + 1e-17, 0.1 + 2e-17}, none[2] = {NAN, NAN};
    ds_effect_result r = {.difference = 0.3}, flat = {.se = NAN}, lost = {.se = NAN};
    (void)state;
    ds_bootstrap_summary(d, 7, 1, &r);
    assert_int_equal(r.replicates, 7);
    assert_int_equal(r.replicates_lost, 2);
    assert_int_equal(r.flags, DS_EFFECT_REPLICATES_LOST);
    assert_true(fabs(r.se - sqrt(0.34 / 4)) < 1e-15);
    assert_true(r.percentile_low == -0.1 && r.percentile_high == 0.7);
    assert_true(fabs(r.normal_high - (0.3 + 1.959963984540054 * r.se)) < 1e-14);
    assert_true(fabs(r.normal_low - (0.3 - 1.959963984540054 * r.se)) < 1e-14);
    ds_bootstrap_summary(same, 3, 1, &flat);
    assert_int_equal(flat.flags, DS_EFFECT_NO_SPREAD);
    assert_true(isnan(flat.se));
    ds_bootstrap_summary(none, 2, 1, &lost);
    assert_int_equal(lost.flags, DS_EFFECT_NO_SPREAD | DS_EFFECT_REPLICATES_LOST);
    assert_int_equal(lost.replicates_lost, 2);
}

/* ---- replicates ---- */

typedef struct worked {
    made_person *persons;
    size_t n;
    ds_effect_sample *samples[MADE_OUTCOMES];
    ds_effect_options options;
    ds_design design;
    ds_matching matching;
    double *n1, *n0, *sum1, *sum0;
} worked;

static void work(const made_plan *plan, const ds_effect_options *options, worked *w) {
    ds_error err;
    size_t n;
    memset(w, 0, sizeof *w);
    w->n = plan->n;
    w->persons = made_persons(plan);
    for (int o = 0; o < MADE_OUTCOMES; o++)
        w->samples[o] = made_sample(w->persons, plan->n, o);
    w->options = *options;
    n = w->samples[0]->n_patterns;
    w->n1 = calloc(4 * n, sizeof *w->n1);
    assert_non_null(w->n1);
    w->n0 = w->n1 + n;
    w->sum1 = w->n1 + 2 * n;
    w->sum0 = w->n1 + 3 * n;
    ds_sample_totals(w->samples[0], (double *const[2]){w->n0, w->n1},
                     (double *const[2]){NULL, NULL}, (double *const[2]){NULL, NULL});
    assert_int_equal(ds_design_init(w->samples[0], w->n1, w->n0, &w->design, &err), DS_OK);
    assert_int_equal(ds_matching_init(&w->design, &w->options, &w->matching, &err), DS_OK);
    assert_true(ds_matching_persons(&w->matching, w->n1, w->n0, options->bandwidth, NULL));
}

static void done(worked *w) {
    ds_matching_done(&w->matching);
    ds_design_done(&w->design);
    for (int o = 0; o < MADE_OUTCOMES; o++)
        ds_effect_sample_free(w->samples[o]);
    free(w->persons);
    free(w->n1);
}

static ds_bootstrap task_of(const worked *w, size_t n_workers) {
    return (ds_bootstrap){.samples = (const ds_effect_sample *const *)w->samples,
                          .n_samples = MADE_OUTCOMES,
                          .design = &w->design,
                          .options = &w->options,
                          .bandwidth = w->options.bandwidth,
                          .from = &w->matching.score,
                          .n_workers = n_workers};
}

/* The weights give what ds_matching_outcome gives, for all estimands. */
static void test_weights__sum_to_the_estimate(void **state) {
    (void)state;
    for (int e = DS_EFFECT_ATT; e <= DS_EFFECT_ATE; e++) {
        made_plan plan = {.seed = 40, .n = 3000, .n_locations = 30, .treated_pct = 20};
        ds_effect_options options = {.bandwidth = 0.02, .estimand = (ds_effect_estimand)e};
        ds_matching_estimate estimate;
        double *weights, sum = 0;
        size_t n;
        worked w;
        work(&plan, &options, &w);
        n = w.samples[0]->n_patterns;
        weights = calloc(6 * n, sizeof *weights);
        assert_non_null(weights);
        ds_sample_totals(w.samples[4], (double *const[2]){NULL, NULL},
                         (double *const[2]){w.sum0, w.sum1}, (double *const[2]){NULL, NULL});
        ds_matching_outcome(&w.matching, w.n1, w.n0, w.sum1, w.sum0, &estimate);
        ds_bootstrap_weights(&w.matching, weights + 1, 3);
        for (size_t p = 0; p < n; p++)
            sum += weights[6 * p + 1] * w.sum0[p] + weights[6 * p + 4] * w.sum1[p];
        assert_true(fabs(sum - estimate.difference) < 1e-12);
        free(weights);
        done(&w);
    }
}

/* Person by person: a pattern's place is found by its levels' texts. */
static size_t pattern_of(const ds_effect_sample *s, const made_person *p) {
    const int values[3] = {p->sex, p->age, p->advice};
    for (size_t i = 0; i < s->n_patterns; i++) {
        bool same = true;
        for (size_t f = 0; f < 3; f++)
            same = same && atoi(s->factors[f].levels[s->levels[i * 3 + f]]) == values[f];
        if (same) return i;
    }
    fail();
    return 0;
}

/* The same drawing, by the plain way: locations have the numbers of the sample. */
static void draw_plainly(const worked *w, size_t replicate, double *times /* by name */) {
    const size_t n = w->samples[0]->n_locations;
    ds_random random = ds_random_start(w->options.seed, replicate, DS_STREAM_LOCATIONS);
    assert_true(n <= 64);
    for (size_t i = 0; i < n; i++)
        times[i] = 0;
    for (size_t i = 0; i < n; i++)
        times[atoi(w->samples[0]->locations[ds_random_below(&random, n)])] += 1;
}

static double replicate_plainly(worked *w, ds_matching *m, size_t replicate, int outcome) {
    const size_t n = w->samples[0]->n_patterns;
    double times[64];
    ds_matching_estimate estimate;
    draw_plainly(w, replicate, times);
    memset(w->n1, 0, 4 * n * sizeof *w->n1);
    for (size_t i = 0; i < w->n; i++) {
        const made_person *p = &w->persons[i];
        const size_t at = pattern_of(w->samples[0], p);
        (p->treated ? w->n1 : w->n0)[at] += times[p->location];
        (p->treated ? w->sum1 : w->sum0)[at] += times[p->location] * p->outcome[outcome];
    }
    if (!ds_matching_persons(m, w->n1, w->n0, w->options.bandwidth, NULL)) return NAN;
    ds_matching_outcome(m, w->n1, w->n0, w->sum1, w->sum0, &estimate);
    return estimate.difference;
}

static void test_locations__as_person_by_person(void **state) {
    enum { R = 37 }; /* no multiple of the width */
    size_t lost = 0;
    (void)state;
    for (int e = DS_EFFECT_ATT; e <= DS_EFFECT_ATE; e++) {
        made_plan plan = {.seed = 41 + (uint64_t)e,
                          .n = 900,
                          .n_locations = 25,
                          .n_treated_locations = 3,
                          .treated_pct = 40,
                          .school_effect = 0.2};
        ds_effect_options options = {
            .bandwidth = 0.05, .estimand = (ds_effect_estimand)e, .replicates = R, .seed = 99};
        double found[MADE_OUTCOMES * R];
        ds_bootstrap task;
        ds_matching again;
        ds_error err;
        worked w;
        work(&plan, &options, &w);
        task = task_of(&w, 2);
        assert_int_equal(ds_bootstrap_run(&task, found, &err), DS_OK);
        assert_int_equal(ds_matching_init(&w.design, &w.options, &again, &err), DS_OK);
        for (size_t r = 0; r < R; r++)
            for (int o = 0; o < MADE_OUTCOMES; o++) {
                double plain = replicate_plainly(&w, &again, r, o), got = found[o * R + (int)r];
                assert_int_equal(isnan(plain), isnan(got));
                lost += isnan(plain) ? 1 : 0;
                if (!isnan(plain)) assert_true(fabs(plain - got) < 1e-10);
            }
        ds_matching_done(&again);
        done(&w);
    }
    assert_true(lost > 0); /* three treated locations of 25: 4 % of the draws have none */
}

/* The numbers of persons that are drawn in a replicate are those of persons: each outcome's sums
 * lie within them, and over many replicates they spread as a multinomial's do. */
static void test_persons__spread_of_a_plain_difference(void **state) {
    enum { R = 4000 };
    made_plan plan = {.seed = 50, .n = 2000, .n_locations = 1, .treated_pct = 30};
    ds_effect_options options = {.bandwidth = 1e6,
                                 .kernel = DS_EFFECT_UNIFORM,
                                 .resample = DS_EFFECT_PERSONS,
                                 .replicates = R,
                                 .seed = 3};
    double *found = calloc((size_t)MADE_OUTCOMES * R, sizeof *found);
    ds_bootstrap task;
    ds_error err;
    worked w;
    (void)state;
    assert_non_null(found);
    work(&plan, &options, &w);
    task = task_of(&w, 2);
    assert_int_equal(ds_bootstrap_run(&task, found, &err), DS_OK);
    /* with one bandwidth for all, the estimate is the difference of means: its variance is known */
    for (int o = 0; o < MADE_OUTCOMES; o++) {
        double n[2] = {0}, mean[2] = {0}, variance[2] = {0}, se;
        ds_effect_result r = {0};
        for (size_t i = 0; i < w.n; i++) {
            n[w.persons[i].treated]++;
            mean[w.persons[i].treated] += w.persons[i].outcome[o];
        }
        mean[0] /= n[0];
        mean[1] /= n[1];
        for (size_t i = 0; i < w.n; i++) {
            double off = w.persons[i].outcome[o] - mean[w.persons[i].treated];
            variance[w.persons[i].treated] += off * off / n[w.persons[i].treated];
        }
        se = sqrt(variance[0] / n[0] + variance[1] / n[1]);
        ds_bootstrap_summary(found + (size_t)o * R, R, 1, &r);
        assert_int_equal(r.replicates_lost, 0);
        assert_true(fabs(r.se / se - 1) < 0.06); /* 1.1 % standard error, 1/n terms */
    }
    free(found);
    done(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random__below_is_even),
        cmocka_unit_test(test_random__argument_matters),
        cmocka_unit_test(test_random__binomial_moments),
        cmocka_unit_test(test_random__multinomial),
        cmocka_unit_test(test_quantile__definition_6),
        cmocka_unit_test(test_summary__by_hand),
        cmocka_unit_test(test_weights__sum_to_the_estimate),
        cmocka_unit_test(test_locations__as_person_by_person),
        cmocka_unit_test(test_persons__spread_of_a_plain_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
