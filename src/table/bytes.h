/* table/bytes.h: looking at eight bytes at a time, for every pass over the raw bytes of a CSV.
 *
 * A word holds eight bytes, the first in memory lowest. The masks have bit 7 of each byte set where
 * the test holds, and no other bits. */
#ifndef DS_TABLE_BYTES_H
#define DS_TABLE_BYTES_H

#include <string.h>

#include "doorstroom/base.h"

#define DS_BYTES_ONES 0x0101010101010101u
#define DS_BYTES_HIGH 0x8080808080808080u

static inline uint64_t ds_bytes_load(const char *data) {
    uint64_t word;
    memcpy(&word, data, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Eight times the same byte. */
static inline uint64_t ds_bytes_spread(char c) {
    return DS_BYTES_ONES * (unsigned char)c;
}

/* Which bytes of word equal those of pattern; exact, no carry from one byte into the next. */
static inline uint64_t ds_bytes_match(uint64_t word, uint64_t pattern) {
    uint64_t x = word ^ pattern;
    return ~(((x & ~DS_BYTES_HIGH) + ~DS_BYTES_HIGH) | x) & DS_BYTES_HIGH;
}

/* The place of the first byte that a mask other than 0 has set. */
static inline size_t ds_bytes_first(uint64_t mask) {
    return (size_t)__builtin_ctzll(mask) / 8;
}

/* The first byte from p on that equals c or d. One must be there, with seven more bytes after it
 * that may be read. */
static inline char *ds_bytes_find_either(char *p, char c, char d) {
    const uint64_t cs = ds_bytes_spread(c), ds = ds_bytes_spread(d);
    for (;; p += 8) {
        uint64_t word = ds_bytes_load(p);
        uint64_t found = ds_bytes_match(word, cs) | ds_bytes_match(word, ds);
        if (found != 0) return p + ds_bytes_first(found);
    }
}

/* As memchr, and quicker where the byte is near. */
static inline const char *ds_bytes_find(const char *p, const char *end, char c) {
    const uint64_t cs = ds_bytes_spread(c);
    for (; end - p >= 8; p += 8) {
        uint64_t found = ds_bytes_match(ds_bytes_load(p), cs);
        if (found != 0) return p + ds_bytes_first(found);
    }
    for (; p < end; p++)
        if (*p == c) return p;
    return NULL;
}

/* True when there is a byte of 80 or above. */
static inline bool ds_bytes_any_high(const char *data, size_t size) {
    uint64_t seen = 0;
    size_t i = 0;
    for (; size - i >= 8; i += 8)
        seen |= ds_bytes_load(data + i);
    for (; i < size; i++)
        seen |= (unsigned char)data[i];
    return (seen & DS_BYTES_HIGH) != 0;
}

/* How many bytes equal c. */
static inline size_t ds_bytes_count(const char *data, size_t size, char c) {
    const uint64_t pattern = ds_bytes_spread(c);
    size_t count = 0, i = 0;
    while (size - i >= 8) {
        uint64_t sums = 0; /* eight counters of a byte each: at most 255 rounds */
        size_t rounds = (size - i) / 8 < 255 ? (size - i) / 8 : 255;
        for (size_t r = 0; r < rounds; r++, i += 8)
            sums += ds_bytes_match(ds_bytes_load(data + i), pattern) >> 7;
        sums = (sums & 0x00FF00FF00FF00FFu) + (sums >> 8 & 0x00FF00FF00FF00FFu);
        count += (size_t)((sums * 0x0001000100010001u) >> 48);
    }
    for (; i < size; i++)
        count += data[i] == c;
    return count;
}

#endif
