/* target/table_norm.h: the norm of a row of a counted table, and what the row is beside it. */
#ifndef DS_TARGET_TABLE_NORM_H
#define DS_TARGET_TABLE_NORM_H

#include "doorstroom/comparison.h"
#include "target/making.h"

/* What is to be said under the table. */
typedef struct ds_norms_met {
    size_t pooled, small, without;
} ds_norms_met;

/* row: with the keys, the year, n and the percentage of the row. */
void ds_making_put_norm(ds_making *m, ds_monitor_row row, const ds_comparison_row *of,
                        ds_norms_met *met);
void ds_making_note_norms(ds_making *m, const ds_norms_met *met);

#endif
