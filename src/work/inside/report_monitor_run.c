/* work/inside/report_monitor_run.c: what is shown of the counts, as the monitor takes it, and its
 * tables of that. See report_monitor.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/report_monitor.h"

/* ---- shown and hidden cells ---- */

static ds_status keep_shown_cells(ds_gather_monitor *m, ds_cells *cells, ds_error *err) {
    if (cells != NULL &&
        ds_reserve(&m->cells, &m->cells_capacity, m->n_cells + 1, sizeof *m->cells)) {
        m->cells[m->n_cells++] = cells;
        return DS_OK;
    }
    ds_cells_free(cells);
    return ds_error_memory(err);
}

static ds_status new_cells(ds_gather_monitor *m, const char *id, const char *const *keys, size_t n,
                           ds_cells **out, ds_error *err) {
    *out = ds_cells_new(id, false, 1, keys, n);
    return keep_shown_cells(m, *out, err);
}

/* Shown rows of a count into one, all others into the other. */
static ds_status split_count(ds_gather *g, const ds_gather_count *c, ds_cells **out_shown,
                             ds_cells **out_hidden, ds_error *err) {
    ds_status status = new_cells(g->monitor, c->indicator, (const char *const *)c->keys, c->n_keys,
                                 out_shown, err);
    if (status == DS_OK)
        status = new_cells(g->monitor, c->indicator, (const char *const *)c->keys, c->n_keys,
                           out_hidden, err);
    for (size_t i = 0; status == DS_OK && i < ds_gather_n_rows(c); i++) {
        const ds_gather_row row = ds_gather_row_at(g, c, i);
        const bool shown = row.teller_shown && row.noemer_shown;
        const ds_measures counts = {.teller = shown ? row.teller : 0,
                                    .noemer = shown ? row.noemer : 1,
                                    .onbekend = row.unknown < 0 ? 0 : (uint64_t)row.unknown};
        ds_text keys[DS_GATHER_KEYS];
        for (size_t k = 0; k < c->n_keys; k++)
            keys[k] = ds_text_of(row.keys[k]);
        status = ds_cells_add(shown ? *out_shown : *out_hidden, row.jaar, keys, &counts, err);
    }
    if (status != DS_OK) return status;
    ds_cells_finish(*out_shown);
    ds_cells_finish(*out_hidden);
    return DS_OK;
}

/* ---- series ---- */

static bool has_series(const ds_gather_monitor *m, const char *id) {
    for (size_t i = 0; i < m->n_counted; i++)
        if (strcmp(m->counted[i].indicator, id) == 0) return true;
    return false;
}

static size_t list_series_keys(const ds_gather *g, const char *id, const char **keys) {
    char by[64];
    size_t n = 0;
    ds_wanted_series_by(g->plan, id, by);
    keys[n++] = "instelling";
    if (strstr(by, "leerweg") != NULL) keys[n++] = "leerweg";
    if (strstr(by, "niveau") != NULL) keys[n++] = "niveau";
    return n;
}

static ds_status add_shown_series(ds_gather *g, const ds_monitor_indicator *i, ds_error *err) {
    ds_gather_monitor *m = g->monitor;
    ds_monitor_counted *counted = &m->counted[m->n_counted++];
    const char *keys[3];
    const size_t n = list_series_keys(g, i->indicator, keys);
    const ds_gather_count *own = ds_gather_find(g, i->indicator, keys, n, "", ""),
                          *all = ds_gather_find(g, i->indicator, keys + 1, n - 1, "", "");
    ds_cells *shown = NULL, *hidden = NULL, *national = NULL, *national_hidden = NULL;
    ds_status status = DS_OK;
    *counted = (ds_monitor_counted){.indicator = i->indicator};
    counted->reason = all == NULL ? "geen_definitie" : all->reason;
    if (all == NULL || all->reason != NULL) return DS_OK;
    status = split_count(g, all, &national, &national_hidden, err);
    if (status == DS_OK && own != NULL && own->reason == NULL)
        status = split_count(g, own, &shown, &hidden, err);
    if (own == NULL) counted->reason = "te_klein"; /* it is counted, and not to be shown */
    if (own != NULL && own->reason != NULL) counted->reason = own->reason;
    if (shown != NULL && ds_cells_n(shown) == 0) counted->reason = "te_klein";
    counted->cells = shown == NULL ? national : shown;
    counted->hidden = hidden;
    counted->national = national;
    counted->national_hidden = national_hidden;
    return status;
}

