/* effect/sample.h: a finished sample, as the files of this stage see it: patterns of covariates
 * within strata, and groups of persons. All sorted by content, so that nothing depends on the order
 * of adding. */
#ifndef DS_EFFECT_SAMPLE_H
#define DS_EFFECT_SAMPLE_H

#include "doorstroom/effect.h"
#include "effect/texts.h"

/* Persons of one pattern, treatment, location and outcome: what a sample mostly consists of, and so
 * no larger than it must be. */
typedef struct ds_sample_group {
    uint32_t pattern;
    uint32_t location : 31;
    bool treated : 1;
    double outcome;
    uint64_t n;
} ds_sample_group;
_Static_assert(sizeof(ds_sample_group) == 24, "no larger than it must be");
enum { DS_SAMPLE_LOCATION = 0x7fffffff }; /* there are fewer groups, and so fewer locations */

typedef struct ds_sample_factor {
    const char *name;
    size_t n_levels;
    const char **levels; /* by their bytes; those that somebody has */
} ds_sample_factor;

struct ds_effect_sample {
    size_t n_columns;
    ds_effect_column *columns;
    /* after ds_effect_sample_finish: */
    size_t n_strata; /* distinct values of the exact columns together; 1 without such columns */
    char **strata;   /* their names: "schooljaar = 2015, leerweg = bb"; "" without */
    size_t n_factors, n_numbers;
    ds_sample_factor *factors; /* n_factors, in the order of the columns */
    const char **number_names;
    size_t n_patterns;
    uint32_t *stratum_of; /* [n_patterns], rising */
    uint32_t *levels;     /* [n_patterns * n_factors] */
    double *numbers;      /* [n_patterns * n_numbers] */
    size_t n_locations;
    const char **locations; /* by whom they hold (ds_sample_number_places); NULL: not known */
    size_t n_groups;
    ds_sample_group *groups; /* by pattern, treated, location, outcome; n >= 1 */
    uint64_t n_treated, n_control, n_missing;
    uint64_t *missing; /* [n_columns]: of these, by the first column that they lack */
    /* all the while: of the exact columns, the factors, and the locations; owns the names above */
    ds_effect_texts *texts;
    size_t n_texts;
    char *names;     /* of a sample from a frame: the bytes of the names above, in place of texts */
    char **products; /* [n_products]: the names of products and their levels */
    size_t n_products;
    struct ds_sample_building *building; /* before */
};

/* Numbers the locations of a finished sample by what their persons are (pattern, treatment, how
 * many), then by their outcomes, equal ones by name; the groups are sorted by that. False when
 * memory is short. Cost: n log n over the groups of a pattern and treatment. */
bool ds_sample_number_places(ds_effect_sample *sample) DS_NODISCARD;
/* Adds the groups up by pattern: n[2][n_patterns] persons, sum and square the outcome and its
 * square over them ([0] controls, [1] treated). Any may be NULL. In the order of the groups. */
void ds_sample_totals(const ds_effect_sample *sample, double *const n[2], double *const sum[2],
                      double *const square[2]);
/* Whether two samples hold the same persons, outcomes aside: the same patterns, and in each the
 * same numbers by treatment and location, whatever the locations are called. */
bool ds_sample_same_persons(const ds_effect_sample *a, const ds_effect_sample *b);

#endif
