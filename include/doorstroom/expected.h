/* doorstroom/expected.h, of effect: what was to be expected of each institution given who it has,
 * beside what is, with limits of a funnel. Of numbered cells; docs/kansen.en.md has the formulas.
 *
 * A logistic model of the event on covariates gives each pattern of them a chance p; an institution
 * with n persons of each is expected to have Σ n p. The model leaves the institution out, or has an
 * effect of each institution and takes only the covariates from it, with one constant by which the
 * country's expectation is what it has.
 *
 * Threads: nothing is shared. */
#ifndef DOORSTROOM_EXPECTED_H
#define DOORSTROOM_EXPECTED_H

#include "doorstroom/numbered.h"

DS_BEGIN_DECLS

/* Σ n p, the variance of that many independent events Σ n p (1 - p), and how far what was observed
 * is away. z NAN where the variance is 0. */
typedef struct ds_standardised {
    double expected, variance, z;
} ds_standardised;
/* n[n_patterns] persons, p their chances. Checked against golden/statistics.json, case
 * standardised-expected. */
DS_API void ds_standardise(const double *n, const double *p, size_t n_patterns, double observed,
                           ds_standardised *out);

typedef struct ds_expected_options {
    unsigned version;         /* the initialiser sets it */
    size_t cluster;           /* key: the institution */
    const size_t *covariates; /* [n_covariates]: keys; 0: the country's own rate */
    size_t n_covariates;
    size_t year; /* into the years of the cells */
    bool institution_effects;
    uint64_t minimum; /* persons: institutions with fewer have no limits */
} ds_expected_options;
#define DS_EXPECTED_OPTIONS_VERSION 1
#define DS_EXPECTED_OPTIONS_INIT                                                                   \
    { DS_EXPECTED_OPTIONS_VERSION, 0, NULL, 0, 0, false, 30 }

typedef enum ds_expected_place {
    DS_EXPECTED_SMALL,   /* fewer persons than the minimum: not judged, not drawn */
    DS_EXPECTED_CERTAIN, /* the model leaves nothing to chance: no limits */
    DS_EXPECTED_WITHIN,
    DS_EXPECTED_ABOVE_95,
    DS_EXPECTED_ABOVE_998,
    DS_EXPECTED_BELOW_95,
    DS_EXPECTED_BELOW_998,
} ds_expected_place;

/* Shares. NAN where there is no such number: of small ones all from se on. */
typedef struct ds_expected_row {
    uint32_t institution; /* code of the key */
    uint64_t noemer, teller;
    double observed, expected;
    double chance_se;             /* by persons only: √(Σ n p (1 - p)) / n */
    double se;                    /* with what institutions differ by: √(chance_se² + τ²) */
    double difference, low, high; /* observed - expected, 95 % */
    double low_95, high_95, low_998, high_998; /* of the funnel, about expected, within 0 and 1 */
    double z, chance_z, p;                     /* p two-sided, of z */
    double p_adjusted;                         /* Holm, over the institutions that are judged */
    ds_expected_place place;
} ds_expected_row;

typedef struct ds_expected_result {
    ds_expected_row *rows; /* by institution */
    size_t n, n_small;
    double tau2, tau2_low, tau2_high; /* of differences in shares between institutions, beyond
                                         chance (Paule-Mandel); NAN for fewer than five */
    double overall;                   /* the country's share */
    size_t n_patterns, n_coefficients;
    uint64_t certain; /* persons with a value, or institution, in which all or nobody has it: the
                         model gives them that */
    uint64_t noemer, teller, unknown;
} ds_expected_result;

/* DS_INPUT where the model has no estimate, or nobody counts. *out is the caller's
 * (ds_expected_result_done). Cost: some ten steps of patterns × covariates². */
DS_API ds_status ds_expected_estimate(const ds_numbered *cells, const ds_expected_options *options,
                                      ds_expected_result *out, ds_error *err) DS_NODISCARD;
DS_API void ds_expected_result_done(ds_expected_result *result);

DS_END_DECLS

#endif
