/* stat/quantile.c: quantiles of type 7. See doorstroom/intervals.h. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/intervals.h"

static int compare_numbers(const void *x, const void *y) {
    const double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double find_between(const double *sorted, size_t n, double share) {
    const double at = ((double)n - 1) * share, below = floor(at);
    const size_t i = (size_t)below;
    if (i + 1 >= n) return sorted[n - 1];
    return sorted[i] + (at - below) * (sorted[i + 1] - sorted[i]);
}

ds_status ds_quantile_values(const double *values, size_t n, const double *shares, size_t n_shares,
                             double *out, size_t *out_n, ds_error *err) {
    double *sorted = ds_calloc(n + 1, sizeof *sorted);
    size_t kept = 0;
    if (sorted == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i])) sorted[kept++] = values[i];
    qsort(sorted, kept, sizeof *sorted, compare_numbers);
    for (size_t i = 0; i < n_shares; i++)
        out[i] = kept > 0 && shares[i] >= 0 && shares[i] <= 1
                     ? find_between(sorted, kept, shares[i])
                     : (double)NAN;
    ds_free(sorted);
    if (out_n != NULL) *out_n = kept;
    return DS_OK;
}