static ds_status take_series(ds_gather *g, ds_error *err) {
    size_t n;
    const ds_monitor_indicator *list = ds_monitor_plan_indicators(g->plan, &n);
    ds_status status = DS_OK;
    g->monitor->counted = ds_gather_take(g, n + 1, sizeof *g->monitor->counted);
    if (g->monitor->counted == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        if (!list[i].survey && !has_series(g->monitor, list[i].indicator))
            status = add_shown_series(g, &list[i], err);
    return status;
}

/* ---- sizes ---- */

static ds_status add_size(ds_cells *to, int jaar, const char *code, const char *niveau,
                          const char *type, uint64_t n, ds_error *err) {
    const ds_text keys[] = {ds_text_of(code), ds_text_of(niveau), ds_text_of(type)};
    const ds_measures counts = {.noemer = n};
    return n == 0 ? DS_OK : ds_cells_add(to, jaar, keys, &counts, err);
}

/* Of one institution and year: all, at level 2, and whether a part of it is hidden. */
typedef struct school_size {
    uint64_t all, two;
    bool hidden;
} school_size;

static school_size add_up_school(ds_gather *g, const ds_gather_count *c, const char *code, int jaar,
                                 size_t school, size_t niveau) {
    school_size size = {0};
    for (size_t i = 0; i < ds_gather_n_rows(c); i++) {
        const ds_gather_row row = ds_gather_row_at(g, c, i);
        const uint64_t n = row.noemer + (row.unknown < 0 ? 0 : (uint64_t)row.unknown);
        if (row.jaar != jaar || strcmp(row.keys[school], code) != 0) continue;
        size.hidden = size.hidden || !row.noemer_shown;
        size.all += n;
        if (niveau != SIZE_MAX && strcmp(row.keys[niveau], "2") == 0) size.two += n;
    }
    return size;
}

static size_t find_count_key(const ds_gather_count *c, const char *name) {
    for (size_t k = 0; k < c->n_keys; k++)
        if (strcmp(c->keys[k], name) == 0) return k;
    return SIZE_MAX;
}

/* By instelling, niveau and type, as the monitor asks sizes: level 2 and all others, of the last
 * year before that of the forms; added up of what is shown of the series, and none where a part of
 * it is hidden. */
static ds_status take_sizes(ds_gather *g, ds_cells **out, ds_error *err) {
    static const char *const names[] = {"instelling", "niveau", "type"};
    const char *size = ds_monitor_plan_rules(g->plan).size, *keys[3];
    const size_t n = size == NULL || *size == '\0' ? 0 : list_series_keys(g, size, keys);
    const ds_gather_count *c = n == 0 ? NULL : ds_gather_find(g, size, keys, n, "", "");
    const int jaar = c == NULL || c->reason != NULL || ds_gather_n_rows(c) == 0
                         ? 0
                         : ds_gather_row_at(g, c, ds_gather_n_rows(c) - 1).jaar;
    ds_status status = DS_OK;
    *out = NULL;
    if (jaar == 0) return DS_OK;
    status = new_cells(g->monitor, size, names, 3, out, err);
    for (size_t i = 0; status == DS_OK && i < g->n_schools; i++) {
        const ds_gather_school *s = &g->schools[i];
        const school_size found = add_up_school(g, c, s->code, jaar, find_count_key(c, names[0]),
                                                find_count_key(c, names[1]));
        if (found.hidden) continue;
        status = add_size(*out, jaar, s->code, "2", s->type, found.two, err);
        if (status == DS_OK)
            status = add_size(*out, jaar, s->code, "", s->type, found.all - found.two, err);
    }
    if (status == DS_OK) ds_cells_finish(*out);
    return status;
}

/* ---- tables of counts that the monitor makes itself ---- */

static ds_status copy_shape(ds_gather_monitor *m, const ds_cells *of, ds_cells **out,
                            ds_error *err) {
    const char *names[DS_GATHER_KEYS] = {NULL};
    for (size_t k = 0; k < ds_cells_n_keys(of); k++)
        names[k] = ds_cells_key_name(of, k);
    return new_cells(m, ds_cells_indicator(of), names, ds_cells_n_keys(of), out, err);
}

static uint64_t add_up_year(const ds_cells *cells, int jaar, uint64_t *noemer) {
    uint64_t teller = 0;
    *noemer = 0;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        if (cell.schooljaar != jaar) continue;
        teller += cell.measures.teller;
        *noemer += cell.measures.noemer;
    }
    return teller;
}

