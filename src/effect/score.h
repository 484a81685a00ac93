/* effect/score.h: the propensity score: a logit of treatment on the covariates, by Newton on
 * patterns. Each stratum of the exact columns has an intercept of its own, so that a score compares
 * persons of one stratum; the intercepts are a diagonal block of the Hessian and are eliminated,
 * which makes many strata cheap. */
#ifndef DS_EFFECT_SCORE_H
#define DS_EFFECT_SCORE_H

#include "effect/sample.h"

/* Why a column is not in the design. */
typedef enum ds_design_drop {
    DS_DESIGN_USED,
    DS_DESIGN_REFERENCE, /* the first level of a factor that is in use */
    DS_DESIGN_EMPTY,     /* nobody has it, after the strata and levels below were left out */
    DS_DESIGN_ONE_GROUP, /* only treated or only controls have it: they are left out */
    DS_DESIGN_COLLINEAR, /* what columns before it (and the intercepts) say already */
} ds_design_drop;

/* The columns of the design: all levels of all factors, then the numbers. Of a sample and one set
 * of numbers of persons; the same columns serve all replicates of that sample. Numbers are centred
 * and scaled inside. */
typedef struct ds_design {
    const ds_effect_sample *sample;
    size_t n_columns;     /* Σ levels + numbers */
    ds_design_drop *drop; /* [n_columns] */
    size_t n_used;
    uint32_t *place;         /* [n_columns]: 0 … n_used - 1, UINT32_MAX when not used */
    size_t *first_of_factor; /* [n_factors + 1]: column of a factor's first level; the last: of the
                                first number */
    double *centre, *scale;  /* [n_numbers] */
    double *x;               /* [n_patterns * n_numbers], centred and scaled */
    size_t n_used_numbers;   /* these have the last places */
    uint32_t *column_of;     /* [n_patterns * n_factors]: the place of its level's column; n_used
                                where that is not used */
} ds_design;

/* Columns in use, at most. The Hessian is dense: at this number it is 18 MB, a step takes about a
 * second. */
enum { DS_DESIGN_USED_MAX = 1500 };

/* A fit for one set of persons. The caller owns it; one a thread, used again and again without new
 * memory. */
typedef struct ds_score {
    bool *in;      /* [n_patterns]: takes part: has persons, and is not left out for a level or
                      stratum with one group */
    double *p;     /* [n_patterns]: the score; 0 where not in */
    double *beta;  /* [n_used], of the centred and scaled columns */
    double *alpha; /* [n_strata] */
    double loglik;
    uint32_t iterations;
    bool converged;
    bool separated;
    bool dropped; /* some pattern is not in, although it has persons */
    struct ds_score_work *work;
} ds_score;

/* Which columns say something about these persons. Collinear: what is left of a column's sum of
 * squares, weighted by persons and about the strata's means, after regression on the columns before
 * it is at most 1e-10 of the sum. DS_INPUT when more than DS_DESIGN_USED_MAX columns remain before
 * looking at collinearity. Cost: patterns × factors², and columns³ / 3. */
ds_status ds_design_init(const ds_effect_sample *sample, const double *n1, const double *n0,
                         ds_design *out, ds_error *err) DS_NODISCARD;
void ds_design_done(ds_design *design);
/* "advies = havo", or the number's name; into out, at most size bytes. */
const char *ds_design_name(const ds_design *design, size_t column, char *out, size_t size);
/* Sets in[n_patterns]: has persons, and over and over until nothing changes, no level or stratum of
 * it has only treated or only controls. counts[2 * (n_strata + levels)] becomes the persons that
 * are left by stratum and level: controls, treated. drop[levels], when not NULL, is set for those
 * with nobody left: DS_DESIGN_ONE_GROUP, or DS_DESIGN_EMPTY for who lost all persons to others.
 * True when some persons were left out. Uses design->sample and design->first_of_factor only. */
bool ds_design_leave_out(const ds_design *design, const double *n1, const double *n0, bool *in,
                         double *counts, ds_design_drop *drop);

ds_status ds_score_init(const ds_design *design, ds_score *out, ds_error *err) DS_NODISCARD;
void ds_score_done(ds_score *score);
/* Fits to n1[n_patterns] treated and n0[n_patterns] controls (whole numbers of persons as doubles).
 * from: a fit to start at, or NULL. First, and over and over until nothing changes, patterns of a
 * stratum or level that has only treated or only controls are taken out (score->in). Columns that
 * are collinear among what is left get 0. Allocates nothing; false when there is no fit: nobody
 * left of one group, separated, or not converged in 100 steps.
 *
 * Newton with step halving. It stops after a step that moved no logit by more than 1e-8 (the next
 * would move it by the square). Separated: the likelihood cannot rise any more, and still the steps
 * move some logit by more than 0.1, or the Hessian has become singular; where the maximum exists,
 * steps shrink quadratically. Another start gives p to 1e-12, not to the bit. Cost of a step:
 * patterns × (factors + numbers)² / 2 + columns³ / 3. */
bool ds_score_fit(const ds_design *design, const double *n1, const double *n0, const ds_score *from,
                  ds_score *score);
/* After a fit to other persons of the same patterns: the Hessian, and what is made of it, become
 * those of these persons at the same score. */
void ds_score_weigh(ds_score *score, const double *n1, const double *n0);
/* The coefficients in the columns' own units: coefficients[n_used], and the constant of the first
 * stratum that takes part (the others: plus the difference of their alphas). */
void ds_score_coefficients(const ds_design *design, const ds_score *score, double *coefficients,
                           double *out_constant);
/* Standard errors of those, from ds_score_inverse's inverse; 0 for what is out. */
void ds_score_errors(const ds_design *design, const ds_score *score, const double *inverse,
                     double *errors, double *out_constant);
/* The inverse of the whole Hessian (strata first, then the used columns, of order n_strata +
 * n_used; row-major; zero rows for what is out) into inverse. After ds_score_fit. */
ds_status ds_score_inverse(const ds_design *design, const double *n1, const double *n0,
                           const ds_score *score, double *inverse, ds_error *err) DS_NODISCARD;
/* Solves the same Hessian × out = right, both [n_strata + n_used], without making the inverse:
 * strata may be many. out is 0 for what is out. After ds_score_fit. Cost: that of a step. */
ds_status ds_score_solve(const ds_design *design, const ds_score *score, const double *right,
                         double *out, ds_error *err) DS_NODISCARD;

#endif
