/* register/generation.c: a new generation is written aside, synced to disk, renamed, and only then
 * does the link `current` move to it, by a rename. Killed at any moment, the earlier register
 * stands: at worst a folder without a pointer to it is left, which the next import removes. */
#include "register/generation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"

static const char lock_name[] = "slot";
static const char pointer_name[] = "current";

/* Removes all generations but keep (NULL: keep none), half-made ones too. */
static ds_status remove_others(const ds_generation *g, const char *keep, ds_error *err) {
    ds_file_names names = {0};
    ds_status status = ds_file_list(g->folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        char path[DS_PATH_SIZE];
        const char *name = names.names[i];
        if (strcmp(name, lock_name) == 0 || strcmp(name, pointer_name) == 0 ||
            (keep != NULL && strcmp(name, keep) == 0))
            continue;
        status = ds_file_join(path, g->folder, name, err);
        if (status == DS_OK) status = ds_file_remove(path, err);
    }
    ds_file_names_done(&names);
    return status;
}

/* The name that the pointer holds; "" for none. */
static void read_pointer(const char *folder, char out[DS_PATH_SIZE]) {
    char path[DS_PATH_SIZE];
    ssize_t size = -1;
    if (ds_file_join(path, folder, pointer_name, NULL) == DS_OK)
        size = readlink(path, out, DS_PATH_SIZE - 1);
    out[size < 0 ? 0 : size] = '\0';
    if (strchr(out, '/') != NULL) out[0] = '\0'; /* a generation is a plain name */
}

ds_status ds_generation_lock(ds_generation *g, const char *work_folder,
                             void (*waiting)(void *context), void *context, ds_error *err) {
    char path[DS_PATH_SIZE], current[DS_PATH_SIZE];
    ds_status status;
    *g = (ds_generation){.lock = -1};
    status = ds_file_join(g->folder, work_folder, "register", err);
    if (status == DS_OK) status = ds_file_make_folder(g->folder, err);
    if (status == DS_OK) status = ds_file_join(path, g->folder, lock_name, err);
    if (status != DS_OK) return status;
    g->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (g->lock < 0) return ds_error_system(err, path, errno, "openen", "open");
    if (flock(g->lock, LOCK_EX | LOCK_NB) != 0) {
        if (waiting != NULL) waiting(context);
        while (flock(g->lock, LOCK_EX) != 0)
            if (errno != EINTR) return ds_error_system(err, path, errno, "vergrendelen", "lock");
    }
    read_pointer(g->folder, current);
    return remove_others(g, current, err);
}

ds_status ds_generation_begin(ds_generation *g, ds_error *err) {
    char made[DS_PATH_SIZE];
    ds_status status = ds_file_join(made, g->folder, "nieuw", err);
    if (status == DS_OK) status = ds_file_remove(made, err);
    if (status == DS_OK) status = ds_file_make_folder(made, err);
    if (status == DS_OK) memcpy(g->made, made, sizeof made);
    return status;
}

/* name, or name-2, name-3 … when that is taken (by a damaged one that is current). */
static ds_status choose_name(const ds_generation *g, const char *name, char out[256],
                             char path[DS_PATH_SIZE], ds_error *err) {
    for (int i = 1; i < 1000; i++) {
        ds_status status;
        (void)snprintf(out, 256, i == 1 ? "%s" : "%s-%d", name, i);
        status = ds_file_join(path, g->folder, out, err);
        if (status != DS_OK || !ds_file_exists(path)) return status;
    }
    return ds_error_set(err, DS_FAULT, "geen naam voor de generatie", "no name for the generation");
}

static ds_status point_to(const ds_generation *g, const char *name, ds_error *err) {
    char beside[DS_PATH_SIZE], pointer[DS_PATH_SIZE];
    ds_status status = ds_file_join(beside, g->folder, "current.nieuw", err);
    if (status == DS_OK) status = ds_file_join(pointer, g->folder, pointer_name, err);
    if (status == DS_OK) status = ds_file_remove(beside, err);
    if (status != DS_OK) return status;
    if (symlink(name, beside) != 0 || rename(beside, pointer) != 0)
        return ds_error_system(err, pointer, errno, "schrijven", "write");
    return ds_file_sync_folder(g->folder, err);
}

ds_status ds_generation_publish(ds_generation *g, const char *name, ds_error *err) {
    char chosen[256], path[DS_PATH_SIZE];
    ds_status status = ds_file_sync_folder(g->made, err);
    if (status == DS_OK) status = choose_name(g, name, chosen, path, err);
    if (status != DS_OK) return status;
    if (rename(g->made, path) != 0) return ds_error_system(err, path, errno, "schrijven", "write");
    g->made[0] = '\0';
    status = ds_file_sync_folder(g->folder, err);
    if (status == DS_OK) status = point_to(g, chosen, err);
    if (status == DS_OK) (void)remove_others(g, chosen, NULL); /* readers may hold them open */
    return status;
}

void ds_generation_unlock(ds_generation *g) {
    if (g->made[0] != '\0' && ds_file_remove(g->made, NULL) == DS_OK)
        g->made[0] = '\0'; /* what stays is removed by the next import */
    if (g->lock >= 0) (void)close(g->lock);
    g->lock = -1;
}

ds_status ds_generation_current(const char *work_folder, char out[DS_PATH_SIZE], ds_error *err) {
    char folder[DS_PATH_SIZE], name[DS_PATH_SIZE];
    ds_status status = ds_file_join(folder, work_folder, "register", err);
    if (status != DS_OK) return status;
    read_pointer(folder, name);
    if (name[0] == '\0')
        return ds_error_at(err, DS_INPUT, work_folder, 0, 0,
                           "hier is nog geen register; draai eerst: doorstroom import %s",
                           "there is no register here yet; first run: doorstroom import %s",
                           work_folder);
    return ds_file_join(out, folder, name, err);
}
