/* calibrate/tilt.h: positive numbers that meet conditions while staying near what is known of them.
 *
 * The published tables hold many percentages and few counts. A population that could have produced
 * them is found as the most plausible one: every unknown has a prior value with a relative spread,
 * neighbours in time may be tied, and linear conditions tie them together, each with a tolerance.
 * The unknowns are kept as logarithms, so they stay positive and a spread is a share of the value.
 */
#ifndef DS_CALIBRATE_TILT_H
#define DS_CALIBRATE_TILT_H

#include "doorstroom/base.h"

typedef struct ds_tilt {
    size_t n;        /* unknowns */
    size_t n_rows;   /* conditions so far */
    size_t max_rows; /* conditions there is room for */
    double *a;       /* max_rows * n coefficients, row-major */
    double *target;  /* max_rows */
    double *spread;  /* max_rows, above 0 */
    bool *is_log;    /* max_rows: coefficients of log x, or of x */
    double worst;    /* after solving: the largest distance from a target, in spreads */
    bool full;       /* more conditions were asked than there is room for */
} ds_tilt;

/* Room for n unknowns and max_rows conditions: 8 * n * max_rows bytes. Freed by ds_tilt_done. */
ds_status ds_tilt_init(ds_tilt *tilt, size_t n, size_t max_rows, ds_error *err) DS_NODISCARD;
void ds_tilt_done(ds_tilt *tilt);

/* x[i] is near value, give or take spread (a share: 0.1 is some 10 %). */
void ds_tilt_near(ds_tilt *tilt, size_t i, double value, double spread);
/* x[i] / x[j] is near ratio, give or take spread (a share). */
void ds_tilt_tie(ds_tilt *tilt, size_t i, size_t j, double ratio, double spread);
/* The sum of coefficient * x is target, give or take spread (in the sum's unit). Returns the n
 * coefficients, all 0, for the caller to fill; valid until ds_tilt_done. */
double *ds_tilt_sum(ds_tilt *tilt, double target, double spread);

/* Finds x (in: where to start, all above 0; out: the solution): the least sum of squared distances,
 * each in its spread, by Gauss-Newton on log x (Björck 1996, Numerical Methods for Least Squares
 * Problems, section 9.2). Conditions that cannot all be met share what is left by their spreads.
 * Spreads may differ by some 1e6 at most, relative to what they are spreads of. DS_FAULT: no
 * memory, no room for the conditions, or no convergence in 500 steps; x is untouched then. Cost:
 * n_rows * n^2 a step. Checked against closed forms in try_compose.c. */
ds_status ds_tilt_solve(ds_tilt *tilt, double *x, ds_error *err) DS_NODISCARD;

#endif
