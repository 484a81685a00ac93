/* tests/stat/test_gap.c: gaps between groups: against the golden numbers, by hand, every standard
 * error against how the number moves when an institution weighs more, and that parts add up. */
#include "doorstroom/gap.h"

#include "base/error.h"
#include "stat/gap_made.h"

/* golden/statistics.json, case kitagawa. */
static void test_gap__kitagawa_golden(void **state) {
    static const ds_kitagawa_level levels[] = {
        {120, 30, 60, 12}, {300, 45, 500, 60}, {80, 6, 240, 15}, {100, 4, 400, 10}};
    static const double composition[] = {0.03375000000000001, 0.011249999999999998,
                                         -0.004583333333333334, -0.005416666666666667};
    static const double rate[] = {0.006249999999999999, 0.01375, 0.0020833333333333333, 0.00375};
    double by_level[12];
    ds_kitagawa k;
    (void)state;
    ds_kitagawa_split(levels, 4, &k, by_level);
    assert_true(fabs(k.gap - 0.06083333333333332) < 1e-10);
    assert_true(fabs(k.composition - 0.035) < 1e-10);
    assert_true(fabs(k.rate - 0.025833333333333333) < 1e-10);
    assert_true(fabs(k.endowments - 0.03166666666666667) < 1e-10);
    assert_true(fabs(k.coefficients - 0.0225) < 1e-10);
    assert_true(fabs(k.interaction - 0.006666666666666666) < 1e-10);
    assert_true(k.alone == 0);
    for (size_t l = 0; l < 4; l++) {
        assert_true(fabs(by_level[3 * l] - composition[l]) < 1e-10);
        assert_true(fabs(by_level[3 * l + 1] - rate[l]) < 1e-10);
        assert_true(by_level[3 * l + 2] == 0);
    }
}

static void test_gap__a_level_of_one_group_is_a_part(void **state) {
    static const ds_kitagawa_level levels[] = {{50, 10, 0, 0}, {50, 5, 80, 4}, {0, 0, 20, 6}};
    double by_level[9];
    ds_kitagawa k;
    (void)state;
    ds_kitagawa_split(levels, 3, &k, by_level);
    assert_true(fabs(by_level[2] - 0.1) < 1e-15 && by_level[0] == 0 && by_level[1] == 0);
    assert_true(fabs(by_level[8] + 0.06) < 1e-15);
    assert_true(fabs(k.alone - 0.04) < 1e-15);
    assert_true(fabs(k.composition + k.rate + k.alone - k.gap) < 1e-12);
    assert_true(fabs(k.endowments + k.coefficients + k.interaction + k.alone - k.gap) < 1e-12);
    ds_kitagawa_split(levels, 1, &k, by_level);
    assert_true(isnan(k.gap) && isnan(by_level[0]));
}

/* ---- whole ---- */

static const size_t by_keys[] = {MADE_SEKSE}, level_keys[] = {MADE_NIVEAU, MADE_LEERWEG},
                    covariate_keys[] = {MADE_NIVEAU, MADE_LEERWEG, MADE_SEKSE};

static ds_gap_options all_options(void) {
    ds_gap_options o = DS_GAP_OPTIONS_INIT;
    o.cluster = MADE_INSTELLING;
    o.attribute = MADE_GROEP;
    o.levels = level_keys;
    o.n_levels = 2;
    o.covariates = covariate_keys;
    o.n_covariates = 3;
    o.reference = "a";
    return o;
}

static void estimate(const ds_numbered *cells, const ds_gap_options *o, ds_gap_result *out) {
    ds_error err = {0};
    if (ds_gap_estimate_all(cells, o, out, &err) != DS_OK) fail_msg("%s", err.en);
}

static const ds_gap_line *find_line(const ds_gap_result *r, const ds_gap_line *like) {
    for (size_t i = 0; i < r->n_lines; i++) {
        const ds_gap_line *l = &r->lines[i];
        if (l->by == like->by && l->group == like->group && l->year == like->year &&
            l->against == like->against && l->measure == like->measure && l->part == like->part)
            return l;
    }
    return NULL;
}

static double value_of(const ds_gap_result *r, const ds_gap_line *at, ds_gap_measure measure,
                       size_t part) {
    ds_gap_line like = *at;
    const ds_gap_line *found;
    like.measure = measure;
    like.part = part;
    found = find_line(r, &like);
    return found == NULL ? 0 : found->estimate.estimate;
}

