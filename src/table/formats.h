/* table/formats.h: the readers of the formats, as ds_table_read calls them. */
#ifndef DS_TABLE_FORMATS_H
#define DS_TABLE_FORMATS_H

#include "doorstroom/table.h"
#include "table/source.h"

/* Text of fixed width, as ds_table_read_shaped. */
ds_status ds_fixed_width_read(const char *path, const ds_table_info *info,
                              const ds_table_shape *shape, const ds_table_sink *sink,
                              ds_error *err) DS_NODISCARD;

#endif
