/* web/account/pending.c: see pending.h. Tokens are kept as checksums; memory is locked and wiped.
 */
#include "web/account/pending.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { PENDING_MAX = 128, NAME_SIZE = 32 };

typedef struct pending_entry {
    unsigned char name[NAME_SIZE]; /* a checksum of the token */
    int64_t until_ms;              /* 0: free */
    unsigned tries;
    ds_web_first_step step;
} pending_entry;

struct ds_web_pending {
    pthread_mutex_t mutex;
    pending_entry entries[PENDING_MAX];
};

ds_status ds_web_pending_new(ds_web_pending **out, ds_error *err) {
    ds_web_pending *pending = ds_calloc(1, sizeof *pending);
    if (pending == NULL) return ds_error_memory(err);
    (void)pthread_mutex_init(&pending->mutex, NULL);
    /* Not into a swap file, where the system lets us. */
    (void)sodium_mlock(pending->entries, sizeof pending->entries);
    *out = pending;
    return DS_OK;
}

void ds_web_pending_free(ds_web_pending *pending) {
    if (pending == NULL) return;
    (void)sodium_munlock(pending->entries, sizeof pending->entries); /* wipes it */
    sodium_memzero(pending->entries, sizeof pending->entries);
    (void)pthread_mutex_destroy(&pending->mutex);
    ds_free(pending);
}

static void name_token(const char *token, size_t size, unsigned char out[NAME_SIZE]) {
    (void)crypto_generichash(out, NAME_SIZE, (const unsigned char *)token, size, NULL, 0);
}

static pending_entry *find_entry(ds_web_pending *pending, ds_text token, int64_t now_ms) {
    unsigned char name[NAME_SIZE];
    if (token.data == NULL) return NULL;
    name_token(token.data, token.size, name);
    for (size_t i = 0; i < PENDING_MAX; i++) {
        pending_entry *entry = &pending->entries[i];
        if (entry->until_ms > now_ms && sodium_memcmp(entry->name, name, sizeof name) == 0)
            return entry;
    }
    return NULL;
}

void ds_web_pending_keep(ds_web_pending *pending, const ds_web_first_step *step, int64_t now_ms,
                         char out_token[DS_TOKEN_SIZE]) {
    unsigned char random[32];
    pending_entry *oldest = pending->entries;
    randombytes_buf(random, sizeof random);
    (void)sodium_bin2base64(out_token, DS_TOKEN_SIZE, random, sizeof random,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    (void)pthread_mutex_lock(&pending->mutex);
    for (size_t i = 1; i < PENDING_MAX; i++)
        if (pending->entries[i].until_ms < oldest->until_ms) oldest = &pending->entries[i];
    name_token(out_token, strlen(out_token), oldest->name);
    oldest->until_ms = now_ms + (int64_t)DS_PENDING_MINUTES * 60000;
    oldest->tries = 0;
    oldest->step = *step;
    (void)pthread_mutex_unlock(&pending->mutex);
}

bool ds_web_pending_take(ds_web_pending *pending, ds_text token, int64_t now_ms,
                         ds_web_first_step *out) {
    pending_entry *entry;
    bool found = false;
    (void)pthread_mutex_lock(&pending->mutex);
    entry = find_entry(pending, token, now_ms);
    if (entry != NULL && ++entry->tries > DS_PENDING_TRIES) {
        sodium_memzero(entry, sizeof *entry);
        entry = NULL;
    }
    if (entry != NULL) {
        *out = entry->step;
        found = true;
    }
    (void)pthread_mutex_unlock(&pending->mutex);
    return found;
}

void ds_web_pending_forget(ds_web_pending *pending, ds_text token) {
    pending_entry *entry;
    (void)pthread_mutex_lock(&pending->mutex);
    entry = find_entry(pending, token, 0);
    if (entry != NULL) sodium_memzero(entry, sizeof *entry);
    (void)pthread_mutex_unlock(&pending->mutex);
}
