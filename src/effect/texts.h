/* effect/texts.h: the different texts of one column, numbered in the order in which they came. */
#ifndef DS_EFFECT_TEXTS_H
#define DS_EFFECT_TEXTS_H

#include "doorstroom/base.h"

typedef struct ds_effect_texts {
    ds_text *texts; /* [n]; each a block of its own that ends in a zero byte */
    size_t n, capacity;
    uint32_t *slots; /* a hash table of n_slots (a power of two, or 0): 1 + number, 0 is empty */
    size_t n_slots;
} ds_effect_texts;

void ds_effect_texts_done(ds_effect_texts *texts);
/* The number of text, which is added where it is new. False when memory is short; nothing is
 * changed then. Cost: constant. */
bool ds_effect_texts_number(ds_effect_texts *texts, ds_text text, uint32_t *out) DS_NODISCARD;

#endif
