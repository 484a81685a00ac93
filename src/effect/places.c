/* effect/places.c: locations are numbered by whom they hold, not by what they are called: whoever
 * draws them by number then draws the same persons whatever their names. See sample.h. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "effect/sample.h"

/* Hashes of what a location holds: first persons, then their outcomes too, so that samples of the
 * same persons number them alike as far as persons tell them apart. */
typedef struct place {
    uint64_t persons, outcomes;
    uint32_t location; /* by name */
} place;

static int compare_contents(const void *x, const void *y) {
    const place *a = x, *b = y;
    if (a->persons != b->persons) return a->persons < b->persons ? -1 : 1;
    if (a->outcomes != b->outcomes) return a->outcomes < b->outcomes ? -1 : 1;
    return (a->location > b->location) - (a->location < b->location);
}

static int compare_groups(const void *x, const void *y) {
    const ds_sample_group *a = x, *b = y;
    if (a->location != b->location) return a->location < b->location ? -1 : 1;
    return (a->outcome > b->outcome) - (a->outcome < b->outcome);
}

static void add_hash(uint64_t *hash, uint64_t value) {
    *hash = ds_hash_mix(*hash * 0x9e3779b97f4a7c15u + value + 1);
}

/* The persons of a pattern, treatment and location stand together. */
static void hash_places(const ds_effect_sample *sample, place *places) {
    for (size_t l = 0; l < sample->n_locations; l++)
        places[l].location = (uint32_t)l;
    for (size_t i = 0, end; i < sample->n_groups; i = end) {
        const ds_sample_group *first = &sample->groups[i];
        place *to = &places[first->location];
        const uint64_t slot = 2 * (uint64_t)first->pattern + first->treated;
        uint64_t n = 0;
        for (end = i; end < sample->n_groups; end++) {
            const ds_sample_group *g = &sample->groups[end];
            const double outcome = g->outcome == 0 ? 0 : g->outcome; /* no -0 */
            uint64_t bits;
            if (g->pattern != first->pattern || g->treated != first->treated ||
                g->location != first->location)
                break;
            memcpy(&bits, &outcome, sizeof bits);
            add_hash(&to->outcomes, slot);
            add_hash(&to->outcomes, bits);
            add_hash(&to->outcomes, g->n);
            n += g->n;
        }
        add_hash(&to->persons, slot);
        add_hash(&to->persons, n);
    }
}

/* Groups by pattern and treatment stay where they are; within, they follow the new numbers. */
static void sort_runs(ds_effect_sample *sample) {
    for (size_t i = 0, end; i < sample->n_groups; i = end) {
        const ds_sample_group *first = &sample->groups[i];
        for (end = i + 1; end < sample->n_groups; end++)
            if (sample->groups[end].pattern != first->pattern ||
                sample->groups[end].treated != first->treated)
                break;
        qsort(sample->groups + i, end - i, sizeof *sample->groups, compare_groups);
    }
}

bool ds_sample_number_places(ds_effect_sample *sample) {
    const size_t n = sample->n_locations;
    place *places = ds_calloc(n + 1, sizeof *places);
    uint32_t *number = ds_calloc(n + 1, sizeof *number);
    const char **names = ds_calloc(n + 1, sizeof *names);
    const bool made = places != NULL && number != NULL && names != NULL;
    if (made && n > 1) {
        hash_places(sample, places);
        qsort(places, n, sizeof *places, compare_contents);
        for (size_t l = 0; l < n; l++) {
            number[places[l].location] = (uint32_t)l;
            names[l] = sample->locations[places[l].location];
        }
        memcpy(sample->locations, names, n * sizeof *names);
        for (size_t i = 0; i < sample->n_groups; i++)
            sample->groups[i].location = number[sample->groups[i].location];
        sort_runs(sample);
    }
    ds_free(places);
    ds_free(number);
    ds_free(names);
    return made;
}
