/* tests/support/random_source.h: numbers that look random and are a function of a seed alone
 * (splitmix64: Steele, Lea, Flood, 2014). */
#ifndef DS_TESTS_RANDOM_SOURCE_H
#define DS_TESTS_RANDOM_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct random_source {
    uint64_t state;
} random_source;

static inline uint64_t random_next(random_source *source) {
    uint64_t z = source->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* From 0 to n - 1; n is small, so that the remainder is fair enough. */
static inline int random_below(random_source *source, int n) {
    return (int)(random_next(source) % (uint64_t)n);
}

/* From low to high, both included. */
static inline int random_from(random_source *source, int low, int high) {
    return low + random_below(source, high - low + 1);
}

static inline bool random_chance(random_source *source, int percent) {
    return random_below(source, 100) < percent;
}

#define RANDOM_PICK(source, list)                                                                  \
    ((list)[random_below((source), (int)(sizeof(list) / sizeof *(list)))])

#endif
