/* table/names.h: the column names of any format: trimmed, none twice, not all empty. */
#ifndef DS_TABLE_NAMES_H
#define DS_TABLE_NAMES_H

#include "doorstroom/base.h"

enum { DS_NAMES_SHOWN = 64 };

/* Through the gate (gate.h), as every value. */
ds_text ds_names_trim(ds_text name);
/* A name as a message may quote it: cut to fit, control characters as ?. Returns out. */
char *ds_names_show(ds_text name, char out[DS_NAMES_SHOWN]);
/* True when the names that are there differ, letters folded, and there are any; with all none may
 * be empty, else a column without a name is for the reader to hold empty. Otherwise *out_bad is the
 * index of the first that is wrong and *out_earlier that of its equal (itself when it is empty). */
bool ds_names_check(const ds_text *names, size_t n_names, bool all, size_t *out_bad,
                    size_t *out_earlier);
/* Refuses names[bad] as ds_names_check found it, at line and column (0 when there are none). */
ds_status ds_names_refuse(const char *path, const ds_text *names, size_t bad, size_t earlier,
                          uint64_t line, uint64_t column, ds_error *err) DS_NODISCARD;

#endif
