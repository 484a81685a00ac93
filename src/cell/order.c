/* cell/order.c: the order of many cells. Texts are few beside cells: each key's texts are ranked
 * once, a cell's ranks make one number, and numbers are sorted in place of rows of texts. See
 * cells.h. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "cell/cells.h"

/* A cell by the number that its school year and keys make. */
typedef struct coded {
    uint64_t code;
    uint32_t row;
} coded;

typedef struct ranking {
    const ds_cells *cells;
    coded *coded;      /* [n] */
    uint32_t *slots;   /* a hash table of text numbers + 1; n_slots a power of two */
    uint32_t *text_of; /* [n]: by row, the number of its text */
    uint32_t *first;   /* [n]: by text, the first row that has it */
    uint32_t *ranked;  /* [n]: texts in their order, then by text its rank */
    size_t n_slots, key;
} ranking;

static ds_text text_at(const ranking *r, uint32_t row) {
    return r->cells->keys[r->cells->rows[row].first_key + r->key];
}

/* Numbers the texts of this key by first coming; returns how many there are. */
static uint32_t number_texts(ranking *r) {
    uint32_t n_texts = 0;
    memset(r->slots, 0, r->n_slots * sizeof *r->slots);
    for (uint32_t row = 0; row < r->cells->n; row++) {
        const ds_text text = text_at(r, row);
        uint64_t at = ds_hash_mix(ds_hash_fnv1a(text.data, text.size)) & (r->n_slots - 1);
        while (r->slots[at] != 0 && !ds_text_equal(text_at(r, r->first[r->slots[at] - 1]), text))
            at = (at + 1) & (r->n_slots - 1);
        if (r->slots[at] == 0) {
            r->first[n_texts] = row;
            r->slots[at] = ++n_texts;
        }
        r->text_of[row] = r->slots[at] - 1;
    }
    return n_texts;
}

static int compare_texts(const void *x, const void *y, void *context) {
    const ranking *r = context;
    return ds_text_compare(text_at(r, r->first[*(const uint32_t *)x]),
                           text_at(r, r->first[*(const uint32_t *)y]));
}

/* Adds the rank of this key's text to each code; *codes is how many codes there may be so far.
 * False when they do not fit in 64 bits. */
static bool add_key(ranking *r, uint64_t *codes) {
    const uint32_t n_texts = number_texts(r);
    uint32_t *rank_of = r->slots; /* no longer needed, and as large */
    if (n_texts == 0 || *codes > UINT64_MAX / n_texts) return false;
    *codes *= n_texts;
    for (uint32_t t = 0; t < n_texts; t++)
        r->ranked[t] = t;
    qsort_r(r->ranked, n_texts, sizeof *r->ranked, compare_texts, r);
    for (uint32_t t = 0; t < n_texts; t++)
        rank_of[r->ranked[t]] = t;
    for (size_t i = 0; i < r->cells->n; i++)
        r->coded[i].code = r->coded[i].code * n_texts + rank_of[r->text_of[i]];
    return true;
}

static bool find_codes(ranking *r) {
    const ds_cells *cells = r->cells;
    int least = cells->rows[0].schooljaar, most = least;
    uint64_t codes;
    for (size_t i = 0; i < cells->n; i++) {
        if (cells->rows[i].schooljaar < least) least = cells->rows[i].schooljaar;
        if (cells->rows[i].schooljaar > most) most = cells->rows[i].schooljaar;
    }
    codes = (uint64_t)((int64_t)most - least) + 1;
    for (uint32_t i = 0; i < cells->n; i++)
        r->coded[i] = (coded){(uint64_t)((int64_t)cells->rows[i].schooljaar - least), i};
    for (r->key = 0; r->key < cells->n_keys; r->key++)
        if (!add_key(r, &codes)) return false;
    return true;
}

static int compare_codes(const void *x, const void *y) {
    const coded *a = x, *b = y;
    return (a->code > b->code) - (a->code < b->code);
}

/* Rows in the order of their codes, equal codes added up, into rows; returns how many. */
static size_t fold_rows(const ranking *r, ds_cell_row *rows) {
    size_t kept = 0;
    for (size_t i = 0; i < r->cells->n; i++) {
        const ds_cell_row *from = &r->cells->rows[r->coded[i].row];
        if (i > 0 && r->coded[i].code == r->coded[i - 1].code)
            ds_cell_add_measures(&rows[kept - 1].measures, &from->measures);
        else
            rows[kept++] = *from;
    }
    return kept;
}

bool ds_cells_order(ds_cells *cells) {
    const size_t n = cells->n;
    ranking r = {.cells = cells, .n_slots = 16};
    ds_cell_row *rows;
    bool done;
    if (n == 0 || n > UINT32_MAX / 4) return false;
    while (r.n_slots < 2 * n)
        r.n_slots *= 2;
    rows = ds_calloc(n, sizeof *rows);
    r.coded = ds_calloc(n, sizeof *r.coded);
    r.slots = ds_calloc(r.n_slots, sizeof *r.slots);
    r.text_of = ds_calloc(n, sizeof *r.text_of);
    r.first = ds_calloc(n, sizeof *r.first);
    r.ranked = ds_calloc(n, sizeof *r.ranked);
    done = rows != NULL && r.coded != NULL && r.slots != NULL && r.text_of != NULL &&
           r.first != NULL && r.ranked != NULL && find_codes(&r);
    if (done) {
        qsort(r.coded, n, sizeof *r.coded, compare_codes);
        cells->n = fold_rows(&r, rows);
        memcpy(cells->rows, rows, cells->n * sizeof *rows);
    }
    ds_free(rows);
    ds_free(r.coded);
    ds_free(r.slots);
    ds_free(r.text_of);
    ds_free(r.first);
    ds_free(r.ranked);
    return done;
}
