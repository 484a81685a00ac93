/* intake/present.c: see present.h. Institutions are few, so their present codes stand in the
 * manifest, beside the words, and the column files stay as they were delivered. */
#include "intake/present.h"

#include "base/error.h"
#include "base/memory.h"

static const char *const names[DS_PRESENT_COLUMNS] = {"instelling", "naam", "type"};

/* What column c holds for the institution with this number. */
static uint32_t value_of(const ds_resolved *r, uint32_t code, ds_present_column c) {
    uint32_t row = r->institution_of[code];
    if (c == DS_PRESENT_INSTELLING) return code;
    if (row == 0) return 0;
    return c == DS_PRESENT_NAAM ? r->institutions[row - 1].naam : r->institutions[row - 1].type;
}

json_t *ds_present_json(const ds_resolved *resolved) {
    json_t *json = json_object();
    for (int c = 0; resolved->n_merged > 0 && c < DS_PRESENT_COLUMNS; c++) {
        json_t *list = json_array();
        (void)json_array_append_new(list, json_integer(0)); /* missing stays missing */
        for (uint32_t code = 1; code <= resolved->n_words[DS_WORD_INSTELLING]; code++)
            (void)json_array_append_new(
                list,
                json_integer(value_of(resolved, resolved->present_of[code], (ds_present_column)c)));
        (void)json_object_set_new(json, names[c], list);
    }
    return json;
}

static ds_status read_list(const json_t *list, size_t n, size_t most, uint32_t **out,
                           ds_error *err) {
    if (json_array_size(list) != n) return DS_INPUT;
    *out = ds_calloc(n, sizeof **out);
    if (*out == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const json_t *value = json_array_get(list, i);
        json_int_t number = json_integer_value(value);
        if (!json_is_integer(value) || number < 0 || (size_t)number > most ||
            (i == 0 && number != 0))
            return DS_INPUT;
        (*out)[i] = (uint32_t)number;
    }
    return DS_OK;
}

ds_status ds_present_read(const json_t *json, const size_t n_words[DS_PRESENT_COLUMNS],
                          ds_register_present *out, ds_error *err) {
    size_t n = n_words[DS_PRESENT_INSTELLING] + 1;
    ds_register_present read = {.n = n};
    ds_status status = json_is_object(json) ? DS_OK : DS_INPUT;
    if (status != DS_OK || json_object_size(json) == 0) return status;
    if (n == 1) return DS_OK; /* no enrolment names an institution: there is no such column */
    for (size_t c = 0; status == DS_OK && c < DS_PRESENT_COLUMNS; c++)
        status = read_list(json_object_get(json, names[c]), n, n_words[c], &read.of[c], err);
    for (size_t i = 1; status == DS_OK && i < n; i++)
        if (read.of[DS_PRESENT_INSTELLING][i] == 0) status = DS_INPUT;
    if (status == DS_OK)
        *out = read;
    else
        ds_present_done(&read);
    return status;
}

void ds_present_done(ds_register_present *present) {
    for (size_t c = 0; c < DS_PRESENT_COLUMNS; c++)
        ds_free(present->of[c]);
    *present = (ds_register_present){0};
}
