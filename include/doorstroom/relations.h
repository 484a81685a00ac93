/* doorstroom/relations.h, of stat: whether two or more columns hang together: correlations,
 * regression, what noise alone gives, and what so few could have shown.
 *
 * Arrays in, a struct out. A value that is not finite is missing: its row is left out and counted.
 * What cannot be worked out is no error but a result with a reason: the number is NAN. Intervals
 * are at 95 %, p-values two-sided. docs/samenhang.md has formulas and sources.
 *
 * Threads: pure functions; nothing is kept. Errors: DS_FAULT for memory, and DS_USAGE where it is
 * said. Cost: that of a sort where ranks are taken, else of one pass, but where it is said. */
#ifndef DOORSTROOM_RELATIONS_H
#define DOORSTROOM_RELATIONS_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

/* Why a number is not there, or is not the one that was asked for. */
typedef enum ds_stat_reason {
    DS_STAT_WHOLE,       /* nothing is missing */
    DS_STAT_TOO_FEW,     /* cases */
    DS_STAT_NO_SPREAD,   /* all values of a column are equal */
    DS_STAT_PERFECT,     /* all on one line: no error to hold it against, so no p or interval */
    DS_STAT_COLLINEAR,   /* a column follows from those before it */
    DS_STAT_FEW_GROUPS,  /* fewer than two groups, or rows or columns of a table, with anybody */
    DS_STAT_UNRELIABLE,  /* more noise than signal in what is measured */
    DS_STAT_TOO_LARGE,   /* for the exact chance: the approximation stands in its place */
    DS_STAT_NO_INTERVAL, /* estimate and p are there, but too few for an interval */
    DS_STAT_NO_VALUE     /* a value that cannot be, or of which the square is no number (1e155) */
} ds_stat_reason;

/* One estimate and its test. NAN where there is nothing. */
typedef struct ds_stat_result {
    double estimate, se, low, high;
    double statistic, df, df2; /* df2: the second of an F */
    double p;
    size_t n, missing; /* rows that count, and that do not */
    bool exact;        /* p is an exact chance, no approximation */
    ds_stat_reason reason;
} ds_stat_result;

/* te_weinig, geen_spreiding, …; "" for DS_STAT_WHOLE. Static text. */
DS_API const char *ds_stat_reason_code(ds_stat_reason reason);

/* ---- two columns ---- */

/* Pearson's r of x[n] and y[n]: t = r sqrt((n-2)/(1-r²)) with n-2 degrees of freedom, interval
 * tanh(atanh r ∓ z/sqrt(n-3)) from n = 4 (R. A. Fisher, Metron 1, 1921); se is r/t. Checked
 * against: R's cor.test. */
DS_API void ds_pearson_estimate(const double *x, const double *y, size_t n, ds_stat_result *out);

enum { DS_SPEARMAN_EXACT_MAX = 9 };
/* Spearman's rho, Pearson's r of mid-ranks. p is exact up to DS_SPEARMAN_EXACT_MAX rows without
 * ties (all orders of the ranks; twice the smaller tail; statistic is then Σd² and there is no df),
 * else by t with n-2 degrees of freedom. Interval tanh(atanh rho ∓ z sqrt((1 + rho²/2)/(n-3))) from
 * n = 4: D. G. Bonett and T. A. Wright, Psychometrika 65, 2000, page 24. Checked against: R's
 * cor.test(method = "spearman"). */
DS_API ds_status ds_spearman_estimate(const double *x, const double *y, size_t n,
                                      ds_stat_result *out, ds_error *err) DS_NODISCARD;

enum { DS_REGRESSION_TERMS_MAX = 64 };
/* The correlation of what of x and y is left after controls[n_controls][n] are taken out by least
 * squares; t with n - 2 - k degrees of freedom, Fisher's interval with n - 3 - k. A control that
 * follows from those before it gives DS_STAT_COLLINEAR, with its number in *out_collinear (NULL:
 * not asked). At most DS_REGRESSION_TERMS_MAX controls (DS_USAGE). Cost: n k². Checked against: R's
 * residuals of lm. */
DS_API ds_status ds_partial_estimate(const double *x, const double *y, size_t n,
                                     const double *const *controls, size_t n_controls,
                                     ds_stat_result *out, size_t *out_collinear,
                                     ds_error *err) DS_NODISCARD;

/* ---- regression ---- */

/* Of one column, or the intercept. */
typedef struct ds_regression_term {
    double estimate, se, statistic, p, low, high;
    double standardised, standardised_se; /* in standard deviations; NAN of the intercept */
    double inflation; /* of its variance by the other columns: 1/(1 - R²); NAN of the
                         intercept */
} ds_regression_term;

typedef struct ds_regression {
    ds_regression_term *terms; /* [n_terms]: the intercept, then the columns */
    size_t n_terms;
    size_t n, missing;
    double df;                    /* of t: n - n_terms */
    double r2, r2_adjusted, f, p; /* F of all columns with n_terms - 1 and df */
    double sigma;                 /* the standard deviation of what is left */
    ds_stat_reason reason;
    size_t collinear; /* with DS_STAT_COLLINEAR, and DS_STAT_NO_SPREAD of a column: its number from
                         0; SIZE_MAX: of none, or of y */
} ds_regression;

