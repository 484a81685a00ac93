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

/* DS_USAGE for options that no server can have. */
ds_status ds_web_options_check(const ds_serve_options *options, ds_error *err) DS_NODISCARD;
/* What the work folder says counts where the caller said nothing; then all of it has to be safe. */
ds_status ds_web_options_settle(ds_serve_options *options, ds_arena *arena,
                                ds_error *err) DS_NODISCARD;

#endif
