/* effect/resample.c: random numbers and the persons laid out for drawing. See resample.h. */
#include "effect/resample.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"

/* ---- random numbers ---- */

ds_random ds_random_start(uint64_t seed, uint64_t replicate, uint64_t stream) {
    uint64_t key = ds_hash_mix(seed + 0x9e3779b97f4a7c15u);
    key = ds_hash_mix(key ^ (replicate + 1) * 0xbf58476d1ce4e5b9u);
    key = ds_hash_mix(key ^ (stream + 1) * 0x94d049bb133111ebu);
    return (ds_random){.key = key};
}

uint64_t ds_random_next(ds_random *random) {
    return ds_hash_mix(random->key + ++random->drawn * 0x9e3779b97f4a7c15u);
}

uint64_t ds_random_below(ds_random *random, uint64_t n) {
    return (uint64_t)((ds_uint128)ds_random_next(random) * n >> 64);
}

static unsigned long gsl_next(void *state) {
    return ds_random_next(state) >> 32;
}

static double gsl_share(void *state) {
    return (double)(ds_random_next(state) >> 11) * 0x1p-53;
}

static void gsl_seed(void *state, unsigned long seed) {
    (void)state;
    (void)seed;
}

/* GSL sees our numbers through a generator of its own kind; nothing is allocated. */
static const gsl_rng_type gsl_numbers = {.name = "doorstroom",
                                         .max = 0xffffffffu,
                                         .min = 0,
                                         .size = sizeof(ds_random),
                                         .set = gsl_seed,
                                         .get = gsl_next,
                                         .get_double = gsl_share};

uint64_t ds_random_binomial(ds_random *random, double p, uint64_t n) {
    const gsl_rng numbers = {.type = &gsl_numbers, .state = random};
    if (n == 0 || !(p > 0)) return 0;
    if (p >= 1) return n;
    return gsl_ran_binomial(&numbers, p, (unsigned)n);
}

void ds_random_multinomial(ds_random *random, uint64_t n, const uint64_t *persons, size_t n_cells,
                           uint64_t *out) {
    uint64_t left = 0;
    for (size_t i = 0; i < n_cells; i++)
        left += persons[i];
    for (size_t i = 0; i < n_cells; i++) {
        out[i] = 0;
        if (persons[i] == 0) continue;
        out[i] = ds_random_binomial(random, (double)persons[i] / (double)left, n);
        n -= out[i];
        left -= persons[i];
    }
}

/* ---- by location ---- */

static bool same_entry(const ds_sample_group *a, const ds_sample_group *b) {
    return a->pattern == b->pattern && a->treated == b->treated && a->location == b->location;
}

static size_t count_entries(const ds_effect_sample *sample) {
    size_t n = 0;
    for (size_t i = 0; i < sample->n_groups; i++)
        n += i == 0 || !same_entry(&sample->groups[i - 1], &sample->groups[i]);
    return n;
}

/* Where each entry goes, entries being numbered as the groups stand: by location, and as they were
 * within it. Sets first and widest. next: [n_locations]. */
static void place_entries(const ds_effect_sample *sample, ds_layout *layout, size_t *next,
                          size_t *place) {
    const ds_sample_group *g = sample->groups;
    size_t k = 0;
    for (size_t i = 0; i < sample->n_groups; i++)
        if (i == 0 || !same_entry(&g[i - 1], &g[i])) layout->first[g[i].location + 1]++;
    for (size_t l = 0; l < layout->n_locations; l++) {
        if (layout->first[l + 1] > layout->widest) layout->widest = layout->first[l + 1];
        layout->first[l + 1] += layout->first[l];
        next[l] = layout->first[l];
    }
    for (size_t i = 0; i < sample->n_groups; i++)
        if (i == 0 || !same_entry(&g[i - 1], &g[i])) place[k++] = next[g[i].location]++;
}

static void fill_persons(const ds_effect_sample *sample, const size_t *place, ds_layout *layout) {
    const ds_sample_group *g = sample->groups;
    size_t k = 0;
    for (size_t i = 0; i < sample->n_groups; i++) {
        if (i > 0 && !same_entry(&g[i - 1], &g[i])) k++;
        layout->slot[place[k]] = g[i].pattern + (g[i].treated ? (uint32_t)sample->n_patterns : 0);
        layout->n[place[k]] += (double)g[i].n;
    }
}

static void fill_outcome(const ds_effect_sample *sample, const size_t *place, size_t outcome,
                         ds_layout *layout) {
    const ds_sample_group *g = sample->groups;
    double *sums = layout->sums + outcome / DS_LAYOUT_STRIPE * layout->n_entries * DS_LAYOUT_STRIPE;
    size_t k = 0;
    for (size_t i = 0; i < sample->n_groups; i++) {
        if (i > 0 && !same_entry(&g[i - 1], &g[i])) k++;
        sums[place[k] * DS_LAYOUT_STRIPE + outcome % DS_LAYOUT_STRIPE] +=
            (double)g[i].n * g[i].outcome;
    }
}

