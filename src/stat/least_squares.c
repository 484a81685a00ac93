/* stat/least_squares.c: Householder, as G. H. Golub and C. F. Van Loan, Matrix computations, 2013,
 * section 5.1. Columns are centred first, which is the intercept's reflection, and scaled to length
 * 1, so that what remains of one says how far it follows from those before it. See
 * least_squares.h. */
#include "stat/least_squares.h"

#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/moments.h"

static double add_products(const double *a, const double *b, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Returns the mean. */
static double centre_column(double *a, size_t n) {
    double mean = 0, rest = 0;
    for (size_t i = 0; i < n; i++)
        mean += a[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        rest += (a[i] - mean) / (double)n;
    for (size_t i = 0; i < n; i++)
        a[i] -= mean + rest;
    return mean + rest;
}

/* The reflection v (in a[from …]) of a column to the axis of its place: of length 1 with v'v = 1.
 */
static void reflect_column(const double *v, size_t from, size_t n, double *a) {
    const double by = 2 * add_products(v + from, a + from, n - from);
    for (size_t i = from; i < n; i++)
        a[i] -= by * v[i];
}

/* a becomes its reflection; what R has on its diagonal comes back. */
static double make_reflection(double *a, size_t from, size_t n) {
    const double length = sqrt(add_products(a + from, a + from, n - from));
    const double to = a[from] > 0 ? -length : length;
    double size;
    a[from] -= to;
    size = sqrt(add_products(a + from, a + from, n - from));
    for (size_t i = from; i < n; i++)
        a[i] /= size;
    return to;
}

static void factor_columns(ds_least_squares *ls) {
    ls->collinear = ls->k;
    for (size_t j = 0; j < ls->k; j++) {
        double *a = ls->a + j * ls->n, left;
        ls->mean[j] = centre_column(a, ls->n);
        ls->length[j] = sqrt(add_products(a, a, ls->n));
        ls->large = !isfinite(ls->length[j]);
        ls->flat =
            ls->large || ds_moments_is_flat(ls->length[j] * ls->length[j], ls->mean[j], ls->n);
        for (size_t i = 0; !ls->flat && i < ls->n; i++)
            a[i] /= ls->length[j];
        for (size_t r = 0; r < j; r++)
            reflect_column(ls->a + r * ls->n, r, ls->n, a);
        left = j < ls->n ? sqrt(add_products(a + j, a + j, ls->n - j)) : 0;
        if (ls->flat || left < DS_LEAST_SQUARES_TOLERANCE) {
            ls->collinear = j;
            return;
        }
        ls->diagonal[j] = make_reflection(a, j, ls->n);
    }
}

ds_status ds_least_squares_init(const double *const *columns, size_t k, const bool *keep,
                                size_t n_rows, ds_least_squares *out, ds_error *err) {
    ds_least_squares ls = {.k = k};
    for (size_t i = 0; i < n_rows; i++)
        ls.n += keep[i];
    ls.a = ds_calloc(k * ls.n + 3 * k + 1, sizeof *ls.a);
    if (ls.a == NULL) return ds_error_memory(err);
    ls.mean = ls.a + k * ls.n;
    ls.length = ls.mean + k;
    ls.diagonal = ls.length + k;
    for (size_t j = 0; j < k; j++) {
        double *to = ls.a + j * ls.n;
        for (size_t i = 0; i < n_rows; i++)
            if (keep[i]) *to++ = columns[j][i];
    }
    factor_columns(&ls);
    *out = ls;
    return DS_OK;
}

void ds_least_squares_done(ds_least_squares *ls) {
    ds_free(ls->a);
    *ls = (ds_least_squares){0};
}

void ds_least_squares_turn(const ds_least_squares *ls, double *y, double *out_mean) {
    *out_mean = centre_column(y, ls->n);
    for (size_t j = 0; j < ls->k; j++)
        reflect_column(ls->a + j * ls->n, j, ls->n, y);
}

void ds_least_squares_left(const ds_least_squares *ls, double *turned) {
    for (size_t j = 0; j < ls->k; j++)
        turned[j] = 0;
    for (size_t j = ls->k; j-- > 0;)
        reflect_column(ls->a + j * ls->n, j, ls->n, turned);
}

/* R above the diagonal stands in the columns; row i, column j. */
static double element_of(const ds_least_squares *ls, size_t i, size_t j) {
    return i == j ? ls->diagonal[i] : ls->a[j * ls->n + i];
}

void ds_least_squares_solve(const ds_least_squares *ls, const double *turned, double *b) {
    for (size_t i = ls->k; i-- > 0;) {
        double sum = turned[i];
        for (size_t j = i + 1; j < ls->k; j++)
            sum -= element_of(ls, i, j) * b[j];
        b[i] = sum / ls->diagonal[i];
    }
    for (size_t i = 0; i < ls->k; i++)
        b[i] /= ls->length[i];
}

/* Column c of R's inverse, in to[k]. */
static void invert_column(const ds_least_squares *ls, size_t c, double *to) {
    for (size_t i = 0; i < ls->k; i++)
        to[i] = i == c;
    for (size_t i = ls->k; i-- > 0;) {
        for (size_t j = i + 1; j < ls->k; j++)
            to[i] -= element_of(ls, i, j) * to[j];
        to[i] /= ls->diagonal[i];
    }
}

void ds_least_squares_inverse(const ds_least_squares *ls, double *inverse) {
    double column[DS_REGRESSION_TERMS_MAX];
    for (size_t i = 0; i < ls->k * ls->k; i++)
        inverse[i] = 0;
    for (size_t c = 0; c < ls->k; c++) {
        invert_column(ls, c, column);
        for (size_t i = 0; i < ls->k; i++)
            for (size_t j = 0; j < ls->k; j++)
                inverse[i * ls->k + j] += column[i] * column[j] / ls->length[i] / ls->length[j];
    }
}
