/* table/parse/frames.c: see frames.h. */
#include "table/parse/frames.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "table/bytes.h"
#include "table/gate.h"
#include "table/gzip.h"
#include "table/names.h"

enum {
    LABELS_AT_ONCE = 4096, /* whose answer fits in any pipe */
    IDLE_MAX = 256 << 20,  /* bytes without a row: labels have 64 MiB of text at most */
    IDLE_FRAME = 256,      /* as many for a frame, for those that say little */
    REMARKS_MAX = 2048,
    MARKS_KNOWN = DS_TABLE_INEXACT | DS_TABLE_NO_VALUE | DS_TABLE_UNLABELLED,
    XML_FREE = 64 << 20, /* bytes of elements, whatever the file's size; */
    XML_FACTOR = 32,     /* beyond, for each of its bytes */
};

typedef struct ds_frames_element {
    char name[DS_XML_NAME_MAX];
    size_t size;
    ds_xml_place at;
} element;

/* What a frame holds, from its front. */
typedef struct cursor {
    const char *data;
    size_t size;
} cursor;

static bool take_bytes(cursor *c, size_t size, const char **out) {
    if (size > c->size) return false;
    *out = c->data;
    c->data += size;
    c->size -= size;
    return true;
}

static bool take_struct(cursor *c, void *out, size_t size) {
    const char *from;
    if (!take_bytes(c, size, &from)) return false;
    memcpy(out, from, size);
    return true;
}

static bool take_u32(cursor *c, uint32_t *out) {
    return take_struct(c, out, sizeof *out);
}

static ds_status find_fault(ds_frames *f, ds_frames_fault fault) {
    if (f->fault == DS_FRAMES_GOOD) f->fault = fault;
    return DS_INPUT;
}

static ds_status find_nonsense(ds_frames *f) {
    return find_fault(f, DS_FRAMES_NONSENSE);
}

/* What a callback of the caller, or our own limit, said. */
static ds_status pass_on(ds_frames *f, ds_status status) {
    if (status != DS_OK) f->fault = DS_FRAMES_REFUSED;
    return status;
}

/* Text as every reader hands it on: UTF-8 without NUL. */
static bool is_text(const char *data, size_t size) {
    return size == 0 ||
           (memchr(data, 0, size) == NULL && ds_text_is_utf8((ds_text){data, size}, NULL));
}

/* ---- the greeting ---- */

static ds_status take_hello(ds_frames *f, cursor c) {
    ds_frame_hello hello;
    if (f->greeted || !take_struct(&c, &hello, sizeof hello) || c.size > 0)
        return find_fault(f, f->greeted ? DS_FRAMES_NONSENSE : DS_FRAMES_OTHER);
    if (memcmp(hello.magic, "DSPARSE", sizeof hello.magic) != 0 ||
        hello.version != DS_FRAME_VERSION ||
        strncmp(hello.build, DS_VERSION, sizeof hello.build) != 0)
        return find_fault(f, DS_FRAMES_OTHER);
    f->greeted = true;
    return DS_OK;
}

static ds_status take_cannot(ds_frames *f, cursor c) {
    if (f->greeted || !take_struct(&c, &f->cannot, sizeof f->cannot) || c.size > 0 ||
        f->cannot.why >= DS_FRAME_WHYS)
        return find_nonsense(f);
    return find_fault(f, DS_FRAMES_CANNOT);
}

/* ---- tables ---- */

static ds_status hand_names(ds_frames *f, const ds_text *names, size_t n, ds_error *err) {
    size_t bad, earlier;
    ds_status status;
    if (!ds_names_check(names, n, f->format != DS_TABLE_XLSX, &bad, &earlier))
        return find_nonsense(f); /* the helper refuses those itself, with their place */
    status = f->table->header(f->table->context, names, n, err);
    if (status == DS_OK) status = ds_rows_init(&f->rows, n, err);
    f->rows.sink = f->table;
    f->n_columns = n;
    f->headed = true;
    return pass_on(f, status);
}

static ds_status take_header(ds_frames *f, cursor c, ds_error *err) {
    ds_text *names;
    const char *sizes;
    uint32_t n;
    ds_status status = DS_OK;
    if (f->table == NULL || f->headed || !take_u32(&c, &n) || n == 0 || n > DS_TABLE_COLUMNS_MAX ||
        !take_bytes(&c, n * sizeof n, &sizes))
        return find_nonsense(f);
    names = ds_calloc(n, sizeof *names);
    if (names == NULL) return pass_on(f, ds_error_memory(err));
    for (uint32_t i = 0; status == DS_OK && i < n; i++) {
        uint32_t size;
        memcpy(&size, sizes + i * sizeof size, sizeof size);
        names[i].size = size;
        if (!take_bytes(&c, size, &names[i].data) || !is_text(names[i].data, size))
            status = find_nonsense(f);
    }
    if (status == DS_OK) status = c.size > 0 ? find_nonsense(f) : hand_names(f, names, n, err);
    ds_free(names);
    return status;
}

