/* effect/from_cells.c: the one place where cells become a sample. A cell of an event is two groups,
 * those for whom it holds and those for whom it does not; a cell of a value is one. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/effect.h"

enum { LOCATION_MAX = 1 << 16 }; /* bytes of a location's keys together */

typedef struct making {
    const ds_cells *cells;
    const ds_effect_cells *how;
    ds_effect_sample *sample;
    ds_effect_value values[DS_EFFECT_COLUMNS_MAX];
    ds_buffer location;
    char year[16];
    ds_effect_cells_note note;
} making;

static bool is_unknown(ds_text text) {
    return text.data == NULL || ds_text_is(text, "onbekend");
}

static ds_status check_cells(const ds_cells *cells, const ds_effect_cells *how, ds_error *err) {
    const size_t n_keys = ds_cells_n_keys(cells);
    bool good = how->n_columns <= DS_EFFECT_COLUMNS_MAX && how->group < n_keys &&
                (!how->has_value || how->value < n_keys) && !ds_cells_numeric(cells);
    for (size_t i = 0; good && i < how->n_columns; i++)
        good = how->keys[i] == DS_EFFECT_SCHOOLJAAR ||
               (how->keys[i] >= 0 && (size_t)how->keys[i] < n_keys);
    for (size_t i = 0; good && i < how->n_location; i++)
        good = how->location[i] < n_keys;
    return good ? DS_OK
                : ds_error_set(err, DS_USAGE, "deze cellen hebben andere kenmerken",
                               "these cells have other keys");
}

static bool has_year(const ds_effect_cells *how, int year) {
    for (size_t i = 0; i < how->n_years; i++)
        if (how->years[i] == year) return true;
    return false;
}

/* A column's value in this cell. */
static ds_status read_value(making *m, const ds_cell *cell, size_t i, ds_error *err) {
    const int key = m->how->keys[i];
    const ds_text text = key == DS_EFFECT_SCHOOLJAAR ? ds_text_of(m->year) : cell->keys[key];
    ds_effect_value *out = &m->values[i];
    *out = (ds_effect_value){{NULL, 0}, NAN};
    if (is_unknown(text)) return DS_OK;
    if (m->how->columns[i].role != DS_EFFECT_NUMBER) {
        out->text = text;
        return DS_OK;
    }
    if (ds_number_parse_decimal(text, &out->number)) return DS_OK;
    return ds_error_set(err, DS_INPUT, "'%s' is geen getal, en moet als getal gelden",
                        "'%s' is no number, and is to be taken as one", m->how->columns[i].name);
}

/* All keys of the location, with a byte between them that no code has. */
static ds_status read_location(making *m, const ds_cell *cell, ds_text *out, ds_error *err) {
    bool known = false;
    ds_status status;
    ds_buffer_clear(&m->location);
    for (size_t i = 0; i < m->how->n_location; i++) {
        const ds_text key = cell->keys[m->how->location[i]];
        known = known || !is_unknown(key);
        if (i > 0) ds_buffer_add_char(&m->location, '\x1f');
        ds_buffer_add(&m->location, key.data, key.size);
    }
    status = ds_buffer_finish(&m->location, err);
    if (status == DS_OK)
        *out = known ? (ds_text){m->location.data, m->location.size} : (ds_text){NULL, 0};
    return status;
}

static ds_status add(making *m, ds_effect_group group, double outcome, uint64_t n, ds_error *err) {
    group.values = m->values;
    group.outcome = outcome;
    group.n = n;
    return n == 0 ? DS_OK : ds_effect_sample_add(m->sample, &group, err);
}

/* The value in the key, at most the limit; false when there is none. */
static bool outcome_value(const ds_effect_cells *how, ds_text text, double *out) {
    const bool limited = how->limit != INT64_MIN;
    double value = 0;
    if (is_unknown(text) || !ds_number_parse_decimal(text, &value)) {
        *out = limited ? (double)how->limit : NAN;
        return limited;
    }
    *out = limited && value > (double)how->limit ? (double)how->limit : value;
    return true;
}

static ds_status add_cell_outcomes(making *m, const ds_cell *cell, ds_effect_group group,
                                   ds_error *err) {
    const ds_measures *n = &cell->measures;
    double value;
    ds_status status;
    m->note.unknown += n->onbekend;
    if (m->how->has_value) {
        if (outcome_value(m->how, cell->keys[m->how->value], &value))
            return add(m, group, value, n->noemer, err);
        m->note.unknown += n->noemer;
        return DS_OK;
    }
    status = add(m, group, 1, n->teller, err);
    return status == DS_OK ? add(m, group, 0, n->noemer - n->teller, err) : status;
}

static ds_status add_cell(making *m, const ds_cell *cell, ds_error *err) {
    const uint64_t persons = cell->measures.noemer + cell->measures.onbekend;
    const bool treated = ds_text_is(cell->keys[m->how->group], "ja");
    ds_effect_group group = {.treated = treated};
    ds_status status = DS_OK;
    if (!has_year(m->how, cell->schooljaar)) return DS_OK;
    if (!treated && !ds_text_is(cell->keys[m->how->group], "nee")) {
        if (ds_text_is(cell->keys[m->how->group], "later"))
            m->note.later += persons;
        else
            m->note.other += persons;
        return DS_OK;
    }
    if (m->how->leave_out != NULL && m->how->leave_out(m->how->context, cell->keys, treated)) {
        m->note.left_out += persons;
        return DS_OK;
    }
    (void)snprintf(m->year, sizeof m->year, "%d", cell->schooljaar);
    for (size_t i = 0; status == DS_OK && i < m->how->n_columns; i++)
        status = read_value(m, cell, i, err);
    if (status == DS_OK) status = read_location(m, cell, &group.location, err);
    return status == DS_OK ? add_cell_outcomes(m, cell, group, err) : status;
}

ds_status ds_effect_sample_from_cells(const ds_cells *cells, const ds_effect_cells *how,
                                      ds_effect_sample **out, ds_effect_cells_note *out_note,
                                      ds_error *err) {
    making m = {.cells = cells, .how = how};
    ds_status status = check_cells(cells, how, err);
    if (status != DS_OK) return status;
    m.sample = ds_effect_sample_new(how->columns, how->n_columns);
    if (m.sample == NULL) return ds_error_memory(err);
    ds_buffer_init(&m.location, LOCATION_MAX);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        status = add_cell(&m, &cell, err);
    }
    if (status == DS_OK) status = ds_effect_sample_finish(m.sample, err);
    ds_buffer_done(&m.location);
    if (status == DS_OK) {
        *out = m.sample;
        if (out_note != NULL) *out_note = m.note;
    } else {
        ds_effect_sample_free(m.sample);
    }
    return status;
}
