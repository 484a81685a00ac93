/* work/inside/effect_known.h: balance of everything known, in the score or not. */
#ifndef DS_WORK_INSIDE_EFFECT_KNOWN_H
#define DS_WORK_INSIDE_EFFECT_KNOWN_H

#include "work/inside/effect_plan.h"

/* The columns of a career that are shown beside the covariates, where a register has them. */
size_t ds_effect_known_names(const char *const **out);

typedef struct effect_known_asked {
    const effect_plan *plan;    /* with its joint cells, and the samples of the first list */
    const ds_parts *parts;      /* in place of joint cells; NULL: none */
    const ds_effect_cells *how; /* group, location and leave_out of the samples */
    const ds_effect_options *options;
    ds_effect_row *rows;    /* [n_cases]: with results; known is filled in */
    ds_effect_known **made; /* [n_cases]: the caller's; NULL where another row has the same */
    size_t n_threads;
} effect_known_asked;

/* Once for each set of persons; rows with the same persons share it. What is unknown of somebody
 * becomes a level in the joint cells, which are of no use for samples then. */
ds_status ds_effect_known_all(const effect_known_asked *asked, ds_error *err) DS_NODISCARD;

#endif
