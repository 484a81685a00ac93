/* release/cells.c: what is shown, as cells. See doorstroom/release.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "release/model.h"

enum { KEYS_MOST = 16 };

/* One call. */
typedef struct shown_cells {
    const char *indicator;
    const char *const *key_names;
    size_t n_keys;
    const char *scope;      /* NULL: all */
    ds_cells *seen, *cells; /* seen: each key once, shown or not */
    size_t n_hidden;
} shown_cells;

/* Where each asked key stands in the table; false when it has other keys. */
static bool find_places(const shown_cells *s, const ds_release_table *table,
                        size_t places[KEYS_MOST]) {
    if (table->n_keys != s->n_keys) return false;
    for (size_t k = 0; k < s->n_keys; k++) {
        size_t at = 0;
        while (at < table->n_keys && strcmp(table->key_names[at], s->key_names[k]) != 0)
            at++;
        if (at == table->n_keys) return false;
        places[k] = at;
    }
    return true;
}

static ds_status add_shown_row(shown_cells *s, const ds_release_row *row,
                               const size_t places[KEYS_MOST], ds_error *err) {
    ds_text keys[KEYS_MOST];
    ds_measures counts = {.noemer = 1};
    ds_status status;
    for (size_t k = 0; k < s->n_keys; k++)
        keys[k] = ds_text_of(row->keys[places[k]]);
    if (!row->teller.shown || !row->noemer.shown) {
        s->n_hidden++;
        return DS_OK;
    }
    status = ds_cells_add(s->seen, row->schooljaar, keys, &counts, err);
    counts = (ds_measures){.teller = row->teller.n,
                           .noemer = row->noemer.n,
                           .onbekend = row->onbekend.shown ? row->onbekend.n : 0};
    return status == DS_OK ? ds_cells_add(s->cells, row->schooljaar, keys, &counts, err) : status;
}

static ds_status add_shown_table(shown_cells *s, const ds_release_table *table, ds_error *err) {
    size_t places[KEYS_MOST];
    const size_t own = ds_release_own_key(table);
    ds_status status = DS_OK;
    if (own == SIZE_MAX && s->scope != NULL && strcmp(table->scope, s->scope) != 0) return DS_OK;
    if (!find_places(s, table, places)) return DS_OK;
    for (size_t i = 0; status == DS_OK && i < table->n_rows; i++)
        if (own == SIZE_MAX || s->scope == NULL || strcmp(table->rows[i].keys[own], s->scope) == 0)
            status = add_shown_row(s, &table->rows[i], places, err);
    return status;
}

/* A row that stands in the tables of several scopes was added as often as it stands there. */
static ds_status divide_shown(shown_cells *s, ds_cells **out, ds_error *err) {
    ds_cells *once = ds_cells_new(s->indicator, false, 1, s->key_names, s->n_keys);
    ds_status status = once == NULL ? ds_error_memory(err) : DS_OK;
    ds_cells_finish(s->seen);
    ds_cells_finish(s->cells);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(s->cells); i++) {
        const ds_cell cell = ds_cells_at(s->cells, i);
        const uint64_t times = ds_cells_at(s->seen, i).measures.noemer;
        const ds_measures counts = {.teller = cell.measures.teller / times,
                                    .noemer = cell.measures.noemer / times,
                                    .onbekend = cell.measures.onbekend / times};
        status = ds_cells_add(once, cell.schooljaar, cell.keys, &counts, err);
    }
    if (status != DS_OK) {
        ds_cells_free(once);
        return status;
    }
    ds_cells_finish(once);
    *out = once;
    return DS_OK;
}

ds_status ds_release_cells(const ds_release *release, const char *indicator,
                           const char *const *key_names, size_t n_keys, const char *scope,
                           ds_cells **out, size_t *out_hidden, ds_error *err) {
    shown_cells s = {
        .indicator = indicator, .key_names = key_names, .n_keys = n_keys, .scope = scope};
    ds_status status = n_keys > KEYS_MOST
                           ? ds_error_set(err, DS_USAGE, "te veel kenmerken", "too many keys")
                           : DS_OK;
    if (status != DS_OK) return status;
    s.seen = ds_cells_new(indicator, false, 1, key_names, n_keys);
    s.cells = ds_cells_new(indicator, false, 1, key_names, n_keys);
    if (s.seen == NULL || s.cells == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < release->n_tables; i++) {
        const ds_release_table *table = &release->tables[i];
        if (strcmp(table->indicator, indicator) != 0 || table->numeric || table->without[0] != '\0')
            continue;
        status = add_shown_table(&s, table, err);
    }
    if (status == DS_OK) status = divide_shown(&s, out, err);
    if (status == DS_OK && out_hidden != NULL) *out_hidden = s.n_hidden;
    ds_cells_free(s.seen);
    ds_cells_free(s.cells);
    return status;
}
