/* doorstroom/intervals.h, of stat: intervals of shares, quantiles, and where a series may go. Pure
 * functions; NAN where there is nothing to say. */
#ifndef DOORSTROOM_INTERVALS_H
#define DOORSTROOM_INTERVALS_H

#include "doorstroom/relations.h"

DS_BEGIN_DECLS

/* The 95 % interval of k of n as a share, E. B. Wilson, JASA 22, 1927, without a continuity
 * correction; within 0 and 1. Of a register that counts everybody it is a model of chance and is to
 * be named so. NAN where n is 0 or k > n. Checked against: R's prop.test(correct = FALSE). */
DS_API void ds_wilson_interval(uint64_t k, uint64_t n, double *out_low, double *out_high);

/* k1/n1 - k2/n2 with the interval of R. G. Newcombe, Statistics in Medicine 17, 1998, method 10:
 * the roots of squared distances to Wilson's limits; within -1 and 1. NAN where an n is 0. Checked
 * against: the formula in R. */
DS_API void ds_newcombe_difference(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2,
                                   double *out_difference, double *out_low, double *out_high);

/* Quantiles of values[n] by type 7 of R. J. Hyndman and Y. Fan, American Statistician 50, 1996, R's
 * and Excel's: between the two values around 1 + (n-1) p. out[n_shares]; values that are not finite
 * do not count; all NAN of none, and where a share is not from 0 to 1. *out_n (or NULL): values
 * that count. Checked against: R's quantile. */
DS_API ds_status ds_quantile_values(const double *values, size_t n, const double *shares,
                                    size_t n_shares, double *out, size_t *out_n,
                                    ds_error *err) DS_NODISCARD;

enum { DS_PROJECTION_CHANGES_MIN = 5 };
/* Where series[n], a value a year in their order, is years_ahead later if its changes go on as they
 * were: the last value + h times the mean change, ∓ t(0.975) s sqrt(h + h²/m) with the m changes'
 * mean and standard deviation s and m - 1 degrees of freedom. DS_STAT_TOO_FEW below
 * DS_PROJECTION_CHANGES_MIN changes (a value that is not finite takes both its changes); n: the
 * changes. A random walk with drift: years that the past does not resemble are not in it. */
DS_API void ds_projection_estimate(const double *series, size_t n, unsigned years_ahead,
                                   ds_stat_result *out);

DS_END_DECLS

#endif
