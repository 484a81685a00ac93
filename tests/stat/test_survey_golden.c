/* tests/stat/test_survey_golden.c: estimates of a made survey are those of R's survey package to
 * 1e-10. D are the rows of survey_golden.h in 2025; with resp the number of a row,
 *   d1 = svydesign(ids=~cluster, strata=~stratum, weights=~w, fpc=~N, data=D)
 *   d2 = svydesign(ids=~cluster+resp, strata=~stratum, weights=~w, fpc=~N+M, data=D)
 *   c1, c2 = calibrate(d1 or d2, ~niveau+leerweg, c(1000, 320, 380, 690))
 *   r1, r2 = the same with calfun='raking'
 * and options(survey.lonely.psu='adjust') where nothing else stands. */
#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/survey_estimates.h"
#include "stat/survey_golden.h"

static const char *const calibration[] = {"niveau", "leerweg"};
static const char *const by[] = {"niveau", "leerweg"};

/* What is asked of the rows. */
typedef enum asked { ASKED_Y, ASKED_MODULE, ASKED_SCORE, ASKED_RATIO } asked;

typedef struct rows_asked {
    asked what;
    bool both_years;
    bool some_missing; /* the 3rd, 20th and 50th row of 2025 have no answer */
    bool crossed_margins;
} rows_asked;

static ds_survey_cells *make_cells(const rows_asked *a) {
    const ds_survey_shape shape = {.question = "y",
                                   .kind = a->what == ASKED_SCORE   ? DS_SURVEY_MEAN
                                           : a->what == ASKED_RATIO ? DS_SURVEY_RATIO
                                                                    : DS_SURVEY_SHARE,
                                   .weight_scale = 1000,
                                   .y_scale = 1,
                                   .x_scale = 1,
                                   .calibration = calibration,
                                   .n_calibration = 2,
                                   .by = by,
                                   .n_by = 2};
    ds_survey_cells *cells = ds_survey_cells_new(&shape);
    assert_non_null(cells);
    return cells;
}

static void add_row(ds_survey_cells *cells, const golden_row *g, const rows_asked *a,
                    bool missing) {
    char cluster[8], niveau[4];
    ds_text keys[2];
    ds_survey_row row = {.year = g->year, .calibration = keys, .by = keys};
    ds_survey_cluster of = {.year = g->year,
                            .stratum = {&g->stratum, 1},
                            .clusters = (uint64_t)g->n_clusters,
                            .students = (uint64_t)g->n_students};
    const bool score = a->what == ASKED_SCORE || a->what == ASKED_RATIO;
    const ds_survey_answer answer = {.w = a->what == ASKED_MODULE ? g->wm : g->w,
                                     .known = !missing && (score || g->y >= 0),
                                     .y = score ? g->score : g->y,
                                     .x = g->niveau};
    (void)snprintf(cluster, sizeof cluster, "I%02d", g->cluster);
    (void)snprintf(niveau, sizeof niveau, "%d", g->niveau);
    keys[0] = ds_text_of(niveau);
    keys[1] = ds_text_of(g->leerweg);
    row.cluster = of.cluster = ds_text_of(cluster);
    assert_int_equal(ds_survey_count(cells, &answer, &row.measures, NULL), DS_OK);
    if (answer.w > 0) assert_int_equal(ds_survey_cells_add(cells, &row, NULL), DS_OK);
    assert_int_equal(ds_survey_cells_add_cluster(cells, &of, NULL), DS_OK);
}

static void add_margin(ds_survey_cells *cells, const char *niveau, const char *leerweg,
                       uint64_t students) {
    const ds_text keys[] = {niveau == NULL ? (ds_text){NULL, 0} : ds_text_of(niveau),
                            leerweg == NULL ? (ds_text){NULL, 0} : ds_text_of(leerweg)};
    const ds_survey_margin margin = {2025, keys, students};
    assert_int_equal(ds_survey_cells_add_margin(cells, &margin, NULL), DS_OK);
}

static void add_margins(ds_survey_cells *cells, bool crossed) {
    static const struct {
        const char *niveau, *leerweg;
        uint64_t students;
    } one[] = {{"2", NULL, 300},   {"3", NULL, 320},  {"4", NULL, 380},  {NULL, "bbl", 310},
               {NULL, "bol", 690}, {"2", "bbl", 90},  {"3", "bbl", 100}, {"4", "bbl", 120},
               {"2", "bol", 210},  {"3", "bol", 220}, {"4", "bol", 260}};
    for (size_t i = crossed ? 5 : 0; i < (crossed ? 11u : 5u); i++)
        add_margin(cells, one[i].niveau, one[i].leerweg, one[i].students);
}

