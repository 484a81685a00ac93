/* effect/spread.h: an outcome by pattern: all that most standard errors need of it. */
#ifndef DS_EFFECT_SPREAD_H
#define DS_EFFECT_SPREAD_H

#include "effect/sample.h"

/* Of the persons of one group in one pattern; all 0 without any. */
typedef struct ds_spread {
    double n, mean;
    double square; /* Σ (outcome - mean)²; exactly 0 when all have one outcome */
    double low, high;
} ds_spread;

/* of[g][n_patterns], g = 0 controls, 1 treated. Over a pattern's groups twice, so that nothing is
 * lost to a large mean. Cost: one pass over the groups. */
void ds_spread_fill(const ds_effect_sample *sample, ds_spread *const of[2]);

#endif
