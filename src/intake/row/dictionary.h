/* intake/row/dictionary.h: words and the numbers they get, shared by the threads of an import.
 *
 * Numbers are handed out in the order of arrival, so they differ from run to run; a rank, by bytes,
 * takes their place before anything is stored. Sixty-four shards, each with its own table and
 * memory, and a lock for who adds; a word's bytes stay where they are until the dictionary is
 * freed. */
#ifndef DS_INTAKE_ROW_DICTIONARY_H
#define DS_INTAKE_ROW_DICTIONARY_H

#include "doorstroom/base.h"

enum { DS_DICTIONARY_SHARDS = 64, DS_DICTIONARY_CACHE = 1024 };

typedef struct ds_dictionary ds_dictionary;

ds_dictionary *ds_dictionary_new(void) DS_NODISCARD;
void ds_dictionary_free(ds_dictionary *dictionary);

/* The number of text, new or known. Safe from several threads. False when memory is short. */
bool ds_dictionary_intern(ds_dictionary *dictionary, ds_text text, uint32_t *out) DS_NODISCARD;
/* The number of text, or false when it was never interned. */
bool ds_dictionary_lookup(const ds_dictionary *dictionary, ds_text text, uint32_t *out);

/* For who knows some rows ahead which words will come: the first fetches the place of the word and
 * gives its hash, the second, a little later, the word. Neither does anything else. */
uint64_t ds_dictionary_prefetch(const ds_dictionary *dictionary, ds_text text);
void ds_dictionary_prefetch_word(const ds_dictionary *dictionary, uint64_t hash);
bool ds_dictionary_intern_hashed(ds_dictionary *dictionary, ds_text text, uint64_t hash,
                                 uint32_t *out) DS_NODISCARD;
/* Frees what growing left. Not during interning. */
void ds_dictionary_settle(ds_dictionary *dictionary);

/* One thread's memory of the words it saw last, so that frequent words need no lock. */
typedef struct ds_dictionary_cache {
    struct {
        ds_text text;
        uint64_t hash;
        uint32_t number;
    } slots[DS_DICTIONARY_CACHE];
} ds_dictionary_cache;
bool ds_dictionary_intern_cached(ds_dictionary *dictionary, ds_dictionary_cache *cache,
                                 ds_text text, uint32_t *out) DS_NODISCARD;

/* After the last interning. Numbers are below span; n words. */
uint32_t ds_dictionary_span(const ds_dictionary *dictionary);
uint32_t ds_dictionary_n(const ds_dictionary *dictionary);
/* Words in each shard: number i is word i / DS_DICTIONARY_SHARDS of shard i modulo it, in the order
 * of arrival. Not during interning. */
void ds_dictionary_sizes(const ds_dictionary *dictionary, uint32_t out[DS_DICTIONARY_SHARDS]);

/* The word of a number that was given out; its bytes stay. Not during interning. */
ds_text ds_dictionary_word(const ds_dictionary *dictionary, uint32_t number);

/* What ds_dictionary_rank does with a word. */
enum { DS_RANK_AFTER, DS_RANK_FIRST, DS_RANK_NOT };

/* Ranks by bytes. first[number] (NULL: all alike) puts the words of DS_RANK_FIRST before those of
 * DS_RANK_AFTER; those of DS_RANK_NOT get no rank, and do not count.
 * (*out_rank)[number], span long; (*out_words)[rank], n long, pointing into the dictionary; both
 * the caller's. *out_n_first counts the words that were put first. Cost: a few passes; 32 bytes a
 * word meanwhile. */
ds_status ds_dictionary_rank(const ds_dictionary *dictionary, const uint8_t *first,
                             uint32_t **out_rank, ds_text **out_words, uint32_t *out_n_first,
                             ds_error *err) DS_NODISCARD;

#endif
