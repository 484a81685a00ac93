/* effect/wide_pass.c: four fits side by side: one pass over the rows, and the step from it. See
 * wide.h. The logits are made from the coefficients, and what a row adds to gradient and Hessian is
 * added at once, without arrays in between. */
#include <math.h>
#include <string.h>

#include "base/wide.h"
#include "effect/wide_parts.h"

typedef ds_four four;
typedef uint64_t bits __attribute__((vector_size(32)));

enum { LANES = DS_WIDE_LANES };
static const double collinear = 1e-10; /* as in score.c */
static const double rounding = 1e-12;  /* what is left of a level that others say, at most */

/* ---- a pass ---- */

/* As in logit.c. */
static inline void exponential(const four *a, four *out) {
    static const double one_over[] = {1.0 / 479001600,
                                      1.0 / 39916800,
                                      1.0 / 3628800,
                                      1.0 / 362880,
                                      1.0 / 40320,
                                      1.0 / 5040,
                                      1.0 / 720,
                                      1.0 / 120,
                                      1.0 / 24,
                                      1.0 / 6,
                                      0.5,
                                      1,
                                      1};
    const four shifted = *a * 0x1.71547652b82fep0 + 0x1.8p52;
    const four k = shifted - 0x1.8p52;
    const four f = (*a - k * 0x1.62e42fee00000p-1) - k * 0x1.a39ef35793c76p-33;
    four sum = f * (1.0 / 6227020800) + one_over[0];
    for (size_t i = 1; i < sizeof one_over / sizeof *one_over; i++)
        sum = sum * f + one_over[i];
    *out = sum * (four)(((bits)shifted + 1023) << 52);
}

/* p and 1 - p of logit z. */
static inline void logit(const four *z, four *yes, four *no) {
    const bits below = (bits)(*z < 0);
    const four size = (four)((bits)*z & (UINT64_MAX >> 1));
    const bits far = (bits)(size > 700);
    const four a = (four)(((bits)-size & ~far) | ((bits)(size * 0 - 700) & far));
    four e;
    exponential(&a, &e);
    const four large = 1 / (1 + e), small = e * large;
    *yes = (four)(((bits)small & below) | ((bits)large & ~below));
    *no = (four)(((bits)large & below) | ((bits)small & ~below));
}

/* to += x by. */
static inline void add_column(const ds_cross_rows *rows, size_t i, const four *by, four *to) {
    const uint32_t *columns = rows->columns + i * rows->n_factors;
    const double *x = rows->x + i * rows->n_numbers;
    four *numbers = to + rows->n_columns - rows->n_numbers;
    for (size_t f = 0; f < rows->n_factors; f++)
        to[columns[f]] += *by;
    for (size_t k = 0; k < rows->n_numbers; k++)
        numbers[k] += x[k] * *by;
}

/* Pairs of columns; the squares of levels come later, as their sums. A pair with no column lands in
 * the last row or above the diagonal, where nobody looks. */
static inline void add_wide_pairs(const ds_cross_rows *rows, size_t i, const four *by,
                                  ds_wide_equations *to) {
    const size_t order = rows->n_columns + 1, first = rows->n_columns - rows->n_numbers;
    const uint32_t *columns = rows->columns + i * rows->n_factors;
    const double *x = rows->x + i * rows->n_numbers;
    for (size_t f = 1; f < rows->n_factors; f++)
        for (size_t g = 0; g < f; g++)
            to->matrix[columns[f] * order + columns[g]] += *by;
    for (size_t k = 0; k < rows->n_numbers; k++) {
        four *row = to->matrix + (first + k) * order;
        const four by_x = *by * x[k];
        for (size_t f = 0; f < rows->n_factors; f++)
            row[columns[f]] += by_x;
        for (size_t j = 0; j <= k; j++)
            row[first + j] += by_x * x[j];
        to->whole[first + k] += by_x * x[k];
    }
}

/* Takes a stratum's mean out of the matrix. */
static inline void eliminate(const ds_cross_rows *rows, const four *c, const four *d,
                             ds_wide_equations *of) {
    const size_t levels = rows->n_columns - rows->n_numbers;
    for (size_t j = 0; j < rows->n_columns; j++) {
        four *row = of->matrix + j * (rows->n_columns + 1);
        const four by = c[j] / *d;
        if (j < levels) of->whole[j] += c[j];
        for (size_t k = 0; k <= j; k++)
            row[k] -= by * c[k];
    }
}

