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
    const char *indicators;       /* "vsv,switch" */
    const char *attributes;       /* "migratieachtergrond,ses"; "alle": DS_GAP_ATTRIBUTES */
    const char *by;               /* "leerweg"; NULL: no */
    const char *years;            /* "2020-2023"; NULL: all */
    const char *reference;        /* "geen", or "ses=4,geslacht=m"; NULL: the largest group */
    const char *levels;           /* of Kitagawa; NULL: DS_GAP_LEVELS; "": none */
    const char *covariates;       /* of Oaxaca-Blinder; NULL: DS_GAP_COVARIATES; "": none */
    double limit;                 /* percentage points */
} ds_work_gap_options;
#define DS_WORK_GAP_OPTIONS_VERSION 1
#define DS_WORK_GAP_OPTIONS_INIT                                                                   \
    { DS_WORK_GAP_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.5 }

typedef struct ds_gaps ds_gaps;

/* The attribute itself and the breakdown are never among the levels or covariates: they are taken
 * out. *out is the caller's (ds_gaps_free). DS_USAGE for nothing asked; DS_INPUT for an unknown
 * indicator, column or reference. */
DS_API ds_status ds_work_gap(const ds_work *work, const ds_work_gap_options *options, ds_gaps **out,
                             ds_error *err) DS_NODISCARD;
DS_API const ds_gap_block *ds_gaps_block(const ds_gaps *gaps);
DS_API void ds_gaps_free(ds_gaps *gaps);

DS_END_DECLS

#endif
