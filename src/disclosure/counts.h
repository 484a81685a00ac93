/* disclosure/counts.h: the counts of all tables of a release, each once, whichever tables hold it,
 * and what holds between them. A count is an indicator, a school year, an assignment of values to
 * some keys, the institution left out, and a measure. */
#ifndef DS_DISCLOSURE_COUNTS_H
#define DS_DISCLOSURE_COUNTS_H

#include "base/arena.h"
#include "disclosure/system.h"
#include "doorstroom/disclosure.h"

enum ds_count_measure {
    DS_COUNT_TELLER,
    DS_COUNT_COMPLEMENT,
    DS_COUNT_NOEMER,
    DS_COUNT_UNKNOWN,
    DS_COUNT_MEASURES
};

typedef struct ds_count_key {
    const char *name, *value;
} ds_count_key;

/* One assignment of values: its four counts. */
typedef struct ds_count_entry {
    const char *text; /* its name in the index */
    const ds_indicator *indicator;
    const char *without;
    int schooljaar;
    ds_count_key keys[DS_DISCLOSURE_KEYS]; /* by name */
    size_t n_keys;
    int64_t counts[DS_COUNT_MEASURES];
    uint32_t cells[DS_COUNT_MEASURES]; /* of the system */
    size_t table;                      /* the last that it was added up for, from 1 */
    bool printed, settled;
    unsigned forced[DS_COUNT_MEASURES]; /* DS_CELL_ALWAYS, DS_CELL_KEPT: earlier releases,
                                           structural zeros */
} ds_count_entry;

typedef struct ds_counts {
    ds_arena arena;
    ds_count_entry *entries;
    size_t n, capacity;
    uint32_t *slots; /* hash table: entry + 1 */
    size_t n_slots;
    struct ds_count_edge *edges; /* parent → child along one key: counts_edges.h */
    size_t n_edges, edges_capacity;
} ds_counts;

void ds_counts_init(ds_counts *counts);
void ds_counts_done(ds_counts *counts);

/* A table's cells and all their margins. number counts tables from 1. DS_INPUT when a margin
 * differs from that of a table before. */
ds_status ds_counts_add_table(ds_counts *counts, const ds_disclosure_table *table, size_t number,
                              ds_error *err) DS_NODISCARD;
/* The country without institution, for each cell of table (which lacks that key), from the national
 * counts and those by institution, which must be in. */
ds_status ds_counts_add_without(ds_counts *counts, const ds_disclosure_table *table,
                                const char *institution_key, ds_error *err) DS_NODISCARD;

/* The entry of these keys (by name), made where there is none, joined to all its margins, which are
 * made too. *out is its number. Texts are copied. */
ds_status ds_counts_take(ds_counts *counts, const ds_indicator *indicator, int schooljaar,
                         const char *without, const ds_count_key *keys, size_t n_keys,
                         uint32_t *out, ds_error *err) DS_NODISCARD;
/* Marks what options->structural says cannot be; DS_INPUT when it is there. */
ds_status ds_counts_mark_structural(ds_counts *counts, const ds_disclosure_options *options,
                                    ds_error *err) DS_NODISCARD;
/* Everything that holds between entries whose cells are in the system. */
ds_status ds_counts_relate(ds_counts *counts, const char *institution_key, ds_system *system,
                           ds_error *err) DS_NODISCARD;

/* keys in any order. NULL when there is none. */
ds_count_entry *ds_counts_find(const ds_counts *counts, const ds_indicator *indicator,
                               int schooljaar, const char *without, const ds_count_key *keys,
                               size_t n_keys);

/* All as one system: cells, relations, what is primary. */
ds_status ds_counts_system(ds_counts *counts, const ds_disclosure_options *options,
                           ds_system *system, ds_error *err) DS_NODISCARD;

#endif
