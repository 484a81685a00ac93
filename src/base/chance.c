/* base/chance.c: p-values and quantiles. See chance.h. */
#include "base/chance.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double ds_chance_normal(double z) {
    return isnan(z) ? NAN : fmin(2 * gsl_cdf_ugaussian_Q(fabs(z)), 1);
}

double ds_chance_above(double z) {
    return isnan(z) ? NAN : gsl_cdf_ugaussian_Q(z);
}

double ds_chance_t(double t, double df) {
    if (isnan(t) || !(df > 0)) return NAN;
    if (isinf(df)) return ds_chance_normal(t);
    return isinf(t) ? 0 : fmin(2 * gsl_cdf_tdist_Q(fabs(t), df), 1);
}

double ds_chance_f(double f, double df1, double df2) {
    if (!isfinite(f) || !(df1 > 0) || !(df2 > 0)) return NAN;
    return f <= 0 ? 1 : gsl_cdf_fdist_Q(f, df1, df2);
}

double ds_chance_chi_square(double x, double df) {
    if (!isfinite(x) || !(df > 0)) return NAN;
    return x <= 0 ? 1 : gsl_cdf_chisq_Q(x, df);
}

double ds_chance_normal_quantile(double p) {
    return p > 0 && p < 1 ? gsl_cdf_ugaussian_Pinv(p) : NAN;
}

double ds_chance_t_quantile(double p, double df) {
    if (!(p > 0 && p < 1) || !(df > 0)) return NAN;
    return isinf(df) ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_tdist_Pinv(p, df);
}
