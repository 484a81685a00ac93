/* work/inside/pushed.c: careers handed over as columns, some persons at a time. See
 * doorstroom/pushed.h.
 *
 * A push is a work folder of its own for a moment: imported as a part of the whole, tallied, and
 * removed. So a push is counted by the code that counts any part, and adds up as parts do. */
#include "doorstroom/pushed.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/leftover.h"
#include "base/memory.h"
#include "intake/part_folder.h"

struct ds_pushed {
    ds_work work;
    ds_tallies_options asked;
    char *from; /* work.folder */
    ds_cells **cells;
    size_t n;
    uint64_t n_refused;
};

ds_status ds_tally_push_new(const ds_work *work, const ds_tallies_options *asked, ds_pushed **out,
                            ds_error *err) {
    const ds_table_options *shown = &asked->shown;
    ds_pushed *pushed;
    ds_status status =
        ds_error_version(err, "ds_tallies_options", asked->version, DS_TALLIES_OPTIONS_VERSION);
    if (status == DS_OK &&
        (asked->n_parts > 0 || asked->narrow.groups != NULL || asked->narrow.same != NULL ||
         shown->compare != NULL || shown->totals != NULL || shown->shares != NULL ||
         shown->keep != NULL || shown->interval))
        status = ds_error_set(err, DS_USAGE,
                              "van delen is er niets te vergelijken; tel eerst alle cellen op",
                              "of parts there is nothing to compare; add up all cells first");
    if (status == DS_OK) status = ds_part_folder_check(work->folder, err);
    if (status != DS_OK) return status;
    pushed = ds_calloc(1, sizeof *pushed);
    if (pushed == NULL) return ds_error_memory(err);
    pushed->work = *work;
    pushed->asked = *asked;
    pushed->from = ds_strdup(work->folder);
    if (pushed->from == NULL) {
        ds_free(pushed);
        return ds_error_memory(err);
    }
    *out = pushed;
    return DS_OK;
}

static void free_cells(ds_cells **cells, size_t n) {
    for (size_t i = 0; cells != NULL && i < n; i++)
        ds_cells_free(cells[i]);
    ds_free(cells);
}

void ds_pushed_free(ds_pushed *pushed) {
    if (pushed == NULL) return;
    free_cells(pushed->cells, pushed->n);
    ds_free(pushed->from);
    ds_free(pushed);
}

/* ---- adding up ---- */

static bool keep_all_cells(const void *context, const ds_cell *cell) {
    (void)context;
    (void)cell;
    return true;
}

/* Cells of before and of this push together; both stay as they were. */
static ds_status add_cells(const ds_cells *before, const ds_cells *now, ds_cells **out,
                           ds_error *err) {
    ds_status status = ds_cells_select(now, keep_all_cells, NULL, out, err);
    if (status != DS_OK || before == NULL) return status;
    status = ds_cells_merge(*out, before, err);
    if (status == DS_OK) ds_cells_finish(*out);
    return status;
}

/* All tables, or none. */
static ds_status add_tables(ds_pushed *pushed, const ds_tallies *tallies, ds_error *err) {
    size_t n;
    const ds_tally_table *tables = ds_tallies_tables(tallies, &n);
    ds_cells **cells = ds_calloc(n + 1, sizeof(ds_cells *));
    ds_status status = cells == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = add_cells(pushed->cells == NULL ? NULL : pushed->cells[i], tables[i].cells,
                           &cells[i], err);
    if (status != DS_OK) {
        free_cells(cells, n);
        return status;
    }
    free_cells(pushed->cells, pushed->n);
    pushed->cells = cells;
    pushed->n = n;
    return DS_OK;
}

/* ---- a push ---- */

static ds_status import_push(const ds_pushed *pushed, const char *folder, uint64_t *out_refused,
                             ds_error *err) {
    const ds_import_options options = {.version = DS_IMPORT_OPTIONS_VERSION,
                                       .work_folder = folder,
                                       .program_folder = pushed->work.program_folder,
                                       .n_workers = pushed->work.n_threads};
    ds_import_report *report = NULL;
    ds_status status = ds_import(&options, &report, err);
    for (size_t i = 0; status == DS_OK && i < report->n_deliveries; i++)
        *out_refused += report->deliveries[i].n_refused;
    ds_import_report_free(report);
    return status;
}

static ds_status count_push(const ds_pushed *pushed, const char *folder, ds_tallies **out,
                            uint64_t *out_refused, ds_error *err) {
    ds_work work = pushed->work;
    ds_status status = import_push(pushed, folder, out_refused, err);
    work.folder = folder;
    work.progress = NULL;
    work.noted = NULL;
    return status == DS_OK ? ds_work_tally(&work, &pushed->asked, out, err) : status;
}

/* Files are called as in a work folder: which one it was for a moment means nothing to anybody. */
static void name_in_folder(const char *folder, ds_error *err) {
    const size_t size = strlen(folder);
    if (err != NULL && strncmp(err->file, folder, size) == 0 && err->file[size] == '/')
        memmove(err->file, err->file + size + 1, strlen(err->file + size + 1) + 1);
}

static ds_status fill_push_folder(const ds_pushed *pushed, const char *folder,
                                  const ds_push_delivery *deliveries, size_t n, ds_error *err) {
    ds_added *added = NULL;
    ds_status status = ds_part_folder_fill(folder, pushed->from, err);
    if (status == DS_OK) status = ds_import_add_streams(folder, deliveries, n, &added, err);
    ds_import_added_keep(added);
    return status;
}

/* The folder is gone before anything is added: what is told to have failed has not counted. */
static ds_status push_deliveries(ds_pushed *pushed, ds_leftover_folder *lying,
                                 const ds_push_delivery *deliveries, size_t n, ds_error *err) {
    const char *folder = lying->path;
    ds_tallies *tallies = NULL;
    ds_error ignored;
    uint64_t n_refused = 0;
    ds_status status = fill_push_folder(pushed, folder, deliveries, n, err), removed;
    if (status == DS_OK) status = count_push(pushed, folder, &tallies, &n_refused, err);
    if (status != DS_OK) name_in_folder(folder, err);
    removed = ds_leftover_folder_remove(lying, status == DS_OK ? err : &ignored);
    if (status == DS_OK) status = removed;
    if (status == DS_OK) status = add_tables(pushed, tallies, err);
    if (status == DS_OK) pushed->n_refused += n_refused;
    ds_tallies_free(tallies);
    return status;
}

ds_status ds_tally_push(ds_pushed *pushed, const ds_push_delivery *deliveries, size_t n,
                        ds_error *err) {
    ds_leftover_folder folder;
    ds_status status = ds_leftover_folder_make(&folder, err);
    if (status == DS_OK) status = push_deliveries(pushed, &folder, deliveries, n, err);
    for (size_t i = 0; i < n; i++)
        if (deliveries[i].stream->release != NULL)
            deliveries[i].stream->release(deliveries[i].stream);
    return status;
}

size_t ds_tally_push_n(const ds_pushed *pushed) {
    return pushed->n;
}

const ds_cells *ds_tally_push_cells(const ds_pushed *pushed, size_t i) {
    return pushed->cells[i];
}

uint64_t ds_pushed_refused(const ds_pushed *pushed) {
    return pushed->n_refused;
}
