/* cli/history_changes.c: two generations' cells side by side: those that differ. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/history.h"

static size_t find(const cli_state *state, const char *indicator) {
    for (size_t i = 0; i < state->n; i++)
        if (strcmp(ds_cells_indicator(state->cells[i]), indicator) == 0) return i;
    return SIZE_MAX;
}

static bool has_year(const ds_cells *cells, int schooljaar) {
    for (size_t i = 0; cells != NULL && i < ds_cells_n(cells); i++)
        if (ds_cells_at(cells, i).schooljaar == schooljaar) return true;
    return false;
}

static int compare_keys(const ds_cell *a, const ds_cell *b) {
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    return ds_text_compare(a->keys[0], b->keys[0]);
}

static bool same(const ds_measures *a, const ds_measures *b) {
    return a->teller == b->teller && a->noemer == b->noemer && a->onbekend == b->onbekend;
}

/* from: the cell that is there (either, when both are). */
static ds_status add(cli_changes *changes, cli_change change, const ds_cell *from, ds_error *err) {
    if (same(&change.before, &change.after)) return DS_OK;
    change.schooljaar = from->schooljaar;
    change.instelling = from->keys[0];
    if (!ds_reserve(&changes->list, &changes->capacity, changes->n + 1, sizeof *changes->list))
        return ds_error_memory(err);
    changes->list[changes->n++] = change;
    return DS_OK;
}

/* Both sorted by school year and key, so one walk over the two; either may be NULL for none. */
static ds_status compare(const ds_cells *before, const ds_cells *after, size_t indicator,
                         cli_changes *changes, ds_error *err) {
    size_t n = before == NULL ? 0 : ds_cells_n(before), m = after == NULL ? 0 : ds_cells_n(after);
    const cli_change blank = {.indicator = indicator,
                              .name = ds_cells_indicator(after == NULL ? before : after)};
    ds_status status = DS_OK;
    for (size_t i = 0, j = 0; status == DS_OK && (i < n || j < m);) {
        ds_cell a = {0}, b = {0};
        cli_change change = blank;
        int order;
        if (i < n) a = ds_cells_at(before, i);
        if (j < m) b = ds_cells_at(after, j);
        order = i == n ? 1 : j == m ? -1 : compare_keys(&a, &b);
        if (order <= 0) change.before = a.measures;
        if (order >= 0) change.after = b.measures;
        status = add(changes, change, order <= 0 ? &a : &b, err);
        i += order <= 0;
        j += order >= 0;
    }
    return status;
}

/* Whether a whole school year came or went, for each change; the changes of one indicator stand
 * together, by school year. */
static void mark_whole_years(const cli_state *before, const cli_state *after,
                             cli_changes *changes) {
    for (size_t i = 0; i < changes->n; i++) {
        cli_change *c = &changes->list[i];
        size_t a = find(before, c->name), b = find(after, c->name);
        if (i > 0 && c[-1].name == c->name && c[-1].schooljaar == c->schooljaar)
            c->whole_year = c[-1].whole_year;
        else
            c->whole_year = !has_year(a == SIZE_MAX ? NULL : before->cells[a], c->schooljaar) ||
                            !has_year(b == SIZE_MAX ? NULL : after->cells[b], c->schooljaar);
    }
}

static int compare_changes(const void *x, const void *y) {
    const cli_change *a = x, *b = y;
    int order;
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    order = ds_text_compare(a->instelling, b->instelling);
    if (order != 0) return order;
    return a->indicator < b->indicator ? -1 : a->indicator > b->indicator;
}

static ds_status compare_all(const cli_state *before, const cli_state *after, cli_changes *out,
                             ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < after->n; i++) {
        const char *name = ds_cells_indicator(after->cells[i]);
        size_t at = find(before, name);
        if (at != SIZE_MAX && strcmp(before->versions[at], after->versions[i]) != 0)
            out->redefined[out->n_redefined++] = name;
        else
            status =
                compare(at == SIZE_MAX ? NULL : before->cells[at], after->cells[i], i, out, err);
    }
    for (size_t i = 0; status == DS_OK && i < before->n; i++)
        if (find(after, ds_cells_indicator(before->cells[i])) == SIZE_MAX)
            status = compare(before->cells[i], NULL, after->n + i, out, err);
    return status;
}

ds_status cli_changes_find(const cli_state *before, const cli_state *after, cli_changes *out,
                           ds_error *err) {
    cli_changes changes = {0};
    ds_status status;
    changes.redefined = ds_calloc(after->n + 1, sizeof *changes.redefined);
    if (changes.redefined == NULL) return ds_error_memory(err);
    status = compare_all(before, after, &changes, err);
    if (status != DS_OK) {
        cli_changes_done(&changes);
        return status;
    }
    mark_whole_years(before, after, &changes);
    if (changes.n > 0) qsort(changes.list, changes.n, sizeof *changes.list, compare_changes);
    *out = changes;
    return DS_OK;
}

void cli_changes_done(cli_changes *changes) {
    ds_free(changes->list);
    ds_free(changes->redefined);
    *changes = (cli_changes){0};
}
