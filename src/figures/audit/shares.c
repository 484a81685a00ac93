/* figures/audit/shares.c: a share in percents of a whole follows from the amounts; the whole is the
 * table's own total, or an amount that is not in it: then there must be one that fits all rows.
 * Shares of a whole are together 100. */
#include <math.h>

#include "figures/audit/audit.h"

static bool is_grand_total(const ds_audit_table *t, size_t row) {
    for (size_t k = 0; k < t->n_keys; k++)
        if (t->rows[row].keys[k] != NULL) return false;
    return t->n_keys > 0;
}

static bool is_leaf(const ds_audit_table *t, size_t row) {
    for (size_t k = 0; k < t->n_keys; k++)
        if (t->rows[row].keys[k] == NULL) return false;
    return true;
}

/* The table's own total: its row of totals, or its rows together; NAN when it cannot be told. */
static double whole_of_table(const ds_audit_table *t, size_t amount) {
    double sum = 0;
    for (size_t i = 0; i < t->n_rows; i++)
        if (is_grand_total(t, i)) return t->rows[i].values[amount];
    for (size_t i = 0; i < t->n_rows; i++)
        sum += is_leaf(t, i) ? t->rows[i].values[amount] : 0;
    return sum;
}

static ds_status check_of_total(ds_auditing *a, size_t m, size_t amount) {
    const ds_audit_table *t = a->table;
    const double whole = whole_of_table(t, amount), half = ds_audit_half(&t->measures[amount]);
    ds_status status = DS_OK;
    if (isnan(whole) || whole <= 0) return DS_OK;
    for (size_t i = 0; status == DS_OK && i < t->n_rows; i++) {
        const double printed = t->rows[i].values[m], part = t->rows[i].values[amount];
        const double slack = ds_audit_half(&t->measures[m]);
        const double low = 100 * (part - half) / (whole + half) - slack,
                     high = 100 * (part + half) / (whole - half) + slack;
        if (isnan(printed) || isnan(part)) continue;
        a->result->n_checks++;
        if (ds_audit_at_most(low, printed) && ds_audit_at_most(printed, high)) continue;
        status = ds_audit_find(
            a, &(ds_audit_finding){DS_AUDIT_PART, i, m, printed, low, high, 0, 1, DS_AUDIT_NONE});
    }
    return status;
}

/* The wholes of which all shares but that of row `but` may be shares. */
static void wholes_without(const ds_audit_table *t, size_t m, size_t amount, size_t but,
                           double *out_low, double *out_high) {
    const double half = ds_audit_half(&t->measures[m]),
                 around = ds_audit_half(&t->measures[amount]);
    *out_low = 0;
    *out_high = INFINITY;
    for (size_t i = 0; i < t->n_rows; i++) {
        const double printed = t->rows[i].values[m], part = t->rows[i].values[amount];
        if (i == but || isnan(printed) || isnan(part)) continue;
        if (printed + half > 0) *out_low = fmax(*out_low, 100 * (part - around) / (printed + half));
        if (printed - half > 0)
            *out_high = fmin(*out_high, 100 * (part + around) / (printed - half));
    }
}

/* No whole fits all: each row is told that does not fit while the others agree; where none does so,
 * the first. */
static ds_status check_of_unknown(ds_auditing *a, size_t m, size_t amount) {
    const ds_audit_table *t = a->table;
    double low, high;
    size_t n_told = 0, first = SIZE_MAX;
    ds_status status = DS_OK;
    wholes_without(t, m, amount, SIZE_MAX, &low, &high);
    a->result->n_checks++;
    if (ds_audit_at_most(low, high)) return DS_OK;
    for (size_t i = 0; status == DS_OK && i < t->n_rows; i++) {
        const double printed = t->rows[i].values[m], part = t->rows[i].values[amount];
        const double half = ds_audit_half(&t->measures[m]);
        if (isnan(printed) || isnan(part)) continue;
        if (first == SIZE_MAX) first = i;
        wholes_without(t, m, amount, i, &low, &high);
        if (!ds_audit_at_most(low, high) || low <= 0) continue;
        n_told++;
        status = ds_audit_find(
            a, &(ds_audit_finding){DS_AUDIT_PART, i, m, printed, 100 * part / high - half,
                                   100 * part / low + half, 0, 1, DS_AUDIT_NONE});
    }
    if (status == DS_OK && n_told == 0)
        status =
            ds_audit_find(a, &(ds_audit_finding){DS_AUDIT_PART, first, m, t->rows[first].values[m],
                                                 NAN, NAN, 0, 1, DS_AUDIT_NONE});
    return status;
}

static ds_status check_hundred(ds_auditing *a, size_t m) {
    const ds_audit_table *t = a->table;
    double sum = 0, slack;
    size_t n = 0, last = 0;
    for (size_t i = 0; i < t->n_rows; i++) {
        if (!is_leaf(t, i)) continue;
        if (isnan(t->rows[i].values[m])) return DS_OK;
        sum += t->rows[i].values[m];
        last = i;
        n++;
    }
    if (n == 0) return DS_OK;
    slack = (double)n * ds_audit_half(&t->measures[m]);
    a->result->n_checks++;
    if (ds_audit_at_most(fabs(sum - 100), slack)) return DS_OK;
    return ds_audit_find(a, &(ds_audit_finding){DS_AUDIT_HUNDRED, last, m, sum, 100 - slack,
                                                100 + slack, 0, n, DS_AUDIT_NONE});
}

ds_status ds_audit_shares(ds_auditing *a) {
    const ds_audit_table *t = a->table;
    ds_status status = DS_OK;
    for (size_t m = 0; status == DS_OK && m < t->n_measures; m++) {
        const ds_audit_measure *measure = &t->measures[m];
        if (measure->kind != DS_AUDIT_SHARE) continue;
        if (measure->teller != DS_AUDIT_NONE)
            status = measure->whole_is_total ? check_of_total(a, m, (size_t)measure->teller)
                                             : check_of_unknown(a, m, (size_t)measure->teller);
        if (status == DS_OK && measure->adds_up) status = check_hundred(a, m);
    }
    return status;
}
