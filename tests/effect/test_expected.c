/* tests/effect/test_expected.c: what was to be expected: the golden case, a model that is nothing
 * but the rates of its cells, a Newton of our own, limits, and what is not judged. */
#include "doorstroom/expected.h"

#include "base/error.h"
#include "stat/gap_made.h"

/* golden/statistics.json, case standardised-expected. */
static void test_expected__golden(void **state) {
    static const double n[] = {50, 80, 30}, p[] = {0.1, 0.05, 0.2};
    ds_standardised s;
    (void)state;
    ds_standardise(n, p, 3, 15, &s);
    assert_true(fabs(s.expected - 15) < 1e-10);
    assert_true(fabs(s.variance - 13.100000000000001) < 1e-10);
    assert_true(fabs(s.z) < 1e-10);
    ds_standardise(n, p, 0, 1, &s);
    assert_true(s.expected == 0 && isnan(s.z));
}

static const size_t covariates[] = {MADE_NIVEAU, MADE_LEERWEG, MADE_SEKSE};

static ds_expected_options some_options(size_t n) {
    ds_expected_options o = DS_EXPECTED_OPTIONS_INIT;
    o.cluster = MADE_INSTELLING;
    o.covariates = covariates;
    o.n_covariates = n;
    o.year = 1;
    return o;
}

static void estimate(const ds_numbered *cells, const ds_expected_options *o,
                     ds_expected_result *out) {
    ds_error err = {0};
    if (ds_expected_estimate(cells, o, out, &err) != DS_OK) fail_msg("%s", err.en);
}

/* With one covariate the model's chances are the rates of its values. */
static void test_expected__one_covariate_is_its_rates(void **state) {
    static made_cells m;
    const ds_expected_options o = some_options(1);
    ds_expected_result r;
    double n[3] = {0}, t[3] = {0};
    (void)state;
    made_fill(&m, 11);
    estimate(&m.cells, &o, &r);
    for (size_t i = 0; i < m.cells.n_rows; i++)
        if (m.year[i] == 1) {
            n[m.codes[i * MADE_KEYS + MADE_NIVEAU]] += (double)m.noemer[i];
            t[m.codes[i * MADE_KEYS + MADE_NIVEAU]] += (double)m.teller[i];
        }
    assert_int_equal(r.n, 6);
    for (size_t k = 0; k < r.n; k++) {
        const ds_expected_row *row = &r.rows[k];
        double expected = 0, variance = 0, persons = 0;
        for (size_t i = 0; i < m.cells.n_rows; i++) {
            const uint32_t *codes = m.codes + i * MADE_KEYS;
            const double p = t[codes[MADE_NIVEAU]] / n[codes[MADE_NIVEAU]];
            if (m.year[i] != 1 || codes[MADE_INSTELLING] != row->institution) continue;
            persons += (double)m.noemer[i];
            expected += (double)m.noemer[i] * p;
            variance += (double)m.noemer[i] * p * (1 - p);
        }
        assert_int_equal(row->institution, k);
        assert_int_equal(row->noemer, (uint64_t)persons);
        assert_true(fabs(row->expected - expected / persons) < 1e-10);
        assert_true(fabs(row->chance_se - sqrt(variance) / persons) < 1e-10);
        assert_true(fabs(row->se - sqrt(variance / persons / persons + r.tau2)) < 1e-10);
        assert_true(fabs(row->high_998 - fmin(1, row->expected + 3.090232306167813 * row->se)) <
                    1e-10);
    }
    ds_expected_result_done(&r);
}

/* ---- against a Newton of our own, person-patterns in full ---- */

enum { COLUMNS = 5 }; /* constant, niveau b and c, leerweg b, sekse b */

static void fill_x(const uint32_t *codes, double *x) {
    x[0] = 1;
    x[1] = codes[MADE_NIVEAU] == 1;
    x[2] = codes[MADE_NIVEAU] == 2;
    x[3] = codes[MADE_LEERWEG] == 1;
    x[4] = codes[MADE_SEKSE] == 1;
}

static void solve(double a[COLUMNS][COLUMNS + 1]) {
    for (size_t i = 0; i < COLUMNS; i++)
        for (size_t k = 0; k < COLUMNS; k++) {
            const double f = a[k][i] / a[i][i];
            if (k == i) continue;
            for (size_t j = i; j <= COLUMNS; j++)
                a[k][j] -= f * a[i][j];
        }
}

static double chance(const double *beta, const double *x) {
    double eta = 0;
    for (size_t c = 0; c < COLUMNS; c++)
        eta += beta[c] * x[c];
    return 1 / (1 + exp(-eta));
}

static void fit(const made_cells *m, double *beta) {
    memset(beta, 0, COLUMNS * sizeof *beta);
    for (int step = 0; step < 30; step++) {
        double a[COLUMNS][COLUMNS + 1] = {{0}};
        for (size_t i = 0; i < m->cells.n_rows; i++) {
            double x[COLUMNS], p;
            const double n = (double)m->noemer[i];
            if (m->year[i] != 1) continue;
            fill_x(m->codes + i * MADE_KEYS, x);
            p = chance(beta, x);
            for (size_t c = 0; c < COLUMNS; c++) {
                for (size_t d = 0; d < COLUMNS; d++)
                    a[c][d] += n * p * (1 - p) * x[c] * x[d];
                a[c][COLUMNS] += x[c] * ((double)m->teller[i] - n * p);
            }
        }
        solve(a);
        for (size_t c = 0; c < COLUMNS; c++)
            beta[c] += a[c][COLUMNS] / a[c][c];
    }
}

