/* web/http/kept.c: see kept.h. One lock: what is done under it are a few steps; bytes are compared
 * only where the hash is the same, and nothing is sent or freed under it but what fell out. */
#include "web/http/kept.h"

#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

/* What an answer takes beside its bytes: its headers in libmicrohttpd, and itself. */
enum { WEIGHT_OF_HEADERS = 4096, SHARE_OF_ONE = 8 };

ds_status ds_http_store_init(http_store *store, size_t budget, ds_metrics *metrics, ds_error *err) {
    *store = (http_store){.budget = budget, .metrics = metrics};
    store->buckets = ds_calloc(HTTP_KEPT_BUCKETS, sizeof *store->buckets);
    if (store->buckets == NULL) return ds_error_memory(err);
    randombytes_buf(store->secret, sizeof store->secret);
    (void)pthread_mutex_init(&store->mutex, NULL);
    return DS_OK;
}

http_kept *ds_http_kept_new(struct MHD_Response *response, const char *tag, uint64_t size) {
    http_kept *kept = ds_calloc(1, sizeof *kept);
    if (kept == NULL) {
        MHD_destroy_response(response);
        return NULL;
    }
    kept->response = response;
    kept->size = size;
    kept->n_users = 1;
    memcpy(kept->tag, tag, strlen(tag) + 1);
    return kept;
}

static void free_kept(http_kept *kept) {
    MHD_destroy_response(kept->response);
    ds_free(kept->target);
    ds_free(kept);
}

/* ---- the order of asking ---- */

static void unlink_kept(http_store *store, http_kept *kept) {
    if (kept->newer != NULL)
        kept->newer->older = kept->older;
    else
        store->newest = kept->older;
    if (kept->older != NULL)
        kept->older->newer = kept->newer;
    else
        store->oldest = kept->newer;
    kept->newer = kept->older = NULL;
}

static void link_newest(http_store *store, http_kept *kept) {
    kept->older = store->newest;
    if (kept->older != NULL)
        kept->older->newer = kept;
    else
        store->oldest = kept;
    store->newest = kept;
}

/* ---- finding ---- */

static uint64_t hash_key(const http_store *store, const http_key *key) {
    uint64_t hash = 0;
    (void)crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key->target.data,
                           key->target.size, store->secret);
    return hash ^
           ((uint64_t)key->lang << 2 | (uint64_t)key->is_zipped << 1 | (uint64_t)key->is_csv);
}

static http_kept **bucket_of(const http_store *store, uint64_t hash) {
    return &store->buckets[hash % HTTP_KEPT_BUCKETS];
}

static bool is_same_key(const http_key *a, const http_key *b) {
    return a->lang == b->lang && a->is_zipped == b->is_zipped && a->is_csv == b->is_csv &&
           ds_text_equal(a->target, b->target);
}

static http_kept *find_key(const http_store *store, const http_key *key, uint64_t hash) {
    http_kept *kept = *bucket_of(store, hash);
    while (kept != NULL && !(kept->hash == hash && is_same_key(&kept->key, key)))
        kept = kept->next;
    return kept;
}

/* ---- taking away ---- */

static void drop_kept(http_store *store, http_kept *kept) {
    http_kept **at = bucket_of(store, kept->hash);
    while (*at != kept)
        at = &(*at)->next;
    *at = kept->next;
    unlink_kept(store, kept);
    store->weight -= kept->weight;
    store->n--;
    kept->is_listed = false;
    ds_metrics_add(store->metrics, DS_METRIC_KEPT, -1);
    ds_metrics_add(store->metrics, DS_METRIC_KEPT_BYTES, -(int64_t)kept->weight);
    ds_metrics_add(store->metrics, DS_METRIC_KEPT_DROPPED, 1);
    if (kept->n_users == 0) free_kept(kept);
}

/* Versions only rise: who comes late with an old one finds and keeps nothing. */
static bool enter_version(http_store *store, uint64_t version) {
    if (version > store->version) {
        while (store->oldest != NULL)
            drop_kept(store, store->oldest);
        store->version = version;
    }
    return version == store->version;
}

void ds_http_store_done(http_store *store) {
    if (store->buckets == NULL) return;
    while (store->oldest != NULL)
        drop_kept(store, store->oldest);
    (void)pthread_mutex_destroy(&store->mutex);
    ds_free((void *)store->buckets);
    store->buckets = NULL;
}

/* ---- for all ---- */

http_kept *ds_http_kept_find(http_store *store, const http_key *key, uint64_t version) {
    const uint64_t hash = hash_key(store, key);
    http_kept *kept = NULL;
    (void)pthread_mutex_lock(&store->mutex);
    if (enter_version(store, version)) kept = find_key(store, key, hash);
    if (kept != NULL) {
        unlink_kept(store, kept);
        link_newest(store, kept);
        kept->n_users++;
    }
    (void)pthread_mutex_unlock(&store->mutex);
    ds_metrics_add(store->metrics, kept != NULL ? DS_METRIC_KEPT_HITS : DS_METRIC_KEPT_MISSES, 1);
    return kept;
}

static void list_kept(http_store *store, http_kept *kept) {
    http_kept **bucket = bucket_of(store, kept->hash);
    kept->next = *bucket;
    *bucket = kept;
    link_newest(store, kept);
    kept->is_listed = true;
    store->weight += kept->weight;
    store->n++;
    ds_metrics_add(store->metrics, DS_METRIC_KEPT, 1);
    ds_metrics_add(store->metrics, DS_METRIC_KEPT_BYTES, (int64_t)kept->weight);
    while (store->weight > store->budget)
        drop_kept(store, store->oldest);
}

void ds_http_kept_put(http_store *store, const http_key *key, uint64_t version, http_kept *kept) {
    const size_t weight = (size_t)kept->size + key->target.size + WEIGHT_OF_HEADERS;
    if (weight > store->budget / SHARE_OF_ONE || kept->target != NULL) return;
    kept->target = ds_strndup(key->target.data, key->target.size);
    if (kept->target == NULL) return;
    kept->key = *key;
    kept->key.target.data = kept->target;
    kept->hash = hash_key(store, key);
    kept->weight = weight;
    (void)pthread_mutex_lock(&store->mutex);
    if (enter_version(store, version) && find_key(store, key, kept->hash) == NULL)
        list_kept(store, kept);
    (void)pthread_mutex_unlock(&store->mutex);
}

void ds_http_kept_give(http_store *store, http_kept *kept) {
    bool is_last;
    if (kept == NULL) return;
    (void)pthread_mutex_lock(&store->mutex);
    is_last = --kept->n_users == 0 && !kept->is_listed;
    (void)pthread_mutex_unlock(&store->mutex);
    if (is_last) free_kept(kept);
}
