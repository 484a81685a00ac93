/* figures/audit/derived.c: all numbers that a reader can make of a table by one step. See
 * derived.h. */
#include "figures/audit/derived.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { DERIVED_MAX = 20000000, PAIRS_MAX = 400 };

static ds_status add_to(ds_derived_list *to, double x, ds_error *err) {
    if (isnan(x) || to->n == DERIVED_MAX) return DS_OK;
    if (!ds_reserve(&to->list, &to->capacity, to->n + 1, sizeof *to->list))
        return ds_error_memory(err);
    to->list[to->n++] = fabs(x);
    return DS_OK;
}

static bool in_percents(ds_audit_kind kind) {
    return kind == DS_AUDIT_PERCENTAGE || kind == DS_AUDIT_SHARE;
}

static ds_status add_derived(ds_derived *d, ds_derived_unit unit, double x, ds_error *err) {
    return add_to(&d->of[unit], x, err);
}

/* A value that stands there; of a difference nobody says of what, so it may be either. */
static ds_status add_value(ds_derived *d, ds_audit_kind kind, bool step, double x, ds_error *err) {
    ds_status status = DS_OK;
    if (kind == DS_AUDIT_COUNT || kind == DS_AUDIT_DIFFERENCE || kind == DS_AUDIT_OTHER)
        status = add_derived(d, DS_DERIVED_COUNT, x, err);
    if (status == DS_OK && kind != DS_AUDIT_COUNT)
        status = add_derived(d, DS_DERIVED_LEVEL, x, err);
    if (status == DS_OK && (step || kind == DS_AUDIT_DIFFERENCE || kind == DS_AUDIT_OTHER))
        status = add_derived(d, DS_DERIVED_STEP, x, err);
    return status;
}

/* The difference of two values of one kind. */
static ds_status add_difference(ds_derived_list *to, ds_audit_kind kind, double x, ds_error *err) {
    ds_status status;
    if (kind == DS_AUDIT_COUNT) return add_to(&to[DS_DERIVED_COUNT], x, err);
    if (!in_percents(kind)) return DS_OK;
    status = add_to(&to[DS_DERIVED_STEP], x, err);
    return status == DS_OK ? add_to(&to[DS_DERIVED_LEVEL], x, err) : status;
}

static ds_status add_row(ds_derived *d, const ds_audit_table *t, size_t row, ds_error *err) {
    const bool step = t->rows[row].step_over != DS_AUDIT_NONE;
    ds_status status = DS_OK;
    for (size_t m = 0; status == DS_OK && m < t->n_measures; m++) {
        const double value = t->rows[row].values[m];
        status = add_value(d, t->measures[m].kind, step, value, err);
        for (size_t k = 0; status == DS_OK && !step && k < m; k++)
            if (t->measures[k].kind == t->measures[m].kind)
                status =
                    add_difference(d->of, t->measures[m].kind, value - t->rows[row].values[k], err);
    }
    return status;
}

/* The rows of one run: equal but for one key. */
typedef struct run {
    const ds_audit_table *table;
    const size_t *rows;
    size_t n;
} run;

static ds_status add_sums_and_shares(ds_derived *d, const run *r, size_t m, ds_error *err) {
    double sum = 0;
    ds_status status;
    for (size_t i = 0; i < r->n; i++)
        sum += r->table->rows[r->rows[i]].values[m];
    status = add_derived(d, DS_DERIVED_COUNT, sum, err);
    for (size_t i = 0; status == DS_OK && i < r->n && sum > 0; i++)
        status =
            add_derived(d, DS_DERIVED_LEVEL, 100 * r->table->rows[r->rows[i]].values[m] / sum, err);
    return status;
}

/* Whether the run goes over years, as their names say: 2022, 2022/23. */
static bool is_of_years(const run *r, size_t over) {
    for (size_t i = 0; i < r->n; i++)
        if (strspn(r->table->rows[r->rows[i]].keys[over], "0123456789") != 4) return false;
    return true;
}

