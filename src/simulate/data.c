/* simulate/data.c: see data.h. */
#include "simulate/data.h"

#include <stdio.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"

enum { SCALE = 1000000000 };

typedef struct reading {
    const char *path;
    const char *const *columns;
    size_t n_columns;
    size_t at[DS_DATA_COLUMNS_MAX]; /* where each column stands in the file */
    ds_status (*row)(void *context, const ds_data_row *row, ds_error *err);
    void *context;
    uint64_t *seen; /* a hash of each row so far: a few hundred */
    size_t n_seen, room;
} reading;

static bool find(const ds_text *names, size_t n_names, const char *column, size_t *out) {
    for (size_t i = 0; i < n_names; i++) {
        if (!ds_text_is(names[i], column)) continue;
        *out = i;
        return true;
    }
    return false;
}

static ds_status header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    reading *r = context;
    size_t ignored, n_others = 0;
    for (size_t i = 0; i < r->n_columns; i++)
        if (!find(names, n_names, r->columns[i], &r->at[i]))
            return ds_error_at(err, DS_INPUT, r->path, 1, 0, "de kolom '%s' ontbreekt",
                               "the column '%s' is missing", r->columns[i]);
    n_others += find(names, n_names, "bron", &ignored);
    n_others += find(names, n_names, "opmerking", &ignored);
    if (n_names != r->n_columns + n_others)
        return ds_error_at(err, DS_INPUT, r->path, 1, 0,
                           "er staan kolommen die hier niet horen (naast bron en opmerking)",
                           "there are columns that do not belong here (besides bron, opmerking)");
    return DS_OK;
}

/* A row that is the same as an earlier one, whatever the file is about. */
static ds_status check_new(reading *r, const ds_data_row *row, ds_error *err) {
    uint64_t hash = 0, *seen;
    for (size_t k = 0; k < r->n_columns; k++)
        hash = ds_hash_mix(hash ^ ds_hash_fnv1a(row->fields[k].data, row->fields[k].size));
    for (size_t i = 0; i < r->n_seen; i++)
        if (r->seen[i] == hash)
            return ds_error_at(err, DS_INPUT, row->path, row->line, 0, "deze rij staat er al",
                               "this row stands here already");
    if (r->n_seen == r->room) {
        size_t room = r->room == 0 ? 64 : 2 * r->room;
        seen = ds_realloc_array(r->seen, room, sizeof *seen);
        if (seen == NULL) return ds_error_memory(err);
        r->seen = seen;
        r->room = room;
    }
    r->seen[r->n_seen++] = hash;
    return DS_OK;
}

static ds_status batch(void *context, const ds_table_batch *batch, ds_error *err) {
    reading *r = context;
    ds_text fields[DS_DATA_COLUMNS_MAX];
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++) {
        ds_data_row row = {fields, r->path, batch->lines[i]};
        for (size_t k = 0; k < r->n_columns; k++)
            fields[k] = ds_text_trim(batch->fields[i * batch->n_columns + r->at[k]]);
        status = r->row(r->context, &row, err);
        if (status == DS_OK) status = check_new(r, &row, err);
    }
    return status;
}

ds_status ds_data_read(const char *folder, const char *name, const char *const *columns,
                       size_t n_columns,
                       ds_status (*row)(void *context, const ds_data_row *row, ds_error *err),
                       void *context, ds_error *err) {
    char file[96], path[DS_PATH_SIZE];
    reading r = {
        .path = path, .columns = columns, .n_columns = n_columns, .row = row, .context = context};
    ds_table_sink sink = {.context = &r, .header = header, .batch = batch};
    ds_table_info info;
    ds_status status;
    (void)snprintf(file, sizeof file, "%s.csv", name);
    status = ds_file_join(path, folder, file, err);
    if (status == DS_OK) status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read(path, &info, 1, &sink, err);
    ds_free(r.seen);
    return status;
}

ds_status ds_data_number(const ds_data_row *row, size_t field, const char *column, double low,
                         double high, double *out, ds_error *err) {
    int64_t scaled;
    ds_text text = row->fields[field];
    if (ds_number_parse_scaled(text, SCALE, &scaled)) {
        *out = (double)scaled / SCALE;
        if (*out >= low && *out <= high) return DS_OK;
    }
    return ds_error_at(err, DS_INPUT, row->path, row->line, 0,
                       "%s is '%.*s'; verwacht: een getal van %g tot en met %g",
                       "%s is '%.*s'; expected: a number from %g to %g", column, (int)text.size,
                       text.data, low, high);
}
