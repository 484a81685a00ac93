/* effect/kernel.c: sums of kernel weights over sorted scores. See kernel.h. */
#include "effect/kernel.h"

#include <math.h>

double ds_kernel_at(ds_effect_kernel kernel, double u) {
    const double rest = 1 - u * u;
    if (kernel == DS_EFFECT_GAUSSIAN) return exp(-0.5 * u * u);
    if (!(fabs(u) < 1)) return 0;
    switch (kernel) {
    case DS_EFFECT_EPANECHNIKOV:
        return 0.75 * rest;
    case DS_EFFECT_BIWEIGHT:
        return 0.9375 * rest * rest;
    case DS_EFFECT_UNIFORM:
        return 0.5;
    default:
        return 1 - fabs(u);
    }
}

double ds_kernel_slope_at(ds_effect_kernel kernel, double u) {
    if (kernel == DS_EFFECT_GAUSSIAN) return -u * exp(-0.5 * u * u);
    if (!(fabs(u) < 1)) return 0;
    switch (kernel) {
    case DS_EFFECT_EPANECHNIKOV:
        return -1.5 * u;
    case DS_EFFECT_BIWEIGHT:
        return -3.75 * u * (1 - u * u);
    case DS_EFFECT_UNIFORM:
        return 0;
    default:
        return u > 0 ? -1 : u < 0 ? 1 : 0;
    }
}
