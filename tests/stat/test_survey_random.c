/* tests/stat/test_survey_random.c: random surveys, estimated from cells and person by person by
 * another way: residuals of each person, raking by proportional fitting, equations by elimination.
 * And what is refused, and what is no number. */
#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/survey_estimates.h"
#include "support/random_source.h"

enum { PERSONS = 240, CLUSTERS = 9, STRATA = 4, GROUPS = 3, LEVELS = 4, YEARS = 2 };

static const char *const calibration[] = {"a", "b"};
static const char *const by[] = {"groep"};

typedef struct person {
    int year, cluster, a, b, group;
    ds_survey_answer answer;
    double w, y, x, g;
} person;

typedef struct made {
    person persons[PERSONS];
    int n, n_years;
    int stratum[CLUSTERS];
    bool there[YEARS][CLUSTERS];
    int n_clusters[STRATA], n_students[YEARS][CLUSTERS];
    double margin_a[YEARS][3], margin_b[YEARS][2];
    ds_survey_kind kind;
    ds_survey_options o;
} made;

/* ---- making one ---- */

static void draw_person(random_source *random, made *m, person *p) {
    p->year = random_below(random, m->n_years);
    p->cluster = random_below(random, CLUSTERS);
    if (p->year == 0 && p->cluster == 0) p->cluster = 1; /* one cluster in one year only */
    p->a = random_below(random, 3);
    p->b = random_below(random, 2);
    p->group = random_below(random, GROUPS);
    p->answer.w = 500 + random_below(random, 4000);
    p->answer.known = random_chance(random, 85);
    p->answer.y = m->kind == DS_SURVEY_SHARE ? random_below(random, 2) : random_below(random, 50);
    p->answer.x = 1 + random_below(random, 9);
    p->w = (double)p->answer.w / 100;
    p->y = p->answer.known ? (double)p->answer.y : 0;
    p->x = !p->answer.known ? 0 : m->kind == DS_SURVEY_RATIO ? (double)p->answer.x : 1;
    p->g = 1;
    m->there[p->year][p->cluster] = true;
}

/* Whole numbers near what the weights give, the same for both variables. */
static void draw_margins(random_source *random, made *m, int year) {
    double total = 0, sum = 0;
    for (int i = 0; i < m->n; i++) {
        const person *p = &m->persons[i];
        if (p->year != year) continue;
        m->margin_a[year][p->a] += p->w;
        m->margin_b[year][p->b] += p->w;
    }
    for (int a = 0; a < 3; a++) {
        const int percent = random_from(random, 80, 125);
        m->margin_a[year][a] = floor(m->margin_a[year][a] * percent / 100);
        total += m->margin_a[year][a];
    }
    sum = m->margin_b[year][0] + m->margin_b[year][1];
    m->margin_b[year][0] = floor(m->margin_b[year][0] / sum * total);
    m->margin_b[year][1] = total - m->margin_b[year][0];
}

static void draw_survey(random_source *random, made *m) {
    static const ds_survey_kind kinds[] = {DS_SURVEY_SHARE, DS_SURVEY_MEAN, DS_SURVEY_RATIO};
    static const ds_survey_lonely lonely[] = {DS_SURVEY_ADJUST, DS_SURVEY_REMOVE};
    static const ds_survey_calibration calibrations[] = {DS_SURVEY_UNCALIBRATED, DS_SURVEY_LINEAR,
                                                         DS_SURVEY_RAKING, DS_SURVEY_DELIVERED};
    *m = (made){.n = random_from(random, 60, PERSONS)};
    m->n_years = 1 + random_below(random, YEARS);
    m->kind = RANDOM_PICK(random, kinds);
    m->o = (ds_survey_options)DS_SURVEY_OPTIONS_INIT;
    m->o.by = (uint32_t)random_below(random, 2);
    m->o.total = random_chance(random, 20);
    m->o.first_stage_only = random_chance(random, 30);
    m->o.without_fpc = random_chance(random, 20);
    m->o.lonely = RANDOM_PICK(random, lonely);
    m->o.calibration = RANDOM_PICK(random, calibrations);
    for (int h = 0; h < STRATA; h++)
        m->n_clusters[h] = CLUSTERS + random_below(random, 9);
    for (int c = 0; c < CLUSTERS; c++) {
        m->stratum[c] = c == 0 ? 3 : random_below(random, 3); /* the first is alone */
        for (int y = 0; y < YEARS; y++)
            m->n_students[y][c] = PERSONS + random_below(random, 100);
    }
    for (int i = 0; i < m->n; i++)
        draw_person(random, m, &m->persons[i]);
    for (int y = 0; y < m->n_years; y++)
        draw_margins(random, m, y);
}

