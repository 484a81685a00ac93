/* table/records.c: records without column names. See records.h. One thread: what a record means
 * depends on those above it. */
#include "table/records.h"

#include "base/error.h"
#include "base/memory.h"
#include "table/csv.h"
#include "table/gate.h"

typedef struct reading {
    const ds_record_sink *sink;
    const ds_table_info *info;
    const char *path;
    ds_csv_chunks chunks;
    ds_csv_chunk chunk;
    ds_rows rows; /* for its conversion only */
    ds_text *fields;
    ds_csv_place *places;
    uint64_t n_bytes;
} reading;

static ds_status hand_over(reading *r, size_t n, uint64_t line, ds_error *err) {
    uint8_t mark = 0;
    ds_status status;
    if (n > DS_RECORD_FIELDS_MAX)
        return ds_error_at(err, DS_INPUT, r->path, r->places[DS_RECORD_FIELDS_MAX].line,
                           r->places[DS_RECORD_FIELDS_MAX].column,
                           "een record van %zu velden; verwacht zijn er ten hoogste %d",
                           "a record of %zu fields; expected are %d at most", n,
                           DS_RECORD_FIELDS_MAX);
    status = ds_rows_convert(&r->rows, r->fields, n, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < n; i++)
        r->fields[i] = ds_gate_text(r->fields[i], &mark);
    for (size_t i = n; i < DS_RECORD_FIELDS_MAX; i++)
        r->fields[i] = (ds_text){"", 0};
    return r->sink->record(r->sink->context, r->fields, n, line, err);
}

static ds_status read_chunk(reading *r, ds_error *err) {
    ds_csv_cursor cursor;
    ds_status status = DS_OK;
    ds_csv_cursor_init(&cursor, r->path, r->info->delimiter, &r->chunk);
    while (status == DS_OK && ds_csv_next(&cursor)) {
        size_t n = 0;
        status = ds_csv_read_header(&cursor, r->fields, r->places, &n, err);
        if (status == DS_OK) status = hand_over(r, n, cursor.record_line, err);
    }
    r->n_bytes += r->chunk.size;
    if (status == DS_OK && r->sink->progress != NULL)
        r->sink->progress(r->sink->context, r->n_bytes);
    return status;
}

static ds_status read_records(reading *r, const ds_source *source, ds_error *err) {
    char mark[3];
    size_t got;
    ds_status status = ds_source_unchanged(source, r->info->size_bytes, r->info->modified_ns, err);
    if (status == DS_OK && r->info->encoding == DS_TABLE_UTF8_BOM)
        status = ds_source_read(source, mark, sizeof mark, &got, err);
    while (status == DS_OK) {
        status = ds_csv_chunks_next(&r->chunks, &r->chunk, err);
        if (status != DS_OK || r->chunk.size == 0) break;
        status = read_chunk(r, err);
    }
    if (status == DS_OK)
        status = ds_source_unchanged(source, r->info->size_bytes, r->info->modified_ns, err);
    return status;
}

ds_status ds_records_read(const char *path, const ds_table_info *info, const ds_record_sink *sink,
                          ds_error *err) {
    reading r = {.sink = sink, .info = info, .path = path, .rows = {.encoding = info->encoding}};
    ds_source source;
    ds_status status = ds_source_open_packed(&source, path, err);
    if (status != DS_OK) return status;
    ds_csv_chunks_init(&r.chunks, &source, info, DS_CSV_CHUNK_SIZE);
    r.fields = ds_calloc(DS_TABLE_COLUMNS_MAX, sizeof *r.fields);
    r.places = ds_calloc(DS_TABLE_COLUMNS_MAX, sizeof *r.places);
    status = r.fields == NULL || r.places == NULL ? ds_error_memory(err)
                                                  : read_records(&r, &source, err);
    ds_free(r.fields);
    ds_free(r.places);
    ds_csv_chunk_done(&r.chunk);
    ds_rows_done(&r.rows);
    ds_csv_chunks_done(&r.chunks);
    ds_source_close(&source);
    return status;
}
