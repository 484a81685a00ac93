/* web/http/request.h: a request as a page sees it: taken apart, within limits, and with nothing in
 * it that the page would have to decode. Whatever is in it lives as long as the request. */
#ifndef DS_WEB_HTTP_REQUEST_H
#define DS_WEB_HTTP_REQUEST_H

#include "doorstroom/say.h"
#include "web/http/fields.h"
#include "web/http/limits.h"

typedef enum ds_http_method {
    DS_HTTP_OTHER,
    DS_HTTP_GET, /* and HEAD, which the server cuts */
    DS_HTTP_POST,
    DS_HTTP_OPTIONS /* what a page of another site asks first, of routes that are for others */
} ds_http_method;

typedef struct ds_http_route ds_http_route;

typedef struct ds_http_request {
    ds_arena arena;
    ds_http_method method;
    ds_text target;        /* as it came: path and query */
    ds_text path;          /* decoded */
    ds_http_pairs headers; /* as they came; names in any case */
    ds_http_pairs query, form, cookies;
    ds_http_files files;
    ds_text body;                             /* as it came */
    ds_text parameters[DS_HTTP_SEGMENTS_MAX]; /* what stood at {…} in the pattern, in order */
    size_t n_parameters;
    const ds_http_route *route; /* NULL: none fits */
    char peer[64];              /* the address at the other end of the connection, as text */
    char client[64];            /* that of the client: the peer's, or what a trusted proxy says */
    bool by_proxy;              /* the peer is the trusted proxy: its headers count */
    bool has_session;           /* a session's cookie came along, whatever it is worth */
    char id[17];                /* random, for the log and the page of an error */
    ds_lang lang;
    void *guest; /* what the gate knows of who asks; the gate's */
    /* For the log, of the gate: the number of who is logged in (0: nobody), and why the gate let
     * them no further: a literal ("bewijs"); NULL: it did. */
    int64_t who;
    const char *refused;
} ds_http_request;

/* The value of a header that is there once; {NULL, 0} for none or several. */
ds_text ds_http_header_of(const ds_http_request *request, const char *name);
/* A field of the form, or of the query; never NULL: "" where it is not there. */
const char *ds_http_form(const ds_http_request *request, const char *name);
const char *ds_http_query(const ds_http_request *request, const char *name);
/* The n-th parameter of the path; "" where it is not there. */
const char *ds_http_parameter(const ds_http_request *request, size_t n);
/* The same as a whole number from 1 on; 0 for anything else. */
int64_t ds_http_parameter_number(const ds_http_request *request, size_t n);

/* Whether a cookie of that name came along, once or more often. */
bool ds_http_request_has_cookie(const ds_http_request *request, const char *name);

/* Cuts target, cookies and query; DS_INPUT as fields.h says. */
ds_status ds_http_request_read(ds_http_request *request, ds_error *err) DS_NODISCARD;
/* Cuts the body by its Content-Type; DS_INPUT for a POST of another type. */
ds_status ds_http_request_read_body(ds_http_request *request, ds_error *err) DS_NODISCARD;
void ds_http_request_done(ds_http_request *request);

#endif
