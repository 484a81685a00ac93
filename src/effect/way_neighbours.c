/* effect/way_neighbours.c: nearest neighbours with replacement on the covariates, and their
 * standard error. See way.h. Patterns stand for their persons: all persons of a pattern are equally
 * near. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/way.h"

enum { SPREAD_NEIGHBOURS = 3 }; /* of whom the variance is taken: oneself and the two nearest */
static const double pairs_max = 2e10;    /* distances × columns: some ten seconds */
static const double near_enough = 1e-10; /* squared distances that differ less are equal */

/* Of one pattern and the side that is sought. */
typedef struct neighbour {
    uint32_t pattern;
    double distance; /* squared */
} neighbour;

/* Arrays [n_patterns] unless said otherwise. */
typedef struct matching_near {
    const ds_way_basis *basis;
    ds_way *out;
    size_t width;       /* columns in use */
    double *z;          /* [n_patterns * width]: Mahalanobis' distance is Euclid's here */
    double *covariance; /* [width * width] */
    neighbour *found;   /* of the pattern at hand */
    double *imputed[2]; /* mean outcome of the matches of the persons of a pattern, from centre */
    double *used[2];    /* K of a person: Σ over whom they match of 1 / how many do */
    double *used_square[2]; /* K': Σ of the square of that */
    double *bias[2];        /* what the regression says of a pattern: [g] fitted in group g */
} matching_near;

/* ---- the covariates ---- */

static void fill_columns(matching_near *m) {
    const ds_design *d = m->basis->design;
    const ds_effect_sample *s = m->basis->sample;
    const size_t first = d->first_of_factor[s->n_factors];
    for (size_t i = 0; i < s->n_patterns; i++) {
        double *z = m->z + i * m->width;
        for (size_t f = 0; f < s->n_factors; f++) {
            const uint32_t place = d->column_of[i * s->n_factors + f];
            if (place < d->n_used) z[place] = 1;
        }
        for (size_t k = 0; k < s->n_numbers; k++)
            if (d->place[first + k] != UINT32_MAX)
                z[d->place[first + k]] = d->x[i * s->n_numbers + k];
    }
}

/* Of all in the score, with n - 1. */
static void find_covariance(matching_near *m) {
    const ds_way_basis *b = m->basis;
    const size_t w = m->width;
    double n = 0;
    double *mean = m->covariance + w * w;
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        const double persons = b->score->in[i] ? b->n[0][i] + b->n[1][i] : 0;
        n += persons;
        for (size_t j = 0; j < w; j++)
            mean[j] += persons * m->z[i * w + j];
    }
    for (size_t j = 0; j < w; j++)
        mean[j] /= n;
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        const double persons = b->score->in[i] ? b->n[0][i] + b->n[1][i] : 0;
        const double *z = m->z + i * w;
        for (size_t j = 0; persons > 0 && j < w; j++)
            for (size_t k = 0; k <= j; k++)
                m->covariance[j * w + k] += persons * (z[j] - mean[j]) * (z[k] - mean[k]) / (n - 1);
    }
}

/* Its Cholesky factor L, and L⁻¹ z in place of z. Columns in use are not collinear. */
static void make_distances_plain(matching_near *m) {
    const size_t w = m->width;
    double *l = m->covariance;
    for (size_t j = 0; j < w; j++)
        for (size_t k = 0; k <= j; k++) {
            double sum = l[j * w + k];
            for (size_t q = 0; q < k; q++)
                sum -= l[j * w + q] * l[k * w + q];
            l[j * w + k] = j == k ? sqrt(sum) : sum / l[k * w + k];
        }
    for (size_t i = 0; i < m->basis->sample->n_patterns; i++) {
        double *z = m->z + i * w;
        for (size_t j = 0; j < w; j++) {
            for (size_t q = 0; q < j; q++)
                z[j] -= l[j * w + q] * z[q];
            z[j] /= l[j * w + j];
        }
    }
}

/* ---- the nearest ---- */

/* Stops when it is beyond limit. */
static double find_distance(const matching_near *m, size_t a, size_t b, double limit) {
    const double *x = m->z + a * m->width, *y = m->z + b * m->width;
    double sum = 0;
    for (size_t j = 0; j < m->width && sum <= limit; j++)
        sum += (x[j] - y[j]) * (x[j] - y[j]);
    return sum;
}

static int compare_near(const void *x, const void *y) {
    const neighbour *a = x, *b = y;
    if (a->distance != b->distance) return a->distance < b->distance ? -1 : 1;
    return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

/* How far the nearest wanted persons of found[n] are; all, with fewer. Sorts. */
static double find_near_reach(const matching_near *m, size_t g, size_t n, double wanted) {
    double persons = 0;
    qsort(m->found, n, sizeof *m->found, compare_near);
    for (size_t i = 0; i < n; i++) {
        persons += m->basis->n[g][m->found[i].pattern];
        if (persons >= wanted) return m->found[i].distance;
    }
    return INFINITY;
}

static size_t keep_near(const matching_near *m, size_t n, double reach) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (m->found[i].distance <= reach + near_enough) m->found[kept++] = m->found[i];
    return kept;
}