static void test_expected__is_the_logistic_model(void **state) {
    static made_cells m;
    const ds_expected_options o = some_options(3);
    ds_expected_result r;
    double beta[COLUMNS], sum = 0, events = 0;
    (void)state;
    made_fill(&m, 12);
    estimate(&m.cells, &o, &r);
    fit(&m, beta);
    for (size_t k = 0; k < r.n; k++) {
        double expected = 0;
        for (size_t i = 0; i < m.cells.n_rows; i++) {
            double x[COLUMNS];
            if (m.year[i] != 1 || m.codes[i * MADE_KEYS] != r.rows[k].institution) continue;
            fill_x(m.codes + i * MADE_KEYS, x);
            expected += (double)m.noemer[i] * chance(beta, x);
        }
        assert_true(fabs(r.rows[k].expected * (double)r.rows[k].noemer - expected) < 1e-7);
        sum += expected;
        events += (double)r.rows[k].teller;
    }
    assert_true(fabs(sum - events) < 1e-7);
    assert_int_equal(r.n_coefficients, COLUMNS - 1);
    ds_expected_result_done(&r);
}

/* Institution effects: all together have what there is, and where the covariates say nothing of
 * the institutions both models give the same. */
static void test_expected__institution_effects(void **state) {
    static const size_t n_texts[MADE_KEYS] = {6, 1, 2, 1, 1};
    static made_cells m;
    ds_expected_options o = some_options(1);
    ds_expected_result with, without;
    double sum = 0;
    (void)state;
    made_begin(&m, 2, n_texts);
    for (uint32_t i = 0; i < 6; i++)
        for (uint32_t c = 0; c < 2; c++)
            made_add(&m, 1, (uint32_t[]){i, 0, c, 0, 0}, 300, i == 5 ? 0 : 20 + 40 * c + 3 * i);
    estimate(&m.cells, &o, &without);
    o.institution_effects = true;
    estimate(&m.cells, &o, &with);
    for (size_t k = 0; k < 6; k++) {
        sum += with.rows[k].expected * (double)with.rows[k].noemer;
        assert_true(fabs(with.rows[k].expected - without.rows[k].expected) < 1e-3);
    }
    assert_true(fabs(sum - (double)with.teller) < 1e-8);
    assert_int_equal(with.rows[5].place, DS_EXPECTED_BELOW_95); /* none there: still expected */
    ds_expected_result_done(&with);
    ds_expected_result_done(&without);
}

/* ---- who is not judged ---- */

static void test_expected__small_ones_have_no_limits(void **state) {
    static const size_t n_texts[MADE_KEYS] = {3, 1, 2, 1, 1};
    static made_cells m;
    ds_expected_options o = some_options(1);
    ds_expected_result r;
    (void)state;
    made_begin(&m, 2, n_texts);
    made_add(&m, 1, (uint32_t[]){0, 0, 0, 0, 0}, 100, 10);
    made_add(&m, 1, (uint32_t[]){1, 0, 0, 0, 0}, 100, 30);
    made_add(&m, 1, (uint32_t[]){1, 0, 1, 0, 0}, 50, 50); /* all have it: certain */
    made_add(&m, 1, (uint32_t[]){2, 0, 0, 0, 0}, 29, 3);
    estimate(&m.cells, &o, &r);
    assert_int_equal(r.n_small, 1);
    assert_int_equal(r.certain, 50);
    assert_int_equal(r.rows[2].place, DS_EXPECTED_SMALL);
    assert_true(isnan(r.rows[2].z) && isnan(r.rows[2].low_95) && isfinite(r.rows[2].expected));
    assert_true(isnan(r.tau2)); /* fewer than five */
    assert_true(isfinite(r.rows[0].z) && r.rows[0].se == r.rows[0].chance_se);
    ds_expected_result_done(&r);
    o.n_covariates = 0;
    estimate(&m.cells, &o, &r);
    assert_true(fabs(r.rows[0].expected - 93.0 / 279) < 1e-12);
    ds_expected_result_done(&r);
}

static ds_status estimate_once(void *context, ds_error *err) {
    const made_cells *m = context;
    ds_expected_options o = some_options(3);
    ds_expected_result r;
    ds_status status;
    o.institution_effects = true;
    status = ds_expected_estimate(&m->cells, &o, &r, err);
    if (status == DS_OK) ds_expected_result_done(&r);
    return status;
}

static void test_expected__every_allocation(void **state) {
    static made_cells m;
    (void)state;
    made_fill(&m, 13);
    ds_test_every_allocation(estimate_once, &m);
}

static void test_expected__refuses_what_it_cannot(void **state) {
    static const size_t n_texts[MADE_KEYS] = {2, 1, 2, 2, 1};
    static made_cells m;
    ds_expected_options o = some_options(3);
    ds_expected_result r;
    ds_error err;
    (void)state;
    made_begin(&m, 2, n_texts);
    assert_int_equal(ds_expected_estimate(&m.cells, &o, &r, &err), DS_INPUT);
    o.year = 9;
    assert_int_equal(ds_expected_estimate(&m.cells, &o, &r, &err), DS_INPUT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expected__golden),
        cmocka_unit_test(test_expected__one_covariate_is_its_rates),
        cmocka_unit_test(test_expected__is_the_logistic_model),
        cmocka_unit_test(test_expected__institution_effects),
        cmocka_unit_test(test_expected__small_ones_have_no_limits),
        cmocka_unit_test(test_expected__every_allocation),
        cmocka_unit_test(test_expected__refuses_what_it_cannot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
