/* effect/known.c: whom the estimate compares, as weights of the persons of a sample that knows more
 * of them. See doorstroom/balance.h. */
#include "effect/known.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/firth.h"
#include "effect/matching.h"
#include "effect/way.h"

/* ---- patterns of both samples ---- */

typedef struct known_key {
    const ds_effect_sample *of;
    size_t n_factors; /* that are compared */
    uint32_t pattern;
} known_key;

static int compare_keys(const void *x, const void *y) {
    const known_key *a = x, *b = y;
    const ds_effect_sample *s = a->of, *t = b->of;
    const uint32_t *l = s->levels + a->pattern * s->n_factors,
                   *m = t->levels + b->pattern * t->n_factors;
    const double *u = s->numbers + a->pattern * s->n_numbers,
                 *v = t->numbers + b->pattern * t->n_numbers;
    if (s->stratum_of[a->pattern] != t->stratum_of[b->pattern])
        return s->stratum_of[a->pattern] < t->stratum_of[b->pattern] ? -1 : 1;
    for (size_t f = 0; f < a->n_factors; f++)
        if (l[f] != m[f]) return l[f] < m[f] ? -1 : 1;
    for (size_t k = 0; k < s->n_numbers; k++)
        if (u[k] != v[k]) return u[k] < v[k] ? -1 : 1;
    return 0;
}

static bool has_same_columns(const ds_effect_sample *sample, const ds_effect_sample *wide) {
    if (wide->n_factors < sample->n_factors || wide->n_numbers != sample->n_numbers ||
        wide->n_strata != sample->n_strata)
        return false;
    for (size_t f = 0; f < sample->n_factors; f++)
        if (wide->factors[f].n_levels != sample->factors[f].n_levels) return false;
    return wide->n_treated == sample->n_treated && wide->n_control == sample->n_control;
}

static ds_status refuse_wide(ds_error *err) {
    return ds_error_set(err, DS_USAGE, "deze steekproef heeft andere personen",
                        "this sample has other persons");
}

/* place[n_patterns of wide]: the pattern of sample. */
static ds_status find_patterns(const ds_effect_sample *sample, const ds_effect_sample *wide,
                               uint32_t *place, ds_error *err) {
    known_key *keys = ds_calloc(sample->n_patterns + 1, sizeof *keys);
    ds_status status = keys == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < sample->n_patterns; i++)
        keys[i] = (known_key){sample, sample->n_factors, (uint32_t)i};
    if (status == DS_OK && sample->n_patterns > 0)
        qsort(keys, sample->n_patterns, sizeof *keys, compare_keys);
    for (size_t i = 0; status == DS_OK && i < wide->n_patterns; i++) {
        const known_key key = {wide, sample->n_factors, (uint32_t)i};
        const known_key *found =
            bsearch(&key, keys, sample->n_patterns, sizeof *keys, compare_keys);
        if (found == NULL)
            status = refuse_wide(err);
        else
            place[i] = found->pattern;
    }
    ds_free(keys);
    return status;
}

/* Each pattern of sample has as many persons of each group in wide. */
static ds_status check_persons(const ds_effect_sample *sample, const ds_effect_sample *wide,
                               const uint32_t *place, double *const n[2], ds_error *err) {
    double *left[2] = {ds_calloc(sample->n_patterns + 1, sizeof(double)),
                       ds_calloc(sample->n_patterns + 1, sizeof(double))};
    ds_status status = left[0] == NULL || left[1] == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK)
        ds_sample_totals(sample, left, (double *const[2]){NULL, NULL},
                         (double *const[2]){NULL, NULL});
    for (size_t g = 0; status == DS_OK && g < 2; g++) {
        for (size_t i = 0; i < wide->n_patterns; i++)
            left[g][place[i]] -= n[g][i];
        for (size_t i = 0; status == DS_OK && i < sample->n_patterns; i++)
            if (left[g][i] != 0) status = refuse_wide(err);
    }
    ds_free(left[0]);
    ds_free(left[1]);
    return status;
}

static void weigh_sides(const ds_effect_sample *wide, const uint32_t *place,
                        double *const weight[2], ds_known_weights *w) {
    for (size_t s = 0; s < KNOWN_SIDES; s++) {
        const size_t g = s % 2;
        double squares = 0;
        for (size_t i = 0; i < wide->n_patterns; i++) {
            const double one = s < KNOWN_AFTER ? 1 : weight[g] != NULL ? weight[g][place[i]] : 0;
            if (s >= KNOWN_AFTER) w->of[s][i] = w->of[g][i] * one;
            w->total[s] += w->of[s][i];
            squares += w->of[s][i] * one;
        }
        w->freedom[s] = w->total[s] > 0 ? w->total[s] - squares / w->total[s] : 0;
        if (w->freedom[s] < 1e-9 * w->total[s]) w->freedom[s] = 0;
    }
}

