/* register/stale.h: whether what a register was made of is still as it was. */
#ifndef DS_REGISTER_STALE_H
#define DS_REGISTER_STALE_H

#include <jansson.h>

#include "doorstroom/base.h"

/* In the manifest, under this name:
 *
 *   {"leveringen": {NAME: {"bytes": n, "gewijzigd": nanoseconds, "controlegetal": sum}},
 *    "andere": [{"werkmap": path, "programma": path, "controlegetal": sum}]}
 *
 * A delivery that was not read has its name alone. Of another file the one in the work folder
 * counts, else the one beside the program (or ""); the sum of nothing: it was not there. */
#define DS_STALE_KEY "gemaakt_van"

/* A file's name as the manifest has it: of one that is no UTF-8 other bytes as \xNN. */
const char *ds_stale_name(const char *name, char *out, size_t size);
/* When a file was changed last, as the manifest has it; 0 when it is not there. */
int64_t ds_stale_moment(const char *path);
/* Whether a delivery was changed, added or removed since, or another file changed; *out_what then
 * says the first of these, in one line. A delivery whose size and moment of change are as they were
 * is not read. program_folder may be NULL: what stands only there is not looked at. Errors:
 * DS_FAULT. */
ds_status ds_stale_find(const json_t *made_of, const char *work_folder, const char *program_folder,
                        bool *out_stale, ds_error *out_what, ds_error *err) DS_NODISCARD;

#endif
