/* disclosure/sheet.c: the smallest count that is shown, groups of which more than nine in ten are
 * in one category, and counts of which one institution has more than half. See sheet.h. */
#include "disclosure/sheet.h"

#include <string.h>

static bool is_count_shown(const ds_count_entry *entry, int measure, const bool *hidden) {
    return entry->printed && !hidden[entry->cells[measure]];
}

static void find_smallest(const ds_count_entry *entry, const bool *hidden,
                          ds_disclosure_report *out) {
    for (int m = 0; m < DS_COUNT_MEASURES; m++) {
        const uint64_t n = (uint64_t)entry->counts[m];
        if (m == DS_COUNT_COMPLEMENT || (entry->indicator->numeric && m == DS_COUNT_TELLER) ||
            n == 0 || !is_count_shown(entry, m, hidden))
            continue;
        if (out->smallest == 0 || n < out->smallest) out->smallest = n;
    }
}

static bool is_above_90(const ds_count_entry *entry, const bool *hidden) {
    const int64_t teller = entry->counts[DS_COUNT_TELLER], noemer = entry->counts[DS_COUNT_NOEMER];
    if (entry->indicator->numeric || noemer == 0 ||
        !is_count_shown(entry, DS_COUNT_TELLER, hidden) ||
        !is_count_shown(entry, DS_COUNT_NOEMER, hidden))
        return false;
    return 10 * teller > 9 * noemer || 10 * (noemer - teller) > 9 * noemer;
}

/* The entry of whom this is a part: the same keys but the institution's. */
static const ds_count_entry *find_whole(const ds_counts *counts, const ds_count_entry *entry,
                                        const char *institution_key) {
    ds_count_key keys[DS_DISCLOSURE_KEYS];
    size_t n = 0;
    for (size_t k = 0; k < entry->n_keys; k++)
        if (strcmp(entry->keys[k].name, institution_key) != 0) keys[n++] = entry->keys[k];
    if (n == entry->n_keys) return NULL;
    return ds_counts_find(counts, entry->indicator, entry->schooljaar, entry->without, keys, n);
}

static bool is_dominant(const ds_counts *counts, const ds_count_entry *entry, const bool *hidden,
                        const char *institution_key) {
    const ds_count_entry *whole = find_whole(counts, entry, institution_key);
    return whole != NULL && is_count_shown(whole, DS_COUNT_NOEMER, hidden) &&
           2 * entry->counts[DS_COUNT_NOEMER] > whole->counts[DS_COUNT_NOEMER];
}

void ds_sheet_fill(const ds_counts *counts, const bool *hidden, const char *institution_key,
                   ds_disclosure_report *out) {
    out->smallest = out->n_above_90 = out->n_dominated = 0;
    for (size_t i = 0; i < counts->n; i++) {
        const ds_count_entry *entry = &counts->entries[i];
        find_smallest(entry, hidden, out);
        out->n_above_90 += is_above_90(entry, hidden);
        out->n_dominated += is_dominant(counts, entry, hidden, institution_key);
    }
}
