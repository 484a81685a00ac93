/* figures/audit/percentages.c: a percentage, printed to d decimals, beside the count that it is of,
 * is 100 times that count over a whole number: which whole numbers fit is an interval, and it may
 * be empty. The denominators of parts add up to that of their total, so intervals that cannot do so
 * contradict each other; and without any counts a total's percentage still lies among those of its
 * parts. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "figures/audit/audit.h"

/* What a number was before it was rounded, from low to high. */
static double low_of(const ds_audit_table *t, size_t row, size_t measure) {
    return t->rows[row].values[measure] - ds_audit_half(&t->measures[measure]);
}

static double high_of(const ds_audit_table *t, size_t row, size_t measure) {
    return t->rows[row].values[measure] + ds_audit_half(&t->measures[measure]);
}

/* The whole numbers N with 100 · teller / N within the printed percentage; false when nothing is
 * known. high is INFINITY where any large number fits. */
static bool denominators_of(const ds_audit_table *t, size_t row, size_t m, double *out_low,
                            double *out_high) {
    const ds_audit_measure *measure = &t->measures[m];
    const double pct = t->rows[row].values[m];
    double teller_low, teller_high, low, high;
    if (measure->teller == DS_AUDIT_NONE || isnan(pct) ||
        isnan(t->rows[row].values[measure->teller]))
        return false;
    teller_low = fmax(0, low_of(t, row, (size_t)measure->teller));
    teller_high = high_of(t, row, (size_t)measure->teller);
    high = low_of(t, row, m) <= 0 ? INFINITY : 100 * teller_high / low_of(t, row, m);
    low = high_of(t, row, m) <= 0 ? INFINITY : 100 * teller_low / high_of(t, row, m);
    if (teller_high == 0 && low_of(t, row, m) <= 0) { /* 0 of anything is 0 % */
        *out_low = 0;
        *out_high = INFINITY;
        return true;
    }
    if (teller_high == 0) { /* and 0 of anything is no more */
        *out_low = 1;
        *out_high = 0;
        return true;
    }
    low = fmax(low, teller_low); /* no more than all */
    *out_low = ceil(low - 1e-9 * (1 + low));
    *out_high = isinf(high) ? INFINITY : floor(high + 1e-9 * (1 + high));
    return true;
}

static ds_status keep_denominator(ds_auditing *a, size_t row, size_t m, double low, double high) {
    ds_audit_result *r = a->result;
    if (!ds_reserve(&r->denominators, &a->denominators_capacity, r->n_denominators + 1,
                    sizeof *r->denominators))
        return ds_error_memory(a->err);
    r->denominators[r->n_denominators++] = (ds_audit_denominator){row, m, low, high, low, high};
    return DS_OK;
}

/* The denominator stands in the table too. */
static ds_status check_printed(ds_auditing *a, size_t row, size_t m, double low, double high) {
    const ds_audit_table *t = a->table;
    const int noemer = t->measures[m].noemer;
    if (noemer == DS_AUDIT_NONE || isnan(t->rows[row].values[noemer])) return DS_OK;
    a->result->n_checks++;
    if (ds_audit_at_most(low, high_of(t, row, (size_t)noemer)) &&
        ds_audit_at_most(low_of(t, row, (size_t)noemer), high))
        return DS_OK;
    return ds_audit_find(a, &(ds_audit_finding){DS_AUDIT_NO_WHOLE, row, (size_t)noemer,
                                                t->rows[row].values[noemer], low, high, 0, 1,
                                                DS_AUDIT_NONE});
}

ds_status ds_audit_percentages(ds_auditing *a) {
    const ds_audit_table *t = a->table;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < t->n_rows; i++)
        for (size_t m = 0; status == DS_OK && m < t->n_measures; m++) {
            double low, high;
            if (t->measures[m].kind != DS_AUDIT_PERCENTAGE ||
                !denominators_of(t, i, m, &low, &high))
                continue;
            a->result->n_checks++;
            if (low > high)
                status = ds_audit_find(a, &(ds_audit_finding){DS_AUDIT_NO_WHOLE, i, m,
                                                              t->rows[i].values[m], NAN, NAN, 0, 1,
                                                              DS_AUDIT_NONE});
            else
                status = keep_denominator(a, i, m, low, high);
            if (status == DS_OK && low <= high) status = check_printed(a, i, m, low, high);
        }
    return status;
}

