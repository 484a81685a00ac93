/* effect/shrink.c: variance between values beyond chance, and values drawn in. See shrink.h. */
#include "effect/shrink.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

typedef struct shrink_values {
    const double *y, *v;
    size_t n;
} shrink_values;

/* Σ (y - mean)² / (v + tau2), the mean by the same weights; falls in tau2. */
static double find_shrink_q(const shrink_values *s, double tau2, double *out_mean, double *out_w) {
    double w = 0, wy = 0, q = 0;
    for (size_t i = 0; i < s->n; i++) {
        w += 1 / (s->v[i] + tau2);
        wy += s->y[i] / (s->v[i] + tau2);
    }
    for (size_t i = 0; i < s->n; i++)
        q += (s->y[i] - wy / w) * (s->y[i] - wy / w) / (s->v[i] + tau2);
    *out_mean = wy / w;
    *out_w = w;
    return q;
}

/* Where the sum is that much; 0 when it never is. */
static double solve_shrink_tau2(const shrink_values *s, double target) {
    double low = 0, high = 1e-12, mean, w;
    if (find_shrink_q(s, 0, &mean, &w) <= target) return 0;
    while (find_shrink_q(s, high, &mean, &w) > target)
        high *= 2;
    for (int i = 0; i < 200 && high - low > 1e-15 * high; i++) {
        const double middle = (low + high) / 2;
        *(find_shrink_q(s, middle, &mean, &w) > target ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

/* Above which a share of p of chi-square lies. By halves: GSL's own inverse stops the program where
 * it does not converge, as it does for some numbers above two thousand. */
static double find_chi_square(double p, double degrees) {
    double low = 0, high = degrees + 1;
    while (gsl_cdf_chisq_Q(high, degrees) > p)
        high *= 2;
    for (int i = 0; i < 200 && high - low > 1e-15 * high; i++) {
        const double middle = (low + high) / 2;
        *(gsl_cdf_chisq_Q(middle, degrees) > p ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

void ds_shrink_values(const double *values, const double *variances, size_t n, ds_shrink *out,
                      double *shrunken, double *se) {
    const shrink_values s = {values, variances, n};
    const double degrees = (double)n - 1;
    double w;
    *out = (ds_shrink){NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    for (size_t i = 0; i < n; i++)
        shrunken[i] = se[i] = NAN;
    if (n < DS_SHRINK_MIN) return;
    out->q = find_shrink_q(&s, 0, &out->mean, &w);
    out->p = gsl_cdf_chisq_Q(out->q, degrees);
    out->tau2 = solve_shrink_tau2(&s, degrees);
    out->tau2_low = solve_shrink_tau2(&s, find_chi_square(0.025, degrees));
    out->tau2_high = solve_shrink_tau2(&s, find_chi_square(0.975, degrees));
    (void)find_shrink_q(&s, out->tau2, &out->mean, &w);
    out->mean_se = 1 / sqrt(w);
    for (size_t i = 0; i < n; i++) {
        const double part = out->tau2 / (out->tau2 + variances[i]);
        shrunken[i] = out->mean + part * (values[i] - out->mean);
        se[i] = sqrt(part * variances[i] + (1 - part) * (1 - part) / w);
    }
}
