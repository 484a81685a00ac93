/* work/inside/of_work.c: see of_work.h. */
#include "work/inside/of_work.h"

ds_status ds_of_work_open(const ds_work *work, ds_register **out, ds_error *err) {
    ds_error what = {.status = DS_OK};
    ds_status status = ds_register_open(work->folder, out, err);
    if (status == DS_OK && work->noted != NULL &&
        ds_register_stale(*out, work->folder, work->program_folder, &what))
        work->noted(work->progress_context, &what);
    return status;
}
