/* effect/compare.c: what each location adds to an estimate, and the spread of the difference
 * between two. See doorstroom/effect.h and compare.h. */
#include "effect/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

/* Samples number their locations by whom they hold; two of them know each other's by name. */
typedef struct place {
    uint64_t name; /* its hash; 0: not known */
    uint32_t location;
    double sum;
} place;

struct ds_effect_places {
    size_t n;
    place places[]; /* by name */
};

static int compare_names(const void *x, const void *y) {
    const place *a = x, *b = y;
    return (a->name > b->name) - (a->name < b->name);
}

ds_effect_places *ds_effect_places_new(const ds_effect_sample *sample) {
    const size_t n = sample->n_locations;
    ds_effect_places *new = ds_malloc(sizeof *new + n * sizeof *new->places);
    if (new == NULL) return NULL;
    new->n = n;
    for (size_t l = 0; l < n; l++) {
        const char *name = sample->locations[l];
        new->places[l] =
            (place){.name = name == NULL ? 0 : ds_hash_mix(ds_hash_fnv1a(name, strlen(name)) + 1),
                    .location = (uint32_t)l};
    }
    qsort(new->places, n, sizeof *new->places, compare_names);
    return new;
}

void ds_effect_places_set(ds_effect_places *places, const double *sums) {
    for (size_t i = 0; i < places->n; i++)
        places->places[i].sum = sums[places->places[i].location];
}

ds_effect_places *ds_effect_places_of(const ds_effect_sample *sample,
                                      const ds_influence *influence) {
    ds_effect_places *places = ds_effect_places_new(sample);
    double *sums = ds_calloc(sample->n_locations + 1, sizeof *sums);
    if (places == NULL || sums == NULL) {
        ds_effect_places_free(places);
        ds_free(sums);
        return NULL;
    }
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *g = &sample->groups[i];
        sums[g->location] += (double)g->n * (influence->slope[g->treated][g->pattern] *
                                                 (g->outcome - influence->centre) +
                                             influence->constant[g->treated][g->pattern]);
    }
    ds_effect_places_set(places, sums);
    ds_free(sums);
    return places;
}

double ds_effect_places_se(const ds_effect_places *a, const ds_effect_places *b) {
    double square = 0, n = 0;
    for (size_t i = 0, j = 0; i < a->n || j < b->n;) {
        const place *x = i < a->n ? &a->places[i] : NULL, *y = j < b->n ? &b->places[j] : NULL;
        const int order = x == NULL ? 1 : y == NULL ? -1 : compare_names(x, y);
        const double difference = (order <= 0 ? x->sum : 0) - (order >= 0 ? y->sum : 0);
        square += difference * difference;
        n++;
        i += order <= 0;
        j += order >= 0;
    }
    return n > 1 ? sqrt(n / (n - 1) * square) : NAN;
}

double ds_effect_places_own_se(const ds_effect_places *places) {
    const double n = (double)places->n;
    double square = 0;
    for (size_t i = 0; i < places->n; i++)
        square += places->places[i].sum * places->places[i].sum;
    return n >= 2 ? sqrt(square * n / (n - 1)) : NAN;
}

void ds_effect_places_free(ds_effect_places *places) {
    ds_free(places);
}
