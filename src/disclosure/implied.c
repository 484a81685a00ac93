/* disclosure/implied.c: see implied.h. */
#include "disclosure/implied.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "disclosure/identity.h"

enum { SHARED_LEAST = 5, INDICATORS_MAX = 256, PAIRS_MAX = 4096 };

typedef struct implied_search {
    const ds_counts *counts;
    const ds_indicator *indicators[INDICATORS_MAX];
    size_t n;
} implied_search;

static void list_indicators(implied_search *s) {
    for (size_t i = 0; i < s->counts->n; i++) {
        size_t k = 0;
        while (k < s->n && s->indicators[k] != s->counts->entries[i].indicator)
            k++;
        if (k == s->n && s->n < INDICATORS_MAX)
            s->indicators[s->n++] = s->counts->entries[i].indicator;
    }
}

static const ds_count_entry *twin_of(const ds_counts *counts, const ds_count_entry *entry,
                                     const ds_indicator *other) {
    return ds_counts_find(counts, other, entry->schooljaar, entry->without, entry->keys,
                          entry->n_keys);
}

/* Which measures of a are at most those of b wherever both are: bit of the measure. */
static unsigned implied_measures(const implied_search *s, const ds_indicator *a,
                                 const ds_indicator *b) {
    unsigned holds =
        1U << DS_COUNT_NOEMER |
        (a->numeric || b->numeric ? 0 : 1U << DS_COUNT_TELLER | 1U << DS_COUNT_COMPLEMENT);
    unsigned strict = 0;
    size_t shared = 0;
    for (size_t i = 0; i < s->counts->n && holds != 0; i++) {
        const ds_count_entry *entry = &s->counts->entries[i], *twin;
        if (entry->indicator != a) continue;
        twin = twin_of(s->counts, entry, b);
        if (twin == NULL) continue;
        shared++;
        for (int m = 0; m < DS_COUNT_MEASURES; m++) {
            if (entry->counts[m] > twin->counts[m]) holds &= ~(1U << m);
            if (entry->counts[m] < twin->counts[m]) strict |= 1U << m;
        }
    }
    if (shared < SHARED_LEAST || !(holds & 1U << DS_COUNT_NOEMER)) return 0;
    if (!(strict & 1U << DS_COUNT_NOEMER)) /* the tellers say it already, the other way round */
        holds &= ~(1U << DS_COUNT_COMPLEMENT);
    return holds & strict;
}

static ds_status add_between(const ds_counts *counts, const ds_indicator *a, const ds_indicator *b,
                             unsigned measures, uint64_t minimum, ds_system *system,
                             ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; i < counts->n; i++) {
        const ds_count_entry *entry = &counts->entries[i];
        const ds_count_entry *twin = entry->indicator == a ? twin_of(counts, entry, b) : NULL;
        for (int m = 0; status == DS_OK && twin != NULL && m < DS_COUNT_MEASURES; m++) {
            const int64_t between = twin->counts[m] - entry->counts[m];
            const bool small = between > 0 && (uint64_t)between < minimum;
            ds_system_term terms[3] = {{twin->cells[m], -1}, {entry->cells[m], 1}, {0, 1}};
            if (!(measures >> m & 1)) continue;
            status =
                ds_system_add(system, between, DS_CELL_UNPRINTED | (small ? DS_CELL_PRIMARY : 0),
                              &terms[2].cell, err);
            if (status == DS_OK) status = ds_system_relate(system, terms, 3, err);
        }
    }
    return status;
}

ds_status ds_implied_add(ds_counts *counts, ds_system *system, uint64_t minimum, ds_arena *arena,
                         const char *const **out_pairs, size_t *out_n, ds_error *err) {
    implied_search *s = ds_calloc(1, sizeof *s);
    const char **pairs = ds_arena_take(arena, PAIRS_MAX, sizeof *pairs);
    ds_status status = s == NULL || pairs == NULL ? ds_error_memory(err) : DS_OK;
    *out_n = 0;
    if (status == DS_OK) {
        s->counts = counts;
        list_indicators(s);
        status = ds_identities_add(counts, system, arena, pairs, out_n, err);
    }
    for (size_t a = 0; status == DS_OK && a < s->n; a++)
        for (size_t b = 0; status == DS_OK && b < s->n; b++) {
            const unsigned measures =
                a == b ? 0 : implied_measures(s, s->indicators[a], s->indicators[b]);
            if (measures == 0 || *out_n == PAIRS_MAX) continue;
            pairs[(*out_n)++] =
                ds_arena_print(arena, "%s ⊂ %s", s->indicators[a]->id, s->indicators[b]->id);
            status = add_between(counts, s->indicators[a], s->indicators[b], measures, minimum,
                                 system, err);
        }
    *out_pairs = pairs;
    ds_free(s);
    return status;
}
