/* effect/glm.c: outcome models and balancing weights. See glm.h. Rows without gaps, as score.c. */
#include "effect/glm.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { GLM_STEPS = 200, GLM_HALVINGS = 60 };
static const double glm_collinear = 1e-10; /* as in design.c */
static const double glm_singular = 1e-14;

/* By row, unless said otherwise. */
struct ds_glm_work {
    ds_cross_rows rows;
    ds_cross cross;
    bool *in;        /* [n_patterns] */
    signed char *at; /* [n_strata + levels]: -1 all lack the event, 1 all have it, 0 neither */
    double *counts;  /* [2 * (n_strata + levels)]: others, events */
    uint32_t *pattern_of, *stratum_of;
    double *doubles; /* all of these: */
    double *a, *b, *eta, *step, *w, *r;
    double *beta, *change, *reduced; /* [n_used + 1]: the last is 0, of what is in no column */
    double *alpha, *alpha_change;    /* by stratum of the rows */
    double *whole;                   /* [n_strata + n_used]: coefficients by place */
};

enum { GLM_ROW_ARRAYS = 6 };

double ds_design_with_x(const ds_design *design, size_t pattern, double factor, double *to,
                        const double *from) {
    const ds_effect_sample *s = design->sample;
    const size_t first = design->first_of_factor[s->n_factors];
    double product = from != NULL ? from[s->stratum_of[pattern]] : 0;
    if (to != NULL) to[s->stratum_of[pattern]] += factor;
    for (size_t f = 0; f < s->n_factors; f++) {
        const uint32_t place = design->column_of[pattern * s->n_factors + f];
        if (place == design->n_used) continue;
        if (to != NULL) to[s->n_strata + place] += factor;
        if (from != NULL) product += from[s->n_strata + place];
    }
    for (size_t k = 0; k < s->n_numbers; k++) {
        const uint32_t place = design->place[first + k];
        const double x = design->x[pattern * s->n_numbers + k];
        if (place == UINT32_MAX) continue;
        if (to != NULL) to[s->n_strata + place] += factor * x;
        if (from != NULL) product += from[s->n_strata + place] * x;
    }
    return product;
}

/* ---- memory ---- */

static void glm_work_done(struct ds_glm_work *w) {
    if (w == NULL) return;
    ds_cross_rows_done(&w->rows);
    ds_cross_done(&w->cross);
    ds_free(w->in);
    ds_free(w->at);
    ds_free(w->counts);
    ds_free(w->pattern_of);
    ds_free(w->stratum_of);
    ds_free(w->doubles);
    ds_free(w->beta);
    ds_free(w->alpha);
    ds_free(w->whole);
    ds_free(w);
}

static ds_status init_glm_work(const ds_design *design, struct ds_glm_work *w, ds_error *err) {
    const ds_effect_sample *s = design->sample;
    const size_t n = s->n_patterns, levels = design->first_of_factor[s->n_factors];
    double **const rows[GLM_ROW_ARRAYS] = {&w->a, &w->b, &w->eta, &w->step, &w->w, &w->r};
    w->in = ds_calloc(n + 1, sizeof *w->in);
    w->at = ds_calloc(s->n_strata + levels + 1, sizeof *w->at);
    w->counts = ds_calloc(2 * (s->n_strata + levels) + 1, sizeof *w->counts);
    w->pattern_of = ds_calloc(n + 1, sizeof *w->pattern_of);
    w->stratum_of = ds_calloc(s->n_strata + 1, sizeof *w->stratum_of);
    w->doubles = ds_calloc(n + 1, GLM_ROW_ARRAYS * sizeof *w->doubles);
    w->beta = ds_calloc(3 * (design->n_used + 1), sizeof *w->beta);
    w->alpha = ds_calloc(2 * s->n_strata + 1, sizeof *w->alpha);
    w->whole = ds_calloc(s->n_strata + design->n_used + 1, sizeof *w->whole);
    if (w->in == NULL || w->at == NULL || w->counts == NULL || w->pattern_of == NULL ||
        w->stratum_of == NULL || w->doubles == NULL || w->beta == NULL || w->alpha == NULL ||
        w->whole == NULL || !ds_cross_init(&w->cross, design->n_used, s->n_strata))
        return ds_error_memory(err);
    for (size_t i = 0; i < GLM_ROW_ARRAYS; i++)
        *rows[i] = w->doubles + i * n;
    w->change = w->beta + design->n_used + 1;
    w->reduced = w->change + design->n_used + 1;
    w->alpha_change = w->alpha + s->n_strata;
    return ds_cross_rows_init(&w->rows, design, err);
}