/* The persons of group g nearest to a pattern in its stratum, at least wanted of them, and whoever
 * is as near as the last: into found. */
static size_t find_nearest(const matching_near *m, size_t pattern, size_t g, double wanted) {
    const ds_way_basis *b = m->basis;
    const uint32_t *stratum = b->sample->stratum_of;
    const size_t room = 256;
    double reach = INFINITY;
    size_t n = 0, first = pattern, pending = 0;
    while (first > 0 && stratum[first - 1] == stratum[pattern])
        first--;
    for (size_t i = first; i < b->sample->n_patterns && stratum[i] == stratum[pattern]; i++) {
        double distance;
        if (!b->score->in[i] || !(b->n[g][i] > 0)) continue;
        distance = find_distance(m, pattern, i, reach + near_enough);
        if (distance > reach + near_enough) continue;
        m->found[n++] = (neighbour){(uint32_t)i, distance};
        if (++pending < room && !isinf(reach)) continue;
        pending = 0;
        reach = find_near_reach(m, g, n, wanted);
        n = keep_near(m, n, reach);
    }
    return keep_near(m, n, find_near_reach(m, g, n, wanted));
}

/* The persons of g in a pattern are matched to the other group. */
static void match_pattern(matching_near *m, size_t pattern, size_t g) {
    const ds_way_basis *b = m->basis;
    const double wanted = b->options->neighbours == 0 ? 1 : b->options->neighbours;
    const size_t other = 1 - g, n = find_nearest(m, pattern, other, wanted);
    double persons = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        persons += b->n[other][m->found[i].pattern];
        sum += b->sum[other][m->found[i].pattern];
    }
    m->imputed[g][pattern] = sum / persons;
    for (size_t i = 0; i < n; i++) {
        const size_t at = m->found[i].pattern;
        m->used[other][at] += b->n[g][pattern] / persons;
        m->used_square[other][at] += b->n[g][pattern] / (persons * persons);
    }
}

/* The bias of a pattern's matches by the regression, when that is there. */
static double find_bias(const matching_near *m, size_t pattern, size_t g) {
    const ds_way_basis *b = m->basis;
    const double wanted = b->options->neighbours == 0 ? 1 : b->options->neighbours;
    const size_t other = 1 - g, n = find_nearest(m, pattern, other, wanted);
    double persons = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        persons += b->n[other][m->found[i].pattern];
        sum += b->n[other][m->found[i].pattern] * m->bias[other][m->found[i].pattern];
    }
    return m->bias[other][pattern] - sum / persons;
}

/* The regression of group g's outcome on the covariates, of those who are matches, by what they
 * serve: A. Abadie and G. Imbens, Bias-corrected matching estimators for average treatment effects,
 * JBES 29 (2011). */
static ds_status regress_matches(matching_near *m, size_t g, double *memory, ds_error *err) {
    const ds_way_basis *b = m->basis;
    const size_t n = b->sample->n_patterns;
    double *weight = memory, *sum = memory + n;
    ds_glm glm;
    const ds_status status = ds_glm_init(b->design, DS_GLM_LINEAR, &glm, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < n; i++) {
        weight[i] = m->used[g][i] * b->n[g][i];
        sum[i] = m->used[g][i] * b->sum[g][i];
    }
    if (ds_glm_fit(&glm, b->score->in, sum, weight))
        memcpy(m->bias[g], glm.mean, n * sizeof *glm.mean);
    else
        m->out->flags |= DS_EFFECT_SEPARATED;
    ds_glm_done(&glm);
    return DS_OK;
}

/* ---- the standard error ---- */

/* Of the persons of group g nearest to a pattern, themselves among them: as Stata's teffects
 * nnmatch, which its published example shows. */
static double find_variance(const matching_near *m, size_t pattern, size_t g) {
    const ds_way_basis *b = m->basis;
    const size_t n = find_nearest(m, pattern, g, SPREAD_NEIGHBOURS);
    double persons = 0, mean = 0, square = 0;
    for (size_t i = 0; i < n; i++) {
        persons += b->n[g][m->found[i].pattern];
        mean += b->sum[g][m->found[i].pattern];
    }
    mean /= persons;
    for (size_t i = 0; i < n; i++) {
        const size_t at = m->found[i].pattern;
        const double d = b->sum[g][at] / b->n[g][at] - mean;
        square += b->spread[g][at].square + b->n[g][at] * d * d;
    }
    return persons > 1 ? square / (persons - 1) : 0;
}

static bool is_averaged_near(const ds_way_basis *b, size_t g) {
    return b->options->estimand != (g == 1 ? DS_EFFECT_ATU : DS_EFFECT_ATT);
}

