/* dossier/store.c: opening and closing the store. See doorstroom/dossier.h and store.h.
 *
 * In this order, so that what is not whole is refused before anything is changed: the lock (one
 * program at a time), the key, what is left in the WAL, every page's checksum, the schema's
 * version, the sealed head of the log; then what is of an earlier schema is brought forward. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "dossier/leaked.h"
#include "dossier/store.h"

enum { READERS = 8, READERS_MAX = 64 };

static int64_t read_clock(void *context) {
    struct timespec now;
    (void)context;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t ds_dossiers_now(const ds_dossiers *store) {
    return store->now(store->now_context);
}

void ds_dossiers_seal(const ds_dossiers *store, const char *purpose, ds_text data,
                      char out[DS_DOSSIER_DIGEST_SIZE]) {
    unsigned char sum[DS_SUM];
    ds_sealing_sum(store->sealing, purpose, data.data, data.size, sum);
    (void)sodium_bin2hex(out, DS_DOSSIER_DIGEST_SIZE, sum, sizeof sum);
}

ds_status ds_store_lock(const char *folder, int *out, ds_error *err) {
    char path[DS_PATH_SIZE];
    int lock, code;
    ds_status status = ds_file_join(path, folder, "dossiers.slot", err);
    if (status != DS_OK) return status;
    lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (lock < 0) return ds_error_system(err, path, errno, "openen", "open");
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        *out = lock;
        return DS_OK;
    }
    code = errno;
    (void)close(lock);
    if (code != EWOULDBLOCK) return ds_error_system(err, path, code, "vastzetten", "lock");
    return ds_error_at(err, DS_INPUT, folder, 0, 0, "een ander programma heeft deze dossiers open",
                       "another program has these dossiers open");
}

/* The file with nothing beside it, and every page as it was written. */
static ds_status make_whole(ds_dossiers *store, ds_lite *db, ds_error *err) {
    uint64_t bad = 0;
    ds_status status = ds_lite_script(db, "PRAGMA journal_mode=WAL;", err);
    if (status == DS_OK) status = ds_lite_script(db, "PRAGMA wal_checkpoint(TRUNCATE);", err);
    if (status == DS_OK) status = ds_lite_scan(store->path, &bad, err);
    if (status != DS_OK || bad == 0) return status;
    return ds_error_at(err, DS_INPUT, store->path, 0, 0,
                       "blok %llu van dit bestand is beschadigd; zet een reservekopie terug "
                       "(docs/dossiers.md)",
                       "block %llu of this file is damaged; put a backup back (docs/dossiers.md)",
                       (unsigned long long)bad);
}

/* Whether a head says anything: none does before the first start came to that. */
static ds_status has_head(const char *folder, bool *out, ds_error *err) {
    char path[DS_PATH_SIZE];
    struct stat info;
    ds_status status = ds_file_join(path, folder, "dossiers.hoofd", err);
    if (status == DS_OK) *out = stat(path, &info) == 0 && info.st_size > 0;
    return status;
}

/* The log's end, which must not be before the head's. is_new: there is nothing in the database;
 * where a head is there all the same, something was taken away. */
static ds_status open_head(ds_dossiers *store, ds_lite *db, bool is_new, ds_error *err) {
    bool there = false;
    ds_chain head;
    ds_status status = has_head(store->folder, &there, err);
    if (status != DS_OK) return status;
    status =
        ds_head_open(store->folder, store->sealing, is_new && !there, &store->head, &head, err);
    if (status == DS_OK && head.last > 0 && is_new) return ds_head_say_missing(db, &head, err);
    return status == DS_OK && !is_new ? ds_head_check(db, &head, err) : status;
}

static ds_status look_at_database(ds_dossiers *store, ds_lite *db, ds_chain *out_chain,
                                  ds_error *err) {
    int64_t version = 0;
    ds_status status = make_whole(store, db, err);
    if (status == DS_OK) status = ds_schema_look(db, &version, err);
    if (status == DS_OK) status = open_head(store, db, version == 0, err);
    if (status == DS_OK) status = ds_schema_bring(db, version, ds_dossiers_now(store), err);
    if (status == DS_OK) status = ds_stuk_clean(store->folder, db, err);
    if (status == DS_OK) status = ds_chain_read_last(db, out_chain, err);
    if (status == DS_OK) status = ds_head_write(&store->head, store->sealing, out_chain, true, err);
    return status;
}

