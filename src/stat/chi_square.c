/* stat/chi_square.c: whether two properties hang together, by counts. See doorstroom/tests.h. */
#include <math.h>

#include "base/chance.h"
#include "base/error.h"
#include "doorstroom/tests.h"
#include "stat/counts_table.h"

/* Cells with an expected count, of rows and columns with anybody. */
static void add_up_cells(const ds_counts_table *t, ds_chi_square *r) {
    const double n = (double)r->n;
    r->statistic = 0;
    r->least = INFINITY;
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->columns; j++) {
            const double expected = (double)t->row[i] * (double)t->column[j] / n;
            const double off = (double)t->counts[i * t->columns + j] - expected;
            r->statistic += off * off / expected;
            r->least = fmin(r->least, expected);
            r->below5 += expected < 5;
        }
    r->n_cells = t->rows * t->columns;
}

ds_status ds_chi_square_test(const uint64_t *counts, size_t rows, size_t columns,
                             ds_chi_square *out, ds_error *err) {
    ds_chi_square r = {.statistic = NAN, .df = NAN, .p = NAN, .cramers_v = NAN, .least = NAN};
    ds_counts_table t = {0};
    ds_status status = ds_counts_table_init(counts, rows, columns, &t, err);
    if (status != DS_OK) return status;
    r.n = t.n;
    r.rows = t.rows;
    r.columns = t.columns;
    if (t.rows < 2 || t.columns < 2)
        r.reason = DS_STAT_FEW_GROUPS;
    else {
        const double least = (double)(t.rows < t.columns ? t.rows : t.columns) - 1;
        add_up_cells(&t, &r);
        r.df = (double)(t.rows - 1) * (double)(t.columns - 1);
        r.p = ds_chance_chi_square(r.statistic, r.df);
        r.cramers_v = fmin(1, sqrt(r.statistic / (double)r.n / least));
    }
    ds_counts_table_done(&t);
    *out = r;
    return DS_OK;
}

bool ds_chi_square_is_small(const ds_chi_square *result) {
    return result->reason == DS_STAT_WHOLE &&
           (result->least < 1 || 5 * result->below5 > result->n_cells);
}
