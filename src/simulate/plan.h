/* simulate/plan.h: the quick generator's numbers, as data: what there is to choose from and how
 * often it is chosen. Chances are per ten thousand. Rates by niveau and leerweg lie near the
 * published tables 4.1 and 8.5 of the monitor; the rest is a guess that looks plausible. */
#ifndef DS_SIMULATE_PLAN_H
#define DS_SIMULATE_PLAN_H

#include "base/codes.h"

enum {
    DS_PLAN_HOOFDGROEPEN = 19,
    DS_PLAN_ENTREE = 18, /* the hoofdgroep of niveau 1, the last one */
    DS_PLAN_MBO = 51,    /* institutions */
    DS_PLAN_VO = 320,
    DS_PLAN_HBO = 28,
    DS_PLAN_WO = 13,
    DS_PLAN_PROFIELEN = 10,
    DS_PLAN_GEMEENTEN = 342,
    DS_PLAN_RMC = 38,
    DS_PLAN_COHORTS_BEFORE = 9, /* who came into vo so many years before the first school year */
};

typedef struct ds_plan_hoofdgroep {
    ds_text name;         /* as a CSV field: quoted where it holds a comma */
    uint16_t bbl_per_10k; /* added to the chance of bbl */
    uint16_t drop_pct;    /* drop-out relative to that of the niveau */
    uint8_t sector;       /* index in ds_codes_sector */
} ds_plan_hoofdgroep;

extern const ds_plan_hoofdgroep ds_plan_hoofdgroepen[DS_PLAN_HOOFDGROEPEN];
extern const uint16_t ds_plan_hoofdgroep_weights[DS_PLAN_ENTREE]; /* without Entree */

/* [niveau - 1][bol, bbl, extraneus]: to leave, in a school year, without a diploma in that year. */
extern const uint16_t ds_plan_drop[4][3];
extern const uint16_t ds_plan_graduate[4]; /* in the last year of a programme */
extern const uint16_t ds_plan_mbo_weights[DS_PLAN_MBO];
extern const char *const ds_plan_mbo_type[DS_PLAN_MBO];
extern const ds_text ds_plan_profielen[DS_PLAN_PROFIELEN]; /* of vmbo */
/* Relative sizes of the cohorts, by year of entry into vo: before the first school year, and after.
 */
enum { DS_PLAN_COHORT_BEFORE = 6, DS_PLAN_COHORT_AFTER = 10, DS_PLAN_COHORT_FULL = 3 };

#endif
