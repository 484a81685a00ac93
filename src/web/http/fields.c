/* web/http/fields.c: urlencoded fields, cookies and targets: bytes in, names and values out. See
 * fields.h. */
#include "web/http/fields.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "web/http/limits.h"

static int value_of_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool ds_http_decode(ds_text text, bool plus, char *out, size_t *out_size) {
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '%') {
            const int high = i + 2 < text.size ? value_of_digit(text.data[i + 1]) : -1;
            const int low = i + 2 < text.size ? value_of_digit(text.data[i + 2]) : -1;
            if (high < 0 || low < 0) return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        out[n++] = c;
    }
    out[n] = '\0';
    *out_size = n;
    return true;
}

bool ds_http_text_fits(ds_text text) {
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) return false;
    }
    return ds_text_is_utf8(text, NULL);
}

ds_status ds_http_pairs_add(ds_http_pairs *pairs, size_t maximum, ds_http_pair pair,
                            ds_error *err) {
    if (pairs->n >= maximum)
        return ds_error_set(err, DS_INPUT, "te veel velden: meer dan %zu",
                            "too many fields: more than %zu", maximum);
    if (!ds_reserve(&pairs->pairs, &pairs->capacity, pairs->n + 1, sizeof *pairs->pairs))
        return ds_error_memory(err);
    pairs->pairs[pairs->n++] = pair;
    return DS_OK;
}

ds_text ds_http_pairs_get(const ds_http_pairs *pairs, const char *name) {
    for (size_t i = 0; i < pairs->n; i++)
        if (ds_text_is(pairs->pairs[i].name, name)) return pairs->pairs[i].value;
    return (ds_text){NULL, 0};
}

void ds_http_pairs_done(ds_http_pairs *pairs) {
    ds_free(pairs->pairs);
    *pairs = (ds_http_pairs){0};
}

void ds_http_files_done(ds_http_files *files) {
    ds_free(files->files);
    *files = (ds_http_files){0};
}

/* ---- urlencoded ---- */

static ds_status decode_text(ds_text text, size_t maximum, ds_arena *arena, ds_text *out,
                             ds_error *err) {
    char *decoded = ds_arena_take(arena, text.size + 1, 1);
    size_t size = 0;
    if (decoded == NULL) return ds_error_memory(err);
    if (!ds_http_decode(text, true, decoded, &size) || size > maximum ||
        !ds_http_text_fits((ds_text){decoded, size}))
        return ds_error_set(err, DS_INPUT, "een veld is te lang of geen tekst",
                            "a field is too long or no text");
    *out = (ds_text){decoded, size};
    return DS_OK;
}

static ds_status read_field(ds_text field, size_t maximum, ds_arena *arena, ds_http_pairs *out,
                            ds_error *err) {
    const char *equals = memchr(field.data, '=', field.size);
    const size_t cut = equals == NULL ? field.size : (size_t)(equals - field.data);
    const ds_text name = {field.data, cut};
    const ds_text value = {field.data + cut + (equals != NULL),
                           field.size - cut - (equals != NULL)};
    ds_http_pair pair = {{0}, {0}};
    ds_status status = decode_text(name, DS_HTTP_NAME_MAX, arena, &pair.name, err);
    if (status == DS_OK) status = decode_text(value, DS_HTTP_VALUE_MAX, arena, &pair.value, err);
    return status == DS_OK ? ds_http_pairs_add(out, maximum, pair, err) : status;
}

ds_status ds_http_fields_read(ds_text text, size_t maximum, ds_arena *arena, ds_http_pairs *out,
                              ds_error *err) {
    while (text.size > 0) {
        const char *end = memchr(text.data, '&', text.size);
        const ds_text field = {text.data, end == NULL ? text.size : (size_t)(end - text.data)};
        ds_status status = field.size == 0 ? DS_OK : read_field(field, maximum, arena, out, err);
        if (status != DS_OK) return status;
        text.data += field.size + (end != NULL);
        text.size -= field.size + (end != NULL);
    }
    return DS_OK;
}

/* ---- cookies ---- */

