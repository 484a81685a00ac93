/* effect/score.c: the propensity score. See score.h. A fit copies the patterns that take part to
 * rows without gaps (effect/cross.h), walks there, and copies the scores back. */
#include "effect/score.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/cross.h"
#include "effect/logit.h"

enum { STEPS_MAX = 100, HALVINGS_MAX = 40 };
static const double collinear = 1e-10; /* as in design.c */
static const double singular = 1e-14;
/* A step that moves no logit by more cannot lower the likelihood: no weight p (1 - p) grows by more
 * than e^step on the way, and e^(1/2) < 2. */
static const double safe_step = 0.5;

/* By row, unless said otherwise. */
struct ds_score_work {
    ds_cross_rows rows;
    ds_cross cross;
    uint32_t *pattern_of;
    uint32_t *stratum_of; /* by stratum of the rows */
    double *counts;       /* of ds_design_leave_out */
    double *doubles;      /* all of these: */
    double *n1, *n0, *eta, *step, *p, *w, *r, *loglik;
    double *beta, *change; /* [n_used + 1]: the last is 0, of what is in no column */
    double *alpha;         /* by stratum of the rows */
};

enum { ROW_ARRAYS = 8 };

static void work_done(struct ds_score_work *work) {
    if (work == NULL) return;
    ds_cross_rows_done(&work->rows);
    ds_cross_done(&work->cross);
    ds_free(work->pattern_of);
    ds_free(work->stratum_of);
    ds_free(work->counts);
    ds_free(work->doubles);
    ds_free(work->beta);
    ds_free(work->change);
    ds_free(work->alpha);
    ds_free(work);
}

static ds_status init_score(const ds_design *design, struct ds_score_work *work, ds_error *err) {
    const ds_effect_sample *s = design->sample;
    const size_t n = s->n_patterns;
    const size_t n_levels = design->first_of_factor[s->n_factors];
    double **const rows[ROW_ARRAYS] = {&work->n1, &work->n0, &work->eta, &work->step,
                                       &work->p,  &work->w,  &work->r,   &work->loglik};
    work->pattern_of = ds_calloc(n, sizeof *work->pattern_of);
    work->stratum_of = ds_calloc(s->n_strata, sizeof *work->stratum_of);
    work->counts = ds_calloc(2 * (s->n_strata + n_levels), sizeof *work->counts);
    work->doubles = ds_calloc(n, ROW_ARRAYS * sizeof *work->doubles);
    work->beta = ds_calloc(design->n_used + 1, sizeof *work->beta);
    work->change = ds_calloc(design->n_used + 1, sizeof *work->change);
    work->alpha = ds_calloc(s->n_strata, sizeof *work->alpha);
    if (work->pattern_of == NULL || work->stratum_of == NULL || work->counts == NULL ||
        work->doubles == NULL || work->beta == NULL || work->change == NULL ||
        work->alpha == NULL || !ds_cross_init(&work->cross, design->n_used, s->n_strata))
        return ds_error_memory(err);
    for (size_t i = 0; i < ROW_ARRAYS; i++)
        *rows[i] = work->doubles + i * n;
    return ds_cross_rows_init(&work->rows, design, err);
}

ds_status ds_score_init(const ds_design *design, ds_score *out, ds_error *err) {
    const ds_effect_sample *s = design->sample;
    ds_score score = {
        .in = ds_calloc(s->n_patterns, sizeof *score.in),
        .p = ds_calloc(s->n_patterns, sizeof *score.p),
        .beta = ds_calloc(design->n_used, sizeof *score.beta),
        .alpha = ds_calloc(s->n_strata, sizeof *score.alpha),
        .work = ds_calloc(1, sizeof *score.work),
    };
    ds_status status;
    if (score.in == NULL || score.p == NULL || score.beta == NULL || score.alpha == NULL ||
        score.work == NULL)
        status = ds_error_memory(err);
    else
        status = init_score(design, score.work, err);
    if (status == DS_OK)
        *out = score;
    else
        ds_score_done(&score);
    return status;
}

void ds_score_done(ds_score *score) {
    ds_free(score->in);
    ds_free(score->p);
    ds_free(score->beta);
    ds_free(score->alpha);
    work_done(score->work);
    *score = (ds_score){0};
}

/* ---- one fit ---- */

