/* cell/survey_texts.c: texts by number, each kept once. See survey_cells.h. */
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "cell/survey_cells.h"

enum { SURVEY_TEXT_BLOCK = 1 << 13, SURVEY_FIRST_SLOTS = 64 };

static bool keep_survey_bytes(ds_survey_texts *t, ds_text text, ds_text *out) {
    if (t->size - t->used < text.size || t->n_blocks == 0) {
        const size_t size = text.size > SURVEY_TEXT_BLOCK ? text.size : SURVEY_TEXT_BLOCK;
        char *block;
        if (!ds_reserve(&t->blocks, &t->blocks_capacity, t->n_blocks + 1, sizeof *t->blocks))
            return false;
        block = ds_malloc(size);
        if (block == NULL) return false;
        t->blocks[t->n_blocks++] = block;
        t->used = 0;
        t->size = size;
    }
    *out = (ds_text){t->blocks[t->n_blocks - 1] + t->used, text.size};
    if (text.size > 0) memcpy(t->blocks[t->n_blocks - 1] + t->used, text.data, text.size);
    t->used += text.size;
    return true;
}

/* The slot where text stands, or the free one where it belongs. */
static size_t find_survey_slot(const ds_survey_texts *t, ds_text text) {
    size_t at = ds_hash_mix(ds_hash_fnv1a(text.data, text.size)) & (t->n_slots - 1);
    while (t->slots[at] != 0 && !ds_text_equal(t->texts[t->slots[at] - 1], text))
        at = (at + 1) & (t->n_slots - 1);
    return at;
}

static bool widen_survey_slots(ds_survey_texts *t) {
    const size_t n_slots = t->n_slots == 0 ? SURVEY_FIRST_SLOTS : 2 * t->n_slots;
    uint32_t *slots = ds_calloc(n_slots, sizeof *slots);
    if (slots == NULL) return false;
    ds_free(t->slots);
    t->slots = slots;
    t->n_slots = n_slots;
    for (uint32_t i = 0; i < t->n; i++)
        t->slots[find_survey_slot(t, t->texts[i])] = i + 1;
    return true;
}

bool ds_survey_texts_number(ds_survey_texts *t, ds_text text, uint32_t *out) {
    size_t at;
    *out = DS_SURVEY_NO_TEXT;
    if (text.data == NULL) return true;
    if (2 * t->n >= t->n_slots && !widen_survey_slots(t)) return false;
    at = find_survey_slot(t, text);
    if (t->slots[at] == 0) {
        if (t->n >= DS_SURVEY_NO_TEXT - 1 ||
            !ds_reserve(&t->texts, &t->capacity, t->n + 1, sizeof *t->texts) ||
            !keep_survey_bytes(t, text, &t->texts[t->n]))
            return false;
        t->slots[at] = (uint32_t)++t->n;
    }
    *out = t->slots[at] - 1;
    return true;
}

ds_text ds_survey_texts_at(const ds_survey_texts *t, uint32_t number) {
    return number == DS_SURVEY_NO_TEXT ? (ds_text){NULL, 0} : t->texts[number];
}

int ds_survey_texts_compare(const ds_survey_texts *t, uint32_t a, uint32_t b) {
    if (a == b) return 0;
    if (a == DS_SURVEY_NO_TEXT || b == DS_SURVEY_NO_TEXT) return a == DS_SURVEY_NO_TEXT ? -1 : 1;
    return ds_text_compare(t->texts[a], t->texts[b]);
}

void ds_survey_texts_done(ds_survey_texts *t) {
    for (size_t i = 0; i < t->n_blocks; i++)
        ds_free(t->blocks[i]);
    ds_free(t->blocks);
    ds_free(t->texts);
    ds_free(t->slots);
    *t = (ds_survey_texts){0};
}
