/* effect/glm.h: models on the columns of a design other than the score: of an outcome among one
 * group (AIPW), and weights that balance (entropy balancing). By Newton on patterns, with an
 * intercept a stratum that is eliminated (effect/cross.h), as the score.
 *
 *   logit:    a = events, b = the others;     Σ x (a - n p) = 0,  n = a + b, p = 1 / (1 + e^-η)
 *   linear:   a = Σ outcome, b = persons;     Σ x (a - b η) = 0
 *   balance:  a = persons aimed at, b = persons who are weighed by e^η:  Σ x (a - b e^η) = 0; the
 *             dual of entropy balancing (J. Hainmueller, Political Analysis 20, 2012)
 *
 * Logit: a level or stratum in which all have one outcome has its maximum at infinity. Its patterns
 * get the limit, 0 or 1 exactly, and the others are fitted without them, over and over until
 * nothing changes. What is separated otherwise has no fit. */
#ifndef DS_EFFECT_GLM_H
#define DS_EFFECT_GLM_H

#include "effect/cross.h"

typedef enum ds_glm_family {
    DS_GLM_LOGIT,
    DS_GLM_LINEAR,
    DS_GLM_BALANCE,
    DS_GLM_PROBIT, /* as the logit with p = Φ(η), by its observed information; without limits */
} ds_glm_family;

/* One fit; the caller owns it. */
typedef struct ds_glm {
    const ds_design *design;
    ds_glm_family family;
    bool fitted;
    /* [n_patterns], of the patterns that may take part, whether or not somebody was fitted there;
     * else 0: */
    double *mean;  /* p, η or e^η */
    double *slope; /* d mean / d η; 0 at a limit */
    struct ds_glm_work *work;
} ds_glm;

ds_status ds_glm_init(const ds_design *design, ds_glm_family family, ds_glm *out,
                      ds_error *err) DS_NODISCARD;
void ds_glm_done(ds_glm *glm);
/* Fits to a and b of the patterns with may[pattern]; false where there is no fit: nobody, a maximum
 * at infinity, no step that rises, or a pattern with two limits, or without anything that says what
 * to expect there. Allocates nothing. */
bool ds_glm_fit(ds_glm *glm, const bool *may, const double *a, const double *b);
/* Solves H × out = right at the fit, H = Σ weight x x' (weight n p (1 - p), b, b e^η), over
 * n_strata + n_used; 0 for what nobody has. */
void ds_glm_solve(ds_glm *glm, const double *right, double *out);

/* to += factor × x of a pattern (from NULL), or returns from'x, over n_strata + n_used. */
double ds_design_with_x(const ds_design *design, size_t pattern, double factor, double *to,
                        const double *from);

#endif
