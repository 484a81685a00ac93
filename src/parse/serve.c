/* parse/serve.c: see serve.h. */
#include "parse/serve.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/helper.h"
#include "base/text.h"
#include "parse/xlsx/read.h"

enum { FRAME_ROOM = DS_FRAME_MAX + DS_FRAME_HEAD, ELEMENTS_FULL = 64 << 10, LABELS_AT_ONCE = 4096 };

/* ---- bytes ---- */

static bool write_all(int fd, const char *data, size_t size) {
    while (size > 0) {
        const ssize_t put = write(fd, data, size);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        data += put;
        size -= (size_t)put;
    }
    return true;
}

static void add_number(ds_buffer *frame, uint32_t number) {
    ds_buffer_add(frame, (const char *)&number, sizeof number);
}

static void begin_frame(ds_serve *serve, ds_frame_kind kind) {
    ds_buffer_clear(&serve->frame);
    add_number(&serve->frame, kind);
    add_number(&serve->frame, 0);
}

/* False: nobody listens, or no memory. */
static bool send_frame(ds_serve *serve) {
    const uint32_t size = (uint32_t)(serve->frame.size - DS_FRAME_HEAD);
    if (serve->frame.failed != DS_OK) return false;
    memcpy(serve->frame.data + sizeof size, &size, sizeof size);
    return write_all(serve->to, serve->frame.data, serve->frame.size);
}

static ds_status send_or_fail(ds_serve *serve, ds_error *err) {
    if (serve->frame.failed != DS_OK) return ds_error_memory(err);
    if (send_frame(serve)) return DS_OK;
    return ds_error_set(err, DS_FAULT, "niemand luistert meer", "nobody listens any more");
}

static bool send_struct(ds_serve *serve, ds_frame_kind kind, const void *what, size_t size) {
    begin_frame(serve, kind);
    ds_buffer_add(&serve->frame, what, size);
    return send_frame(serve);
}

void ds_serve_init(ds_serve *serve, int from, int to) {
    memset(serve, 0, sizeof *serve);
    serve->from = from;
    serve->to = to;
    ds_buffer_init(&serve->frame, FRAME_ROOM);
}

/* Whoever waits for more than a program of another build says waits for ever. */
bool ds_serve_begin(ds_serve *serve) {
    ds_frame_ask *ask = &serve->ask;
    const size_t first = sizeof ask->version; /* it stands first, in every version */
    uint32_t head[2];
    if (!ds_helper_read(serve->from, head, sizeof head) || head[0] != DS_FRAME_ASK ||
        head[1] < sizeof *ask || head[1] - sizeof *ask >= sizeof serve->sheet)
        return false;
    if (!ds_helper_read(serve->from, &ask->version, first) || ask->version != DS_FRAME_VERSION)
        return false;
    return ds_helper_read(serve->from, (char *)ask + first, sizeof *ask - first) &&
           ask->sheet_size == head[1] - sizeof *ask &&
           ds_helper_read(serve->from, serve->sheet, ask->sheet_size);
}

void ds_serve_done(ds_serve *serve) {
    ds_buffer_done(&serve->frame);
}

bool ds_serve_hello(ds_serve *serve, uint32_t landlock) {
    ds_frame_hello hello = {"DSPARSE", DS_FRAME_VERSION, landlock, DS_VERSION};
    return send_struct(serve, DS_FRAME_HELLO, &hello, sizeof hello);
}

bool ds_serve_cannot(ds_serve *serve, const ds_frame_cannot *cannot) {
    return send_struct(serve, DS_FRAME_CANNOT, cannot, sizeof *cannot);
}

bool ds_serve_end(ds_serve *serve) {
    begin_frame(serve, DS_FRAME_END);
    return send_frame(serve);
}

/* A message that was cut to fit may end within a character, and quotes names from the file. */
static void clean_line(char *text) {
    size_t bad;
    while (!ds_text_is_utf8(ds_text_of(text), &bad))
        text[bad] = '?';
    for (unsigned char *at = (unsigned char *)text; *at != '\0'; at++) {
        if (*at < ' ' || *at == 0x7F) *at = '?';
        if (*at == 0xC2 && at[1] < 0xA0) at[0] = at[1] = '?';
    }
}

