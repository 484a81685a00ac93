/* base/parallel.c: the same work for 0 … n - 1, spread over threads. See parallel.h. */
#include "base/parallel.h"

#include <pthread.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/processors.h"
#include "base/stop.h"

size_t ds_parallel_workers(size_t asked) {
    const size_t most = ds_processors();
    const size_t n = asked > 0 && asked < most ? asked : most;
    return n > DS_WORKERS_MAX ? DS_WORKERS_MAX : n;
}

size_t ds_parallel_worth(size_t asked, uint64_t n, uint64_t least) {
    const size_t workers = ds_parallel_workers(asked);
    const uint64_t worth = ds_processors_are_pretended() ? n : n / least;
    if (worth >= workers) return workers;
    return worth > 0 ? (size_t)worth : 1;
}

typedef struct crew {
    pthread_mutex_t lock;
    size_t n, next;
    ds_status (*work)(void *context, size_t i, size_t worker, ds_error *err);
    void *context;
    ds_sake sake; /* of who waits for them */
    bool failed;
    size_t failed_at;
    ds_error failure;
} crew;

typedef struct member {
    crew *crew;
    size_t index;
    pthread_t thread;
} member;

static bool take_next(crew *c, size_t *out) {
    bool more;
    (void)pthread_mutex_lock(&c->lock);
    more = !c->failed && c->next < c->n;
    if (more) *out = c->next++;
    (void)pthread_mutex_unlock(&c->lock);
    return more;
}

/* Before another: a fault, then what is of a lower i. */
static bool goes_before(const crew *c, size_t i, const ds_error *err) {
    const bool fault = err->status == DS_FAULT, before = c->failure.status == DS_FAULT;
    return !c->failed || (fault == before ? i < c->failed_at : fault);
}

static void note_failure(crew *c, size_t i, const ds_error *err) {
    (void)pthread_mutex_lock(&c->lock);
    if (goes_before(c, i, err)) {
        c->failed = true;
        c->failed_at = i;
        c->failure = *err;
    }
    (void)pthread_mutex_unlock(&c->lock);
}

static void *run_worker(void *context) {
    member *m = context;
    size_t i;
    ds_sake_use(m->crew->sake);
    while (take_next(m->crew, &i)) {
        ds_error err;
        memset(&err, 0, sizeof err);
        if (ds_file_go_on(&err) != DS_OK ||
            m->crew->work(m->crew->context, i, m->index, &err) != DS_OK)
            note_failure(m->crew, i, &err);
    }
    return NULL;
}

ds_status ds_parallel(size_t n, size_t n_workers,
                      ds_status (*work)(void *context, size_t i, size_t worker, ds_error *err),
                      void *context, ds_error *err) {
    crew c = {.n = n, .work = work, .context = context, .sake = ds_sake_used()};
    size_t n_threads = n_workers > n ? n : n_workers, started = 1;
    member *members = ds_calloc(n_threads + 1, sizeof *members);
    if (members == NULL) return ds_error_memory(err);
    (void)pthread_mutex_init(&c.lock, NULL);
    members[0] = (member){.crew = &c};
    for (; started < n_threads; started++) {
        members[started] = (member){.crew = &c, .index = started};
        if (pthread_create(&members[started].thread, NULL, run_worker, &members[started]) != 0)
            break;
    }
    (void)run_worker(&members[0]); /* with fewer threads than asked the rest do the work */
    for (size_t i = 1; i < started; i++)
        (void)pthread_join(members[i].thread, NULL);
    (void)pthread_mutex_destroy(&c.lock);
    ds_free(members);
    if (c.failed && err != NULL) *err = c.failure;
    return c.failed ? c.failure.status : DS_OK;
}
