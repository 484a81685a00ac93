/* dossier/writer.c: the one thread that writes. What the callers want done waits in a queue; the
 * thread takes all that is there, does each in a savepoint of its own within one transaction,
 * commits that once, and lets the callers go. So a sync of the disk is shared by all who waited for
 * it, and who is told that something is kept is told so after the sync. See store.h.
 *
 * A job that fails is undone alone. When the transaction fails (the disk is full, memory is short,
 * the sync is refused), all of its jobs are told so, and nothing of them is kept. */
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/memory.h"
#include "dossier/mover.h"
#include "dossier/store.h"

enum {
    BATCH_MAX = 512,
};

typedef struct job {
    ds_job_work work; /* NULL: flush */
    void *context;
    ds_status status;
    ds_error error;
    bool done;
    pthread_cond_t finished;
    struct job *next;
} job;

struct ds_writer {
    ds_dossiers *store;
    ds_lite db;
    ds_chain chain; /* as it is on the disk */
    ds_head *head;
    pthread_t thread;
    pthread_mutex_t mutex; /* of what follows */
    pthread_cond_t wanted;
    job *first, **last;
    bool stopping;
    ds_writer_counts counts;
    ds_mover *mover;
};

/* ---- one batch, on the thread ---- */

static bool is_in_transaction(ds_writer *writer) {
    return sqlite3_get_autocommit(writer->db.db) == 0;
}

/* Does one job; false when the whole transaction is lost with it. */
static bool do_job(ds_writer *writer, ds_writing *w, job *j) {
    const ds_chain before = w->chain;
    w->now_ms = ds_dossiers_now(writer->store);
    j->status = ds_lite_do(&writer->db, "SAVEPOINT job", DS_BOUND_NONE, &j->error);
    if (j->status == DS_OK && j->work != NULL) j->status = j->work(w, j->context, &j->error);
    if (j->status == DS_OK)
        j->status = ds_lite_do(&writer->db, "RELEASE job", DS_BOUND_NONE, &j->error);
    if (j->status == DS_OK) return true;
    w->chain = before;
    return is_in_transaction(writer) &&
           ds_lite_do(&writer->db, "ROLLBACK TO job", DS_BOUND_NONE, NULL) == DS_OK &&
           ds_lite_do(&writer->db, "RELEASE job", DS_BOUND_NONE, NULL) == DS_OK;
}

static void fail_jobs(job *list, ds_status status, const ds_error *error) {
    for (job *j = list; j != NULL; j = j->next) {
        if (j->status != DS_OK) continue;
        j->status = status;
        j->error = *error;
    }
}