/* out[row] = x' beta; beta[n_columns] is 0. */
static void multiply(const ds_cross_rows *rows, const double *beta, double *restrict out) {
    const size_t n_factors = rows->n_factors, n_numbers = rows->n_numbers;
    const double *numbers = beta + rows->n_columns - n_numbers;
    for (size_t i = 0; i < rows->n; i++) {
        const uint32_t *columns = rows->columns + i * n_factors;
        const double *x = rows->x + i * n_numbers;
        double sum = 0;
        for (size_t f = 0; f < n_factors; f++)
            sum += beta[columns[f]];
        for (size_t k = 0; k < n_numbers; k++)
            sum += x[k] * numbers[k];
        out[i] = sum;
    }
}

static double likelihood_at(struct ds_score_work *work, double t) {
    const ds_logit logit = {work->eta, work->step, work->n1, work->n0,
                            work->p,   work->w,    work->r,  work->loglik};
    double sum = 0;
    ds_logit_at(&logit, work->rows.n, t);
    for (size_t i = 0; i < work->rows.n; i++)
        sum += work->loglik[i];
    return sum;
}

/* The logits of alpha and beta. */
static void set_eta(struct ds_score_work *work) {
    const ds_cross_rows *rows = &work->rows;
    size_t i = 0;
    multiply(rows, work->beta, work->eta);
    for (size_t s = 0; s < rows->n_strata; s++)
        for (; i < rows->ends[s]; i++)
            work->eta[i] += work->alpha[s];
    memset(work->step, 0, rows->n * sizeof *work->step);
}

/* The coefficients of from, or the intercepts that fit without covariates. */
static void start_score(const ds_design *design, const ds_score *from, struct ds_score_work *work) {
    const ds_cross_rows *rows = &work->rows;
    size_t i = 0;
    memset(work->beta, 0, (design->n_used + 1) * sizeof *work->beta);
    if (from != NULL) memcpy(work->beta, from->beta, design->n_used * sizeof *work->beta);
    for (size_t s = 0; s < rows->n_strata; s++) {
        double n1 = 0, n0 = 0;
        for (; i < rows->ends[s]; i++) {
            n1 += work->n1[i];
            n0 += work->n0[i];
        }
        work->alpha[s] = from != NULL ? from->alpha[work->stratum_of[s]] : log(n1 / n0);
    }
    set_eta(work);
}

/* Finds the columns that are collinear among these persons, by persons as in the design. */
static void find_live(struct ds_score_work *work) {
    double *n = work->loglik; /* not in use now */
    for (size_t i = 0; i < work->rows.n; i++)
        n[i] = work->n1[i] + work->n0[i];
    ds_cross_add(&work->cross, &work->rows, n, NULL);
    ds_cross_live(&work->cross);
    ds_cross_prune(&work->cross, collinear);
}

/* Decides which columns are in this fit, and factors the Hessian at the start. Mostly all are, and
 * the Hessian's own factor shows it. */
static bool first_hessian(struct ds_score_work *work, size_t n_used, double *loglik) {
    ds_cross *cross = &work->cross;
    size_t live = 0;
    ds_cross_add(cross, &work->rows, work->w, work->r);
    ds_cross_live(cross);
    if (cross->n_live == n_used && ds_cross_factor(cross, collinear)) return true;
    find_live(work);
    for (size_t j = 0; j < n_used; j++)
        if (live < cross->n_live && cross->live[live] == j)
            live++;
        else
            work->beta[j] = 0;
    set_eta(work);
    *loglik = likelihood_at(work, 0);
    ds_cross_add(cross, &work->rows, work->w, work->r);
    return ds_cross_factor(cross, singular);
}

static bool hessian(struct ds_score_work *work) {
    ds_cross_add(&work->cross, &work->rows, work->w, work->r);
    return ds_cross_factor(&work->cross, singular);
}

/* Newton's step in the logits (work->step) and coefficients (work->change). How far it moves the
 * logit that moves most; out_rise: the derivative of the likelihood along it. */
