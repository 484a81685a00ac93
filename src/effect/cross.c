/* effect/cross.c: sums of squares and products, and Cholesky. See cross.h. */
#include "effect/cross.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

bool ds_cross_init(ds_cross *cross, size_t n_columns, size_t n_strata) {
    const size_t order = n_columns + 1;
    *cross = (ds_cross){.order = order};
    cross->matrix = ds_calloc(order * order, sizeof *cross->matrix);
    cross->factor = ds_calloc(order * order, sizeof *cross->factor);
    cross->whole = ds_calloc(order, sizeof *cross->whole);
    cross->right = ds_calloc(order, sizeof *cross->right);
    cross->d = ds_calloc(n_strata, sizeof *cross->d);
    cross->g = ds_calloc(n_strata, sizeof *cross->g);
    cross->c = ds_calloc(order, sizeof *cross->c);
    cross->live = ds_calloc(order, sizeof *cross->live);
    cross->scratch = ds_calloc(order, sizeof *cross->scratch);
    cross->touched = ds_calloc(order, sizeof *cross->touched);
    cross->seen = ds_calloc(order, sizeof *cross->seen);
    if (cross->matrix != NULL && cross->factor != NULL && cross->whole != NULL &&
        cross->right != NULL && cross->d != NULL && cross->g != NULL && cross->c != NULL &&
        cross->live != NULL && cross->scratch != NULL && cross->touched != NULL &&
        cross->seen != NULL)
        return true;
    ds_cross_done(cross);
    return false;
}

void ds_cross_done(ds_cross *cross) {
    ds_free(cross->matrix);
    ds_free(cross->factor);
    ds_free(cross->whole);
    ds_free(cross->right);
    ds_free(cross->d);
    ds_free(cross->g);
    ds_free(cross->c);
    ds_free(cross->live);
    ds_free(cross->scratch);
    ds_free(cross->touched);
    ds_free(cross->seen);
    *cross = (ds_cross){0};
}

/* Pairs of columns of one row. The last column, none, gets sums too: that is cheaper than looking
 * for it. A pair with it lands in its row or above the diagonal, where nobody looks. */
static void add_cross_pairs(ds_cross *cross, const uint32_t *columns, size_t n_factors, double w) {
    for (size_t f = 1; f < n_factors; f++) {
        double *row = cross->matrix + columns[f] * cross->order;
        for (size_t g = 0; g < f; g++)
            row[columns[g]] += w;
    }
}

static void add_numbers(ds_cross *cross, const ds_cross_rows *rows, size_t i, double w) {
    const uint32_t *columns = rows->columns + i * rows->n_factors;
    const double *x = rows->x + i * rows->n_numbers;
    const size_t first = rows->n_columns - rows->n_numbers;
    for (size_t k = 0; k < rows->n_numbers; k++) {
        double *row = cross->matrix + (first + k) * cross->order;
        const double wx = w * x[k];
        cross->c[first + k] += wx;
        for (size_t f = 0; f < rows->n_factors; f++)
            row[columns[f]] += wx;
        for (size_t j = 0; j <= k; j++)
            row[first + j] += wx * x[j];
    }
}

static void add_right(ds_cross *cross, const ds_cross_rows *rows, size_t i, double r) {
    const uint32_t *columns = rows->columns + i * rows->n_factors;
    const double *x = rows->x + i * rows->n_numbers;
    double *numbers = cross->right + rows->n_columns - rows->n_numbers;
    for (size_t f = 0; f < rows->n_factors; f++)
        cross->right[columns[f]] += r;
    for (size_t k = 0; k < rows->n_numbers; k++)
        numbers[k] += r * x[k];
}

/* The columns that the rows from..to of a stratum have, rising where that is all of them; into
 * touched. Few rows of many columns are looked at one by one. */
static size_t columns_of(ds_cross *cross, const ds_cross_rows *rows, size_t from, size_t to) {
    size_t n = 0;
    if ((to - from) * rows->n_factors + rows->n_numbers >= rows->n_columns) {
        for (size_t j = 0; j < rows->n_columns; j++)
            cross->touched[n++] = (uint32_t)j;
        return n;
    }
    for (size_t i = from * rows->n_factors; i < to * rows->n_factors; i++) {
        const uint32_t column = rows->columns[i];
        if (column == rows->n_columns || cross->seen[column]) continue;
        cross->seen[column] = true;
        cross->touched[n++] = column;
    }
    for (size_t i = 0; i < n; i++)
        cross->seen[cross->touched[i]] = false;
    for (size_t j = rows->n_columns - rows->n_numbers; j < rows->n_columns; j++)
        cross->touched[n++] = (uint32_t)j;
    return n;
}

