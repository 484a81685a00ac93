/* fuzz/fuzz_xlsx.c: any bytes as an Excel file: as they are, or, when the first byte is even, as
 * the parts of one (with a zero byte between: workbook, relations, styles, strings, sheet), so that
 * what is behind the zip's checksums is reached. Whatever they are, reading neither crashes nor
 * hangs nor grows without end, gives the same twice, UTF-8 without NUL, and rows in order. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/hash.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "fuzz_must.h"

typedef struct outcome {
    ds_status status;
    size_t n_names;
    uint64_t hash, last_line;
} outcome;

static uint64_t add_text(uint64_t hash, ds_text text) {
    MUST(ds_text_is_utf8(text, NULL));
    MUST(text.size == 0 || memchr(text.data, 0, text.size) == NULL);
    return ds_hash_mix(hash * 31 + ds_hash_fnv1a(text.data, text.size) + text.size);
}

static ds_status on_header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    outcome *o = context;
    (void)err;
    MUST(o->n_names == 0 && n_names > 0 && n_names <= DS_TABLE_COLUMNS_MAX);
    o->n_names = n_names;
    for (size_t i = 0; i < n_names; i++)
        o->hash = add_text(o->hash, names[i]);
    return DS_OK;
}

static ds_status on_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    outcome *o = context;
    (void)err;
    MUST(batch->n_columns == o->n_names && batch->n_records > 0);
    for (size_t r = 0; r < batch->n_records; r++) {
        MUST(batch->lines[r] > o->last_line);
        o->last_line = batch->lines[r];
        for (size_t c = 0; c < batch->n_columns; c++)
            o->hash = add_text(o->hash, batch->fields[r * batch->n_columns + c]);
    }
    return DS_OK;
}

static outcome read_as(const char *path, const ds_table_info *info) {
    outcome o = {.status = DS_OK};
    const ds_table_sink sink = {&o, on_header, on_batch, NULL, NULL, NULL};
    ds_error err;
    memset(&err, 0, sizeof err);
    o.status = ds_table_read(path, info, 1, &sink, &err);
    MUST(o.status == DS_OK || o.status == DS_INPUT);
    MUST(o.status == DS_OK || (err.nl[0] != '\0' && err.en[0] != '\0'));
    return o;
}

static void write_bytes(const char *path, const unsigned char *data, size_t size) {
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    MUST(fd >= 0);
    MUST(write(fd, data, size) == (ssize_t)size);
    MUST(close(fd) == 0);
}

static void write_parts(const char *path, const char *data, size_t size) {
    static const char top[] = "<Relationships><Relationship Type=\"/officeDocument\" "
                              "Target=\"xl/workbook.xml\"/></Relationships>";
    static const char *const names[] = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                                        "xl/styles.xml", "xl/sharedStrings.xml",
                                        "xl/worksheets/sheet1.xml"};
    int code;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    MUST(zip != NULL);
    MUST(zip_file_add(zip, "_rels/.rels", zip_source_buffer(zip, top, sizeof top - 1, 0), 0) >= 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *end = i + 1 == sizeof names / sizeof *names ? NULL : memchr(data, 0, size);
        const size_t n = end == NULL ? size : (size_t)(end - data);
        MUST(zip_file_add(zip, names[i], zip_source_buffer(zip, data, n, 0), 0) >= 0);
        data += end == NULL ? n : n + 1;
        size -= end == NULL ? n : n + 1;
    }
    MUST(zip_close(zip) == 0);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    static char path[64];
    ds_table_info info;
    ds_error err;
    ds_status status;
    outcome once, again;
    (void)snprintf(path, sizeof path, "/tmp/doorstroom-fuzz-%ld.xlsx", (long)getpid());
    if (size == 0) return 0;
    if (data[0] % 2 == 0)
        write_parts(path, (const char *)data + 1, size - 1);
    else
        write_bytes(path, data + 1, size - 1);
    status = ds_table_inspect(path, &info, &err);
    MUST(status == DS_OK || status == DS_INPUT);
    if (status == DS_OK) {
        once = read_as(path, &info);
        again = read_as(path, &info);
        MUST(once.status == again.status && once.hash == again.hash);
    }
    (void)unlink(path);
    return 0;
}