static ds_survey_cells *read_rows(const rows_asked *a) {
    ds_survey_cells *cells = make_cells(a);
    ds_error err = {0};
    int n = 0;
    for (size_t i = 0; i < GOLDEN_ROWS; i++) {
        const golden_row *g = &golden_rows[i];
        if (g->year == 2025) n++;
        if (g->year == 2024 && !a->both_years) continue;
        add_row(cells, g, a, a->some_missing && (n == 3 || n == 20 || n == 50));
    }
    add_margins(cells, a->crossed_margins);
    if (ds_survey_cells_finish(cells, &err) != DS_OK) fail_msg("%s", err.en);
    return cells;
}

static ds_survey_design *make_design(const ds_survey_cells *cells, const ds_survey_options *o) {
    ds_survey_design *design = NULL;
    ds_error err = {0};
    if (ds_survey_design_new(cells, o, &design, &err) != DS_OK) fail_msg("%s", err.en);
    return design;
}

static void expect(const char *what, double found, double expected, double tolerance) {
    const double scale = fabs(expected) > 1 ? fabs(expected) : 1;
    if (!(fabs(found - expected) <= tolerance * scale))
        fail_msg("%s: %.17g, expected %.17g", what, found, expected);
}

/* ---- one estimate ---- */

static const struct {
    const char *call;
    rows_asked rows;
    ds_survey_options o;
    double estimate, se, tolerance;
} one_estimate[] = {
#define O .version = DS_SURVEY_OPTIONS_VERSION
#define ONE O, .first_stage_only = true
    {"svymean(~y, d1)", {.what = ASKED_Y}, {ONE}, 0.35770791042423344, 0.06022086243983786, 1e-12},
    {"svymean(~score, d1)",
     {.what = ASKED_SCORE},
     {ONE},
     5.6356177663107525,
     0.19087800293763185,
     1e-12},
    {"svymean(~y, d1), remove",
     {.what = ASKED_Y},
     {ONE, .lonely = DS_SURVEY_REMOVE},
     0.35770791042423344,
     0.060212646979834944,
     1e-12},
    {"svymean(~score, d1), remove",
     {.what = ASKED_SCORE},
     {ONE, .lonely = DS_SURVEY_REMOVE},
     5.6356177663107525,
     0.1893661349081776,
     1e-12},
    {"svymean(~y, d1), average",
     {.what = ASKED_Y},
     {ONE, .lonely = DS_SURVEY_AVERAGE},
     0.35770791042423344,
     0.0737451305814651,
     1e-12},
    {"svymean(~score, d1), average",
     {.what = ASKED_SCORE},
     {ONE, .lonely = DS_SURVEY_AVERAGE},
     5.6356177663107525,
     0.2319252025440383,
     1e-12},
    {"svymean(~y, d1), certainty",
     {.what = ASKED_Y},
     {ONE, .lonely = DS_SURVEY_CERTAINTY},
     0.35770791042423344,
     0.060212646979834944,
     1e-12},
    {"without fpc",
     {.what = ASKED_Y},
     {O, .without_fpc = true},
     0.35770791042423344,
     0.098101609354051239,
     1e-12},
    {"svymean(~y, subset(d of wm, mod == 1), na.rm = TRUE)",
     {.what = ASKED_MODULE},
     {ONE},
     0.279195065467091,
     0.05973424813721899,
     1e-12},
    {"svymean(~y, d2)", {.what = ASKED_Y}, {O}, 0.35770791042423344, 0.07119543171555656, 1e-12},
    {"svymean(~y, d2), remove",
     {.what = ASKED_Y},
     {O, .lonely = DS_SURVEY_REMOVE},
     0.35770791042423344,
     0.071188482779764514,
     1e-12},
    {"svymean(~y, c1)",
     {.what = ASKED_Y},
     {ONE, .calibration = DS_SURVEY_LINEAR},
     0.3588164185868089,
     0.06304492891646671,
     1e-12},
    {"svymean(~score, c1)",
     {.what = ASKED_SCORE},
     {ONE, .calibration = DS_SURVEY_LINEAR},
     5.646630564619816,
     0.17624734160572866,
     1e-12},
    {"svymean(~y, c2)",
     {.what = ASKED_Y},
     {O, .calibration = DS_SURVEY_LINEAR},
     0.35881641858680891,
     0.074149836163977717,
     1e-12},
    {"svymean(~y, r1)",
     {.what = ASKED_Y},
     {ONE, .calibration = DS_SURVEY_RAKING},
     0.35762541970433398,
     0.06302454627399319,
     1e-12},
    {"svymean(~y, r2)",
     {.what = ASKED_Y},
     {O, .calibration = DS_SURVEY_RAKING},
     0.35762541970433398,
     0.074144551959383659,
     1e-12},
    {"svymean(~score, r2)",
     {.what = ASKED_SCORE},
     {O, .calibration = DS_SURVEY_RAKING},
     5.6394491263903301,
     0.33274742757277304,
     1e-12},
    {"svyratio(~score, ~niv, d1)",
     {.what = ASKED_RATIO},
     {ONE},
     1.8544543055363931,
     0.064581657524499236,
     1e-12},
    {"svyratio(~score, ~niv, d2)",
     {.what = ASKED_RATIO},
     {O},
     1.8544543055363931,
     0.11646345995713074,
     1e-12},
    {"svyratio(~score, ~niv, c2)",
     {.what = ASKED_RATIO},
     {O, .calibration = DS_SURVEY_LINEAR},
     1.8333216118895503,
     0.10849301168964089,
     1e-12},
    {"svytotal(~score, d1), remove",
     {.what = ASKED_SCORE},
     {ONE, .total = true, .lonely = DS_SURVEY_REMOVE},
     5255.3770000000004,
     239.21982091566369,
     1e-12},
    {"svytotal(~score, d2), remove",
     {.what = ASKED_SCORE},
     {O, .total = true, .lonely = DS_SURVEY_REMOVE},
     5255.3770000000004,
     390.72326237473862,
     1e-12},
    {"svytotal(~score, c1), remove",
     {.what = ASKED_SCORE},
     {ONE, .total = true, .lonely = DS_SURVEY_REMOVE, .calibration = DS_SURVEY_LINEAR},
     5646.6305646198143,
     176.03111007635209,
     1e-12},
    {"svyratio(~y0, ~ok, d2), three missing",
     {.what = ASKED_Y, .some_missing = true},
     {O},
     0.36039849895166998,
     0.071588652024995064,
     1e-12},
    {"svyratio(~y0, ~ok, c2), three missing",
     {.what = ASKED_Y, .some_missing = true},
     {O, .calibration = DS_SURVEY_LINEAR},
     0.35706279670602409,
     0.074422245865497755,
     1e-12},
    {"calibrate(d2, ~interaction(niveau, leerweg) - 1, …), three missing",
     {.what = ASKED_Y, .some_missing = true, .crossed_margins = true},
     {O, .calibration = DS_SURVEY_LINEAR, .crossed = true},
     0.35027291687186951,
     0.070342000714311584,
     1e-12},
};

