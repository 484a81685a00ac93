/* tests/effect/test_ways.c: AIPW, IPW, entropy balancing, strata and neighbours: against R, against
 * estimating again with a person more or less, and what must hold: bits, exact moments, double
 * robustness, limits.
 */
#include "effect/way.h"
#include "effect/ways_made.h"

static ds_effect_options options_for(const ways_expected *of) {
    ds_effect_options o = DS_EFFECT_OPTIONS_INIT;
    o.estimator = of->estimator;
    o.estimand = of->estimand;
    o.model = of->model;
    o.se = DS_EFFECT_SE_INFLUENCE;
    o.resample = DS_EFFECT_PERSONS;
    o.n_workers = 1;
    return o;
}

static ds_effect_options plainly(ds_effect_estimator estimator, ds_effect_estimand estimand) {
    return options_for(&(ways_expected){.estimator = estimator, .estimand = estimand});
}

static ds_effect_result estimate(const ds_effect_sample *sample, const ds_effect_options *o) {
    ds_effect_result r;
    ds_error err;
    if (ds_effect_estimate(&sample, 1, o, &r, &err) != DS_OK) fail_msg("%s", err.en);
    return r;
}

static void close_to(double found, double expected, double by, const char *what, size_t i) {
    if (!(fabs(found - expected) <= by * fmax(1, fabs(expected))))
        fail_msg("%s of %zu: %.17g, expected %.17g", what, i, found, expected);
}

static void test_ways__as_in_r(void **state) {
    (void)state;
    for (size_t i = 0; i < WAYS_IN_R; i++) {
        const ways_expected *e = &ways_in_r[i];
        const ds_effect_options o = options_for(e);
        ds_effect_sample *sample = ways_sample(e->outcome, 1, NULL);
        const ds_effect_result r = estimate(sample, &o);
        close_to(r.treated, e->numbers[0], 1e-10, "treated", i);
        close_to(r.control, e->numbers[1], 1e-10, "control", i);
        close_to(r.difference, e->numbers[0] - e->numbers[1], 1e-10, "difference", i);
        close_to(r.se_influence, e->numbers[2], 1e-10, "se", i);
        close_to(r.se_influence_locations, e->numbers[3], 1e-10, "se by location", i);
        close_to(r.se, e->numbers[2], 1e-10, "se", i);
        close_to(r.high - r.low, 2 * 1.959963984540054 * e->numbers[2], 1e-9, "interval", i);
        assert_int_equal(r.flags & ~(unsigned)DS_EFFECT_FEW_EVENTS, 0);
        ds_effect_sample_free(sample);
    }
}

static void test_ways__strata_as_in_r(void **state) {
    (void)state;
    for (size_t i = 0; i < WAYS_STRATA_IN_R; i++) {
        const ways_strata *e = &ways_strata_in_r[i];
        ds_effect_options o =
            options_for(&(ways_expected){.estimator = DS_EFFECT_STRATA, .estimand = e->estimand});
        ds_effect_sample *sample = ways_sample(e->outcome, 1, NULL);
        ds_effect_result r;
        o.classes = e->classes;
        r = estimate(sample, &o);
        close_to(r.treated, e->numbers[0], 1e-10, "treated", i);
        close_to(r.control, e->numbers[1], 1e-10, "control", i);
        close_to(r.se_influence, e->numbers[2], 1e-10, "se", i);
        close_to(r.se_influence_locations, e->numbers[3], 1e-10, "se by location", i);
        assert_int_equal((e->estimand != DS_EFFECT_ATU ? r.n_treated : 0) +
                             (e->estimand != DS_EFFECT_ATT ? r.n_control : 0) - r.off_support,
                         (uint64_t)e->averaged);
        ds_effect_sample_free(sample);
    }
}

