/* tests/effect/test_matching.c: matching on patterns against doing it row by row in long double,
 * for all kernels, supports and estimands, with and without strata; the order of rows; what has no
 * estimate. */
#include "effect/exact.h"
#include "effect/order.h"
#include "matching_rows.h"

static const char *const kernel_names[] = {"epanechnikov", "gaussian", "biweight", "uniform",
                                           "triangle"};

/* ---- against it ---- */

static void check_rows(const matched *m, const by_rows *by) {
    const ds_matching *matching = &m->matching;
    for (size_t i = 0; i < by->all->n; i++) {
        const row *r = &by->all->row[i];
        const size_t g = r->treated ? 1 : 0, pattern = pattern_of(m->sample, r, by->all->exact);
        assert_int_equal(matching->usable[g][pattern], by->usable[i]);
        assert_int_equal(matching->on[g][pattern], by->on[i]);
        assert_near(matching->weight[g][pattern], (double)by->weight[i], 1e-9,
                    1e-6 + (double)by->weight[i], "weight");
    }
}

static size_t n_nearest; /* of all that was checked */

static void check_one(const rows *all, const ds_effect_sample *sample,
                      const ds_effect_options *options) {
    static by_rows by;
    matched m;
    char what[80];
    (void)snprintf(what, sizeof what, "%s, support %d, estimand %d, bandwidth %g",
                   kernel_names[options->kernel], (int)options->support, (int)options->estimand,
                   options->bandwidth);
    matched_init(&m, sample, options);
    if (options->estimand == DS_EFFECT_ATE)
        m.matching.bandwidth_controls = 0.7 * options->bandwidth;
    const bool valid = matched_persons(&m);
    assert_true(m.matching.score.converged);
    rows_of(&by, all, &m);
    const ds_matching_estimate estimate = matched_outcome(&m);
    assert_int_equal(valid, by.averaged > 0);
    assert_true(m.matching.averaged[0] + m.matching.averaged[1] == (double)by.averaged);
    assert_true(m.matching.nearest[0] + m.matching.nearest[1] == (double)by.n_nearest);
    n_nearest += by.n_nearest;
    if (valid) {
        check_rows(&m, &by);
        assert_near(estimate.treated, (double)by.mean[1], 1e-10, 10, what);
        assert_near(estimate.control, (double)by.mean[0], 1e-10, 10, what);
        assert_near(estimate.difference, (double)(by.mean[1] - by.mean[0]), 1e-10, 10, what);
    } else {
        assert_true(isnan(estimate.difference));
    }
    matched_done(&m);
}

static const double bandwidths[] = {0.0005, 0.01, 0.06, 0.4, 2};

static void test_matching__equals_row_by_row(void **state) {
    static rows all;
    random_source source = {501};
    (void)state;
    for (int round = 0; round < 40; round++) {
        random_rows(&source, &all, round % 2 == 0, round % 4 < 2, round % 3 == 0);
        ds_effect_sample *sample = sample_of(&all, NULL);
        for (int kernel = 0; kernel <= DS_EFFECT_TRIANGLE; kernel++) {
            const ds_effect_options options = {
                .kernel = (ds_effect_kernel)kernel,
                .support = (ds_effect_support)(round % 4),
                .estimand = (ds_effect_estimand)random_below(&source, 3),
                .rule = round % 8 < 4 ? DS_EFFECT_AUTO : DS_EFFECT_FIXED,
                .bandwidth = RANDOM_PICK(&source, bandwidths)};
            check_one(&all, sample, &options);
        }
        ds_effect_sample_free(sample);
    }
    assert_true(n_nearest > 100);
}

/* Nobody within the range of the others drops by the automatic rule, however narrow it is. */
static void test_matching__only_who_is_out_of_range_drops(void **state) {
    static rows all;
    static by_rows by;
    random_source source = {505};
    (void)state;
    for (int round = 0; round < 20; round++) {
        const ds_effect_options options = {.rule = DS_EFFECT_AUTO, .bandwidth = 1e-7};
        matched m;
        random_rows(&source, &all, round % 2 == 0, false, false);
        ds_effect_sample *sample = sample_of(&all, NULL);
        matched_init(&m, sample, &options);
        if (matched_persons(&m)) {
            rows_of(&by, &all, &m);
            for (size_t i = 0; i < all.n; i++)
                if (all.row[i].treated && rows_reach(&by, i) >= 0)
                    assert_true(m.matching.on[1][pattern_of(sample, &all.row[i], all.exact)]);
        }
        matched_done(&m);
        ds_effect_sample_free(sample);
    }
}

