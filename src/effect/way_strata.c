/* effect/way_strata.c: subclassification on the score, and cells of equal covariates (coarsened
 * exact matching). See way.h. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/way.h"

enum { CLASSES_DEFAULT = 5 };

/* A pattern that is in, and the class or cell it belongs to. */
typedef struct classified {
    uint32_t pattern;
    double score;
    uint32_t stratum, class; /* class: of the scores */
    const uint32_t *levels;  /* [n_levels], of cells: factors, then bins of numbers; else NULL */
    size_t n_levels;
} classified;

typedef struct stratifying {
    const ds_way_basis *basis;
    ds_way *out;
    classified *list; /* [n] */
    size_t n;
    uint32_t *levels; /* [n * (n_factors + n_numbers)] */
} stratifying;

static int order_by_score(const void *x, const void *y) {
    const classified *a = x, *b = y;
    if (a->score != b->score) return a->score < b->score ? -1 : 1;
    return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

static int compare_cells(const classified *a, const classified *b) {
    if (a->stratum != b->stratum) return a->stratum < b->stratum ? -1 : 1;
    if (a->class != b->class) return a->class < b->class ? -1 : 1;
    for (size_t i = 0; i < a->n_levels; i++)
        if (a->levels[i] != b->levels[i]) return a->levels[i] < b->levels[i] ? -1 : 1;
    return 0;
}

static int compare_classified(const void *x, const void *y) {
    const classified *a = x, *b = y;
    const int order = compare_cells(a, b);
    return order != 0 ? order : (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

/* ---- classes of the score ---- */

/* Class k has the scores above the smallest with at least k of K parts of those averaged over at or
 * below it: those in R's cut(e, quantile(e of them, 0:K/K, type = 1)). */
static void find_classes(stratifying *s, uint32_t classes) {
    double below = 0;
    qsort(s->list, s->n, sizeof *s->list, order_by_score);
    for (size_t i = 0, end; i < s->n; i = end) {
        double here = 0;
        uint32_t class = 0;
        while (class + 1 < classes && (class + 1) * s->basis->n_target <= classes * below)
            class ++;
        for (end = i; end < s->n && s->list[end].score == s->list[i].score; end++) {
            s->list[end].class = class;
            here += s->basis->target[s->list[end].pattern];
        }
        below += here;
    }
}

/* ---- cells ---- */

/* Sturges' number of bins of equal width. */
static uint32_t find_bins(const ds_way_basis *b) {
    double n = 0;
    for (size_t i = 0; i < b->sample->n_patterns; i++)
        if (b->score->in[i]) n += b->n[0][i] + b->n[1][i];
    return n > 1 ? (uint32_t)ceil(log2(n) + 1) : 1;
}

static void find_cells(stratifying *s) {
    const ds_effect_sample *sample = s->basis->sample;
    const size_t n_factors = sample->n_factors, n_levels = n_factors + sample->n_numbers;
    const uint32_t bins = find_bins(s->basis);
    for (size_t k = 0; k < sample->n_numbers; k++) {
        double low = INFINITY, high = -INFINITY;
        for (size_t i = 0; i < s->n; i++) {
            const double x = sample->numbers[s->list[i].pattern * sample->n_numbers + k];
            low = fmin(low, x);
            high = fmax(high, x);
        }
        for (size_t i = 0; i < s->n; i++) {
            const double x = sample->numbers[s->list[i].pattern * sample->n_numbers + k];
            const double at =
                high > low ? floor((x / 2 - low / 2) / (high / 2 - low / 2) * bins) : 0;
            s->levels[i * n_levels + n_factors + k] = (uint32_t)fmin(at, bins - 1);
        }
    }
    for (size_t i = 0; i < s->n; i++) {
        for (size_t f = 0; f < n_factors; f++)
            s->levels[i * n_levels + f] = sample->levels[s->list[i].pattern * n_factors + f];
        s->list[i].levels = s->levels + i * n_levels;
        s->list[i].n_levels = n_levels;
    }
}

/* ---- the estimate ---- */

typedef struct cell_sums {
    double target, n[2], sum[2];
} cell_sums;

static cell_sums sum_cell(const stratifying *s, size_t from, size_t end) {
    const ds_way_basis *b = s->basis;
    cell_sums of = {0, {0, 0}, {0, 0}};
    for (size_t i = from; i < end; i++) {
        const size_t p = s->list[i].pattern;
        of.target += b->target[p];
        for (size_t g = 0; g < 2; g++) {
            of.n[g] += b->n[g][p];
            of.sum[g] += b->sum[g][p];
        }
    }
    return of;
}

static size_t find_cell_end(const stratifying *s, size_t from) {
    size_t end = from + 1;
    while (end < s->n && compare_cells(&s->list[from], &s->list[end]) == 0)
        end++;
    return end;
}

static bool serves(const cell_sums *of) {
    return of->n[0] > 0 && of->n[1] > 0 && of->target > 0;
}

/* Weights, and the means from the centre; returns how many are averaged over. */
static double weigh_cells(const stratifying *s, double mean[2]) {
    double averaged = 0, sum[2] = {0, 0};
    for (size_t i = 0, end; i < s->n; i = end) {
        cell_sums of;
        end = find_cell_end(s, i);
        of = sum_cell(s, i, end);
        if (!serves(&of)) continue;
        averaged += of.target;
        for (size_t g = 0; g < 2; g++) {
            sum[g] += of.target * (of.sum[g] / of.n[g]);
            for (size_t k = i; k < end; k++)
                s->out->weight[g][s->list[k].pattern] = of.target / of.n[g];
        }
    }
    for (size_t g = 0; g < 2; g++)
        mean[g] = sum[g] / averaged;
    return averaged;
}

static void add_stratum(const stratifying *s, size_t from, size_t end, const cell_sums *of,
                        double difference, double averaged) {
    const ds_effect_estimand estimand = s->basis->options->estimand;
    const double mean[2] = {of->sum[0] / of->n[0], of->sum[1] / of->n[1]};
    ds_influence *to = &s->out->influence;
    for (size_t i = from; i < end; i++) {
        const size_t p = s->list[i].pattern;
        s->out->expected[p] = s->basis->centre + mean[estimand == DS_EFFECT_ATU ? 1 : 0];
        for (size_t g = 0; g < 2; g++) {
            const double sign = g == 1 ? 1 : -1, weight = of->target / of->n[g] / averaged;
            s->out->fitted[g][p] = mean[g];
            to->slope[g][p] += sign * weight;
            to->constant[g][p] -= sign * weight * mean[g];
            if (estimand != (g == 1 ? DS_EFFECT_ATU : DS_EFFECT_ATT))
                to->constant[g][p] += (mean[1] - mean[0] - difference) / averaged;
        }
    }
}

static void estimate_strata(const stratifying *s) {
    ds_way *out = s->out;
    double mean[2];
    out->averaged = weigh_cells(s, mean);
    if (!(out->averaged > 0)) {
        out->flags |= DS_EFFECT_ALL_OFF_SUPPORT;
        return;
    }
    out->valid = true;
    for (size_t g = 0; g < 2; g++)
        out->mean[g] = s->basis->centre + mean[g];
    for (size_t i = 0, end; i < s->n; i = end) {
        cell_sums of;
        end = find_cell_end(s, i);
        of = sum_cell(s, i, end);
        if (serves(&of)) add_stratum(s, i, end, &of, mean[1] - mean[0], out->averaged);
    }
}

static void classify(stratifying *s) {
    const ds_way_basis *b = s->basis;
    const uint32_t asked = b->options->classes;
    for (size_t i = 0; i < b->sample->n_patterns; i++)
        if (b->score->in[i])
            s->list[s->n++] = (classified){.pattern = (uint32_t)i,
                                           .score = b->score->p[i],
                                           .stratum = b->sample->stratum_of[i]};
    if (asked == DS_EFFECT_CLASSES_CELLS)
        find_cells(s);
    else
        find_classes(s, asked == 0 ? CLASSES_DEFAULT : asked);
    qsort(s->list, s->n, sizeof *s->list, compare_classified);
}

ds_status ds_way_strata(const ds_way_basis *basis, ds_way *out, ds_error *err) {
    const ds_effect_sample *sample = basis->sample;
    const size_t n_levels = sample->n_factors + sample->n_numbers;
    stratifying s = {.basis = basis, .out = out};
    ds_status status = DS_OK;
    s.list = ds_calloc(sample->n_patterns + 1, sizeof *s.list);
    s.levels = ds_calloc(sample->n_patterns * n_levels + 1, sizeof *s.levels);
    if (s.list == NULL || s.levels == NULL) {
        status = ds_error_memory(err);
    } else {
        classify(&s);
        estimate_strata(&s);
    }
    ds_free(s.list);
    ds_free(s.levels);
    return status;
}
