/* arrow/model.h: how columns.c keeps a table that stream.c gives away. */
#ifndef DS_ARROW_MODEL_H
#define DS_ARROW_MODEL_H

#include "arrow/columns.h"

/* The rows of one column that become one array. */
typedef struct ds_arrow_part {
    uint8_t *valid; /* a bit a row */
    void *values;   /* by the type; of texts where each begins, and behind the last its end */
    char *text;
    size_t valid_capacity, values_capacity, text_capacity;
    size_t text_size;
    int64_t n_rows, n_null;
} ds_arrow_part;

typedef struct ds_arrow_column {
    char *name, *metadata; /* metadata: as the interface has it; NULL: none */
    size_t metadata_size;
    ds_arrow_type type;
    ds_arrow_part *parts; /* as many as the table has */
    size_t capacity;
} ds_arrow_column;

struct ds_arrow_columns {
    ds_arrow_column *columns;
    size_t n_columns, capacity;
    size_t n_parts;
    int64_t n_rows; /* of the last part */
    bool failed;    /* memory was short */
    size_t next;    /* the part that the stream gives next */
};

void ds_arrow_part_done(ds_arrow_part *part);

#endif
