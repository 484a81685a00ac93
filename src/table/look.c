/* table/look.c: the faults of a CSV that only its raw bytes show. See look.h.
 *
 * Most blocks are plain ASCII with short lines. For those the work is one scan for other bytes, one
 * count of line ends, and one search for a line end from either side: a line longer than the limit
 * is longer than a block, so that it cannot hide between two line ends of the same block. */
#include "table/look.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "table/bytes.h"
#include "table/encoding.h"

void ds_look_init(ds_look *look, const char *path) {
    *look = (ds_look){.path = path, .line = 1, .utf8 = true};
    ds_delimiter_init(&look->delimiter);
}

/* The place of data[offset]; a negative offset is in the tail, on the line where the block begins.
 */
static ds_look_place place_of(const ds_look *look, const char *data, ptrdiff_t offset) {
    ds_look_place place = {look->line, 0, (unsigned char)data[offset]};
    const char *newline = offset > 0 ? memrchr(data, '\n', (size_t)offset) : NULL;
    if (newline != NULL) {
        place.line += ds_bytes_count(data, (size_t)offset, '\n');
        place.column = (uint64_t)(data + offset - newline);
    } else {
        place.column = (uint64_t)((ptrdiff_t)look->line_bytes + offset + 1);
    }
    return place;
}

static bool is_before(ds_look_place a, ds_look_place b) {
    if (b.line == 0) return a.line != 0;
    return a.line != 0 && (a.line < b.line || (a.line == b.line && a.column < b.column));
}

/* Where a line passes the limit in this block; a CR that belongs to the line end does not count. */
static ds_look_place too_long(const ds_look *look, const char *data, size_t size) {
    const char *newline = memchr(data, '\n', size);
    size_t here = newline == NULL ? size : (size_t)(newline - data);
    char last = here > 0 ? data[here - 1] : look->last;
    uint64_t length = look->line_bytes + here;
    /* without a line end yet, a CR at the limit may still prove to be part of it */
    if (length > DS_TABLE_LINE_MAX && last == '\r') length--;
    if (length <= DS_TABLE_LINE_MAX) return (ds_look_place){0};
    return (ds_look_place){look->line, DS_TABLE_LINE_MAX + 1, 0};
}

static ds_status refuse_encoding(const ds_look *look, ds_error *err) {
    /* A high byte inside well-formed UTF-8 says that the file was meant as UTF-8: then the first
     * byte that breaks UTF-8 is the one to look for. */
    bool meant_utf8 = look->not_1252.byte >= 0x80 && is_before(look->not_1252, look->not_utf8);
    ds_look_place place = meant_utf8 ? look->not_utf8 : look->not_1252;
    return ds_error_at(
        err, DS_INPUT, look->path, place.line, place.column,
        "byte %02X hoort niet in deze tekst: het bestand is geen geldig UTF-8 en ook "
        "geen Windows-1252; sla het op als UTF-8",
        "byte %02X does not belong in this text: the file is neither valid UTF-8 nor "
        "Windows-1252; save it as UTF-8",
        place.byte);
}

static ds_status refuse_nul(const ds_look *look, ds_look_place place, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, look->path, place.line, place.column,
        "een NUL-byte (00): dit is geen tekst, of tekst in UTF-16; sla het op als CSV "
        "in UTF-8",
        "a NUL byte (00): this is not text, or text in UTF-16; save it as CSV in "
        "UTF-8");
}

static ds_status refuse_long_line(const ds_look *look, ds_look_place place, ds_error *err) {
    return ds_error_at(err, DS_INPUT, look->path, place.line, place.column,
                       "de regel is langer dan %d bytes, het meeste dat een regel mag hebben",
                       "the line is longer than %d bytes, the most that a line may have",
                       DS_TABLE_LINE_MAX);
}

static ds_status refuse_mixed(const ds_look *look, ds_error *err) {
    const bool first = is_before(look->many, look->not_utf8);
    const ds_look_place other = first ? look->not_utf8 : look->many;
    const ds_look_place place = first ? look->many : look->not_utf8;
    return ds_error_at(
        err, DS_INPUT, look->path, place.line, place.column,
        "hier staat %s, en op regel %llu, kolom %llu staat %s: twee coderingen in één bestand; sla "
        "elk deel op als UTF-8 voordat u ze aan elkaar plakt",
        "here stands %s, and on line %llu, column %llu stands %s: two encodings in one file; save "
        "each part as UTF-8 before joining them",
        first ? "UTF-8" : "Windows-1252 (Latin-1)", (unsigned long long)other.line,
        (unsigned long long)other.column, first ? "Windows-1252 (Latin-1)" : "UTF-8");
}

/* The first character of several bytes in data, well-formed; size when there is none. */
static size_t find_many_bytes(const char *data, size_t size) {
    for (size_t i = 0; i + 1 < size; i++) {
        const unsigned char c = (unsigned char)data[i];
        const size_t length = c < 0xC2 || c > 0xF4 ? 0 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        if (length > 0 && i + length <= size && ds_text_is_utf8((ds_text){data + i, length}, NULL))
            return i;
    }
    return size;
}