static ds_status take_labels(ds_frames *f, cursor c) {
    char uses[LABELS_AT_ONCE];
    uint32_t column, n;
    const char *sizes;
    if (!f->headed || f->rowed || f->table->label == NULL || !take_u32(&c, &column) ||
        column >= f->n_columns || !take_u32(&c, &n) || n == 0 || n > LABELS_AT_ONCE ||
        !take_bytes(&c, n * 2 * sizeof n, &sizes))
        return find_nonsense(f);
    for (uint32_t i = 0; i < n; i++) {
        ds_table_label label = {column, {NULL, 0}, {NULL, 0}};
        uint32_t size[2];
        memcpy(size, sizes + i * sizeof size, sizeof size);
        label.value.size = size[0];
        label.label.size = size[1];
        if (!take_bytes(&c, size[0], &label.value.data) ||
            !take_bytes(&c, size[1], &label.label.data) || !is_text(label.value.data, size[0]) ||
            !is_text(label.label.data, size[1]))
            return find_nonsense(f);
        uses[i] = (char)f->table->label(f->table->context, &label);
    }
    if (c.size > 0 || !f->reply(f->reply_context, uses, n)) return find_nonsense(f);
    return DS_OK;
}

/* The parts of a frame of rows. */
typedef struct parts {
    uint32_t n_records;
    const char *lines, *sizes, *marks; /* marks: NULL for none */
    cursor texts;
    bool high; /* there are bytes above 7F */
} parts;

static bool split_rows(const ds_frames *f, cursor c, parts *p) {
    uint32_t n_columns, marked;
    size_t n;
    if (!take_u32(&c, &p->n_records) || !take_u32(&c, &n_columns) || !take_u32(&c, &marked))
        return false;
    if (p->n_records == 0 || p->n_records > DS_TABLE_BATCH_MAX || n_columns != f->n_columns ||
        marked > 1)
        return false;
    n = (size_t)p->n_records * n_columns;
    p->marks = NULL;
    if (!take_bytes(&c, p->n_records * sizeof(uint64_t), &p->lines) ||
        !take_bytes(&c, n * sizeof(uint32_t), &p->sizes) ||
        (marked == 1 && !take_bytes(&c, n, &p->marks)))
        return false;
    p->texts = c;
    p->high = ds_bytes_any_high(c.data, c.size);
    return c.size == 0 || memchr(c.data, 0, c.size) == NULL;
}

/* The fields of a record; false where they are none. */
static bool take_record(ds_frames *f, parts *p, size_t record, size_t *out_size) {
    ds_text *fields = ds_rows_next(&f->rows);
    const size_t first = record * f->n_columns;
    for (size_t c = 0; c < f->n_columns; c++) {
        const char *data;
        uint32_t size;
        uint8_t mark;
        memcpy(&size, p->sizes + (first + c) * sizeof size, sizeof size);
        if (!take_bytes(&p->texts, size, &data)) return false;
        if (p->high && !ds_text_is_utf8((ds_text){data, size}, NULL)) return false;
        fields[c] = (ds_text){size == 0 ? NULL : data, size};
        *out_size += size;
        if (p->marks == NULL) continue;
        mark = (uint8_t)p->marks[first + c];
        if ((mark & ~MARKS_KNOWN) != 0) return false;
        if (mark != 0) ds_rows_mark(&f->rows, c, mark);
    }
    return *out_size <= DS_TABLE_LINE_MAX;
}

/* The readers have this limit as well; Parquet has none, for one value may stand for many rows. */
static bool is_bomb(ds_frames *f, size_t size) {
    f->n_made += size + f->n_columns;
    return f->format != DS_TABLE_PARQUET && f->n_made > DS_GZIP_FREE_BYTES &&
           f->n_made / DS_GZIP_FACTOR > f->size_bytes + 1;
}

static ds_status take_rows(ds_frames *f, cursor c, ds_error *err) {
    parts p;
    ds_status status = DS_OK;
    if (!f->headed || !split_rows(f, c, &p)) return find_nonsense(f);
    f->rowed = true;
    f->idle = 0;
    for (size_t r = 0; status == DS_OK && r < p.n_records; r++) {
        size_t size = 0;
        uint64_t line;
        memcpy(&line, p.lines + r * sizeof line, sizeof line);
        if (line <= f->last_line || line > INT64_MAX || !take_record(f, &p, r, &size) ||
            is_bomb(f, size))
            return find_nonsense(f);
        f->last_line = line;
        if (ds_rows_add(&f->rows, line)) status = pass_on(f, ds_rows_flush(&f->rows, err));
    }
    if (status == DS_OK && p.texts.size > 0) return find_nonsense(f);
    return status == DS_OK ? pass_on(f, ds_rows_flush(&f->rows, err)) : status;
}

