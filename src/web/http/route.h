/* web/http/route.h: the table of pages. Every route names the action that it is; one without an
 * action, without a handler, or as another already is cannot be registered, so that whoever reads
 * the table knows all that can be asked of the server and by which right. */
#ifndef DS_WEB_HTTP_ROUTE_H
#define DS_WEB_HTTP_ROUTE_H

#include "web/http/request.h"
#include "web/http/response.h"

/* Makes the answer. DS_OK: response is it, whatever its status. Another: an error page is. */
typedef ds_status (*ds_http_handler)(void *context, ds_http_request *request,
                                     ds_http_response *response, ds_error *err);

struct ds_http_route {
    ds_http_method method;
    const char *pattern; /* "/dossier/{id}/stuk/{naam}": a part is a word or {…} */
    int action;          /* of who decides who may; 0 is none */
    ds_http_handler handle;
    size_t body_max;     /* bytes; 0: DS_HTTP_BODY_MAX of a POST */
    bool is_quick;       /* waits for nothing: answered by the thread that reads */
    bool is_public_page; /* a GET of which all that come without a session get the same bytes, by
                            target and language, as long as the version stays (server.h): may be
                            kept, has an ETag, and nobody is asked who they are */
};

typedef struct ds_http_routes {
    const ds_http_route **routes; /* [n] */
    size_t n, capacity;
} ds_http_routes;

/* Adds n routes, which stay. DS_USAGE for one that may not be (see above), DS_FAULT without memory;
 * then none is added. */
ds_status ds_http_routes_add(ds_http_routes *routes, const ds_http_route *added, size_t n,
                             ds_error *err) DS_NODISCARD;
void ds_http_routes_done(ds_http_routes *routes);

/* The route of a path, with its parameters put into the request; a word goes before {…}. NULL:
 * none. *out_other_method: there is one for the other method. */
const ds_http_route *ds_http_routes_find(const ds_http_routes *routes, ds_http_request *request,
                                         bool *out_other_method);

/* What may be done with the path of a request, for Allow: "GET, HEAD, OPTIONS"; "GET, HEAD" where
 * nothing is there. A literal. */
const char *ds_http_routes_allowed(const ds_http_routes *routes, const ds_http_request *request);

#endif
