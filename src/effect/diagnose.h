/* effect/diagnose.h: what shows whether an estimate can be believed. One file a question: terms.c
 * (the score), balance.c, overlap.c (scores of both groups, and whether the bandwidth smooths all
 * away), curve.c (other bandwidths), left_out.c (who is off support), sensitivity.c (what was not
 * observed); diagnose.c puts them together. All read one matching, at the bandwidth of the
 * estimate. */
#ifndef DS_EFFECT_DIAGNOSE_H
#define DS_EFFECT_DIAGNOSE_H

#include "effect/matching.h"

/* A sample by pattern, and its matching. [0] controls, [1] treated. */
typedef struct ds_diagnosis {
    const ds_effect_sample *sample;
    const ds_effect_options *options;
    const ds_effect_result *result;
    double *n[2], *sum[2]; /* [n_patterns]: persons, and their outcome added up */
    ds_design design;
    ds_matching matching;
    bool scored;  /* there is a score */
    bool matched; /* there is an estimate */
} ds_diagnosis;

/* (Σ w)² / Σ w² of the controls, w their ds_matching_weight. NAN without any. */
double ds_diagnose_effective(const ds_matching *matching, const double *n0);

/* Whether the bandwidth smooths nearly everything, so that a match is hardly more alike than
 * anybody else. Of a valid matching, for those who are averaged over (ATE: either group), within
 * strata:
 *  1. the bandwidth (the Gaussian's times √5, which makes it as wide as Epanechnikov's) is at least
 *     the standard deviation of their scores about the means of their strata; or
 *  2. more than half of their distance in mean score from the others of their strata is left after
 *     matching.
 * False when all in a stratum have one score, and when the mean scores of both groups lie less than
 * a tenth of a standard deviation apart: there is nothing to smooth. The outcome plays no
 * part. Cost: n_patterns. Checked against: the example of a rare treatment in tests/effect/
 * test_diagnose.c (scores from 0.002 to 0.094: true at 0.06, false at 0.01). */
bool ds_diagnose_smooths_all(const ds_matching *matching, const double *const n[2],
                             double bandwidth);

/* The standard deviation (n - strata) of the scores of those on support in a group, about the means
 * of their strata; NAN when no stratum has two of them. */
double ds_diagnose_spread(const ds_matching *matching, const double *n, int group);

/* Each fills its part of out, which has NAN there; out->terms and out->balance have n_columns of
 * the design, with names. */
ds_status ds_diagnose_terms(const ds_diagnosis *d, ds_effect_term *terms,
                            ds_effect_diagnostics *out, ds_error *err) DS_NODISCARD;
ds_status ds_diagnose_balance(const ds_diagnosis *d, ds_effect_balance *balance,
                              ds_effect_diagnostics *out, ds_error *err) DS_NODISCARD;
ds_status ds_diagnose_overlap(const ds_diagnosis *d, ds_effect_diagnostics *out,
                              ds_error *err) DS_NODISCARD;

/* left_out: [1 + n_columns], with names from the second on; *out_n is 0 where nobody is off
 * support. The estimate for all is by a fixed bandwidth, whoever is out of range. Cost: a sort and
 * an estimate, where somebody is. */
ds_status ds_diagnose_left_out(const ds_diagnosis *d, ds_effect_left_out *left_out,
                               ds_effect_diagnostics *out, ds_error *err) DS_NODISCARD;

enum { DS_CURVE_MAX = 10 };
/* out[DS_CURVE_MAX]: the estimate at a range of bandwidths and the one used, rising; those without
 * an estimate are not there. */
ds_status ds_diagnose_curve(const ds_diagnosis *d, ds_effect_curve *out, size_t *out_n,
                            ds_error *err) DS_NODISCARD;

#endif
