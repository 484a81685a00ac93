/* table/rows.c: the records that a reader gathers before it hands them to the sink. See rows.h. */
#include "table/rows.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/unicode.h"
#include "table/bytes.h"
#include "table/encoding.h"
#include "table/gate.h"

enum { FIELDS_MAX = 16384 }; /* of a batch, so that wide tables stay in the processor's cache */

ds_status ds_rows_init(ds_rows *rows, size_t n_columns, ds_error *err) {
    size_t n = FIELDS_MAX / n_columns;
    rows->n_columns = n_columns;
    rows->max_records = n == 0 ? 1 : n < DS_TABLE_BATCH_MAX ? n : DS_TABLE_BATCH_MAX;
    rows->fields = ds_calloc(rows->max_records * n_columns, sizeof *rows->fields);
    rows->lines = ds_calloc(rows->max_records, sizeof *rows->lines);
    rows->marks = ds_calloc(rows->max_records * n_columns, sizeof *rows->marks);
    return rows->fields == NULL || rows->lines == NULL || rows->marks == NULL ? ds_error_memory(err)
                                                                              : DS_OK;
}

void ds_rows_done(ds_rows *rows) {
    ds_free(rows->fields);
    ds_free(rows->lines);
    ds_free(rows->converted);
    ds_free(rows->marks);
    ds_free(rows->composed);
    ds_free(rows->work);
    *rows = (ds_rows){0};
}

/* The ends of each field; most begin and end in plain ASCII and are passed by. */
static void tidy_ends(ds_rows *rows, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint8_t mark = 0;
        if (!ds_gate_asks(rows->fields[i])) continue;
        rows->fields[i] = ds_gate_text(rows->fields[i], &mark);
        if (mark == 0) continue;
        rows->marks[i] |= mark;
        rows->marked = true;
    }
}

static ds_status compose_field(ds_rows *rows, size_t i, size_t *used, ds_error *err) {
    char *out = rows->composed + *used;
    ds_text *field = &rows->fields[i];
    size_t size;
    if (!ds_unicode_nfc(*field, out, &size, &rows->work, &rows->work_capacity))
        return ds_error_memory(err);
    if (ds_text_equal(*field, (ds_text){out, size})) return DS_OK;
    *field = (ds_text){out, size};
    *used += size;
    rows->marks[i] |= DS_TABLE_COMPOSED;
    rows->marked = true;
    return DS_OK;
}

/* Only what lies beyond U+0300 can be spelt otherwise in NFC. */
static ds_status compose_fields(ds_rows *rows, size_t n, ds_error *err) {
    ds_status status = DS_OK;
    size_t need = 0, used = 0;
    for (size_t i = 0; i < n; i++)
        if (ds_bytes_any_high(rows->fields[i].data, rows->fields[i].size) &&
            ds_unicode_may_decompose(rows->fields[i]))
            need += DS_UNICODE_GROWTH * rows->fields[i].size;
    if (need == 0) return DS_OK;
    if (!ds_reserve(&rows->composed, &rows->composed_capacity, need, 1))
        return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        if (ds_unicode_may_decompose(rows->fields[i])) status = compose_field(rows, i, &used, err);
    return status;
}

ds_status ds_rows_hand_over(ds_rows *rows, ds_error *err) {
    const ds_table_batch batch = {.worker = rows->worker,
                                  .n_records = rows->n_records,
                                  .n_columns = rows->n_columns,
                                  .fields = rows->fields,
                                  .lines = rows->lines,
                                  .marks = rows->marked ? rows->marks : NULL};
    ds_status status;
    if (rows->n_records == 0) return DS_OK;
    status = rows->sink->batch(rows->sink->context, &batch, err);
    if (rows->marked) memset(rows->marks, 0, rows->n_records * rows->n_columns);
    rows->n_records = 0;
    rows->marked = false;
    return status;
}

ds_status ds_rows_flush(ds_rows *rows, ds_error *err) {
    const size_t n = rows->n_records * rows->n_columns;
    ds_status status = ds_rows_convert(rows, rows->fields, n, err);
    if (status == DS_OK) tidy_ends(rows, n);
    if (status == DS_OK && !rows->ascii && rows->encoding != DS_TABLE_WINDOWS1252)
        status = compose_fields(rows, n, err);
    return status == DS_OK ? ds_rows_hand_over(rows, err) : status;
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
