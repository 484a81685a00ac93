/* parse/xlsx/strings.c: the texts that cells share (xl/sharedStrings.xml): kept one after the
 * other. A text may be in pieces, each with its own type; what says how a text is pronounced (rPh)
 * is none of it. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/table.h"
#include "parse/xlsx/book.h"
#include "table/encoding.h"

enum { STRINGS_MAX = 1 << 26, TEXT_MAX = 1 << 30 };

typedef struct reading {
    ds_xlsx_book *book;
    size_t start; /* of the text at hand */
    bool in_text, spoken;
} reading;

static ds_status begin_string(void *context, const char *name, const char *const *attributes,
                              ds_error *err) {
    reading *r = context;
    (void)attributes;
    (void)err;
    if (strcmp(name, "si") == 0) r->start = r->book->text.size;
    if (strcmp(name, "rPh") == 0) r->spoken = true;
    if (strcmp(name, "t") == 0) r->in_text = !r->spoken;
    return DS_OK;
}

static ds_status end_string(void *context, const char *name, ds_error *err) {
    reading *r = context;
    ds_xlsx_book *book = r->book;
    if (strcmp(name, "t") == 0) r->in_text = false;
    if (strcmp(name, "rPh") == 0) r->spoken = false;
    if (strcmp(name, "si") != 0) return DS_OK;
    ds_xlsx_unescape(&book->text, r->start);
    if (book->n_strings == STRINGS_MAX)
        return ds_error_at(err, DS_INPUT, ds_xlsx_path(book->package), 0, 0,
                           "te veel verschillende teksten", "too many different texts");
    if (!ds_reserve(&book->ends, &book->strings_capacity, book->n_strings + 1, sizeof *book->ends))
        return ds_error_memory(err);
    book->ends[book->n_strings++] = book->text.size;
    return ds_buffer_finish(&book->text, err);
}

static ds_status take_string_text(void *context, ds_text text, ds_error *err) {
    reading *r = context;
    (void)err;
    if (r->in_text) ds_buffer_add(&r->book->text, text.data, text.size);
    return DS_OK;
}

ds_status ds_xlsx_strings_read(ds_xlsx_book *book, ds_error *err) {
    reading r = {.book = book};
    const ds_xlsx_handler handler = {&r, begin_string, end_string, take_string_text};
    ds_buffer_init(&book->text, TEXT_MAX);
    if (book->strings[0] == '\0') return DS_OK;
    return ds_xlsx_parse(book->package, book->strings, &handler, err);
}

bool ds_xlsx_string(const ds_xlsx_book *book, uint64_t index, ds_text *out) {
    size_t from;
    if (index >= book->n_strings) return false;
    from = index == 0 ? 0 : book->ends[index - 1];
    *out = (ds_text){ds_buffer_string(&book->text) + from, book->ends[index] - from};
    return true;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of _xHHHH_, or -1. Half a pair of UTF-16 is none. */
static int escaped_at(const char *data, size_t left) {
    int code = 0;
    if (left < 7 || data[0] != '_' || data[1] != 'x' || data[6] != '_') return -1;
    for (int i = 2; i < 6; i++) {
        const int digit = hex_digit(data[i]);
        if (digit < 0) return -1;
        code = 16 * code + digit;
    }
    return code == 0 || (code >= 0xD800 && code <= 0xDFFF) ? -1 : code;
}

void ds_xlsx_unescape(ds_buffer *text, size_t start) {
    char *data = text->data;
    size_t to = start;
    if (text->failed != DS_OK || start >= text->size ||
        memchr(data + start, '_', text->size - start) == NULL)
        return;
    for (size_t i = start; i < text->size;) {
        const int code = escaped_at(data + i, text->size - i);
        if (code < 0) {
            data[to++] = data[i++];
        } else {
            to += ds_encoding_put(data + to, (unsigned)code);
            i += 7;
        }
    }
    text->size = to;
    data[to] = '\0';
}
