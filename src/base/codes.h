/* base/codes.h: the code lists of the canonical deliveries (design section 4).
 *
 * One place for the words that intake checks, definitions are checked against, and careers give a
 * meaning to. A code is an index into values, from 0; stored columns use index + 1, 0 is missing.
 */
#ifndef DS_BASE_CODES_H
#define DS_BASE_CODES_H

#include "doorstroom/base.h"

typedef struct ds_code_list {
    const char *name;
    const char *const *values;
    size_t n_values;
    bool ordered; /* the order of values means something: < and its kin are allowed */
    bool open;    /* other words occur, too; they have no place in the order */
} ds_code_list;

/* Kinds of enrolment, lowest first: their order is the tie rule's. GEEN is a state, not a code that
 * a delivery may hold. */
enum ds_soort {
    DS_SOORT_GEEN,
    DS_SOORT_PO,
    DS_SOORT_SO,
    DS_SOORT_VSO,
    DS_SOORT_PRO,
    DS_SOORT_VMBO,
    DS_SOORT_HAVO,
    DS_SOORT_VWO,
    DS_SOORT_VAVO,
    DS_SOORT_MBO,
    DS_SOORT_HBO,
    DS_SOORT_WO,
};
enum ds_leerweg {
    DS_LEERWEG_BB,
    DS_LEERWEG_KB,
    DS_LEERWEG_GL,
    DS_LEERWEG_TL,
    DS_LEERWEG_BOL,
    DS_LEERWEG_BBL,
    DS_LEERWEG_EXTRANEUS,
    DS_LEERWEG_VOLTIJD,
    DS_LEERWEG_DEELTIJD,
    DS_LEERWEG_DUAAL,
};
enum ds_diploma_vo {
    DS_VO_GEEN,
    DS_VO_VMBO,
    DS_VO_VMBO_BB,
    DS_VO_VMBO_KB,
    DS_VO_VMBO_GL,
    DS_VO_VMBO_TL,
    DS_VO_HAVO,
    DS_VO_VWO,
};

extern const ds_code_list ds_codes_soort;
extern const ds_code_list ds_codes_advies;
extern const ds_code_list ds_codes_leerweg;
extern const ds_code_list ds_codes_sector;
extern const ds_code_list ds_codes_route;
extern const ds_code_list ds_codes_geslacht;
extern const ds_code_list ds_codes_migratieachtergrond;
extern const ds_code_list ds_codes_reden; /* of a vrijstelling */
extern const ds_code_list ds_codes_diploma_vo;
extern const ds_code_list ds_codes_lijst;         /* of DUO's monthly lists */
extern const ds_code_list ds_codes_persoon_soort; /* of numbers of persons */
extern const ds_code_list ds_codes_ja_nee;        /* nee 0, ja 1 */

/* The code of text, or -1. ASCII letters fold when nocase. */
int ds_codes_find(const ds_code_list *list, ds_text text, bool nocase);
/* True when this leerweg belongs to this soort: bb kb gl tl in vmbo, bol bbl extraneus in mbo,
 * voltijd deeltijd duaal in hbo and wo; no leerweg in any other soort. */
bool ds_codes_leerweg_fits(enum ds_soort soort, enum ds_leerweg leerweg);
/* True for the soorten that a diploma may have. */
bool ds_codes_soort_has_diploma(enum ds_soort soort);
/* All of those, a bit each. */
enum {
    DS_DIPLOMA_SOORTEN = 1 << DS_SOORT_VMBO | 1 << DS_SOORT_HAVO | 1 << DS_SOORT_VWO |
                         1 << DS_SOORT_MBO | 1 << DS_SOORT_HBO | 1 << DS_SOORT_WO
};
/* Which diplomas who is enrolled in a soort may obtain there, a bit for each soort: its own, and in
 * vavo those of vmbo, havo and vwo. 0 where there are none. */
unsigned ds_codes_soort_diplomas(unsigned soort);

/* Yes and no as files write them: ja j yes y waar true 1, nee n no onwaar false 0, in any letter
 * case; a 1 or 0 also with decimals that are 0. 1, 0, or -1 for anything else. */
int ds_codes_yes_no(ds_text text);

#endif
