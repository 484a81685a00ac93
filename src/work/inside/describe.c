/* work/inside/describe.c: what an unknown file seems to be, and a first mapping. See
 * doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

ds_status ds_work_describe(const char *path, ds_described *out, ds_error *err) {
    ds_described made = {0};
    const char *slash = strrchr(path, '/');
    ds_status status = ds_table_describe(path, &made.description, err);
    if (status != DS_OK) return status;
    made.name = ds_strdup(slash == NULL ? path : slash + 1);
    if (made.name == NULL)
        status = ds_error_memory(err);
    else
        status = ds_mapping_draft_make(&made.description, made.name, &made.draft, err);
    if (status == DS_OK) {
        *out = made;
        return DS_OK;
    }
    ds_free(made.name);
    ds_table_description_done(&made.description);
    return status;
}

/* A mapping that is there may have been edited. */
ds_status ds_described_write(const ds_described *described, const char *path, ds_error *err) {
    if (described->description.records)
        return ds_error_set(err, DS_USAGE, "voor dit bestand past geen vertaling: --write kan niet",
                            "no mapping fits this file: --write is not possible");
    if (ds_file_exists(path))
        return ds_error_at(err, DS_USAGE, path, 0, 0, "dit bestand is er al",
                           "this file is there already");
    return ds_file_write(path, described->draft.yaml, strlen(described->draft.yaml), err);
}

void ds_described_done(ds_described *described) {
    if (described->name == NULL) return; /* nothing was made */
    ds_mapping_draft_done(&described->draft);
    ds_table_description_done(&described->description);
    ds_free(described->name);
    *described = (ds_described){0};
}
