/* work/inside/effect_truth.h: the true effects in a made register. */
#ifndef DS_WORK_INSIDE_EFFECT_TRUTH_H
#define DS_WORK_INSIDE_EFFECT_TRUTH_H

#include "work/inside/effect_plan.h"

/* Fills truth of rows (one a case of the plan, in order), where the work folder has zonder_route/;
 * imports that when it is not yet, or not any more. */
ds_status ds_effect_truth(const effect_count *count, const effect_plan *plan, ds_effect_row *rows,
                          ds_error *err) DS_NODISCARD;

#endif
