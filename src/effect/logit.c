/* effect/logit.c: p, its variance and the likelihood of many logits. See logit.h. */
#include "effect/logit.h"

#include <string.h>

#include "base/wide.h"
#include "effect/exponential.h"

/* log(1 + e) for 0 <= e <= 1: 2 artanh(s), s = e / (2 + e) <= 1/3; what is left out of the series
 * is below 9^-18. */
static inline double log_one_plus(double e) {
    const double s = e / (2 + e), q = s * s;
    double sum = 1.0 / 35;
    sum = sum * q + 1.0 / 33;
    sum = sum * q + 1.0 / 31;
    sum = sum * q + 1.0 / 29;
    sum = sum * q + 1.0 / 27;
    sum = sum * q + 1.0 / 25;
    sum = sum * q + 1.0 / 23;
    sum = sum * q + 1.0 / 21;
    sum = sum * q + 1.0 / 19;
    sum = sum * q + 1.0 / 17;
    sum = sum * q + 1.0 / 15;
    sum = sum * q + 1.0 / 13;
    sum = sum * q + 1.0 / 11;
    sum = sum * q + 1.0 / 9;
    sum = sum * q + 1.0 / 7;
    sum = sum * q + 1.0 / 5;
    sum = sum * q + 1.0 / 3;
    sum = sum * q + 1;
    return 2 * s * sum;
}

/* a where x is below 0 (-0 too), else b; without a branch, which would keep the loop narrow. */
static inline double below_zero(double x, double a, double b) {
    uint64_t sign, ua, ub, mask;
    double out;
    memcpy(&sign, &x, sizeof sign);
    memcpy(&ua, &a, sizeof ua);
    memcpy(&ub, &b, sizeof ub);
    mask = 0 - (sign >> 63);
    ub = (ua & mask) | (ub & ~mask);
    memcpy(&out, &ub, sizeof out);
    return out;
}

static DS_WIDE_CODE void run_logit(size_t n, double t, const double *restrict eta,
                                   const double *restrict step, const double *restrict n1,
                                   const double *restrict n0, double *restrict p,
                                   double *restrict w, double *restrict r,
                                   double *restrict loglik) {
    for (size_t i = 0; i < n; i++) {
        const double z = eta[i] + t * step[i];
        const double below = below_zero(z, z, 0), above = below_zero(z, 0, z);
        const double distance = below - above;
        const double e = ds_exp_below_0(below_zero(distance + 700, -700, distance));
        const double large = 1 / (1 + e), small = e * large;
        const double yes = below_zero(z, small, large), no = below_zero(z, large, small);
        p[i] = yes;
        w[i] = (n1[i] + n0[i]) * (large * small);
        r[i] = n1[i] * no - n0[i] * yes;
        loglik[i] = n1[i] * below - n0[i] * above - (n1[i] + n0[i]) * log_one_plus(e);
    }
}

void ds_logit_at(const ds_logit *logit, size_t n, double t) {
    run_logit(n, t, logit->eta, logit->step, logit->n1, logit->n0, logit->p, logit->w, logit->r,
              logit->loglik);
}
