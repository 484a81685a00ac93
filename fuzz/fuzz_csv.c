/* fuzz/fuzz_csv.c: any bytes as a CSV. Whatever they are, reading neither crashes nor hangs, and
 * gives the same records or the same fault with one worker and with two, in large chunks and in
 * small; what is handed over is UTF-8 without NUL, in as many fields as there are names. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/text.h"
#include "fuzz_must.h"
#include "table/csv.h"

enum { WORKERS = 2 };

/* What a reading came to. Records are summed up by adding hashes, since their order over the
 * workers is free. */
typedef struct outcome {
    ds_status status;
    uint64_t line, column;
    size_t n_names;
    uint64_t names;
    uint64_t n_records[WORKERS], records[WORKERS], last_line[WORKERS];
} outcome;

static uint64_t add_text(uint64_t hash, ds_text text) {
    MUST(ds_text_is_utf8(text, NULL));
    MUST(text.size == 0 || memchr(text.data, 0, text.size) == NULL);
    return ds_hash_mix(hash * 31 + ds_hash_fnv1a(text.data, text.size) + text.size);
}

static ds_status on_header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    outcome *o = context;
    bool any = false;
    (void)err;
    MUST(o->n_names == 0 && n_names > 0 && n_names <= DS_TABLE_COLUMNS_MAX);
    o->n_names = n_names;
    for (size_t i = 0; i < n_names; i++) {
        any = any || names[i].size > 0;
        o->names = add_text(o->names, names[i]);
    }
    MUST(any);
    return DS_OK;
}

static ds_status on_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    outcome *o = context;
    const size_t w = batch->worker;
    (void)err;
    MUST(w < WORKERS && batch->n_columns == o->n_names);
    MUST(batch->n_records > 0 && batch->n_records <= DS_TABLE_BATCH_MAX);
    for (size_t r = 0; r < batch->n_records; r++) {
        uint64_t hash = batch->lines[r];
        MUST(batch->lines[r] > o->last_line[w]);
        o->last_line[w] = batch->lines[r];
        for (size_t c = 0; c < batch->n_columns; c++)
            hash = add_text(hash, batch->fields[r * batch->n_columns + c]);
        o->records[w] += hash;
    }
    o->n_records[w] += batch->n_records;
    return DS_OK;
}

static outcome read_as(const char *path, const ds_table_info *info, size_t n_workers,
                       size_t chunk_size) {
    outcome o = {0};
    const ds_table_sink sink = {&o, on_header, on_batch, NULL, NULL, NULL};
    ds_error err;
    memset(&err, 0, sizeof err);
    o.status = ds_csv_read(path, info, n_workers, chunk_size, &sink, &err);
    o.line = err.line;
    o.column = err.column;
    MUST(o.status == DS_OK || o.status == DS_INPUT);
    MUST(o.status == DS_OK || (err.nl[0] != '\0' && err.en[0] != '\0'));
    return o;
}

static void must_be_same(outcome a, outcome b) {
    MUST(a.status == b.status && a.line == b.line && a.column == b.column);
    MUST(a.n_names == b.n_names && a.names == b.names);
    if (a.status != DS_OK) return; /* how much was handed over before the fault is free */
    MUST(a.n_records[0] + a.n_records[1] == b.n_records[0] + b.n_records[1]);
    MUST(a.records[0] + a.records[1] == b.records[0] + b.records[1]);
}

/* A file of this process, ending in .csv. */
static const char *write_file(const unsigned char *data, size_t size) {
    static char path[64];
    int fd;
    (void)snprintf(path, sizeof path, "/tmp/doorstroom-fuzz-%ld.csv", (long)getpid());
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    MUST(fd >= 0);
    MUST(write(fd, data, size) == (ssize_t)size);
    MUST(close(fd) == 0);
    return path;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    const char *path = write_file(data, size);
    ds_table_info info;
    ds_error err;
    ds_status status = ds_table_inspect(path, &info, &err);
    MUST(status == DS_OK || status == DS_INPUT);
    if (status == DS_OK) {
        const outcome one = read_as(path, &info, 1, DS_CSV_CHUNK_SIZE);
        must_be_same(one, read_as(path, &info, 2, DS_CSV_CHUNK_SIZE));
        must_be_same(one, read_as(path, &info, 1, 7));
        must_be_same(one, read_as(path, &info, 2, 16));
    }
    (void)unlink(path);
    return 0;
}
