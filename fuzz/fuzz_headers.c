/* fuzz/fuzz_headers.c: any lines as a whole request: the target, then headers ("Name: value"), then
 * an empty line and a body; through all that a request goes through but the socket: what is looked
 * at before a body is read, what is kept, the gate, the handler, the page of an error, the headers
 * of the answer. libmicrohttpd's part is played by this file (the linker wraps its calls): it hands
 * over headers as they are, and takes the answer.
 *
 * Whatever the request is, there is one answer, with a status that fits, headers that are one line
 * of text each and say nothing twice that must be said once, and a 304 only where the request named
 * a tag. */
#include "fuzz_site.h"
#include "web/http/exchange.h"

enum { HEADERS_MAX = 100, HEADER_VALUE_MAX = 4096 };

typedef struct asked {
    char names[HEADERS_MAX][64], values[HEADERS_MAX][HEADER_VALUE_MAX];
    size_t n;
    unsigned status; /* of the answer; 0: none came */
    size_t n_policies, n_types, n_tags, n_caching;
} asked;

static asked the_asked;

/* ---- in the place of libmicrohttpd ---- */

int __wrap_MHD_get_connection_values(struct MHD_Connection *mhd, enum MHD_ValueKind kind,
                                     MHD_KeyValueIterator take, void *context);
const union MHD_ConnectionInfo *
__wrap_MHD_get_connection_info(struct MHD_Connection *mhd, enum MHD_ConnectionInfoType type, ...);
enum MHD_Result __wrap_MHD_queue_response(struct MHD_Connection *mhd, unsigned status,
                                          struct MHD_Response *response);

int __wrap_MHD_get_connection_values(struct MHD_Connection *mhd, enum MHD_ValueKind kind,
                                     MHD_KeyValueIterator take, void *context) {
    (void)mhd;
    for (size_t i = 0; i < the_asked.n; i++)
        if (take(context, kind, the_asked.names[i], the_asked.values[i]) != MHD_YES) break;
    return (int)the_asked.n;
}

const union MHD_ConnectionInfo *
__wrap_MHD_get_connection_info(struct MHD_Connection *mhd, enum MHD_ConnectionInfoType type, ...) {
    (void)mhd;
    (void)type;
    return NULL;
}

static bool is_named(const char *name, const char *wanted) {
    return ds_text_equal_nocase(ds_text_of(name), ds_text_of(wanted));
}

static enum MHD_Result see_header(void *context, enum MHD_ValueKind kind, const char *name,
                                  const char *value) {
    (void)context;
    (void)kind;
    MUST(strpbrk(name, " \r\n:") == NULL && strpbrk(value, "\r\n") == NULL);
    the_asked.n_policies += is_named(name, "Content-Security-Policy");
    the_asked.n_types += is_named(name, "Content-Type");
    the_asked.n_tags += is_named(name, "ETag");
    the_asked.n_caching += is_named(name, "Cache-Control");
    return MHD_YES;
}

enum MHD_Result __wrap_MHD_queue_response(struct MHD_Connection *mhd, unsigned status,
                                          struct MHD_Response *response) {
    (void)mhd;
    MUST(the_asked.status == 0);
    the_asked.status = status;
    (void)MHD_get_response_headers(response, see_header, NULL);
    return MHD_YES;
}

/* ---- a request ---- */

static ds_http_server the_server;

static void open_server(void) {
    open_fuzz_site();
    the_server.options = (ds_http_options){.trusted_proxy = NULL,
                                           .secure = true,
                                           .session_cookie = "__Host-sessie",
                                           .routes = &the_site.routes,
                                           .context = &the_site.site,
                                           .enter = ds_web_enter,
                                           .leave = ds_web_leave,
                                           .error_page = ds_web_error_page,
                                           .limits = DS_HTTP_LIMITS_INIT};
    the_server.options.limits.requests_a_second = 0;
    the_site.site.secure = true;
    MUST(ds_rate_init(&the_server.rate, 0, 300, NULL) == DS_OK);
    MUST(ds_http_store_init(&the_server.store, 1 << 20, NULL, NULL) == DS_OK);
}