/* The owner's alone; what SQLite puts beside it gets the same permissions. */
static ds_status make_private_file(const char *path, ds_error *err) {
    int fd;
    ds_status status = DS_OK;
    if (ds_file_exists(path)) return DS_OK;
    status = ds_file_create_private(path, &fd, err);
    if (status == DS_OK) (void)close(fd);
    return status;
}

static ds_status open_database(ds_dossiers *store, unsigned readers, ds_error *err) {
    ds_chain chain;
    ds_lite *db = ds_calloc(1, sizeof *db);
    ds_status status;
    if (db == NULL) return ds_error_memory(err);
    status = make_private_file(store->path, err);
    if (status == DS_OK) status = ds_lite_open(store->path, DS_LITE_MAKE, db, err);
    if (status == DS_OK) {
        status = look_at_database(store, db, &chain, err);
        /* The writer's is open before the first one is closed, which would delete the WAL. */
        if (status == DS_OK)
            status = ds_writer_start(store, &chain, &store->head, &store->writer, err);
        ds_lite_close(db);
    }
    ds_free(db);
    if (status == DS_OK) status = ds_readers_open(store->path, readers, &store->readers, err);
    return status;
}

static ds_status open_parts(ds_dossiers *store, unsigned readers, ds_error *err) {
    ds_status status = ds_file_make_private_folder(store->folder, err);
    if (status == DS_OK) status = ds_store_lock(store->folder, &store->lock, err);
    if (status == DS_OK)
        status = ds_sealing_open(store->folder, !ds_file_exists(store->path), &store->sealing, err);
    if (status == DS_OK) status = open_database(store, readers, err);
    return status;
}

ds_status ds_dossiers_open(const char *folder, const ds_dossiers_options *options,
                           ds_dossiers **out, ds_error *err) {
    static const ds_dossiers_options usual = DS_DOSSIERS_OPTIONS_INIT;
    const ds_dossiers_options *o = options == NULL ? &usual : options;
    unsigned readers = o->readers == 0 ? READERS : o->readers;
    ds_dossiers *store;
    ds_status status = ds_error_version(err, "ds_dossiers_options", o->version, 1);
    if (status != DS_OK) return status;
    store = ds_calloc(1, sizeof *store);
    if (store == NULL) return ds_error_memory(err);
    store->lock = store->head.fd = -1;
    store->now = o->now == NULL ? read_clock : o->now;
    store->now_context = o->now_context;
    store->quick_passwords = o->quick_passwords;
    (void)pthread_mutex_init(&store->hashing, NULL);
    (void)pthread_cond_init(&store->hashed, NULL);
    (void)pthread_mutex_init(&store->filing, NULL);
    status = ds_file_join(store->folder, folder, "", err);
    store->folder[strnlen(folder, DS_PATH_SIZE - 1)] = '\0';
    if (status == DS_OK) status = ds_file_join(store->path, folder, "dossiers.sqlite", err);
    if (status == DS_OK)
        status = open_parts(store, readers > READERS_MAX ? READERS_MAX : readers, err);
    if (status == DS_OK)
        *out = store;
    else
        ds_dossiers_close(store);
    return status;
}

void ds_dossiers_close(ds_dossiers *store) {
    if (store == NULL) return;
    ds_readers_close(store->readers);
    ds_writer_stop(store->writer);
    if (store->head.fd >= 0 && ds_file_sync(store->head.fd, store->head.path, NULL) != DS_OK)
        store->head.turn = 0; /* it may be behind: no fault */
    ds_head_close(&store->head);
    ds_leaked_close(store->leaked);
    ds_sealing_close(store->sealing);
    if (store->lock >= 0) (void)close(store->lock);
    (void)pthread_mutex_destroy(&store->filing);
    (void)pthread_cond_destroy(&store->hashed);
    (void)pthread_mutex_destroy(&store->hashing);
    ds_free(store);
}