ds_status ds_glm_init(const ds_design *design, ds_glm_family family, ds_glm *out, ds_error *err) {
    const size_t n = design->sample->n_patterns;
    ds_glm glm = {.design = design,
                  .family = family,
                  .mean = ds_calloc(n + 1, sizeof *glm.mean),
                  .slope = ds_calloc(n + 1, sizeof *glm.slope),
                  .work = ds_calloc(1, sizeof *glm.work)};
    const ds_status status = glm.mean == NULL || glm.slope == NULL || glm.work == NULL
                                 ? ds_error_memory(err)
                                 : init_glm_work(design, glm.work, err);
    if (status == DS_OK)
        *out = glm;
    else
        ds_glm_done(&glm);
    return status;
}

void ds_glm_done(ds_glm *glm) {
    ds_free(glm->mean);
    ds_free(glm->slope);
    glm_work_done(glm->work);
    *glm = (ds_glm){0};
}

/* ---- limits of the logit ---- */

/* counts: by stratum, then level, of the patterns that are in. */
static void count_events(const ds_glm *glm, const double *a, const double *b) {
    const ds_design *d = glm->design;
    const ds_effect_sample *s = d->sample;
    struct ds_glm_work *w = glm->work;
    const size_t n = s->n_strata + d->first_of_factor[s->n_factors];
    memset(w->counts, 0, 2 * n * sizeof *w->counts);
    for (size_t i = 0; i < s->n_patterns; i++) {
        if (!w->in[i]) continue;
        w->counts[2 * s->stratum_of[i]] += b[i];
        w->counts[2 * s->stratum_of[i] + 1] += a[i];
        for (size_t f = 0; f < s->n_factors; f++) {
            double *to = w->counts + 2 * (s->n_strata + d->first_of_factor[f] +
                                          s->levels[i * s->n_factors + f]);
            to[0] += b[i];
            to[1] += a[i];
        }
    }
}

/* The limit of a pattern: of its stratum or one of its levels; 2: of both kinds. */
static int limit_of(const ds_glm *glm, size_t pattern) {
    const ds_design *d = glm->design;
    const ds_effect_sample *s = d->sample;
    const signed char *at = glm->work->at;
    bool low = at[s->stratum_of[pattern]]<0, high = at[s->stratum_of[pattern]]> 0;
    for (size_t f = 0; f < s->n_factors; f++) {
        const signed char level =
            at[s->n_strata + d->first_of_factor[f] + s->levels[pattern * s->n_factors + f]];
        low = low || level < 0;
        high = high || level > 0;
    }
    return low && high ? 2 : low ? -1 : high ? 1 : 0;
}

static void find_limits(ds_glm *glm, const double *a, const double *b) {
    const ds_effect_sample *s = glm->design->sample;
    struct ds_glm_work *w = glm->work;
    const size_t n = s->n_strata + glm->design->first_of_factor[s->n_factors];
    bool again = glm->family == DS_GLM_LOGIT;
    memset(w->at, 0, n * sizeof *w->at);
    while (again) {
        again = false;
        count_events(glm, a, b);
        for (size_t c = 0; c < n; c++) {
            const double *count = w->counts + 2 * c;
            if (w->at[c] != 0 || (count[0] > 0) == (count[1] > 0)) continue;
            w->at[c] = count[1] > 0 ? 1 : -1;
            again = true;
        }
        for (size_t i = 0; again && i < s->n_patterns; i++)
            if (w->in[i] && limit_of(glm, i) != 0) w->in[i] = false;
    }
}

/* ---- Newton ---- */

static void fill_glm_rows(ds_glm *glm, const double *a, const double *b) {
    struct ds_glm_work *w = glm->work;
    ds_cross_rows_fill(&w->rows, glm->design, w->in, w->pattern_of, w->stratum_of);
    for (size_t i = 0; i < w->rows.n; i++) {
        w->a[i] = a[w->pattern_of[i]];
        w->b[i] = b[w->pattern_of[i]];
    }
}

