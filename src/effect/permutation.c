/* effect/permutation.c: a permutation over locations. See permutation.h. */
#include "effect/permutation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "effect/resample.h"

enum { DRAWS = 64 /* in one piece of work */ };

/* The residuals that a location brings: of its treated where it has any, else of its controls. */
typedef struct places {
    size_t n_locations, n_occupied; /* occupied: with somebody on support */
    size_t *occupied;               /* [n_occupied] locations, rising */
    size_t *first;                  /* [n_locations + 1] */
    double *residual;               /* by location */
    uint64_t *n;                    /* persons who have it */
    uint64_t *up_to;                /* persons up to and including these, within the location */
    bool *treated;                  /* [n_locations] */
} places;

typedef struct run {
    places places;
    size_t n_treated;  /* locations */
    size_t *locations; /* [n_treated] */
    uint64_t *sizes;   /* [n_treated] treated persons on support */
    double n_persons;
    double statistic, slack;
    uint64_t seed;
    size_t draws;
    size_t *order;  /* [worker][n_occupied]: for drawing without replacement */
    uint8_t *above; /* [draws] */
} run;

static void places_done(places *pl) {
    ds_free(pl->occupied);
    ds_free(pl->first);
    ds_free(pl->residual);
    ds_free(pl->n);
    ds_free(pl->up_to);
    ds_free(pl->treated);
}

static void run_done(run *r) {
    places_done(&r->places);
    ds_free(r->locations);
    ds_free(r->sizes);
    ds_free(r->order);
    ds_free(r->above);
}

/* The kernel mean of the controls at each pattern; NAN where there are none to compare with. */
static ds_status control_means(const ds_matching *m, const double *n0,
                               const ds_effect_sample *sample, double *means, ds_error *err) {
    const size_t n = sample->n_patterns;
    double *memory = ds_calloc(3 * n + 1, sizeof *memory);
    uint64_t *in_window = ds_calloc(n + 1, sizeof *in_window);
    bool *to = ds_calloc(n + 1, sizeof *to);
    ds_status status =
        memory == NULL || in_window == NULL || to == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) {
        double *sum0 = memory, *weights = memory + n, *sums = memory + 2 * n;
        ds_sample_totals(sample, (double *const[2]){NULL, NULL}, (double *const[2]){sum0, NULL},
                         (double *const[2]){NULL, NULL});
        for (size_t p = 0; p < n; p++)
            to[p] = m->on[1][p] || m->usable[0][p];
        ds_matching_sums(m, false, m->usable[0], (const double *const[2]){n0, sum0}, 2, to,
                         (double *const[2]){weights, sums}, in_window);
        ds_matching_add_nearest(m, 1, true, (const double *const[2]){n0, sum0}, 2,
                                (double *const[2]){weights, sums});
        for (size_t p = 0; p < n; p++)
            means[p] = to[p] && (in_window[p] > 0 || m->reach[1][p] >= 0) && weights[p] > 0
                           ? sums[p] / weights[p]
                           : NAN;
    }
    ds_free(memory);
    ds_free(in_window);
    ds_free(to);
    return status;
}

/* Whether these persons are among those that their location brings. */
static bool brought(const ds_matching *m, const places *pl, const double *means,
                    const ds_sample_group *g) {
    if (g->treated != pl->treated[g->location] || isnan(means[g->pattern])) return false;
    return g->treated ? m->on[1][g->pattern] : m->usable[0][g->pattern];
}

static bool places_new(const ds_effect_sample *sample, places *pl) {
    const size_t n = sample->n_locations;
    pl->n_locations = n;
    pl->occupied = ds_calloc(n + 1, sizeof *pl->occupied);
    pl->first = ds_calloc(n + 2, sizeof *pl->first);
    pl->residual = ds_calloc(sample->n_groups + 1, sizeof *pl->residual);
    pl->n = ds_calloc(sample->n_groups + 1, sizeof *pl->n);
    pl->up_to = ds_calloc(sample->n_groups + 1, sizeof *pl->up_to);
    pl->treated = ds_calloc(n + 1, sizeof *pl->treated);
    return pl->occupied != NULL && pl->first != NULL && pl->residual != NULL && pl->n != NULL &&
           pl->up_to != NULL && pl->treated != NULL;
}

/* A counting sort by location; first[l + 1] is where the next of location l goes, and so in the end
 * where location l + 1 begins. */
static void places_fill(const ds_matching *m, const ds_effect_sample *sample, const double *means,
                        places *pl) {
    const ds_sample_group *groups = sample->groups;
    for (size_t i = 0; i < sample->n_groups; i++)
        if (groups[i].treated && m->on[1][groups[i].pattern])
            pl->treated[groups[i].location] = true;
    for (size_t i = 0; i < sample->n_groups; i++)
        if (brought(m, pl, means, &groups[i])) pl->first[groups[i].location + 2]++;
    for (size_t l = 0; l < pl->n_locations; l++)
        pl->first[l + 2] += pl->first[l + 1];
    for (size_t i = 0; i < sample->n_groups; i++) {
        size_t to;
        if (!brought(m, pl, means, &groups[i])) continue;
        to = pl->first[groups[i].location + 1]++;
        pl->residual[to] = groups[i].outcome - means[groups[i].pattern];
        pl->n[to] = groups[i].n;
    }
    for (size_t l = 0; l < pl->n_locations; l++) {
        uint64_t up_to = 0;
        for (size_t i = pl->first[l]; i < pl->first[l + 1]; i++)
            pl->up_to[i] = up_to += pl->n[i];
        if (up_to > 0) pl->occupied[pl->n_occupied++] = l;
    }
}

