/* table/rows.c: the records that a reader gathers before it hands them to the sink. See rows.h. */
#include "table/rows.h"

#include "base/error.h"
#include "base/memory.h"
#include "table/bytes.h"
#include "table/encoding.h"

enum { FIELDS_MAX = 16384 }; /* of a batch, so that wide tables stay in the processor's cache */

ds_status ds_rows_init(ds_rows *rows, size_t n_columns, ds_error *err) {
    size_t n = FIELDS_MAX / n_columns;
    rows->n_columns = n_columns;
    rows->max_records = n == 0 ? 1 : n < DS_TABLE_BATCH_MAX ? n : DS_TABLE_BATCH_MAX;
    rows->fields = ds_calloc(rows->max_records * n_columns, sizeof *rows->fields);
    rows->lines = ds_calloc(rows->max_records, sizeof *rows->lines);
    return rows->fields == NULL || rows->lines == NULL ? ds_error_memory(err) : DS_OK;
}

void ds_rows_done(ds_rows *rows) {
    ds_free(rows->fields);
    ds_free(rows->lines);
    ds_free(rows->converted);
    *rows = (ds_rows){0};
}

ds_status ds_rows_flush(ds_rows *rows, ds_error *err) {
    const ds_table_batch batch = {rows->worker, rows->n_records, rows->n_columns, rows->fields,
                                  rows->lines};
    ds_status status;
    if (rows->n_records == 0) return DS_OK;
    status = ds_rows_convert(rows, rows->fields, rows->n_records * rows->n_columns, err);
    rows->n_records = 0;
    return status == DS_OK ? rows->sink->batch(rows->sink->context, &batch, err) : status;
}

ds_status ds_rows_convert(ds_rows *rows, ds_text *fields, size_t n_fields, ds_error *err) {
    size_t need = 0, used = 0;
    if (rows->encoding != DS_TABLE_WINDOWS1252) return DS_OK;
    for (size_t i = 0; i < n_fields; i++)
        need += 3 * fields[i].size; /* if all were high */
    if (!ds_reserve(&rows->converted, &rows->converted_capacity, need, 1))
        return ds_error_memory(err);
    for (size_t i = 0; i < n_fields; i++) {
        char *out;
        if (!ds_bytes_any_high(fields[i].data, fields[i].size)) continue;
        out = rows->converted + used;
        fields[i] = (ds_text){out, ds_encoding_from_1252(fields[i], out)};
        used += fields[i].size;
    }
    return DS_OK;
}