/* out[row] = alpha + x'beta. */
static void set_predictor(const struct ds_glm_work *w, const double *alpha, const double *beta,
                          double *out) {
    const ds_cross_rows *rows = &w->rows;
    const double *numbers = beta + rows->n_columns - rows->n_numbers;
    size_t i = 0;
    for (size_t s = 0; s < rows->n_strata; s++)
        for (; i < rows->ends[s]; i++) {
            double sum = alpha[s];
            for (size_t f = 0; f < rows->n_factors; f++)
                sum += beta[rows->columns[i * rows->n_factors + f]];
            for (size_t k = 0; k < rows->n_numbers; k++)
                sum += rows->x[i * rows->n_numbers + k] * numbers[k];
            out[i] = sum;
        }
}

/* Of one row of a probit: the log-likelihood, its derivative and minus its second. */
static double reach_probit(double eta, double a, double b, double *out_w, double *out_r) {
    const double density = exp(-eta * eta / 2) * M_SQRT1_2 * M_2_SQRTPI / 2;
    const double with = erfc(-eta * M_SQRT1_2) / 2, without = erfc(eta * M_SQRT1_2) / 2;
    const double l = a > 0 ? density / with : 0, m = b > 0 ? density / without : 0;
    *out_r = a * l - b * m;
    *out_w = a * l * (l + eta) + b * m * (m - eta);
    return (a > 0 ? a * log(with) : 0) + (b > 0 ? b * log(without) : 0);
}

/* What is to be as large as possible at eta + t step; sets w and r there. */
static double reach(ds_glm_family family, struct ds_glm_work *w, double t) {
    double sum = 0;
    for (size_t i = 0; i < w->rows.n; i++) {
        const double eta = w->eta[i] + t * w->step[i], a = w->a[i], b = w->b[i];
        if (family == DS_GLM_LINEAR) {
            w->w[i] = b;
            w->r[i] = a - b * eta;
            sum += eta * (a - 0.5 * b * eta);
        } else if (family == DS_GLM_BALANCE) {
            w->w[i] = b > 0 ? b * exp(eta) : 0;
            w->r[i] = a - w->w[i];
            sum += a * eta - w->w[i];
        } else if (family == DS_GLM_PROBIT) {
            sum += reach_probit(eta, a, b, &w->w[i], &w->r[i]);
        } else {
            const double e = exp(-fabs(eta)), p = eta >= 0 ? 1 / (1 + e) : e / (1 + e);
            w->w[i] = (a + b) * (e / ((1 + e) * (1 + e)));
            w->r[i] = eta >= 0 ? a * (e / (1 + e)) - b * p : a * (1 / (1 + e)) - b * p;
            sum -= (eta >= 0 ? b : -a) * eta + (a + b) * log1p(e);
        }
    }
    return sum;
}

/* The intercepts that fit without covariates. */
static void start_glm(ds_glm *glm) {
    struct ds_glm_work *w = glm->work;
    size_t i = 0;
    memset(w->beta, 0, (glm->design->n_used + 1) * sizeof *w->beta);
    memset(w->step, 0, w->rows.n * sizeof *w->step);
    for (size_t s = 0; s < w->rows.n_strata; s++) {
        double a = 0, b = 0;
        for (; i < w->rows.ends[s]; i++) {
            a += w->a[i];
            b += w->b[i];
        }
        w->alpha[s] = glm->family == DS_GLM_LINEAR ? a / b : log(a / b);
    }
    set_predictor(w, w->alpha, w->beta, w->eta);
}

/* The columns that say something among these persons. */
static void find_glm_live(ds_glm *glm) {
    struct ds_glm_work *w = glm->work;
    for (size_t i = 0; i < w->rows.n; i++)
        w->w[i] = glm->family == DS_GLM_LOGIT || glm->family == DS_GLM_PROBIT ? w->a[i] + w->b[i]
                                                                              : w->b[i];
    ds_cross_add(&w->cross, &w->rows, w->w, NULL);
    ds_cross_live(&w->cross);
    ds_cross_prune(&w->cross, glm_collinear);
}

