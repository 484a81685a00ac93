/* tests/effect/test_se.c: standard errors against sums over persons, and the influence function
 * against its meaning: how the estimate changes when a person weighs a little more, the score
 * fitted again. */
#include "matching_rows.h"

static const double bandwidths[] = {0.02, 0.06, 0.2, 1};

/* ---- the formulas ---- */

typedef struct moments {
    long double n, sum, square;
} moments;

static void moments_add(moments *of, double y) {
    of->n++;
    of->sum += (long double)y;
    of->square += (long double)y * (long double)y;
}

static long double variance_of(const moments *of) {
    return (of->square - of->sum * of->sum / of->n) / (of->n - 1);
}

static double rows_psmatch2(const by_rows *by) {
    moments treated = {0}, control = {0};
    long double w2 = 0;
    for (size_t i = 0; i < by->all->n; i++) {
        const row *r = &by->all->row[i];
        if (r->treated && by->on[i]) moments_add(&treated, r->y);
        if (!r->treated && by->usable[i]) moments_add(&control, r->y);
        if (!r->treated) w2 += by->weight[i] * by->weight[i];
    }
    return (double)sqrtl(variance_of(&treated) / treated.n +
                         variance_of(&control) * w2 / (treated.n * treated.n));
}

/* The mean outcome of a group, as averaged over or as matches. */
static long double rows_mean(const by_rows *by, bool treated, bool as_matches) {
    long double n = 0, sum = 0;
    for (size_t i = 0; i < by->all->n; i++) {
        const long double w = as_matches ? by->weight[i] : by->on[i] ? 1 : 0;
        if (by->all->row[i].treated != treated) continue;
        n += w;
        sum += w * (long double)by->all->row[i].y;
    }
    return n > 0 ? sum / n : 0;
}

/* As in the source of kmatch: each role from its own mean, and, in the ATE, which of the two
 * effects somebody counts in. */
static double rows_kmatch(const by_rows *by) {
    const long double n = (long double)by->all->n, averaged = (long double)by->averaged;
    const long double own[2] = {rows_mean(by, false, false), rows_mean(by, true, false)};
    const long double match[2] = {rows_mean(by, false, true), rows_mean(by, true, true)};
    const bool ate = by->options->estimand == DS_EFFECT_ATE;
    const long double att = own[1] - match[0], atu = match[1] - own[0];
    long double square = 0, share = 0;
    for (size_t i = 0; i < by->all->n; i++)
        share += by->on[i] && by->all->row[i].treated ? 1 / averaged : 0;
    for (size_t i = 0; i < by->all->n; i++) {
        const bool t = by->all->row[i].treated;
        const long double y = (long double)by->all->row[i].y;
        const long double d = ate ? (t ? 1 - share : -share) * (att - atu) : 0;
        const long double influence =
            (t ? 1 : -1) * (by->weight[i] * (y - match[t]) + (by->on[i] ? y - own[t] : 0)) +
            (by->on[i] ? d : 0);
        square += influence * influence / averaged / averaged;
    }
    return (double)sqrtl(n / (n - 1) * square);
}

static double rows_effective(const by_rows *by, uint64_t *used) {
    long double sum = 0, square = 0;
    *used = 0;
    for (size_t i = 0; i < by->all->n; i++) {
        const long double w = by->weight[i] + (by->on[i] ? 1 : 0);
        if (by->all->row[i].treated) continue;
        sum += w;
        square += w * w;
        *used += w > 0;
    }
    return (double)(sum * sum / square);
}

