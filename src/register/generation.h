/* register/generation.h: generations of the register in a work folder, and the pointer to the
 * current one. Everything here holds the lock but ds_generation_current and _sql_path.
 */
#ifndef DS_REGISTER_GENERATION_H
#define DS_REGISTER_GENERATION_H

#include "base/file.h"
#include "base/lock.h"
#include "doorstroom/base.h"

/* Of manifest.json and what stands beside it; 3: a person is a kind and a number, 4: diplomas, 5: a
 * checksum of the manifest and of each block, 6: the size of institutions, tables of kinds, 7:
 * checksums of deliveries by a secret. */
enum { DS_MANIFEST_FORMAT = 7, DS_MANIFEST_UNSEALED = 4 };

/* In register/sql/: the tables being made, and what DuckDB may put aside meanwhile. */
#define DS_SQL_MADE "nieuw.duckdb"
#define DS_SQL_TEMPORARY "nieuw.tijdelijk"

typedef struct ds_generation {
    char folder[DS_PATH_SIZE]; /* register/ */
    char made[DS_PATH_SIZE];   /* the folder being written; "" before _begin */
    ds_lock lock;
    int opened; /* register/, so that no link can come between; -1: not open */
    bool sql;   /* tables are being made in register/sql/ */
} ds_generation;
#define DS_GENERATION_INIT                                                                         \
    { .lock = DS_LOCK_INIT, .opened = -1 }

/* One import at a time: waits for another one, calling waiting (may be NULL) first when it must.
 * What earlier imports left half-made is removed. DS_INPUT, and nothing is touched, when register/
 * is a link or holds what this program does not make: that is named and never removed. */
ds_status ds_generation_lock(ds_generation *generation, const char *work_folder,
                             void (*waiting)(void *context), void *context,
                             ds_error *err) DS_NODISCARD;
/* Whether something of an earlier generation still stands there, and its name: it could not be
 * removed. Asks no lock. */
bool ds_generation_find_left(const char *work_folder, char out[DS_PATH_SIZE]);
/* An empty folder to write the new generation into. */
ds_status ds_generation_begin(ds_generation *generation, ds_error *err) DS_NODISCARD;
/* Gives it its name, switches the pointer, removes the older ones. */
ds_status ds_generation_publish(ds_generation *generation, const char *name,
                                ds_error *err) DS_NODISCARD;
/* The folder for tables for SQL, register/sql/, in which DS_SQL_MADE is to be written; and, once
 * the generation that they are of is current, gives that its name: <generation>.duckdb. Tables of
 * gone generations go with these. */
ds_status ds_generation_sql_begin(ds_generation *generation, char out_folder[DS_PATH_SIZE],
                                  ds_error *err) DS_NODISCARD;
ds_status ds_generation_sql_publish(ds_generation *generation, ds_error *err) DS_NODISCARD;
/* Removes the register and its tables for SQL, pointer first, and register/ itself when nothing of
 * others stays in it; under the lock, which is to be let go after it. */
ds_status ds_generation_forget(ds_generation *generation, ds_error *err) DS_NODISCARD;
/* Removes what was begun and not published; lets the lock go. */
void ds_generation_unlock(ds_generation *generation);

/* The current generation's folder; DS_INPUT when there is none. */
ds_status ds_generation_current(const char *work_folder, char out[DS_PATH_SIZE],
                                ds_error *err) DS_NODISCARD;
/* Where its tables for SQL stand when they were asked for; the same errors. */
ds_status ds_generation_sql_path(const char *work_folder, char out[DS_PATH_SIZE],
                                 ds_error *err) DS_NODISCARD;

#endif
