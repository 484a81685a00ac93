/* stat/key_list.h: keys of cells by name, as a user writes them: "leerweg;niveau,leerweg". */
#ifndef DS_STAT_KEY_LIST_H
#define DS_STAT_KEY_LIST_H

#include "doorstroom/cell.h"

/* Up to separator, where that stands in no parentheses and no quotes; *at moves behind it, and is
 * NULL after the last piece. Trimmed. */
ds_text ds_key_list_next(const char **at, char separator);
/* Marks the keys that list names ("" names none) in out[n_keys]. DS_USAGE for one that the cells do
 * not have or that stands twice; option stands in the error. */
ds_status ds_key_list_mark(const ds_cells *cells, const char *option, ds_text list, bool *out,
                           ds_error *err) DS_NODISCARD;

#endif
