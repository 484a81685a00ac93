/* kinds/kinds.c: the kinds as a whole: finding them, and letting them go. Of soorten.yaml itself
 * see read.c, of the lists it names lists.c. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "kinds/model.h"

void ds_kinds_free(ds_kinds *kinds) {
    if (kinds == NULL) return;
    for (size_t i = 0; i < kinds->n_lists; i++) {
        ds_free(kinds->lists[i]->rows);
        ds_free(kinds->lists[i]);
    }
    ds_free(kinds->lists);
    for (size_t i = 0; i < kinds->n_sources; i++)
        ds_free(kinds->sources[i].text);
    ds_free(kinds->sources);
    ds_arena_done(&kinds->arena);
    ds_free(kinds);
}

size_t ds_kinds_n(const ds_kinds *kinds) {
    return kinds->n;
}

const ds_kind_description *ds_kinds_at(const ds_kinds *kinds, size_t i) {
    return &kinds->all[i].told;
}

const ds_kind_of *ds_kinds_of(const ds_kinds *kinds, const char *name) {
    for (size_t i = 0; i < kinds->n; i++)
        if (strcmp(kinds->all[i].told.name, name) == 0) return &kinds->all[i];
    return NULL;
}

const ds_kind_description *ds_kinds_find(const ds_kinds *kinds, const char *name) {
    const ds_kind_of *of = ds_kinds_of(kinds, name);
    return of == NULL ? NULL : &of->told;
}

ds_status ds_kinds_path(const ds_kinds *kinds, const char *file, char *path, ds_error *err) {
    for (size_t i = 0; i < kinds->n_folders; i++) {
        if (kinds->folders[i] == NULL) continue;
        if (ds_file_join(path, kinds->folders[i], file, err) != DS_OK) return DS_INPUT;
        if (ds_file_exists(path)) return DS_OK;
    }
    return ds_error_set(err, DS_INPUT, "codes/%s ontbreekt, in de werkmap en naast het programma",
                        "codes/%s is missing, in the work folder and beside the program", file);
}

ds_status ds_kinds_source_read(ds_kinds *kinds, const char *file, size_t most,
                               char path[DS_PATH_SIZE], ds_text *out, ds_error *err) {
    ds_kinds_source *to;
    ds_status status = ds_kinds_path(kinds, file, path, err);
    if (status != DS_OK) return status;
    if (!ds_reserve(&kinds->sources, &kinds->sources_capacity, kinds->n_sources + 1,
                    sizeof *kinds->sources))
        return ds_error_memory(err);
    to = &kinds->sources[kinds->n_sources];
    *to = (ds_kinds_source){file, NULL};
    status = ds_file_read(path, most, &to->text, &out->size, err);
    if (status != DS_OK) return status;
    out->data = to->text;
    kinds->n_sources++;
    return DS_OK;
}
