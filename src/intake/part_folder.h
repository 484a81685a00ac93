/* intake/part_folder.h: a work folder for some persons of a whole, whoever they are. */
#ifndef DS_INTAKE_PART_FOLDER_H
#define DS_INTAKE_PART_FOLDER_H

#include "doorstroom/base.h"

/* Puts into folder, which is there and empty, what the import of some persons needs: of the part
 * from, which split made, its geheel.json, as of a whole in one part, so that each person is its
 * own; doorstroom.yaml, codes/, vertalingen/, definities/. DS_INPUT when from has no geheel.json.
 */
ds_status ds_part_folder_fill(const char *folder, const char *from, ds_error *err) DS_NODISCARD;
/* DS_INPUT when that would fail for want of geheel.json. */
ds_status ds_part_folder_check(const char *from, ds_error *err) DS_NODISCARD;

#endif