static double sum_parts(const ds_gap_result *r, const ds_gap_line *at, ds_gap_measure measure) {
    double sum = 0;
    for (size_t p = 0; p < 40; p++)
        sum += value_of(r, at, measure, p);
    return sum;
}

static void test_gap__parts_add_up_exactly(void **state) {
    static made_cells m;
    const ds_gap_options o = all_options();
    size_t n = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        ds_gap_result r;
        made_fill(&m, seed);
        estimate(&m.cells, &o, &r);
        for (size_t i = 0; i < r.n_lines; i++) {
            const ds_gap_line *l = &r.lines[i];
            const double gap = l->estimate.estimate;
            double sums[6];
            if (l->measure != DS_GAP_GAP) continue;
            sums[0] = value_of(&r, l, DS_GAP_COMPOSITION, SIZE_MAX) +
                      value_of(&r, l, DS_GAP_WITHIN, SIZE_MAX) +
                      value_of(&r, l, DS_GAP_ALONE, SIZE_MAX);
            sums[1] = sum_parts(&r, l, DS_GAP_COMPOSITION) + sum_parts(&r, l, DS_GAP_WITHIN) +
                      sum_parts(&r, l, DS_GAP_ALONE);
            sums[2] = value_of(&r, l, DS_GAP_ENDOWMENTS, SIZE_MAX) +
                      value_of(&r, l, DS_GAP_COEFFICIENTS, SIZE_MAX) +
                      value_of(&r, l, DS_GAP_INTERACTION, SIZE_MAX) +
                      value_of(&r, l, DS_GAP_ALONE, SIZE_MAX);
            sums[3] = value_of(&r, l, DS_GAP_EXPLAINED, SIZE_MAX) +
                      value_of(&r, l, DS_GAP_UNEXPLAINED, SIZE_MAX) +
                      value_of(&r, l, DS_GAP_OUTSIDE, SIZE_MAX);
            sums[4] = sum_parts(&r, l, DS_GAP_EXPLAINED) + sum_parts(&r, l, DS_GAP_UNEXPLAINED) +
                      value_of(&r, l, DS_GAP_UNEXPLAINED_CONSTANT, SIZE_MAX) +
                      value_of(&r, l, DS_GAP_OUTSIDE, SIZE_MAX);
            sums[5] = gap;
            for (size_t s = 0; s < 6; s++)
                if (!(fabs(sums[s] - gap) < 1e-10)) /* of 100 times a share */
                    fail_msg("seed %d, sum %zu: %.17g of %.17g", (int)seed, s, sums[s], gap);
            n++;
        }
        ds_gap_result_done(&r);
    }
    assert_int_equal(n, 20 * 3 * 2);
}

/* ---- standard errors ---- */

/* How much heavier an institution's part of a group in a year is made: 1 in 1,000. */
static void weigh(const made_cells *m, made_cells *to, uint32_t cluster, uint32_t group,
                  uint32_t year, int64_t by) {
    *to = *m;
    for (size_t k = 0; k < MADE_KEYS; k++)
        to->of_key[k] = to->texts[k];
    to->cells.years = to->years;
    to->cells.texts = to->of_key;
    to->cells.n_texts = to->n_texts;
    to->cells.year = to->year;
    to->cells.codes = to->codes;
    to->cells.noemer = to->noemer;
    to->cells.teller = to->teller;
    to->cells.onbekend = to->onbekend;
    for (size_t i = 0; i < m->cells.n_rows; i++) {
        const uint32_t *codes = m->codes + i * MADE_KEYS;
        const bool heavier =
            codes[MADE_INSTELLING] == cluster && codes[MADE_GROEP] == group && m->year[i] == year;
        const uint64_t times = (uint64_t)(10000 + (heavier ? by : 0));
        to->noemer[i] *= times;
        to->teller[i] *= times;
    }
}

/* 1 / (1 - 2 Σw³/Σw² + Σw²) of a group in a year. */
static double factor_of(const made_cells *m, uint32_t group, uint32_t year) {
    double n[MADE_TEXTS] = {0}, total = 0, w2 = 0, w3 = 0;
    for (size_t i = 0; i < m->cells.n_rows; i++)
        if (m->codes[i * MADE_KEYS + MADE_GROEP] == group && m->year[i] == year) {
            n[m->codes[i * MADE_KEYS]] += (double)m->noemer[i];
            total += (double)m->noemer[i];
        }
    for (size_t i = 0; i < MADE_TEXTS; i++) {
        w2 += pow(n[i] / total, 2);
        w3 += pow(n[i] / total, 3);
    }
    return 1 / (1 - 2 * w3 / w2 + w2);
}

