/* base/text.c: views of text. See text.h. */
#include "base/text.h"

#include <string.h>

#include "base/unicode.h"

ds_text ds_text_of(const char *string) {
    return (ds_text){string, string == NULL ? 0 : strlen(string)};
}

bool ds_text_is(ds_text text, const char *string) {
    return ds_text_equal(text, ds_text_of(string));
}

bool ds_text_equal(ds_text a, ds_text b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static char lower_letter(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool ds_text_equal_nocase(ds_text a, ds_text b) {
    if (a.size != b.size) return false;
    for (size_t i = 0; i < a.size; i++)
        if (lower_letter(a.data[i]) != lower_letter(b.data[i])) return false;
    return true;
}

int ds_text_compare(ds_text a, ds_text b) {
    size_t shared = a.size < b.size ? a.size : b.size;
    int order = shared == 0 ? 0 : memcmp(a.data, b.data, shared);
    if (order != 0) return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

ds_text ds_text_trim(ds_text text) {
    while (text.size > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\t'))
        text.size--;
    return text;
}

/* The length of the well-formed sequence at data[0..size), 0 when there is none. */
static size_t utf8_sequence(const unsigned char *data, size_t size) {
    unsigned char c = data[0];
    unsigned char low = 0x80, high = 0xBF;
    size_t length;
    if (c < 0x80) return 1;
    if (c >= 0xC2 && c <= 0xDF)
        length = 2;
    else if (c >= 0xE0 && c <= 0xEF)
        length = 3;
    else if (c >= 0xF0 && c <= 0xF4)
        length = 4;
    else
        return 0;
    if (c == 0xE0) low = 0xA0;
    if (c == 0xED) high = 0x9F;
    if (c == 0xF0) low = 0x90;
    if (c == 0xF4) high = 0x8F;
    if (size < length || data[1] < low || data[1] > high) return 0;
    for (size_t i = 2; i < length; i++)
        if (data[i] < 0x80 || data[i] > 0xBF) return 0;
    return length;
}

bool ds_text_is_utf8(ds_text text, size_t *out_bad) {
    const unsigned char *data = (const unsigned char *)text.data;
    size_t i = 0;
    while (i < text.size) {
        uint64_t eight;
        size_t length;
        if (text.size - i >= 8) { /* mostly ASCII: eight at a time */
            memcpy(&eight, data + i, 8);
            if ((eight & 0x8080808080808080u) == 0) {
                i += 8;
                continue;
            }
        }
        length = utf8_sequence(data + i, text.size - i);
        if (length == 0) {
            if (out_bad != NULL) *out_bad = i;
            return false;
        }
        i += length;
    }
    return true;
}

bool ds_text_is_name(ds_text text) {
    size_t digits = 0;
    if (text.size == 0 || (text.data[0] >= '0' && text.data[0] <= '9')) return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '@') return false;
        digits += text.data[i] >= '0' && text.data[i] <= '9';
    }
    return digits <= 5;
}

bool ds_text_same_name(ds_text a, ds_text b) {
    char x[DS_UNICODE_FOLD_MAX], y[DS_UNICODE_FOLD_MAX];
    size_t n, m;
    if (a.size > sizeof x || b.size > sizeof y) return ds_text_equal_nocase(a, b);
    n = ds_unicode_fold(a, true, x, sizeof x);
    m = ds_unicode_fold(b, true, y, sizeof y);
    return ds_text_equal((ds_text){x, n}, (ds_text){y, m});
}

static size_t find_name_by(bool (*same)(ds_text, ds_text), const ds_text *names, size_t n,
                           ds_text wanted, size_t *out_twice) {
    size_t found = SIZE_MAX;
    *out_twice = SIZE_MAX;
    for (size_t i = 0; i < n && *out_twice == SIZE_MAX; i++) {
        if (names[i].size == 0 || !same(names[i], wanted)) continue;
        if (found == SIZE_MAX)
            found = i;
        else
            *out_twice = i;
    }
    return found;
}

size_t ds_text_find_name(const ds_text *names, size_t n, ds_text wanted, size_t *out_twice) {
    size_t found = find_name_by(ds_text_equal_nocase, names, n, wanted, out_twice);
    return found != SIZE_MAX ? found : find_name_by(ds_text_same_name, names, n, wanted, out_twice);
}

enum { NEAREST_MAX = 64 };

static size_t least_of(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Changes, insertions, removals and swaps of two neighbours, each 1 (optimal string alignment). */
size_t ds_text_distance(ds_text a, ds_text b) {
    size_t rows[3][NEAREST_MAX + 1];
    if (b.size > NEAREST_MAX) return SIZE_MAX;
    for (size_t j = 0; j <= b.size; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        size_t *row = rows[i % 3];
        const size_t *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            char x = lower_letter(a.data[i - 1]), y = lower_letter(b.data[j - 1]);
            row[j] = least_of(before[j - 1] + (x != y), least_of(before[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x == lower_letter(b.data[j - 2]) &&
                y == lower_letter(a.data[i - 2]))
                row[j] = least_of(row[j], earlier[j - 2] + 1);
        }
    }
    return rows[a.size % 3][b.size];
}

/* Written by ear a word keeps its beginning: nivo is niveau. */
static bool begins_alike(ds_text text, const char *name) {
    return text.size > 2 && strlen(name) > 2 &&
           ds_text_equal_nocase((ds_text){text.data, 2}, (ds_text){name, 2});
}

static size_t find_nearest(ds_text text, const char *const *names, size_t n_names, bool by_ear) {
    size_t best = SIZE_MAX;
    size_t best_distance = (by_ear ? text.size / 2 : text.size / 3) + 2;
    if (text.size > NEAREST_MAX) return SIZE_MAX;
    for (size_t i = 0; i < n_names; i++) {
        size_t d = ds_text_distance(text, ds_text_of(names[i]));
        if (d < best_distance && (d < text.size / 3 + 2 || begins_alike(text, names[i]))) {
            best_distance = d;
            best = i;
        }
    }
    return best;
}

size_t ds_text_nearest(ds_text text, const char *const *names, size_t n_names) {
    return find_nearest(text, names, n_names, false);
}

size_t ds_text_nearest_by_ear(ds_text text, const char *const *names, size_t n_names) {
    return find_nearest(text, names, n_names, true);
}

/* Of U+2000-207F, the second byte of which is 80 or 81: what has no width, turns the direction, or
 * ends a line. */
static bool steers_in_e2(unsigned char second, unsigned char third) {
    if (second == 0x80) return (third >= 0x8B && third <= 0x8F) || (third >= 0xA8 && third <= 0xAE);
    return second == 0x81 && third >= 0xA0 && third <= 0xAF;
}

size_t ds_text_steering_size(const unsigned char *text, size_t size) {
    if (text[0] < ' ' || text[0] == 0x7F) return 1;
    if (size > 1 && text[0] == 0xC2 && text[1] >= 0x80 && text[1] <= 0x9F) return 2;
    if (size > 1 && text[0] == 0xD8 && text[1] == 0x9C) return 2;
    if (size > 3 && text[0] == 0xF3 && text[1] == 0xA0 && text[2] <= 0x81) return 4;
    if (size < 3) return 0;
    if (text[0] == 0xE2 && steers_in_e2(text[1], text[2])) return 3;
    if (text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF) return 3;
    return text[0] == 0xE1 && text[1] == 0xA0 && text[2] == 0x8E ? 3 : 0;
}
