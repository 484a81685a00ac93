/* table/table.c: reading a table of any format: to the reader of its format. */
#include "doorstroom/table.h"

#include "base/error.h"
#include "table/csv.h"
#include "table/formats.h"

/* A binary format: its reader opens the file by itself, so the look for changes is around it. */
static ds_status read_binary(const char *path, const ds_table_info *info, const ds_table_sink *sink,
                             ds_error *err) {
    ds_source source;
    ds_status status = ds_source_open(&source, path, err);
    if (status != DS_OK) return status;
    status = ds_source_unchanged(&source, info->size_bytes, info->modified_ns, err);
    if (status == DS_OK)
        status = info->format == DS_TABLE_PARQUET
                     ? ds_parquet_read(&source, sink, err)
                     : ds_readstat_read(&source, info->format, sink, err);
    if (status == DS_OK)
        status = ds_source_unchanged(&source, info->size_bytes, info->modified_ns, err);
    ds_source_close(&source);
    return status;
}

ds_status ds_table_read(const char *path, const ds_table_info *info, size_t n_workers,
                        const ds_table_sink *sink, ds_error *err) {
    if (n_workers == 0)
        return ds_error_set(err, DS_USAGE, "lezen vraagt ten minste één werker",
                            "reading takes at least one worker");
    switch (info->format) {
    case DS_TABLE_CSV:
        return ds_csv_read(path, info, n_workers, DS_CSV_CHUNK_SIZE, sink, err);
    case DS_TABLE_PARQUET:
    case DS_TABLE_SAV:
    case DS_TABLE_DTA:
        return read_binary(path, info, sink, err);
    case DS_TABLE_XML:
    case DS_TABLE_UNKNOWN:
        break;
    }
    return ds_error_at(err, DS_INPUT, path, 0, 0, "een bestand van een onbekende soort",
                       "a file of an unknown kind");
}