/* The sum of n residuals drawn with replacement from a location: one by one, or, where there are
 * more to draw than distinct ones, how often each comes. */
static double draw_residuals(const places *pl, size_t location, uint64_t n, ds_random *random) {
    const size_t first = pl->first[location], end = pl->first[location + 1];
    uint64_t left = pl->up_to[end - 1];
    double sum = 0;
    if (n <= 4 * (uint64_t)(end - first)) {
        for (; n > 0; n--) {
            const uint64_t person = ds_random_below(random, left);
            size_t low = first, high = end - 1;
            while (low < high) {
                const size_t middle = low + (high - low) / 2;
                if (pl->up_to[middle] > person)
                    high = middle;
                else
                    low = middle + 1;
            }
            sum += pl->residual[low];
        }
        return sum;
    }
    for (size_t i = first; i < end && n > 0; i++) {
        const uint64_t drawn = ds_random_binomial(random, (double)pl->n[i] / (double)left, n);
        sum += (double)drawn * pl->residual[i];
        left -= pl->n[i];
        n -= drawn;
    }
    return sum;
}

/* |T*| of one draw. order[n_occupied] is room for drawing without replacement. */
static double draw_statistic(const run *r, size_t draw, size_t *order) {
    ds_random random = ds_random_start(r->seed, draw, DS_STREAM_PERMUTATION);
    const size_t n = r->places.n_occupied;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        order[i] = r->places.occupied[i];
    for (size_t g = 0; g < r->n_treated; g++) {
        const size_t i = g + (size_t)ds_random_below(&random, n - g), location = order[i];
        order[i] = order[g];
        sum += draw_residuals(&r->places, location, r->sizes[g], &random);
    }
    return fabs(sum / r->n_persons);
}

static ds_status some_draws(void *context, size_t i, size_t worker, ds_error *err) {
    run *r = context;
    size_t *order = r->order + worker * r->places.n_occupied;
    (void)err;
    for (size_t d = i * DRAWS; d < (i + 1) * DRAWS && d < r->draws; d++)
        r->above[d] = draw_statistic(r, d, order) >= fabs(r->statistic) - r->slack;
    return DS_OK;
}

/* The locations with treated, how many, and T. */
static void find_statistic(run *r) {
    const places *pl = &r->places;
    double sum = 0;
    for (size_t i = 0; i < pl->n_occupied; i++) {
        const size_t l = pl->occupied[i], end = pl->first[l + 1];
        if (!pl->treated[l]) continue;
        r->locations[r->n_treated] = l;
        r->sizes[r->n_treated++] = pl->up_to[end - 1];
        r->n_persons += (double)pl->up_to[end - 1];
        for (size_t j = pl->first[l]; j < end; j++)
            sum += (double)pl->n[j] * pl->residual[j];
    }
    r->statistic = sum / r->n_persons;
}

static ds_status count_draws(run *r, size_t n_workers, double *out, ds_error *err) {
    size_t above = 0;
    ds_status status = ds_parallel((r->draws + DRAWS - 1) / DRAWS, n_workers, some_draws, r, err);
    for (size_t d = 0; d < r->draws; d++)
        above += r->above[d];
    if (status == DS_OK) *out = ((double)above + 1) / ((double)r->draws + 1);
    return status;
}

ds_status ds_permutation_p(const ds_matching *matching, const ds_effect_sample *sample,
                           const double *n0, double scale, size_t n_workers, double *out,
                           ds_error *err) {
    run r = {.seed = matching->options->seed,
             .draws = matching->options->replicates,
             .slack = 1e-12 * scale};
    double *means = NULL, p = NAN;
    ds_status status = DS_OK;
    if (!matching->valid || matching->options->estimand != DS_EFFECT_ATT || r.draws == 0) {
        *out = NAN;
        return DS_OK;
    }
    means = ds_calloc(sample->n_patterns + 1, sizeof *means);
    r.locations = ds_calloc(sample->n_locations + 1, sizeof *r.locations);
    r.sizes = ds_calloc(sample->n_locations + 1, sizeof *r.sizes);
    r.order = ds_calloc(n_workers * sample->n_locations + 1, sizeof *r.order);
    r.above = ds_calloc(r.draws, sizeof *r.above);
    if (!places_new(sample, &r.places) || means == NULL || r.locations == NULL || r.sizes == NULL ||
        r.order == NULL || r.above == NULL)
        status = ds_error_memory(err);
    if (status == DS_OK) status = control_means(matching, n0, sample, means, err);
    if (status == DS_OK) {
        places_fill(matching, sample, means, &r.places);
        find_statistic(&r);
        if (r.n_treated > 0 && r.n_treated < r.places.n_occupied)
            status = count_draws(&r, n_workers, &p, err);
    }
    ds_free(means);
    run_done(&r);
    if (status == DS_OK) *out = p;
    return status;
}
