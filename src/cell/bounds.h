/* cell/bounds.h: what the counts of one record and school year may be, given what is printed. */
#ifndef DS_CELL_BOUNDS_H
#define DS_CELL_BOUNDS_H

#include "doorstroom/cell.h"

typedef enum ds_part { DS_PART_MAN, DS_PART_VROUW, DS_PART_TOTAAL, DS_PARTS } ds_part;

/* A count as printed, or hidden as "<limit": 1 to limit - 1. */
typedef struct ds_printed_count {
    uint32_t value; /* when limit is 0 */
    uint8_t limit;  /* 0: printed; else from 2 to DS_POSSIBLE_WIDTH + 1 */
} ds_printed_count;

enum { DS_PCT_UNIT = 10000 }; /* percentages are kept in ten-thousandths */

typedef struct ds_printed {
    ds_printed_count noemer, teller;
    int32_t pct; /* in 1 / DS_PCT_UNIT; -1: not printed */
} ds_printed;

typedef struct ds_bounds {
    uint64_t pairs[DS_PARTS]; /* as in ds_possible, from the lowest values on */
    /* The total less men and women: */
    int64_t noemer_excess_low, noemer_excess_high, teller_excess_low, teller_excess_high;
} ds_bounds;

/* The lowest value that is printed: the value, or 1. */
uint64_t ds_bounds_lowest(const ds_printed_count *count);
/* The pairs that are left of one part on its own: teller <= noemer and, with pct_half >= 0, the
 * percentage, rounded to within pct_half (in 1 / DS_PCT_UNIT) either way; without candidates it is
 * 0 or not printed. 0: none. */
uint64_t ds_bounds_own(const ds_printed *part, int32_t pct_half);

/* Every pair that is part of some solution for men, women and total together under from; so the
 * set is exact, not only consistent count by count. pct_half: how far a printed percentage may be
 * off by rounding. False when there is no solution; *out is untouched then. Cost: the product of
 * the three numbers of pairs, at most 10³ for "<5". */
bool ds_bounds_solve(const ds_printed parts[DS_PARTS], int32_t pct_half, ds_open_from from,
                     ds_bounds *out) DS_NODISCARD;

/* Lowest and highest noemer (teller) of pairs, less the lowest printed. pairs is not 0. */
void ds_bounds_span(uint64_t pairs, bool teller, uint64_t *out_low, uint64_t *out_high);

#endif
