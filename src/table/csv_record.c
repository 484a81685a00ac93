/* table/csv_record.c: a chunk of a CSV → records of fields → batches. See csv.h.
 *
 * Fields are views into the chunk; a doubled quote is made single by moving the field's text inside
 * the chunk. The chunk is followed by line ends, so the search for the end of a field, eight bytes
 * at a time, needs no bounds. */
#include <string.h>

#include "base/error.h"
#include "table/bytes.h"
#include "table/csv.h"
#include "table/names.h"

void ds_csv_cursor_init(ds_csv_cursor *cursor, const char *path, char delimiter,
                        const ds_csv_chunk *chunk) {
    *cursor = (ds_csv_cursor){.path = path,
                              .delimiter = delimiter,
                              .at = chunk->data,
                              .end = chunk->data + chunk->size,
                              .line_start = chunk->data,
                              .line = chunk->line,
                              .record_start = chunk->data,
                              .record_line = chunk->line};
}

bool ds_csv_next(ds_csv_cursor *cursor) {
    while (cursor->at < cursor->end) {
        char *p = cursor->at;
        while (p < cursor->end && (*p == ' ' || *p == '\t' || *p == '\r') &&
               *p != cursor->delimiter)
            p++;
        if (p < cursor->end && *p != '\n') {
            cursor->record_start = cursor->at;
            cursor->record_line = cursor->line;
            return true;
        }
        cursor->line += p < cursor->end;
        cursor->at = p < cursor->end ? p + 1 : p;
        cursor->line_start = cursor->at;
    }
    return false;
}

static uint64_t column_at(const ds_csv_cursor *cursor, const char *p) {
    return (uint64_t)(p - cursor->line_start) + 1;
}

static ds_status refuse_open_quote(const ds_csv_cursor *cursor, ds_csv_place open, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, cursor->path, open.line, open.column,
        "het aanhalingsteken dat hier opent, wordt niet gesloten (gezocht tot het eind "
        "van het bestand, ten hoogste %d bytes)",
        "the quote that opens here is not closed (sought to the end of the file, at "
        "most %d bytes)",
        DS_TABLE_LINE_MAX);
}

static ds_status refuse_after_quote(const ds_csv_cursor *cursor, const char *p, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, cursor->path, cursor->line, column_at(cursor, p),
        "tekst na een sluitend aanhalingsteken; verwacht: het scheidingsteken of het "
        "eind van de regel (een aanhalingsteken in een veld wordt verdubbeld)",
        "text after a closing quote; expected: the delimiter or the end of the line (a "
        "quote inside a field is doubled)");
}

static ds_status refuse_long_record(const ds_csv_cursor *cursor, ds_error *err) {
    return ds_error_at(err, DS_INPUT, cursor->path, cursor->record_line, 1,
                       "het record dat hier begint is langer dan %d bytes, het meeste dat mag",
                       "the record that begins here is longer than %d bytes, the most allowed",
                       DS_TABLE_LINE_MAX);
}

static ds_status refuse_few(const ds_csv_cursor *cursor, size_t n, size_t expected, ds_error *err) {
    const char *p = cursor->at;
    if (p < cursor->end && p > cursor->line_start && p[-1] == '\r') p--; /* part of the line end */
    return ds_error_at(
        err, DS_INPUT, cursor->path, cursor->line, column_at(cursor, p),
        "te weinig velden: hier eindigt het record na %zu, verwacht: %zu, zoveel als er "
        "kolomnamen zijn",
        "too few fields: the record ends here after %zu, expected: %zu, as many as "
        "there are column names",
        n, expected);
}

static ds_status refuse_many(const ds_csv_cursor *cursor, const char *p, size_t expected,
                             ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, cursor->path, cursor->line, column_at(cursor, p),
        "te veel velden: na %zu velden, zoveel als er kolomnamen zijn, volgt hier nog "
        "een scheidingsteken",
        "too many fields: after %zu fields, as many as there are column names, another "
        "delimiter follows here",
        expected);
}

/* Blanks between a quoted field and its delimiter belong to neither. */
static char *skip_blanks(const ds_csv_cursor *cursor, char *p) {
    while (p < cursor->end && (*p == ' ' || *p == '\t') && *p != cursor->delimiter)
        p++;
    return p;
}

/* A field in quotes, of which the opening one is at cursor->at. Afterwards at is on the delimiter,
 * the LF or the end that follows it. */
static ds_status quoted_field(ds_csv_cursor *cursor, ds_text *out, ds_error *err) {
    const ds_csv_place open = {cursor->line, column_at(cursor, cursor->at)};
    const bool beyond = cursor->end - cursor->record_start > DS_TABLE_LINE_MAX;
    const char *stop = beyond ? cursor->record_start + DS_TABLE_LINE_MAX : cursor->end;
    char *const start = cursor->at + 1;
    char *from = start, *to = start; /* what is from there on has not been moved to its place yet */
    char *p = start;
    for (;;) {
        bool doubled;
        size_t size;
        p = ds_bytes_find_either(p, '"', '\n');
        if (p >= stop) return refuse_open_quote(cursor, open, err);
        if (*p++ == '\n') {
            cursor->line++;
            cursor->line_start = p;
            continue;
        }
        doubled = *p == '"' && p < cursor->end;
        size = (size_t)(p - from) - !doubled; /* one of two quotes stays */
        if (to != from) memmove(to, from, size);
        to += size;
        if (!doubled) break;
        from = ++p;
    }
    *out = (ds_text){start, (size_t)(to - start)};
    p = skip_blanks(cursor, p);
    if (p + 1 < cursor->end && p[0] == '\r' && p[1] == '\n') p++;
    if (p < cursor->end && *p != cursor->delimiter && *p != '\n')
        return refuse_after_quote(cursor, p, err);
    cursor->at = p;
    return DS_OK;
}

