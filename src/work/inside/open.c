/* work/inside/open.c: a file of open data, read by the table stage into the cell stage, which may
 * not know each other. See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"
#include "doorstroom/table.h"

/* ---- reading ---- */

static ds_status take_open_header(void *context, const ds_text *names, size_t n_names,
                                  ds_error *err) {
    return ds_open_header(context, names, n_names, err);
}

static ds_status take_open_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t r = 0; status == DS_OK && r < batch->n_records; r++)
        status = ds_open_add(context, batch->lines[r], batch->fields + r * batch->n_columns, err);
    return status;
}

/* One thread: the records stay in the file's order. */
ds_status ds_work_open_read(const char *path, ds_open **out, ds_error *err) {
    ds_table_info info;
    ds_open *open;
    ds_table_sink sink = {NULL, take_open_header, take_open_batch, NULL, NULL, NULL};
    ds_status status = ds_table_inspect(path, &info, err);
    if (status != DS_OK) return status;
    open = ds_open_new(path);
    if (open == NULL) return ds_error_memory(err);
    sink.context = open;
    status = ds_table_read(path, &info, 1, &sink, err);
    if (status == DS_OK) status = ds_open_finish(open, err);
    if (status == DS_OK)
        *out = open;
    else
        ds_open_free(open);
    return status;
}

/* ---- what is asked ---- */

static size_t find_open_key(ds_text name) {
    for (size_t k = 0; k < DS_OPEN_KEYS; k++)
        if (ds_text_is(name, ds_open_key_name(k))) return k;
    return SIZE_MAX;
}

static ds_status refuse_open_key(ds_text name, ds_error *err) {
    const char *names[DS_OPEN_KEYS];
    ds_buffer known;
    ds_status status;
    size_t near;
    ds_buffer_init(&known, 1 << 10);
    for (size_t k = 0; k < DS_OPEN_KEYS; k++) {
        names[k] = ds_open_key_name(k);
        ds_buffer_addf(&known, "%s%s", k == 0 ? "" : ", ", names[k]);
    }
    near = ds_text_nearest(name, names, DS_OPEN_KEYS);
    if (near != SIZE_MAX)
        status = ds_error_set(err, DS_USAGE, "--by: onbekend kenmerk; bedoelde u: %s?",
                              "--by: unknown key; did you mean: %s?", names[near]);
    else
        status = ds_error_set(err, DS_USAGE, "--by: onbekend kenmerk; verwacht: %s",
                              "--by: unknown key; expected: %s", ds_buffer_string(&known));
    if (known.failed != DS_OK) status = ds_error_memory(err);
    ds_buffer_done(&known);
    return status;
}

static ds_status split_open_keys(const char *by, size_t keys[DS_OPEN_KEYS], size_t *out_n,
                                 ds_error *err) {
    size_t n = 0;
    while (by != NULL) {
        const size_t size = strcspn(by, ",");
        const ds_text name = ds_text_trim((ds_text){by, size});
        const size_t key = find_open_key(name);
        if (key == SIZE_MAX) return refuse_open_key(name, err);
        for (size_t k = 0; k < n; k++)
            if (keys[k] == key)
                return ds_error_set(err, DS_USAGE, "--by: staat twee keer: %s",
                                    "--by: stands twice: %s", ds_open_key_name(key));
        keys[n++] = key;
        by = by[size] == ',' ? by + size + 1 : NULL;
    }
    *out_n = n;
    return DS_OK;
}

ds_status ds_work_open(const ds_open_options *options, ds_opened *out, ds_error *err) {
    ds_opened opened = {.equality = options->equality};
    size_t keys[DS_OPEN_KEYS], n_keys = 0;
    ds_status status =
        ds_error_version(err, "ds_open_options", options->version, DS_OPEN_OPTIONS_VERSION);
    if (status == DS_OK) status = split_open_keys(options->by, keys, &n_keys, err);
    if (status == DS_OK) status = ds_work_open_read(options->path, &opened.open, err);
    if (status == DS_OK)
        status = ds_open_tally(opened.open, keys, n_keys, options->equality, &opened.cells, err);
    if (status == DS_OK)
        *out = opened;
    else
        ds_opened_done(&opened);
    return status;
}

void ds_opened_done(ds_opened *opened) {
    ds_bounded_free(opened->cells);
    ds_open_free(opened->open);
    *opened = (ds_opened){0};
}
