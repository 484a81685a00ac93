/* base/unicode.c: see unicode.h. What a character is comes from utf8proc's tables; none of its
 * functions that take memory is used. */
#include "base/unicode.h"

#include <string.h>
#include <utf8proc.h>

#include "base/memory.h"

/* Not in a category of their own, and yet without width or ink. */
static bool is_blank_letter(int32_t c) {
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x180E ||
           c == 0x2800 || c == 0x3164 || c == 0xFFA0 || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xE0100 && c <= 0xE01EF);
}

static bool shows_nothing(int32_t c) {
    if (c < 0x80) return c == 0x7F || (c >= 0 && c <= 0x20);
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return is_blank_letter(c);
    }
}

static bool shows_as_blank(int32_t c) {
    const utf8proc_category_t category = utf8proc_category(c);
    return (c >= '\t' && c <= '\r') || c == 0x85 || category == UTF8PROC_CATEGORY_ZS ||
           category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/* The character at the beginning of text, and its size; -1 and one byte when it is none. */
static int32_t character_at(ds_text text, size_t *out_size) {
    int32_t c = -1;
    utf8proc_ssize_t size =
        utf8proc_iterate((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.size, &c);
    *out_size = size > 0 ? (size_t)size : 1;
    return size > 0 ? c : -1;
}

static int32_t last_character(ds_text text, size_t *out_size) {
    size_t back = 1, size;
    int32_t c;
    while (back < text.size && back < 4 &&
           ((unsigned char)text.data[text.size - back] & 0xC0) == 0x80)
        back++;
    c = character_at((ds_text){text.data + text.size - back, back}, &size);
    *out_size = back;
    return size == back ? c : -1;
}

static bool is_plain(char c) {
    return c > ' ' && c < 0x7F;
}

ds_text ds_unicode_trim(ds_text text) {
    size_t size;
    while (text.size > 0 && !is_plain(text.data[0])) {
        if (!shows_nothing(character_at(text, &size))) break;
        text.data += size;
        text.size -= size;
    }
    while (text.size > 0 && !is_plain(text.data[text.size - 1])) {
        if (!shows_nothing(last_character(text, &size))) break;
        text.size -= size;
    }
    return text;
}

uint32_t ds_unicode_hidden(ds_text text, size_t *out_at) {
    size_t n = 0;
    for (size_t i = 0, size; i < text.size; i += size) {
        int32_t c = (unsigned char)text.data[i];
        size = 1;
        n++;
        if (c == ' ' || is_plain(text.data[i])) continue;
        if (c >= 0x80) c = character_at((ds_text){text.data + i, text.size - i}, &size);
        if (c < 0 || !shows_nothing(c)) continue;
        if (out_at != NULL) *out_at = n;
        return (uint32_t)c;
    }
    return 0;
}

ds_text ds_unicode_plain(ds_text text, char *out, size_t size) {
    size_t n = 0;
    if (text.size > size || ds_unicode_hidden(text, NULL) == 0) return text;
    for (size_t i = 0, step; i < text.size; i += step) {
        const int32_t c = character_at((ds_text){text.data + i, text.size - i}, &step);
        if (c < 0 || c == ' ' || !shows_nothing(c)) {
            memcpy(out + n, text.data + i, step);
            n += step;
        } else if (shows_as_blank(c) && n > 0 && out[n - 1] != ' ') {
            out[n++] = ' ';
        }
    }
    return (ds_text){out, n};
}

bool ds_unicode_may_decompose(ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0xCC) return true;
    return false;
}

bool ds_unicode_nfc(ds_text text, char *out, size_t *out_size, int32_t **work, size_t *capacity) {
    const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    const size_t room = 4 * text.size + 4; /* no character comes apart into more than four */
    utf8proc_ssize_t n;
    if (!ds_reserve(work, capacity, room, sizeof **work)) return false;
    n = utf8proc_decompose((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.size, *work,
                           (utf8proc_ssize_t)room - 1, how);
    if (n >= 0 && n < (utf8proc_ssize_t)room) n = utf8proc_reencode(*work, n, how);
    if (n < 0 || (size_t)n > DS_UNICODE_GROWTH * text.size) { /* not UTF-8: as it stands */
        if (text.size > 0) memcpy(out, text.data, text.size);
        *out_size = text.size;
        return true;
    }
    if (n > 0) memcpy(out, *work, (size_t)n);
    *out_size = (size_t)n;
    return true;
}

static bool is_left_out(int32_t c, bool loose) {
    return c == 0 || (loose && (c == '_' || shows_nothing(c)));
}

/* ASCII alone, which most of it is; false when it is not. */
static bool fold_ascii(ds_text text, bool loose, char *out, size_t size, size_t *out_n) {
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if (c >= 0x80 && text.size <= DS_UNICODE_FOLD_MAX) return false;
        if (c < 0x80 && is_left_out(c, loose)) continue;
        if (n < size) out[n++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    *out_n = n;
    return true;
}

size_t ds_unicode_fold(ds_text text, bool loose, char *out, size_t size) {
    int32_t work[4 * DS_UNICODE_FOLD_MAX + 4];
    const int how =
        UTF8PROC_STABLE | UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | (loose ? UTF8PROC_STRIPMARK : 0);
    utf8proc_ssize_t n, kept = 0;
    size_t done;
    if (fold_ascii(text, loose, out, size, &done)) return done;
    n = utf8proc_decompose((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.size, work,
                           4 * DS_UNICODE_FOLD_MAX + 3, (utf8proc_option_t)how);
    if (n < 0 || n > 4 * DS_UNICODE_FOLD_MAX + 3) n = 0; /* not UTF-8: below, as it stands */
    for (utf8proc_ssize_t i = 0; i < n; i++)
        if (!is_left_out(work[i], loose)) work[kept++] = work[i];
    n = n == 0 ? -1 : utf8proc_reencode(work, kept, (utf8proc_option_t)how);
    done = n < 0 ? text.size : (size_t)n;
    if (done > size) done = size;
    memcpy(out, n < 0 ? text.data : (const char *)work, done);
    return done;
}
