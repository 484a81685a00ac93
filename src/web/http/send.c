/* web/http/send.c: an answer as libmicrohttpd takes it: the headers that every answer has, the
 * bytes, and whether the client has them already. See exchange.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "web/http/accept.h"
#include "web/http/exchange.h"
#include "web/http/zip.h"

/* ---- headers ---- */

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

/* What the page itself says of it stands in the place of what all others say. */
static bool add_header(const ds_http_response *response, struct MHD_Response *out, const char *name,
                       const char *value) {
    for (size_t i = 0; i < response->headers.n; i++)
        if (ds_text_equal_nocase(response->headers.pairs[i].name, ds_text_of(name))) return true;
    return MHD_add_response_header(out, name, value) == MHD_YES;
}

static bool add_policy(const ds_http_response *response, struct MHD_Response *out) {
    if (response->frame_all)
        return add_header(response, out, "Content-Security-Policy", POLICY "*");
    return add_header(response, out, "Content-Security-Policy", POLICY "'none'") &&
           add_header(response, out, "X-Frame-Options", "DENY");
}

static const char *type_of_response(const ds_http_response *response) {
    return response->type == NULL ? "text/html; charset=utf-8" : response->type;
}

/* How long others may keep it: a public page is asked for again each time, by its tag. */
static const char *caching_of(const http_exchange *exchange, const char *tag) {
    if (exchange->response.is_kept) return "public, max-age=31536000, immutable";
    return tag == NULL ? "no-store" : "no-cache";
}

/* tag: of a public page; NULL: it is none. */
static bool add_headers(const http_exchange *exchange, const char *tag, struct MHD_Response *out) {
    const ds_http_response *response = &exchange->response;
    bool done = add_header(response, out, "Content-Type", type_of_response(response)) &&
                add_policy(response, out);
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        done = done && add_header(response, out, always[i].name, always[i].value);
    done = done && add_header(response, out, "Cache-Control", caching_of(exchange, tag));
    if (tag != NULL)
        done = done && MHD_add_response_header(out, "ETag", tag) == MHD_YES &&
               MHD_add_response_header(out, "Vary",
                                       response->is_kept
                                           ? "Accept-Encoding"
                                           : "Accept-Encoding, Accept-Language, Cookie") == MHD_YES;
    if (exchange->server->options.secure)
        done = done && add_header(response, out, "Strict-Transport-Security",
                                  "max-age=63072000; includeSubDomains");
    if (response->is_closing)
        done = done && MHD_add_response_header(out, "Connection", "close") == MHD_YES;
    for (size_t i = 0; i < response->headers.n; i++)
        done = done && MHD_add_response_header(out, response->headers.pairs[i].name.data,
                                               response->headers.pairs[i].value.data) == MHD_YES;
    return done;
}

/* ---- what others get, too ---- */

static bool has_cookie_to_give(const ds_http_response *response) {
    for (size_t i = 0; i < response->headers.n; i++)
        if (ds_text_equal_nocase(response->headers.pairs[i].name, ds_text_of("Set-Cookie")))
            return true;
    return false;
}

static bool may_be_shared(const ds_http_response *response) {
    return response->status == 200 && response->file < 0 && !response->is_closing &&
           !has_cookie_to_give(response);
}

/* Its bytes, which are the answer's own from here on; zipped where that is taken and helps. */
static struct MHD_Response *take_bytes(http_exchange *exchange, ds_text bytes, ds_text zipped) {
    ds_http_response *response = &exchange->response;
    if (zipped.data == NULL && response->fixed.data != NULL)
        return MHD_create_response_from_buffer(bytes.size, (void *)(uintptr_t)bytes.data,
                                               MHD_RESPMEM_PERSISTENT);
    if (zipped.data == NULL) {
        char *taken = ds_buffer_take(&response->body), *fitting;
        if (taken == NULL) return NULL;
        fitting = ds_realloc_array(taken, bytes.size, 1); /* it grew by doubling, and stays */
        zipped = (ds_text){fitting == NULL ? taken : fitting, bytes.size};
    }
    return MHD_create_response_from_buffer_with_free_callback(
        zipped.size, (void *)(uintptr_t)zipped.data, ds_free);
}

