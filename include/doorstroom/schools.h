/* doorstroom/schools.h, of report: what happened school by school: before and after a route began,
 * and how long until what, with the documents that are made of them. What makes them is ds_work_did
 * and ds_work_duration (doorstroom/inside.h), the estimates themselves doorstroom/did.h and
 * duration.h. They name vestigingen, or count single persons: all of it is internal.
 *
 * Ownership: a block borrows all its texts and arrays from who made it. Threads: all of it may be
 * read by many. */
#ifndef DOORSTROOM_SCHOOLS_H
#define DOORSTROOM_SCHOOLS_H

#include "doorstroom/did.h"
#include "doorstroom/document.h"
#include "doorstroom/duration.h"

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

/* How long until what, of one table. */
typedef struct ds_duration_block {
    const char *file;
    const char *treatment; /* the column; NULL: all are one group, that of the result's [0] */
    const char *cluster;   /* NULL: none was named */
    const char *none;      /* the cause of who nothing happened to */
    const char *const *causes;
    size_t n_causes;
    const ds_duration_result *result;
    uint64_t nothing; /* persons that nothing happened to as far as they were followed */
    uint64_t missing_treatment, missing_time, missing_cluster; /* persons */
} ds_duration_block;

/* For machines a row a number (csv: one table). Always internal. */
DS_API ds_status ds_report_duration(const ds_duration_block *block, ds_document **out,
                                    ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
