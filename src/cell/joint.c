/* cell/joint.c: letting go of joint cells. See joint.h. */
#include "cell/joint.h"

#include "base/memory.h"

void ds_joint_free(ds_joint *joint) {
    if (joint == NULL) return;
    ds_free(joint->texts);
    ds_free(joint->n_texts);
    ds_free(joint->fields);
    ds_free(joint->rows);
    ds_free(joint->codes);
    ds_arena_done(&joint->arena);
    ds_free(joint);
}
