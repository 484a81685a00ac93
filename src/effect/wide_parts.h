/* effect/wide_parts.h: what the files behind effect/wide.h share. wide.c fits, wide_pass.c goes
 * over the rows and solves. */
#ifndef DS_EFFECT_WIDE_PARTS_H
#define DS_EFFECT_WIDE_PARTS_H

#include "effect/cross.h"
#include "effect/wide.h"

/* One number of each lane. */
typedef double ds_four __attribute__((vector_size(32)));

/* A Hessian from which the strata were eliminated. order = columns + 1: the last is for what is in
 * no column. */
typedef struct ds_wide_equations {
    ds_four *matrix; /* [order * order]: the lower triangle; then its Cholesky factor, with one over
                     the diagonal in the diagonal */
    ds_four *whole;  /* [order]: the diagonal before strata were eliminated */
    ds_four *c;      /* [n_strata * order]: Σ w x */
    ds_four *d;      /* [n_strata]: Σ w */
} ds_wide_equations;

struct ds_wide {
    const ds_design *design;
    const ds_score *from;
    size_t order;
    ds_cross_rows rows;
    uint32_t *pattern_of;           /* [rows] */
    uint32_t *stratum_of;           /* [strata of the rows] */
    uint32_t *level_of;             /* [rows * n_factors]: those of reference too */
    uint8_t *has;                   /* [levels + strata]: the lanes with controls, and treated */
    uint8_t *here;                  /* [rows]: the same of a row, after leaving out */
    double *p_from;                 /* [rows] */
    ds_four *memory;                /* all of these: */
    ds_four *n1, *n0, *p, *step;    /* [rows] */
    ds_four *right, *beta, *change; /* [order] */
    ds_four *g, *alpha, *move;      /* [strata]; move: the change of alpha */
    ds_four *no_stratum;            /* [strata]: 1 where a lane has nobody of it, or 0 */
    ds_four *live;                  /* [order]: 0 where a lane leaves the column out, or 1 */
    ds_wide_equations first, now;   /* of the fit to all; of the last pass */
    bool fits[DS_WIDE_LANES], dropped[DS_WIDE_LANES];
    uint32_t passes[DS_WIDE_LANES];
};

/* out = x' by of a row, beside what is there. */
static inline void ds_wide_product(const ds_cross_rows *rows, size_t i, const ds_four *by,
                                   ds_four *out) {
    const uint32_t *columns = rows->columns + i * rows->n_factors;
    const double *x = rows->x + i * rows->n_numbers;
    const ds_four *numbers = by + rows->n_columns - rows->n_numbers;
    for (size_t f = 0; f < rows->n_factors; f++)
        *out += by[columns[f]];
    for (size_t k = 0; k < rows->n_numbers; k++)
        *out += x[k] * numbers[k];
}

/* Sets p, right, g and now (not yet factored) at alpha and beta. */
void ds_wide_pass(ds_wide *wide);
/* right and g alone, at the fit to all. */
void ds_wide_first_gradient(ds_wide *wide);
/* The Cholesky factor; lanes in which a column says nothing new no longer fit. may_leave: but a
 * level that says exactly nothing is left out of the lane (live), as ds_score_fit leaves it out. */
void ds_wide_factor(ds_wide *wide, ds_wide_equations *of, bool may_leave);
/* change and move from right (which is changed) and g, after ds_wide_factor. */
void ds_wide_solve(ds_wide *wide, const ds_wide_equations *of);

#endif
