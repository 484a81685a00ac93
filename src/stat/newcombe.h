/* stat/newcombe.h: how far the interval of a difference reaches to one side (Newcombe 1998, method
 * 10). */
#ifndef DS_STAT_NEWCOMBE_H
#define DS_STAT_NEWCOMBE_H

#include <math.h>

/* Of the two arms of the intervals that are subtracted. Not hypot: its last digit is another before
 * glibc 2.35, where the program runs as well, and shares are far from overflow. */
static inline double ds_newcombe_reach(double a, double b) {
    return sqrt(a * a + b * b);
}

#endif
