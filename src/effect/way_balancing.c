/* effect/way_balancing.c: entropy balancing. See way.h. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/way.h"

/* Moments further apart than this share of a person's, or of a number's standard deviation, are not
 * balanced. */
static const double moments_apart = 1e-9;

typedef struct balancing {
    const ds_way_basis *basis;
    ds_way *out;
    double *moments, *solution; /* [n_strata + n_used] */
    size_t n_theta;
} balancing;

static bool is_balanced_itself(const ds_way_basis *basis, size_t g) {
    return basis->options->estimand == (g == 1 ? DS_EFFECT_ATT : DS_EFFECT_ATU);
}

static bool is_balanced_over(const ds_way_basis *basis, size_t g) {
    return basis->options->estimand == DS_EFFECT_ATE || is_balanced_itself(basis, g);
}

static void clear_moments(balancing *b) {
    for (size_t j = 0; j < b->n_theta; j++)
        b->moments[j] = 0;
}

/* Whether the weights give every column and stratum the sums that were aimed at: a column that is
 * collinear among the weighed, and not among the others, does not get them. */
static bool has_moments(balancing *b, size_t g) {
    const ds_way_basis *basis = b->basis;
    clear_moments(b);
    for (size_t i = 0; i < basis->sample->n_patterns; i++)
        if (basis->score->in[i])
            (void)ds_design_with_x(basis->design, i,
                                   b->out->weight[g][i] * basis->n[g][i] - basis->target[i],
                                   b->moments, NULL);
    for (size_t j = 0; j < b->n_theta; j++)
        if (!(fabs(b->moments[j]) <= moments_apart * basis->n_target)) return false;
    return true;
}

/* B, the weighted regression of the outcome in group g: into solution. */
static void regress_group(balancing *b, size_t g, ds_glm *glm) {
    const ds_way_basis *basis = b->basis;
    clear_moments(b);
    for (size_t i = 0; i < basis->sample->n_patterns; i++)
        if (basis->score->in[i])
            (void)ds_design_with_x(basis->design, i, b->out->weight[g][i] * basis->sum[g][i],
                                   b->moments, NULL);
    ds_glm_solve(glm, b->moments, b->solution);
}

/* glm NULL: those averaged over themselves. */
static void add_balanced_group(balancing *b, size_t g, ds_glm *glm) {
    const ds_way_basis *basis = b->basis;
    const double sign = g == 1 ? 1 : -1, n = basis->n_target;
    ds_influence *to = &b->out->influence;
    double mean = 0;
    for (size_t i = 0; i < basis->sample->n_patterns; i++)
        mean += b->out->weight[g][i] * basis->sum[g][i] / n;
    if (glm != NULL) regress_group(b, g, glm);
    for (size_t i = 0; i < basis->sample->n_patterns; i++) {
        const double weight = b->out->weight[g][i];
        double fit = mean;
        if (!basis->score->in[i]) continue;
        if (glm != NULL) {
            fit = ds_design_with_x(basis->design, i, 0, NULL, b->solution);
            b->out->fitted[g][i] = fit;
            if (g == 0 || is_balanced_itself(basis, 0)) b->out->expected[i] = basis->centre + fit;
            for (size_t h = 0; h < 2; h++)
                if (is_balanced_over(basis, h)) to->constant[h][i] += sign * (fit - mean) / n;
        }
        to->slope[g][i] += sign * weight / n;
        to->constant[g][i] -= sign * weight * fit / n;
    }
    b->out->mean[g] = basis->centre + mean;
}

void ds_way_shared_done(ds_way_shared *shared) {
    ds_glm_done(&shared->balance[0]);
    ds_glm_done(&shared->balance[1]);
}

/* The weights hang on the persons only. */
static ds_status find_balance(const ds_way_basis *basis, size_t g, ds_way_shared *shared,
                              ds_error *err) {
    ds_glm *glm = &shared->balance[g];
    ds_status status = DS_OK;
    if (shared->tried[g]) return DS_OK;
    status = ds_glm_init(basis->design, DS_GLM_BALANCE, glm, err);
    if (status != DS_OK) return status;
    shared->tried[g] = true;
    (void)ds_glm_fit(glm, basis->score->in, basis->target, basis->n[g]);
    return DS_OK;
}

static ds_status balance_group(balancing *b, size_t g, ds_way_shared *shared, ds_error *err) {
    const ds_way_basis *basis = b->basis;
    const size_t n = basis->sample->n_patterns;
    const bool itself = is_balanced_itself(basis, g);
    ds_glm *glm = &shared->balance[g];
    if (!itself && find_balance(basis, g, shared, err) != DS_OK) return DS_FAULT;
    for (size_t i = 0; i < n; i++)
        b->out->weight[g][i] = !basis->score->in[i] ? 0 : itself ? 1 : glm->mean[i];
    if (itself || (glm->fitted && has_moments(b, g)))
        add_balanced_group(b, g, itself ? NULL : glm);
    else
        b->out->flags |= DS_EFFECT_NO_WEIGHTS;
    return DS_OK;
}

ds_status ds_way_balancing(const ds_way_basis *basis, ds_way *out, ds_error *err) {
    balancing b = {.basis = basis, .out = out};
    ds_way_shared own = {0};
    ds_status status = DS_OK;
    b.n_theta = basis->sample->n_strata + basis->design->n_used;
    b.moments = ds_calloc(2 * b.n_theta + 1, sizeof *b.moments);
    if (b.moments == NULL) return ds_error_memory(err);
    b.solution = b.moments + b.n_theta;
    for (size_t g = 0; status == DS_OK && g < 2; g++)
        status = balance_group(&b, g, basis->shared != NULL ? basis->shared : &own, err);
    out->valid = !(out->flags & DS_EFFECT_NO_WEIGHTS);
    out->averaged = basis->n_target;
    ds_free(b.moments);
    ds_way_shared_done(&own);
    return status;
}