/* How far the step moves the predictor that moves most. */
static double find_glm_step(struct ds_glm_work *w, double *out_rise) {
    const ds_cross_rows *rows = &w->rows;
    double largest = 0, rise = 0;
    size_t i = 0;
    ds_cross_solve(&w->cross, w->cross.right, w->change);
    memset(w->alpha_change, 0, rows->n_strata * sizeof *w->alpha_change);
    set_predictor(w, w->alpha_change, w->change, w->step);
    for (size_t s = 0; s < rows->n_strata; s++) {
        const size_t first = i;
        double sum = 0;
        for (; i < rows->ends[s]; i++)
            sum += w->w[i] * w->step[i];
        w->alpha_change[s] = (w->cross.g[s] - sum) / w->cross.d[s];
        for (i = first; i < rows->ends[s]; i++) {
            w->step[i] += w->alpha_change[s];
            rise += w->r[i] * w->step[i];
            if (!(fabs(w->step[i]) <= largest)) largest = fabs(w->step[i]);
        }
    }
    *out_rise = rise;
    return largest;
}

/* Goes along the step, half of it, … until what is climbed does not fall. */
static bool walk_glm(ds_glm *glm, double largest, double *reached) {
    struct ds_glm_work *w = glm->work;
    const double lowest = *reached - 1e-13 * fabs(*reached);
    double t = 1, now = reach(glm->family, w, t);
    for (int h = 0; !(now >= lowest) && (largest > 1e-3 || !isfinite(now)); h++) {
        if (h == GLM_HALVINGS) return false;
        t /= 2;
        now = reach(glm->family, w, t);
    }
    for (size_t i = 0; i < w->rows.n; i++)
        w->eta[i] += t * w->step[i];
    for (size_t j = 0; j < glm->design->n_used; j++)
        w->beta[j] += t * w->change[j];
    for (size_t s = 0; s < w->rows.n_strata; s++)
        w->alpha[s] += t * w->alpha_change[s];
    *reached = now;
    return true;
}

static double find_persons(const struct ds_glm_work *w) {
    double n = 0;
    for (size_t i = 0; i < w->rows.n; i++)
        n += fabs(w->a[i]) + w->b[i];
    return n;
}

/* The predictor runs away where the likelihood cannot rise any more. */
static bool climb_glm(ds_glm *glm) {
    struct ds_glm_work *w = glm->work;
    const double persons = find_persons(w);
    double reached;
    start_glm(glm);
    find_glm_live(glm);
    reached = reach(glm->family, w, 0);
    for (int steps = 0; steps < GLM_STEPS; steps++) {
        double largest, rise;
        ds_cross_add(&w->cross, &w->rows, w->w, w->r);
        if (!ds_cross_factor(&w->cross, glm_singular)) return false;
        largest = find_glm_step(w, &rise);
        if (!isfinite(largest)) return false;
        if (glm->family != DS_GLM_LINEAR && !(rise > 1e-12 + 1e-16 * persons) && largest > 0.1)
            return false;
        if (!walk_glm(glm, largest, &reached)) return false;
        if (glm->family == DS_GLM_LINEAR ? steps == 1 : largest <= 1e-8) {
            memset(w->step, 0, w->rows.n * sizeof *w->step);
            (void)reach(glm->family, w, 0);
            return true;
        }
    }
    return false;
}

/* ---- what came of it ---- */

/* Coefficients by place; the strata that had nobody in the fit have an intercept of 0. */
static void give_coefficients(ds_glm *glm) {
    struct ds_glm_work *w = glm->work;
    const size_t n_strata = glm->design->sample->n_strata;
    memset(w->whole, 0, (n_strata + glm->design->n_used) * sizeof *w->whole);
    for (size_t s = 0; s < w->rows.n_strata; s++)
        w->whole[w->stratum_of[s]] = w->alpha[s];
    memcpy(w->whole + n_strata, w->beta, glm->design->n_used * sizeof *w->beta);
}

/* Of the logit: somebody with the stratum, and with each level, was fitted; the others'
 * coefficients are nobody's. */
static bool is_anchored(const ds_glm *glm, size_t pattern) {
    const ds_design *d = glm->design;
    const ds_effect_sample *s = d->sample;
    const double *counts = glm->work->counts;
    const double *of = counts + 2 * s->stratum_of[pattern];
    if (glm->family != DS_GLM_LOGIT) return true;
    if (!(of[0] + of[1] > 0)) return false;
    for (size_t f = 0; f < s->n_factors; f++) {
        of = counts +
             2 * (s->n_strata + d->first_of_factor[f] + s->levels[pattern * s->n_factors + f]);
        if (!(of[0] + of[1] > 0)) return false;
    }
    return true;
}

