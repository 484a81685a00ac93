/* disclosure/system.h: all counts of a release and what is known to hold between them.
 *
 * A cell is a count that the release prints, or that what it prints makes; a relation says that a
 * sum of cells with whole coefficients is zero (a total is the sum of its parts). An attacker knows
 * the relations, every cell that is not suppressed, and that counts are 0 or more. Methods 20
 * to 30. */
#ifndef DS_DISCLOSURE_SYSTEM_H
#define DS_DISCLOSURE_SYSTEM_H

#include "doorstroom/base.h"

enum {
    DS_CELL_SIGNED = 1,    /* a difference: may be negative, needs no protection */
    DS_CELL_UNPRINTED = 2, /* nobody prints it: hidden at no cost */
    DS_CELL_ALWAYS = 4,    /* known to all: never hidden */
    DS_CELL_PRIMARY = 8,   /* to be protected */
    DS_CELL_KEPT = 32,     /* hidden in an earlier release, and so in this one */
    DS_CELL_EARLIER = 64,  /* with ALWAYS: because an earlier release showed it */
    DS_CELL_UNKNOWN = 16,  /* its count is not known to us either: published by others, hidden */
};

typedef struct ds_system_cell {
    int64_t count;
    unsigned flags;
    double cost; /* of hiding it */
} ds_system_cell;

typedef struct ds_system_term {
    uint32_t cell;
    int32_t coefficient;
} ds_system_term;

enum { DS_TERMS_MAX = 4096 }; /* of one relation */

/* Those who know some cells exactly: an institution its own. */
typedef struct ds_system_insider {
    const uint32_t *cells;
    size_t n;
} ds_system_insider;

typedef struct ds_system {
    int64_t minimum;
    ds_system_cell *cells;
    size_t n_cells, cells_capacity;
    ds_system_term *terms; /* of all relations, one after the other */
    size_t n_terms, terms_capacity;
    size_t *ends; /* of each relation in terms */
    size_t n_relations, ends_capacity;
    bool lenient;  /* a relation that does not hold is noted and left out, not refused */
    size_t n_firm; /* relations at the begin that hold by definition: the last to be left out */
    uint32_t *contradicted; /* a cell of each such relation: the total, where it has one */
    size_t n_contradictions, contradicted_capacity;
    /* After ds_system_finish: of cell j the relations relations_of[starts[j] .. starts[j + 1]). */
    uint32_t *relations_of;
    size_t *starts;
} ds_system;

void ds_system_init(ds_system *system, int64_t minimum);
void ds_system_done(ds_system *system);
/* *out is its index. cost: the count, and 1 for zero. */
ds_status ds_system_add(ds_system *system, int64_t count, unsigned flags, uint32_t *out,
                        ds_error *err) DS_NODISCARD;
/* Terms of one cell are added up; those that come to nothing go. DS_FAULT when the true counts do
 * not satisfy it: then the tables were not of one population (not asked where a count is unknown);
 * or for more than DS_TERMS_MAX, unless it is lenient. */
ds_status ds_system_relate(ds_system *system, const ds_system_term *terms, size_t n,
                           ds_error *err) DS_NODISCARD;
/* To be called when all is in; adding more needs it again. */
ds_status ds_system_finish(ds_system *system, ds_error *err) DS_NODISCARD;

/* The terms of relation r. */
const ds_system_term *ds_system_terms(const ds_system *system, size_t r, size_t *out_n);

/* out_roots[n_cells]: the lowest cell of those that relations join each to, through open cells only
 * (NULL: all are open); a cell that is not open stands alone. */
void ds_system_join(const ds_system *system, const bool *open, uint32_t *out_roots);

#endif
