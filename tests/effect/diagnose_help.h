/* tests/effect/diagnose_help.h: persons made up at random, row by row; the same as a sample; and
 * the score and the matching computed from the rows in the plainest way, in long double. */
#ifndef DS_TESTS_DIAGNOSE_HELP_H
#define DS_TESTS_DIAGNOSE_HELP_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/effect.h"
#include "support/random_source.h"
#include "support/support.h"

enum { ROWS_MAX = 400, PARAMETERS_MAX = 8, LEVELS = 4 };

typedef struct row {
    int sex, advice, year;
    double age;
    int treated;
    double y;
} row;

typedef struct rows {
    row of[ROWS_MAX];
    int n;
    bool exact; /* the year is an exact column */
    /* by rows_score and rows_match: */
    long double p[ROWS_MAX];
    int n_parameters;
    long double beta[PARAMETERS_MAX], se[PARAMETERS_MAX], loglik;
    long double w[ROWS_MAX]; /* in the comparison: of the treated and of the controls */
    long double m[ROWS_MAX]; /* mean outcome of the matches, of those averaged over */
    bool on[ROWS_MAX];
    int n_on, off;
    long double difference, effective;
} rows;

static const char *const rows_sex[] = {"man", "vrouw"};
static const char *const rows_advice[LEVELS] = {"bb", "gl", "havo", "kb"};
static const char *const rows_year[] = {"2014", "2015"};

static inline double rows_uniform(random_source *source) {
    return (double)(random_next(source) >> 11) * 0x1p-53;
}

/* Every level and year has treated and controls. */
static inline bool rows_whole(const rows *r) {
    int sex[2][2] = {{0}}, advice[2][LEVELS] = {{0}}, year[2][2] = {{0}};
    for (int i = 0; i < r->n; i++) {
        sex[r->of[i].treated][r->of[i].sex]++;
        advice[r->of[i].treated][r->of[i].advice]++;
        year[r->of[i].treated][r->of[i].year]++;
    }
    for (int g = 0; g < 2; g++) {
        for (int l = 0; l < 2; l++)
            if (sex[g][l] < 2 || year[g][l] < 2) return false;
        for (int l = 0; l < LEVELS; l++)
            if (advice[g][l] < 2) return false;
    }
    return true;
}

static inline rows *rows_random(uint64_t seed, bool exact, bool binary) {
    random_source source = {seed};
    rows *r = calloc(1, sizeof *r);
    assert_non_null(r);
    do {
        r->n = random_from(&source, 150, ROWS_MAX);
        r->exact = exact;
        for (int i = 0; i < r->n; i++) {
            row *x = &r->of[i];
            x->sex = random_below(&source, 2);
            x->advice = random_below(&source, LEVELS);
            x->year = random_below(&source, 2);
            x->age = 13.5 + 0.25 * random_below(&source, 12);
            const double z =
                -1 + 0.5 * x->sex + 0.3 * x->advice - 0.4 * x->year + 0.3 * (x->age - 15);
            x->treated = rows_uniform(&source) < 1 / (1 + exp(-z));
            const double q = 0.2 + 0.1 * x->advice + 0.1 * x->treated;
            x->y = binary ? rows_uniform(&source) < q : q * 10 + rows_uniform(&source);
        }
    } while (!rows_whole(r));
    return r;
}

static inline ds_text rows_text(const char *string) {
    return (ds_text){string, strlen(string)};
}

