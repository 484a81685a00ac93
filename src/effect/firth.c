/* effect/firth.c: Firth's penalty, by persons added to each pattern. See firth.h. */
#include "effect/firth.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { ROUNDS_MAX = 500 };

typedef struct penalty {
    const ds_design *design;
    size_t order;    /* strata and columns */
    double *inverse; /* [order²] */
    double *added;   /* [n_patterns]: h */
    double *n1, *n0; /* [n_patterns]: persons and h/2 */
    size_t *at;      /* [terms]: of a pattern, its places in the inverse */
    double *x;       /* [terms] */
} penalty;

static bool penalty_init(const ds_design *design, penalty *p) {
    const ds_effect_sample *s = design->sample;
    const size_t n = s->n_patterns + 1, terms = 1 + s->n_factors + s->n_numbers;
    *p = (penalty){.design = design, .order = s->n_strata + design->n_used};
    p->inverse = ds_calloc(p->order * p->order + 1, sizeof *p->inverse);
    p->added = ds_calloc(n, sizeof *p->added);
    p->n1 = ds_calloc(n, sizeof *p->n1);
    p->n0 = ds_calloc(n, sizeof *p->n0);
    p->at = ds_calloc(terms, sizeof *p->at);
    p->x = ds_calloc(terms, sizeof *p->x);
    return p->inverse != NULL && p->added != NULL && p->n1 != NULL && p->n0 != NULL &&
           p->at != NULL && p->x != NULL;
}

static void penalty_done(penalty *p) {
    ds_free(p->inverse);
    ds_free(p->added);
    ds_free(p->n1);
    ds_free(p->n0);
    ds_free(p->at);
    ds_free(p->x);
}

/* The columns of a pattern that are not 0. */
static size_t list_terms(const penalty *p, size_t pattern) {
    const ds_design *d = p->design;
    const ds_effect_sample *s = d->sample;
    const size_t levels = d->first_of_factor[s->n_factors];
    size_t n = 0;
    p->at[n] = s->stratum_of[pattern];
    p->x[n++] = 1;
    for (size_t f = 0; f < s->n_factors; f++) {
        const uint32_t place =
            d->place[d->first_of_factor[f] + s->levels[pattern * s->n_factors + f]];
        if (place == UINT32_MAX) continue;
        p->at[n] = s->n_strata + place;
        p->x[n++] = 1;
    }
    for (size_t k = 0; k < s->n_numbers; k++) {
        const uint32_t place = d->place[levels + k];
        if (place == UINT32_MAX) continue;
        p->at[n] = s->n_strata + place;
        p->x[n++] = d->x[pattern * s->n_numbers + k];
    }
    return n;
}

/* x'(X'WX)⁻¹x of a pattern. */
static double leverage(const penalty *p, size_t pattern) {
    const size_t n = list_terms(p, pattern);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sum += p->x[i] * p->x[j] * p->inverse[p->at[i] * p->order + p->at[j]];
    return sum;
}

/* Adds h anew; returns the largest change of it. */
static double add_again(penalty *p, const ds_score *score, const double *n1, const double *n0) {
    double largest = 0;
    for (size_t i = 0; i < p->design->sample->n_patterns; i++) {
        const double persons = n1[i] + n0[i], q = score->p[i];
        double h;
        if (!(persons > 0) || !score->in[i]) continue;
        h = persons * q * (1 - q) * leverage(p, i);
        largest = fmax(largest, fabs(h - p->added[i]));
        p->added[i] = h;
    }
    return largest;
}

static void add_half(penalty *p, const double *n1, const double *n0) {
    for (size_t i = 0; i < p->design->sample->n_patterns; i++) {
        p->n1[i] = n1[i] + p->added[i] / 2;
        p->n0[i] = n0[i] + p->added[i] / 2;
    }
}

static bool climb_penalised(penalty *p, const double *n1, const double *n0, ds_score *score) {
    ds_error err;
    for (size_t i = 0; i < p->design->sample->n_patterns; i++)
        p->added[i] = n1[i] + n0[i] > 0 ? 1 : 0;
    for (int round = 0; round < ROUNDS_MAX; round++) {
        add_half(p, n1, n0);
        if (!ds_score_fit(p->design, p->n1, p->n0, NULL, score)) return false;
        ds_score_weigh(score, n1, n0);
        if (ds_score_inverse(p->design, n1, n0, score, p->inverse, &err) != DS_OK) return false;
        if (add_again(p, score, n1, n0) <= 1e-10) return true;
    }
    return false;
}

bool ds_firth_fit(const ds_design *design, bool firth, const double *n1, const double *n0,
                  const ds_score *from, ds_score *score) {
    penalty p;
    bool fitted;
    if (!firth) return ds_score_fit(design, n1, n0, from, score);
    fitted = penalty_init(design, &p) && climb_penalised(&p, n1, n0, score);
    penalty_done(&p);
    if (!fitted) score->converged = false;
    return fitted;
}

ds_status ds_firth_design(const ds_effect_sample *sample, bool firth, const double *n1,
                          const double *n0, ds_design *out, ds_error *err) {
    const size_t n = sample->n_patterns;
    double *both;
    ds_status status;
    if (!firth) return ds_design_init(sample, n1, n0, out, err);
    both = ds_calloc(2 * n + 1, sizeof *both);
    if (both == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const double half = n1[i] + n0[i] > 0 ? 0.5 : 0;
        both[i] = n1[i] + half;
        both[n + i] = n0[i] + half;
    }
    status = ds_design_init(sample, both, both + n, out, err);
    ds_free(both);
    return status;
}
