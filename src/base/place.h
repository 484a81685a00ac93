/* base/place.h: where something stands in the raw file, for errors that point at it. */
#ifndef DS_BASE_PLACE_H
#define DS_BASE_PLACE_H

#include "doorstroom/base.h"

/* The file as it was read; name NULL for text that is in no file (a key on the command line). */
typedef struct ds_raw {
    const char *name;
    ds_text text;
    bool plain; /* no YAML: the text is the value itself (an option of the command line) */
} ds_raw;

/* A scalar of the YAML: its value, and the character of the file at which it begins (counted from 0
 * as libyaml counts, without a byte order mark). */
typedef struct ds_scalar {
    const ds_raw *raw;
    size_t index;
    ds_text text;
} ds_scalar;

/* Adds file, line and column of a byte in the file to err; returns status. */
ds_status ds_place_byte(const ds_raw *raw, size_t byte, ds_status status, ds_error *err);
/* The same of a character, counted as libyaml does. */
ds_status ds_place_index(const ds_raw *raw, size_t index, ds_status status, ds_error *err);
/* The same of a byte in the value of a scalar, whatever quotes, folds and escapes stand between. */
ds_status ds_place_source(const ds_scalar *source, size_t offset, ds_status status, ds_error *err);
/* Byte in the file of a byte in the value. */
size_t ds_place_offset(const ds_scalar *source, size_t offset);

#endif