/* Adds √factor × d number / d weight of one institution, group and year to moved[lines]. */
static void add_moves(const made_cells *m, const ds_gap_options *o, const ds_gap_result *r,
                      uint32_t cluster, uint32_t group, uint32_t year, double *moved) {
    static made_cells up, down;
    ds_gap_result more, less;
    weigh(m, &up, cluster, group, year, 10);
    weigh(m, &down, cluster, group, year, -10);
    estimate(&up.cells, o, &more);
    estimate(&down.cells, o, &less);
    assert_int_equal(more.n_lines, r->n_lines);
    for (size_t i = 0; i < r->n_lines; i++)
        moved[i] += sqrt(factor_of(m, group, year)) *
                    (more.lines[i].estimate.estimate - less.lines[i].estimate.estimate) / 0.002;
    ds_gap_result_done(&more);
    ds_gap_result_done(&less);
}

static void test_gap__standard_errors_are_what_institutions_move(void **state) {
    static made_cells m;
    static double moved[2000], squares[2000];
    const ds_gap_options o = all_options();
    ds_gap_result r;
    size_t held = 0;
    (void)state;
    made_fill(&m, 7);
    estimate(&m.cells, &o, &r);
    assert_true(r.n_lines < 2000);
    memset(squares, 0, sizeof squares);
    for (uint32_t i = 0; i < 6; i++) {
        memset(moved, 0, sizeof moved);
        for (uint32_t g = 0; g < 3; g++)
            for (uint32_t y = 0; y < 3; y++)
                add_moves(&m, &o, &r, i, g, y, moved);
        for (size_t l = 0; l < r.n_lines; l++)
            squares[l] += moved[l] * moved[l];
    }
    for (size_t l = 0; l < r.n_lines; l++) {
        const ds_gap_estimate *e = &r.lines[l].estimate;
        if (r.lines[l].measure == DS_GAP_CHANGE_AS_IF || !isfinite(e->se)) continue;
        if (fabs(e->se - sqrt(squares[l])) > 1e-5 * e->se)
            fail_msg("line %zu, measure %d: %.12g, moved %.12g", l, (int)r.lines[l].measure, e->se,
                     sqrt(squares[l]));
        held++;
    }
    assert_true(held > 150);
    ds_gap_result_done(&r);
}

/* By hand: two groups in two institutions of equal size. */
static void test_gap__by_hand(void **state) {
    static const size_t n_texts[MADE_KEYS] = {2, 2, 1, 1, 1};
    static made_cells m;
    ds_gap_options o = DS_GAP_OPTIONS_INIT;
    ds_gap_line like = {.group = 1, .year = 2020, .measure = DS_GAP_GAP, .part = SIZE_MAX};
    const ds_gap_line *gap;
    ds_gap_result r;
    (void)state;
    made_begin(&m, 1, n_texts);
    made_add(&m, 0, (uint32_t[]){0, 0, 0, 0, 0}, 100, 10);
    made_add(&m, 0, (uint32_t[]){1, 0, 0, 0, 0}, 100, 20);
    made_add(&m, 0, (uint32_t[]){0, 1, 0, 0, 0}, 50, 10);
    made_add(&m, 0, (uint32_t[]){1, 1, 0, 0, 0}, 50, 15);
    o.attribute = MADE_GROEP;
    estimate(&m.cells, &o, &r);
    assert_int_equal(r.reference, 0);
    gap = find_line(&r, &like);
    assert_non_null(gap);
    /* 25 - 15; influences ±2.5 of both groups cancel: b less a is 0 in each. */
    assert_true(fabs(gap->estimate.estimate - 10) < 1e-12);
    assert_int_equal(gap->estimate.missing, DS_GAP_NO_SPREAD);
    like.measure = DS_GAP_RATE;
    gap = find_line(&r, &like);
    /* 2 × (2.5² + 2.5²), one degree of freedom */
    assert_true(fabs(gap->estimate.se - 5) < 1e-12);
    assert_true(fabs(gap->estimate.df - 1) < 1e-12);
    assert_true(fabs(gap->estimate.high - (25 + 12.706204736174705 * 5)) < 1e-9);
    ds_gap_result_done(&r);
}