static void test_se__formulas_equal_row_by_row(void **state) {
    static rows all;
    static by_rows by;
    random_source source = {601};
    int compared = 0;
    (void)state;
    for (int round = 0; round < 120; round++) {
        const ds_effect_options options = {.kernel = (ds_effect_kernel)(round % 5),
                                           .support = (ds_effect_support)(round % 4),
                                           .estimand = (ds_effect_estimand)(round % 3),
                                           .rule =
                                               round % 11 < 5 ? DS_EFFECT_AUTO : DS_EFFECT_FIXED,
                                           .bandwidth = RANDOM_PICK(&source, bandwidths)};
        matched m;
        ds_se se = {0};
        ds_error err;
        uint64_t used;
        random_rows(&source, &all, round % 2 == 0, round % 7 < 3, round % 3 == 0);
        ds_effect_sample *sample = sample_of(&all, NULL);
        matched_init(&m, sample, &options);
        if (matched_persons(&m)) {
            compared++;
            rows_of(&by, &all, &m);
            assert_int_equal(ds_se_estimate(&m.matching, sample, &se, &err), DS_OK);
            if (options.estimand == DS_EFFECT_ATT)
                assert_near(se.psmatch2, rows_psmatch2(&by), 1e-9, se.psmatch2, "psmatch2");
            else
                assert_true(isnan(se.psmatch2));
            assert_near(se.kmatch, rows_kmatch(&by), 1e-9, se.kmatch, "kmatch");
            assert_near(se.effective_controls, rows_effective(&by, &used), 1e-9,
                        se.effective_controls, "effective controls");
            assert_int_equal(se.controls_used, used);
            assert_int_equal(isnan(se.sum_w2), options.estimand == DS_EFFECT_ATU);
        }
        matched_done(&m);
        ds_effect_sample_free(sample);
    }
    assert_true(compared > 100);
}

/* ---- the influence function ---- */

/* The uniform kernel jumps at its edge, and the nearest where they become others: no derivative
 * where somebody passes it. */
static bool jumped(const matched *m, const double *const sums[2]) {
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < m->sample->n_patterns; i++)
            if ((m->options.kernel == DS_EFFECT_UNIFORM || m->options.rule == DS_EFFECT_AUTO) &&
                fabs(m->matching.kernel_sum[g][i] - sums[g][i]) > 0.1)
                return true;
    return false;
}

/* The estimate with one person like r weighing more by eps; NAN when it jumped from sums. */
static double perturbed(matched *m, const row *r, size_t pattern, double eps,
                        const double *const sums[2]) {
    const size_t g = r->treated ? 1 : 0;
    const double n = m->n[g][pattern], sum = m->sum[g][pattern];
    m->n[g][pattern] = n + eps;
    m->sum[g][pattern] = sum + eps * r->y;
    assert_true(matched_persons(m));
    const double difference = jumped(m, sums) ? NAN : matched_outcome(m).difference;
    m->n[g][pattern] = n;
    m->sum[g][pattern] = sum;
    return difference;
}

static double influence_of(const ds_se_influence *influence, const row *r, size_t pattern) {
    const size_t g = r->treated ? 1 : 0;
    return influence->slope[g][pattern] * (r->y - influence->centre) +
           influence->constant[g][pattern];
}

static double *copy_of(const double *values, size_t n) {
    double *copy = ds_calloc(n + 1, sizeof *copy);
    assert_non_null(copy);
    memcpy(copy, values, n * sizeof *copy);
    return copy;
}

/* Returns how many persons were compared. */
static size_t check_derivative(matched *m, const rows *all, const char *what) {
    const double eps = 1e-5;
    const double *const sums[2] = {copy_of(m->matching.kernel_sum[0], m->sample->n_patterns),
                                   copy_of(m->matching.kernel_sum[1], m->sample->n_patterns)};
    size_t compared = 0;
    ds_se_influence influence = {0};
    ds_error err;
    double largest = 0, sum = 0;
    assert_int_equal(ds_se_influence_init(&m->matching, m->sample, &influence, &err), DS_OK);
    for (size_t i = 0; i < all->n; i++) {
        const row *r = &all->row[i];
        const double one = influence_of(&influence, r, pattern_of(m->sample, r, all->exact));
        largest = fmax(largest, fabs(one));
        sum += one;
    }
    assert_near(sum, 0, 1e-8, largest, what);
    for (size_t i = 0; i < all->n; i += 7) {
        const row *r = &all->row[i];
        const size_t pattern = pattern_of(m->sample, r, all->exact);
        const double more = perturbed(m, r, pattern, eps, sums);
        const double less = perturbed(m, r, pattern, -eps, sums);
        if (isnan(more) || isnan(less)) continue;
        compared++;
        assert_near(influence_of(&influence, r, pattern), (more - less) / (2 * eps), 2e-5, largest,
                    what);
    }
    ds_se_influence_done(&influence);
    ds_free((void *)sums[0]);
    ds_free((void *)sums[1]);
    return compared;
}

