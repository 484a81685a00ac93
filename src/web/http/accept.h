/* web/http/accept.h: which of two forms a client wishes for more (RFC 9110, 12.5.1). A pure
 * function of the request's headers, by which answers are made as well as kept. */
#ifndef DS_WEB_HTTP_ACCEPT_H
#define DS_WEB_HTTP_ACCEPT_H

#include "web/http/request.h"

/* Whether text/csv is wished for more than application/json; who says nothing does not. */
bool ds_http_prefers_csv(const ds_http_request *request);

#endif
