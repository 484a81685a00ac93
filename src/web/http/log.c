/* web/http/log.c: a line a request, and one for each thing that goes wrong, begins and ends; json,
 * for who runs the server. A line has the pattern of the route and not the path, no address, no
 * name: of who is logged in only the number that the log of what was done has. See exchange.h;
 * docs/serve.md has each field. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/text.h"
#include "web/http/exchange.h"

enum { LINE_SIZE = 640, MORE_SIZE = 128, FAULT_SIZE = 4096 };

static const char *name_of_method(ds_http_method method) {
    if (method == DS_HTTP_GET) return "GET";
    if (method == DS_HTTP_OPTIONS) return "OPTIONS";
    return method == DS_HTTP_POST ? "POST" : "-";
}

static void tell_moment(char out[48]) {
    char when[32] = "";
    struct timespec now;
    struct tm utc;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (gmtime_r(&now.tv_sec, &utc) == NULL ||
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc) == 0)
        when[0] = '\0';
    (void)snprintf(out, 48, "%s.%03ldZ", when, now.tv_nsec / 1000000);
}

static void hand_line(const ds_http_options *options, const char *line, int size, size_t most) {
    if (size > 0 && (size_t)size < most) options->log(options->log_context, line, (size_t)size);
}

/* Who, and why they were let no further: each only where there is something to say. */
static void tell_more(const ds_http_request *request, char out[MORE_SIZE]) {
    size_t n = 0;
    out[0] = '\0';
    if (request->who != 0) n += (size_t)snprintf(out, MORE_SIZE, ",\"wie\":%" PRId64, request->who);
    if (request->refused != NULL)
        (void)snprintf(out + n, MORE_SIZE - n, ",\"geweigerd\":\"%.40s\"", request->refused);
}

void ds_http_log_request(const http_exchange *exchange) {
    const ds_http_options *options = &exchange->server->options;
    const ds_http_request *request = &exchange->request;
    const int64_t us = (ds_http_now_ns() - exchange->started) / 1000;
    char line[LINE_SIZE], when[48], more[MORE_SIZE];
    int size;
    if (options->log == NULL) return;
    tell_moment(when);
    tell_more(request, more);
    /* A pattern is a literal of ours: it has nothing that json would have to escape. */
    size = snprintf(line, sizeof line,
                    "{\"tijd\":\"%s\",\"wat\":\"verzoek\",\"id\":\"%s\",\"methode\":\"%s\","
                    "\"route\":\"%s\",\"status\":%u,\"ms\":%" PRId64 ".%03d,\"bytes\":%" PRIu64
                    ",\"proxy\":%s%s}\n",
                    when, request->id, name_of_method(request->method),
                    request->route == NULL ? "" : request->route->pattern,
                    exchange->response.status, us / 1000, (int)(us % 1000), exchange->sent,
                    request->by_proxy ? "true" : "false", more);
    hand_line(options, line, size, sizeof line);
}

/* As a text in json. */
static void add_quoted_text(ds_buffer *out, const char *text) {
    ds_buffer_add_char(out, '"');
    for (; *text != '\0'; text++)
        if (*text == '"' || *text == '\\')
            ds_buffer_addf(out, "\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            ds_buffer_addf(out, "\\u%04x", (unsigned char)*text);
        else
            ds_buffer_add_char(out, *text);
    ds_buffer_add_char(out, '"');
}

void ds_http_log_fault(const http_exchange *exchange, const ds_error *err) {
    const ds_http_options *options = &exchange->server->options;
    const ds_http_request *request = &exchange->request;
    char when[48];
    ds_buffer line;
    if (options->log == NULL) return;
    tell_moment(when);
    ds_buffer_init(&line, FAULT_SIZE);
    ds_buffer_addf(
        &line, "{\"tijd\":\"%s\",\"wat\":\"fout\",\"id\":\"%s\",\"route\":\"%s\",\"reden\":", when,
        request->id, request->route == NULL ? "" : request->route->pattern);
    add_quoted_text(&line, err->nl);
    ds_buffer_add_string(&line, ",\"waar\":");
    add_quoted_text(&line, err->file);
    ds_buffer_add_string(&line, "}\n");
    if (line.failed == DS_OK)
        options->log(options->log_context, ds_buffer_string(&line), line.size);
    ds_buffer_done(&line);
}

/* Where it listens is said once, of itself. */
void ds_http_log_event(const ds_http_server *server, const char *what) {
    const ds_http_options *options = &server->options;
    char line[LINE_SIZE], when[48], where[128] = "";
    int size;
    if (options->log == NULL) return;
    tell_moment(when);
    if (strcmp(what, "begin") == 0)
        (void)snprintf(where, sizeof where, ",\"luistert\":\"%s\"", server->address);
    size = snprintf(line, sizeof line,
                    "{\"tijd\":\"%s\",\"wat\":\"%s\",\"versie\":\"" DS_VERSION
                    "\",\"onderweg\":%zu%s}\n",
                    when, what, atomic_load(&server->n_under_way), where);
    hand_line(options, line, size, sizeof line);
}
