/* work/inside/effect_family.h: all outcomes and years that an evaluation declares are estimated and
 * tested together, whatever is shown of them. */
#ifndef DS_WORK_INSIDE_EFFECT_FAMILY_H
#define DS_WORK_INSIDE_EFFECT_FAMILY_H

#include "work/inside/effect_plan.h"
#include "work/inside/effects.h"

/* Holm over the outcomes of an evaluation, and apart from those over its placebos. */
ds_status ds_effect_family_adjust(ds_effect_row *rows, size_t n_rows, ds_error *err) DS_NODISCARD;
/* Flags rows, and their estimates by another list of exact columns, that lie further apart
 * than 1.96 standard errors of their difference (DS_EFFECT_DISAGREES): methods of comparison that
 * contradict each other, so that neither has stars. Frees the places. */
void ds_effect_family_mark(ds_effect_block *block, effect_arrays *arrays);
/* Keeps the cases, rows, results and samples that are shown. */
void ds_effect_family_keep_shown(effect_plan *plan, ds_effect_block *block, effect_arrays *arrays);

#endif
