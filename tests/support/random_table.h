/* tests/support/random_table.h: a delivery under way: rows of cells, written in one of the many
 * ways in which the same table can be written as CSV. */
#ifndef DS_TESTS_RANDOM_TABLE_H
#define DS_TESTS_RANDOM_TABLE_H

#include "base/buffer.h"
#include "support/random_source.h"

enum { RANDOM_COLUMNS_MAX = 20 };

typedef struct random_table {
    const char *const *names;
    size_t n_columns;
    bool left_out[RANDOM_COLUMNS_MAX]; /* columns that this delivery does not have */
    ds_buffer text;                    /* the cells, each closed with a zero byte */
    size_t *rows;                      /* offsets in text */
    size_t n_rows, rows_capacity;
    size_t n_cells;
} random_table;

void random_table_init(random_table *table, const char *const *names, size_t n_columns);
void random_table_done(random_table *table);
/* The next cell of the row under way; NULL is missing. */
void random_table_cell(random_table *table, const char *value);
void random_table_cellf(random_table *table, const char *format, ...) DS_PRINTF(2, 3);
/* Row i once more. */
void random_table_repeat(random_table *table, size_t i);
/* Cell of row i. */
const char *random_table_at(const random_table *table, size_t i, size_t column);

/* Writes folder/leveringen/name: delimiter, line ends, encoding, order and case of the columns and
 * quotes as source says; the rows in the order that rows says. An unknown column may be added. */
void random_table_write(const random_table *table, const char *folder, const char *name,
                        random_source *source, random_source *rows);
/* The same in DUO's way: ; and the columns in their own order. */
void random_table_write_duo(const random_table *table, const char *folder, const char *name,
                            random_source *rows);

#endif
