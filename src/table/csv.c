/* table/csv.c: reading a CSV: the header, then the records on as many threads as asked. See csv.h.
 *
 * The caller's thread reads the first chunk and the header in it; that chunk's other records are
 * for worker 0. Workers then fetch chunks until there are none. Chunks are given out in file order,
 * and one in which a fault was found is the last: those before it are read to their end, so that
 * the fault with the lowest line is known whatever the number of workers. */
#include "table/csv.h"

#include <stdatomic.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/stop.h"
#include "table/gzip.h"
#include "table/header_line.h"
#include "table/names.h"

typedef struct reading {
    const char *path;
    const ds_table_info *info;
    const ds_table_sink *sink;
    const ds_table_shape *shape; /* NULL: none */
    ds_source source;
    ds_sake sake; /* of who reads */
    ds_csv_chunks chunks;
    _Atomic uint64_t n_bytes; /* read so far */
    pthread_mutex_t mutex;    /* of what follows: the fault that will be told */
    ds_csv_outcome outcome;
    uint64_t fault_chunk;
    ds_error fault;
    uint16_t *unnamed; /* unnamed[n_unnamed]: columns without a name */
    size_t n_unnamed;
} reading;

typedef struct worker {
    reading *reading;
    ds_csv_chunk chunk;
    ds_csv_cursor cursor;
    ds_rows rows;
    bool primed; /* the chunk is here already, with the cursor in it */
    bool started;
    pthread_t thread;
} worker;

/* Keeps the first fault of the file's text; any other fault comes as it comes. */
static void report_fault(reading *r, ds_csv_outcome outcome, uint64_t chunk,
                         const ds_error *fault) {
    (void)pthread_mutex_lock(&r->mutex);
    if (r->outcome.status == DS_OK ||
        (outcome.from_text && r->outcome.from_text && chunk < r->fault_chunk)) {
        r->outcome = outcome;
        r->fault_chunk = chunk;
        r->fault = *fault;
    }
    (void)pthread_mutex_unlock(&r->mutex);
    ds_csv_chunks_stop(&r->chunks, outcome.from_text ? chunk : 0);
}

static void tell_progress(reading *r, size_t size) {
    uint64_t bytes = atomic_fetch_add(&r->n_bytes, size) + size;
    if (bytes > r->info->size_bytes) bytes = r->info->size_bytes; /* what was packed is more */
    if (r->sink->progress != NULL) r->sink->progress(r->sink->context, bytes);
}

static void *work_on_chunks(void *context) {
    worker *w = context;
    reading *r = w->reading;
    ds_csv_outcome outcome = {DS_OK, false};
    ds_error err;
    memset(&err, 0, sizeof err);
    ds_sake_use(r->sake);
    while (outcome.status == DS_OK) {
        if (!w->primed) {
            outcome.status = ds_csv_chunks_next(&r->chunks, &w->chunk, &err);
            if (outcome.status != DS_OK || w->chunk.size == 0) break;
            ds_csv_cursor_init(&w->cursor, r->path, r->info->delimiter, &w->chunk);
        }
        w->primed = false;
        outcome = ds_csv_read_records(&w->cursor, &w->rows, &err);
        if (outcome.status == DS_OK) tell_progress(r, w->chunk.size);
    }
    if (outcome.status != DS_OK) report_fault(r, outcome, w->chunk.number, &err);
    return NULL;
}

/* The first chunk that is not all blank lines, with the cursor at its first record. */
static ds_status first_record(worker *w, ds_error *err) {
    reading *r = w->reading;
    do {
        ds_status status = ds_csv_chunks_next(&r->chunks, &w->chunk, err);
        if (status != DS_OK) return status;
        if (w->chunk.size == 0)
            return ds_error_at(err, DS_INPUT, r->path, 0, 0, "het bestand is leeg",
                               "the file is empty");
        ds_csv_cursor_init(&w->cursor, r->path, r->info->delimiter, &w->chunk);
    } while (!ds_csv_next(&w->cursor));
    w->primed = true;
    return DS_OK;
}

