/* cell/link.c: see doorstroom/link.h. All rows of both sides lie in one list. Sorted by their keys,
 * rows that have their first keys in common stand together, whichever the number of keys; so one
 * walk counts by any of them. */
#include "doorstroom/link.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/missing.h"
#include "base/text.h"
#include "base/unicode.h"

enum { KEY_MAX = 1 << 20 }; /* bytes in a key: a line is no longer */
/* What a key may become when it is folded: U+0390 becomes three characters of two bytes. */
#define FOLDED(size) (3 * (size))

typedef struct entry {
    size_t at; /* in bytes: each key as its size in four bytes, then its bytes */
    uint64_t n;
    ds_link_side side;
} entry;

struct ds_link {
    size_t n_keys;
    bool fold;
    char *bytes;
    size_t n_bytes, bytes_capacity;
    entry *entries;
    size_t n_entries, entries_capacity;
};

ds_link *ds_link_new(size_t n_keys, bool fold) {
    ds_link *link = n_keys == 0 || n_keys > DS_LINK_KEYS_MAX ? NULL : ds_calloc(1, sizeof *link);
    if (link == NULL) return NULL;
    link->n_keys = n_keys;
    link->fold = fold;
    return link;
}

void ds_link_free(ds_link *link) {
    if (link == NULL) return;
    ds_free(link->bytes);
    ds_free(link->entries);
    ds_free(link);
}

/* What means that nothing is known is no key. */
static ds_text key_of(ds_text text) {
    const ds_text key = ds_unicode_trim(text);
    return ds_missing_is(&ds_missing_usual, key) ? (ds_text){"", 0} : key;
}

/* Appends a key; there is room for as much as it can become. */
static void put_key(ds_link *link, ds_text key) {
    char *to = link->bytes + link->n_bytes;
    uint32_t size = (uint32_t)key.size;
    if (link->fold)
        size = (uint32_t)ds_unicode_fold(key, false, to + sizeof size, FOLDED(key.size));
    else if (key.size > 0)
        memcpy(to + sizeof size, key.data, key.size);
    memcpy(to, &size, sizeof size);
    link->n_bytes += sizeof size + size;
}

ds_status ds_link_add(ds_link *link, ds_link_side side, const ds_text *keys, uint64_t n,
                      ds_error *err) {
    ds_text trimmed[DS_LINK_KEYS_MAX] = {{NULL, 0}};
    size_t size = 0;
    for (size_t i = 0; i < link->n_keys; i++) {
        trimmed[i] = key_of(keys[i]);
        if (trimmed[i].size > KEY_MAX)
            return ds_error_set(err, DS_INPUT, "een sleutel is langer dan %d bytes",
                                "a key is longer than %d bytes", KEY_MAX);
        size += sizeof(uint32_t) + (link->fold ? FOLDED(trimmed[i].size) : trimmed[i].size);
    }
    if (!ds_reserve(&link->bytes, &link->bytes_capacity, link->n_bytes + size, 1) ||
        !ds_reserve(&link->entries, &link->entries_capacity, link->n_entries + 1,
                    sizeof *link->entries))
        return ds_error_memory(err);
    link->entries[link->n_entries++] = (entry){link->n_bytes, n, side};
    for (size_t i = 0; i < link->n_keys; i++)
        put_key(link, trimmed[i]);
    return DS_OK;
}

/* The key at *at, which moves on to the next. */
static ds_text next_key(const ds_link *link, size_t *at) {
    uint32_t size;
    const char *data = link->bytes + *at;
    memcpy(&size, data, sizeof size);
    *at += sizeof size + size;
    return (ds_text){data + sizeof size, size};
}

static int compare_keys(const ds_link *link, const entry *a, const entry *b, size_t n_keys) {
    size_t at_a = a->at, at_b = b->at;
    for (size_t i = 0; i < n_keys; i++) {
        int order = ds_text_compare(next_key(link, &at_a), next_key(link, &at_b));
        if (order != 0) return order;
    }
    return 0;
}

static int compare_link_rows(const void *x, const void *y, void *context) {
    const ds_link *link = context;
    const entry *a = x, *b = y;
    int order = compare_keys(link, a, b, link->n_keys);
    return order != 0 ? order : (int)a->side - (int)b->side;
}

void ds_link_finish(ds_link *link) {
    if (link->n_entries > 1)
        qsort_r(link->entries, link->n_entries, sizeof *link->entries, compare_link_rows, link);
}

static bool is_missing(const ds_link *link, const entry *e, size_t n_keys) {
    size_t at = e->at;
    for (size_t i = 0; i < n_keys; i++)
        if (next_key(link, &at).size == 0) return true;
    return false;
}

/* The end of the run of entries from i on that have their first n_keys keys in common. */
static size_t run_end(const ds_link *link, size_t i, size_t n_keys) {
    size_t end = i + 1;
    while (end < link->n_entries &&
           compare_keys(link, &link->entries[i], &link->entries[end], n_keys) == 0)
        end++;
    return end;
}

void ds_link_count_by(const ds_link *link, size_t n_keys, ds_link_count *out) {
    *out = (ds_link_count){0};
    for (size_t i = 0, end; i < link->n_entries; i = end) {
        uint64_t rows[DS_LINK_SIDES] = {0};
        bool missing = is_missing(link, &link->entries[i], n_keys);
        end = run_end(link, i, n_keys);
        for (size_t k = i; k < end; k++)
            rows[link->entries[k].side]++;
        for (size_t s = 0; s < DS_LINK_SIDES; s++) {
            out->rows[s] += rows[s];
            if (missing) out->missing[s] += rows[s];
            if (missing || rows[s] == 0) continue;
            out->distinct[s]++;
            out->doubles[s] += rows[s] - 1;
            out->only[s] += rows[1 - s] == 0;
        }
        out->both += !missing && rows[DS_LINK_LEFT] > 0 && rows[DS_LINK_RIGHT] > 0;
    }
}

double ds_link_only_pct(const ds_link_count *count, ds_link_side side) {
    if (count->distinct[side] == 0) return NAN;
    return 100.0 * (double)count->only[side] / (double)count->distinct[side];
}

void ds_link_each(const ds_link *link, bool (*each)(void *context, const ds_link_row *row),
                  void *context) {
    for (size_t i = 0, end; i < link->n_entries; i = end) {
        ds_link_row row = {.n = {0}};
        size_t at = link->entries[i].at;
        end = run_end(link, i, link->n_keys);
        if (is_missing(link, &link->entries[i], link->n_keys)) continue;
        for (size_t k = 0; k < link->n_keys; k++)
            row.keys[k] = next_key(link, &at);
        for (size_t k = i; k < end; k++)
            row.n[link->entries[k].side] += link->entries[k].n;
        if (!each(context, &row)) return;
    }
}
