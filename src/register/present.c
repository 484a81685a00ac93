/* register/present.c: see present.h. Institutions are few, so their present codes stand in the
 * manifest, beside the words, and the column files stay as they were delivered. */
#include "register/present.h"

#include "base/error.h"
#include "base/memory.h"

const char *const ds_present_names[DS_PRESENT_COLUMNS] = {"instelling", "naam", "type", "grootte"};

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
        status =
            read_list(json_object_get(json, ds_present_names[c]), n, n_words[c], &read.of[c], err);
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
