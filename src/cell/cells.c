/* cell/cells.c: cells, adding and merging. See doorstroom/cell.h. Keys are kept as texts in one
 * list, n_keys for each cell, whose bytes live in blocks that never move. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/int128.h"
#include "base/memory.h"
#include "base/text.h"
#include "cell/cells.h"

enum { BYTES_BLOCK = 1 << 14, MANY = 4096 };

struct ds_bytes {
    ds_bytes *next;
    size_t used, size;
    char data[];
};

ds_cells *ds_cells_new(const char *indicator, bool numeric, int32_t scale,
                       const char *const *key_names, size_t n_keys) {
    ds_cells *cells = ds_calloc(1, sizeof *cells);
    if (cells == NULL) return NULL;
    cells->numeric = numeric;
    cells->scale = scale;
    cells->indicator = ds_strdup(indicator);
    cells->key_names = ds_calloc(n_keys, sizeof *cells->key_names);
    if (cells->indicator == NULL || cells->key_names == NULL) {
        ds_cells_free(cells);
        return NULL;
    }
    for (; cells->n_keys < n_keys; cells->n_keys++) {
        cells->key_names[cells->n_keys] = ds_strdup(key_names[cells->n_keys]);
        if (cells->key_names[cells->n_keys] == NULL) {
            ds_cells_free(cells);
            return NULL;
        }
    }
    return cells;
}

void ds_cells_free(ds_cells *cells) {
    if (cells == NULL) return;
    for (size_t i = 0; cells->key_names != NULL && i < cells->n_keys; i++)
        ds_free(cells->key_names[i]);
    ds_free(cells->key_names);
    ds_free(cells->indicator);
    while (cells->bytes != NULL) {
        ds_bytes *next = cells->bytes->next;
        ds_free(cells->bytes);
        cells->bytes = next;
    }
    ds_free(cells->keys);
    ds_free(cells->rows);
    ds_free(cells);
}

static bool keep_text(ds_cells *cells, ds_text text, ds_text *out) {
    char *to;
    if (cells->bytes == NULL || cells->bytes->size - cells->bytes->used < text.size) {
        size_t size = text.size > BYTES_BLOCK ? text.size : BYTES_BLOCK;
        ds_bytes *more = ds_malloc(sizeof *more + size);
        if (more == NULL) return false;
        more->next = cells->bytes;
        more->used = 0;
        more->size = size;
        cells->bytes = more;
    }
    to = cells->bytes->data + cells->bytes->used;
    if (text.size > 0) memcpy(to, text.data, text.size);
    cells->bytes->used += text.size;
    *out = (ds_text){to, text.size};
    return true;
}

ds_status ds_cells_add(ds_cells *cells, int schooljaar, const ds_text *keys,
                       const ds_measures *measures, ds_error *err) {
    size_t first = cells->n_texts;
    if (!ds_reserve(&cells->rows, &cells->rows_capacity, cells->n + 1, sizeof *cells->rows) ||
        !ds_reserve(&cells->keys, &cells->keys_capacity, first + cells->n_keys + 1,
                    sizeof *cells->keys))
        return ds_error_memory(err);
    for (size_t i = 0; i < cells->n_keys; i++)
        if (!keep_text(cells, keys[i], &cells->keys[first + i])) return ds_error_memory(err);
    cells->n_texts += cells->n_keys;
    cells->rows[cells->n++] = (ds_cell_row){schooljaar, first, *measures};
    return DS_OK;
}

bool ds_cells_same_shape(const ds_cells *a, const ds_cells *b) {
    if (strcmp(a->indicator, b->indicator) != 0 || a->numeric != b->numeric ||
        a->scale != b->scale || a->n_keys != b->n_keys)
        return false;
    for (size_t i = 0; i < a->n_keys; i++)
        if (strcmp(a->key_names[i], b->key_names[i]) != 0) return false;
    return true;
}

ds_status ds_cells_merge(ds_cells *into, const ds_cells *from, ds_error *err) {
    ds_status status = DS_OK;
    size_t before = into->n, texts_before = into->n_texts;
    if (into == from)
        return ds_error_set(err, DS_USAGE, "cellen tellen niet bij zichzelf op",
                            "cells do not add to themselves");
    if (!ds_cells_same_shape(into, from))
        return ds_error_set(err, DS_USAGE,
                            "deze cellen horen niet bij elkaar: %s en %s, of andere uitsplitsingen",
                            "these cells do not belong together: %s and %s, or other breakdowns",
                            into->indicator, from->indicator);
    for (size_t i = 0; status == DS_OK && i < from->n; i++)
        status = ds_cells_add(into, from->rows[i].schooljaar, from->keys + from->rows[i].first_key,
                              &from->rows[i].measures, err);
    if (status != DS_OK) { /* half a merge is none */
        into->n = before;
        into->n_texts = texts_before;
    }
    return status;
}

static int compare_rows(const void *x, const void *y, void *context) {
    const ds_cell_row *a = x, *b = y;
    const ds_cells *cells = context;
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    for (size_t i = 0; i < cells->n_keys; i++) {
        int order = ds_text_compare(cells->keys[a->first_key + i], cells->keys[b->first_key + i]);
        if (order != 0) return order;
    }
    return 0;
}

static void add_sum(ds_sum *to, ds_sum from) {
    *to = ds_sum_of(ds_sum_value(*to) + ds_sum_value(from));
}

void ds_cell_add_measures(ds_measures *to, const ds_measures *from) {
    to->teller += from->teller;
    to->noemer += from->noemer;
    to->onbekend += from->onbekend;
    add_sum(&to->som, from->som);
    add_sum(&to->som_kwadraten, from->som_kwadraten);
}

void ds_cells_finish(ds_cells *cells) {
    size_t kept = 0;
    if (cells->n == 0 || (cells->n >= MANY && ds_cells_order(cells))) return;
    qsort_r(cells->rows, cells->n, sizeof *cells->rows, compare_rows, cells);
    for (size_t i = 1; i < cells->n; i++) {
        if (compare_rows(&cells->rows[kept], &cells->rows[i], cells) != 0)
            cells->rows[++kept] = cells->rows[i];
        else
            ds_cell_add_measures(&cells->rows[kept].measures, &cells->rows[i].measures);
    }
    cells->n = kept + 1;
}

size_t ds_cells_n(const ds_cells *cells) {
    return cells->n;
}

ds_cell ds_cells_at(const ds_cells *cells, size_t i) {
    return (ds_cell){cells->rows[i].schooljaar, cells->keys + cells->rows[i].first_key,
                     cells->rows[i].measures};
}

const char *ds_cells_indicator(const ds_cells *cells) {
    return cells->indicator;
}

bool ds_cells_numeric(const ds_cells *cells) {
    return cells->numeric;
}

int32_t ds_cells_scale(const ds_cells *cells) {
    return cells->scale;
}

size_t ds_cells_n_keys(const ds_cells *cells) {
    return cells->n_keys;
}

const char *ds_cells_key_name(const ds_cells *cells, size_t i) {
    return cells->key_names[i];
}

double ds_cells_share_pct(const ds_cell *cell) {
    if (cell->measures.noemer == 0) return NAN;
    return 100.0 * (double)cell->measures.teller / (double)cell->measures.noemer;
}

double ds_cells_mean(const ds_cells *cells, const ds_cell *cell) {
    if (cell->measures.noemer == 0) return NAN;
    return ds_sum_double(cell->measures.som) / ((double)cell->measures.noemer * cells->scale);
}
