/* work/inside/definitions.c: which definition files there are, and which indicator stands in which.
 * See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "work/inside/package.h"

/* ---- what files there are ---- */

/* Paths of the definition files of a folder, added to paths. */
typedef struct path_list {
    char **paths;
    size_t n, capacity;
} path_list;

static void path_list_done(path_list *list) {
    for (size_t i = 0; i < list->n; i++)
        ds_free(list->paths[i]);
    ds_free(list->paths);
}

/* The plan of the monitor (doorstroom/monitor.h) and what says which package this is
 * (doorstroom/examples.h) stand beside the definitions and are none. */
bool ds_package_is_definition(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0) &&
           strcmp(name, "monitor.yaml") != 0 && strcmp(name, "pakket.yaml") != 0;
}

/* A folder that is not there, or "", has none. */
static ds_status list_definition_folder(path_list *to, const char *folder, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status;
    if (folder[0] == '\0' || !ds_file_exists(folder)) return DS_OK;
    status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        if (!ds_package_is_definition(names.names[i])) continue;
        status = ds_file_join(path, folder, names.names[i], err);
        if (status != DS_OK) break;
        if (!ds_reserve(&to->paths, &to->capacity, to->n + 1, sizeof *to->paths) ||
            (to->paths[to->n] = ds_strdup(path)) == NULL) {
            status = ds_error_memory(err);
            break;
        }
        to->n++;
    }
    ds_file_names_done(&names);
    return status;
}

/* All of them; a file may use the names of others. */
typedef struct all_paths {
    path_list own, program;
    char codes[2][DS_PATH_SIZE]; /* of the work folder, of the program */
    const char *folders[2];
    ds_definition_places places;
} all_paths;

static void all_paths_done(all_paths *all) {
    path_list_done(&all->own);
    path_list_done(&all->program);
}

static ds_status add_code_folder(all_paths *out, const char *above, size_t *n, ds_error *err) {
    ds_status status;
    if (above == NULL) return DS_OK;
    status = ds_file_join(out->codes[*n], above, "codes", err);
    if (status != DS_OK) return status;
    out->folders[*n] = out->codes[*n];
    (*n)++;
    return DS_OK;
}

static ds_status list_own_files(const ds_work *work, path_list *to, ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_status status;
    if (work->folder == NULL) return DS_OK;
    status = ds_file_join(folder, work->folder, "definities", err);
    return status == DS_OK ? list_definition_folder(to, folder, err) : status;
}

static ds_status find_paths(const ds_work *work, all_paths *out, ds_error *err) {
    char package[DS_PATH_SIZE];
    size_t n = 0;
    ds_status status = list_own_files(work, &out->own, err);
    if (status == DS_OK) status = ds_package_folder(work, package, err);
    if (status == DS_OK) status = list_definition_folder(&out->program, package, err);
    if (status == DS_OK) status = add_code_folder(out, work->folder, &n, err);
    if (status == DS_OK) status = add_code_folder(out, work->program_folder, &n, err);
    out->places = (ds_definition_places){.code_folders = out->folders,
                                         .n_code_folders = n,
                                         .own = (const char *const *)out->own.paths,
                                         .n_own = out->own.n,
                                         .program = (const char *const *)out->program.paths,
                                         .n_program = out->program.n};
    return status;
}

/* ---- reading them ---- */

ds_status ds_work_definitions_read_file(const ds_work *work, const char *path, ds_definitions **out,
                                        ds_error *err) {
    all_paths all = {0};
    ds_status status = find_paths(work, &all, err);
    if (status == DS_OK) status = ds_definitions_read_beside(path, &all.places, out, err);
    all_paths_done(&all);
    return status;
}

static ds_status add_definition_file(const all_paths *all, ds_work_definitions *to,
                                     const char *path, ds_error *err) {
    ds_definitions *definitions;
    ds_definitions **files;
    char **paths;
    ds_status status = ds_definitions_read_beside(path, &all->places, &definitions, err);
    if (status != DS_OK) return status;
    files = ds_realloc_array(to->files, to->n + 1, sizeof *files);
    if (files != NULL) to->files = files;
    paths = ds_realloc_array(to->paths, to->n + 1, sizeof *paths);
    if (paths != NULL) to->paths = paths;
    if (files == NULL || paths == NULL || (paths[to->n] = ds_strdup(path)) == NULL) {
        ds_definitions_free(definitions);
        return ds_error_memory(err);
    }
    files[to->n++] = definitions;
    return DS_OK;
}

static ds_status keep_broken(const ds_work *work, ds_work_definitions *to, const ds_error *why,
                             ds_error *err) {
    ds_error *broken = ds_realloc_array(to->broken, to->n_broken + 1, sizeof *broken);
    if (broken == NULL) return ds_error_memory(err);
    to->broken = broken;
    to->broken[to->n_broken++] = *why;
    if (work->passed_over != NULL) work->passed_over(work->progress_context, why);
    return DS_OK;
}

