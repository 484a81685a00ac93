/* stat/ranks.c: mid-ranks, and the rows that have one. See ranks.h. */
#include "stat/ranks.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"

typedef struct rank_place {
    double value;
    size_t row;
} rank_place;

static int compare_rank_places(const void *x, const void *y) {
    const rank_place *a = x, *b = y;
    if (a->value != b->value) return a->value < b->value ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

ds_status ds_ranks_of(const double *values, size_t n, double *ranks, double *out_ties,
                      ds_error *err) {
    rank_place *places = ds_calloc(n + 1, sizeof *places);
    double ties = 0;
    if (places == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        places[i] = (rank_place){values[i], i};
    qsort(places, n, sizeof *places, compare_rank_places);
    for (size_t from = 0, to; from < n; from = to) {
        double t;
        for (to = from; to < n && places[to].value == places[from].value;)
            to++;
        t = (double)(to - from);
        ties += t * t * t - t;
        for (size_t i = from; i < to; i++)
            ranks[places[i].row] = ((double)from + (double)to + 1) / 2;
    }
    ds_free(places);
    *out_ties = ties;
    return DS_OK;
}

ds_status ds_ranks_take_rows(const double *values, const size_t *group, size_t n, size_t n_groups,
                             ds_ranks_rows *out, ds_error *err) {
    ds_ranks_rows r = {.values = ds_calloc(n + 1, sizeof(double)),
                       .group = ds_calloc(n + 1, sizeof(size_t)),
                       .size = ds_calloc(n_groups + 1, sizeof(size_t))};
    if (r.values == NULL || r.group == NULL || r.size == NULL) {
        ds_ranks_rows_done(&r);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        if (group[i] >= n_groups || !isfinite(values[i])) continue;
        r.values[r.n] = values[i];
        r.group[r.n++] = group[i];
        r.size[group[i]]++;
    }
    r.missing = n - r.n;
    *out = r;
    return DS_OK;
}

void ds_ranks_rows_done(ds_ranks_rows *rows) {
    ds_free(rows->values);
    ds_free(rows->group);
    ds_free(rows->size);
    *rows = (ds_ranks_rows){0};
}
