/* disclosure/percentage.h: what a printed percentage says of a hidden teller and noemer. */
#ifndef DS_DISCLOSURE_PERCENTAGE_H
#define DS_DISCLOSURE_PERCENTAGE_H

#include "doorstroom/base.h"

/* From low to high; high UINT64_MAX: no bound. */
typedef struct ds_interval {
    uint64_t low, high;
} ds_interval;

typedef struct ds_percentage_of {
    ds_interval teller, complement, noemer;
} ds_percentage_of;

/* Narrows the three to the fractions that round to this percentage; noemer is at least 1. Beyond
 * some 200,000 noemers only the smallest is sought. false: no fraction fits; of is as it was. */
bool ds_percentage_narrow(double percentage, int decimals, ds_percentage_of *of);

#endif
