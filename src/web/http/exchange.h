/* web/http/exchange.h: a request on its way: between the threads that read, the workers and the
 * answer. Private to this room. */
#ifndef DS_WEB_HTTP_EXCHANGE_H
#define DS_WEB_HTTP_EXCHANGE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "web/http/body.h"
#include "web/http/clock.h"
#include "web/http/kept.h"
#include "web/http/rate.h"
#include "web/http/server.h"

/* A connection, with the moment by which its client has to have come further. */
typedef struct http_connection {
    struct http_connection *previous, *next;
    int fd;
    uint64_t address;         /* of one client, as ds_http_client_number says */
    bool is_refused;          /* its client has too many */
    _Atomic int64_t deadline; /* milliseconds of a clock that only goes on */
    atomic_bool is_idle;      /* between two requests: nobody waits, and ending it harms nobody */
    bool is_cut;
} http_connection;

typedef struct http_connections {
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    pthread_t watcher;
    http_connection *first;
    size_t most_an_address; /* 0: no limit */
    uint64_t proxy;         /* the address that has none; 0: there is none */
    ds_metrics *metrics;
    bool is_ending, is_watched;
} http_connections;

typedef struct http_exchange {
    ds_http_server *server;
    http_connection *connection;
    struct MHD_Connection *mhd;
    ds_http_request request;
    ds_http_response response;
    http_body body;
    size_t body_max;
    int64_t started; /* nanoseconds */
    uint64_t sent;   /* bytes of the answer */
    bool is_shared;  /* of a public page, for who comes without a session: found under key */
    http_key key;
    uint64_t version; /* when it was looked for */
    http_kept *kept;  /* the answer, in the place of response; NULL */
    bool is_begun, is_handed, is_answered, is_counted;
    struct http_exchange *next; /* in the queue */
} http_exchange;

typedef struct http_queue {
    http_exchange *first, *last;
    size_t n;
} http_queue;

typedef struct http_workers {
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    pthread_t *threads;
    size_t n_threads;
    http_queue own, shared; /* shared: public pages, which wait for nothing but a processor */
    size_t n_shared_busy, most_shared;
    bool was_shared; /* what was taken last */
    ds_metrics *metrics;
    bool is_ending;
} http_workers;

struct ds_http_server {
    ds_http_options options;
    char address[96], proxy[64];
    int listener;
    struct MHD_Daemon *daemon;
    http_connections connections;
    http_workers workers;
    ds_rate rate;
    http_store store;
    atomic_bool is_stopping;
    atomic_size_t n_under_way; /* exchanges that were begun and not yet sent */
};

/* connections.c */
ds_status ds_http_connections_start(http_connections *connections, ds_error *err) DS_NODISCARD;
void ds_http_connections_stop(http_connections *connections);
/* One that its client has too many of is cut off at once. NULL: no memory. */
http_connection *ds_http_connection_add(http_connections *connections, int fd, uint64_t address);
/* What counts as one client, as in rate.h: an IPv4 address, the first 64 bits of an IPv6 address;
 * 0 for neither. */
uint64_t ds_http_client_number(const struct sockaddr *address);
/* The same of an address as text. */
uint64_t ds_http_client_number_of(const char *text);
void ds_http_connection_remove(http_connections *connections, http_connection *connection);
/* From now on the client has so many milliseconds, and what bytes take; ms INT64_MAX: no end. */
void ds_http_connection_give(http_connection *connection, int64_t ms, uint64_t bytes,
                             uint64_t bytes_a_second);

/* workers.c */
ds_status ds_http_workers_start(ds_http_server *server, size_t n, ds_error *err) DS_NODISCARD;
/* False when too many of its kind wait. */
bool ds_http_workers_hand(http_workers *workers, http_exchange *exchange, size_t most);
/* Ends when all that was handed is answered; what is handed from then on is refused. */
void ds_http_workers_stop(http_workers *workers);
void ds_http_workers_done(http_workers *workers);

/* begin.c: what is looked at before a body is read. The status of the error, or 0. */
unsigned ds_http_begin(http_exchange *exchange, const char *version);

/* answer.c */
/* Makes the answer: body, gate, handler, error page. */
void ds_http_answer(http_exchange *exchange);
/* The page of a status as the answer. */
void ds_http_answer_error(http_exchange *exchange, unsigned status);

/* send.c */
/* Whether somebody else's answer is this one's, too; kept is it then. */
bool ds_http_find_kept(http_exchange *exchange);
/* What was made is what others may get. */
void ds_http_keep(http_exchange *exchange);
/* Gives the answer to libmicrohttpd. */
enum MHD_Result ds_http_answer_send(http_exchange *exchange);

/* log.c */
void ds_http_log_request(const http_exchange *exchange);
/* What went wrong while an answer was made, under the request's number; says nothing of a client.
 */
void ds_http_log_fault(const http_exchange *exchange, const ds_error *err);
/* begin, stopt, einde: with how many requests are under way. */
void ds_http_log_event(const ds_http_server *server, const char *what);

/* reader.c: what libmicrohttpd calls. */
struct MHD_Daemon *ds_http_reader_start(ds_http_server *server, size_t n_readers);

#endif
