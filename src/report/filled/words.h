/* report/filled/words.h: the words of a pair of braces while they are found. See words.c. */
#ifndef DS_REPORT_FILLED_WORDS_H
#define DS_REPORT_FILLED_WORDS_H

#include "report/filled/filling.h"

enum { DS_WORDS_PLACES = 24 };

typedef struct ds_saying {
    ds_filling filling;
    ds_filled_pick pick; /* which fact is meant */
    const char *measure;
    ds_filled_unit unit;
    int years[DS_FILLED_YEARS];
    size_t n_years;
    const char *names[DS_WORDS_PLACES]; /* of the places that are set */
    ds_value values[DS_WORDS_PLACES];
    size_t n;
} ds_saying;

void ds_words_set(ds_saying *saying, const char *name, ds_value value);
/* What the rule of the block says in this case. */
ds_say ds_words_say(ds_saying *saying, const char *code);

/* Finds measure, class, keys and year that the braces mean: of measures (ending in NULL) the first
 * that there is, unless maat says. free: keys that stay open (NULL: none). NULL when found, else
 * the case that says why not. */
const char *ds_words_find(ds_saying *saying, const char *const *measures,
                          const ds_recipe_names *free);
/* NULL for a fact with a value, else the case that says what it is. */
const char *ds_words_state(ds_saying *saying, const ds_release_fact *fact);
const ds_release_fact *ds_words_fact(const ds_saying *saying, const char *measure, int jaar);

/* {wat}: "het percentage", or as the braces name it. */
void ds_words_set_subject(ds_saying *saying);
void ds_words_set_label(ds_saying *saying, const char *name, const char *column, const char *code);
/* A number of the unit of what is said, or of a difference of it. */
ds_value ds_words_number(const ds_saying *saying, double x);
/* {toen}, {nu}, {eenheid}. */
void ds_words_set_numbers(ds_saying *saying, double before, double now);
/* {verschil}, {laag}, {hoog}, {punten}, with as many decimals as it takes to see that they are not
 * zero. */
void ds_words_set_difference(ds_saying *saying, const ds_release_fact *difference);
/* Whether two numbers look the same to a reader. */
bool ds_words_look_alike(const ds_saying *saying, double a, double b);
/* The difference of two shares of counted persons, where the sheet has none: with the interval of
 * Newcombe. False when they were not counted. */
bool ds_words_compare(const ds_saying *saying, const ds_filled_pick *now,
                      const ds_filled_pick *before, ds_release_fact *out);

/* The rules: the case, with its places set. */
const char *ds_words_change(ds_saying *saying);
const char *ds_words_difference(ds_saying *saying);
const char *ds_words_target(ds_saying *saying);
const char *ds_words_effect(ds_saying *saying);
const char *ds_words_relation(ds_saying *saying);
const char *ds_words_extreme(ds_saying *saying, bool highest);
const char *ds_words_directions(ds_saying *saying);
const char *ds_words_spread(ds_saying *saying);
const char *ds_words_path(ds_saying *saying);
const char *ds_words_money(ds_saying *saying);

#endif
