/* work/inside/relate_run.c: every x with every y: correlations, and regressions of y on all x. What
 * has groups is in relate_groups.c. See relate_run.h. */
#include "work/inside/relate_run.h"

#include <math.h>

#include "base/error.h"
#include "base/memory.h"

ds_relate_row *ds_relate_add_row(relate_run *r, size_t x, size_t y, ds_relate_method method,
                                 ds_relate_measure measure, ds_error *err) {
    const relate_column *columns = r->table->columns;
    if (r->n_out == RELATE_ROWS_OUT_MAX) {
        (void)ds_error_set(err, DS_USAGE, "meer dan %d uitkomsten: vraag minder tegelijk",
                           "more than %d results: ask less at once", RELATE_ROWS_OUT_MAX);
        return NULL;
    }
    if (!ds_reserve(&r->out, &r->capacity, r->n_out + 1, sizeof *r->out)) {
        (void)ds_error_memory(err);
        return NULL;
    }
    r->out[r->n_out] = (ds_relate_row){.x = columns[x].name,
                                       .y = columns[y].name,
                                       .by = r->by,
                                       .term = "",
                                       .method = method,
                                       .measure = measure,
                                       .p_adjusted = NAN,
                                       .detectable = NAN,
                                       .collinear = "",
                                       .test = true};
    return &r->out[r->n_out++];
}

/* ---- correlations ---- */

/* The columns of correlations and regressions hold numbers. */
static ds_status check_columns(const relate_run *r, ds_error *err) {
    const bool numbers = r->method == DS_RELATE_PEARSON || r->method == DS_RELATE_SPEARMAN ||
                         r->method == DS_RELATE_PARTIAL || r->method == DS_RELATE_REGRESSION;
    ds_status status = DS_OK;
    for (size_t i = 0; numbers && status == DS_OK && i < r->n_x; i++)
        status = ds_relate_check_numbers(r->table, r->path, r->x[i], err);
    for (size_t i = 0; numbers && status == DS_OK && i < r->n_y; i++)
        status = ds_relate_check_numbers(r->table, r->path, r->y[i], err);
    return status;
}

static ds_status test_correlation(relate_run *r, size_t x, size_t y, ds_error *err) {
    const bool ranks = r->method == DS_RELATE_SPEARMAN;
    ds_relate_row *row = ds_relate_add_row(r, x, y, ranks ? DS_RELATE_SPEARMAN : DS_RELATE_PEARSON,
                                           ranks ? DS_RELATE_RHO : DS_RELATE_R, err);
    if (row == NULL) return err->status;
    if (ranks)
        return ds_spearman_estimate(r->values[x], r->values[y], r->n_rows, &row->result, err);
    ds_pearson_estimate(r->values[x], r->values[y], r->n_rows, &row->result);
    return DS_OK;
}

/* x with y, the other x taken out. */
static ds_status test_partial(relate_run *r, size_t i, size_t y, ds_error *err) {
    const double *controls[RELATE_COLUMNS_MAX];
    size_t of[RELATE_COLUMNS_MAX], n = 0, collinear = 0;
    ds_status status;
    ds_relate_row *row = ds_relate_add_row(r, r->x[i], y, DS_RELATE_PARTIAL, DS_RELATE_R, err);
    if (row == NULL) return err->status;
    for (size_t j = 0; j < r->n_x; j++) {
        if (j == i) continue;
        of[n] = r->x[j];
        controls[n++] = r->values[r->x[j]];
    }
    status = ds_partial_estimate(r->values[r->x[i]], r->values[y], r->n_rows, controls, n,
                                 &row->result, &collinear, err);
    if (status == DS_OK && row->result.reason == DS_STAT_COLLINEAR)
        row->collinear = r->table->columns[of[collinear]].name;
    return status;
}

/* ---- regression ---- */

static ds_stat_result nothing_of(const ds_regression *g) {
    return (ds_stat_result){.estimate = NAN,
                            .se = NAN,
                            .low = NAN,
                            .high = NAN,
                            .statistic = NAN,
                            .df = NAN,
                            .df2 = NAN,
                            .p = NAN,
                            .n = g->n,
                            .missing = g->missing,
                            .reason = g->reason};
}

