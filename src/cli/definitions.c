/* cli/definitions.c: which definition files there are, and which indicator stands in which. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/cli.h"

static ds_status add(cli_definitions *to, const char *path, ds_error *err) {
    ds_definitions *definitions;
    ds_definitions **files;
    char **paths;
    ds_status status = ds_definitions_read(path, &definitions, err);
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

static bool is_yaml(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static ds_status add_folder(cli_definitions *to, const char *above, const char *name,
                            ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_file_join(folder, above, name, err);
    if (status != DS_OK || !ds_file_is_folder(folder)) return status;
    status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        if (!is_yaml(names.names[i])) continue;
        status = ds_file_join(path, folder, names.names[i], err);
        if (status == DS_OK) status = add(to, path, err);
    }
    ds_file_names_done(&names);
    return status;
}

ds_status cli_definitions_read(const cli *c, const char *file, cli_definitions *out,
                               ds_error *err) {
    ds_status status = DS_OK;
    *out = (cli_definitions){0};
    if (file != NULL) {
        status = add(out, file, err);
    } else {
        if (c->work_folder != NULL) status = add_folder(out, c->work_folder, "definities", err);
        if (status == DS_OK && c->program_folder != NULL)
            status = add_folder(out, c->program_folder, "definitions", err);
        if (status == DS_OK && out->n == 0)
            status =
                ds_error_set(err, DS_INPUT, "geen definities gevonden", "no definitions found");
    }
    if (status != DS_OK) cli_definitions_done(out);
    return status;
}

void cli_definitions_done(cli_definitions *definitions) {
    for (size_t i = 0; i < definitions->n; i++) {
        ds_definitions_free(definitions->files[i]);
        ds_free(definitions->paths[i]);
    }
    ds_free(definitions->files);
    ds_free(definitions->paths);
    *definitions = (cli_definitions){0};
}

ds_status cli_definitions_find(const cli_definitions *definitions, const char *id, size_t *out_file,
                               const ds_indicator **out, ds_error *err) {
    ds_status status = DS_INPUT;
    for (size_t i = 0; i < definitions->n; i++) {
        status = ds_definitions_find(definitions->files[i], id, out, err);
        *out_file = i;
        if (status != DS_INPUT) break;
    }
    return status;
}
