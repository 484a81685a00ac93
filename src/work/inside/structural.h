/* work/inside/structural.h: codes/structureel.csv: what cannot be, as everybody knows. */
#ifndef DS_WORK_INSIDE_STRUCTURAL_H
#define DS_WORK_INSIDE_STRUCTURAL_H

#include "base/arena.h"
#include "doorstroom/inside.h"

/* The work folder's own, else the program's, into out->structural, in arena. None at all is none.
 * DS_INPUT with file, line and column for what is no such list. */
ds_status ds_structural_read(const ds_work *work, ds_arena *arena, ds_disclosure_options *out,
                             ds_error *err) DS_NODISCARD;

#endif