static double newton_step(struct ds_score_work *work, double *alpha_change, double *out_rise) {
    const ds_cross_rows *rows = &work->rows;
    double largest = 0, rise = 0;
    size_t i = 0;
    ds_cross_solve(&work->cross, work->cross.right, work->change);
    multiply(rows, work->change, work->step);
    for (size_t s = 0; s < rows->n_strata; s++) {
        double sum = 0, alpha;
        for (size_t j = i; j < rows->ends[s]; j++)
            sum += work->w[j] * work->step[j];
        alpha = (work->cross.g[s] - sum) / work->cross.d[s];
        alpha_change[s] = alpha;
        for (; i < rows->ends[s]; i++) {
            const double step = work->step[i] += alpha;
            rise += work->r[i] * step;
            if (!(fabs(step) <= largest)) largest = fabs(step);
        }
    }
    *out_rise = rise;
    return largest;
}

/* Goes along the step, half of it, a quarter … until the likelihood does not fall. A safe step is
 * taken whole: near the maximum of many patterns the likelihood is mostly rounding. */
static bool walk(struct ds_score_work *work, size_t n_used, const double *alpha_change,
                 double largest, double *loglik) {
    const ds_cross_rows *rows = &work->rows;
    const double lowest = *loglik - 1e-13 * fabs(*loglik);
    double t = 1, reached = likelihood_at(work, t);
    for (int h = 0; largest > safe_step && !(reached >= lowest); h++) {
        if (h == HALVINGS_MAX) return false;
        t /= 2;
        reached = likelihood_at(work, t);
    }
    for (size_t i = 0; i < rows->n; i++)
        work->eta[i] += t * work->step[i];
    for (size_t j = 0; j < n_used; j++)
        work->beta[j] += t * work->change[j];
    for (size_t s = 0; s < rows->n_strata; s++)
        work->alpha[s] += t * alpha_change[s];
    *loglik = reached;
    return true;
}

/* From the start to the maximum. */
static void climb(const ds_design *design, ds_score *score, double persons) {
    struct ds_score_work *work = score->work;
    double *alpha_change = score->alpha; /* free until the end */
    score->loglik = likelihood_at(work, 0);
    while (score->iterations < STEPS_MAX && !score->converged) {
        double largest, rise;
        bool rises;
        if (!(score->iterations == 0 ? first_hessian(work, design->n_used, &score->loglik)
                                     : hessian(work))) {
            score->separated = true;
            return;
        }
        largest = newton_step(work, alpha_change, &rise);
        if (!isfinite(largest)) {
            score->separated = true;
            return;
        }
        rises = rise > 1e-12 + 1e-16 * persons;
        if (!rises && largest > 0.1) {
            score->separated = true;
            return;
        }
        score->iterations++;
        if (!walk(work, design->n_used, alpha_change, largest, &score->loglik)) {
            score->converged = largest < 1e-3;
            (void)likelihood_at(work, 0);
            return;
        }
        score->converged = largest <= 1e-8;
    }
}

static void give(const ds_design *design, ds_score *score) {
    struct ds_score_work *work = score->work;
    memset(score->alpha, 0, design->sample->n_strata * sizeof *score->alpha);
    if (!score->converged) {
        memset(score->beta, 0, design->n_used * sizeof *score->beta);
        score->loglik = 0;
        return;
    }
    for (size_t i = 0; i < work->rows.n; i++)
        score->p[work->pattern_of[i]] = work->p[i];
    for (size_t s = 0; s < work->rows.n_strata; s++)
        score->alpha[work->stratum_of[s]] = work->alpha[s];
    memcpy(score->beta, work->beta, design->n_used * sizeof *score->beta);
}

bool ds_score_fit(const ds_design *design, const double *n1, const double *n0, const ds_score *from,
                  ds_score *score) {
    struct ds_score_work *work = score->work;
    double persons = 0;
    score->iterations = 0;
    score->converged = score->separated = false;
    score->dropped = ds_design_leave_out(design, n1, n0, score->in, work->counts, NULL);
    memset(score->p, 0, design->sample->n_patterns * sizeof *score->p);
    ds_cross_rows_fill(&work->rows, design, score->in, work->pattern_of, work->stratum_of);
    for (size_t i = 0; i < work->rows.n; i++) {
        work->n1[i] = n1[work->pattern_of[i]];
        work->n0[i] = n0[work->pattern_of[i]];
        persons += work->n1[i] + work->n0[i];
    }
    if (work->rows.n > 0) {
        start_score(design, from != NULL && from->converged ? from : NULL, work);
        climb(design, score, persons);
    }
    give(design, score);
    return score->converged;
}