static void test_ways__neighbours_as_in_r(void **state) {
    (void)state;
    for (size_t i = 0; i < WAYS_NEAR_IN_R; i++) {
        const ways_near *e = &ways_near_in_r[i];
        ds_effect_options o =
            options_for(&(ways_expected){.estimator = DS_EFFECT_NN, .estimand = e->estimand});
        ds_effect_sample *sample = ways_sample(e->outcome, 1, NULL);
        ds_effect_result r;
        o.neighbours = e->neighbours;
        o.uncorrected = e->uncorrected;
        r = estimate(sample, &o);
        close_to(r.treated, e->numbers[0], 1e-10, "treated", i);
        close_to(r.control, e->numbers[1], 1e-10, "control", i);
        close_to(r.se, e->numbers[2], 1e-10, "se", i);
        assert_true(isnan(r.se_influence_locations));
        ds_effect_sample_free(sample);
    }
}

/* The influence of a person is how the estimate changes by one more: (E(+1) - E(-1)) / 2 of many
 * copies, up to the third derivative. */
static void test_ways__influence_is_a_derivative(void **state) {
    enum { TIMES = 2000 };
    (void)state;
    for (size_t i = 0; i < WAYS_IN_R; i++) {
        const ds_effect_options o = options_for(&ways_in_r[i]);
        double square = 0, expected;
        for (size_t row = 0; row < WAYS_ROWS; row++) {
            double found[2];
            for (int up = 0; up < 2; up++) {
                int more[WAYS_ROWS] = {0};
                ds_effect_sample *sample;
                more[row] = up ? 1 : -1;
                sample = ways_sample(ways_in_r[i].outcome, TIMES, more);
                found[up] = estimate(sample, &o).difference;
                ds_effect_sample_free(sample);
            }
            square += TIMES * ways_rows[row].n * pow((found[1] - found[0]) / 2, 2);
        }
        expected = ways_in_r[i].numbers[2] / sqrt(TIMES);
        close_to(sqrt(square) / expected, 1, 1e-5, "derivative", i);
    }
}

/* Other order, other calls, several threads: the same bits. */
static void test_ways__same_bits(void **state) {
    (void)state;
    for (size_t i = 0; i < WAYS_IN_R; i++) {
        ds_effect_options o = options_for(&ways_in_r[i]);
        ds_effect_sample *sample = ways_sample(ways_in_r[i].outcome, 1, NULL), *other = ways_new();
        const ds_effect_result r = estimate(sample, &o);
        ds_effect_result again;
        for (size_t k = WAYS_ROWS; k-- > 0;)
            for (int part = 0; part < 2; part++) {
                const int half = ways_rows[k].n / 2;
                const int n = part == 0 ? half : ways_rows[k].n - half;
                if (n > 0) ways_add(other, &ways_rows[k], ways_in_r[i].outcome, n);
            }
        o.n_workers = 3;
        again = estimate(ways_finished(other), &o);
        assert_memory_equal(&r, &again, sizeof r);
        ds_effect_sample_free(sample);
        ds_effect_sample_free(other);
    }
}

/* Locations of at least ten with treated, persons spread over them. */
static void test_ways__neighbours_know_no_locations(void **state) {
    ds_effect_sample *sample = ways_new();
    ds_effect_options o = plainly(DS_EFFECT_NN, DS_EFFECT_ATT);
    ds_effect_result r;
    (void)state;
    for (size_t k = 0; k < WAYS_ROWS; k++) {
        ways_row row = ways_rows[k];
        row.location = (int)k;
        ways_add(sample, &row, 0, row.n);
    }
    o.resample = DS_EFFECT_LOCATIONS;
    r = estimate(ways_finished(sample), &o);
    assert_int_equal(r.flags & DS_EFFECT_FEW_LOCATIONS, 0);
    assert_true(isnan(r.se) && isnan(r.p) && isnan(r.low) && isfinite(r.difference));
    assert_true(isfinite(r.se_influence));
    ds_effect_sample_free(sample);
}

/* ---- entropy balancing ---- */

