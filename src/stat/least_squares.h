/* stat/least_squares.h: least squares by Householder reflections on centred columns of length 1. */
#ifndef DS_STAT_LEAST_SQUARES_H
#define DS_STAT_LEAST_SQUARES_H

#include "doorstroom/relations.h"

/* A column of which less of its length remains beside those before it follows from them; R's lm has
 * the same. */
#define DS_LEAST_SQUARES_TOLERANCE 1e-7

typedef struct ds_least_squares {
    size_t n, k; /* rows, and columns beside the intercept */
    double *a;   /* [k][n]: the columns, then the reflections with R above them */
    double *mean, *length, *diagonal; /* [k]: of the columns as they came; R's diagonal */
    size_t collinear;                 /* the first column that follows from others; k: none */
    bool flat, large;                 /* it is the same in every row; its squares are no numbers */
} ds_least_squares;

/* columns[k][n_rows], of the rows where keep. *out is the caller's (ds_least_squares_done). Where a
 * column is collinear the rest of *out may not be used. */
ds_status ds_least_squares_init(const double *const *columns, size_t k, const bool *keep,
                                size_t n_rows, ds_least_squares *out, ds_error *err) DS_NODISCARD;
void ds_least_squares_done(ds_least_squares *ls);
/* y[n] → Q'(y - its mean), in place; the first k are of the columns, the rest what is left: there
 * n - 1 - k degrees of freedom are in n - k numbers. */
void ds_least_squares_turn(const ds_least_squares *ls, double *y, double *out_mean);
/* Back from turned, so that y holds what is left in each row. */
void ds_least_squares_left(const ds_least_squares *ls, double *turned);
/* b[k] of the columns as they came. */
void ds_least_squares_solve(const ds_least_squares *ls, const double *turned, double *b);
/* inverse[k * k] of the squares and products of the centred columns as they came. */
void ds_least_squares_inverse(const ds_least_squares *ls, double *inverse);

#endif
