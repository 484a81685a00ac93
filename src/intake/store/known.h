/* intake/store/known.h: deliveries that are, by the signs of the file system, those that the
 * current register was made of: they need not be read to know that nothing changed. */
#ifndef DS_INTAKE_STORE_KNOWN_H
#define DS_INTAKE_STORE_KNOWN_H

#include <jansson.h>
#include <sys/stat.h>

#include "intake/worker.h"

/* What stands in the manifest beside the size and the moment of change of a delivery. A file that
 * was changed so shortly before that another change might carry the same moment has none. */
void ds_known_note(const ds_delivery *delivery, json_t *to);
/* Looks at the file, before it is read. */
void ds_known_look(ds_delivery *delivery);
/* Whether the file is as the manifest has it: the same size, moment of change, moment of change of
 * what stands about it (which no program sets), device and inode. */
bool ds_known_is_same(const json_t *noted, const struct stat *file);
/* Takes size and checksum of deliveries that are so, which then are known and not inspected. None
 * when there is no register, or it is damaged. DS_FAULT when memory is short. */
ds_status ds_known_take(ds_intake *intake, ds_error *err) DS_NODISCARD;

#endif
