/* effect/cross.h: weighted cross products of the columns of a design about the means of strata, and
 * their Cholesky factor: the linear algebra of design.c and score.c. A level's column is 1 for its
 * rows and 0 elsewhere, so that only pairs of levels are added up. */
#ifndef DS_EFFECT_CROSS_H
#define DS_EFFECT_CROSS_H

#include "effect/score.h"

/* Rows, those of one stratum together. n_columns = levels, then n_numbers. */
typedef struct ds_cross_rows {
    size_t n, n_factors, n_numbers, n_columns;
    uint32_t *columns; /* [n * n_factors]: n_columns for none; rising within a row otherwise */
    double *x;         /* [n * n_numbers] */
    size_t n_strata;
    size_t *ends; /* [n_strata]: where a stratum's rows end */
} ds_cross_rows;

/* Room for all patterns of the design. */
ds_status ds_cross_rows_init(ds_cross_rows *rows, const ds_design *design,
                             ds_error *err) DS_NODISCARD;
void ds_cross_rows_done(ds_cross_rows *rows);
/* The patterns that are in; pattern_of[n] and stratum_of[n_strata] say where they come from. */
void ds_cross_rows_fill(ds_cross_rows *rows, const ds_design *design, const bool *in,
                        uint32_t *pattern_of, uint32_t *stratum_of);

/* order = n_columns + 1: the last is for what is in no column. */
typedef struct ds_cross {
    size_t order;
    double *matrix; /* [order * order]: the lower triangle of Σ w x x' - Σ_s c c' / d */
    double *whole;  /* [order]: the diagonal of Σ w x x' */
    double *right;  /* [order]: Σ r x - Σ_s c g / d */
    double *d, *g;  /* by stratum: Σ w, Σ r */
    double *c;      /* [order]: Σ w x of one stratum; all 0 between calls */
    double *factor; /* [n_live * n_live]: the lower triangle */
    uint32_t *live; /* [n_live]: the columns that are in */
    size_t n_live;
    double *scratch;
    uint32_t *touched;
    bool *seen; /* [order]; all false between calls */
} ds_cross;

bool ds_cross_init(ds_cross *cross, size_t n_columns, size_t n_strata) DS_NODISCARD;
void ds_cross_done(ds_cross *cross);

/* Sets matrix, whole, right, d and g; w > 0. right and g only when r is not NULL. */
void ds_cross_add(ds_cross *cross, const ds_cross_rows *rows, const double *w, const double *r);
/* Puts every column in live that has anything. */
void ds_cross_live(ds_cross *cross);
/* Takes out of live, from left to right, what the columns before it say already: at most tolerance
 * of its diagonal is left. */
void ds_cross_prune(ds_cross *cross, double tolerance);
/* Factors the matrix of the live columns; false where ds_cross_prune would take one out. */
bool ds_cross_factor(ds_cross *cross, double tolerance) DS_NODISCARD;
/* Solves matrix * out = right, out[order] 0 where not live. After ds_cross_factor. */
void ds_cross_solve(ds_cross *cross, const double *right, double *out);

#endif
