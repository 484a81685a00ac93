/* kinds/table.h: a table of a kind as bytes, in memory as on disk.
 *
 * All numbers are little-endian and of 64 bits, all texts a length and their bytes with a zero
 * after them. First a mark; then kind and whether it was delivered, rows, columns; of each column
 * its name, both texts, what it holds (held, unit, flags, width, base) and its words; then, at a
 * multiple of eight, the numbers column after column, each beginning at one. A number is stored as
 * value - base + 1 in width bytes, 0 is missing. */
#ifndef DS_KINDS_TABLE_H
#define DS_KINDS_TABLE_H

#include "kinds/builder.h"

#define DS_KIND_MARK "DSSOORT1"

typedef struct ds_kind_stored {
    ds_kind_column told;
    uint8_t width; /* 0 (all missing), 1, 2, 4 or 8 */
    int64_t base;
    const char *data;
} ds_kind_stored;

struct ds_kind_table {
    char *bytes;
    size_t size;
    const char *kind;
    bool present;
    uint64_t n_rows;
    ds_kind_stored *columns;
    size_t n_columns;
    ds_text *words; /* of all columns */
};

enum { DS_KIND_IS_KEY = 1, DS_KIND_IS_QUESTION = 2 };

#endif
