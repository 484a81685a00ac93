/* effect/wide.c: four fits side by side. See wide.h. A row without persons in some lane adds
 * nothing there, so that all lanes have the rows of the fit to all. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/wide.h"
#include "effect/wide_parts.h"

enum { LANES = DS_WIDE_LANES, COLUMNS_MAX = 64, PASSES_MAX = 10 };
static const double small_step = 5e-7, surely_large = 1e-4;

typedef ds_four four;
typedef uint64_t bits __attribute__((vector_size(32)));

/* ---- a step ---- */

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
            ds_wide_product(&w->rows, i, w->change, &z);
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
    four go = {0};
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

/* The persons by row, and which lanes have controls and treated there. */
static void load(ds_wide *w, const double *persons, size_t stride) {
    for (size_t i = 0; i < w->rows.n; i++) {
        const double *n0 = persons + 2 * (size_t)w->pattern_of[i] * stride, *n1 = n0 + stride;
        unsigned here = 0;
        memcpy(&w->n0[i], n0, sizeof *w->n0);
        memcpy(&w->n1[i], n1, sizeof *w->n1);
        for (size_t l = 0; l < LANES; l++)
            here |= (n0[l] > 0) * (1u << l) | (n1[l] > 0) * (1u << (LANES + l));
        w->here[i] = (uint8_t)here;
    }
}

/* Which lanes have controls and treated in each level and stratum. */
static void find_groups(ds_wide *w) {
    const ds_cross_rows *rows = &w->rows;
    const size_t n_factors = rows->n_factors, levels = w->design->first_of_factor[n_factors];
    memset(w->has, 0, levels + rows->n_strata);
    for (size_t s = 0, i = 0; s < rows->n_strata; s++)
        for (; i < rows->ends[s]; i++) {
            w->has[levels + s] |= w->here[i];
            for (size_t f = 0; f < n_factors; f++)
                w->has[w->level_of[i * n_factors + f]] |= w->here[i];
        }
}

/* Takes out the rows, in the lanes where its stratum or a level has one group. True when some had
 * persons. */
static bool leave_rows(ds_wide *w) {
    const ds_cross_rows *rows = &w->rows;
    const size_t n_factors = rows->n_factors, levels = w->design->first_of_factor[n_factors];
    bool any = false;
    for (size_t s = 0, i = 0; s < rows->n_strata; s++)
        for (; i < rows->ends[s]; i++) {
            unsigned both = w->has[levels + s] & w->has[levels + s] >> LANES;
            for (size_t f = 0; f < n_factors; f++) {
                const unsigned has = w->has[w->level_of[i * n_factors + f]];
                both &= has & has >> LANES;
            }
            both |= both << LANES;
            if ((w->here[i] & ~both) == 0) continue;
            w->here[i] &= (uint8_t)both;
            any = true;
        }
    return any;
}

/* Over and over, as ds_design_leave_out; then nobody of them is in the lane. */
static void leave_out(ds_wide *w) {
    bool any = false;
    find_groups(w);
    while (leave_rows(w)) {
        any = true;
        find_groups(w);
    }
    for (size_t i = 0; any && i < w->rows.n; i++)
        for (size_t l = 0; l < LANES; l++) {
            if (((unsigned)w->here[i] >> l & 1) != 0 ||
                ((unsigned)w->here[i] >> (LANES + l) & 1) != 0)
                continue;
            w->dropped[l] = w->dropped[l] || w->n1[i][l] + w->n0[i][l] > 0;
            w->n1[i][l] = w->n0[i][l] = 0;
        }
}

/* The strata of which a lane has nobody: their equations say 1 × nothing = 0. */
static void find_empty(ds_wide *w) {
    const size_t levels = w->design->first_of_factor[w->rows.n_factors];
    for (size_t s = 0; s < w->rows.n_strata; s++)
        for (size_t l = 0; l < LANES; l++)
            w->no_stratum[s][l] = (w->has[levels + s] >> l & 1) != 0 ? 0 : 1;
}

static void keep_columns(ds_wide *w) {
    for (size_t j = 0; j < w->order; j++)
        w->live[j] = (four){1, 1, 1, 1};
}

/* Who is in a replicate is in the fit to all: fewer persons only leave out more. */
static void check_lanes(ds_wide *w, const double *persons, size_t stride) {
    const size_t levels = w->design->first_of_factor[w->rows.n_factors];
    unsigned has = 0;
    for (size_t s = 0; s < w->rows.n_strata; s++)
        has |= w->has[levels + s];
    for (size_t l = 0; l < LANES; l++)
        w->fits[l] = (has >> l & 1) != 0;
    for (size_t p = 0; p < w->design->sample->n_patterns; p++)
        if (!w->from->in[p])
            for (size_t l = 0; l < LANES; l++) {
                const double *n = persons + 2 * p * stride + l;
                w->dropped[l] = w->dropped[l] || n[0] > 0 || n[stride] > 0;
            }
}

static void load_lanes(ds_wide *w, const double *persons, size_t stride) {
    for (size_t l = 0; l < LANES; l++) {
        w->dropped[l] = false;
        w->passes[l] = 0;
    }
    load(w, persons, stride);
    leave_out(w);
    find_empty(w);
    keep_columns(w);
    check_lanes(w, persons, stride);
}

/* ---- memory ---- */