static void test_survey_design__estimates_are_those_of_r(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof one_estimate / sizeof *one_estimate; i++) {
        ds_survey_cells *cells = read_rows(&one_estimate[i].rows);
        ds_survey_design *design = make_design(cells, &one_estimate[i].o);
        ds_survey_estimate e;
        assert_int_equal(ds_survey_design_n(design), 1);
        e = ds_survey_design_at(design, 0);
        expect(one_estimate[i].call, e.estimate, one_estimate[i].estimate,
               one_estimate[i].tolerance);
        expect(one_estimate[i].call, e.se, one_estimate[i].se, one_estimate[i].tolerance);
        assert_int_equal(e.n + e.missing, one_estimate[i].rows.what == ASKED_MODULE ? 38 : 70);
        assert_int_equal(e.missing, one_estimate[i].rows.some_missing ? 3 : 0);
        assert_true(ds_survey_design_facts(design).df == 8);
        assert_int_equal(ds_survey_design_facts(design).lonely, 1);
        ds_survey_design_free(design);
        ds_survey_cells_free(cells);
    }
}

/* svyciprop(~y, d1, method = 'logit'), the same of c2 and of niveau 4; confint(svymean(~score, d1),
 * df = 8). */
static void test_survey_design__intervals_are_those_of_r(void **state) {
    static const struct {
        rows_asked rows;
        ds_survey_options o;
        size_t group;
        double low, high;
    } cases[] = {
        {{.what = ASKED_Y}, {ONE}, 0, 0.2333025240067874, 0.5047757261200218},
        {{.what = ASKED_Y},
         {O, .calibration = DS_SURVEY_LINEAR},
         0,
         0.21019974488460402,
         0.54058848452693486},
        {{.what = ASKED_Y}, {ONE, .by = 1}, 2, 0.25162155175363393, 0.56992207150338403},
        {{.what = ASKED_SCORE}, {ONE}, 0, 5.1954523022170607, 6.0757832304044443},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_survey_cells *cells = read_rows(&cases[i].rows);
        ds_survey_design *design = make_design(cells, &cases[i].o);
        const ds_survey_estimate e = ds_survey_design_at(design, cases[i].group);
        expect("low", e.low, cases[i].low, 1e-8); /* R stops earlier */
        expect("high", e.high, cases[i].high, 1e-8);
        ds_survey_design_free(design);
        ds_survey_cells_free(cells);
    }
}

