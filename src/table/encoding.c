/* table/encoding.c: what bytes a text is made of, and Windows-1252 to UTF-8. See encoding.h. */
#include "table/encoding.h"

#include <string.h>

#include "base/text.h"
#include "table/bytes.h"

/* Windows-1252 at 80 to 9F, as code points; 0 where it has none. */
static const uint16_t code_points[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

/* Without branches over a fixed length, so that the compiler does many bytes at once. */
static unsigned scan_64(const unsigned char *data) {
    unsigned char high = 0, control = 0;
    for (size_t i = 0; i < 64; i++) {
        unsigned char c = data[i];
        high |= c;
        control |= (unsigned char)((c < 0x20) & (c != '\t') & (c != '\n') & (c != '\r'));
        control |= (unsigned char)(c == 0x7F);
    }
    return (high & 0x80u ? DS_ENCODING_HIGH : 0u) | (control != 0 ? DS_ENCODING_CONTROL : 0u);
}

unsigned ds_encoding_scan(const char *data, size_t size) {
    const unsigned char *bytes = (const unsigned char *)data;
    unsigned flags = DS_ENCODING_PLAIN;
    size_t i = 0;
    for (; size - i >= 64; i += 64)
        flags |= scan_64(bytes + i);
    for (; i < size; i++) {
        if (bytes[i] >= 0x80) flags |= DS_ENCODING_HIGH;
        if (is_control(bytes[i])) flags |= DS_ENCODING_CONTROL;
    }
    return flags;
}

size_t ds_encoding_not_1252(const char *data, size_t size) {
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)data[i];
        if (is_control(c) || (c >= 0x80 && c <= 0x9F && code_points[c - 0x80] == 0)) return i;
    }
    return size;
}

size_t ds_encoding_cut_tail(const char *data, size_t size) {
    for (size_t back = 1; back <= 3 && back <= size; back++) {
        unsigned char c = (unsigned char)data[size - back];
        size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        if (c < 0x80 || c > 0xF4) return 0;
        if (c >= 0xC0) return back < length ? back : 0;
    }
    return 0;
}

size_t ds_encoding_put(char *out, unsigned code) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

size_t ds_encoding_from_1252(ds_text text, char *out) {
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        unsigned code = c;
        if (c < 0x80) {
            out[n++] = text.data[i];
            continue;
        }
        if (c <= 0x9F) code = code_points[c - 0x80] != 0 ? code_points[c - 0x80] : 0xFFFDu;
        n += ds_encoding_put(out + n, code);
    }
    return n;
}

ds_encoded ds_encoding_add(ds_buffer *out, ds_text text, bool utf8) {
    char piece[3 * 64];
    if (!ds_bytes_any_high(text.data, text.size)) {
        ds_buffer_add(out, text.data, text.size);
        return DS_ENCODED_PLAIN;
    }
    if (utf8) text.size -= ds_encoding_cut_tail(text.data, text.size);
    if (ds_text_is_utf8(text, NULL)) {
        ds_buffer_add(out, text.data, text.size);
        return DS_ENCODED_UTF8;
    }
    if (utf8 || ds_encoding_not_1252(text.data, text.size) < text.size) return DS_ENCODED_NOT;
    for (size_t at = 0; at < text.size; at += 64) {
        size_t size = text.size - at < 64 ? text.size - at : 64;
        size = ds_encoding_from_1252((ds_text){text.data + at, size}, piece);
        ds_buffer_add(out, piece, size);
    }
    return DS_ENCODED_1252;
}
