/* effect/agree.h: the same row by AIPW and entropy balancing beside the kernel, and whether they
 * agree: two differ when their difference is more than 1.96 × its standard error, that of the
 * difference of their influence functions (summed by location where these are resampled; of few
 * treated locations by persons where that is more). The kernel's with the score taken as given: at
 * a narrow bandwidth its derivative to the score is mostly noise. The ways average over everybody
 * of the estimand who is in the score, the kernel over those on support: part of a difference may
 * be who is compared. */
#ifndef DS_EFFECT_AGREE_H
#define DS_EFFECT_AGREE_H

#include "effect/matching.h"
#include "effect/way.h"

/* What the outcomes of one set of persons share. */
typedef struct ds_agree {
    const ds_matching *matching; /* valid; its score is of all persons */
    size_t n_samples, n_locations;
    struct ds_agree_place *places; /* [n_samples * DS_EFFECT_OTHERS * n_locations] */
    ds_way_shared shared;
} ds_agree;

ds_status ds_agree_init(const ds_matching *matching, size_t n_samples, ds_agree *out,
                        ds_error *err) DS_NODISCARD;
void ds_agree_done(ds_agree *agree);
/* Fills out->others and n_others, and sets DS_EFFECT_WAYS_DIFFER; the rest is the kernel's. */
ds_status ds_agree_outcome(ds_agree *agree, size_t index, const ds_effect_sample *sample,
                           ds_effect_result *out, ds_error *err) DS_NODISCARD;
/* The same with what resamples of locations made of the kernel's: differences[replicates] in the
 * order of the replicates, NAN where there is none. After ds_agree_outcome; out as that left it. */
ds_status ds_agree_resampled(const ds_agree *agree, size_t index, const double *differences,
                             ds_effect_result *out, ds_error *err) DS_NODISCARD;

#endif
