/* tally/joint.h: one pass over the register for many indicators with the same keys, as joint cells
 * (cell/joint.h): where the tables of ds_tally are as many as the indicators, a person's keys are
 * looked up once here, and no text is made of a cell. For what estimates rather than prints. */
#ifndef DS_TALLY_JOINT_H
#define DS_TALLY_JOINT_H

#include "cell/joint.h"
#include "doorstroom/tally.h"

typedef struct ds_joint_asked {
    const ds_tally_request *requests; /* [n]: events */
    size_t n;
    size_t n_keys; /* those that all requests begin with; a request may have one more: its value */
    const int *years; /* [n_years]: the school years that are wanted; none: all */
    size_t n_years;
    size_t n_workers; /* 0: as many as there are cores */
} ds_joint_asked;

/* *out is the caller's (ds_joint_free); notes [n] as of ds_tally. DS_USAGE for requests that do not
 * go together: other keys, a number, a pool, or careers that look otherwise. Cost: one read of the
 * columns; memory for the rows, at most one a person and school year. */
ds_status ds_tally_joint(const ds_register *reg, const ds_definitions *definitions,
                         const ds_joint_asked *asked, ds_joint **out, ds_tally_note *notes,
                         ds_error *err) DS_NODISCARD;

#endif
