/* effect/way.h: other estimators than the kernel (ds_effect_estimator), each on one sample, with
 * its influence function by pattern. A way averages over the persons of its estimand who are in the
 * score: ATT the treated, ATU the controls, ATE both; A of them.
 *
 * AIPW, IPW. The mean under g (1 treated, 0 not) of those averaged over is
 *   (1/A) Σ_A m(x) + (1/D) Σ_g w (y - m(x)),  D = Σ_g w (Hájek),
 * m the outcome model fitted to group g (0 for IPW), and w with e the score: ATT w1 = 1,
 * w0 = e / (1 - e); ATU the other way round; ATE 1 / e and 1 / (1 - e). Its influence, with R the
 * second term and M the first:
 *   averaged over:    (m - M) / A
 *   of group g:       w (y - m - R) / D
 *   the score:        s'x (t - e),    s = H⁻¹ Σ (w' / D) Σ_g (y - m - R) x,   w' = dw / dη
 *   outcome model:    u'x (y - m),    u = Hm⁻¹ Σ m' (n_A / A - w n_g / D) x   (of group g)
 * which are the stacked estimating equations of mean, score and outcome model solved for the mean:
 * J. Robins, A. Rotnitzky and L. Zhao, JASA 89 (1994); J. Lunceford and M. Davidian, Statistics in
 * Medicine 23 (2004); L. Stefanski and D. Boos, The American Statistician 56 (2002).
 *
 * Entropy balancing (J. Hainmueller, 2012): w = e^(x'γ) such that Σ_g w x = Σ_A x for all columns
 * of the design and each stratum. With B the weighted regression of y on x in group g: averaged
 * over:    (x'B - mean) / A of group g:       w (y - x'B) / A (Q. Zhao and D. Percival, Journal of
 * Causal Inference 5, 2017: doubly robust).
 *
 * Strata: averaged over classes or cells k that have both groups; their bounds are taken as fixed.
 *   averaged over:    (d_k - E) / A
 *   of group g:       ± (A_k / A) (y - mean_gk) / n_gk
 *
 * SE² by persons Σ influence²; by location G/(G-1) Σ_locations (Σ influence)², G the locations with
 * anybody in the score. */
#ifndef DS_EFFECT_WAY_H
#define DS_EFFECT_WAY_H

#include "doorstroom/effect.h"
#include "effect/glm.h"
#include "effect/influence.h"

/* What outcomes of the same persons share: the weights of entropy balancing. */
typedef struct ds_way_shared {
    ds_glm balance[2]; /* by group */
    bool tried[2];
} ds_way_shared;

void ds_way_shared_done(ds_way_shared *shared);

/* What all ways share of one sample: the design, and the score fitted to all. */
typedef struct ds_way_basis {
    const ds_effect_sample *sample;
    const ds_effect_options *options;
    const ds_design *design;
    ds_score *score;         /* fitted; work of its own is used */
    double *n[2];            /* [n_patterns]: controls, treated */
    double *sum[2];          /* the outcome from the centre, added up */
    double *target;          /* [n_patterns]: those averaged over who are in the score */
    double n_target, centre; /* Σ target; the mean outcome of all */
    ds_spread *spread[2];    /* of the outcome */
    bool binary;             /* only 0 and 1 */
    ds_way_shared *shared;   /* or NULL */
} ds_way_basis;

typedef struct ds_way {
    double mean[2], difference; /* of those averaged over: without, with treatment */
    double averaged;            /* persons */
    double *weight[2];          /* [n_patterns]: of one person in the mean of their group */
    double *fitted[2]; /* [n_patterns]: of the model for each group, from the centre; 0 without */
    double *expected;  /* [n_patterns]: the outcome that a model gives the other side; 0 without */
    ds_influence influence;          /* of the difference; without for nearest neighbours */
    double se_persons, se_locations; /* NAN: none */
    bool valid;
    unsigned flags; /* ds_effect_flag */
} ds_way;

/* sample: finished; score: of the design, ds_score_fit done to all persons (the basis borrows it).
 */
ds_status ds_way_basis_init(const ds_effect_sample *sample, const ds_effect_options *options,
                            const ds_design *design, ds_score *score, ds_way_basis *out,
                            ds_error *err) DS_NODISCARD;
void ds_way_basis_done(ds_way_basis *basis);
/* out->valid false with flags where there is no estimate. The caller frees with ds_way_done. */
ds_status ds_way_estimate(const ds_way_basis *basis, ds_effect_estimator estimator, ds_way *out,
                          ds_error *err) DS_NODISCARD;
void ds_way_done(ds_way *way);
/* Everything of a result but its spread (se, low, high, p) and what is known without an estimate
 * (which stays). */
void ds_way_result(const ds_way_basis *basis, const ds_way *way, ds_effect_result *out);

/* One file each; out has its arrays, all 0, and flags. */
ds_status ds_way_weighting(const ds_way_basis *basis, bool augmented, ds_way *out,
                           ds_error *err) DS_NODISCARD;
ds_status ds_way_balancing(const ds_way_basis *basis, ds_way *out, ds_error *err) DS_NODISCARD;
ds_status ds_way_strata(const ds_way_basis *basis, ds_way *out, ds_error *err) DS_NODISCARD;
ds_status ds_way_neighbours(const ds_way_basis *basis, ds_way *out, ds_error *err) DS_NODISCARD;

#endif
