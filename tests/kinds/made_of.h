/* tests/kinds/made_of.h: tables of a kind made of a few lines of text. */
#ifndef DS_TESTS_KINDS_MADE_OF_H
#define DS_TESTS_KINDS_MADE_OF_H

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "doorstroom/kinds.h"
#include "support/support.h"

enum { MADE_FIELDS = 24, MADE_LINE = 400 };

static inline ds_kinds *standard_kinds(void) {
    static const char *const folders[] = {NULL, DS_SOURCE_DIR "/codes"};
    ds_kinds *kinds = NULL;
    ds_error err = {0};
    if (ds_kinds_read(folders, 2, &kinds, &err) != DS_OK)
        fail_msg("%s:%d: %s", err.file, (int)err.line, err.en);
    return kinds;
}

/* Cuts a line at its commas, in line. */
static inline size_t cut_line(char *line, const char **out) {
    size_t n = 0;
    for (char *at = line; at != NULL && n < MADE_FIELDS;) {
        char *comma = strchr(at, ',');
        if (comma != NULL) *comma = '\0';
        out[n++] = at;
        at = comma == NULL ? NULL : comma + 1;
    }
    return n;
}

/* lines[0] names the columns; "" begins another file with the line after it; NULL ends. */
static inline ds_status make_of(const ds_kinds *kinds, const char *kind, const char *const *lines,
                                const ds_kind_known *known, ds_kind_table **out, ds_error *err) {
    ds_kind_builder *builder = NULL;
    ds_status status = ds_kind_builder_new(kinds, kind, &builder, err);
    bool names = true;
    for (size_t i = 0; status == DS_OK && lines[i] != NULL; i++) {
        char line[MADE_LINE];
        const char *fields[MADE_FIELDS];
        size_t n;
        if (lines[i][0] == '\0') {
            names = true;
            continue;
        }
        (void)snprintf(line, sizeof line, "%s", lines[i]);
        n = cut_line(line, fields);
        status = names ? ds_kind_builder_columns(builder, fields, n, err)
                       : ds_kind_builder_row(builder, fields, err);
        names = false;
    }
    if (status == DS_OK) status = ds_kind_builder_finish(builder, known, out, err);
    ds_kind_builder_free(builder);
    return status;
}

#endif
