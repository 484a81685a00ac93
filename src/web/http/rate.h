/* web/http/rate.h: how often somebody may: a bucket of tokens for each of many names, which fills
 * by itself and of which each try takes one. Names are kept as keyed hashes only. The clock is
 * given. */
#ifndef DS_WEB_HTTP_RATE_H
#define DS_WEB_HTTP_RATE_H

#include <pthread.h>

#include "doorstroom/base.h"

typedef struct ds_rate_slot {
    uint64_t name;
    double tokens;
    int64_t at; /* milliseconds */
} ds_rate_slot;

enum { DS_RATE_SLOTS = 4096, DS_RATE_WAYS = 4 };

typedef struct ds_rate {
    pthread_mutex_t mutex;
    unsigned char key[16];
    double a_second, most;
    ds_rate_slot *slots; /* [DS_RATE_SLOTS] */
} ds_rate;

/* most tokens at first, and a_second more each second; a_second 0: no limit. DS_FAULT: no memory.
 */
ds_status ds_rate_init(ds_rate *rate, double a_second, double most, ds_error *err) DS_NODISCARD;
void ds_rate_done(ds_rate *rate);
/* Takes a token of the name's bucket; false when there is none. Where more names are busy at once
 * than there are slots, the one that was quiet longest is forgotten. */
bool ds_rate_take(ds_rate *rate, const char *name, int64_t now_ms);
/* What counts as one client: an IPv4 address, the first 64 bits of an IPv6 address. out has 64
 * bytes. */
void ds_rate_client(const char *address, char out[64]);

#endif
