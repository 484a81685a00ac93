/* effect/assign.h: locations that might have changed places: of each assignment of the treatment to
 * as many other locations the difference, and what follows of all of them together: p and the
 * interval that inverts it. */
#ifndef DS_EFFECT_ASSIGN_H
#define DS_EFFECT_ASSIGN_H

#include "doorstroom/base.h"

/* What a location brings. */
typedef struct ds_assign_unit {
    double weight; /* above 0 */
    double value;  /* the mean of its persons */
    double noise;  /* how uncertain that is: a variance; for ds_assign.by_noise only */
    bool treated;
} ds_assign_unit;

/* T = Σ_treated w y / Σ_treated w - Σ_others w y / Σ_others w, the others being whoever is not
 * treated and those that stay: they never change places, as they are the controls of locations with
 * treated. An assignment S has as many units in place of the treated, and the same T*_S of the
 * outcomes without an effect delta, y - delta z.
 *
 *   p(delta) = (how many have |T*_S| >= |T - delta|) / how many there are
 *
 * over all assignments where there are at most `all` of them; else over `draws` of them at random
 * and the one that happened: (1 + #) / (1 + draws), B. Phipson and G.K. Smyth, Permutation p-values
 * should never be zero (2010).
 *
 * studentised: T / SE in place of T, SE² = Σ over both sides of n/(n-1) Σ w² (y - mean)² / (Σ w)²,
 * n its units: without it the test is wrong where the treated locations are smaller or larger than
 * the others (A. Janssen, Studentized permutation tests for non-i.i.d. hypotheses and the
 * generalized Behrens-Fisher problem, Statistics and Probability Letters 36, 1997; E. Chung and
 * J.P. Romano, Exact and asymptotically robust permutation tests, Annals of Statistics 41, 2013).
 * One treated unit has no such SE: by_noise then has Σ w² noise / (Σ w)² of both sides.
 *
 * An assignment counts at the deltas between points that are found exactly: those of a product of
 * two lines, and with studentised of a polynomial of degree four. The interval is the hull of the
 * deltas with p(delta) > alpha. p is p(0), but for where p(delta) is larger on the other side of 0
 * than the estimate, which studentised it may be: then that, so that p > alpha exactly when the
 * interval holds 0. */
typedef struct ds_assign {
    const ds_assign_unit *units; /* [n] */
    size_t n;
    const ds_assign_unit *staying; /* [n_staying] */
    size_t n_staying;
    bool studentised, by_noise; /* at most one */
    double alpha;
    uint64_t seed;
    uint32_t all, draws;
    double slack; /* differences this small are rounding */
} ds_assign;

typedef struct ds_assign_result {
    double estimate;    /* T */
    double p;           /* NAN where there is no other assignment */
    double low, high;   /* NAN where no delta has p <= alpha on that side */
    double monte_carlo; /* the standard error of p by drawing; 0 over all assignments */
    double assignments; /* C(n, treated); may be beyond 2^53, or infinite */
    uint32_t counted;   /* assignments, or draws and the one that happened */
    bool cannot;        /* 1 / C(n, treated) >= alpha: nothing could be significant */
} ds_assign_result;

/* DS_FAULT when memory is short. Cost: the assignments counted × (those treated, and studentised
 * some 5,000 operations). */
ds_status ds_assign_run(const ds_assign *assign, ds_assign_result *out, ds_error *err) DS_NODISCARD;

#endif
