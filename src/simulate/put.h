/* simulate/put.h: writing the fields of a line by hand, straight into the buffer: this is where
 * most of the time of a large register goes.
 *
 * Each put_ writes a field with the comma after it and returns where the next one goes. */
#ifndef DS_SIMULATE_PUT_H
#define DS_SIMULATE_PUT_H

#include <string.h>

#include "base/codes.h"
#include "base/memory.h"
#include "simulate/lines.h"

enum { PUT_LINE_MAX = 448 }; /* no line is longer */

/* Where the next line goes, or NULL when memory is short. */
static inline char *put_line(ds_lines *rows) {
    if (!ds_reserve(&rows->data, &rows->capacity, rows->size + PUT_LINE_MAX, 1)) return NULL;
    return rows->data + rows->size;
}

static inline bool put_line_end(ds_lines *rows, char *at) {
    at[-1] = '\n'; /* in place of the last comma */
    rows->size = (size_t)(at - rows->data);
    return true;
}

static inline char *put_bytes(char *at, const char *data, size_t size) {
    memcpy(at, data, size);
    at[size] = ',';
    return at + size + 1;
}

static inline char *put_text(char *at, const char *text) {
    return put_bytes(at, text, strlen(text));
}

/* Text that may hold a comma; never a quote or a line end. */
static inline char *put_quoted(char *at, const char *text) {
    if (strchr(text, ',') == NULL) return put_text(at, text);
    *at++ = '"';
    at = put_text(at, text);
    at[-1] = '"';
    *at = ',';
    return at + 1;
}

static inline char *put_missing(char *at) {
    *at = ',';
    return at + 1;
}

static inline char *put_number(char *at, uint64_t value) {
    char digits[20];
    int n = 0;
    do {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (n > 0)
        *at++ = digits[--n];
    *at = ',';
    return at + 1;
}

/* 0 is missing. */
static inline char *put_optional(char *at, uint64_t value) {
    return value == 0 ? put_missing(at) : put_number(at, value);
}

/* value / 10^decimals, without zeros at the end; at most six decimals. */
static inline char *put_decimal(char *at, uint64_t value, unsigned decimals) {
    static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    at = put_number(at, value / powers[decimals]);
    value %= powers[decimals];
    if (value == 0) return at;
    at[-1] = '.';
    for (unsigned i = decimals; i-- > 0 && value > 0; value %= powers[i])
        *at++ = (char)('0' + value / powers[i]);
    *at = ',';
    return at + 1;
}

/* index_1 counts from 1; 0 is missing. */
static inline char *put_code(char *at, const ds_code_list *list, unsigned index_1) {
    return index_1 == 0 ? put_missing(at) : put_text(at, list->values[index_1 - 1]);
}

static inline char *put_ja_nee(char *at, bool yes) {
    return put_text(at, yes ? "ja" : "nee");
}

static inline char *put_two(char *at, int value) {
    at[0] = (char)('0' + value / 10);
    at[1] = (char)('0' + value % 10);
    return at + 2;
}

static inline char *put_date(char *at, int year, int month, int day) {
    at = put_number(at, (uint64_t)year);
    at[-1] = '-';
    at = put_two(at, month);
    *at++ = '-';
    at = put_two(at, day);
    *at = ',';
    return at + 1;
}

/* Education of the parents, the highest; code_1 as in ds_life_person. */
static inline char *put_ouders(char *at, unsigned code_1) {
    static const char *const codes[] = {"", "basis", "middelbaar", "hoger"};
    return put_text(at, codes[code_1]);
}

/* Codes that look like BRIN and are none: kind 1 mbo, 2 vo, 3 hbo, 4 wo. index counts from 0. */
static inline void put_code_of(char code[4], char kind, unsigned index) {
    code[0] = '9';
    code[1] = kind;
    code[2] = (char)('A' + index / 26);
    code[3] = (char)('A' + index % 26);
}

static inline char *put_mbo(char *at, unsigned index) {
    char code[4];
    put_code_of(code, '1', index);
    return put_bytes(at, code, sizeof code);
}

#endif
