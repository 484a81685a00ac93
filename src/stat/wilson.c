/* stat/wilson.c: the interval of a share. See doorstroom/intervals.h. */
#include <math.h>

#include "base/chance.h"
#include "doorstroom/intervals.h"

void ds_wilson_interval(uint64_t k, uint64_t n, double *out_low, double *out_high) {
    const double z = ds_chance_normal_quantile(0.975), z2 = z * z;
    const double size = (double)n, p = (double)k / size;
    const double middle = p + z2 / (2 * size),
                 half = z * sqrt(p * (1 - p) / size + z2 / (4 * size * size));
    *out_low = *out_high = NAN;
    if (n == 0 || k > n) return;
    *out_low = k == 0 ? 0 : (middle - half) / (1 + z2 / size);
    *out_high = k == n ? 1 : (middle + half) / (1 + z2 / size);
}
