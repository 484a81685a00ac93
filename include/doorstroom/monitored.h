/* doorstroom/monitored.h, of report: the monitor as a document.
 *
 * Ownership: documents borrow from plan and result. Threads: all may be called at once. */
#ifndef DOORSTROOM_MONITORED_H
#define DOORSTROOM_MONITORED_H

#include "doorstroom/document.h"
#include "doorstroom/monitor.h"

DS_BEGIN_DECLS

typedef struct ds_monitor_block {
    const ds_monitor_plan *plan;
    const ds_monitor_result *result;
    int jaar;               /* of the forms */
    size_t n_agendas;       /* in it */
    size_t n_outside;       /* institutions with counts that are in no agenda */
    const char *generation; /* of the register; NULL: of none */
} ds_monitor_block;

/* For machines one table of all rows (csv: tabel,indicator,jaar,…); for people a section a table,
 * with the columns that it has. A table that cannot be filled stands there with the reason. It is
 * internal: rows are of single agendas. *out is the caller's (ds_document_free). */
DS_API ds_status ds_report_monitor(const ds_monitor_block *block, ds_document **out,
                                   ds_error *err) DS_NODISCARD;
/* Which tables there are. */
DS_API ds_status ds_report_monitor_list(const ds_monitor_plan *plan, ds_document **out,
                                        ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