/* Notes it, from data - n_tail on; a character may lie over the edge of two blocks. */
static void look_for_many(ds_look *look, const char *data, size_t size, size_t n_tail) {
    size_t at;
    if (look->many.line != 0) return;
    at = find_many_bytes(data - n_tail, n_tail + size);
    if (at < n_tail + size) look->many = place_of(look, data, (ptrdiff_t)at - (ptrdiff_t)n_tail);
}

/* Notes where the block stops being UTF-8, and where Windows-1252. */
static void look_at_encoding(ds_look *look, const char *data, size_t size, size_t n_tail,
                             unsigned flags, size_t *out_tail) {
    size_t bad;
    *out_tail = 0;
    if (look->not_1252.line == 0 && flags != DS_ENCODING_PLAIN) {
        size_t at = ds_encoding_not_1252(data, size);
        if (at < size) look->not_1252 = place_of(look, data, (ptrdiff_t)at);
    }
    if (n_tail == 0 && !(flags & DS_ENCODING_HIGH)) return;
    look_for_many(look, data, size, n_tail);
    if (!look->utf8) {
        *out_tail = ds_encoding_cut_tail(data, size);
        return;
    }
    if (ds_text_is_utf8((ds_text){data - n_tail, n_tail + size}, &bad)) return;
    if (n_tail + size - bad == ds_encoding_cut_tail(data - n_tail, n_tail + size)) {
        *out_tail = n_tail + size - bad; /* perhaps whole with the next block */
        return;
    }
    look->utf8 = false;
    look->not_utf8 = place_of(look, data, (ptrdiff_t)bad - (ptrdiff_t)n_tail);
    *out_tail = ds_encoding_cut_tail(data, size);
}

static void advance_look(ds_look *look, const char *data, size_t size) {
    const char *newline = memrchr(data, '\n', size);
    if (newline != NULL) {
        look->line += ds_bytes_count(data, size, '\n');
        look->line_bytes = (uint64_t)(data + size - newline - 1);
    } else {
        look->line_bytes += size;
    }
    if (size > 0) look->last = data[size - 1];
}

ds_status ds_look_add(ds_look *look, const char *data, size_t size, size_t n_tail, size_t *out_tail,
                      ds_error *err) {
    unsigned flags = ds_encoding_scan(data, size);
    ds_look_place length = too_long(look, data, size);
    ds_look_place zero = {0};
    const char *nul = flags & DS_ENCODING_CONTROL ? memchr(data, 0, size) : NULL;
    if (nul != NULL) zero = place_of(look, data, nul - data);
    look->high = look->high || (flags & DS_ENCODING_HIGH) != 0;
    if (length.line != 0 && !is_before(zero, length)) return refuse_long_line(look, length, err);
    if (zero.line != 0) return refuse_nul(look, zero, err);
    look_at_encoding(look, data, size, n_tail, flags, out_tail);
    if (!look->utf8 && look->not_1252.line != 0) return refuse_encoding(look, err);
    if (!look->utf8 && look->many.line != 0) return refuse_mixed(look, err);
    if (!look->delimiter.done)
        ds_delimiter_add(&look->delimiter, data + look->n_before, size - look->n_before);
    look->n_before = 0;
    advance_look(look, data, size);
    return DS_OK;
}

ds_status ds_look_finish(ds_look *look, const char *tail, size_t n_tail, ds_error *err) {
    const ds_delimiter *header = &look->delimiter;
    if (!header->content)
        return ds_error_at(
            err, DS_INPUT, look->path, 0, 0,
            "het bestand is leeg; verwacht: een regel met kolomnamen en daaronder de "
            "gegevens",
            "the file is empty; expected: a line of column names and the data under "
            "it");
    if (look->line_bytes > DS_TABLE_LINE_MAX)
        return refuse_long_line(look, (ds_look_place){look->line, DS_TABLE_LINE_MAX + 1, 0}, err);
    if (look->utf8 &&
        n_tail > 0) { /* the file ends in the middle of a character: not UTF-8 after all */
        look->utf8 = false;
        look->not_utf8 =
            (ds_look_place){look->line, look->line_bytes + 1 - n_tail, (unsigned char)tail[0]};
        if (look->not_1252.line != 0) return refuse_encoding(look, err);
        if (look->many.line != 0) return refuse_mixed(look, err);
    }
    if (header->lone_cr_line != 0)
        return ds_error_at(
            err, DS_INPUT, look->path, header->lone_cr_line, header->lone_cr_column,
            "een CR zonder LF in de regel met kolomnamen; regels moeten eindigen op LF "
            "of CR LF",
            "a CR without LF in the line of column names; lines must end in LF or CR "
            "LF");
    return DS_OK;
}
