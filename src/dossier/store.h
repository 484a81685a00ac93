/* dossier/store.h: the parts of an open store: its key, the thread that writes, the connections
 * that read, the chain of the log and the head that is kept apart. */
#ifndef DS_DOSSIER_STORE_H
#define DS_DOSSIER_STORE_H

#include <pthread.h>

#include "base/file.h"
#include "doorstroom/logboek.h"
#include "dossier/lite.h"

enum { DS_SUM = 32 }; /* bytes of a BLAKE2b checksum here */

/* ---- sealing.c: the key of the store, in locked memory ---- */

typedef struct ds_sealing ds_sealing;
/* Reads the key file in folder, or makes one where there is no database yet. */
ds_status ds_sealing_open(const char *folder, bool make, ds_sealing **out,
                          ds_error *err) DS_NODISCARD;
void ds_sealing_close(ds_sealing *sealing);
/* A keyed checksum of data for a purpose. */
void ds_sealing_sum(const ds_sealing *sealing, const char *purpose, const void *data, size_t size,
                    unsigned char out[DS_SUM]);
/* Encrypts a small secret for one account (XChaCha20-Poly1305, a key for each purpose), and back;
 * out has room for size and DS_SEALING_MORE bytes. False when it was not made by this key. */
enum { DS_SEALING_MORE = 40, DS_SEALING_MAX = 256 };
void ds_sealing_hide(const ds_sealing *sealing, const char *purpose, int64_t account,
                     const void *data, size_t size, unsigned char *out);
bool ds_sealing_show(const ds_sealing *sealing, const char *purpose, int64_t account,
                     const void *data, size_t size, unsigned char *out) DS_NODISCARD;

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
ds_status ds_head_open(const char *folder, const ds_sealing *sealing, bool make, ds_head *out,
                       ds_chain *out_chain, ds_error *err) DS_NODISCARD;
void ds_head_close(ds_head *head);
/* sync: waits for the disk. */
ds_status ds_head_write(ds_head *head, const ds_sealing *sealing, const ds_chain *chain, bool sync,
                        ds_error *err) DS_NODISCARD;
/* Whether the log has the line of that head, with that checksum; DS_INPUT when not. */
ds_status ds_head_check(ds_lite *db, const ds_chain *head, ds_error *err) DS_NODISCARD;

/* The DS_INPUT of it. */
ds_status ds_head_say_missing(const ds_lite *db, const ds_chain *head, ds_error *err);

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
/* What it did since it was started. */
typedef struct ds_writer_counts {
    uint64_t n_commits, n_changes, n_refused;
    int64_t commit_ns;
} ds_writer_counts;
void ds_writer_count(ds_writer *writer, ds_writer_counts *out);
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

enum { DS_SCHEMA = 2, DS_SCHEMA_APPLICATION = 0x64734473 };
/* The schema's version; 0: nothing in it yet. DS_INPUT when it is no store of ours, or of a later
 * program. */
ds_status ds_schema_look(ds_lite *db, int64_t *out_version, ds_error *err) DS_NODISCARD;
/* Brings it forward to DS_SCHEMA, step by step, each whole or not at all. */
ds_status ds_schema_bring(ds_lite *db, int64_t version, int64_t now_ms, ds_error *err) DS_NODISCARD;

/* ---- check.c: what comes in ---- */

/* UTF-8 of at most maximum bytes; what: the name of the argument, for the message. */
ds_status ds_take_text(const char *text, size_t maximum, const char *what,
                       ds_error *err) DS_NODISCARD;
/* The same, of DS_DOSSIER_NAME_MAX bytes, no line ends, and not empty. */
ds_status ds_take_name(const char *text, const char *what, ds_error *err) DS_NODISCARD;

/* ---- stand.c: where a dossier stands, within jobs ---- */

typedef struct ds_stand {
    bool found;
    int64_t revisie;
} ds_stand;
/* ABSENT when there is none; CHANGED when revisie is 0 or more and not the dossier's; MOVED when
 * toestand is not NULL and not the dossier's. */
ds_status ds_stand_look(ds_lite *db, int64_t dossier, int64_t revisie, const char *toestand,
                        ds_stand *out, ds_dossier_outcome *out_outcome, ds_error *err) DS_NODISCARD;
/* One revision further, changed by whom and now. */
ds_status ds_stand_forward(ds_writing *w, int64_t dossier, int64_t by, ds_error *err) DS_NODISCARD;
/* CHANGED when an answer of the onderwerp ("": any) is of a later revision; -1: any. */
ds_status ds_stand_answers(ds_lite *db, int64_t dossier, const char *onderwerp, int64_t revisie,
                           ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;
/* Checksum of what is agreed to or signed: form, answers of the onderwerp by path ("": all, and the
 * parties). */
ds_status ds_stand_sum(ds_lite *db, int64_t dossier, const char *onderwerp,
                       unsigned char out[DS_SUM], ds_error *err) DS_NODISCARD;

/* ---- verify.c and stuk.c, of a connection ---- */

/* The chain, the answers' history and the answers, of one moment. expected as in logboek.h. */

ds_status ds_verify_log(ds_lite *db, const char *expected, ds_logboek_verified *out,
                        ds_error *err) DS_NODISCARD;
/* folder/stukken, and the file of a checksum in it. */
ds_status ds_stuk_folder(const char *folder, char out[DS_PATH_SIZE], ds_error *err) DS_NODISCARD;
ds_status ds_stuk_file(const char *folder, const char *sha256, char out[DS_PATH_SIZE],
                       ds_error *err) DS_NODISCARD;
/* Removes what no row names; the store's folder. */
ds_status ds_stuk_clean(const char *folder, ds_lite *db, ds_error *err) DS_NODISCARD;

/* ---- store.c ---- */

/* One program at a time: a lock on a file in folder that ends with the process, whatever ends it.
 * *out is the caller's (close). */
ds_status ds_store_lock(const char *folder, int *out, ds_error *err) DS_NODISCARD;

struct ds_dossiers {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    int lock; /* open and locked as long as the store is */
    ds_sealing *sealing;
    ds_writer *writer;
    ds_readers *readers;
    ds_head head;
    int64_t (*now)(void *context);
    void *now_context;
    bool quick_passwords;
    char host[256];           /* of the service, "" none: its parts are no password */
    struct ds_leaked *leaked; /* leaked.h; NULL: no list */
    /* argon2id takes 64 MiB each: no more than some at a time. */
    pthread_mutex_t hashing;
    pthread_cond_t hashed;
    unsigned n_hashing;
    pthread_mutex_t filing; /* the folder of files and its rows change together */
};

#endif