/* A title above the header looks like a bad header: then says where a better one is. */
static ds_status refuse_header(const reading *r, const ds_text *names, size_t bad, size_t earlier,
                               ds_csv_place place, ds_error *err) {
    ds_header_hint_text hint;
    ds_error reason;
    uint64_t line = 0;
    ds_status status = ds_header_seek(r->path, NULL, 0, &line, err);
    if (status != DS_OK) return status;
    status = ds_names_refuse(r->path, names, bad, earlier, place.line, place.column, &reason);
    ds_header_hint(line, &hint);
    return ds_error_at(err, status, r->path, place.line, place.column, "%s%.0s%s%.0s",
                       "%.0s%s%.0s%s", reason.nl, reason.en, hint.nl, hint.en);
}

/* Notes which columns have no name, for all workers, and hands the names over. */
static ds_status hold_unnamed_empty(reading *r, const ds_text *names, size_t n_names,
                                    ds_error *err) {
    size_t n = 0;
    for (size_t i = 0; i < n_names; i++)
        n += names[i].size == 0;
    if (n > 0) {
        r->unnamed = ds_calloc(n, sizeof *r->unnamed);
        if (r->unnamed == NULL) return ds_error_memory(err);
        for (size_t i = 0; i < n_names; i++)
            if (names[i].size == 0) r->unnamed[r->n_unnamed++] = (uint16_t)i;
    }
    return r->sink->header(r->sink->context, names, n_names, err);
}

static ds_status hand_over_names(worker *w, ds_text *names, size_t n_names,
                                 const ds_csv_place *places, ds_error *err) {
    reading *r = w->reading;
    size_t bad, earlier;
    ds_status status = ds_rows_convert(&w->rows, names, n_names, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < n_names; i++)
        names[i] = ds_names_trim(names[i]);
    if (r->shape != NULL && r->shape->unchecked)
        return r->sink->header(r->sink->context, names, n_names, err);
    if (!ds_names_check(names, n_names, false, &bad, &earlier))
        return refuse_header(r, names, bad, earlier, places[bad], err);
    return hold_unnamed_empty(r, names, n_names, err);
}

/* The names are given: a header is passed over, and must have as many. names is scratch. */
static ds_status give_names(worker *w, ds_text *names, ds_csv_place *places, ds_error *err) {
    const reading *r = w->reading;
    const ds_table_shape *shape = r->shape;
    size_t n_found = shape->n_columns;
    ds_status status = first_record(w, err);
    if (status == DS_OK && shape->header)
        status = ds_csv_read_header(&w->cursor, names, places, &n_found, err);
    if (status != DS_OK) return status;
    if (n_found != shape->n_columns)
        return ds_error_at(err, DS_INPUT, r->path, places[0].line, 0,
                           "de kopregel heeft %zu kolommen, er zijn %zu namen gegeven",
                           "the header has %zu columns, %zu names were given", n_found,
                           shape->n_columns);
    for (size_t i = 0; i < shape->n_columns; i++)
        names[i] = shape->columns[i].name;
    return r->sink->header(r->sink->context, names, shape->n_columns, err);
}

static ds_status read_header(worker *w, size_t *out_n_columns, ds_error *err) {
    const ds_table_shape *shape = w->reading->shape;
    ds_text *names = ds_calloc(DS_TABLE_COLUMNS_MAX, sizeof *names);
    ds_csv_place *places = ds_calloc(DS_TABLE_COLUMNS_MAX, sizeof *places);
    ds_status status;
    size_t n_names = 0;
    if (names == NULL || places == NULL) {
        status = ds_error_memory(err);
        goto done;
    }
    if (shape != NULL && shape->n_columns > 0) {
        n_names = shape->n_columns;
        status = give_names(w, names, places, err);
        if (status == DS_OK) *out_n_columns = n_names;
        goto done;
    }
    status = first_record(w, err);
    if (status == DS_OK) status = ds_csv_read_header(&w->cursor, names, places, &n_names, err);
    if (status == DS_OK) status = hand_over_names(w, names, n_names, places, err);
    if (status == DS_OK) *out_n_columns = n_names;
done:
    ds_free(names);
    ds_free(places);
    return status;
}

