/* tests/tally/work.h: what the tests of this stage share: a work folder that is imported and
 * opened, and definitions that must be right. */
#ifndef DS_TESTS_TALLY_WORK_H
#define DS_TESTS_TALLY_WORK_H

#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/intake.h"
#include "doorstroom/register.h"
#include "doorstroom/tally.h"

/* How much of the work is to be done: 1 unless DS_TEST_SCALE says otherwise. */
static inline double work_scale(void) {
    const char *text = getenv("DS_TEST_SCALE");
    return text == NULL ? 1.0 : strtod(text, NULL);
}

/* The summary, the caller's. Not inlined: gcc 12 then takes it for a pointer to a dead local. */
__attribute__((unused, noinline)) static char *work_summary(const char *folder) {
    ds_import_options options = {
        .work_folder = folder, .program_folder = DS_SOURCE_DIR, .n_workers = 2};
    ds_import_report *report = NULL;
    char *summary = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_import(&options, &report, &err) != DS_OK)
        fail_msg("import of %s: %s:%lu: %s", folder, err.file, (unsigned long)err.line, err.en);
    assert_int_equal(ds_import_report_json(report, &summary, &err), DS_OK);
    ds_import_report_free(report);
    return summary;
}

static inline void work_import(const char *folder) {
    ds_free(work_summary(folder));
}

/* With the tables for SQL. */
static inline void work_import_tables(const char *folder) {
    ds_import_options options = {
        .work_folder = folder, .program_folder = DS_SOURCE_DIR, .n_workers = 2};
    ds_import_report *report = NULL;
    char *tables = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_import_sql(&options, &report, &tables, &err) != DS_OK)
        fail_msg("import of %s: %s:%lu: %s", folder, err.file, (unsigned long)err.line, err.en);
    ds_import_report_free(report);
    ds_free(tables);
}

static inline ds_register *work_open(const char *folder) {
    ds_register *reg = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_register_open(folder, &reg, &err) != DS_OK) fail_msg("%s: %s", folder, err.en);
    return reg;
}

static inline ds_register *work_register(const char *folder) {
    work_import(folder);
    return work_open(folder);
}

static inline ds_definitions *work_standard(void) {
    ds_definitions *definitions = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_read(DS_SOURCE_DIR "/definitions/werkagenda.yaml", &definitions, &err) !=
        DS_OK)
        fail_msg("%s", err.en);
    return definitions;
}

static inline const ds_indicator *work_indicator(const ds_definitions *definitions,
                                                 const char *id) {
    const ds_indicator *indicator = NULL;
    ds_error err;
    assert_int_equal(ds_definitions_find(definitions, id, &indicator, &err), DS_OK);
    return indicator;
}

/* One table; names are the columns to break down by. The caller's. */
static inline ds_cells *work_tally(const ds_register *reg, const ds_definitions *definitions,
                                   const char *id, const char *const *names, size_t n_names,
                                   const ds_tally_options *options) {
    ds_tally_options usual = {.n_workers = 2};
    ds_overlay *overlay = ds_overlay_new(definitions);
    uint32_t keys[DS_KEYS_MAX];
    ds_tally_request request = {.keys = keys, .key_names = names, .n_keys = n_names};
    ds_cells *cells = NULL;
    ds_tally_note note;
    ds_error err;
    memset(&err, 0, sizeof err);
    for (size_t i = 0; i < n_names; i++)
        if (ds_overlay_key(overlay, names[i], &keys[i], &err) != DS_OK)
            fail_msg("%s: %s", names[i], err.en);
    request.indicator = work_indicator(definitions, id);
    if (ds_tally(reg, ds_overlay_definitions(overlay), &request, 1,
                 options == NULL ? &usual : options, &cells, &note, &err) != DS_OK)
        fail_msg("tally of %s: %s", id, err.en);
    ds_overlay_free(overlay);
    return cells;
}

static inline char *work_csv(const ds_cells *cells) {
    char *csv = NULL;
    ds_error err;
    assert_int_equal(ds_cells_print_csv(cells, true, &csv, &err), DS_OK);
    return csv;
}

#endif
