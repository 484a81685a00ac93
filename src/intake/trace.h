/* intake/trace.h: where rows stood, kept only while deliveries are read for a trace. */
#ifndef DS_INTAKE_TRACE_H
#define DS_INTAKE_TRACE_H

#include "doorstroom/trace.h"
#include "intake/resolve/resolve.h"

/* The place of a row; of the i-th row of a list of a worker the i-th. */
typedef struct ds_trace_place {
    uint64_t line;
    uint64_t levering;
} ds_trace_place;

/* A row as it came, with its words as ranks. */
typedef struct ds_traced {
    ds_trace_kind kind;
    ds_trace_place place;
    union {
        ds_enrolment enrolment;
        ds_attributes attributes;
        ds_diploma diploma;
        ds_job job;
        ds_exemption exemption;
        ds_verdict verdict;
    } as;
} ds_traced;

struct ds_trace {
    ds_import_options options;
    const char *persoon; /* NULL: nobody */
    uint32_t person;     /* rank */
    ds_intake intake;
    ds_resolved resolved;
    char generation[17];
    ds_traced *rows; /* of the person */
    ds_trace_row *shown;
    char **texts;
    size_t n_rows, capacity;
};

/* Notes where the row stands that was just added to one of the worker's lists. False: memory. */
bool ds_trace_note(const ds_row *row, const ds_list *rows) DS_NODISCARD;
/* Makes shown and texts of rows and what was resolved (trace_rows.c). */
ds_status ds_trace_show(ds_trace *trace, ds_error *err) DS_NODISCARD;

#endif
