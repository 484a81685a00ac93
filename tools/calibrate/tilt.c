/* calibrate/tilt.c: see tilt.h. */
#include "tilt.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { STEPS_MAX = 500 };
static const double smallest_step = 1e-8;

ds_status ds_tilt_init(ds_tilt *tilt, size_t n, size_t max_rows, ds_error *err) {
    ds_tilt t = {.n = n, .max_rows = max_rows};
    t.a = ds_calloc(max_rows + 1, n * sizeof *t.a); /* one to spare for what does not fit */
    t.target = ds_calloc(max_rows + 1, sizeof *t.target);
    t.spread = ds_calloc(max_rows + 1, sizeof *t.spread);
    t.is_log = ds_calloc(max_rows + 1, sizeof *t.is_log);
    if (t.a == NULL || t.target == NULL || t.spread == NULL || t.is_log == NULL) {
        ds_tilt_done(&t);
        return ds_error_memory(err);
    }
    *tilt = t;
    return DS_OK;
}

void ds_tilt_done(ds_tilt *tilt) {
    ds_free(tilt->a);
    ds_free(tilt->target);
    ds_free(tilt->spread);
    ds_free(tilt->is_log);
    *tilt = (ds_tilt){0};
}

static double *add(ds_tilt *tilt, bool is_log, double target, double spread) {
    size_t row = tilt->n_rows;
    if (row == tilt->max_rows)
        tilt->full = true;
    else
        tilt->n_rows++;
    tilt->target[row] = target;
    tilt->spread[row] = spread;
    tilt->is_log[row] = is_log;
    return tilt->a + row * tilt->n;
}

void ds_tilt_near(ds_tilt *tilt, size_t i, double value, double spread) {
    add(tilt, true, log(value), spread)[i] = 1;
}

void ds_tilt_tie(ds_tilt *tilt, size_t i, size_t j, double ratio, double spread) {
    double *a = add(tilt, true, log(ratio), spread);
    a[i] = 1;
    a[j] = -1;
}

double *ds_tilt_sum(ds_tilt *tilt, double target, double spread) {
    return add(tilt, false, target, spread);
}

/* The work of one solution, in one block: u = log x, the gradient, the step, a row of the Jacobian,
 * the normal matrix and its Cholesky factor. */
typedef struct work {
    double *u, *gradient, *step, *row, *normal, *factor;
} work;

/* The distance of a condition in spreads; row, when not NULL, gets its derivatives by u. */
static double distance(const ds_tilt *tilt, size_t k, const double *u, double *row) {
    const double *a = tilt->a + k * tilt->n;
    double sum = -tilt->target[k];
    for (size_t i = 0; i < tilt->n; i++) {
        double slope = a[i] == 0 || tilt->is_log[k] ? a[i] : a[i] * exp(u[i]);
        if (a[i] != 0) sum += tilt->is_log[k] ? a[i] * u[i] : slope;
        if (row != NULL) row[i] = slope / tilt->spread[k];
    }
    return sum / tilt->spread[k];
}

static double worst_distance(const ds_tilt *tilt, const double *u) {
    double worst = 0;
    for (size_t k = 0; k < tilt->n_rows; k++)
        worst = fmax(worst, fabs(distance(tilt, k, u, NULL)));
    return worst;
}

static void linearise(const ds_tilt *tilt, work *w) {
    size_t n = tilt->n;
    memset(w->normal, 0, n * n * sizeof *w->normal);
    memset(w->gradient, 0, n * sizeof *w->gradient);
    for (size_t k = 0; k < tilt->n_rows; k++) {
        double d = distance(tilt, k, w->u, w->row);
        for (size_t i = 0; i < n; i++) {
            if (w->row[i] == 0) continue;
            w->gradient[i] += w->row[i] * d;
            for (size_t j = 0; j <= i; j++)
                w->normal[i * n + j] += w->row[i] * w->row[j];
        }
    }
}

/* step = -normal^-1 gradient, by Cholesky; false when normal is not positive definite: some unknown
 * is in no condition, or two conditions differ too much in spread for the precision of a double. */
static bool solve_step(size_t n, work *w) {
    double *l = w->factor;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double s = w->normal[i * n + j];
            for (size_t k = 0; k < j; k++)
                s -= l[i * n + k] * l[j * n + k];
            if (i == j && !(s > 0)) return false;
            l[i * n + j] = i == j ? sqrt(s) : s / l[j * n + j];
        }
    for (size_t i = 0; i < n; i++) {
        double s = -w->gradient[i];
        for (size_t k = 0; k < i; k++)
            s -= l[i * n + k] * w->step[k];
        w->step[i] = s / l[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        double s = w->step[i];
        for (size_t k = i + 1; k < n; k++)
            s -= l[k * n + i] * w->step[k];
        w->step[i] = s / l[i * n + i];
    }
    return true;
}

/* Takes the step, no unknown more than a factor e, and gives the largest part it had in mind. */
static double take_step(size_t n, work *w, double part) {
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(w->step[i]));
    for (size_t i = 0; i < n; i++)
        w->u[i] += part * w->step[i] / fmax(1, largest);
    return largest;
}

/* Whole steps, whether or not the cost falls: a condition that is nearly exact makes a narrow bent
 * valley, in which steps that must go down are tiny ones. Where whole steps do not settle, smaller
 * ones do. */
static bool descend(const ds_tilt *tilt, work *w) {
    for (int step = 0; step < STEPS_MAX; step++) {
        double part = step < 60 ? 1 : step < 200 ? 0.4 : 0.1;
        linearise(tilt, w);
        if (!solve_step(tilt->n, w)) return false;
        if (take_step(tilt->n, w, part) < smallest_step) return true;
    }
    return false;
}

ds_status ds_tilt_solve(ds_tilt *tilt, double *x, ds_error *err) {
    size_t n = tilt->n;
    double *block = ds_calloc(4 * n + 2 * n * n, sizeof *block);
    work w;
    bool found;
    if (block == NULL) return ds_error_memory(err);
    w = (work){block,         block + n,     block + 2 * n,
               block + 3 * n, block + 4 * n, block + 4 * n + n * n};
    for (size_t i = 0; i < n; i++)
        w.u[i] = log(x[i]);
    found = !tilt->full && descend(tilt, &w);
    if (found) {
        tilt->worst = worst_distance(tilt, w.u);
        for (size_t i = 0; i < n; i++)
            x[i] = exp(w.u[i]);
    }
    ds_free(block);
    if (found) return DS_OK;
    return ds_error_set(err, DS_FAULT, "de samenstelling is niet te bepalen: %zu voorwaarden",
                        "the composition cannot be solved: %zu conditions", tilt->n_rows);
}
