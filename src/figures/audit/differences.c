/* figures/audit/differences.c: a difference follows from its two ends, within half a unit of each
 * of the three. */
#include <math.h>
#include <string.h>

#include "figures/audit/audit.h"

static ds_status check_difference(ds_auditing *a, size_t row, size_t m) {
    const ds_audit_table *t = a->table;
    const ds_audit_measure *measure = &t->measures[m];
    const double printed = t->rows[row].values[m];
    double from, to, slack, step;
    if (measure->from == DS_AUDIT_NONE || measure->to == DS_AUDIT_NONE) return DS_OK;
    from = t->rows[row].values[measure->from];
    to = t->rows[row].values[measure->to];
    if (isnan(printed) || isnan(from) || isnan(to)) return DS_OK;
    slack = ds_audit_half(&t->measures[measure->from]) + ds_audit_half(&t->measures[measure->to]);
    /* A difference of whole numbers that count is exact too. */
    if (slack > 0 || measure->decimals != 0) slack += ds_audit_half(measure);
    step = to - from;
    a->result->n_checks++;
    if (ds_audit_at_most(fabs(printed - step), slack)) return DS_OK;
    return ds_audit_find(a, &(ds_audit_finding){DS_AUDIT_STEP, row, m, printed, step - slack,
                                                step + slack, 0, 2, DS_AUDIT_NONE});
}

/* ---- a row of differences ---- */

/* The last two rows that it is the difference of, by what their key says; SIZE_MAX for none. */
static void ends_of_step(const ds_audit_table *t, size_t row, size_t *out_from, size_t *out_to) {
    const int over = t->rows[row].step_over;
    *out_from = *out_to = SIZE_MAX;
    for (size_t i = 0; i < t->n_rows; i++) {
        const char *key = t->rows[i].keys[over];
        if (key == NULL || t->rows[i].step_over != DS_AUDIT_NONE ||
            ds_audit_compare_rows(t, i, row, (size_t)over) != 0)
            continue;
        if (*out_to == SIZE_MAX || strcmp(key, t->rows[*out_to].keys[over]) > 0) {
            *out_from = *out_to;
            *out_to = i;
        } else if (*out_from == SIZE_MAX || strcmp(key, t->rows[*out_from].keys[over]) > 0) {
            *out_from = i;
        }
    }
}

static ds_status check_step_row(ds_auditing *a, size_t row) {
    const ds_audit_table *t = a->table;
    ds_status status = DS_OK;
    size_t from, to;
    ends_of_step(t, row, &from, &to);
    for (size_t m = 0; status == DS_OK && from != SIZE_MAX && m < t->n_measures; m++) {
        const double printed = t->rows[row].values[m],
                     step = t->rows[to].values[m] - t->rows[from].values[m];
        const double slack = 3 * ds_audit_half(&t->measures[m]);
        if (isnan(printed) || isnan(step)) continue;
        a->result->n_checks++;
        if (!ds_audit_at_most(fabs(printed - step), slack))
            status =
                ds_audit_find(a, &(ds_audit_finding){DS_AUDIT_STEP, row, m, printed, step - slack,
                                                     step + slack, 0, 2, t->rows[row].step_over});
    }
    return status;
}

ds_status ds_audit_differences(ds_auditing *a) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < a->table->n_rows; i++)
        if (a->table->rows[i].step_over != DS_AUDIT_NONE) status = check_step_row(a, i);
    for (size_t i = 0; status == DS_OK && i < a->table->n_rows; i++)
        for (size_t m = 0; status == DS_OK && m < a->table->n_measures; m++)
            if (a->table->measures[m].kind == DS_AUDIT_DIFFERENCE)
                status = check_difference(a, i, m);
    return status;
}
