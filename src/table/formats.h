/* table/formats.h: the readers of the binary formats, as ds_table_read calls them. */
#ifndef DS_TABLE_FORMATS_H
#define DS_TABLE_FORMATS_H

#include <readstat.h>

#include "doorstroom/table.h"
#include "table/source.h"

/* Both as ds_table_read, in the caller's thread. Whether the file changed is looked at by the
 * caller. */
ds_status ds_parquet_read(const ds_source *source, const ds_table_sink *sink,
                          ds_error *err) DS_NODISCARD;
ds_status ds_readstat_read(const ds_source *source, ds_table_format format,
                           const ds_table_sink *sink, ds_error *err) DS_NODISCARD;

/* What ReadStat says is wrong with the file. */
ds_status ds_readstat_refuse(const char *path, ds_table_format format, readstat_error_t code,
                             ds_error *err);

/* Text of fixed width, as ds_table_read_shaped. */
ds_status ds_fixed_width_read(const char *path, const ds_table_info *info,
                              const ds_table_shape *shape, const ds_table_sink *sink,
                              ds_error *err) DS_NODISCARD;

#endif
