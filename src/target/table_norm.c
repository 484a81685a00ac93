/* target/table_norm.c: the norm of a row of a counted table, and what the row is beside it: enough,
 * good, below, too small to say, or without a norm. Equal is met, in the direction of the
 * indicator. Below the norm's least denominator three school years count together. See
 * table_norm.h. */
#include "target/table_norm.h"

#include <string.h>

#include "base/text.h"
#include "doorstroom/definition.h"

enum { POOLED_YEARS = 3 };

static const ds_norm_row *find_row_norm(const ds_monitor_counts *counts,
                                        const ds_comparison_row *of) {
    const char *names[DS_MONITOR_KEYS_MAX];
    ds_text keys[DS_MONITOR_KEYS_MAX];
    size_t n = 0;
    if (counts->norm == NULL) return NULL;
    for (size_t k = 0; k < ds_cells_n_keys(counts->cells) && n < DS_MONITOR_KEYS_MAX; k++) {
        if (of->total > 0 && ds_text_is(of->keys[k], DS_TOTAL)) continue;
        names[n] = ds_cells_key_name(counts->cells, k);
        keys[n++] = of->keys[k];
    }
    return ds_norm_find_row(counts->norm, of->schooljaar, names, keys, n);
}

static bool is_of_row(const ds_cells *cells, const ds_cell *cell, const ds_comparison_row *of) {
    if (cell->schooljaar > of->schooljaar || cell->schooljaar <= of->schooljaar - POOLED_YEARS)
        return false;
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        if (!ds_text_equal(cell->keys[k], of->keys[k]) &&
            !(of->total > 0 && ds_text_is(of->keys[k], DS_TOTAL)))
            return false;
    return true;
}

static ds_measured pool_row(const ds_cells *cells, const ds_comparison_row *of) {
    uint64_t teller = 0, noemer = 0;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        if (!is_of_row(cells, &cell, of)) continue;
        teller += cell.measures.teller;
        noemer += cell.measures.noemer;
    }
    return ds_measured_count(teller, noemer);
}

/* Whether pct is at least as good as bound; never beside none. */
static bool is_met(double pct, double bound, bool lower) {
    return lower ? pct <= bound : pct >= bound;
}

static const char *find_norm_class(const ds_norm_row *norm, const ds_measured *value, bool lower) {
    if (value->noemer == 0 || value->noemer < norm->minimum) return "te_klein";
    if (is_met(value->pct, norm->high, lower)) return "hoog";
    return is_met(value->pct, norm->norm, lower) ? "voldoende" : "onder";
}

static void put_bound(ds_making *m, ds_monitor_row row, const char *measure, double bound) {
    row.measure = measure;
    row.klasse = row.reason = "";
    row.n = -1;
    row.value = bound;
    row.low = row.high = NAN;
    if (isfinite(bound)) ds_making_put(m, &row);
}

void ds_making_put_norm(ds_making *m, ds_monitor_row row, const ds_comparison_row *of,
                        ds_norms_met *met) {
    const ds_monitor_counts *counts = &m->in->counts[m->table - m->plan->tables];
    const ds_norm_row *norm = find_row_norm(counts, of);
    ds_measured value = ds_measured_count(of->measures.teller, of->measures.noemer);
    const bool pooled = norm != NULL && value.noemer < norm->minimum;
    ds_span span;
    row.measure = "norm";
    if (norm == NULL || counts->better == NULL || *counts->better == '\0') {
        row.klasse = norm == NULL ? "geen_norm" : "";
        row.reason = norm == NULL ? "" : "geen_richting";
        met->without++;
        ds_making_put(m, &row);
        return;
    }
    if (pooled) value = pool_row(counts->cells, of);
    span = ds_target_interval(&value);
    row.n = (int64_t)value.noemer;
    row.value = value.pct;
    row.low = span.low;
    row.high = span.high;
    row.klasse = find_norm_class(norm, &value, strcmp(counts->better, "lower") == 0);
    row.reason = pooled ? "jaren_samen" : "";
    met->pooled += pooled;
    met->small += strcmp(row.klasse, "te_klein") == 0;
    ds_making_put(m, &row);
    put_bound(m, row, "norm_voldoende", norm->norm);
    put_bound(m, row, "norm_hoog", norm->high);
}

void ds_making_note_norms(ds_making *m, const ds_norms_met *met) {
    if (!m->table->norm) return;
    ds_making_note(m, "norm", NAN, NAN, NAN);
    if (met->without > 0) ds_making_note(m, "norm_geen", (double)met->without, NAN, NAN);
    if (met->pooled > 0)
        ds_making_note(m, "norm_samen", (double)met->pooled, (double)POOLED_YEARS,
                       (double)met->small);
}
