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
    ds_release_sheet *sheets; /* by id, then scope */
    size_t n_sheets;
    ds_release_about about;
    ds_release_label *labels; /* by column, then code */
    size_t n_labels;
    ds_release_definition *definitions; /* by id */
    size_t n_definitions;
    ds_release_delivery *deliveries;
    size_t n_deliveries;
    const char **scopes; /* by bytes */
    size_t n_scopes;
    ds_arena arena; /* of all that is in it */
};

/* Of a table of DS_RELEASE_OF_EACH the institution's key; SIZE_MAX for another table. */
size_t ds_release_own_key(const ds_release_table *table);

/* Sorts sheets, labels and definitions, and lists the scopes: once all is in. DS_USAGE when two
 * sheets have one id and scope. */
ds_status ds_release_settle(ds_release *release, ds_error *err) DS_NODISCARD;

#endif
