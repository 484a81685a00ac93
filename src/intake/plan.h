/* intake/plan.h: which deliveries there are, what each is, and in which order they count. */
#ifndef DS_INTAKE_PLAN_H
#define DS_INTAKE_PLAN_H

#include "intake/intake.h"

/* The layout of a canonical kind by its name, letters folded; NULL when there is none. */
const ds_layout *ds_plan_layout(ds_text kind);
/* doorstroom.yaml names a file, with its kind (or none): notes the order of wishes. */
ds_status ds_plan_wish(ds_intake *intake, ds_text name, ds_text kind, ds_error *err) DS_NODISCARD;
void ds_delivery_done(ds_delivery *delivery);

#endif
