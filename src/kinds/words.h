/* kinds/words.h: words and the numbers they get, of one thread: numbers in the order of arrival. */
#ifndef DS_KINDS_WORDS_H
#define DS_KINDS_WORDS_H

#include "doorstroom/base.h"

typedef struct ds_kind_words {
    ds_text *words; /* words[n] */
    size_t n, capacity;
    uint32_t *slots; /* number + 1; 0 free */
    size_t n_slots;
    char **blocks; /* the words' bytes, which stay where they are */
    size_t n_blocks, blocks_capacity;
    size_t left;
    char *at;
} ds_kind_words;

void ds_kind_words_done(ds_kind_words *words);
/* The number of text, new or known. False when memory is short. */
bool ds_kind_words_intern(ds_kind_words *words, ds_text text, uint32_t *out) DS_NODISCARD;

#endif
