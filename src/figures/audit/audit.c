/* figures/audit/audit.c: all relations of a table, one after the other. See doorstroom/audit.h. */
#include "figures/audit/audit.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"

static const char *const codes[DS_AUDIT_FAULTS] = {
    "som",     "veelvoud", "minder",  "buiten_delen", "onmogelijk",
    "noemers", "verschil", "aandeel", "honderd",      "bereik"};

const char *ds_audit_fault_code(ds_audit_fault fault) {
    return codes[fault];
}

double ds_audit_half(const ds_audit_measure *measure) {
    /* A whole number that is not said to be rounded is exact when it counts. */
    if (measure->kind == DS_AUDIT_COUNT && measure->decimals == 0) return 0;
    return 0.5 * pow(10, -measure->decimals);
}

bool ds_audit_at_most(double a, double b) {
    return a <= b + 1e-9 * (1 + fabs(a) + fabs(b));
}

ds_status ds_audit_find(ds_auditing *a, const ds_audit_finding *finding) {
    ds_audit_result *result = a->result;
    if (!ds_reserve(&result->findings, &a->findings_capacity, result->n_findings + 1,
                    sizeof *result->findings))
        return ds_error_memory(a->err);
    result->findings[result->n_findings++] = *finding;
    return DS_OK;
}

static ds_status check_ranges(ds_auditing *a) {
    const ds_audit_table *t = a->table;
    for (size_t i = 0; i < t->n_rows; i++)
        for (size_t m = 0; m < t->n_measures; m++) {
            const ds_audit_kind kind = t->measures[m].kind;
            const double value = t->rows[i].values[m];
            const double high = kind == DS_AUDIT_COUNT ? INFINITY : 100;
            ds_status status;
            if (isnan(value) || kind == DS_AUDIT_DIFFERENCE || kind == DS_AUDIT_OTHER ||
                t->rows[i].step_over != DS_AUDIT_NONE)
                continue;
            a->result->n_checks++;
            if (value >= 0 && value <= high) continue;
            status = ds_audit_find(
                a, &(ds_audit_finding){DS_AUDIT_RANGE, i, m, value, 0, high, 0, 0, DS_AUDIT_NONE});
            if (status != DS_OK) return status;
        }
    return DS_OK;
}

static int compare_findings(const void *p, const void *q) {
    const ds_audit_finding *a = p, *b = q;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    if (a->measure != b->measure) return a->measure < b->measure ? -1 : 1;
    if (a->fault != b->fault) return a->fault < b->fault ? -1 : 1;
    return a->over - b->over;
}

static ds_status check_group(ds_auditing *a, const ds_audit_group *group) {
    ds_status status = ds_audit_group_sums(a, group);
    return status == DS_OK ? ds_audit_group_percentages(a, group) : status;
}

ds_status ds_audit(const ds_audit_table *table, ds_audit_result *out, ds_error *err) {
    ds_audit_result result = {0};
    ds_auditing a = {.table = table, .result = &result, .err = err};
    ds_status status = check_ranges(&a);
    if (status == DS_OK) status = ds_audit_percentages(&a);
    if (status == DS_OK) status = ds_audit_groups(&a, check_group);
    if (status == DS_OK) status = ds_audit_differences(&a);
    if (status == DS_OK) status = ds_audit_shares(&a);
    if (status != DS_OK) {
        ds_audit_result_done(&result);
        return status;
    }
    if (result.n_findings > 1)
        qsort(result.findings, result.n_findings, sizeof *result.findings, compare_findings);
    *out = result;
    return DS_OK;
}

void ds_audit_result_done(ds_audit_result *result) {
    ds_free(result->findings);
    ds_free(result->denominators);
    *result = (ds_audit_result){0};
}
