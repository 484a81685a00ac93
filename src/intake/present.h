/* intake/present.h: present codes of institutions in the manifest, there and back. */
#ifndef DS_INTAKE_PRESENT_H
#define DS_INTAKE_PRESENT_H

#include "intake/store.h"

/* {"instelling": […], "naam": […], "type": […]}, as ds_register_present; {} when nothing merged. */
json_t *ds_present_json(const ds_resolved *resolved);
/* Reads that; n_words[c] are the words of column c, so that no number leads outside. DS_INPUT,
 * without a text, when it does not fit; *out is then empty. The caller's (ds_present_done). */
ds_status ds_present_read(const json_t *json, const size_t n_words[DS_PRESENT_COLUMNS],
                          ds_register_present *out, ds_error *err) DS_NODISCARD;
void ds_present_done(ds_register_present *present);

#endif
