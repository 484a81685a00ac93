/* work/inside/simulate.c: made-up deliveries in a work folder that has no others. See
 * doorstroom/inside.h. */
#include "work/inside/simulate.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/memory.h"

enum { LIST_MAX = 1 << 20 };

/* ---- whether it may ---- */

/* Whether a delivery was made by an earlier call: it stands in the list of what was made, and was
 * not changed after the list was written. */
static bool was_made(const char *deliveries, const char *name, const char *list,
                     const struct stat *listed) {
    char path[DS_PATH_SIZE];
    size_t size = strlen(name);
    struct stat info;
    ds_error ignored;
    bool found = false;
    for (const char *at = list; !found && (at = strstr(at, name)) != NULL; at += size)
        found = (at == list || at[-1] == '\n') && (at[size] == '\n' || at[size] == '\0');
    if (!found || ds_file_join(path, deliveries, name, &ignored) != DS_OK || stat(path, &info) != 0)
        return false;
    return info.st_mtim.tv_sec < listed->st_mtim.tv_sec ||
           (info.st_mtim.tv_sec == listed->st_mtim.tv_sec &&
            info.st_mtim.tv_nsec <= listed->st_mtim.tv_nsec);
}

/* Only made-up deliveries stand in folder/leveringen, or none. */
static ds_status check_all_made(const char *folder, ds_error *err) {
    char deliveries[DS_PATH_SIZE], marker[DS_PATH_SIZE];
    ds_file_names names = {0};
    struct stat listed = {0};
    char *list = NULL;
    size_t size;
    ds_status status = ds_file_join(deliveries, folder, "leveringen", err);
    if (status == DS_OK) status = ds_file_join(marker, deliveries, ".verzonnen", err);
    if (status != DS_OK || !ds_file_exists(deliveries)) return status;
    if (stat(marker, &listed) == 0) status = ds_file_read(marker, LIST_MAX, &list, &size, err);
    if (status == DS_OK) status = ds_file_list(deliveries, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++)
        if (list == NULL || !was_made(deliveries, names.names[i], list, &listed))
            status = ds_error_at(
                err, DS_INPUT, deliveries, 0, 0,
                "hier staan leveringen die niet verzonnen zijn; kies een andere werkmap",
                "deliveries stand here that are not made up; choose another work folder");
    ds_file_names_done(&names);
    ds_free(list);
    return status;
}

ds_status ds_work_may_simulate(const char *folder, ds_error *err) {
    char beside[DS_PATH_SIZE];
    ds_status status = check_all_made(folder, err);
    if (status == DS_OK) status = ds_file_join(beside, folder, "zonder_route", err);
    return status == DS_OK ? check_all_made(beside, err) : status;
}

/* ---- making them ---- */

/* A folder that is not there is told from a file that is missing in it. */
ds_status ds_work_parameters(const ds_work *work, const char *asked, char room[DS_PATH_SIZE],
                             const char **out, ds_error *err) {
    if (asked == NULL) {
        ds_error too_long;
        const bool there =
            work->program_folder != NULL &&
            ds_file_join(room, work->program_folder, "simulatie", &too_long) == DS_OK &&
            ds_file_is_folder(room);
        *out = there ? room : NULL;
        return DS_OK;
    }
    if (!ds_file_is_folder(asked))
        return ds_error_at(err, DS_INPUT, asked, 0, 0, "deze map met parameters is er niet",
                           "this folder with parameters is not there");
    *out = asked;
    return DS_OK;
}

/* context: the ds_work. */
static void show_making(void *context, double share) {
    const ds_work *work = context;
    work->progress(work->progress_context, "leveringen verzinnen", "making deliveries up", share);
}

ds_status ds_work_make(const ds_work *work, const ds_simulate_options *options,
                       const char *parameters, ds_error *err) {
    ds_work own = *work;
    ds_simulate_options o = *options;
    ds_status status = ds_work_may_simulate(work->folder, err);
    o.parameters = parameters;
    o.n_workers = work->n_threads;
    o.progress = work->progress == NULL ? NULL : show_making;
    o.progress_context = &own;
    return status == DS_OK ? ds_simulate_write(work->folder, &o, err) : status;
}

static ds_status list_made(const char *folder, ds_simulated *out, ds_error *err) {
    char deliveries[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_file_join(deliveries, folder, "leveringen", err);
    if (status == DS_OK) status = ds_file_list(deliveries, &names, err);
    if (status != DS_OK) return status;
    out->files = names.names; /* moved */
    out->n_files = names.n_names;
    return DS_OK;
}

ds_status ds_work_simulate(const ds_work *work, const ds_simulate_options *options,
                           ds_simulated *out, ds_error *err) {
    char room[DS_PATH_SIZE];
    const char *parameters = NULL;
    ds_simulated made = {.n_persons = options->n_persons, .seed = options->seed};
    ds_status status = ds_work_parameters(work, options->parameters, room, &parameters, err);
    if (status == DS_OK) status = ds_work_make(work, options, parameters, err);
    if (status == DS_OK) status = list_made(work->folder, &made, err);
    if (status == DS_OK && (made.folder = ds_strdup(work->folder)) == NULL)
        status = ds_error_memory(err);
    if (status == DS_OK)
        *out = made;
    else
        ds_simulated_done(&made);
    return status;
}

void ds_simulated_done(ds_simulated *made) {
    for (size_t i = 0; i < made->n_files; i++)
        ds_free(made->files[i]);
    ds_free(made->files);
    ds_free(made->folder);
    *made = (ds_simulated){0};
}