static http_kept *make_kept(http_exchange *exchange) {
    ds_http_response *response = &exchange->response;
    const bool is_fixed = response->fixed.data != NULL;
    const ds_text bytes = is_fixed
                              ? response->fixed
                              : (ds_text){ds_buffer_string(&response->body), response->body.size};
    ds_text zipped = {NULL, 0};
    char tag[DS_HTTP_TAG_SIZE];
    struct MHD_Response *out;
    bool done;
    if (exchange->key.is_zipped && ds_http_is_text(type_of_response(response)) &&
        ds_http_zip(bytes, &zipped, NULL) != DS_OK)
        return NULL;
    done = ds_http_tag_make(response->etag, bytes, exchange->key.lang, zipped.data != NULL, tag);
    out = take_bytes(exchange, bytes, zipped);
    if (out == NULL) return NULL;
    done = done && add_headers(exchange, tag, out) &&
           (zipped.data == NULL ||
            MHD_add_response_header(out, "Content-Encoding", "gzip") == MHD_YES);
    if (done) return ds_http_kept_new(out, tag, zipped.data != NULL ? zipped.size : bytes.size);
    MHD_destroy_response(out);
    return NULL;
}

static uint64_t version_of(const http_exchange *exchange) {
    const ds_http_options *options = &exchange->server->options;
    return options->version == NULL ? 0 : options->version(options->context);
}

void ds_http_keep(http_exchange *exchange) {
    if (!may_be_shared(&exchange->response)) return;
    exchange->kept = make_kept(exchange);
    if (exchange->kept == NULL)
        ds_http_answer_error(exchange, 500);
    else if (version_of(exchange) == exchange->version)
        ds_http_kept_put(&exchange->server->store, &exchange->key, exchange->version,
                         exchange->kept);
}

bool ds_http_find_kept(http_exchange *exchange) {
    const ds_http_request *request = &exchange->request;
    if (!request->route->is_public_page || request->has_session) return false;
    exchange->is_shared = true;
    exchange->key = (http_key){request->target, request->lang,
                               ds_http_takes_gzip(ds_http_header_of(request, "Accept-Encoding")),
                               ds_http_prefers_csv(request)};
    exchange->version = version_of(exchange);
    exchange->kept = ds_http_kept_find(&exchange->server->store, &exchange->key, exchange->version);
    return exchange->kept != NULL;
}

/* ---- sending ---- */

static bool is_had(const http_exchange *exchange, const char *tag) {
    const ds_text named = ds_http_header_of(&exchange->request, "If-None-Match");
    return named.data != NULL && ds_http_tag_is_named(named, tag);
}

/* A 304 is the same answer without its bytes: libmicrohttpd leaves these out, and tells the length
 * that they would have (RFC 9110, 8.6). */
static void say_unchanged(http_exchange *exchange) {
    exchange->response.status = 304;
    exchange->sent = 0;
    ds_metrics_add(exchange->server->options.metrics, DS_METRIC_UNCHANGED, 1);
}

static enum MHD_Result send_kept(http_exchange *exchange) {
    const http_kept *kept = exchange->kept;
    exchange->response.status = 200;
    exchange->sent = kept->size;
    if (is_had(exchange, kept->tag)) say_unchanged(exchange);
    return MHD_queue_response(exchange->mhd, exchange->response.status, kept->response);
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

/* A file of a public page is not kept, but has a tag where its page gave one. False: it has none.
 */
static bool tag_file(const http_exchange *exchange, char tag[DS_HTTP_TAG_SIZE]) {
    const ds_http_response *response = &exchange->response;
    return exchange->is_shared && response->status == 200 && response->file >= 0 &&
           response->etag[0] != '\0' && !has_cookie_to_give(response) &&
           ds_http_tag_make(response->etag, (ds_text){NULL, 0}, exchange->key.lang, false, tag);
}

static enum MHD_Result send_own(http_exchange *exchange) {
    char tag[DS_HTTP_TAG_SIZE];
    const bool is_tagged = tag_file(exchange, tag);
    struct MHD_Response *out = make_response(exchange);
    enum MHD_Result result = MHD_NO;
    if (out == NULL) return MHD_NO;
    if (is_tagged && is_had(exchange, tag)) say_unchanged(exchange);
    /* A proxy is not to send its next request by a connection that is about to end. */
    if (atomic_load(&exchange->server->is_stopping)) exchange->response.is_closing = true;
    if (add_headers(exchange, is_tagged ? tag : NULL, out))
        result = MHD_queue_response(exchange->mhd, exchange->response.status, out);
    MHD_destroy_response(out);
    return result;
}

enum MHD_Result ds_http_answer_send(http_exchange *exchange) {
    const ds_http_limits *limits = &exchange->server->options.limits;
    const enum MHD_Result result =
        exchange->kept != NULL ? send_kept(exchange) : send_own(exchange);
    if (result == MHD_YES)
        ds_http_connection_give(exchange->connection, limits->send_ms, exchange->sent,
                                limits->bytes_a_second);
    return result;
}
