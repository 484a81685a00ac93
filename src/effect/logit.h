/* effect/logit.h: the logistic function over whole arrays, in plain loops that a compiler turns
 * into wide instructions. The same bits on every machine: no fused operations, no library's exp. */
#ifndef DS_EFFECT_LOGIT_H
#define DS_EFFECT_LOGIT_H

#include "doorstroom/base.h"

typedef struct ds_logit {
    const double *eta, *step; /* [n]: the logit is eta + t * step */
    const double *n1, *n0;    /* [n]: persons */
    /* [n], out: p; w = (n1 + n0) p (1 - p); r = n1 - (n1 + n0) p, exact where p is near 0 or 1; the
     * log-likelihood */
    double *p, *w, *r, *loglik;
} ds_logit;

/* Logits beyond ±700 count as ±700 in p and w, so that w > 0 where there are persons; the
 * likelihood has them as they are. Relative error of p and the likelihood below 5e-16
 * (4,000,000 logits from -690 to 710 against long double). */
void ds_logit_at(const ds_logit *logit, size_t n, double t);

#endif
