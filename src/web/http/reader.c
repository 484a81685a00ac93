/* web/http/reader.c: what libmicrohttpd calls while a request comes in and its answer goes out. It
 * calls handle_access once when the headers are there, then for pieces of the body, then once more;
 * a connection that slept until its answer was made gets that last call again. See exchange.h. */
#include <sodium.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "web/http/exchange.h"

enum { SILENCE_SECONDS = 60, INCREMENT = 1024 };

/* ---- connections ---- */

static void note_connection(void *context, struct MHD_Connection *mhd, void **socket_context,
                            enum MHD_ConnectionNotificationCode code) {
    ds_http_server *server = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        const union MHD_ConnectionInfo *client =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        http_connection *connection =
            info == NULL ? NULL
                         : ds_http_connection_add(
                               &server->connections, info->connect_fd,
                               ds_http_client_number(client == NULL ? NULL : client->client_addr));
        if (connection != NULL) {
            ds_http_connection_give(connection, server->options.limits.header_ms, 0, 0);
            ds_metrics_add(server->options.metrics, DS_METRIC_OPENED, 1);
            ds_metrics_add(server->options.metrics, DS_METRIC_CONNECTIONS, 1);
        }
        *socket_context = connection;
    } else if (*socket_context != NULL) {
        ds_http_connection_remove(&server->connections, *socket_context);
        *socket_context = NULL;
        ds_metrics_add(server->options.metrics, DS_METRIC_CONNECTIONS, -1);
    }
}

/* ---- a request ---- */

/* The first line is there: what it asks for, as it came. Nobody to remember it (no memory): NULL,
 * and the connection is closed at the next call. */
static void *begin_exchange(void *context, const char *target, struct MHD_Connection *mhd) {
    ds_http_server *server = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    unsigned char random[8];
    http_exchange *exchange;
    const char *copy;
    if (info == NULL || info->socket_context == NULL) return NULL;
    if (((const http_connection *)info->socket_context)->is_refused) return NULL;
    exchange = ds_calloc(1, sizeof *exchange);
    if (exchange == NULL) return NULL;
    exchange->server = server;
    exchange->connection = info->socket_context;
    exchange->mhd = mhd;
    exchange->started = ds_http_now_ns();
    ds_http_body_init(&exchange->body);
    ds_http_response_init(&exchange->response);
    copy = ds_arena_copy(&exchange->request.arena, ds_text_of(target));
    exchange->request.target = (ds_text){copy, copy == NULL ? 0 : strlen(target)};
    randombytes_buf(random, sizeof random);
    (void)sodium_bin2hex(exchange->request.id, sizeof exchange->request.id, random, sizeof random);
    atomic_store(&exchange->connection->is_idle, false);
    ds_http_connection_give(exchange->connection, server->options.limits.header_ms, 0, 0);
    return exchange;
}

static void end_exchange(void *context, struct MHD_Connection *mhd, void **exchange_context,
                         enum MHD_RequestTerminationCode code) {
    ds_http_server *server = context;
    http_exchange *exchange = *exchange_context;
    (void)mhd;
    (void)code;
    if (exchange == NULL) return;
    *exchange_context = NULL;
    if (exchange->is_counted) {
        ds_http_log_request(exchange);
        ds_metrics_request(server->options.metrics, exchange->request.route,
                           exchange->request.method, exchange->response.status,
                           ds_http_now_ns() - exchange->started, exchange->sent);
        atomic_fetch_sub(&server->n_under_way, 1);
    }
    atomic_store(&exchange->connection->is_idle, true);
    ds_http_connection_give(exchange->connection, server->options.limits.idle_ms, 0, 0);
    ds_http_kept_give(&server->store, exchange->kept);
    ds_http_request_done(&exchange->request);
    ds_http_response_done(&exchange->response);
    ds_http_body_done(&exchange->body);
    ds_free(exchange);
}

static void count_refusal(ds_metrics *metrics, unsigned status) {
    if (status == 429)
        ds_metrics_add(metrics, DS_METRIC_REFUSED_RATE, 1);
    else if (status == 413 || status == 431)
        ds_metrics_add(metrics, DS_METRIC_REFUSED_LARGE, 1);
    else if (status == 400 || status == 411 || status == 505)
        ds_metrics_add(metrics, DS_METRIC_REFUSED_UNREADABLE, 1);
}

