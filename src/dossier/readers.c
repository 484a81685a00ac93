/* dossier/readers.c: connections that read, a fixed number of them, lent to one thread at a time.
 * They see what was committed when they began, and neither wait for the writer nor hold it up. See
 * store.h. */
#include <pthread.h>

#include "base/error.h"
#include "base/memory.h"
#include "dossier/store.h"

struct ds_readers {
    pthread_mutex_t mutex; /* of what follows */
    pthread_cond_t given_back;
    size_t n, n_free;
    ds_lite **free;
    ds_lite connections[];
};

void ds_readers_close(ds_readers *readers) {
    if (readers == NULL) return;
    for (size_t i = 0; i < readers->n; i++)
        ds_lite_close(&readers->connections[i]);
    (void)pthread_cond_destroy(&readers->given_back);
    (void)pthread_mutex_destroy(&readers->mutex);
    ds_free(readers->free);
    ds_free(readers);
}

ds_status ds_readers_open(const char *path, unsigned n, ds_readers **out, ds_error *err) {
    ds_status status = DS_OK;
    ds_readers *readers = ds_calloc(1, sizeof *readers + n * sizeof readers->connections[0]);
    if (readers == NULL) return ds_error_memory(err);
    (void)pthread_mutex_init(&readers->mutex, NULL);
    (void)pthread_cond_init(&readers->given_back, NULL);
    readers->free = ds_calloc(n, sizeof *readers->free);
    if (readers->free == NULL) status = ds_error_memory(err);
    for (; status == DS_OK && readers->n < n; readers->n++) {
        /* Writing is refused, but the file of the WAL's index may be made. */
        status = ds_lite_open(path, DS_LITE_WRITE, &readers->connections[readers->n], err);
        if (status != DS_OK) break;
        readers->free[readers->n_free++] = &readers->connections[readers->n];
        status = ds_lite_script(&readers->connections[readers->n], "PRAGMA query_only=ON;", err);
    }
    if (status == DS_OK)
        *out = readers;
    else
        ds_readers_close(readers);
    return status;
}

ds_status ds_reading_begin(ds_dossiers *store, ds_lite **out, ds_error *err) {
    ds_readers *readers = store->readers;
    ds_status status;
    ds_lite *db;
    pthread_mutex_lock(&readers->mutex);
    while (readers->n_free == 0)
        pthread_cond_wait(&readers->given_back, &readers->mutex);
    db = readers->free[--readers->n_free];
    pthread_mutex_unlock(&readers->mutex);
    status = ds_lite_do(db, "BEGIN", DS_BOUND_NONE, err);
    if (status != DS_OK) return ds_reading_end(store, db, status, NULL);
    *out = db;
    return DS_OK;
}

ds_status ds_reading_end(ds_dossiers *store, ds_lite *db, ds_status status, ds_error *err) {
    ds_readers *readers = store->readers;
    if (sqlite3_get_autocommit(db->db) == 0) {
        ds_status ended = ds_lite_do(db, "COMMIT", DS_BOUND_NONE, status == DS_OK ? err : NULL);
        if (ended != DS_OK) (void)sqlite3_exec(db->db, "ROLLBACK", NULL, NULL, NULL);
        if (status == DS_OK) status = ended;
    }
    pthread_mutex_lock(&readers->mutex);
    readers->free[readers->n_free++] = db;
    pthread_cond_signal(&readers->given_back);
    pthread_mutex_unlock(&readers->mutex);
    return status;
}
