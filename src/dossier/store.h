/* dossier/store.h: the parts of an open store: its key, the thread that writes, the connections
 * that read, the chain of the log and the head that is kept apart. */
#ifndef DS_DOSSIER_STORE_H
#define DS_DOSSIER_STORE_H

#include <pthread.h>

#include "base/file.h"
#include "doorstroom/dossier.h"
#include "dossier/lite.h"

enum { DS_SUM = 32 }; /* bytes of a BLAKE2b checksum here */

/* ---- secret.c: the key of the store, in locked memory ---- */

typedef struct ds_secret ds_secret;
/* Reads the key file in folder, or makes one where there is no database yet. */
ds_status ds_secret_open(const char *folder, bool make, ds_secret **out,
                         ds_error *err) DS_NODISCARD;
void ds_secret_close(ds_secret *secret);
/* A keyed checksum of data for a purpose. */
void ds_secret_seal(const ds_secret *secret, const char *purpose, const void *data, size_t size,
                    unsigned char out[DS_SUM]);
/* Encrypts a small secret for one account (XChaCha20-Poly1305, a key for each purpose), and back;
 * out has room for size and DS_SECRET_MORE bytes. False when it was not made by this key. */
enum { DS_SECRET_MORE = 40, DS_SECRET_MAX = 256 };
void ds_secret_hide(const ds_secret *secret, const char *purpose, int64_t account, const void *data,
                    size_t size, unsigned char *out);
bool ds_secret_show(const ds_secret *secret, const char *purpose, int64_t account, const void *data,
                    size_t size, unsigned char *out) DS_NODISCARD;

/* ---- chain.c and head.c: the log's last line ---- */

/* The last line: its number and checksum; 0 and zeros before the first. */
typedef struct ds_chain {
    int64_t last;
    unsigned char sum[DS_SUM];
} ds_chain;

/* A line as its checksum reads it. */
typedef struct ds_chain_line {
    int64_t id, at_ms, by, dossier;
    const char *action, *about;
    ds_text proof; /* checksum of the answers that the line is about; empty for most */
} ds_chain_line;
/* BLAKE2b(former checksum ‖ line), every part with its length. */
void ds_chain_sum(const unsigned char former[DS_SUM], const ds_chain_line *line,
                  unsigned char out[DS_SUM]);
ds_status ds_chain_read_last(ds_lite *db, ds_chain *out, ds_error *err) DS_NODISCARD;

/* The head: an open file with the last line's number and checksum, sealed. */
typedef struct ds_head {
    int fd;
    unsigned turn; /* which half is written next, so that one is whole whatever happens */
    char path[DS_PATH_SIZE];
} ds_head;
/* Opens the head in folder; *out is the line that it names. make: there is none yet, or it is to be
 * anew. DS_INPUT when there is none, or none that is whole. */
ds_status ds_head_open(const char *folder, const ds_secret *secret, bool make, ds_head *out,
                       ds_chain *out_chain, ds_error *err) DS_NODISCARD;
void ds_head_close(ds_head *head);
/* sync: waits for the disk. */
ds_status ds_head_write(ds_head *head, const ds_secret *secret, const ds_chain *chain, bool sync,
                        ds_error *err) DS_NODISCARD;
/* Whether the log has the line of that head, with that checksum; DS_INPUT when not. */
ds_status ds_head_check(ds_lite *db, const ds_chain *head, ds_error *err) DS_NODISCARD;

/* ---- writer.c ---- */

/* What a job works with, on the writer's thread, within its own savepoint. */
typedef struct ds_writing {
    ds_dossiers *store;
    ds_lite *db;
    int64_t now_ms;
    ds_chain chain;
} ds_writing;

typedef ds_status (*ds_job_work)(ds_writing *w, void *context, ds_error *err);

typedef struct ds_writer ds_writer;
ds_status ds_writer_start(ds_dossiers *store, const ds_chain *chain, ds_head *head, ds_writer **out,
                          ds_error *err) DS_NODISCARD;
void ds_writer_stop(ds_writer *writer);
/* Has work done on the writer's thread and waits until it is on the disk. When work fails, or the
 * disk does, nothing of it is kept. */
ds_status ds_write(ds_dossiers *store, ds_job_work work, void *context, ds_error *err) DS_NODISCARD;
/* Has all that was written moved from the WAL to the database and the WAL emptied, so that what was
 * deleted is nowhere any more. */
ds_status ds_write_flush(ds_dossiers *store, ds_error *err) DS_NODISCARD;
/* A line in the log, within a job. *out_id, when not NULL, is its number. */
ds_status ds_chain_add(ds_writing *w, int64_t by, int64_t dossier, const char *action,
                       const char *about, ds_error *err) DS_NODISCARD;
ds_status ds_chain_add_proved(ds_writing *w, ds_chain_line *line, ds_error *err) DS_NODISCARD;

/* ---- readers.c: connections that read, taken and given back ---- */

typedef struct ds_readers ds_readers;
ds_status ds_readers_open(const char *path, unsigned n, ds_readers **out,
                          ds_error *err) DS_NODISCARD;
void ds_readers_close(ds_readers *readers);
/* A connection of one's own, within a read transaction: all that is read is of one moment. Waits
 * when all are in use. */
ds_status ds_reading_begin(ds_dossiers *store, ds_lite **out, ds_error *err) DS_NODISCARD;
/* Ends it; returns status, or what went wrong at the end. */
ds_status ds_reading_end(ds_dossiers *store, ds_lite *db, ds_status status,
                         ds_error *err) DS_NODISCARD;

/* ---- schema.c ---- */

enum { DS_SCHEMA = 1, DS_SCHEMA_APPLICATION = 0x64734473 };
/* The schema's version; 0: nothing in it yet. DS_INPUT when it is no store of ours, or of a later
 * program. */
ds_status ds_schema_look(ds_lite *db, int64_t *out_version, ds_error *err) DS_NODISCARD;
/* Brings it forward to DS_SCHEMA, step by step, each whole or not at all. */
ds_status ds_schema_bring(ds_lite *db, int64_t version, ds_error *err) DS_NODISCARD;

/* ---- check.c: what comes in ---- */

/* UTF-8 of at most maximum bytes; what: the name of the argument, for the message. */
ds_status ds_take_text(const char *text, size_t maximum, const char *what,
                       ds_error *err) DS_NODISCARD;
/* The same, of DS_DOSSIER_NAME_MAX bytes, no line ends, and not empty. */
ds_status ds_take_name(const char *text, const char *what, ds_error *err) DS_NODISCARD;

/* ---- store.c ---- */

struct ds_dossiers {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    int lock; /* open and locked as long as the store is */
    ds_secret *secret;
    ds_writer *writer;
    ds_readers *readers;
    ds_head head;
    int64_t (*now)(void *context);
    void *now_context;
    bool quick_passwords;
    /* argon2id takes 64 MiB each: no more than some at a time. */
    pthread_mutex_t hashing;
    pthread_cond_t hashed;
    unsigned n_hashing;
};

#endif
