/* web/http/log.c: a line a request, json, for who runs the server. It has the pattern of the route
 * and not the path, no address, no name: nothing in it is about a person. See exchange.h. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "web/http/exchange.h"

enum { LINE_SIZE = 512 };

static const char *name_of_method(ds_http_method method) {
    if (method == DS_HTTP_GET) return "GET";
    if (method == DS_HTTP_OPTIONS) return "OPTIONS";
    return method == DS_HTTP_POST ? "POST" : "-";
}

void ds_http_log_request(const http_exchange *exchange) {
    const ds_http_options *options = &exchange->server->options;
    const ds_http_request *request = &exchange->request;
    const int64_t us = (ds_http_now_ns() - exchange->started) / 1000;
    char line[LINE_SIZE], when[32];
    struct timespec now;
    struct tm utc;
    int size;
    if (options->log == NULL) return;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (gmtime_r(&now.tv_sec, &utc) == NULL ||
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc) == 0)
        when[0] = '\0';
    /* A pattern is a literal of ours: it has nothing that json would have to escape. */
    size =
        snprintf(line, sizeof line,
                 "{\"tijd\":\"%s.%03ldZ\",\"wat\":\"verzoek\",\"id\":\"%s\",\"methode\":\"%s\","
                 "\"route\":\"%s\",\"status\":%u,\"ms\":%" PRId64 ".%03d,\"bytes\":%" PRIu64 "}\n",
                 when, now.tv_nsec / 1000000, request->id, name_of_method(request->method),
                 request->route == NULL ? "" : request->route->pattern, exchange->response.status,
                 us / 1000, (int)(us % 1000), exchange->sent);
    if (size > 0 && (size_t)size < sizeof line)
        options->log(options->log_context, line, (size_t)size);
}
