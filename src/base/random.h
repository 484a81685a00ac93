/* base/random.h: random numbers for what draws again. A number is a function of the seed, the
 * number of the replicate, the stream and how many were drawn before: never of a thread. */
#ifndef DS_BASE_RANDOM_H
#define DS_BASE_RANDOM_H

#include "doorstroom/base.h"

typedef struct ds_random {
    uint64_t key, drawn;
} ds_random;

/* Numbers from a counter: the finaliser of MurmurHash3 (base/hash.h) over key + drawn × the odd
 * constant of splitmix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators,
 * OOPSLA 2014), the key being a hash of the three arguments. */
ds_random ds_random_start(uint64_t seed, uint64_t replicate, uint64_t stream);
uint64_t ds_random_next(ds_random *random);
/* 0 … n - 1, for n from 1; each value off by at most n / 2^64. */
uint64_t ds_random_below(ds_random *random, uint64_t n);
/* How many of n succeed at probability p (taken as 0 below 0 and 1 above 1). By GSL's
 * BTPE (Kachitvichyanukul and Schmeiser, Binomial random variate generation, Communications of the
 * ACM 31, 1988). */
uint64_t ds_random_binomial(ds_random *random, double p, uint64_t n);
/* n draws with replacement from n_cells cells of persons[n_cells] each: how often each cell came,
 * into out[n_cells]. By conditional binomials (Devroye, Non-uniform random variate generation,
 * 1986, chapter XI, section 1.4). n and the sum of persons below 2^32; the sum above 0. */
void ds_random_multinomial(ds_random *random, uint64_t n, const uint64_t *persons, size_t n_cells,
                           uint64_t *out);

#endif
