/* ask/effect.h: the options of the estimator, which the commands effect and match share. */
#ifndef DS_ASK_EFFECT_H
#define DS_ASK_EFFECT_H

#include "ask/question.h"
#include "doorstroom/effect.h"

/* As they stand on the command line; NULL: the default. */
typedef struct ds_ask_estimator {
    const char *kernel, *bandwidth, *support, *estimand, *se, *replicates, *seed, *resample,
        *estimator, *model, *neighbours, *classes, *link, *correction;
    bool uncorrected, firth;
} ds_ask_estimator;

enum { DS_ASK_ESTIMATOR_OPTIONS = 16 };
/* Writes the options of the estimator to out[DS_ASK_ESTIMATOR_OPTIONS]. */
void ds_ask_estimator_list(ds_ask_estimator *asked, ds_ask_option *out);
/* Into *out, which holds the defaults; false with a message. clusters: there are locations, so that
 * whole ones can be drawn. */
bool ds_ask_estimator_read(ds_question *q, const ds_ask_estimator *asked, bool clusters,
                           ds_effect_options *out);
/* What came of it is the answer, and the answer's to free. */
ds_status ds_ask_effects(ds_question *q, ds_effects *effects) DS_NODISCARD;

#endif
