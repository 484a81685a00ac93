/* target/spread.c: mean, quartiles and ends over institutions. See doorstroom/target.h. */
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/target.h"

static int compare_values(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Type 7: at (n - 1) p, between neighbours by parts. */
static double find_quantile(const double *sorted, size_t n, double p) {
    const double at = (double)(n - 1) * p;
    const size_t below = (size_t)at;
    if (below + 1 >= n) return sorted[n - 1];
    return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

static void fill_spread(const double *sorted, size_t n, ds_spread *out) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += sorted[i];
    *out = (ds_spread){.n = n,
                       .mean = sum / (double)n,
                       .q1 = find_quantile(sorted, n, 0.25),
                       .median = find_quantile(sorted, n, 0.5),
                       .q3 = find_quantile(sorted, n, 0.75),
                       .lowest = sorted[0],
                       .highest = sorted[n - 1]};
}

ds_status ds_target_spread(const double *values, size_t n, ds_spread *out, ds_error *err) {
    double *sorted = ds_malloc((n + 1) * sizeof *sorted);
    size_t known = 0;
    if (sorted == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i])) sorted[known++] = values[i];
    if (known == 0) {
        *out = (ds_spread){0, NAN, NAN, NAN, NAN, NAN, NAN};
    } else {
        qsort(sorted, known, sizeof *sorted, compare_values);
        fill_spread(sorted, known, out);
    }
    ds_free(sorted);
    return DS_OK;
}
