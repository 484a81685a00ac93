/* work/inside/forget.c: destroying what was made of deliveries. See doorstroom/inside.h. */
#include "base/error.h"
#include "base/file.h"
#include "base/leftover.h"
#include "doorstroom/inside.h"
#include "register/generation.h"
#include "register/seal_key.h"
#include "work/inside/history.h"

static ds_status find_folder(const ds_work *work, const char *name, bool *out, ds_error *err) {
    char path[DS_PATH_SIZE];
    const ds_status status = ds_file_join(path, work->folder, name, err);
    if (status == DS_OK) *out = ds_file_exists(path);
    return status;
}

ds_status ds_work_forgettable(const ds_work *work, ds_forgettable *out, ds_error *err) {
    ds_forgettable found = {false, false, false};
    ds_status status = find_folder(work, "register", &found.with_register, err);
    if (status == DS_OK) status = find_folder(work, "afgekeurd", &found.refused, err);
    if (status == DS_OK) status = find_folder(work, "geschiedenis", &found.history, err);
    if (status == DS_OK) *out = found;
    return status;
}

/* Import removes afgekeurd/ whole, too: what stands there is its own. */
static ds_status forget_refused(const ds_work *work, ds_error *err) {
    char path[DS_PATH_SIZE];
    const ds_status status = ds_file_join(path, work->folder, "afgekeurd", err);
    return status == DS_OK ? ds_file_remove(path, err) : status;
}

ds_status ds_work_forget(const ds_work *work, ds_forgettable *out, ds_error *err) {
    ds_generation generation = DS_GENERATION_INIT;
    ds_forgettable found;
    ds_status status = ds_work_forgettable(work, &found, err);
    if (status != DS_OK) return status;
    ds_leftover_clear_in(work->folder, "leveringen");
    ds_leftover_folders_clear();
    if (found.with_register) {
        status = ds_generation_lock(&generation, work->folder, NULL, NULL, err);
        if (status == DS_OK) status = ds_generation_forget(&generation, err);
    }
    if (status == DS_OK && found.refused) status = forget_refused(work, err);
    if (status == DS_OK && found.history) status = ds_generation_forget_kept(work, err);
    if (status == DS_OK) status = ds_seal_key_forget(work->folder, err);
    ds_generation_unlock(&generation);
    if (status == DS_OK) *out = found;
    return status;
}
