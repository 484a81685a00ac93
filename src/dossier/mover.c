/* dossier/mover.c: see mover.h. */
#include "dossier/mover.h"

#include <pthread.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { LONG = 8000 }; /* pages: 32 MB of WAL */

struct ds_mover {
    ds_lite db;
    pthread_t thread;
    pthread_mutex_t mutex; /* of what follows */
    pthread_cond_t wanted;
    enum { MOVER_IDLE, MOVER_ASKED, MOVER_MOVED } state;
    bool stopping;
};

ds_status ds_mover_move(ds_lite *db, int how, ds_error *err) {
    const int code = sqlite3_wal_checkpoint_v2(db->db, NULL, how, NULL, NULL);
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) return DS_OK;
    return ds_lite_failed(db, code, err);
}

static void *run_mover(void *context) {
    ds_mover *mover = context;
    pthread_mutex_lock(&mover->mutex);
    while (!mover->stopping) {
        if (mover->state != MOVER_ASKED) {
            pthread_cond_wait(&mover->wanted, &mover->mutex);
            continue;
        }
        pthread_mutex_unlock(&mover->mutex);
        /* What fails is in the WAL still, and is tried again. */
        (void)sqlite3_wal_checkpoint_v2(mover->db.db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        pthread_mutex_lock(&mover->mutex);
        mover->state = MOVER_MOVED;
    }
    pthread_mutex_unlock(&mover->mutex);
    return NULL;
}

void ds_mover_look(ds_mover *mover, ds_lite *writer, int pages) {
    bool rest;
    pthread_mutex_lock(&mover->mutex);
    rest = mover->state == MOVER_MOVED;
    if (rest)
        mover->state = MOVER_IDLE;
    else if (mover->state == MOVER_IDLE && pages >= LONG)
        mover->state = MOVER_ASKED;
    pthread_cond_signal(&mover->wanted);
    pthread_mutex_unlock(&mover->mutex);
    if (rest)
        (void)sqlite3_wal_checkpoint_v2(writer->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

ds_status ds_mover_start(const char *path, ds_mover **out, ds_error *err) {
    int code;
    ds_status status;
    ds_mover *mover = ds_calloc(1, sizeof *mover);
    if (mover == NULL) return ds_error_memory(err);
    status = ds_lite_open(path, DS_LITE_WRITE, &mover->db, err);
    if (status != DS_OK) {
        ds_free(mover);
        return status;
    }
    (void)pthread_mutex_init(&mover->mutex, NULL);
    (void)pthread_cond_init(&mover->wanted, NULL);
    code = pthread_create(&mover->thread, NULL, run_mover, mover);
    if (code == 0) {
        *out = mover;
        return DS_OK;
    }
    (void)pthread_cond_destroy(&mover->wanted);
    (void)pthread_mutex_destroy(&mover->mutex);
    ds_lite_close(&mover->db);
    ds_free(mover);
    return ds_error_set(err, DS_FAULT, "kan geen thread beginnen (%s)",
                        "cannot begin a thread (%s)", strerror(code));
}

void ds_mover_stop(ds_mover *mover) {
    if (mover == NULL) return;
    pthread_mutex_lock(&mover->mutex);
    mover->stopping = true;
    pthread_cond_signal(&mover->wanted);
    pthread_mutex_unlock(&mover->mutex);
    (void)pthread_join(mover->thread, NULL);
    (void)pthread_cond_destroy(&mover->wanted);
    (void)pthread_mutex_destroy(&mover->mutex);
    ds_lite_close(&mover->db);
    ds_free(mover);
}
