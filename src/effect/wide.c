/* effect/wide.c: four fits side by side. See wide.h. A pass goes over the rows once: logits from
 * the coefficients, p, and what it adds to gradient and Hessian, without arrays in between. A row
 * without persons in some lane adds nothing there. */
#include "effect/wide.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/wide.h"
#include "effect/cross.h"

enum { LANES = DS_WIDE_LANES, COLUMNS_MAX = 64, PASSES_MAX = 10 };
static const double small_step = 5e-7, surely_large = 1e-4;
static const double collinear = 1e-10; /* as in score.c */

/* One number of each lane. */
typedef double four __attribute__((vector_size(32)));
typedef uint64_t bits __attribute__((vector_size(32)));

/* A Hessian from which the strata were eliminated. order = columns + 1: the last is for what is in
 * no column. */
typedef struct equations {
    four *matrix; /* [order * order]: the lower triangle; then its Cholesky factor, with one over
                     the diagonal in the diagonal */
    four *whole;  /* [order]: the diagonal before strata were eliminated */
    four *c;      /* [n_strata * order]: Σ w x */
    four *d;      /* [n_strata]: Σ w */
} equations;

struct ds_wide {
    const ds_design *design;
    const ds_score *from;
    size_t order;
    ds_cross_rows rows;
    uint32_t *pattern_of;        /* [rows] */
    uint32_t *stratum_of;        /* [strata of the rows] */
    uint32_t *level_of;          /* [rows * n_factors]: those of reference too */
    uint8_t *has;                /* [levels + strata]: the lanes with controls, and treated */
    bool *needed;                /* [levels]: the fit to all has it */
    double *p_from;              /* [rows] */
    four *memory;                /* all of these: */
    four *n1, *n0, *p, *step;    /* [rows] */
    four *right, *beta, *change; /* [order] */
    four *g, *alpha, *move;      /* [strata]; move: the change of alpha */
    equations first, now;        /* of the fit to all; of the last pass */
    bool fits[LANES], dropped[LANES];
    uint32_t passes[LANES];
};

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

