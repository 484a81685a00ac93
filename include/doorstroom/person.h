/* doorstroom/person.h, of tally: one person against a definition: how a person stands in a school
 * year, and what each part of the definition was. By the same steps that ds_tally counts with: a
 * part is an expression of its own, compiled as any other.
 *
 * What is said here is of persons, so it is internal, and nothing of it goes into a release. */
#ifndef DOORSTROOM_PERSON_H
#define DOORSTROOM_PERSON_H

#include "doorstroom/tally.h"

DS_BEGIN_DECLS

/* Where a person counts in a school year. A numeric indicator has no teller. */
typedef enum ds_stand {
    DS_STAND_NOT,
    DS_STAND_TELLER, /* in teller and noemer */
    DS_STAND_NOEMER, /* in noemer only */
    DS_STAND_ONBEKEND,
    DS_STANDS,
} ds_stand;
/* niet, teller, noemer, onbekend. */
DS_API const char *ds_stand_code(ds_stand stand);

/* Why a person does not count. */
typedef enum ds_stand_reason {
    DS_STAND_COUNTS,
    DS_STAND_ABSENT,    /* not enrolled on 1 October */
    DS_STAND_UNCOVERED, /* no delivery covers the school year */
    DS_STAND_HORIZON,   /* a school year that the definition looks at is not covered */
    DS_STAND_OUTSIDE,   /* the population does not hold */
    DS_STAND_UNCERTAIN, /* the population is unknown */
} ds_stand_reason;

/* ---- all persons ---- */

/* Calls take for every person and school year that counts, by person, then school year (by another
 * grain than a person also for other enrolments, after those of 1,024 persons); keys[i] is the text
 * that a cell has for keys[i] of the request. Errors: as ds_tally, and what take returns.
 * Cost: one pass on this thread. */
typedef struct ds_stand_sink {
    void *context;
    ds_status (*take)(void *context, uint64_t person, int schooljaar, ds_stand stand,
                      const ds_text *keys, ds_error *err);
} ds_stand_sink;
DS_API ds_status ds_tally_stands(const ds_register *reg, const ds_definitions *definitions,
                                 const ds_tally_request *request, const ds_stand_sink *sink,
                                 ds_error *err) DS_NODISCARD;

/* ---- one person ---- */

/* A part of the definition in the school year in which it is looked at. */
typedef struct ds_person_part {
    uint32_t node;
    size_t depth; /* below what: 0 is the population or the event itself */
    bool event;   /* of the event or value; else of the population */
    bool shifted; /* stands in another school year than t */
    int schooljaar;
    bool covered; /* so are all school years that it looks at; else its value means nothing */
    bool truth;   /* value is ja, nee or onbekend */
    bool missing;
    char *value; /* of a column what it is; "" where it is missing */
} ds_person_part;

/* One school year. */
typedef struct ds_person_year {
    int schooljaar;
    size_t pass; /* 0: the state; else the so manieth other enrolment that the grain counts */
    ds_stand stand;
    ds_stand_reason reason;
    size_t cause; /* the part that made it so: the first of a row of and that is as the whole is;
                     SIZE_MAX: none */
    ds_person_part *parts; /* from above to below: a part, then what it is made of */
    size_t n_parts;
    int *uncovered; /* school years that the definition looks at and that are not covered */
    size_t n_uncovered;
} ds_person_year;

typedef struct ds_person_explained {
    ds_person_year *years;
    size_t n_years;
} ds_person_explained;

/* Walks the indicator for the person at this place of the register, in one school year or (0) in
 * each in which the person is enrolled. *out ends with ds_person_explained_done. DS_INPUT for a
 * school year that the register does not have. */
DS_API ds_status ds_tally_explain(const ds_register *reg, const ds_definitions *definitions,
                                  const ds_indicator *indicator, uint64_t person, int schooljaar,
                                  ds_person_explained *out, ds_error *err) DS_NODISCARD;
DS_API void ds_person_explained_done(ds_person_explained *explained);

DS_END_DECLS

#endif
