/* base/place.c: from a place in a scalar's value back to the raw file. See place.h.
 *
 * libyaml tells where a scalar begins, but its value has lost quotes, escapes, folds and indents.
 * So the raw bytes and the value are walked side by side. Outside escapes they differ only where
 * the raw text has white space with a line break in it: in plain and block scalars that whole run
 * stands for the run of white space in the value; in quoted ones it stands for one blank, or for
 * one newline less than it has. */
#include "base/place.h"

#include "base/error.h"

static size_t sequence_size(unsigned char c) {
    if (c < 0x80) return 1;
    return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
}

static size_t skip_mark(ds_text text) {
    return text.size >= 3 && (unsigned char)text.data[0] == 0xEF &&
                   (unsigned char)text.data[1] == 0xBB && (unsigned char)text.data[2] == 0xBF
               ? 3
               : 0;
}

ds_status ds_place_byte(const ds_raw *raw, size_t byte, ds_status status, ds_error *err) {
    uint64_t line = 1, column = 1;
    if (status != DS_INPUT || raw->name == NULL) return status;
    for (size_t i = skip_mark(raw->text); i < byte && i < raw->text.size; i++) {
        unsigned char c = (unsigned char)raw->text.data[i];
        if (c == '\n' ||
            (c == '\r' && (i + 1 == raw->text.size || raw->text.data[i + 1] != '\n'))) {
            line++;
            column = 1;
        } else if ((c & 0xC0) != 0x80) {
            column++;
        }
    }
    ds_error_place(err, raw->name, line, column);
    return status;
}

static size_t byte_of_index(ds_text text, size_t index) {
    size_t byte = skip_mark(text);
    for (; index > 0 && byte < text.size; index--)
        byte += sequence_size((unsigned char)text.data[byte]);
    return byte < text.size ? byte : text.size;
}

ds_status ds_place_index(const ds_raw *raw, size_t index, ds_status status, ds_error *err) {
    if (status != DS_INPUT || raw->name == NULL) return status;
    return ds_place_byte(raw, byte_of_index(raw->text, index), status, err);
}

static bool is_break(char c) {
    return c == '\n' || c == '\r';
}

static bool is_white(char c) {
    return c == ' ' || c == '\t' || is_break(c);
}

/* The two texts that are walked side by side. */
typedef struct walk {
    ds_text raw, value;
    size_t r, v;
} walk;

/* Line breaks in the white space at r; *end is where that ends. */
static size_t breaks_ahead(const walk *w, size_t *end) {
    size_t n = 0, i = w->r;
    for (; i < w->raw.size && is_white(w->raw.data[i]); i++)
        n += w->raw.data[i] == '\n' ||
             (w->raw.data[i] == '\r' && (i + 1 == w->raw.size || w->raw.data[i + 1] != '\n'));
    *end = i;
    return n;
}

/* Past white space with a line break in it, in both texts; false when there is none. */
static bool pass_fold(walk *w, bool quoted) {
    size_t end, n = breaks_ahead(w, &end);
    if (n == 0) return false;
    w->r = end;
    if (quoted) {
        w->v += n == 1 ? 1 : n - 1;
        return true;
    }
    while (w->v < w->value.size && is_white(w->value.data[w->v]))
        w->v++;
    return true;
}

/* Past one character of both. */
static void pass_character(walk *w) {
    size_t size = sequence_size((unsigned char)w->raw.data[w->r]);
    w->r += size;
    w->v += size;
}

/* Past an escape in double quotes: x, u and U with their digits, a line break, or one character. */
static void pass_escape(walk *w) {
    char c = w->r + 1 < w->raw.size ? w->raw.data[w->r + 1] : '\0';
    size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    w->r++;
    if (is_break(c)) {
        size_t end;
        (void)breaks_ahead(w, &end);
        w->r = end;
        return;
    }
    w->r += digits + 1;
    if (w->v < w->value.size) w->v += sequence_size((unsigned char)w->value.data[w->v]);
}

/* A line break after a backslash stands for nothing. */
static bool at_no_break(const walk *w, char quote) {
    return quote == '"' && w->r + 1 < w->raw.size && w->raw.data[w->r] == '\\' &&
           is_break(w->raw.data[w->r + 1]);
}

static void pass_quoted(walk *w, size_t offset, char quote) {
    w->r++;
    while (w->r < w->raw.size && (w->v < offset || at_no_break(w, quote))) {
        char c = w->raw.data[w->r];
        if (is_white(c) && pass_fold(w, true)) continue;
        if (quote == '"' && c == '\\') {
            pass_escape(w);
            continue;
        }
        if (quote == '\'' && c == '\'') w->r++;
        pass_character(w);
    }
}

static void pass_unquoted(walk *w, size_t offset) {
    while (w->v < offset && w->r < w->raw.size)
        if (!is_white(w->raw.data[w->r]) || !pass_fold(w, false)) pass_character(w);
}

/* A tag or anchor may stand before the scalar itself. */
static void pass_properties(walk *w) {
    while (w->r < w->raw.size && (w->raw.data[w->r] == '&' || w->raw.data[w->r] == '!')) {
        while (w->r < w->raw.size && !is_white(w->raw.data[w->r]))
            w->r++;
        while (w->r < w->raw.size && is_white(w->raw.data[w->r]))
            w->r++;
    }
}

size_t ds_place_offset(const ds_scalar *source, size_t offset) {
    walk w = {source->raw->text, source->text, byte_of_index(source->raw->text, source->index), 0};
    char first;
    if (source->raw->plain) return offset < w.raw.size ? offset : w.raw.size;
    pass_properties(&w);
    first = w.r < w.raw.size ? w.raw.data[w.r] : '\0';
    if (first == '\'' || first == '"') {
        pass_quoted(&w, offset, first);
    } else if (first == '|' || first == '>') {
        while (w.r < w.raw.size && !is_break(w.raw.data[w.r]))
            w.r++;
        (void)pass_fold(&w, false);
        pass_unquoted(&w, offset);
    } else {
        pass_unquoted(&w, offset);
    }
    return w.r < w.raw.size ? w.r : w.raw.size;
}

ds_status ds_place_source(const ds_scalar *source, size_t offset, ds_status status, ds_error *err) {
    if (status != DS_INPUT || source->raw->name == NULL) return status;
    return ds_place_byte(source->raw, ds_place_offset(source, offset), status, err);
}
