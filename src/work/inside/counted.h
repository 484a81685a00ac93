/* work/inside/counted.h: one indicator counted by institution and attributes, as numbered cells:
 * what gap, risk and expected begin with. */
#ifndef DS_WORK_INSIDE_COUNTED_H
#define DS_WORK_INSIDE_COUNTED_H

#include "doorstroom/equality.h"
#include "doorstroom/inside.h"
#include "doorstroom/numbered.h"

enum { COUNTED_YEARS_MAX = 64, COUNTED_KEYS_MAX = 16 };

/* A register with its definitions, open for counting. */
typedef struct ds_counting {
    const ds_work *work;
    ds_work_definitions definitions;
    ds_register *reg;
    char *generation, *single, *undelivered;
    ds_equality_source source; /* of these */
    int years[COUNTED_YEARS_MAX];
    size_t n_years;    /* 0: all */
    const char *where; /* only those for whom this holds, borrowed; NULL: everybody */
} ds_counting;

/* years: "2020-2022,2024" or NULL. out ends with ds_counting_done, also after a failure; it is what
 * an answer's texts are of. */
ds_status ds_counting_open(const ds_work *work, const char *definitions_file, const char *years,
                           ds_counting *out, ds_error *err) DS_NODISCARD;
void ds_counting_done(ds_counting *counting);

/* What was counted of one indicator; its texts are of the counting. */
typedef struct ds_counted {
    ds_numbered *cells;
    ds_indicator indicator; /* under present codes */
    int dropped[COUNTED_YEARS_MAX], short_lookback[COUNTED_YEARS_MAX];
    size_t n_dropped, n_short_lookback;
    char version[13];                          /* of indicator, when it is narrowed */
    uint64_t where_unknown[COUNTED_YEARS_MAX]; /* persons by school year of the cells of whom where
                                                  cannot be told: left out */
} ds_counted;

/* Keys: names of columns, the institution's first; institutions under present codes. DS_INPUT for
 * an indicator that is no event, or a wanted school year that does not count. *out ends with
 * ds_counted_done. */
ds_status ds_counting_count(ds_counting *counting, const char *indicator, const char *const *keys,
                            size_t n_keys, ds_counted *out, ds_error *err) DS_NODISCARD;
void ds_counted_done(ds_counted *counted);
/* Whether it is an event of persons in a school year, and no question of a survey. */
bool ds_counted_can(const ds_indicator *indicator);

/* The place of the wanted school year among those of the cells, or (0) of the last in which
 * anybody counts. DS_INPUT when nobody does. */
ds_status ds_counted_year(const ds_counted *counted, int wanted, size_t *out,
                          ds_error *err) DS_NODISCARD;

/* The place of name among keys[n], which is put behind them when it is not there (at most
 * COUNTED_KEYS_MAX: then SIZE_MAX). */
size_t ds_counted_key(const char *name, const char **keys, size_t *n);

#endif
