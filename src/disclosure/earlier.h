/* disclosure/earlier.h: releases that others keep (methods 27): what they showed is known, what
 * they hid stays protected. */
#ifndef DS_DISCLOSURE_EARLIER_H
#define DS_DISCLOSURE_EARLIER_H

#include "disclosure/counts.h"

/* A count shown earlier that differs now: old = new + change, |change| at most revision. */
typedef struct ds_earlier_change {
    uint32_t entry;
    int measure;
    int64_t old;
} ds_earlier_change;

typedef struct ds_earlier {
    ds_earlier_change *changes;
    size_t n, capacity;
} ds_earlier;

void ds_earlier_done(ds_earlier *earlier);
/* Before the system is made: marks the counts. DS_INPUT for a table that is not among tables. */
ds_status ds_earlier_mark(ds_counts *counts, const ds_disclosure_table *tables, size_t n,
                          const ds_disclosure_options *options, ds_earlier *out,
                          ds_error *err) DS_NODISCARD;
/* After the cells are in: the changes as relations. */
ds_status ds_earlier_relate(const ds_earlier *earlier, const ds_counts *counts, uint64_t revision,
                            ds_system *system, ds_error *err) DS_NODISCARD;

#endif
