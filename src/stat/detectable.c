/* stat/detectable.c: what so few could have shown. See doorstroom/relations.h. */
#include <math.h>

#include "base/chance.h"
#include "doorstroom/relations.h"

double ds_detectable_correlation(size_t n, double alpha, double power) {
    if (n < 4) return NAN;
    return tanh((ds_chance_normal_quantile(1 - alpha / 2) + ds_chance_normal_quantile(power)) /
                sqrt((double)n - 3));
}

double ds_detectable_estimate(double se, double df, double alpha, double power) {
    if (!(se > 0)) return NAN;
    return (ds_chance_t_quantile(1 - alpha / 2, df) + ds_chance_t_quantile(power, df)) * se;
}

double ds_detectable_difference(size_t n1, size_t n2, double alpha, double power) {
    const double df = (double)n1 + (double)n2 - 2;
    if (n1 < 2 || n2 < 2) return NAN;
    return ds_detectable_estimate(sqrt(1 / (double)n1 + 1 / (double)n2), df, alpha, power);
}
