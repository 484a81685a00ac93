/* disclosure/fraction.h: a rounded percentage is a count in disguise: it fits few fractions. */
#ifndef DS_DISCLOSURE_FRACTION_H
#define DS_DISCLOSURE_FRACTION_H

#include "doorstroom/base.h"

typedef struct ds_fraction {
    uint64_t teller, noemer;
} ds_fraction;

/* The teller and noemer, noemer from from to to, whose percentage rounds to this one (half away
 * from zero or to even: both count); at most n_max into out, by noemer. Returns how many there are.
 */
size_t ds_fractions_of(double percentage, int decimals, uint64_t from, uint64_t to,
                       ds_fraction *out, size_t n_max);

#endif
