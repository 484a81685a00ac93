/* table/csv.h: reading a CSV, in three parts that only this stage sees.
 *
 *  csv_chunk.c   the file → chunks of whole records, one at a time, in order (under a mutex)
 *  csv_record.c  a chunk → records of fields → batches for the sink (each worker for itself)
 *  csv.c         the header, the workers, and which fault is told
 *
 * A chunk is cut where a record ends, so that a worker needs nothing but its chunk and the line
 * number on which it begins. Where chunks are cut depends on the file alone, not on the workers:
 * each gives the same records and the same first fault however many they are. */
#ifndef DS_TABLE_CSV_H
#define DS_TABLE_CSV_H

#include <pthread.h>

#include "doorstroom/table.h"
#include "table/rows.h"
#include "table/source.h"

enum {
    DS_CSV_CHUNK_SIZE =
        2 << 20,        /* bytes read at a time; fits with a record of 1 MiB carried over */
    DS_CSV_PADDING = 8, /* line ends after a chunk's data, so that searches stop there */
};

/* Whole records: data[0..size), then DS_CSV_PADDING times LF. A worker uses one again and again. */
typedef struct ds_csv_chunk {
    char *data;
    size_t size; /* 0: there are no more */
    size_t capacity;
    uint64_t number; /* from 0, in file order */
    uint64_t line;   /* on which it begins, from 1 */
} ds_csv_chunk;

void ds_csv_chunk_done(ds_csv_chunk *chunk);

typedef struct ds_csv_chunks {
    const ds_source *source;
    size_t chunk_size;
    char delimiter;
    pthread_mutex_t mutex;
    char *carry; /* bytes read beyond the last chunk's end */
    size_t carry_size;
    size_t carry_capacity;
    uint64_t line; /* of the next chunk */
    uint64_t skip; /* lines still to be left out at the beginning, whatever stands there */
    uint64_t n_chunks;
    uint64_t
        last; /* no chunk after the one with this number is given out: a fault was found in it */
    bool ended;
} ds_csv_chunks;

/* Of info its delimiter and first line. */
void ds_csv_chunks_init(ds_csv_chunks *chunks, const ds_source *source, const ds_table_info *info,
                        size_t chunk_size);
void ds_csv_chunks_done(ds_csv_chunks *chunks);
/* The next chunk, from any thread; its size is 0 at the end. */
ds_status ds_csv_chunks_next(ds_csv_chunks *chunks, ds_csv_chunk *chunk,
                             ds_error *err) DS_NODISCARD;
/* No chunk after this number any more. */
void ds_csv_chunks_stop(ds_csv_chunks *chunks, uint64_t number);
/* The size of data without its last, unfinished record; 0 when no record ends in it. */
size_t ds_csv_whole_records(const char *data, size_t size, char delimiter);

/* A place in a chunk. */
typedef struct ds_csv_cursor {
    const char *path;
    char delimiter;
    char *at, *end;
    const char *line_start; /* of the line that at is on */
    uint64_t line;
    const char *record_start; /* of the record that at is in, or after */
    uint64_t record_line;
} ds_csv_cursor;

typedef struct ds_csv_place {
    uint64_t line, column;
} ds_csv_place;

void ds_csv_cursor_init(ds_csv_cursor *cursor, const char *path, char delimiter,
                        const ds_csv_chunk *chunk);
/* Passes over blank lines; false at the end. */
bool ds_csv_next(ds_csv_cursor *cursor);
/* Reads the header's record: at most DS_TABLE_COLUMNS_MAX fields and where each begins. */
ds_status ds_csv_read_header(ds_csv_cursor *cursor, ds_text *fields, ds_csv_place *places,
                             size_t *out_n_fields, ds_error *err) DS_NODISCARD;

/* Why a chunk ended early: the place of a fault decides which one is told, a callback's does not.
 */
typedef struct ds_csv_outcome {
    ds_status status;
    bool from_text; /* the fault is the file's own */
} ds_csv_outcome;

/* All records from the cursor to the chunk's end, into batches for the sink. */
ds_csv_outcome ds_csv_read_records(ds_csv_cursor *cursor, ds_rows *rows,
                                   ds_error *err) DS_NODISCARD;

/* As ds_table_read_shaped, with another chunk size than DS_CSV_CHUNK_SIZE; shape may be NULL. */
ds_status ds_csv_read_shaped(const char *path, const ds_table_info *info,
                             const ds_table_shape *shape, size_t n_workers, size_t chunk_size,
                             const ds_table_sink *sink, ds_error *err) DS_NODISCARD;

/* As ds_table_read, with another chunk size than DS_CSV_CHUNK_SIZE: for tests. */
ds_status ds_csv_read(const char *path, const ds_table_info *info, size_t n_workers,
                      size_t chunk_size, const ds_table_sink *sink, ds_error *err) DS_NODISCARD;

#endif
