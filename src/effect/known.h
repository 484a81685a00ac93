/* effect/known.h: between the files of doorstroom/balance.h. */
#ifndef DS_EFFECT_KNOWN_H
#define DS_EFFECT_KNOWN_H

#include "doorstroom/balance.h"
#include "effect/sample.h"

/* Whose means there are: everybody before, and the two sides of the comparison. */
enum { KNOWN_SIDES = 4, KNOWN_CONTROL = 0, KNOWN_TREATED = 1, KNOWN_AFTER = 2 };

/* The persons of wide by what they weigh. */
typedef struct ds_known_weights {
    double *of[KNOWN_SIDES]; /* [n_patterns of wide], persons included */
    double total[KNOWN_SIDES];
    double freedom[KNOWN_SIDES]; /* Σ w - Σ w² / Σ w over persons; 0: one person at most */
} ds_known_weights;

/* weight[g][n_patterns of sample]: of one person after; NULL: nobody. DS_USAGE where wide does not
 * hold the persons of sample. */
ds_status ds_known_weights_init(const ds_effect_sample *sample, const ds_effect_sample *wide,
                                double *const weight[2], ds_known_weights *out,
                                ds_error *err) DS_NODISCARD;
void ds_known_weights_done(ds_known_weights *weights);

/* The terms of wide; terms are NULL-named at first, room for n_terms. */
ds_status ds_known_terms(const ds_effect_sample *wide, const ds_known_weights *weights,
                         size_t scored, ds_effect_known **out, ds_error *err) DS_NODISCARD;

#endif
