/* stat/risk_counts.c: all subgroups of up to three attributes by institution: one pass over the
 * rows a set of attributes. See risk.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/risk.h"

enum { RISK_CELLS_MAX = 1 << 24 }; /* subgroups × institutions: 256 MB */

void ds_risk_table_done(ds_risk_table *table) {
    ds_free(table->n);
    memset(table, 0, sizeof *table);
}

ds_risk_counts ds_risk_counts_of(const ds_risk_table *table, size_t group) {
    return (ds_risk_counts){table->n + group * table->n_clusters,
                            table->t + group * table->n_clusters};
}

size_t ds_risk_group_at(const ds_risk_set *set, const uint32_t *codes) {
    size_t at = 0;
    for (size_t k = 0; k < set->n_attributes; k++)
        at = at * set->radix[k] + codes[k];
    return set->from + at;
}

const ds_risk_set *ds_risk_set_of(const ds_risk_table *table, const size_t *attributes, size_t n) {
    for (size_t s = 0; s < table->n_sets; s++) {
        const ds_risk_set *set = &table->sets[s];
        if (set->n_attributes == n &&
            (n == 0 || memcmp(set->attributes, attributes, n * sizeof *attributes) == 0))
            return set;
    }
    return &table->sets[0];
}

/* Behind set the sets that have one attribute more, each later than its last. */
static bool add_larger_sets(const ds_numbered *cells, const ds_risk_options *o, size_t at,
                            ds_risk_table *table) {
    const ds_risk_set set = table->sets[at];
    const size_t n = set.n_attributes, first = n == 0 ? 0 : set.attributes[n - 1] + 1;
    for (size_t a = first; n < o->depth && a < o->n_attributes; a++) {
        ds_risk_set *to = &table->sets[table->n_sets++];
        *to = set;
        to->attributes[n] = a;
        to->radix[n] = cells->n_texts[o->attributes[a]];
        to->n_attributes = n + 1;
        to->n_groups = set.n_groups * to->radix[n];
        to->from = table->n_groups;
        table->n_groups += to->n_groups;
        if (table->n_groups > RISK_CELLS_MAX) return false;
    }
    return true;
}

static void count_set(const ds_numbered *cells, const ds_risk_options *o, const ds_risk_set *set,
                      ds_risk_table *table) {
    for (size_t i = 0; i < cells->n_rows; i++) {
        const uint32_t *codes = cells->codes + i * cells->n_keys;
        const double n = (double)cells->noemer[i], t = (double)cells->teller[i];
        uint32_t of[DS_RISK_DEPTH_MAX];
        size_t at;
        if (cells->year[i] != o->year) continue;
        for (size_t k = 0; k < set->n_attributes; k++)
            of[k] = codes[o->attributes[set->attributes[k]]];
        at = ds_risk_group_at(set, of) * table->n_clusters + codes[o->cluster];
        table->n[at] += n;
        table->t[at] += o->complement ? n - t : t;
    }
}

ds_status ds_risk_count(const ds_numbered *cells, const ds_risk_options *o, ds_risk_table *out,
                        ds_error *err) {
    bool fits = true;
    memset(out, 0, sizeof *out);
    out->n_clusters = cells->n_texts[o->cluster];
    out->n_sets = out->n_groups = 1;
    out->sets[0].n_groups = 1;
    for (size_t s = 0; fits && s < out->n_sets; s++)
        fits = add_larger_sets(cells, o, s, out);
    if (!fits || (out->n_clusters > 0 && out->n_groups > RISK_CELLS_MAX / out->n_clusters))
        return ds_error_set(err, DS_INPUT,
                            "te veel deelgroepen: vraag minder kenmerken, of een kleinere --depth",
                            "too many subgroups: ask for fewer attributes, or a smaller --depth");
    out->n = ds_calloc(2 * out->n_groups * out->n_clusters + 1, sizeof *out->n);
    if (out->n == NULL) return ds_error_memory(err);
    out->t = out->n + out->n_groups * out->n_clusters;
    for (size_t s = 0; s < out->n_sets; s++)
        count_set(cells, o, &out->sets[s], out);
    for (size_t i = 0; i < cells->n_rows; i++)
        if (cells->year[i] == o->year) out->unknown += cells->onbekend[i];
    return DS_OK;
}
