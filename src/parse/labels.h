/* parse/labels.h: the value labels of an SPSS or Stata file: what it says that its numbers mean.
 * They stand apart from the rows (in Stata behind them), so they are read first, without the rows.
 */
#ifndef DS_PARSE_LABELS_H
#define DS_PARSE_LABELS_H

#include "base/buffer.h"
#include "doorstroom/table.h"
#include "table/source.h"

typedef struct ds_labels {
    ds_buffer text;            /* what follows are offsets in it until all is read */
    struct ds_label_set *sets; /* by name */
    size_t n_sets, sets_capacity;
    struct ds_label *labels; /* of a set one after the other, by value */
    size_t n_labels, labels_capacity;
    size_t *set_of; /* set_of[n_columns]: SIZE_MAX for none */
    size_t n_columns, columns_capacity;
} ds_labels;

/* Reads the labels of all columns. *out is the caller's (ds_labels_done), also on failure. DS_INPUT
 * as ds_readstat_read, and for more labels than any file has. Cost: without the rows. */
ds_status ds_labels_read(const ds_source *source, ds_table_format format, ds_labels *out,
                         ds_error *err) DS_NODISCARD;
void ds_labels_done(ds_labels *labels);

/* The labels of a column, in the order of their values: label i of n. */
size_t ds_labels_count(const ds_labels *labels, size_t column);
ds_table_label ds_labels_at(const ds_labels *labels, size_t column, size_t i);
/* Which of them has this value; SIZE_MAX. */
size_t ds_labels_find(const ds_labels *labels, size_t column, ds_text value);

#endif
