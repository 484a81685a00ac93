/* web/http/zip.h: answers made smaller on their way (gzip, RFC 1952). Only what is the same for
 * everybody is: where a page holds a secret beside something that its reader chose, its size would
 * tell of the secret. */
#ifndef DS_WEB_HTTP_ZIP_H
#define DS_WEB_HTTP_ZIP_H

#include "doorstroom/base.h"

/* Whether an Accept-Encoding (RFC 9110, 12.5.3) takes gzip; {NULL, 0}, no header, does not. */
bool ds_http_takes_gzip(ds_text accept_encoding);
/* Whether bytes of a Content-Type are text, which becomes smaller. */
bool ds_http_is_text(const char *type);
/* *out is the caller's (ds_free): the same bytes for the same bytes. {NULL, 0} where they do not
 * become smaller. DS_FAULT: no memory. Cost: a third of a millisecond for 100 kB, and 0.4 MB
 * meanwhile. */
ds_status ds_http_zip(ds_text bytes, ds_text *out, ds_error *err) DS_NODISCARD;

#endif