static void test_gap__one_institution_has_no_error(void **state) {
    static const size_t n_texts[MADE_KEYS] = {2, 2, 1, 1, 1};
    static made_cells m;
    ds_gap_options o = DS_GAP_OPTIONS_INIT;
    ds_gap_line like = {.group = 1, .year = 2020, .measure = DS_GAP_GAP, .part = SIZE_MAX};
    ds_gap_result r;
    (void)state;
    made_begin(&m, 1, n_texts);
    made_add(&m, 0, (uint32_t[]){0, 0, 0, 0, 0}, 100, 10);
    made_add(&m, 0, (uint32_t[]){1, 0, 0, 0, 0}, 100, 20);
    made_add(&m, 0, (uint32_t[]){0, 1, 0, 0, 0}, 50, 10);
    o.attribute = MADE_GROEP;
    estimate(&m.cells, &o, &r);
    assert_int_equal(find_line(&r, &like)->estimate.missing, DS_GAP_FEW_INSTITUTIONS);
    assert_true(isnan(find_line(&r, &like)->estimate.p));
    ds_gap_result_done(&r);
}

/* Nearly everybody in one institution: less than one degree of freedom made GSL's inverse stop the
 * program. */
static void test_gap__hardly_any_freedom(void **state) {
    static const double one[] = {0.3, -0.3};
    (void)state;
    for (double small = 1e-2; small > 1e-7; small /= 1.1) {
        const double persons[] = {1, small};
        const ds_gap_side side = {one, persons};
        ds_gap_estimate e;
        ds_gap_contrast(1, &side, 1, 2, &e);
        assert_true(e.missing == DS_GAP_PRESENT && e.df == 1 && isfinite(e.high));
    }
}

/* ---- properties ---- */

static void same_lines(const ds_gap_result *a, const ds_gap_result *b, double tolerance) {
    for (size_t i = 0; i < a->n_lines; i++) {
        const ds_gap_estimate *x = &a->lines[i].estimate;
        const ds_gap_line *other = find_line(b, &a->lines[i]);
        assert_non_null(other);
        if (isnan(x->estimate)) continue;
        assert_true(fabs(x->estimate - other->estimate.estimate) <= tolerance);
        assert_int_equal(x->missing, other->estimate.missing);
        if (isfinite(x->se)) assert_true(fabs(x->se - other->estimate.se) <= tolerance);
    }
}

/* Rows cut in two are the same register. */
static void test_gap__split_rows_are_the_same(void **state) {
    static made_cells m, cut;
    ds_gap_options o = all_options();
    ds_gap_result a, b;
    (void)state;
    o.by = by_keys;
    o.n_by = 1;
    made_fill(&m, 3);
    made_fill(&cut, 3);
    cut.cells.n_rows = 0;
    for (size_t i = 0; i < m.cells.n_rows; i++) {
        const uint64_t n = m.noemer[i] / 2, t = n < m.teller[i] ? n : m.teller[i];
        made_add(&cut, m.year[i], m.codes + i * MADE_KEYS, n, t);
        made_add(&cut, m.year[i], m.codes + i * MADE_KEYS, m.noemer[i] - n, m.teller[i] - t);
    }
    estimate(&m.cells, &o, &a);
    estimate(&cut.cells, &o, &b);
    assert_int_equal(a.n_lines, b.n_lines);
    same_lines(&a, &b, 1e-10);
    ds_gap_result_done(&a);
    ds_gap_result_done(&b);
}

/* Institutions under other numbers are the same institutions. */
static void test_gap__relabelled_institutions_are_the_same(void **state) {
    static made_cells m, other;
    const ds_gap_options o = all_options();
    ds_gap_result a, b;
    (void)state;
    made_fill(&m, 4);
    made_fill(&other, 4);
    for (size_t i = 0; i < other.cells.n_rows; i++)
        other.codes[i * MADE_KEYS] = 5 - other.codes[i * MADE_KEYS];
    estimate(&m.cells, &o, &a);
    estimate(&other.cells, &o, &b);
    same_lines(&a, &b, 1e-10);
    ds_gap_result_done(&a);
    ds_gap_result_done(&b);
}

/* ---- covariates that say the same ---- */

