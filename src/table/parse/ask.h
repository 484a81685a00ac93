/* table/parse/ask.h: a foreign file, read by a helper that is confined (libexec/doorstroom/parse).
 *
 * SPSS, Stata, Excel, XML and Parquet are read by large libraries of others, in which faults are
 * found each year. They run in a process of their own that can do nothing but read this one open
 * file: a fault in them is a delivery that is refused. Nothing here reads such a file otherwise. */
#ifndef DS_TABLE_PARSE_ASK_H
#define DS_TABLE_PARSE_ASK_H

#include "table/parse/worker.h"
#include "table/source.h"
#include "table/xml.h"

/* As ds_table_read_shaped (shape's sheet, first_line and unpacked_most alone count; NULL for none)
 * and ds_xml_read, in the caller's thread, with a helper of its own; any number may run at once.
 * Whether the file changed is looked at by the caller. DS_INPUT, with the file, also for: no
 * helper, one of another version, a machine that cannot confine it, and one that crashed, hangs,
 * did what it may not, or does not answer as it should; nothing that it said after that is handed
 * on. DS_FAULT: no memory, no process. Memory: three frames at most (DS_FRAME_MAX). Cost: some 5 ms
 * a file, and a copy. */
ds_status ds_parse_table(const ds_source *source, ds_table_format format,
                         const ds_table_shape *shape, const ds_table_sink *sink,
                         ds_error *err) DS_NODISCARD;
ds_status ds_parse_xml(const ds_source *source, const ds_xml_sink *sink,
                       ds_error *err) DS_NODISCARD;

/* For tests, while nothing is read: this program in place of the helper, and these limits; NULL: as
 * usual. Both stay the caller's. */
void ds_parse_pretend(const char *program, const ds_parse_limits *limits);

#endif
