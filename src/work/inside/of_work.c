/* work/inside/of_work.c: see of_work.h. */
#include "work/inside/of_work.h"

#include "base/leftover.h"

ds_status ds_of_work_open(const ds_work *work, ds_register **out, ds_error *err) {
    ds_error what = {.status = DS_OK};
    ds_register *reg = NULL;
    bool stale = false;
    ds_status status = ds_register_open(work->folder, &reg, err);
    ds_leftover_clear_in(work->folder, "leveringen");
    if (status == DS_OK && work->noted != NULL)
        status = ds_register_stale(reg, work->folder, work->program_folder, &stale, &what, err);
    if (status == DS_OK && stale) work->noted(work->progress_context, &what);
    if (status == DS_OK) ds_register_lend(reg, work->book);
    if (status == DS_OK)
        *out = reg;
    else
        ds_register_close(reg);
    return status;
}