static ds_audit_denominator *denominator_at(const ds_auditing *a, size_t row, size_t m) {
    size_t low = 0, high = a->result->n_denominators;
    while (low < high) { /* they were kept by row, then measure */
        const size_t middle = low + (high - low) / 2;
        const ds_audit_denominator *d = &a->result->denominators[middle];
        if (d->row == row && d->measure == m) return &a->result->denominators[middle];
        if (d->row < row || (d->row == row && d->measure < m))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* A total among its parts; but parts that are together 100, of a total of 100, are shares of it. */
static ds_status check_among(ds_auditing *a, const ds_audit_group *group, size_t m) {
    const ds_audit_table *t = a->table;
    const double total = t->rows[group->total].values[m];
    double low = INFINITY, high = -INFINITY, sum = 0;
    if (isnan(total) || !group->all) return DS_OK;
    for (size_t i = 0; i < group->n_parts; i++) {
        if (isnan(t->rows[group->parts[i]].values[m])) return DS_OK;
        low = fmin(low, low_of(t, group->parts[i], m));
        high = fmax(high, high_of(t, group->parts[i], m));
        sum += t->rows[group->parts[i]].values[m];
    }
    a->result->n_checks++;
    if (total == 100 &&
        ds_audit_at_most(fabs(sum - 100), (double)group->n_parts * ds_audit_half(&t->measures[m])))
        return DS_OK;
    if (ds_audit_at_most(low, high_of(t, group->total, m)) &&
        ds_audit_at_most(low_of(t, group->total, m), high))
        return DS_OK;
    return ds_audit_find(a, &(ds_audit_finding){DS_AUDIT_OUTSIDE, group->total, m, total, low, high,
                                                0, group->n_parts, group->over});
}

/* What each part may be, given the total and the others. */
static void tighten_parts(ds_auditing *a, const ds_audit_group *group, size_t m,
                          ds_audit_denominator *total, double low, double high) {
    for (size_t i = 0; i < group->n_parts; i++) {
        ds_audit_denominator *part = denominator_at(a, group->parts[i], m);
        const double others_low = low - part->low,
                     others_high = isinf(high) ? INFINITY : high - part->high;
        if (!isinf(total->high))
            part->tight_high = fmin(part->tight_high, total->high - others_low);
        if (!isinf(others_high)) part->tight_low = fmax(part->tight_low, total->low - others_high);
    }
    total->tight_low = fmax(total->tight_low, low);
    total->tight_high = fmin(total->tight_high, high);
}

static ds_status check_denominators(ds_auditing *a, const ds_audit_group *group, size_t m) {
    ds_audit_denominator *total = denominator_at(a, group->total, m);
    double low = 0, high = 0;
    if (total == NULL || !group->all) return DS_OK;
    for (size_t i = 0; i < group->n_parts; i++) {
        const ds_audit_denominator *part = denominator_at(a, group->parts[i], m);
        if (part == NULL) return DS_OK;
        low += part->low;
        high += part->high;
    }
    a->result->n_checks++;
    if (low > total->high || high < total->low)
        return ds_audit_find(a, &(ds_audit_finding){DS_AUDIT_DENOMINATOR, group->total, m,
                                                    a->table->rows[group->total].values[m], low,
                                                    high, 0, group->n_parts, group->over});
    tighten_parts(a, group, m, total, low, high);
    return DS_OK;
}

ds_status ds_audit_group_percentages(ds_auditing *a, const ds_audit_group *group) {
    ds_status status = DS_OK;
    for (size_t m = 0; status == DS_OK && m < a->table->n_measures; m++) {
        if (a->table->measures[m].kind != DS_AUDIT_PERCENTAGE) continue;
        status = check_among(a, group, m);
        if (status == DS_OK) status = check_denominators(a, group, m);
    }
    return status;
}
