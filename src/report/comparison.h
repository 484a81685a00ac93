/* report/comparison.h: what report/comparison.c adds to the tables of a tally. */
#ifndef DS_REPORT_COMPARISON_H
#define DS_REPORT_COMPARISON_H

#include "doorstroom/report.h"

/* In place of ds_report_cells, of a table with a comparison: the rows and their notes. */
void ds_report_comparison(ds_document *document, const char *id, const ds_tally_table *table);
/* Whom it counts beside the definition, when anything was asked. */
void ds_report_narrowed(ds_document *document, const ds_tally_table *table);

#endif