static void test_gap__collinear_covariates_are_named(void **state) {
    static made_cells m;
    ds_gap_options o = all_options();
    ds_gap_result r;
    size_t collinear = 0, told = 0;
    (void)state;
    made_fill(&m, 5);
    for (size_t i = 0; i < m.cells.n_rows; i++)
        m.codes[i * MADE_KEYS + MADE_SEKSE] = m.codes[i * MADE_KEYS + MADE_LEERWEG];
    estimate(&m.cells, &o, &r);
    for (size_t i = 0; i < r.n_lines; i++) {
        const ds_gap_line *l = &r.lines[i];
        if (l->measure != DS_GAP_EXPLAINED) continue;
        if (l->part == SIZE_MAX || l->part == 0) {
            assert_true(isfinite(l->estimate.estimate));
            told++;
        } else {
            assert_int_equal(l->estimate.missing, DS_GAP_COLLINEAR);
            assert_true(isnan(l->estimate.estimate));
            collinear++;
        }
    }
    assert_int_equal(collinear, told);
    ds_gap_result_done(&r);
}

/* ---- words ---- */

static void test_gap__size_in_words(void **state) {
    static const struct {
        double low, high;
        ds_gap_verdict verdict;
    } cases[] = {{-0.4, 0.4, DS_GAP_SMALL}, {0.1, 0.3, DS_GAP_SMALL},  {0.1, 0.9, DS_GAP_SHOWN},
                 {0.6, 0.9, DS_GAP_LARGE},  {-2, -0.6, DS_GAP_LARGE},  {-2, -0.1, DS_GAP_SHOWN},
                 {-1, 1, DS_GAP_NOT_SHOWN}, {NAN, 1, DS_GAP_UNDECIDED}};
    ds_gap_estimate change = {.p = 0.01};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ds_gap_estimate e = {.low = cases[i].low, .high = cases[i].high};
        assert_int_equal(ds_gap_judge(&e, 0.5), cases[i].verdict);
    }
    assert_int_equal(ds_gap_turn_of(&change, 3, 2), DS_GAP_SMALLER);
    assert_int_equal(ds_gap_turn_of(&change, -3, -4), DS_GAP_WIDER);
    assert_int_equal(ds_gap_turn_of(&change, -1, 1), DS_GAP_TURNED);
    change.p = NAN;
    assert_int_equal(ds_gap_turn_of(&change, 3, 2), DS_GAP_TURN_NOT_SHOWN);
}

/* ---- what goes wrong ---- */

static ds_status estimate_once(void *context, ds_error *err) {
    const made_cells *m = context;
    const ds_gap_options o = all_options();
    ds_gap_result r;
    const ds_status status = ds_gap_estimate_all(&m->cells, &o, &r, err);
    if (status == DS_OK) ds_gap_result_done(&r);
    return status;
}

static void test_gap__every_allocation(void **state) {
    static const size_t n_texts[MADE_KEYS] = {2, 2, 1, 2, 2};
    static made_cells m;
    (void)state;
    made_begin(&m, 1, n_texts);
    for (uint32_t c = 0; c < 8; c++)
        made_add(&m, 0, (uint32_t[]){c / 4, c / 2 % 2, 0, c % 2, c % 2}, 20, c);
    ds_test_every_allocation(estimate_once, &m);
}

static void test_gap__refuses_a_reference_nobody_has(void **state) {
    static made_cells m;
    ds_gap_options o = all_options();
    ds_gap_result r;
    ds_error err = {0};
    (void)state;
    made_fill(&m, 1);
    o.reference = "zzz";
    assert_int_equal(ds_gap_estimate_all(&m.cells, &o, &r, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "zzz"));
    o.version = 9;
    assert_int_equal(ds_gap_estimate_all(&m.cells, &o, &r, &err), DS_USAGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gap__kitagawa_golden),
        cmocka_unit_test(test_gap__a_level_of_one_group_is_a_part),
        cmocka_unit_test(test_gap__parts_add_up_exactly),
        cmocka_unit_test(test_gap__standard_errors_are_what_institutions_move),
        cmocka_unit_test(test_gap__by_hand),
        cmocka_unit_test(test_gap__one_institution_has_no_error),
        cmocka_unit_test(test_gap__hardly_any_freedom),
        cmocka_unit_test(test_gap__split_rows_are_the_same),
        cmocka_unit_test(test_gap__relabelled_institutions_are_the_same),
        cmocka_unit_test(test_gap__collinear_covariates_are_named),
        cmocka_unit_test(test_gap__size_in_words),
        cmocka_unit_test(test_gap__every_allocation),
        cmocka_unit_test(test_gap__refuses_a_reference_nobody_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
