/* disclosure/counts.c: see counts.h. */
#include "disclosure/counts.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "disclosure/counts_edges.h"

enum { NAME_MAX_SIZE = 1 << 16 };

void ds_counts_init(ds_counts *counts) {
    memset(counts, 0, sizeof *counts);
}

void ds_counts_done(ds_counts *counts) {
    ds_arena_done(&counts->arena);
    ds_free(counts->entries);
    ds_free(counts->slots);
    ds_free(counts->edges);
    ds_counts_init(counts);
}

/* ---- names ---- */

static int compare_keys(const void *a, const void *b) {
    const ds_count_key *x = a, *y = b;
    return strcmp(x->name, y->name);
}

/* "vsv\x1f2022\x1f\x1fleerweg\x1fbol\x1f…"; keys by name. */
static void name_entry(const ds_indicator *indicator, int schooljaar, const char *without,
                       const ds_count_key *keys, size_t n, ds_buffer *out) {
    ds_buffer_clear(out);
    ds_buffer_addf(out, "%s\x1f%s\x1f%d\x1f%s", indicator->id, indicator->version, schooljaar,
                   without);
    for (size_t k = 0; k < n; k++)
        ds_buffer_addf(out, "\x1f%s\x1f%s", keys[k].name, keys[k].value);
}

static size_t slot_of(const ds_counts *counts, const char *name, size_t size) {
    size_t slot = (size_t)ds_hash_mix(ds_hash_fnv1a(name, size)) & (counts->n_slots - 1);
    while (counts->slots[slot] != 0 &&
           strcmp(counts->entries[counts->slots[slot] - 1].text, name) != 0)
        slot = (slot + 1) & (counts->n_slots - 1);
    return slot;
}

static bool grow_slots(ds_counts *counts) {
    const size_t n = counts->n_slots == 0 ? 1024 : 2 * counts->n_slots;
    uint32_t *slots = ds_calloc(n, sizeof *slots);
    if (slots == NULL) return false;
    ds_free(counts->slots);
    counts->slots = slots;
    counts->n_slots = n;
    for (size_t i = 0; i < counts->n; i++)
        slots[slot_of(counts, counts->entries[i].text, strlen(counts->entries[i].text))] =
            (uint32_t)i + 1;
    return true;
}

/* The entry of that name, made where there is none; UINT32_MAX when memory is short. Keys are
 * copied. */
static uint32_t take_entry(ds_counts *counts, const ds_indicator *indicator, int schooljaar,
                           const char *without, const ds_count_key *keys, size_t n,
                           ds_buffer *name) {
    ds_count_entry *entry;
    size_t slot;
    name_entry(indicator, schooljaar, without, keys, n, name);
    if (name->failed != DS_OK) return UINT32_MAX;
    if (2 * (counts->n + 1) > counts->n_slots && !grow_slots(counts)) return UINT32_MAX;
    slot = slot_of(counts, name->data, name->size);
    if (counts->slots[slot] != 0) return counts->slots[slot] - 1;
    if (counts->n >= UINT32_MAX - 1 ||
        !ds_reserve(&counts->entries, &counts->capacity, counts->n + 1, sizeof *counts->entries))
        return UINT32_MAX;
    entry = &counts->entries[counts->n];
    memset(entry, 0, sizeof *entry);
    entry->text = ds_arena_copy(&counts->arena, (ds_text){name->data, name->size});
    entry->without = ds_arena_copy(&counts->arena, ds_text_of(without));
    if (entry->text == NULL || entry->without == NULL) return UINT32_MAX;
    entry->indicator = indicator;
    entry->schooljaar = schooljaar;
    entry->n_keys = n;
    for (size_t k = 0; k < n; k++) {
        entry->keys[k].name = ds_arena_copy(&counts->arena, ds_text_of(keys[k].name));
        entry->keys[k].value = ds_arena_copy(&counts->arena, ds_text_of(keys[k].value));
        if (entry->keys[k].name == NULL || entry->keys[k].value == NULL) return UINT32_MAX;
    }
    counts->slots[slot] = (uint32_t)++counts->n;
    return (uint32_t)counts->n - 1;
}

ds_count_entry *ds_counts_find(const ds_counts *counts, const ds_indicator *indicator,
                               int schooljaar, const char *without, const ds_count_key *keys,
                               size_t n_keys) {
    ds_count_key sorted[DS_DISCLOSURE_KEYS] = {{NULL, NULL}};
    ds_buffer name;
    size_t slot;
    ds_count_entry *found = NULL;
    if (counts->n_slots == 0 || n_keys > DS_DISCLOSURE_KEYS) return NULL;
    if (n_keys > 0) memcpy(sorted, keys, n_keys * sizeof *sorted);
    qsort(sorted, n_keys, sizeof *sorted, compare_keys);
    ds_buffer_init(&name, NAME_MAX_SIZE);
    name_entry(indicator, schooljaar, without, sorted, n_keys, &name);
    if (name.failed == DS_OK) {
        slot = slot_of(counts, name.data, name.size);
        if (counts->slots[slot] != 0) found = &counts->entries[counts->slots[slot] - 1];
    }
    ds_buffer_done(&name);
    return found;
}

