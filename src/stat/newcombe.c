/* stat/newcombe.c: the interval of a difference of two shares. See doorstroom/intervals.h. */
#include "stat/newcombe.h"

#include "doorstroom/intervals.h"

void ds_newcombe_difference(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2,
                            double *out_difference, double *out_low, double *out_high) {
    const double p1 = (double)k1 / (double)n1, p2 = (double)k2 / (double)n2;
    double low1, high1, low2, high2;
    ds_wilson_interval(k1, n1, &low1, &high1);
    ds_wilson_interval(k2, n2, &low2, &high2);
    *out_difference = *out_low = *out_high = NAN;
    if (isnan(low1) || isnan(low2)) return;
    *out_difference = p1 - p2;
    *out_low = *out_difference - ds_newcombe_reach(p1 - low1, high2 - p2);
    *out_high = *out_difference + ds_newcombe_reach(high1 - p1, p2 - low2);
}
