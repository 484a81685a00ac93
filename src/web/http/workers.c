/* web/http/workers.c: who makes the pages. A request whose page may wait for a disk is handed to a
 * worker; its connection sleeps until the answer is there. See exchange.h.
 *
 * Public pages wait for nothing but a processor, and anybody may ask many at once: no more of them
 * are made at a time than there are processors, and one. So they take the memory of so many pages,
 * and who is logged in finds a worker and a place in the queue however many others come. */
#include "base/error.h"
#include "base/memory.h"
#include "base/processors.h"
#include "web/http/exchange.h"

/* ---- the queues ---- */

static void append_exchange(http_queue *queue, http_exchange *exchange) {
    exchange->next = NULL;
    if (queue->last != NULL)
        queue->last->next = exchange;
    else
        queue->first = exchange;
    queue->last = exchange;
    queue->n++;
}

static http_exchange *take_first(http_queue *queue) {
    http_exchange *exchange = queue->first;
    queue->first = exchange->next;
    if (queue->first == NULL) queue->last = NULL;
    queue->n--;
    return exchange;
}

static bool may_take_shared(const http_workers *workers) {
    return workers->shared.n > 0 && workers->n_shared_busy < workers->most_shared;
}

/* Of both kinds in turn; NULL: there is none that may be made now. Who was woken for the one may
 * take the other, so that the next is woken for what is left. */
static http_exchange *take_next(http_workers *workers) {
    const bool may_share = may_take_shared(workers);
    http_exchange *exchange;
    if (!may_share && workers->own.n == 0) return NULL;
    workers->was_shared = may_share && (workers->own.n == 0 || !workers->was_shared);
    exchange = take_first(workers->was_shared ? &workers->shared : &workers->own);
    workers->n_shared_busy += exchange->is_shared;
    if (workers->own.n > 0 || may_take_shared(workers)) (void)pthread_cond_signal(&workers->wake);
    ds_metrics_add(workers->metrics, DS_METRIC_WAITING, -1);
    ds_metrics_add(workers->metrics, DS_METRIC_BUSY, 1);
    return exchange;
}

/* ---- the crew ---- */

static void *make_answers(void *context) {
    http_workers *workers = context;
    (void)pthread_mutex_lock(&workers->mutex);
    for (;;) {
        http_exchange *exchange = take_next(workers);
        bool is_shared;
        if (exchange == NULL) {
            if (workers->is_ending) break;
            (void)pthread_cond_wait(&workers->wake, &workers->mutex);
            continue;
        }
        is_shared = exchange->is_shared;
        (void)pthread_mutex_unlock(&workers->mutex);
        ds_http_answer(exchange);
        ds_metrics_add(workers->metrics, DS_METRIC_BUSY, -1);
        MHD_resume_connection(exchange->mhd); /* from here on it is the reader's again */
        (void)pthread_mutex_lock(&workers->mutex);
        workers->n_shared_busy -= is_shared;
    }
    (void)pthread_mutex_unlock(&workers->mutex);
    return NULL;
}

bool ds_http_workers_hand(http_workers *workers, http_exchange *exchange, size_t most) {
    http_queue *queue = exchange->is_shared ? &workers->shared : &workers->own;
    bool taken;
    (void)pthread_mutex_lock(&workers->mutex);
    taken = queue->n < most && !workers->is_ending;
    if (taken) {
        append_exchange(queue, exchange);
        ds_metrics_add(workers->metrics, DS_METRIC_WAITING, 1);
        (void)pthread_cond_signal(&workers->wake);
    }
    (void)pthread_mutex_unlock(&workers->mutex);
    return taken;
}

ds_status ds_http_workers_start(ds_http_server *server, size_t n, ds_error *err) {
    http_workers *workers = &server->workers;
    (void)pthread_mutex_init(&workers->mutex, NULL);
    (void)pthread_cond_init(&workers->wake, NULL);
    workers->most_shared = ds_processors() + 1;
    workers->threads = ds_calloc(n, sizeof *workers->threads);
    if (workers->threads == NULL) return ds_error_memory(err);
    for (; workers->n_threads < n; workers->n_threads++)
        if (pthread_create(&workers->threads[workers->n_threads], NULL, make_answers, workers) != 0)
            return ds_error_set(err, DS_FAULT, "een draad kon niet beginnen",
                                "a thread could not be started");
    return DS_OK;
}

void ds_http_workers_stop(http_workers *workers) {
    (void)pthread_mutex_lock(&workers->mutex);
    workers->is_ending = true;
    (void)pthread_cond_broadcast(&workers->wake);
    (void)pthread_mutex_unlock(&workers->mutex);
    for (size_t i = 0; i < workers->n_threads; i++)
        (void)pthread_join(workers->threads[i], NULL);
    workers->n_threads = 0;
}

void ds_http_workers_done(http_workers *workers) {
    ds_free(workers->threads);
    (void)pthread_cond_destroy(&workers->wake);
    (void)pthread_mutex_destroy(&workers->mutex);
}
