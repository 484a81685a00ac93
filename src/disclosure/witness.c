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
    witnesses->moves_of = ds_calloc(system->n_cells + 1, sizeof *witnesses->moves_of);
    witnesses->n_of = ds_calloc(system->n_cells + 1, sizeof *witnesses->n_of);
    witnesses->capacity_of = ds_calloc(system->n_cells + 1, sizeof *witnesses->capacity_of);
    return witnesses->of == NULL || witnesses->moves_of == NULL || witnesses->n_of == NULL ||
                   witnesses->capacity_of == NULL
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
    for (size_t j = 0; witnesses->moves_of != NULL && j < witnesses->system->n_cells; j++)
        ds_free(witnesses->moves_of[j]);
    ds_free(witnesses->list);
    ds_free(witnesses->of);
    ds_free(witnesses->moves_of);
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

/* The last witness moves cell j. */
static bool list_through(ds_witnesses *witnesses, uint32_t j, double move) {
    const size_t n = witnesses->n_of[j] + 1;
    size_t capacity = witnesses->capacity_of[j];
    if (!ds_reserve(&witnesses->moves_of[j], &capacity, n, sizeof **witnesses->moves_of) ||
        !ds_reserve(&witnesses->of[j], &witnesses->capacity_of[j], n, sizeof **witnesses->of))
        return false;
    witnesses->moves_of[j][n - 1] = move;
    witnesses->of[j][n - 1] = (uint32_t)(witnesses->n - 1);
    witnesses->n_of[j] = n;
    return true;
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
    for (size_t i = 0; i < w.n; i++)
        if (!list_through(witnesses, w.cells[i], w.moves[i])) return ds_error_memory(err);
    return DS_OK;
}

static bool passes_marked(const ds_witness *w, const bool *marked) {
    for (size_t i = 0; marked != NULL && i < w->n; i++)
        if (marked[w->cells[i]]) return true;
    return false;
}

/* How far a cell goes, and by which witnesses. */
typedef struct reach {
    double high, low;
    uint32_t highest, lowest;
} reach;

static void extend_reach(reach *r, const ds_witness *w, uint32_t at, double move) {
    const double one = w->up * move, other = -w->down * move;
    const double high = fmax(one, other), low = fmin(one, other);
    if (high > r->high) {
        r->high = high;
        r->highest = at;
    }
    if (low < r->low) {
        r->low = low;
        r->lowest = at;
    }
}

static void name_pair(const reach *r, ds_witness_pair *out) {
    if (out == NULL) return;
    out->n = 0;
    if (r->highest != UINT32_MAX) out->list[out->n++] = r->highest;
    if (r->lowest != UINT32_MAX && r->lowest != r->highest) out->list[out->n++] = r->lowest;
}

bool ds_witnesses_protect(const ds_witnesses *witnesses, uint32_t cell, const bool *marked,
                          ds_witness_pair *out_by) {
    const double least = (double)witnesses->system->minimum - 1e-6;
    const double count = (double)witnesses->system->cells[cell].count;
    reach r = {.highest = UINT32_MAX, .lowest = UINT32_MAX};
    for (size_t k = 0; k < witnesses->n_of[cell]; k++) {
        const uint32_t at = witnesses->of[cell][k];
        const ds_witness *w = &witnesses->list[at];
        if (w->gone || passes_marked(w, marked)) continue;
        extend_reach(&r, w, at, witnesses->moves_of[cell][k]);
        if (r.high - r.low < least || count + r.high < least) continue;
        name_pair(&r, out_by);
        return true;
    }
    return false;
}
