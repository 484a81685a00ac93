/* table/rows.h: the records that a reader gathers before it hands them to the sink. */
#ifndef DS_TABLE_ROWS_H
#define DS_TABLE_ROWS_H

#include "doorstroom/table.h"

typedef struct ds_rows {
    const ds_table_sink *sink;
    ds_table_encoding
        encoding; /* of the fields' bytes; those of Windows-1252 are turned into UTF-8 */
    size_t worker;
    size_t n_columns;
    const uint16_t *unnamed; /* unnamed[n_unnamed]: columns without a name, borrowed */
    size_t n_unnamed;
    size_t n_records, max_records;
    ds_text *fields; /* max_records * n_columns */
    uint64_t *lines;
    char *converted; /* the fields that were not UTF-8 */
    size_t converted_capacity;
    bool ascii;     /* the file has no byte of 80 or above */
    uint8_t *marks; /* as fields */
    bool marked;    /* some of this batch has one */
    char *composed; /* the fields that were not in NFC */
    size_t composed_capacity;
    int32_t *work; /* scratch of that */
    size_t work_capacity;
} ds_rows;

/* Makes room; sink, encoding and worker are the caller's to fill in. n_columns at least 1. */
ds_status ds_rows_init(ds_rows *rows, size_t n_columns, ds_error *err) DS_NODISCARD;
void ds_rows_done(ds_rows *rows);

/* The fields of the record to fill in next; ds_rows_flush must have run when rows are full. */
static inline ds_text *ds_rows_next(const ds_rows *rows) {
    return rows->fields + rows->n_records * rows->n_columns;
}
/* The record is complete; true when rows are full now. */
static inline bool ds_rows_add(ds_rows *rows, uint64_t line) {
    rows->lines[rows->n_records++] = line;
    return rows->n_records == rows->max_records;
}
/* What the reader has to say of a field of the record to fill in next. */
static inline void ds_rows_mark(ds_rows *rows, size_t column, uint8_t mark) {
    rows->marks[rows->n_records * rows->n_columns + column] |= mark;
    rows->marked = true;
}
/* Holds the records to the gate (gate.h), hands them over and forgets them. Does nothing when there
 * are none. */
ds_status ds_rows_flush(ds_rows *rows, ds_error *err) DS_NODISCARD;
/* The same as they are, for the helper (src/parse): the gate is on our side. */
ds_status ds_rows_hand_over(ds_rows *rows, ds_error *err) DS_NODISCARD;
/* Turns fields that hold a high byte into UTF-8, in *converted. Does nothing for UTF-8. */
ds_status ds_rows_convert(ds_rows *rows, ds_text *fields, size_t n_fields,
                          ds_error *err) DS_NODISCARD;

#endif
