/* web/http/connections.c: the clients at the other end, each with its deadline. libmicrohttpd
 * counts silence only, so that a byte now and then keeps a connection for ever; the watcher here
 * counts from when a request began, and shuts down what is over time. See exchange.h. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>

#include "base/error.h"
#include "base/memory.h"
#include "web/http/exchange.h"

enum { LOOK_MS = 100 };

int64_t ds_http_now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t ds_http_now_ms(void) {
    return ds_http_now_ns() / 1000000;
}

void ds_http_connection_give(http_connection *connection, int64_t ms, uint64_t bytes,
                             uint64_t bytes_a_second) {
    int64_t deadline = INT64_MAX;
    if (ms != INT64_MAX) {
        deadline = ds_http_now_ms() + ms;
        if (bytes_a_second > 0) deadline += (int64_t)(bytes / bytes_a_second) * 1000;
    }
    atomic_store(&connection->deadline, deadline);
}

static uint64_t number_of_four(const struct in_addr *four) {
    return 0xFFFF00000000U | ntohl(four->s_addr);
}

/* An IPv4 address that is written as IPv6 is what it was. */
static uint64_t number_of_six(const struct in6_addr *six) {
    const size_t begin = IN6_IS_ADDR_V4MAPPED(six) ? 10 : 0, end = begin == 10 ? 16 : 8;
    uint64_t number = 0;
    for (size_t i = begin; i < end; i++)
        number = number << 8 | six->s6_addr[i];
    return number;
}

uint64_t ds_http_client_number(const struct sockaddr *address) {
    if (address != NULL && address->sa_family == AF_INET)
        return number_of_four(&((const struct sockaddr_in *)(const void *)address)->sin_addr);
    if (address != NULL && address->sa_family == AF_INET6)
        return number_of_six(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
    return 0;
}

uint64_t ds_http_client_number_of(const char *text) {
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, text, &four) == 1) return number_of_four(&four);
    return inet_pton(AF_INET6, text, &six) == 1 ? number_of_six(&six) : 0;
}

/* A walk along at most some thousand connections, once a connection and not once a request. */
static bool has_too_many(const http_connections *connections, uint64_t address) {
    size_t n = 0;
    if (connections->most_an_address == 0 || address == connections->proxy) return false;
    for (const http_connection *c = connections->first; c != NULL; c = c->next)
        n += c->address == address && !c->is_cut;
    return n >= connections->most_an_address;
}

http_connection *ds_http_connection_add(http_connections *connections, int fd, uint64_t address) {
    http_connection *connection = ds_calloc(1, sizeof *connection);
    if (connection == NULL) return NULL;
    connection->fd = fd;
    connection->address = address;
    atomic_init(&connection->deadline, INT64_MAX);
    (void)pthread_mutex_lock(&connections->mutex);
    connection->is_refused = connection->is_cut = has_too_many(connections, address);
    if (connection->is_refused) {
        ds_metrics_add(connections->metrics, DS_METRIC_REFUSED_ADDRESS, 1);
        (void)shutdown(fd, SHUT_RDWR);
    }
    connection->next = connections->first;
    if (connection->next != NULL) connection->next->previous = connection;
    connections->first = connection;
    (void)pthread_mutex_unlock(&connections->mutex);
    return connection;
}

/* Called before the descriptor is closed: the watcher never shuts down another's. */
void ds_http_connection_remove(http_connections *connections, http_connection *connection) {
    (void)pthread_mutex_lock(&connections->mutex);
    if (connection->next != NULL) connection->next->previous = connection->previous;
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        connections->first = connection->next;
    (void)pthread_mutex_unlock(&connections->mutex);
    ds_free(connection);
}

static void cut_slow_clients(http_connections *connections) {
    const int64_t now = ds_http_now_ms();
    for (http_connection *c = connections->first; c != NULL; c = c->next) {
        if (c->is_cut || now <= atomic_load(&c->deadline)) continue;
        c->is_cut = true;
        if (!atomic_load(&c->is_idle))
            ds_metrics_add(connections->metrics, DS_METRIC_REFUSED_SLOW, 1);
        (void)shutdown(c->fd, SHUT_RDWR);
    }
}

static void *watch_connections(void *context) {
    http_connections *connections = context;
    (void)pthread_mutex_lock(&connections->mutex);
    while (!connections->is_ending) {
        struct timespec until;
        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += (long)LOOK_MS * 1000000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        if (pthread_cond_timedwait(&connections->wake, &connections->mutex, &until) == ETIMEDOUT)
            cut_slow_clients(connections);
    }
    (void)pthread_mutex_unlock(&connections->mutex);
    return NULL;
}

ds_status ds_http_connections_start(http_connections *connections, ds_error *err) {
    pthread_condattr_t clock;
    (void)pthread_mutex_init(&connections->mutex, NULL);
    (void)pthread_condattr_init(&clock);
    (void)pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&connections->wake, &clock);
    (void)pthread_condattr_destroy(&clock);
    connections->is_watched =
        pthread_create(&connections->watcher, NULL, watch_connections, connections) == 0;
    return connections->is_watched ? DS_OK : ds_error_memory(err);
}

void ds_http_connections_stop(http_connections *connections) {
    if (connections->is_watched) {
        (void)pthread_mutex_lock(&connections->mutex);
        connections->is_ending = true;
        (void)pthread_cond_signal(&connections->wake);
        (void)pthread_mutex_unlock(&connections->mutex);
        (void)pthread_join(connections->watcher, NULL);
    }
    (void)pthread_cond_destroy(&connections->wake);
    (void)pthread_mutex_destroy(&connections->mutex);
}