bool ds_serve_error(ds_serve *serve, const ds_error *err) {
    ds_error said = *err;
    ds_frame_error head = {.line = said.line, .column = said.column, .status = said.status};
    clean_line(said.nl);
    clean_line(said.en);
    head.nl_size = (uint32_t)strlen(said.nl);
    head.en_size = (uint32_t)strlen(said.en);
    begin_frame(serve, DS_FRAME_ERROR);
    ds_buffer_add(&serve->frame, (const char *)&head, sizeof head);
    ds_buffer_add_string(&serve->frame, said.nl);
    ds_buffer_add_string(&serve->frame, said.en);
    return send_frame(serve);
}

/* ---- tables ---- */

static ds_status say_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    ds_serve *serve = context;
    begin_frame(serve, DS_FRAME_HEADER);
    add_number(&serve->frame, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        add_number(&serve->frame, (uint32_t)names[i].size);
    for (size_t i = 0; i < n; i++)
        ds_buffer_add(&serve->frame, names[i].data, names[i].size);
    return send_or_fail(serve, err);
}

static ds_status say_records(ds_serve *serve, const ds_table_batch *b, size_t first, size_t n,
                             ds_error *err) {
    const size_t from = first * b->n_columns, n_fields = n * b->n_columns;
    ds_buffer *frame = &serve->frame;
    begin_frame(serve, DS_FRAME_ROWS);
    add_number(frame, (uint32_t)n);
    add_number(frame, (uint32_t)b->n_columns);
    add_number(frame, b->marks != NULL);
    ds_buffer_add(frame, (const char *)(b->lines + first), n * sizeof *b->lines);
    for (size_t i = 0; i < n_fields; i++)
        add_number(frame, (uint32_t)b->fields[from + i].size);
    if (b->marks != NULL) ds_buffer_add(frame, (const char *)(b->marks + from), n_fields);
    for (size_t i = 0; i < n_fields; i++)
        if (b->fields[from + i].size > 0)
            ds_buffer_add(frame, b->fields[from + i].data, b->fields[from + i].size);
    return send_or_fail(serve, err);
}

/* As many records at a time as fit; one always does. */
static ds_status say_rows(void *context, const ds_table_batch *b, ds_error *err) {
    size_t first = 0, size = 0;
    ds_status status = DS_OK;
    for (size_t r = 0; status == DS_OK && r < b->n_records; r++) {
        for (size_t c = 0; c < b->n_columns; c++)
            size += b->fields[r * b->n_columns + c].size;
        if (size < DS_FRAME_FULL && r + 1 < b->n_records) continue;
        status = say_records(context, b, first, r + 1 - first, err);
        first = r + 1;
        size = 0;
    }
    return status;
}

static void say_progress(void *context, uint64_t bytes) {
    (void)send_struct(context, DS_FRAME_PROGRESS, &bytes, sizeof bytes);
}

static void say_remark(void *context, const ds_table_remark *remark) {
    ds_serve *serve = context;
    const ds_frame_remark said = {remark->n, remark->line, remark->column, remark->kind,
                                  (uint32_t)remark->name.size};
    begin_frame(serve, DS_FRAME_REMARK);
    ds_buffer_add(&serve->frame, (const char *)&said, sizeof said);
    if (remark->name.size > 0) ds_buffer_add(&serve->frame, remark->name.data, remark->name.size);
    (void)send_frame(serve);
}

/* Some labels of a column, and the answer. */
static ds_status ask_some(ds_serve *serve, const ds_labels *labels, size_t column, size_t first,
                          size_t n, uint8_t *uses, ds_error *err) {
    begin_frame(serve, DS_FRAME_LABELS);
    add_number(&serve->frame, (uint32_t)column);
    add_number(&serve->frame, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        const ds_table_label label = ds_labels_at(labels, column, first + i);
        add_number(&serve->frame, (uint32_t)label.value.size);
        add_number(&serve->frame, (uint32_t)label.label.size);
    }
    for (size_t i = 0; i < n; i++) {
        const ds_table_label label = ds_labels_at(labels, column, first + i);
        ds_buffer_add(&serve->frame, label.value.data, label.value.size);
        ds_buffer_add(&serve->frame, label.label.data, label.label.size);
    }
    if (serve->frame.failed == DS_INPUT)
        return ds_error_at(err, DS_INPUT, "", 0, 0, "te lange labels", "labels that are too long");
    if (send_or_fail(serve, err) != DS_OK) return DS_FAULT;
    if (ds_helper_read(serve->from, uses, n)) return DS_OK;
    return ds_error_set(err, DS_FAULT, "geen antwoord", "no answer");
}