static double expected_at(double eta, double *out_slope) {
    const double e = exp(-fabs(eta));
    *out_slope = e / ((1 + e) * (1 + e));
    return eta >= 0 ? 1 / (1 + e) : e / (1 + e);
}

static bool give_means(ds_glm *glm, const bool *may) {
    const ds_effect_sample *s = glm->design->sample;
    for (size_t i = 0; i < s->n_patterns; i++) {
        int limit;
        double eta;
        if (!may[i]) continue;
        limit = limit_of(glm, i);
        if (limit == 2 || (limit == 0 && !is_anchored(glm, i))) return false;
        if (limit != 0) {
            glm->mean[i] = limit > 0 ? 1 : 0;
            continue;
        }
        eta = ds_design_with_x(glm->design, i, 0, NULL, glm->work->whole);
        if (glm->family == DS_GLM_LINEAR) {
            glm->mean[i] = eta;
            glm->slope[i] = 1;
        } else if (glm->family == DS_GLM_BALANCE) {
            glm->mean[i] = glm->slope[i] = exp(eta);
        } else if (glm->family == DS_GLM_PROBIT) {
            glm->mean[i] = erfc(-eta * M_SQRT1_2) / 2;
            glm->slope[i] = exp(-eta * eta / 2) * M_SQRT1_2 * M_2_SQRTPI / 2;
        } else {
            glm->mean[i] = expected_at(eta, &glm->slope[i]);
        }
    }
    return true;
}

bool ds_glm_fit(ds_glm *glm, const bool *may, const double *a, const double *b) {
    const ds_effect_sample *s = glm->design->sample;
    struct ds_glm_work *w = glm->work;
    bool somebody = false;
    memset(glm->mean, 0, s->n_patterns * sizeof *glm->mean);
    memset(glm->slope, 0, s->n_patterns * sizeof *glm->slope);
    for (size_t i = 0; i < s->n_patterns; i++) {
        w->in[i] = may[i] && (b[i] > 0 || (glm->family != DS_GLM_LINEAR && a[i] > 0));
        somebody = somebody || w->in[i];
    }
    glm->fitted = false;
    if (!somebody) return false;
    find_limits(glm, a, b);
    fill_glm_rows(glm, a, b);
    if (w->rows.n > 0 && !climb_glm(glm)) return false;
    give_coefficients(glm);
    glm->fitted = give_means(glm, may);
    return glm->fitted;
}

/* The intercepts are eliminated: reduced = right - Σ_s c_s right_s / d_s, and back. */
void ds_glm_solve(ds_glm *glm, const double *right, double *out) {
    struct ds_glm_work *w = glm->work;
    const ds_cross_rows *rows = &w->rows;
    const size_t n_strata = glm->design->sample->n_strata, n_used = glm->design->n_used;
    size_t i = 0;
    memset(out, 0, (n_strata + n_used) * sizeof *out);
    if (rows->n == 0) return;
    ds_cross_add(&w->cross, rows, w->w, NULL);
    if (!ds_cross_factor(&w->cross, 0)) return;
    memcpy(w->reduced, right + n_strata, n_used * sizeof *w->reduced);
    w->reduced[n_used] = 0;
    for (size_t s = 0; s < rows->n_strata; s++) {
        const double share = right[w->stratum_of[s]] / w->cross.d[s];
        for (; i < rows->ends[s]; i++) {
            const size_t first = rows->n_columns - rows->n_numbers;
            for (size_t f = 0; f < rows->n_factors; f++)
                w->reduced[rows->columns[i * rows->n_factors + f]] -= w->w[i] * share;
            for (size_t k = 0; k < rows->n_numbers; k++)
                w->reduced[first + k] -= w->w[i] * share * rows->x[i * rows->n_numbers + k];
        }
    }
    ds_cross_solve(&w->cross, w->reduced, w->change);
    memset(w->alpha_change, 0, rows->n_strata * sizeof *w->alpha_change);
    set_predictor(w, w->alpha_change, w->change, w->step);
    i = 0;
    for (size_t s = 0; s < rows->n_strata; s++) {
        const size_t at = w->stratum_of[s];
        double sum = 0;
        for (; i < rows->ends[s]; i++)
            sum += w->w[i] * w->step[i];
        out[at] = (right[at] - sum) / w->cross.d[s];
    }
    memcpy(out + n_strata, w->change, n_used * sizeof *out);
}