/* A field of either kind; at is left as quoted_field leaves it. */
static inline ds_status read_field(ds_csv_cursor *cursor, ds_text *out, ds_error *err) {
    char *p = cursor->at, *end;
    if (*p == '"') return quoted_field(cursor, out, err);
    if (*p == ' ' || *p == '\t') {
        char *const quote = skip_blanks(cursor, p);
        if (quote < cursor->end && *quote == '"') {
            cursor->at = quote;
            return quoted_field(cursor, out, err);
        }
    }
    end = ds_bytes_find_either(p, cursor->delimiter, '\n');
    cursor->at = end;
    if (end < cursor->end && *end == '\n' && end > p && end[-1] == '\r') end--;
    *out = (ds_text){p, (size_t)(end - p)};
    return DS_OK;
}

/* Passes the record's end, where at is, and holds the record to its limit. */
static ds_status end_record(ds_csv_cursor *cursor, ds_error *err) {
    size_t size = (size_t)(cursor->at - cursor->record_start);
    if (size > 0 && cursor->at < cursor->end && cursor->at[-1] == '\r') size--;
    if (size > DS_TABLE_LINE_MAX) return refuse_long_record(cursor, err);
    if (cursor->at < cursor->end) {
        cursor->at++;
        cursor->line++;
        cursor->line_start = cursor->at;
    }
    return DS_OK;
}

static bool more_fields(const ds_csv_cursor *cursor) {
    return cursor->at < cursor->end && *cursor->at == cursor->delimiter;
}

ds_status ds_csv_read_header(ds_csv_cursor *cursor, ds_text *fields, ds_csv_place *places,
                             size_t *out_n_fields, ds_error *err) {
    size_t n = 0;
    for (;; cursor->at++) {
        ds_status status;
        if (n == DS_TABLE_COLUMNS_MAX)
            return ds_error_at(err, DS_INPUT, cursor->path, cursor->line,
                               column_at(cursor, cursor->at), "meer dan %d kolommen",
                               "more than %d columns", DS_TABLE_COLUMNS_MAX);
        places[n] = (ds_csv_place){cursor->line, column_at(cursor, cursor->at)};
        status = read_field(cursor, &fields[n++], err);
        if (status != DS_OK) return status;
        if (!more_fields(cursor)) break;
    }
    *out_n_fields = n;
    return end_record(cursor, err);
}

static ds_status read_record(ds_csv_cursor *cursor, ds_text *fields, size_t n_fields,
                             ds_error *err) {
    for (size_t n = 0;; cursor->at++) {
        ds_status status = read_field(cursor, &fields[n++], err);
        if (status != DS_OK) return status;
        if (more_fields(cursor)) {
            if (n == n_fields) return refuse_many(cursor, cursor->at, n_fields, err);
            continue;
        }
        if (n == n_fields) break;
        return refuse_few(cursor, n, n_fields, err);
    }
    return end_record(cursor, err);
}

/* Columns without a name hold nothing: what stands there would be lost in silence. */
static ds_status check_unnamed(const ds_csv_cursor *cursor, const ds_rows *rows, ds_error *err) {
    const ds_text *fields = ds_rows_next(rows);
    for (size_t i = 0; i < rows->n_unnamed; i++)
        if (ds_names_trim(fields[rows->unnamed[i]]).size > 0)
            return ds_error_at(
                err, DS_INPUT, cursor->path, cursor->record_line, 0,
                "kolom %u heeft geen naam, maar hier staat er iets in; geef haar een "
                "naam in de kopregel",
                "column %u has no name, but here something stands in it; give it a "
                "name in the header",
                rows->unnamed[i] + 1U);
    return DS_OK;
}

ds_csv_outcome ds_csv_read_records(ds_csv_cursor *cursor, ds_rows *rows, ds_error *err) {
    while (ds_csv_next(cursor)) {
        ds_status status = read_record(cursor, ds_rows_next(rows), rows->n_columns, err);
        if (status == DS_OK && rows->n_unnamed > 0) status = check_unnamed(cursor, rows, err);
        if (status != DS_OK) {
            rows->n_records = 0;
            return (ds_csv_outcome){status, true};
        }
        if (!ds_rows_add(rows, cursor->record_line)) continue;
        status = ds_rows_flush(rows, err);
        if (status != DS_OK) return (ds_csv_outcome){status, false};
    }
    return (ds_csv_outcome){ds_rows_flush(rows, err), false};
}
