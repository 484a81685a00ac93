/* table/csv_chunk.c: a CSV in chunks of whole records. See csv.h.
 *
 * A chunk without a quote ends after its last LF: two fast searches. With quotes a record end is an
 * LF outside them, so the quotes must be walked from the chunk's beginning, which is known to be
 * the beginning of a record. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "table/bytes.h"
#include "table/csv.h"

void ds_csv_chunk_done(ds_csv_chunk *chunk) {
    ds_free(chunk->data);
    *chunk = (ds_csv_chunk){0};
}

void ds_csv_chunks_init(ds_csv_chunks *chunks, const ds_source *source, const ds_table_info *info,
                        size_t chunk_size) {
    *chunks = (ds_csv_chunks){.source = source,
                              .chunk_size = chunk_size,
                              .delimiter = info->delimiter,
                              .skip = info->first_line > 0 ? info->first_line - 1 : 0,
                              .mutex = PTHREAD_MUTEX_INITIALIZER,
                              .line = 1,
                              .last = UINT64_MAX};
}

void ds_csv_chunks_done(ds_csv_chunks *chunks) {
    ds_free(chunks->carry);
    chunks->carry = NULL;
    (void)pthread_mutex_destroy(&chunks->mutex);
}

void ds_csv_chunks_stop(ds_csv_chunks *chunks, uint64_t number) {
    (void)pthread_mutex_lock(&chunks->mutex);
    if (number < chunks->last) chunks->last = number;
    (void)pthread_mutex_unlock(&chunks->mutex);
}

/* The quote that closes the field whose content begins at p; NULL when that cannot be told. */
static const char *closing_quote(const char *p, const char *end) {
    while ((p = ds_bytes_find(p, end, '"')) != NULL) {
        if (p + 1 == end) return NULL; /* perhaps the first half of a doubled one */
        if (p[1] != '"') return p;
        p += 2;
    }
    return NULL;
}

/* The last LF of from[0..to); most stretches between quotes are a delimiter or a line end long. */
static const char *last_newline(const char *from, const char *to) {
    if (to - from > 16) return memrchr(from, '\n', (size_t)(to - from));
    while (to > from)
        if (*--to == '\n') return to;
    return NULL;
}

/* Only the first byte of a field opens a quoted one; blanks may stand before it. */
static bool opens_field(const char *data, const char *quote, char delimiter) {
    while (quote > data && (quote[-1] == ' ' || quote[-1] == '\t') && quote[-1] != delimiter)
        quote--;
    return quote == data || quote[-1] == delimiter || quote[-1] == '\n';
}

size_t ds_csv_whole_records(const char *data, size_t size, char delimiter) {
    const char *end = data + size, *plain = data, *p = data;
    const char *newline, *last = NULL;
    while (p < end) {
        const char *quote = ds_bytes_find(p, end, '"');
        if (quote == NULL) break;
        p = quote + 1;
        if (!opens_field(data, quote, delimiter)) continue;
        newline = last_newline(plain, quote);
        if (newline != NULL) last = newline;
        do { /* the usual row of quoted fields has one delimiter between them and nothing else */
            quote = closing_quote(p, end);
            if (quote == NULL) return last == NULL ? 0 : (size_t)(last - data) + 1;
            p = quote + 3;
        } while (end - quote > 2 && quote[1] == delimiter && quote[2] == '"');
        plain = p = quote + 1;
    }
    newline = memrchr(plain, '\n', (size_t)(end - plain));
    if (newline != NULL) last = newline;
    return last == NULL ? 0 : (size_t)(last - data) + 1;
}

/* Leaves out the lines above the header before records are sought: a quote there opens nothing. */
static void drop_lines(ds_csv_chunks *chunks, ds_csv_chunk *chunk) {
    const char *at = chunk->data, *end = chunk->data + chunk->size;
    while (chunks->skip > 0 && at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (newline != NULL) {
            chunks->skip--;
            chunks->line++;
        }
        at = newline == NULL ? end : newline + 1;
    }
    if (at == chunk->data) return;
    chunk->size = (size_t)(end - at);
    memmove(chunk->data, at, chunk->size);
}

/* Reads on until a record ends, the file does, or the record is over its limit (which csv_record.c
 * then refuses). *out_whole is how much of it is whole records. */
static ds_status fill_chunk(ds_csv_chunks *chunks, ds_csv_chunk *chunk, size_t *out_whole,
                            ds_error *err) {
    size_t got;
    do {
        ds_status status;
        if (!ds_reserve(&chunk->data, &chunk->capacity,
                        chunk->size + chunks->chunk_size + DS_CSV_PADDING, 1))
            return ds_error_memory(err);
        status = ds_source_read(chunks->source, chunk->data + chunk->size, chunks->chunk_size, &got,
                                err);
        if (status != DS_OK) return status;
        chunk->size += got;
        if (chunks->skip > 0) drop_lines(chunks, chunk);
        if (got < chunks->chunk_size) {
            chunks->ended = true;
            if (chunk->size > 0 && chunk->data[chunk->size - 1] == DS_SOURCE_END_MARK)
                chunk->size--;
            *out_whole = chunk->size;
            return DS_OK;
        }
        *out_whole = ds_csv_whole_records(chunk->data, chunk->size, chunks->delimiter);
    } while (*out_whole == 0 && chunk->size <= DS_TABLE_LINE_MAX + 2);
    if (*out_whole == 0) {
        chunks->ended = true;
        *out_whole = chunk->size;
    }
    return DS_OK;
}

static ds_status next_locked(ds_csv_chunks *chunks, ds_csv_chunk *chunk, ds_error *err) {
    size_t whole, rest;
    ds_status status;
    chunk->size = 0;
    if (chunks->ended || chunks->n_chunks > chunks->last) return DS_OK;
    if (!ds_reserve(&chunk->data, &chunk->capacity, chunks->carry_size + DS_CSV_PADDING, 1))
        return ds_error_memory(err);
    if (chunks->carry_size > 0) memcpy(chunk->data, chunks->carry, chunks->carry_size);
    chunk->size = chunks->carry_size;
    status = fill_chunk(chunks, chunk, &whole, err);
    if (status != DS_OK) return status;
    rest = chunk->size - whole;
    if (!ds_reserve(&chunks->carry, &chunks->carry_capacity, rest, 1)) return ds_error_memory(err);
    if (rest > 0) memcpy(chunks->carry, chunk->data + whole, rest);
    chunks->carry_size = rest;
    chunk->size = whole;
    memset(chunk->data + whole, '\n', DS_CSV_PADDING);
    chunk->number = chunks->n_chunks++;
    chunk->line = chunks->line;
    chunks->line += ds_bytes_count(chunk->data, whole, '\n');
    return DS_OK;
}

ds_status ds_csv_chunks_next(ds_csv_chunks *chunks, ds_csv_chunk *chunk, ds_error *err) {
    ds_status status;
    (void)pthread_mutex_lock(&chunks->mutex);
    status = next_locked(chunks, chunk, err);
    if (status != DS_OK) chunks->ended = true;
    (void)pthread_mutex_unlock(&chunks->mutex);
    return status;
}
