/* fuzz/fuzz_table.h: what the fuzzers of tables demand of one: texts in UTF-8 without NUL, in rows
 * that go on, as many as there are names. */
#ifndef DS_FUZZ_TABLE_H
#define DS_FUZZ_TABLE_H

#include <string.h>

#include "base/text.h"
#include "doorstroom/table.h"
#include "fuzz_must.h"

typedef struct seen {
    size_t n_names, depth;
    uint64_t last_line, n_asked, n_replied;
} seen;

static void check_text(ds_text text) {
    MUST(ds_text_is_utf8(text, NULL));
    MUST(text.size == 0 || memchr(text.data, 0, text.size) == NULL);
}

static ds_status see_header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    seen *s = context;
    (void)err;
    MUST(s->n_names == 0 && n_names > 0 && n_names <= DS_TABLE_COLUMNS_MAX);
    s->n_names = n_names;
    for (size_t i = 0; i < n_names; i++)
        check_text(names[i]);
    return DS_OK;
}

static ds_status see_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    seen *s = context;
    (void)err;
    MUST(s->n_names > 0 && batch->n_columns == s->n_names);
    MUST(batch->n_records > 0 && batch->n_records <= DS_TABLE_BATCH_MAX);
    for (size_t r = 0; r < batch->n_records; r++) {
        MUST(batch->lines[r] > s->last_line);
        s->last_line = batch->lines[r];
        for (size_t c = 0; c < batch->n_columns; c++)
            check_text(batch->fields[r * batch->n_columns + c]);
    }
    return DS_OK;
}

#endif