/* Of the intercept no p is adjusted, and of a standardised coefficient it is the same test. */
static ds_status add_term(relate_run *r, const ds_regression *g, size_t i, size_t y, bool standard,
                          ds_error *err) {
    const ds_regression_term *t = &g->terms[i];
    const size_t x = i == 0 ? r->x[0] : r->x[i - 1];
    ds_relate_row *row = ds_relate_add_row(r, x, y, DS_RELATE_REGRESSION,
                                           standard ? DS_RELATE_BETA : DS_RELATE_B, err);
    if (row == NULL) return err->status;
    if (i == 0) {
        row->term = "(constante)";
        row->x = "";
    }
    row->test = i > 0 && !standard;
    row->result = nothing_of(g);
    row->result.estimate = standard ? t->standardised : t->estimate;
    row->result.se = standard ? t->standardised_se : t->se;
    row->result.statistic = t->statistic;
    row->result.df = isnan(t->statistic) ? (double)NAN : g->df;
    row->result.p = t->p;
    if (!standard) {
        row->result.low = t->low;
        row->result.high = t->high;
    }
    if (g->reason != DS_STAT_NO_VALUE && g->collinear < g->n_terms - 1)
        row->collinear = r->table->columns[r->x[g->collinear]].name;
    return DS_OK;
}

static ds_status add_whole(relate_run *r, const ds_regression *g, size_t y,
                           ds_relate_measure measure, double estimate, ds_error *err) {
    ds_relate_row *row = ds_relate_add_row(r, r->x[0], y, DS_RELATE_REGRESSION, measure, err);
    if (row == NULL) return err->status;
    row->x = "";
    row->test = false;
    row->result = nothing_of(g);
    row->result.estimate = estimate;
    if (measure != DS_RELATE_R2) return DS_OK;
    row->result.statistic = g->f;
    row->result.p = g->p;
    row->result.df = isnan(g->f) ? (double)NAN : (double)g->n_terms - 1;
    row->result.df2 = isnan(g->f) ? (double)NAN : g->df;
    return DS_OK;
}

static ds_status add_regression(relate_run *r, const ds_regression *g, size_t y, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < g->n_terms; i++)
        status = add_term(r, g, i, y, false, err);
    for (size_t i = 1; status == DS_OK && i < g->n_terms; i++)
        status = add_term(r, g, i, y, true, err);
    if (status == DS_OK) status = add_whole(r, g, y, DS_RELATE_R2, g->r2, err);
    if (status == DS_OK) status = add_whole(r, g, y, DS_RELATE_R2_ADJUSTED, g->r2_adjusted, err);
    return status == DS_OK ? add_whole(r, g, y, DS_RELATE_SIGMA, g->sigma, err) : status;
}

static ds_status test_regression(relate_run *r, size_t y, ds_error *err) {
    const double *columns[RELATE_COLUMNS_MAX];
    ds_regression g;
    ds_status status;
    for (size_t i = 0; i < r->n_x; i++)
        columns[i] = r->values[r->x[i]];
    status = ds_regression_estimate(r->values[y], r->n_rows, columns, r->n_x, &g, err);
    if (status != DS_OK) return status;
    status = add_regression(r, &g, y, err);
    ds_regression_done(&g);
    return status;
}

/* ---- every x with every y ---- */

static ds_status test_pair(relate_run *r, size_t i, size_t y, ds_error *err) {
    const relate_pair pair = {.x = r->x[i], .y = y};
    switch (r->method) {
    case DS_RELATE_PEARSON:
    case DS_RELATE_SPEARMAN:
        return test_correlation(r, r->x[i], y, err);
    case DS_RELATE_PARTIAL:
        return test_partial(r, i, y, err);
    case DS_RELATE_WELCH:
    case DS_RELATE_MANN_WHITNEY:
    case DS_RELATE_KRUSKAL_WALLIS:
    case DS_RELATE_JONCKHEERE:
        return ds_relate_test_groups(r, &pair, r->method, err);
    case DS_RELATE_CHI_SQUARE:
    case DS_RELATE_FISHER:
    case DS_RELATE_AUTO:
    case DS_RELATE_REGRESSION:
        break;
    }
    return ds_relate_test_chosen(r, r->x[i], y, r->method, err);
}

ds_status ds_relate_run_tests(relate_run *r, ds_error *err) {
    ds_status status = check_columns(r, err);
    for (size_t j = 0; status == DS_OK && j < r->n_y; j++) {
        if (r->method == DS_RELATE_REGRESSION) {
            status = test_regression(r, r->y[j], err);
            continue;
        }
        for (size_t i = 0; status == DS_OK && i < r->n_x; i++)
            status = test_pair(r, i, r->y[j], err);
    }
    return status;
}