/* ---- groups ---- */

/* svyby(~y0, ~niveau, denominator = ~ok, d1, svyratio, covmat = TRUE), and of d2. */
static void test_survey_design__groups_covary_as_in_r(void **state) {
    static const struct {
        ds_survey_options o;
        double covariance[3][3], difference_se;
    } cases[] = {
        {{ONE, .by = 1},
         {{0.006748022196274658, 0.0019606008945055775, 0.0033066864354092894},
          {0.0019606008945055775, 0.007533849943386323, 0.0010475175035366932},
          {0.0033066864354092894, 0.0010475175035366932, 0.005096348729123558}},
         0.07232563898493838},
        {{ONE, .by = 1, .lonely = DS_SURVEY_REMOVE},
         {{0.00671012952280303, 0.0020855877428589725, 0.003240174171598683},
          {0.0020855877428589725, 0.007121587866575835, 0.001266904458029676},
          {0.003240174171598683, 0.001266904458029676, 0.004979601061780313}},
         0.07217605033102031},
        {{O, .by = 1},
         {{0.012191911040024832, 0.0013117212230066354, 0.0024171520685639779},
          {0.0013117212230066354, 0.012738923892726793, 0.00074930124471972621},
          {0.0024171520685639779, 0.00074930124471972621, 0.010920933862351986}},
         0},
    };
    static const double estimates[] = {0.3681636904449827, 0.30608994638773057, 0.4002977344270938};
    static const double difference[] = {1, 0, -1};
    const rows_asked rows = {.what = ASKED_Y};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        ds_survey_cells *cells = read_rows(&rows);
        ds_survey_design *design = make_design(cells, &cases[c].o);
        ds_survey_test test;
        assert_int_equal(ds_survey_design_n(design), 3);
        for (size_t i = 0; i < 3; i++) {
            expect("estimate", ds_survey_design_at(design, i).estimate, estimates[i], 1e-12);
            for (size_t j = 0; j < 3; j++)
                expect("covariance", ds_survey_design_covariance(design, i, j),
                       cases[c].covariance[i][j], 1e-13);
        }
        test = ds_survey_design_contrast(design, difference);
        expect("difference", test.estimate, -0.032134043982111116, 1e-12);
        if (cases[c].difference_se > 0) expect("its se", test.se, cases[c].difference_se, 1e-12);
        ds_survey_design_free(design);
        ds_survey_cells_free(cells);
    }
}

/* svyby(~score, ~niveau, c1, svymean); svyby(~y, ~niveau, c2, svymean). */
static void test_survey_design__calibrated_groups_are_those_of_r(void **state) {
    static const struct {
        rows_asked rows;
        ds_survey_options o;
        double estimates[3], se[3];
    } cases[] = {
        {{.what = ASKED_SCORE},
         {ONE, .by = 1, .calibration = DS_SURVEY_LINEAR},
         {4.9998365777213785, 5.796481268913905, 6.03106732960777},
         {0.36919862486599897, 0.5361525537776907, 0.32143313630149384}},
        {{.what = ASKED_Y},
         {O, .by = 1, .calibration = DS_SURVEY_LINEAR},
         {0.41256424555242299, 0.28541243386282911, 0.37819780548678072},
         {0.11962258899419816, 0.11519897323888546, 0.10967877592706438}},
    };
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        ds_survey_cells *cells = read_rows(&cases[c].rows);
        ds_survey_design *design = make_design(cells, &cases[c].o);
        for (size_t i = 0; i < 3; i++) {
            expect("estimate", ds_survey_design_at(design, i).estimate, cases[c].estimates[i],
                   1e-12);
            expect("se", ds_survey_design_at(design, i).se, cases[c].se[i], 1e-12);
        }
        ds_survey_design_free(design);
        ds_survey_cells_free(cells);
    }
}

