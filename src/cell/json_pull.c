/* cell/json_pull.c: see json_pull.h. */
#include "cell/json_pull.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

enum { DEPTH_MAX = 64 };

ds_status ds_pull_refuse(const ds_pull *j, const char *nl, const char *en, ds_error *err) {
    return ds_pieces_refuse(j->in, ds_pieces_offset(j->in) - j->in->line_offset + 1, nl, en, err);
}

/* The byte at hand; *out_there false at the end. */
static inline ds_status look_at_byte(ds_pull *j, char *out, bool *out_there, ds_error *err) {
    ds_pieces *in = j->in;
    *out_there = in->at < in->size;
    if (!*out_there) {
        ds_status status = ds_pieces_more(in, out_there, err);
        if (status != DS_OK) return status;
    }
    *out = *out_there ? in->data[in->at] : '\0';
    return DS_OK;
}

ds_status ds_pull_peek(ds_pull *j, char *out, ds_error *err) {
    bool there;
    for (;;) {
        ds_status status = look_at_byte(j, out, &there, err);
        if (status != DS_OK || !there) return status;
        if (*out != ' ' && *out != '\n' && *out != '\t' && *out != '\r') break;
        j->in->at++;
        if (*out != '\n') continue;
        j->in->line++;
        j->in->line_offset = ds_pieces_offset(j->in);
    }
    if (*out == '\0')
        return ds_pull_refuse(j, "hier staat een nulbyte", "here is a zero byte", err);
    return DS_OK;
}

ds_status ds_pull_mark(ds_pull *j, char mark, ds_error *err) {
    char c;
    ds_status status = ds_pull_peek(j, &c, err);
    if (status != DS_OK) return status;
    if (c != mark)
        return ds_error_at(err, DS_INPUT, j->in->file->path, j->in->line,
                           ds_pieces_offset(j->in) - j->in->line_offset + 1,
                           c == '\0' ? "het bestand houdt op; verwacht %c" : "verwacht %c",
                           c == '\0' ? "the file ends; expected %c" : "expected %c", mark);
    j->in->at++;
    return DS_OK;
}

ds_status ds_pull_more(ds_pull *j, char close, bool *begun, bool *out_more, ds_error *err) {
    char c;
    ds_status status = ds_pull_peek(j, &c, err);
    if (status != DS_OK) return status;
    *out_more = c != close;
    if (c == close) {
        j->in->at++;
        return DS_OK;
    }
    if (*begun) return ds_pull_mark(j, ',', err);
    *begun = true;
    return DS_OK;
}

/* ---- strings ---- */

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Four hexadecimal digits. */
static ds_status read_unit(ds_pull *j, uint32_t *out, ds_error *err) {
    *out = 0;
    for (int i = 0; i < 4; i++) {
        char c;
        bool there;
        ds_status status = look_at_byte(j, &c, &there, err);
        if (status != DS_OK) return status;
        if (!there || digit_of(c) < 0)
            return ds_pull_refuse(j, "verwacht vier hexadecimale cijfers",
                                  "expected four hexadecimal digits", err);
        *out = *out * 16 + (uint32_t)digit_of(c);
        j->in->at++;
    }
    return DS_OK;
}

static void add_character(ds_buffer *out, uint32_t c) {
    char bytes[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3F));
    bytes[0] = (char)(first[n] | c);
    ds_buffer_add(out, bytes, n);
}

/* Behind \u: a character, or the first half of one whose other half follows. */
static ds_status read_character(ds_pull *j, ds_error *err) {
    uint32_t c, low = 0;
    char mark = '\0';
    bool there = true;
    ds_status status = read_unit(j, &c, err);
    if (status != DS_OK) return status;
    if (c >= 0xD800 && c < 0xDC00) {
        for (int i = 0; status == DS_OK && there && i < 2; i++) {
            status = look_at_byte(j, &mark, &there, err);
            if (there && mark != "\\u"[i]) there = false;
            if (there) j->in->at++;
        }
        if (status == DS_OK && there) status = read_unit(j, &low, err);
        if (status != DS_OK) return status;
        c = there && low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00)
                                                   : 0;
    }
    if (c == 0 || (c >= 0xD800 && c < 0xE000))
        return ds_pull_refuse(j, "dit is geen teken", "this is no character", err);
    add_character(j->text, c);
    return DS_OK;
}

