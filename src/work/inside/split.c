/* work/inside/split.c: a work folder's deliveries cut into parts. See doorstroom/inside.h. */
#include "doorstroom/inside.h"

ds_status ds_work_split(const ds_work *work, unsigned n_parts, ds_error *err) {
    const ds_import_options options = {.version = DS_IMPORT_OPTIONS_VERSION,
                                       .work_folder = work->folder,
                                       .program_folder = work->program_folder,
                                       .n_workers = work->n_threads,
                                       .progress = work->progress,
                                       .progress_context = work->progress_context};
    return ds_split(&options, n_parts, err);
}
