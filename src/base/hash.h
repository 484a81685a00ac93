/* base/hash.h: FNV-1a, 64 bits (Fowler, Noll, Vo; the constants of RFC 9923). It is the named,
 * fixed hash of design section 8: --part i/n takes the persons whose hash modulo n is i - 1. */
#ifndef DS_BASE_HASH_H
#define DS_BASE_HASH_H

#include "doorstroom/base.h"

static inline uint64_t ds_hash_fnv1a(const char *data, size_t size) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < size; i++) {
        hash ^= (unsigned char)data[i];
        hash *= 0x100000001b3u;
    }
    return hash;
}

/* Spreads the bits of a hash, for tables that use the low ones (the finaliser of MurmurHash3). */
static inline uint64_t ds_hash_mix(uint64_t h) {
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    h ^= h >> 33;
    return h;
}

#endif