/* What is hidden of a year, together: all that is shown of the whole, less the groups shown. */
static ds_status add_rest(const ds_cells *shown, const ds_gather_row *whole, ds_cells *to,
                          ds_error *err) {
    ds_text keys[DS_GATHER_KEYS];
    uint64_t noemer = 0;
    const uint64_t teller = add_up_year(shown, whole->jaar, &noemer);
    const ds_measures rest = {.teller = whole->teller - teller, .noemer = whole->noemer - noemer};
    for (size_t k = 0; k < ds_cells_n_keys(to); k++)
        keys[k] = ds_text_of("overig");
    return ds_cells_add(to, whole->jaar, keys, &rest, err);
}

static bool is_year_of_cells(const ds_cells *cells, int jaar) {
    for (size_t i = 0; i < ds_cells_n(cells); i++)
        if (ds_cells_at(cells, i).schooljaar == jaar) return true;
    return false;
}

static bool is_hidden_once(const ds_cells *hidden, const ds_cell *cell) {
    for (size_t i = 0; i < ds_cells_n(hidden); i++) {
        const ds_cell other = ds_cells_at(hidden, i);
        bool same = true;
        for (size_t k = 0; same && k < ds_cells_n_keys(hidden); k++)
            same = ds_text_equal(other.keys[k], cell->keys[k]);
        if (same) return true;
    }
    return false;
}

/* Only groups of which no year is hidden: without a year a group would seem to have had nobody. */
static ds_status take_steady(ds_gather *g, const ds_cells *shown, const ds_cells *hidden,
                             ds_cells **out, ds_error *err) {
    ds_status status = copy_shape(g->monitor, shown, out, err);
    for (size_t c = 0; status == DS_OK && c < ds_cells_n(shown); c++) {
        const ds_cell cell = ds_cells_at(shown, c);
        if (!is_hidden_once(hidden, &cell))
            status = ds_cells_add(*out, cell.schooljaar, cell.keys, &cell.measures, err);
    }
    if (status == DS_OK) ds_cells_finish(*out);
    return status;
}

/* Of the national path no person may be missing: what is hidden in a year is one group, overig, in
 * all of them; of a year of which the whole is not shown there is nothing, and no path where that
 * is the last. */
static ds_status take_whole_years(ds_gather *g, const ds_monitor_table *t, const ds_cells *shown,
                                  const ds_cells *hidden, ds_monitor_counts *out, ds_error *err) {
    const ds_gather_count *all = ds_gather_find(g, t->counted, NULL, 0, "", "");
    ds_cells *whole = NULL, *steady = NULL;
    int last = 0;
    ds_status status = copy_shape(g->monitor, shown, &whole, err);
    if (status == DS_OK) status = take_steady(g, shown, hidden, &steady, err);
    out->reason = "niet_getoond";
    for (size_t i = 0; all != NULL && status == DS_OK && i < ds_gather_n_rows(all); i++) {
        const ds_gather_row row = ds_gather_row_at(g, all, i);
        const bool known = row.teller_shown && row.noemer_shown;
        if (row.jaar > last) last = row.jaar;
        if (!known && is_year_of_cells(hidden, row.jaar)) continue;
        for (size_t c = 0; status == DS_OK && c < ds_cells_n(steady); c++) {
            const ds_cell cell = ds_cells_at(steady, c);
            if (cell.schooljaar == row.jaar)
                status = ds_cells_add(whole, cell.schooljaar, cell.keys, &cell.measures, err);
        }
        if (status == DS_OK && known && ds_cells_n(hidden) > 0)
            status = add_rest(steady, &row, whole, err);
    }
    if (status != DS_OK) return status;
    ds_cells_finish(whole);
    if (last == 0 || !is_year_of_cells(whole, last)) return DS_OK;
    out->cells = whole;
    out->reason = NULL;
    return DS_OK;
}

static size_t find_cell_key(const ds_cells *cells, const char *name) {
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        if (strcmp(ds_cells_key_name(cells, k), name) == 0) return k;
    return SIZE_MAX;
}

/* *cells with its keys in the order of t: the monitor reads them by place. What has other keys
 * stays as it is. */
