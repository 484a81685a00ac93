/* cell/cells.h: how cells are kept; for the files of this stage only. */
#ifndef DS_CELL_CELLS_H
#define DS_CELL_CELLS_H

#include "doorstroom/cell.h"

typedef struct ds_bytes ds_bytes;
struct ds_buffer;

typedef struct ds_cell_row {
    int schooljaar;
    size_t first_key;
    ds_measures measures;
} ds_cell_row;

struct ds_cells {
    char *indicator;
    bool numeric;
    int32_t scale;
    char **key_names;
    size_t n_keys;
    ds_cell_row *rows;
    size_t n, rows_capacity;
    ds_text *keys; /* of all that was added, also of rows that were folded into others */
    size_t n_texts, keys_capacity;
    ds_bytes *bytes;
};

void ds_cell_add_measures(ds_measures *to, const ds_measures *from);
/* Sorts the rows and adds up equal ones, as ds_cells_finish says, by ranks of texts: for many cells
 * some times as fast. False, with nothing changed, when memory is short or 64 bits do not hold the
 * ranks. */
bool ds_cells_order(ds_cells *cells);
/* Adds a field of RFC 4180, quoted when it must be. */
void ds_cell_add_field(struct ds_buffer *out, ds_text text);

#endif
