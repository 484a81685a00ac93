/* web/http/answer.c: from a request to its answer: the body, the gate, the handler, the page of an
 * error, the headers that every answer has. See exchange.h. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "web/http/exchange.h"

/* ---- making ---- */

/* Where even the page of an error cannot be made. */
static void set_plain_line(ds_http_response *response, unsigned status) {
    static const char line[] = "doorstroom: dit verzoek lukte niet. This request failed.\n";
    ds_http_response_clear(response);
    response->status = status;
    response->type = "text/plain; charset=utf-8";
    response->fixed = (ds_text){line, sizeof line - 1};
}

void ds_http_answer_error(http_exchange *exchange, unsigned status) {
    const ds_http_options *options = &exchange->server->options;
    ds_http_response *response = &exchange->response;
    ds_http_response_clear(response);
    response->status = status;
    if (options->error_page != NULL)
        options->error_page(options->context, &exchange->request, status, response);
    if (options->error_page == NULL || response->failed != DS_OK || response->body.failed != DS_OK)
        set_plain_line(response, status);
    if (status == 405) ds_http_response_header(response, "Allow", "GET, HEAD, POST");
    if (status == 429 || status == 503) ds_http_response_header(response, "Retry-After", "10");
}

static unsigned status_of(ds_status status) {
    return status == DS_INPUT || status == DS_USAGE ? 400 : 500;
}

/* 0, or the status of the error. */
static unsigned run_handler(http_exchange *exchange) {
    const ds_http_options *options = &exchange->server->options;
    ds_http_request *request = &exchange->request;
    ds_http_response *response = &exchange->response;
    bool go_on = true;
    ds_status status = DS_OK;
    if (options->enter != NULL)
        status = options->enter(options->context, request, response, &go_on, NULL);
    if (status == DS_OK && go_on)
        status = request->route->handle(options->context, request, response, NULL);
    if (status != DS_OK) return status_of(status);
    if (response->failed != DS_OK || response->body.failed != DS_OK) return 500;
    return response->status >= 400 && response->body.size == 0 && response->fixed.size == 0
               ? response->status
               : 0;
}

void ds_http_answer(http_exchange *exchange) {
    const ds_http_options *options = &exchange->server->options;
    ds_http_request *request = &exchange->request;
    unsigned failed = 0;
    ds_status status = ds_http_body_finish(&exchange->body, &request->body, NULL);
    if (status == DS_OK) status = ds_http_request_read_body(request, NULL);
    failed = status == DS_OK ? run_handler(exchange) : status_of(status);
    if (failed != 0) ds_http_answer_error(exchange, failed);
    if (options->leave != NULL) options->leave(options->context, request);
    request->guest = NULL;
    exchange->is_answered = true;
}

/* ---- sending ---- */

#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "   \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "

static const struct {
    const char *name, *value;
} always[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
};

static bool add_policy(const ds_http_response *response, struct MHD_Response *out) {
    if (response->frame_all)
        return MHD_add_response_header(out, "Content-Security-Policy", POLICY "*") == MHD_YES;
    return MHD_add_response_header(out, "Content-Security-Policy", POLICY "'none'") == MHD_YES &&
           MHD_add_response_header(out, "X-Frame-Options", "DENY") == MHD_YES;
}

static bool add_headers(const http_exchange *exchange, struct MHD_Response *out) {
    const ds_http_response *response = &exchange->response;
    const char *type = response->type == NULL ? "text/html; charset=utf-8" : response->type;
    bool done =
        MHD_add_response_header(out, "Content-Type", type) == MHD_YES && add_policy(response, out);
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        done = done && MHD_add_response_header(out, always[i].name, always[i].value) == MHD_YES;
    done = done && MHD_add_response_header(out, "Cache-Control",
                                           response->is_kept ? "public, max-age=31536000, immutable"
                                                             : "no-store") == MHD_YES;
    if (exchange->server->options.secure)
        done = done && MHD_add_response_header(out, "Strict-Transport-Security",
                                               "max-age=63072000; includeSubDomains") == MHD_YES;
    if (response->is_closing)
        done = done && MHD_add_response_header(out, "Connection", "close") == MHD_YES;
    for (size_t i = 0; i < response->headers.n; i++)
        done = done && MHD_add_response_header(out, response->headers.pairs[i].name.data,
                                               response->headers.pairs[i].value.data) == MHD_YES;
    return done;
}

/* libmicrohttpd takes the bytes as they stand: they live as long as the exchange, which ends when
 * they were sent. */
static struct MHD_Response *make_response(http_exchange *exchange) {
    ds_http_response *response = &exchange->response;
    ds_text body = response->fixed;
    if (response->file >= 0) {
        struct MHD_Response *out =
            MHD_create_response_from_fd64(response->file_size, response->file);
        exchange->sent = response->file_size;
        if (out != NULL) response->file = -1; /* it closes it */
        return out;
    }
    if (body.data == NULL) body = (ds_text){ds_buffer_string(&response->body), response->body.size};
    exchange->sent = body.size;
    return MHD_create_response_from_buffer(body.size, (void *)(uintptr_t)body.data,
                                           MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result ds_http_answer_send(http_exchange *exchange) {
    const ds_http_limits *limits = &exchange->server->options.limits;
    struct MHD_Response *out = make_response(exchange);
    enum MHD_Result result = MHD_NO;
    if (out == NULL) return MHD_NO;
    if (add_headers(exchange, out))
        result = MHD_queue_response(exchange->mhd, exchange->response.status, out);
    MHD_destroy_response(out);
    ds_http_connection_give(exchange->connection, limits->send_ms, exchange->sent,
                            limits->bytes_a_second);
    return result;
}
