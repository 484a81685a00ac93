/* target/table_national.c: a national number that is to fall: what is needed a year from now on,
 * what came in the last year, and each group's part in it. See making.h. */
#include "target/making.h"

#include <string.h>

#include "base/text.h"
#include "doorstroom/intervals.h"

/* The cells of one group: those with text under a key; key SIZE_MAX: all. */
typedef struct path_group {
    size_t keys[2];
    ds_text texts[2];
} path_group;

static uint64_t sum_group(const ds_cells *cells, const path_group *g, int year) {
    uint64_t sum = 0;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        bool in = cell.schooljaar == year;
        for (size_t k = 0; in && k < 2; k++)
            in = g->keys[k] == SIZE_MAX || ds_text_equal(cell.keys[g->keys[k]], g->texts[k]);
        if (in) sum += cell.measures.teller;
    }
    return sum;
}

static const path_group everybody = {{SIZE_MAX, SIZE_MAX}, {{NULL, 0}, {NULL, 0}}};

/* The last two years that count and are no gap apart; cells are in the order of years. */
static bool find_path_years(const ds_making *m, const ds_cells *cells, int *from, int *now) {
    *from = *now = 0;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const int year = ds_cells_at(cells, i).schooljaar;
        if (m->table->last != 0 && year > m->table->last) break;
        if (year == *now) continue;
        *from = *now;
        *now = year;
    }
    return *from != 0;
}

static void put_path_number(ds_making *m, ds_monitor_row row, const char *measure, double value,
                            const char *reason) {
    row.measure = measure;
    row.value = value;
    row.reason = isfinite(value) ? "" : reason;
    ds_making_put(m, &row);
}

static void put_path(ds_making *m, const ds_path *p) {
    ds_monitor_row row = ds_making_row(m, "", "");
    row.indicator = m->table->counted;
    row.jaar = p->from;
    put_path_number(m, row, "aantal", (double)p->n_from, "");
    row.jaar = p->now;
    put_path_number(m, row, "aantal", (double)p->n_now, "");
    put_path_number(m, row, "verandering", (double)p->got, "");
    put_path_number(m, row, "verandering_per_jaar", p->got_year, "");
    put_path_number(m, row, "nodig_per_jaar", p->needed, p->met ? "gehaald" : "jaar_voorbij");
    row.jaar = m->table->path.jaar;
    row.klasse = m->table->path.below ? "<" : "<=";
    put_path_number(m, row, "grens", (double)m->table->path.grens, "");
    row.klasse = p->met ? "gehaald" : "niet_gehaald";
    row.jaar = p->now;
    put_path_number(m, row, "boven_grens", (double)p->n_now - (double)p->highest, "");
}

/* Where it goes if its changes go on as they were: all years without a gap up to the last. */
static void put_projection(ds_making *m, const ds_cells *cells, const ds_path *p) {
    double series[DS_MONITOR_YEARS_MAX];
    const int ahead = m->table->path.jaar - p->now;
    ds_stat_result result;
    size_t n = 0;
    ds_monitor_row row = ds_making_row(m, "verwacht", "");
    if (ahead < 1) return;
    for (int year = p->now - DS_MONITOR_YEARS_MAX + 1; year <= p->now; year++) {
        const uint64_t sum = sum_group(cells, &everybody, year);
        n = sum == 0 ? 0 : n;
        if (sum > 0) series[n++] = (double)sum;
    }
    ds_projection_estimate(series, n, (unsigned)ahead, &result);
    row.indicator = m->table->counted;
    row.jaar = m->table->path.jaar;
    row.n = (int64_t)result.n;
    row.value = result.estimate;
    row.low = result.low;
    row.high = result.high;
    row.reason = isfinite(result.estimate) ? "" : "te_weinig_jaren";
    ds_making_put(m, &row);
}

static void set_group(ds_making *m, const path_group *g, ds_monitor_row *row) {
    for (size_t k = 0; k < 2; k++) {
        const char *text;
        if (g->keys[k] == SIZE_MAX) continue;
        text = ds_arena_copy(m->texts, g->texts[k]);
        if (text == NULL) return;
        if (strcmp(m->table->keys[g->keys[k]], "niveau") == 0)
            row->niveau = text;
        else if (strcmp(m->table->keys[g->keys[k]], "leerweg") == 0)
            row->leerweg = text;
        else {
            row->trait = m->table->keys[g->keys[k]];
            row->group = text;
        }
    }
}

static void put_group(ds_making *m, const ds_cells *cells, const ds_path *p, const path_group *g) {
    const ds_path_part part =
        ds_target_path_part(p, sum_group(cells, g, p->from), sum_group(cells, g, p->now));
    ds_monitor_row row = ds_making_row(m, "", "");
    row.indicator = m->table->counted;
    row.jaar = p->now;
    row.n = (int64_t)sum_group(cells, g, p->now);
    set_group(m, g, &row);
    put_path_number(m, row, "verandering", (double)part.got, "");
    put_path_number(m, row, "bijdrage", part.share_of_got, "geen_verandering");
    put_path_number(m, row, "nodig_per_jaar", part.needed, p->met ? "gehaald" : "jaar_voorbij");
    put_path_number(m, row, "tekort", part.gap, p->met ? "gehaald" : "jaar_voorbij");
}

/* Whether an earlier cell of the two years has the same text under the key. */
static bool is_first_of(const ds_cells *cells, size_t i, const ds_path *p, size_t key,
                        size_t second) {
    const ds_cell cell = ds_cells_at(cells, i);
    if (cell.schooljaar != p->from && cell.schooljaar != p->now) return false;
    for (size_t j = 0; j < i; j++) {
        const ds_cell other = ds_cells_at(cells, j);
        if (other.schooljaar != p->from && other.schooljaar != p->now) continue;
        if (ds_text_equal(other.keys[key], cell.keys[key]) &&
            (second == SIZE_MAX || ds_text_equal(other.keys[second], cell.keys[second])))
            return false;
    }
    return true;
}

/* Each value of a key; and where there are two keys each pair. */
static void put_groups(ds_making *m, const ds_cells *cells, const ds_path *p, size_t key,
                       size_t second) {
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        path_group g = {{key, second}, {{NULL, 0}, {NULL, 0}}};
        if (!is_first_of(cells, i, p, key, second)) continue;
        g.texts[0] = cell.keys[key];
        if (second != SIZE_MAX) g.texts[1] = cell.keys[second];
        put_group(m, cells, p, &g);
    }
}

ds_status ds_make_national(ds_making *m, ds_error *err) {
    const ds_monitor_counts *counts = &m->in->counts[m->table - m->plan->tables];
    const ds_cells *cells = counts->cells;
    int from, now;
    ds_path p;
    (void)err;
    if (cells == NULL || !find_path_years(m, cells, &from, &now)) {
        ds_making_refuse(m, cells == NULL ? counts->reason : "geen_twee_jaren");
        return DS_OK;
    }
    p = ds_target_path(from, sum_group(cells, &everybody, from), now,
                       sum_group(cells, &everybody, now), &m->table->path);
    put_path(m, &p);
    put_projection(m, cells, &p);
    for (size_t k = 0; k < m->table->n_keys; k++)
        put_groups(m, cells, &p, k, SIZE_MAX);
    if (m->table->n_keys > 1) put_groups(m, cells, &p, 0, 1);
    ds_making_note_text(m, "bereik", m->table->counted);
    ds_making_note(m, "tekort", NAN, NAN, NAN);
    return DS_OK;
}
