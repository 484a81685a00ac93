/* release/model.h: what a release is made of. Only the release itself and disclosure, its one
 * maker, may include this: tools/check-layers holds them to it. */
#ifndef DS_RELEASE_MODEL_H
#define DS_RELEASE_MODEL_H

#include "base/arena.h"
#include "doorstroom/release.h"

struct ds_release {
    ds_release_facts facts;
    ds_release_table *tables;
    size_t n_tables;
    ds_arena arena; /* of all that is in it */
};

#endif
