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
#include "fuzz_table.h"
#include "table/parse/ask.h"

/* Each use of a label, by its first byte. */
static ds_table_label_use see_label(void *context, const ds_table_label *label) {
    const seen *s = context;
    MUST(label->column < s->n_names);
    check_text(label->value);
    check_text(label->label);
    return label->label.size == 0 ? DS_TABLE_VALUE : (ds_table_label_use)(label->label.data[0] & 3);
}

static int read_foreign_bytes(const unsigned char *data, size_t size, ds_table_format format) {
    seen s = {0};
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
