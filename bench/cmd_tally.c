/* bench/cmd_tally.c: 'tally' measures ds_tally: the standard definitions, 21 tables, one call. */
#include <string.h>

#include "bench.h"
#include "doorstroom/tally.h"

static const char definitions_path[] = DS_SOURCE_DIR "/definitions/werkagenda.yaml";

typedef struct asked {
    ds_definitions *definitions;
    ds_overlay *overlay;
    ds_tally_request requests[BENCH_TABLES];
    uint32_t keys[BENCH_TABLES][BENCH_KEYS];
} asked;

static void ask(asked *a) {
    ds_error err;
    memset(&err, 0, sizeof err);
    bench_check(ds_definitions_read(definitions_path, &a->definitions, &err), &err);
    a->overlay = ds_overlay_new(a->definitions);
    for (size_t i = 0; i < BENCH_TABLES; i++) {
        const bench_table *table = &bench_tables[i];
        const ds_indicator *indicator;
        bench_check(ds_definitions_find(a->definitions, table->indicator, &indicator, &err), &err);
        for (size_t k = 0; k < table->n_keys; k++)
            bench_check(ds_overlay_key(a->overlay, table->keys[k], &a->keys[i][k], &err), &err);
        a->requests[i] = (ds_tally_request){indicator, a->keys[i], table->keys, table->n_keys};
    }
}

static void write_cells(const char *path, ds_cells *const *cells) {
    FILE *file = bench_create(path);
    size_t n = 0;
    for (size_t i = 0; i < BENCH_TABLES; i++)
        for (size_t c = 0; c < ds_cells_n(cells[i]); c++) {
            ds_cell cell = ds_cells_at(cells[i], c);
            if (cell.measures.noemer + cell.measures.onbekend == 0) continue;
            bench_put_cell(file, &bench_tables[i], cell.schooljaar, cell.keys, &cell.measures);
            n++;
        }
    bench_close(file, path);
    bench_say("cells", (double)n);
}

int bench_tally(const bench_args *args) {
    static asked a;
    ds_register *reg = bench_open(args);
    ds_tally_options options = {.n_workers = args->threads};
    bench_runs runs = {0};
    ask(&a);
    for (size_t run = 0; run <= args->number; run++) { /* the first warms up */
        ds_cells *cells[BENCH_TABLES];
        ds_tally_note notes[BENCH_TABLES];
        bench_moment start = bench_now();
        ds_error err;
        memset(&err, 0, sizeof err);
        bench_check(ds_tally(reg, ds_overlay_definitions(a.overlay), a.requests, BENCH_TABLES,
                             &options, cells, notes, &err),
                    &err);
        if (run > 0)
            bench_note(&runs, start);
        else
            write_cells(args->file, cells);
        for (size_t i = 0; i < BENCH_TABLES; i++)
            ds_cells_free(cells[i]);
    }
    bench_say_runs("", &runs);
    bench_say_memory();
    ds_overlay_free(a.overlay);
    ds_definitions_free(a.definitions);
    ds_register_close(reg);
    return 0;
}