void ds_score_weigh(ds_score *score, const double *n1, const double *n0) {
    struct ds_score_work *work = score->work;
    for (size_t i = 0; i < work->rows.n; i++) {
        work->n1[i] = n1[work->pattern_of[i]];
        work->n0[i] = n0[work->pattern_of[i]];
        work->w[i] = (work->n1[i] + work->n0[i]) * work->p[i] * (1 - work->p[i]);
    }
}

/* ---- what a fit came to ---- */

void ds_score_coefficients(const ds_design *design, const ds_score *score, double *coefficients,
                           double *out_constant) {
    const ds_effect_sample *s = design->sample;
    const size_t levels = design->first_of_factor[s->n_factors];
    double constant = score->work->rows.n > 0 ? score->alpha[score->work->stratum_of[0]] : 0;
    for (size_t j = 0; j < design->n_used; j++)
        coefficients[j] = score->beta[j];
    for (size_t k = 0; k < s->n_numbers; k++) {
        const uint32_t j = design->place[levels + k];
        if (j == UINT32_MAX) continue;
        coefficients[j] /= design->scale[k];
        constant -= coefficients[j] * design->centre[k];
    }
    *out_constant = constant;
}

/* The constant is alpha - Σ beta centre / scale: its variance is a quadratic form. */
void ds_score_errors(const ds_design *design, const ds_score *score, const double *inverse,
                     double *errors, double *out_constant) {
    const ds_effect_sample *s = design->sample;
    const size_t levels = design->first_of_factor[s->n_factors],
                 order = s->n_strata + design->n_used;
    const size_t first = score->work->rows.n > 0 ? score->work->stratum_of[0] : 0;
    double variance = order > 0 ? inverse[first * order + first] : 0;
    for (size_t j = 0; j < design->n_used; j++)
        errors[j] = sqrt(inverse[(s->n_strata + j) * (order + 1)]);
    for (size_t k = 0; k < s->n_numbers; k++) {
        const uint32_t j = design->place[levels + k];
        const double *row = inverse + (s->n_strata + j) * order;
        const double c = design->centre[k] / design->scale[k];
        if (j == UINT32_MAX) continue;
        errors[j] /= design->scale[k];
        variance -= 2 * c * row[first];
        for (size_t l = 0; l < s->n_numbers; l++) {
            const uint32_t m = design->place[levels + l];
            if (m != UINT32_MAX)
                variance += c * design->centre[l] / design->scale[l] * row[s->n_strata + m];
        }
    }
    *out_constant = sqrt(variance > 0 ? variance : 0);
}

/* Σ w x of each stratum of the rows: c[stratum * n_used …]. */
static void strata_sums(const struct ds_score_work *work, double *c) {
    const ds_cross_rows *rows = &work->rows;
    const size_t levels = rows->n_columns - rows->n_numbers;
    size_t i = 0;
    for (size_t s = 0; s < rows->n_strata; s++) {
        double *to = c + s * rows->n_columns;
        for (; i < rows->ends[s]; i++) {
            for (size_t f = 0; f < rows->n_factors; f++) {
                const uint32_t column = rows->columns[i * rows->n_factors + f];
                if (column < rows->n_columns) to[column] += work->w[i];
            }
            for (size_t k = 0; k < rows->n_numbers; k++)
                to[levels + k] += work->w[i] * rows->x[i * rows->n_numbers + k];
        }
    }
}

/* inverse's lower right block S, and from it -d^-1 c S and d^-1 + d^-1 c S c' d^-1 of the strata.
 */
static void fill_inverse(const ds_design *design, const ds_score *score, const double *c,
                         double *unit, double *inverse) {
    struct ds_score_work *work = score->work;
    const size_t n_strata = design->sample->n_strata, n_used = design->n_used;
    const size_t order = n_strata + n_used, n_rows = work->rows.n_strata;
    for (size_t j = 0; j < n_used; j++) {
        memset(unit, 0, (n_used + 1) * sizeof *unit);
        unit[j] = 1;
        ds_cross_solve(&work->cross, unit, work->change);
        for (size_t k = 0; k < n_used; k++)
            inverse[(n_strata + k) * order + n_strata + j] = work->change[k];
    }
    for (size_t s = 0; s < n_rows; s++) {
        const double *cs = c + s * n_used;
        const size_t at = work->stratum_of[s];
        for (size_t j = 0; j < n_used; j++) {
            double sum = 0;
            for (size_t k = 0; k < n_used; k++)
                sum += cs[k] * inverse[(n_strata + k) * order + n_strata + j];
            inverse[at * order + n_strata + j] = -sum / work->cross.d[s];
            inverse[(n_strata + j) * order + at] = -sum / work->cross.d[s];
        }
    }
    for (size_t s = 0; s < n_rows; s++)
        for (size_t t = 0; t < n_rows; t++) {
            const size_t a = work->stratum_of[s], b = work->stratum_of[t];
            double sum = s == t ? 1 : 0;
            for (size_t k = 0; k < n_used; k++)
                sum -= inverse[a * order + n_strata + k] * c[t * n_used + k];
            inverse[a * order + b] = sum / work->cross.d[t];
        }
}

