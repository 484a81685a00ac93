/* kinds/rule.c: the rules of a kind about more than one value: a row that needs another beside it
 * is refused without it; a number above another is told, and stays. */
#include "kinds/builder.h"

#include "base/error.h"

/* Whether a row like that one, but with another code in the column, is there. Rows are in the order
 * of their key. */
static bool has_other(const ds_kind_matrix *m, const ds_kind_rule *rule, uint64_t at) {
    const ds_kind_of *of = m->builder->of;
    const int64_t *wanted = m->cells + m->order[at] * m->n_columns;
    uint64_t low = 0, high = m->n_order;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        const int64_t *row = m->cells + m->order[middle] * m->n_columns;
        int order = 0;
        for (size_t i = 0; order == 0 && i < of->n_key; i++) {
            const size_t c = of->key[i];
            const int64_t value = c == rule->column ? (int64_t)rule->needs : wanted[c];
            order = (row[c] > value) - (row[c] < value);
        }
        if (order == 0) return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Of two numbers of the same or another unit. */
static bool is_above(const ds_kind_of *of, const ds_kind_rule *rule, const int64_t *row) {
    const int64_t a = row[rule->column], b = row[rule->other];
    if (a == DS_KIND_MISSING || b == DS_KIND_MISSING) return false;
    return (double)a / of->fields[rule->column].unit > (double)b / of->fields[rule->other].unit;
}

static void note_above(ds_kind_matrix *m, uint64_t row) {
    ds_kind_builder *b = m->builder;
    if (b->n_above == 0 || m->files[row] < b->above_file ||
        (m->files[row] == b->above_file && m->lines[row] < b->above_line)) {
        b->above_file = m->files[row];
        b->above_line = m->lines[row];
    }
    b->n_above++;
}

/* False when memory is short. */
static bool check_rule(ds_kind_matrix *m, const ds_kind_rule *rule) {
    const ds_kind_of *of = m->builder->of;
    bool fine = true;
    for (uint64_t i = 0; fine && i < m->n_order; i++) {
        const uint64_t row = m->order[i];
        const int64_t *cells = m->cells + row * m->n_columns;
        if (m->files[row] == UINT32_MAX) continue;
        if (!rule->also && is_above(of, rule, cells))
            note_above(m, row);
        else if (rule->also && cells[rule->column] == (int64_t)rule->code && !has_other(m, rule, i))
            fine = ds_kind_refuse(m, row, rule->column, DS_KIND_FAULT_NEEDS_OTHER, NULL);
    }
    return fine;
}

ds_status ds_kind_check_rules(ds_kind_matrix *matrix, ds_error *err) {
    const ds_kind_of *of = matrix->builder->of;
    uint64_t kept = 0;
    for (size_t i = 0; i < of->n_rules; i++)
        if (!check_rule(matrix, &of->rules[i])) return ds_error_memory(err);
    for (uint64_t i = 0; i < matrix->n_order; i++)
        if (matrix->files[matrix->order[i]] != UINT32_MAX) matrix->order[kept++] = matrix->order[i];
    matrix->n_order = kept;
    return DS_OK;
}