/* Room for both systems and all arrays, from a place where wide instructions like to read. */
static bool make_fours(ds_wide *w, size_t n_rows, size_t n_strata) {
    const size_t order = w->order, n_equations = order * order + order + n_strata * (order + 1);
    const size_t n = 4 * n_rows + 4 * order + 4 * n_strata + 2 * n_equations;
    four **const by_row[] = {&w->n1, &w->n0, &w->p, &w->step};
    four **const by_column[] = {&w->right, &w->beta, &w->change, &w->live};
    four **const by_stratum[] = {&w->g, &w->alpha, &w->move, &w->no_stratum};
    ds_wide_equations *const both[] = {&w->first, &w->now};
    four *at;
    w->memory = ds_calloc(n + 1, sizeof *at);
    if (w->memory == NULL) return false;
    at = (four *)(((uintptr_t)w->memory + sizeof *at - 1) / sizeof *at * sizeof *at);
    for (size_t i = 0; i < 4; i++, at += n_rows)
        *by_row[i] = at;
    for (size_t i = 0; i < 4; i++, at += order)
        *by_column[i] = at;
    for (size_t i = 0; i < 4; i++, at += n_strata)
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
    w->here = ds_calloc(s->n_patterns + 1, sizeof *w->here);
    w->p_from = ds_calloc(s->n_patterns + 1, sizeof *w->p_from);
    if (w->pattern_of == NULL || w->stratum_of == NULL || w->level_of == NULL || w->has == NULL ||
        w->here == NULL || w->p_from == NULL ||
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
        }
    }
    return true;
}

static void start_wide(ds_wide *w);

/* The Hessian of the fit to all, in every lane. */
static bool make_first(ds_wide *w) {
    const size_t n = w->design->sample->n_patterns;
    double *n0 = ds_calloc(2 * n + 1, sizeof *n0), *n1 = n0 == NULL ? NULL : n0 + n;
    ds_wide_equations other = w->now;
    if (n0 == NULL) return false;
    ds_sample_totals(w->design->sample, (double *const[2]){n0, n1}, (double *const[2]){NULL, NULL},
                     (double *const[2]){NULL, NULL});
    for (size_t i = 0; i < w->rows.n; i++)
        for (size_t l = 0; l < LANES; l++) {
            w->n0[i][l] = n0[w->pattern_of[i]];
            w->n1[i][l] = n1[w->pattern_of[i]];
        }
    ds_free(n0);
    start_wide(w);
    keep_columns(w);
    for (size_t l = 0; l < LANES; l++)
        w->fits[l] = true;
    ds_wide_pass(w);
    ds_wide_factor(w, &w->now, false);
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
    ds_free(w->here);
    ds_free(w->p_from);
    ds_free(w->memory);
    ds_free(w);
}

/* ---- the whole ---- */

static void start_wide(ds_wide *w) {
    for (size_t j = 0; j + 1 < w->order; j++)
        for (size_t l = 0; l < LANES; l++)
            w->beta[j][l] = w->from->beta[j];
    for (size_t s = 0; s < w->rows.n_strata; s++)
        for (size_t l = 0; l < LANES; l++)
            w->alpha[s][l] = w->from->alpha[w->stratum_of[s]];
}

/* A level that is left out gets 0. Mostly it says what is left when the level of reference is gone
 * from the lane, and becomes that: what it had goes to the strata and from the other levels, and no
 * logit changes. Where it is something else that says it, this is another start. */
static void zero_column(ds_wide *w, size_t factor, uint32_t column, size_t lane) {
    const size_t *first = w->design->first_of_factor;
    const double had = w->beta[column][lane];
    w->beta[column][lane] = 0;
    if (!(w->now.whole[column][lane] > 0)) return; /* nobody has it */
    for (size_t s = 0; s < w->rows.n_strata; s++)
        w->alpha[s][lane] += had;
    for (size_t c = first[factor]; c < first[factor + 1]; c++) {
        const uint32_t other = w->design->place[c];
        if (other != UINT32_MAX && w->live[other][lane] > 0) w->beta[other][lane] -= had;
    }
}

/* After the first pass. A lane from which a column is left out goes on: its logits may be others.
 */
static void leave_columns(ds_wide *w, bool *small) {
    const size_t *first = w->design->first_of_factor;
    for (size_t f = 0; f < w->rows.n_factors; f++)
        for (size_t c = first[f]; c < first[f + 1]; c++) {
            const uint32_t column = w->design->place[c];
            for (size_t l = 0; column != UINT32_MAX && l < LANES; l++) {
                if (w->live[column][l] > 0) continue;
                zero_column(w, f, column, l);
                small[l] = false;
            }
        }
}

void ds_wide_fit(ds_wide *w, const double *persons, size_t stride) {
    bool small[LANES] = {false}, more = true;
    load_lanes(w, persons, stride);
    start_wide(w);
    ds_wide_first_gradient(w);
    ds_wide_solve(w, &w->first);
    take_step(w, small);
    for (uint32_t n = 1; more && n <= PASSES_MAX; n++) {
        ds_wide_pass(w);
        ds_wide_factor(w, &w->now, n == 1);
        ds_wide_solve(w, &w->now);
        find_small(w, small);
        if (n == 1) leave_columns(w, small);
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
        score->alpha[w->stratum_of[s]] = w->no_stratum[s][lane] > 0 ? 0 : w->alpha[s][lane];
    score->loglik = NAN;
    score->iterations = w->passes[lane];
    score->converged = true;
    score->separated = false;
    score->dropped = w->dropped[lane];
    return true;
}
