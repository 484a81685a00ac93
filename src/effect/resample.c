/* effect/resample.c: random numbers and the persons laid out for drawing. See resample.h. */
#include "effect/resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/int128.h"
#include "base/memory.h"

void ds_random_locations(uint64_t seed, uint64_t replicate, size_t n, size_t stride,
                         double *counts) {
    ds_random random = ds_random_start(seed, replicate, DS_STREAM_LOCATIONS);
    for (size_t l = 0; l < n; l++)
        counts[l * stride] = 0;
    for (size_t i = 0; i < n; i++)
        counts[ds_random_below(&random, n) * stride] += 1;
}

/* ---- by location ---- */

static size_t slot_of(const ds_sample_group *group) {
    return 2 * (size_t)group->pattern + (group->treated ? 1 : 0);
}

static bool same_entry(const ds_sample_group *a, const ds_sample_group *b) {
    return a->pattern == b->pattern && a->treated == b->treated && a->location == b->location;
}

/* What the groups of the entry that begins at group *at add up to: persons, or their outcomes.
 * Moves *at to the next entry. */
static double take_entry(const ds_effect_sample *sample, bool persons, size_t *at) {
    const ds_sample_group *groups = sample->groups;
    const size_t first = *at;
    double sum = 0;
    for (; *at < sample->n_groups && same_entry(&groups[first], &groups[*at]); ++*at)
        sum += (double)groups[*at].n * (persons ? 1 : groups[*at].outcome);
    return sum;
}

static size_t count_entries(const ds_effect_sample *sample) {
    size_t n = 0;
    for (size_t i = 0; i < sample->n_groups; i++)
        n += i == 0 || !same_entry(&sample->groups[i - 1], &sample->groups[i]);
    return n;
}

/* The groups stand by slot and location already. Samples with the same persons have the same
 * entries, one after the other. */
static void fill_part(const ds_effect_sample *const *samples, size_t n_samples, bool persons,
                      ds_location_layout_part *part) {
    const size_t n_slots = 2 * samples[0]->n_patterns;
    size_t at[DS_LOCATION_STRIPE] = {0}, n = 0;
    while (at[0] < samples[0]->n_groups) {
        const ds_sample_group *group = &samples[0]->groups[at[0]];
        double *values = part->values + n * part->width;
        bool any = persons;
        for (size_t j = 0; j < n_samples; j++) {
            values[j] = take_entry(samples[j], persons, &at[j]);
            any = any || values[j] != 0;
        }
        if (!any) continue;
        part->location[n++] = group->location;
        part->first[slot_of(group) + 1] = n;
    }
    for (size_t s = 0; s < n_slots; s++) /* slots without entries */
        if (part->first[s + 1] < part->first[s]) part->first[s + 1] = part->first[s];
}

/* As many locations are drawn as there are, so that no sum of a slot is beyond the largest value
 * times their number; whole numbers up to 2^24 are what a float can tell apart. */
static bool narrow(ds_location_layout_part *part, size_t n_locations, size_t n_entries) {
    const size_t n = n_entries * part->width;
    const double most = 0x1p24 / (double)n_locations;
    for (size_t i = 0; i < n; i++)
        if (!(fabs(part->values[i]) <= most) || part->values[i] != trunc(part->values[i]))
            return true;
    part->whole = ds_calloc(n + 1, sizeof *part->whole);
    if (part->whole == NULL) return false;
    for (size_t i = 0; i < n; i++)
        part->whole[i] = (float)part->values[i];
    ds_free(part->values);
    part->values = NULL;
    return true;
}

static bool make_part(const ds_effect_sample *const *samples, size_t n_samples, bool persons,
                      ds_location_layout_part *part) {
    const size_t n = count_entries(samples[0]) + 1;
    part->width = persons ? 1 : DS_LOCATION_STRIPE;
    part->first = ds_calloc(2 * samples[0]->n_patterns + 1, sizeof *part->first);
    part->location = ds_calloc(n, sizeof *part->location);
    part->values = ds_calloc(n, part->width * sizeof *part->values);
    if (part->first == NULL || part->location == NULL || part->values == NULL) return false;
    fill_part(samples, n_samples, persons, part);
    return narrow(part, samples[0]->n_locations, part->first[2 * samples[0]->n_patterns]);
}

ds_status ds_location_layout_init(const ds_effect_sample *const *samples, size_t n_samples,
                                  ds_location_layout *out, ds_error *err) {
    ds_location_layout layout = {.n_slots = 2 * samples[0]->n_patterns,
                                 .n_locations = samples[0]->n_locations,
                                 .n_stripes =
                                     (n_samples + DS_LOCATION_STRIPE - 1) / DS_LOCATION_STRIPE};
    bool made;
    layout.stripes = ds_calloc(layout.n_stripes + 1, sizeof *layout.stripes);
    made = layout.stripes != NULL && make_part(samples, 1, true, &layout.persons);
    for (size_t i = 0; made && i < layout.n_stripes; i++) {
        const size_t first = i * DS_LOCATION_STRIPE, left = n_samples - first;
        made = make_part(samples + first, left < DS_LOCATION_STRIPE ? left : DS_LOCATION_STRIPE,
                         false, &layout.stripes[i]);
    }
    if (!made) {
        ds_location_layout_done(&layout);
        return ds_error_memory(err);
    }
    *out = layout;
    return DS_OK;
}

static void part_done(ds_location_layout_part *part) {
    ds_free(part->first);
    ds_free(part->location);
    ds_free(part->values);
    ds_free(part->whole);
}

void ds_location_layout_done(ds_location_layout *layout) {
    part_done(&layout->persons);
    for (size_t i = 0; layout->stripes != NULL && i < layout->n_stripes; i++)
        part_done(&layout->stripes[i]);
    ds_free(layout->stripes);
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
        balls[i] = (ball){slot_of(g), g->outcome, g->n};
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
