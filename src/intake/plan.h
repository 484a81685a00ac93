/* intake/plan.h: which deliveries there are, what each is, and in which order they count. */
#ifndef DS_INTAKE_PLAN_H
#define DS_INTAKE_PLAN_H

#include "intake/layout/layout.h"
#include "intake/name.h"
#include "intake/worker.h"

/* doorstroom.yaml names a file, with its kind (or none): notes the order of wishes. */
ds_status ds_plan_wish(ds_intake *intake, ds_text name, ds_text kind, ds_error *err) DS_NODISCARD;
/* What a file name says: a layout, and for DUO's the institution, school year and version. */
void ds_plan_recognise(const char *name, ds_delivery *out);
/* The path of codes/<name>: the work folder's own, else the one beside the program. path has room
 * for DS_PATH_SIZE bytes. */
ds_status ds_plan_code_file(const ds_intake *intake, const char *name, char *path,
                            ds_error *err) DS_NODISCARD;

#endif
