/* web/http/workers.c: who makes the pages. A request whose page may wait for a disk is handed to a
 * worker; its connection sleeps until the answer is there. See exchange.h. */
#include "base/error.h"
#include "base/memory.h"
#include "web/http/exchange.h"

static http_exchange *take_first(http_workers *workers) {
    http_exchange *exchange = workers->first;
    if (exchange == NULL) return NULL;
    workers->first = exchange->next;
    if (workers->first == NULL) workers->last = NULL;
    workers->n_waiting--;
    workers->n_busy++;
    ds_metrics_add(workers->metrics, DS_METRIC_WAITING, -1);
    ds_metrics_add(workers->metrics, DS_METRIC_BUSY, 1);
    return exchange;
}

static void *make_answers(void *context) {
    http_workers *workers = context;
    (void)pthread_mutex_lock(&workers->mutex);
    for (;;) {
        http_exchange *exchange = take_first(workers);
        if (exchange == NULL) {
            if (workers->is_ending) break;
            (void)pthread_cond_wait(&workers->wake, &workers->mutex);
            continue;
        }
        (void)pthread_mutex_unlock(&workers->mutex);
        ds_http_answer(exchange);
        MHD_resume_connection(exchange->mhd); /* from here on it is the reader's again */
        (void)pthread_mutex_lock(&workers->mutex);
        workers->n_busy--;
        ds_metrics_add(workers->metrics, DS_METRIC_BUSY, -1);
    }
    (void)pthread_mutex_unlock(&workers->mutex);
    return NULL;
}

bool ds_http_workers_hand(http_workers *workers, http_exchange *exchange, size_t most) {
    bool taken;
    (void)pthread_mutex_lock(&workers->mutex);
    taken = workers->n_waiting < most && !workers->is_ending;
    if (taken) {
        exchange->next = NULL;
        if (workers->last != NULL)
            workers->last->next = exchange;
        else
            workers->first = exchange;
        workers->last = exchange;
        workers->n_waiting++;
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
