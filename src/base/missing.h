/* base/missing.h: the words that mean that nothing is known, in files that others made. */
#ifndef DS_BASE_MISSING_H
#define DS_BASE_MISSING_H

#include "doorstroom/base.h"

/* Words; letters fold. Empty text is missing whatever the words. */
typedef struct ds_missing {
    const ds_text *words;
    size_t n;
} ds_missing;

/* NA N/A NULL NaN . - #N/B #N/A onbekend */
extern const ds_missing ds_missing_usual;

/* Text without its edges. True for empty text too. */
bool ds_missing_is(const ds_missing *missing, ds_text text);
/* A set of the bytes that a word among them begins with, small letters and capitals: whoever asks
 * for millions of values looks there first. */
void ds_missing_first(const ds_missing *missing, bool out[256]);

#endif
