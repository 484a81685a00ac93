/* web/http/begin.c: what of a request is looked at as soon as its headers are there, before a byte
 * of its body is read: that it is one request and no two, that it asks for something that is there,
 * and that what will come is not too much. See exchange.h.
 *
 * A request with a Transfer-Encoding, two lengths or a name that is no name is refused and its
 * connection closed: there is then nothing on which a proxy before us and we could differ. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/number.h"
#include "base/text.h"
#include "web/http/exchange.h"

/* RFC 9110, token. */
static bool is_token(ds_text text) {
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if (c <= 0x20 || c >= 0x7F || strchr("\"(),/:;<=>?@[\\]{}", c) != NULL) return false;
    }
    return text.size > 0;
}

static bool is_line(ds_text text) {
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F) return false;
    }
    return true;
}

typedef struct header_take {
    http_exchange *exchange;
    bool is_bad;
} header_take;

static enum MHD_Result take_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value) {
    header_take *take = context;
    ds_http_request *request = &take->exchange->request;
    ds_http_pair pair = {ds_text_of(name), ds_text_of(value == NULL ? "" : value)};
    (void)kind;
    if (!is_token(pair.name) || !is_line(pair.value)) take->is_bad = true;
    pair.name.data = ds_arena_copy(&request->arena, pair.name);
    pair.value.data = ds_arena_copy(&request->arena, pair.value);
    if (take->is_bad || pair.name.data == NULL || pair.value.data == NULL ||
        ds_http_pairs_add(&request->headers, DS_HTTP_HEADERS_MAX, pair, NULL) != DS_OK)
        take->is_bad = true;
    return take->is_bad ? MHD_NO : MHD_YES;
}

static size_t count_headers(const ds_http_request *request, const char *name) {
    size_t n = 0;
    for (size_t i = 0; i < request->headers.n; i++)
        n += ds_text_equal_nocase(request->headers.pairs[i].name, ds_text_of(name));
    return n;
}

/* ---- who asks ---- */

/* An address as it is written in one way only; false for what is none. */
static bool normalise_address(ds_text text, char out[64]) {
    unsigned char bytes[16];
    char copy[64];
    text = ds_text_trim(text);
    if (text.size == 0 || text.size >= sizeof copy) return false;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    if (strncmp(copy, "::ffff:", 7) == 0 && inet_pton(AF_INET, copy + 7, bytes) == 1)
        return inet_ntop(AF_INET, bytes, out, 64) != NULL;
    if (inet_pton(AF_INET, copy, bytes) == 1) return inet_ntop(AF_INET, bytes, out, 64) != NULL;
    return inet_pton(AF_INET6, copy, bytes) == 1 && inet_ntop(AF_INET6, bytes, out, 64) != NULL;
}

static void read_peer(http_exchange *exchange) {
    ds_http_request *request = &exchange->request;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info == NULL ? NULL : info->client_addr;
    char text[64] = "";
    const socklen_t size = address != NULL && address->sa_family == AF_INET6
                               ? sizeof(struct sockaddr_in6)
                               : sizeof(struct sockaddr_in);
    if (address == NULL ||
        getnameinfo(address, size, text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0 ||
        !normalise_address(ds_text_of(text), request->peer))
        (void)snprintf(request->peer, sizeof request->peer, "?");
}

/* The proxy adds its client at the end of X-Forwarded-For; what stands before it anybody may have
 * written. */
static void read_client(http_exchange *exchange) {
    ds_http_request *request = &exchange->request;
    ds_text forwarded = ds_http_header_of(request, "X-Forwarded-For");
    read_peer(exchange);
    request->by_proxy =
        exchange->server->proxy[0] != '\0' && strcmp(request->peer, exchange->server->proxy) == 0;
    (void)snprintf(request->client, sizeof request->client, "%s", request->peer);
    if (!request->by_proxy || forwarded.data == NULL) return;
    for (size_t i = forwarded.size; i > 0; i--)
        if (forwarded.data[i - 1] == ',') {
            forwarded = (ds_text){forwarded.data + i, forwarded.size - i};
            break;
        }
    if (!normalise_address(forwarded, request->client))
        (void)snprintf(request->client, sizeof request->client, "?");
}

/* ---- what is asked ---- */

/* One request, on whose length all agree. */
static unsigned check_framing(http_exchange *exchange, const char *version) {
    const ds_http_request *request = &exchange->request;
    const size_t n_lengths = count_headers(request, "Content-Length");
    const ds_text length = ds_http_header_of(request, "Content-Length");
    if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0) return 505;
    if (count_headers(request, "Transfer-Encoding") > 0) return n_lengths > 0 ? 400 : 411;
    if (n_lengths > 1 || count_headers(request, "Host") > 1 ||
        (strcmp(version, "HTTP/1.1") == 0 && count_headers(request, "Host") != 1))
        return 400;
    for (size_t i = 0; i < length.size; i++)
        if (length.data[i] < '0' || length.data[i] > '9') return 400;
    return 0;
}

static unsigned check_length(http_exchange *exchange) {
    const ds_http_request *request = &exchange->request;
    const ds_text length = ds_http_header_of(request, "Content-Length");
    int64_t size = 0;
    if (length.data == NULL) return request->method == DS_HTTP_POST ? 411 : 0;
    if (!ds_number_parse_integer(length, &size) || size < 0) return 413;
    if (request->method != DS_HTTP_POST) return size > 0 ? 400 : 0;
    exchange->body_max =
        request->route->body_max > 0 ? request->route->body_max : (size_t)DS_HTTP_BODY_MAX;
    if ((uint64_t)size > exchange->body_max) return 413;
    ds_http_body_expect(&exchange->body, (size_t)size);
    ds_http_connection_give(exchange->connection, exchange->server->options.limits.body_ms,
                            (uint64_t)size, exchange->server->options.limits.bytes_a_second);
    return 0;
}

static bool may_ask_now(http_exchange *exchange) {
    char client[64];
    ds_rate_client(exchange->request.client, client);
    return ds_rate_take(&exchange->server->rate, client, ds_http_now_ms());
}

unsigned ds_http_begin(http_exchange *exchange, const char *version) {
    ds_http_request *request = &exchange->request;
    header_take take = {exchange, false};
    bool other_method = false;
    unsigned status;
    ds_status read;
    (void)MHD_get_connection_values(exchange->mhd, MHD_HEADER_KIND, take_header, &take);
    if (request->arena.failed) return 500;
    read_client(exchange);
    if (take.is_bad) return request->headers.n >= DS_HTTP_HEADERS_MAX ? 431 : 400;
    status = check_framing(exchange, version);
    if (status != 0) return status;
    if (!may_ask_now(exchange)) return 429;
    read = ds_http_request_read(request, NULL);
    if (read != DS_OK) return read == DS_FAULT ? 500 : 400;
    request->has_session =
        exchange->server->options.session_cookie != NULL &&
        ds_http_request_has_cookie(request, exchange->server->options.session_cookie);
    request->route = ds_http_routes_find(exchange->server->options.routes, request, &other_method);
    if (request->arena.failed) return 500;
    if (request->method == DS_HTTP_OTHER) return 405;
    if (request->route == NULL) return other_method ? 405 : 404;
    return check_length(exchange);
}
