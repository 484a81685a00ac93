/* tests/stat/near.h: what the tests of statistics share. */
#ifndef DS_TESTS_STAT_NEAR_H
#define DS_TESTS_STAT_NEAR_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/intervals.h"
#include "doorstroom/tests.h"
#include "support/support.h"

/* Absolute, or relative above 1. */
static inline void is_within(double found, double expected, double by, const char *what) {
    if (!(fabs(found - expected) <= by * fmax(1, fabs(expected))))
        fail_msg("%s: %.17g, expected %.17g", what, found, expected);
}

static inline void is_near(double found, double expected, const char *what) {
    is_within(found, expected, 1e-12, what);
}

/* A relative difference, for small p. */
static inline void is_close(double found, double expected, const char *what) {
    if (!(fabs(found - expected) <= 1e-11 * fabs(expected)))
        fail_msg("%s: %.17g, expected %.17g", what, found, expected);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Numbers from a fixed sequence. */
static inline uint64_t next_bits(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}
static inline double next_share(uint64_t *state) {
    return (double)next_bits(state) / 2147483648.0;
}

#endif
