/* target/table_counted.c: counts of an indicator by keys and year, with totals, norms, and what
 * changed since the year before (table 4.1 and its kin). See making.h. */
#include "target/making.h"

#include <string.h>

#include "base/text.h"
#include "doorstroom/comparison.h"
#include "target/table_norm.h"

static bool is_year_in(const ds_monitor_table *t, int year) {
    return (t->first == 0 || year >= t->first) && (t->last == 0 || year <= t->last);
}

/* niveau, or levels taken together: a column that says so by its name. */
static bool is_level(const char *key) {
    return strncmp(key, "niveau", strlen("niveau")) == 0;
}

/* Keys niveau and leerweg have columns of their own; one more is kenmerk and groep. */
void ds_making_set_keys(ds_making *m, const ds_text *keys, ds_monitor_row *row) {
    for (size_t k = 0; k < m->table->n_keys; k++) {
        const char *text = ds_arena_copy(m->texts, keys[k]);
        if (text == NULL) return;
        if (is_level(m->table->keys[k]))
            row->niveau = text;
        else if (strcmp(m->table->keys[k], "leerweg") == 0)
            row->leerweg = text;
        else {
            row->trait = m->table->keys[k];
            row->group = text;
        }
    }
}

static void put_differences(ds_making *m, ds_monitor_row row, const ds_comparison_row *of) {
    const ds_measured now = ds_measured_count(of->measures.teller, of->measures.noemer);
    const ds_measured then = ds_measured_count(of->before.teller, of->before.noemer);
    bool fixed = false;
    ds_span span;
    row.measure = "verschil";
    row.value = (double)of->measures.teller - (double)of->before.teller;
    row.low = row.high = NAN;
    row.reason = "";
    ds_making_put(m, &row);
    span = ds_target_difference(&now, &then, &fixed);
    row.measure = "verschil_pp";
    row.value = now.pct - then.pct;
    row.low = span.low;
    row.high = span.high;
    row.reason = isfinite(row.value) ? "" : "niemand";
    ds_making_put(m, &row);
}

static void put_counted(ds_making *m, const ds_comparison_row *of, ds_norms_met *norms) {
    const ds_measured value = ds_measured_count(of->measures.teller, of->measures.noemer);
    const ds_span span = ds_target_interval(&value);
    ds_monitor_row row = ds_making_row(m, "aantal", "");
    row.indicator = m->table->counted;
    row.jaar = of->schooljaar;
    row.n = (int64_t)of->measures.noemer;
    row.missing = (int64_t)of->measures.onbekend;
    row.value = (double)of->measures.teller;
    ds_making_set_keys(m, of->keys, &row);
    ds_making_put(m, &row);
    row.measure = "percentage";
    row.value = value.pct;
    row.low = span.low;
    row.high = span.high;
    row.missing = -1;
    row.reason = isfinite(value.pct) ? "" : "niemand";
    ds_making_put(m, &row);
    if (of->compared == DS_COMPARED && is_year_in(m->table, of->against))
        put_differences(m, row, of);
    if (m->table->norm) ds_making_put_norm(m, row, of, norms);
}

/* The cells of the table's years with its totals, each beside the year before. */
static ds_status make_compared(ds_making *m, const ds_cells *cells, ds_error *err) {
    ds_comparison_options asked = DS_COMPARISON_OPTIONS_INIT;
    ds_comparison *comparison = NULL;
    ds_norms_met norms = {0};
    size_t n = 0;
    ds_status status;
    const ds_comparison_row *rows;
    asked.against = DS_AGAINST_PREVIOUS;
    asked.totals = m->table->totals;
    status = ds_comparison_new(cells, &asked, &comparison, err);
    if (status != DS_OK) return status;
    rows = ds_comparison_rows(comparison, &n);
    while (n > 0 && !is_year_in(m->table, rows[n - 1].schooljaar))
        n--;
    while (n > 0 && !is_year_in(m->table, rows->schooljaar)) {
        rows++;
        n--;
    }
    for (size_t i = 0; i < n; i++)
        put_counted(m, &rows[i], &norms);
    ds_making_put_extremes(m, rows, n);
    ds_comparison_free(comparison);
    ds_making_note_norms(m, &norms);
    return DS_OK;
}

/* ---- of a survey ---- */

static void set_answer_keys(const ds_making *m, const ds_monitor_answer *a, ds_monitor_row *row) {
    for (size_t k = 0; k < m->table->n_keys; k++) {
        if (is_level(m->table->keys[k]))
            row->niveau = a->keys[k];
        else if (strcmp(m->table->keys[k], "leerweg") == 0)
            row->leerweg = a->keys[k];
        else {
            row->trait = m->table->keys[k];
            row->group = a->keys[k];
        }
    }
}

static void put_answer(ds_making *m, const ds_monitor_answer *a) {
    ds_monitor_row row = ds_making_row(m, a->difference ? "verschil_pp" : "percentage", "");
    if (!is_year_in(m->table, a->year)) return;
    row.indicator = m->table->counted;
    row.jaar = a->year;
    row.klasse = a->same ? "zelfde_instellingen" : "";
    row.n = (int64_t)a->n;
    row.missing = (int64_t)a->missing;
    row.value = a->pct;
    row.se = a->se;
    row.low = a->low;
    row.high = a->high;
    row.reason = a->reason;
    set_answer_keys(m, a, &row);
    ds_making_put(m, &row);
    row.se = row.low = row.high = NAN;
    row.missing = -1;
    row.measure = "p";
    row.value = a->p;
    if (a->difference && isfinite(a->p)) ds_making_put(m, &row);
    row.measure = "p_holm";
    row.value = a->p_adjusted;
    if (a->difference && isfinite(a->p_adjusted)) ds_making_put(m, &row);
}

static void make_answered(ds_making *m, const ds_monitor_counts *counts) {
    for (size_t i = 0; i < counts->n_answers; i++)
        put_answer(m, &counts->answers[i]);
    ds_making_note(m, "enquete", NAN, NAN, NAN);
}

ds_status ds_make_counted(ds_making *m, ds_error *err) {
    const ds_monitor_counts *counts = &m->in->counts[m->table - m->plan->tables];
    ds_status status;
    if (counts->answers != NULL) {
        make_answered(m, counts);
        return DS_OK;
    }
    if (counts->cells == NULL) {
        ds_making_refuse(m, counts->reason);
        return DS_OK;
    }
    status = make_compared(m, counts->cells, err);
    if (status != DS_OK) return status;
    ds_making_note(m, "kansmodel", NAN, NAN, NAN);
    if (*m->table->groups != '\0') ds_making_note_text(m, "groepen", m->table->groups);
    return DS_OK;
}
