/* disclosure/make.h: the one maker of a release. See disclose.c. */
#ifndef DS_DISCLOSURE_MAKE_H
#define DS_DISCLOSURE_MAKE_H

#include "disclosure/counts.h"

typedef struct ds_made {
    const ds_disclosure_table *tables;
    size_t n;
    const ds_disclosure_options *options;
    const ds_counts *counts;
    const bool *hidden; /* of the system's cells */
    size_t n_protected, n_programs;
} ds_made;

ds_status ds_make_release(const ds_made *made, ds_release **out, ds_error *err) DS_NODISCARD;

#endif
