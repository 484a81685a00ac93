/* table/stream.h: an Arrow stream as csv. */
#ifndef DS_TABLE_STREAM_H
#define DS_TABLE_STREAM_H

#include "doorstroom/arrow_abi.h"
#include "doorstroom/base.h"

/* Takes the stream over and writes it to fd as csv in UTF-8: commas, RFC 4180 quoting, LF, nothing
 * for null. name is the file of the errors. Memory: a piece and a batch of the stream. */
ds_status ds_table_write_stream(const char *name, struct ArrowArrayStream *in, int fd,
                                ds_error *err) DS_NODISCARD;

/* Opens the stream that path stands for (ds_table_stream_path); -1: path is none. */
int ds_table_stream_reopen(const char *path);
bool ds_table_stream_named(const char *path);

#endif
