/* kinds/unique.c: the order of rows, which is that of what they hold and of nothing else, and keys
 * that stand twice: in one file a fault of every row that has it (the same row again counts once),
 * in two files the later file counts. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "kinds/builder.h"

typedef struct sorting {
    const ds_kind_matrix *matrix;
    const size_t *columns; /* the key's, then the others */
} sorting;

static int compare_columns(const sorting *s, uint64_t a, uint64_t b, size_t from, size_t to) {
    const size_t n = s->matrix->n_columns;
    const int64_t *x = s->matrix->cells + a * n, *y = s->matrix->cells + b * n;
    for (size_t i = from; i < to; i++) {
        const size_t c = s->columns[i];
        if (x[c] != y[c]) return x[c] < y[c] ? -1 : 1;
    }
    return 0;
}

static int compare_rows(const void *a, const void *b, void *context) {
    const sorting *s = context;
    const ds_kind_matrix *m = s->matrix;
    const size_t n_key = m->builder->of->n_key;
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    int order = compare_columns(s, x, y, 0, n_key);
    if (order == 0) order = (m->files[x] > m->files[y]) - (m->files[x] < m->files[y]);
    if (order == 0) order = compare_columns(s, x, y, n_key, m->n_columns);
    if (order == 0) order = (m->lines[x] > m->lines[y]) - (m->lines[x] < m->lines[y]);
    return order;
}

static void list_columns(const ds_kind_matrix *m, size_t *out) {
    const ds_kind_of *of = m->builder->of;
    size_t n = 0;
    for (size_t i = 0; i < of->n_key; i++)
        out[n++] = of->key[i];
    for (size_t c = 0; c < m->n_columns; c++)
        if (c >= of->told.n_fields || !of->fields[c].key) out[n++] = c;
}

/* Of order[from .. to), the rows of one key in one file: whether one stays, put at *at. */
static bool settle_file(sorting *s, ds_kind_matrix *m, uint64_t from, uint64_t to, uint64_t *at,
                        bool *out_memory) {
    const ds_kind_of *of = m->builder->of;
    const size_t n_key = of->n_key;
    const uint64_t kept = m->order[from];
    size_t shown = of->key[0]; /* the last of the key that is filled */
    bool differ = false;
    for (size_t i = 0; i < n_key; i++)
        if (m->cells[kept * m->n_columns + of->key[i]] != DS_KIND_MISSING) shown = of->key[i];
    for (uint64_t i = from + 1; i < to; i++)
        differ = differ || compare_columns(s, kept, m->order[i], n_key, m->n_columns) != 0;
    if (!differ) {
        m->builder->files[m->files[kept]].n_duplicates += to - from - 1;
        *at = kept;
        return true;
    }
    for (uint64_t i = from; i < to; i++)
        if (!ds_kind_refuse(m, m->order[i], shown, DS_KIND_FAULT_TWICE, NULL)) *out_memory = true;
    return false;
}

/* Of the rows of one key: the one of the last file that has a single one. */
static bool settle_key(sorting *s, ds_kind_matrix *m, uint64_t from, uint64_t to, uint64_t *at) {
    bool no_memory = false, found = false;
    while (from < to) {
        uint64_t begin = to - 1;
        while (begin > from && m->files[m->order[begin - 1]] == m->files[m->order[to - 1]])
            begin--;
        if (found)
            m->builder->files[m->files[m->order[begin]]].n_replaced += to - begin;
        else
            found = settle_file(s, m, begin, to, at, &no_memory);
        to = begin;
    }
    if (!found) *at = UINT64_MAX;
    return !no_memory;
}

ds_status ds_kind_keep_unique(ds_kind_matrix *matrix, ds_error *err) {
    size_t columns[DS_KIND_COLUMNS_MAX];
    sorting s = {matrix, columns};
    const size_t n_key = matrix->builder->of->n_key;
    uint64_t n = 0, kept = 0;
    bool fine = true;
    list_columns(matrix, columns);
    matrix->order = ds_malloc((matrix->n_rows + 1) * sizeof *matrix->order);
    if (matrix->order == NULL) return ds_error_memory(err);
    for (uint64_t i = 0; i < matrix->n_rows; i++)
        if (matrix->files[i] != UINT32_MAX) matrix->order[n++] = i;
    if (n > 0) qsort_r(matrix->order, n, sizeof *matrix->order, compare_rows, &s);
    for (uint64_t i = 0, j; fine && i < n; i = j) {
        uint64_t at = UINT64_MAX;
        for (j = i + 1; j < n && n_key > 0 &&
                        compare_columns(&s, matrix->order[i], matrix->order[j], 0, n_key) == 0;)
            j++;
        fine = settle_key(&s, matrix, i, j, &at);
        if (at != UINT64_MAX) matrix->order[kept++] = at;
    }
    matrix->n_order = kept;
    return fine ? DS_OK : ds_error_memory(err);
}
