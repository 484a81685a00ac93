/* effect/order.h: patterns by their score, again and again: each replicate has new scores in about
 * the order of the last. */
#ifndef DS_EFFECT_ORDER_H
#define DS_EFFECT_ORDER_H

#include <stddef.h>
#include <stdint.h>

typedef struct ds_order_entry {
    double p;
    uint32_t pattern;
} ds_order_entry;

/* Sorts n < 2^32 entries by p (from 0 to 1), equal ones by pattern, so that what comes out does not
 * depend on what order it was in. spare[n] is room to work in. Cost: n; at most n log n where many
 * scores are within 2^-32. */
void ds_order_sort(ds_order_entry *entries, ds_order_entry *spare, size_t n);

#endif
