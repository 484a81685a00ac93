/* web/http/server.h: the server: it listens, takes requests apart within limits, has a page made
 * for each by a small crew, and sees to it that no client holds it up.
 *
 * A few threads read and write (libmicrohttpd, epoll); what waits for a disk or hashes a password
 * is done by workers, while the connection sleeps. Every connection has a moment by which its
 * client has to have come further; who has not is cut off. All of a request is seen before a page
 * is made, so that a page never waits for its client. */
#ifndef DS_WEB_HTTP_SERVER_H
#define DS_WEB_HTTP_SERVER_H

#include "doorstroom/base.h"
#include "web/http/metrics.h"
#include "web/http/route.h"

typedef struct ds_http_server ds_http_server;

/* In milliseconds, and how much of what. */
typedef struct ds_http_limits {
    int64_t header_ms;       /* for the line and the headers of a request */
    int64_t idle_ms;         /* between two requests */
    int64_t body_ms;         /* for a body, above what its size takes */
    int64_t send_ms;         /* for taking an answer, above what its size takes */
    uint64_t bytes_a_second; /* the least that a client has to take or give */
    unsigned connections;
    unsigned connections_an_address; /* at once; 0: no limit. The proxy that is trusted has none:
                                        behind it all have one address */
    size_t waiting;                  /* requests that wait for a worker; more get a 503 */
    double requests_a_second;        /* of one client, in the long run; 0: no limit */
    double requests_at_once;         /* of one client, in one go */
    int64_t stop_ms;                 /* how long a stop waits for what is under way */
    size_t kept_bytes;               /* of answers that are kept; 0: none are */
} ds_http_limits;
#define DS_HTTP_LIMITS_INIT                                                                        \
    { 10000, 15000, 15000, 20000, 4096, 1000, 100, 512, 50, 300, 10000, 6 << 20 }

typedef struct ds_http_options {
    const char *listen;           /* "127.0.0.1:8080", "[::1]:0" (0: a port that is free) */
    const char *trusted_proxy;    /* the address whose word on the client counts; NULL: nobody's */
    bool secure;                  /* what clients see is https */
    const char *session_cookie;   /* who sends it gets nothing that is kept; NULL: there is none */
    size_t n_workers, n_readers;  /* 0: 16, and 2 */
    const ds_http_routes *routes; /* stay */
    void *context;                /* of the routes' handlers and of all below */
    /* Before a handler: who asks, and may they. *out_go_on false: the response is the answer.
     * NULL: everybody may. */
    ds_status (*enter)(void *context, ds_http_request *request, ds_http_response *response,
                       bool *out_go_on, ds_error *err);
    /* After the answer was made: ends request->guest. NULL: there is none. */
    void (*leave)(void *context, ds_http_request *request);
    /* Makes the page of a status (400 …) into an empty response; request->guest may be NULL. NULL,
     * or where it fails: a plain line. Called by threads that read: it waits for nothing. */
    void (*error_page)(void *context, const ds_http_request *request, unsigned status,
                       ds_http_response *response);
    /* A number that is another as soon as a public page may be another: which release is current.
     * Only rises; called for each public page, by several threads. NULL: always the same. */
    uint64_t (*version)(void *context);
    /* A line a request, json, with its line end; from several threads at once. NULL: nobody. */
    void (*log)(void *context, const char *line, size_t size);
    void *log_context;
    ds_metrics *metrics; /* counts, and stays; NULL: nobody does */
    ds_http_limits limits;
} ds_http_options;

/* DS_INPUT when the address cannot be listened on, DS_USAGE when it is none. */
ds_status ds_http_server_start(const ds_http_options *options, ds_http_server **out,
                               ds_error *err) DS_NODISCARD;
/* "127.0.0.1:43211": where it listens. */
const char *ds_http_server_address(const ds_http_server *server);
/* Takes no more connections, has what is under way answered, at most limits.stop_ms long, ends. */
void ds_http_server_stop(ds_http_server *server);

#endif
