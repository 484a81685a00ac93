/* stat/adjust.c: p-values of many tests at once. See doorstroom/tests.h. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/tests.h"

typedef struct adjust_place {
    double p;
    size_t at;
} adjust_place;

static int compare_chances(const void *x, const void *y) {
    const adjust_place *a = x, *b = y;
    if (a->p != b->p) return a->p < b->p ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* From the smallest up: never below the one before it. */
static void step_down(const adjust_place *sorted, size_t m, double *adjusted) {
    double last = 0;
    for (size_t i = 0; i < m; i++) {
        last = fmax(last, fmin(1, (double)(m - i) * sorted[i].p));
        adjusted[sorted[i].at] = last;
    }
}

/* From the largest down: never above the one after it. */
static void step_up(const adjust_place *sorted, size_t m, double factor, double *adjusted) {
    double last = 1;
    for (size_t i = m; i-- > 0;) {
        last = fmin(last, factor * (double)m / (double)(i + 1) * sorted[i].p);
        adjusted[sorted[i].at] = last;
    }
}

ds_status ds_adjust_p(const double *p, size_t n, ds_adjust_method method, double *adjusted,
                      size_t *out_m, ds_error *err) {
    adjust_place *sorted = ds_calloc(n + 1, sizeof *sorted);
    double harmonic = 0;
    size_t m = 0;
    if (sorted == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        if (isfinite(p[i])) sorted[m++] = (adjust_place){p[i], i};
    for (size_t i = 0; i < n; i++)
        if (!isfinite(p[i])) adjusted[i] = NAN;
    for (size_t i = 1; i <= m; i++)
        harmonic += 1 / (double)i;
    qsort(sorted, m, sizeof *sorted, compare_chances);
    if (method == DS_ADJUST_HOLM)
        step_down(sorted, m, adjusted);
    else
        step_up(sorted, m, method == DS_ADJUST_BY ? harmonic : 1, adjusted);
    ds_free(sorted);
    *out_m = m;
    return DS_OK;
}
