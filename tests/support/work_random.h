/* tests/support/work_random.h: random bits that are the same on every machine (splitmix64: Steele,
 * Lea and Flood, 2014). */
#ifndef DS_TESTS_WORK_RANDOM_H
#define DS_TESTS_WORK_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct random_bits {
    uint64_t state;
} random_bits;

static inline uint64_t random_next(random_bits *r) {
    uint64_t z = r->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* From 0 to n - 1. */
static inline size_t random_below(random_bits *r, size_t n) {
    return (size_t)(random_next(r) % n);
}

#endif
