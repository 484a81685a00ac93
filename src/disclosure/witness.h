/* disclosure/witness.h: directions in which the true table can move unseen, and what they show. See
 * protect.h. */
#ifndef DS_DISCLOSURE_WITNESS_H
#define DS_DISCLOSURE_WITNESS_H

#include "disclosure/system.h"

typedef struct ds_witness {
    uint32_t *cells;
    double *moves;
    size_t n;
    double up, down; /* the table may go from -down to up times the moves */
    bool gone;       /* a cell of it was published */
} ds_witness;

typedef struct ds_witnesses {
    const ds_system *system;
    ds_witness *list;
    size_t n, capacity;
    uint32_t **of;     /* of each cell, the witnesses through it */
    double **moves_of; /* by how much they move it */
    size_t *n_of, *capacity_of;
} ds_witnesses;

ds_status ds_witnesses_init(ds_witnesses *witnesses, const ds_system *system,
                            ds_error *err) DS_NODISCARD;
void ds_witnesses_done(ds_witnesses *witnesses);
/* Copies; moves that are nearly 0 are left out. */
ds_status ds_witnesses_add(ds_witnesses *witnesses, const uint32_t *cells, const double *moves,
                           size_t n, ds_error *err) DS_NODISCARD;

/* The witnesses that protect a cell: two at most, the one that goes furthest up and the one that
 * goes furthest down. */
typedef struct ds_witness_pair {
    uint32_t list[2]; /* in ds_witnesses.list */
    size_t n;
} ds_witness_pair;

/* Whether cell is protected by those witnesses that pass through no marked cell (marked NULL: by
 * all), and by which (out_by may be NULL). Who knows no cell of those sees no more than others. */
bool ds_witnesses_protect(const ds_witnesses *witnesses, uint32_t cell, const bool *marked,
                          ds_witness_pair *out_by);

#endif
