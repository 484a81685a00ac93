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

/* Where the groups of a pattern and treatment go on. */
typedef struct moving {
    uint32_t *run_of;   /* [n_groups] */
    uint32_t *next;     /* [n_groups]: of each run, where its next group goes */
    uint32_t *by_place; /* [n_groups]: groups by new location */
    uint32_t *at;       /* [n_locations + 1] */
    ds_sample_group *groups;
} moving;

static void find_runs(const ds_effect_sample *sample, moving *m) {
    uint32_t run = 0;
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *g = &sample->groups[i], *last = i == 0 ? g : g - 1;
        if (i > 0 && (g->pattern != last->pattern || g->treated != last->treated)) run++;
        if (i == 0 || run != m->run_of[i - 1]) m->next[run] = (uint32_t)i;
        m->run_of[i] = run;
    }
}

/* Groups by pattern and treatment stay where they are; within, they follow the new numbers: all
 * groups by place first, then each to where its own go on. Outcomes keep their order. */
static void move_groups(ds_effect_sample *sample, const uint32_t *number, moving *m) {
    for (size_t i = 0; i < sample->n_groups; i++)
        m->at[number[sample->groups[i].location] + 1]++;
    for (size_t l = 0; l < sample->n_locations; l++)
        m->at[l + 1] += m->at[l];
    for (size_t i = 0; i < sample->n_groups; i++)
        m->by_place[m->at[number[sample->groups[i].location]]++] = (uint32_t)i;
    find_runs(sample, m);
    for (size_t i = 0; i < sample->n_groups; i++) {
        const uint32_t from = m->by_place[i];
        ds_sample_group *to = &m->groups[m->next[m->run_of[from]]++];
        *to = sample->groups[from];
        to->location = number[to->location] & DS_SAMPLE_LOCATION;
    }
}

/* There are less than 2^31 groups. */
static bool renumber_groups(ds_effect_sample *sample, const uint32_t *number) {
    const size_t n = sample->n_groups;
    moving m = {.run_of = ds_calloc(n + 1, sizeof *m.run_of),
                .next = ds_calloc(n + 1, sizeof *m.next),
                .by_place = ds_calloc(n + 1, sizeof *m.by_place),
                .at = ds_calloc(sample->n_locations + 1, sizeof *m.at),
                .groups = ds_calloc(n + 1, sizeof *m.groups)};
    const bool made = m.run_of != NULL && m.next != NULL && m.by_place != NULL && m.at != NULL &&
                      m.groups != NULL;
    if (made) {
        move_groups(sample, number, &m);
        ds_free(sample->groups);
        sample->groups = m.groups;
    } else {
        ds_free(m.groups);
    }
    ds_free(m.run_of);
    ds_free(m.next);
    ds_free(m.by_place);
    ds_free(m.at);
    return made;
}

bool ds_sample_number_places(ds_effect_sample *sample) {
    const size_t n = sample->n_locations;
    place *places = ds_calloc(n + 1, sizeof *places);
    uint32_t *number = ds_calloc(n + 1, sizeof *number);
    const char **names = ds_calloc(n + 1, sizeof *names);
    bool made = places != NULL && number != NULL && names != NULL;
    if (made && n > 1) {
        hash_places(sample, places);
        qsort(places, n, sizeof *places, compare_contents);
        for (size_t l = 0; l < n; l++) {
            number[places[l].location] = (uint32_t)l;
            names[l] = sample->locations[places[l].location];
        }
        memcpy(sample->locations, names, n * sizeof *names);
        made = renumber_groups(sample, number);
    }
    ds_free(places);
    ds_free(number);
    ds_free(names);
    return made;
}