/* All means of the design, and the persons of each stratum, are those of the treated. */
static void test_ways__moments_are_exact(void **state) {
    ds_effect_options o = DS_EFFECT_OPTIONS_INIT;
    ds_effect_sample *sample = ways_sample(0, 1, NULL);
    ds_way_basis basis;
    ds_design design;
    ds_score score;
    ds_way way;
    ds_error err;
    double *n[2] = {calloc(sample->n_patterns, sizeof(double)),
                    calloc(sample->n_patterns, sizeof(double))};
    double off[8] = {0};
    (void)state;
    ds_sample_totals(sample, n, (double *const[2]){NULL, NULL}, (double *const[2]){NULL, NULL});
    assert_int_equal(ds_design_init(sample, n[1], n[0], &design, &err), DS_OK);
    assert_int_equal(ds_score_init(&design, &score, &err), DS_OK);
    assert_true(ds_score_fit(&design, n[1], n[0], NULL, &score));
    assert_int_equal(ds_way_basis_init(sample, &o, &design, &score, &basis, &err), DS_OK);
    assert_int_equal(ds_way_estimate(&basis, DS_EFFECT_EB, &way, &err), DS_OK);
    assert_true(way.valid);
    assert_true(sample->n_strata == 2 && design.n_used == 3);
    for (size_t p = 0; p < sample->n_patterns; p++)
        (void)ds_design_with_x(&design, p, way.weight[0][p] * n[0][p] - n[1][p], off, NULL);
    for (size_t j = 0; j < 5; j++)
        close_to(off[j], 0, 1e-9, "moment", j);
    ds_way_done(&way);
    ds_way_basis_done(&basis);
    ds_score_done(&score);
    ds_design_done(&design);
    free(n[0]);
    free(n[1]);
    ds_effect_sample_free(sample);
}

/* ---- made cells ---- */

typedef struct cell {
    const char *a;
    double x;
    int treated;
    double outcome, n;
} cell;