/* out = x' by of a row, beside what is there. */
static inline void add_product(const ds_cross_rows *rows, size_t i, const four *by, four *out) {
    const uint32_t *columns = rows->columns + i * rows->n_factors;
    const double *x = rows->x + i * rows->n_numbers;
    const four *numbers = by + rows->n_columns - rows->n_numbers;
    for (size_t f = 0; f < rows->n_factors; f++)
        *out += by[columns[f]];
    for (size_t k = 0; k < rows->n_numbers; k++)
        *out += x[k] * numbers[k];
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
static inline void add_pairs(const ds_cross_rows *rows, size_t i, const four *by, equations *to) {
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
                             equations *of) {
    const size_t levels = rows->n_columns - rows->n_numbers;
    for (size_t j = 0; j < rows->n_columns; j++) {
        four *row = of->matrix + j * (rows->n_columns + 1);
        const four by = c[j] / *d;
        if (j < levels) of->whole[j] += c[j];
        for (size_t k = 0; k <= j; k++)
            row[k] -= by * c[k];
    }
}

DS_WIDE_CODE static void pass(ds_wide *w) {
    const ds_cross_rows *rows = &w->rows;
    const size_t order = w->order;
    equations *now = &w->now;
    memset(now->matrix, 0, order * order * sizeof *now->matrix);
    memset(now->whole, 0, order * sizeof *now->whole);
    memset(now->c, 0, rows->n_strata * order * sizeof *now->c);
    memset(w->right, 0, order * sizeof *w->right);
    for (size_t s = 0, i = 0; s < rows->n_strata; s++) {
        four *c = now->c + s * order, d = {0}, g = {0};
        for (; i < rows->ends[s]; i++) {
            const four n1 = w->n1[i], n0 = w->n0[i];
            four z = w->alpha[s], yes, no;
            add_product(rows, i, w->beta, &z);
            logit(&z, &yes, &no);
            const four weight = (n1 + n0) * (yes * no), r = n1 * no - n0 * yes;
            w->p[i] = yes;
            d += weight;
            g += r;
            add_column(rows, i, &weight, c);
            add_column(rows, i, &r, w->right);
            add_pairs(rows, i, &weight, now);
        }
        now->d[s] = d;
        w->g[s] = g;
        eliminate(rows, c, &d, now);
    }
    for (size_t j = 0; j < rows->n_columns - rows->n_numbers; j++)
        now->matrix[j * (order + 1)] += now->whole[j];
}

/* The gradient alone, at the fit to all. */
DS_WIDE_CODE static void first_gradient(ds_wide *w) {
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

/* The Cholesky factor; lanes in which a column says nothing new no longer fit. */
DS_WIDE_CODE static void factor(ds_wide *w, equations *of) {
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
        for (size_t l = 0; l < LANES; l++) {
            if (!(left[l] > collinear * of->whole[j][l])) w->fits[l] = false;
            row[j][l] = 1 / sqrt(left[l]);
        }
    }
}

/* change and move from right and g. */
DS_WIDE_CODE static void solve(ds_wide *w, const equations *of) {
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

/* Whether all n numbers of each lane are at most limit; not with NAN. */
static inline void all_below(const four *of, size_t n, double limit, bits *out) {
    for (size_t i = 0; i < n; i++)
        *out &= (bits)((four)((bits)of[i] & (UINT64_MAX >> 1)) <= limit);
}

/* By how much the step moves each logit, and which lanes it hardly moves. */
DS_WIDE_CODE static void move_logits(ds_wide *w, bits *out) {
    for (size_t s = 0, i = 0; s < w->rows.n_strata; s++)
        for (; i < w->rows.ends[s]; i++) {
            four z = w->move[s];
            add_product(&w->rows, i, w->change, &z);
            w->step[i] = z;
            all_below(&z, 1, small_step, out);
        }
}

/* Whether the step of a lane is small; w->step is there when some lane's is. */
static void find_small(ds_wide *w, bool *small) {
    bits is_small = ~(bits){0};
    all_below(w->change, w->order - 1, surely_large, &is_small);
    all_below(w->move, w->rows.n_strata, surely_large, &is_small);
    if ((is_small[0] | is_small[1] | is_small[2] | is_small[3]) != 0) move_logits(w, &is_small);
    for (size_t l = 0; l < LANES; l++)
        small[l] = is_small[l] != 0;
}

/* The step is taken in the lanes that still go on. */
static void take_step(ds_wide *w, const bool *small) {
    four go;
    for (size_t l = 0; l < LANES; l++)
        go[l] = small[l] ? 0 : 1;
    for (size_t j = 0; j + 1 < w->order; j++)
        w->beta[j] += go * w->change[j];
    for (size_t s = 0; s < w->rows.n_strata; s++)
        w->alpha[s] += go * w->move[s];
}

/* The last step, which was held back: to its third power it is nothing. */
DS_WIDE_CODE static void finish(ds_wide *w) {
    for (size_t i = 0; i < w->rows.n; i++) {
        const four p = w->p[i], z = w->step[i];
        w->p[i] = p + p * (1 - p) * z * (1 + (0.5 - p) * z);
    }
    for (size_t j = 0; j + 1 < w->order; j++)
        w->beta[j] += w->change[j];
    for (size_t s = 0; s < w->rows.n_strata; s++)
        w->alpha[s] += w->move[s];
}

/* ---- the persons ---- */

/* Which lanes have controls and treated in each level and stratum; the persons by row. */
static void load(ds_wide *w, const double *persons, size_t stride) {
    const ds_cross_rows *rows = &w->rows;
    const size_t n_factors = rows->n_factors, levels = w->design->first_of_factor[n_factors];
    memset(w->has, 0, levels + rows->n_strata);
    for (size_t s = 0, i = 0; s < rows->n_strata; s++)
        for (; i < rows->ends[s]; i++) {
            const double *n0 = persons + 2 * (size_t)w->pattern_of[i] * stride, *n1 = n0 + stride;
            unsigned here = 0;
            memcpy(&w->n0[i], n0, sizeof *w->n0);
            memcpy(&w->n1[i], n1, sizeof *w->n1);
            for (size_t l = 0; l < LANES; l++)
                here |= (n0[l] > 0) * (1u << l) | (n1[l] > 0) * (1u << (LANES + l));
            w->has[levels + s] |= (uint8_t)here;
            for (size_t f = 0; f < n_factors; f++)
                w->has[w->level_of[i * n_factors + f]] |= (uint8_t)here;
        }
}

/* Who is in a replicate is in the fit to all: fewer persons only leave out more. With both groups
 * in each level and stratum nothing more is left out than patterns without persons. */
static void check_lanes(ds_wide *w, const double *persons, size_t stride) {
    const size_t levels = w->design->first_of_factor[w->rows.n_factors];
    unsigned has = UINT8_MAX;
    for (size_t j = 0; j < levels + w->rows.n_strata; j++)
        if (j >= levels || w->needed[j]) has &= w->has[j];
    for (size_t l = 0; l < LANES; l++) {
        w->fits[l] = (has >> l & 1) != 0 && (has >> (LANES + l) & 1) != 0;
        w->dropped[l] = false;
        w->passes[l] = 0;
    }
    for (size_t p = 0; p < w->design->sample->n_patterns; p++)
        if (!w->from->in[p])
            for (size_t l = 0; l < LANES; l++) {
                const double *n = persons + 2 * p * stride + l;
                w->dropped[l] = w->dropped[l] || n[0] > 0 || n[stride] > 0;
            }
}

/* ---- memory ---- */

/* Room for both systems and all arrays, from a place where wide instructions like to read. */
static bool make_fours(ds_wide *w, size_t n_rows, size_t n_strata) {
    const size_t order = w->order, n_equations = order * order + order + n_strata * (order + 1);
    const size_t n = 4 * n_rows + 3 * order + 3 * n_strata + 2 * n_equations;
    four **const by_row[] = {&w->n1, &w->n0, &w->p, &w->step};
    four **const by_column[] = {&w->right, &w->beta, &w->change};
    four **const by_stratum[] = {&w->g, &w->alpha, &w->move};
    equations *const both[] = {&w->first, &w->now};
    four *at;
    w->memory = ds_calloc(n + 1, sizeof *at);
    if (w->memory == NULL) return false;
    at = (four *)(((uintptr_t)w->memory + sizeof *at - 1) / sizeof *at * sizeof *at);
    for (size_t i = 0; i < 4; i++, at += n_rows)
        *by_row[i] = at;
    for (size_t i = 0; i < 3; i++, at += order)
        *by_column[i] = at;
    for (size_t i = 0; i < 3; i++, at += n_strata)
        *by_stratum[i] = at;
    for (size_t i = 0; i < 2; i++, at += n_equations) {
        both[i]->matrix = at;
        both[i]->whole = at + order * order;
        both[i]->c = both[i]->whole + order;
        both[i]->d = both[i]->c + n_strata * order;
    }
    return true;
}

static bool make_rows(ds_wide *w, ds_error *err) {
    const ds_effect_sample *s = w->design->sample;
    const size_t levels = w->design->first_of_factor[s->n_factors];
    w->pattern_of = ds_calloc(s->n_patterns + 1, sizeof *w->pattern_of);
    w->stratum_of = ds_calloc(s->n_strata + 1, sizeof *w->stratum_of);
    w->level_of = ds_calloc(s->n_patterns * s->n_factors + 1, sizeof *w->level_of);
    w->has = ds_calloc(levels + s->n_strata + 1, sizeof *w->has);
    w->needed = ds_calloc(levels + 1, sizeof *w->needed);
    w->p_from = ds_calloc(s->n_patterns + 1, sizeof *w->p_from);
    if (w->pattern_of == NULL || w->stratum_of == NULL || w->level_of == NULL || w->has == NULL ||
        w->needed == NULL || w->p_from == NULL ||
        ds_cross_rows_init(&w->rows, w->design, err) != DS_OK)
        return false;
    ds_cross_rows_fill(&w->rows, w->design, w->from->in, w->pattern_of, w->stratum_of);
    for (size_t i = 0; i < w->rows.n; i++) {
        const size_t pattern = w->pattern_of[i];
        w->p_from[i] = w->from->p[pattern];
        for (size_t f = 0; f < s->n_factors; f++) {
            const size_t level =
                w->design->first_of_factor[f] + s->levels[pattern * s->n_factors + f];
            w->level_of[i * s->n_factors + f] = (uint32_t)level;
            w->needed[level] = true;
        }
    }
    return true;
}

static void start(ds_wide *w);

/* The Hessian of the fit to all, in every lane. */
static bool make_first(ds_wide *w) {
    const size_t n = w->design->sample->n_patterns;
    double *n0 = ds_calloc(2 * n + 1, sizeof *n0), *n1 = n0 == NULL ? NULL : n0 + n;
    equations other = w->now;
    if (n0 == NULL) return false;
    ds_sample_totals(w->design->sample, (double *const[2]){n0, n1}, (double *const[2]){NULL, NULL},
                     (double *const[2]){NULL, NULL});
    for (size_t i = 0; i < w->rows.n; i++)
        for (size_t l = 0; l < LANES; l++) {
            w->n0[i][l] = n0[w->pattern_of[i]];
            w->n1[i][l] = n1[w->pattern_of[i]];
        }
    ds_free(n0);
    start(w);
    for (size_t l = 0; l < LANES; l++)
        w->fits[l] = true;
    pass(w);
    factor(w, &w->now);
    w->now = w->first;
    w->first = other;
    return true;
}

ds_status ds_wide_init(const ds_design *design, const ds_score *from, ds_wide **out,
                       ds_error *err) {
    const size_t n_used = design->n_used;
    ds_wide *w;
    *out = NULL;
    if (!from->converged || n_used > COLUMNS_MAX) return DS_OK;
    w = ds_calloc(1, sizeof *w);
    if (w == NULL) return ds_error_memory(err);
    w->design = design;
    w->from = from;
    w->order = n_used + 1;
    if (!make_rows(w, err)) goto short_of_memory;
    if (w->rows.n_strata * n_used * n_used <= COLUMNS_MAX * w->rows.n) {
        if (!make_fours(w, w->rows.n, w->rows.n_strata) || !make_first(w)) goto short_of_memory;
    }
    if (w->memory != NULL && w->fits[0])
        *out = w;
    else
        ds_wide_free(w);
    return DS_OK;
short_of_memory:
    ds_wide_free(w);
    return ds_error_memory(err);
}

void ds_wide_free(ds_wide *w) {
    if (w == NULL) return;
    ds_cross_rows_done(&w->rows);
    ds_free(w->pattern_of);
    ds_free(w->stratum_of);
    ds_free(w->level_of);
    ds_free(w->has);
    ds_free(w->needed);
    ds_free(w->p_from);
    ds_free(w->memory);
    ds_free(w);
}

/* ---- the whole ---- */

static void start(ds_wide *w) {
    for (size_t j = 0; j + 1 < w->order; j++)
        for (size_t l = 0; l < LANES; l++)
            w->beta[j][l] = w->from->beta[j];
    for (size_t s = 0; s < w->rows.n_strata; s++)
        for (size_t l = 0; l < LANES; l++)
            w->alpha[s][l] = w->from->alpha[w->stratum_of[s]];
}

void ds_wide_fit(ds_wide *w, const double *persons, size_t stride) {
    bool small[LANES] = {false}, more = true;
    load(w, persons, stride);
    check_lanes(w, persons, stride);
    start(w);
    first_gradient(w);
    solve(w, &w->first);
    take_step(w, small);
    for (uint32_t n = 1; more && n <= PASSES_MAX; n++) {
        pass(w);
        factor(w, &w->now);
        solve(w, &w->now);
        find_small(w, small);
        take_step(w, small);
        more = false;
        for (size_t l = 0; l < LANES; l++) {
            if (w->fits[l] && !small[l]) more = true;
            if (w->passes[l] == 0 && small[l]) w->passes[l] = n;
        }
    }
    for (size_t l = 0; l < LANES; l++)
        w->fits[l] = w->fits[l] && small[l];
    finish(w);
}

bool ds_wide_take(const ds_wide *w, size_t lane, ds_score *score) {
    const ds_effect_sample *sample = w->design->sample;
    if (!w->fits[lane]) return false;
    memset(score->in, 0, sample->n_patterns * sizeof *score->in);
    memset(score->p, 0, sample->n_patterns * sizeof *score->p);
    memset(score->alpha, 0, sample->n_strata * sizeof *score->alpha);
    for (size_t i = 0; i < w->rows.n; i++) {
        const size_t pattern = w->pattern_of[i];
        score->in[pattern] = w->n1[i][lane] + w->n0[i][lane] > 0;
        score->p[pattern] = score->in[pattern] ? w->p[i][lane] : 0;
    }
    for (size_t j = 0; j + 1 < w->order; j++)
        score->beta[j] = w->beta[j][lane];
    for (size_t s = 0; s < w->rows.n_strata; s++)
        score->alpha[w->stratum_of[s]] = w->alpha[s][lane];
    score->loglik = NAN;
    score->iterations = w->passes[lane];
    score->converged = true;
    score->separated = false;
    score->dropped = w->dropped[lane];
    return true;
}
