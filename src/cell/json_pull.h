/* cell/json_pull.h: JSON (RFC 8259) read mark by mark from a file in pieces, strictly: what is no
 * JSON is refused with line and column. No tree is made, so that a file may be of any size. */
#ifndef DS_CELL_JSON_PULL_H
#define DS_CELL_JSON_PULL_H

#include "base/buffer.h"
#include "cell/pieces.h"

typedef struct ds_pull {
    ds_pieces *in;
    ds_buffer *text; /* of the string or number that was read last */
} ds_pull;

/* DS_INPUT at the byte at hand. */
ds_status ds_pull_refuse(const ds_pull *j, const char *nl, const char *en, ds_error *err);
/* The next byte that is no white space, which stays; 0 at the end. */
ds_status ds_pull_peek(ds_pull *j, char *out, ds_error *err) DS_NODISCARD;
/* It must be mark; passes it. */
ds_status ds_pull_mark(ds_pull *j, char mark, ds_error *err) DS_NODISCARD;
/* Whether another element comes before close ('}' or ']'), which is passed; *begun is whether one
 * went before. */
ds_status ds_pull_more(ds_pull *j, char close, bool *begun, bool *out_more,
                       ds_error *err) DS_NODISCARD;
/* A string into text, well-formed UTF-8, without zero bytes. */
ds_status ds_pull_string(ds_pull *j, ds_error *err) DS_NODISCARD;
/* A string and the colon behind it. */
ds_status ds_pull_name(ds_pull *j, ds_error *err) DS_NODISCARD;
/* A number into text, as it stands. */
ds_status ds_pull_number(ds_pull *j, ds_error *err) DS_NODISCARD;
/* true or false. */
ds_status ds_pull_flag(ds_pull *j, bool *out, ds_error *err) DS_NODISCARD;
/* null. */
ds_status ds_pull_null(ds_pull *j, ds_error *err) DS_NODISCARD;
/* Any value, passed. */
ds_status ds_pull_skip(ds_pull *j, ds_error *err) DS_NODISCARD;

#endif