/* weights(c1)/weights(d1), weights(r1)/weights(d1), by class. */
static void test_survey_design__weights_are_those_of_r(void **state) {
    static const struct {
        ds_survey_calibration how;
        double g[6], tolerance;
    } cases[] = {{DS_SURVEY_LINEAR,
                  {0.6746536930575839, 1.2969649377424577, 0.6702189998309164, 1.2925302445157905,
                   0.8452611643053473, 1.4675724089902216},
                  1e-12},
                 {DS_SURVEY_RAKING,
                  {0.6943460516616169, 1.2838841228129805, 0.6891764869259496, 1.2743253126633527,
                   0.8101543170675395, 1.498019989056281},
                  1e-8}}; /* R stops earlier */
    const rows_asked rows = {.what = ASKED_Y};
    (void)state;
    for (size_t c = 0; c < 2; c++) {
        const ds_survey_options o = {ONE, .calibration = cases[c].how};
        ds_survey_cells *cells = read_rows(&rows);
        ds_survey_design *design = make_design(cells, &o);
        assert_int_equal(ds_survey_design_n_classes(design), 6);
        for (size_t i = 0; i < 6; i++)
            expect("g", ds_survey_design_class(design, i).g, cases[c].g[i], cases[c].tolerance);
        ds_survey_design_free(design);
        ds_survey_cells_free(cells);
    }
}

/* ---- years ---- */

/* svyby(~y0, ~year, denominator = ~ok, d, svyratio, covmat = TRUE) on both years in one design, and
 * on the rows of institutions that were there in both. */
static void test_survey_design__years_in_one_design(void **state) {
    static const double change[] = {-1, 1};
    static const int years[] = {2024, 2025};
    const rows_asked rows = {.what = ASKED_Y, .both_years = true};
    const ds_survey_options o = {ONE};
    ds_survey_cells *cells = read_rows(&rows), *same = NULL;
    ds_survey_design *design = make_design(cells, &o);
    ds_survey_test test = ds_survey_design_contrast(design, change);
    (void)state;
    expect("2024", ds_survey_design_at(design, 0).estimate, 0.25458184128654465, 1e-12);
    expect("2025", ds_survey_design_at(design, 1).estimate, 0.35770791042423344, 1e-12);
    expect("V", ds_survey_design_covariance(design, 0, 0), 0.0025390411823647584, 1e-13);
    expect("V", ds_survey_design_covariance(design, 0, 1), 0.0003049338905663913, 1e-13);
    expect("V", ds_survey_design_covariance(design, 1, 1), 0.0033966284981655492, 1e-13);
    expect("difference", test.estimate, 0.10312606913768879, 1e-12);
    expect("its se", test.se, 0.07297809191392664, 1e-12);
    assert_true(test.df == 9);
    assert_int_equal(ds_survey_design_at(design, 0).missing, 2);
    ds_survey_design_free(design);
    assert_int_equal(ds_survey_cells_same(cells, years, 2, &same, NULL), DS_OK);
    design = make_design(same, &o);
    test = ds_survey_design_contrast(design, change);
    assert_int_equal(ds_survey_design_facts(design).clusters, 9);
    expect("difference", test.estimate, 0.12569640621532663, 1e-12);
    expect("its se", test.se, 0.09500842744415293, 1e-12);
    ds_survey_design_free(design);
    ds_survey_cells_free(same);
    ds_survey_cells_free(cells);
}

/* One year of two is that year alone. */
static void test_survey_design__a_year_of_two_is_that_year(void **state) {
    static const int year[] = {2025};
    const rows_asked rows = {.what = ASKED_Y, .both_years = true};
    const ds_survey_options o = {O, .years = year, .n_years = 1};
    ds_survey_cells *cells = read_rows(&rows);
    ds_survey_design *design = make_design(cells, &o);
    (void)state;
    assert_int_equal(ds_survey_design_n(design), 1);
    expect("se", ds_survey_design_at(design, 0).se, 0.07119543171555656, 1e-12);
    ds_survey_design_free(design);
    ds_survey_cells_free(cells);
}

/* ---- tests ---- */

