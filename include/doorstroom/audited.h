/* doorstroom/audited.h, of report: published tables and a text, held against themselves, as a
 * document. */
#ifndef DOORSTROOM_AUDITED_H
#define DOORSTROOM_AUDITED_H

#include "doorstroom/audit.h"
#include "doorstroom/document.h"

DS_BEGIN_DECLS

typedef struct ds_outside_audited_table {
    ds_audit_table *table;
    ds_audit_result result;
} ds_outside_audited_table;

typedef struct ds_outside_audited {
    ds_outside_audited_table *tables;
    size_t n_tables;
    char *text_name; /* NULL: no text */
    ds_audit_text text;
} ds_outside_audited;

/* A table of findings (of all tables), one of what a text says and its tables do not, one of the
 * denominators that fit, and how much was held against what. *out is the caller's. */
DS_API ds_status ds_report_audit(const ds_outside_audited *audited, ds_document **out,
                                 ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
