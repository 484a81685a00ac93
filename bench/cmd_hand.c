/* bench/cmd_hand.c: 'hand' measures the hand-written loop of hand.h. */
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "hand.h"

typedef struct hand_work {
    hand_input in;
    uint32_t *counts; /* [worker][year][part] */
    size_t worker_size;
} hand_work;

static const void *column(const ds_register *reg, const char *name, uint8_t width, bool by_year) {
    const bool may_change = by_year || strcmp(name, "ses") == 0;
    const ds_register_column *c = ds_register_find(reg, name);
    if (c == NULL || c->data == NULL || c->width != width || c->by_year != by_year)
        bench_die("%s is not as the hand-written loop wants it: use the bench's own register",
                  name);
    if (!may_change && ds_register_find_events(reg, name) != NULL)
        bench_die("%s changes over the years: use the bench's own register", name);
    return c->data;
}

static size_t words_of(const ds_register *reg, const char *name) {
    return ds_register_find(reg, name)->n_words + 1;
}

static void open_columns(hand_input *in, const ds_register *reg) {
    in->soort = column(reg, "soort", 1, true);
    in->niveau = column(reg, "niveau", 1, true);
    in->leerweg = column(reg, "leerweg", 1, true);
    in->hoofdgroep = column(reg, "hoofdgroep", 1, true);
    in->sector = column(reg, "sector", 1, true);
    in->instelling = column(reg, "instelling", 2, true);
    in->uren = column(reg, "uren_werk", 2, true);
    in->birth = column(reg, "geboortedatum", 4, false);
    in->migratie = column(reg, "migratieachtergrond", 1, false);
    in->ses = column(reg, "ses", 1, false);
    in->geslacht = column(reg, "geslacht", 1, false);
    in->ses_change = ds_register_find_events(reg, "ses");
    in->diploma = ds_register_find_events(reg, DS_EVENT_DIPLOMA);
    in->vrijstelling = ds_register_find_events(reg, DS_EVENT_VRIJSTELLING);
    if (in->diploma == NULL || in->vrijstelling == NULL) bench_die("no diplomas or exemptions");
    in->radix = (hand_radix){.leerweg = words_of(reg, "leerweg"),
                             .hoofdgroep = words_of(reg, "hoofdgroep"),
                             .sector = words_of(reg, "sector"),
                             .instelling = words_of(reg, "instelling"),
                             .migratie = words_of(reg, "migratieachtergrond"),
                             .ses = (size_t)ds_register_find(reg, "ses")->max + 1,
                             .geslacht = words_of(reg, "geslacht")};
}

static void plan_parts(hand_input *in) {
    const hand_radix *x = &in->radix;
    size_t way = HAND_NIVEAU * x->leerweg, fine = way * x->hoofdgroep;
    in->size[HAND_VSV] = fine * x->migratie;
    in->size[HAND_SWITCH] = fine * x->geslacht;
    in->size[HAND_UITSTROOM] = way * x->migratie;
    in->size[HAND_UITSTROOM_INST] = x->instelling * HAND_NIVEAU;
    in->size[HAND_STARTERS] = HAND_NIVEAU * x->hoofdgroep;
    in->size[HAND_STARTERS_INST] = x->instelling * HAND_NIVEAU;
    in->size[HAND_HBO] = x->leerweg * x->hoofdgroep * x->ses;
    in->size[HAND_WERK] = fine * x->migratie;
    in->size[HAND_VMBO] = x->leerweg * x->sector;
    in->size[HAND_VMBO_INST] = x->instelling;
    for (size_t p = 0; p < HAND_PARTS; p++) {
        in->offset[p] = in->year_size;
        in->year_size += in->size[p] * 4;
    }
}

static void open_input(hand_input *in, const ds_register *reg) {
    in->reg = reg;
    in->n_years = ds_register_n_years(reg);
    in->years = ds_register_years(reg);
    in->n_blocks = ds_register_n_blocks(reg);
    if (in->n_years < 3 || in->n_years > HAND_YEARS_MAX) bench_die("not 3 to 32 school years");
    for (size_t y = 0; y < in->n_years; y++) {
        if (!ds_register_covered(reg)[y] || in->years[y] != in->years[0] + (int)y)
            bench_die("a school year is missing: use the bench's own register");
        in->werk[y] = ds_register_covered_werk(reg)[y];
        in->birth_limit[y] = ds_date_days(in->years[y] - 23, 10, 1);
    }
    open_columns(in, reg);
    plan_parts(in);
    hand_count_init(in);
}

static ds_status run_piece(void *context, size_t piece, size_t worker, ds_error *err) {
    hand_work *w = context;
    uint64_t first = (uint64_t)piece * HAND_PIECE, last = first + HAND_PIECE;
    (void)err;
    for (uint64_t b = first; b < last && b < w->in.n_blocks; b++)
        hand_count_block(&w->in, b, w->counts + worker * w->worker_size);
    return DS_OK;
}

static void run_once(hand_work *w, size_t threads, bench_runs *runs, const char *path) {
    size_t n_pieces = (size_t)((w->in.n_blocks + HAND_PIECE - 1) / HAND_PIECE);
    bench_moment start = bench_now();
    hand_cells cells;
    ds_error err;
    w->worker_size = w->in.n_years * w->in.year_size;
    w->counts = ds_calloc(threads * w->worker_size, sizeof *w->counts);
    if (w->counts == NULL) bench_die("no memory");
    bench_check(ds_parallel(n_pieces, threads, run_piece, w, &err), &err);
    hand_cells_init(&w->in, &cells);
    for (size_t i = 0; i < threads; i++)
        hand_cells_sum(&w->in, w->counts + i * w->worker_size, &cells);
    bench_note(runs, start);
    if (path != NULL) hand_cells_write(&w->in, &cells, path);
    hand_cells_done(&cells);
    ds_free(w->counts);
}

int bench_hand(const bench_args *args) {
    static hand_work w;
    ds_register *reg = bench_open(args);
    bench_runs warming = {0}, runs = {0};
    open_input(&w.in, reg);
    run_once(&w, args->threads, &warming, args->file);
    for (size_t run = 0; run < args->number; run++)
        run_once(&w, args->threads, &runs, NULL);
    bench_say_runs("", &runs);
    bench_say_memory();
    ds_register_close(reg);
    return 0;
}
