/* effect/matching.h: kernel matching on scores, for one set of persons: the sample's own, or a
 * replicate's. First the persons (scores, support, kernel sums), then any number of outcomes. One a
 * thread; nothing is allocated after ds_matching_init.
 *
 * Everything happens within a stratum of the exact columns (all persons are one stratum without
 * them): whose range of scores somebody must be in, and who is within the bandwidth.
 *
 * Support. The range of a group runs from its smallest to its largest score in the stratum, ends
 * included, over everybody of that group who takes part in the score, whether or not they are
 * dropped themselves. DS_EFFECT_SUPPORT_TREATED drops treated outside the range of the controls,
 * CONTROLS drops controls outside that of the treated, BOTH does both: they are neither averaged
 * over nor anybody's match. Of whom is left, somebody is averaged over when there is at least one
 * of the other group left within the bandwidth (|difference| < bandwidth; a Gaussian has no edge,
 * and somebody is off support when the sum of the weights is below 1e-280). By DS_EFFECT_AUTO who
 * has nobody within it, but lies within the range of those left of the other group, is compared
 * with the DS_MATCHING_NEAREST nearest, each alike (effect/nearest.c): only who is outside that
 * range drops.
 *
 * Weights. ATT = (1/N1) Σ_i n1_i (mean1_i - Σ_j K_ij sum0_j / D_i), D_i = Σ_j n0_j K_ij, with i
 * over the patterns of treated on support, j over those of controls, K_ij the kernel at (p_i - p_j)
 * / bandwidth: E. Leuven and B. Sianesi, psmatch2 (2003). Turned round, one control of pattern j
 * weighs w_j = Σ_i n1_i K_ij / D_i, and an outcome is one pass over the patterns.
 *
 * options->linear: in place of K_ij / D_i a match counts with the weight of a local line through
 * the matches at p_i (effect/linear.c), which may be below 0. */
#ifndef DS_EFFECT_MATCHING_H
#define DS_EFFECT_MATCHING_H

#include "effect/kernel.h"
#include "effect/score.h"

enum { DS_MATCHING_NEAREST = 5 };

typedef struct ds_matching {
    const ds_design *design;
    const ds_effect_options *options;
    ds_score score;
    double bandwidth;          /* of the last ds_matching_persons */
    double bandwidth_controls; /* for the controls that are averaged over (ATU, ATE), where it is
                                  another; 0: the same. The caller's, before ds_matching_persons */
    /* [n_patterns], by pattern: */
    bool *on[2];       /* persons of group g in this pattern are averaged over (have a match);
                          all false for a group that the estimand does not average over */
    bool *usable[2];   /* has persons of group g, in the score and within the range: may serve as
                          somebody's match */
    double *weight[2]; /* of one person as a match of the others: Σ over whom it serves of
                          n K / D; [0]: controls for ATT, [1]: treated for ATU; else 0 */
    double *kernel_sum[2]; /* D at this score where on: [0] over controls (at treated), [1] over
                              treated (at controls); else 0 */
    double *reach[2];      /* how far the nearest lie that stand in for whoever has nobody within
                              the bandwidth; -1: not so */
    double averaged[2];    /* persons averaged over, by group */
    double nearest[2];     /* of these, those who are compared with the nearest */
    double total[2]; /* Σ over persons of group g of what they weigh, themselves averaged over (1)
                        and as a match: both averaged[0] + averaged[1], but for rounding */
    bool one_score;  /* within each stratum all persons have one score */
    bool valid;      /* there is an estimate of options->estimand */
    struct ds_matching_work *work;
} ds_matching;

/* A point estimate of one outcome. */
typedef struct ds_matching_estimate {
    double treated, control, difference;
} ds_matching_estimate;

/* design and options are borrowed. DS_FAULT when memory is short. */
ds_status ds_matching_init(const ds_design *design, const ds_effect_options *options,
                           ds_matching *out, ds_error *err) DS_NODISCARD;
void ds_matching_done(ds_matching *matching);
/* Fits the score to these persons (from: a fit to start at, or NULL), finds support and weights.
 * False, with matching->valid false, when there is no estimate: no score, or nobody on support.
 * bandwidth in units of the score, above 0. The result depends on these arguments only, not on
 * earlier calls. Cost: beside the score, a sort and two kernel sums, four for the ATE: together
 * less than half of what ds_score_fit costs. */
bool ds_matching_persons(ds_matching *matching, const double *n1, const double *n0,
                         double bandwidth, const ds_score *from);
/* The same after a fit: the score of these persons is in matching->score already, whatever made it
 * (effect/wide.h); where it did not converge nobody is matched. */
bool ds_matching_scored(ds_matching *matching, const double *n1, const double *n0,
                        double bandwidth);
/* What one person of group g in a pattern weighs in the mean of that group: 1 when averaged over,
 * and what they serve as a match. */
static inline double ds_matching_weight(const ds_matching *matching, size_t g, size_t pattern) {
    return (matching->on[g][pattern] ? 1.0 : 0.0) + matching->weight[g][pattern];
}
/* sum1, sum0 [n_patterns]: the outcome added up over the persons. By the weights: one pass over the
 * patterns an outcome. treated is the mean outcome under treatment of those averaged over, control
 * theirs without it. All NAN when matching is not valid. Checked against: psmatch2 and attk of
 * Stata 18 (1e-7), and 50-digit row-by-row results (1e-9). */
void ds_matching_outcome(const ds_matching *matching, const double *n1, const double *n0,
                         const double *sum1, const double *sum0, ds_matching_estimate *out);

/* The bandwidth for those of group g who are averaged over. */
static inline double ds_matching_bandwidth(const ds_matching *matching, size_t g) {
    return g == 0 && matching->bandwidth_controls > 0 ? matching->bandwidth_controls
                                                      : matching->bandwidth;
}

/* For the standard errors and diagnostics, after ds_matching_persons: out[v][t] = Σ_s values[v][s]
 * K((p_t - p_s) / bandwidth) for the patterns t with to[t], over the patterns s of its stratum with
 * from[s]; slope: K' in place of K. Other places of out are 0. values[0] must be positive where
 * from. n_values at most 2. in_window (may be NULL) as in ds_kernel_sums. All arrays [n_patterns].
 * The nearest are not in it: see below. */
enum { DS_MATCHING_VALUES_MAX = 2 };
void ds_matching_sums(const ds_matching *matching, bool slope, const bool *from,
                      const double *const *values, size_t n_values, const bool *to,
                      double *const *out, uint64_t *in_window);
/* The same with the bandwidth of those of group g who are averaged over. */
void ds_matching_sums_of(const ds_matching *matching, size_t g, bool slope, const bool *from,
                         const double *const *values, size_t n_values, const bool *to,
                         double *const *out, uint64_t *in_window);

/* Who of group g is compared with the nearest, beside ds_matching_sums_of (not its slope: which
 * these are does not move with a score). forward: adds the sums over their nearest at the patterns
 * of group g; else, from these, to the patterns of their nearest. Cost: those who are. */
void ds_matching_add_nearest(const ds_matching *matching, size_t g, bool forward,
                             const double *const *values, size_t n_values, double *const *out);

#endif
