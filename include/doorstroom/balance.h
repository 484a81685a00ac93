/* doorstroom/balance.h, of effect: balance of everything that is known of the persons of an
 * estimate, in the score or not: each level and number, squares of numbers, and each pair, before
 * and after. What is in the score is made alike; whether that carries over to what is not in it is
 * what these show.
 *
 * Of a term z, standardised difference: difference of means over the root of the mean variance of
 * all treated and all controls (P. Rosenbaum and D. Rubin, 1985), after with the same denominator.
 * Ratio: of variances, treated over controls. Distance: the largest difference of the two
 * (weighted) empirical distribution functions: of a level the difference of shares; none of a
 * square or of a pair with a number in it. Before: all treated and all controls; after: the two
 * sides of the comparison as they weigh in the estimate. Squares and pairs are of numbers from
 * their mean, in standard deviations. */
#ifndef DOORSTROOM_BALANCE_H
#define DOORSTROOM_BALANCE_H

#include "doorstroom/effect.h"

DS_BEGIN_DECLS

typedef enum ds_effect_known_kind {
    DS_EFFECT_KNOWN_LEVEL,
    DS_EFFECT_KNOWN_NUMBER,
    DS_EFFECT_KNOWN_SQUARE,
    DS_EFFECT_KNOWN_PAIR,
} ds_effect_known_kind;

typedef struct ds_effect_known_term {
    const char *name; /* "ses = 1", "leeftijd", "leeftijd²", "ses = 1 × geslacht = v" */
    ds_effect_known_kind kind;
    bool scored; /* of columns that are in the score, or exact, only */
    double mean_treated, mean_control, mean_matched; /* as ds_effect_balance */
    double difference_before, difference_after;      /* NAN without variance */
    double ratio_before, ratio_after;
    double distance_before, distance_after;
} ds_effect_known_term;

enum { DS_EFFECT_KNOWN_COLUMNS_MAX = 300 }; /* levels and numbers; beyond, there are no pairs */

typedef struct ds_effect_known {
    const ds_effect_known_term *terms; /* [n_terms]: levels and numbers, squares, pairs */
    size_t n_terms, n_single;          /* the first n_single are levels and numbers */
    bool pairs;                        /* there are squares and pairs */
} ds_effect_known;

/* |difference| from which a term counts as not balanced. */
#define DS_EFFECT_KNOWN_LIMIT 0.1

/* Of one estimate of sample (result, by options). wide holds the same persons with the same
 * columns, and behind the factors of sample more factors of whatever is known: DS_USAGE where it
 * does not. It may be the sample itself. The first `scored` factors of wide are in the score, or
 * exact. Without an estimate the numbers after are NAN. The caller frees with ds_effect_known_free;
 * it does not need the samples any more. Cost: that of a point estimate, and patterns × pairs. */
DS_API ds_status ds_effect_known_balance(const ds_effect_sample *sample,
                                         const ds_effect_options *options,
                                         const ds_effect_result *result,
                                         const ds_effect_sample *wide, size_t scored,
                                         ds_effect_known **out, ds_error *err) DS_NODISCARD;
DS_API void ds_effect_known_free(ds_effect_known *known);
/* Whether two finished samples hold the same persons, outcomes and locations aside. */
DS_API bool ds_effect_known_same(const ds_effect_sample *a, const ds_effect_sample *b);

DS_END_DECLS
#endif
