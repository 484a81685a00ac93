/* intake/row/list.h: many rows of one fixed size, gathered by one thread and later grouped by
 * person.
 *
 * Gathering appends to blocks that never move. Every row begins with the person's number
 * (uint32_t); grouping is one counting sort over all threads' rows. */
#ifndef DS_INTAKE_ROW_LIST_H
#define DS_INTAKE_ROW_LIST_H

#include "doorstroom/base.h"
#include "intake/row/spill.h"

enum { DS_LIST_BLOCK = 1 << 14 };

typedef struct ds_list {
    size_t size; /* bytes a row */
    ds_spill_block *blocks;
    size_t n_blocks, blocks_capacity;
    uint64_t n;
    ds_spill *spill; /* NULL: rows stay in memory */
    size_t *at;      /* the block that was read last, of those on disk */
} ds_list;

void ds_list_init(ds_list *rows, size_t size);
void ds_list_done(ds_list *rows);
/* Room for one more row, not cleared; NULL when memory is short. */
void *ds_list_add(ds_list *rows) DS_NODISCARD;
/* Of rows on disk those of the block before are let go, so one thread at a time. */
void *ds_list_at(const ds_list *rows, uint64_t i);
/* Keeps the first n rows, of at least so many. */
void ds_list_shorten(ds_list *rows, uint64_t n);

/* Rows grouped by person: data[offsets[p] .. offsets[p + 1]) are those of person p, in no order. */
typedef struct ds_grouped {
    size_t size;
    char *data;
    uint32_t *offsets; /* n_persons + 1; more rows than fit are too many */
    uint32_t n_persons;
    uint64_t n;
    ds_spill *spill;
    ds_spill_block rows, places; /* where data and offsets stand */
} ds_grouped;

/* Moves the rows of all parts into one array grouped by rank[person], which also takes the place of
 * person in each row. The parts are emptied as it goes. On disk it goes by ranges of persons. */
ds_status ds_list_group(ds_list *parts, size_t n_parts, const uint32_t *rank, uint32_t n_persons,
                        ds_grouped *out, ds_error *err) DS_NODISCARD;
void ds_grouped_done(ds_grouped *grouped);
/* Who goes over persons from first to last, or over rows one by one, and has come there: what lies
 * before need not be in memory (row/spill.h). */
void ds_grouped_pass(const ds_grouped *grouped, uint32_t first, uint32_t last);
void ds_grouped_pass_rows(const ds_grouped *grouped, uint64_t row);
/* All rows in turn. */
#define DS_EACH_ROW(grouped, i)                                                                    \
    uint64_t i = 0;                                                                                \
    (i) < (grouped).n;                                                                             \
    ds_grouped_pass_rows(&(grouped), ++(i))

#endif