static enum MHD_Result refuse_request(http_exchange *exchange, unsigned status) {
    count_refusal(exchange->server->options.metrics, status);
    ds_http_answer_error(exchange, status);
    exchange->response.is_closing = true;
    exchange->is_answered = true;
    return ds_http_answer_send(exchange);
}

static ds_http_method method_of(const char *method) {
    if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0) return DS_HTTP_GET;
    if (strcmp(method, "OPTIONS") == 0) return DS_HTTP_OPTIONS;
    return strcmp(method, "POST") == 0 ? DS_HTTP_POST : DS_HTTP_OTHER;
}

static enum MHD_Result begin_request(http_exchange *exchange, const char *method,
                                     const char *version) {
    unsigned status;
    exchange->is_begun = true;
    exchange->is_counted = true;
    atomic_fetch_add(&exchange->server->n_under_way, 1);
    exchange->request.method = method_of(method);
    status = ds_http_begin(exchange, version);
    return status == 0 ? MHD_YES : refuse_request(exchange, status);
}

/* All of it is there. */
static enum MHD_Result hand_request(http_exchange *exchange) {
    ds_http_server *server = exchange->server;
    exchange->is_handed = true;
    ds_http_connection_give(exchange->connection, INT64_MAX, 0, 0);
    if (ds_http_find_kept(exchange) || exchange->request.route->is_quick) {
        if (exchange->kept == NULL) ds_http_answer(exchange);
        exchange->is_answered = true;
        return ds_http_answer_send(exchange);
    }
    MHD_suspend_connection(exchange->mhd);
    if (!ds_http_workers_hand(&server->workers, exchange, server->options.limits.waiting)) {
        ds_metrics_add(server->options.metrics, DS_METRIC_REFUSED_FULL, 1);
        ds_http_answer_error(exchange, 503);
        exchange->is_answered = true;
        MHD_resume_connection(exchange->mhd);
    }
    return MHD_YES;
}

static enum MHD_Result handle_access(void *context, struct MHD_Connection *mhd, const char *url,
                                     const char *method, const char *version, const char *data,
                                     size_t *size, void **exchange_context) {
    http_exchange *exchange = *exchange_context;
    (void)context;
    (void)mhd;
    (void)url;
    if (exchange == NULL) return MHD_NO;
    if (!exchange->is_begun) return begin_request(exchange, method, version);
    if (exchange->is_answered) return ds_http_answer_send(exchange);
    if (*size > 0) {
        if (exchange->body.size + *size > exchange->body_max) return MHD_NO;
        ds_http_body_add(&exchange->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    return exchange->is_handed ? MHD_YES : hand_request(exchange);
}

/* Targets are decoded by ds_http_target_read, which says what it refuses. */
static size_t keep_escapes(void *context, struct MHD_Connection *mhd, char *text) {
    (void)context;
    (void)mhd;
    return strlen(text);
}

/* Whether a new connection is taken: not by a server that stops. (MHD_quiesce_daemon says the same,
 * but 0.9.75 takes the listener from under its own threads' epoll then, and may end the program.)
 */
static enum MHD_Result may_connect(void *context, const struct sockaddr *address,
                                   socklen_t address_size) {
    const ds_http_server *server = context;
    (void)address;
    (void)address_size;
    return atomic_load(&server->is_stopping) ? MHD_NO : MHD_YES;
}

struct MHD_Daemon *ds_http_reader_start(ds_http_server *server, size_t n_readers) {
    const ds_http_limits *limits = &server->options.limits;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, server->listener, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)limits->connections, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, DS_HTTP_CONNECTION_MEMORY, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_INCREMENT, INCREMENT, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, SILENCE_SECONDS, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)note_connection, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)end_exchange, server},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)begin_exchange, server},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_escapes, server},
        {n_readers > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)n_readers, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0,
                            may_connect, server, handle_access, server, MHD_OPTION_ARRAY, options,
                            MHD_OPTION_END);
}