/* Worker 0 is the caller's thread. One that cannot be started is missed by no one: the others fetch
 * its chunks. */
static void run_workers(worker *workers, size_t n_workers) {
    for (size_t i = 1; i < n_workers; i++)
        workers[i].started =
            pthread_create(&workers[i].thread, NULL, work_on_chunks, &workers[i]) == 0;
    (void)work_on_chunks(&workers[0]);
    for (size_t i = 1; i < n_workers; i++)
        if (workers[i].started) (void)pthread_join(workers[i].thread, NULL);
}

static ds_status read_csv(reading *r, worker *workers, size_t n_workers, ds_error *err) {
    size_t n_columns = 0;
    ds_status status;
    for (size_t i = 0; i < n_workers; i++) {
        workers[i].reading = r;
        workers[i].rows = (ds_rows){
            .sink = r->sink, .encoding = r->info->encoding, .ascii = r->info->ascii, .worker = i};
    }
    status = read_header(&workers[0], &n_columns, err);
    for (size_t i = 0; status == DS_OK && i < n_workers; i++) {
        workers[i].rows.unnamed = r->unnamed;
        workers[i].rows.n_unnamed = r->n_unnamed;
        status = ds_rows_init(&workers[i].rows, n_columns, err);
    }
    if (status != DS_OK) return status;
    run_workers(workers, n_workers);
    /* a file that changed explains a fault in its text, and spoils a reading without one */
    if (r->outcome.status == DS_OK || r->outcome.from_text) {
        status = ds_source_unchanged(&r->source, r->info->size_bytes, r->info->modified_ns, err);
        if (status != DS_OK) return status;
    }
    if (r->outcome.status != DS_OK && err != NULL) *err = r->fault;
    return r->outcome.status;
}

/* Past the byte order mark, which belongs to no line. */
static ds_status skip_csv_mark(const reading *r, ds_error *err) {
    char mark[3];
    size_t got;
    if (r->info->encoding != DS_TABLE_UTF8_BOM) return DS_OK;
    return ds_source_read(&r->source, mark, sizeof mark, &got, err);
}

ds_status ds_csv_read(const char *path, const ds_table_info *info, size_t n_workers,
                      size_t chunk_size, const ds_table_sink *sink, ds_error *err) {
    return ds_csv_read_shaped(path, info, NULL, n_workers, chunk_size, sink, err);
}

ds_status ds_csv_read_shaped(const char *path, const ds_table_info *info,
                             const ds_table_shape *shape, size_t n_workers, size_t chunk_size,
                             const ds_table_sink *sink, ds_error *err) {
    const uint64_t n_useful =
        (ds_gzip_named(path) ? DS_GZIP_FACTOR : 1) * info->size_bytes / chunk_size + 1;
    reading r = {.path = path,
                 .sake = ds_sake_used(),
                 .info = info,
                 .sink = sink,
                 .shape = shape,
                 .mutex = PTHREAD_MUTEX_INITIALIZER};
    worker *workers;
    ds_status status = ds_source_open_packed(&r.source, path, err);
    if (status != DS_OK) return status;
    if (n_workers > n_useful) n_workers = (size_t)n_useful;
    ds_csv_chunks_init(&r.chunks, &r.source, info, chunk_size);
    workers = ds_calloc(n_workers, sizeof *workers);
    status = workers == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK)
        status = ds_source_unchanged(&r.source, info->size_bytes, info->modified_ns, err);
    if (status == DS_OK) status = skip_csv_mark(&r, err);
    if (status == DS_OK) status = read_csv(&r, workers, n_workers, err);
    for (size_t i = 0; workers != NULL && i < n_workers; i++) {
        ds_csv_chunk_done(&workers[i].chunk);
        ds_rows_done(&workers[i].rows);
    }
    ds_free(workers);
    ds_free(r.unnamed);
    ds_csv_chunks_done(&r.chunks);
    ds_source_close(&r.source);
    return status;
}