static const ds_text digits[] = {{"0", 1}, {"1", 1}, {"2", 1}, {"3", 1}, {"4", 1},
                                 {"5", 1}, {"6", 1}, {"7", 1}, {"8", 1}};

static void add_margins(const made *m, ds_survey_cells *cells) {
    for (int y = 0; y < m->n_years; y++)
        for (int i = 0; i < 5; i++) {
            const ds_text keys[] = {i < 3 ? digits[i] : (ds_text){NULL, 0},
                                    i < 3 ? (ds_text){NULL, 0} : digits[i - 3]};
            const ds_survey_margin margin = {
                2024 + y, keys, (uint64_t)(i < 3 ? m->margin_a[y][i] : m->margin_b[y][i - 3])};
            assert_int_equal(ds_survey_cells_add_margin(cells, &margin, NULL), DS_OK);
        }
}

static ds_survey_cells *count_persons(const made *m) {
    const ds_survey_shape shape = {"q", m->kind, 100, 1, 1, calibration, 2, by, 1};
    ds_survey_cells *cells = ds_survey_cells_new(&shape);
    ds_error err = {0};
    assert_non_null(cells);
    for (int i = 0; i < m->n; i++) {
        const person *p = &m->persons[i];
        const ds_text keys[] = {digits[p->a], digits[p->b], digits[p->group]};
        const int h = m->stratum[p->cluster];
        ds_survey_row row = {2024 + p->year, digits[p->cluster], keys, keys + 2, {0}};
        const ds_survey_cluster of = {2024 + p->year, digits[p->cluster], digits[h],
                                      (uint64_t)m->n_clusters[h],
                                      (uint64_t)m->n_students[p->year][p->cluster]};
        assert_int_equal(ds_survey_count(cells, &p->answer, &row.measures, NULL), DS_OK);
        assert_int_equal(ds_survey_cells_add(cells, &row, NULL), DS_OK);
        assert_int_equal(ds_survey_cells_add_cluster(cells, &of, NULL), DS_OK);
    }
    add_margins(m, cells);
    if (ds_survey_cells_finish(cells, &err) != DS_OK) fail_msg("%s", err.en);
    return cells;
}

/* ---- person by person ---- */

/* a x = b by elimination with the largest pivot; x in b. */
static void eliminate(double a[LEVELS][LEVELS], double b[LEVELS]) {
    for (int k = 0; k < LEVELS; k++) {
        int pivot = k;
        for (int i = k + 1; i < LEVELS; i++)
            if (fabs(a[i][k]) > fabs(a[pivot][k])) pivot = i;
        for (int j = 0; j < LEVELS; j++) {
            const double swap = a[k][j];
            a[k][j] = a[pivot][j];
            a[pivot][j] = swap;
        }
        const double swap = b[k];
        b[k] = b[pivot];
        b[pivot] = swap;
        for (int i = 0; i < LEVELS; i++) {
            const double f = i == k ? 0 : a[i][k] / a[k][k];
            for (int j = 0; j < LEVELS; j++)
                a[i][j] -= f * a[k][j];
            b[i] -= f * b[k];
        }
    }
    for (int k = 0; k < LEVELS; k++)
        b[k] /= a[k][k];
}

/* Intercept, a = 1, a = 2, b = 1. */
static void fill_x(const person *p, double x[LEVELS]) {
    x[0] = 1;
    x[1] = p->a == 1;
    x[2] = p->a == 2;
    x[3] = p->b == 1;
}

/* Of a year, with the weights before: the coefficients of z. */
static void regress(const made *m, int year, const double *z, double beta[LEVELS]) {
    double a[LEVELS][LEVELS] = {{0}}, x[LEVELS];
    memset(beta, 0, LEVELS * sizeof *beta);
    for (int i = 0; i < m->n; i++) {
        if (m->persons[i].year != year) continue;
        fill_x(&m->persons[i], x);
        for (int j = 0; j < LEVELS; j++) {
            beta[j] += m->persons[i].w * x[j] * z[i];
            for (int k = 0; k < LEVELS; k++)
                a[j][k] += m->persons[i].w * x[j] * x[k];
        }
    }
    eliminate(a, beta);
}

