/* web/http/kept.h: answers that were made once and are given to whoever asks the same, as long as
 * nothing changed: whole, with their headers. Only answers of public pages to who comes without a
 * session come in here (answer.c sees to it). Private to this room.
 *
 * What is kept has a version: under another one all of it goes. Past the budget goes what was asked
 * for longest ago. An answer is counted: whoever has it may send it after it was taken away.
 *
 * Threads: any may find, put and give at any time. */
#ifndef DS_WEB_HTTP_KEPT_H
#define DS_WEB_HTTP_KEPT_H

#include <microhttpd.h>
#include <pthread.h>

#include "doorstroom/say.h"
#include "web/http/metrics.h"
#include "web/http/tag.h"

/* Under what an answer is found. */
typedef struct http_key {
    ds_text target; /* as it came: path and query */
    ds_lang lang;
    bool is_zipped; /* the client takes gzip */
    bool is_csv;    /* it wishes for csv (accept.h) */
} http_key;

typedef struct http_kept {
    struct MHD_Response *response; /* with all of its headers and bytes */
    char tag[DS_HTTP_TAG_SIZE];
    uint64_t size; /* bytes of its body */
    /* the store's */
    char *target;
    http_key key; /* of target */
    uint64_t hash;
    size_t weight; /* bytes that it takes, about */
    size_t n_users;
    bool is_listed;
    struct http_kept *next, *newer, *older; /* in its bucket; in the order of asking */
} http_kept;

enum { HTTP_KEPT_BUCKETS = 4096 };

typedef struct http_store {
    pthread_mutex_t mutex;
    unsigned char secret[16]; /* of the hash: who asks cannot choose a bucket */
    size_t budget, weight, n;
    uint64_t version;
    ds_metrics *metrics;
    http_kept **buckets; /* [HTTP_KEPT_BUCKETS] */
    http_kept *newest, *oldest;
} http_store;

/* budget in bytes; 0: nothing is kept. DS_FAULT: no memory. */
ds_status ds_http_store_init(http_store *store, size_t budget, ds_metrics *metrics,
                             ds_error *err) DS_NODISCARD;
/* Nobody may have an answer any more. */
void ds_http_store_done(http_store *store);

/* An answer for one user, the caller, in no store yet; response is its own from here on, also where
 * this fails. NULL: no memory. */
http_kept *ds_http_kept_new(struct MHD_Response *response, const char *tag, uint64_t size);
/* NULL: none. Else the caller gives it back. */
http_kept *ds_http_kept_find(http_store *store, const http_key *key, uint64_t version);
/* Keeps an answer that was made under that version; where it cannot (no memory, too large, another
 * version or already there) it stays the caller's alone. */
void ds_http_kept_put(http_store *store, const http_key *key, uint64_t version, http_kept *kept);
/* The caller is done with it; NULL is none. */
void ds_http_kept_give(http_store *store, http_kept *kept);

#endif