static ds_status say_labels(void *context, const ds_labels *labels, size_t column, uint8_t *uses,
                            ds_error *err) {
    const size_t n = ds_labels_count(labels, column);
    ds_status status = DS_OK;
    for (size_t first = 0, some; status == DS_OK && first < n; first += some) {
        size_t size = 0;
        for (some = 0; some < LABELS_AT_ONCE && first + some < n && size < DS_FRAME_FULL; some++)
            size += ds_labels_at(labels, column, first + some).label.size;
        status = ask_some(context, labels, column, first, some, uses + first, err);
    }
    return status;
}

/* ---- XML ---- */

static ds_status say_elements(ds_serve *serve, bool all, ds_error *err) {
    ds_status status;
    if (serve->frame.size <= (all ? (size_t)DS_FRAME_HEAD : (size_t)ELEMENTS_FULL)) return DS_OK;
    status = send_or_fail(serve, err);
    begin_frame(serve, DS_FRAME_ELEMENTS);
    return status;
}

static ds_status say_begin(void *context, ds_text name, ds_xml_place at, ds_error *err) {
    ds_serve *serve = context;
    const uint64_t place[2] = {at.line, at.column};
    add_number(&serve->frame, DS_FRAME_BEGINS);
    ds_buffer_add(&serve->frame, (const char *)place, sizeof place);
    add_number(&serve->frame, (uint32_t)name.size);
    ds_buffer_add(&serve->frame, name.data, name.size);
    return say_elements(serve, false, err);
}

static ds_status say_close(void *context, ds_text name, ds_text text, ds_xml_place at,
                           ds_error *err) {
    ds_serve *serve = context;
    (void)name;
    (void)at;
    add_number(&serve->frame, DS_FRAME_ENDS);
    add_number(&serve->frame, (uint32_t)text.size);
    ds_buffer_add(&serve->frame, text.data, text.size);
    return say_elements(serve, false, err);
}

/* An error that stops the next frame from being said stops this one, too. */
static void say_xml_progress(void *context, uint64_t bytes) {
    ds_serve *serve = context;
    if (say_elements(serve, true, NULL) != DS_OK) return;
    say_progress(serve, bytes);
    begin_frame(serve, DS_FRAME_ELEMENTS);
}

static ds_status read_xml(ds_serve *serve, const ds_source *source, ds_error *err) {
    const ds_xml_sink sink = {serve, say_begin, say_close, say_xml_progress};
    ds_error late;
    ds_status status;
    begin_frame(serve, DS_FRAME_ELEMENTS);
    status = ds_xml_parse(source, &sink, err);
    /* what came before an error is said before it, so that whichever is first is told */
    if (say_elements(serve, true, &late) == DS_OK || status != DS_OK) return status;
    *err = late;
    return DS_FAULT;
}

/* ---- all ---- */

ds_status ds_serve_read(ds_serve *serve, const ds_source *source, const ds_parquet_duck *duck,
                        ds_error *err) {
    const ds_table_sink sink = {serve, say_header, say_rows, say_progress, NULL, say_remark};
    const ds_label_asker asker = {serve, say_labels};
    ds_table_shape shape = DS_TABLE_SHAPE_INIT;
    const ds_table_format format = (ds_table_format)serve->ask.format;
    switch (format) {
    case DS_TABLE_SAV:
    case DS_TABLE_DTA:
        return ds_readstat_read(source, format, &sink, serve->ask.labels == 1 ? &asker : NULL, err);
    case DS_TABLE_PARQUET:
        return ds_parquet_read(source, duck, &sink, err);
    case DS_TABLE_XLSX:
        shape.sheet = (ds_text){serve->sheet, serve->ask.sheet_size};
        shape.first_line = serve->ask.first_line;
        shape.unpacked_most = serve->ask.unpacked_most;
        return ds_xlsx_read(source, &shape, &sink, err);
    case DS_TABLE_XML:
        return read_xml(serve, source, err);
    case DS_TABLE_UNKNOWN:
    case DS_TABLE_CSV:
        break;
    }
    return ds_error_set(err, DS_FAULT, "geen vreemd bestand", "no foreign file");
}
