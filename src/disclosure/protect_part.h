/* disclosure/protect_part.h: of protect.c, for protect_parts.c. */
#ifndef DS_DISCLOSURE_PROTECT_PART_H
#define DS_DISCLOSURE_PROTECT_PART_H

#include "disclosure/protect.h"

/* As ds_protect, of a system in which everything hangs together, on one thread. */
ds_status ds_protect_part(const ds_system *system, const ds_protect_options *options,
                          bool *out_hidden, ds_protect_work *out_work, uint32_t *out_stuck,
                          ds_error *err) DS_NODISCARD;

#endif
