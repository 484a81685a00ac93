/* parse/xlsx/read.h: a sheet of an Excel file as records of text. */
#ifndef DS_PARSE_XLSX_READ_H
#define DS_PARSE_XLSX_READ_H

#include "doorstroom/table.h"
#include "table/source.h"

/* As ds_table_read_shaped, in the caller's thread: shape's sheet, first_line and unpacked_most
 * alone count; NULL for none. */
ds_status ds_xlsx_read(const ds_source *source, const ds_table_shape *shape,
                       const ds_table_sink *sink, ds_error *err) DS_NODISCARD;

#endif
