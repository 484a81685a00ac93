/* report/cells.h: what other tables of counted cells need of cells.c. */
#ifndef DS_REPORT_CELLS_H
#define DS_REPORT_CELLS_H

#include "doorstroom/report.h"

/* A note on each break in the series that the cells from from_year on cross, in those forms. */
void ds_report_breaks(ds_document *document, const ds_tally_table *table,
                      const ds_indicator *indicator, int from_year, unsigned in);

#endif
