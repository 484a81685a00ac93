/* fuzz/fuzz_foreign.h: what the fuzzers of foreign tables share: any bytes as a file of that
 * format, read by the helper's code within this process (within.c). Whatever they are, it neither
 * crashes nor hangs nor grows without end; what comes of them is UTF-8 without NUL, in rows that go
 * on, or one line that says what is wrong. */
#ifndef DS_FUZZ_FOREIGN_H
#define DS_FUZZ_FOREIGN_H

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "table/parse/ask.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) abort();                                                                 \
    } while (0)

typedef struct seen {
    size_t n_names;
    uint64_t last_line;
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
    MUST(batch->n_columns == s->n_names && batch->n_records > 0);
    for (size_t r = 0; r < batch->n_records; r++) {
        MUST(batch->lines[r] > s->last_line);
        s->last_line = batch->lines[r];
        for (size_t c = 0; c < batch->n_columns; c++)
            check_text(batch->fields[r * batch->n_columns + c]);
    }
    return DS_OK;
}

/* Each use of a label, by its first byte. */
static ds_table_label_use see_label(void *context, const ds_table_label *label) {
    const seen *s = context;
    MUST(label->column < s->n_names);
    check_text(label->value);
    check_text(label->label);
    return label->label.size == 0 ? DS_TABLE_VALUE : (ds_table_label_use)(label->label.data[0] & 3);
}

static int read_foreign_bytes(const unsigned char *data, size_t size, ds_table_format format) {
    seen s = {0, 0};
    const ds_table_sink sink = {&s, see_header, see_batch, NULL, see_label, NULL};
    ds_source source = {.fd = memfd_create("levering", MFD_CLOEXEC), .path = "levering"};
    ds_error err;
    ds_status status;
    memset(&err, 0, sizeof err);
    MUST(source.fd >= 0 && write(source.fd, data, size) == (ssize_t)size);
    MUST(lseek(source.fd, 0, SEEK_SET) == 0);
    source.size_bytes = size;
    status = ds_parse_table(&source, format, NULL, &sink, &err);
    MUST(status == DS_OK || status == DS_INPUT);
    MUST(status == DS_OK || (err.nl[0] != '\0' && err.en[0] != '\0'));
    MUST(strchr(err.nl, '\n') == NULL && strchr(err.en, '\n') == NULL);
    (void)close(source.fd);
    return 0;
}

#endif
