/* effect/power.c: what a test could have found. See doorstroom/power.h. */
#include "doorstroom/power.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const double found = 0.8, alpha = 0.05;

double ds_power_smallest(double se, double df) {
    if (!(se > 0) || !isfinite(se)) return NAN;
    if (!isfinite(df))
        return (gsl_cdf_ugaussian_Pinv(1 - alpha / 2) + gsl_cdf_ugaussian_Pinv(found)) * se;
    if (!(df > 0)) return NAN;
    return (gsl_cdf_tdist_Pinv(1 - alpha / 2, df) + gsl_cdf_tdist_Pinv(found, df)) * se;
}

double ds_power_smallest_of_interval(double low, double high) {
    if (!isfinite(low) || !isfinite(high) || !(low < high)) return NAN;
    return (high - low) / 2 *
           (1 + gsl_cdf_ugaussian_Pinv(found) / gsl_cdf_ugaussian_Pinv(1 - alpha / 2));
}
