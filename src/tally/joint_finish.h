/* tally/joint_finish.h: the rows of joint cells as they were counted → with codes that have texts.
 */
#ifndef DS_TALLY_JOINT_FINISH_H
#define DS_TALLY_JOINT_FINISH_H

#include "cell/joint.h"
#include "tally/count.h"

/* joint has rows and fields; the first word of a row, its group, becomes the place of its school
 * year. plans: of the fields, with their n_keys keys first. */
ds_status ds_joint_finish(const ds_program *program, const ds_count_plan *plans, size_t n_keys,
                          ds_joint *joint, ds_error *err) DS_NODISCARD;

#endif
