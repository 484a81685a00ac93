/* disclosure/system.c: see system.h. */
#include "disclosure/system.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/int128.h"
#include "base/memory.h"

void ds_system_init(ds_system *system, int64_t minimum) {
    memset(system, 0, sizeof *system);
    system->minimum = minimum;
}

void ds_system_done(ds_system *system) {
    ds_free(system->cells);
    ds_free(system->terms);
    ds_free(system->ends);
    ds_free(system->relations_of);
    ds_free(system->starts);
    ds_free(system->contradicted);
    ds_system_init(system, system->minimum);
}

ds_status ds_system_add(ds_system *system, int64_t count, unsigned flags, uint32_t *out,
                        ds_error *err) {
    const double size = count < 0 ? -(double)count : (double)count;
    if (system->n_cells >= UINT32_MAX - 1 ||
        !ds_reserve(&system->cells, &system->cells_capacity, system->n_cells + 1,
                    sizeof *system->cells))
        return ds_error_memory(err);
    system->cells[system->n_cells] = (ds_system_cell){count, flags,
                                                      flags & DS_CELL_UNPRINTED ? 0
                                                      : size < 1                ? 1
                                                                                : size};
    *out = (uint32_t)system->n_cells++;
    return DS_OK;
}

static int compare_terms(const void *a, const void *b) {
    const ds_system_term *x = a, *y = b;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* Sorted by cell, each once, none with 0; returns how many. */
static size_t settle_terms(ds_system_term *terms, size_t n) {
    size_t kept = 0;
    qsort(terms, n, sizeof *terms, compare_terms);
    for (size_t i = 0; i < n;) {
        ds_system_term sum = terms[i++];
        while (i < n && terms[i].cell == sum.cell)
            sum.coefficient += terms[i++].coefficient;
        if (sum.coefficient != 0) terms[kept++] = sum;
    }
    return kept;
}

static ds_status note_contradiction(ds_system *system, const ds_system_term *terms, size_t n,
                                    ds_error *err) {
    uint32_t cell = terms[0].cell;
    for (size_t i = 0; i < n; i++)
        if (terms[i].coefficient < 0) cell = terms[i].cell;
    if (!ds_reserve(&system->contradicted, &system->contradicted_capacity,
                    system->n_contradictions + 1, sizeof *system->contradicted))
        return ds_error_memory(err);
    system->contradicted[system->n_contradictions++] = cell;
    return DS_OK;
}

ds_status ds_system_relate(ds_system *system, const ds_system_term *terms, size_t n,
                           ds_error *err) {
    ds_system_term *own;
    ds_int128 sum = 0; /* what others published may be of any size */
    bool unknown = false;
    if (n > DS_TERMS_MAX && !system->lenient)
        return ds_error_set(err, DS_FAULT, "een verband van meer dan %d tellingen",
                            "a relation of more than %d counts", DS_TERMS_MAX);
    if (!ds_reserve(&system->terms, &system->terms_capacity, system->n_terms + n,
                    sizeof *system->terms) ||
        !ds_reserve(&system->ends, &system->ends_capacity, system->n_relations + 1,
                    sizeof *system->ends))
        return ds_error_memory(err);
    own = system->terms + system->n_terms;
    if (n > 0) memcpy(own, terms, n * sizeof *own);
    n = settle_terms(own, n);
    for (size_t i = 0; i < n; i++) {
        sum += (ds_int128)own[i].coefficient * system->cells[own[i].cell].count;
        unknown = unknown || (system->cells[own[i].cell].flags & DS_CELL_UNKNOWN);
    }
    if (sum != 0 && !unknown && system->lenient) return note_contradiction(system, own, n, err);
    if (sum != 0 && !unknown)
        return ds_error_set(err, DS_FAULT, "tellingen die bij elkaar horen kloppen niet: %lld over",
                            "counts that belong together do not add up: %lld left", (long long)sum);
    if (n == 0) return DS_OK;
    system->n_terms += n;
    system->ends[system->n_relations++] = system->n_terms;
    return DS_OK;
}

const ds_system_term *ds_system_terms(const ds_system *system, size_t r, size_t *out_n) {
    const size_t from = r == 0 ? 0 : system->ends[r - 1];
    *out_n = system->ends[r] - from;
    return system->terms + from;
}

ds_status ds_system_finish(ds_system *system, ds_error *err) {
    ds_free(system->relations_of);
    ds_free(system->starts);
    system->relations_of = ds_calloc(system->n_terms + 1, sizeof *system->relations_of);
    system->starts = ds_calloc(system->n_cells + 2, sizeof *system->starts);
    if (system->relations_of == NULL || system->starts == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < system->n_terms; i++) /* counting sort by cell */
        system->starts[system->terms[i].cell + 2]++;
    for (size_t j = 0; j < system->n_cells; j++)
        system->starts[j + 2] += system->starts[j + 1];
    for (size_t r = 0; r < system->n_relations; r++) {
        size_t n;
        const ds_system_term *terms = ds_system_terms(system, r, &n);
        for (size_t i = 0; i < n; i++)
            system->relations_of[system->starts[terms[i].cell + 1]++] = (uint32_t)r;
    }
    return DS_OK;
}

/* ---- what hangs together ---- */

static uint32_t find_root(uint32_t *roots, uint32_t cell) {
    while (roots[cell] != cell) {
        roots[cell] = roots[roots[cell]];
        cell = roots[cell];
    }
    return cell;
}

void ds_system_join(const ds_system *system, const bool *open, uint32_t *out_roots) {
    for (uint32_t j = 0; j < system->n_cells; j++)
        out_roots[j] = j;
    for (size_t r = 0; r < system->n_relations; r++) {
        size_t n;
        const ds_system_term *terms = ds_system_terms(system, r, &n);
        uint32_t first = UINT32_MAX;
        for (size_t i = 0; i < n; i++) {
            uint32_t root;
            if (open != NULL && !open[terms[i].cell]) continue;
            root = find_root(out_roots, terms[i].cell);
            if (first == UINT32_MAX) first = root;
            if (root < first)
                out_roots[first] = root;
            else
                out_roots[root] = first;
            if (root < first) first = root;
        }
    }
    for (uint32_t j = 0; j < system->n_cells; j++)
        out_roots[j] = find_root(out_roots, j);
}