static void calibrate_linear(made *m, int year) {
    double a[LEVELS][LEVELS] = {{0}}, x[LEVELS];
    double lambda[LEVELS] = {m->margin_b[year][0] + m->margin_b[year][1], m->margin_a[year][1],
                             m->margin_a[year][2], m->margin_b[year][1]};
    for (int i = 0; i < m->n; i++) {
        if (m->persons[i].year != year) continue;
        fill_x(&m->persons[i], x);
        for (int j = 0; j < LEVELS; j++) {
            lambda[j] -= m->persons[i].w * x[j];
            for (int k = 0; k < LEVELS; k++)
                a[j][k] += m->persons[i].w * x[j] * x[k];
        }
    }
    eliminate(a, lambda);
    for (int i = 0; i < m->n; i++) {
        if (m->persons[i].year != year) continue;
        fill_x(&m->persons[i], x);
        for (int j = 0; j < LEVELS; j++)
            m->persons[i].g += lambda[j] * x[j];
    }
}

static void rake(made *m, int year) {
    for (int step = 0; step < 400; step++) {
        double sum[3] = {0};
        const bool first = step % 2 == 0;
        for (int i = 0; i < m->n; i++)
            if (m->persons[i].year == year)
                sum[first ? m->persons[i].a : m->persons[i].b] += m->persons[i].w * m->persons[i].g;
        for (int i = 0; i < m->n; i++) {
            person *p = &m->persons[i];
            if (p->year != year) continue;
            p->g *=
                first ? m->margin_a[year][p->a] / sum[p->a] : m->margin_b[year][p->b] / sum[p->b];
        }
    }
}

static bool is_calibrated(const made *m) {
    return m->o.calibration != DS_SURVEY_UNCALIBRATED;
}

/* The values whose weighted totals are the estimate's error, weighted: for one group of one year,
 * times coefficient, added to u. Returns the estimate. */
static double add_values(const made *m, int year, int group, double coefficient, double *u) {
    double z[PERSONS] = {0}, beta[LEVELS] = {0}, x[LEVELS], sum_y = 0, sum_x = 0, estimate;
    for (int i = 0; i < m->n; i++) {
        const person *p = &m->persons[i];
        if (p->year != year || (m->o.by && p->group != group)) continue;
        sum_y += p->w * p->g * p->y;
        sum_x += p->w * p->g * p->x;
    }
    estimate = m->o.total ? sum_y : sum_y / sum_x;
    for (int i = 0; i < m->n; i++) {
        const person *p = &m->persons[i];
        if (p->year != year || (m->o.by && p->group != group)) continue;
        z[i] = m->o.total ? p->y : (p->y - estimate * p->x) / sum_x;
    }
    if (is_calibrated(m)) regress(m, year, z, beta);
    for (int i = 0; i < m->n; i++) {
        const person *p = &m->persons[i];
        double e = z[i];
        if (p->year != year) continue;
        fill_x(p, x);
        for (int j = 0; j < LEVELS; j++)
            e -= beta[j] * x[j];
        u[i] += coefficient * p->w * p->g * e;
    }
    return estimate;
}

static double find_second(const made *m, const double *u, int year, int cluster) {
    double n = 0, sum = 0, squares = 0, f2;
    for (int i = 0; i < m->n; i++) {
        if (m->persons[i].year != year || m->persons[i].cluster != cluster) continue;
        n++;
        sum += u[i];
        squares += u[i] * u[i];
    }
    if (n == 0) return 0;
    f2 = 1 - n / m->n_students[year][cluster];
    if (n == 1) return m->o.lonely == DS_SURVEY_ADJUST ? f2 * squares : 0;
    return f2 * n / (n - 1) * (squares - sum * sum / n);
}

