/* stat/counts_table.h: a table of counts without its empty rows and columns. */
#ifndef DS_STAT_COUNTS_TABLE_H
#define DS_STAT_COUNTS_TABLE_H

#include "doorstroom/tests.h"

typedef struct ds_counts_table {
    size_t rows, columns;
    uint64_t *counts;       /* [rows * columns] */
    uint64_t *row, *column; /* their sums, none of them 0 */
    uint64_t n;
} ds_counts_table;

/* DS_USAGE for more than DS_TABLE_SIDE_MAX on a side, or counts that add up to 2^53 or more. *out
 * is the caller's (ds_counts_table_done). */
ds_status ds_counts_table_init(const uint64_t *counts, size_t rows, size_t columns,
                               ds_counts_table *out, ds_error *err) DS_NODISCARD;
void ds_counts_table_done(ds_counts_table *table);

#endif
