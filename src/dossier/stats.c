/* dossier/stats.c: how the store does, for who watches it. See doorstroom/dossier.h. */
#include "dossier/store.h"

enum { SILENCE_MS = 3600000, AGE_MS = 12 * SILENCE_MS };

ds_status ds_dossiers_stats_read(ds_dossiers *store, ds_dossiers_stats *out, ds_error *err) {
    const int64_t now = ds_dossiers_now(store);
    ds_writer_counts counts;
    int64_t n = 0;
    ds_lite *db;
    ds_status status = ds_reading_begin(store, &db, err);
    if (status != DS_OK) return status;
    status = ds_lite_number(
        db, "SELECT count(*) FROM sessies WHERE gezien>? AND begonnen>?",
        DS_BOUND(ds_bind_number(now - SILENCE_MS), ds_bind_number(now - AGE_MS)), &n, err);
    status = ds_reading_end(store, db, status, err);
    if (status != DS_OK) return status;
    ds_writer_count(store->writer, &counts);
    *out = (ds_dossiers_stats){counts.n_commits, counts.n_changes, counts.n_refused,
                               counts.commit_ns, (uint64_t)n};
    return DS_OK;
}

/* The page with the file's header is written as it was: nothing that anybody reads is changed. */
static ds_status do_write_header(ds_writing *w, void *context, ds_error *err) {
    (void)context;
    return ds_lite_script(w->db, "PRAGMA application_id=0x64734473;", err);
}

ds_status ds_dossiers_try(ds_dossiers *store, ds_error *err) {
    return ds_write(store, do_write_header, NULL, err);
}
