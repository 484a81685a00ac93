/* work/inside/gather.c: what only the whole knows, of pieces of it. See doorstroom/inside.h. */
#include "doorstroom/inside.h"

static ds_import_options options_of(const ds_work *work) {
    return (ds_import_options){.version = DS_IMPORT_OPTIONS_VERSION,
                               .work_folder = work->folder,
                               .program_folder = work->program_folder,
                               .n_workers = work->n_threads,
                               .progress = work->progress,
                               .progress_context = work->progress_context};
}

ds_status ds_work_piece_gather(const ds_work *work, const ds_pieces_options *asked, ds_error *err) {
    const ds_import_options options = options_of(work);
    return ds_piece_gather(&options, asked, err);
}

ds_status ds_work_pieces_join(const ds_work *work, const ds_pieces_options *asked,
                              const char *const *pieces, size_t n, bool *out_again, ds_error *err) {
    const ds_import_options options = options_of(work);
    return ds_pieces_join(&options, asked, pieces, n, out_again, err);
}
