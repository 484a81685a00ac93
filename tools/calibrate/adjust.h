/* calibrate/adjust.h: one step of the calibration: from what a population showed to parameters
 * nearer to what is published. */
#ifndef DS_CALIBRATE_ADJUST_H
#define DS_CALIBRATE_ADJUST_H

#include "compose.h"
#include "seen.h"

typedef struct adjustment {
    const ds_compose_published *published;
    const ds_composition *composition;
    double speed; /* 0 to 1: how much of a correction is made at once */
} adjustment;

/* Changes model towards the published figures, given what its population showed. */
void adjust(ds_model *model, const seen *of, const adjustment *how);

#endif