/* A file of the user that is wrong does not stop the others. */
static ds_status add_own_files(const ds_work *work, const all_paths *all, ds_work_definitions *to,
                               ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < all->own.n; i++) {
        ds_error why = {0};
        status = add_definition_file(all, to, all->own.paths[i], &why);
        if (status == DS_INPUT)
            status = keep_broken(work, to, &why, err);
        else if (status != DS_OK && err != NULL)
            *err = why;
    }
    return status;
}

/* A list of the user's that a file of the program cannot do with is named and passed over: then it
 * takes the one that it came with. */
static ds_status add_program_file(const ds_work *work, const all_paths *all,
                                  ds_work_definitions *to, const char *path, ds_error *err) {
    all_paths without = *all;
    ds_error why = {0};
    ds_status status = add_definition_file(all, to, path, &why);
    if (status == DS_INPUT && all->places.n_code_folders > 1) {
        without.places.code_folders++;
        without.places.n_code_folders--;
        status = add_definition_file(&without, to, path, err);
        return status == DS_OK ? keep_broken(work, to, &why, err) : status;
    }
    if (status != DS_OK && err != NULL) *err = why;
    return status;
}

static ds_status add_all_files(const ds_work *work, const all_paths *all, ds_work_definitions *to,
                               ds_error *err) {
    ds_status status = add_own_files(work, all, to, err);
    for (size_t i = 0; status == DS_OK && i < all->program.n; i++)
        status = add_program_file(work, all, to, all->program.paths[i], err);
    if (status != DS_OK || to->n > 0) return status;
    if (to->n_broken > 0) {
        if (err != NULL) *err = to->broken[0];
        return DS_INPUT;
    }
    return ds_error_set(err, DS_INPUT, "geen definities gevonden", "no definitions found");
}

ds_status ds_work_definitions_read(const ds_work *work, const char *file, ds_work_definitions *out,
                                   ds_error *err) {
    all_paths all = {0};
    ds_status status = find_paths(work, &all, err);
    *out = (ds_work_definitions){0};
    if (status == DS_OK && file != NULL)
        status = add_definition_file(&all, out, file, err);
    else if (status == DS_OK)
        status = add_all_files(work, &all, out, err);
    all_paths_done(&all);
    if (status != DS_OK) ds_work_definitions_done(out);
    return status;
}

void ds_work_definitions_done(ds_work_definitions *definitions) {
    for (size_t i = 0; i < definitions->n; i++) {
        ds_definitions_free(definitions->files[i]);
        ds_free(definitions->paths[i]);
    }
    ds_free(definitions->files);
    ds_free(definitions->paths);
    ds_free(definitions->broken);
    *definitions = (ds_work_definitions){0};
}

/* Of the errors of several files, the first that knows a name that is near. */
static void keep_better_error(const ds_error *last, bool first, ds_error *err) {
    if (err == NULL) return;
    if (first || (strchr(err->nl, '?') == NULL && strchr(last->nl, '?') != NULL)) *err = *last;
}

/* The id may stand in a file that could not be read. */
static ds_status mention_broken(const ds_work_definitions *definitions, ds_status status,
                                ds_error *err) {
    for (size_t i = 0; status == DS_INPUT && err != NULL && i < definitions->n_broken; i++) {
        const size_t nl = strlen(err->nl), en = strlen(err->en);
        (void)snprintf(err->nl + nl, sizeof err->nl - nl, "; niet gelezen: %s",
                       definitions->broken[i].file);
        (void)snprintf(err->en + en, sizeof err->en - en, "; not read: %s",
                       definitions->broken[i].file);
    }
    return status;
}

ds_status ds_work_definitions_find(const ds_work_definitions *definitions, const char *id,
                                   size_t *out_file, const ds_indicator **out, ds_error *err) {
    ds_status status = DS_INPUT;
    ds_error last = {0}, best = {0}; /* what is found in a later file leaves no error behind */
    for (size_t i = 0; i < definitions->n; i++) {
        status = ds_definitions_find(definitions->files[i], id, out, &last);
        *out_file = i;
        if (status != DS_INPUT) break;
        keep_better_error(&last, i == 0, &best);
    }
    if (status != DS_OK && err != NULL) *err = status == DS_INPUT ? best : last;
    return mention_broken(definitions, status, err);
}

ds_status ds_work_definitions_find_evaluation(const ds_work_definitions *definitions,
                                              const char *id, size_t *out_file,
                                              const ds_evaluation **out, ds_error *err) {
    ds_error last = {0}, best = {0};
    ds_status status =
        ds_error_set(&best, DS_INPUT, "er zijn geen evaluaties", "there are no evaluations");
    bool first = true;
    for (size_t i = 0; i < definitions->n; i++) {
        if (ds_definitions_n_evaluations(definitions->files[i]) == 0) continue;
        status = ds_definitions_find_evaluation(definitions->files[i], id, out, &last);
        *out_file = i;
        if (status != DS_INPUT) break;
        keep_better_error(&last, first, &best);
        first = false;
    }
    if (status != DS_OK && err != NULL) *err = status == DS_INPUT ? best : last;
    return mention_broken(definitions, status, err);
}
