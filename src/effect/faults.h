/* effect/faults.h: which covariates make persons drop out, or leave no score. */
#ifndef DS_EFFECT_FAULTS_H
#define DS_EFFECT_FAULTS_H

#include "effect/sample.h"

typedef struct ds_effect_faults {
    char *missing; /* "advies (12), leeftijd (3)": persons by the first covariate that they lack */
    char *separating; /* "toets, advies": without any one of them there would be a score */
} ds_effect_faults;

/* Both NULL where there is nothing to name. Of a separated result the score is fitted without each
 * covariate in turn. The caller frees with ds_effect_faults_done. */
ds_status ds_effect_faults_find(const ds_effect_sample *sample, const ds_effect_result *result,
                                ds_effect_faults *out, ds_error *err) DS_NODISCARD;
void ds_effect_faults_done(ds_effect_faults *faults);

#endif
