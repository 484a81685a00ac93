/* tests/table/gather.h: a sink that keeps what it gets, and puts it in one text in the order of the
 * lines: the names, then a record a line as "line:cell|cell|cell". */
#ifndef DS_TESTS_TABLE_GATHER_H
#define DS_TESTS_TABLE_GATHER_H

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/table.h"
#include "support/support.h"

enum { GATHER_WORKERS = 4, GATHER_MAX = 64 << 20 };

typedef struct gather_record {
    uint64_t line;
    size_t worker, offset, size; /* in that worker's cells */
} gather_record;

typedef struct gather_part {
    ds_buffer cells;
    gather_record *records;
    size_t n_records, capacity;
    uint64_t last_line;
} gather_part;

typedef struct gather {
    ds_buffer header;
    gather_part parts[GATHER_WORKERS];
    size_t n_columns;
    size_t n_batches;     /* of worker 0 */
    size_t fail_at_batch; /* of worker 0, from 1; 0 is never */
    bool fail_at_header;
    ds_buffer text;
} gather;

static inline void gather_init(gather *g) {
    memset(g, 0, sizeof *g);
    ds_buffer_init(&g->header, GATHER_MAX);
    ds_buffer_init(&g->text, GATHER_MAX);
    for (size_t i = 0; i < GATHER_WORKERS; i++)
        ds_buffer_init(&g->parts[i].cells, GATHER_MAX);
}

static inline void gather_done(gather *g) {
    ds_buffer_done(&g->header);
    ds_buffer_done(&g->text);
    for (size_t i = 0; i < GATHER_WORKERS; i++) {
        ds_buffer_done(&g->parts[i].cells);
        ds_free(g->parts[i].records);
    }
}

static inline ds_status gather_header(void *context, const ds_text *names, size_t n_names,
                                      ds_error *err) {
    gather *g = context;
    if (g->fail_at_header) return ds_error_set(err, DS_INPUT, "kop", "header");
    g->n_columns = n_names;
    for (size_t i = 0; i < n_names; i++) {
        if (i > 0) ds_buffer_add_char(&g->header, '|');
        ds_buffer_add(&g->header, names[i].data, names[i].size);
    }
    ds_buffer_add_char(&g->header, '\n');
    return ds_buffer_finish(&g->header, err);
}

static inline ds_status gather_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    gather *g = context;
    gather_part *part = &g->parts[batch->worker];
    assert_true(batch->worker < GATHER_WORKERS);
    assert_true(batch->n_records > 0 && batch->n_records <= DS_TABLE_BATCH_MAX);
    assert_int_equal(batch->n_columns, g->n_columns);
    if (batch->worker == 0 && ++g->n_batches == g->fail_at_batch)
        return ds_error_set(err, DS_INPUT, "stapel", "batch");
    for (size_t r = 0; r < batch->n_records; r++) {
        gather_record *record;
        if (!ds_reserve(&part->records, &part->capacity, part->n_records + 1, sizeof *record))
            return ds_error_memory(err);
        record = &part->records[part->n_records++];
        *record = (gather_record){batch->lines[r], batch->worker, part->cells.size, 0};
        assert_true(batch->lines[r] > part->last_line);
        part->last_line = batch->lines[r];
        for (size_t c = 0; c < batch->n_columns; c++) {
            ds_text field = batch->fields[r * batch->n_columns + c];
            if (c > 0) ds_buffer_add_char(&part->cells, '|');
            ds_buffer_add(&part->cells, field.data, field.size);
        }
        record->size = part->cells.size - record->offset;
    }
    return ds_buffer_finish(&part->cells, err);
}

static inline int gather_compare(const void *a, const void *b) {
    const gather_record *x = a, *y = b;
    return x->line < y->line ? -1 : x->line > y->line;
}

/* All that was kept, as one text. */
static inline ds_status gather_finish(gather *g, ds_error *err) {
    gather_record *all;
    size_t n = 0, at = 0;
    for (size_t i = 0; i < GATHER_WORKERS; i++)
        n += g->parts[i].n_records;
    all = ds_calloc(n, sizeof *all);
    if (all == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < GATHER_WORKERS; i++)
        for (size_t r = 0; r < g->parts[i].n_records; r++)
            all[at++] = g->parts[i].records[r];
    qsort(all, n, sizeof *all, gather_compare);
    ds_buffer_add_string(&g->text, ds_buffer_string(&g->header));
    for (size_t i = 0; i < n; i++) {
        const char *cells = ds_buffer_string(&g->parts[all[i].worker].cells);
        ds_buffer_addf(&g->text, "%llu:", (unsigned long long)all[i].line);
        ds_buffer_add(&g->text, cells + all[i].offset, all[i].size);
        ds_buffer_add_char(&g->text, '\n');
    }
    ds_free(all);
    return ds_buffer_finish(&g->text, err);
}

static inline ds_table_sink gather_sink(gather *g) {
    return (ds_table_sink){g, gather_header, gather_batch, NULL, NULL, NULL};
}

/* Inspects and reads path into g, which is finished when that went well. */
static inline ds_status gather_file(gather *g, const char *path, size_t n_workers, ds_error *err) {
    const ds_table_sink sink = gather_sink(g);
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read(path, &info, n_workers, &sink, err);
    return status == DS_OK ? gather_finish(g, err) : status;
}

#endif
