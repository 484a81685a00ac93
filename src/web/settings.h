/* web/settings.h: what a work folder says of its web part: web in doorstroom.yaml (docs/serve.md).
 */
#ifndef DS_WEB_SETTINGS_H
#define DS_WEB_SETTINGS_H

#include "base/arena.h"
#include "doorstroom/serve.h"

/* Fills in options what the caller left NULL and the file says; the texts are the arena's. DS_INPUT
 * with file, line and column for what is wrong in it. A file that is not there says nothing. */
ds_status ds_web_settings_read(const char *folder, ds_arena *arena, ds_serve_options *options,
                               ds_error *err) DS_NODISCARD;

#endif