static ds_status read_escape(ds_pull *j, ds_error *err) {
    static const char marks[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
    char c;
    bool there;
    ds_status status = look_at_byte(j, &c, &there, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; there && i + 1 < sizeof marks; i += 2)
        if (marks[i] == c) {
            ds_buffer_add_char(j->text, marks[i + 1]);
            j->in->at++;
            return DS_OK;
        }
    if (!there || c != 'u')
        return ds_pull_refuse(j, "dit kan niet achter een schuine streep terug",
                              "this cannot follow a backslash", err);
    j->in->at++;
    return read_character(j, err);
}

/* The bytes up to a quote, a backslash or what may not be in a string. */
static void add_run(ds_pull *j) {
    ds_pieces *in = j->in;
    size_t to = in->at;
    while (to < in->size && in->data[to] != '"' && in->data[to] != '\\' &&
           (unsigned char)in->data[to] >= ' ')
        to++;
    ds_buffer_add(j->text, in->data + in->at, to - in->at);
    in->at = to;
}

ds_status ds_pull_string(ds_pull *j, ds_error *err) {
    ds_status status = ds_pull_mark(j, '"', err);
    ds_buffer_clear(j->text);
    while (status == DS_OK) {
        char c;
        bool there;
        add_run(j);
        status = look_at_byte(j, &c, &there, err);
        if (status != DS_OK) break;
        if (!there || (unsigned char)c < ' ')
            return ds_pull_refuse(j, "een tekst wordt niet gesloten", "a string is not closed",
                                  err);
        if (c != '"' && c != '\\') continue; /* the piece had ended */
        j->in->at++;
        if (c == '"') break;
        status = read_escape(j, err);
    }
    if (status == DS_OK) status = ds_buffer_finish(j->text, err);
    if (status == DS_OK && !ds_text_is_utf8((ds_text){j->text->data, j->text->size}, NULL))
        return ds_pull_refuse(j, "deze tekst is geen UTF-8", "this string is no UTF-8", err);
    return status;
}

ds_status ds_pull_name(ds_pull *j, ds_error *err) {
    ds_status status = ds_pull_string(j, err);
    return status == DS_OK ? ds_pull_mark(j, ':', err) : status;
}

/* ---- other values ---- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t count_digits(const char *text) {
    size_t n = 0;
    while (is_digit(text[n]))
        n++;
    return n;
}

/* -?(0|[1-9]digits)(.digits)?([eE][+-]?digits)? */
static bool is_json_number(const char *text) {
    size_t n;
    text += *text == '-';
    n = count_digits(text);
    if (n == 0 || (n > 1 && *text == '0')) return false;
    text += n;
    if (*text == '.') {
        n = count_digits(++text);
        if (n == 0) return false;
        text += n;
    }
    if (*text == 'e' || *text == 'E') {
        text++;
        text += *text == '+' || *text == '-';
        n = count_digits(text);
        if (n == 0) return false;
        text += n;
    }
    return *text == '\0';
}

/* Letters, digits and what else a number or a word has. */
static ds_status read_word(ds_pull *j, ds_error *err) {
    char c;
    bool there;
    ds_status status = ds_pull_peek(j, &c, err);
    ds_buffer_clear(j->text);
    while (status == DS_OK) {
        status = look_at_byte(j, &c, &there, err);
        if (status != DS_OK || !there) break;
        if (!is_digit(c) && (c < 'a' || c > 'z') && (c == '\0' || strchr("+-.E", c) == NULL)) break;
        ds_buffer_add_char(j->text, c);
        j->in->at++;
    }
    return status == DS_OK ? ds_buffer_finish(j->text, err) : status;
}

ds_status ds_pull_number(ds_pull *j, ds_error *err) {
    ds_status status = read_word(j, err);
    if (status != DS_OK || is_json_number(ds_buffer_string(j->text))) return status;
    return ds_pull_refuse(j, "verwacht een getal", "expected a number", err);
}

static ds_status refuse_word(const ds_pull *j, ds_error *err) {
    return ds_pull_refuse(j, "deze waarde kan hier niet staan", "this value cannot be here", err);
}

ds_status ds_pull_flag(ds_pull *j, bool *out, ds_error *err) {
    ds_status status = read_word(j, err);
    if (status != DS_OK) return status;
    *out = strcmp(ds_buffer_string(j->text), "true") == 0;
    return *out || strcmp(ds_buffer_string(j->text), "false") == 0 ? DS_OK : refuse_word(j, err);
}

ds_status ds_pull_null(ds_pull *j, ds_error *err) {
    ds_status status = read_word(j, err);
    if (status != DS_OK) return status;
    return strcmp(ds_buffer_string(j->text), "null") == 0 ? DS_OK : refuse_word(j, err);
}

static ds_status skip_word(ds_pull *j, ds_error *err) {
    static const char *const words[] = {"true", "false", "null"};
    ds_status status = read_word(j, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(ds_buffer_string(j->text), words[i]) == 0) return DS_OK;
    return is_json_number(ds_buffer_string(j->text)) ? DS_OK : refuse_word(j, err);
}

static ds_status skip_value(ds_pull *j, int depth, ds_error *err);

static ds_status skip_inside(ds_pull *j, char open, int depth, ds_error *err) {
    const char close = open == '{' ? '}' : ']';
    bool begun = false, more = true;
    ds_status status = ds_pull_mark(j, open, err);
    while (status == DS_OK) {
        status = ds_pull_more(j, close, &begun, &more, err);
        if (status != DS_OK || !more) return status;
        if (open == '{') status = ds_pull_name(j, err);
        if (status == DS_OK) status = skip_value(j, depth + 1, err);
    }
    return status;
}

static ds_status skip_value(ds_pull *j, int depth, ds_error *err) {
    char c;
    ds_status status = ds_pull_peek(j, &c, err);
    if (status != DS_OK) return status;
    if (depth > DEPTH_MAX)
        return ds_pull_refuse(j, "dit staat te diep in elkaar", "this is nested too deeply", err);
    if (c == '{' || c == '[') return skip_inside(j, c, depth, err);
    return c == '"' ? ds_pull_string(j, err) : skip_word(j, err);
}

ds_status ds_pull_skip(ds_pull *j, ds_error *err) {
    return skip_value(j, 0, err);
}
