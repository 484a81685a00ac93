/* web/http/tag.h: entity tags (RFC 9110, 8.8.3): by which a client says which answer it has, and
 * hears that it is still the same (13.1.2). Pure functions over bytes. */
#ifndef DS_WEB_HTTP_TAG_H
#define DS_WEB_HTTP_TAG_H

#include "doorstroom/say.h"

enum { DS_HTTP_TAG_SIZE = 56 };

/* Writes the tag, with its quotes: etag (NULL or "": a checksum of the bytes), the language and
 * whether it is zipped, which are other bytes under the same address. False for an etag with
 * anything else than letters, digits, - and _, or that is too long; out is "" then. */
bool ds_http_tag_make(const char *etag, ds_text bytes, ds_lang lang, bool is_zipped,
                      char out[DS_HTTP_TAG_SIZE]);

/* Whether an If-None-Match names the tag: "*", or one of a list that is the same but for W/ (a weak
 * comparison, as a GET asks for). What is no such list names nothing. */
bool ds_http_tag_is_named(ds_text if_none_match, const char *tag);

#endif
