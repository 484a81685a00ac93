/* stat/regression.c: least squares on several columns. See doorstroom/relations.h. */
#include <math.h>

#include "base/chance.h"
#include "base/error.h"
#include "base/memory.h"
#include "stat/least_squares.h"
#include "stat/moments.h"

static size_t keep_known_rows(const double *y, const double *const *columns, size_t k, size_t n,
                              bool *keep) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        keep[i] = isfinite(y[i]);
        for (size_t j = 0; j < k; j++)
            keep[i] = keep[i] && isfinite(columns[j][i]);
        kept += keep[i];
    }
    return kept;
}

typedef struct regression_sums {
    const ds_least_squares *ls;
    double mean_y, whole, rest; /* squares about the mean of y, and of what is left */
    double *inverse;            /* [k * k] */
} regression_sums;

static void test_term(const regression_sums *s, double variance, ds_regression *r, size_t i) {
    ds_regression_term *t = &r->terms[i];
    const double reach = ds_chance_t_quantile(0.975, r->df);
    t->se = r->sigma * sqrt(variance);
    t->statistic = t->estimate / t->se;
    t->p = ds_chance_t(t->statistic, r->df);
    t->low = t->estimate - reach * t->se;
    t->high = t->estimate + reach * t->se;
    if (i > 0) t->standardised_se = t->se * s->ls->length[i - 1] / sqrt(s->whole);
}

static void test_terms(const regression_sums *s, ds_regression *r) {
    const size_t k = s->ls->k;
    double of_mean = 1 / (double)r->n;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            of_mean += s->ls->mean[i] * s->inverse[i * k + j] * s->ls->mean[j];
    test_term(s, of_mean, r, 0);
    for (size_t i = 0; i < k; i++)
        test_term(s, s->inverse[i * k + i], r, i + 1);
}

static void test_whole(const regression_sums *s, ds_regression *r) {
    const double k = (double)s->ls->k, n = (double)r->n;
    r->r2_adjusted = 1 - (1 - r->r2) * (n - 1) / r->df;
    if (s->ls->k == 0) return;
    r->f = (s->whole - s->rest) / k / (s->rest / r->df);
    r->p = ds_chance_f(r->f, k, r->df);
}

static void fill_estimates(const regression_sums *s, const double *turned, double *b,
                           ds_regression *r) {
    const size_t k = s->ls->k;
    double intercept = s->mean_y;
    ds_least_squares_solve(s->ls, turned, b);
    for (size_t i = 0; i < k; i++) {
        ds_regression_term *t = &r->terms[i + 1];
        intercept -= b[i] * s->ls->mean[i];
        t->estimate = b[i];
        t->standardised = b[i] * s->ls->length[i] / sqrt(s->whole);
        t->inflation = s->inverse[i * k + i] * s->ls->length[i] * s->ls->length[i];
    }
    r->terms[0].estimate = intercept;
}

/* y[n] of the rows that count; room[k * k + k]. */
static void fit_columns(const ds_least_squares *ls, double *y, double *room, ds_regression *r) {
    regression_sums s = {.ls = ls, .inverse = room};
    double squares = 0;
    for (size_t i = 0; i < ls->n; i++)
        squares += y[i] * y[i];
    ds_least_squares_turn(ls, y, &s.mean_y);
    for (size_t i = 0; i < ls->n; i++)
        *(i < ls->k ? &s.whole : &s.rest) += y[i] * y[i];
    s.whole += s.rest;
    if (!isfinite(s.whole)) {
        r->reason = DS_STAT_NO_VALUE;
        return;
    }
    if (ds_moments_is_flat(s.whole, s.mean_y, ls->n)) {
        r->reason = DS_STAT_NO_SPREAD;
        return;
    }
    ds_least_squares_inverse(ls, s.inverse);
    fill_estimates(&s, y, room + ls->k * ls->k, r);
    r->r2 = 1 - s.rest / s.whole;
    if (r->df < 1) {
        r->reason = DS_STAT_TOO_FEW;
        return;
    }
    if (s.rest <= 1e-28 * squares) {
        r->reason = DS_STAT_PERFECT;
        return;
    }
    r->sigma = sqrt(s.rest / r->df);
    test_terms(&s, r);
    test_whole(&s, r);
}

static ds_status make_terms(ds_regression *r, size_t k, ds_error *err) {
    r->n_terms = k + 1;
    r->terms = ds_calloc(k + 1, sizeof *r->terms);
    if (r->terms == NULL) return ds_error_memory(err);
    for (size_t i = 0; i <= k; i++)
        r->terms[i] = (ds_regression_term){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    r->df = (double)r->n - (double)k - 1;
    r->r2 = r->r2_adjusted = r->f = r->p = r->sigma = NAN;
    return DS_OK;
}

static ds_status estimate_regression(const double *y, size_t n, const double *const *columns,
                                     const bool *keep, ds_regression *r, ds_error *err) {
    const size_t k = r->n_terms - 1;
    ds_least_squares ls = {0};
    double *room = ds_calloc(r->n + k * k + k + 1, sizeof *room);
    ds_status status;
    if (room == NULL) return ds_error_memory(err);
    status = ds_least_squares_init(columns, k, keep, n, &ls, err);
    for (size_t i = 0, at = 0; i < n; i++)
        if (keep[i]) room[at++] = y[i];
    if (status == DS_OK && ls.collinear < k) {
        r->reason = ls.large ? DS_STAT_NO_VALUE : ls.flat ? DS_STAT_NO_SPREAD : DS_STAT_COLLINEAR;
        r->collinear = ls.collinear;
    } else if (status == DS_OK)
        fit_columns(&ls, room, room + r->n, r);
    ds_least_squares_done(&ls);
    ds_free(room);
    return status;
}

ds_status ds_regression_estimate(const double *y, size_t n, const double *const *columns,
                                 size_t n_columns, ds_regression *out, ds_error *err) {
    ds_regression r = {.collinear = SIZE_MAX};
    bool *keep;
    ds_status status;
    if (n_columns >= DS_REGRESSION_TERMS_MAX)
        return ds_error_set(err, DS_USAGE, "regressie: hoogstens %d kolommen, niet %zu",
                            "regression: at most %d columns, not %zu", DS_REGRESSION_TERMS_MAX - 1,
                            n_columns);
    keep = ds_calloc(n + 1, sizeof *keep);
    if (keep == NULL) return ds_error_memory(err);
    r.n = keep_known_rows(y, columns, n_columns, n, keep);
    r.missing = n - r.n;
    status = make_terms(&r, n_columns, err);
    if (status == DS_OK && r.n < n_columns + 1)
        r.reason = DS_STAT_TOO_FEW;
    else if (status == DS_OK)
        status = estimate_regression(y, n, columns, keep, &r, err);
    ds_free(keep);
    if (status == DS_OK)
        *out = r;
    else
        ds_regression_done(&r);
    return status;
}

void ds_regression_done(ds_regression *regression) {
    ds_free(regression->terms);
    *regression = (ds_regression){0};
}
