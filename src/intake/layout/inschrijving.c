/* intake/layout/inschrijving.c: the canonical delivery of enrolments. */
#include "intake/layout/layout.h"
#include "intake/worker.h"

enum {
    PERSOON,
    SCHOOLJAAR,
    SOORT,
    LEERJAAR,
    LEERWEG,
    NIVEAU,
    OPLEIDING,
    HOOFDGROEP,
    SECTOR,
    PROFIEL,
    ROUTE,
    INSTELLING,
    VESTIGING,
    HOOFDINSCHRIJVING,
    BEKOSTIGD
};
static const char *const columns[] = {
    "persoon",   "schooljaar",        "soort",    "leerjaar", "leerweg", "niveau",
    "opleiding", "hoofdgroep",        "sector",   "profiel",  "route",   "instelling",
    "vestiging", "hoofdinschrijving", "bekostigd"};

/* soort without geen: that is a state, not something one can deliver. */
static bool take_soort(ds_row *row, ds_enrolment *to) {
    uint8_t soort;
    if (!ds_row_code(row, SOORT, &ds_codes_soort, true, &soort)) return false;
    if (soort == DS_SOORT_GEEN + 1) return ds_refuse(row, SOORT, DS_REASON_CODE, &ds_codes_soort);
    to->soort = (uint8_t)(soort - 1);
    return true;
}

/* A leerweg that is known but does not belong to the soort becomes missing, and is counted. */
static bool take_leerweg(ds_row *row, ds_enrolment *to) {
    if (!ds_row_code(row, LEERWEG, &ds_codes_leerweg, false, &to->leerweg)) return false;
    if (to->leerweg != 0 && !ds_codes_leerweg_fits(to->soort, (enum ds_leerweg)(to->leerweg - 1))) {
        to->leerweg = 0;
        row->delivery->n_misfit++;
    }
    return true;
}

static bool take_flags(ds_row *row, ds_enrolment *to) {
    uint8_t hoofd, bekostigd;
    if (!ds_row_code(row, HOOFDINSCHRIJVING, &ds_codes_ja_nee, false, &hoofd) ||
        !ds_row_code(row, BEKOSTIGD, &ds_codes_ja_nee, false, &bekostigd))
        return false;
    to->flags = (uint8_t)((hoofd != 1 ? DS_FLAG_HOOFD : 0) |
                          (bekostigd != 1 ? DS_FLAG_BEKOSTIGD : 0)); /* missing means ja */
    return true;
}

static bool take(ds_row *row) {
    ds_enrolment enrolment = {.levering = row->levering};
    ds_enrolment *to;
    if (!ds_row_year(row, SCHOOLJAAR, true, &enrolment.jaar) || !take_soort(row, &enrolment) ||
        !take_leerweg(row, &enrolment) ||
        !ds_row_integer(row, LEERJAAR, 0, 99, 1, &enrolment.leerjaar) ||
        !ds_row_integer(row, NIVEAU, 1, 4, 0, &enrolment.niveau) ||
        !ds_row_word(row, OPLEIDING, DS_WORD_OPLEIDING, &enrolment.opleiding) ||
        !ds_row_word(row, HOOFDGROEP, DS_WORD_HOOFDGROEP, &enrolment.hoofdgroep) ||
        !ds_row_code(row, SECTOR, &ds_codes_sector, false, &enrolment.sector) ||
        !ds_row_word(row, PROFIEL, DS_WORD_PROFIEL, &enrolment.profiel) ||
        !ds_row_code(row, ROUTE, &ds_codes_route, false, &enrolment.route) ||
        !ds_row_word(row, INSTELLING, DS_WORD_INSTELLING, &enrolment.instelling) ||
        !ds_row_word(row, VESTIGING, DS_WORD_VESTIGING, &enrolment.vestiging) ||
        !take_flags(row, &enrolment) || !ds_row_person(row, PERSOON, &enrolment.person))
        return false;
    to = ds_row_add(row, &row->worker->enrolments);
    if (to == NULL) return false;
    *to = enrolment;
    return true;
}

const ds_layout ds_layout_inschrijving = {
    "inschrijving", 0, true, columns, sizeof columns / sizeof *columns, 3, take};
