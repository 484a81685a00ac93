/* work/inside/definitions.c: which definition files there are, and which indicator stands in which.
 * See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

ds_status ds_work_definitions_read_file(const ds_work *work, const char *path, ds_definitions **out,
                                        ds_error *err) {
    char codes[DS_PATH_SIZE];
    const char *folder = codes;
    ds_status status;
    if (work->program_folder == NULL) return ds_definitions_read(path, out, err);
    status = ds_file_join(codes, work->program_folder, "codes", err);
    return status == DS_OK ? ds_definitions_read_with(path, &folder, 1, out, err) : status;
}

static ds_status add_definition_file(const ds_work *work, ds_work_definitions *to, const char *path,
                                     ds_error *err) {
    ds_definitions *definitions;
    ds_definitions **files;
    char **paths;
    ds_status status = ds_work_definitions_read_file(work, path, &definitions, err);
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

static bool is_yaml_name(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static ds_status add_definition_folder(const ds_work *work, ds_work_definitions *to,
                                       const char *above, const char *name, ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_file_join(folder, above, name, err);
    if (status != DS_OK || !ds_file_is_folder(folder)) return status;
    status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        if (!is_yaml_name(names.names[i])) continue;
        status = ds_file_join(path, folder, names.names[i], err);
        if (status == DS_OK) status = add_definition_file(work, to, path, err);
    }
    ds_file_names_done(&names);
    return status;
}

ds_status ds_work_definitions_read(const ds_work *work, const char *file, ds_work_definitions *out,
                                   ds_error *err) {
    ds_status status = DS_OK;
    *out = (ds_work_definitions){0};
    if (file != NULL) {
        status = add_definition_file(work, out, file, err);
    } else {
        if (work->folder != NULL)
            status = add_definition_folder(work, out, work->folder, "definities", err);
        if (status == DS_OK && work->program_folder != NULL)
            status = add_definition_folder(work, out, work->program_folder, "definitions", err);
        if (status == DS_OK && out->n == 0)
            status =
                ds_error_set(err, DS_INPUT, "geen definities gevonden", "no definitions found");
    }
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
    *definitions = (ds_work_definitions){0};
}

/* Of the errors of several files, the first that knows a name that is near. */
static void keep_better_error(const ds_error *last, bool first, ds_error *err) {
    if (err == NULL) return;
    if (first || (strchr(err->nl, '?') == NULL && strchr(last->nl, '?') != NULL)) *err = *last;
}

ds_status ds_work_definitions_find(const ds_work_definitions *definitions, const char *id,
                                   size_t *out_file, const ds_indicator **out, ds_error *err) {
    ds_status status = DS_INPUT;
    ds_error last = {0};
    for (size_t i = 0; i < definitions->n; i++) {
        status = ds_definitions_find(definitions->files[i], id, out, &last);
        *out_file = i;
        if (status != DS_INPUT) break;
        keep_better_error(&last, i == 0, err);
    }
    if (status != DS_INPUT && status != DS_OK && err != NULL) *err = last;
    return status;
}

ds_status ds_work_definitions_find_evaluation(const ds_work_definitions *definitions,
                                              const char *id, size_t *out_file,
                                              const ds_evaluation **out, ds_error *err) {
    ds_status status =
        ds_error_set(err, DS_INPUT, "er zijn geen evaluaties", "there are no evaluations");
    ds_error last = {0};
    bool first = true;
    for (size_t i = 0; i < definitions->n; i++) {
        if (ds_definitions_n_evaluations(definitions->files[i]) == 0) continue;
        status = ds_definitions_find_evaluation(definitions->files[i], id, out, &last);
        *out_file = i;
        if (status != DS_INPUT) break;
        keep_better_error(&last, first, err);
        first = false;
    }
    if (status != DS_INPUT && status != DS_OK && err != NULL) *err = last;
    return status;
}
