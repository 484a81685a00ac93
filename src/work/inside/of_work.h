/* work/inside/of_work.h: a work folder's register, as a question opens it. */
#ifndef DS_WORK_INSIDE_OF_WORK_H
#define DS_WORK_INSIDE_OF_WORK_H

#include "doorstroom/inside.h"

/* As ds_register_open; whoever asked is told when the register is out of date. */
ds_status ds_of_work_open(const ds_work *work, ds_register **out, ds_error *err) DS_NODISCARD;

#endif
