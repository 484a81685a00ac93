/* work/inside/package.h: which folder of definitions a work folder counts with besides its own. */
#ifndef DS_WORK_INSIDE_PACKAGE_H
#define DS_WORK_INSIDE_PACKAGE_H

#include "base/file.h"
#include "doorstroom/examples.h"

#define DS_PACKAGE_FILE "pakket.yaml"

/* Whether a file of that name in a folder of definitions is one: it counts, named in bestanden or
 * not. */
bool ds_package_is_definition(const char *name);
/* What definities: in doorstroom.yaml names, held against what it asks of its version; else
 * definitions/ of the program, or nothing ("") without a program. */
ds_status ds_package_folder(const ds_work *work, char out[DS_PATH_SIZE],
                            ds_error *err) DS_NODISCARD;

#endif
