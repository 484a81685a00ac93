/* parse/readers.h: the readers of foreign files. They run in the helper (main.c), confined; tests
 * and fuzzers call them in their own process, with files of their own. */
#ifndef DS_PARSE_READERS_H
#define DS_PARSE_READERS_H

#include <readstat.h>

#include "duck/duck.h"
#include "parse/labels.h"
#include "table/source.h"
#include "table/xml.h"

/* Who says what the labels of a column are: uses[ds_labels_count(labels, column)], each a
 * ds_table_label_use. */
typedef struct ds_label_asker {
    void *context;
    ds_status (*ask)(void *context, const ds_labels *labels, size_t column, uint8_t *uses,
                     ds_error *err);
} ds_label_asker;

/* All hand on what stands in the file; the gate (table/gate.h) is for who gets it. Of the sink
 * label is never called. Whether the file changed is looked at by the caller. */

/* asker NULL: all values stay, and labels are not read. */
ds_status ds_readstat_read(const ds_source *source, ds_table_format format,
                           const ds_table_sink *sink, const ds_label_asker *asker,
                           ds_error *err) DS_NODISCARD;
/* What ReadStat says is wrong with the file. */
ds_status ds_readstat_refuse(const char *path, ds_table_format format, readstat_error_t code,
                             ds_error *err);

/* DuckDB, open; closed by the caller in every case. */
typedef struct ds_parquet_duck {
    duckdb_database database;
    duckdb_connection connection;
} ds_parquet_duck;
/* Before the file is looked at. */
ds_status ds_parquet_open(ds_parquet_duck *out, ds_error *err) DS_NODISCARD;
void ds_parquet_close(ds_parquet_duck *duck);
ds_status ds_parquet_read(const ds_source *source, const ds_parquet_duck *duck,
                          const ds_table_sink *sink, ds_error *err) DS_NODISCARD;

/* As ds_xml_read (table/xml.h), of an open file. */
ds_status ds_xml_parse(const ds_source *source, const ds_xml_sink *sink,
                       ds_error *err) DS_NODISCARD;

#endif