/* ---- a table ---- */

/* Which of the keys that mask keeps is key k. */
static size_t place_in(unsigned mask, size_t k) {
    size_t place = 0;
    for (size_t i = 0; i < k; i++)
        place += mask >> i & 1;
    return place;
}

static bool add_edge(ds_counts *counts, uint32_t parent, uint32_t child, const char *name) {
    if (!ds_reserve(&counts->edges, &counts->edges_capacity, counts->n_edges + 1,
                    sizeof *counts->edges))
        return false;
    counts->edges[counts->n_edges++] = (ds_count_edge){parent, child, name};
    return true;
}

/* What a row adds to an entry for the first time in this table starts it anew. */
static void add_measures(ds_count_entry *entry, const ds_measures *m, bool numeric, size_t number,
                         int64_t kept[DS_COUNT_MEASURES]) {
    const int64_t teller = numeric ? 0 : (int64_t)m->teller;
    if (entry->table != number) {
        memcpy(kept, entry->counts, sizeof entry->counts);
        memset(entry->counts, 0, sizeof entry->counts);
        entry->table = number;
    }
    entry->counts[DS_COUNT_TELLER] += teller;
    entry->counts[DS_COUNT_COMPLEMENT] += (int64_t)m->noemer - teller;
    entry->counts[DS_COUNT_NOEMER] += (int64_t)m->noemer;
    entry->counts[DS_COUNT_UNKNOWN] += (int64_t)m->onbekend;
}

/* The keys of a row by name, each text with a zero byte behind it. */
static bool read_keys(ds_counts *counts, const ds_cells *cells, const ds_cell *cell,
                      ds_count_key *out) {
    const size_t n = ds_cells_n_keys(cells);
    for (size_t k = 0; k < n; k++) {
        out[k].name = ds_cells_key_name(cells, k);
        out[k].value = ds_arena_copy(&counts->arena, cell->keys[k]);
        if (out[k].value == NULL) return false;
    }
    qsort(out, n, sizeof *out, compare_keys);
    return true;
}

static ds_status refuse_differing(const ds_count_entry *entry, ds_error *err) {
    return ds_error_set(
        err, DS_INPUT,
        "%.64s, schooljaar %d: twee tabellen tellen niet dezelfde personen; tabellen "
        "van één indicator in één vrijgave moeten uit dezelfde telling komen",
        "%.64s, school year %d: two tables do not count the same persons; tables of "
        "one indicator in one release must come from the same tally",
        entry->indicator->id, entry->schooljaar);
}

/* Entry number mask of all subsets of the keys, each joined to those with one key less. */
static ds_status take_margins(ds_counts *counts, const ds_indicator *indicator, int schooljaar,
                              const char *without, const ds_count_key *keys, size_t n,
                              uint32_t of_mask[1 << DS_DISCLOSURE_KEYS], ds_error *err) {
    ds_count_key some[DS_DISCLOSURE_KEYS] = {{NULL, NULL}};
    ds_buffer name;
    ds_status status = DS_OK;
    ds_buffer_init(&name, NAME_MAX_SIZE);
    for (unsigned mask = 0; status == DS_OK && mask < 1U << n; mask++) {
        size_t used = 0;
        for (size_t k = 0; k < n; k++)
            if (mask >> k & 1) some[used++] = keys[k];
        of_mask[mask] = take_entry(counts, indicator, schooljaar, without, some, used, &name);
        if (of_mask[mask] == UINT32_MAX) status = ds_error_memory(err);
        for (size_t k = 0; status == DS_OK && k < n; k++)
            if ((mask >> k & 1) &&
                !add_edge(counts, of_mask[mask & ~(1U << k)], of_mask[mask],
                          counts->entries[of_mask[mask]].keys[place_in(mask, k)].name))
                status = ds_error_memory(err);
    }
    ds_buffer_done(&name);
    return status;
}

ds_status ds_counts_take(ds_counts *counts, const ds_indicator *indicator, int schooljaar,
                         const char *without, const ds_count_key *keys, size_t n_keys,
                         uint32_t *out, ds_error *err) {
    uint32_t of_mask[1 << DS_DISCLOSURE_KEYS];
    ds_count_key sorted[DS_DISCLOSURE_KEYS] = {{NULL, NULL}};
    ds_status status;
    if (n_keys > 0) memcpy(sorted, keys, n_keys * sizeof *sorted);
    qsort(sorted, n_keys, sizeof *sorted, compare_keys);
    status = take_margins(counts, indicator, schooljaar, without, sorted, n_keys, of_mask, err);
    if (status == DS_OK) *out = of_mask[(1U << n_keys) - 1];
    return status;
}

/* What each margin of the table was before; those that it meets for the first time start anew. */
typedef struct kept_counts {
    int64_t (*list)[DS_COUNT_MEASURES];
    size_t capacity;
} kept_counts;

