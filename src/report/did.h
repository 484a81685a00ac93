/* report/did.h: before and after as part of another document. */
#ifndef DS_REPORT_DID_H
#define DS_REPORT_DID_H

#include "doorstroom/schools.h"

/* A section for people, and for machines the facts of one outcome and the table of its estimates.
 * evaluation: what csv has in its first column; NULL: it has none such. csv: DS_IN_CSV, or
 * DS_IN_NAMED where the table is one of several. */
void ds_report_did_row(ds_document *to, const ds_did_row *row, const char *evaluation,
                       unsigned csv);

#endif
