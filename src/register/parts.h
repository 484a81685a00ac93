/* register/parts.h: what the files of this stage see of an open register. */
#ifndef DS_REGISTER_PARTS_H
#define DS_REGISTER_PARTS_H

#include <jansson.h>

#include "doorstroom/register.h"

const json_t *ds_register_manifest(const ds_register *reg);
/* The generation's. */
const char *ds_register_folder(const ds_register *reg);
/* Whether the manifest has a file of that name. */
bool ds_register_has_file(const ds_register *reg, const char *name);
/* A file of the generation, when it is what the manifest says; *out is the caller's. */
ds_status ds_register_read_file(const ds_register *reg, const char *name, char **out,
                                size_t *out_size, ds_error *err) DS_NODISCARD;
/* DS_INPUT: what is damaged, and what to do. */
ds_status ds_register_damage(const ds_register *reg, const char *what, ds_error *err);
/* The same of a file that could not be read: that it may not be, where that is why. */
ds_status ds_register_unread(const ds_register *reg, const char *what, ds_error *err);

#endif
