/* work/inside/merge.c: the csv of tally over parts, added up: exact, by indicator and columns. See
 * doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

#define PART_MAX ((size_t)1 << 31)

typedef struct merging {
    const char *const *paths;
    size_t *sizes; /* of the files that were read */
    ds_cells **list;
    size_t n, capacity;
    ds_equal_files *equal;
    size_t n_equal, equal_capacity;
} merging;

/* Adds part to the cells of the same shape, or keeps it as the first of its shape. Takes part. */
static ds_status add_part(merging *m, ds_cells *part, ds_error *err) {
    ds_status status = DS_OK;
    size_t i = 0;
    while (i < m->n && !ds_cells_same_shape(m->list[i], part))
        i++;
    if (i < m->n) {
        status = ds_cells_merge(m->list[i], part, err);
        ds_cells_free(part);
    } else if (ds_reserve(&m->list, &m->capacity, m->n + 1, sizeof(ds_cells *))) {
        m->list[m->n++] = part;
    } else {
        status = ds_error_memory(err);
        ds_cells_free(part);
    }
    return status;
}

/* The very same file named twice is a mistake; one without cells does no harm. */
static ds_status check_same_file(const merging *m, size_t i, ds_error *err) {
    struct stat one, other;
    if (stat(m->paths[i], &one) != 0) return DS_OK; /* reading it says why */
    for (size_t k = 0; k < i; k++)
        if (stat(m->paths[k], &other) == 0 && one.st_dev == other.st_dev &&
            one.st_ino == other.st_ino)
            return ds_error_at(err, DS_INPUT, m->paths[i], 0, 0, "hetzelfde bestand als %s",
                               "the same file as %s", m->paths[k]);
    return DS_OK;
}

/* Keeps that an earlier file has the same bytes: perhaps the same part, counted twice; small parts
 * may be equal by chance, so they do count. */
static ds_status note_equal_files(merging *m, size_t i, const char *data, ds_error *err) {
    for (size_t k = 0; k < i; k++) {
        char *before;
        size_t size;
        bool equal;
        ds_status status;
        if (m->sizes[k] != m->sizes[i]) continue;
        status = ds_file_read(m->paths[k], PART_MAX, &before, &size, err);
        if (status != DS_OK) return status;
        equal = size == m->sizes[i] && memcmp(before, data, size) == 0;
        ds_free(before);
        if (!equal) continue;
        if (!ds_reserve(&m->equal, &m->equal_capacity, m->n_equal + 1, sizeof *m->equal))
            return ds_error_memory(err);
        m->equal[m->n_equal++] = (ds_equal_files){m->paths[i], m->paths[k]};
    }
    return DS_OK;
}

static ds_status add_part_file(merging *m, size_t i, ds_error *err) {
    ds_cells **parts = NULL;
    size_t n_parts = 0;
    char *data;
    ds_status status = ds_file_read(m->paths[i], PART_MAX, &data, &m->sizes[i], err);
    if (status != DS_OK) return status;
    status = ds_cells_parse_csv_all(m->paths[i], data, m->sizes[i], &parts, &n_parts, err);
    if (status == DS_OK && n_parts > 0) status = check_same_file(m, i, err);
    if (status == DS_OK && n_parts > 0) status = note_equal_files(m, i, data, err);
    ds_free(data);
    for (size_t k = 0; k < n_parts; k++) {
        if (status == DS_OK)
            status = add_part(m, parts[k], err);
        else
            ds_cells_free(parts[k]);
    }
    ds_free(parts);
    return status;
}

/* The standard definition that an indicator has, for its breaks; none is no error. */
static ds_status find_standard(const ds_work_definitions *definitions, ds_tally_table *table,
                               ds_error *err) {
    ds_error unknown;
    size_t file;
    ds_status status = ds_work_definitions_find(definitions, ds_cells_indicator(table->cells),
                                                &file, &table->indicator, &unknown);
    if (status == DS_FAULT && err != NULL) *err = unknown;
    if (status != DS_OK) table->indicator = NULL;
    return status == DS_FAULT ? status : DS_OK;
}

/* Without definitions beside the program there are none: that is no error, for want of memory is.
 */
static ds_status finish_merge(const ds_work *work, const merging *m, ds_merged *out,
                              ds_error *err) {
    ds_work own = *work;
    ds_work_definitions *definitions = ds_calloc(1, sizeof *definitions);
    ds_status status;
    ds_error unread;
    out->definitions = definitions;
    out->tables = ds_calloc(m->n + 1, sizeof *out->tables);
    if (definitions == NULL || out->tables == NULL) return ds_error_memory(err);
    own.folder = NULL;
    status = ds_work_definitions_read(&own, NULL, definitions, &unread);
    if (status == DS_FAULT && err != NULL) *err = unread;
    if (status == DS_FAULT) return status;
    status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < m->n; i++) {
        ds_cells_finish(m->list[i]);
        out->tables[i].cells = m->list[i];
        status = find_standard(definitions, &out->tables[i], err);
    }
    return status;
}

ds_status ds_work_merge(const ds_work *work, const char *const *files, size_t n, ds_merged *out,
                        ds_error *err) {
    merging m = {.paths = files};
    ds_merged merged = {0};
    ds_status status = DS_OK;
    m.sizes = ds_calloc(n + 1, sizeof *m.sizes);
    if (m.sizes == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = add_part_file(&m, i, err);
    if (status == DS_OK) status = finish_merge(work, &m, &merged, err);
    ds_free(m.sizes);
    merged.cells = m.list;
    merged.n = m.n;
    merged.equal = m.equal;
    merged.n_equal = m.n_equal;
    if (status == DS_OK)
        *out = merged;
    else
        ds_merged_done(&merged);
    return status;
}

void ds_merged_done(ds_merged *merged) {
    for (size_t i = 0; i < merged->n; i++)
        ds_cells_free(merged->cells[i]);
    ds_free(merged->cells);
    ds_free(merged->tables);
    ds_free(merged->equal);
    if (merged->definitions != NULL) ds_work_definitions_done(merged->definitions);
    ds_free(merged->definitions);
    *merged = (ds_merged){0};
}