static ds_status take_progress(ds_frames *f, cursor c) {
    uint64_t bytes;
    if (!take_struct(&c, &bytes, sizeof bytes) || c.size > 0) return find_nonsense(f);
    if (bytes > f->size_bytes) bytes = f->size_bytes;
    if (f->table != NULL && f->table->progress != NULL)
        f->table->progress(f->table->context, bytes);
    if (f->xml != NULL && f->xml->progress != NULL) f->xml->progress(f->xml->context, bytes);
    return DS_OK;
}

static ds_status take_remark(ds_frames *f, cursor c) {
    ds_frame_remark said;
    ds_table_remark remark;
    if (!f->headed || !take_struct(&c, &said, sizeof said) || said.kind >= DS_TABLE_REMARKS ||
        said.name_size != c.size || !is_text(c.data, c.size) || f->n_remarks++ == REMARKS_MAX)
        return find_nonsense(f);
    remark = (ds_table_remark){(ds_table_remark_kind)said.kind,
                               said.n,
                               said.line,
                               said.column,
                               {c.size == 0 ? NULL : c.data, c.size}};
    if (f->table->remark != NULL) f->table->remark(f->table->context, &remark);
    return DS_OK;
}

/* ---- XML ---- */

static ds_status begin_element(ds_frames *f, cursor *c, ds_error *err) {
    element *to;
    uint64_t at[2];
    uint32_t size;
    const char *name;
    if (!take_struct(c, at, sizeof at) || !take_u32(c, &size) || size == 0 ||
        size > DS_XML_NAME_MAX || !take_bytes(c, size, &name) || !is_text(name, size) ||
        f->depth == DS_XML_DEPTH_MAX || (f->depth == 0 && f->rowed))
        return find_nonsense(f);
    to = &f->open[f->depth];
    memcpy(to->name, name, size);
    to->size = size;
    to->at = (ds_xml_place){f->depth, at[0], at[1]};
    f->depth++;
    f->leaf = f->rowed = true;
    return pass_on(f, f->xml->begin(f->xml->context, (ds_text){to->name, size}, to->at, err));
}

static ds_status end_element(ds_frames *f, cursor *c, ds_error *err) {
    const element *of;
    uint8_t mark = 0;
    uint32_t size;
    ds_text text = {NULL, 0};
    if (!take_u32(c, &size) || size > DS_XML_TEXT_MAX || (size > 0 && !f->leaf) ||
        !take_bytes(c, size, &text.data) || !is_text(text.data, size) || f->depth == 0)
        return find_nonsense(f);
    text.size = size;
    of = &f->open[--f->depth];
    f->leaf = false;
    return pass_on(f, f->xml->end(f->xml->context, (ds_text){of->name, of->size},
                                  ds_gate_text(text, &mark), of->at, err));
}

static ds_status take_elements(ds_frames *f, cursor c, ds_error *err) {
    ds_status status = DS_OK;
    if (f->xml == NULL || c.size == 0) return find_nonsense(f);
    f->n_made += c.size;
    if (f->n_made > XML_FREE && f->n_made / XML_FACTOR > f->size_bytes + 1) return find_nonsense(f);
    if (f->open == NULL) f->open = ds_calloc(DS_XML_DEPTH_MAX, sizeof *f->open);
    if (f->open == NULL) return pass_on(f, ds_error_memory(err));
    f->idle = 0;
    while (status == DS_OK && c.size > 0) {
        uint32_t what = 0;
        if (!take_u32(&c, &what)) return find_nonsense(f);
        if (what == DS_FRAME_BEGINS)
            status = begin_element(f, &c, err);
        else
            status = what == DS_FRAME_ENDS ? end_element(f, &c, err) : find_nonsense(f);
    }
    return status;
}

/* ---- the end ---- */

static ds_status take_end(ds_frames *f, cursor c) {
    if (c.size > 0 || (f->table != NULL && !f->headed) ||
        (f->xml != NULL && (f->depth > 0 || !f->rowed)))
        return find_nonsense(f);
    f->ended = true;
    return DS_OK;
}

/* One line of a message: text without what steers a screen. */
static bool is_line(const char *data, size_t size) {
    if (size == 0 || !is_text(data, size)) return false;
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = (unsigned char)data[i];
        if (c < ' ' || c == 0x7F || (c == 0xC2 && (unsigned char)data[i + 1] < 0xA0)) return false;
    }
    return true;
}

