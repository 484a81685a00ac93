/* effect/se.h: standard errors without drawing: from the groups of a sample, after
 * ds_matching_persons with that sample's own persons.
 *
 * Notation: A persons averaged over (ATT: N1, the treated on support), E the estimate, W what one
 * person weighs (ds_matching_weight), Y1 and Y0 the weighted means of treated and controls.
 *
 * psmatch2 (ATT only): SE² = Var1 / N1 + Var0 Σ w² / N1². Var1: variance of the outcome of the
 * treated on support; Var0: that of the controls that are usable, whatever their weight; both with
 * n - 1. E. Leuven and B. Sianesi, psmatch2, Stata (2003).
 *
 * kmatch, weights taken as fixed: SE² = N/(N-1) [Σ_treated (W (y - Y1) / A)² + Σ_controls
 * (W (y - Y0) / A)²], N all persons in the score, those off support included. For the ATT a treated
 * person on support has W = 1. For the ATE each role has a mean of its own, and a treated person on
 * support adds (1 - P) (ATT - ATU), a control P (ATT - ATU) with the sign turned, P the share of
 * treated on support: who takes part decides which of the two they count in. B. Jann, Kernel
 * matching with automatic bandwidth selection (2017), and Influence functions continued (University
 * of Bern Social Sciences Working Papers 35, 2020).
 *
 * Influence function, full: the derivative of E to the weight of one person, in two parts. With
 * e = 1 for treated and -1 for controls, m(p) the kernel mean of the other group at p:
 *   averaged over:        (e (y - m(p)) - E) / A
 *   serving as a match:   e (w y - v) / A,  w = Σ_i n_i K_i / D_i,  v = Σ_i n_i m_i K_i / D_i
 *   through the score:    s'x (t - p),  s = H⁻¹ ∂E/∂θ, θ intercepts of the strata and coefficients,
 *                         t = 1 for treated and 0 for controls, H the Hessian of the logit
 * where ∂E/∂θ follows every score in K(u) by K'(u) (uniform: K' = 0; support is taken as it is).
 * SE² = Σ influence², without a factor for small samples. An ATT is the first line over treated and
 * the second over controls; ATU and ATE follow by turning the groups round.
 *
 * By location: SE² = G/(G-1) Σ_locations (Σ_persons influence)², G the locations with anybody in
 * the score; the usual factor for clusters (Stata's _robust, R's survey), which the formula for
 * persons does not have: with everyone at a place of their own the two differ by N/(N-1). */
#ifndef DS_EFFECT_SE_H
#define DS_EFFECT_SE_H

#include "effect/matching.h"
#include "effect/spread.h"

typedef struct ds_se {
    double psmatch2; /* NAN unless ATT, and with fewer than two persons of a group */
    double kmatch;
    double influence;
    double influence_locations; /* NAN with fewer than two locations */
    double sum_w2;              /* Σ w² over controls as matches; NAN for the ATU */
    double effective_controls;  /* (Σ W)² / Σ W² over controls */
    uint64_t controls_used;     /* with W above 0 */
    bool spread; /* false: all treated and all controls that weigh have one outcome each; then the
                    standard errors are 0 */
    bool one_outcome; /* of the two groups that weigh only one has different outcomes, and the
                         other is worth no more persons, (Σ W)² / Σ W²: above, its part is 0 */
} ds_se;

/* sample: holds the persons that matching was given, and an outcome. When matching is not valid all
 * is NAN or 0; with DS_EFFECT_SE_NONE the standard errors are NAN. Cost: two passes over the
 * groups, four kernel sums (ATE: eight), one Hessian. DS_FAULT when memory is short. Checked
 * against: 50-digit row-by-row results, psmatch2 of Stata 18; the influence function also against
 * changing a person's weight and estimating again. */
ds_status ds_se_estimate(const ds_matching *matching, const ds_effect_sample *sample, ds_se *out,
                         ds_error *err) DS_NODISCARD;

/* The same, and what the persons of each location add up to, the score taken as given:
 * places[n_locations]; or NULL. */
ds_status ds_se_estimate_places(const ds_matching *matching, const ds_effect_sample *sample,
                                double *places, ds_se *out, ds_error *err) DS_NODISCARD;

/* The full influence function of a person of group g in a pattern is slope[g][pattern] * (outcome -
 * centre) + constant[g][pattern]; 0 for who is not in the score. */
typedef struct ds_se_influence {
    size_t n_patterns;
    double centre;
    double *slope[2], *constant[2];
    double *given[2];     /* constant without what goes through the score */
    ds_spread *spread[2]; /* of the outcome */
} ds_se_influence;

/* After a valid ds_matching_persons. The caller frees with ds_se_influence_done. */
ds_status ds_se_influence_init(const ds_matching *matching, const ds_effect_sample *sample,
                               ds_se_influence *out, ds_error *err) DS_NODISCARD;
/* Only its spread, for who asks for no standard error. */
ds_status ds_se_influence_spread(const ds_effect_sample *sample, ds_se_influence *out,
                                 ds_error *err) DS_NODISCARD;
void ds_se_influence_done(ds_se_influence *influence);

#endif
