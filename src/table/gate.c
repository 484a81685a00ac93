/* table/gate.c: one value through the gate. See gate.h. */
#include "table/gate.h"

#include <string.h>

#include "base/unicode.h"

static bool is_number_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Letters, digits and the marks of numbers and dates, with a digit among them. */
static bool is_code_or_number(ds_text text) {
    bool digit = false;
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !is_number_digit(c) && memchr(".,-+/:_", c, 7) == NULL) return false;
        digit = digit || is_number_digit(c);
    }
    return digit;
}

/* ="0001" as spreadsheets keep zeros, '0001 as they mark text, '0001' as SQL writes it. */
static ds_text without_wrapping(ds_text text) {
    ds_text inner;
    if (text.size >= 3 && text.data[0] == '=' && text.data[1] == '"' &&
        text.data[text.size - 1] == '"') {
        inner = (ds_text){text.data + 2, text.size - 3};
        return memchr(inner.data, '"', inner.size) == NULL ? inner : text;
    }
    if (text.size < 2 || text.data[0] != '\'') return text;
    inner = (ds_text){text.data + 1, text.size - 1};
    if (inner.size > 1 && inner.data[inner.size - 1] == '\'') inner.size--;
    return is_code_or_number(inner) ? inner : text;
}

static size_t pass_digits(ds_text text, size_t at) {
    while (at < text.size && is_number_digit(text.data[at]))
        at++;
    return at;
}

/* A whole number that may have been another, as columns of another program are written
 * (arrow/read.h): 1.6777216e+7, 2.0e+010. All others write two digits behind the e where one or two
 * will do. */
static bool is_inexact(ds_text text) {
    size_t at = text.size > 0 && text.data[0] == '-', end = pass_digits(text, at);
    if (end != at + 1 || end == text.size || text.data[end] != '.') return false;
    at = pass_digits(text, end + 1);
    if (at + 2 >= text.size || text.data[at] != 'e' || text.data[at + 1] != '+') return false;
    end = pass_digits(text, at + 2);
    return end == text.size && (end == at + 3 || end == at + 5);
}

ds_text ds_gate_text(ds_text text, uint8_t *marks) {
    ds_text out, before;
    if (!ds_gate_asks(text)) return text;
    out = ds_unicode_trim(text);
    if (out.size != text.size) *marks |= DS_TABLE_TRIMMED;
    if (ds_gate_has_power(out) && is_inexact(out)) *marks |= DS_TABLE_INEXACT;
    before = out;
    out = without_wrapping(out);
    if (out.size == before.size) return out;
    *marks |= DS_TABLE_UNWRAPPED;
    return ds_unicode_trim(out);
}
