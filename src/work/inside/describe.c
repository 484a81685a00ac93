/* work/inside/describe.c: what an unknown file seems to be, and a first mapping. See
 * doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "work/inside/describe_counts.h"

/* Years side by side, and nobody's number. */
static bool is_wide_table(const ds_described *made) {
    for (size_t i = 0; i < made->description.n_columns; i++)
        if (made->draft.near[i] != NULL && strcmp(made->draft.near[i], "persoon") == 0)
            return false;
    return ds_describe_has_years(&made->description);
}

/* No delivery: what can be made of it is a description for `open`. */
static ds_status describe_counted(ds_described *made, ds_error *err) {
    char *yaml = NULL;
    ds_status status = ds_describe_counts(&made->description, made->name, &yaml, err);
    if (status != DS_OK) {
        ds_mapping_draft_done(&made->draft);
        return status;
    }
    ds_free(made->draft.yaml);
    made->draft.yaml = yaml;
    made->draft.n_open = 2;
    made->draft.counts = true;
    return DS_OK;
}

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
    if (status == DS_OK && (made.draft.counts || is_wide_table(&made)))
        status = describe_counted(&made, err);
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
    return ds_file_write_private(path, described->draft.yaml, strlen(described->draft.yaml), err);
}

void ds_described_done(ds_described *described) {
    if (described->name == NULL) return; /* nothing was made */
    ds_mapping_draft_done(&described->draft);
    ds_table_description_done(&described->description);
    ds_free(described->name);
    *described = (ds_described){0};
}