/* svychisq(~y+leerweg, d1, statistic = 'F'), ~y+niveau of d1 and c2; of score Wald's test by
 * svyby(~score, ~niveau, d1, svymean, covmat = TRUE), F = W (8 - 1)/(2·8) on 2 and 7. */
static void test_survey_design_equal__is_that_of_r(void **state) {
    static const struct {
        rows_asked rows;
        ds_survey_options o;
        double f, df, df2, p, tolerance;
    } cases[] = {
        {{.what = ASKED_Y}, {ONE, .by = 2}, 0.014517695037102403, 1, 8, 0.9070666374264611, 1e-10},
        {{.what = ASKED_Y},
         {ONE, .by = 1},
         0.52651541725246653,
         1.6672016461145329,
         13.337613168916263,
         0.57064847362173832,
         1e-10},
        {{.what = ASKED_Y},
         {O, .by = 1, .calibration = DS_SURVEY_LINEAR},
         0.35165917483199965,
         1.9180804452562787,
         15.34464356205023,
         0.70043232135546329,
         1e-10},
        {{.what = ASKED_SCORE},
         {ONE, .by = 1},
         1.3383693884657262,
         2,
         7,
         0.32195233481933438,
         1e-10},
    };
    static const size_t groups[] = {0, 1, 2};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        ds_survey_cells *cells = read_rows(&cases[c].rows);
        ds_survey_design *design = make_design(cells, &cases[c].o);
        ds_survey_test test;
        assert_int_equal(
            ds_survey_design_equal(design, groups, ds_survey_design_n(design), &test, NULL), DS_OK);
        expect("F", test.statistic, cases[c].f, cases[c].tolerance);
        expect("df", test.df, cases[c].df, cases[c].tolerance);
        expect("df2", test.df2, cases[c].df2, cases[c].tolerance);
        expect("p", test.p, cases[c].p, cases[c].tolerance);
        ds_survey_design_free(design);
        ds_survey_cells_free(cells);
    }
}

/* svyglm(y ~ leerweg + niveau, d1, family = quasibinomial(), epsilon = 1e-14), and of c2. (R's own
 * epsilon stops at 1e-7.) */
static void test_survey_design_logit__is_that_of_r(void **state) {
    static const struct {
        ds_survey_options o;
        double beta[4], se[4], tolerance; /* intercept, niveau 3, 4, leerweg bol */
    } cases[] = {
        {{ONE, .by = 3},
         {-0.50898571531542203, -0.28311855425703447, 0.13250363320332087, -0.051927864727817526},
         {0.36152481365993644, 0.4532868535588091, 0.3182142542649341, 0.30431680755510909},
         1e-10},
        {{O, .by = 3, .calibration = DS_SURVEY_LINEAR},
         {-0.2666813490641245, -0.57366825726745374, -0.15289960165317823, -0.11694095249349748},
         {0.55772831502536047, 0.72607368651613968, 0.58915280232181089, 0.49805628648967321},
         1e-10},
    };
    const rows_asked rows = {.what = ASKED_Y};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        ds_survey_cells *cells = read_rows(&rows);
        ds_survey_design *design = make_design(cells, &cases[c].o);
        ds_survey_coefficient *list = NULL;
        size_t n = 0;
        assert_int_equal(ds_survey_design_logit(design, &list, &n, NULL), DS_OK);
        assert_int_equal(n, 4);
        assert_true(ds_text_is(list[2].level, "4") && ds_text_is(list[3].level, "bol"));
        for (size_t i = 0; i < n; i++) {
            expect("beta", list[i].test.estimate, cases[c].beta[i], cases[c].tolerance);
            expect("its se", list[i].test.se, cases[c].se[i], cases[c].tolerance);
        }
        assert_true(list[1].test.df == 5);
        ds_free(list);
        ds_survey_design_free(design);
        ds_survey_cells_free(cells);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survey_design__estimates_are_those_of_r),
        cmocka_unit_test(test_survey_design__intervals_are_those_of_r),
        cmocka_unit_test(test_survey_design__groups_covary_as_in_r),
        cmocka_unit_test(test_survey_design__calibrated_groups_are_those_of_r),
        cmocka_unit_test(test_survey_design__weights_are_those_of_r),
        cmocka_unit_test(test_survey_design__years_in_one_design),
        cmocka_unit_test(test_survey_design__a_year_of_two_is_that_year),
        cmocka_unit_test(test_survey_design_equal__is_that_of_r),
        cmocka_unit_test(test_survey_design_logit__is_that_of_r),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
