/* table/database/database.h: a DuckDB that is given rows or told to copy files, in a process of its
 * own: where it finds no memory it may end, and then nothing ends but that.
 *
 * What is told goes over a link; the usual one is a helper (libexec/doorstroom/duck). Threads: each
 * lane is one thread's at a time. */
#ifndef DS_TABLE_DATABASE_DATABASE_H
#define DS_TABLE_DATABASE_DATABASE_H

#include "base/buffer.h"
#include "table/database/frame.h"

/* How frames go. */
typedef struct ds_database_link {
    void *context;
    size_t n_lanes;
    /* out is NULL for a frame without an answer. False: nobody is there any more. */
    bool (*tell)(void *context, size_t lane, uint32_t kind, const ds_text *frame,
                 ds_database_answer *out);
} ds_database_link;

typedef struct ds_database {
    ds_database_link link;
    const char *path; /* for messages; borrowed */
} ds_database;

/* A column's values of up to DS_DATABASE_ROWS_MAX rows. */
typedef struct ds_database_column {
    size_t n;
    uint8_t width; /* bytes of a value: 1, 2, 4 or 8; 0: texts */
    bool nulls;
    uint64_t valid[DS_DATABASE_ROWS_MAX / 64]; /* with nulls */
    uint64_t data[DS_DATABASE_ROWS_MAX];       /* n values of width bytes each */
    ds_text texts[DS_DATABASE_ROWS_MAX];       /* borrowed */
} ds_database_column;

/* No value in row i: all rows have one until then. */
void ds_database_set_null(ds_database_column *column, size_t i);

/* Errors: DS_FAULT for memory, a disk, a helper that is gone; DS_INPUT where rows do not fit. */
ds_status ds_database_run(const ds_database *database, const char *sql, ds_error *err) DS_NODISCARD;
ds_status ds_database_begin(const ds_database *database, size_t lane, const char *table,
                            const uint8_t *widths, size_t n_columns, ds_error *err) DS_NODISCARD;
/* Into frame, which is the lane's: begins the frame of n rows, and adds a column, in their order.
 */
void ds_database_rows(ds_buffer *frame, uint32_t n);
void ds_database_add(ds_buffer *frame, const ds_database_column *column);
/* Sends it. What DuckDB makes of it is told at the end. */
ds_status ds_database_send(const ds_database *database, size_t lane, const ds_buffer *frame,
                           ds_error *err) DS_NODISCARD;
ds_status ds_database_end(const ds_database *database, size_t lane, ds_error *err) DS_NODISCARD;

/* DS_OK, or what an answer says. */
ds_status ds_database_judge(const ds_database *database, const ds_database_answer *answer,
                            ds_error *err) DS_NODISCARD;

/* ---- the helper ---- */

typedef struct ds_database_options {
    const char *path;      /* of the file to make, for messages too */
    bool in_memory;        /* there is none: files are copied only */
    const char *temporary; /* NULL: nothing beside memory */
    const char *memory;    /* as DuckDB reads it: 512MB */
    uint32_t threads;
    size_t n_lanes; /* as many at most; at least 1 */
    int files[2];   /* with one lane: which of ours are its files DS_DATABASE_LANE and beyond */
    size_t n_files;
} ds_database_options;

typedef struct ds_database_helper ds_database_helper;

/* *database is of the helper, until it is closed. DS_FAULT: no helper, one of another version, no
 * memory, no process. */
ds_status ds_database_open(const ds_database_options *options, ds_database_helper **out,
                           ds_database *database, ds_error *err) DS_NODISCARD;
/* Closes it, also when it was not opened (NULL); status is how all went until now, and stays when
 * it is not DS_OK, but for who was gone: err then says how that ended. */
ds_status ds_database_close(ds_database_helper *helper, ds_status status,
                            ds_error *err) DS_NODISCARD;

/* For tests, while none is open: this program in place of the helper; NULL: as usual. */
void ds_database_pretend(const char *program);

#endif
