/* table/source.h: an open file that is read once, from its beginning to its end, and that must not
 * change meanwhile. Nothing is mapped into memory: a file that is cut short by someone else is then
 * a fault to report and not a crash. */
#ifndef DS_TABLE_SOURCE_H
#define DS_TABLE_SOURCE_H

#include "doorstroom/base.h"

typedef struct ds_source {
    int fd;
    const char *path; /* borrowed */
    uint64_t size_bytes;
    int64_t modified_ns;
    struct ds_gzip *gzip; /* NULL: the bytes as they are; else what was packed into them */
} ds_source;

/* Opens a regular file; size and time are those of this moment. */
ds_status ds_source_open(ds_source *out, const char *path, ds_error *err) DS_NODISCARD;
/* The same; of a name that ends in .gz what was packed into it will be read. size_bytes stays that
 * of the file. */
ds_status ds_source_open_packed(ds_source *out, const char *path, ds_error *err) DS_NODISCARD;
void ds_source_close(ds_source *source);
/* Reads size bytes; *out_got is less only at the end of the file. */
ds_status ds_source_read(const ds_source *source, char *out, size_t size, size_t *out_got,
                         ds_error *err) DS_NODISCARD;
/* DS_INPUT when the open file no longer has this size and time of change. */
ds_status ds_source_unchanged(const ds_source *source, uint64_t size_bytes, int64_t modified_ns,
                              ds_error *err) DS_NODISCARD;

enum { DS_SOURCE_END_MARK = 0x1A }; /* of DOS, the last byte of a text: no part of it */

enum { DS_SOURCE_ALIAS_SIZE = 32 };
/* A name for the open file that other libraries can open: it leads to this very file and has no
 * characters that mean something to them (DuckDB takes * and ? in a path for a pattern). The path
 * itself where the system has no such names. Returns out or the path. */
const char *ds_source_alias(const ds_source *source, char out[DS_SOURCE_ALIAS_SIZE]);

#endif