/* A row into all its margins: every subset of its keys. */
static ds_status add_margins(ds_counts *counts, const ds_disclosure_table *table, size_t number,
                             const ds_cell *cell, kept_counts *kept, ds_error *err) {
    const size_t n = ds_cells_n_keys(table->cells);
    ds_count_key keys[DS_DISCLOSURE_KEYS];
    uint32_t of_mask[1 << DS_DISCLOSURE_KEYS];
    ds_status status = read_keys(counts, table->cells, cell, keys) ? DS_OK : ds_error_memory(err);
    if (status == DS_OK)
        status =
            take_margins(counts, table->indicator, cell->schooljaar, "", keys, n, of_mask, err);
    if (status == DS_OK &&
        !ds_reserve(&kept->list, &kept->capacity, counts->n + 1, sizeof *kept->list))
        status = ds_error_memory(err);
    if (status != DS_OK) return status;
    for (unsigned mask = 0; mask < 1U << n; mask++)
        add_measures(&counts->entries[of_mask[mask]], &cell->measures,
                     ds_cells_numeric(table->cells), number, kept->list[of_mask[mask]]);
    if (!table->unprinted) counts->entries[of_mask[(1U << n) - 1]].printed = true;
    return DS_OK;
}

static bool is_counted(const ds_cell *cell) {
    return cell->measures.noemer + cell->measures.onbekend > 0;
}

/* A margin that an earlier table made must be the same. */
static ds_status settle_table(ds_counts *counts, size_t number, int64_t (*kept)[DS_COUNT_MEASURES],
                              ds_error *err) {
    for (size_t i = 0; i < counts->n; i++) {
        ds_count_entry *entry = &counts->entries[i];
        if (entry->table != number) continue;
        if (entry->settled && kept != NULL &&
            memcmp(entry->counts, kept[i], sizeof entry->counts) != 0)
            return refuse_differing(entry, err);
        entry->settled = true;
    }
    return DS_OK;
}

static ds_status refuse_keys(const ds_disclosure_table *table, ds_error *err) {
    return ds_error_set(err, DS_INPUT, "%.64s: meer dan %d kenmerken in één tabel van een vrijgave",
                        "%.64s: more than %d keys in one table of a release", table->id,
                        DS_DISCLOSURE_KEYS);
}

ds_status ds_counts_add_table(ds_counts *counts, const ds_disclosure_table *table, size_t number,
                              ds_error *err) {
    kept_counts kept = {NULL, 0};
    ds_status status = DS_OK;
    if (ds_cells_n_keys(table->cells) > DS_DISCLOSURE_KEYS) return refuse_keys(table, err);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(table->cells); i++) {
        const ds_cell cell = ds_cells_at(table->cells, i);
        if (is_counted(&cell)) status = add_margins(counts, table, number, &cell, &kept, err);
    }
    if (status == DS_OK) status = settle_table(counts, number, kept.list, err);
    ds_free(kept.list);
    return status;
}

/* ---- the country without one ---- */

static ds_status add_one_without(ds_counts *counts, const ds_disclosure_table *table,
                                 const char *institution_key, const ds_cell *cell, ds_buffer *name,
                                 ds_error *err) {
    const size_t n = ds_cells_n_keys(table->cells);
    ds_count_key keys[DS_DISCLOSURE_KEYS + 1];
    ds_count_entry *whole, *own, *rest;
    uint32_t at;
    if (n + 1 > DS_DISCLOSURE_KEYS) return refuse_keys(table, err);
    if (!read_keys(counts, table->cells, cell, keys)) return ds_error_memory(err);
    at = take_entry(counts, table->indicator, cell->schooljaar, table->scope, keys, n, name);
    if (at == UINT32_MAX) return ds_error_memory(err);
    whole = ds_counts_find(counts, table->indicator, cell->schooljaar, "", keys, n);
    keys[n] = (ds_count_key){institution_key, table->scope};
    own = ds_counts_find(counts, table->indicator, cell->schooljaar, "", keys, n + 1);
    rest = &counts->entries[at];
    if (whole == NULL) return refuse_differing(rest, err);
    for (int m = 0; m < DS_COUNT_MEASURES; m++)
        rest->counts[m] = whole->counts[m] - (own == NULL ? 0 : own->counts[m]);
    rest->printed = rest->printed || !table->unprinted;
    rest->settled = true;
    return DS_OK;
}

ds_status ds_counts_add_without(ds_counts *counts, const ds_disclosure_table *table,
                                const char *institution_key, ds_error *err) {
    ds_buffer name;
    ds_status status = DS_OK;
    ds_buffer_init(&name, NAME_MAX_SIZE);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(table->cells); i++) {
        const ds_cell cell = ds_cells_at(table->cells, i);
        if (is_counted(&cell))
            status = add_one_without(counts, table, institution_key, &cell, &name, err);
    }
    ds_buffer_done(&name);
    return status;
}
