/* effect/subgroups.c: whether effects of subgroups differ. See doorstroom/subgroups.h. */
#include "doorstroom/subgroups.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/power.h"

typedef struct subgroup_contrasts {
    size_t q;       /* contrasts with the first subgroup */
    double *matrix; /* [q * q] */
    double *x;      /* [q] */
} subgroup_contrasts;

/* matrix becomes its Cholesky factor (the lower triangle); false when it is singular. */
static bool factor_subgroup_contrasts(const subgroup_contrasts *s) {
    double *m = s->matrix;
    const size_t q = s->q;
    for (size_t i = 0; i < q; i++)
        for (size_t j = 0; j <= i; j++) {
            const double whole = m[i * q + i];
            double left = m[i * q + j];
            for (size_t k = 0; k < j; k++)
                left -= m[i * q + k] * m[j * q + k];
            if (i == j && !(left > 1e-10 * whole)) return false;
            m[i * q + j] = i == j ? sqrt(left) : left / m[j * q + j];
        }
    return true;
}

/* x' V⁻¹ x = |L⁻¹ x|². */
static double square_subgroup_contrasts(const subgroup_contrasts *s) {
    double sum = 0;
    for (size_t i = 0; i < s->q; i++) {
        for (size_t k = 0; k < i; k++)
            s->x[i] -= s->matrix[i * s->q + k] * s->x[k];
        s->x[i] /= s->matrix[i * s->q + i];
        sum += s->x[i] * s->x[i];
    }
    return sum;
}

/* which[n]: those with an estimate; at least two. cov(a - r, b - r) = (V(a - r) + V(b - r) - V(a -
 * b)) / 2. */
static void fill_subgroup_contrasts(const ds_effect_result *results,
                                    const ds_effect_places *const *places, const size_t *which,
                                    const subgroup_contrasts *to) {
    const size_t r = which[0];
    for (size_t i = 0; i < to->q; i++) {
        const size_t a = which[i + 1];
        to->x[i] = results[a].difference - results[r].difference;
        for (size_t j = 0; j < to->q; j++) {
            const size_t b = which[j + 1];
            const double with_a = ds_effect_places_se(places[a], places[r]);
            const double with_b = ds_effect_places_se(places[b], places[r]);
            const double apart = i == j ? 0 : ds_effect_places_se(places[a], places[b]);
            to->matrix[i * to->q + j] = (with_a * with_a + with_b * with_b - apart * apart) / 2;
        }
    }
}

static void test_subgroup_contrasts(const subgroup_contrasts *s, double df,
                                    ds_effect_interaction *out) {
    const double q = (double)s->q;
    if (s->q == 1) {
        out->difference = s->x[0];
        out->difference_se = sqrt(s->matrix[0]);
    }
    if (out->few || !(df - q + 1 >= 1) || !factor_subgroup_contrasts(s)) return;
    out->f = square_subgroup_contrasts(s) * (df - q + 1) / (df * q);
    out->df1 = q;
    out->df2 = df - q + 1;
    out->p = gsl_cdf_fdist_Q(out->f, out->df1, out->df2);
    if (s->q == 1) out->smallest = ds_power_smallest(out->difference_se, df);
}

ds_status ds_effect_interaction_test(const ds_effect_result *results,
                                     const ds_effect_places *const *places, size_t n,
                                     ds_effect_interaction *out, ds_error *err) {
    double *memory = ds_calloc(n * n + n + 1, sizeof *memory), df = INFINITY;
    size_t *which = ds_calloc(n + 1, sizeof *which);
    *out = (ds_effect_interaction){0, NAN, NAN, NAN, NAN, false, NAN, NAN, NAN};
    if (memory == NULL || which == NULL) {
        ds_free(memory);
        ds_free(which);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        if (!ds_effect_has_estimate(&results[i]) || places[i] == NULL) continue;
        which[out->n++] = i;
        df = fmin(df, (double)results[i].locations_treated - 1);
    }
    out->few = out->n > 0 && df < DS_EFFECT_LOCATIONS_MIN - 1;
    if (out->n > 1) {
        const subgroup_contrasts s = {out->n - 1, memory, memory + n * n};
        fill_subgroup_contrasts(results, places, which, &s);
        test_subgroup_contrasts(&s, df, out);
    }
    ds_free(memory);
    ds_free(which);
    return DS_OK;
}

double ds_effect_t_limit(double difference, double se, double df, int side) {
    return se > 0 && df >= 1 ? difference + side * gsl_cdf_tdist_Pinv(0.975, df) * se : NAN;
}
