/* work/outside/counted.c: a table of counts, read by the table stage into the cell stage, which may
 * not know each other. See doorstroom/outside.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/outside.h"
#include "doorstroom/table.h"

/* ---- which description ---- */

typedef struct fitting {
    const ds_counted_layout *layout;
    bool fits;
} fitting;

static ds_status look_at_counts_header(void *context, const ds_text *names, size_t n_names,
                                       ds_error *err) {
    fitting *f = context;
    f->fits = ds_counted_layout_fits(f->layout, names, n_names);
    return ds_error_set(err, DS_INPUT, "genoeg gezien", "seen enough");
}

static ds_status pass_counts(void *context, const ds_table_batch *batch, ds_error *err) {
    (void)context;
    (void)batch;
    (void)err;
    return DS_OK;
}

/* The first, by name, whose columns the file has; NULL for none. */
static ds_status find_layout(const char *path, const ds_table_info *info, const char *folder,
                             ds_counted_layout **out, ds_error *err) {
    ds_file_names names = {0};
    ds_status status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && *out == NULL && i < names.n_names; i++) {
        const char *dot = strrchr(names.names[i], '.');
        ds_counted_layout *layout = NULL;
        fitting f = {NULL, false};
        const ds_table_sink sink = {
            .context = &f, .header = look_at_counts_header, .batch = pass_counts};
        char file[DS_PATH_SIZE];
        ds_error ignored = {0};
        if (dot == NULL || strcmp(dot, ".yaml") != 0) continue;
        status = ds_file_join(file, folder, names.names[i], err);
        if (status == DS_OK) status = ds_counted_layout_read(file, &layout, err);
        if (status != DS_OK) break;
        f.layout = layout;
        if (ds_table_read(path, info, 1, &sink, &ignored) == DS_FAULT &&
            ds_error_is_memory(&ignored))
            status = ds_error_memory(err);
        if (status == DS_OK && f.fits)
            *out = layout;
        else
            ds_counted_layout_free(layout);
    }
    ds_file_names_done(&names);
    return status;
}

/* ---- reading ---- */

static ds_status take_counts_header(void *context, const ds_text *names, size_t n_names,
                                    ds_error *err) {
    return ds_counted_header(context, names, n_names, err);
}

static ds_status take_counts_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++)
        status =
            ds_counted_add(context, batch->lines[i], batch->fields + i * batch->n_columns, err);
    return status;
}

static ds_status read_counts(const char *path, const ds_table_info *info, ds_counted_asked *to,
                             ds_error *err) {
    ds_table_sink sink = {.header = take_counts_header, .batch = take_counts_batch};
    ds_status status;
    to->counted = ds_counted_new(to->layout, path);
    if (to->counted == NULL) return ds_error_memory(err);
    sink.context = to->counted;
    status = ds_table_read(path, info, 1, &sink, err);
    return status == DS_OK ? ds_counted_finish(to->counted, err) : status;
}

/* ---- what is asked ---- */

static ds_status refuse_counts_key(const ds_counted *counted, ds_text name, ds_error *err) {
    const char *names[DS_COUNTED_KEYS_MAX];
    char list[600] = "";
    const size_t n = ds_counted_n_keys(counted);
    size_t near, used = 0;
    for (size_t k = 0; k < n; k++) {
        names[k] = ds_counted_key_name(counted, k);
        if (used + strlen(names[k]) + 3 < sizeof list)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", k == 0 ? "" : ", ",
                                     names[k]);
    }
    near = ds_text_nearest(name, names, n);
    if (near != SIZE_MAX)
        return ds_error_set(err, DS_USAGE, "--by: onbekende sleutel; bedoelde u: %s?",
                            "--by: unknown key; did you mean: %s?", names[near]);
    return ds_error_set(err, DS_USAGE, "--by: onbekende sleutel; deze tabel heeft: %s",
                        "--by: unknown key; this table has: %s", list);
}

static ds_status split_counts_keys(const char *by, ds_counted_asked *to, ds_error *err) {
    while (by != NULL) {
        const size_t size = strcspn(by, ",");
        const ds_text name = ds_text_trim((ds_text){by, size});
        size_t key = 0;
        while (key < ds_counted_n_keys(to->counted) &&
               !ds_text_is(name, ds_counted_key_name(to->counted, key)))
            key++;
        if (key == ds_counted_n_keys(to->counted)) return refuse_counts_key(to->counted, name, err);
        for (size_t k = 0; k < to->n_by; k++)
            if (to->by[k] == key)
                return ds_error_set(err, DS_USAGE, "--by: een sleutel staat er twee keer",
                                    "--by: a key stands there twice");
        to->by[to->n_by++] = key;
        by = by[size] == ',' ? by + size + 1 : NULL;
    }
    return DS_OK;
}

ds_status ds_outside_counts(const ds_outside_counts_options *options, bool *out_found,
                            ds_counted_asked *out, ds_error *err) {
    ds_counted_asked made = {0};
    ds_table_info info;
    ds_status status = ds_error_version(err, "ds_outside_counts_options", options->version,
                                        DS_OUTSIDE_COUNTS_OPTIONS_VERSION);
    *out_found = false;
    if (status == DS_OK) status = ds_table_inspect(options->path, &info, err);
    if (status == DS_OK && options->description != NULL)
        status = ds_counted_layout_read(options->description, &made.layout, err);
    else if (status == DS_OK && options->folder != NULL && ds_file_is_folder(options->folder))
        status = find_layout(options->path, &info, options->folder, &made.layout, err);
    if (status != DS_OK || made.layout == NULL) return status;
    status = read_counts(options->path, &info, &made, err);
    if (status == DS_OK) status = split_counts_keys(options->by, &made, err);
    if (status == DS_OK)
        status = ds_counted_tally(made.counted, made.by, made.n_by, &made.table, err);
    if (status != DS_OK) {
        ds_counted_asked_done(&made);
        return status;
    }
    *out_found = true;
    *out = made;
    return DS_OK;
}

void ds_counted_asked_done(ds_counted_asked *counts) {
    ds_counted_table_done(&counts->table);
    ds_counted_free(counts->counted);
    ds_counted_layout_free(counts->layout);
    *counts = (ds_counted_asked){0};
}
