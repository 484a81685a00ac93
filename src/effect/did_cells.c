/* effect/did_cells.c: the cells of an evaluation as a panel of vestigingen and years: everybody in
 * them counts, whoever they were compared with otherwise. See doorstroom/did.h. */
#include "base/buffer.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "effect/did.h"

enum { DID_LOCATION_MAX = 1 << 16 }; /* bytes of a location's keys together */

static bool has_did_keys(const ds_cells *cells, const ds_did_cells *how) {
    const size_t n_keys = ds_cells_n_keys(cells);
    bool good =
        how->group < n_keys && (!how->has_value || how->value < n_keys) && !ds_cells_numeric(cells);
    for (size_t i = 0; good && i < how->n_location; i++)
        good = how->location[i] < n_keys;
    return good;
}

static bool is_did_unknown(ds_text text) {
    return text.data == NULL || ds_text_is(text, "onbekend");
}

static bool counts_did_year(const ds_did_cells *how, int year) {
    for (size_t i = 0; i < how->n_years; i++)
        if (how->years[i] == year) return true;
    return false;
}

static ds_status join_did_location(const ds_did_cells *how, const ds_cell *cell, ds_buffer *to,
                                   ds_text *out, ds_error *err) {
    bool known = false;
    ds_status status;
    ds_buffer_clear(to);
    for (size_t i = 0; i < how->n_location; i++) {
        const ds_text key = cell->keys[how->location[i]];
        known = known || !is_did_unknown(key);
        if (i > 0) ds_buffer_add_char(to, '\x1f');
        ds_buffer_add(to, key.data, key.size);
    }
    status = ds_buffer_finish(to, err);
    if (status == DS_OK) *out = known ? (ds_text){to->data, to->size} : (ds_text){NULL, 0};
    return status;
}

/* The sum of the outcomes of a cell; false for one without an outcome. */
static bool sum_did_outcomes(const ds_did_cells *how, const ds_cell *cell, double *out) {
    const double n = (double)cell->measures.noemer, limit = (double)how->limit;
    const bool limited = how->limit != INT64_MIN;
    double value = 0;
    if (!how->has_value) {
        *out = (double)cell->measures.teller;
        return true;
    }
    if (is_did_unknown(cell->keys[how->value]) ||
        !ds_number_parse_decimal(cell->keys[how->value], &value)) {
        *out = n * limit;
        return limited;
    }
    *out = n * (limited && value > limit ? limit : value);
    return true;
}

static ds_status add_did_cell(const ds_did_cells *how, const ds_cell *cell, ds_buffer *location,
                              ds_did_panel *to, ds_error *err) {
    const bool took = ds_text_is(cell->keys[how->group], "ja");
    ds_did_cell one = {.year = cell->schooljaar, .n = cell->measures.noemer};
    ds_status status;
    if (!counts_did_year(how, cell->schooljaar)) return DS_OK;
    if (!took && how->leave_out != NULL && how->leave_out(how->context, cell->keys, false))
        return DS_OK;
    status = join_did_location(how, cell, location, &one.vestiging, err);
    if (status == DS_OK && took && one.n + cell->measures.onbekend > 0)
        status = ds_did_panel_take_part(to, one.vestiging, one.year, err);
    if (status != DS_OK || one.n == 0 || !sum_did_outcomes(how, cell, &one.sum)) return status;
    one.participants = took ? one.n : 0;
    return ds_did_panel_add(to, &one, err);
}

ds_status ds_did_panel_from_cells(const ds_cells *cells, const ds_did_cells *how,
                                  ds_did_panel **out, ds_error *err) {
    ds_did_panel *panel;
    ds_buffer location;
    ds_status status = DS_OK;
    if (!has_did_keys(cells, how))
        return ds_error_set(err, DS_USAGE, "deze cellen hebben andere kenmerken",
                            "these cells have other keys");
    panel = ds_did_panel_new();
    if (panel == NULL) return ds_error_memory(err);
    ds_buffer_init(&location, DID_LOCATION_MAX);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        status = add_did_cell(how, &cell, &location, panel, err);
    }
    if (status == DS_OK) status = ds_did_panel_finish(panel, err);
    ds_buffer_done(&location);
    if (status == DS_OK)
        *out = panel;
    else
        ds_did_panel_free(panel);
    return status;
}
