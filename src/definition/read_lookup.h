/* definition/read_lookup.h: a derived column from a code list. See read_lookup.c. */
#ifndef DS_DEFINITION_READ_LOOKUP_H
#define DS_DEFINITION_READ_LOOKUP_H

#include "definition/read.h"

/* Reads {codes: file, gives: column, else: text} and its kin, and adds a rule to the last unit of
 * the reader for what the file says. */
ds_status ds_read_lookup(ds_reader *reader, yaml_node_t *node) DS_NODISCARD;
/* Adds a rule to the last unit: source must live as long as the reader. */
ds_status ds_read_add_rule(ds_reader *reader, const ds_scalar *source, ds_text is) DS_NODISCARD;

#endif
