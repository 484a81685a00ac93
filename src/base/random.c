/* base/random.c: numbers from a counter, and what is drawn with them. See random.h. */
#include "base/random.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "base/hash.h"
#include "base/int128.h"

/* GSL counts in an int, and well before that its draws spread too much: by 2 % at 2^29, 8 % at
 * 2^30.
 */
static const uint64_t binomial_max = 1 << 28;

/* ---- random numbers ---- */

ds_random ds_random_start(uint64_t seed, uint64_t replicate, uint64_t stream) {
    uint64_t key = ds_hash_mix(seed + 0x9e3779b97f4a7c15u);
    key = ds_hash_mix(key ^ (replicate + 1) * 0xbf58476d1ce4e5b9u);
    key = ds_hash_mix(key ^ (stream + 1) * 0x94d049bb133111ebu);
    return (ds_random){.key = key};
}

uint64_t ds_random_next(ds_random *random) {
    return ds_hash_mix(random->key + ++random->drawn * 0x9e3779b97f4a7c15u);
}

uint64_t ds_random_below(ds_random *random, uint64_t n) {
    return (uint64_t)((ds_uint128)ds_random_next(random) * n >> 64);
}

static unsigned long gsl_next(void *state) {
    return ds_random_next(state) >> 32;
}

static double gsl_share(void *state) {
    return (double)(ds_random_next(state) >> 11) * 0x1p-53;
}

static void gsl_seed(void *state, unsigned long seed) {
    (void)state;
    (void)seed;
}

/* GSL sees our numbers through a generator of its own kind; nothing is allocated. */
static const gsl_rng_type gsl_numbers = {.name = "doorstroom",
                                         .max = 0xffffffffu,
                                         .min = 0,
                                         .size = sizeof(ds_random),
                                         .set = gsl_seed,
                                         .get = gsl_next,
                                         .get_double = gsl_share};

uint64_t ds_random_binomial(ds_random *random, double p, uint64_t n) {
    const gsl_rng numbers = {.type = &gsl_numbers, .state = random};
    uint64_t successes = 0;
    if (n == 0 || !(p > 0)) return 0;
    if (p >= 1) return n;
    for (; n > binomial_max; n -= binomial_max)
        successes += gsl_ran_binomial(&numbers, p, (unsigned)binomial_max);
    return successes + gsl_ran_binomial(&numbers, p, (unsigned)n);
}

void ds_random_multinomial(ds_random *random, uint64_t n, const uint64_t *persons, size_t n_cells,
                           uint64_t *out) {
    uint64_t left = 0;
    for (size_t i = 0; i < n_cells; i++)
        left += persons[i];
    for (size_t i = 0; i < n_cells; i++) {
        out[i] = 0;
        if (persons[i] == 0) continue;
        out[i] = ds_random_binomial(random, (double)persons[i] / (double)left, n);
        n -= out[i];
        left -= persons[i];
    }
}
