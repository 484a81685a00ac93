/* web/http/server.c: beginning and ending: the socket, the crew, and waiting for what is under way.
 * See server.h. */
#include "web/http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "web/http/exchange.h"

enum { WORKERS = 16, READERS = 2, BACKLOG = 1024, POLL_MS = 5 };

/* ---- the socket ---- */

/* "host:port", with [] around a host that has colons. */
static bool cut_address(const char *listen, char *host, size_t size, const char **out_port) {
    const char *colon = strrchr(listen, ':');
    size_t length = colon == NULL ? 0 : (size_t)(colon - listen);
    if (length > 1 && listen[0] == '[' && listen[length - 1] == ']') {
        listen++;
        length -= 2;
    }
    if (colon == NULL || length == 0 || length >= size) return false;
    memcpy(host, listen, length);
    host[length] = '\0';
    *out_port = colon + 1;
    return true;
}

static ds_status find_address(const char *listen, struct addrinfo **out, ds_error *err) {
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                   .ai_socktype = SOCK_STREAM};
    char host[64];
    const char *port = "";
    if (!cut_address(listen, host, sizeof host, &port) || getaddrinfo(host, port, &hints, out) != 0)
        return ds_error_set(err, DS_USAGE,
                            "'%s' is geen adres om op te luisteren; verwacht adres:poort, zoals "
                            "127.0.0.1:8080",
                            "'%s' is no address to listen on; expected address:port, such as "
                            "127.0.0.1:8080",
                            listen);
    return DS_OK;
}

static ds_status listen_on(ds_http_server *server, const struct addrinfo *address, ds_error *err) {
    const int on = 1;
    server->listener = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (server->listener < 0 ||
        setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(server->listener, address->ai_addr, address->ai_addrlen) != 0 ||
        listen(server->listener, BACKLOG) != 0)
        return errno == EADDRINUSE
                   ? ds_error_at(err, DS_INPUT, server->options.listen, 0, 0,
                                 "hier luistert al een ander programma",
                                 "another program listens here already")
                   : ds_error_system(err, server->options.listen, errno, "gebruiken", "use");
    return DS_OK;
}

/* With port 0 the kernel chose one. */
static ds_status note_address(ds_http_server *server, ds_error *err) {
    struct sockaddr_storage at = {0};
    socklen_t size = sizeof at;
    char host[64], port[16];
    if (getsockname(server->listener, (struct sockaddr *)&at, &size) != 0 ||
        getnameinfo((struct sockaddr *)&at, size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return ds_error_system(err, server->options.listen, errno, "gebruiken", "use");
    (void)snprintf(server->address, sizeof server->address,
                   at.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
    return DS_OK;
}

static ds_status open_listener(ds_http_server *server, ds_error *err) {
    struct addrinfo *address = NULL;
    ds_status status = find_address(server->options.listen, &address, err);
    if (status != DS_OK) return status;
    status = listen_on(server, address, err);
    freeaddrinfo(address);
    return status == DS_OK ? note_address(server, err) : status;
}

/* ---- beginning and ending ---- */

static ds_status start_crew(ds_http_server *server, ds_error *err) {
    const ds_http_options *options = &server->options;
    ds_status status;
    server->connections.metrics = server->workers.metrics = options->metrics;
    status = ds_rate_init(&server->rate, options->limits.requests_a_second,
                          options->limits.requests_at_once, err);
    if (status == DS_OK)
        status =
            ds_http_store_init(&server->store, options->limits.kept_bytes, options->metrics, err);
    server->connections.most_an_address = options->limits.connections_an_address;
    server->connections.proxy = ds_http_client_number_of(server->proxy);
    if (status == DS_OK) status = ds_http_connections_start(&server->connections, err);
    if (status == DS_OK)
        status = ds_http_workers_start(
            server, options->n_workers > 0 ? options->n_workers : (size_t)WORKERS, err);
    if (status != DS_OK) return status;
    server->daemon =
        ds_http_reader_start(server, options->n_readers > 0 ? options->n_readers : (size_t)READERS);
    return server->daemon != NULL ? DS_OK
                                  : ds_error_set(err, DS_FAULT, "de server kon niet beginnen",
                                                 "the server could not start");
}

ds_status ds_http_server_start(const ds_http_options *options, ds_http_server **out,
                               ds_error *err) {
    ds_http_server *server = ds_calloc(1, sizeof *server);
    ds_status status;
    if (server == NULL) return ds_error_memory(err);
    server->options = *options;
    server->listener = -1;
    if (options->trusted_proxy != NULL)
        (void)snprintf(server->proxy, sizeof server->proxy, "%s", options->trusted_proxy);
    status = open_listener(server, err);
    if (status == DS_OK) status = start_crew(server, err);
    if (status != DS_OK) {
        ds_http_server_stop(server);
        return status;
    }
    ds_http_log_event(server, "begin");
    *out = server;
    return DS_OK;
}

const char *ds_http_server_address(const ds_http_server *server) {
    return server->address;
}

static void await_answers(ds_http_server *server) {
    const struct timespec pause = {0, (long)POLL_MS * 1000000};
    const int64_t end = ds_http_now_ms() + server->options.limits.stop_ms;
    while (atomic_load(&server->n_under_way) > 0 && ds_http_now_ms() < end)
        (void)nanosleep(&pause, NULL);
}

void ds_http_server_stop(ds_http_server *server) {
    if (server == NULL) return;
    atomic_store(&server->is_stopping, true);
    if (server->daemon != NULL) {
        ds_http_log_event(server, "stopt");
        await_answers(server); /* reader.c takes no new connection any more */
    }
    if (server->workers.threads != NULL) ds_http_workers_stop(&server->workers);
    if (server->daemon != NULL) {
        MHD_stop_daemon(server->daemon);
        server->listener = -1; /* closed by that */
        ds_http_log_event(server, "einde");
    }
    if (server->workers.threads != NULL) ds_http_workers_done(&server->workers);
    if (server->connections.is_watched) ds_http_connections_stop(&server->connections);
    ds_http_store_done(&server->store);
    ds_rate_done(&server->rate);
    if (server->listener >= 0) (void)close(server->listener);
    ds_free(server);
}
