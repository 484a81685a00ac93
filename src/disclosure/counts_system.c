/* disclosure/counts_system.c: the counts as cells and relations, and which of them are primary. See
 * counts.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "disclosure/apart.h"
#include "disclosure/counts.h"
#include "disclosure/counts_edges.h"

/* ---- cells ---- */

static bool has_measure(const ds_count_entry *entry, int measure) {
    return !entry->indicator->numeric || measure >= DS_COUNT_NOEMER;
}

static bool is_sensitive(const ds_indicator *indicator, const char *word) {
    const char *said = indicator->sensitive[0] == '\0' ? "teller" : indicator->sensitive;
    return strcmp(said, word) == 0 || strcmp(said, "beide") == 0;
}

/* 1 to minimum - 1 persons; or nobody, where that says that all are in what is sensitive. */
bool ds_count_is_primary(const ds_indicator *indicator, const int64_t *counts, int measure,
                         uint64_t minimum) {
    const int64_t count = counts[measure];
    if (count > 0) return (uint64_t)count < minimum;
    if (counts[DS_COUNT_NOEMER] < 1) return false;
    return (measure == DS_COUNT_COMPLEMENT && is_sensitive(indicator, "teller")) ||
           (measure == DS_COUNT_TELLER && is_sensitive(indicator, "complement"));
}

/* What all know to be 0 cannot be hidden. */
static bool is_known_zero(const ds_count_entry *entry, int measure) {
    return entry->counts[measure] == 0 && (entry->forced[measure] & DS_CELL_ALWAYS);
}

static ds_status add_entry_cells(ds_count_entry *entry, const ds_disclosure_options *options,
                                 ds_system *system, ds_error *err) {
    ds_status status = DS_OK;
    for (int m = 0; m < DS_COUNT_MEASURES; m++) {
        unsigned flags = entry->forced[m];
        if (!has_measure(entry, m)) continue;
        if (ds_count_is_primary(entry->indicator, entry->counts, m, options->minimum) &&
            !is_known_zero(entry, m))
            flags |= DS_CELL_PRIMARY;
        if (!entry->printed || m == DS_COUNT_COMPLEMENT) flags |= DS_CELL_UNPRINTED;
        if (flags & DS_CELL_ALWAYS) flags &= ~(unsigned)DS_CELL_UNPRINTED;
        status = ds_system_add(system, entry->counts[m], flags, &entry->cells[m], err);
        if (status != DS_OK) break;
    }
    return status;
}

/* ---- relations ---- */

static ds_status relate_measures(const ds_count_entry *entry, ds_system *system, ds_error *err) {
    const ds_system_term terms[] = {{entry->cells[DS_COUNT_NOEMER], -1},
                                    {entry->cells[DS_COUNT_TELLER], 1},
                                    {entry->cells[DS_COUNT_COMPLEMENT], 1}};
    return entry->indicator->numeric ? DS_OK : ds_system_relate(system, terms, 3, err);
}

/* The parts of a parent along one key: edges[0 .. n). */
static ds_status relate_parts(const ds_counts *counts, const ds_count_edge *edges, size_t n,
                              ds_system *system, ds_system_term *terms, ds_error *err) {
    const ds_count_entry *parent = &counts->entries[edges[0].parent];
    ds_status status = DS_OK;
    for (int m = 0; status == DS_OK && m < DS_COUNT_MEASURES; m++) {
        size_t used = 0;
        if (!has_measure(parent, m)) continue;
        terms[used++] = (ds_system_term){parent->cells[m], -1};
        for (size_t i = 0; i < n; i++)
            terms[used++] = (ds_system_term){counts->entries[edges[i].child].cells[m], 1};
        status = ds_system_relate(system, terms, used, err);
    }
    return status;
}

static int compare_edges(const void *a, const void *b) {
    const ds_count_edge *x = a, *y = b;
    int name;
    if (x->parent != y->parent) return x->parent < y->parent ? -1 : 1;
    name = strcmp(x->name, y->name);
    if (name != 0) return name;
    return (x->child > y->child) - (x->child < y->child);
}

static bool same_edge(const ds_count_edge *a, const ds_count_edge *b) {
    return a->parent == b->parent && strcmp(a->name, b->name) == 0;
}

void ds_counts_sort_edges(ds_counts *counts) {
    size_t kept = 0;
    if (counts->n_edges > 0)
        qsort(counts->edges, counts->n_edges, sizeof *counts->edges, compare_edges);
    for (size_t i = 0; i < counts->n_edges; i++) /* each once */
        if (i == 0 || compare_edges(&counts->edges[i], &counts->edges[i - 1]) != 0)
            counts->edges[kept++] = counts->edges[i];
    counts->n_edges = kept;
}

size_t ds_counts_end_of_margin(const ds_counts *counts, size_t from) {
    size_t to = from + 1;
    while (to < counts->n_edges && same_edge(&counts->edges[to], &counts->edges[from]))
        to++;
    return to;
}

static ds_status relate_edges(ds_counts *counts, ds_system *system, ds_error *err) {
    ds_system_term *terms = ds_calloc(counts->n_edges + 2, sizeof *terms);
    ds_status status = terms == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) ds_counts_sort_edges(counts);
    for (size_t i = 0; status == DS_OK && i < counts->n_edges;) {
        const size_t to = ds_counts_end_of_margin(counts, i);
        status = relate_parts(counts, &counts->edges[i], to - i, system, terms, err);
        i = to;
    }
    ds_free(terms);
    return status;
}

/* whole = own + rest. */
static ds_status relate_rest(const ds_counts *counts, const ds_count_entry *rest,
                             const char *institution_key, ds_system *system, ds_error *err) {
    ds_count_key keys[DS_DISCLOSURE_KEYS];
    const ds_count_entry *whole, *own;
    ds_status status = DS_OK;
    memcpy(keys, rest->keys, sizeof keys);
    whole = ds_counts_find(counts, rest->indicator, rest->schooljaar, "", keys, rest->n_keys);
    keys[rest->n_keys] = (ds_count_key){institution_key, rest->without};
    own = ds_counts_find(counts, rest->indicator, rest->schooljaar, "", keys, rest->n_keys + 1);
    for (int m = 0; status == DS_OK && whole != NULL && m < DS_COUNT_MEASURES; m++) {
        ds_system_term terms[3];
        size_t n = 0;
        if (!has_measure(rest, m)) continue;
        terms[n++] = (ds_system_term){whole->cells[m], -1};
        terms[n++] = (ds_system_term){rest->cells[m], 1};
        if (own != NULL) terms[n++] = (ds_system_term){own->cells[m], 1};
        status = ds_system_relate(system, terms, n, err);
    }
    return status;
}

ds_status ds_counts_relate(ds_counts *counts, const char *institution_key, ds_system *system,
                           ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < counts->n; i++)
        status = relate_measures(&counts->entries[i], system, err);
    system->n_firm = system->n_relations;
    if (status == DS_OK) status = relate_edges(counts, system, err);
    for (size_t i = 0; status == DS_OK && i < counts->n; i++)
        if (counts->entries[i].without[0] != '\0')
            status = relate_rest(counts, &counts->entries[i], institution_key, system, err);
    return status;
}

ds_status ds_counts_system(ds_counts *counts, const ds_disclosure_options *options,
                           ds_system *system, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < counts->n; i++)
        status = add_entry_cells(&counts->entries[i], options, system, err);
    return status == DS_OK ? ds_counts_relate(counts, options->institution, system, err) : status;
}
