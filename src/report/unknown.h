/* report/unknown.h: what must be said wherever diplomas count. */
#ifndef DS_REPORT_UNKNOWN_H
#define DS_REPORT_UNKNOWN_H

#include "doorstroom/document.h"

/* Unknown is not "none": of which soorten diplomas were not delivered ("" for none), and of how
 * many the niveau is unknown; what rests on them is unknown too. */
void ds_report_unknown_diplomas(ds_document *document, const char *undelivered,
                                uint64_t n_unlevelled);

#endif
