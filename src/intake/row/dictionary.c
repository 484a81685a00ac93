/* intake/row/dictionary.c: words and the numbers they get. See dictionary.h. */
#include "intake/row/dictionary.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"

enum { ARENA_SIZE = 1 << 16, FIRST_SLOTS = 16 };

typedef struct arena {
    struct arena *next;
    size_t used;
    char data[ARENA_SIZE - 2 * sizeof(void *)];
} arena;

typedef struct shard {
    pthread_mutex_t lock;
    uint32_t *slots; /* index in words + 1, 0 free; a power of two long, at most half full */
    uint32_t n_slots;
    uint32_t n;
    ds_text *words;
    uint64_t *hashes;
    size_t words_capacity, hashes_capacity;
    arena *memory;
} shard;

struct ds_dictionary {
    shard shards[DS_DICTIONARY_SHARDS];
};

ds_dictionary *ds_dictionary_new(void) {
    ds_dictionary *dictionary = ds_calloc(1, sizeof *dictionary);
    if (dictionary == NULL) return NULL;
    for (size_t i = 0; i < DS_DICTIONARY_SHARDS; i++)
        (void)pthread_mutex_init(&dictionary->shards[i].lock, NULL);
    return dictionary;
}

void ds_dictionary_free(ds_dictionary *dictionary) {
    if (dictionary == NULL) return;
    for (size_t i = 0; i < DS_DICTIONARY_SHARDS; i++) {
        shard *s = &dictionary->shards[i];
        while (s->memory != NULL) {
            arena *next = s->memory->next;
            ds_free(s->memory);
            s->memory = next;
        }
        ds_free(s->slots);
        ds_free(s->words);
        ds_free(s->hashes);
        (void)pthread_mutex_destroy(&s->lock);
    }
    ds_free(dictionary);
}

/* A copy of text that stays; words longer than an arena do not occur (intake's limits are below).
 */
static const char *keep_word(shard *s, ds_text text) {
    char *at;
    if (s->memory == NULL || sizeof s->memory->data - s->memory->used < text.size) {
        arena *more = text.size > sizeof more->data ? NULL : ds_malloc(sizeof *more);
        if (more == NULL) return NULL;
        more->next = s->memory;
        more->used = 0;
        s->memory = more;
    }
    at = s->memory->data + s->memory->used;
    if (text.size > 0) memcpy(at, text.data, text.size);
    s->memory->used += text.size;
    return at;
}

static bool find_word(const shard *s, ds_text text, uint64_t hash, uint32_t *out_slot) {
    uint32_t mask = s->n_slots - 1;
    uint32_t at = (uint32_t)(hash >> 32) & mask;
    while (s->slots[at] != 0) {
        uint32_t i = s->slots[at] - 1;
        if (s->hashes[i] == hash && s->words[i].size == text.size &&
            memcmp(s->words[i].data, text.data, text.size) == 0) {
            *out_slot = at;
            return true;
        }
        at = (at + 1) & mask;
    }
    *out_slot = at;
    return false;
}

static bool grow_shard(shard *s) {
    uint32_t n_slots = s->n_slots == 0 ? FIRST_SLOTS : s->n_slots * 2;
    uint32_t *slots;
    if (s->n_slots > UINT32_MAX / 4) return false;
    slots = ds_calloc(n_slots, sizeof *slots);
    if (slots == NULL) return false;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t at = (uint32_t)(s->hashes[i] >> 32) & (n_slots - 1);
        while (slots[at] != 0)
            at = (at + 1) & (n_slots - 1);
        slots[at] = i + 1;
    }
    ds_free(s->slots);
    s->slots = slots;
    s->n_slots = n_slots;
    return true;
}

static bool add_word(shard *s, ds_text text, uint64_t hash, uint32_t *out_index,
                     const char **out_data) {
    uint32_t slot;
    const char *data;
    if ((s->n + 1) * 2 > s->n_slots && !grow_shard(s)) return false;
    if (find_word(s, text, hash, &slot)) {
        *out_index = s->slots[slot] - 1;
        *out_data = s->words[*out_index].data;
        return true;
    }
    if (!ds_reserve(&s->words, &s->words_capacity, s->n + 1, sizeof *s->words) ||
        !ds_reserve(&s->hashes, &s->hashes_capacity, s->n + 1, sizeof *s->hashes))
        return false;
    data = keep_word(s, text);
    if (data == NULL) return false;
    s->words[s->n] = (ds_text){data, text.size};
    s->hashes[s->n] = hash;
    *out_index = s->n;
    *out_data = data;
    s->slots[slot] = ++s->n;
    return true;
}

static bool intern_word(ds_dictionary *dictionary, ds_text text, uint64_t hash, uint32_t *out,
                        const char **out_data) {
    shard *s = &dictionary->shards[hash % DS_DICTIONARY_SHARDS];
    uint32_t index = 0;
    bool done;
    (void)pthread_mutex_lock(&s->lock);
    done = add_word(s, text, hash, &index, out_data);
    (void)pthread_mutex_unlock(&s->lock);
    if (!done || index > UINT32_MAX / DS_DICTIONARY_SHARDS - 2) return false;
    *out = index * DS_DICTIONARY_SHARDS + (uint32_t)(hash % DS_DICTIONARY_SHARDS);
    return true;
}

static uint64_t hash_of(ds_text text) {
    return ds_hash_mix(ds_hash_fnv1a(text.data, text.size));
}