static void shuffled(random_source *source, size_t *order, size_t n) {
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i-- > 1;) {
        const size_t j = (size_t)random_below(source, (int)i + 1), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

static void assert_same_bits(const void *a, const void *b, size_t size) {
    assert_memory_equal(a, b, size);
}

/* Also after other persons: what was computed before leaves nothing behind. */
static void check_same(matched *a, matched *b, random_source *source) {
    const size_t n = a->sample->n_patterns;
    static double other[2][ROWS_MAX];
    assert_true(n <= ROWS_MAX);
    assert_int_equal(n, b->sample->n_patterns);
    for (size_t i = 0; i < n; i++)
        for (size_t g = 0; g < 2; g++)
            other[g][i] = a->n[g][i] * random_below(source, 4);
    (void)ds_matching_persons(&b->matching, other[1], other[0], 0.03, NULL);
    assert_int_equal(matched_persons(a), matched_persons(b));
    for (size_t g = 0; g < 2; g++) {
        assert_same_bits(a->matching.weight[g], b->matching.weight[g], n * sizeof(double));
        assert_same_bits(a->matching.on[g], b->matching.on[g], n * sizeof(bool));
    }
    const ds_matching_estimate first = matched_outcome(a), second = matched_outcome(b);
    assert_same_bits(&first, &second, sizeof first);
}

static void test_matching__row_order_and_earlier_calls_change_no_bit(void **state) {
    static rows all;
    static size_t order[ROWS_MAX];
    random_source source = {502};
    (void)state;
    for (int round = 0; round < 20; round++) {
        ds_error err;
        ds_se first = {0}, second = {0};
        matched a, b;
        const ds_effect_options options = {
            .kernel = (ds_effect_kernel)(round % 5), .estimand = DS_EFFECT_ATE, .bandwidth = 0.05};
        random_rows(&source, &all, round % 2 == 0, round % 3 == 0, false);
        shuffled(&source, order, all.n);
        ds_effect_sample *one = sample_of(&all, NULL), *other = sample_of(&all, order);
        matched_init(&a, one, &options);
        matched_init(&b, other, &options);
        check_same(&a, &b, &source);
        assert_int_equal(ds_se_estimate(&a.matching, one, &first, &err), DS_OK);
        assert_int_equal(ds_se_estimate(&b.matching, other, &second, &err), DS_OK);
        assert_same_bits(&first.influence, &second.influence, sizeof(double));
        assert_same_bits(&first.kmatch, &second.kmatch, sizeof(double));
        assert_same_bits(&first.influence_locations, &second.influence_locations, sizeof(double));
        matched_done(&a);
        matched_done(&b);
        ds_effect_sample_free(one);
        ds_effect_sample_free(other);
    }
}

/* ---- the ends ---- */

static void test_matching__no_treated_or_no_controls_has_no_estimate(void **state) {
    static rows all;
    random_source source = {503};
    (void)state;
    for (int treated = 0; treated < 2; treated++) {
        matched m;
        ds_se se;
        ds_error err;
        const ds_effect_options options = {.bandwidth = 0.06};
        random_rows(&source, &all, false, true, true);
        for (size_t i = 0; i < all.n; i++)
            all.row[i].treated = treated == 1;
        ds_effect_sample *sample = sample_of(&all, NULL);
        matched_init(&m, sample, &options);
        assert_false(matched_persons(&m));
        assert_false(m.matching.valid);
        assert_true(isnan(matched_outcome(&m).treated));
        assert_int_equal(ds_se_estimate(&m.matching, sample, &se, &err), DS_OK);
        assert_true(isnan(se.influence) && isnan(se.kmatch) && isnan(se.psmatch2));
        assert_int_equal(se.controls_used, 0);
        matched_done(&m);
        ds_effect_sample_free(sample);
    }
}

/* With one pattern matching is the difference of the means. */
static void test_matching__one_pattern_is_a_difference_of_means(void **state) {
    static rows all;
    random_source source = {504};
    (void)state;
    for (int estimand = 0; estimand < 3; estimand++) {
        matched m;
        double n[2] = {0}, sum[2] = {0};
        const ds_effect_options options = {.bandwidth = 0.001,
                                           .estimand = (ds_effect_estimand)estimand,
                                           .support = DS_EFFECT_SUPPORT_BOTH};
        random_rows(&source, &all, false, true, false);
        for (size_t i = 0; i < all.n; i++) {
            row *r = &all.row[i];
            r->a = r->b = r->x = 0;
            n[r->treated] += 1;
            sum[r->treated] += r->y;
        }
        ds_effect_sample *sample = sample_of(&all, NULL);
        matched_init(&m, sample, &options);
        assert_true(matched_persons(&m));
        assert_true(m.matching.one_score);
        assert_near(matched_outcome(&m).difference, sum[1] / n[1] - sum[0] / n[0], 1e-13, 10,
                    "difference of means");
        matched_done(&m);
        ds_effect_sample_free(sample);
    }
}

/* Two clouds of scores far apart, with one person of the other group in each so that there is a
 * score: at a small bandwidth nobody has a match. */
static void test_matching__all_off_support_has_no_estimate(void **state) {
    static rows all;
    (void)state;
    all = (rows){.n = 0};
    for (int i = 0; i < 60; i++)
        all.row[all.n++] = (row){.x = i % 2 == 0 ? i : 100 + i, .treated = i % 2 == 0, .y = i};
    all.row[0].x = 130; /* a treated among the controls, at a score of its own */
    ds_effect_sample *sample = sample_of(&all, NULL);
    matched m;
    for (int kernel = 0; kernel <= DS_EFFECT_TRIANGLE; kernel++) {
        const ds_effect_options options = {.kernel = (ds_effect_kernel)kernel, .bandwidth = 1e-12};
        matched_init(&m, sample, &options);
        assert_false(matched_persons(&m));
        assert_true(m.matching.score.converged);
        assert_false(m.matching.one_score);
        assert_true(isnan(matched_outcome(&m).difference));
        matched_done(&m);
    }
    ds_effect_sample_free(sample);
}

static void test_matching__constant_outcome_has_no_effect_and_no_error(void **state) {
    static rows all;
    random_source source = {505};
    (void)state;
    for (int round = 0; round < 6; round++) {
        matched m;
        ds_se se = {0};
        ds_error err;
        const ds_effect_options options = {.bandwidth = 0.06,
                                           .estimand = (ds_effect_estimand)(round % 3)};
        random_rows(&source, &all, round % 2 == 0, false, false);
        for (size_t i = 0; i < all.n; i++)
            all.row[i].y = all.row[i].treated ? 0.3 : 0.1;
        ds_effect_sample *sample = sample_of(&all, NULL);
        matched_init(&m, sample, &options);
        assert_true(matched_persons(&m));
        assert_near(matched_outcome(&m).difference, 0.2, 1e-14, 1, "constant");
        assert_int_equal(ds_se_estimate(&m.matching, sample, &se, &err), DS_OK);
        assert_false(se.spread);
        assert_true(se.influence == 0 && se.influence_locations == 0 && se.kmatch == 0);
        assert_true(options.estimand == DS_EFFECT_ATT ? se.psmatch2 == 0 : isnan(se.psmatch2));
        matched_done(&m);
        ds_effect_sample_free(sample);
    }
}

/* ---- order and exact ---- */

static void test_order__sorts_by_score_then_pattern(void **state) {
    enum { N = 5000 };
    static ds_order_entry entries[N], spare[N];
    static bool seen[N + 1];
    random_source source = {506};
    static const double units[] = {1 / 3000.0, 1e-9, 1e-15, 0}; /* some within 2^-32 */
    (void)state;
    for (int round = 0; round < 200; round++) {
        const size_t n = (size_t)random_below(&source, round < 100 ? 60 : N);
        const int different = random_from(&source, 1, 3000);
        const double unit = RANDOM_PICK(&source, units);
        for (size_t i = 0; i < n; i++) {
            entries[i] =
                (ds_order_entry){random_below(&source, different) * unit, (uint32_t)(n - i)};
            seen[n - i] = false;
        }
        ds_order_sort(entries, spare, n);
        for (size_t repeat = 0; repeat < 2; repeat++) {
            for (size_t i = 1; i < n; i++)
                assert_true(entries[i - 1].p < entries[i].p ||
                            (entries[i - 1].p == entries[i].p &&
                             entries[i - 1].pattern < entries[i].pattern));
            for (size_t k = 0; n > 0 && k < 5; k++) /* nearly sorted */
                entries[random_below(&source, (int)n)].p = random_share(&source);
            ds_order_sort(entries, spare, n);
        }
        for (size_t i = 0; i < n; i++) {
            assert_false(seen[entries[i].pattern]);
            seen[entries[i].pattern] = true;
        }
    }
}

static void test_exact__equals_row_by_row(void **state) {
    static rows all;
    random_source source = {507};
    (void)state;
    for (int round = 0; round < 20; round++) {
        double gain[2] = {0}; /* of controls, of treated */
        uint64_t treated = 0, control = 0;
        matched m;
        const ds_effect_options options = {.bandwidth = 0.06};
        random_rows(&source, &all, round % 2 == 0, true, false);
        for (size_t i = 0; i < all.n; i++) {
            const row *r = &all.row[i];
            double n = 0, sum = 0;
            for (size_t j = 0; j < all.n; j++) {
                const row *o = &all.row[j];
                if (o->treated == r->treated || o->a != r->a || o->b != r->b || o->x != r->x ||
                    (all.exact && o->stratum != r->stratum))
                    continue;
                n++;
                sum += o->y;
            }
            if (n == 0) continue;
            treated += r->treated;
            control += !r->treated;
            gain[r->treated] += r->treated ? r->y - sum / n : sum / n - r->y;
        }
        ds_effect_sample *sample = sample_of(&all, NULL);
        matched_init(&m, sample, &options);
        const double n1 = (double)treated, n0 = (double)control;
        const double expected[] = {gain[1] / n1, gain[0] / n0, (gain[1] + gain[0]) / (n1 + n0)};
        assert_true(treated > 0 && treated < ds_effect_sample_treated(sample) + 1);
        for (int e = DS_EFFECT_ATT; e <= DS_EFFECT_ATE; e++) {
            const ds_exact exact = ds_exact_estimate((ds_effect_estimand)e, sample->n_patterns,
                                                     m.n[1], m.n[0], m.sum[1], m.sum[0]);
            assert_int_equal(exact.treated, treated);
            assert_int_equal(exact.control, control);
            assert_near(exact.difference, expected[e], 1e-12, 10, "exact");
        }
        matched_done(&m);
        ds_effect_sample_free(sample);
    }
    assert_true(isnan(ds_exact_estimate(DS_EFFECT_ATT, 0, NULL, NULL, NULL, NULL).difference));
}

/* ---- memory ---- */

static ds_status all_of_it(void *context, ds_error *err) {
    const matched *m = context;
    ds_matching matching;
    ds_se se;
    ds_status status = ds_matching_init(&m->design, &m->options, &matching, err);
    if (status != DS_OK) return status;
    const uint64_t before = ds_memory_requests();
    for (int again = 0; again < 2; again++)
        assert_true(ds_matching_persons(&matching, m->n[1], m->n[0], 0.1, NULL));
    assert_int_equal(ds_memory_requests(), before);
    status = ds_se_estimate(&matching, m->sample, &se, err);
    ds_matching_done(&matching);
    return status;
}

static void test_matching__every_allocation_may_fail(void **state) {
    static rows all;
    random_source source = {508};
    matched m;
    const ds_effect_options options = {.bandwidth = 0.1, .estimand = DS_EFFECT_ATE};
    (void)state;
    random_rows(&source, &all, true, true, false);
    ds_effect_sample *sample = sample_of(&all, NULL);
    matched_init(&m, sample, &options);
    ds_test_every_allocation(all_of_it, &m);
    matched_done(&m);
    ds_effect_sample_free(sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matching__equals_row_by_row),
        cmocka_unit_test(test_matching__only_who_is_out_of_range_drops),
        cmocka_unit_test(test_matching__row_order_and_earlier_calls_change_no_bit),
        cmocka_unit_test(test_matching__no_treated_or_no_controls_has_no_estimate),
        cmocka_unit_test(test_matching__one_pattern_is_a_difference_of_means),
        cmocka_unit_test(test_matching__all_off_support_has_no_estimate),
        cmocka_unit_test(test_matching__constant_outcome_has_no_effect_and_no_error),
        cmocka_unit_test(test_order__sorts_by_score_then_pattern),
        cmocka_unit_test(test_exact__equals_row_by_row),
        cmocka_unit_test(test_matching__every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