static int64_t read_steady_clock(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void count_transaction(ds_writer *writer, const job *list, bool kept, int64_t ns) {
    pthread_mutex_lock(&writer->mutex);
    writer->counts.n_commits += kept;
    writer->counts.n_refused += !kept;
    writer->counts.commit_ns += ns;
    for (; kept && list != NULL; list = list->next)
        writer->counts.n_changes += list->work != NULL && list->status == DS_OK;
    pthread_mutex_unlock(&writer->mutex);
}

static ds_status commit_jobs(ds_writer *writer, const job *list, ds_error *err) {
    const int64_t began = read_steady_clock();
    const ds_status status = ds_lite_do(&writer->db, "COMMIT", DS_BOUND_NONE, err);
    if (status == DS_OK) count_transaction(writer, list, true, read_steady_clock() - began);
    return status;
}

/* All jobs of the list in one transaction. */
static void do_jobs(ds_writer *writer, job *list) {
    ds_writing w = {.store = writer->store, .db = &writer->db, .chain = writer->chain};
    ds_error error = {0};
    ds_status status = ds_lite_do(&writer->db, "BEGIN IMMEDIATE", DS_BOUND_NONE, &error);
    for (job *j = list; status == DS_OK && j != NULL; j = j->next) {
        if (do_job(writer, &w, j)) continue;
        status = j->status;
        error = j->error;
    }
    if (status == DS_OK) status = commit_jobs(writer, list, &error);
    if (status != DS_OK) {
        count_transaction(writer, list, false, 0);
        if (is_in_transaction(writer))
            (void)sqlite3_exec(writer->db.db, "ROLLBACK", NULL, NULL, NULL);
        fail_jobs(list, status, &error);
        return;
    }
    if (w.chain.last == writer->chain.last) return;
    writer->chain = w.chain;
    /* A head that is behind is no fault: the next one is written again. */
    if (ds_head_write(writer->head, writer->store->sealing, &w.chain, false, NULL) != DS_OK) return;
}

/* After the commit, for the jobs that asked for nothing else. */
static void do_flushes(ds_writer *writer, job *list) {
    for (job *j = list; j != NULL; j = j->next)
        if (j->work == NULL && j->status == DS_OK)
            j->status = ds_mover_move(&writer->db, SQLITE_CHECKPOINT_TRUNCATE, &j->error);
}

/* ---- the thread ---- */

static int count_wal(void *context, sqlite3 *db, const char *name, int pages) {
    (void)db;
    (void)name;
    *(int *)context = pages;
    return SQLITE_OK;
}

static job *take_jobs(ds_writer *writer) {
    job *list, *last;
    pthread_mutex_lock(&writer->mutex);
    while (writer->first == NULL && !writer->stopping)
        pthread_cond_wait(&writer->wanted, &writer->mutex);
    list = last = writer->first;
    for (size_t n = 1; last != NULL && n < BATCH_MAX && last->next != NULL; n++)
        last = last->next;
    if (last != NULL) {
        writer->first = last->next;
        last->next = NULL;
    }
    if (writer->first == NULL) writer->last = &writer->first;
    pthread_mutex_unlock(&writer->mutex);
    return list;
}

static void finish_jobs(ds_writer *writer, job *list) {
    pthread_mutex_lock(&writer->mutex);
    for (job *j = list, *next; j != NULL; j = next) {
        next = j->next; /* the job is its caller's stack: gone once it is done */
        j->done = true;
        pthread_cond_signal(&j->finished);
    }
    pthread_mutex_unlock(&writer->mutex);
}

static void *run_writer(void *context) {
    ds_writer *writer = context;
    int pages = 0;
    job *list;
    (void)sqlite3_wal_hook(writer->db.db, count_wal, &pages);
    while ((list = take_jobs(writer)) != NULL) {
        do_jobs(writer, list);
        do_flushes(writer, list);
        finish_jobs(writer, list);
        ds_mover_look(writer->mover, &writer->db, pages);
    }
    return NULL;
}

/* ---- from other threads ---- */

static ds_status begin_thread(ds_writer *writer, ds_error *err) {
    int code;
    (void)pthread_mutex_init(&writer->mutex, NULL);
    (void)pthread_cond_init(&writer->wanted, NULL);
    code = pthread_create(&writer->thread, NULL, run_writer, writer);
    if (code == 0) return DS_OK;
    (void)pthread_cond_destroy(&writer->wanted);
    (void)pthread_mutex_destroy(&writer->mutex);
    return ds_error_set(err, DS_FAULT, "kan geen thread beginnen (%s)",
                        "cannot begin a thread (%s)", strerror(code));
}

ds_status ds_writer_start(ds_dossiers *store, const ds_chain *chain, ds_head *head, ds_writer **out,
                          ds_error *err) {
    ds_status status;
    ds_writer *writer = ds_calloc(1, sizeof *writer);
    if (writer == NULL) return ds_error_memory(err);
    writer->store = store;
    writer->chain = *chain;
    writer->head = head;
    writer->last = &writer->first;
    status = ds_lite_open(store->path, DS_LITE_WRITE, &writer->db, err);
    if (status != DS_OK) {
        ds_free(writer);
        return status;
    }
    status = ds_mover_start(store->path, &writer->mover, err);
    if (status == DS_OK) status = begin_thread(writer, err);
    if (status == DS_OK) {
        *out = writer;
        return DS_OK;
    }
    ds_mover_stop(writer->mover);
    ds_lite_close(&writer->db);
    ds_free(writer);
    return status;
}

void ds_writer_stop(ds_writer *writer) {
    if (writer == NULL) return;
    pthread_mutex_lock(&writer->mutex);
    writer->stopping = true;
    pthread_cond_signal(&writer->wanted);
    pthread_mutex_unlock(&writer->mutex);
    (void)pthread_join(writer->thread, NULL);
    ds_mover_stop(writer->mover);
    (void)pthread_cond_destroy(&writer->wanted);
    (void)pthread_mutex_destroy(&writer->mutex);
    ds_lite_close(&writer->db);
    ds_free(writer);
}

static ds_status wait_for_job(ds_writer *writer, job *j, ds_error *err) {
    (void)pthread_cond_init(&j->finished, NULL);
    pthread_mutex_lock(&writer->mutex);
    *writer->last = j;
    writer->last = &j->next;
    pthread_cond_signal(&writer->wanted);
    while (!j->done)
        pthread_cond_wait(&j->finished, &writer->mutex);
    pthread_mutex_unlock(&writer->mutex);
    (void)pthread_cond_destroy(&j->finished);
    if (j->status != DS_OK && err != NULL) *err = j->error;
    return j->status;
}

ds_status ds_write(ds_dossiers *store, ds_job_work work, void *context, ds_error *err) {
    job j = {.work = work, .context = context};
    return wait_for_job(store->writer, &j, err);
}

void ds_writer_count(ds_writer *writer, ds_writer_counts *out) {
    pthread_mutex_lock(&writer->mutex);
    *out = writer->counts;
    pthread_mutex_unlock(&writer->mutex);
}

ds_status ds_write_flush(ds_dossiers *store, ds_error *err) {
    return ds_write(store, NULL, NULL, err);
}
