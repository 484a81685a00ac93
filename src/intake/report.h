/* intake/report.h: what an import did, for the report that ds_import gives. */
#ifndef DS_INTAKE_REPORT_H
#define DS_INTAKE_REPORT_H

#include "intake/resolve/resolve.h"
#include "register/report.h"

/* Makes the report; resolved NULL when the import failed before. *out is the caller's
 * (ds_import_report_free). */
ds_status ds_report_make(const ds_intake *intake, const ds_resolved *resolved,
                         ds_import_report **out, ds_error *err) DS_NODISCARD;

/* Adds a warning, unless there are many already. Both formats take the same arguments. */
void ds_report_warn(ds_import_report *report, const char *code, const char *nl, const char *en, ...)
    DS_PRINTF(3, 5) DS_PRINTF(4, 5);

/* The same of texts. */
void ds_report_warn_texts(ds_import_report *report, const char *code, const char *nl,
                          const char *en);

/* Warns of days of which no funding delivery tells the diplomas; duo/gaps.c. */
void ds_duo_warn_gaps(const ds_intake *intake, const ds_resolved *resolved,
                      ds_import_report *report);

/* Of which kind a delivery's persons' numbers are. */
void ds_identity_describe(const ds_identity_counts *counts, ds_import_delivery *out,
                          ds_arena *arena);
/* Warns of deliveries whose persons cannot be joined. */
void ds_identity_warn(const ds_intake *intake, const ds_resolved *resolved,
                      ds_import_report *report);

#endif
