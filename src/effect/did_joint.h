/* effect/did_joint.h: joint cells → panels of vestigingen and years. */
#ifndef DS_EFFECT_DID_JOINT_H
#define DS_EFFECT_DID_JOINT_H

#include "cell/joint.h"
#include "doorstroom/did.h"

/* As ds_did_panel_from_cells, of the cells that this field stands for; of how: group, location,
 * leave_out, and limit and years as in ds_effect_cells. A vestiging starts in the first school year
 * of years with a participant, whatever is known of the outcome. */
ds_status ds_did_panel_from_joint(const ds_joint *joint, size_t field, const ds_effect_cells *how,
                                  ds_did_panel **out, ds_error *err) DS_NODISCARD;

#endif