/* Takes a stratum's mean out: the intercept's row and column are eliminated. */
static void centre(ds_cross *cross, const ds_cross_rows *rows, size_t s, size_t from, bool right) {
    const size_t n = columns_of(cross, rows, from, rows->ends[s]);
    const uint32_t *at = cross->touched;
    const double d = 1 / cross->d[s], g = cross->g[s];
    for (size_t i = 0; i < n; i++) {
        const double cd = cross->c[at[i]] * d;
        if (right) cross->right[at[i]] -= cd * g;
        for (size_t j = 0; j < n; j++) {
            if (at[j] > at[i]) {
                if (n == rows->n_columns) break;
                continue;
            }
            cross->matrix[at[i] * cross->order + at[j]] -= cd * cross->c[at[j]];
        }
    }
    for (size_t i = 0; i < n; i++)
        cross->c[at[i]] = 0;
    cross->c[rows->n_columns] = 0;
}

void ds_cross_add(ds_cross *cross, const ds_cross_rows *rows, const double *w, const double *r) {
    const size_t order = cross->order, levels = rows->n_columns - rows->n_numbers;
    size_t from = 0;
    memset(cross->matrix, 0, order * order * sizeof *cross->matrix);
    memset(cross->whole, 0, order * sizeof *cross->whole);
    memset(cross->right, 0, order * sizeof *cross->right);
    for (size_t s = 0; s < rows->n_strata; from = rows->ends[s++]) {
        double d = 0, g = 0;
        for (size_t i = from; i < rows->ends[s]; i++) {
            const uint32_t *columns = rows->columns + i * rows->n_factors;
            d += w[i];
            for (size_t f = 0; f < rows->n_factors; f++) {
                cross->c[columns[f]] += w[i];
                cross->whole[columns[f]] += w[i];
            }
            add_cross_pairs(cross, columns, rows->n_factors, w[i]);
            if (rows->n_numbers > 0) add_numbers(cross, rows, i, w[i]);
            if (r == NULL) continue;
            g += r[i];
            add_right(cross, rows, i, r[i]);
        }
        cross->d[s] = d;
        cross->g[s] = g;
        centre(cross, rows, s, from, r != NULL);
    }
    for (size_t j = 0; j < levels; j++)
        cross->matrix[j * order + j] += cross->whole[j];
    for (size_t j = levels; j < rows->n_columns; j++)
        for (size_t i = 0; i < rows->n; i++) {
            const double x = rows->x[i * rows->n_numbers + j - levels];
            cross->whole[j] += w[i] * x * x;
        }
}

void ds_cross_live(ds_cross *cross) {
    cross->n_live = 0;
    for (size_t j = 0; j + 1 < cross->order; j++)
        if (cross->whole[j] > 0) cross->live[cross->n_live++] = (uint32_t)j;
}

/* Row n of the factor, of column j, after the n columns in live; what is left of the diagonal. */
static double factor_row(ds_cross *cross, size_t n, size_t j) {
    double *row = cross->factor + n * cross->order;
    double left = cross->matrix[j * cross->order + j];
    for (size_t k = 0; k < n; k++) {
        const double *other = cross->factor + k * cross->order;
        double sum = cross->matrix[j * cross->order + cross->live[k]];
        for (size_t m = 0; m < k; m++)
            sum -= row[m] * other[m];
        row[k] = sum / other[k];
        left -= row[k] * row[k];
    }
    return left;
}

void ds_cross_prune(ds_cross *cross, double tolerance) {
    const size_t n_before = cross->n_live;
    size_t n = 0;
    for (size_t i = 0; i < n_before; i++) {
        const uint32_t j = cross->live[i];
        const double left = factor_row(cross, n, j);
        if (!(left > tolerance * cross->whole[j])) continue;
        cross->factor[n * cross->order + n] = sqrt(left);
        cross->live[n++] = j;
    }
    cross->n_live = n;
}

bool ds_cross_factor(ds_cross *cross, double tolerance) {
    for (size_t n = 0; n < cross->n_live; n++) {
        const uint32_t j = cross->live[n];
        const double left = factor_row(cross, n, j);
        if (!(left > tolerance * cross->whole[j])) return false;
        cross->factor[n * cross->order + n] = sqrt(left);
    }
    return true;
}

void ds_cross_solve(ds_cross *cross, const double *right, double *out) {
    double *y = cross->scratch;
    const size_t n = cross->n_live;
    memset(out, 0, cross->order * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        const double *row = cross->factor + i * cross->order;
        double sum = right[cross->live[i]];
        for (size_t k = 0; k < i; k++)
            sum -= row[k] * y[k];
        y[i] = sum / row[i];
    }
    for (size_t i = n; i-- > 0;) {
        const double *row = cross->factor + i * cross->order;
        y[i] /= row[i];
        for (size_t k = 0; k < i; k++)
            y[k] -= row[k] * y[i];
    }
    for (size_t i = 0; i < n; i++)
        out[cross->live[i]] = y[i];
}
