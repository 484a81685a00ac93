/* effect/by_school.c: an estimate school by school. See by_school.h. */
#include "effect/by_school.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/shrink.h"

struct ds_by_school {
    ds_effect_schools view;
    ds_effect_school *list;
    char *names; /* of all, one after the other */
};

/* Of one location: its treated on support. */
typedef struct school_sums {
    double n, sum, square; /* of what is left of their outcomes */
} school_sums;

typedef struct school_work {
    const ds_diagnosis *d;
    double *means;                              /* [n_patterns] of the controls */
    school_sums *places;                        /* [n_locations] */
    double *values, *variances, *shrunken, *se; /* [n_locations] */
} school_work;

void ds_by_school_free(ds_by_school *schools) {
    if (schools == NULL) return;
    ds_free(schools->list);
    ds_free(schools->names);
    ds_free(schools);
}

const ds_effect_schools *ds_by_school_view(const ds_by_school *schools) {
    return &schools->view;
}

/* ---- each location ---- */

static ds_status find_school_means(school_work *w, ds_error *err) {
    const ds_matching *m = &w->d->matching;
    const size_t n = w->d->sample->n_patterns;
    double *sums = ds_calloc(2 * n + 1, sizeof *sums);
    if (sums == NULL) return ds_error_memory(err);
    ds_matching_sums(m, false, m->usable[0], (const double *const[2]){w->d->n[0], w->d->sum[0]}, 2,
                     m->on[1], (double *const[2]){sums, sums + n}, NULL);
    ds_matching_add_nearest(m, 1, true, (const double *const[2]){w->d->n[0], w->d->sum[0]}, 2,
                            (double *const[2]){sums, sums + n});
    for (size_t p = 0; p < n; p++)
        w->means[p] = sums[p] > 0 ? sums[n + p] / sums[p] : 0;
    ds_free(sums);
    return DS_OK;
}

static void add_up_schools(school_work *w) {
    const ds_effect_sample *sample = w->d->sample;
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *g = &sample->groups[i];
        const double left = g->outcome - w->means[g->pattern];
        school_sums *to = &w->places[g->location];
        if (!g->treated || !w->d->matching.on[1][g->pattern]) continue;
        to->n += (double)g->n;
        to->sum += (double)g->n * left;
        to->square += (double)g->n * left * left;
    }
}

/* The pooled variance of persons within locations; NAN where no location has two. */
static double find_school_spread(const school_work *w, double *out_degrees) {
    double square = 0;
    *out_degrees = 0;
    for (size_t l = 0; l < w->d->sample->n_locations; l++) {
        const school_sums *s = &w->places[l];
        if (s->n < 1) continue;
        square += fmax(0, s->square - s->sum * s->sum / s->n);
        *out_degrees += s->n - 1;
    }
    return *out_degrees >= 1 ? square / *out_degrees : NAN;
}

static void fill_school(const school_work *w, size_t l, double spread, double degrees,
                        const school_sums *all, ds_effect_school *out) {
    const school_sums *s = &w->places[l];
    const double t = degrees >= 1 ? gsl_cdf_tdist_Pinv(0.975, degrees) : NAN;
    *out = (ds_effect_school){.treated = (uint64_t)s->n,
                              .difference = s->sum / s->n,
                              .se = spread > 0 ? sqrt(spread / s->n) : NAN,
                              .shrunken = NAN,
                              .shrunken_se = NAN};
    out->low = out->difference - t * out->se;
    out->high = out->difference + t * out->se;
    out->without = all->n - s->n >= 1 ? (all->sum - s->sum) / (all->n - s->n) : NAN;
}

/* ---- all of them ---- */

static void shrink_schools(school_work *w, ds_by_school *to) {
    ds_effect_schools *v = &to->view;
    ds_shrink found;
    for (size_t i = 0; i < v->n; i++) {
        w->values[i] = to->list[i].difference;
        w->variances[i] = to->list[i].se * to->list[i].se;
    }
    v->tau2 = v->tau2_low = v->tau2_high = v->mean = v->mean_se = v->p_equal = NAN;
    if (v->n == 0 || !(w->variances[0] > 0)) return;
    ds_shrink_values(w->values, w->variances, v->n, &found, w->shrunken, w->se);
    v->tau2 = found.tau2;
    v->tau2_low = found.tau2_low;
    v->tau2_high = found.tau2_high;
    v->mean = found.mean;
    v->mean_se = found.mean_se;
    v->p_equal = found.p;
    for (size_t i = 0; i < v->n; i++) {
        to->list[i].shrunken = w->shrunken[i];
        to->list[i].shrunken_se = w->se[i];
    }
}

