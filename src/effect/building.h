/* effect/building.h: a sample that is still being added to: distinct rows with how many persons
 * each stands for. Between sample.c (adding) and finish.c (sorting). */
#ifndef DS_EFFECT_BUILDING_H
#define DS_EFFECT_BUILDING_H

#include "effect/sample.h"

typedef struct ds_sample_persons {
    uint64_t n;
    bool treated;
} ds_sample_persons;

/* Row r: codes[r * n_codes …]: exact columns, factors, location, each the number of a text of that
 * column (sample->texts; UINT32_MAX: a location that is not known). numbers[r * n_numbers …]: the
 * numbers, then the outcome. No two rows are equal, but where most were different: then they are
 * added without a look, and those that are equal add up in the end. */
typedef struct ds_sample_building {
    size_t n_exact, n_codes, n_numbers;
    size_t *place; /* [n_columns]: where a column's value stands in codes or numbers */
    size_t n_rows;
    size_t codes_capacity, numbers_capacity, persons_capacity;
    uint32_t *codes;
    double *numbers;
    ds_sample_persons *persons;
    uint32_t *slots; /* hash table over the rows: 1 + row, 0 is empty; n_slots a power of two */
    size_t n_slots;
    size_t n_added; /* times that something was added */
    bool unlike;    /* all rows seem to differ: no table any more */
} ds_sample_building;

/* Whether more can be added, or it can be finished. */
ds_status ds_sample_building_check(const ds_effect_sample *sample, ds_error *err) DS_NODISCARD;
void ds_sample_building_free(ds_sample_building *building);
/* What ds_effect_sample_finish makes, without the columns and texts. */
void ds_sample_finished_done(ds_effect_sample *sample);

/* For who makes one, from a building or a frame: the factors and numbers of a sample that is being
 * added to, by the names of its columns; then, by the counts in it, strata, patterns and groups.
 * False when memory is short. */
bool ds_sample_columns_make(ds_effect_sample *sample) DS_NODISCARD;
bool ds_sample_arrays_make(ds_effect_sample *sample) DS_NODISCARD;
/* DS_INPUT: this factor's levels are one too many, or there are too many groups. */
ds_status ds_sample_too_many(const ds_sample_factor *factor, ds_error *err);
ds_status ds_sample_too_large(ds_error *err);

#endif
