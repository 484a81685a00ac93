/* work/inside/run.c: a work folder's release, gathered and published; and what of a work folder is
 * out of date, done again. See doorstroom/run.h. */
#include "doorstroom/run.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "work/inside/publisher.h"

/* ---- a release ---- */

/* Who publishes, what it is made of, and whom to tell how far it is. */
static ds_status fill_options(const ds_work *work, ds_arena *arena, ds_publish_options *o,
                              ds_error *err) {
    ds_status status = ds_publisher_read(work, arena, &o->publisher, err);
    if (status == DS_OK) status = ds_made_of_list(work, arena, &o->made_of, &o->n_made_of, err);
    o->n_workers = work->n_threads;
    o->progress = work->progress;
    o->progress_context = work->progress_context;
    o->program_folder = work->program_folder;
    return status;
}

ds_status ds_work_publish(const ds_work *work, const ds_work_publish_options *options,
                          ds_work_published *out, ds_error *err) {
    ds_publish_options o = options->publish;
    ds_work_published made = {.with_publisher = false};
    ds_arena arena = {0};
    ds_status status = ds_error_version(err, "ds_work_publish_options", options->version,
                                        DS_WORK_PUBLISH_OPTIONS_VERSION);
    if (status == DS_OK) status = fill_options(work, &arena, &o, err);
    if (status == DS_OK) status = ds_work_report(work, &options->report, &made.reported, err);
    o.partial = o.partial || options->report.recipes != NULL;
    if (status == DS_OK)
        status = ds_publish(made.reported.release, made.reported.recipes, made.reported.n_recipes,
                            &o, made.reported.folder, &made.published, err);
    if (status == DS_OK) {
        made.about = ds_release_about_of(made.reported.release);
        made.with_publisher = o.publisher.name != NULL && o.publisher.licence != NULL;
        *out = made;
    } else {
        ds_work_published_done(&made);
    }
    ds_arena_done(&arena);
    return status;
}

void ds_work_published_done(ds_work_published *published) {
    ds_published_done(&published->published);
    ds_work_reported_done(&published->reported);
    *published = (ds_work_published){.with_publisher = false};
}

/* ---- what is out of date ---- */

/* *out_why: status DS_OK when the register is as its deliveries are. */
static ds_status look_at_register(const ds_work *work, ds_error *out_why, ds_error *err) {
    ds_register *reg = NULL;
    ds_error why = {.status = DS_OK};
    bool stale = false;
    ds_status status = ds_register_open(work->folder, &reg, &why);
    if (status == DS_FAULT) {
        *err = why;
        return status;
    }
    if (status != DS_OK) { /* none, or one that cannot be read */
        *out_why = why;
        return DS_OK;
    }
    why = (ds_error){.status = DS_OK};
    status = ds_register_stale(reg, work->folder, work->program_folder, &stale, &why, err);
    ds_register_close(reg);
    if (status == DS_OK && stale) {
        why.status = DS_INPUT;
        *out_why = why;
    }
    return status;
}

static ds_status import_when_stale(const ds_work *work, ds_work_ran *ran, ds_error *err) {
    const ds_work_import_options o = DS_WORK_IMPORT_OPTIONS_INIT;
    ds_status status = look_at_register(work, &ran->why_import, err);
    if (status != DS_OK || ran->why_import.status == DS_OK) return status;
    status = ds_work_import(work, &o, &ran->import, err);
    ran->imported = status == DS_OK;
    return status;
}

static ds_status look_at_release(const ds_work *work, const char *folder, ds_publish_state *out,
                                 ds_error *err) {
    ds_arena arena = {0};
    const ds_made_of *made_of = NULL;
    size_t n = 0;
    ds_status status = ds_made_of_list(work, &arena, &made_of, &n, err);
    if (status == DS_OK) status = ds_publish_look(folder, made_of, n, out, err);
    ds_arena_done(&arena);
    return status;
}

static ds_status publish_when_stale(const ds_work *work, const ds_work_publish_options *options,
                                    ds_work_ran *ran, ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_publish_state state = {.stale = false};
    ds_status status = ds_file_join(folder, work->folder, "publicatie", err);
    if (status == DS_OK) status = look_at_release(work, folder, &state, err);
    if (status == DS_OK && state.stale) {
        ran->why_publish = state.what;
        status = ds_work_publish(work, options, &ran->release, err);
        ran->published = status == DS_OK;
        if (status == DS_OK)
            (void)snprintf(state.name, sizeof state.name, "%s", ran->release.published.name);
    }
    memcpy(ran->current, state.name, sizeof ran->current);
    return status;
}

ds_status ds_work_run(const ds_work *work, const ds_work_publish_options *options, ds_work_ran *out,
                      ds_error *err) {
    ds_work_ran ran = {.imported = false};
    ds_status status = ds_error_version(err, "ds_work_publish_options", options->version,
                                        DS_WORK_PUBLISH_OPTIONS_VERSION);
    if (status == DS_OK) status = import_when_stale(work, &ran, err);
    if (status == DS_OK) status = publish_when_stale(work, options, &ran, err);
    if (status == DS_OK)
        *out = ran;
    else
        ds_work_ran_done(&ran);
    return status;
}

void ds_work_ran_done(ds_work_ran *ran) {
    if (ran->import.report != NULL || ran->imported) ds_imported_done(&ran->import);
    if (ran->published) ds_work_published_done(&ran->release);
    *ran = (ds_work_ran){.imported = false};
}
