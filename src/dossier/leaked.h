/* dossier/leaked.h: a list of passwords that leaked, on this machine (leaked.c). Threads: any
 * number may ask at once. */
#ifndef DS_DOSSIER_LEAKED_H
#define DS_DOSSIER_LEAKED_H

#include "doorstroom/base.h"

typedef struct ds_leaked ds_leaked;

/* Looks at some lines; DS_INPUT: it is no such list. */
ds_status ds_leaked_open(const char *path, ds_leaked **out, ds_error *err) DS_NODISCARD;
void ds_leaked_close(ds_leaked *list);
/* Cost: log n reads of the file. DS_INPUT: a line of it is none. */
ds_status ds_leaked_has(const ds_leaked *list, const char *password, bool *out,
                        ds_error *err) DS_NODISCARD;

#endif
