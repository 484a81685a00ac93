/* simulate/random.h: chance, one stream a person. The stream is a function of (seed, person) alone,
 * so that no thread and no other person has a say in it: splitmix64 (Steele, Lea, Flood, 2014),
 * with the finaliser of base/hash.h. */
#ifndef DS_SIMULATE_RANDOM_H
#define DS_SIMULATE_RANDOM_H

#include "base/hash.h"

typedef struct ds_random {
    uint64_t state;
} ds_random;

static inline ds_random ds_random_of(uint64_t seed, uint64_t stream) {
    uint64_t start = ds_hash_mix(seed + 0x9e3779b97f4a7c15u);
    return (ds_random){ds_hash_mix(start ^ ds_hash_mix(stream + 1))};
}

static inline uint32_t ds_random_bits(ds_random *random) {
    random->state += 0x9e3779b97f4a7c15u;
    return (uint32_t)(ds_hash_mix(random->state) >> 32);
}

/* 0 … n - 1, each as likely to within n / 2^32. */
static inline uint32_t ds_random_below(ds_random *random, uint32_t n) {
    return (uint32_t)(((uint64_t)ds_random_bits(random) * n) >> 32);
}

/* True in per_10k of ten thousand cases. */
static inline bool ds_random_chance(ds_random *random, uint32_t per_10k) {
    return ds_random_below(random, 10000) < per_10k;
}

/* An index of weights[n], each in proportion to its weight. */
static inline uint32_t ds_random_pick(ds_random *random, const uint16_t *weights, uint32_t n) {
    uint32_t total = 0, at, i;
    for (i = 0; i < n; i++)
        total += weights[i];
    at = ds_random_below(random, total);
    for (i = 0; i + 1 < n && at >= weights[i]; i++)
        at -= weights[i];
    return i;
}

#endif