ds_status ds_layout_init(const ds_effect_sample *const *samples, size_t n_samples, ds_layout *out,
                         ds_error *err) {
    const ds_effect_sample *sample = samples[0];
    ds_layout layout = {.n_slots = 2 * sample->n_patterns,
                        .n_locations = sample->n_locations,
                        .n_entries = count_entries(sample),
                        .n_outcomes = n_samples};
    size_t n_stripes = (n_samples + DS_LAYOUT_STRIPE - 1) / DS_LAYOUT_STRIPE;
    size_t *place = ds_calloc(layout.n_entries + 1, sizeof *place);
    size_t *next = ds_calloc(layout.n_locations + 1, sizeof *next);
    layout.first = ds_calloc(layout.n_locations + 1, sizeof *layout.first);
    layout.slot = ds_calloc(layout.n_entries + 1, sizeof *layout.slot);
    layout.n = ds_calloc(layout.n_entries + 1, sizeof *layout.n);
    layout.sums = ds_calloc(layout.n_entries * n_stripes + 1, DS_LAYOUT_STRIPE * sizeof(double));
    if (place == NULL || next == NULL || layout.first == NULL || layout.slot == NULL ||
        layout.n == NULL || layout.sums == NULL) {
        ds_free(place);
        ds_free(next);
        ds_layout_done(&layout);
        return ds_error_memory(err);
    }
    place_entries(sample, &layout, next, place);
    fill_persons(sample, place, &layout);
    for (size_t o = 0; o < n_samples; o++)
        fill_outcome(samples[o], place, o, &layout);
    ds_free(place);
    ds_free(next);
    *out = layout;
    return DS_OK;
}

void ds_layout_done(ds_layout *layout) {
    ds_free(layout->first);
    ds_free(layout->slot);
    ds_free(layout->n);
    ds_free(layout->sums);
    memset(layout, 0, sizeof *layout);
}

/* ---- by outcome ---- */

typedef struct ball {
    size_t slot;
    double outcome;
    uint64_t n;
} ball;

static int compare_balls(const void *x, const void *y) {
    const ball *a = x, *b = y;
    if (a->slot != b->slot) return a->slot < b->slot ? -1 : 1;
    return (a->outcome > b->outcome) - (a->outcome < b->outcome);
}

/* The groups without their locations; returns how many are left. */
static size_t gather_balls(const ds_effect_sample *sample, ball *balls) {
    size_t n = 0;
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *g = &sample->groups[i];
        balls[i] = (ball){g->pattern + (g->treated ? sample->n_patterns : 0), g->outcome, g->n};
    }
    qsort(balls, sample->n_groups, sizeof *balls, compare_balls);
    for (size_t i = 0; i < sample->n_groups; i++) {
        if (n > 0 && compare_balls(&balls[n - 1], &balls[i]) == 0)
            balls[n - 1].n += balls[i].n;
        else
            balls[n++] = balls[i];
    }
    return n;
}

ds_status ds_urns_init(const ds_effect_sample *sample, ds_urns *out, ds_error *err) {
    ds_urns urns = {.n_slots = 2 * sample->n_patterns};
    ball *balls = ds_calloc(sample->n_groups + 1, sizeof *balls);
    if (balls != NULL) urns.n_balls = gather_balls(sample, balls);
    urns.persons = ds_calloc(urns.n_slots + 1, sizeof *urns.persons);
    urns.first = ds_calloc(urns.n_slots + 1, sizeof *urns.first);
    urns.outcome = ds_calloc(urns.n_balls + 1, sizeof *urns.outcome);
    urns.n = ds_calloc(urns.n_balls + 1, sizeof *urns.n);
    if (balls == NULL || urns.persons == NULL || urns.first == NULL || urns.outcome == NULL ||
        urns.n == NULL) {
        ds_free(balls);
        ds_urns_done(&urns);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < urns.n_balls; i++) {
        urns.persons[balls[i].slot] += balls[i].n;
        urns.first[balls[i].slot + 1]++;
        urns.outcome[i] = balls[i].outcome;
        urns.n[i] = balls[i].n;
    }
    for (size_t s = 0; s < urns.n_slots; s++)
        urns.first[s + 1] += urns.first[s];
    ds_free(balls);
    *out = urns;
    return DS_OK;
}

void ds_urns_done(ds_urns *urns) {
    ds_free(urns->persons);
    ds_free(urns->first);
    ds_free(urns->outcome);
    ds_free(urns->n);
    memset(urns, 0, sizeof *urns);
}

double ds_urns_draw(const ds_urns *urns, uint64_t seed, uint64_t replicate, size_t slot,
                    uint64_t n) {
    ds_random random = ds_random_start(seed, replicate, DS_STREAM_SLOTS + slot);
    uint64_t left = urns->persons[slot];
    double sum = 0;
    for (size_t i = urns->first[slot]; n > 0 && i < urns->first[slot + 1]; i++) {
        uint64_t drawn = ds_random_binomial(&random, (double)urns->n[i] / (double)left, n);
        sum += (double)drawn * urns->outcome[i];
        left -= urns->n[i];
        n -= drawn;
    }
    return sum;
}
