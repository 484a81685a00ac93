/* work/inside/describe_counts.h: a first description of a table of counts. */
#ifndef DS_WORK_INSIDE_DESCRIBE_COUNTS_H
#define DS_WORK_INSIDE_DESCRIBE_COUNTS_H

#include "doorstroom/table.h"

/* Whether two columns differ in a year alone: numbers side by side, which no delivery of persons
 * has. */
bool ds_describe_has_years(const ds_table_description *description);
/* As YAML, for who will edit it; *out is the caller's (ds_free). It names no values but those of
 * hidden counts. */
ds_status ds_describe_counts(const ds_table_description *description, const char *file, char **out,
                             ds_error *err) DS_NODISCARD;

#endif
