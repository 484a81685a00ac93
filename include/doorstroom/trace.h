/* doorstroom/trace.h, of intake: the deliveries read again, to say of one person which lines there
 * are and what became of each: which enrolment decided a state, by which rule, what was replaced.
 *
 * The register holds no lines. A trace goes the way of an import (the same reading, the same
 * resolving) and stores nothing: no register, no afgekeurd/. Cost: time and memory of an import,
 * and 16 bytes a row while it reads; of rows with their lines only those of one person are kept.
 * Ownership: all that is handed out is the trace's. Threads: one at a time. */
#ifndef DOORSTROOM_TRACE_H
#define DOORSTROOM_TRACE_H

#include "doorstroom/intake.h"

DS_BEGIN_DECLS

typedef struct ds_trace ds_trace;

/* From which delivery a line is. */
typedef enum ds_trace_kind {
    DS_TRACE_INSCHRIJVING,
    DS_TRACE_PERSOON,
    DS_TRACE_DIPLOMA,
    DS_TRACE_WERK,
    DS_TRACE_VRIJSTELLING,
    DS_TRACE_START, /* in a start population of DUO's */
    DS_TRACE_VSV,   /* reported by DUO as an early leaver */
    DS_TRACE_KINDS,
} ds_trace_kind;

/* What became of a line. */
typedef enum ds_trace_role {
    DS_TRACE_TAKEN,    /* it counts */
    DS_TRACE_DECIDES,  /* it is the state on 1 October */
    DS_TRACE_BESIDE,   /* another enrolment on that day is the state, by rule */
    DS_TRACE_REPLACED, /* a later delivery says the same otherwise */
    DS_TRACE_CONFLICT, /* another line of the same delivery does */
    DS_TRACE_DOUBLE,   /* the same line twice */
    DS_TRACE_ASIDE,    /* set aside: another family of numbers speaks for that year */
} ds_trace_role;

typedef struct ds_trace_row {
    ds_trace_kind kind;
    ds_trace_role role;
    const char *rule; /* of DECIDES (over the others on that day) and BESIDE: hoofdinschrijving,
                         soort, niveau, opleiding, instelling, overig; "" where it was alone */
    const char *file;
    uint64_t line;
    int schooljaar;   /* of werk: the October; 0: always */
    const char *text; /* its columns: "soort mbo, niveau 2" */
    uint64_t filled;  /* bit c: career column c (definition.h: ds_column_list) has a value here */
} ds_trace_row;

/* Reads and resolves what lies in the work folder now, and keeps the lines of the person with this
 * number: "bsn:123", or "123" where that is one person; with a key the number or its pseudonym.
 * NULL: of nobody. Errors: as ds_import; DS_INPUT when there is no such person, or several. */
DS_API ds_status ds_trace_open(const ds_import_options *options, const char *persoon,
                               ds_trace **out, ds_error *err) DS_NODISCARD;
DS_API void ds_trace_free(ds_trace *trace);
/* The name that a register of these deliveries has: another than ds_register_generation says that
 * the register is stale. */
DS_API const char *ds_trace_generation(const ds_trace *trace);
/* The place of that person in the register. */
DS_API uint64_t ds_trace_place_of(const ds_trace *trace);
/* How many persons the register has; their places are below. */
DS_API uint64_t ds_trace_n_persons(const ds_trace *trace);
/* The number of a person of the register. */
DS_API ds_text ds_trace_person(const ds_trace *trace, uint64_t person);
/* The kind of that number. */
DS_API const char *ds_trace_person_kind(const ds_trace *trace, uint64_t person);
/* The lines of that person, by kind, school year, delivery and line. */
DS_API const ds_trace_row *ds_trace_rows(const ds_trace *trace, size_t *out_n);

DS_END_DECLS

#endif
