/* effect/way_weighting.c: AIPW and IPW. See way.h. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/way.h"

/* Of one estimate. Arrays [n_patterns] unless said otherwise. */
typedef struct weighting {
    const ds_way_basis *basis;
    ds_way *out;
    double *block;
    ds_glm probit;                          /* the score, where that is asked for */
    double *p, *p_slope;                    /* the score, and its derivative to η */
    double *by_logit;                       /* dw/dη */
    double *mean;                           /* m from the centre */
    double *mean_slope;                     /* dm/dη */
    double *events[2];                      /* of the outcome model: with, without */
    double *of_score, *of_model, *solution; /* [n_strata + n_used] */
    size_t n_theta;
} weighting;

static ds_status init_weighting(const ds_way_basis *basis, ds_way *way, weighting *out,
                                ds_error *err) {
    const size_t n = basis->sample->n_patterns;
    weighting w = {.basis = basis, .out = way};
    w.n_theta = basis->sample->n_strata + basis->design->n_used;
    w.block = ds_calloc(7 * n + 3 * w.n_theta + 1, sizeof *w.block);
    if (w.block == NULL) return ds_error_memory(err);
    w.by_logit = w.block;
    w.mean = w.block + n;
    w.mean_slope = w.block + 2 * n;
    w.events[0] = w.block + 3 * n;
    w.events[1] = w.block + 4 * n;
    w.p = w.block + 5 * n;
    w.p_slope = w.block + 6 * n;
    w.of_score = w.block + 7 * n;
    w.of_model = w.of_score + w.n_theta;
    w.solution = w.of_model + w.n_theta;
    *out = w;
    return DS_OK;
}

/* Whether the persons of group g are themselves those averaged over. */
static bool is_target(const ds_way_basis *basis, size_t g) {
    return basis->options->estimand == (g == 1 ? DS_EFFECT_ATT : DS_EFFECT_ATU);
}

static bool averages_over(const ds_way_basis *basis, size_t g) {
    return basis->options->estimand == DS_EFFECT_ATE || is_target(basis, g);
}

/* w of group g and its derivative to the logit of the score. */
static void find_weights(weighting *w, size_t g) {
    const ds_way_basis *b = w->basis;
    double *weight = w->out->weight[g];
    const double unit = b->options->estimand == DS_EFFECT_ATE ? 1 : 0;
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        const double e = w->p[i];
        double odds; /* of the other group */
        weight[i] = w->by_logit[i] = 0;
        if (!b->score->in[i]) continue;
        if (is_target(b, g)) {
            weight[i] = 1;
            continue;
        }
        odds = g == 1 ? (1 - e) / e : e / (1 - e);
        weight[i] = unit + odds;
        w->by_logit[i] = w->p_slope[i] * (g == 1 ? -1 / (e * e) : 1 / ((1 - e) * (1 - e)));
    }
}

/* ---- the outcome model ---- */

/* An outcome of 0 and 1 is fitted by a logit where that was not refused. */
static bool wants_logit(const ds_way_basis *basis) {
    return basis->binary && basis->options->model != DS_EFFECT_MODEL_LINEAR;
}

static bool fit_model(weighting *w, size_t g, ds_glm *glm) {
    const ds_way_basis *b = w->basis;
    if (glm->family == DS_GLM_LINEAR) return ds_glm_fit(glm, b->score->in, b->sum[g], b->n[g]);
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        w->events[1][i] = b->score->in[i] ? b->sum[g][i] : 0;
        w->events[0][i] = b->score->in[i] ? b->n[g][i] - b->sum[g][i] : 0;
    }
    return ds_glm_fit(glm, b->score->in, w->events[1], w->events[0]);
}

/* Without a finite logit the model is linear, and that is said. */
static ds_status make_model(weighting *w, size_t g, ds_glm *glm, ds_error *err) {
    const ds_way_basis *b = w->basis;
    ds_status status =
        ds_glm_init(b->design, wants_logit(b) ? DS_GLM_LOGIT : DS_GLM_LINEAR, glm, err);
    if (status != DS_OK || fit_model(w, g, glm)) return status;
    if (glm->family == DS_GLM_LINEAR) {
        w->out->flags |= DS_EFFECT_SEPARATED;
        return DS_OK;
    }
    ds_glm_done(glm);
    w->out->flags |= DS_EFFECT_MODEL_CHANGED;
    status = ds_glm_init(b->design, DS_GLM_LINEAR, glm, err);
    if (status == DS_OK && !fit_model(w, g, glm)) w->out->flags |= DS_EFFECT_SEPARATED;
    return status;
}

/* What the model's coefficients carry over: of_model is ∂/∂β. */
static void through_model(weighting *w, size_t g, ds_glm *glm) {
    const ds_way_basis *b = w->basis;
    ds_influence *to = &w->out->influence;
    ds_glm_solve(glm, w->of_model, w->solution);
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        double u;
        if (!b->score->in[i] || w->mean_slope[i] == 0) continue;
        u = ds_design_with_x(b->design, i, 0, NULL, w->solution);
        to->slope[g][i] += u;
        to->constant[g][i] -= u * w->mean[i];
    }
}

/* ---- one group ---- */

typedef struct arm_sums {
    double divisor, rest, model; /* D, R, M */
} arm_sums;

