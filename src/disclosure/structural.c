/* disclosure/structural.c: the counts that cannot be other than 0, as everybody knows. See
 * counts.h. */
#include <string.h>

#include "base/error.h"
#include "disclosure/counts.h"
#include "disclosure/counts_edges.h"

static bool has_value(const ds_count_entry *entry, const char *name, const char *value) {
    for (size_t k = 0; k < entry->n_keys; k++)
        if (strcmp(entry->keys[k].name, name) == 0) return strcmp(entry->keys[k].value, value) == 0;
    return false;
}

static bool is_said_impossible(const ds_count_entry *entry, int measure,
                               const ds_disclosure_structural *rule) {
    static const char *const names[] = {"teller", "complement", "noemer", "onbekend"};
    const bool all = strcmp(rule->measure, names[DS_COUNT_NOEMER]) == 0;
    if (rule->indicator[0] != '\0' && strcmp(rule->indicator, entry->indicator->id) != 0)
        return false;
    if (!all && strcmp(rule->measure, names[measure]) != 0) return false;
    for (size_t i = 0; i < rule->n; i++)
        if (!has_value(entry, rule->names[i], rule->values[i])) return false;
    return true;
}

static ds_status refuse_impossible(const ds_count_entry *entry,
                                   const ds_disclosure_structural *rule, ds_error *err) {
    return ds_error_set(err, DS_INPUT,
                        "%.64s, schooljaar %d (%.64s = %.64s): hiervan wordt gezegd dat het niet "
                        "kan bestaan, maar het is er",
                        "%.64s, school year %d (%.64s = %.64s): this is said to be impossible, but "
                        "it is there",
                        entry->indicator->id, entry->schooljaar, rule->n > 0 ? rule->names[0] : "-",
                        rule->n > 0 ? rule->values[0] : "-");
}

static ds_status mark_entry(ds_count_entry *entry, const ds_disclosure_structural *rule,
                            ds_error *err) {
    for (int m = 0; m < DS_COUNT_MEASURES; m++) {
        if (!is_said_impossible(entry, m, rule)) continue;
        if (entry->counts[m] != 0) return refuse_impossible(entry, rule, err);
        entry->forced[m] = (entry->forced[m] | DS_CELL_ALWAYS) & ~(unsigned)DS_CELL_EARLIER;
    }
    return DS_OK;
}

/* ---- margins ---- */

static bool is_known_none(const ds_count_entry *entry, int measure) {
    return entry->counts[measure] == 0 && (entry->forced[measure] & DS_CELL_ALWAYS);
}

/* The parts of one margin along one key, edges[from .. to): when all are known to be none, it is.
 */
static bool mark_margin(ds_counts *counts, size_t from, size_t to) {
    ds_count_entry *margin = &counts->entries[counts->edges[from].parent];
    bool marked = false;
    for (int m = 0; m < DS_COUNT_MEASURES; m++) {
        bool all = margin->counts[m] == 0 && !(margin->forced[m] & DS_CELL_ALWAYS);
        for (size_t i = from; all && i < to; i++)
            all = is_known_none(&counts->entries[counts->edges[i].child], m);
        if (all) margin->forced[m] |= DS_CELL_ALWAYS;
        marked = marked || all;
    }
    return marked;
}

/* Until nothing more follows; a margin of a margin comes after it. */
static void mark_margins(ds_counts *counts) {
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < counts->n_edges;) {
            const size_t to = ds_counts_end_of_margin(counts, i);
            again = mark_margin(counts, i, to) || again;
            i = to;
        }
    }
}

ds_status ds_counts_mark_structural(ds_counts *counts, const ds_disclosure_options *options,
                                    ds_error *err) {
    ds_status status = DS_OK;
    for (size_t r = 0; r < options->n_structural; r++)
        for (size_t i = 0; status == DS_OK && i < counts->n; i++)
            status = mark_entry(&counts->entries[i], &options->structural[r], err);
    if (status != DS_OK || options->n_structural == 0) return status;
    ds_counts_sort_edges(counts);
    mark_margins(counts);
    return DS_OK;
}
