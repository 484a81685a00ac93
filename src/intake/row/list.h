/* intake/row/list.h: many rows of one fixed size, gathered by one thread and later grouped by
 * person.
 *
 * Gathering appends to blocks that never move. Every row begins with the person's number
 * (uint32_t); grouping is one counting sort over all threads' rows. */
#ifndef DS_INTAKE_ROW_LIST_H
#define DS_INTAKE_ROW_LIST_H

#include "doorstroom/base.h"

enum { DS_LIST_BLOCK = 1 << 14 };

typedef struct ds_list {
    size_t size; /* bytes a row */
    char **blocks;
    size_t n_blocks, blocks_capacity;
    uint64_t n;
} ds_list;

void ds_list_init(ds_list *rows, size_t size);
void ds_list_done(ds_list *rows);
/* Room for one more row, not cleared; NULL when memory is short. */
void *ds_list_add(ds_list *rows) DS_NODISCARD;
void *ds_list_at(const ds_list *rows, uint64_t i);
/* Keeps the first n rows, of at least so many. */
void ds_list_shorten(ds_list *rows, uint64_t n);

/* Rows grouped by person: data[offsets[p] .. offsets[p + 1]) are those of person p, in no order. */
typedef struct ds_grouped {
    size_t size;
    char *data;
    uint64_t *offsets; /* n_persons + 1 */
    uint32_t n_persons;
    uint64_t n;
} ds_grouped;

/* Moves the rows of all parts into one array grouped by rank[person], which also takes the place of
 * person in each row. The parts are emptied as it goes, so that memory peaks at twice the rows. */
ds_status ds_list_group(ds_list *parts, size_t n_parts, const uint32_t *rank, uint32_t n_persons,
                        ds_grouped *out, ds_error *err) DS_NODISCARD;
void ds_grouped_done(ds_grouped *grouped);

#endif