static inline ds_effect_sample *rows_sample(const rows *r) {
    const ds_effect_column columns[] = {{"sex", DS_EFFECT_FACTOR},
                                        {"advice", DS_EFFECT_FACTOR},
                                        {"age", DS_EFFECT_NUMBER},
                                        {"year", DS_EFFECT_EXACT}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, r->exact ? 4 : 3);
    ds_error err;
    assert_non_null(sample);
    for (int i = 0; i < r->n; i++) {
        const row *x = &r->of[i];
        const ds_effect_value values[] = {{rows_text(rows_sex[x->sex]), 0},
                                          {rows_text(rows_advice[x->advice]), 0},
                                          {{NULL, 0}, x->age},
                                          {rows_text(rows_year[x->year]), 0}};
        const ds_effect_group group = {values, rows_text("a"), x->treated, x->y, 1};
        assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* Parameters: a constant for each year (for all without exact), sex = vrouw, advice but bb, age. */
static inline void rows_x(const rows *r, int i, long double x[PARAMETERS_MAX]) {
    const row *of = &r->of[i];
    int k = 0;
    for (int j = 0; j < PARAMETERS_MAX; j++)
        x[j] = 0;
    if (r->exact) x[k++] = of->year == 0;
    x[k++] = r->exact ? of->year == 1 : 1;
    x[k++] = of->sex == 1;
    for (int level = 1; level < LEVELS; level++)
        x[k++] = of->advice == level;
    x[k] = of->age - 15; /* moved, for digits; rows_score moves the constant back */
}

/* Gauss-Jordan with pivoting: a becomes its inverse. */
static inline void rows_invert(long double a[PARAMETERS_MAX][PARAMETERS_MAX], int n) {
    long double b[PARAMETERS_MAX][PARAMETERS_MAX] = {{0}};
    for (int i = 0; i < n; i++)
        b[i][i] = 1;
    for (int k = 0; k < n; k++) {
        int best = k;
        for (int i = k; i < n; i++)
            if (fabsl(a[i][k]) > fabsl(a[best][k])) best = i;
        for (int j = 0; j < n; j++) {
            const long double s = a[k][j], t = b[k][j];
            a[k][j] = a[best][j], b[k][j] = b[best][j];
            a[best][j] = s, b[best][j] = t;
        }
        const long double pivot = a[k][k];
        assert_true(fabsl(pivot) > 1e-12L);
        for (int j = 0; j < n; j++)
            a[k][j] /= pivot, b[k][j] /= pivot;
        for (int i = 0; i < n; i++) {
            const long double f = a[i][k];
            if (i == k) continue;
            for (int j = 0; j < n; j++)
                a[i][j] -= f * a[k][j], b[i][j] -= f * b[k][j];
        }
    }
    memcpy(a, b, sizeof b);
}

/* A logit by Newton, a row at a time. */
static inline void rows_score(rows *r) {
    const int n = r->exact ? 7 : 6;
    long double h[PARAMETERS_MAX][PARAMETERS_MAX];
    r->n_parameters = n;
    memset(r->beta, 0, sizeof r->beta);
    for (int step = 0; step < 60; step++) {
        long double g[PARAMETERS_MAX] = {0};
        memset(h, 0, sizeof h);
        r->loglik = 0;
        for (int i = 0; i < r->n; i++) {
            long double x[PARAMETERS_MAX], z = 0;
            rows_x(r, i, x);
            for (int j = 0; j < n; j++)
                z += r->beta[j] * x[j];
            r->p[i] = 1 / (1 + expl(-z));
            r->loglik += r->of[i].treated ? -log1pl(expl(-z)) : -log1pl(expl(z));
            for (int j = 0; j < n; j++) {
                g[j] += (r->of[i].treated - r->p[i]) * x[j];
                for (int k = 0; k < n; k++)
                    h[j][k] += r->p[i] * (1 - r->p[i]) * x[j] * x[k];
            }
        }
        rows_invert(h, n);
        for (int j = 0; j < n; j++)
            for (int k = 0; k < n; k++)
                r->beta[j] += h[j][k] * g[k];
    }
    for (int j = 0; j < n; j++)
        r->se[j] = sqrtl(h[j][j]);
    if (!r->exact) { /* the constant at age 0 */
        const long double v = h[0][0] - 2 * 15 * h[0][n - 1] + 15 * 15 * h[n - 1][n - 1];
        r->beta[0] -= 15 * r->beta[n - 1];
        r->se[0] = sqrtl(v);
    }
}

static inline long double rows_kernel(ds_effect_kernel kernel, long double u) {
    const long double v = fabsl(u);
    if (kernel == DS_EFFECT_GAUSSIAN) return expl(-u * u / 2);
    if (v >= 1) return 0;
    if (kernel == DS_EFFECT_EPANECHNIKOV) return 1 - u * u;
    if (kernel == DS_EFFECT_BIWEIGHT) return (1 - u * u) * (1 - u * u);
    return kernel == DS_EFFECT_UNIFORM ? 1 : 1 - v;
}

/* Whether row j may be a match of row i. Rows of one age, sex and advice have one score. */
static inline bool rows_pair(const rows *r, int i, int j) {
    return r->of[i].treated != r->of[j].treated && (!r->exact || r->of[i].year == r->of[j].year);
}

/* One row's match: adds its weights to the rows that serve. */
static inline void rows_match_one(rows *r, ds_effect_kernel kernel, long double h, int i) {
    long double d = 0, sum = 0;
    for (int j = 0; j < r->n; j++) {
        const long double k = rows_kernel(kernel, (r->p[i] - r->p[j]) / h);
        if (!rows_pair(r, i, j)) continue;
        d += k;
        sum += k * r->of[j].y;
    }
    r->on[i] = d >= 1e-280L; /* what a Gaussian is cut off at */
    if (!r->on[i]) {
        r->off++;
        return;
    }
    r->n_on++;
    r->m[i] = sum / d;
    r->difference += r->of[i].treated ? r->of[i].y - r->m[i] : r->m[i] - r->of[i].y;
    for (int j = 0; j < r->n; j++)
        if (rows_pair(r, i, j)) r->w[j] += rows_kernel(kernel, (r->p[i] - r->p[j]) / h) / d;
}

/* Kernel matching without common support; false without an estimate. */
static inline bool rows_match(rows *r, ds_effect_estimand estimand, ds_effect_kernel kernel,
                              double h) {
    long double sum = 0, squares = 0;
    r->n_on = r->off = 0;
    r->difference = 0;
    for (int i = 0; i < r->n; i++)
        r->w[i] = 0, r->on[i] = false;
    for (int i = 0; i < r->n; i++)
        if (estimand == DS_EFFECT_ATE || (estimand == DS_EFFECT_ATT) == (r->of[i].treated == 1))
            rows_match_one(r, kernel, h, i);
    for (int i = 0; i < r->n; i++) {
        r->w[i] += r->on[i];
        if (r->of[i].treated) continue;
        sum += r->w[i];
        squares += r->w[i] * r->w[i];
    }
    r->effective = squares > 0 ? sum * sum / squares : (long double)NAN;
    r->difference /= r->n_on;
    return r->n_on > 0;
}

static inline ds_effect_options rows_options(ds_effect_estimand estimand, ds_effect_kernel kernel,
                                             double bandwidth) {
    return (ds_effect_options){.kernel = kernel,
                               .rule = DS_EFFECT_FIXED,
                               .bandwidth = bandwidth,
                               .estimand = estimand,
                               .se = DS_EFFECT_SE_NONE};
}

static inline void assert_near(double got, long double expected, double tolerance,
                               const char *what) {
    const long double size = fmaxl(1e-3L, fabsl(expected));
    if (!(fabsl((long double)got - expected) <= (long double)tolerance * size))
        fail_msg("%s: %.17g, expected %.17Lg", what, got, expected);
}

#endif
