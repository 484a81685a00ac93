/* doorstroom/chances.h, of work/inside: equal opportunity, asked of a register, whole: gaps between
 * groups, who runs the risk, and what is expected of an institution given who comes in. Each counts
 * one indicator by institution and attributes and works the rest out from these cells.
 *
 * Ownership: results are the caller's; blocks borrow from them. Threads: those of work. */
#ifndef DOORSTROOM_CHANCES_H
#define DOORSTROOM_CHANCES_H

#include "doorstroom/equality.h"
#include "doorstroom/inside.h"

DS_BEGIN_DECLS

/* ---- gaps ---- */

#define DS_GAP_ATTRIBUTES "geslacht,migratieachtergrond,ses,functiebeperking,opleiding_ouders"
#define DS_GAP_LEVELS "niveau,leerweg"
#define DS_GAP_COVARIATES "niveau,leerweg,geslacht,migratieachtergrond,ses"

typedef struct ds_work_gap_options {
    unsigned version;             /* the initialiser sets it */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicators;       /* "vsv,switch"; "alle": all events of persons in a school year */
    const char *attributes;       /* "migratieachtergrond,ses"; "alle": DS_GAP_ATTRIBUTES */
    const char *by;               /* "leerweg"; NULL: no */
    const char *years;            /* "2020-2023"; NULL: all */
    const char *reference;        /* "geen", or "ses=4,geslacht=m"; NULL: the largest group */
    const char *levels;           /* of Kitagawa; NULL: DS_GAP_LEVELS; "": none */
    const char *covariates;       /* of Oaxaca-Blinder; NULL: DS_GAP_COVARIATES; "": none */
    double limit;                 /* percentage points */
    const char *where; /* only those for whom this holds, as in a definition; NULL: everybody */
} ds_work_gap_options;
#define DS_WORK_GAP_OPTIONS_VERSION 1
#define DS_WORK_GAP_OPTIONS_INIT                                                                   \
    { DS_WORK_GAP_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.5, NULL }

typedef struct ds_gaps ds_gaps;

/* The attribute itself and the breakdown are never among the levels or covariates: they are taken
 * out. *out is the caller's (ds_gaps_free). DS_USAGE for nothing asked; DS_INPUT for an unknown
 * indicator, column or reference. */
DS_API ds_status ds_work_gap(const ds_work *work, const ds_work_gap_options *options, ds_gaps **out,
                             ds_error *err) DS_NODISCARD;
DS_API const ds_gap_block *ds_gaps_block(const ds_gaps *gaps);
DS_API void ds_gaps_free(ds_gaps *gaps);

/* ---- who runs the risk ---- */

#define DS_RISK_ATTRIBUTES "niveau,leerweg,geslacht,migratieachtergrond,ses,functiebeperking"

typedef struct ds_work_risk_options {
    unsigned version;             /* the initialiser sets it */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicator;        /* where more of it is better, the risk is not to have it */
    const char *attributes;       /* NULL: DS_RISK_ATTRIBUTES */
    int year;                     /* 0: the last that counts */
    unsigned depth;               /* 1 to 3 */
    uint64_t minimum;             /* of the persons of a subgroup */
    ds_risk_adjust adjust;
    double rate;       /* of false ones among those found */
    const char *where; /* as above */
} ds_work_risk_options;
#define DS_WORK_RISK_OPTIONS_VERSION 1
#define DS_WORK_RISK_OPTIONS_INIT                                                                  \
    { DS_WORK_RISK_OPTIONS_VERSION, NULL, NULL, NULL, 0, 3, 10, DS_RISK_BY, 0.05, NULL }

typedef struct ds_risks ds_risks;

/* *out is the caller's (ds_risks_free). */
DS_API ds_status ds_work_risk(const ds_work *work, const ds_work_risk_options *options,
                              ds_risks **out, ds_error *err) DS_NODISCARD;
DS_API const ds_risk_block *ds_risks_block(const ds_risks *risks);
DS_API void ds_risks_free(ds_risks *risks);

/* ---- what was to be expected ---- */

#define DS_EXPECTED_COVARIATES "niveau,leerweg,geslacht,migratieachtergrond,ses"

typedef struct ds_work_expected_options {
    unsigned version;             /* the initialiser sets it */
    const char *definitions_file; /* NULL: those of the work folder and the program */
    const char *indicator;
    const char *covariates; /* NULL: DS_EXPECTED_COVARIATES; "": none */
    int year;               /* 0: the last that counts */
    bool institution_effects;
    uint64_t minimum;  /* persons: institutions with fewer have no limits */
    const char *where; /* as above */
} ds_work_expected_options;
#define DS_WORK_EXPECTED_OPTIONS_VERSION 1
#define DS_WORK_EXPECTED_OPTIONS_INIT                                                              \
    { DS_WORK_EXPECTED_OPTIONS_VERSION, NULL, NULL, NULL, 0, false, 30, NULL }

typedef struct ds_expectations ds_expectations;

/* *out is the caller's (ds_expectations_free). */
DS_API ds_status ds_work_expected(const ds_work *work, const ds_work_expected_options *options,
                                  ds_expectations **out, ds_error *err) DS_NODISCARD;
DS_API const ds_expected_block *ds_expectations_block(const ds_expectations *expectations);
DS_API void ds_expectations_free(ds_expectations *expectations);

DS_END_DECLS

#endif