ds_status ds_known_weights_init(const ds_effect_sample *sample, const ds_effect_sample *wide,
                                double *const weight[2], ds_known_weights *out, ds_error *err) {
    const size_t n = wide->n_patterns;
    ds_known_weights w = {{NULL}, {0}, {0}};
    uint32_t *place = ds_calloc(n + 1, sizeof *place);
    ds_status status;
    w.of[0] = ds_calloc(KNOWN_SIDES * n + 1, sizeof *w.of[0]);
    if (place == NULL || w.of[0] == NULL) {
        status = ds_error_memory(err);
    } else {
        for (size_t s = 1; s < KNOWN_SIDES; s++)
            w.of[s] = w.of[0] + s * n;
        ds_sample_totals(wide, (double *const[2]){w.of[0], w.of[1]}, (double *const[2]){NULL, NULL},
                         (double *const[2]){NULL, NULL});
        status = has_same_columns(sample, wide) ? find_patterns(sample, wide, place, err)
                                                : refuse_wide(err);
    }
    if (status == DS_OK)
        status = check_persons(sample, wide, place, (double *const[2]){w.of[0], w.of[1]}, err);
    if (status == DS_OK) {
        weigh_sides(wide, place, weight, &w);
        *out = w;
    } else {
        ds_free(w.of[0]);
    }
    ds_free(place);
    return status;
}

void ds_known_weights_done(ds_known_weights *weights) {
    ds_free(weights->of[0]);
    *weights = (ds_known_weights){{NULL}, {0}, {0}};
}

/* ---- what the estimate weighs ---- */

typedef struct knowing {
    const ds_effect_sample *sample;
    const ds_effect_options *options;
    const ds_effect_result *result;
    double *n[2];      /* [n_patterns] */
    double *weight[2]; /* [n_patterns]; the result */
    bool known;
} knowing;

static ds_status weigh_matched(knowing *k, const ds_design *design, ds_error *err) {
    ds_matching m;
    ds_status status = ds_matching_init(design, k->options, &m, err);
    if (status != DS_OK) return status;
    m.bandwidth_controls =
        isfinite(k->result->bandwidth_controls) ? k->result->bandwidth_controls : 0;
    k->known = k->result->bandwidth > 0 && isfinite(k->result->bandwidth) &&
               ds_matching_persons(&m, k->n[1], k->n[0], k->result->bandwidth, NULL);
    for (size_t i = 0; k->known && i < k->sample->n_patterns; i++)
        for (size_t g = 0; g < 2; g++)
            k->weight[g][i] = ds_matching_weight(&m, g, i);
    ds_matching_done(&m);
    return DS_OK;
}

static ds_status weigh_way(knowing *k, const ds_design *design, ds_error *err) {
    ds_score score;
    ds_way_basis basis;
    ds_way way;
    ds_status status = ds_score_init(design, &score, err);
    if (status != DS_OK) return status;
    (void)ds_firth_fit(design, k->options->firth, k->n[1], k->n[0], NULL, &score);
    status = ds_way_basis_init(k->sample, k->options, design, &score, &basis, err);
    if (status == DS_OK) {
        status = ds_way_estimate(&basis, k->options->estimator, &way, err);
        if (status == DS_OK) {
            k->known = way.valid;
            for (size_t g = 0; g < 2 && way.valid; g++)
                memcpy(k->weight[g], way.weight[g], k->sample->n_patterns * sizeof *way.weight[g]);
            ds_way_done(&way);
        }
        ds_way_basis_done(&basis);
    }
    ds_score_done(&score);
    return status;
}

static ds_status weigh_persons(knowing *k, ds_error *err) {
    ds_design design;
    ds_status status;
    ds_sample_totals(k->sample, (double *const[2]){k->n[0], k->n[1]},
                     (double *const[2]){NULL, NULL}, (double *const[2]){NULL, NULL});
    if (!ds_effect_has_estimate(k->result)) return DS_OK;
    status = ds_firth_design(k->sample, k->options->firth, k->n[1], k->n[0], &design, err);
    if (status != DS_OK) return status;
    status = k->options->estimator == DS_EFFECT_KERNEL_MATCHING ? weigh_matched(k, &design, err)
                                                                : weigh_way(k, &design, err);
    ds_design_done(&design);
    return status;
}

bool ds_effect_known_same(const ds_effect_sample *a, const ds_effect_sample *b) {
    return ds_sample_same_persons(a, b);
}

ds_status ds_effect_known_balance(const ds_effect_sample *sample, const ds_effect_options *options,
                                  const ds_effect_result *result, const ds_effect_sample *wide,
                                  size_t scored, ds_effect_known **out, ds_error *err) {
    const size_t n = sample->n_patterns;
    knowing k = {.sample = sample, .options = options, .result = result};
    ds_known_weights weights;
    double *block = ds_calloc(4 * n + 1, sizeof *block);
    ds_status status = block == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t g = 0; status == DS_OK && g < 2; g++) {
        k.n[g] = block + 2 * g * n;
        k.weight[g] = k.n[g] + n;
    }
    if (status == DS_OK) status = weigh_persons(&k, err);
    if (status == DS_OK)
        status = ds_known_weights_init(
            sample, wide, k.known ? k.weight : (double *const[2]){NULL, NULL}, &weights, err);
    if (status == DS_OK) {
        status = ds_known_terms(wide, &weights, scored, out, err);
        ds_known_weights_done(&weights);
    }
    ds_free(block);
    return status;
}
