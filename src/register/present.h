/* register/present.h: present codes of institutions in the manifest. */
#ifndef DS_REGISTER_PRESENT_H
#define DS_REGISTER_PRESENT_H

#include <jansson.h>

#include "doorstroom/register.h"

/* In the manifest: {"instelling": […], "naam": […], "type": […], "grootte": […]}, as
 * ds_register_present, by these names; {} when nothing merged. */
extern const char *const ds_present_names[DS_PRESENT_COLUMNS];
/* Reads that; n_words[c] are the words of column c, so that no number leads outside. DS_INPUT,
 * without a text, when it does not fit; *out is then empty. The caller's (ds_present_done). */
ds_status ds_present_read(const json_t *json, const size_t n_words[DS_PRESENT_COLUMNS],
                          ds_register_present *out, ds_error *err) DS_NODISCARD;
void ds_present_done(ds_register_present *present);

#endif