DS_WIDE_CODE void ds_wide_pass(ds_wide *w) {
    const ds_cross_rows *rows = &w->rows;
    const size_t order = w->order;
    ds_wide_equations *now = &w->now;
    memset(now->matrix, 0, order * order * sizeof *now->matrix);
    memset(now->whole, 0, order * sizeof *now->whole);
    memset(now->c, 0, rows->n_strata * order * sizeof *now->c);
    memset(w->right, 0, order * sizeof *w->right);
    for (size_t s = 0, i = 0; s < rows->n_strata; s++) {
        four *c = now->c + s * order, d = {0}, g = {0};
        for (; i < rows->ends[s]; i++) {
            const four n1 = w->n1[i], n0 = w->n0[i];
            four z = w->alpha[s], yes, no;
            ds_wide_product(rows, i, w->beta, &z);
            logit(&z, &yes, &no);
            const four weight = (n1 + n0) * (yes * no), r = n1 * no - n0 * yes;
            w->p[i] = yes;
            d += weight;
            g += r;
            add_column(rows, i, &weight, c);
            add_column(rows, i, &r, w->right);
            add_wide_pairs(rows, i, &weight, now);
        }
        d += w->no_stratum[s];
        now->d[s] = d;
        w->g[s] = g;
        eliminate(rows, c, &d, now);
    }
    for (size_t j = 0; j < rows->n_columns - rows->n_numbers; j++)
        now->matrix[j * (order + 1)] += now->whole[j];
}

DS_WIDE_CODE void ds_wide_first_gradient(ds_wide *w) {
    const ds_cross_rows *rows = &w->rows;
    memset(w->right, 0, w->order * sizeof *w->right);
    for (size_t s = 0, i = 0; s < rows->n_strata; s++) {
        four g = {0};
        for (; i < rows->ends[s]; i++) {
            const double p = w->p_from[i];
            const four r = w->n1[i] * (1 - p) - w->n0[i] * p;
            g += r;
            add_column(rows, i, &r, w->right);
        }
        w->g[s] = g;
    }
}

/* ---- a step ---- */

/* One over the diagonal of a column of which so much is left; 0 takes it out of all that follows.
 */
static double invert_diagonal(ds_wide *w, const ds_wide_equations *of, size_t j, size_t lane,
                              double left, bool may_leave) {
    const double whole = of->whole[j][lane];
    const bool is_level = j < w->rows.n_columns - w->rows.n_numbers;
    if (w->live[j][lane] == 0) return 0;
    if (left > collinear * whole) return 1 / sqrt(left);
    if (may_leave && is_level && fabs(left) <= rounding * whole)
        w->live[j][lane] = 0;
    else
        w->fits[lane] = false;
    return 0;
}

DS_WIDE_CODE void ds_wide_factor(ds_wide *w, ds_wide_equations *of, bool may_leave) {
    const size_t order = w->order;
    for (size_t j = 0; j + 1 < order; j++) {
        four *row = of->matrix + j * order;
        four left = row[j];
        for (size_t k = 0; k < j; k++) {
            const four *other = of->matrix + k * order;
            four sum = row[k];
            for (size_t m = 0; m < k; m++)
                sum -= row[m] * other[m];
            row[k] = sum * other[k];
            left -= row[k] * row[k];
        }
        for (size_t l = 0; l < LANES; l++)
            row[j][l] = invert_diagonal(w, of, j, l, left[l], may_leave);
    }
}

DS_WIDE_CODE void ds_wide_solve(ds_wide *w, const ds_wide_equations *of) {
    const size_t order = w->order, n = order - 1, n_strata = w->rows.n_strata;
    four *y = w->change;
    for (size_t s = 0; s < n_strata; s++) {
        const four mean = w->g[s] / of->d[s];
        for (size_t j = 0; j < n; j++)
            w->right[j] -= of->c[s * order + j] * mean;
    }
    for (size_t i = 0; i < n; i++) {
        const four *row = of->matrix + i * order;
        four sum = w->right[i];
        for (size_t k = 0; k < i; k++)
            sum -= row[k] * y[k];
        y[i] = sum * row[i];
    }
    for (size_t i = n; i-- > 0;) {
        const four *row = of->matrix + i * order;
        y[i] *= row[i];
        for (size_t k = 0; k < i; k++)
            y[k] -= row[k] * y[i];
    }
    for (size_t s = 0; s < n_strata; s++) {
        four sum = w->g[s];
        for (size_t j = 0; j < n; j++)
            sum -= of->c[s * order + j] * y[j];
        w->move[s] = sum / of->d[s];
    }
}
