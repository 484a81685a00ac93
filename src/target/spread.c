/* target/spread.c: mean, quartiles and ends over institutions. See doorstroom/target.h. */
#include "doorstroom/intervals.h"
#include "doorstroom/target.h"

/* Sums in the order of the values. */
static double find_mean(const double *values, size_t n) {
    double sum = 0;
    size_t known = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i])) {
            sum += values[i];
            known++;
        }
    return known == 0 ? (double)NAN : sum / (double)known;
}

ds_status ds_target_spread(const double *values, size_t n, ds_spread *out, ds_error *err) {
    static const double shares[] = {0, 0.25, 0.5, 0.75, 1};
    double q[5];
    size_t known = 0;
    const ds_status status = ds_quantile_values(values, n, shares, 5, q, &known, err);
    if (status == DS_OK)
        *out = (ds_spread){.n = known,
                           .mean = find_mean(values, n),
                           .lowest = q[0],
                           .q1 = q[1],
                           .median = q[2],
                           .q3 = q[3],
                           .highest = q[4]};
    return status;
}
