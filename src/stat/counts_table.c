/* stat/counts_table.c: what a table of counts adds up to. See counts_table.h. */
#include "stat/counts_table.h"

#include "base/error.h"
#include "base/memory.h"

static const uint64_t counts_max = (uint64_t)1 << 53;

static bool is_used(const uint64_t *counts, size_t n, size_t stride) {
    for (size_t i = 0; i < n; i++)
        if (counts[i * stride] > 0) return true;
    return false;
}

static ds_status check_counts(const uint64_t *counts, size_t rows, size_t columns, ds_error *err) {
    uint64_t n = 0;
    if (rows > DS_TABLE_SIDE_MAX || columns > DS_TABLE_SIDE_MAX)
        return ds_error_set(
            err, DS_USAGE, "tabel: hoogstens %d rijen en kolommen, niet %zu bij %zu",
            "table: at most %d rows and columns, not %zu by %zu", DS_TABLE_SIDE_MAX, rows, columns);
    for (size_t i = 0; i < rows * columns; i++) {
        if (counts[i] >= counts_max || n + counts[i] >= counts_max)
            return ds_error_set(err, DS_USAGE, "tabel: aantallen vanaf 2^53",
                                "table: counts from 2^53");
        n += counts[i];
    }
    return DS_OK;
}

ds_status ds_counts_table_init(const uint64_t *counts, size_t rows, size_t columns,
                               ds_counts_table *out, ds_error *err) {
    ds_counts_table t = {0};
    size_t at = 0;
    ds_status status = check_counts(counts, rows, columns, err);
    if (status != DS_OK) return status;
    t.counts = ds_calloc(rows * columns + rows + columns + 1, sizeof *t.counts);
    if (t.counts == NULL) return ds_error_memory(err);
    t.row = t.counts + rows * columns;
    t.column = t.row + rows;
    for (size_t i = 0; i < rows; i++)
        t.rows += is_used(counts + i * columns, columns, 1);
    for (size_t j = 0; j < columns; j++)
        t.columns += is_used(counts + j, rows, columns);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            const uint64_t count = counts[i * columns + j];
            if (!is_used(counts + i * columns, columns, 1) || !is_used(counts + j, rows, columns))
                continue;
            t.row[at / t.columns] += count;
            t.column[at % t.columns] += count;
            t.n += count;
            t.counts[at++] = count;
        }
    *out = t;
    return DS_OK;
}

void ds_counts_table_done(ds_counts_table *table) {
    ds_free(table->counts);
    *table = (ds_counts_table){0};
}
