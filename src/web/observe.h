/* web/observe.h: the numbers of a server, on a listener of its own that visitors never reach.
 * Private to the web part. */
#ifndef DS_WEB_OBSERVE_H
#define DS_WEB_OBSERVE_H

#include "web/http/server.h"
#include "web/site.h"

typedef struct ds_web_observer {
    ds_http_routes routes;
    ds_http_server *server; /* NULL: there is none */
} ds_web_observer;

/* Answers GET /metrics on that address; site stays. DS_INPUT: the address is taken. */
ds_status ds_web_observe_start(ds_web_site *site, const char *listen, ds_web_observer *out,
                               ds_error *err) DS_NODISCARD;
void ds_web_observe_stop(ds_web_observer *observer);

#endif