static double find_variance(const made *m, const double *u) {
    double totals[CLUSTERS] = {0}, variance = 0, grand = 0, n_all = 0;
    for (int i = 0; i < m->n; i++)
        totals[m->persons[i].cluster] += u[i];
    for (int c = 0; c < CLUSTERS; c++)
        if (m->there[0][c] || m->there[1][c]) {
            grand += totals[c];
            n_all++;
        }
    for (int h = 0; h < STRATA; h++) {
        double n = 0, mean = 0, squares = 0, f;
        for (int c = 0; c < CLUSTERS; c++)
            if (m->stratum[c] == h && (m->there[0][c] || m->there[1][c])) {
                n++;
                mean += totals[c];
            }
        if (n == 0) continue;
        mean = n > 1                             ? mean / n
               : m->o.lonely == DS_SURVEY_REMOVE ? mean
               : m->o.total                      ? grand / n_all
                                                 : 0;
        for (int c = 0; c < CLUSTERS; c++)
            if (m->stratum[c] == h && (m->there[0][c] || m->there[1][c]))
                squares += (totals[c] - mean) * (totals[c] - mean);
        f = m->o.without_fpc ? 0 : n / m->n_clusters[h];
        variance += (1 - f) * (n > 1 ? n / (n - 1) : 1) * squares;
        for (int c = 0; !m->o.first_stage_only && c < CLUSTERS; c++)
            for (int y = 0; m->stratum[c] == h && y < m->n_years; y++)
                variance += f * find_second(m, u, y, c);
    }
    return variance;
}

/* ---- both ---- */

static void calibrate_all(made *m) {
    for (int y = 0; y < m->n_years; y++) {
        if (m->o.calibration == DS_SURVEY_LINEAR) calibrate_linear(m, y);
        if (m->o.calibration == DS_SURVEY_RAKING) rake(m, y);
    }
}

static void expect_near(const made *m, const char *what, double found, double expected) {
    if (!(fabs(found - expected) <= 1e-9 * (fabs(expected) + 1e-3)))
        fail_msg("%s: %.17g, expected %.17g (kind %d, calibration %d, by %u, total %d, years %d)",
                 what, found, expected, (int)m->kind, (int)m->o.calibration, m->o.by, m->o.total,
                 m->n_years);
}

/* Without variance there is no error, rather than 0. */
static void expect_error(const made *m, const char *what, double found, double variance) {
    if (variance > 1e-24)
        expect_near(m, what, found, sqrt(variance));
    else
        assert_true(isnan(found));
}

static void compare_ways(made *m, const ds_survey_design *design, random_source *random) {
    const int groups = m->o.by ? GROUPS : 1, n = groups * m->n_years;
    double coefficients[YEARS * GROUPS], both[PERSONS] = {0}, sum = 0;
    ds_survey_test test;
    bool flat = false;
    assert_int_equal(ds_survey_design_n(design), n);
    calibrate_all(m);
    for (int i = 0; i < n; i++) {
        double u[PERSONS] = {0};
        const ds_survey_estimate e = ds_survey_design_at(design, (size_t)i);
        coefficients[i] = random_from(random, -2, 2);
        expect_near(m, "estimate", e.estimate, add_values(m, i / groups, i % groups, 1, u));
        expect_error(m, "se", e.se, find_variance(m, u));
        flat = flat || (coefficients[i] != 0 && m->kind == DS_SURVEY_SHARE && !m->o.total &&
                        (e.estimate <= 0 || e.estimate >= 1));
        sum += coefficients[i] * add_values(m, i / groups, i % groups, coefficients[i], both);
    }
    test = ds_survey_design_contrast(design, coefficients);
    expect_near(m, "contrast", test.estimate, sum);
    if (!flat) expect_error(m, "its se", test.se, find_variance(m, both));
    assert_true(!flat || test.state == DS_SURVEY_NO_VARIANCE);
}

static void test_survey_design__as_person_by_person(void **state) {
    const char *scale = getenv("DS_TEST_SCALE");
    const int rounds = scale == NULL ? 1500 : (int)(1500 * atof(scale)) + 50;
    random_source random = {14};
    int refused = 0;
    (void)state;
    for (int round = 0; round < rounds; round++) {
        made m;
        ds_survey_cells *cells;
        ds_survey_design *design = NULL;
        ds_error err = {0};
        draw_survey(&random, &m);
        cells = count_persons(&m);
        if (ds_survey_design_new(cells, &m.o, &design, &err) == DS_OK) {
            compare_ways(&m, design, &random);
        } else {
            assert_non_null(strstr(err.en, "negative")); /* linear weights, on few persons */
            refused++;
        }
        ds_survey_design_free(design);
        ds_survey_cells_free(cells);
    }
    assert_true(refused < rounds / 20);
}