static bool is_cookie_byte(unsigned char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

static bool is_cookie_text(ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if (!is_cookie_byte((unsigned char)text.data[i])) return false;
    return true;
}

static ds_status read_cookie(ds_text cookie, ds_arena *arena, ds_http_pairs *out, ds_error *err) {
    const char *equals = cookie.size == 0 ? NULL : memchr(cookie.data, '=', cookie.size);
    ds_text name, value;
    ds_http_pair pair;
    if (equals == NULL) return DS_OK;
    name = ds_text_trim((ds_text){cookie.data, (size_t)(equals - cookie.data)});
    value = ds_text_trim((ds_text){equals + 1, cookie.size - (size_t)(equals - cookie.data) - 1});
    if (name.size == 0 || name.size > DS_HTTP_NAME_MAX || value.size > DS_HTTP_CONNECTION_MEMORY ||
        !is_cookie_text(name) || !is_cookie_text(value))
        return DS_OK;
    pair.name = (ds_text){ds_arena_copy(arena, name), name.size};
    pair.value = (ds_text){ds_arena_copy(arena, value), value.size};
    if (pair.name.data == NULL || pair.value.data == NULL) return ds_error_memory(err);
    return ds_http_pairs_add(out, DS_HTTP_COOKIES_MAX, pair, err);
}

ds_status ds_http_cookies_read(ds_text header, ds_arena *arena, ds_http_pairs *out, ds_error *err) {
    while (header.size > 0) {
        const char *end = memchr(header.data, ';', header.size);
        const ds_text one = {header.data, end == NULL ? header.size : (size_t)(end - header.data)};
        ds_status status = read_cookie(one, arena, out, err);
        if (status != DS_OK) return status;
        header.data += one.size + (end != NULL);
        header.size -= one.size + (end != NULL);
    }
    return DS_OK;
}

ds_text ds_http_cookie(const ds_http_pairs *cookies, const char *name) {
    ds_text found = {NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < cookies->n; i++)
        if (ds_text_is(cookies->pairs[i].name, name)) {
            found = cookies->pairs[i].value;
            n++;
        }
    return n == 1 ? found : (ds_text){NULL, 0};
}

/* ---- the target ---- */

static ds_status refuse_target(ds_error *err) {
    return ds_error_set(err, DS_INPUT, "dit adres is geen adres van deze dienst",
                        "this address is none of this service");
}

static bool is_target_byte(unsigned char c) {
    return c > 0x20 && c < 0x7F && c != '\\' && c != '"' && c != '<' && c != '>' && c != '#';
}

/* Whether an encoded byte is one that would change where a path is cut. */
static bool has_encoded_cut(ds_text path) {
    for (size_t i = 0; i + 2 < path.size; i++)
        if (path.data[i] == '%' && path.data[i + 1] == '2' &&
            (path.data[i + 2] == 'f' || path.data[i + 2] == 'F'))
            return true;
    return false;
}

static bool is_plain_path(ds_text path) {
    size_t begin = 1;
    for (size_t i = 1; i <= path.size; i++) {
        if (i < path.size && path.data[i] != '/') continue;
        if (i == begin && path.size > 1) return false;
        if (ds_text_is((ds_text){path.data + begin, i - begin}, ".") ||
            ds_text_is((ds_text){path.data + begin, i - begin}, ".."))
            return false;
        begin = i + 1;
    }
    return true;
}

static bool is_printable_path(ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == '\\') return false;
    return true;
}

ds_status ds_http_target_read(ds_text target, ds_arena *arena, ds_text *out_path,
                              ds_text *out_query, ds_error *err) {
    const char *mark = target.size == 0 ? NULL : memchr(target.data, '?', target.size);
    const ds_text raw = {target.data, mark == NULL ? target.size : (size_t)(mark - target.data)};
    char *path;
    size_t size = 0;
    if (target.size > DS_HTTP_TARGET_MAX || raw.size == 0 || raw.data[0] != '/' ||
        has_encoded_cut(raw))
        return refuse_target(err);
    for (size_t i = 0; i < target.size; i++)
        if (!is_target_byte((unsigned char)target.data[i])) return refuse_target(err);
    path = ds_arena_take(arena, raw.size + 1, 1);
    if (path == NULL) return ds_error_memory(err);
    if (!ds_http_decode(raw, false, path, &size) || !ds_http_text_fits((ds_text){path, size}) ||
        !is_printable_path((ds_text){path, size}) || !is_plain_path((ds_text){path, size}))
        return refuse_target(err);
    *out_path = (ds_text){path, size};
    *out_query =
        mark == NULL ? (ds_text){NULL, 0} : (ds_text){mark + 1, target.size - raw.size - 1};
    return DS_OK;
}
