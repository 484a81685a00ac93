/* table/fixed_width.c: text of fixed width: columns stand at character places, without delimiter or
 * quotes. Gives the same batches as the other readers. See ds_table_shape.
 *
 * The file is read in blocks into one buffer; the lines that are whole are cut into fields, the
 * rest moves to the front. In Windows-1252 and in lines of plain ASCII a character is a byte; in
 * UTF-8 it is counted. Spaces and tabs at both ends are no part of a field. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "table/bytes.h"
#include "table/formats.h"
#include "table/rows.h"

enum { BLOCK = 1 << 20, BUFFER = BLOCK + DS_TABLE_LINE_MAX + 2 };

typedef struct reading {
    const char *path;
    const ds_table_info *info;
    const ds_table_shape *shape;
    const ds_table_sink *sink;
    ds_source source;
    ds_rows rows;
    char *buffer;
    size_t size; /* bytes in it */
    uint64_t line, bytes;
    bool header_left; /* the first line is still to be passed over */
} reading;

static bool is_blank(ds_text line) {
    return ds_text_trim(line).size == 0;
}

/* The byte at which character number from (from 1) begins, at most size. */
static size_t offset_of(const reading *r, ds_text line, bool ascii, uint32_t from) {
    size_t at = 0;
    if (ascii || r->info->encoding == DS_TABLE_WINDOWS1252)
        return from - 1 < line.size ? from - 1 : line.size;
    for (uint32_t n = 1; n < from && at < line.size; n++)
        do
            at++;
        while (at < line.size && ((unsigned char)line.data[at] & 0xC0) == 0x80);
    return at;
}

static size_t count_characters(const reading *r, ds_text line, bool ascii) {
    size_t n = 0;
    if (ascii || r->info->encoding == DS_TABLE_WINDOWS1252) return line.size;
    for (size_t i = 0; i < line.size; i++)
        n += ((unsigned char)line.data[i] & 0xC0) != 0x80;
    return n;
}

static ds_status refuse_short(const reading *r, size_t n, const ds_table_place *place,
                              ds_error *err) {
    const uint32_t wanted = place->to == 0 ? place->from : place->to;
    return ds_error_at(
        err, DS_INPUT, r->path, r->line, n + 1,
        "de regel eindigt hier, na %zu tekens; kolom '%.*s' loopt tot en met teken %u",
        "the line ends here, after %zu characters; column '%.*s' goes up to character %u", n,
        (int)(place->name.size > 64 ? 64 : place->name.size), place->name.data, wanted);
}

static ds_status take_line(reading *r, ds_text line, ds_error *err) {
    const bool ascii = !ds_bytes_any_high(line.data, line.size);
    const size_t n = count_characters(r, line, ascii);
    ds_text *fields = ds_rows_next(&r->rows);
    for (size_t i = 0; i < r->shape->n_columns; i++) {
        const ds_table_place *place = &r->shape->columns[i];
        const uint32_t last = place->to == 0 ? place->from : place->to;
        size_t from, to;
        if (last > n && !r->shape->short_lines) return refuse_short(r, n, place, err);
        from = offset_of(r, line, ascii, place->from);
        to = place->to == 0 ? line.size : offset_of(r, line, ascii, place->to + 1);
        fields[i] = ds_text_trim((ds_text){line.data + from, to - from});
    }
    return ds_rows_add(&r->rows, r->line) ? ds_rows_flush(&r->rows, err) : DS_OK;
}

/* One line without its end. */
static ds_status next_line(reading *r, ds_text line, ds_error *err) {
    if (line.size > 0 && line.data[line.size - 1] == '\r') line.size--;
    if (is_blank(line) || r->line < r->info->first_line) return DS_OK;
    if (r->header_left) {
        r->header_left = false;
        return DS_OK;
    }
    return take_line(r, line, err);
}

/* The whole lines in the buffer; at the end of the file also one without an end. */
static ds_status take_lines(reading *r, bool end, ds_error *err) {
    const char *at = r->buffer, *stop = r->buffer + r->size;
    ds_status status = DS_OK;
    while (status == DS_OK && at < stop) {
        const char *newline = memchr(at, '\n', (size_t)(stop - at));
        if (newline == NULL && !end) break;
        status =
            next_line(r, (ds_text){at, (size_t)((newline == NULL ? stop : newline) - at)}, err);
        r->line++;
        at = newline == NULL ? stop : newline + 1;
    }
    if (status == DS_OK) status = ds_rows_flush(&r->rows, err); /* before the bytes move */
    if (status != DS_OK) return status;
    r->size = (size_t)(stop - at);
    memmove(r->buffer, at, r->size);
    return DS_OK;
}

static ds_status read_blocks(reading *r, ds_error *err) {
    bool end = false;
    ds_status status = DS_OK;
    while (status == DS_OK && !end) {
        size_t got;
        if (r->size > DS_TABLE_LINE_MAX + 1) /* ds_table_inspect refuses it before: it changed */
            return ds_error_at(err, DS_INPUT, r->path, r->line, DS_TABLE_LINE_MAX + 1,
                               "de regel is te lang", "the line is too long");
        status = ds_source_read(&r->source, r->buffer + r->size, BLOCK, &got, err);
        if (status != DS_OK) return status;
        end = got < BLOCK;
        r->bytes += got;
        r->size += got;
        status = take_lines(r, end, err);
        if (status == DS_OK && r->sink->progress != NULL)
            r->sink->progress(r->sink->context, r->bytes);
    }
    return status;
}

static ds_status begin_lines(reading *r, ds_error *err) {
    ds_text *names = ds_calloc(r->shape->n_columns, sizeof *names);
    ds_status status = names == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->shape->n_columns; i++)
        names[i] = r->shape->columns[i].name;
    if (status == DS_OK)
        status = r->sink->header(r->sink->context, names, r->shape->n_columns, err);
    ds_free(names);
    if (status == DS_OK) status = ds_rows_init(&r->rows, r->shape->n_columns, err);
    if (status == DS_OK) {
        r->buffer = ds_malloc(BUFFER);
        if (r->buffer == NULL) status = ds_error_memory(err);
    }
    return status;
}

static ds_status skip_line_mark(const reading *r, ds_error *err) {
    char mark[3];
    size_t got;
    if (r->info->encoding != DS_TABLE_UTF8_BOM) return DS_OK;
    return ds_source_read(&r->source, mark, sizeof mark, &got, err);
}

ds_status ds_fixed_width_read(const char *path, const ds_table_info *info,
                              const ds_table_shape *shape, const ds_table_sink *sink,
                              ds_error *err) {
    reading r = {.path = path,
                 .info = info,
                 .shape = shape,
                 .sink = sink,
                 .rows = {.sink = sink, .encoding = info->encoding},
                 .line = 1,
                 .header_left = shape->header};
    ds_status status = ds_source_open_packed(&r.source, path, err);
    if (status != DS_OK) return status;
    status = ds_source_unchanged(&r.source, info->size_bytes, info->modified_ns, err);
    if (status == DS_OK) status = skip_line_mark(&r, err);
    if (status == DS_OK) status = begin_lines(&r, err);
    if (status == DS_OK) status = read_blocks(&r, err);
    if (status == DS_OK)
        status = ds_source_unchanged(&r.source, info->size_bytes, info->modified_ns, err);
    ds_rows_done(&r.rows);
    ds_free(r.buffer);
    ds_source_close(&r.source);
    return status;
}