static ds_status add_run(ds_derived *d, const run *r, size_t over, ds_error *err) {
    const ds_audit_table *t = r->table;
    const bool years = is_of_years(r, over);
    ds_status status = DS_OK;
    for (size_t m = 0; status == DS_OK && m < t->n_measures && r->n <= PAIRS_MAX; m++) {
        for (size_t i = 0; status == DS_OK && i < r->n; i++)
            for (size_t k = 0; status == DS_OK && k < i; k++) {
                const double x = t->rows[r->rows[i]].values[m] - t->rows[r->rows[k]].values[m];
                const bool step = years && (k + 1 == i || (k == 0 && i + 1 == r->n));
                status = add_difference(step ? d->of : d->between, t->measures[m].kind, x, err);
            }
        if (status == DS_OK && t->measures[m].kind == DS_AUDIT_COUNT)
            status = add_sums_and_shares(d, r, m, err);
    }
    return status;
}

/* ---- runs ---- */

typedef struct order {
    const ds_audit_table *table;
    size_t over;
} order;

static int compare_rows_but(const void *p, const void *q, void *context) {
    const order *o = context;
    const size_t a = *(const size_t *)p, b = *(const size_t *)q;
    const int difference = ds_audit_compare_rows(o->table, a, b, o->over);
    return difference != 0 ? difference : (a > b) - (a < b);
}

static ds_status add_runs_over(ds_derived *d, const ds_audit_table *t, size_t over, size_t *rows,
                               ds_error *err) {
    order o = {t, over};
    ds_status status = DS_OK;
    size_t n = 0;
    for (size_t i = 0; i < t->n_rows; i++)
        if (t->rows[i].keys[over] != NULL && t->rows[i].step_over == DS_AUDIT_NONE) rows[n++] = i;
    qsort_r(rows, n, sizeof *rows, compare_rows_but, &o);
    for (size_t i = 0; status == DS_OK && i < n;) {
        size_t end = i + 1;
        while (end < n && ds_audit_compare_rows(t, rows[i], rows[end], over) == 0)
            end++;
        status = add_run(d, &(run){t, rows + i, end - i}, over, err);
        i = end;
    }
    return status;
}

static int compare_numbers(const void *p, const void *q) {
    const double a = *(const double *)p, b = *(const double *)q;
    return (a > b) - (a < b);
}

static void sort_list(ds_derived_list *list) {
    if (list->n > 1) qsort(list->list, list->n, sizeof *list->list, compare_numbers);
}

ds_status ds_derived_of(const ds_audit_table *t, ds_derived *out, ds_error *err) {
    size_t *rows = ds_calloc(t->n_rows + 1, sizeof *rows);
    ds_status status = rows == NULL ? ds_error_memory(err) : DS_OK;
    *out = (ds_derived){0};
    for (size_t i = 0; status == DS_OK && i < t->n_rows; i++)
        status = add_row(out, t, i, err);
    for (size_t k = 0; status == DS_OK && k < t->n_keys; k++)
        status = add_runs_over(out, t, k, rows, err);
    for (size_t u = 0; status == DS_OK && u < DS_DERIVED_UNITS; u++) {
        sort_list(&out->of[u]);
        sort_list(&out->between[u]);
    }
    ds_free(rows);
    return status;
}

void ds_derived_done(ds_derived *derived) {
    for (size_t u = 0; u < DS_DERIVED_UNITS; u++) {
        ds_free(derived->of[u].list);
        ds_free(derived->between[u].list);
    }
    *derived = (ds_derived){0};
}

static bool list_has(const ds_derived_list *in, double low, double high) {
    size_t from = 0, to = in->n;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (in->list[middle] < low)
            from = middle + 1;
        else
            to = middle;
    }
    return from < in->n && in->list[from] <= high;
}

/* Whether a number of so many decimals, near x, is seldom in the list by chance: at most one in
 * five is. */
static bool says_something(const ds_derived_list *in, double x, int decimals) {
    enum { AROUND = 25 };
    const double unit = pow(10, -decimals), from = fmax(0, x - AROUND * unit);
    int n_there = 0;
    for (int i = 0; i <= 2 * AROUND; i++)
        n_there += list_has(in, from + (i - 0.5) * unit, from + (i + 0.5) * unit);
    return n_there * 5 <= 2 * AROUND + 1;
}

bool ds_derived_has(const ds_derived *derived, ds_derived_unit unit, double x, int decimals,
                    double more) {
    const double half = 0.5 * pow(10, -decimals) * (1 + 1e-9) + 1e-9 + more, low = fabs(x) - half;
    if (list_has(&derived->of[unit], low, fabs(x) + half)) return true;
    return list_has(&derived->between[unit], low, fabs(x) + half) &&
           says_something(&derived->between[unit], fabs(x), decimals);
}
