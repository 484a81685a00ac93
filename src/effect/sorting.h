/* effect/sorting.h: the rows of a building in the order of a sample; between finish.c and
 * sorting.c.
 */
#ifndef DS_EFFECT_SORTING_H
#define DS_EFFECT_SORTING_H

#include "effect/building.h"

/* While finishing. order: the texts of one column, sorted. */
typedef struct ds_sorting {
    const ds_sample_building *building;
    const ds_effect_texts *texts;
    uint32_t *codes; /* as the building's, but ranks by bytes; a location not known is 0 */
    size_t *n_ranks; /* [n_codes]: how many of each */
    uint32_t *rows;  /* sorted */
    uint32_t *order, *rank;
    size_t n_exact, n_codes;
} ds_sorting;

/* Codes from to to of rows i and j; and their patterns, exact columns and location aside. */
int ds_sorting_compare_codes(const ds_sorting *s, uint32_t i, uint32_t j, size_t from, size_t to);
int ds_sorting_compare_patterns(const ds_sorting *s, uint32_t i, uint32_t j);
/* By pattern, treatment, location, outcome; 0 for rows that are equal. */
int ds_sorting_compare(const ds_sorting *s, uint32_t i, uint32_t j);
/* Fills rows. False when memory is short. Cost: n where rows differ within their first 64 bits,
 * else n log n. */
bool ds_sorting_rows(ds_sorting *s) DS_NODISCARD;

#endif