static ds_status order_as_table(ds_gather_monitor *m, const ds_monitor_table *t, ds_cells **cells,
                                ds_error *err) {
    const char *names[DS_GATHER_KEYS] = {NULL};
    size_t places[DS_GATHER_KEYS];
    ds_cells *ordered = NULL;
    ds_status status;
    if (*cells == NULL || t->n_keys > DS_GATHER_KEYS || ds_cells_n_keys(*cells) != t->n_keys)
        return DS_OK;
    for (size_t k = 0; k < t->n_keys; k++) {
        names[k] = t->keys[k];
        places[k] = find_cell_key(*cells, t->keys[k]);
        if (places[k] == SIZE_MAX) return DS_OK;
    }
    status = new_cells(m, ds_cells_indicator(*cells), names, t->n_keys, &ordered, err);
    for (size_t c = 0; status == DS_OK && c < ds_cells_n(*cells); c++) {
        const ds_cell cell = ds_cells_at(*cells, c);
        ds_text keys[DS_GATHER_KEYS];
        for (size_t k = 0; k < t->n_keys; k++)
            keys[k] = cell.keys[places[k]];
        status = ds_cells_add(ordered, cell.schooljaar, keys, &cell.measures, err);
    }
    if (status != DS_OK) return status;
    ds_cells_finish(ordered);
    *cells = ordered;
    return DS_OK;
}

static ds_status take_table_counts(ds_gather *g, const ds_monitor_table *t, ds_error *err) {
    size_t n;
    const ds_monitor_table *all = ds_monitor_plan_tables(g->plan, &n);
    ds_monitor_counts *counts;
    ds_cells *shown = NULL, *hidden = NULL;
    const ds_gather_count *c;
    ds_status status;
    if (t < all || t >= all + n || t->counted == NULL || *t->counted == '\0') return DS_OK;
    counts = &g->monitor->counts[t - all];
    c = ds_gather_find(g, t->counted, t->keys, t->n_keys, "", t->groups);
    counts->reason = c == NULL ? "geen_definitie" : c->reason;
    if (c == NULL || c->reason != NULL) return DS_OK;
    status = split_count(g, c, &shown, &hidden, err);
    if (status == DS_OK) status = order_as_table(g->monitor, t, &shown, err);
    if (status == DS_OK) status = order_as_table(g->monitor, t, &hidden, err);
    if (status != DS_OK) return status;
    counts->norm = c->of->norm;
    counts->better = c->of->better;
    if (t->kind == DS_MONITOR_NATIONAL) return take_whole_years(g, t, shown, hidden, counts, err);
    counts->cells = shown;
    return DS_OK;
}

static ds_status take_shown_counts(ds_gather *g, ds_error *err) {
    size_t n;
    ds_status status = DS_OK;
    (void)ds_monitor_plan_tables(g->plan, &n);
    g->monitor->counts = ds_gather_take(g, n + 1, sizeof *g->monitor->counts);
    if (g->monitor->counts == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        g->monitor->counts[i].reason = "geen_cellen";
    for (size_t i = 0; status == DS_OK && i < g->monitor->n_tables; i++)
        status = take_table_counts(g, g->monitor->tables[i], err);
    return status;
}

/* ---- the tables ---- */

static const ds_kind_table *present_form(const ds_gather_monitor *m, size_t i) {
    return ds_kind_table_is_present(m->forms[i]) ? m->forms[i] : NULL;
}

ds_status ds_gather_run_monitor(ds_gather *g, ds_error *err) {
    ds_gather_monitor *m = g->monitor;
    ds_cells *sizes = NULL;
    ds_monitor_sources sources;
    ds_status status = take_series(g, err);
    if (status == DS_OK) status = take_sizes(g, &sizes, err);
    if (status == DS_OK) status = take_shown_counts(g, err);
    if (status == DS_OK)
        status = ds_monitor_surveys_ask(g->plan, m->tables, m->n_tables, &g->definitions, g->reg,
                                        m->counts, &m->surveys, err);
    if (status != DS_OK) return status;
    ds_gather_guard_estimates(g, &m->surveys);
    sources = (ds_monitor_sources){.agenda = present_form(m, 0),
                                   .streefwaarde = present_form(m, 1),
                                   .besteding = present_form(m, 2),
                                   .werkagenda = present_form(m, 3),
                                   .maatregel = present_form(m, 4),
                                   .voortgang = present_form(m, 5),
                                   .oordeel = present_form(m, 6),
                                   .antwoord = present_form(m, 7),
                                   .counted = m->counted,
                                   .n_counted = m->n_counted,
                                   .estimates = m->surveys.estimates,
                                   .n_estimates = m->surveys.n_estimates,
                                   .sizes = sizes,
                                   .counts = m->counts,
                                   .jaar = g->jaar,
                                   .version = g->options->version_of_targets,
                                   .seed = g->options->seed};
    status = ds_monitor_data_new(g->plan, &sources, &m->data, err);
    return status == DS_OK ? ds_monitor_make(g->plan, ds_monitor_data_input(m->data), m->tables,
                                             m->n_tables, &m->result, err)
                           : status;
}