ds_status ds_score_inverse(const ds_design *design, const double *n1, const double *n0,
                           const ds_score *score, double *inverse, ds_error *err) {
    struct ds_score_work *work = score->work;
    const size_t order = design->sample->n_strata + design->n_used;
    double *c, *unit;
    (void)n1; /* the rows of the fit still have them */
    (void)n0;
    if (!score->converged)
        return ds_error_set(err, DS_USAGE, "er is geen score", "there is no score");
    c = ds_calloc(work->rows.n_strata * design->n_used, sizeof *c);
    unit = ds_calloc(design->n_used + 1, sizeof *unit);
    if (c == NULL || unit == NULL) {
        ds_free(c);
        ds_free(unit);
        return ds_error_memory(err);
    }
    memset(inverse, 0, order * order * sizeof *inverse);
    strata_sums(work, c);
    ds_cross_add(&work->cross, &work->rows, work->w, NULL);
    if (ds_cross_factor(&work->cross, 0)) fill_inverse(design, score, c, unit, inverse);
    ds_free(c);
    ds_free(unit);
    return DS_OK;
}

/* reduced -= Σ_s c_s right_s / d_s, with c_s = Σ w x of the stratum. */
static void reduce(const struct ds_score_work *work, const double *right, double *reduced) {
    const ds_cross_rows *rows = &work->rows;
    const size_t levels = rows->n_columns - rows->n_numbers;
    size_t i = 0;
    for (size_t s = 0; s < rows->n_strata; s++) {
        const double share = right[work->stratum_of[s]] / work->cross.d[s];
        for (; i < rows->ends[s]; i++) {
            const double factor = work->w[i] * share;
            for (size_t f = 0; f < rows->n_factors; f++)
                reduced[rows->columns[i * rows->n_factors + f]] -= factor;
            for (size_t k = 0; k < rows->n_numbers; k++)
                reduced[levels + k] -= factor * rows->x[i * rows->n_numbers + k];
        }
    }
}

/* The strata's part, when work->change has that of the columns: (right_s - c_s'change) / d_s. */
static void solve_strata(struct ds_score_work *work, const double *right, double *out) {
    const ds_cross_rows *rows = &work->rows;
    size_t i = 0;
    multiply(rows, work->change, work->step);
    for (size_t s = 0; s < rows->n_strata; s++) {
        const size_t at = work->stratum_of[s];
        double sum = 0;
        for (; i < rows->ends[s]; i++)
            sum += work->w[i] * work->step[i];
        out[at] = (right[at] - sum) / work->cross.d[s];
    }
}

ds_status ds_score_solve(const ds_design *design, const ds_score *score, const double *right,
                         double *out, ds_error *err) {
    struct ds_score_work *work = score->work;
    const size_t n_strata = design->sample->n_strata, n_used = design->n_used;
    double *reduced; /* one more than the columns: what is in none goes there */
    if (!score->converged)
        return ds_error_set(err, DS_USAGE, "er is geen score", "there is no score");
    reduced = ds_calloc(n_used + 1, sizeof *reduced);
    if (reduced == NULL) return ds_error_memory(err);
    memset(out, 0, (n_strata + n_used) * sizeof *out);
    ds_cross_add(&work->cross, &work->rows, work->w, NULL);
    if (ds_cross_factor(&work->cross, 0)) {
        memcpy(reduced, right + n_strata, n_used * sizeof *reduced);
        reduce(work, right, reduced);
        ds_cross_solve(&work->cross, reduced, work->change);
        solve_strata(work, right, out);
        memcpy(out + n_strata, work->change, n_used * sizeof *out);
    }
    ds_free(reduced);
    return DS_OK;
}
