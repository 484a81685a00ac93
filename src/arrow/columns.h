/* arrow/columns.h: a table of columns as it grows, a row at a time, and becomes an Arrow stream.
 *
 * What ran out of memory is remembered: later values do nothing, and ds_arrow_end_row says so. */
#ifndef DS_ARROW_COLUMNS_H
#define DS_ARROW_COLUMNS_H

#include "doorstroom/arrow_abi.h"
#include "doorstroom/base.h"

typedef enum ds_arrow_type {
    DS_ARROW_INT32,
    DS_ARROW_INT64,
    DS_ARROW_FLOAT64,
    DS_ARROW_BOOL,
    DS_ARROW_UTF8
} ds_arrow_type;

enum { DS_ARROW_PART_ROWS = 65536 }; /* of one array of the stream, at most */

/* What is said of a column beside its name: pairs of texts. */
typedef struct ds_arrow_said {
    const char *key, *value;
} ds_arrow_said;

typedef struct ds_arrow_columns ds_arrow_columns;

/* NULL: memory is short. */
ds_arrow_columns *ds_arrow_columns_new(void) DS_NODISCARD;
void ds_arrow_columns_free(ds_arrow_columns *columns);
/* Before the first row. Copies all; a value of NULL is left out. */
ds_status ds_arrow_columns_add(ds_arrow_columns *columns, const char *name, ds_arrow_type type,
                               const ds_arrow_said *said, size_t n_said,
                               ds_error *err) DS_NODISCARD;

/* A row: begun, one value for a column, in any order and of that column's type, and ended. A column
 * that gets none has null. */
void ds_arrow_begin_row(ds_arrow_columns *columns);
void ds_arrow_put_whole(ds_arrow_columns *columns, size_t column, int64_t value);
void ds_arrow_put_real(ds_arrow_columns *columns, size_t column, double value);
void ds_arrow_put_flag(ds_arrow_columns *columns, size_t column, bool value);
void ds_arrow_put_text(ds_arrow_columns *columns, size_t column, const char *data, size_t size);
ds_status ds_arrow_end_row(ds_arrow_columns *columns, ds_error *err) DS_NODISCARD;

/* Gives the columns away: *out owns them, until its own release. */
ds_status ds_arrow_stream_of(ds_arrow_columns *columns, struct ArrowArrayStream *out,
                             ds_error *err) DS_NODISCARD;

#endif
