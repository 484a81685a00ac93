/* table/gzip.h: a gzip file (RFC 1952) read as what was put into it, from an open file, in order.
 *
 * What comes out is bounded: a small file must not grow without end. Deflate can make a thousand
 * bytes of one; a table of persons at most some tens. */
#ifndef DS_TABLE_GZIP_H
#define DS_TABLE_GZIP_H

#include "doorstroom/base.h"

enum {
    DS_GZIP_FACTOR = 250,          /* bytes out for each byte in, at most, beyond */
    DS_GZIP_FREE_BYTES = 64 << 20, /* which are allowed whatever the file's size */
};

typedef struct ds_gzip ds_gzip;

/* Whether the name ends in .gz, letters folded. */
bool ds_gzip_named(const char *path);
/* fd and path are borrowed. NULL when memory is short. */
ds_gzip *ds_gzip_new(int fd, const char *path) DS_NODISCARD;
void ds_gzip_free(ds_gzip *gzip);
/* As ds_source_read, of what the file holds. DS_INPUT for what is no gzip, is damaged, cut short,
 * followed by something else, or grows beyond the bound. */
ds_status ds_gzip_read(ds_gzip *gzip, char *out, size_t size, size_t *out_got,
                       ds_error *err) DS_NODISCARD;

#endif
