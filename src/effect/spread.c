/* effect/spread.c: outcomes by pattern. See spread.h. Groups are sorted by pattern and treatment,
 * so that a pattern's treated, or controls, stand together. */
#include "effect/spread.h"

static ds_spread spread_of(const ds_sample_group *groups, size_t n_groups) {
    ds_spread of = {.low = groups[0].outcome, .high = groups[0].outcome};
    double sum = 0;
    for (size_t i = 0; i < n_groups; i++) {
        const double outcome = groups[i].outcome;
        of.n += (double)groups[i].n;
        sum += (double)groups[i].n * (outcome - groups[0].outcome);
        of.low = outcome < of.low ? outcome : of.low;
        of.high = outcome > of.high ? outcome : of.high;
    }
    of.mean = groups[0].outcome + sum / of.n;
    for (size_t i = 0; i < n_groups; i++) {
        const double d = groups[i].outcome - of.mean;
        of.square += (double)groups[i].n * d * d;
    }
    return of;
}

void ds_spread_fill(const ds_effect_sample *sample, ds_spread *const of[2]) {
    const ds_sample_group *groups = sample->groups;
    for (size_t i = 0; i < sample->n_patterns; i++)
        of[0][i] = of[1][i] = (ds_spread){0};
    for (size_t first = 0, end; first < sample->n_groups; first = end) {
        for (end = first + 1; end < sample->n_groups &&
                              groups[end].pattern == groups[first].pattern &&
                              groups[end].treated == groups[first].treated;)
            end++;
        of[groups[first].treated ? 1 : 0][groups[first].pattern] =
            spread_of(groups + first, end - first);
    }
}
