/* effect/frame.h: joint cells → samples. What all samples of an evaluation have in common (who is
 * compared with whom on what, and where they are) is put in order once; a sample of one outcome is
 * then two walks along it. It is the sample that ds_effect_sample_from_cells makes of the same
 * persons as cells, to the bit. */
#ifndef DS_EFFECT_FRAME_H
#define DS_EFFECT_FRAME_H

#include "cell/joint.h"
#include "doorstroom/effect.h"

typedef struct ds_effect_frame ds_effect_frame;

/* Of how: columns, keys, group, location and leave_out; they, and joint, are borrowed for as long
 * as the frame lives. DS_USAGE for keys that joint does not have. Cost: n log n of its rows. */
ds_status ds_effect_frame_new(const ds_joint *joint, const ds_effect_cells *how,
                              ds_effect_frame **out, ds_error *err) DS_NODISCARD;
void ds_effect_frame_free(ds_effect_frame *frame);
/* The sample of a field of joint, whose value, where it has one, is the outcome; of how: limit and
 * years. Several threads may do so at once. *out is finished and does not need the frame; out_note
 * may be NULL. Errors as ds_effect_sample_from_cells. */
ds_status ds_effect_frame_sample(const ds_effect_frame *frame, size_t field,
                                 const ds_effect_cells *how, ds_effect_sample **out,
                                 ds_effect_cells_note *out_note, ds_error *err) DS_NODISCARD;

#endif
