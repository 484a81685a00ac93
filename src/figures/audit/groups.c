/* figures/audit/groups.c: which rows are together another: the same but for one key, of which one
 * row has the total and the others a value. A total that has no such rows over any key is held
 * against all rows without a total. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "figures/audit/audit.h"

typedef struct sorting {
    const ds_audit_table *table;
    int over;
} sorting;

int ds_audit_compare_keys(const char *a, const char *b) {
    if (a == NULL || b == NULL) return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

int ds_audit_compare_rows(const ds_audit_table *t, size_t a, size_t b, size_t but) {
    int order = 0;
    for (size_t k = 0; k < t->n_keys && order == 0; k++)
        if (k != but) order = ds_audit_compare_keys(t->rows[a].keys[k], t->rows[b].keys[k]);
    return order;
}

/* By all keys but one, then that one: its total first. */
static int compare_rows_over(const void *p, const void *q, void *context) {
    const sorting *s = context;
    const size_t a = *(const size_t *)p, b = *(const size_t *)q, over = (size_t)s->over;
    const int order = ds_audit_compare_rows(s->table, a, b, over);
    if (order != 0) return order;
    return ds_audit_compare_keys(s->table->rows[a].keys[over], s->table->rows[b].keys[over]);
}

/* rows[0 .. n) are equal but for one key, totals first: each total with the parts. */
static ds_status visit_totals(ds_auditing *a, size_t over, const size_t *rows, size_t n,
                              bool *has_parts,
                              ds_status (*visit)(ds_auditing *, const ds_audit_group *)) {
    const ds_audit_table *t = a->table;
    ds_status status = DS_OK;
    size_t n_totals = 0;
    while (n_totals < n && t->rows[rows[n_totals]].keys[over] == NULL)
        n_totals++;
    for (size_t i = 0; status == DS_OK && i < n_totals && n_totals < n; i++) {
        const ds_audit_group group = {rows[i], (int)over, rows + n_totals, n - n_totals,
                                      !t->part_only[over]};
        has_parts[rows[i]] = true;
        status = visit(a, &group);
    }
    return status;
}

static ds_status visit_over(ds_auditing *a, size_t over, size_t *rows, bool *has_parts,
                            ds_status (*visit)(ds_auditing *, const ds_audit_group *)) {
    const ds_audit_table *t = a->table;
    sorting s = {t, (int)over};
    ds_status status = DS_OK;
    size_t n = 0;
    for (size_t i = 0; i < t->n_rows; i++)
        if (t->rows[i].step_over == DS_AUDIT_NONE) rows[n++] = i;
    qsort_r(rows, n, sizeof *rows, compare_rows_over, &s);
    for (size_t i = 0; status == DS_OK && i < n;) {
        size_t end = i + 1;
        while (end < n && ds_audit_compare_rows(t, rows[i], rows[end], over) == 0)
            end++;
        status = visit_totals(a, over, rows + i, end - i, has_parts, visit);
        i = end;
    }
    return status;
}

static bool has_a_total(const ds_audit_table *t, size_t row) {
    for (size_t k = 0; k < t->n_keys; k++)
        if (t->rows[row].keys[k] == NULL) return true;
    return false;
}

/* A row of totals alone, of which the table has no margins. */
static ds_status visit_leaves(ds_auditing *a, size_t *rows, const bool *has_parts,
                              ds_status (*visit)(ds_auditing *, const ds_audit_group *)) {
    const ds_audit_table *t = a->table;
    ds_audit_group group = {.over = DS_AUDIT_NONE, .parts = rows, .all = true};
    size_t total = SIZE_MAX;
    for (size_t i = 0; i < t->n_rows; i++) {
        bool only = t->n_keys > 1;
        for (size_t k = 0; k < t->n_keys; k++)
            only = only && t->rows[i].keys[k] == NULL;
        if (only && !has_parts[i]) total = i;
        if (!has_a_total(t, i) && t->rows[i].step_over == DS_AUDIT_NONE) rows[group.n_parts++] = i;
    }
    for (size_t k = 0; k < t->n_keys; k++)
        group.all = group.all && !t->part_only[k];
    group.total = total;
    return total == SIZE_MAX || group.n_parts == 0 ? DS_OK : visit(a, &group);
}

ds_status ds_audit_groups(ds_auditing *a,
                          ds_status (*visit)(ds_auditing *a, const ds_audit_group *group)) {
    const ds_audit_table *t = a->table;
    size_t *rows = ds_calloc(t->n_rows + 1, sizeof *rows);
    bool *has_parts = ds_calloc(t->n_rows + 1, sizeof *has_parts);
    ds_status status = rows == NULL || has_parts == NULL ? ds_error_memory(a->err) : DS_OK;
    for (size_t k = 0; status == DS_OK && k < t->n_keys; k++)
        status = visit_over(a, k, rows, has_parts, visit);
    if (status == DS_OK) status = visit_leaves(a, rows, has_parts, visit);
    ds_free(rows);
    ds_free(has_parts);
    return status;
}
