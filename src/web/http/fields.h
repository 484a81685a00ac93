/* web/http/fields.h: what stands in a request, taken apart: the path, a query, a form as it is sent
 * (RFC 1866 urlencoded, RFC 7578 multipart) and cookies (RFC 6265). Pure functions over bytes: they
 * are what the fuzzer is let loose on.
 *
 * Names and values are UTF-8 without control characters but for tab and line ends, and end in a
 * zero byte that is not counted; anything else is refused whole. Memory: of the arena, or views
 * into the bytes that were given, which must stay. */
#ifndef DS_WEB_HTTP_FIELDS_H
#define DS_WEB_HTTP_FIELDS_H

#include "base/arena.h"
#include "doorstroom/base.h"

typedef struct ds_http_pair {
    ds_text name, value;
} ds_http_pair;

typedef struct ds_http_pairs {
    ds_http_pair *pairs; /* [n], in the order in which they came */
    size_t n, capacity;
} ds_http_pairs;

/* A file of a form. name is what its sender calls it, without folders; the bytes are as they came.
 */
typedef struct ds_http_file {
    ds_text field, name, type, data;
} ds_http_file;

typedef struct ds_http_files {
    ds_http_file *files; /* [n] */
    size_t n, capacity;
} ds_http_files;

/* The first value of that name; {NULL, 0} for none. */
ds_text ds_http_pairs_get(const ds_http_pairs *pairs, const char *name);

/* Adds the fields of an urlencoded text. DS_INPUT: more than maximum fields, a name or a value that
 * is too long or not of the characters above, a % without two digits. */
ds_status ds_http_fields_read(ds_text text, size_t maximum, ds_arena *arena, ds_http_pairs *out,
                              ds_error *err) DS_NODISCARD;

/* The boundary of a Content-Type that is multipart/form-data; {NULL, 0} for any other. */
ds_text ds_http_multipart_boundary(ds_text content_type);
/* Adds the fields and the files of a body. DS_INPUT as above, for too many files, a part without a
 * name, parts in parts, and a body that does not end as it must. A file without a name and without
 * bytes (nothing was chosen) is passed over. */
ds_status ds_http_multipart_read(ds_text body, ds_text boundary, ds_arena *arena,
                                 ds_http_pairs *out_fields, ds_http_files *out_files,
                                 ds_error *err) DS_NODISCARD;

/* Adds the cookies of one Cookie header. What is no cookie is passed over: others' cookies are none
 * of ours to judge. Two of one name: both are there, and ds_http_cookie finds none. */
ds_status ds_http_cookies_read(ds_text header, ds_arena *arena, ds_http_pairs *out,
                               ds_error *err) DS_NODISCARD;
/* The value of a cookie that is there once; {NULL, 0} otherwise. */
ds_text ds_http_cookie(const ds_http_pairs *cookies, const char *name);

/* A target as it came, cut into a decoded path and a raw query. DS_INPUT for what is no path of
 * ours: not beginning with one slash, an encoded slash or zero byte, a part that is . or .., an
 * empty part, a backslash, bytes outside printable ASCII, too long. */
ds_status ds_http_target_read(ds_text target, ds_arena *arena, ds_text *out_path,
                              ds_text *out_query, ds_error *err) DS_NODISCARD;

/* Whether text is UTF-8 without control characters but tab, line feed and carriage return. */
bool ds_http_text_fits(ds_text text);
/* Decodes %XX (and + as a space, where plus) into out, which has room for text.size + 1 bytes and
 * gets a zero byte; false for a % without two digits. */
bool ds_http_decode(ds_text text, bool plus, char *out, size_t *out_size);
/* Makes room for one more pair, at most maximum; DS_INPUT past it. */
ds_status ds_http_pairs_add(ds_http_pairs *pairs, size_t maximum, ds_http_pair pair,
                            ds_error *err) DS_NODISCARD;

void ds_http_pairs_done(ds_http_pairs *pairs);
void ds_http_files_done(ds_http_files *files);

#endif
