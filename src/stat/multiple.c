/* stat/multiple.c: p adjusted for how many tests there are. See multiple.h. */
#include "stat/multiple.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"

typedef struct ranked_p {
    double p;
    size_t at;
} ranked_p;

static int compare_ranked(const void *x, const void *y) {
    const ranked_p *a = x, *b = y;
    if (a->p != b->p) return a->p < b->p ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static void step_down(const ranked_p *r, size_t m, double *out) {
    double most = 0;
    for (size_t i = 0; i < m; i++) {
        most = fmax(most, fmin(1, (double)(m - i) * r[i].p));
        out[r[i].at] = most;
    }
}

static void step_up(const ranked_p *r, size_t m, double factor, double *out) {
    double least = 1;
    for (size_t i = m; i-- > 0;) {
        least = fmin(least, factor * (double)m / (double)(i + 1) * r[i].p);
        out[r[i].at] = least;
    }
}

ds_status ds_multiple_adjust(ds_multiple how, const double *p, size_t n, double *out,
                             ds_error *err) {
    ranked_p *r = ds_calloc(n + 1, sizeof *r);
    double factor = 1;
    size_t m = 0;
    if (r == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        if (isfinite(p[i])) r[m++] = (ranked_p){p[i], i};
    for (size_t i = 0; i < n; i++)
        if (!isfinite(p[i])) out[i] = NAN;
    if (m > 1) qsort(r, m, sizeof *r, compare_ranked);
    for (size_t i = 2; how == DS_MULTIPLE_BY && i <= m; i++)
        factor += 1 / (double)i;
    if (how == DS_MULTIPLE_HOLM)
        step_down(r, m, out);
    else
        step_up(r, m, factor, out);
    ds_free(r);
    return DS_OK;
}
