/* doorstroom/schools.h, of report: what happened school by school: before and after a route began,
 * and the document that is made of it. What makes it is ds_work_did (doorstroom/inside.h), the
 * estimate itself ds_did_… (doorstroom/did.h). It names vestigingen: all of it is internal.
 *
 * Ownership: a block borrows all its texts and arrays from who made it. Threads: all of it may be
 * read by many. */
#ifndef DOORSTROOM_SCHOOLS_H
#define DOORSTROOM_SCHOOLS_H

#include "doorstroom/did.h"
#include "doorstroom/document.h"

DS_BEGIN_DECLS

/* One outcome. Texts are "" where there is nothing to say. */
typedef struct ds_did_row {
    const char *outcome; /* id, or the column's name */
    const char *name, *name_en;
    int year;         /* of follow-up; below 0: none */
    bool share;       /* 0 and 1 only: people see percentages */
    uint64_t unknown; /* persons whose outcome is not known */
    ds_did_options options;
    const ds_did_result *result;
} ds_did_row;

/* Of one table or evaluation. */
typedef struct ds_did_block {
    const char *file; /* of the data */
    const ds_did_row *rows;
    size_t n_rows;
    uint64_t missing_treatment, missing_time; /* persons */
} ds_did_block;

/* For machines a row an estimate (csv: one table; json: those of an outcome under schattingen); for
 * people a section an outcome. Always internal. */
DS_API ds_status ds_report_did(const ds_did_block *block, ds_document **out,
                               ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
