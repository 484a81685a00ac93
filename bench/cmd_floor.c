/* bench/cmd_floor.c: 'floor' measures one sequential read of the files that the 21 tables need, by
 * adding up their words: nothing that looks at them can be faster. */
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "bench.h"

enum { FILES_MAX = 32, PIECE_WORDS = 1 << 17, WORKERS_MAX = 256 };

typedef struct piece {
    const uint64_t *words;
    size_t n;
} piece;

typedef struct floor_work {
    piece *pieces;
    size_t n_pieces, capacity;
    size_t bytes;
    uint64_t sums[WORKERS_MAX * 8]; /* one a cache line */
} floor_work;

static ds_status add_words(void *context, size_t i, size_t worker, ds_error *err) {
    floor_work *w = context;
    const uint64_t *words = w->pieces[i].words;
    uint64_t sum = 0;
    (void)err;
    for (size_t k = 0; k < w->pieces[i].n; k++)
        sum += words[k];
    w->sums[worker * 8] += sum;
    return DS_OK;
}

static void add_file(floor_work *w, const void *data, size_t bytes) {
    const uint64_t *words = data;
    w->bytes += bytes;
    for (size_t at = 0, n = bytes / 8; at < n; at += PIECE_WORDS) {
        if (!ds_reserve(&w->pieces, &w->capacity, w->n_pieces + 1, sizeof *w->pieces))
            bench_die("no memory");
        w->pieces[w->n_pieces++] =
            (piece){words + at, n - at < PIECE_WORDS ? n - at : (size_t)PIECE_WORDS};
    }
}

static void list_files(floor_work *w, const ds_register *reg) {
    size_t persons = (size_t)ds_register_n_blocks(reg) * DS_BLOCK_PERSONS;
    for (size_t i = 0; bench_columns[i] != NULL; i++) {
        const ds_register_column *c = ds_register_find(reg, bench_columns[i]);
        if (c == NULL || c->data == NULL) continue;
        add_file(w, c->data, persons * (c->by_year ? ds_register_n_years(reg) : 1) * c->width);
    }
    for (size_t i = 0; bench_events[i] != NULL; i++) {
        const ds_register_events *e = ds_register_find_events(reg, bench_events[i]);
        uint64_t n_blocks = ds_register_n_blocks(reg);
        if (e == NULL) continue;
        add_file(w, e->offsets, (size_t)(n_blocks + 1) * sizeof *e->offsets);
        add_file(w, e->events, (size_t)e->offsets[n_blocks] * sizeof *e->events);
    }
}

int bench_floor(const bench_args *args) {
    static floor_work w;
    ds_register *reg = bench_open(args);
    bench_runs runs = {0};
    uint64_t sum = 0;
    if (args->threads > WORKERS_MAX) bench_die("more than %d threads", WORKERS_MAX);
    list_files(&w, reg);
    for (size_t run = 0; run <= args->number; run++) { /* the first warms up */
        bench_moment start = bench_now();
        ds_error err;
        bench_check(ds_parallel(w.n_pieces, args->threads, add_words, &w, &err), &err);
        if (run > 0) bench_note(&runs, start);
    }
    for (size_t i = 0; i < WORKERS_MAX; i++)
        sum += w.sums[i * 8];
    bench_say("bytes", (double)w.bytes);
    bench_say("sum", (double)(sum & 0xffffff)); /* so that the reading cannot be left out */
    bench_say_runs("", &runs);
    bench_say_memory();
    ds_free(w.pieces);
    ds_register_close(reg);
    return 0;
}