/* ---- what is refused, and what is no number ---- */

typedef struct small_row {
    const char *cluster, *stratum, *level, *group;
    int y; /* -1: no answer */
} small_row;

typedef struct small {
    const small_row *rows;
    size_t n;
    uint64_t n_clusters;
    uint64_t margins[2]; /* of a = 0, a = 1; both 0: none */
} small;

static ds_survey_cells *count_small(const small *s) {
    const ds_survey_shape shape = {"q", DS_SURVEY_SHARE, 1, 1, 1, calibration, 1, by, 1};
    ds_survey_cells *cells = ds_survey_cells_new(&shape);
    assert_non_null(cells);
    for (size_t i = 0; i < s->n; i++) {
        const small_row *r = &s->rows[i];
        const ds_text keys[] = {ds_text_of(r->level), ds_text_of(r->group)};
        ds_survey_row row = {2024, ds_text_of(r->cluster), keys, keys + 1, {0}};
        const ds_survey_cluster of = {2024, row.cluster, ds_text_of(r->stratum), s->n_clusters, 50};
        const ds_survey_answer answer = {1, r->y >= 0, r->y, 0};
        assert_int_equal(ds_survey_count(cells, &answer, &row.measures, NULL), DS_OK);
        assert_int_equal(ds_survey_cells_add(cells, &row, NULL), DS_OK);
        assert_int_equal(ds_survey_cells_add_cluster(cells, &of, NULL), DS_OK);
    }
    for (int i = 0; s->margins[0] + s->margins[1] > 0 && i < 2; i++) {
        const ds_survey_margin margin = {2024, &digits[i], s->margins[i]};
        assert_int_equal(ds_survey_cells_add_margin(cells, &margin, NULL), DS_OK);
    }
    assert_int_equal(ds_survey_cells_finish(cells, NULL), DS_OK);
    return cells;
}

static const small_row four[] = {{"p", "s", "0", "m", 1},
                                 {"p", "s", "1", "v", 1},
                                 {"q", "s", "0", "m", 0},
                                 {"q", "s", "1", "v", 1}};
static const small_row one_level[] = {{"p", "s", "0", "m", 1}, {"q", "s", "0", "m", 0}};
static const small_row unanswered[] = {{"p", "s", "0", "m", -1}, {"q", "s", "0", "m", -1}};

