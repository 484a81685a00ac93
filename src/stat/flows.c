/* stat/flows.c: from a state to that of a year later: see doorstroom/comparison.h. Moves and
 * arrivals become cells of one shape (the other keys, from, to; of the school year before), so that
 * what stands beside each other is in order, and their totals are margins of these. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/comparison.h"

struct ds_flows {
    ds_cells *cells, *of_from, *of_to; /* keys, from, to */
    size_t n_keys;
    ds_flow *rows;
    size_t n;
};

/* Whether a school year is asked, and both of its ends were counted. */
static bool has_both_ends(const ds_cells *moves, const ds_cells *arrivals, int year,
                          const int *years, size_t n_years) {
    bool asked = n_years == 0, begins = false, ends = false;
    for (size_t i = 0; i < n_years; i++)
        asked = asked || years[i] == year;
    for (size_t i = 0; asked && !begins && i < ds_cells_n(moves); i++)
        begins = ds_cells_at(moves, i).schooljaar == year;
    for (size_t i = 0; begins && !ends && i < ds_cells_n(arrivals); i++)
        ends = ds_cells_at(arrivals, i).schooljaar == year + 1;
    return asked && begins && ends;
}

static ds_status make_flow_cells(ds_flows *f, const ds_cells *moves, ds_error *err) {
    const char *names[DS_COMPARISON_KEYS_MAX + 2];
    for (size_t k = 0; k < f->n_keys; k++)
        names[k] = ds_cells_key_name(moves, k + 2);
    names[f->n_keys] = "van";
    names[f->n_keys + 1] = "naar";
    f->cells = ds_cells_new("stromen", false, 1, names, f->n_keys + 2);
    return f->cells == NULL ? ds_error_memory(err) : DS_OK;
}

/* The cells of a school year: from their states, n_states of them, to those of the other keys. */
static ds_status add_year_cells(ds_flows *f, const ds_cells *from, size_t n_states, int of_year,
                                int year, ds_error *err) {
    ds_text keys[DS_COMPARISON_KEYS_MAX + 2];
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(from); i++) {
        const ds_cell cell = ds_cells_at(from, i);
        const ds_measures persons = {.noemer = cell.measures.noemer + cell.measures.onbekend};
        if (cell.schooljaar != of_year || persons.noemer == 0) continue;
        for (size_t k = 0; k < f->n_keys; k++)
            keys[k] = cell.keys[n_states + k];
        keys[f->n_keys] = n_states == 2 ? cell.keys[0] : ds_text_of(DS_FLOWS_OUTSIDE);
        keys[f->n_keys + 1] = cell.keys[n_states - 1];
        status = ds_cells_add(f->cells, year, keys, &persons, err);
    }
    return status;
}

static ds_status gather_flows(ds_flows *f, const ds_cells *moves, const ds_cells *arrivals,
                              const int *years, size_t n_years, ds_error *err) {
    ds_status status = make_flow_cells(f, moves, err);
    int last = 0;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(moves); i++) {
        const int year = ds_cells_at(moves, i).schooljaar;
        if (i > 0 && year == last) continue;
        last = year;
        if (!has_both_ends(moves, arrivals, year, years, n_years)) continue;
        status = add_year_cells(f, moves, 2, year, year, err);
        if (status == DS_OK) status = add_year_cells(f, arrivals, 1, year + 1, year, err);
    }
    if (status == DS_OK) ds_cells_finish(f->cells);
    return status;
}

/* ---- rows ---- */

static ds_status add_totals(ds_flows *f, ds_error *err) {
    bool kept[DS_COMPARISON_KEYS_MAX + 2];
    ds_status status;
    for (size_t k = 0; k < f->n_keys + 2; k++)
        kept[k] = k <= f->n_keys;
    status = ds_cells_margin(f->cells, kept, &f->of_from, err);
    kept[f->n_keys] = false;
    kept[f->n_keys + 1] = true;
    return status == DS_OK ? ds_cells_margin(f->cells, kept, &f->of_to, err) : status;
}

/* of: the total in which the key at hidden was added up over. */
static double percentage_of(const ds_flows *f, const ds_cells *of, const ds_cell *cell,
                            size_t hidden) {
    ds_text keys[DS_COMPARISON_KEYS_MAX + 2];
    ds_cell total;
    for (size_t k = 0; k < f->n_keys + 2; k++)
        keys[k] = k == hidden ? ds_text_of(DS_TOTAL) : cell->keys[k];
    if (!ds_cells_find(of, cell->schooljaar, keys, &total)) return NAN;
    return 100.0 * (double)cell->measures.noemer / (double)total.measures.noemer;
}

static ds_status fill_rows(ds_flows *f, ds_error *err) {
    f->n = ds_cells_n(f->cells);
    f->rows = ds_calloc(f->n + 1, sizeof *f->rows);
    if (f->rows == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < f->n; i++) {
        const ds_cell cell = ds_cells_at(f->cells, i);
        f->rows[i] = (ds_flow){.schooljaar = cell.schooljaar,
                               .keys = cell.keys,
                               .from = cell.keys[f->n_keys],
                               .to = cell.keys[f->n_keys + 1],
                               .n = cell.measures.noemer,
                               .of_from_pct = percentage_of(f, f->of_from, &cell, f->n_keys + 1),
                               .of_to_pct = percentage_of(f, f->of_to, &cell, f->n_keys)};
    }
    return DS_OK;
}

/* ---- life ---- */

static ds_status check_shapes(const ds_cells *moves, const ds_cells *arrivals, ds_error *err) {
    const size_t n = ds_cells_n_keys(moves);
    bool fits = n >= 2 && n <= DS_COMPARISON_KEYS_MAX && ds_cells_n_keys(arrivals) == n - 1;
    for (size_t k = 2; fits && k < n; k++)
        fits = strcmp(ds_cells_key_name(moves, k), ds_cells_key_name(arrivals, k - 1)) == 0;
    if (fits) return DS_OK;
    return ds_error_set(err, DS_USAGE, "stromen: de cellen hebben andere kenmerken",
                        "flows: the cells have other keys");
}

ds_status ds_flows_new(const ds_cells *moves, const ds_cells *arrivals, const int *years,
                       size_t n_years, ds_flows **out, ds_error *err) {
    ds_flows *f;
    ds_status status = check_shapes(moves, arrivals, err);
    if (status != DS_OK) return status;
    f = ds_calloc(1, sizeof *f);
    if (f == NULL) return ds_error_memory(err);
    f->n_keys = ds_cells_n_keys(moves) - 2;
    status = gather_flows(f, moves, arrivals, years, n_years, err);
    if (status == DS_OK) status = add_totals(f, err);
    if (status == DS_OK) status = fill_rows(f, err);
    if (status == DS_OK)
        *out = f;
    else
        ds_flows_free(f);
    return status;
}

void ds_flows_free(ds_flows *flows) {
    if (flows == NULL) return;
    ds_cells_free(flows->cells);
    ds_cells_free(flows->of_from);
    ds_cells_free(flows->of_to);
    ds_free(flows->rows);
    ds_free(flows);
}

const ds_flow *ds_flows_rows(const ds_flows *flows, size_t *out_n) {
    *out_n = flows->n;
    return flows->rows;
}

size_t ds_flows_n_keys(const ds_flows *flows) {
    return flows->n_keys;
}

const char *ds_flows_key_name(const ds_flows *flows, size_t i) {
    return ds_cells_key_name(flows->cells, i);
}