/* Half of the interval on the side of no difference. */
static double find_school_half(const ds_effect_result *r) {
    return r->difference > 0 ? r->difference - r->low : r->high - r->difference;
}

static void find_school_carrier(const ds_effect_result *r, ds_by_school *to) {
    ds_effect_schools *v = &to->view;
    const double side = r->difference > 0 ? 1 : -1;
    double least = INFINITY;
    v->without_low = v->without_high = NAN;
    for (size_t i = 0; i < v->n; i++) {
        const double without = v->list[i].without;
        v->without_low = fmin(v->without_low, without);
        v->without_high = fmax(v->without_high, without);
        if (!(r->p <= 0.05) || !isfinite(r->low) || !isfinite(r->high)) continue;
        if (!(side * without <= find_school_half(r)) || !(side * without < least)) continue;
        least = side * without;
        v->carrier = &v->list[i];
    }
}

static int compare_schools(const void *x, const void *y) {
    const ds_effect_school *a = x, *b = y;
    if (a->difference < b->difference || a->difference > b->difference)
        return a->difference < b->difference ? -1 : 1;
    return strcmp(a->location, b->location);
}

static ds_status list_schools(const school_work *w, ds_by_school *to, ds_error *err) {
    const ds_effect_sample *sample = w->d->sample;
    school_sums all = {0, 0, 0};
    double degrees, spread = find_school_spread(w, &degrees);
    size_t bytes = 1;
    char *name;
    for (size_t l = 0; l < sample->n_locations; l++) {
        all.n += w->places[l].n;
        all.sum += w->places[l].sum;
        if (sample->locations[l] != NULL) bytes += strlen(sample->locations[l]) + 1;
    }
    to->list = ds_calloc(sample->n_locations + 1, sizeof *to->list);
    to->names = name = ds_calloc(bytes, 1);
    if (to->list == NULL || name == NULL) return ds_error_memory(err);
    for (size_t l = 0; l < sample->n_locations; l++) {
        if (w->places[l].n < 1) continue;
        if (sample->locations[l] == NULL) {
            to->view.unknown = (uint64_t)w->places[l].n;
            continue;
        }
        fill_school(w, l, spread, degrees, &all, &to->list[to->view.n]);
        memcpy(name, sample->locations[l], strlen(sample->locations[l]) + 1);
        to->list[to->view.n++].location = name;
        for (; *name != '\0'; name++)
            if (*name == '\x1f') *name = '/';
        name++;
    }
    qsort(to->list, to->view.n, sizeof *to->list, compare_schools);
    to->view.list = to->list;
    return DS_OK;
}

static ds_status work_out_schools(school_work *w, ds_by_school *to, ds_error *err) {
    const size_t n = w->d->sample->n_locations;
    double *memory = ds_calloc(4 * n + 1, sizeof *memory);
    ds_status status;
    w->means = ds_calloc(w->d->sample->n_patterns + 1, sizeof *w->means);
    w->places = ds_calloc(n + 1, sizeof *w->places);
    status = memory == NULL || w->means == NULL || w->places == NULL ? ds_error_memory(err)
                                                                     : find_school_means(w, err);
    if (status == DS_OK) {
        w->values = memory;
        w->variances = memory + n;
        w->shrunken = memory + 2 * n;
        w->se = memory + 3 * n;
        add_up_schools(w);
        status = list_schools(w, to, err);
    }
    if (status == DS_OK) {
        shrink_schools(w, to);
        find_school_carrier(w->d->result, to);
    }
    ds_free(memory);
    ds_free(w->means);
    ds_free(w->places);
    return status;
}

ds_status ds_by_school_make(const ds_diagnosis *d, ds_by_school **out, ds_error *err) {
    school_work w = {.d = d};
    ds_by_school *made;
    ds_status status;
    *out = NULL;
    if (!d->matched || d->sample->n_locations < 2 || d->options->estimand != DS_EFFECT_ATT ||
        d->options->estimator != DS_EFFECT_KERNEL_MATCHING)
        return DS_OK;
    made = ds_calloc(1, sizeof *made);
    if (made == NULL) return ds_error_memory(err);
    status = work_out_schools(&w, made, err);
    if (status == DS_OK)
        *out = made;
    else
        ds_by_school_free(made);
    return status;
}