static arm_sums sum_arm(const weighting *w, size_t g) {
    const ds_way_basis *b = w->basis;
    const double *weight = w->out->weight[g];
    arm_sums s = {0, 0, 0};
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        s.divisor += weight[i] * b->n[g][i];
        s.rest += weight[i] * (b->sum[g][i] - b->n[g][i] * w->mean[i]);
        s.model += b->target[i] * w->mean[i];
    }
    s.rest /= s.divisor;
    s.model /= b->n_target;
    return s;
}

/* The lines of way.h, but for those of the score and the model, whose gradients are filled. */
static void add_arm(weighting *w, size_t g, const arm_sums *s) {
    const ds_way_basis *b = w->basis;
    const double sign = g == 1 ? 1 : -1;
    ds_influence *to = &w->out->influence;
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        const double weight = w->out->weight[g][i] / s->divisor, n = b->n[g][i];
        const double by_logit = w->by_logit[i] / s->divisor;
        if (!b->score->in[i]) continue;
        for (size_t h = 0; h < 2; h++)
            if (averages_over(b, h))
                to->constant[h][i] += sign * (w->mean[i] - s->model) / b->n_target;
        to->slope[g][i] += sign * weight;
        to->constant[g][i] -= sign * weight * (w->mean[i] + s->rest);
        (void)ds_design_with_x(b->design, i,
                               sign * by_logit * (b->sum[g][i] - n * (w->mean[i] + s->rest)),
                               w->of_score, NULL);
        (void)ds_design_with_x(b->design, i,
                               sign * w->mean_slope[i] * (b->target[i] / b->n_target - weight * n),
                               w->of_model, NULL);
    }
}

/* glm NULL: IPW, or a mean of those averaged over, which no model changes. */
static void estimate_arm(weighting *w, size_t g, ds_glm *glm) {
    const ds_way_basis *b = w->basis;
    arm_sums s;
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        w->mean[i] = glm != NULL && b->score->in[i]
                         ? glm->mean[i] - (glm->family == DS_GLM_LINEAR ? 0 : b->centre)
                         : 0;
        w->mean_slope[i] = glm != NULL ? glm->slope[i] : 0;
        w->out->fitted[g][i] = w->mean[i];
        if (glm != NULL && (g == 0 || is_target(b, 0)))
            w->out->expected[i] = b->centre + w->mean[i];
    }
    for (size_t j = 0; j < w->n_theta; j++)
        w->of_model[j] = 0;
    s = sum_arm(w, g);
    add_arm(w, g, &s);
    if (glm != NULL) through_model(w, g, glm);
    w->out->mean[g] = b->centre + s.model + s.rest;
}

static ds_status weigh_arm(weighting *w, size_t g, bool augmented, ds_error *err) {
    ds_glm glm = {0};
    ds_status status = DS_OK;
    const bool models = augmented && !is_target(w->basis, g);
    find_weights(w, g);
    if (models) status = make_model(w, g, &glm, err);
    if (status == DS_OK && !(w->out->flags & DS_EFFECT_SEPARATED))
        estimate_arm(w, g, models ? &glm : NULL);
    ds_glm_done(&glm);
    return status;
}

/* By the logit, or a probit; false with a flag where there is none. */
static ds_status find_score(weighting *w, ds_error *err) {
    const ds_way_basis *b = w->basis;
    ds_status status = DS_OK;
    for (size_t i = 0; i < b->sample->n_patterns; i++) {
        w->p[i] = b->score->p[i];
        w->p_slope[i] = w->p[i] * (1 - w->p[i]);
    }
    if (b->options->link != DS_EFFECT_LINK_PROBIT) return DS_OK;
    status = ds_glm_init(b->design, DS_GLM_PROBIT, &w->probit, err);
    if (status != DS_OK) return status;
    if (!ds_glm_fit(&w->probit, b->score->in, b->n[1], b->n[0]))
        w->out->flags |= DS_EFFECT_SEPARATED;
    w->p = w->probit.mean;
    w->p_slope = w->probit.slope;
    return DS_OK;
}

static ds_status through_weights(weighting *w, ds_error *err) {
    const ds_way_basis *b = w->basis;
    ds_influence *to = &w->out->influence;
    ds_status status = DS_OK;
    if (b->options->link == DS_EFFECT_LINK_PROBIT)
        ds_glm_solve(&w->probit, w->of_score, w->solution);
    else
        status = ds_score_solve(b->design, b->score, w->of_score, w->solution, err);
    for (size_t i = 0; status == DS_OK && i < b->sample->n_patterns; i++) {
        double s;
        if (!b->score->in[i]) continue;
        s = ds_design_with_x(b->design, i, 0, NULL, w->solution) * w->p_slope[i];
        to->constant[1][i] += s / w->p[i];
        to->constant[0][i] -= s / (1 - w->p[i]);
    }
    return status;
}

ds_status ds_way_weighting(const ds_way_basis *basis, bool augmented, ds_way *out, ds_error *err) {
    weighting w = {0};
    ds_status status = init_weighting(basis, out, &w, err);
    if (status != DS_OK) return status;
    status = find_score(&w, err);
    for (size_t g = 0; status == DS_OK && !(out->flags & DS_EFFECT_SEPARATED) && g < 2; g++)
        status = weigh_arm(&w, g, augmented, err);
    out->valid = !(out->flags & DS_EFFECT_SEPARATED);
    if (status == DS_OK && out->valid) status = through_weights(&w, err);
    out->averaged = basis->n_target;
    ds_glm_done(&w.probit);
    ds_free(w.block);
    return status;
}
