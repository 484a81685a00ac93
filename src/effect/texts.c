/* effect/texts.c: numbers for texts, by a hash table with open addressing. See texts.h. */
#include "effect/texts.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

void ds_effect_texts_done(ds_effect_texts *texts) {
    for (size_t i = 0; i < texts->n; i++)
        ds_free((void *)(uintptr_t)texts->texts[i].data);
    ds_free(texts->texts);
    ds_free(texts->slots);
    *texts = (ds_effect_texts){0};
}

/* Where text stands, or the empty slot where it belongs. */
static size_t find_text(const ds_effect_texts *texts, ds_text text) {
    const size_t mask = texts->n_slots - 1;
    size_t at = (size_t)ds_hash_mix(ds_hash_fnv1a(text.data, text.size)) & mask;
    while (texts->slots[at] != 0 && !ds_text_equal(texts->texts[texts->slots[at] - 1], text))
        at = (at + 1) & mask;
    return at;
}

/* At most half of the slots are in use. */
static bool grow(ds_effect_texts *texts) {
    ds_effect_texts more = *texts;
    if (2 * (texts->n + 1) <= texts->n_slots) return true;
    more.n_slots = texts->n_slots == 0 ? 16 : 2 * texts->n_slots;
    more.slots = ds_calloc(more.n_slots, sizeof *more.slots);
    if (more.slots == NULL) return false;
    for (size_t i = 0; i < texts->n; i++)
        more.slots[find_text(&more, texts->texts[i])] = (uint32_t)(i + 1);
    ds_free(texts->slots);
    *texts = more;
    return true;
}

bool ds_effect_texts_number(ds_effect_texts *texts, ds_text text, uint32_t *out) {
    size_t at;
    char *copy;
    if (!grow(texts)) return false;
    at = find_text(texts, text);
    if (texts->slots[at] == 0) {
        if (!ds_reserve(&texts->texts, &texts->capacity, texts->n + 1, sizeof *texts->texts))
            return false;
        copy = ds_strndup(text.data, text.size);
        if (copy == NULL) return false;
        texts->texts[texts->n++] = (ds_text){copy, text.size};
        texts->slots[at] = (uint32_t)texts->n;
    }
    *out = texts->slots[at] - 1;
    return true;
}