static void test_se__influence_is_the_derivative_to_a_weight(void **state) {
    static rows all;
    random_source source = {602};
    size_t compared = 0;
    (void)state;
    for (int round = 0; round < 90; round++) {
        const ds_effect_options options = {.kernel = (ds_effect_kernel)(round % 5),
                                           .support = (ds_effect_support)(round % 4),
                                           .estimand = (ds_effect_estimand)(round % 3),
                                           .rule =
                                               round % 11 < 5 ? DS_EFFECT_AUTO : DS_EFFECT_FIXED,
                                           .bandwidth = RANDOM_PICK(&source, bandwidths)};
        matched m;
        char what[80];
        (void)snprintf(what, sizeof what, "round %d: kernel %d, support %d, estimand %d, %g", round,
                       (int)options.kernel, (int)options.support, (int)options.estimand,
                       options.bandwidth);
        random_rows(&source, &all, round % 2 == 0, round % 7 < 4, round % 3 == 0);
        ds_effect_sample *sample = sample_of(&all, NULL);
        matched_init(&m, sample, &options);
        if (options.estimand == DS_EFFECT_ATE && round % 2 == 0)
            m.matching.bandwidth_controls = 0.7 * options.bandwidth;
        if (matched_persons(&m)) {
            compared += check_derivative(&m, &all, what);
        }
        matched_done(&m);
        ds_effect_sample_free(sample);
    }
    print_message("compared %zu persons\n", compared);
    assert_true(compared > 2500);
}

/* Adding 1e6 to every outcome, or doubling it. */
static void test_se__follows_the_outcome(void **state) {
    static rows all;
    random_source source = {603};
    (void)state;
    for (int round = 0; round < 12; round++) {
        const ds_effect_options options = {.estimand = (ds_effect_estimand)(round % 3),
                                           .bandwidth = 0.1};
        ds_se se[3] = {{0}};
        ds_error err;
        random_rows(&source, &all, round % 2 == 0, true, false);
        for (int change = 0; change < 3; change++) {
            matched m;
            ds_effect_sample *sample;
            for (size_t i = 0; i < all.n; i++)
                all.row[i].y = change == 0   ? all.row[i].y
                               : change == 1 ? all.row[i].y * 2
                                             : all.row[i].y + 1e6;
            sample = sample_of(&all, NULL);
            matched_init(&m, sample, &options);
            assert_true(matched_persons(&m));
            assert_int_equal(ds_se_estimate(&m.matching, sample, &se[change], &err), DS_OK);
            matched_done(&m);
            ds_effect_sample_free(sample);
        }
        for (int change = 1; change < 3; change++) {
            assert_near(se[change].influence, 2 * se[0].influence, 1e-8, se[0].influence, "full");
            assert_near(se[change].kmatch, 2 * se[0].kmatch, 1e-8, se[0].kmatch, "kmatch");
            assert_near(se[change].influence_locations, 2 * se[0].influence_locations, 1e-8,
                        se[0].influence_locations, "locations");
        }
    }
}

/* ---- locations ---- */

