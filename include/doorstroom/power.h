/* doorstroom/power.h, of effect: the smallest difference that a test could have shown, so that "no
 * difference found" says how large a difference may have been missed.
 *
 * Threads: pure functions. */
#ifndef DOORSTROOM_POWER_H
#define DOORSTROOM_POWER_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

/* The difference of which a two-sided test at 5 % finds 80 %: (t(0.975) + t(0.8)) × se, Student's t
 * with df degrees of freedom (infinite: the normal, 2.8016 × se); H. S. Bloom, Minimum detectable
 * effects, Evaluation Review 19, 1995. NAN where se is not above 0. */
DS_API double ds_power_smallest(double se, double df);
/* The same of an interval at 95 % that inverts a permutation test, which has no standard error: its
 * half width takes the place of t(0.975) × se, the normal's shape that of the permutation's: (1 +
 * 0.8416 / 1.9600) × half. NAN for an interval that is none. */
DS_API double ds_power_smallest_of_interval(double low, double high);

DS_END_DECLS

#endif