bool ds_dictionary_intern(ds_dictionary *dictionary, ds_text text, uint32_t *out) {
    const char *data;
    return intern_word(dictionary, text, hash_of(text), out, &data);
}

bool ds_dictionary_lookup(const ds_dictionary *dictionary, ds_text text, uint32_t *out) {
    uint64_t hash = hash_of(text);
    const shard *s = &dictionary->shards[hash % DS_DICTIONARY_SHARDS];
    uint32_t slot;
    if (s->n_slots == 0 || !find_word(s, text, hash, &slot)) return false;
    *out = (s->slots[slot] - 1) * DS_DICTIONARY_SHARDS + (uint32_t)(hash % DS_DICTIONARY_SHARDS);
    return true;
}

bool ds_dictionary_intern_cached(ds_dictionary *dictionary, ds_dictionary_cache *cache,
                                 ds_text text, uint32_t *out) {
    uint64_t hash = hash_of(text);
    size_t at = (size_t)(hash >> 40) % DS_DICTIONARY_CACHE;
    const char *data;
    if (cache->slots[at].hash == hash && cache->slots[at].text.data != NULL &&
        cache->slots[at].text.size == text.size &&
        memcmp(cache->slots[at].text.data, text.data, text.size) == 0) {
        *out = cache->slots[at].number;
        return true;
    }
    if (!intern_word(dictionary, text, hash, out, &data)) return false;
    cache->slots[at].text = (ds_text){data, text.size};
    cache->slots[at].hash = hash;
    cache->slots[at].number = *out;
    return true;
}

uint32_t ds_dictionary_span(const ds_dictionary *dictionary) {
    uint32_t most = 0;
    for (size_t i = 0; i < DS_DICTIONARY_SHARDS; i++)
        if (dictionary->shards[i].n > most) most = dictionary->shards[i].n;
    return most * DS_DICTIONARY_SHARDS;
}

uint32_t ds_dictionary_n(const ds_dictionary *dictionary) {
    uint32_t n = 0;
    for (size_t i = 0; i < DS_DICTIONARY_SHARDS; i++)
        n += dictionary->shards[i].n;
    return n;
}

void ds_dictionary_sizes(const ds_dictionary *dictionary, uint32_t out[DS_DICTIONARY_SHARDS]) {
    for (size_t i = 0; i < DS_DICTIONARY_SHARDS; i++)
        out[i] = dictionary->shards[i].n;
}

ds_text ds_dictionary_word(const ds_dictionary *dictionary, uint32_t number) {
    return dictionary->shards[number % DS_DICTIONARY_SHARDS].words[number / DS_DICTIONARY_SHARDS];
}

/* What is sorted: the first eight bytes decide nearly always, without touching the word. */
typedef struct sortable {
    uint64_t prefix;
    ds_text text;
    uint32_t number;
    uint32_t group; /* 0 first, 1 after */
} sortable;

static uint64_t prefix_of(ds_text text) {
    uint64_t prefix = 0;
    for (size_t i = 0; i < 8; i++)
        prefix = prefix << 8 | (i < text.size ? (unsigned char)text.data[i] : 0u);
    return prefix;
}

static int compare_sortable(const void *a, const void *b) {
    const sortable *x = a, *y = b;
    size_t shared;
    int order;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    if (x->prefix != y->prefix) return x->prefix < y->prefix ? -1 : 1;
    shared = x->text.size < y->text.size ? x->text.size : y->text.size;
    order = memcmp(x->text.data, y->text.data, shared);
    if (order != 0) return order;
    return x->text.size < y->text.size ? -1 : x->text.size > y->text.size;
}

static uint32_t list_words(const ds_dictionary *dictionary, const uint8_t *first, sortable *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < DS_DICTIONARY_SHARDS; i++) {
        const shard *s = &dictionary->shards[i];
        for (uint32_t j = 0; j < s->n; j++) {
            uint32_t number = j * DS_DICTIONARY_SHARDS + i;
            if (first != NULL && first[number] == DS_RANK_NOT) continue;
            out[n++] = (sortable){prefix_of(s->words[j]), s->words[j], number,
                                  first != NULL && first[number] == DS_RANK_AFTER};
        }
    }
    return n;
}

ds_status ds_dictionary_rank(const ds_dictionary *dictionary, const uint8_t *first,
                             uint32_t **out_rank, ds_text **out_words, uint32_t *out_n_first,
                             ds_error *err) {
    uint32_t n = ds_dictionary_n(dictionary), n_first = 0;
    sortable *sorted = ds_malloc(n * sizeof *sorted);
    uint32_t *rank = ds_calloc(ds_dictionary_span(dictionary), sizeof *rank);
    ds_text *words = ds_malloc(n * sizeof *words);
    if (sorted == NULL || rank == NULL || words == NULL) {
        ds_free(sorted);
        ds_free(rank);
        ds_free(words);
        return ds_error_memory(err);
    }
    n = list_words(dictionary, first, sorted);
    if (n > 0) qsort(sorted, n, sizeof *sorted, compare_sortable);
    for (uint32_t i = 0; i < n; i++) {
        rank[sorted[i].number] = i;
        words[i] = sorted[i].text;
        n_first += sorted[i].group == 0;
    }
    ds_free(sorted);
    *out_rank = rank;
    *out_words = words;
    if (out_n_first != NULL) *out_n_first = n_first;
    return DS_OK;
}