static void check_locations(const matched *m, const rows *all, const ds_se *se, int n_locations) {
    double by_location[ROWS_MAX] = {0}, persons = 0, locations = 0;
    ds_se_influence influence = {0};
    ds_error err;
    assert_int_equal(ds_se_influence_init(&m->matching, m->sample, &influence, &err), DS_OK);
    for (size_t i = 0; i < all->n; i++) {
        const row *r = &all->row[i];
        const double one = influence_of(&influence, r, pattern_of(m->sample, r, all->exact));
        by_location[r->location] += one;
        persons += one * one;
    }
    for (int l = 0; l < n_locations; l++)
        locations += by_location[l] * by_location[l];
    assert_near(se->influence, sqrt(persons), 1e-12, se->influence, "persons");
    if (n_locations > 1)
        assert_near(se->influence_locations, sqrt(locations * n_locations / (n_locations - 1)),
                    1e-12, se->influence_locations, "locations");
    else
        assert_true(isnan(se->influence_locations));
    ds_se_influence_done(&influence);
}

static void test_se__locations_add_up(void **state) {
    static rows all;
    random_source source = {604};
    (void)state;
    for (int round = 0; round < 15; round++) {
        const ds_effect_options options = {.bandwidth = 0.1};
        matched m;
        ds_se se = {0};
        ds_error err;
        random_rows(&source, &all, round % 2 == 0, true, true);
        const int kind = round % 3, n = (int)all.n;
        for (int i = 0; i < n; i++) /* one place each, one place for all, eleven */
            all.row[i].location = kind == 0 ? i : kind == 1 ? 0 : i % 11;
        ds_effect_sample *sample = sample_of(&all, NULL);
        matched_init(&m, sample, &options);
        assert_true(matched_persons(&m));
        assert_int_equal(ds_se_estimate(&m.matching, sample, &se, &err), DS_OK);
        check_locations(&m, &all, &se, kind == 0 ? n : kind == 1 ? 1 : 11);
        if (kind == 0)
            assert_near(se.influence_locations, se.influence * sqrt(n / (n - 1.0)), 1e-12,
                        se.influence, "everyone at a place of their own");
        matched_done(&m);
        ds_effect_sample_free(sample);
    }
}

/* Matching on one sample serves another of the same persons with another outcome. */
static void test_se__another_outcome_of_the_same_persons(void **state) {
    static rows all;
    random_source source = {605};
    (void)state;
    for (int round = 0; round < 10; round++) {
        const ds_effect_options options = {.bandwidth = 0.1,
                                           .estimand = (ds_effect_estimand)(round % 3)};
        matched one, other;
        ds_se found = {0}, expected = {0};
        ds_error err;
        random_rows(&source, &all, round % 2 == 0, true, true);
        ds_effect_sample *first = sample_of(&all, NULL);
        for (size_t i = 0; i < all.n; i++)
            all.row[i].y = 100 * random_share(&source);
        ds_effect_sample *second = sample_of(&all, NULL);
        assert_true(ds_sample_same_persons(first, second));
        matched_init(&one, first, &options);
        matched_init(&other, second, &options);
        assert_true(matched_persons(&one) && matched_persons(&other));
        assert_int_equal(ds_se_estimate(&one.matching, second, &found, &err), DS_OK);
        assert_int_equal(ds_se_estimate(&other.matching, second, &expected, &err), DS_OK);
        assert_true(found.influence == expected.influence && found.influence > 0);
        assert_true(found.kmatch == expected.kmatch && found.kmatch > 0);
        assert_true(found.influence_locations == expected.influence_locations);
        matched_done(&one);
        matched_done(&other);
        ds_effect_sample_free(first);
        ds_effect_sample_free(second);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_se__formulas_equal_row_by_row),
        cmocka_unit_test(test_se__influence_is_the_derivative_to_a_weight),
        cmocka_unit_test(test_se__follows_the_outcome),
        cmocka_unit_test(test_se__locations_add_up),
        cmocka_unit_test(test_se__another_outcome_of_the_same_persons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
