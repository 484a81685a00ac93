/* disclosure/witness.c: see witness.h. */
#include "disclosure/witness.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

#define NOTHING 1e-9
#define FAR 1e15 /* nothing bounds it */

ds_status ds_witnesses_init(ds_witnesses *witnesses, const ds_system *system, ds_error *err) {
    memset(witnesses, 0, sizeof *witnesses);
    witnesses->system = system;
    witnesses->of = ds_calloc(system->n_cells + 1, sizeof *witnesses->of);
    witnesses->n_of = ds_calloc(system->n_cells + 1, sizeof *witnesses->n_of);
    witnesses->capacity_of = ds_calloc(system->n_cells + 1, sizeof *witnesses->capacity_of);
    return witnesses->of == NULL || witnesses->n_of == NULL || witnesses->capacity_of == NULL
               ? ds_error_memory(err)
               : DS_OK;
}

void ds_witnesses_done(ds_witnesses *witnesses) {
    for (size_t i = 0; i < witnesses->n; i++) {
        ds_free(witnesses->list[i].cells);
        ds_free(witnesses->list[i].moves);
    }
    for (size_t j = 0; witnesses->of != NULL && j < witnesses->system->n_cells; j++)
        ds_free(witnesses->of[j]);
    ds_free(witnesses->list);
    ds_free(witnesses->of);
    ds_free(witnesses->n_of);
    ds_free(witnesses->capacity_of);
    memset(witnesses, 0, sizeof *witnesses);
}

/* How far it may go before a count would be below 0. */
static void bound_witness(const ds_system *system, ds_witness *w) {
    w->up = w->down = FAR;
    for (size_t i = 0; i < w->n; i++) {
        const ds_system_cell *cell = &system->cells[w->cells[i]];
        const double count = (double)cell->count;
        if (cell->flags & DS_CELL_SIGNED) continue;
        if (w->moves[i] < 0) w->up = fmin(w->up, count / -w->moves[i]);
        if (w->moves[i] > 0) w->down = fmin(w->down, count / w->moves[i]);
    }
}

ds_status ds_witnesses_add(ds_witnesses *witnesses, const uint32_t *cells, const double *moves,
                           size_t n, ds_error *err) {
    ds_witness w = {0};
    w.cells = ds_calloc(n + 1, sizeof *w.cells);
    w.moves = ds_calloc(n + 1, sizeof *w.moves);
    if (w.cells == NULL || w.moves == NULL ||
        !ds_reserve(&witnesses->list, &witnesses->capacity, witnesses->n + 1,
                    sizeof *witnesses->list)) {
        ds_free(w.cells);
        ds_free(w.moves);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        if (fabs(moves[i]) < NOTHING) continue;
        w.cells[w.n] = cells[i];
        w.moves[w.n++] = moves[i];
    }
    bound_witness(witnesses->system, &w);
    witnesses->list[witnesses->n++] = w;
    for (size_t i = 0; i < w.n; i++) {
        const uint32_t j = w.cells[i];
        if (!ds_reserve(&witnesses->of[j], &witnesses->capacity_of[j], witnesses->n_of[j] + 1,
                        sizeof **witnesses->of))
            return ds_error_memory(err);
        witnesses->of[j][witnesses->n_of[j]++] = (uint32_t)(witnesses->n - 1);
    }
    return DS_OK;
}

static double move_of(const ds_witness *w, uint32_t cell) {
    for (size_t i = 0; i < w->n; i++)
        if (w->cells[i] == cell) return w->moves[i];
    return 0;
}

static bool passes_marked(const ds_witness *w, const bool *marked) {
    for (size_t i = 0; marked != NULL && i < w->n; i++)
        if (marked[w->cells[i]]) return true;
    return false;
}

bool ds_witnesses_protect(const ds_witnesses *witnesses, uint32_t cell, const bool *marked) {
    const double least = (double)witnesses->system->minimum - 1e-6;
    const double count = (double)witnesses->system->cells[cell].count;
    double low = 0, high = 0;
    for (size_t k = 0; k < witnesses->n_of[cell]; k++) {
        const ds_witness *w = &witnesses->list[witnesses->of[cell][k]];
        double move;
        if (w->gone || passes_marked(w, marked)) continue;
        move = move_of(w, cell);
        high = fmax(high, fmax(w->up * move, -w->down * move));
        low = fmin(low, fmin(w->up * move, -w->down * move));
        if (high - low >= least && count + high >= least) return true;
    }
    return false;
}
