/* effect/terms.c: the score as a table: a coefficient and standard error a column, in the units of
 * the covariates, and why a column is not in it. */
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/diagnose.h"

/* Up to this many columns and strata their covariance is made (8 bytes a pair). */
enum { ORDER_MAX = 5000 };

static const struct {
    const char *nl, *en;
} reasons[] = {
    [DS_DESIGN_USED] = {NULL, NULL},
    [DS_DESIGN_REFERENCE] = {"referentie", "reference"},
    [DS_DESIGN_EMPTY] = {"komt niet voor bij wie er over is",
                         "does not occur among those who are left"},
    [DS_DESIGN_ONE_GROUP] = {"alleen bij deelnemers of alleen bij anderen; zij zijn weggelaten",
                             "only treated or only controls have it; they were left out"},
    [DS_DESIGN_COLLINEAR] = {"volgt uit de kolommen ervoor", "follows from the columns before it"},
};

/* Coefficients and their errors (NULL: not made) at the places of the columns in use. An error of 0
 * says that the column was collinear among those who are left. */
static void fill_terms(const ds_design *design, const double *coefficients, const double *errors,
                       ds_effect_term *terms) {
    for (size_t c = 0; c < design->n_columns; c++) {
        const uint32_t place = design->place[c];
        if (design->drop[c] != DS_DESIGN_USED) continue;
        if (errors != NULL && !(errors[place] > 0)) {
            terms[c].dropped_nl = reasons[DS_DESIGN_COLLINEAR].nl;
            terms[c].dropped_en = reasons[DS_DESIGN_COLLINEAR].en;
            continue;
        }
        terms[c].coefficient = coefficients[place];
        if (errors != NULL) terms[c].se = errors[place];
    }
}

/* numbers[2 * n_used]; inverse NULL when there are too many columns for it. */
static ds_status fill_all(const ds_diagnosis *d, double *numbers, double *inverse,
                          ds_effect_term *terms, ds_effect_diagnostics *out, ds_error *err) {
    const ds_score *score = &d->matching.score;
    double *errors = inverse == NULL ? NULL : numbers + d->design.n_used;
    double constant = NAN, constant_se = NAN;
    ds_status status = DS_OK;
    ds_score_coefficients(&d->design, score, numbers, &constant);
    if (inverse != NULL)
        status = ds_score_inverse(&d->design, d->n[1], d->n[0], score, inverse, err);
    if (status != DS_OK) return status;
    if (inverse != NULL) ds_score_errors(&d->design, score, inverse, errors, &constant_se);
    fill_terms(&d->design, numbers, errors, terms);
    if (d->sample->n_strata > 1) return DS_OK; /* each stratum has its own */
    out->constant = constant;
    out->constant_se = constant_se;
    return DS_OK;
}

ds_status ds_diagnose_terms(const ds_diagnosis *d, ds_effect_term *terms,
                            ds_effect_diagnostics *out, ds_error *err) {
    const size_t order = d->sample->n_strata + d->design.n_used;
    double *inverse = NULL, *numbers;
    ds_status status;
    for (size_t c = 0; c < d->design.n_columns; c++) {
        terms[c].dropped_nl = reasons[d->design.drop[c]].nl;
        terms[c].dropped_en = reasons[d->design.drop[c]].en;
    }
    out->iterations = d->matching.score.iterations;
    if (!d->scored) return DS_OK;
    out->loglik = d->matching.score.loglik;
    numbers = ds_calloc(2 * d->design.n_used + 1, sizeof *numbers);
    if (order <= ORDER_MAX) inverse = ds_calloc(order * order + 1, sizeof *inverse);
    if (numbers == NULL || (order <= ORDER_MAX && inverse == NULL))
        status = ds_error_memory(err);
    else
        status = fill_all(d, numbers, inverse, terms, out, err);
    ds_free(inverse);
    ds_free(numbers);
    return status;
}
