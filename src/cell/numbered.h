/* cell/numbered.h: cells with numbers for keys, of joint cells. See doorstroom/numbered.h. */
#ifndef DS_CELL_NUMBERED_H
#define DS_CELL_NUMBERED_H

#include "cell/joint.h"
#include "doorstroom/numbered.h"

/* Those of one field of joint: an event. names[joint->n_keys] are copied, so are the texts. Codes
 * follow the bytes of the texts, rows school year and codes, so that the same cells give the same
 * bytes whoever counted them. *out is the caller's (ds_numbered_free). */
ds_status ds_numbered_from_joint(const ds_joint *joint, size_t field, const char *const *names,
                                 ds_numbered **out, ds_error *err) DS_NODISCARD;

#endif
