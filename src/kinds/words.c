/* kinds/words.c: a table of words with open addressing. See words.h. */
#include "kinds/words.h"

#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

enum { BLOCK = 1 << 16, FIRST_SLOTS = 256 };

void ds_kind_words_done(ds_kind_words *words) {
    for (size_t i = 0; i < words->n_blocks; i++)
        ds_free(words->blocks[i]);
    ds_free(words->blocks);
    ds_free(words->slots);
    ds_free(words->words);
    memset(words, 0, sizeof *words);
}

static uint64_t hash_word(ds_text text) {
    return ds_hash_mix(ds_hash_fnv1a(text.data, text.size));
}

static size_t find_slot(const ds_kind_words *w, ds_text text, uint64_t hash) {
    size_t at = (size_t)hash & (w->n_slots - 1);
    while (w->slots[at] != 0 && !ds_text_equal(w->words[w->slots[at] - 1], text))
        at = (at + 1) & (w->n_slots - 1);
    return at;
}

/* Twice the slots; at most half of them are taken. */
static bool grow_slots(ds_kind_words *w) {
    const size_t n = w->n_slots == 0 ? FIRST_SLOTS : w->n_slots * 2;
    uint32_t *slots = ds_calloc(n, sizeof *slots);
    if (slots == NULL) return false;
    ds_free(w->slots);
    w->slots = slots;
    w->n_slots = n;
    for (size_t i = 0; i < w->n; i++)
        slots[find_slot(w, w->words[i], hash_word(w->words[i]))] = (uint32_t)(i + 1);
    return true;
}

static const char *copy_word(ds_kind_words *w, ds_text text) {
    char *to;
    if (text.size > w->left) {
        const size_t size = text.size > BLOCK ? text.size : BLOCK;
        char *block;
        if (!ds_reserve(&w->blocks, &w->blocks_capacity, w->n_blocks + 1, sizeof *w->blocks))
            return NULL;
        block = ds_malloc(size);
        if (block == NULL) return NULL;
        w->blocks[w->n_blocks++] = block;
        w->at = block;
        w->left = size;
    }
    to = w->at;
    memcpy(to, text.data, text.size);
    w->at += text.size;
    w->left -= text.size;
    return to;
}

bool ds_kind_words_intern(ds_kind_words *words, ds_text text, uint32_t *out) {
    const uint64_t hash = hash_word(text);
    const char *copy;
    size_t at;
    if (words->n * 2 >= words->n_slots && !grow_slots(words)) return false;
    at = find_slot(words, text, hash);
    if (words->slots[at] != 0) {
        *out = words->slots[at] - 1;
        return true;
    }
    if (words->n >= UINT32_MAX - 1 ||
        !ds_reserve(&words->words, &words->capacity, words->n + 1, sizeof *words->words))
        return false;
    copy = copy_word(words, text);
    if (copy == NULL) return false;
    words->words[words->n] = (ds_text){copy, text.size};
    *out = (uint32_t)words->n++;
    words->slots[at] = *out + 1;
    return true;
}
