/* tests/web/served.h: a server on a port of its own, and a client that sends what bytes it likes.
 */
#ifndef DS_TESTS_WEB_SERVED_H
#define DS_TESTS_WEB_SERVED_H

#include "web/http/server.h"

typedef struct served {
    ds_http_routes routes;
    ds_http_server *server;
} served;

/* Starts one with these routes and options; listen NULL: a port that is free. */
void served_start(served *out, const ds_http_route *routes, size_t n, ds_http_options options);
void served_stop(served *s);

/* A connection to "127.0.0.1:port". */
int client_open(const char *address);
void client_send(int fd, const char *data, size_t size);
/* All that comes until the other side closes, or one whole answer has come (by its Content-Length);
 * malloc'ed, ends in a zero byte. "" when it closed without a word. */
char *client_read(int fd);
/* One request and its answer on a connection of its own. */
char *client_ask(const char *address, const char *request);
/* The same for a GET of a target with more headers ("Cookie: a=b\r\n" or ""). */
char *client_get(const char *address, const char *target, const char *headers);
char *client_post(const char *address, const char *target, const char *headers, const char *body);
/* 200, …; 0 for no answer. */
unsigned answer_status(const char *answer);
/* The value of a header, malloc'ed; NULL: none. */
char *answer_header(const char *answer, const char *name);
/* What stands after the headers. */
const char *answer_body(const char *answer);

#endif
