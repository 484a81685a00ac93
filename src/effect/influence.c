/* effect/influence.c: the spread that an influence function gives. See influence.h. */
#include "effect/influence.h"

#include <math.h>

#include "base/error.h"
#include "base/memory.h"

ds_status ds_influence_init(size_t n_patterns, ds_influence *out, ds_error *err) {
    ds_influence made = {.n_patterns = n_patterns};
    for (size_t g = 0; g < 2; g++) {
        made.slope[g] = ds_calloc(n_patterns + 1, sizeof *made.slope[g]);
        made.constant[g] = ds_calloc(n_patterns + 1, sizeof *made.constant[g]);
        if (made.slope[g] == NULL || made.constant[g] == NULL) {
            ds_influence_done(&made);
            return ds_error_memory(err);
        }
    }
    *out = made;
    return DS_OK;
}

void ds_influence_done(ds_influence *influence) {
    for (size_t g = 0; g < 2; g++) {
        ds_free(influence->slope[g]);
        ds_free(influence->constant[g]);
    }
    *influence = (ds_influence){0};
}

void ds_influence_subtract(ds_influence *to, const ds_influence *what) {
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < to->n_patterns; i++) {
            to->slope[g][i] -= what->slope[g][i];
            to->constant[g][i] -= what->constant[g][i];
        }
}

double ds_influence_se(const ds_influence *influence, const ds_spread *const spread[2]) {
    double sum = 0;
    for (size_t i = 0; i < influence->n_patterns; i++)
        for (size_t g = 0; g < 2; g++) {
            const ds_spread *of = &spread[g][i];
            const double slope = influence->slope[g][i];
            const double mean = slope * (of->mean - influence->centre) + influence->constant[g][i];
            sum += slope * slope * of->square + of->n * mean * mean;
        }
    return sqrt(sum);
}

void ds_influence_places(const ds_influence *influence, const ds_effect_sample *sample,
                         const bool *in, double *sums, bool *seen) {
    for (size_t l = 0; l < sample->n_locations; l++)
        sums[l] = 0;
    for (size_t i = 0; i < sample->n_groups; i++) {
        const ds_sample_group *group = &sample->groups[i];
        const size_t g = group->treated ? 1 : 0, pattern = group->pattern;
        if (!in[pattern]) continue;
        sums[group->location] += (double)group->n * (influence->slope[g][pattern] *
                                                         (group->outcome - influence->centre) +
                                                     influence->constant[g][pattern]);
        if (seen != NULL) seen[group->location] = true;
    }
}

ds_status ds_influence_se_locations(const ds_influence *influence, const ds_effect_sample *sample,
                                    const bool *in, double *out, ds_error *err) {
    double *sums = ds_calloc(sample->n_locations + 1, sizeof *sums);
    bool *seen = ds_calloc(sample->n_locations + 1, sizeof *seen);
    double square = 0, n = 0;
    const ds_status status = sums == NULL || seen == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) ds_influence_places(influence, sample, in, sums, seen);
    for (size_t l = 0; status == DS_OK && l < sample->n_locations; l++) {
        square += sums[l] * sums[l];
        n += seen[l] ? 1 : 0;
    }
    if (status == DS_OK) *out = n > 1 ? sqrt(n / (n - 1) * square) : NAN;
    ds_free(sums);
    ds_free(seen);
    return status;
}
