/* simulate/data.h: reading one of the parameter files of simulatie/. */
#ifndef DS_SIMULATE_DATA_H
#define DS_SIMULATE_DATA_H

#include "doorstroom/base.h"

enum { DS_DATA_COLUMNS_MAX = 16 };

/* A row: its fields in the order of the columns asked for, trimmed. place names file and line. */
typedef struct ds_data_row {
    const ds_text *fields;
    const char *path;
    uint64_t line;
} ds_data_row;

/* Reads folder/name.csv and hands over every row. All of columns must stand there; besides them
 * only `bron` and `opmerking` may; no row may be the same as another. Faults: DS_INPUT with file
 * and line. */
ds_status ds_data_read(const char *folder, const char *name, const char *const *columns,
                       size_t n_columns,
                       ds_status (*row)(void *context, const ds_data_row *row, ds_error *err),
                       void *context, ds_error *err) DS_NODISCARD;

/* A number from low to high, with at most nine decimals. column is named in the error. */
ds_status ds_data_number(const ds_data_row *row, size_t field, const char *column, double low,
                         double high, double *out, ds_error *err) DS_NODISCARD;

#endif
