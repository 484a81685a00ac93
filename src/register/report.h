/* register/report.h: making a report of an import, and reading the one of a generation back. */
#ifndef DS_REGISTER_REPORT_H
#define DS_REGISTER_REPORT_H

#include "base/arena.h"
#include "doorstroom/import_report.h"

#define DS_REPORT_FILE "samenvatting.json"

/* The counts of ds_import_totals that stand in the report one after another. */
typedef struct ds_report_total {
    const char *name;
    size_t offset; /* of a uint64_t */
} ds_report_total;
enum { DS_REPORT_TOTALS = 14 };
extern const ds_report_total ds_report_totals[DS_REPORT_TOTALS];

/* An empty report; NULL when memory is short. Freed by ds_import_report_free. */
ds_import_report *ds_import_report_new(void) DS_NODISCARD;
/* Where all that the report holds is to be kept. */
ds_arena *ds_import_report_arena(ds_import_report *report);
/* What ds_import_report_json printed; *out is the caller's. DS_INPUT, without a text, for anything
 * else. */
ds_status ds_import_report_parse(const char *text, size_t size, ds_import_report **out,
                                 ds_error *err) DS_NODISCARD;

#endif
