/* work/inside/merge.c: the cells of parts in files, added up: exact, by indicator and columns, and
 * in json held against each other. See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/shown.h"

/* The definition that a table was counted by; of csv, which does not say, the standard one. NULL
 * for none, which is no error. */
static ds_status find_definition(const ds_work_definitions *definitions, const ds_parts_table *t,
                                 const ds_indicator **out, ds_error *err) {
    const ds_indicator *found = NULL;
    ds_error unknown;
    size_t file;
    ds_status status = ds_work_definitions_find(definitions, t->indicator, &file, &found, &unknown);
    *out = NULL;
    if (status == DS_FAULT && err != NULL) *err = unknown;
    if (status == DS_FAULT) return status;
    if (status == DS_OK && (!t->said || strcmp(t->version, t->present_codes ? found->version_present
                                                                            : found->version) == 0))
        *out = found;
    return DS_OK;
}

/* What the files say of a definition that is not here, or is under present codes. */
static ds_indicator stand_in(const ds_parts_table *t) {
    return (ds_indicator){.id = t->indicator,
                          .name = t->name,
                          .name_en = t->name_en,
                          .goal = t->goal,
                          .source = t->source,
                          .version = t->version,
                          .version_present = t->version,
                          .numeric = t->numeric,
                          .present_codes = t->present_codes};
}

static ds_status fill_table(ds_merged *merged, size_t i, ds_error *err) {
    const ds_parts_table t = ds_parts_at(merged->parts, i);
    const ds_indicator *found;
    ds_status status = find_definition(merged->definitions, &t, &found, err);
    if (status != DS_OK) return status;
    merged->tables[i] = (ds_tally_table){.indicator = found,
                                         .parts = merged->parts,
                                         .of_parts = i,
                                         .dropped = t.dropped,
                                         .n_dropped = t.n_dropped,
                                         .short_lookback = t.short_lookback,
                                         .n_short_lookback = t.n_short_lookback,
                                         .partial = t.partial,
                                         .n_partial = t.n_partial,
                                         .counted = t.counted,
                                         .n_counted = t.n_counted,
                                         .keys_version = t.keys_version};
    if (!t.said || (found != NULL && !t.present_codes)) return DS_OK;
    merged->own[i] = found == NULL ? stand_in(&t) : ds_indicator_present(found);
    merged->tables[i].indicator = &merged->own[i];
    merged->n_unknown += found == NULL;
    return DS_OK;
}

/* What is shown beside the cells, which are in memory then. */
static ds_status show_table(const ds_table_options *asked, ds_merged *merged, size_t i,
                            ds_error *err) {
    ds_shown *shown = &merged->shown[i];
    const ds_tally_table *t = &merged->tables[i];
    ds_cells *cells = NULL;
    ds_status status = ds_shown_read(asked, shown, err);
    if (status == DS_OK) status = ds_parts_cells(merged->parts, i, &cells, err);
    if (status == DS_OK)
        status = ds_shown_compare(shown, asked, cells, t->counted, t->n_counted, err);
    ds_cells_free(cells);
    if (status == DS_OK) ds_shown_fill(shown, &merged->tables[i]);
    return status;
}

/* All tables are of one register, or of one whole. */
static void fill_source(ds_merged *merged) {
    const ds_parts_table t = ds_parts_at(merged->parts, 0);
    merged->said = t.said;
    merged->source = (ds_tally_source){.generation = t.generation,
                                       .single_institution = t.single_institution,
                                       .undelivered = t.undelivered,
                                       .n_unlevelled = t.n_unlevelled,
                                       .whole = ""};
}

/* Without definitions beside the program there are none: that is no error, for want of memory is;
 * so is a file that was asked for. */
static ds_status read_merge_definitions(const ds_work *work, const char *file,
                                        ds_work_definitions *out, ds_error *err) {
    ds_work own = *work;
    ds_error unread;
    ds_status status;
    own.folder = NULL;
    status = ds_work_definitions_read(&own, file, out, &unread);
    if ((status == DS_FAULT || (status != DS_OK && file != NULL)) && err != NULL) *err = unread;
    return status == DS_FAULT || file != NULL ? status : DS_OK;
}

static ds_status fill_merged(const ds_work *work, const ds_merge_options *options,
                             const char *const *files, size_t n, ds_merged *out, ds_error *err) {
    ds_status status = ds_parts_open(files, n, &out->parts, err);
    if (status != DS_OK) return status;
    out->n = ds_parts_n(out->parts);
    out->equal = ds_parts_equal_files(out->parts, &out->n_equal);
    out->definitions = ds_calloc(1, sizeof(ds_work_definitions));
    out->tables = ds_calloc(out->n + 1, sizeof *out->tables);
    out->own = ds_calloc(out->n + 1, sizeof *out->own);
    out->shown = ds_calloc(out->n + 1, sizeof *out->shown);
    if (out->definitions == NULL || out->tables == NULL || out->own == NULL || out->shown == NULL)
        return ds_error_memory(err);
    status = read_merge_definitions(work, options->definitions_file, out->definitions, err);
    for (size_t i = 0; status == DS_OK && i < out->n; i++)
        status = fill_table(out, i, err);
    for (size_t i = 0; status == DS_OK && ds_shown_asked(&options->shown) && i < out->n; i++)
        status = show_table(&options->shown, out, i, err);
    if (status == DS_OK && out->n > 0) fill_source(out);
    return status;
}

ds_status ds_work_merge(const ds_work *work, const ds_merge_options *options,
                        const char *const *files, size_t n, ds_merged *out, ds_error *err) {
    ds_merged merged = {0};
    ds_status status =
        ds_error_version(err, "ds_merge_options", options->version, DS_MERGE_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    status = fill_merged(work, options, files, n, &merged, err);
    if (status == DS_OK)
        *out = merged;
    else
        ds_merged_done(&merged);
    return status;
}

void ds_merged_done(ds_merged *merged) {
    for (size_t i = 0; merged->shown != NULL && i < merged->n; i++)
        ds_shown_done(&merged->shown[i]);
    ds_free(merged->shown);
    ds_parts_free(merged->parts);
    ds_free(merged->tables);
    ds_free(merged->own);
    if (merged->definitions != NULL) ds_work_definitions_done(merged->definitions);
    ds_free(merged->definitions);
    *merged = (ds_merged){0};
}
