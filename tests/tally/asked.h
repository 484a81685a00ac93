/* tests/tally/asked.h: what the tests of surveys share: answers as a table of the kind enquete, and
 * one question over them. */
#ifndef DS_TESTS_TALLY_ASKED_H
#define DS_TESTS_TALLY_ASKED_H

#include "tally/work.h"

#include "base/error.h"
#include "base/int128.h"
#include "base/text.h"
#include "doorstroom/kinds.h"
#include "doorstroom/survey_tally.h"

/* Answers of rows[n][n_names]; "" is missing. */
__attribute__((unused)) static ds_kind_table *asked_table(const char *const *names, size_t n_names,
                                                          const char *const *values, size_t n) {
    static const char *const folders[] = {DS_SOURCE_DIR "/codes"};
    ds_kinds *kinds = NULL;
    ds_kind_builder *builder = NULL;
    ds_kind_table *table = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_kinds_read(folders, 1, &kinds, &err) != DS_OK ||
        ds_kind_builder_new(kinds, "enquete", &builder, &err) != DS_OK ||
        ds_kind_builder_columns(builder, names, n_names, &err) != DS_OK)
        fail_msg("%s:%lu: %s", err.file, (unsigned long)err.line, err.en);
    for (size_t i = 0; i < n; i++)
        if (ds_kind_builder_row(builder, values + i * n_names, &err) != DS_OK)
            fail_msg("row %zu: %s", i, err.en);
    if (ds_kind_builder_finish(builder, NULL, &table, &err) != DS_OK) fail_msg("%s", err.en);
    ds_kind_builder_free(builder);
    ds_kinds_free(kinds);
    return table;
}

static inline ds_definitions *asked_definitions(const char *yaml) {
    ds_definitions *definitions = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_parse("proef.yaml", yaml, strlen(yaml), &definitions, &err) != DS_OK)
        fail_msg("%lu:%lu: %s", (unsigned long)err.line, (unsigned long)err.column, err.en);
    return definitions;
}

/* The first indicator of the set by these columns; status says what came of it. */
__attribute__((unused)) static ds_status asked_tally(const ds_survey_source *source,
                                                     const ds_definitions *definitions,
                                                     const char *const *names, size_t n_names,
                                                     ds_survey_tally *out, ds_error *err) {
    ds_overlay *overlay = ds_overlay_new(definitions);
    uint32_t keys[DS_KEYS_MAX];
    ds_tally_request request = {.keys = keys, .key_names = names, .n_keys = n_names};
    ds_status status = overlay == NULL ? ds_error_memory(err) : DS_OK;
    if (overlay != NULL) ds_overlay_over_enquete(overlay);
    for (size_t i = 0; status == DS_OK && i < n_names; i++)
        status = ds_overlay_key(overlay, names[i], &keys[i], err);
    request.indicator = ds_definitions_at(definitions, 0);
    if (status == DS_OK)
        status = ds_tally_survey(source, ds_overlay_definitions(overlay), &request, out, err);
    ds_overlay_free(overlay);
    return status;
}

#endif
