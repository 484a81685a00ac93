/* target/table_counted.c: counts of an indicator by keys and year, with what changed since the year
 * before (table 4.1 and its kin). See making.h. */
#include "target/making.h"

#include <string.h>

#include "base/text.h"

static bool is_year_in(const ds_monitor_table *t, int year) {
    return (t->first == 0 || year >= t->first) && (t->last == 0 || year <= t->last);
}

/* Keys niveau and leerweg have columns of their own; one more is kenmerk and groep. */
static void set_keys(ds_making *m, const ds_cell *cell, ds_monitor_row *row) {
    for (size_t k = 0; k < m->table->n_keys; k++) {
        const char *text = ds_arena_copy(m->texts, cell->keys[k]);
        if (text == NULL) return;
        if (strcmp(m->table->keys[k], "niveau") == 0)
            row->niveau = text;
        else if (strcmp(m->table->keys[k], "leerweg") == 0)
            row->leerweg = text;
        else {
            row->trait = m->table->keys[k];
            row->group = text;
        }
    }
}

/* The cell of the year before with the same keys; cells are in order. */
static bool find_before(const ds_cells *cells, size_t i, size_t n_keys, ds_cell *out) {
    const ds_cell cell = ds_cells_at(cells, i);
    for (size_t j = i; j-- > 0;) {
        bool same = true;
        *out = ds_cells_at(cells, j);
        if (out->schooljaar < cell.schooljaar - 1) return false;
        if (out->schooljaar != cell.schooljaar - 1) continue;
        for (size_t k = 0; same && k < n_keys; k++)
            same = ds_text_equal(cell.keys[k], out->keys[k]);
        if (same) return true;
    }
    return false;
}

static void put_differences(ds_making *m, ds_monitor_row row, const ds_cell *cell,
                            const ds_cell *before) {
    const ds_measured now = ds_measured_count(cell->measures.teller, cell->measures.noemer);
    const ds_measured then = ds_measured_count(before->measures.teller, before->measures.noemer);
    bool fixed = false;
    ds_span span;
    row.measure = "verschil";
    row.value = (double)cell->measures.teller - (double)before->measures.teller;
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

static void put_cell(ds_making *m, const ds_cells *cells, size_t i) {
    const ds_cell cell = ds_cells_at(cells, i);
    const ds_measured value = ds_measured_count(cell.measures.teller, cell.measures.noemer);
    const ds_span span = ds_target_interval(&value);
    ds_monitor_row row = ds_making_row(m, "aantal", "");
    ds_cell before;
    if (!is_year_in(m->table, cell.schooljaar)) return;
    row.indicator = m->table->counted;
    row.jaar = cell.schooljaar;
    row.n = (int64_t)cell.measures.noemer;
    row.missing = (int64_t)cell.measures.onbekend;
    row.value = (double)cell.measures.teller;
    set_keys(m, &cell, &row);
    ds_making_put(m, &row);
    row.measure = "percentage";
    row.value = value.pct;
    row.low = span.low;
    row.high = span.high;
    row.missing = -1;
    row.reason = isfinite(value.pct) ? "" : "niemand";
    ds_making_put(m, &row);
    if (find_before(cells, i, m->table->n_keys, &before) && is_year_in(m->table, before.schooljaar))
        put_differences(m, row, &cell, &before);
}

/* ---- of a survey ---- */

static void set_answer_keys(const ds_making *m, const ds_monitor_answer *a, ds_monitor_row *row) {
    for (size_t k = 0; k < m->table->n_keys; k++) {
        if (strcmp(m->table->keys[k], "niveau") == 0)
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
    (void)err;
    if (counts->answers != NULL) {
        make_answered(m, counts);
        return DS_OK;
    }
    if (counts->cells == NULL) {
        ds_making_refuse(m, counts->reason);
        return DS_OK;
    }
    for (size_t i = 0; i < ds_cells_n(counts->cells); i++)
        put_cell(m, counts->cells, i);
    ds_making_note(m, "kansmodel", NAN, NAN, NAN);
    if (*m->table->groups != '\0') ds_making_note_text(m, "groepen", m->table->groups);
    return DS_OK;
}
