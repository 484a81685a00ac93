/* stat/partial.c: the correlation of what others leave over. See doorstroom/relations.h. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/least_squares.h"
#include "stat/moments.h"

typedef struct partial_columns {
    const double *x, *y, *const *controls;
    size_t n, n_controls;
} partial_columns;

static size_t keep_whole_rows(const partial_columns *c, bool *keep) {
    size_t kept = 0;
    for (size_t i = 0; i < c->n; i++) {
        keep[i] = isfinite(c->x[i]) && isfinite(c->y[i]);
        for (size_t j = 0; j < c->n_controls; j++)
            keep[i] = keep[i] && isfinite(c->controls[j][i]);
        kept += keep[i];
    }
    return kept;
}

/* What the controls leave of a column, into to; false where that is nothing. */
static bool leave_rest(const ds_least_squares *ls, const double *from, const bool *keep, size_t n,
                       double *to) {
    double mean, whole = 0, rest = 0;
    for (size_t i = 0, at = 0; i < n; i++)
        if (keep[i]) to[at++] = from[i];
    ds_least_squares_turn(ls, to, &mean);
    for (size_t i = 0; i < ls->n; i++) {
        whole += to[i] * to[i];
        if (i >= ls->k) rest += to[i] * to[i];
    }
    ds_least_squares_left(ls, to);
    return !ds_moments_is_flat(whole, mean, ls->n) &&
           sqrt(rest) >= DS_LEAST_SQUARES_TOLERANCE * sqrt(whole);
}

/* rest: room for two columns. */
static void correlate_rests(const partial_columns *c, const ds_least_squares *ls, const bool *keep,
                            double *rest, ds_stat_result *out) {
    const double df = (double)ls->n - 2 - (double)ls->k;
    const bool x = leave_rest(ls, c->x, keep, c->n, rest);
    const bool y = leave_rest(ls, c->y, keep, c->n, rest + ls->n);
    const ds_moments m = ds_moments_of(rest, rest + ls->n, ls->n);
    if (!isfinite(m.xx) || !isfinite(m.yy)) {
        out->reason = DS_STAT_NO_VALUE;
        return;
    }
    if (!x || !y) {
        out->reason = DS_STAT_NO_SPREAD;
        return;
    }
    out->estimate = fmax(-1, fmin(1, m.xy / sqrt(m.xx) / sqrt(m.yy)));
    ds_moments_test_correlation(df, df > 1 ? 1 / sqrt(df - 1) : (double)INFINITY, out);
}

static ds_status estimate_partial(const partial_columns *c, bool *keep, ds_stat_result *out,
                                  size_t *out_collinear, ds_error *err) {
    ds_least_squares ls = {0};
    double *rest;
    ds_status status;
    out->n = keep_whole_rows(c, keep);
    out->missing = c->n - out->n;
    if (out->n < c->n_controls + 2) return DS_OK;
    status = ds_least_squares_init(c->controls, c->n_controls, keep, c->n, &ls, err);
    if (status != DS_OK) return status;
    rest = ds_calloc(2 * out->n + 1, sizeof *rest);
    if (rest == NULL) {
        ds_least_squares_done(&ls);
        return ds_error_memory(err);
    }
    out->reason = DS_STAT_WHOLE;
    if (ls.collinear < ls.k) {
        out->reason = ls.large ? DS_STAT_NO_VALUE : DS_STAT_COLLINEAR;
        if (out_collinear != NULL) *out_collinear = ls.collinear;
    } else
        correlate_rests(c, &ls, keep, rest, out);
    ds_free(rest);
    ds_least_squares_done(&ls);
    return DS_OK;
}

ds_status ds_partial_estimate(const double *x, const double *y, size_t n,
                              const double *const *controls, size_t n_controls, ds_stat_result *out,
                              size_t *out_collinear, ds_error *err) {
    const partial_columns columns = {x, y, controls, n, n_controls};
    ds_stat_result r = ds_moments_nothing(DS_STAT_TOO_FEW);
    bool *keep;
    ds_status status;
    if (n_controls > DS_REGRESSION_TERMS_MAX)
        return ds_error_set(err, DS_USAGE, "partiële correlatie: hoogstens %d controles, niet %zu",
                            "partial correlation: at most %d controls, not %zu",
                            DS_REGRESSION_TERMS_MAX, n_controls);
    keep = ds_calloc(n + 1, sizeof *keep);
    if (keep == NULL) return ds_error_memory(err);
    status = estimate_partial(&columns, keep, &r, out_collinear, err);
    ds_free(keep);
    if (status == DS_OK) *out = r;
    return status;
}
