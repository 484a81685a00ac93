/* effect/resample.h: random numbers for the bootstrap and the permutation, and the persons laid out
 * for drawing. A random number is a function of the seed, the number of the replicate, the stream
 * and how many were drawn before: never of a thread, nor of the other samples of a call. */
#ifndef DS_EFFECT_RESAMPLE_H
#define DS_EFFECT_RESAMPLE_H

#include "base/random.h"
#include "effect/sample.h"

/* Streams of one replicate; those of the slots of ds_urns follow DS_STREAM_SLOTS.
 * DS_STREAM_MULTIPLIERS and DS_STREAM_STARTS are for before and after (did.h), which has no urns.
 */
enum {
    DS_STREAM_LOCATIONS,
    DS_STREAM_PERSONS,
    DS_STREAM_PERMUTATION,
    DS_STREAM_SLOTS,
    DS_STREAM_MULTIPLIERS = DS_STREAM_SLOTS,
    DS_STREAM_STARTS,
};

/* How often each of n locations comes in n draws with replacement, by the stream of locations of
 * the replicate: into counts[location * stride]. */
void ds_random_locations(uint64_t seed, uint64_t replicate, size_t n, size_t stride,
                         double *counts);

enum { DS_LOCATION_STRIPE = 2 }; /* outcomes that stand beside each other */

/* What the persons of a slot and a location add up to, slot by slot. A slot is the controls
 * (2 × pattern) or the treated (2 × pattern + 1) of a pattern. */
typedef struct ds_location_layout_part {
    size_t width;       /* values of an entry */
    size_t *first;      /* [n_slots + 1]: a slot's entries, by location */
    uint32_t *location; /* of each entry */
    double *values;     /* [entries * width]; or, NULL then, */
    float *whole;       /* the same, where whatever is drawn they add up without rounding: whole
                           numbers up to 2^24 / n_locations */
} ds_location_layout_part;

/* The persons of samples that hold the same ones, so that a replicate is one run through memory: in
 * a replicate a slot has Σ (times its location was drawn) × values. */
typedef struct ds_location_layout {
    size_t n_slots, n_locations, n_stripes;
    ds_location_layout_part persons; /* width 1 */
    ds_location_layout_part
        *stripes; /* [n_stripes], width DS_LOCATION_STRIPE: the outcomes added up, those of
            samples 0 and 1, 2 and 3 …; without entries that are all 0 */
} ds_location_layout;

/* Cost: the groups of all samples. */
ds_status ds_location_layout_init(const ds_effect_sample *const *samples, size_t n_samples,
                                  ds_location_layout *out, ds_error *err) DS_NODISCARD;
void ds_location_layout_done(ds_location_layout *layout);

/* The persons of one sample by slot (as above) and outcome, whatever their location. */
typedef struct ds_urns {
    size_t n_slots, n_balls;
    uint64_t *persons; /* [n_slots] */
    size_t *first;     /* [n_slots + 1]: the outcomes of a slot's persons, ascending */
    double *outcome;   /* [n_balls] */
    uint64_t *n;       /* [n_balls] persons who have it */
} ds_urns;

ds_status ds_urns_init(const ds_effect_sample *sample, ds_urns *out, ds_error *err) DS_NODISCARD;
void ds_urns_done(ds_urns *urns);
/* The sum of the outcomes of n draws with replacement from one slot: of this replicate, whatever
 * was drawn from other slots. */
double ds_urns_draw(const ds_urns *urns, uint64_t seed, uint64_t replicate, size_t slot,
                    uint64_t n);

#endif
