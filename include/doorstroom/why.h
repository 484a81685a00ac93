/* doorstroom/why.h, of work/inside: why does this person count? One person walked through a
 * definition, the persons of a cell, and two definitions or registers held side by side.
 *
 * All of it is internal: for who may see the register. */
#ifndef DOORSTROOM_WHY_H
#define DOORSTROOM_WHY_H

#include "doorstroom/inside.h"
#include "doorstroom/person.h"
#include "doorstroom/trace.h"

DS_BEGIN_DECLS

/* ---- why ---- */

typedef struct ds_why_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicator;
    const char *person; /* "bsn:123", or "123" where that is one person */
    int schooljaar;     /* 0: each in which the person is enrolled */
    bool present_codes; /* institutions under the codes they have now */
} ds_why_options;
#define DS_WHY_OPTIONS_VERSION 1
#define DS_WHY_OPTIONS_INIT                                                                        \
    { DS_WHY_OPTIONS_VERSION, NULL, NULL, NULL, 0, false }

/* A school year in which the person was enrolled in soorten (a bit each: 1 << its place in the code
 * list) whose diplomas were not delivered: what rests on these is not known. */
typedef struct ds_why_undelivered {
    int schooljaar;
    uint32_t soorten;
} ds_why_undelivered;

/* What came of it. */
typedef struct ds_why {
    ds_work_definitions definitions;
    const ds_definitions *set; /* the file of the indicator */
    ds_indicator indicator;
    ds_person_explained explained;
    ds_trace *trace; /* the person's lines */
    ds_why_undelivered *undelivered;
    size_t n_undelivered;
    char *generation; /* of the register */
} ds_why;

/* Reads the deliveries again for the person's lines and walks the register's own career. *out ends
 * with ds_why_done. DS_INPUT also when the deliveries changed after the import: lines and register
 * would not tell of the same. Cost: about that of an import. */
DS_API ds_status ds_work_why(const ds_work *work, const ds_why_options *options, ds_why *out,
                             ds_error *err) DS_NODISCARD;
DS_API void ds_why_done(ds_why *why);
/* *out is the caller's (ds_document_free) and borrows from why. */
DS_API ds_status ds_say_why(const ds_why *why, ds_document **out, ds_error *err) DS_NODISCARD;

/* ---- the persons of a cell ---- */

typedef struct ds_persons_options {
    unsigned version;             /* the initialiser sets it; 0 is taken as 1, the first */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicator;
    const char *by;     /* "niveau,leerweg"; NULL: no */
    const char *cell;   /* "2,bol": a value for each of by; NULL: all */
    const char *stand;  /* teller, noemer (only) or onbekend; NULL: all */
    int schooljaar;     /* 0: all */
    bool present_codes; /* institutions under the codes they have now */
} ds_persons_options;
#define DS_PERSONS_OPTIONS_VERSION 1
#define DS_PERSONS_OPTIONS_INIT                                                                    \
    { DS_PERSONS_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, 0, false }

/* A person in a cell. */
typedef struct ds_persons_row {
    uint64_t person; /* place in the register */
    int schooljaar;
    ds_stand stand;
    char **keys;
} ds_persons_row;

typedef struct ds_persons {
    char *indicator, *version, *generation;
    char **names; /* of the keys */
    size_t n_keys;
    ds_persons_row *rows; /* by school year, then person */
    size_t n;
    ds_trace *trace; /* who they are */
} ds_persons;

/* Lists who is counted where. *out ends with ds_persons_done. Errors and cost as ds_work_why. */
DS_API ds_status ds_work_persons(const ds_work *work, const ds_persons_options *options,
                                 ds_persons *out, ds_error *err) DS_NODISCARD;
DS_API void ds_persons_done(ds_persons *persons);
/* *out is the caller's (ds_document_free) and borrows from persons. */
DS_API ds_status ds_say_persons(const ds_persons *persons, ds_document **out,
                                ds_error *err) DS_NODISCARD;

/* ---- two definitions, or two registers ---- */

/* One side. What is NULL is as on the other side. */
typedef struct ds_compare_side {
    const char *folder;           /* a work folder */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicator;
} ds_compare_side;

typedef struct ds_compare_options {
    unsigned version; /* the initialiser sets it; 0 is taken as 1, the first */
    ds_compare_side sides[2];
    bool present_codes; /* institutions under the codes they have now */
} ds_compare_options;
#define DS_COMPARE_OPTIONS_VERSION 1
#define DS_COMPARE_OPTIONS_INIT                                                                    \
    { DS_COMPARE_OPTIONS_VERSION, {{NULL, NULL, NULL}, {NULL, NULL, NULL}}, false }

/* n[a][b]: how many persons stand at a on the first side and at b on the second; who is in one
 * register only does not count in the other. Who counts on neither side is nowhere. */
typedef struct ds_compare_year {
    int schooljaar;
    bool counted[2]; /* the side counts this school year at all */
    uint64_t n[DS_STANDS][DS_STANDS];
} ds_compare_year;

typedef struct ds_compared {
    char *labels[2]; /* what tells the sides apart */
    char *versions[2], *generations[2];
    bool numeric;
    ds_compare_year *years;
    size_t n_years;
    uint64_t n_persons[2]; /* in the registers */
} ds_compared;

/* Holds two definitions, or two registers, side by side, person by person; persons of two registers
 * are the same when kind and number are. *out ends with ds_compared_done. DS_USAGE for indicators
 * that do not count persons. */
DS_API ds_status ds_work_compare(const ds_work *work, const ds_compare_options *options,
                                 ds_compared *out, ds_error *err) DS_NODISCARD;
DS_API void ds_compared_done(ds_compared *compared);
/* *out is the caller's (ds_document_free) and borrows from compared. */
DS_API ds_status ds_say_compared(const ds_compared *compared, ds_document **out,
                                 ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