/* "Name: value", as libmicrohttpd hands it over: without the blanks around the value. */
static void take_header_line(ds_text line) {
    const char *colon = memchr(line.data, ':', line.size);
    const size_t size = colon == NULL ? line.size : (size_t)(colon - line.data);
    ds_text value = {line.data + size + (colon != NULL), line.size - size - (colon != NULL)};
    value = ds_text_trim(value);
    if (the_asked.n == HEADERS_MAX || size >= 64 || value.size >= HEADER_VALUE_MAX) return;
    memcpy(the_asked.names[the_asked.n], line.data, size);
    the_asked.names[the_asked.n][size] = '\0';
    memcpy(the_asked.values[the_asked.n], value.data, value.size);
    the_asked.values[the_asked.n][value.size] = '\0';
    the_asked.n++;
}

static void answer_request(http_exchange *exchange, const char *version, ds_text body) {
    unsigned status = ds_http_begin(exchange, version);
    if (status == 0 && body.size > exchange->body_max) body.size = exchange->body_max;
    if (status != 0) {
        ds_http_answer_error(exchange, status);
        exchange->response.is_closing = true;
    } else {
        if (body.size > 0) ds_http_body_add(&exchange->body, body.data, body.size);
        if (!ds_http_find_kept(exchange)) ds_http_answer(exchange);
    }
    MUST(ds_http_answer_send(exchange) == MHD_YES);
}

static void check_answer(const http_exchange *exchange) {
    const unsigned status = the_asked.status;
    const ds_text none_match = ds_http_header_of(&exchange->request, "If-None-Match");
    MUST(status == 200 || status == 204 || status == 303 || status == 304 || status == 422 ||
         (status >= 400 && status < 500) || status == 503 || status == 505);
    MUST(status != 304 || (none_match.data != NULL && the_asked.n_tags == 1));
    MUST(the_asked.n_policies == 1 && the_asked.n_types == 1 && the_asked.n_caching == 1);
    MUST(the_asked.n_tags <= 1);
}

static void ask_server(ds_http_method method, ds_text target, ds_text body) {
    http_connection connection = {.fd = -1};
    http_exchange exchange = {.server = &the_server, .connection = &connection};
    const char *copy = ds_arena_copy(&exchange.request.arena, target);
    ds_http_body_init(&exchange.body);
    ds_http_response_init(&exchange.response);
    exchange.request.method = method;
    exchange.request.target = (ds_text){copy, copy == NULL ? 0 : strlen(copy)};
    (void)snprintf(exchange.request.id, sizeof exchange.request.id, "0123456789abcdef");
    if (copy != NULL) {
        answer_request(&exchange, "HTTP/1.1", body);
        check_answer(&exchange);
    }
    ds_http_kept_give(&the_server.store, exchange.kept);
    ds_http_request_done(&exchange.request);
    ds_http_response_done(&exchange.response);
    ds_http_body_done(&exchange.body);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    static char text[FUZZ_TEXT_SIZE];
    static const ds_http_method methods[] = {DS_HTTP_GET, DS_HTTP_GET, DS_HTTP_POST,
                                             DS_HTTP_OPTIONS};
    ds_text rest, target;
    if (the_server.options.routes == NULL) open_server();
    if (size == 0) return 0;
    rest = (ds_text){text, expand_input(data + 1, size - 1, text)};
    target = take_input_line(&rest);
    the_asked.n = the_asked.status = 0;
    the_asked.n_policies = the_asked.n_types = the_asked.n_tags = the_asked.n_caching = 0;
    if (data[0] & 8) take_header_line(ds_text_of("Host: monitor.example"));
    while (rest.size > 0) {
        const ds_text line = take_input_line(&rest);
        if (line.size == 0) break;
        take_header_line(line);
    }
    ask_server(data[0] & 4 ? DS_HTTP_OTHER : methods[data[0] & 3], target, rest);
    return 0;
}
