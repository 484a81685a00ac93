/* table/describe_width.c: text of fixed width that nobody described: what stands at each character
 * of its lines, and where columns may begin. See describe.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "table/describe.h"
#include "table/source.h"

enum { READ_SIZE = 256 << 10, DIGIT = 1, OTHER = 2 };

void ds_width_look_done(ds_width_look *look) {
    ds_free(look->kinds);
    look->kinds = NULL;
}

/* One line without its end: DIGIT and OTHER at each character that is not blank. */
static bool look_at_line(ds_width_look *look, const ds_table_info *info, ds_text line) {
    uint32_t n = 0, last = 0;
    for (size_t i = 0; i < line.size && n < DS_TABLE_WIDTH_MAX; i++) {
        const unsigned char c = (unsigned char)line.data[i];
        if (info->encoding != DS_TABLE_WINDOWS1252 && (c & 0xC0) == 0x80) continue;
        if (!ds_reserve(&look->kinds, &look->capacity, n + (size_t)1, 1)) return false;
        while (look->n <= n)
            look->kinds[look->n++] = 0;
        if (c >= '0' && c <= '9')
            look->kinds[n] |= DIGIT;
        else if (c != ' ' && c != '\t')
            look->kinds[n] |= OTHER;
        n++;
        if (c != ' ') last = n;
    }
    if (last == 0) return true; /* a blank line is no row */
    if (look->n_lines == 0 || n < look->shortest) look->shortest = n;
    if (n > look->longest) look->longest = n;
    look->n_lines++;
    return true;
}

/* The whole lines in data; *out_rest is where the unfinished one begins. */
static bool look_at_lines(ds_width_look *look, const ds_table_info *info, ds_text data, bool end,
                          size_t *out_rest) {
    size_t at = 0;
    while (at < data.size) {
        const char *newline = memchr(data.data + at, '\n', data.size - at);
        size_t size = newline == NULL ? data.size - at : (size_t)(newline - data.data) - at;
        const size_t next = at + size + (newline != NULL);
        if (newline == NULL && !end) break;
        if (size > 0 && data.data[at + size - 1] == '\r') size--;
        if (!look_at_line(look, info, (ds_text){data.data + at, size})) return false;
        at = next;
    }
    *out_rest = at;
    return true;
}

static ds_status look_at_all(const ds_source *source, const ds_table_info *info, char *buffer,
                             ds_width_look *look, ds_error *err) {
    size_t kept = 0, got = READ_SIZE;
    bool first = true;
    while (got == READ_SIZE) {
        size_t rest = 0, from = 0;
        ds_status status;
        if (kept > DS_TABLE_LINE_MAX) return DS_OK; /* it changed: who reads it next will say so */
        status = ds_source_read(source, buffer + kept, READ_SIZE, &got, err);
        if (status != DS_OK) return status;
        if (first && info->encoding == DS_TABLE_UTF8_BOM) from = 3;
        first = false;
        if (!look_at_lines(look, info, (ds_text){buffer + from, kept + got - from}, got < READ_SIZE,
                           &rest))
            return ds_error_memory(err);
        kept = kept + got - from - rest;
        memmove(buffer, buffer + from + rest, kept);
    }
    return DS_OK;
}

ds_status ds_width_look_at(const char *path, const ds_table_info *info, ds_width_look *out,
                           ds_error *err) {
    ds_source source;
    char *buffer;
    ds_status status;
    *out = (ds_width_look){.kinds = NULL};
    status = ds_source_open_packed(&source, path, err);
    if (status != DS_OK) return status;
    buffer = ds_malloc(READ_SIZE + DS_TABLE_LINE_MAX + 4);
    status = buffer == NULL ? ds_error_memory(err) : look_at_all(&source, info, buffer, out, err);
    ds_free(buffer);
    ds_source_close(&source);
    return status;
}

/* A column begins after a gap that all lines have, and where digits give way to letters or letters
 * to digits in all lines. */
static bool begins_column(const ds_width_look *look, size_t at) {
    if (look->kinds[at] == 0) return false;
    if (at == 0 || look->kinds[at - 1] == 0) return true;
    return (look->kinds[at] == DIGIT) != (look->kinds[at - 1] == DIGIT);
}

size_t ds_width_places(const ds_width_look *look, ds_table_place *places, size_t n_max) {
    size_t n = 0;
    for (size_t at = 0; at < look->n && n < n_max; at++) {
        if (!begins_column(look, at)) continue;
        if (n > 0) places[n - 1].to = (uint32_t)at;
        places[n++] = (ds_table_place){{NULL, 0}, (uint32_t)at + 1, 0};
    }
    return n;
}