/* Least squares of y[n] on columns[n_columns][n], at most DS_REGRESSION_TERMS_MAX - 1 (DS_USAGE).
 * By Householder on centred columns of length 1; a column of which less than 1e-7 of its length
 * remains beside those before it is refused by name, as R's lm does with its tolerance. *out is the
 * caller's (ds_regression_done). Cost: n k². Checked against: R's lm, confint, and lm of scaled
 * columns. */
DS_API ds_status ds_regression_estimate(const double *y, size_t n, const double *const *columns,
                                        size_t n_columns, ds_regression *out,
                                        ds_error *err) DS_NODISCARD;
DS_API void ds_regression_done(ds_regression *regression);

/* ---- ambition against development ---- */

/* One institution, agenda or other, with shares between 0 and 1. */
typedef struct ds_noise_case {
    double start, now;     /* shares as measured */
    double n_start, n_now; /* persons they are shares of */
    double target;
} ds_noise_case;

/* How targets were set: as a level of their own, or as a step above the start as it was measured.
 */
typedef enum ds_noise_target { DS_NOISE_LEVEL, DS_NOISE_STEP } ds_noise_target;

typedef struct ds_noise_options {
    unsigned version; /* the initialiser sets it; 0 is taken as 1, the first */
    ds_noise_target target;
    uint32_t replicates; /* at most 1,000,000 */
    uint64_t seed;
} ds_noise_options;
#define DS_NOISE_OPTIONS_VERSION 1
#define DS_NOISE_OPTIONS_INIT                                                                      \
    { DS_NOISE_OPTIONS_VERSION, DS_NOISE_LEVEL, 2000, 1 }

/* The correlation of ambition (target - start) with development (now - start) when nothing happens:
 * true rates that are constant, and binomial noise in a start that both contain. */
typedef struct ds_noise_result {
    double covariance, var_ambition, var_development; /* of large samples */
    double r;
    double mean, low, high; /* of the replicates: their mean and 2.5 and 97.5 % */
    uint32_t drawn;         /* replicates with an r */
    size_t n, missing;
    ds_stat_reason reason;
} ds_noise_result;

/* Each case's rate is that of its start and present together. Large samples: covariance the mean of
 * p(1-p)/n_start; the variance of ambition that of target - p (over n) and that mean; of
 * development the mean of both noises. With DS_NOISE_STEP the ambition holds no noise: r is 0.
 * Replicates draw both values by chance and keep the target, or the step. Cost: n × replicates.
 * Checked against: the formula, and its own replicates. */
DS_API ds_status ds_noise_estimate(const ds_noise_case *cases, size_t n,
                                   const ds_noise_options *options, ds_noise_result *out,
                                   ds_error *err) DS_NODISCARD;

/* The present value on start and target, with the noise of the start taken out. */
typedef struct ds_corrected_regression {
    double intercept, start, target;  /* (Sxx - V)^-1 sxy, V on the start (with DS_NOISE_STEP on the
                                         target too, which carries the same noise) */
    double plain_start, plain_target; /* without */
    double start_low, start_high, target_low, target_high; /* of the replicates, 2.5 and 97.5 % */
    double noise,
        reliability;         /* V: the mean of p(1-p)/n of the starts; 1 - V / variance of starts */
    uint32_t drawn, refused; /* replicates that count; that could not be corrected */
    size_t n, missing;
    ds_stat_reason reason; /* DS_STAT_UNRELIABLE below a reliability of 0.5 */
} ds_corrected_regression;

/* Never of development, whose error is the start's own. Replicates draw cases with replacement.
 * W. A. Fuller, Measurement error models, 1987, section 2.2. Cost: n × replicates. Checked against:
 * made cases of which the truth is known. */
DS_API ds_status ds_corrected_estimate(const ds_noise_case *cases, size_t n,
                                       const ds_noise_options *options,
                                       ds_corrected_regression *out, ds_error *err) DS_NODISCARD;

/* ---- what could have been found ---- */

/* The smallest |r| that a two-sided test at alpha finds with this power (0.8), by Fisher's z:
 * tanh((z(1-alpha/2) + z(power)) / sqrt(n-3)); NAN below n = 4. With tests adjusted by Holm alpha
 * is 0.05 / m. */
DS_API double ds_detectable_correlation(size_t n, double alpha, double power);
/* The same of a difference between means of n1 and n2, in standard deviations: (t(1-alpha/2) +
 * t(power)) sqrt(1/n1 + 1/n2), n1 + n2 - 2 degrees of freedom (H. S. Bloom, Evaluation Review 19,
 * 1995); NAN without two in each. */
DS_API double ds_detectable_difference(size_t n1, size_t n2, double alpha, double power);
/* The same of any estimate with a standard error and df degrees of freedom: (t(1-alpha/2) +
 * t(power)) × se; NAN where se is not above 0. */
DS_API double ds_detectable_estimate(double se, double df, double alpha, double power);

DS_END_DECLS

#endif
