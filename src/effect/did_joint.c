/* effect/did_joint.c: joint cells as a panel of vestigingen and years. See did_joint.h. */
#include "effect/did_joint.h"

#include <math.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "effect/did.h"

enum { JOINT_LOCATION_MAX = 1 << 16 };

typedef struct did_joining {
    const ds_joint *joint;
    const ds_joint_field *field;
    const ds_effect_cells *how;
    ds_did_panel *panel;
    double *values; /* [n_values] of the field; NULL: an event */
    bool *counts;   /* [n_years] */
    ds_text *keys;  /* [n_keys]: of the row at hand */
    ds_buffer location;
} did_joining;

static bool is_joint_unknown(ds_text text) {
    return text.data == NULL || ds_text_is(text, "onbekend");
}

/* NAN: there is none. */
static double read_joint_value(ds_text text, int64_t limit) {
    const bool limited = limit != INT64_MIN;
    double value = 0;
    if (is_joint_unknown(text) || !ds_number_parse_decimal(text, &value))
        return limited ? (double)limit : NAN;
    return limited && value > (double)limit ? (double)limit : value;
}

static ds_status prepare_joining(did_joining *j, ds_error *err) {
    j->counts = ds_calloc(j->joint->n_years + 1, sizeof *j->counts);
    j->keys = ds_calloc(j->joint->n_keys + 1, sizeof *j->keys);
    j->values = ds_calloc(j->field->n_values + 1, sizeof *j->values);
    if (j->counts == NULL || j->keys == NULL || j->values == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < j->field->n_values; i++)
        j->values[i] = read_joint_value(j->field->values[i], j->how->limit);
    for (size_t y = 0; y < j->joint->n_years; y++)
        for (size_t i = 0; i < j->how->n_years; i++)
            j->counts[y] = j->counts[y] || j->joint->years[y] == j->how->years[i];
    return DS_OK;
}

static ds_status join_location(did_joining *j, ds_text *out, ds_error *err) {
    bool known = false;
    ds_status status;
    ds_buffer_clear(&j->location);
    for (size_t i = 0; i < j->how->n_location; i++) {
        const ds_text key = j->keys[j->how->location[i]];
        known = known || !is_joint_unknown(key);
        if (i > 0) ds_buffer_add_char(&j->location, '\x1f');
        ds_buffer_add(&j->location, key.data, key.size);
    }
    status = ds_buffer_finish(&j->location, err);
    if (status == DS_OK)
        *out = known ? (ds_text){j->location.data, j->location.size} : (ds_text){NULL, 0};
    return status;
}

static double find_joint_outcome(const did_joining *j, const uint64_t *row) {
    const ds_joint_state state = ds_joint_state_of(j->field, row);
    if (state == DS_JOINT_UNKNOWN || state == DS_JOINT_ABSENT) return NAN;
    return j->field->bits == 0 ? (state == DS_JOINT_TRUE)
                               : j->values[ds_joint_value_of(j->field, row)];
}

static ds_status add_joint_row(did_joining *j, size_t i, ds_error *err) {
    const ds_joint *joint = j->joint;
    const uint64_t *row = joint->rows + i * joint->stride;
    const double outcome = find_joint_outcome(j, row);
    ds_did_cell cell = {.year = joint->years[ds_joint_year(row)],
                        .n = ds_joint_persons(joint, row)};
    ds_status status;
    bool took;
    if (!j->counts[ds_joint_year(row)]) return DS_OK;
    for (size_t k = 0; k < joint->n_keys; k++)
        j->keys[k] = joint->texts[k][joint->codes[i * joint->n_keys + k]];
    took = ds_text_is(j->keys[j->how->group], "ja");
    if (!took && j->how->leave_out != NULL && j->how->leave_out(j->how->context, j->keys, false))
        return DS_OK;
    status = join_location(j, &cell.vestiging, err);
    if (status == DS_OK && took)
        status = ds_did_panel_take_part(j->panel, cell.vestiging, cell.year, err);
    if (status != DS_OK || isnan(outcome)) return status;
    cell.sum = outcome * (double)cell.n;
    cell.participants = took ? cell.n : 0;
    return ds_did_panel_add(j->panel, &cell, err);
}

static void done_joining(did_joining *j) {
    ds_buffer_done(&j->location);
    ds_free(j->counts);
    ds_free(j->keys);
    ds_free(j->values);
}

ds_status ds_did_panel_from_joint(const ds_joint *joint, size_t field, const ds_effect_cells *how,
                                  ds_did_panel **out, ds_error *err) {
    did_joining j = {.joint = joint, .field = &joint->fields[field], .how = how};
    ds_status status;
    ds_buffer_init(&j.location, JOINT_LOCATION_MAX);
    j.panel = ds_did_panel_new();
    status = j.panel == NULL ? ds_error_memory(err) : prepare_joining(&j, err);
    for (size_t i = 0; status == DS_OK && i < joint->n_rows; i++)
        status = add_joint_row(&j, i, err);
    if (status == DS_OK) status = ds_did_panel_finish(j.panel, err);
    if (status == DS_OK)
        *out = j.panel;
    else
        ds_did_panel_free(j.panel);
    done_joining(&j);
    return status;
}