static void test_survey_design_new__refuses(void **state) {
    static const struct {
        small rows;
        ds_survey_options o;
        const char *said;
    } cases[] = {
        {{four, 4, 1, {0}}, DS_SURVEY_OPTIONS_INIT, "2 clusters, of 1"},
        {{four, 4, 9, {0}}, {.version = 1, .calibration = DS_SURVEY_LINEAR}, "no totals of a"},
        {{four, 4, 9, {5, 0}},
         {.version = 1, .calibration = DS_SURVEY_LINEAR},
         "a=1: answers, and nobody in the register"},
        {{one_level, 2, 9, {5, 6}},
         {.version = 1, .calibration = DS_SURVEY_RAKING},
         "a=1: nobody answered"},
        {{four, 4, 9, {0}}, {.version = 1, .by = 2}, "a breakdown that is not there"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_survey_cells *cells = count_small(&cases[i].rows);
        ds_survey_design *design = NULL;
        ds_error err = {0};
        assert_int_not_equal(ds_survey_design_new(cells, &cases[i].o, &design, &err), DS_OK);
        if (strstr(err.en, cases[i].said) == NULL) fail_msg("%zu: %s", i, err.en);
        assert_null(design);
        ds_survey_cells_free(cells);
    }
}

static void test_survey_design__says_why_there_is_no_number(void **state) {
    static const small alone = {four, 2, 9, {0}}, none = {unanswered, 2, 9, {0}};
    static const small all = {four, 4, 9, {0}}, whole = {four, 4, 2, {0}};
    ds_survey_options o = DS_SURVEY_OPTIONS_INIT;
    ds_survey_cells *cells = count_small(&all);
    ds_survey_design *design = NULL;
    ds_survey_estimate e;
    ds_survey_test test;
    const size_t groups[] = {0, 1};
    (void)state;
    o.by = 1;
    assert_int_equal(ds_survey_design_new(cells, &o, &design, NULL), DS_OK);
    e = ds_survey_design_at(design, 1); /* all women say yes */
    assert_int_equal(e.state, DS_SURVEY_NO_VARIANCE);
    assert_true(e.estimate == 1 && isnan(e.se) && isnan(e.low));
    assert_int_equal(ds_survey_design_at(design, 0).state, DS_SURVEY_SHOWN);
    assert_int_equal(ds_survey_design_equal(design, groups, 2, &test, NULL), DS_OK);
    assert_int_equal(test.state, DS_SURVEY_SINGULAR);
    ds_survey_design_free(design);
    ds_survey_cells_free(cells);

    cells = count_small(&alone); /* one cluster */
    o.by = 0;
    assert_int_equal(ds_survey_design_new(cells, &o, &design, NULL), DS_OK);
    assert_int_equal(ds_survey_design_facts(design).lonely, 1);
    assert_int_equal(ds_survey_design_at(design, 0).state, DS_SURVEY_NO_VARIANCE);
    ds_survey_design_free(design);
    ds_survey_cells_free(cells);

    cells = count_small(&whole); /* both clusters of two, whoever they have */
    o.first_stage_only = true;
    assert_int_equal(ds_survey_design_new(cells, &o, &design, NULL), DS_OK);
    e = ds_survey_design_at(design, 0);
    assert_true(ds_survey_design_facts(design).flags & DS_SURVEY_EVERYBODY);
    assert_true(e.state == DS_SURVEY_SHOWN && e.se == 0 && e.low == 0.75 && e.high == 0.75);
    ds_survey_design_free(design);
    ds_survey_cells_free(cells);
    o.first_stage_only = false;

    cells = count_small(&none);
    assert_int_equal(ds_survey_design_new(cells, &o, &design, NULL), DS_OK);
    e = ds_survey_design_at(design, 0);
    assert_int_equal(e.state, DS_SURVEY_NOT_ASKED);
    assert_true(isnan(e.estimate) && e.missing == 2);
    ds_survey_design_free(design);
    ds_survey_cells_free(cells);
}

static ds_status estimate_all(void *context, ds_error *err) {
    const ds_survey_options *o = context;
    random_source random = {3};
    made *m = malloc(sizeof *m);
    ds_survey_cells *cells;
    ds_survey_design *design = NULL;
    ds_survey_coefficient *list = NULL;
    ds_survey_test test;
    const size_t groups[] = {0, 1, 2};
    size_t n = 0;
    ds_status status;
    assert_non_null(m);
    draw_survey(&random, m);
    cells = ds_survey_cells_new(&(ds_survey_shape){"q", DS_SURVEY_SHARE, 1, 1, 1, NULL, 0, by, 1});
    status = cells == NULL ? ds_error_memory(err) : DS_OK;
    for (int i = 0; status == DS_OK && i < 40; i++) {
        const person *p = &m->persons[i];
        const ds_survey_answer answer = {1 + i % 3, true, i % 2, 0};
        ds_survey_row row = {2024, digits[p->cluster], NULL, &digits[p->group], {0}};
        const ds_survey_cluster of = {2024, row.cluster, digits[0], 30, 200};
        status = ds_survey_count(cells, &answer, &row.measures, err);
        if (status == DS_OK) status = ds_survey_cells_add(cells, &row, err);
        if (status == DS_OK) status = ds_survey_cells_add_cluster(cells, &of, err);
    }
    if (status == DS_OK) status = ds_survey_cells_finish(cells, err);
    if (status == DS_OK) status = ds_survey_design_new(cells, o, &design, err);
    if (status == DS_OK) status = ds_survey_design_equal(design, groups, 3, &test, err);
    if (status == DS_OK) status = ds_survey_design_logit(design, &list, &n, err);
    ds_free(list);
    ds_survey_design_free(design);
    ds_survey_cells_free(cells);
    free(m);
    return status;
}

static void test_survey_design__every_allocation(void **state) {
    ds_survey_options o = DS_SURVEY_OPTIONS_INIT;
    (void)state;
    o.by = 1;
    ds_test_every_allocation(estimate_all, &o);
    o.calibration = DS_SURVEY_DELIVERED;
    ds_test_every_allocation(estimate_all, &o);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survey_design__as_person_by_person),
        cmocka_unit_test(test_survey_design_new__refuses),
        cmocka_unit_test(test_survey_design__says_why_there_is_no_number),
        cmocka_unit_test(test_survey_design__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