static ds_effect_sample *cells_sample(const cell *cells, size_t n_cells) {
    static const ds_effect_column columns[] = {{"a", DS_EFFECT_FACTOR}, {"x", DS_EFFECT_NUMBER}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 2);
    ds_error err;
    assert_non_null(sample);
    for (size_t i = 0; i < n_cells; i++) {
        const ds_effect_value values[] = {{{cells[i].a, 1}, 0}, {{NULL, 0}, cells[i].x}};
        const ds_effect_group group = {values,
                                       {"l", 1},
                                       cells[i].treated == 1,
                                       cells[i].outcome,
                                       (uint64_t)(cells[i].n + 0.5)};
        if (group.n > 0) assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
    return ways_finished(sample);
}

/* A country without chance: shares of a very large number of persons. Treatment raises the outcome
 * by 0.1 for all. Score and outcome by a logit of x, or by something else that x's logit cannot be.
 */
static ds_effect_sample *made_country(bool score_right, bool outcome_right) {
    static const double other_score[] = {0.2, 0.6, 0.3, 0.45},
                        other_outcome[] = {0.5, 0.1, 0.4, 0.2};
    cell cells[16];
    size_t n = 0;
    for (int x = 0; x < 4; x++) {
        const double e = score_right ? 1 / (1 + exp(1.2 - 0.5 * x)) : other_score[x];
        const double without = outcome_right ? 0.1 + 0.12 * x : other_outcome[x];
        for (int t = 0; t < 2; t++)
            for (int y = 0; y < 2; y++) {
                const double p = without + 0.1 * t;
                cells[n++] = (cell){"a", x, t, y, 1e9 * (t ? e : 1 - e) * (y ? p : 1 - p)};
            }
    }
    return cells_sample(cells, n);
}

static void test_ways__right_when_either_model_is(void **state) {
    (void)state;
    for (int estimand = 0; estimand < 3; estimand++)
        for (int score = 0; score < 2; score++)
            for (int outcome = 0; outcome < 2; outcome++) {
                ds_effect_sample *sample = made_country(score == 1, outcome == 1);
                double off[3];
                for (int way = 0; way < 3; way++) {
                    ds_effect_options o = plainly((ds_effect_estimator)(DS_EFFECT_AIPW + way),
                                                  (ds_effect_estimand)estimand);
                    o.model = DS_EFFECT_MODEL_LINEAR;
                    off[way] = fabs(estimate(sample, &o).difference - 0.1);
                }
                assert_true((off[0] < 1e-7) == (score == 1 || outcome == 1)); /* aipw */
                assert_true((off[1] < 1e-7) == (score == 1));                 /* ipw */
                if (outcome == 1) assert_true(off[2] < 1e-7);                 /* eb: linear */
                ds_effect_sample_free(sample);
            }
}

/* With a saturated score and outcome model all ways are the comparison within cells. */
static void test_ways__saturated_is_exact(void **state) {
    static const cell cells[] = {{"p", 0, 0, 1, 7}, {"p", 0, 0, 0, 20}, {"p", 0, 1, 1, 9},
                                 {"p", 0, 1, 0, 5}, {"q", 0, 0, 1, 6},  {"q", 0, 0, 0, 30},
                                 {"q", 0, 1, 1, 4}, {"q", 0, 1, 0, 11}, {"r", 0, 0, 1, 12},
                                 {"r", 0, 0, 0, 8}, {"r", 0, 1, 1, 13}, {"r", 0, 1, 0, 6}};
    ds_effect_sample *sample = cells_sample(cells, sizeof cells / sizeof *cells);
    (void)state;
    for (int estimand = 0; estimand < 3; estimand++) {
        double se[3];
        for (int way = 0; way < 3; way++) {
            const ds_effect_options o =
                plainly((ds_effect_estimator)(DS_EFFECT_AIPW + way), (ds_effect_estimand)estimand);
            const ds_effect_result r = estimate(sample, &o);
            close_to(r.difference, r.exact_difference, 1e-12, "difference", (size_t)way);
            se[way] = r.se;
        }
        close_to(se[1], se[0], 1e-12, "se", 1);
        close_to(se[2], se[0], 1e-12, "se", 2);
    }
    ds_effect_sample_free(sample);
}

/* ---- limits ---- */

static const cell rare[] = {
    {"p", 0, 0, 1, 12}, {"p", 0, 0, 0, 18}, {"p", 1, 0, 1, 9},  {"p", 1, 0, 0, 31},
    {"q", 0, 0, 1, 20}, {"q", 0, 0, 0, 30}, {"q", 1, 0, 1, 11}, {"q", 1, 0, 0, 24},
    {"r", 0, 0, 0, 20}, {"r", 1, 0, 0, 25}, {"p", 0, 1, 1, 5},  {"p", 0, 1, 0, 7},
    {"p", 1, 1, 1, 7},  {"p", 1, 1, 0, 11}, {"q", 0, 1, 1, 6},  {"q", 0, 1, 0, 3},
    {"q", 1, 1, 1, 6},  {"q", 1, 1, 0, 8},  {"r", 0, 1, 1, 2},  {"r", 0, 1, 0, 8},
    {"r", 1, 1, 1, 3},  {"r", 1, 1, 0, 8}};

/* No control of r has the outcome: its expectation is 0 exactly, the others are fitted without it.
 * R: glm(y~a+x, binomial) on the controls but r, 0 for r; glm with r gives the same estimate, with
 * a warning. */
static void test_ways__no_events_at_a_level(void **state) {
    ds_effect_sample *sample = cells_sample(rare, sizeof rare / sizeof *rare);
    const ds_effect_options o = plainly(DS_EFFECT_AIPW, DS_EFFECT_ATT);
    const ds_effect_result r = estimate(sample, &o);
    (void)state;
    close_to(r.difference, 0.166804861570881, 1e-12, "difference", 0);
    close_to(r.se, 0.061696995612280, 1e-12, "se", 0);
    assert_int_equal(r.flags & DS_EFFECT_MODEL_CHANGED, 0);
    ds_effect_sample_free(sample);
}

/* Whether a control has the outcome is x > 1: no finite logit. Linear, and said. */
static void test_ways__separated_outcome_is_linear(void **state) {
    cell cells[32];
    size_t n = 0;
    ds_effect_sample *sample;
    ds_effect_options o = plainly(DS_EFFECT_AIPW, DS_EFFECT_ATT);
    ds_effect_result logit, linear;
    (void)state;
    for (int x = 0; x < 4; x++) {
        cells[n++] = (cell){"a", x, 0, x > 1, 20};
        cells[n++] = (cell){"a", x, 1, 0, 3 + x};
        cells[n++] = (cell){"a", x, 1, 1, 7 - x};
    }
    sample = cells_sample(cells, n);
    logit = estimate(sample, &o);
    o.model = DS_EFFECT_MODEL_LINEAR;
    linear = estimate(sample, &o);
    assert_int_equal(logit.flags & DS_EFFECT_MODEL_CHANGED, DS_EFFECT_MODEL_CHANGED);
    assert_int_equal(linear.flags & DS_EFFECT_MODEL_CHANGED, 0);
    assert_true(isfinite(linear.difference) && logit.difference == linear.difference);
    ds_effect_sample_free(sample);
}

/* The treated of q are older than any control of q is with p's: q and x together cannot be had. */
static void test_ways__no_weights(void **state) {
    static const cell cells[] = {{"p", 0, 0, 1, 5}, {"p", 1, 0, 0, 5}, {"q", 0, 0, 1, 5},
                                 {"p", 0, 1, 0, 1}, {"q", 2, 1, 1, 9}, {"q", 0, 1, 0, 1},
                                 {"q", 1, 0, 0, 1}};
    ds_effect_sample *sample = cells_sample(cells, sizeof cells / sizeof *cells);
    const ds_effect_options o = plainly(DS_EFFECT_EB, DS_EFFECT_ATT);
    const ds_effect_result r = estimate(sample, &o);
    (void)state;
    assert_int_equal(r.flags & DS_EFFECT_NO_WEIGHTS, DS_EFFECT_NO_WEIGHTS);
    assert_true(isnan(r.difference) && isnan(r.se) && isnan(r.p));
    ds_effect_sample_free(sample);
}

static void test_ways__extreme_weights(void **state) {
    cell cells[] = {{"p", 0, 0, 1, 40}, {"p", 0, 0, 0, 60}, {"p", 0, 1, 0, 2}, {"p", 0, 1, 1, 2},
                    {"q", 0, 0, 1, 1},  {"q", 0, 1, 1, 20}, {"q", 0, 1, 0, 10}};
    for (int many = 0; many < 2; many++) {
        ds_effect_sample *sample;
        ds_effect_options o = plainly(DS_EFFECT_IPW, DS_EFFECT_ATT);
        cells[4].n = many ? 40 : 1;
        sample = cells_sample(cells, sizeof cells / sizeof *cells);
        assert_int_equal((estimate(sample, &o).flags & DS_EFFECT_EXTREME_WEIGHTS) != 0, !many);
        ds_effect_sample_free(sample);
    }
    (void)state;
}

/* With whole locations few treated ones have a permutation in place of a standard error: here all
 * have treated, so that there is nobody to change places with. Another SE than the influence's is
 * refused. */
static void test_ways__few_locations(void **state) {
    ds_effect_sample *sample = ways_sample(0, 1, NULL);
    ds_effect_options o = options_for(&ways_in_r[0]);
    ds_effect_result r;
    ds_error err;
    (void)state;
    o.resample = DS_EFFECT_LOCATIONS;
    r = estimate(sample, &o);
    assert_int_equal(r.flags & DS_EFFECT_FEW_LOCATIONS, DS_EFFECT_FEW_LOCATIONS);
    assert_true(isnan(r.se) && isnan(r.low) && isfinite(r.difference));
    for (int se = 0; se <= DS_EFFECT_SE_NONE; se++) {
        o.se = (ds_effect_se)se;
        assert_int_equal(
            ds_effect_estimate((const ds_effect_sample *const[]){sample}, 1, &o, &r, &err),
            se == DS_EFFECT_SE_INFLUENCE || se == DS_EFFECT_SE_NONE ? DS_OK : DS_USAGE);
    }
    o.se = DS_EFFECT_SE_NONE;
    o.estimator = (ds_effect_estimator)99;
    assert_int_equal(ds_effect_estimate((const ds_effect_sample *const[]){sample}, 1, &o, &r, &err),
                     DS_USAGE);
    ds_effect_sample_free(sample);
}

/* Where locations are drawn, an outcome that nobody treated has gets its p of a permutation, as
 * with the kernel's bootstrap, and no standard error; so do few treated locations. */
static void test_ways__permutation_in_place_of_a_formula(void **state) {
    enum { PLACES = 30 };
    (void)state;
    for (int few = 0; few < 2; few++)
        for (int way = DS_EFFECT_AIPW; way <= DS_EFFECT_STRATA; way++) {
            ds_effect_sample *sample = ways_new();
            ds_effect_options o = plainly((ds_effect_estimator)way, DS_EFFECT_ATT);
            ds_effect_result r;
            for (int l = 0; l < PLACES; l++)
                for (int i = 0; i < 12; i++) {
                    const bool treated = l < (few ? 4 : 12) && i % 2 == 0;
                    const ways_row row = {i % 4 < 2 ? "p" : "q",
                                          i % 3,
                                          "u",
                                          l,
                                          treated,
                                          1,
                                          {few ? i % 5 == 0 : !treated && i % 5 == 0, 0}};
                    ways_add(sample, &row, 0, 1);
                }
            o.resample = DS_EFFECT_LOCATIONS;
            r = estimate(ways_finished(sample), &o);
            assert_true(isnan(r.se) && r.p == r.p_permutation);
            assert_true(r.p > 0 && r.p <= 1 && r.low <= r.difference && r.difference <= r.high);
            assert_true((r.p <= 0.05) == (r.low > 0 || r.high < 0));
            ds_effect_sample_free(sample);
        }
}

static ds_status estimate_each(void *context, ds_error *err) {
    const ds_effect_sample *sample = context;
    ds_status status = DS_OK;
    for (int way = DS_EFFECT_AIPW; status == DS_OK && way <= DS_EFFECT_STRATA; way++) {
        const ds_effect_options o = plainly((ds_effect_estimator)way, DS_EFFECT_ATE);
        ds_effect_result r;
        status = ds_effect_estimate(&sample, 1, &o, &r, err);
    }
    return status;
}

static void test_ways__every_allocation(void **state) {
    ds_effect_sample *sample = ways_sample(0, 1, NULL);
    (void)state;
    ds_test_every_allocation(estimate_each, sample);
    ds_effect_sample_free(sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ways__as_in_r),
        cmocka_unit_test(test_ways__strata_as_in_r),
        cmocka_unit_test(test_ways__neighbours_as_in_r),
        cmocka_unit_test(test_ways__influence_is_a_derivative),
        cmocka_unit_test(test_ways__same_bits),
        cmocka_unit_test(test_ways__neighbours_know_no_locations),
        cmocka_unit_test(test_ways__moments_are_exact),
        cmocka_unit_test(test_ways__right_when_either_model_is),
        cmocka_unit_test(test_ways__saturated_is_exact),
        cmocka_unit_test(test_ways__no_events_at_a_level),
        cmocka_unit_test(test_ways__separated_outcome_is_linear),
        cmocka_unit_test(test_ways__no_weights),
        cmocka_unit_test(test_ways__extreme_weights),
        cmocka_unit_test(test_ways__few_locations),
        cmocka_unit_test(test_ways__permutation_in_place_of_a_formula),
        cmocka_unit_test(test_ways__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
