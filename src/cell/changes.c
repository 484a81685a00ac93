/* cell/changes.c: two sets of cells side by side: those that differ. See doorstroom/cell.h. */
#include "doorstroom/cell.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

static bool same_key_names(const ds_cells *a, const ds_cells *b) {
    if (ds_cells_n_keys(a) != ds_cells_n_keys(b)) return false;
    for (size_t k = 0; k < ds_cells_n_keys(a); k++)
        if (strcmp(ds_cells_key_name(a, k), ds_cells_key_name(b, k)) != 0) return false;
    return true;
}

static int compare_cells(const ds_cell *a, const ds_cell *b, size_t n_keys) {
    int order = 0;
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    for (size_t k = 0; k < n_keys && order == 0; k++)
        order = ds_text_compare(a->keys[k], b->keys[k]);
    return order;
}

static bool same_counts(const ds_measures *a, const ds_measures *b) {
    return a->teller == b->teller && a->noemer == b->noemer && a->onbekend == b->onbekend;
}

/* Both sorted by school year and key, so one walk over the two; either may be NULL for none. */
static size_t walk_changes(const ds_cells *before, const ds_cells *after, ds_cells_change *out) {
    const size_t n = before == NULL ? 0 : ds_cells_n(before);
    const size_t m = after == NULL ? 0 : ds_cells_n(after);
    const size_t n_keys =
        before == NULL && after == NULL ? 0 : ds_cells_n_keys(after == NULL ? before : after);
    size_t changed = 0;
    for (size_t i = 0, j = 0; i < n || j < m;) {
        ds_cell a = {0}, b = {0};
        ds_cells_change change = {0};
        int order;
        if (i < n) a = ds_cells_at(before, i);
        if (j < m) b = ds_cells_at(after, j);
        order = i == n ? 1 : j == m ? -1 : compare_cells(&a, &b, n_keys);
        if (order <= 0) change.before = a.measures;
        if (order >= 0) change.after = b.measures;
        change.schooljaar = order <= 0 ? a.schooljaar : b.schooljaar;
        change.keys = order <= 0 ? a.keys : b.keys;
        if (!same_counts(&change.before, &change.after)) out[changed++] = change;
        i += order <= 0;
        j += order >= 0;
    }
    return changed;
}

ds_status ds_cells_changes(const ds_cells *before, const ds_cells *after, ds_cells_change **out,
                           size_t *out_n, ds_error *err) {
    const size_t most =
        (before == NULL ? 0 : ds_cells_n(before)) + (after == NULL ? 0 : ds_cells_n(after));
    ds_cells_change *list;
    if (before != NULL && after != NULL && !same_key_names(before, after))
        return ds_error_set(err, DS_USAGE, "de cellen hebben andere kenmerken",
                            "the cells have other keys");
    list = ds_calloc(most + 1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    *out_n = walk_changes(before, after, list);
    *out = list;
    return DS_OK;
}
