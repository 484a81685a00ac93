/* web/http/rate.c: see rate.h. A slot is looked for in one of four places, by the name's hash. */
#include "web/http/rate.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

ds_status ds_rate_init(ds_rate *rate, double a_second, double most, ds_error *err) {
    *rate = (ds_rate){.a_second = a_second, .most = most};
    if (sodium_init() < 0) return ds_error_memory(err);
    rate->slots = ds_calloc(DS_RATE_SLOTS, sizeof *rate->slots);
    if (rate->slots == NULL) return ds_error_memory(err);
    randombytes_buf(rate->key, sizeof rate->key);
    (void)pthread_mutex_init(&rate->mutex, NULL);
    return DS_OK;
}

void ds_rate_done(ds_rate *rate) {
    if (rate->slots == NULL) return;
    (void)pthread_mutex_destroy(&rate->mutex);
    ds_free(rate->slots);
    rate->slots = NULL;
}

/* The slot of the name; else the one of its places that was quiet longest, made empty for it. */
static ds_rate_slot *find_slot(ds_rate *rate, uint64_t name, int64_t now_ms) {
    ds_rate_slot *places = rate->slots + (name % (DS_RATE_SLOTS / DS_RATE_WAYS)) * DS_RATE_WAYS;
    ds_rate_slot *oldest = places;
    for (size_t i = 0; i < DS_RATE_WAYS; i++) {
        if (places[i].name == name) return &places[i];
        if (places[i].at < oldest->at) oldest = &places[i];
    }
    *oldest = (ds_rate_slot){name, rate->most, now_ms};
    return oldest;
}

bool ds_rate_take(ds_rate *rate, const char *name, int64_t now_ms) {
    uint64_t hash = 0;
    ds_rate_slot *slot;
    bool may;
    if (rate->a_second <= 0) return true;
    (void)crypto_shorthash((unsigned char *)&hash, (const unsigned char *)name, strlen(name),
                           rate->key);
    hash |= 1; /* an empty slot has 0 */
    (void)pthread_mutex_lock(&rate->mutex);
    slot = find_slot(rate, hash, now_ms);
    if (now_ms > slot->at) {
        slot->tokens += (double)(now_ms - slot->at) / 1000 * rate->a_second;
        slot->at = now_ms;
    }
    if (slot->tokens > rate->most) slot->tokens = rate->most;
    may = slot->tokens >= 1;
    if (may) slot->tokens -= 1;
    (void)pthread_mutex_unlock(&rate->mutex);
    return may;
}

void ds_rate_client(const char *address, char out[64]) {
    unsigned char bytes[16];
    if (inet_pton(AF_INET6, address, bytes) == 1) {
        memset(bytes + 8, 0, 8);
        if (inet_ntop(AF_INET6, bytes, out, 64) != NULL) return;
    }
    (void)snprintf(out, 64, "%s", address);
}
