/* effect/shrink.h: how much values differ beyond chance, and each drawn in towards their mean. */
#ifndef DS_EFFECT_SHRINK_H
#define DS_EFFECT_SHRINK_H

#include "doorstroom/base.h"

enum { DS_SHRINK_MIN = 5 }; /* values: with fewer there is no telling how much they differ */

typedef struct ds_shrink {
    double tau2, tau2_low, tau2_high; /* variance between values beyond chance, 95 % */
    double mean, mean_se;
    double q, p; /* Cochran's, that all are equal */
} ds_shrink;

/* Of n values with variances above 0. tau2: R. Paule and J. Mandel (Consensus values and weighting
 * factors, Journal of Research of the National Bureau of Standards 87, 1982): Σ (y - mean)² / (v +
 * tau2) = n - 1, 0 where that is less at 0; its interval: W. Viechtbauer (Confidence intervals for
 * the amount of heterogeneity, Statistics in Medicine 26, 2007), the same sum at the quantiles of
 * χ² with n - 1. shrunken[n] = mean + tau2 / (tau2 + v) (y - mean), with its standard error in
 * se[n], that of the mean included. All NAN for fewer than DS_SHRINK_MIN. Checked against: the same
 * equations solved by R's uniroot. */
void ds_shrink_values(const double *values, const double *variances, size_t n, ds_shrink *out,
                      double *shrunken, double *se);

#endif
