/* disclosure/earlier.c: see earlier.h. */
#include "disclosure/earlier.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

void ds_earlier_done(ds_earlier *earlier) {
    ds_free(earlier->changes);
    *earlier = (ds_earlier){0};
}

static bool has_key(const ds_cells *cells, const char *name) {
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        if (strcmp(ds_cells_key_name(cells, k), name) == 0) return true;
    return false;
}

/* The present table that counts the same persons by the same keys. */
static const ds_disclosure_table *present_of(const ds_disclosure_table *tables, size_t n,
                                             const ds_release_table *old) {
    for (size_t i = 0; i < n; i++) {
        const ds_disclosure_table *t = &tables[i];
        bool same =
            strcmp(t->indicator->id, old->indicator) == 0 &&
            strcmp(t->indicator->version, old->version) == 0 &&
            ds_cells_n_keys(t->cells) == old->n_keys &&
            (t->without_own ? strcmp(t->scope, old->without) == 0 : old->without[0] == '\0');
        for (size_t k = 0; same && k < old->n_keys; k++)
            same = has_key(t->cells, old->key_names[k]);
        if (same) return t;
    }
    return NULL;
}

/* Another version counts other persons: not to be compared. */
static bool is_redefined(const ds_disclosure_table *tables, size_t n, const ds_release_table *old) {
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(tables[i].indicator->id, old->indicator) != 0) continue;
        if (strcmp(tables[i].indicator->version, old->version) == 0) return false;
        found = true;
    }
    return found;
}

static ds_status mark_count(ds_counts *counts, ds_count_entry *entry, int measure,
                            const ds_release_count *old, ds_earlier *out, ds_error *err) {
    const int64_t now = entry->counts[measure];
    if (old->shown && (int64_t)old->n == now) {
        entry->forced[measure] |= DS_CELL_ALWAYS | DS_CELL_EARLIER;
    } else if (!old->shown && now > 0) { /* however large: shown now, it would bound what it was */
        entry->forced[measure] |= DS_CELL_KEPT;
    } else if (old->shown) {
        if (!ds_reserve(&out->changes, &out->capacity, out->n + 1, sizeof *out->changes))
            return ds_error_memory(err);
        out->changes[out->n++] =
            (ds_earlier_change){(uint32_t)(entry - counts->entries), measure, (int64_t)old->n};
    }
    return DS_OK;
}

static ds_status mark_row(ds_counts *counts, const ds_disclosure_table *present,
                          const ds_release_table *old, const ds_release_row *row, ds_earlier *out,
                          ds_error *err) {
    ds_count_key keys[DS_DISCLOSURE_KEYS];
    ds_count_entry *entry;
    ds_status status = DS_OK;
    for (size_t k = 0; k < old->n_keys; k++)
        keys[k] = (ds_count_key){old->key_names[k], row->keys[k]};
    entry = ds_counts_find(counts, present->indicator, row->schooljaar, old->without, keys,
                           old->n_keys);
    if (entry == NULL) return DS_OK; /* nobody there any more: printed nowhere now */
    if (!old->numeric) status = mark_count(counts, entry, DS_COUNT_TELLER, &row->teller, out, err);
    if (status == DS_OK)
        status = mark_count(counts, entry, DS_COUNT_NOEMER, &row->noemer, out, err);
    if (status == DS_OK)
        status = mark_count(counts, entry, DS_COUNT_UNKNOWN, &row->onbekend, out, err);
    return status;
}

static ds_status mark_table(ds_counts *counts, const ds_disclosure_table *tables, size_t n,
                            const ds_release_table *old, ds_earlier *out, ds_error *err) {
    const ds_disclosure_table *present = present_of(tables, n, old);
    ds_status status = DS_OK;
    if (present == NULL && is_redefined(tables, n, old)) return DS_OK;
    if (present == NULL || old->n_keys > DS_DISCLOSURE_KEYS)
        return ds_error_set(
            err, DS_INPUT,
            "een eerdere vrijgave heeft de tabel '%.64s' van %.64s, en die is er nu niet "
            "bij: tel haar mee, ook als zij niet wordt afgedrukt",
            "an earlier release has the table '%.64s' of %.64s, which is not among "
            "these: tally it too, also when it is not printed",
            old->id, old->indicator);
    for (size_t i = 0; status == DS_OK && i < old->n_rows; i++)
        status = mark_row(counts, present, old, &old->rows[i], out, err);
    return status;
}

ds_status ds_earlier_mark(ds_counts *counts, const ds_disclosure_table *tables, size_t n,
                          const ds_disclosure_options *options, ds_earlier *out, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t e = 0; status == DS_OK && e < options->n_earlier; e++)
        for (size_t i = 0; status == DS_OK && i < ds_release_n_tables(options->earlier[e]); i++)
            status = mark_table(counts, tables, n, ds_release_at(options->earlier[e], i), out, err);
    return status;
}

/* new - (old - revision) = c and c + s = 2 revision, c and s at least 0; constants are cells that
 * are always known. A change that is larger bounds nothing: the attacker's thought is wrong. */
static ds_status relate_change(const ds_earlier_change *change, const ds_counts *counts,
                               int64_t revision, ds_system *system, ds_error *err) {
    const ds_count_entry *entry = &counts->entries[change->entry];
    const int64_t now = entry->counts[change->measure], base = change->old - revision;
    uint32_t cells[4];
    ds_status status = DS_OK;
    if (now < base || now - revision > change->old) return DS_OK;
    status = ds_system_add(system, base, DS_CELL_ALWAYS | DS_CELL_EARLIER | DS_CELL_SIGNED,
                           &cells[0], err);
    if (status == DS_OK)
        status = ds_system_add(system, now - base, DS_CELL_UNPRINTED, &cells[1], err);
    if (status == DS_OK)
        status =
            ds_system_add(system, change->old + revision - now, DS_CELL_UNPRINTED, &cells[2], err);
    if (status == DS_OK)
        status =
            ds_system_add(system, 2 * revision, DS_CELL_ALWAYS | DS_CELL_EARLIER, &cells[3], err);
    if (status == DS_OK) {
        const ds_system_term up[] = {
            {entry->cells[change->measure], 1}, {cells[0], -1}, {cells[1], -1}};
        const ds_system_term down[] = {{cells[1], 1}, {cells[2], 1}, {cells[3], -1}};
        status = ds_system_relate(system, up, 3, err);
        if (status == DS_OK) status = ds_system_relate(system, down, 3, err);
    }
    return status;
}

ds_status ds_earlier_relate(const ds_earlier *earlier, const ds_counts *counts, uint64_t revision,
                            ds_system *system, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < earlier->n; i++)
        status = relate_change(&earlier->changes[i], counts, (int64_t)revision, system, err);
    return status;
}
