/* target/table_norm.h: what stands beside the rows of a counted table: norms, and the groups that
 * are lowest and highest. */
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
/* rows[n]: those of the table's years. */
void ds_making_put_extremes(ds_making *m, const ds_comparison_row *rows, size_t n);
/* The texts of a cell's keys, each in its place of the row. */
void ds_making_set_keys(ds_making *m, const ds_text *keys, ds_monitor_row *row);

#endif
