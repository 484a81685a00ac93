/* target/table_extremes.c: the lowest and the highest group of a counted table, over one of its
 * keys. Groups of fewer than the plan's minimum are left out and counted. See table_norm.h. */
#include <string.h>

#include "base/text.h"
#include "target/table_norm.h"

typedef struct extreme_groups {
    const ds_comparison_row *lowest, *highest;
    int64_t left_out;
    uint64_t minimum;
} extreme_groups;

static double find_pct(const ds_comparison_row *row) {
    return ds_measured_count(row->measures.teller, row->measures.noemer).pct;
}

/* Of the same year and total, with the same other keys. */
static bool is_beside(const ds_comparison_row *a, const ds_comparison_row *b, size_t key,
                      size_t n_keys) {
    if (a->schooljaar != b->schooljaar || a->total != b->total) return false;
    for (size_t k = 0; k < n_keys; k++)
        if (k != key && !ds_text_equal(a->keys[k], b->keys[k])) return false;
    return true;
}

static void take_group(extreme_groups *found, const ds_comparison_row *row) {
    if (row->measures.noemer == 0 || row->measures.noemer < found->minimum) {
        found->left_out++;
        return;
    }
    if (found->lowest == NULL || find_pct(row) < find_pct(found->lowest)) found->lowest = row;
    if (found->highest == NULL || find_pct(row) > find_pct(found->highest)) found->highest = row;
}

static void put_extreme(ds_making *m, const ds_comparison_row *of, const char *measure,
                        int64_t left_out) {
    const ds_measured value = ds_measured_count(of->measures.teller, of->measures.noemer);
    const ds_span span = ds_target_interval(&value);
    ds_monitor_row row = ds_making_row(m, measure, "");
    row.indicator = m->table->counted;
    row.jaar = of->schooljaar;
    row.n = (int64_t)of->measures.noemer;
    row.value = value.pct;
    row.low = span.low;
    row.high = span.high;
    row.missing = left_out;
    ds_making_set_keys(m, of->keys, &row);
    ds_making_put(m, &row);
}

static size_t find_extremes_key(const ds_monitor_table *table) {
    size_t k = 0;
    while (k < table->n_keys && strcmp(table->keys[k], table->extremes) != 0)
        k++;
    return k;
}

void ds_making_put_extremes(ds_making *m, const ds_comparison_row *rows, size_t n) {
    const size_t n_keys = m->table->n_keys, key = find_extremes_key(m->table);
    if (*m->table->extremes == '\0' || key == n_keys) return;
    for (size_t i = 0; i < n; i++) {
        extreme_groups found = {.minimum = m->plan->rules.minimum};
        bool first = rows[i].total == 0 || !ds_text_is(rows[i].keys[key], DS_TOTAL);
        for (size_t j = 0; first && j < i; j++)
            first = !is_beside(&rows[i], &rows[j], key, n_keys);
        for (size_t j = i; first && j < n; j++)
            if (is_beside(&rows[i], &rows[j], key, n_keys)) take_group(&found, &rows[j]);
        if (!first || found.lowest == NULL) continue;
        put_extreme(m, found.lowest, "laagste", found.left_out);
        put_extreme(m, found.highest, "hoogste", found.left_out);
    }
    ds_making_note(m, "uitersten", (double)m->plan->rules.minimum, NAN, NAN);
}
