/* report/cells.h: what other tables of counted cells need of cells.c. */
#ifndef DS_REPORT_CELLS_H
#define DS_REPORT_CELLS_H

#include "doorstroom/report.h"

/* A note on each break in the series that the cells from from_year on cross, in those forms. */
void ds_report_breaks(ds_document *document, const ds_tally_table *table,
                      const ds_indicator *indicator, int from_year, unsigned in);

/* Whether the list has norms of that school year, though none that fits the keys. */
bool ds_report_lacks_norm(const ds_norm *norm, int schooljaar, const char *const *names,
                          const ds_text *keys, size_t n_keys);
/* That so many rows of such years have none beside them, and by what norms hold; 0: nothing. */
void ds_report_norm_note(ds_document *document, const ds_norm *norm, uint64_t n_rows);

/* What the table shows as a figure, on pages only: shares or means by year, the first key as lines.
 * What is read in parts has none. title: of the indicator. */
void ds_report_tally_figure(ds_document *document, const ds_tally_table *table, ds_say title);

#endif
