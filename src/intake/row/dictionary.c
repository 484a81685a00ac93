/* intake/row/dictionary.c: words and the numbers they get. See dictionary.h.
 *
 * Most words that come are known, so a known word is found without the lock: the table of slots is
 * published whole, a slot once what it points at is written, and a table that was outgrown stays
 * until no thread can be in it (ds_dictionary_settle). A slot holds half of the hash, so that the
 * word itself is looked at hardly ever in vain. */
#include "intake/row/dictionary.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"

enum { FIRST_SLOTS = 16, FIRST_CHUNK = 4096, CHUNKS = 22, UNIT = 4, HEAD = 8 };
enum { ALIKE_FEW = 16, DEPTH_MAX = 512 }; /* of ranking */

/* Upper half: of the hash; lower half: where the word stands, in units, + 1; 0 free. */
typedef _Atomic uint64_t slot;

typedef struct slot_table {
    struct slot_table *before; /* outgrown */
    uint32_t mask;             /* a power of two of slots, - 1; at most three in four taken */
    slot slots[];
} slot_table;

/* Words stand one after another in chunks that double: the index of the word, its size, its bytes.
 * None lies in two chunks. */
typedef struct shard {
    pthread_mutex_t lock;
    _Atomic(slot_table *) table;
    _Atomic(char *) chunks[CHUNKS];
    uint64_t used;   /* bytes, of all chunks before the last and what is used of that */
    uint32_t *words; /* by index: where it stands, in units */
    size_t words_capacity;
    uint32_t n;
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

static void free_outgrown(shard *s) {
    slot_table *table = atomic_load_explicit(&s->table, memory_order_relaxed);
    slot_table *next = table == NULL ? NULL : table->before;
    if (table != NULL) table->before = NULL;
    while (next != NULL) {
        slot_table *before = next->before;
        ds_free(next);
        next = before;
    }
}

void ds_dictionary_settle(ds_dictionary *dictionary) {
    for (size_t i = 0; i < DS_DICTIONARY_SHARDS; i++)
        free_outgrown(&dictionary->shards[i]);
}

void ds_dictionary_free(ds_dictionary *dictionary) {
    if (dictionary == NULL) return;
    for (size_t i = 0; i < DS_DICTIONARY_SHARDS; i++) {
        shard *s = &dictionary->shards[i];
        free_outgrown(s);
        ds_free(atomic_load_explicit(&s->table, memory_order_relaxed));
        for (size_t k = 0; k < CHUNKS; k++)
            ds_free(atomic_load_explicit(&s->chunks[k], memory_order_relaxed));
        ds_free(s->words);
        (void)pthread_mutex_destroy(&s->lock);
    }
    ds_free(dictionary);
}

/* ---- where words stand ---- */

static size_t chunk_of(uint64_t at) {
    return (size_t)(63 - __builtin_clzll(at / FIRST_CHUNK + 1));
}

static uint64_t start_of(size_t chunk) {
    return (((uint64_t)1 << chunk) - 1) * FIRST_CHUNK;
}

static uint64_t chunk_size(size_t chunk) {
    return (uint64_t)FIRST_CHUNK << chunk;
}

static char *entry_at(const shard *s, uint32_t units) {
    const uint64_t at = (uint64_t)units * UNIT;
    const size_t chunk = chunk_of(at);
    return atomic_load_explicit(&s->chunks[chunk], memory_order_relaxed) + (at - start_of(chunk));
}

static uint32_t read_index(const char *entry) {
    uint32_t index;
    memcpy(&index, entry, sizeof index);
    return index;
}

static ds_text read_text(const char *entry) {
    uint32_t size;
    memcpy(&size, entry + sizeof(uint32_t), sizeof size);
    return (ds_text){entry + HEAD, size};
}

/* Room for size bytes in one chunk; false: memory is short, or it is more than there is place for.
 */
static bool make_room(shard *s, uint64_t size, uint64_t *out) {
    uint64_t at = s->used;
    size_t chunk = chunk_of(at);
    while (at - start_of(chunk) + size > chunk_size(chunk)) {
        at = start_of(++chunk);
        if (chunk == CHUNKS) return false;
    }
    if ((at + size) / UNIT >= UINT32_MAX) return false;
    if (atomic_load_explicit(&s->chunks[chunk], memory_order_relaxed) == NULL) {
        char *more = ds_malloc((size_t)chunk_size(chunk));
        if (more == NULL) return false;
        atomic_store_explicit(&s->chunks[chunk], more, memory_order_relaxed);
    }
    s->used = at + (size + UNIT - 1) / UNIT * UNIT;
    *out = at;
    return true;
}

/* A copy of text that stays, as the word with the next index. */
static bool keep_word(shard *s, ds_text text, uint32_t *out_units) {
    const uint32_t head[2] = {s->n, (uint32_t)text.size};
    uint64_t at;
    char *entry;
    if (!make_room(s, HEAD + (uint64_t)text.size, &at)) return false;
    *out_units = (uint32_t)(at / UNIT);
    entry = entry_at(s, *out_units);
    memcpy(entry, head, sizeof head);
    if (text.size > 0) memcpy(entry + HEAD, text.data, text.size);
    return true;
}

/* ---- finding ---- */

static uint64_t hash_of(ds_text text) {
    uint64_t hash = text.size * 0x9e3779b97f4a7c15u, part;
    while (text.size >= sizeof part) {
        memcpy(&part, text.data, sizeof part);
        hash = (hash ^ part) * 0xd6e8feb86659fd93u;
        hash ^= hash >> 32;
        text.data += sizeof part;
        text.size -= sizeof part;
    }
    part = 0;
    if (text.size > 0) memcpy(&part, text.data, text.size);
    return ds_hash_mix((hash ^ part) * 0xd6e8feb86659fd93u);
}

static shard *shard_of(ds_dictionary *dictionary, uint64_t hash) {
    return &dictionary->shards[hash % DS_DICTIONARY_SHARDS];
}

static uint32_t tag_of(uint64_t hash) {
    return (uint32_t)(hash >> 32);
}

/* The word's entry, or NULL and the free slot where it would come. */
static const char *find_word(const shard *s, const slot_table *table, ds_text text, uint32_t tag,
                             uint32_t *out_slot) {
    for (uint32_t at = tag & table->mask;; at = (at + 1) & table->mask) {
        const uint64_t value = atomic_load_explicit(&table->slots[at], memory_order_acquire);
        const char *entry;
        ds_text known;
        *out_slot = at;
        if (value == 0) return NULL;
        if (value >> 32 != tag) continue;
        entry = entry_at(s, (uint32_t)value - 1);
        known = read_text(entry);
        if (known.size == text.size && memcmp(known.data, text.data, text.size) == 0) return entry;
    }
}

static const char *find_known(const shard *s, ds_text text, uint32_t tag) {
    const slot_table *table = atomic_load_explicit(&s->table, memory_order_acquire);
    uint32_t at;
    return table == NULL ? NULL : find_word(s, table, text, tag, &at);
}

uint64_t ds_dictionary_prefetch(const ds_dictionary *dictionary, ds_text text) {
    const uint64_t hash = hash_of(text);
    const shard *s = &dictionary->shards[hash % DS_DICTIONARY_SHARDS];
    const slot_table *table = atomic_load_explicit(&s->table, memory_order_acquire);
    if (table != NULL) __builtin_prefetch(&table->slots[tag_of(hash) & table->mask]);
    return hash;
}

void ds_dictionary_prefetch_word(const ds_dictionary *dictionary, uint64_t hash) {
    const shard *s = &dictionary->shards[hash % DS_DICTIONARY_SHARDS];
    const slot_table *table = atomic_load_explicit(&s->table, memory_order_acquire);
    uint64_t value;
    if (table == NULL) return;
    value = atomic_load_explicit(&table->slots[tag_of(hash) & table->mask], memory_order_acquire);
    if (value != 0) __builtin_prefetch(entry_at(s, (uint32_t)value - 1));
}

/* ---- adding ---- */

static bool grow_table(shard *s) {
    slot_table *old = atomic_load_explicit(&s->table, memory_order_relaxed), *table;
    const uint32_t n_slots = old == NULL ? FIRST_SLOTS : (old->mask + 1) * 2;
    if (old != NULL && old->mask > UINT32_MAX / 4) return false;
    table = ds_calloc(1, sizeof *table + n_slots * sizeof *table->slots);
    if (table == NULL) return false;
    table->mask = n_slots - 1;
    table->before = old;
    for (uint32_t i = 0; old != NULL && i <= old->mask; i++) {
        const uint64_t value = atomic_load_explicit(&old->slots[i], memory_order_relaxed);
        uint32_t at = (uint32_t)(value >> 32) & table->mask;
        if (value == 0) continue;
        while (atomic_load_explicit(&table->slots[at], memory_order_relaxed) != 0)
            at = (at + 1) & table->mask;
        atomic_store_explicit(&table->slots[at], value, memory_order_relaxed);
    }
    atomic_store_explicit(&s->table, table, memory_order_release);
    return true;
}

/* Under the lock: the entry of a word that another thread may have added meanwhile. */
static const char *add_word(shard *s, ds_text text, uint32_t tag) {
    slot_table *table = atomic_load_explicit(&s->table, memory_order_relaxed);
    const char *known;
    uint32_t at, units;
    if ((table == NULL || s->n + 1 > (table->mask + 1) / 4 * 3) && !grow_table(s)) return NULL;
    table = atomic_load_explicit(&s->table, memory_order_relaxed);
    known = find_word(s, table, text, tag, &at);
    if (known != NULL) return known;
    if (s->n > UINT32_MAX / DS_DICTIONARY_SHARDS - 2 ||
        !ds_reserve(&s->words, &s->words_capacity, s->n + 1, sizeof *s->words) ||
        !keep_word(s, text, &units))
        return NULL;
    s->words[s->n++] = units;
    atomic_store_explicit(&table->slots[at], (uint64_t)tag << 32 | (units + 1u),
                          memory_order_release);
    return entry_at(s, units);
}

static bool intern_word(ds_dictionary *dictionary, ds_text text, uint64_t hash, uint32_t *out,
                        const char **out_data) {
    shard *s = shard_of(dictionary, hash);
    const char *entry = find_known(s, text, tag_of(hash));
    if (entry == NULL) {
        (void)pthread_mutex_lock(&s->lock);
        entry = add_word(s, text, tag_of(hash));
        (void)pthread_mutex_unlock(&s->lock);
        if (entry == NULL) return false;
    }
    *out = read_index(entry) * DS_DICTIONARY_SHARDS + (uint32_t)(hash % DS_DICTIONARY_SHARDS);
    *out_data = entry + HEAD;
    return true;
}

bool ds_dictionary_intern(ds_dictionary *dictionary, ds_text text, uint32_t *out) {
    const char *data;
    return intern_word(dictionary, text, hash_of(text), out, &data);
}

bool ds_dictionary_intern_hashed(ds_dictionary *dictionary, ds_text text, uint64_t hash,
                                 uint32_t *out) {
    const char *data;
    return intern_word(dictionary, text, hash, out, &data);
}

bool ds_dictionary_lookup(const ds_dictionary *dictionary, ds_text text, uint32_t *out) {
    const uint64_t hash = hash_of(text);
    const shard *s = &dictionary->shards[hash % DS_DICTIONARY_SHARDS];
    const char *entry = find_known(s, text, tag_of(hash));
    if (entry == NULL) return false;
    *out = read_index(entry) * DS_DICTIONARY_SHARDS + (uint32_t)(hash % DS_DICTIONARY_SHARDS);
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
    const shard *s = &dictionary->shards[number % DS_DICTIONARY_SHARDS];
    return read_text(entry_at(s, s->words[number / DS_DICTIONARY_SHARDS]));
}

/* ---- ranking ---- */

/* What is sorted: the first eight bytes decide nearly always, without touching the word. */
typedef struct sortable {
    uint64_t prefix;
    uint32_t number;
} sortable;

/* Eight bytes from depth on; nothing is before anything. */
static uint64_t prefix_of(ds_text text, size_t depth) {
    uint64_t prefix = 0;
    for (size_t i = depth; i < depth + 8; i++)
        prefix = prefix << 8 | (i < text.size ? (unsigned char)text.data[i] : 0u);
    return prefix;
}

static int compare_words(ds_text a, ds_text b) {
    const size_t shared = a.size < b.size ? a.size : b.size;
    const int order = shared == 0 ? 0 : memcmp(a.data, b.data, shared);
    if (order != 0) return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

/* Stable, by one byte of the prefix after another, the last first; a byte that all share is passed
 * over. The sorted ones may end up in either. */
static sortable *sort_by_prefix(sortable *from, sortable *to, uint32_t n) {
    for (unsigned byte = 0; byte < 8; byte++) {
        uint32_t starts[257] = {0};
        for (uint32_t i = 0; i < n; i++)
            starts[(from[i].prefix >> (8 * byte) & 0xff) + 1]++;
        if (n == 0 || starts[(from[0].prefix >> (8 * byte) & 0xff) + 1] == n) continue;
        for (size_t b = 0; b < 256; b++)
            starts[b + 1] += starts[b];
        for (uint32_t i = 0; i < n; i++)
            to[starts[from[i].prefix >> (8 * byte) & 0xff]++] = from[i];
        sortable *other = from;
        from = to;
        to = other;
    }
    return from;
}

/* A heap, so that no choice of words makes it slow. */
static void sift_down(const ds_dictionary *dictionary, sortable *heap, size_t at, size_t n) {
    for (size_t child = 2 * at + 1; child < n; at = child, child = 2 * at + 1) {
        sortable moving = heap[at];
        if (child + 1 < n &&
            compare_words(ds_dictionary_word(dictionary, heap[child].number),
                          ds_dictionary_word(dictionary, heap[child + 1].number)) < 0)
            child++;
        if (compare_words(ds_dictionary_word(dictionary, moving.number),
                          ds_dictionary_word(dictionary, heap[child].number)) >= 0)
            return;
        heap[at] = heap[child];
        heap[child] = moving;
    }
}

static void sort_by_word(const ds_dictionary *dictionary, sortable *run, size_t n) {
    for (size_t i = n / 2; i-- > 0;)
        sift_down(dictionary, run, i, n);
    for (size_t last = n; last-- > 1;) {
        sortable most = run[0];
        run[0] = run[last];
        run[last] = most;
        sift_down(dictionary, run, 0, last);
    }
}

/* Words that are alike up to depth, by what comes after. */
static void sort_alike(const ds_dictionary *dictionary, sortable *run, sortable *other, uint32_t n,
                       size_t depth) {
    if (n <= ALIKE_FEW || depth > DEPTH_MAX) {
        sort_by_word(dictionary, run, n);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        run[i].prefix = prefix_of(ds_dictionary_word(dictionary, run[i].number), depth);
    if (sort_by_prefix(run, other, n) != run) memcpy(run, other, n * sizeof *run);
    for (uint32_t from = 0, i = 1; i <= n; i++) {
        if (i < n && run[i].prefix == run[from].prefix) continue;
        sort_alike(dictionary, run + from, other + from, i - from, depth + 8);
        from = i;
    }
}

static uint32_t list_words(const ds_dictionary *dictionary, const uint8_t *first, uint8_t which,
                           sortable *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < DS_DICTIONARY_SHARDS; i++)
        for (uint32_t j = 0; j < dictionary->shards[i].n; j++) {
            const uint32_t number = j * DS_DICTIONARY_SHARDS + i;
            if ((first == NULL ? DS_RANK_FIRST : first[number]) != which) continue;
            out[n++] = (sortable){prefix_of(ds_dictionary_word(dictionary, number), 0), number};
        }
    return n;
}

/* Those that first says which of, sorted, with ranks from base on; how many there are. */
static uint32_t rank_some(const ds_dictionary *dictionary, const uint8_t *first, uint8_t which,
                          uint32_t base, sortable *two, uint32_t n_all, uint32_t *rank,
                          ds_text *words) {
    const uint32_t n = list_words(dictionary, first, which, two);
    sortable *sorted = sort_by_prefix(two, two + n_all, n);
    sortable *other = sorted == two ? two + n_all : two;
    for (uint32_t from = 0, i = 1; i <= n; i++) {
        if (i < n && sorted[i].prefix == sorted[from].prefix) continue;
        sort_alike(dictionary, sorted + from, other + from, i - from, 8);
        from = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        rank[sorted[i].number] = base + i;
        words[base + i] = ds_dictionary_word(dictionary, sorted[i].number);
    }
    return n;
}

ds_status ds_dictionary_rank(const ds_dictionary *dictionary, const uint8_t *first,
                             uint32_t **out_rank, ds_text **out_words, uint32_t *out_n_first,
                             ds_error *err) {
    const uint32_t n = ds_dictionary_n(dictionary);
    sortable *two = ds_malloc((size_t)n * 2 * sizeof *two);
    uint32_t *rank = ds_calloc(ds_dictionary_span(dictionary), sizeof *rank);
    ds_text *words = ds_malloc(n * sizeof *words);
    uint32_t n_first;
    if (two == NULL || rank == NULL || words == NULL) {
        ds_free(two);
        ds_free(rank);
        ds_free(words);
        return ds_error_memory(err);
    }
    n_first = rank_some(dictionary, first, DS_RANK_FIRST, 0, two, n, rank, words);
    if (first != NULL)
        (void)rank_some(dictionary, first, DS_RANK_AFTER, n_first, two, n, rank, words);
    ds_free(two);
    *out_rank = rank;
    *out_words = words;
    if (out_n_first != NULL) *out_n_first = n_first;
    return DS_OK;
}