/* A. Abadie and G. Imbens, Large sample properties of matching estimators for average treatment
 * effects, Econometrica 74 (2006), theorem 7: of independent persons. */
static double find_near_se(matching_near *m, double difference) {
    const ds_way_basis *b = m->basis;
    double sum = 0;
    for (size_t i = 0; i < b->sample->n_patterns; i++)
        for (size_t g = 0; g < 2; g++) {
            const double n = b->n[g][i], sign = g == 1 ? 1 : -1;
            const double k = m->used[g][i], k2 = m->used_square[g][i];
            double d;
            if (!b->score->in[i] || !(n > 0)) continue;
            if (is_averaged_near(b, g)) {
                d = sign * (b->sum[g][i] / n - m->imputed[g][i]) - difference;
                sum += b->spread[g][i].square + n * d * d;
            }
            if (!(k > 0)) continue;
            sum += n * find_variance(m, i, g) * (k * k - k2 + (is_averaged_near(b, g) ? 2 * k : 0));
        }
    return sqrt(sum) / b->n_target;
}

/* ---- the whole ---- */

static ds_status estimate_near(matching_near *m, double *memory, ds_error *err) {
    const ds_way_basis *b = m->basis;
    const size_t n = b->sample->n_patterns;
    double sums[2] = {0, 0};
    ds_status status = DS_OK;
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < n; i++)
            if (is_averaged_near(b, g) && b->score->in[i] && b->n[g][i] > 0) match_pattern(m, i, g);
    for (size_t g = 0; status == DS_OK && g < 2; g++)
        if (is_averaged_near(b, 1 - g)) status = regress_matches(m, g, memory, err);
    if (status != DS_OK || (m->out->flags & DS_EFFECT_SEPARATED)) return status;
    for (size_t i = 0; i < n; i++)
        for (size_t g = 0; g < 2; g++) {
            if (!b->score->in[i] || !(b->n[g][i] > 0)) continue;
            m->out->weight[g][i] = (is_averaged_near(b, g) ? 1 : 0) + m->used[g][i];
            if (!is_averaged_near(b, g)) continue;
            if (!b->options->uncorrected) m->imputed[g][i] += find_bias(m, i, g);
            sums[g] += b->sum[g][i];
            sums[1 - g] += b->n[g][i] * m->imputed[g][i];
        }
    for (size_t g = 0; g < 2; g++)
        m->out->mean[g] = b->centre + sums[g] / b->n_target;
    for (size_t i = 0; i < n; i++)
        m->out->expected[i] = b->centre + m->bias[b->options->estimand == DS_EFFECT_ATU ? 1 : 0][i];
    m->out->averaged = b->n_target;
    m->out->valid = true;
    m->out->se_persons = find_near_se(m, (sums[1] - sums[0]) / b->n_target);
    return DS_OK;
}

static bool is_too_much(const ds_way_basis *b) {
    double n[2] = {0, 0};
    for (size_t i = 0; i < b->sample->n_patterns; i++)
        for (size_t g = 0; g < 2; g++)
            n[g] += b->score->in[i] && b->n[g][i] > 0;
    return 2 * (n[0] + n[1]) * fmax(n[0], n[1]) * (double)(b->design->n_used + 1) >
           pairs_max * (double)b->sample->n_strata;
}

ds_status ds_way_neighbours(const ds_way_basis *basis, ds_way *out, ds_error *err) {
    const size_t n = basis->sample->n_patterns, w = basis->design->n_used;
    matching_near m = {.basis = basis, .out = out, .width = w};
    double **const arrays[] = {&m.imputed[0],     &m.imputed[1],     &m.used[0], &m.used[1],
                               &m.used_square[0], &m.used_square[1], &m.bias[0], &m.bias[1]};
    const size_t n_arrays = sizeof arrays / sizeof *arrays;
    double *block;
    ds_status status = DS_OK;
    if (is_too_much(basis))
        return ds_error_set(err, DS_INPUT,
                            "te veel verschillende personen voor naaste buren; neem minder of "
                            "grovere kenmerken, of exacte kolommen",
                            "too many different persons for nearest neighbours; take fewer or "
                            "coarser covariates, or exact columns");
    block = ds_calloc((n_arrays + 2) * n + n * w + w * (w + 1) + 1, sizeof *block);
    m.found = ds_calloc(n + 1, sizeof *m.found);
    if (block == NULL || m.found == NULL) {
        status = ds_error_memory(err);
    } else {
        for (size_t i = 0; i < n_arrays; i++)
            *arrays[i] = block + (i + 2) * n;
        m.z = block + (n_arrays + 2) * n;
        m.covariance = m.z + n * w;
        fill_columns(&m);
        find_covariance(&m);
        make_distances_plain(&m);
        status = estimate_near(&m, block, err);
    }
    ds_free(block);
    ds_free(m.found);
    return status;
}
