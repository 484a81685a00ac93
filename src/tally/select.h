/* tally/select.h: whom a block's population chooses, as bits. */
#ifndef DS_TALLY_SELECT_H
#define DS_TALLY_SELECT_H

#include <string.h>

#include "tally/program.h"

enum { DS_SELECT_WORDS = DS_WIDE / 64 };

/* Bit i: person i of these eight is enrolled, and population is true (2) for them. */
static inline uint64_t ds_select_eight(const uint8_t *population, const uint8_t *enrolled) {
    uint64_t truth, there;
    memcpy(&truth, population, 8);
    memcpy(&there, enrolled, 8);
    /* one bit in each byte; the product gathers them in the highest byte */
    return ((truth >> 1 & there & 0x0101010101010101u) * 0x0102040810204080u) >> 56;
}

/* The same of the 64 from i on. */
static inline uint64_t ds_select_word(const uint8_t *population, const uint8_t *enrolled,
                                      size_t i) {
    uint64_t set = 0;
    for (size_t k = 0; k < 8; k++)
        set |= ds_select_eight(population + i + 8 * k, enrolled + i + 8 * k) << (8 * k);
    return set;
}

#endif
