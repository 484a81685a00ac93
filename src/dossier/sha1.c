/* dossier/sha1.c: SHA-1 and HMAC with it, which libsodium does not have. See totp.h. */
#include <string.h>

#include "dossier/totp.h"

enum { BLOCK = 64, ROUNDS = 80, WORDS = 5 };

static uint32_t rotate_left(uint32_t x, unsigned n) {
    return x << n | x >> (32 - n);
}

/* The function and constant of a round: FIPS 180-4, sections 4.1.1 and 4.2.1. */
static uint32_t mix_words(size_t round, const uint32_t h[WORDS]) {
    if (round < 20) return ((h[1] & h[2]) | (~h[1] & h[3])) + 0x5a827999u;
    if (round < 40) return (h[1] ^ h[2] ^ h[3]) + 0x6ed9eba1u;
    if (round < 60) return ((h[1] & h[2]) | (h[1] & h[3]) | (h[2] & h[3])) + 0x8f1bbcdcu;
    return (h[1] ^ h[2] ^ h[3]) + 0xca62c1d6u;
}

static void add_block(uint32_t state[WORDS], const unsigned char block[BLOCK]) {
    uint32_t w[ROUNDS], h[WORDS];
    for (size_t i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (size_t i = 16; i < ROUNDS; i++)
        w[i] = rotate_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    memcpy(h, state, sizeof h);
    for (size_t i = 0; i < ROUNDS; i++) {
        const uint32_t next = rotate_left(h[0], 5) + mix_words(i, h) + h[4] + w[i];
        h[4] = h[3];
        h[3] = h[2];
        h[2] = rotate_left(h[1], 30);
        h[1] = h[0];
        h[0] = next;
    }
    for (size_t i = 0; i < WORDS; i++)
        state[i] += h[i];
}

/* What is left of the text, a one, zeros, and the length in bits. */
static void add_end(uint32_t state[WORDS], const unsigned char *rest, size_t n, uint64_t size) {
    unsigned char end[2 * BLOCK] = {0};
    const size_t all = n + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
    if (n > 0) memcpy(end, rest, n);
    end[n] = 0x80;
    for (size_t i = 0; i < 8; i++)
        end[all - 1 - i] = (unsigned char)(size * 8 >> 8 * i);
    for (size_t at = 0; at < all; at += BLOCK)
        add_block(state, end + at);
}

void ds_sha1(const void *data, size_t size, unsigned char out[DS_SHA1_SIZE]) {
    uint32_t state[WORDS] = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u};
    const unsigned char *bytes = data;
    size_t at = 0;
    for (; size - at >= BLOCK; at += BLOCK)
        add_block(state, bytes + at);
    add_end(state, bytes + at, size - at, size);
    for (size_t i = 0; i < DS_SHA1_SIZE; i++)
        out[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
}

void ds_hmac_sha1(const unsigned char *key, size_t key_size, const void *data, size_t size,
                  unsigned char out[DS_SHA1_SIZE]) {
    unsigned char inner[BLOCK + 64], outer[BLOCK + DS_SHA1_SIZE];
    memset(inner, 0x36, BLOCK);
    memset(outer, 0x5c, BLOCK);
    for (size_t i = 0; i < key_size && i < BLOCK; i++) {
        inner[i] ^= key[i];
        outer[i] ^= key[i];
    }
    memcpy(inner + BLOCK, data, size < 64 ? size : 64);
    ds_sha1(inner, BLOCK + (size < 64 ? size : 64), outer + BLOCK);
    ds_sha1(outer, sizeof outer, out);
}
