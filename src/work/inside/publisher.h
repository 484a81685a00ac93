/* work/inside/publisher.h: who publishes, and what a release is made of. */
#ifndef DS_WORK_INSIDE_PUBLISHER_H
#define DS_WORK_INSIDE_PUBLISHER_H

#include "base/arena.h"
#include "doorstroom/run.h"

/* uitgever of doorstroom.yaml; the texts are arena's. Nothing of it when it is not there. */
ds_status ds_publisher_read(const ds_work *work, ds_arena *arena, ds_publisher *out,
                            ds_error *err) DS_NODISCARD;
/* The register, definitions, code lists, recipes and program that a release now would be made of;
 * texts and list are arena's. */
ds_status ds_made_of_list(const ds_work *work, ds_arena *arena, const ds_made_of **out,
                          size_t *out_n, ds_error *err) DS_NODISCARD;

#endif
