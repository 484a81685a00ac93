/* definition/info.h: what follows from a node and its arguments: years, shifts, bounds. */
#ifndef DS_DEFINITION_INFO_H
#define DS_DEFINITION_INFO_H

#include "definition/node.h"

/* Fills all of info but its hash. DS_INPUT, without a place, when shifts add up past DS_SHIFT_MAX
 * or a number may become too large. */
ds_status ds_info_fill(const ds_definitions *definitions, const ds_node *node, const uint32_t *args,
                       size_t n_args, ds_node_info *info, ds_error *err) DS_NODISCARD;

#endif
