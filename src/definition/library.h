/* definition/library.h: terms and columns of other definition files, that a file may use without
 * copying them. A file is loaded when a name is first looked for that its own file does not have,
 * and a name of it is checked when it is first used. */
#ifndef DS_DEFINITION_LIBRARY_H
#define DS_DEFINITION_LIBRARY_H

#include "definition/check.h"

/* Nothing is read yet. places must live longer. NULL when memory is short. */
ds_library *ds_library_new(const ds_library_places *places) DS_NODISCARD;
void ds_library_free(ds_library *library);
/* Looks for name in the user's files (if own), then in the program's, and checks it with the nodes
 * of checker. *out_found is false, and no error given, when none has it; a file that cannot be read
 * has no names. DS_INPUT when two files of one kind give it another meaning. */
ds_status ds_library_lookup(ds_library *library, const ds_checker *checker, ds_text name,
                            ds_checked *out, bool *out_found) DS_NODISCARD;
/* Adds the names of all files to names (at most n_max), for suggestions; how many there are now. */
size_t ds_library_names(const ds_library *library, const char **names, size_t n, size_t n_max);

#endif
