/* cli/columns.h: finding a column of a table by its name. */
#ifndef DS_CLI_COLUMNS_H
#define DS_CLI_COLUMNS_H

#include "doorstroom/base.h"

/* The place of the column wanted among names[n], letters folded; one without a name is called
 * kolom_<its place, from 1>. DS_INPUT with the nearest name that may be shown when there is none,
 * and when it stands twice. */
ds_status cli_column_find(const char *path, const char *wanted, const ds_text *names, size_t n,
                          size_t *out, ds_error *err) DS_NODISCARD;

#endif
