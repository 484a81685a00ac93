/* cli/open_read.h: a file of open data, read by the table stage into the cell stage, which may not
 * know each other. Shared with the tests and the fuzzer. */
#ifndef DS_CLI_OPEN_READ_H
#define DS_CLI_OPEN_READ_H

#include "base/error.h"
#include "doorstroom/cell.h"
#include "doorstroom/table.h"

static inline ds_status cli_open_header(void *context, const ds_text *names, size_t n_names,
                                        ds_error *err) {
    return ds_open_header(context, names, n_names, err);
}

static inline ds_status cli_open_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t r = 0; status == DS_OK && r < batch->n_records; r++)
        status = ds_open_add(context, batch->lines[r], batch->fields + r * batch->n_columns, err);
    return status;
}

/* Reads path and works its hidden counts out. *out is the caller's (ds_open_free). One thread: the
 * records stay in the file's order. */
static inline ds_status cli_open_read(const char *path, ds_open **out, ds_error *err) {
    ds_table_info info;
    ds_open *open;
    ds_table_sink sink = {NULL, cli_open_header, cli_open_batch, NULL};
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

#endif
