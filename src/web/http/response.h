/* web/http/response.h: an answer: a status, headers that cannot break out of their line, and bytes.
 * Like a ds_buffer it remembers a failure, and becomes an error page by it. */
#ifndef DS_WEB_HTTP_RESPONSE_H
#define DS_WEB_HTTP_RESPONSE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "doorstroom/base.h"
#include "web/http/fields.h"

typedef struct ds_http_response {
    unsigned status;  /* 200 */
    const char *type; /* Content-Type; stays; NULL: html */
    ds_buffer body;
    ds_text fixed; /* bytes that stay as long as the server, in the place of body */
    int file;      /* an open file of file_size bytes in the place of body; -1: none */
    uint64_t file_size;
    ds_http_pairs headers;
    ds_arena arena;
    bool is_kept;    /* may be kept by whoever gets it: a file whose name has its hash */
    bool is_closing; /* the connection ends after it */
    bool frame_all;  /* other sites may show it in a frame of theirs */
    char etag[40];   /* of a public page: what says which it is (letters, digits, - and _), without
                        its language, which is added; "": one is made of the bytes */
    ds_status failed;
} ds_http_response;

void ds_http_response_init(ds_http_response *response);
void ds_http_response_done(ds_http_response *response);
/* Empties it, with all its headers: for another answer in its place. */
void ds_http_response_clear(ds_http_response *response);

/* Adds a header. An empty value, one with control characters or
 * outside ASCII makes the answer a failure: no
 * value of a user belongs in a header but by the functions below. */
void ds_http_response_header(ds_http_response *response, const char *name, const char *value);
/* To another page of this service: path as it is written in a link ("/taken?af=1"); 303. What does
 * not begin with one slash is a failure. */
void ds_http_response_redirect(ds_http_response *response, const char *path);
/* A download under a name, whatever characters that has (RFC 6266). */
void ds_http_response_download(ds_http_response *response, const char *name);
/* A cookie of the whole service: HttpOnly, SameSite=Lax, Path=/; with Secure where secure. max_age
 * in seconds; -1: until the browser closes; 0: taken away. */
void ds_http_response_cookie(ds_http_response *response, const char *name, const char *value,
                             int64_t max_age, bool secure);

/* Whether a path may be redirected to: of this service, one line, printable ASCII. */
bool ds_http_path_is_own(const char *path);

#endif