static ds_status take_error(ds_frames *f, cursor c, ds_error *err) {
    char nl[sizeof err->nl], en[sizeof err->en];
    const char *from;
    ds_frame_error said;
    if (!take_struct(&c, &said, sizeof said) ||
        (said.status != DS_INPUT && said.status != DS_FAULT) || said.nl_size >= sizeof nl ||
        said.en_size >= sizeof en || (uint64_t)said.nl_size + said.en_size != c.size)
        return find_nonsense(f);
    memset(nl, 0, sizeof nl);
    memset(en, 0, sizeof en);
    if (!take_bytes(&c, said.nl_size, &from) || !is_line(from, said.nl_size))
        return find_nonsense(f);
    memcpy(nl, from, said.nl_size);
    if (!take_bytes(&c, said.en_size, &from) || !is_line(from, said.en_size))
        return find_nonsense(f);
    memcpy(en, from, said.en_size);
    if (said.status == DS_FAULT) return find_fault(f, DS_FRAMES_MEMORY);
    f->fault = DS_FRAMES_REFUSED;
    return ds_error_texts(err, (ds_status)said.status, f->path, said.line, said.column, nl, en);
}

static ds_status take_frame(ds_frames *f, uint32_t kind, cursor c, ds_error *err) {
    if (f->ended) return find_nonsense(f);
    if (!f->greeted && kind != DS_FRAME_HELLO && kind != DS_FRAME_CANNOT)
        return find_fault(f, DS_FRAMES_OTHER);
    f->idle += c.size + IDLE_FRAME;
    if (f->idle > IDLE_MAX) return find_fault(f, DS_FRAMES_IDLE);
    switch (kind) {
    case DS_FRAME_HELLO:
        return take_hello(f, c);
    case DS_FRAME_CANNOT:
        return take_cannot(f, c);
    case DS_FRAME_HEADER:
        return take_header(f, c, err);
    case DS_FRAME_LABELS:
        return take_labels(f, c);
    case DS_FRAME_ROWS:
        return take_rows(f, c, err);
    case DS_FRAME_PROGRESS:
        return take_progress(f, c);
    case DS_FRAME_REMARK:
        return take_remark(f, c);
    case DS_FRAME_ELEMENTS:
        return take_elements(f, c, err);
    case DS_FRAME_END:
        return take_end(f, c);
    case DS_FRAME_ERROR:
        return take_error(f, c, err);
    default:
        return find_nonsense(f);
    }
}

/* ---- bytes ---- */

/* Whether there is a head, and the bytes of its frame with it. */
static bool look_at_head(const ds_frames *f, uint32_t *kind, size_t *size) {
    uint32_t head[2];
    if (f->size - f->at < DS_FRAME_HEAD) return false;
    memcpy(head, f->data + f->at, sizeof head);
    *kind = head[0];
    *size = head[1];
    return true;
}

/* Room for the frame at hand, and what may come behind it. */
ds_status ds_frames_room(ds_frames *f, char **out, size_t *out_size, ds_error *err) {
    size_t need = DS_FRAME_ROOM, size;
    uint32_t kind;
    if (look_at_head(f, &kind, &size)) need += DS_FRAME_HEAD + size;
    if (f->at > 0) memmove(f->data, f->data + f->at, f->size - f->at);
    f->size -= f->at;
    f->at = 0;
    if (need < f->size + DS_FRAME_ROOM) need = f->size + DS_FRAME_ROOM;
    if (!ds_reserve(&f->data, &f->capacity, need, 1)) return ds_error_memory(err);
    *out = f->data + f->size;
    *out_size = need - f->size;
    return DS_OK;
}

ds_status ds_frames_take(ds_frames *f, size_t n, ds_error *err) {
    ds_status status = DS_OK;
    uint32_t kind;
    size_t size;
    f->size += n;
    while (status == DS_OK && look_at_head(f, &kind, &size)) {
        const cursor c = {f->data + f->at + DS_FRAME_HEAD, size};
        /* who does not greet is none of ours, however long what it says seems */
        if (!f->greeted && (kind == 0 || kind > DS_FRAME_CANNOT))
            return find_fault(f, DS_FRAMES_OTHER);
        if (size > DS_FRAME_MAX) return find_fault(f, DS_FRAMES_TOO_LONG);
        if (f->size - f->at - DS_FRAME_HEAD < size) break;
        f->at += DS_FRAME_HEAD + size;
        f->n_frames++;
        status = take_frame(f, kind, c, err);
    }
    return status;
}

void ds_frames_done(ds_frames *f) {
    ds_rows_done(&f->rows);
    ds_free(f->open);
    ds_free(f->data);
    f->open = NULL;
    f->data = NULL;
}
