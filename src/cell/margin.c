/* cell/margin.c: totals, classes and parts of cells: see doorstroom/cell.h. Each walks over the
 * cells once and adds them to new ones under other keys; ds_cells_finish adds up what became equal.
 */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cell/cells.h"

/* New cells of the same shape, with the first n_keys keys. */
static ds_cells *make_alike(const ds_cells *cells, size_t n_keys) {
    return ds_cells_new(cells->indicator, cells->numeric, cells->scale,
                        (const char *const *)cells->key_names, n_keys);
}

/* Cells with other keys: what change does to the copy of the keys of each that keep takes. */
typedef struct reshape {
    const ds_cells *from;
    size_t n_keys;
    bool (*keep)(const void *context, const ds_cell *cell);                 /* NULL: all */
    ds_status (*change)(const void *context, ds_text *keys, ds_error *err); /* NULL: nothing */
    const void *context;
} reshape;

static ds_status add_reshaped(const reshape *r, size_t i, ds_text *keys, ds_cells *to,
                              ds_error *err) {
    const ds_cell cell = ds_cells_at(r->from, i);
    ds_status status = DS_OK;
    if (r->keep != NULL && !r->keep(r->context, &cell)) return DS_OK;
    if (r->from->n_keys > 0) memcpy(keys, cell.keys, r->from->n_keys * sizeof *keys);
    if (r->change != NULL) status = r->change(r->context, keys, err);
    return status == DS_OK ? ds_cells_add(to, cell.schooljaar, keys, &cell.measures, err) : status;
}

static ds_status reshape_cells(const reshape *r, ds_cells **out, ds_error *err) {
    ds_cells *made = make_alike(r->from, r->n_keys);
    ds_text *keys = ds_calloc(r->from->n_keys + 1, sizeof *keys);
    ds_status status = made == NULL || keys == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->from->n; i++)
        status = add_reshaped(r, i, keys, made, err);
    ds_free(keys);
    if (status != DS_OK) {
        ds_cells_free(made);
        return status;
    }
    ds_cells_finish(made);
    *out = made;
    return DS_OK;
}

/* ---- totals ---- */

typedef struct margin_of {
    const ds_cells *cells;
    const bool *kept;
} margin_of;

static ds_status total_keys(const void *context, ds_text *keys, ds_error *err) {
    const margin_of *m = context;
    for (size_t k = 0; k < m->cells->n_keys; k++) {
        if (m->kept[k]) continue;
        if (ds_text_is(keys[k], DS_TOTAL))
            return ds_error_set(err, DS_INPUT,
                                "het kenmerk %s heeft al een waarde '" DS_TOTAL
                                "': een totaal zou dubbel tellen; laat die rijen weg",
                                "the key %s has a value '" DS_TOTAL
                                "' already: a total would count twice; leave those rows out",
                                m->cells->key_names[k]);
        keys[k] = ds_text_of(DS_TOTAL);
    }
    return DS_OK;
}

ds_status ds_cells_margin(const ds_cells *cells, const bool *kept, ds_cells **out, ds_error *err) {
    const margin_of m = {cells, kept};
    const reshape r = {.from = cells, .n_keys = cells->n_keys, .change = total_keys, .context = &m};
    return reshape_cells(&r, out, err);
}

/* ---- classes ---- */

typedef struct folding {
    size_t key, n_kept;
    const ds_text *kept;
    const char *rest;
} folding;

static ds_status fold_key(const void *context, ds_text *keys, ds_error *err) {
    const folding *f = context;
    (void)err;
    for (size_t i = 0; i < f->n_kept; i++)
        if (ds_text_equal(keys[f->key], f->kept[i])) return DS_OK;
    keys[f->key] = ds_text_of(f->rest);
    return DS_OK;
}

static size_t find_unknown(const ds_cells *cells, const folding *f) {
    for (size_t i = 0; i < f->n_kept; i++) {
        size_t at = 0;
        while (at < cells->n && !ds_text_equal(ds_cells_at(cells, at).keys[f->key], f->kept[i]))
            at++;
        if (at == cells->n) return i;
    }
    return f->n_kept;
}

ds_status ds_cells_fold(const ds_cells *cells, size_t key, const ds_text *kept, size_t n_kept,
                        const char *rest, ds_cells **out, size_t *out_unknown, ds_error *err) {
    const folding f = {key, n_kept, kept, rest};
    const reshape r = {.from = cells, .n_keys = cells->n_keys, .change = fold_key, .context = &f};
    ds_status status;
    if (key >= cells->n_keys)
        return ds_error_set(err, DS_USAGE, "er is geen kenmerk %zu", "there is no key %zu", key);
    status = reshape_cells(&r, out, err);
    if (status == DS_OK && out_unknown != NULL) *out_unknown = find_unknown(cells, &f);
    return status;
}

/* ---- parts ---- */

ds_status ds_cells_select(const ds_cells *cells,
                          bool (*keep)(const void *context, const ds_cell *cell),
                          const void *context, ds_cells **out, ds_error *err) {
    const reshape r = {.from = cells, .n_keys = cells->n_keys, .keep = keep, .context = context};
    return reshape_cells(&r, out, err);
}

ds_status ds_cells_shorten(const ds_cells *cells, size_t n_keys, ds_cells **out, ds_error *err) {
    const reshape r = {.from = cells, .n_keys = n_keys};
    if (n_keys > cells->n_keys)
        return ds_error_set(err, DS_USAGE, "er zijn geen %zu kenmerken", "there are no %zu keys",
                            n_keys);
    return reshape_cells(&r, out, err);
}

/* ---- finding one ---- */

static int compare_to_key(const ds_cell *cell, int schooljaar, const ds_text *keys, size_t n) {
    int order = (cell->schooljaar > schooljaar) - (cell->schooljaar < schooljaar);
    for (size_t k = 0; order == 0 && k < n; k++)
        order = ds_text_compare(cell->keys[k], keys[k]);
    return order;
}

bool ds_cells_find(const ds_cells *cells, int schooljaar, const ds_text *keys, ds_cell *out) {
    size_t low = 0, high = cells->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const ds_cell cell = ds_cells_at(cells, middle);
        const int order = compare_to_key(&cell, schooljaar, keys, cells->n_keys);
        if (order == 0) {
            *out = cell;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
